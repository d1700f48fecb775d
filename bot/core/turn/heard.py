"""What waits for a yes: how it is said, what it would change, and whose word that was."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from bot.core.calendar import span_of
from bot.core.model import Fact
from bot.core.model.journey import Step
from bot.core.model.reading import Open, Understood, Value, values_of_list
from bot.core.record.rules import is_done
from bot.core.turn.reply import Reply
from bot.core.turn.wording import say_list

MOST_IN_A_SENTENCE = 3
CORRECTING = "correcting"
"""What waits for a yes corrects: a list that it gives takes the place of the old one."""

F = TypeVar("F", Fact, Understood)

APPROXIMATE = "approximate"
"""The fact `STEP.approximate` says whether the step's numbers are rough; it is said with them, not by itself."""


def with_heard(reply: Reply) -> dict[str, Fact]:
    """The current facts, and what waits for a yes as if it had been given."""
    return {**reply.facts_by_name, **{u.name: as_fact(reply, u, n) for n, u in enumerate(reply.dialogue.heard)}}


def as_fact(reply: Reply, understood: Understood, nth: int) -> Fact:
    """A fact as it will be, for working out what follows. Ids of facts not yet kept are large."""
    return Fact(
        10**12 + nth, reply.adopter.key, understood.name, understood.value, understood.words, reply.person.id,
        reply.turn.account.channel, reply.at, understood.sure, reply.person.id, None, entry=understood.entry,
    )  # fmt: skip


def said(reply: Reply, facts: Iterable[Understood]) -> list[str]:
    """Each fact as a clause; a rough number as "about 40"."""
    facts = list(facts)
    rough = {f.name.partition(".")[0] for f in facts if f.name.endswith(f".{APPROXIMATE}") and f.value is True}
    numbers = {f.name.partition(".")[0] for f in facts if is_number(f.value)}
    clauses = []
    for fact in facts:
        step, _, what = fact.name.partition(".")
        if what == APPROXIMATE and step in numbers:
            continue
        if what == APPROXIMATE and (current := numbers_of(reply.facts_by_name.values(), step)):
            clauses += [reply.say_fact(f.name, f.value, rough=fact.value is True) for f in current]
            continue
        question = reply.question(fact.name)
        if question is not None:
            reply.note_private(question)
        clauses.append(reply.say_fact(fact.name, fact.value, rough=step in rough))
    return clauses


def say_known(reply: Reply, fact: Fact) -> str:
    """What is known, before it changes: a rough number as "about 40"."""
    rough = rough_of(reply, fact.name.partition(".")[0]) if is_number(fact.value) else None
    return one_text(said(reply, [Understood(f.name, f.value, f.sure) for f in (fact, rough) if f is not None]))


def is_number(value: Value) -> bool:
    """A number, and no yes or no."""
    return isinstance(value, int) and not isinstance(value, bool)


def numbers_of(facts: Iterable[F], step: str) -> list[F]:
    """The step's numbers among these."""
    return [f for f in facts if f.name.partition(".")[0] == step and is_number(f.value)]


def rough_of(reply: Reply, step: str) -> Fact | None:
    """The fact that says that the step's numbers are rough, while they are."""
    fact = reply.facts_by_name.get(f"{step}.{APPROXIMATE}")
    return fact if fact is not None and fact.value is True else None


def made_exact(reply: Reply, step: str, again: Collection[str]) -> bool:
    """These numbers are said again, and without "about": is none of the step's rough any more?

    Which number was the rough one is not known, so all that were said with "about" or later must be among them.
    """
    rough = rough_of(reply, step)
    if rough is None:
        return False
    numbers = numbers_of(reply.facts_by_name.values(), step)
    return all(f.name in again for f in numbers if f.at >= rough.at)


def with_exactness(reply: Reply, facts: Sequence[Understood]) -> list[Understood]:
    """The facts, and after a number that is exact now, where it was rough before, that it is not rough any more."""
    found = []
    names = {f.name for f in facts}
    for fact in facts:
        found.append(fact)
        step = fact.name.partition(".")[0]
        current = reply.facts_by_name.get(fact.name)
        changed = is_number(fact.value) and current is not None and current.value != fact.value
        exact = Understood(f"{step}.{APPROXIMATE}", False, fact.sure, fact.words)
        if changed and exact.name not in names and made_exact(reply, step, names):
            names.add(exact.name)
            found.append(exact)
    return found


def without_roughness(heard: Mapping[str, Understood], said: Collection[Understood]) -> dict[str, Understood]:
    """What waits for a yes, when these are said now: where all its numbers are said again, "about" of before goes."""
    again = {u.name for u in said}
    return {
        name: u for name, u in heard.items()
        if name.partition(".")[2] != APPROXIMATE or name in again
        or any(n.name not in again for n in numbers_of(heard.values(), name.partition(".")[0]))
    }  # fmt: skip


def one_text(clauses: Sequence[str]) -> str:
    """A few clauses as a sentence's part; many as a list."""
    if len(clauses) <= MOST_IN_A_SENTENCE:
        return say_list(clauses)
    return "\n" + "\n".join(f"- {c}" for c in clauses) + "\n"


def step_of(reply: Reply, name: str) -> Step:
    step = reply.step_of(name)
    assert step is not None, name
    return step


def changed_by(reply: Reply, understood: Understood) -> Fact | None:
    """The current fact that recording this would replace with another value."""
    current = reply.facts_by_name.get(understood.name)
    if current is None or reply.step_of(understood.name) is None or same(current.value, understood.value):
        return None
    if isinstance(current.value, tuple) and (
        reply.dialogue.confirming != CORRECTING or set(current.value) <= set(values_of_list(understood.value))
    ):
        return None  # Lists grow; that is no change of mind. One that loses something is.
    return None if comes_round(reply, understood.name, current.value, understood.value) else current


def vaguer(reply: Reply, understood: Understood) -> bool:
    """ "In September", where the 10th of September is known: nothing new."""
    current, question = reply.facts_by_name.get(understood.name), reply.question(understood.name)
    if current is None or question is None or question.kind != "date" or same(current.value, understood.value):
        return False
    (first, last), (begin, end) = span_of(str(understood.value)), span_of(str(current.value))
    return first <= begin and end <= last


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def same_day(before: Understood | None, now: Understood, words: str) -> Understood:
    """ "I said yes. 20 January", of a 20 January that was read back: that one, in its year, and no other year's."""
    old, new = (str(before.value) if before else ""), str(now.value)
    again = re.fullmatch(r"\d{4}(-\d\d-\d\d)/\d{4}(-\d\d-\d\d)", new)
    if before is None or again is None or _YEAR.search(words) or old[4:10] != again[1] or old[15:] != again[2]:
        return now
    return before


ADDED = re.compile(r"\b(?:plus|also|as well|in addition|on top of that|another|a second)\b", re.IGNORECASE)


def kept_first(reply: Reply, facts: Sequence[Understood], gaps: Sequence[Open], words: str) -> list[str]:
    """ "We also held three drop-ins": what a step keeps one of and has is not replaced by what came beside it."""
    if not ADDED.search(words):
        return []
    told = [f.name for f in facts if (now := reply.facts_by_name.get(f.name)) and not same(now.value, f.value)]
    told += [o.name for o in gaps if o.name in reply.facts_by_name]
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
        heard=(), open=(), heard_words="", heard_link="", reading_back=False, confirming="", said_by="", failures=0
    )
