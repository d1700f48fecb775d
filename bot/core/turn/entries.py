"""Entries in the talk: those that are recorded, with what waits for a yes as if it had been given; which one the talk
is about; and how one is named to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.core.model import Fact
from bot.core.model.journey import Question, Step
from bot.core.model.reading import Open, Understood, Value
from bot.core.record.entries import Entry, entries_of, is_kept
from bot.core.record.placing import NEW, OPEN, Fit, Place, Shape, Told, place
from bot.core.record.progress import next_question, put_aside
from bot.core.turn.heard import APPROXIMATE, as_fact, is_number
from bot.core.turn.reply import Reply
from bot.core.turn.wording import first_upper, say_value

ONE_MORE = re.compile(
    r"\b(?:another|once more|one more|a (?:second|third|fourth|fifth|new|further)|(?:back|again) (?:to|at|with|on|in)"
    r"|(?:went|going|goes|gone|comes?|coming) back)\b",
    re.IGNORECASE,
)
"""Words that say that it is one more than those told of before."""
MOVED = re.compile(
    r"\b(?:moved|moving|postponed|re-?scheduled|brought forward|pushed (?:back|out|to)|put back (?:to|until)|shifted"
    r"|changed to|now (?:on|in))\b",
    re.IGNORECASE,
)
"""Words that say that a plan is on another day now."""
ENTRY = re.compile(r"[en][1-9]\d{0,5}")
"""How an entry is called in a button: a recorded one, or one that only waits for a yes."""
MORE = ".more"
"""Behind a step's key, the name of the question whether there were other entries."""
WHICH = ".entry"
"""Behind a step's key, the name of the question which entry is meant."""


# ---------------------------------------------------------------- which there are


def entries_now(reply: Reply, step: Step) -> tuple[Entry, ...]:
    """The step's entries, with what waits for a yes as if it had been given. What is still open is in none."""
    recorded = reply.progress.of(step.key).entries
    held = [
        as_fact(reply, u, n)
        for n, u in enumerate(reply.dialogue.heard)
        if step.has_entries(u.name) and u.entry not in ("", OPEN)
    ]
    return entries_of(step, [*(f for e in recorded for f in e.facts.values()), *held]) if held else recorded


def facts_about(reply: Reply, step: Step, entry: str) -> dict[str, Fact]:
    """What is known, as far as this entry of the step goes: with what waits for a yes as if it had been given."""
    found = {name: f for name, f in reply.facts_by_name.items() if not step.has_entries(name)}
    found |= {u.name: as_fact(reply, u, n) for n, u in enumerate(reply.dialogue.heard) if not u.entry}
    mine = next((e for e in entries_now(reply, step) if e.id == entry), None)
    return found | dict(mine.facts if mine is not None else {})


# ---------------------------------------------------------------- which one the talk is about


def in_hand(reply: Reply, step: Step) -> str:
    """The entry of this step that the talk is about; empty when it is about none."""
    key, _, entry = reply.dialogue.entry.partition("#")
    return entry if key == step.key else ""


def take_in_hand(reply: Reply, step: Step, entry: str) -> None:
    reply.set(entry=f"{step.key}#{entry}" if step.entries is not None and entry else "")


def entry_to_ask(reply: Reply, step: Step) -> str:
    """The entry that the step's next question is about: the one in hand, else the one that speaks for the step; a new
    one where that one is not the step's own, and it is done."""
    if step.entries is None:
        return ""
    now = entries_now(reply, step)
    mine = in_hand(reply, step)
    if not step.entries.state:
        return mine
    if any(e.id == mine for e in now) and not _told_of_all(reply, step, mine):
        return mine
    progress = reply.progress.of(step.key)
    if progress.leading is None and now:
        return now[-1].id
    about = progress.asked_about
    return fresh(reply, step) if about is None else about.id


def _told_of_all(reply: Reply, step: Step, entry: str) -> bool:
    """Nothing is left to ask of this entry."""
    known = facts_about(reply, step, entry)
    left = next_question(step, known, put_aside(reply.dialogue.skipped, step, entry))
    return left is None or not step.has_entries(left.key)


def fresh(reply: Reply, step: Step) -> str:
    """An id for an entry that nothing is held of yet."""
    return _after(step, reply.dialogue.heard)


def _after(step: Step, told: Iterable[Understood]) -> str:
    used = [int(u.entry[1:]) for u in told if step.has_entries(u.name) and u.entry.startswith("n")]
    return f"n{max(used, default=0) + 1}"


def aside(reply: Reply, step: Step, entry: str) -> tuple[str, ...]:
    """The step's questions that were put aside: for good, or of this entry."""
    return put_aside(reply.dialogue.skipped, step, entry)


def as_aside(reply: Reply, question: Question) -> str:
    """How a question is noted that is put aside: an entry's own, of that entry alone."""
    step = reply.journey.step_of_question[question.key]
    return f"{question.key}#{in_hand(reply, step)}" if step.has_entries(question.key) else question.key


def next_of(reply: Reply, step: Step) -> tuple[Question | None, str]:
    """The next question of a step, and the entry that it is about."""
    return next_about(reply, step, entry := entry_to_ask(reply, step)), entry


def next_about(reply: Reply, step: Step, entry: str) -> Question | None:
    """The next question of a step, as far as this entry goes."""
    known, left_out = facts_about(reply, step, entry), aside(reply, step, entry)
    if step.entries is not None and not step.entries.state and entry:  # What is left of the one in hand comes first.
        own = replace(step, questions=tuple(q for q in step.questions if step.has_entries(q.key)))
        if (left := next_question(own, known, left_out)) is not None:
            return left
    return next_question(step, known, left_out)


# ---------------------------------------------------------------- where something belongs


def placed(
    reply: Reply, facts: Sequence[Understood], words: str, correcting: bool, among: Sequence[Entry] | None = None
) -> tuple[list[Understood], list[Open]]:
    """Each with its entry: as the words had it, or as the settled cases have it. What is left is to be asked.

    With `among`, what is told as new is looked for among those entries alone.
    """
    found: list[Understood] = []
    doubts: list[Open] = []
    groups = _groups(reply, facts)
    for group in groups:
        step = reply.step_of(group[0].name)
        if step is None or not step.has_entries(group[0].name):
            found += [replace(u, entry="") for u in group]
            continue
        several = sum(reply.step_of(g[0].name) is step for g in groups) > 1
        where = _place(reply, step, group, words, correcting, found, among, several)
        found += [replace(u, entry=where.entry) for u in group]
        if where.entry == OPEN:
            doubts.append(Open(f"{step.key}{WHICH}", "which", words, among=where.among))
    return found, doubts


def _groups(reply: Reply, facts: Iterable[Understood]) -> list[list[Understood]]:
    """What was told, entry by entry; what belongs to none is by itself."""
    groups: dict[tuple[str, str], list[Understood]] = {}
    for fact in facts:
        step = reply.step_of(fact.name)
        of_entry = step is not None and step.has_entries(fact.name)
        groups.setdefault((step.key, fact.entry) if of_entry and step else (fact.name, "-"), []).append(fact)
    return list(groups.values())


def _place(
    reply: Reply, step: Step, group: Sequence[Understood], words: str, correcting: bool, found: Sequence[Understood],
    among: Sequence[Entry] | None, several: bool = False,
) -> Place:  # fmt: skip
    now = entries_now(reply, step)
    said = "" if _only_a_detail(step, group) and not several else group[0].entry
    if among is not None:
        where = place(step, Told(_values(group)), among, reply.today)
        return Place(said) if where.entry == NEW else where
    meant = next((e for e in now if e.id == said), None)
    if meant is not None and not correcting and _is_other(reply, step, group, meant, words):
        meant, said = None, ""
    if meant is not None or said.startswith("n"):
        return Place(said)
    if said and not said.isdigit():  # It cannot be told; or that entry was taken back meanwhile.
        return Place(OPEN, tuple(e.id for e in now)) if now else Place(_number(reply, step, found))
    told = Told(
        _values(group),
        added=bool(ONE_MORE.search(words)) or _being_added(reply, step, now),
        moved=bool(MOVED.search(words)),
        correcting=correcting,
        in_hand=_talked_of(reply, step, correcting),
    )
    waiting = tuple(e for e in now if not is_kept(e.id))
    where = place(step, told, waiting if said else now, reply.today)
    return Place(_number(reply, step, found)) if where.entry == NEW else where


def _is_other(reply: Reply, step: Step, group: Sequence[Understood], meant: Entry, words: str) -> bool:
    """What took place on another day is no news of the entry that the words were taken to mean; nor, where there are
    several, another outcome with no day."""
    kind = step.entries
    if kind is None or MOVED.search(words) or str(meant.value(kind.state)) not in kind.held:
        return False
    shape, values = Shape.of(step, kind), _values(group)
    if not shape.tells(values) or kind.state not in values:
        return False
    doubted = shape.fit(values, meant, reply.today) is Fit.DOUBT and len(entries_now(reply, step)) > 1
    return doubted or shape.days(values, meant) is Fit.OTHER


def _only_a_detail(step: Step, group: Sequence[Understood]) -> bool:
    """A date, a number, a reference told as new, with nothing that makes it one: it may be of one that is known."""
    kind = step.entries
    return kind is not None and group[0].entry.isdigit() and not Shape.of(step, kind).tells(_values(group))


def _being_added(reply: Reply, step: Step, now: Sequence[Entry]) -> bool:
    """The question put is whether there were others, or is of an entry that nobody has told of yet."""
    asked = reply.journey.step_of_question.get(reply.dialogue.asked)
    if reply.dialogue.asked == f"{step.key}{MORE}":
        return True
    mine = in_hand(reply, step)
    if asked is None or asked.key != step.key or not mine.startswith("n") or any(e.id == mine for e in now):
        return False
    return any(min(f.id for f in e.facts.values()) <= reply.dialogue.known_up_to for e in now)


def _values(group: Iterable[Understood]) -> dict[str, Value]:
    return {u.name: u.value for u in group if not u.name.endswith(f".{APPROXIMATE}")}


def _talked_of(reply: Reply, step: Step, correcting: bool) -> str:
    """The entry that a question or a read-back put, or, for a correction, that was recorded last."""
    asked = reply.journey.step_of_question.get(reply.dialogue.asked)
    if reply.dialogue.reading_back or (asked is not None and asked.key == step.key) or correcting:
        return in_hand(reply, step)
    return ""


def _number(reply: Reply, step: Step, found: Sequence[Understood]) -> str:
    """An id for one more entry, beside what is held and what this message has told of."""
    return _after(step, (*reply.dialogue.heard, *found))


# ---------------------------------------------------------------- how one is named


def title_of(reply: Reply, step: Step, entry: Entry) -> str:
    """The entry as it is named to a person: "Survey, May 2026, 212 residents took part"."""
    kind = step.entries
    assert kind is not None, step.key
    parts = []
    for name in kind.named_by:
        fact, question = entry.facts.get(name), reply.question(name)
        if fact is None and name == kind.body and kind.main:
            parts.append(kind.name)  # Whose it was was not said, and is not claimed.
        if fact is None or fact.value is None or question is None:
            continue
        value = fact.value
        reply.note_private(question)
        rough = entry.value(f"{step.key}.{APPROXIMATE}") is True
        parts.append(
            reply.say_fact(name, value, rough) if is_number(value) else say_value(question, value, words=fact.words)
        )
    state = reply.question(kind.state)
    if not parts and (known := entry.facts.get(kind.state)) is not None:
        how_far = say_value(state, known.value, words=known.words)
        parts.append(f"{kind.name}: {how_far}")  # "Done" alone, on a button, says that one has finished.
    return first_upper(", ".join(parts) or kind.name)


def titled(reply: Reply, step: Step, entry: str) -> str:
    """The name of an entry by its id; the step's title where there is none such."""
    found = next((e for e in entries_now(reply, step) if e.id == entry), None)
    return title_of(reply, step, found) if found is not None else step.title
