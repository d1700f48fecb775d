"""Private details never become facts, nor do the numbers and dates inside them."""

from __future__ import annotations

import re

_TITLE = (
    r"\b(?:mr|mrs|ms(?! (?:forms|teams|form|office|word|excel))|"
    r"miss(?! (?:the|a|an|any|our|your|my|it|this|that|these|those|them|out)\b)|mx|dr)\.? [a-z][a-z'-]{1,30}"
    r"(?: [A-Z][a-z'-]{1,30})?"
)
_PLACE = (
    r"\b(?:flat|apartment|apt|unit|house|room|(?<=at )no\.?|(?<=, )no\.?|number|plot) ?\d{1,4}[a-z]?\b"
    r"(?: [A-Za-z]{2,20} (?:house|court|street|road|lane|close|avenue|way|drive|tower|point))?"
)
_STREET = (
    r"\b\d{1,4}[a-z]? [A-Za-z'-]{2,20}(?: [A-Za-z'-]{2,20})? (?:street|st|road|rd|avenue|ave|lane|close|drive|"
    r"court|gardens|terrace|crescent|place|grove|square|walk|mews|hill)\b"
)
_BORN = r"\b(?:born|dob|d\.o\.b\.?|date of birth|birthday)\b(?: (?:is|was|on|in|of|the)| ?:)*[ ]?[^,.;!?\n)]{0,24}"
_AGE = (
    r"\b(?:aged? \d{1,3}|\d{1,3}[ -]?(?:years?[ -]old|yrs?[ -]old|yo|year[ -]old)|"
    r"(?:he|she|who)(?:'s| is) \d{2}(?= |,|$))\b"
)
_PHONE = r"(?<![\w/.-])(?:\+44[ \d]{9,14}|0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4})(?![\w/-])"
_POSTCODE = r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
_EMAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
_NUMBERS = (
    r"\b(?:rent account|tenancy|ni|nhs|account|case|uprn)(?: (?:number|no|ref|reference))?\.?:? ?"
    r"[A-Za-z]{0,3}\d[\d /-]{2,20}"
)

_ABSENCE = re.compile(
    r"\b(?:i'?m|i am|i'?ll be|i will be) (?:back|away|off|on leave|out of (?:the )?office)\b[^,.;!?\n)]{0,40}"
    r"|\bwho left (?:in|on|at|last) [^,.;!?\n)]{0,24}",
    re.IGNORECASE,
)

_OTHERS_ABSENCE = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[A-Z][a-z]{1,20})(?:'s| is) (?:off|away|on leave|on holiday|out of (?:the )?office)\b"
    r"[^,.;!?\n)]{0,40}"
)

_PRIVATE = re.compile("|".join((_PLACE, _STREET, _BORN, _AGE, _PHONE, _NUMBERS)), re.IGNORECASE)
_PRIVATE_EXACT = re.compile("|".join((_POSTCODE, _EMAIL)))
_PERSON = re.compile(_TITLE, re.IGNORECASE)


_REMINDERS = re.compile(
    r"\b(?:remind|nudge|chase|ping|wake|ask me|try me|snooze|leave it|hold off|pause)", re.IGNORECASE
)


def absences(text: str) -> list[tuple[int, int]]:
    """Stretches on when somebody is away or left: "I'll be back after Christmas". Their days are of nothing else, but
    of reminders."""
    if _REMINDERS.search(text):
        return []
    return sorted(m.span() for pattern in (_ABSENCE, _OTHERS_ABSENCE) for m in pattern.finditer(text))


def private_places(text: str) -> list[tuple[int, int]]:
    """Stretches of the text that hold somebody's private details."""
    patterns = (_PRIVATE, _PRIVATE_EXACT, _PERSON)
    return sorted(_with_brackets(m.span(), text) for pattern in patterns for m in pattern.finditer(text))


_BRACKETS = re.compile(r" ?\([^()]{0,60}\)|, (?:aged )?\d{2,3}(?=,)")


def _with_brackets(span: tuple[int, int], text: str) -> tuple[int, int]:
    """What stands in brackets right behind a name or an address says more of the same: "(81 and sharp as a tack)"."""
    behind = _BRACKETS.match(text, span[1])
    return (span[0], behind.end()) if behind else span
