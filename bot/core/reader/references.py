"""Minute references ("26/041(c)", "BD/26/14", "min 9.4"), and numbers of rooms, items and pages, which count
nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.language.dates.names import MONTHS, WEEKDAYS
from bot.core.reader.model import Context, Span, Token

_REFERENCE = re.compile(r"(?=[A-Za-z./-]*\d)[A-Za-z0-9]{1,6}(?:[./-][A-Za-z0-9]{1,6}){0,4}(?:\([A-Za-z0-9]{1,4}\))*")
_CODE = re.compile(r"[A-Z]{1,5}[./-]?\d{1,4}(?:[./-][A-Za-z0-9]{1,5}){0,3}|\d{1,4}/\d{1,4}(?:[./]\d{1,4})?[a-z]?")
"""What is a reference wherever it stands: "BD/26/14", "26/041"."""
_ENDING = re.compile(r"(?:\([A-Za-z0-9]{1,4}\))+")
_PLACES = frozenset(
    [
        "room",
        "item",
        "page",
        "floor",
        "agenda",
        "appendix",
        "version",
        "v",
        "para",
        "paragraph",
        "section",
        "block",
        "bay",
        "unit",
        "door",
        "phase",
        "extension",
        "ext",
        "stage",
        "row",
        "slide",
        "line",
        "ticket",
    ]
)
_BETWEEN = frozenset(
    ["is", "was", "number", "no", "ref", "refs", "of", "reference", "references", "its", "it", "are"]
)
_NOT_AFTER = frozenset({"minutes", "mins", "people"}) | MONTHS.keys()
_SHORT_REPLY = 6


def references_in(tokens: Sequence[Token], text: str, context: Context, found: Sequence[Span]) -> list[Span]:
    """All references of a message, and the numbers of places."""
    out: list[Span] = []
    for span in found:
        if span.kind == "minute_word":
            out += _behind(tokens, text, span.end)
    out = list({s.start: s for s in out}.values())
    for i, token in enumerate(tokens):
        if any(s.start <= i < s.end for s in out):
            continue
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if _numbers_an_item(tokens, i):
            out.append(Span(i, i + 1, "place_number", "item"))
        elif token.text in _PLACES and following and not following.gap.strip() and following.text[:1].isdecimal():
            out.append(Span(i, i + 2, "place_number"))
        elif out and _beside_reference(tokens, i, out):
            out.append(Span(i, i + 1, "reference", token.text))
        elif _starts_code(tokens, i) and (span_ := _coded(tokens, text, i)) is not None:
            out.append(span_)
    if context.asked_field == "minute_ref" and not any(s.kind == "reference" for s in out):
        out += _alone(tokens, text)
    return out


def _beside_reference(tokens: Sequence[Token], i: int, found: Sequence[Span]) -> bool:
    """ "Reference 26/19 is the board's; the committee's should read 26/08": figures like those of the reference, and
    no day."""
    form = _FIGURES.fullmatch(tokens[i].text)
    before = tokens[i - 1].text if i else ""
    years = {s.value.partition("/")[0] for s in found if s.kind == "reference" and _FIGURES.fullmatch(s.value)}
    return form is not None and form["year"] in years and before not in _BEFORE_A_DAY


_FIGURES = re.compile(r"(?P<year>\d{2})/\d{2,3}")
_BEFORE_A_DAY = frozenset({"on", "dated", "from", "until", "till", "by", "of"})


def _numbers_an_item(tokens: Sequence[Token], i: int) -> bool:
    """ "7. Charter: …", "2) Rents", "6.4 Scooters": a number that begins a line or a sentence of minutes."""
    if i + 1 >= len(tokens) or not _ITEM.fullmatch(tokens[i].text):
        return False
    line = "\n" in tokens[i].gap or i == 0
    after = tokens[i + 1]
    if after.text in MONTHS and not after.gap.strip():
        return False  # A day at the head of a line.
    marked = after.gap.strip() in (".", ")", "):", ".)", ":", "-", "–") and after.capital
    return (marked and (line or "." in tokens[i].gap)) or (line and i > 0 and after.capital and not after.gap.strip())


_ITEM = re.compile(r"\d{1,2}(?:\.\d{1,2})?")


def _behind(tokens: Sequence[Token], text: str, at: int) -> list[Span]:
    """What stands behind "minute": "minute 14", "minutes 27/08, 27/21 and 27/40"."""
    start = at
    while at < len(tokens) and at < start + 3 and tokens[at].text in _BETWEEN:
        at += 1
    out: list[Span] = []
    while at < len(tokens):
        span = _at(tokens, text, at)
        after = tokens[span.end].text if span is not None and span.end < len(tokens) else ""
        if (
            span is None
            or (after in _NOT_AFTER and not tokens[span.end].gap.strip())
            or (out and "/" not in span.value)
        ):
            break
        out.append(span)
        at = span.end + (after == "and")
    return out


def _at(tokens: Sequence[Token], text: str, i: int) -> Span | None:
    match = _REFERENCE.match(text, tokens[i].start)
    if match is None or tokens[i].kind not in ("number", "word") or not any(c.isdecimal() for c in match.group()):
        return None
    return _span(tokens, i, match.group().rstrip("./-"), match.start())


def _span(tokens: Sequence[Token], i: int, value: str, start: int) -> Span:
    end = i + 1
    while end < len(tokens) and tokens[end].start < start + len(value):
        end += 1
    return Span(i, end, "reference", value)


def _starts_code(tokens: Sequence[Token], i: int) -> bool:
    raw = tokens[i].raw
    return "/" in raw or (raw.isupper() and len(raw) <= 5) or (raw[:1].isupper() and any(c.isdecimal() for c in raw))


def _coded(tokens: Sequence[Token], text: str, i: int) -> Span | None:
    match = _CODE.match(text, tokens[i].start)
    if match is None or (match.end() < len(text) and text[match.end()].isalnum()):
        return None
    value = match.group()
    if value[0].isdecimal() and (_date_like(value) or _part_of(value) or _year(value)):
        return None
    if value[0].isalpha() and not any(mark in value for mark in "/.-"):
        return None
    ending = _ENDING.match(text, match.end())
    return _span(tokens, i, value + (ending.group() if ending else ""), match.start())


def _date_like(value: str) -> bool:
    parts = re.split(r"[/.]", value)
    if not all(p.isdecimal() for p in parts):
        return False
    return len(parts) <= 3 and int(parts[0]) <= 31 and int(parts[1]) <= 12 and len(parts[1]) <= 2


def _part_of(value: str) -> bool:
    """ "60/80": a part of a whole."""
    part, _, whole = value.partition("/")
    return part.isdecimal() and whole.isdecimal() and int(part) <= int(whole) and len(whole) >= 2 and whole[0] != "0"


def _year(value: str) -> bool:
    """ "2026/27": a financial year."""
    first, _, second = value.partition("/")
    return len(first) == 4 and second[:2].isdecimal() and (int(first) + 1) % 100 == int(second[:2])


def _alone(tokens: Sequence[Token], text: str) -> list[Span]:
    """In reply to the question for it, a short message with a number is the reference."""
    found = [s for i in range(len(tokens)) if (s := _at(tokens, text, i)) is not None]
    firsts = [s for n, s in enumerate(found) if n == 0 or s.start >= found[n - 1].end]
    timely = any(t.text in MONTHS or t.text in WEEKDAYS for t in tokens[:_SHORT_REPLY])
    if not firsts or timely or (len(tokens) > _SHORT_REPLY and firsts[0].start > 2):
        return []
    if len(firsts) > 1 and len(tokens) <= _SHORT_REPLY and not any(c in firsts[0].value for c in "./-"):
        return []
    value = firsts[0].value
    return [] if value[-2:].lower() in ("th", "st", "nd", "rd") else [firsts[0]]
