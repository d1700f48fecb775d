"""Whether a clause tells what happened or what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.core.language.bags import bag
from bot.core.reader.model import Span, Token, VerbGroup

Telling = Literal["past", "plan", "none"]


def tense_of(tokens: Sequence[Token], groups: Sequence[VerbGroup], spans: Sequence[Span], kinds: set[str]) -> Telling:
    """Past, plan or none: what happened, what is to come, or nothing said of when."""
    planned = {p for s in spans if s.kind in ("plan", "aside") for p in range(s.start, s.end)}
    groups = [g for g in groups if g.head not in planned and not (g.infinitive and g.lemma in _TELLING)]
    groups = [g for g in groups if not _by_the_way(tokens, g)]
    future = any(g.tense == "future" and g.modality == "plan" for g in groups)
    first = groups[0] if groups else None
    if first is not None and first.bare and first.tense == "none" and not first.infinitive:
        doing = tokens[first.head].text.endswith("ing") and "date" in kinds
        future = future or first.lemma in _GOING or doing
    future = future or ("date" in kinds and "running" not in kinds and any(goes(tokens, g) for g in groups))
    told = [g for g in groups if g.told and g.lemma not in ("plan", "book", "schedule", "arrange", "pencil", "slot")]
    if {"return", "date"} <= kinds and not told and spans[0].start:
        return "plan"  # "back on 30 September"
    if "plan" in kinds and not any(g.told and not g.bare and g.lemma not in _PLANNING for g in groups):
        return "plan"
    if future and not [g for g in told if not g.bare]:
        return "plan"
    if told:
        return "past"
    return "plan" if future or "plan" in kinds else "none"


def _by_the_way(tokens: Sequence[Token], group: VerbGroup) -> bool:
    """ "Like I said", "as I told you": when it was told says nothing of when the thing is."""
    before = [t.text for t in tokens[max(group.head - 2, 0) : group.head]]
    return group.lemma in _TELLING and before in (["like", "i"], ["as", "i"])


def goes(tokens: Sequence[Token], group: VerbGroup) -> bool:
    """ "It goes on 16 September", "it's back on 9 June", "coming back on the 27th"."""
    back = group.lemma == "be" and tokens[group.head + 1 : group.head + 2] and tokens[group.head + 1].text == "back"
    return (
        group.tense == "present"
        and not group.denied
        and (bool(back) or group.lemma in _GOES)
        and group.aspect != "perfect"
    )


_GOES = frozenset({"go", "return", "come", "sit", "reconvene", "resume"})


_TELLING = bag("record report add say tell confirm check follow mention note let update respond reply")


_GOING = frozenset({"go", "return"})


_PLANNING = bag(
    """
    plan book schedule arrange pencil slot set list tee line slate earmark be have get fix diarise put
    reschedule confirm decide organise go timetable
    """
)
