"""What is told, before and after it has its place: what was said twice, what is known already, a total with its
parts, and figures of another activity, which are no change of one that is recorded unless the words say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.core.model import Kind
from bot.core.model.journey import Step
from bot.core.model.reading import Open, Understood, Value
from bot.core.record.entries import Entry, is_kept
from bot.core.record.placing import OPEN, Fit, Shape
from bot.core.turn.entries import MOVED, ONE_MORE
from bot.core.turn.heard import APPROXIMATE, CORRECTING, is_number, same, vaguer
from bot.core.turn.reply import Reply
from bot.core.turn.understand import understand
from bot.core.turn.wording import REFUSES

_ANOTHER = re.compile(r"\b(?:other|different|separate(?:ly)?|second)\b", re.IGNORECASE)
"""Words by which it is another activity, whatever else they refuse."""
_MORE_EXACTLY = re.compile(
    r"\b(?:exact(?:ly)?|final(?:ly)?|in the end|turn(?:s|ed) out|by now|so far|updated?|total|altogether"
    r"|correct(?:ed)?|more precisely|to be precise)\b|^\W*(?:it|that|they|there) (?:is|was|were|are)\b",
    re.IGNORECASE,
)
"""Words by which a number or a day that is recorded is told anew."""
FEWEST_WORDS = 4
"""In fewer words a number answers what was asked."""
_TOTAL = re.compile(
    r"\b(?P<before>\d[\d,]*)(?: \w+)? (?:in (?:total|all)|altogether|overall|all told|total)\b"
    r"|\b(?:total(?:ling|led)?|altogether|in all|overall)(?: of|:| was| is|,)? (?P<behind>\d[\d,]*)\b",
    re.IGNORECASE,
)


def untangled(reply: Reply, facts: Sequence[Understood], words: str, correcting: bool) -> list[Understood]:
    """What is told, once each: no part of a total, nothing vaguer than is known where something is put right, and
    figures of another activity as its own."""
    found = _without_parts(reply, _once_each(reply, facts), words)
    found = [told for group in _groups(reply, found) for told in _of_the_day_named(reply, group)]
    if correcting:
        found = [_of_known_number(reply, told, words) for told in found]
        return [f for f in found if f.name == reply.dialogue.asked or not vaguer(reply, f)]
    return [told for group in _groups(reply, found) for told in _of_its_own(reply, group, words)]


def _of_the_day_named(reply: Reply, group: Sequence[Understood]) -> Sequence[Understood]:
    """ "The drop-in on 3 October was 19", taken for the one of the 10th: that day names, and changes none."""
    step = reply.step_of(group[0].name)
    if step is None or step.entries is None or not is_kept(group[0].entry) or not step.has_entries(group[0].name):
        return group
    dates = {u.name: u.value for u in group if u.name in Shape.of(step, step.entries).dates}
    rest = [u for u in group if u.name not in dates]
    on_it = [e.id for e in reply.progress.of(step.key).entries if any(_has(e, n, v) for n, v in dates.items())]
    if not rest or len(on_it) != 1 or on_it[0] == group[0].entry:
        return group
    return [replace(told, entry=on_it[0]) for told in rest]


def _of_known_number(reply: Reply, told: Understood, words: str) -> Understood:
    """ "The drop-in was 21 people", while it is asked how many were invited: the number that is known of it, which is
    put right. Not where the words say what it is a number of, or are hardly more than a number."""
    step, question = reply.step_of(told.name), reply.question(told.name)
    known = reply.recorded(step, told.entry) if step is not None and is_kept(told.entry) else None
    if step is None or question is None or known is None or not is_number(told.value) or told.name in known.facts:
        return told
    others = [q.key for q in step.questions if q.kind == "number" and q.key in known.facts]
    says_so = question.short and question.short.casefold() in words.casefold()
    few = len(words.split()) < FEWEST_WORDS
    return told if len(others) != 1 or says_so or few else replace(told, name=others[0])


def total_said(gap: Open, facts: Sequence[Understood], words: str) -> bool:
    """Whether the number of all, which the words leave open, is said in them: "10, 9 and 8 came, 27 in total"."""
    told = [f for f in facts if f.name == gap.name]
    return gap.reason == "whole" and len(told) == 1 and _TOTAL.search(words) is not None


def without_recorded(reply: Reply, facts: Sequence[Understood], words: str) -> list[Understood]:
    """Without what would be one more entry, and says only what another says already: "not consulted yet", twice."""
    if ONE_MORE.search(words):
        return list(facts)
    return [told for group in _groups(reply, facts) if not _is_recorded(reply, group) for told in group]


def _is_recorded(reply: Reply, group: Sequence[Understood]) -> bool:
    step = reply.step_of(group[0].name)
    kind = step.entries if step is not None else None
    if step is None or kind is None or not group[0].entry.startswith("n"):
        return False
    shape, values = Shape.of(step, kind), _values(group)
    begun = str(values.get(kind.state)) in (*kind.held, *kind.ahead)
    return any(
        entry.id != group[0].entry
        and all(_has(entry, name, value) for name, value in values.items())
        and (not begun or shape.exactly(values, [entry]))
        for entry in reply.progress.of(step.key).entries
    )


def _has(entry: Entry, name: str, value: Value) -> bool:
    known = entry.value(name)
    return known is not None and same(known, value)


def _values(group: Iterable[Understood]) -> dict[str, Value]:
    return {u.name: u.value for u in group if not u.name.endswith(f".{APPROXIMATE}")}


def _groups(reply: Reply, facts: Iterable[Understood]) -> list[list[Understood]]:
    """What is told, entry by entry, in order; what is of no entry is by itself."""
    found: dict[tuple[str, str], list[Understood]] = {}
    for fact in facts:
        step = reply.step_of(fact.name)
        of = (step.key, fact.entry) if step is not None and step.has_entries(fact.name) else (fact.name, "-")
        found.setdefault(of, []).append(fact)
    return list(found.values())


def _once_each(reply: Reply, facts: Sequence[Understood]) -> list[Understood]:
    """Two entries told in the very same values are one, said twice."""
    kept: list[list[Understood]] = []
    for group in _groups(reply, facts):
        step = reply.step_of(group[0].name)
        of_entry = step is not None and step.has_entries(group[0].name) and group[0].entry.isdecimal()
        if not (of_entry and any(_values(group) == _values(other) for other in kept)):
            kept.append(group)
    return [told for group in kept for told in group]


# ---------------------------------------------------------------- a total and its parts


def _without_parts(reply: Reply, facts: Sequence[Understood], words: str) -> list[Understood]:
    """ "57 in all, so 21, 19 and 17" is one activity of 57. Where the parts have a way, a day or a place each, the
    parts are kept, and the total is not."""
    groups = _groups(reply, facts)
    for total in groups:
        number = _number(reply, total)
        parts = [g for g in groups if g is not total and number is not None and _is_part(reply, g, total)]
        if number is None or len(parts) < 2 or sum(_number(reply, g) or 0 for g in parts) != number:
            continue
        placed = [g for g in parts if re.search(rf"\b{_number(reply, g)}\b[^\d,;.]* (?:at|in|from|on|for)\b", words)]
        gone = [total] if len(placed) == len(parts) else parts
        return [told for group in groups if group not in gone for told in group]
    return _said_total(reply, groups, words) or list(facts)


def _said_total(reply: Reply, groups: Sequence[list[Understood]], words: str) -> list[Understood] | None:
    """ "10, 9 and 8 came, 27 in total": one activity of 27, where nothing but their number tells them apart."""
    found = _TOTAL.search(words)
    if found is None:
        return None
    total = int((found["before"] or found["behind"]).replace(",", ""))
    for first in groups:
        parts = [g for g in groups if g is first or (_number(reply, g) is not None and _is_part(reply, g, first))]
        numbers = [_number(reply, g) or 0 for g in parts]
        if len(parts) > 1 and sum(numbers) == total and _number(reply, first) is not None:
            one = [replace(u, value=total) if u.value == numbers[0] and is_number(u.value) else u for u in first]
            return [u for g in groups if g is first or g not in parts for u in (one if g is first else g)]
    return None


def _number(reply: Reply, group: Sequence[Understood]) -> int | None:
    """The first number of what is told of an entry."""
    step = reply.step_of(group[0].name)
    keys = (
        [q.key for q in step.questions if q.kind == "number" and step.has_entries(q.key)] if step is not None else []
    )
    values = _values(group)
    return next((v for k in keys if isinstance(v := values.get(k), int) and is_number(v)), None)


def _is_part(reply: Reply, group: Sequence[Understood], total: Sequence[Understood]) -> bool:
    """It tells nothing but a number which the total does not tell too."""
    if reply.step_of(group[0].name) is not reply.step_of(total[0].name) or _number(reply, group) is None:
        return False
    whole = _values(total)
    return all(
        is_number(value) or (name in whole and same(whole[name], value)) for name, value in _values(group).items()
    )


# ---------------------------------------------------------------- of another activity


def _of_its_own(reply: Reply, group: Sequence[Understood], words: str) -> Sequence[Understood]:
    """Figures taken for those of an entry that took place and has others: as the words tell them alone, of one more;
    or of an entry that is to be asked for. Unless the words say that something is changed."""
    entry = _contradicted(reply, group, words)
    step = reply.step_of(group[0].name)
    if entry is None or step is None or step.entries is None:
        return group
    shape, alone = Shape.of(step, step.entries), _told_alone(reply, step, words)
    others_day = shape.days(_values(group), entry) is Fit.OTHER
    if not others_day and any(shape.named(_values(of), entry) for of in alone):
        return group  # It goes by its name: "the survey had 215 answers".
    telling = [told for of in alone if shape.tells(_values(of)) for told in of]
    return telling or [replace(told, entry=OPEN) for told in group]


def _contradicted(reply: Reply, group: Sequence[Understood], words: str) -> Entry | None:
    """The recorded entry whose day or number this would change, where nothing in the words says that it does."""
    step = reply.step_of(group[0].name)
    kind = step.entries if step is not None else None
    if step is None or kind is None or not kind.state or reply.turn.kind is not Kind.TEXT:
        return None
    if reply.dialogue.confirming == CORRECTING or not step.has_entries(group[0].name) or not is_kept(group[0].entry):
        return None
    refuses = REFUSES.search(_ANOTHER.sub(" ", words)) or _MORE_EXACTLY.search(words) or MOVED.search(words)
    if not words or refuses:
        return None
    entry = next((e for e in reply.progress.of(step.key).entries if e.id == group[0].entry), None)
    if entry is None or str(entry.value(kind.state)) not in kind.held:
        return None
    shape, values = Shape.of(step, kind), _values(group)
    other_number = any(n in values and entry.value(n) not in (None, values[n]) for n in shape.numbers)
    return entry if other_number or shape.days(values, entry) is Fit.OTHER else None


def _told_alone(reply: Reply, step: Step, words: str) -> list[list[Understood]]:
    """What the words tell of the step, as if nothing were recorded. What may be of several steps is of this one."""
    context = replace(reply.reading_context(), known=())
    told = []
    for fact in understand(reply.programme, words, context).facts:
        name = f"{step.key}.{fact.name.partition('.')[2]}" if reply.journey.shared_of(fact.name) else fact.name
        if reply.step_of(name) is step and (step.has_entries(name) or name == fact.name):
            told.append(replace(fact, name=name))
    return _groups(reply, told)
