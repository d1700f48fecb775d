"""What somebody answers while a read-back waits for a yes: line by line, and with whatever else they say.

The words are read by `language.verdict`. What is right is kept at once, what is to go is gone, what is not right is
put right in its own line or asked about; the rest of the message is heard as one of its own.
"""

from __future__ import annotations

import re

from bot.core.dialogue import parts
from bot.core.dialogue.behind_a_yes import Answer, heard_behind, kept_and_more
from bot.core.dialogue.partly import keep, partly
from bot.core.dialogue.what_waits import Waiting, parts_named, waiting
from bot.core.language.verdict import Verdict, verdict_on
from bot.core.language.verdict_words import OF_WHAT_IS_ASKED
from bot.core.model.reading import Reading, Understood
from bot.core.turn import answers, asking
from bot.core.turn.confirming import asks_for_change
from bot.core.turn.heard import CORRECTING, forget, say_known
from bot.core.turn.reading_back import listed
from bot.core.turn.reply import Reply

_AWAITS = frozenset(["", CORRECTING, answers.DENIED])
"""What may be asked while something waits for a yes, and is about that."""


def given(reply: Reply, answer: Answer) -> bool:
    """Answers a verdict on what waits for a yes, and then the rest by `answer`. False when the words are none, or
    when all of it is refused: what it should be is for later rows."""
    waits = waiting(reply)
    verdict = _verdict(reply, waits)
    if verdict is None:
        return False
    everything = frozenset(range(len(waits.parts)))
    if not reply.dialogue.reading_back:
        return _while_asked(reply, waits, verdict, answer)
    if verdict.pointed:
        answers.offer_lines(reply)
        return True
    if verdict.kept == everything:
        if verdict.rest:
            return kept_and_more(reply, verdict.rest, verdict.adds, answer)
        answers.confirm(reply)
        return True
    if verdict.dropped == everything:
        _nothing_kept(reply, verdict.rest, answer)
        return True
    if len(verdict.doubted) == len(everything) and not any(verdict.doubted.values()):
        return False
    return partly(reply, waits, verdict, answer)


def of_line(reply: Reply, told: Understood, *, right: bool) -> None:
    """One line is kept, or left out; the others wait on."""
    line = next(of for _, _, of in waiting(reply).groups if told in of)
    left = tuple(u for u in reply.dialogue.heard if u not in line)
    if not right:
        answers.leave_out(reply, lambda u: u in line)
    elif not left:
        answers.confirm(reply)
    else:
        reply.more_to_come = True
        keep(reply, line, left)
        reply.more_to_come = False
        answers.go_on(reply)


def refused(reply: Reply, reading: Reading, act: parts.Act) -> bool:
    """A no to all that was read back. With more behind it, that is let go, and the rest is heard."""
    waits = waiting(reply)
    verdict = _verdict(reply, waits)
    if verdict is None or len(verdict.doubted) != len(waits.parts):
        return False
    if not verdict.rest:
        answers.deny(reply)
        return True
    if reading.facts:
        parts.let_go_of_denied(reply, reading.facts)
        return False
    if reading.intent in ("correct", "undo"):
        return False
    before = reply.dialogue
    forget(reply)
    if parts.go_on_with(reply, verdict.rest, act):
        return True
    reply.dialogue = before
    answers.deny(reply)
    return True


def _verdict(reply: Reply, waits: Waiting) -> Verdict | None:
    if not waits.parts or reply.dialogue.confirming not in _AWAITS:
        return None
    changes = asks_for_change(reply) is not None
    return verdict_on(
        reply.turn.text, len(waits.parts), waits.lines, lambda w: parts_named(reply, waits, w),
        numbered=bool(listed(reply, reply.dialogue.heard)), changes=changes,
    )  # fmt: skip


def _while_asked(reply: Reply, waits: Waiting, verdict: Verdict, answer: Answer) -> bool:
    """Something is asked about what waits: that it is not to be kept, is heard. So is a line that goes; after "what
    should it be?", the line that was asked about. "None" may be the answer to what is asked."""
    everything = frozenset(range(len(waits.parts)))
    denied = reply.dialogue.confirming == answers.DENIED
    if not verdict.dropped or verdict.kept or verdict.doubted:
        return False
    if not denied and OF_WHAT_IS_ASKED.fullmatch(reply.turn.text):
        return False
    gone = verdict.dropped
    if (
        gone == everything
        and reply.dialogue.confirming == CORRECTING
        and not re.search(_ALL, reply.turn.text, re.IGNORECASE)
    ):
        gone = (
            frozenset(n for n, p in enumerate(waits.parts) if any(u.name == reply.dialogue.asked for u in p)) or gone
        )
    if gone == everything:
        _nothing_kept(reply, verdict.rest, answer)
        return True
    told = waits.of(gone)
    reply.more_to_come = bool(verdict.rest)
    answers.leave_out(reply, lambda u: u in told)
    reply.more_to_come = False
    if verdict.rest:
        heard_behind(reply, verdict.rest, answer)
    return True


_ALL = r"\b(?:all|any|anything|both|everything|them|these|those|the lot|nothing|none|neither)\b"


def _nothing_kept(reply: Reply, rest: str, answer: Answer) -> None:
    """Nothing of it is kept, and that is not asked about again; then the rest is heard."""
    old = asks_for_change(reply)
    before = say_known(reply, old) if old is not None else ""
    forget(reply)
    reply.set(asked="")
    if before:
        reply.say("stays_as_it_was", before=before)
    else:
        reply.say("not_kept")
    if rest:
        heard_behind(reply, rest, answer)
    else:
        asking.ask_next(reply)
