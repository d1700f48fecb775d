"""An answered button gives way to what was decided and by whom, where the channel can change a message it sent."""

from __future__ import annotations

from bot.core.model import Message, Outgoing
from bot.core.model.journey import Question
from bot.core.model.presses import Press
from bot.core.turn.asking import BEGIN
from bot.core.turn.buttons import buttons_of, wording
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


def _picked(reply: Reply, question: Question, pressed: Press) -> tuple[str, str] | None:
    value = pressed.about[1]
    if pressed.verb == "open":
        label = next((g.label for g in question.groups if g.key == value), "")
    else:
        label = next((label for o in question.options for v, label in buttons_of(o) if v == value), "")
    return (wording(reply, question), label) if label else None


def sent(reply: Reply, title: str, rows: tuple[tuple[str, str], ...]) -> None:
    """A form that stood in the dialogue gives way to what was filled in and by whom."""
    if reply.turn.message:
        done, person = text_of(reply.journey, "button_sent"), escape(reply.person.name)
        text = text_of(reply.journey, "answered", question=title, choice=done, person=person)
        put = Message(text, "answered", facts=rows, replaces=reply.turn.message)
        reply.messages.insert(0, Outgoing(put, reply.turn.address))


def _question_and_choice(reply: Reply, pressed: Press) -> tuple[str, str] | None:
    if pressed.verb == "step" and reply.dialogue.asked == BEGIN and pressed.about:
        step = reply.journey.step_by_key.get(pressed.about[0])
        return (text_of(reply.journey, "begin_where"), step.short or step.title) if step is not None else None
    if pressed.verb == "role" and pressed.about:
        label = next((r.label for r in reply.journey.roles if r.key == pressed.about[0]), "")
        return (text_of(reply.journey, "ask_role"), label) if label else None
    if pressed.verb in ("pick", "open"):
        question = reply.question(pressed.about[0]) if pressed.about else None
        return _picked(reply, question, pressed) if question is not None and len(pressed.about) > 1 else None
    pressed_of_read_back = {"yes": "button_keep", "no": "button_keep_not", "line": "button_change"}.get(pressed.verb)
    if pressed_of_read_back and reply.dialogue.reading_back and pressed.stamp == reply.dialogue.stamp:
        text = in_words(reply, reply.dialogue.heard).strip()
        return first_upper(text), text_of(reply.journey, pressed_of_read_back)
    return None
