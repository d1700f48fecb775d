"""Two short questions after a gathering or a step: what somebody takes away, and what they will do differently.

What they say is theirs. It goes to other adopters only when its words were read back and they said so. Pure.
"""

from __future__ import annotations

import re

from bot.core.gatherings import record
from bot.core.language.clean import without_controls
from bot.core.model import Choice
from bot.core.model.gatherings import KeepReflection, NoteAttendance
from bot.core.model.presses import UnknownButtonError
from bot.core.record.progress import State
from bot.core.turn.gathering_words import plain_title, title_of
from bot.core.turn.reply import Reply
from bot.core.turn.requesting import words_of
from bot.core.turn.returning import ask_again
from bot.core.turn.shortcuts import command_in
from bot.core.turn.wording import escape, plain

MOST = 600
"""Characters of an answer that are kept."""
_NOTHING = re.compile(
    r"(?:no|nope|none|nothing|n/?a|skip(?: (?:it|this|that))?|not (?:now|really|today)|later|pass|stop|no,? thanks|"
    r"no thank you|i'?d rather not|rather not)(?: thanks| thank you)?"
)
_SHARE = re.compile(
    r"(?:yes|yep|yeah|y|ok|okay|sure|fine)?(?:,? ?(?:please )?(?:do )?(?:share(?: it| them)?))?(?: please)?"
)
_KEEP = re.compile(
    r"(?:no|nope|nah)?,? ?(?:please )?(?:keep (?:it|them)(?: to (?:myself|me))?|private|just (?:for )?me)?"
)


def there(reply: Reply, key: str, was_there: bool) -> None:
    """Whether somebody was at the gathering; who was is asked what they take away."""
    places = reply.context.gatherings.find(key)
    mine = reply.context.gatherings.sign_up(key, reply.person.id)
    if places is None or mine is None or mine.state in ("left", "waiting"):
        raise UnknownButtonError(key)
    if places.gathering.starts > reply.at:
        raise UnknownButtonError(key)
    reply.changes.append(NoteAttendance(key, was_there))
    if not was_there:
        reply.say("gathering_missed", title=title_of(places.gathering))
        ask_again(reply)
        return
    record.attended(reply, places.gathering)
    begin(reply, key, plain_title(places.gathering))


def begin(reply: Reply, about: str, title: str) -> None:
    """Puts the first of the two questions."""
    reply.set(reflecting=(about, title))
    reply.say("reflect_first", [_drop(reply)], title=escape(title))


def asked(reply: Reply) -> bool:
    """Somebody wants to note what they learned: of the step that was done last, or of all of it where none is done.
    False when they do not."""
    if words_of(reply.turn.text) not in map(words_of, dict(reply.journey.requests).get("learned", ())):
        return False
    done = [of for of in reply.progress.steps if of.state is State.DONE and of.facts]
    if done:
        step = max(done, key=lambda of: max(fact.at for fact in of.facts)).step
        begin(reply, step.key, step.title)
    else:
        begin(reply, "", reply.journey.name)
    return True


def _drop(reply: Reply) -> Choice:
    return reply.button("reflect_drop", "gathering", "drop", "")


def waits(reply: Reply) -> bool:
    """Whether one of the questions, or the yes to sharing, is open."""
    return bool(reply.dialogue.reflecting)


def answered(reply: Reply) -> bool:
    """Takes the words for the answer. False for a question, or one of the bot's own words: then it is let go."""
    text = without_controls(reply.turn.text).strip()
    asked = reply.dialogue.reflecting
    if len(asked) == 4:
        return _yes_or_no(reply, plain(text))
    command = command_in(text)
    if text.endswith("?") or (command and command != "skip"):
        reply.set(reflecting=())
        return False
    if _NOTHING.fullmatch(plain(text)) and len(asked) == 2:
        drop(reply)
        return True
    said = "" if _NOTHING.fullmatch(plain(text)) else " ".join(text.split())[:MOST]
    reply.set(reflecting=(*asked, said))
    if len(asked) == 2:
        reply.say("reflect_second", [_drop(reply)])
    else:
        _read_back(reply)
    return True


def _read_back(reply: Reply) -> None:
    _, title, first, second = reply.dialogue.reflecting
    words = "\n\n".join(f"> {escape(said)}" for said in (first, second) if said)
    choices = [
        reply.button("reflect_keep", "gathering", "keep", "", style="primary"),
        reply.button("reflect_share", "gathering", "share", ""),
        _drop(reply),
    ]
    reply.say("reflect_read_back", choices, title=escape(title), words=words)


def _yes_or_no(reply: Reply, text: str) -> bool:
    if text and _SHARE.fullmatch(text):
        keep(reply, shared=True)
    elif text and _KEEP.fullmatch(text):
        keep(reply, shared=False)
    else:
        keep(reply, shared=False, quietly=True)
        return False
    return True


def keep(reply: Reply, shared: bool, quietly: bool = False) -> None:
    """Keeps what was said: for its author alone, or for other adopters too."""
    asked = reply.dialogue.reflecting
    if len(asked) != 4:
        raise UnknownButtonError("reflection")
    about, title, first, second = asked
    reply.set(reflecting=())
    reply.changes.append(KeepReflection(about, title, first, second, shared))
    if shared:
        record.shared(reply, title)
    if not quietly:
        reply.say("reflect_shared" if shared else "reflect_kept")
        ask_again(reply)


def drop(reply: Reply) -> None:
    """Nothing is asked, or kept, of it."""
    reply.set(reflecting=())
    reply.say("reflect_dropped")
    ask_again(reply)
