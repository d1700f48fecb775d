"""An answered button gives way to what was decided and by whom, where the channel can change a message it sent."""

from __future__ import annotations

from bot.core.model import Message, Outgoing
from bot.core.model.presses import Press
from bot.core.turn.reading_back import in_words
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape, first_upper


def settled(reply: Reply, pressed: Press) -> Outgoing | None:
    """What takes the place of the message that the button stood on; None where it stays as it is.

    Looked at before the press is answered: afterwards, what was read back is no longer known.
    """
    handle = reply.turn.message
    what = _question_and_choice(reply, pressed) if handle else None
    if what is None:
        return None
    question, choice = what
    text = text_of(reply.journey, "answered", question=question, choice=choice, person=escape(reply.person.name))
    return Outgoing(Message(text, "answered", replaces=handle), reply.turn.address)


def sent(reply: Reply, title: str, rows: tuple[tuple[str, str], ...]) -> None:
    """A form that stood in the dialogue gives way to what was filled in and by whom."""
    if reply.turn.message:
        text = text_of(reply.journey, "answered", question=title, choice="Sent", person=escape(reply.person.name))
        put = Message(text, "answered", facts=rows, replaces=reply.turn.message)
        reply.messages.insert(0, Outgoing(put, reply.turn.address))


def _question_and_choice(reply: Reply, pressed: Press) -> tuple[str, str] | None:
    if pressed.verb == "pick":
        question = reply.question(pressed.about[0]) if pressed.about else None
        value = pressed.about[1] if len(pressed.about) > 1 else ""
        label = next((o.label for o in question.options if o.value == value), "") if question else ""
        return (question.ask, label) if question and label else None
    if pressed.verb in ("yes", "no") and reply.dialogue.reading_back and pressed.stamp == reply.dialogue.stamp:
        text = in_words(reply, reply.dialogue.heard).strip()
        return first_upper(text), "Yes" if pressed.verb == "yes" else "No"
    return None
