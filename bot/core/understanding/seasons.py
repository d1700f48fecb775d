"""Months and seasons that name a rhythm: "each April and October", "in March, June, September and December"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.language.dates.names import MONTHS
from bot.core.language.marks import Mark
from bot.core.language.words import Word

_SEASONS = bag(
    """
    spring summer autumn winter
    """
)
_EARLY = bag(
    """
    early mid late the end start beginning of middle in each every
    """
)
_RHYTHMS = {2: "six_monthly", 4: "quarterly", 12: "monthly"}
_SURE_WORDS = frozenset({"each", "every"})


def rhythm_marks(words: Sequence[Word], asked: bool) -> list[Mark]:
    """Frequencies told by the months or seasons. Without "each" only in reply to the question how often."""
    found: list[Mark] = []
    place = 0
    while place < len(words):
        if not _named(words, place):
            place += 1
            continue
        end, names = _run(words, place)
        before = {w.text for w in words[max(place - 4, 0) : place]}
        inside = {w.text for w in words[place:end]}
        after = [w.text for w in words[end : end + 2]]
        regular = bool((before | inside) & _SURE_WORDS) or after in (["each", "year"], ["every", "year"])
        others = any(w.text[0].isdecimal() for w in (*words[max(place - 1, 0) : place], *words[place : end + 1]))
        if len(names) > 1 and not others and (regular or asked):
            start = place
            while start > 0 and words[start - 1].text in (_EARLY | _SURE_WORDS | {"once", "one"}):
                start -= 1
            end += 2 * (after in (["each", "year"], ["every", "year"]))
            found.append(Mark(start, end, "frequency", _RHYTHMS.get(len(names), "other")))
        place = max(end, place + 1)
    return found


def with_rhythms(marks: Sequence[Mark], rhythms: Sequence[Mark]) -> list[Mark]:
    """The marks, less the frequencies that a longer rhythm takes in."""
    taken = {place for r in rhythms for place in range(r.start, r.end)}
    return [*(m for m in marks if m.kind != "frequency" or m.start not in taken), *rhythms]


def _named(words: Sequence[Word], place: int) -> bool:
    text = words[place].text
    return text in _SEASONS or (text in MONTHS and text not in ("mar", "march", "may")) or (
        text in MONTHS and place > 0 and words[place - 1].text in (_EARLY | {"and"})
    )  # fmt: skip


def _run(words: Sequence[Word], place: int) -> tuple[int, set[str]]:
    """Where a list of months or seasons ends, and the names in it."""
    names, end = {_name(words[place].text)}, place + 1
    while end < len(words):
        at = end
        if words[at].gap.strip() not in ("", ",", "/", "&", "-"):
            break
        joined = bool(words[at].gap.strip())
        while at < len(words) and words[at].text in (_EARLY | {"and", "then", "again"}) and at < end + 5:
            joined = joined or words[at].text in ("and", "then")
            at += 1
        if not joined or at >= len(words) or _name(words[at].text) == "":
            break
        names.add(_name(words[at].text))
        end = at + 1
    return end, names


def _name(text: str) -> str:
    if text in _SEASONS:
        return text
    return str(MONTHS[text]) if text in MONTHS else ""
