"""Of a read-back some is right: those lines are kept, what goes is gone, and what is not right is put right in its
own line, or asked about.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.core.dialogue.behind_a_yes import Answer, ask_on, heard_behind
from bot.core.dialogue.what_waits import Waiting
from bot.core.language.verdict import Verdict
from bot.core.language.verdict_words import INSTEAD_OF
from bot.core.model.reading import Understood
from bot.core.record.placing import OPEN
from bot.core.turn import answers, asking
from bot.core.turn.heard import forget, one_text, said
from bot.core.turn.reply import Reply
from bot.core.turn.understand import understand


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


def partly(reply: Reply, waits: Waiting, verdict: Verdict, answer: Answer) -> bool:
    """Some of it is right: those lines are kept, what goes is gone, and what is not right is put right or asked.
    False where nothing is said of the rest of a line: "the date is right"."""
    plan = _plan(waits, verdict)
    if not (plan.kept or plan.gone or plan.doubted):
        return False
    saved, gone = waits.of(plan.kept), waits.of(plan.gone | plan.wrong | plan.asked)
    held = tuple(u for u in reply.dialogue.heard if u not in gone and u not in saved)
    _put_aside(reply, waits, plan)
    reply.more_to_come = True
    if not saved:
        reply.set(heard=held, asked="", confirming="", reading_back=False)
    elif not keep(reply, saved, held):
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


def _put_aside(reply: Reply, waits: Waiting, plan: _Plan) -> None:
    """What goes of a line that stays is not asked for in its place."""
    lines = waits.lines or (frozenset(range(len(waits.parts))),)
    gone = frozenset[int]().union(*(line & plan.gone for line in lines if line - plan.gone - plan.wrong))
    aside = (f"{u.name}#{u.entry}" if u.entry else u.name for u in waits.of(gone))
    reply.set(skipped=tuple(dict.fromkeys((*reply.dialogue.skipped, *aside))))


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


def keep(reply: Reply, saved: Collection[Understood], held: tuple[Understood, ...]) -> bool:
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
    if (note := _text_with(reply, told, instead)) is not None:
        return [note]
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


def _text_with(reply: Reply, told: list[Understood], instead: str) -> Understood | None:
    """Somebody's own words that are not right as they stand: with what is said of them beside."""
    question = reply.question(told[0].name)
    if question is None or question.kind != "text" or _CODE.fullmatch(str(told[0].value)):
        return None
    words = f"{told[0].value} ({instead})"
    return replace(told[0], value=words, words=words)


_CODE = re.compile(r"\S*\d\S*")
"""A reference, rather than words."""


def _ask_instead(reply: Reply, waits: Waiting, unknown: list[int]) -> None:
    """What is not right, and what should it be? What waits beside it waits for that."""
    first = waits.parts[unknown[0]][0]
    step, whole, told = next(g for g in waits.groups if first in g[2])
    parts_of = {n for n, p in enumerate(waits.parts) if p[0] in told}
    if step is not None and parts_of <= set(unknown) and whole != OPEN and len(waits.lines) > 1:
        answers.ask_instead(reply, step, whole, told)
    else:
        answers.change_line(reply, first)
