"""Finds the date phrases of a message, with the word in front ("since", "until", "before")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.core.language.bags import bag
from bot.core.language.dates.phrase import DatePhrase
from bot.core.language.dates.ranges import stretch
from bot.core.language.dates.reading import day_number, word
from bot.core.language.dates.singles import LEADING, REACH, single, speaks_of_time
from bot.core.language.words import Words
from bot.core.model.reading import QuarterMeaning

_ROLES = {
    "since": "since", "until": "until", "by": "by", "before": "before", "after": "after", "from": "after",
    "following": "after",
}  # fmt: skip
_LEADS = bag(
    """
    in on at during over throughout for of dated around about approximately approx roughly circa
    """
)
_ROUGH = frozenset(["around", "about", "approximately", "roughly", "circa"])
_STOPS = frozenset(".!?;\n")


def find_dates(words: Words, meaning: QuarterMeaning | None = None) -> list[DatePhrase]:
    """All date phrases, in order, none overlapping."""
    found: list[DatePhrase] = []
    datey = [speaks_of_time(w.text) for w in words]
    i = 0
    while i < len(words):
        # A date begins with one of its words, or with "the", "in" and the like a little before one.
        likely = datey[i] or (words[i].text in LEADING and any(datey[i + 1 : i + 1 + REACH]))
        phrase = _at(words, i, meaning) if likely else None
        if phrase is None:
            i += 1
            continue
        found.append(_with_lead(words, phrase, found[-1].end if found else 0))
        i = phrase.end
    return found


_BROAD = ("season", "month", "quarter", "year")


def without_broader(dates: Sequence[DatePhrase], words: Words, today: date) -> list[DatePhrase]:
    """ "Autumn issue, so October": of two dates in one sentence, of which one lies in the other, the narrower."""
    return [
        d for at, d in enumerate(dates)
        if d.kind not in _BROAD or not any(_narrows(after, d, words, today) for after in dates[at + 1 : at + 3])
    ]  # fmt: skip


def _narrows(narrow: DatePhrase, broad: DatePhrase, words: Words, today: date) -> bool:
    if narrow is broad or narrow.why or broad.why or narrow.start < broad.end:
        return False
    if any(_STOPS & set(words[p].gap) for p in range(broad.end, narrow.start + 1)):
        return False
    inner, outer = narrow.find(today, "past"), broad.find(today, "past")
    return bool(inner and outer and inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1])


def _at(words: Words, i: int, meaning: QuarterMeaning | None) -> DatePhrase | None:
    if words[i].kind in ("url", "mention"):
        return None
    alone = single(words, i, meaning)
    return stretch(words, i, meaning, alone) or alone


def _with_lead(words: Words, phrase: DatePhrase, bound: int) -> DatePhrase:
    """Takes in the words in front that say how the date is meant."""
    start, role, rough = phrase.start, "", phrase.rough
    for _ in range(3):
        before = word(words, start - 1) if start > bound else ""
        if words[start].gap and set(words[start].gap) & set(".!?;\n,"):
            break
        if before in _ROLES and not role and phrase.kind != "range":
            role, start = _ROLES[before], start - 1
        elif before in _LEADS or before == "the":
            rough = rough or before in _ROUGH or (before == "over" and phrase.kind == "feast")
            start -= 1
        else:
            break
    if word(words, phrase.end) in ("onwards", "onward"):
        role = "after"
    if phrase.kind == "day_of_month" and word(words, phrase.end) == "and":
        following = day_number(words, phrase.end + 1) if phrase.end + 1 < len(words) else None
        rough = rough or bool(following and following[2])  # "the 19th and 20th": two days
    if word(words, phrase.end) == "ish" or (
        word(words, phrase.end) == "or" and word(words, phrase.end + 1) in ("so", "thereabouts")
    ):
        rough = True
    return replace(phrase, start=start, role=role, rough=rough)
