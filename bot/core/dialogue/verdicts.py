"""What somebody answers while a read-back waits for a yes: line by line, and with whatever else they say.

The words are read by `language.verdict`. What is right is kept at once, what is to go is gone, what is not right is
put right in its own line or asked about; the rest of the message is heard as one of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.core.dialogue import parts
from bot.core.dialogue.behind_a_yes import Answer, ask_on, heard_behind, kept_and_more
from bot.core.dialogue.what_waits import Waiting, parts_named, waiting
from bot.core.language.verdict import Verdict, verdict_on
from bot.core.language.verdict_words import INSTEAD_OF, OF_WHAT_IS_ASKED
from bot.core.model.reading import Reading, Understood
from bot.core.record.placing import OPEN
from bot.core.turn import answers, asking
from bot.core.turn.confirming import asks_for_change
from bot.core.turn.heard import CORRECTING, forget, one_text, said, say_known
from bot.core.turn.reading_back import listed
from bot.core.turn.reply import Reply
from bot.core.turn.understand import understand

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
        return _pointed(reply)
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
    return _partly(reply, waits, verdict, answer)


def of_line(reply: Reply, told: Understood, *, keep: bool) -> None:
    """One line is kept, or left out; the others wait on."""
    line = next(of for _, _, of in waiting(reply).groups if told in of)
    left = tuple(u for u in reply.dialogue.heard if u not in line)
    if not keep:
        answers.leave_out(reply, lambda u: u in line)
    elif not left:
        answers.confirm(reply)
    else:
        reply.more_to_come = True
        _keep(reply, line, left)
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
    text = reply.turn.text
    return verdict_on(text, len(waits.parts), waits.lines, lambda w: parts_named(reply, waits, w), changes=changes)


def _pointed(reply: Reply) -> bool:
    """ "2", of numbered lines: whether that one is right, and each of the others, is asked with a button each."""
    numbered = bool(listed(reply, reply.dialogue.heard))
    if numbered:
        answers.offer_lines(reply)
    return numbered


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


# ---------------------------------------------------------------- some of it


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is done with each part of a read-back, of which some is right."""

    kept: frozenset[int]
    gone: frozenset[int]
    wrong: frozenset[int] = frozenset()
    """Lines that go because they are not right, where others are kept: that is said of them."""
    doubted: frozenset[int] = frozenset()
    """Put right, or asked about."""
    asked: frozenset[int] = frozenset()
    """Asked for anew, once what stands beside it is kept."""


def _plan(waits: Waiting, verdict: Verdict) -> _Plan:
    """A line is kept whole or waits whole. Of one line by itself, one thing that is not right is asked for anew."""
    everything, doubted, gone = frozenset(range(len(waits.parts))), frozenset(verdict.doubted), verdict.dropped
    unsaid = not any(verdict.doubted.values())
    if not waits.lines and verdict.kept and doubted and unsaid and everything == verdict.kept | gone | doubted:
        return _Plan(verdict.kept, gone, asked=doubted)
    lines = waits.lines or (everything,)
    right = [line for line in lines if line & verdict.kept and line - gone <= verdict.kept]
    kept = frozenset[int]().union(*right) - gone
    false = [line for line in waits.lines if line <= doubted and not any(verdict.doubted[part] for part in line)]
    wrong = frozenset[int]().union(*false) if kept else frozenset[int]()
    return _Plan(kept, gone, wrong, doubted - wrong)


def _partly(reply: Reply, waits: Waiting, verdict: Verdict, answer: Answer) -> bool:
    """Some of it is right: those lines are kept, what goes is gone, and what is not right is put right or asked.
    False where nothing is said of the rest of a line: "the date is right"."""
    plan = _plan(waits, verdict)
    if not (plan.kept or plan.gone or plan.doubted):
        return False
    saved, gone = waits.of(plan.kept), waits.of(plan.gone | plan.wrong | plan.asked)
    held = tuple(u for u in reply.dialogue.heard if u not in gone and u not in saved)
    reply.more_to_come = True
    if not saved:
        reply.set(heard=held, asked="", confirming="", reading_back=False)
    elif not _keep(reply, saved, held):
        reply.more_to_come = False
        answers.go_on(reply)
        return True
    if plan.wrong:
        reply.say("line_left_out", line=one_text(said(reply, waits.of(plan.wrong))).strip())
    unknown = _put_right(reply, waits, verdict, plan.doubted)
    reply.more_to_come = False
    if not reply.dialogue.heard:
        _let_go(reply, outright=not saved)
    _then(reply, waits, verdict, answer, unknown, plan.asked)
    return True


def _then(
    reply: Reply, waits: Waiting, verdict: Verdict, answer: Answer, unknown: list[int], asked: frozenset[int]
) -> None:
    """The rest of the message; then what is to be asked, what still waits, or what comes next."""
    if verdict.rest:
        reply.set(reading_back=bool(reply.dialogue.heard))
        reply.more_to_come = bool(unknown or reply.dialogue.heard)
        heard_behind(reply, verdict.rest, answer)
        reply.more_to_come = False
    if unknown:
        _ask_instead(reply, waits, unknown)
    elif asked and not verdict.rest:
        _ask_for(reply, waits.of(asked))
    elif reply.dialogue.heard or not verdict.rest:
        ask_on(reply)


def _let_go(reply: Reply, outright: bool) -> None:
    """Nothing is left that waits."""
    shared = reply.dialogue.shared
    forget(reply)
    reply.set(shared=shared)
    if outright:
        reply.say("not_kept")


def _keep(reply: Reply, saved: Collection[Understood], held: tuple[Understood, ...]) -> bool:
    """Keeps these, while others wait on. False when a colleague changed something meanwhile: then all of it waits."""
    before = reply.dialogue
    reply.set(heard=tuple(saved), open=())
    answers.confirm(reply)
    if reply.dialogue.heard:
        reply.set(heard=(*reply.dialogue.heard, *held))
        return False
    reply.set(
        heard=held, heard_words=before.heard_words, heard_link=before.heard_link, said_by=before.said_by,
        confirming=before.confirming, open=tuple(o for o in before.open if any(u.entry == o.entry for u in held)),
    )  # fmt: skip
    return True


def _ask_for(reply: Reply, told: list[Understood]) -> None:
    """What was not right is asked for as if it had never been told."""
    question = reply.question(told[0].name)
    if question is None:
        ask_on(reply)
    else:
        asking.ask(reply, question, begin=False)


def _put_right(reply: Reply, waits: Waiting, verdict: Verdict, doubted: frozenset[int]) -> list[int]:
    """Puts each line that is not right as it should be, where that was said. Gives the parts of which it was not, or
    could not be told: a value goes to no other line."""
    unknown: list[int] = []
    done: set[str] = set()
    for part in sorted(doubted):
        instead = verdict.doubted[part]
        if instead in done:
            continue
        same = [n for n, words in verdict.doubted.items() if words == instead and instead]
        told = [u for n in same for u in waits.parts[n]]
        found = _read(reply, told, instead) if instead else []
        if not found:
            unknown.append(part)
            continue
        done.add(instead)
        answers.hear(reply, found, words=instead, correcting=True)
    return unknown


def _read(reply: Reply, told: list[Understood], instead: str) -> list[Understood]:
    """What a line should be, read as the answer to what it tells: only of its own step, and of its own entry."""
    new = re.split(INSTEAD_OF, instead)[0] or instead
    step, entry = reply.step_of(told[0].name), next((u.entry for u in told if u.entry), "")
    values = {u.name: u.value for u in told}
    for text in dict.fromkeys((instead, new)):
        for name in values:
            context = replace(reply.reading_context(name), asked=name, known=())
            facts = understand(reply.programme, text, context).facts
            own = [f for f in facts if reply.step_of(f.name) is step and values.get(f.name) != f.value]
            own = own if len(values) > 1 else [f for f in own if f.name == name]
            if own and step is not None:
                return [replace(f, entry=entry if step.has_entries(f.name) else "") for f in own]
    return []


def _ask_instead(reply: Reply, waits: Waiting, unknown: list[int]) -> None:
    """What is not right, and what should it be? What waits beside it waits for that."""
    first = waits.parts[unknown[0]][0]
    step, whole, told = next(g for g in waits.groups if first in g[2])
    parts_of = {n for n, p in enumerate(waits.parts) if p[0] in told}
    if step is not None and parts_of <= set(unknown) and whole != OPEN and len(waits.lines) > 1:
        answers.ask_instead(reply, step, whole, told)
    else:
        answers.change_line(reply, first)
