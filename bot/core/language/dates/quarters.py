"""Quarters and financial years. A bare "Q2" is open, because one organisation's Q2 is another's Q3."""

from __future__ import annotations

from datetime import date

from bot.core.language.dates.phrase import DatePhrase, Find, Span, fixed, month_span, nothing, yearly
from bot.core.language.dates.reading import following, month_at, word, year_at
from bot.core.language.words import Words
from bot.core.model.reading import QuarterMeaning

_NTH = {
    "q1": 1, "q2": 2, "q3": 3, "q4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
_COUNT = {"1": 1, "2": 2, "3": 3, "4": 4, "one": 1, "two": 2, "three": 3, "four": 4}
_FINANCIAL = frozenset({"financial", "fy", "fiscal"})
_SEEN_AFTER = 7


def quarter(words: Words, i: int, meaning: QuarterMeaning | None) -> DatePhrase | None:
    """Q2, quarter two, the second quarter, "calendar Q2", "Q2 of the financial year 2026/27", "Q2 (July to Sept)"."""
    lead = _calendar_word(word(words, i))
    j = i + 1 if lead else i
    led = _led_by_year(words, i)
    if led:
        return led
    if (word(words, j) == "year" and lead) or (lead and following(words, j) == "year"):
        j += 1
    if following(words, j) == "the" or (j == i and word(words, j) == "the"):
        j += 1
    found = _quarter_number(words, j, j == i)
    if not found:
        return None
    end, number = found
    end, said, year = _what_follows(words, end)
    said = said or lead
    if isinstance(year, tuple):
        said = said or "financial"
    months = _months_beside(words, end)
    if months:
        return _by_months(i, months, year)
    if not said and meaning:
        said = meaning
    if not number or not said:
        return DatePhrase(i, end, "quarter", nothing, why="quarter")
    return DatePhrase(i, end, "quarter", _find(number, said, year))


def _led_by_year(words: Words, i: int) -> DatePhrase | None:
    """ "FY26/27 Q3", "2026/27 Q3"."""
    at = i + (word(words, i) == "fy")
    text = word(words, at)
    stripped = text[2:] if text.startswith("fy") else ""
    found = _financial_year(words, at)
    if found is None and stripped.isdecimal() and at + 1 < len(words) and words[at + 1].gap == "/":
        first, last = 2000 + int(stripped), word(words, at + 1)
        if last.isdecimal() and len(stripped) == 2 and int(last) % 100 == (first + 1) % 100:
            found = at + 2, (first, first + 1)
    number = _quarter_number(words, found[0]) if found else None
    if not found or not number or not number[1]:
        return None
    return DatePhrase(i, number[0], "quarter", _find(number[1], "financial", found[1]))


def _calendar_word(text: str) -> str:
    return "financial" if text in _FINANCIAL else "calendar" if text == "calendar" else ""


def _quarter_number(words: Words, j: int, opening: bool = False) -> tuple[int, int] | None:
    text = word(words, j) if opening else following(words, j)
    if text in ("q1", "q2", "q3", "q4"):
        return j + 1, _NTH[text]
    if text in ("q", "quarter", "qtr") and following(words, j + 1) in _COUNT:
        return j + 2, _COUNT[word(words, j + 1)]
    if text in _NTH and following(words, j + 1) in ("quarter", "qtr"):
        return j + 2, _NTH[text] if text != "last" else 0
    if text in ("this", "next", "previous") and following(words, j + 1) in ("quarter", "qtr"):
        return j + 2, 0
    return None


def _what_follows(words: Words, end: int) -> tuple[int, str, int | tuple[int, int] | None]:
    """Looks past a quarter for "of the financial year 2026/27", "calendar year", "2026"; (end, meaning, year)."""
    said, year = "", None  # type: str, int | tuple[int, int] | None
    at = end
    for _ in range(_SEEN_AFTER):
        stopped = at < len(words) and set(words[at].gap) & set(".!?;\n,") and not _calendar_word(words[at].text)
        text = words[at].text if at < len(words) and not stopped else ""
        if not text:
            break
        if text in ("of", "the", "our", "year", "in", "for", "not"):
            if text == "not":
                break
        elif _calendar_word(text):
            said = _calendar_word(text)
            end = at + 1
        elif _financial_year(words, at):
            end, year = _financial_year(words, at)  # type: ignore[misc]
            at = end - 1
        elif year_at(words, at):
            end, year = year_at(words, at)  # type: ignore[misc]
        elif text.startswith("fy") and text[2:].isdecimal():
            said, end = "financial", at + 1
        else:
            break
        if text == "year" and said:
            end = at + 1
        at += 1
    return end, said, year


def _financial_year(words: Words, i: int) -> tuple[int, tuple[int, int]] | None:
    """(end, (2026, 2027)) for 2026/27, 26/27, 2026-27, 2026/2027."""
    text = word(words, i)
    end = i + 1
    if (
        text.isdecimal()
        and i + 1 < len(words)
        and words[i + 1].gap in ("-", "/", "–")
        and words[i + 1].text.isdecimal()
    ):
        text, end = f"{text}/{words[i + 1].text}", i + 2
    a, mark, b = text.partition("/")
    if not (mark and a.isdecimal() and b.isdecimal() and len(a) in (2, 4) and len(b) in (2, 4)):
        return None
    first = int(a) if len(a) == 4 else 2000 + int(a)
    last = int(b) if len(b) == 4 else 2000 + int(b)
    return (end, (first, last)) if last == first + 1 and 2010 <= first <= 2090 else None


def _months_beside(words: Words, end: int) -> tuple[int, int, int] | None:
    """(end, first month, last month) of months that stand beside a quarter and settle it."""
    at = end
    if at >= len(words) or set(words[at].gap) & set(".!?;\n"):
        return None
    for skipped in ("so", "that", "is", "ie", "i", "e", "from", "meaning"):
        at += word(words, at) == skipped
    first = month_at(words, at)
    if not first:
        return None
    link = at + 1
    link += word(words, link) in ("to", "until", "and", "through")
    last = month_at(words, link)
    if not last:
        return None
    third = month_at(words, link + 1) if (last - first) % 12 == 1 else None
    return (link + 2, first, third) if third else (link + 1, first, last)


def _by_months(start: int, months: tuple[int, int, int], year: int | tuple[int, int] | None) -> DatePhrase:
    end, first, last = months

    def build(at: int) -> Span | None:
        a, b = month_span(at, first), month_span(at + (last < first), last)
        return (a[0], b[1]) if a and b else None

    if isinstance(year, tuple):
        year = year[0] + (first < 4)
    span = build(year) if year else None
    return DatePhrase(start, end, "quarter", fixed(*span) if span else yearly(build))


def _find(number: int, said: str, year: int | tuple[int, int] | None) -> Find:
    def build(at: int) -> Span | None:
        month = (number - 1) * 3 + (4 if said == "financial" else 1)
        start_year = at + (month > 12)
        month = (month - 1) % 12 + 1
        a, b = month_span(start_year, month), month_span(start_year, month + 2)
        return (a[0], b[1]) if a and b else None

    if year is None:
        return yearly(build)
    span = build(year[0] if isinstance(year, tuple) else year)
    return fixed(*span) if span else nothing


def financial_year_alone(words: Words, i: int) -> DatePhrase | None:
    """ "In 2026/27": 1 April to 31 March."""
    found = _financial_year(words, i)
    if not found or word(words, i - 1) not in ("in", "during", "fy", "year", "of", "for"):
        return None
    end, (first, last) = found
    return DatePhrase(i, end, "year", fixed(date(first, 4, 1), date(last, 3, 31)))
