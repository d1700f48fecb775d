"""What waits for a yes: how it is said, what it would change, and whose word that was."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.core.calendar import span_of
from bot.core.model import Fact
from bot.core.model.journey import Step
from bot.core.model.reading import Open, Understood, Value, values_of_list
from bot.core.record.done_when import is_done
from bot.core.record.entries import entry_id
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape, first_upper, say_fact, say_line, say_value

Key = tuple[str, str]
"""What is held is told apart by its name and its entry."""

BETWEEN_MESSAGES = " / "
"""Between the words of one message and those of the next, of what waits for a yes."""
MOST_IN_A_SENTENCE = 3
CORRECTING = "correcting"
"""What waits for a yes corrects: a list that it gives takes the place of the old one."""

F = TypeVar("F", Fact, Understood)

APPROXIMATE = "approximate"
"""The fact `STEP.approximate` says whether the step's numbers are rough; it is said with them, not by itself."""


def key_of(understood: Understood) -> Key:
    return understood.name, understood.entry


def as_fact(reply: Reply, understood: Understood, nth: int) -> Fact:
    """A fact as it will be, for working out what follows. Ids of facts not yet kept are large."""
    return Fact(
        10**12 + nth, reply.adopter.key, understood.name, understood.value, understood.words, reply.person.id,
        reply.turn.account.channel, reply.at, understood.sure, reply.person.id, None, entry=understood.entry,
    )  # fmt: skip


def said(reply: Reply, facts: Iterable[Understood]) -> list[str]:
    """Each fact as a line: its name and its value; a rough number as "about 40". Whose entry it is, where that is
    not the step's own, is the name of how it went."""
    facts = list(facts)
    rough = {_whose(f) for f in facts if f.name.endswith(f".{APPROXIMATE}") and f.value is True}
    numbers = {_whose(f) for f in facts if is_number(f.value)}
    lines: list[str] = []
    begun: set[Key] = set()
    for fact in facts:
        step, _, what = fact.name.partition(".")
        if what == APPROXIMATE and _whose(fact) in numbers:
            continue
        if what == APPROXIMATE and (current := numbers_of(known_beside(reply, fact).values(), step)):
            lines += [_line(reply, f, "", fact.value is True) for f in current]
            continue
        if _named_with_state(reply, fact, facts) or _says_about(reply, fact):
            continue
        lines.append(_line(reply, fact, _name_of(reply, fact, facts, _whose(fact) in begun), _whose(fact) in rough))
        begun.add(_whose(fact))
    return lines


def line_of(reply: Reply, fact: Fact) -> str:
    """What is recorded, as a line by itself."""
    return f"{_line(reply, fact, '', False)}."


def _line(reply: Reply, fact: Understood | Fact, name: str, rough: bool) -> str:
    question = reply.question(fact.name)
    if question is None:
        return first_upper(say_fact(None, fact.name, fact.value))
    reply.note_private(question)
    return f"{name or question.label}: {say_line(question, fact.value, rough, fact.words)}"


def _name_of(reply: Reply, fact: Understood, told: Sequence[Understood], goes_on: bool) -> str:
    """The name of a fact's line: for how an entry of another body went, that body's; behind others, the short one."""
    question, step = reply.question(fact.name), reply.step_of(fact.name)
    kind = step.entries if step is not None else None
    if kind is not None and kind.body and fact.name == kind.state:
        of = next((u for u in told if u.name == kind.body and u.entry == fact.entry), None)
        body = of or known_beside(reply, fact).get(kind.body)
        if body is not None and body.value != kind.main:
            return first_upper(say_value(reply.question(kind.body), body.value))
    if question is None:
        return ""
    heads = kind is not None and fact.name == kind.state
    return (question.short if goes_on or heads else "") or question.label


def _says_about(reply: Reply, fact: Understood) -> bool:
    """Beside what a note stands: that is no line of what it says."""
    step = reply.step_of(fact.name)
    return step is not None and step.entries is not None and step.entries.about == fact.name


def _named_with_state(reply: Reply, fact: Understood, told: Sequence[Understood]) -> bool:
    """The body of an entry, where how it went is told too: that line has its name."""
    step = reply.step_of(fact.name)
    kind = step.entries if step is not None else None
    if kind is None or fact.name != kind.body or fact.value == kind.main:
        return False
    return any(u.name == kind.state and u.entry == fact.entry for u in told)


def _whose(understood: Understood) -> Key:
    """The step and the entry that it is of."""
    return understood.name.partition(".")[0], understood.entry


def known_beside(reply: Reply, understood: Understood | Fact) -> Mapping[str, Fact]:
    """What is recorded of the entry that it is of; of a step without entries, all that is."""
    step = reply.step_of(understood.name)
    if step is None or not step.has_entries(understood.name):
        return reply.facts_by_name
    entry = reply.entry_for(understood) if isinstance(understood, Understood) else entry_id(step, understood)
    known = reply.recorded(step, entry)
    return known.facts if known is not None else {}


def say_known(reply: Reply, fact: Fact) -> str:
    """What is known, before it changes, as a line; a rough number as "about 40"."""
    rough = rough_among(known_beside(reply, fact)) if is_number(fact.value) else None
    facts = [Understood(f.name, f.value, f.sure, f.words, f.entry) for f in (fact, rough) if f is not None]
    return ", ".join(said(reply, facts))


def is_number(value: Value) -> bool:
    """A number, and no yes or no."""
    return isinstance(value, int) and not isinstance(value, bool)


def numbers_of(facts: Iterable[F], step: str) -> list[F]:
    """The step's numbers among these."""
    return [f for f in facts if f.name.partition(".")[0] == step and is_number(f.value)]


def rough_among(known: Mapping[str, Fact]) -> Fact | None:
    """The fact of an entry, or of a step, that says that its numbers are rough, while they are."""
    found = (f for name, f in known.items() if name.endswith(f".{APPROXIMATE}"))
    return next((f for f in found if f.value is True), None)


def made_exact(known: Mapping[str, Fact], again: Collection[str]) -> bool:
    """These numbers are said again, and without "about": is none of the entry's rough any more?

    Which number was the rough one is not known, so all that were said with "about" or later must be among them.
    """
    rough = rough_among(known)
    if rough is None:
        return False
    numbers = numbers_of(known.values(), rough.name.partition(".")[0])
    return all(f.name in again for f in numbers if f.at >= rough.at)


def with_exactness(reply: Reply, facts: Sequence[Understood]) -> list[Understood]:
    """The facts, and after a number that is exact now, where it was rough before, that it is not rough any more."""
    found = []
    told = {key_of(f) for f in facts}
    for fact in facts:
        found.append(fact)
        known = known_beside(reply, fact)
        current = known.get(fact.name)
        changed = is_number(fact.value) and current is not None and current.value != fact.value
        step = fact.name.partition(".")[0]
        exact = Understood(f"{step}.{APPROXIMATE}", False, fact.sure, fact.words, fact.entry)
        again = {name for name, entry in told if entry == fact.entry}
        if changed and key_of(exact) not in told and made_exact(known, again):
            told.add(key_of(exact))
            found.append(exact)
    return found


def without_roughness(heard: Mapping[Key, Understood], said: Collection[Understood]) -> dict[Key, Understood]:
    """What waits for a yes, when these are said now: where all its numbers are said again, "about" of before goes."""
    again = {key_of(u) for u in said}
    return {
        key: u for key, u in heard.items()
        if key[0].partition(".")[2] != APPROXIMATE or key in again
        or any(key_of(n) not in again for n in numbers_of(heard.values(), key[0].partition(".")[0])
               if n.entry == key[1])
    }  # fmt: skip


ADDED = re.compile(r"\b(?:plus|also|as well|in addition|on top of that|another|a second)\b", re.IGNORECASE)


def one_text(lines: Sequence[str]) -> str:
    """A few lines in one; many as a list."""
    if len(lines) <= MOST_IN_A_SENTENCE:
        return " ".join(line if line.endswith((".", "?", "!")) else f"{line}." for line in lines)
    return "\n" + "\n".join(f"- {line}" for line in lines) + "\n"


def step_of(reply: Reply, name: str) -> Step:
    step = reply.step_of(name)
    assert step is not None, name
    return step


def changed_by(reply: Reply, understood: Understood) -> Fact | None:
    """The current fact that recording this would replace with another value."""
    current = reply.fact_for(understood)
    if current is None or reply.step_of(understood.name) is None or same(current.value, understood.value):
        return None
    if isinstance(current.value, tuple) and (
        reply.dialogue.confirming != CORRECTING or set(current.value) <= set(values_of_list(understood.value))
    ):
        return None  # Lists grow; that is no change of mind. One that loses something is.
    return None if comes_round(reply, understood.name, current.value, understood.value) else current


def leave_out(reply: Reply, phrase: str, **words: str) -> None:
    """Something that was heard and is not kept: the read-back says so, once each."""
    text = text_of(reply.journey, phrase, **words)
    reply.set(left_out=tuple(dict.fromkeys((*reply.dialogue.left_out, text))))


_SHARE = re.compile(r"\b\d+(?:\.\d+)?\s*(?:%|per ?cent\b)", re.IGNORECASE)


def leave_out_share(reply: Reply, gap: Open) -> None:
    """A share where a number is kept, and nobody is to be asked for that number any more."""
    if gap.reason == "share" and (share := _SHARE.search(gap.words)):
        leave_out(reply, "left_out_share", words=escape(share[0]))


def without_known(reply: Reply, facts: Iterable[Understood]) -> list[Understood]:
    """The facts without a date that is recorded more exactly: that one was only mentioned."""
    found = []
    for told in facts:
        current = reply.fact_for(told)
        if current is not None and vaguer(reply, told):
            leave_out(reply, "left_out_known", fact=said(reply, [replace(told, value=current.value)])[0])
        else:
            found.append(told)
    return found


def vaguer(reply: Reply, understood: Understood) -> bool:
    """ "In September", where the 10th of September is known: nothing new."""
    current, question = reply.fact_for(understood), reply.question(understood.name)
    if current is None or question is None or question.kind != "date" or same(current.value, understood.value):
        return False
    (first, last), (begin, end) = span_of(str(understood.value)), span_of(str(current.value))
    return first <= begin and end <= last


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def still_to_come(reply: Reply, facts: Sequence[Understood]) -> list[Understood]:
    """What is to be on a day to come has not taken place, whatever it sounded like: it is planned, and never surely.
    "Not sure we have agreed anything, the executive looks at it on 11 December" is no agreement of that day."""
    waiting = {key_of(u): u for u in reply.dialogue.heard} | {key_of(f): f for f in facts}
    days = {
        (f.name.partition(".")[0], f.entry): str(f.value)
        for f in waiting.values()
        if (question := reply.question(f.name)) is not None and question.kind == "date"
    }
    return [_planned(reply, f, days.get((f.name.partition(".")[0], f.entry), "")) for f in facts]


def _planned(reply: Reply, fact: Understood, day: str) -> Understood:
    step = reply.step_of(fact.name)
    kind = step.entries if step is not None else None
    if kind is None or fact.name != kind.state or fact.value not in kind.held or not kind.ahead:
        return fact
    return replace(fact, value=kind.ahead[0], sure=False) if day[:10] > reply.today.isoformat() else fact


def same_day(before: Understood | None, now: Understood, words: str) -> Understood:
    """ "I said yes. 20 January", of a 20 January that was read back: that one, in its year, and no other year's."""
    old, new = (str(before.value) if before else ""), str(now.value)
    again = re.fullmatch(r"\d{4}(-\d\d-\d\d)/\d{4}(-\d\d-\d\d)", new)
    if before is None or again is None or _YEAR.search(words) or old[4:10] != again[1] or old[15:] != again[2]:
        return now
    return before


def kept_first(reply: Reply, facts: Sequence[Understood], gaps: Sequence[Open], words: str) -> list[str]:
    """ "We also held three drop-ins": what a step keeps one of and has is not replaced by what came beside it."""
    if not ADDED.search(words):
        return []
    told = [f.name for f in facts if (now := reply.facts_by_name.get(f.name)) and not same(now.value, f.value)]
    told += [o.name for o in gaps if o.name in reply.facts_by_name]
    told = [name for name in told if not step_of(reply, name).has_entries(name)]
    return [
        n
        for n in dict.fromkeys(told)
        if not isinstance(reply.facts_by_name[n].value, tuple | bool)
        and not comes_round(reply, n, reply.facts_by_name[n].value, "9999")
    ]


def comes_round(reply: Reply, name: str, before: Value, now: Value) -> bool:
    """A later date of something that comes round again is the next one, no change of mind about the last."""
    step = reply.step_of(name)
    again = step is not None and step.rhythm is not None and step.rhythm.recurs_from == name
    return again and str(now) > str(before)


def disputed_by(reply: Reply, understood: Understood) -> Fact | None:
    """A colleague's word on a step that is done, which this would change."""
    current = changed_by(reply, understood)
    if current is None or current.person == reply.person.id:
        return None
    return current if is_done(step_of(reply, current.name), reply.facts_by_name) else None


def same(a: Value, b: Value) -> bool:
    if isinstance(a, tuple) or isinstance(b, tuple):
        return set(values_of_list(a)) == set(values_of_list(b))
    return a == b


def forget(reply: Reply) -> None:
    """What waited for a yes no longer does. The question in hand stays."""
    reply.set(
        heard=(), open=(), heard_words="", heard_link="", reading_back=False, confirming="", said_by="", failures=0,
        known_up_to=-1, shared=(), left_out=(),
    )  # fmt: skip
