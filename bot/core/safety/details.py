"""Whether words hold somebody's private details: a resident's name, address, telephone number, health. Pure.

The reader's own places of private details (`understanding.private`) are where this begins. Here is what makes them
innocent: a chair has a title, a hall has an address, a group has an age. And what they do not know: names, health.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.language.private import private_places

_ONE = (
    r"(?:resident|tenant|leaseholder|customer|neighbour|lady|gentleman|man|woman|girl|boy|mum|mother|dad|father|son|"
    r"daughter|husband|wife|partner|someone|somebody|he|she|who|his|her|him)"
)
_ILL = (
    r"(?:dementia|alzheimer'?s?|cancer|asthma|depress(?:ed|ion)|anxiety|autis(?:m|tic)|adhd|epilep(?:sy|tic)|"
    r"diabet(?:es|ic)|copd|hiv|pregnant|schizophreni[ac]|bipolar|ptsd|alcoholic|drug addict|suicidal|"
    r"in hospital|mental health|terminally ill|heart attack|a stroke|wheelchair user|"
    r"(?:is|was) (?:blind|deaf|disabled))"
)
_HEALTH = (
    re.compile(rf"\b{_ONE}\b[^.!?\n]{{0,40}}\b{_ILL}\b", re.IGNORECASE),
    re.compile(rf"\b{_ONE}\b[^.!?\n]{{0,20}}\b(?:with|has) MS\b"),
    re.compile(rf"\b(?:mr|mrs|miss|dr)\b[^.!?\n]{{0,60}}\b{_ILL}\b", re.IGNORECASE),
)
_NAME = r"([A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)+)"
_RESIDENT = r"(?:[Rr]esident|[Tt]enant|[Ll]easeholder|[Cc]ustomer|[Nn]eighbour|[Ll]ady|[Gg]entleman|[Mm]an|[Ww]oman)"
_NAMED = (
    re.compile(rf"\b{_RESIDENT},? (?:called |named )?{_NAME}"),
    re.compile(rf"\b{_NAME},? (?:a|our|the|one of our) (?:\w+ )?(?:tenant|resident|leaseholder|customer)s?\b"),
    re.compile(rf"\b{_NAME},? (?:in|from|at|of) (?:[Ff]lat|[Nn]umber|[Nn]o|[Aa]partment|\d{{1,3}}[a-z]? [A-Z])"),
)
_BODIES = frozenset(
    [
        "panel", "board", "committee", "group", "forum", "satisfaction", "scrutiny", "voice", "survey", "engagement",
        "involvement", "services", "service", "association", "homes", "housing", "measures", "charter", "association",
        "network", "influence", "federation", "assembly", "council", "day", "week", "inspector", "inspectors",
    ]
)  # fmt: skip
_TITLED = re.compile(r"(?:mr|mrs|ms|miss|mx|dr)\.? (\S+)", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:chair(?:s|ed|man|woman|person)?|board|directors?|chief|executive|trustees?|secretary|minister|mp|officer|"
    r"manager|head of|proposed|seconded|councillor|president|mayor|auditors?|consultant)\b",
    re.IGNORECASE,
)
_OFFICES = frozenset(["chair", "chairman", "chairperson", "chairwoman", "president", "secretary", "mayor", "speaker"])
_RESIDENT_WORD = re.compile(r"\b(?:resident|tenant|leaseholder|customer|neighbour|flat)\b", re.IGNORECASE)
_VENUE = re.compile(
    r"[\s,]*(?:\w+ )?(?:hall|centre|center|hub|office|offices|church|library|school|hotel)\b", re.IGNORECASE
)
_GROUP_AGE = re.compile(
    r"\s*(?:and (?:over|above|under|older)|or (?:over|older|more)|plus|\+|to \d|-\s?\d|-plus)", re.IGNORECASE
)
_MANY = re.compile(r"(?:people|residents|tenants|those|adults|customers|households)\s*$", re.IGNORECASE)
_MENTION = re.compile(r"<@[^<>]*>")
_MAILBOX = re.compile(
    r"(?:info|enquiries|contact|office|admin|board|governance|comms|hello|help|support)@", re.IGNORECASE
)
_AT = re.compile(r"\b(?:at|from|in|of)\s+$", re.IGNORECASE)
_NOT_HOME = re.compile(
    r"(?:minute|minutes|item|ref|agenda|action|question|kpi|page|paper|step|phase|standard)\s*$", re.IGNORECASE
)


def has_details(text: str, known: Iterable[str] = ()) -> bool:
    """Whether the words hold somebody's private details. `known`: names of colleagues, which are none."""
    text = _MENTION.sub("somebody", text)  # who it is, the channel says
    names = {name.casefold() for name in known if name}
    if any(not _innocent(text, start, end, names) for start, end in private_places(text)):
        return True
    if any(pattern.search(text) for pattern in _HEALTH):
        return True
    found = (m.group(1) for pattern in _NAMED for m in pattern.finditer(text))
    return any(not _is_body(name) and name.casefold() not in names for name in found)


def _is_body(name: str) -> bool:
    """Capitals that name a committee rather than a person."""
    return any(part.casefold() in _BODIES for part in name.split())


def _innocent(text: str, start: int, end: int, names: set[str]) -> bool:
    found, before, after = text[start:end], text[max(0, start - 30) : start], text[end : end + 30]
    if titled := _TITLED.match(found):
        return _a_colleague(text, start, end, titled.group(1).casefold(), names)
    first = found.split()[0].casefold().rstrip(".0123456789")
    if first in ("room", "house", "unit", "plot"):
        return _RESIDENT_WORD.search(text) is None
    if first in ("no", "number"):
        return _NOT_HOME.search(before) is not None or not re.search(
            r"\b(?:at|from|in|of)\s+$", before, re.IGNORECASE
        )
    if re.match(r"aged?\b", found, re.IGNORECASE):
        return bool(_GROUP_AGE.match(after) or _MANY.search(before))
    if re.match(r"(?:born|birthday)\b", found, re.IGNORECASE):
        return not any(c.isdigit() for c in found)
    if "@" in found:
        return _MAILBOX.match(found) is not None
    return _VENUE.match(after) is not None


def _a_colleague(text: str, start: int, end: int, surname: str, names: set[str]) -> bool:
    """A title that belongs to an office, to a known colleague, or to somebody who decides."""
    surname = surname.strip(".,;:'’")
    if surname in _OFFICES or any(surname == name.split()[-1] for name in names):
        return True
    left = max(text.rfind(stop, 0, start) for stop in ".!?\n") + 1
    right = min((at for stop in ".!?\n" if (at := text.find(stop, end)) >= 0), default=len(text))
    sentence = text[left:right]
    return _ROLE.search(sentence) is not None and _RESIDENT_WORD.search(sentence) is None
