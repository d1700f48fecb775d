"""What somebody wants of the briefings: the latest, those since a day, a topic, or whether a law is in force."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.core.guidance.search import plain_words

Kind = Literal["latest", "since", "topic", "force"]

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SINCE_LAST = re.compile(
    r"\bsince (?:i|we|my|our|the)?(?:'ve| have)?(?: was| were| are| am)? ?(?:last|here|looked|asked|visit|been)\b"
    r"|\bwhat(?:'s| is|s) new\b|\banything new\b|\bany(?:thing)? news?\b|\bnews\b|\bsince last time\b"
)
_SINCE_DAY = re.compile(
    rf"\bsince (?:(?:the )?(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?({'|'.join(MONTHS)})(?: (\d{{4}}))?\b"
)
_SINCE_SPAN = re.compile(r"\bsince last (week|month)\b|\b(?:this|in the last|in the past) (week|month)\b")
_LATEST = re.compile(r"\b(?:latest|newest|most recent|recent|new)\b")
_FORCE = re.compile(
    r"\bin (?:force|effect)\b|\b(?:come|came|comes|coming|gone|go|goes) (?:into|in to) (?:force|effect|law)\b"
    r"|\b(?:is|are|does|do) .{0,60}\b(?:law|apply|applies|statutory|mandatory|binding) (?:yet|now|already)\b"
    r"|\bwhen (?:does|do|did|will|is|are) .{0,80}\b(?:start|begin|apply|come in|kick in|take effect|live|due)\b"
    r"|\bhas .{0,60}\b(?:started|begun|kicked in|taken effect|commenced)\b"
)
_BRIEFING = re.compile(
    r"\b(?:have you|you got|got|is there|are there|any|a|the|your|some|send|show|find|read|new|latest) (?:\w+ ){0,2}"
    r"(?<!team )(?<!staff )(?:briefings?|guidance)\b(?! was| were| went)"
    r"|^(?:(?:ok|okay|right|so|and|now|then|well|please)[ ,]+)*(?:briefings?|guidance)\b"
)
_NATIONS = (
    ("Wales", re.compile(r"\b(?:wales|welsh|cymru)\b")),
    ("Scotland", re.compile(r"\b(?:scotland|scottish|scots)\b")),
    ("Northern Ireland", re.compile(r"\bnorthern (?:ireland|irish)\b")),
)
_TEMPORAL = frozenset(
    plain_words(
        "new news newest latest recent recently week month today now last time visit since was were been looked here"
        " yet anything anyone one out come came in force effect into start begin apply applies"
    )
)


@dataclass(frozen=True, slots=True)
class UnmetSearch:
    """What is wanted."""

    kind: Kind
    since: date | None = None
    """For `since`: the day that was named; None for "since I was last here"."""


def unmet_search_of(text: str, today: date, ignored: frozenset[str]) -> UnmetSearch:
    """What the words ask of the briefings. A topic beside "new" is a topic; "new" alone is what is new."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    if _FORCE.search(plain):
        return UnmetSearch("force")
    day = _day_since(plain, today)
    if day is not None:
        return UnmetSearch("since", day)
    about = [w for w in plain_words(text) if w not in ignored and w not in _TEMPORAL]
    if about:
        return UnmetSearch("topic")
    return UnmetSearch("since") if _SINCE_LAST.search(plain) else UnmetSearch("latest")


def wants_briefing(text: str) -> bool:
    """The words name a briefing or guidance, or ask what is new, whatever else they are taken for."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    return _BRIEFING.search(plain) is not None or _SINCE_LAST.search(plain) is not None


def _day_since(plain: str, today: date) -> date | None:
    if span := _SINCE_SPAN.search(plain):
        return today - timedelta(days=7 if "week" in span.groups() else 31)
    found = _SINCE_DAY.search(plain)
    if found is None:
        return None
    day, month, year = int(found[1] or 1), MONTHS.index(found[2]) + 1, int(found[3] or today.year)
    try:
        named = date(year, month, day)
        return named.replace(year=year - 1) if named > today and not found[3] else named
    except ValueError:
        return None


def without_asking(text: str) -> str:
    """The words of a question about force without those that only ask: what it is about."""
    return " ".join(w for w in plain_words(text) if w not in _TEMPORAL)


def nation_in(text: str) -> str:
    """The nation other than England that the words name; empty for none."""
    plain = text.casefold()
    return next((name for name, pattern in _NATIONS if pattern.search(plain)), "")


def without_nation(text: str) -> str:
    """The words without the nation: it is answered for itself, and no briefing is about it."""
    if not nation_in(text):
        return text
    for _, pattern in _NATIONS:
        text = re.sub(pattern.pattern, " ", text, flags=re.IGNORECASE)
    return text


def nameless(words: tuple[str, ...], names: tuple[str, ...]) -> str:
    """What was looked for, fit to be kept as an unmet wish: no names, no numbers, a few words, in small letters."""
    people = {part for name in names for part in plain_words(name)}
    kept = [w for w in words if w.isalpha() and w not in people and 2 < len(w) < 25]
    return " ".join(dict.fromkeys(kept[:8]))
