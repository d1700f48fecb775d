"""The reference of the minute that records a decision."""

from __future__ import annotations

import re

from bot.core.understanding.facts.said import Scene

_REFERENCE = re.compile(
    r"\b(?:minutes?|mins?|min|ref(?:erence)?|para(?:graph)?)\b[.:]?"
    r"(?: (?:ref(?:erence)?|number|num|no|para|item|is|was|of|it's|for|the|our|board|charter|this|should|reads?|be))*"
    r"[.:#]? ?"
    r"([A-Za-z]{0,12}[\w/.-]{0,20}\d[\w/.()-]{0,20})",
    re.IGNORECASE,
)
_MONTH_NEXT = re.compile(
    r"(?:st|nd|rd|th)? ?(?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)
_CODE = re.compile(r"[A-Za-z]{0,10}[/.-]?\d[\w/.()-]{0,30}(?: ?\([a-z\d]{1,3}\))?")
_SHORT = 8
"""Words of a reply in which a bare number is the reference that was asked for."""
_DATELIKE = re.compile(r"^\d{1,2}(?:st|nd|rd|th)$|^\d{4}$|^\d{1,2}[:.]?\d{0,2}(?:am|pm)$")


_NAMED = re.compile(
    r"\bminutes? (?:ref|no\b|number|num\b)|\b(?:it'?s|it is|is|was|under|see) (?:minute|min) \d|\bminute is \d",
    re.IGNORECASE,
)


def names_reference(text: str) -> bool:
    """Whether the words name a minute's reference outright."""
    return _NAMED.search(text) is not None


def minute_ref(scene: Scene, step: str, about: bool) -> str | None:
    """The reference without the words around it; an agenda item's number is none."""
    asked = scene.context.asked == f"{step}.minute_ref"
    match = _REFERENCE.search(scene.text)
    if match and _MONTH_NEXT.match(scene.text, match.end()):
        match = None
    if match and (about or asked) and not _DATELIKE.match(match.group(1)) and not _minutes_of_time(scene.text, match):
        return _trimmed(match.group(1))
    if asked and not re.search(r"\b(?:agenda|item)\b", scene.text, re.IGNORECASE):
        codes = [m.group() for m in _CODE.finditer(scene.text)]
        if len(scene.words) > _SHORT:  # "… the rent consultation got 1400 but that's a different thing"
            codes = [code for code in codes if not code.isdecimal() and not _DATELIKE.match(code)]
        if codes:
            return _trimmed(max(codes, key=len))
    return None


def _trimmed(code: str) -> str:
    code = code.rstrip(".,;:")
    return code[:-1] if code.endswith(")") and "(" not in code else code


def _minutes_of_time(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()].rstrip()
    return before[-1:].isdigit() and "min" in match.group().lower()[:3]
