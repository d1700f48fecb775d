"""Feasts and bank holidays: Christmas, Easter 2026, the August bank holiday."""

from __future__ import annotations

from bot.core.language.dates.names import FEAST_WORDS, feast
from bot.core.language.dates.phrase import DatePhrase, Span, day
from bot.core.language.dates.reading import following, month_at, word
from bot.core.language.dates.years import with_year
from bot.core.language.words import Words

_FEASTS_FROM: dict[str, list[tuple[str, ...]]] = {}
for _name in FEAST_WORDS:
    _FEASTS_FROM.setdefault(_name[0], []).append(_name)


def feast_at(words: Words, i: int) -> tuple[int, str] | None:
    """(end, name) of a feast that is named here."""
    for name in _FEASTS_FROM.get(word(words, i), ()):
        if word(words, i) == name[0] and all(following(words, i + k) == w for k, w in enumerate(name[1:], 1)):
            return i + len(name), " ".join(name)
    return None


def feast_span(name: str, year: int) -> Span | None:
    """The day of a feast in a year."""
    value = feast(name, year)
    return day(value) if value else None


def feast_alone(words: Words, i: int) -> DatePhrase | None:
    """Christmas, Easter 2026, "the August bank holiday"."""
    name = feast_at(words, i)
    if not name:
        return None
    return with_year(words, i, name[0], lambda year: feast_span(name[1], year), "feast")


def bank_holiday(words: Words, i: int) -> DatePhrase | None:
    """ "The August bank holiday", "bank holiday Monday in May"."""
    start, month = i, None
    i += word(words, i) == "the"
    if month_at(words, i) and following(words, i + 1) == "bank":
        month, i = month_at(words, i), i + 1
    if word(words, i) != "bank" or following(words, i + 1) != "holiday":
        return None
    end = i + 2 + (following(words, i + 2) in ("monday", "weekend"))
    if month is None and following(words, end) in ("in", "of"):
        month = month_at(words, end + 1)
        end += 2
    name = {5: "early may bank holiday", 8: "august bank holiday", 4: "easter monday"}.get(month or 0)
    if name is None:
        return None
    return with_year(words, start, end, lambda year: feast_span(name, year), "feast")
