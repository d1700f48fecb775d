"""Takes away marks that the words around them make idle, before a message is cut into clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.language.bags import bag
from bot.core.language.dates import DatePhrase
from bot.core.language.lexicon import Lexicon
from bot.core.language.marks import Mark
from bot.core.language.words import Word
from bot.core.understanding.idle import standing

_KEPT_IN_DATES = bag(
    """
    intent topic step body english foreign frequency to_do not_until
    """
)
_GRAMMAR = bag(
    """
    plan hope negation running start condition return decide move hedge
    """
)
_FURTHEST = 6


def without_idle(
    words: Sequence[Word], marks: Sequence[Mark], dates: Sequence[DatePhrase], lexicon: Lexicon
) -> list[Mark]:
    """The marks that still stand."""
    inside = {p: d for d in dates if d.role != "since" for p in range(d.start, d.end)}
    kept = [m for m in marks if m.kind in _KEPT_IN_DATES or not _inside_date(m, inside)]
    kept = standing(words, kept, lexicon)
    corrected = {p for m in kept if m.kind == "self_correct" for p in range(m.start, m.end)}
    kept = [m for m in kept if m.kind != "negation" or m.start not in corrected]  # "no wait" denies nothing
    kept = [_no_but(words, m, dates) for m in kept]
    kept = [part for m in kept for part in _not_so_far(words, m)]
    return _without_titles(words, kept, lexicon)


def _inside_date(mark: Mark, inside: Mapping[int, DatePhrase]) -> bool:
    """ "May" in "in May" is no "perhaps", and "through to" in "March through to May" no end."""
    found = inside.get(mark.start)
    return found is not None and mark.end <= found.end


def _no_but(words: Sequence[Word], mark: Mark, dates: Sequence[DatePhrase]) -> Mark:
    """ "They were in June. No, July": the "no" takes back the date before it, and denies nothing."""
    if mark.kind != "negation" or words[mark.start].text != "no" or mark.end - mark.start > 1:
        return mark
    before = any(d.end <= mark.start for d in dates)
    after = any(mark.end <= d.start <= mark.end + 1 and not d.why for d in dates)
    return Mark(mark.start, mark.end, "self_correct", "") if before and after else mark


def _not_so_far(words: Sequence[Word], mark: Mark) -> list[Mark]:
    """ "Hasn't approved it", "not agreed yet": no refusal, only nothing so far."""
    if mark.kind != "outcome" or mark.value != "not_agreed" or words[mark.start].text != "not":
        return [mark]
    before = words[mark.start - 1].text if mark.start else ""
    after = [w.text for w in words[mark.start : mark.end + 3]]
    if before not in ("has", "have") and "yet" not in after:
        return [mark]
    return [
        Mark(mark.start, mark.start + 1, "negation", "plain"),
        Mark(mark.start + 1, mark.end, "decide", ""),
    ]


def _without_titles(words: Sequence[Word], marks: list[Mark], lexicon: Lexicon) -> list[Mark]:
    """ "How residents will oversee us" names a page; its "will" and its "residents" tell nothing."""
    shown = [m for m in marks if m.kind == "step" and lexicon.shape_of.get(m.value) in ("oversight", "publication")]
    idle: set[int] = set()
    for mark in shown:
        for place in range(max(mark.start - _FURTHEST, 0), mark.start):
            if words[place].text == "how" and not any(words[p].gap.strip() for p in range(place + 1, mark.start)):
                idle.update(range(place, mark.start))
    if not idle:
        return marks
    return [
        m for m in marks if not (m.start in idle and (m.kind in _GRAMMAR or m.kind in ("step", "mechanism", "body")))
    ]
