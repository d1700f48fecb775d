"""Small helpers to look at words from a place on: numbers, month names and their false friends."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.language.dates.names import MONTHS, ORDINALS, PEOPLE, TENS, UNITS
from bot.core.language.words import Word

_STOPS = frozenset(".!?;\n(")
_MODAL_BEFORE = bag(
    """
    i we they it he she you that this which who board committee exec and there what tenants
    residents staff
    """
)
_VERB_AFTER = bag(
    """
    be have not well go need want get take do come still also even as or
    """
)
_DATE_BEFORE = bag(
    """
    in of since until by early mid late last next this during from to before after end over
    throughout through around about on for and between or until was is following th our the
    """
)


def word(words: Sequence[Word], i: int) -> str:
    """The word at i, or nothing outside the message."""
    return words[i].text if 0 <= i < len(words) else ""


def following(words: Sequence[Word], i: int) -> str:
    """The word at i, when no sentence ends before it."""
    if not 0 <= i < len(words) or any(char in _STOPS for char in words[i].gap):
        return ""
    return words[i].text


def small_number(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    """(end, number) for a count in digits or words up to 99 ("three", "twenty one", "14")."""
    text = word(words, i)
    if text.isdecimal() and len(text) <= 3:
        return i + 1, int(text)
    if text in UNITS:
        return i + 1, UNITS[text]
    if text in TENS:
        unit = UNITS.get(following(words, i + 1), 0)
        return (i + 2, TENS[text] + unit) if 0 < unit < 10 else (i + 1, TENS[text])
    if text in ("a", "an"):
        return i + 1, 1
    return None


def day_number(words: Sequence[Word], i: int) -> tuple[int, int, bool] | None:
    """(end, day, written as an ordinal): "3", "3rd", "third", "twenty first"."""
    text = word(words, i)
    if text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31:
        ordinal = following(words, i + 1) in ("st", "nd", "rd", "th")
        return i + 1 + ordinal, int(text), ordinal
    if text[:-2].isdecimal() and text[-2:] in ("st", "nd", "rd", "th") and 1 <= int(text[:-2]) <= 31:
        return i + 1, int(text[:-2]), True
    if text in ORDINALS:
        return i + 1, ORDINALS[text], True
    if text in ("twenty", "thirty"):
        after = following(words, i + 1)
        if 0 < ORDINALS.get(after, 0) < 10 and TENS[text] + ORDINALS[after] <= 31:
            return i + 2, TENS[text] + ORDINALS[after], True
        if 0 < UNITS.get(after, 0) < 10 and TENS[text] + UNITS[after] <= 31:
            return i + 2, TENS[text] + UNITS[after], False
    if text in UNITS and UNITS[text] > 0 and text != "one":  # "the most recent one June" is no day
        return i + 1, UNITS[text], False
    return None


_ASKING_SOMEBODY = bag("ask asked asking tell told telling email emailed thank thanks chase chased nudge remind")
_MODALS = bag("can could will would should might")
_SOMEBODY_CAN = bag("do take lead handle cover run look pick sort help own send write draft")
_SOMEBODY_DOES = bag(
    "said says thinks thought wants reckons told asked leads handles does runs took takes agreed from"
)
_SOMEBODY_IS = bag("is was has")
_SOMEBODY_DOING = bag(
    """
    doing leading handling running taking looking sorting covering picking heading dealing writing drafting chairing
    off away our leaving agreed offered volunteered said asked taken got done sent picked responsible
    """
)


def month_at(words: Sequence[Word], i: int, beside_day: bool = False) -> int | None:
    """The month named at i. "May" and "march" are months only where their neighbours say so."""
    text = word(words, i)
    month = MONTHS.get(text)
    if month is None:
        return None
    before, after = word(words, i - 1) if i and not _stopped(words, i) else "", following(words, i + 1)
    if beside_day:
        return month
    if text in PEOPLE and _is_somebody(words, i, before, after):
        return None
    if text == "may" and not _may_is_a_month(words, i, before, after):
        return None
    if text == "march":
        if after == "on" and not following(words, i + 2)[:1].isdecimal() and following(words, i + 2) != "the":
            return None  # "march on regardless"
        marching = before in ("the", "a", "to", "long") and after in ("of", "on", "to", "")
        if (marching and before not in _DATE_BEFORE) or (after == "of" and before in ("the", "a")):
            return None
    return month


def _is_somebody(words: Sequence[Word], i: int, before: str, after: str) -> bool:
    """ "Jan is doing the residents", "June from comms", "can April pick it up", "ask May about it"."""
    later = following(words, i + 2)
    if before in _DATE_BEFORE or {after, later} & MONTHS.keys() or after.isdecimal() or later.isdecimal():
        return False
    if before in _ASKING_SOMEBODY or after in _SOMEBODY_DOES:
        return True
    if before in _MODALS or after in _MODALS:
        return (after if before in _MODALS else later) in _SOMEBODY_CAN
    return after in _SOMEBODY_IS and later in _SOMEBODY_DOING


def _may_is_a_month(words: Sequence[Word], i: int, before: str, after: str) -> bool:
    """ "They may": no; "in May", "March and May", "9 May": yes."""
    if before == "and" and word(words, i - 2) in MONTHS:
        return True
    if before in _MODAL_BEFORE:
        return after.isdecimal() and len(after) == 4
    return after not in _VERB_AFTER or before in _DATE_BEFORE


def _stopped(words: Sequence[Word], i: int) -> bool:
    return any(char in _STOPS for char in words[i].gap)


def year_at(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    """(end, year): "2026", or "26" with its apostrophe or at the end of a clause."""
    if not 0 <= i < len(words) or any(char in _STOPS for char in words[i].gap):
        return None
    text = words[i].text
    if text.isdecimal() and len(text) == 4 and 1990 <= int(text) <= 2099:
        return i + 1, int(text)
    if text.isdecimal() and len(text) == 2 and 15 <= int(text) <= 45 and "," not in words[i].gap:
        last = i + 1 >= len(words) or bool(words[i + 1].gap.strip("-"))
        if last:
            return i + 1, 2000 + int(text)
    return None
