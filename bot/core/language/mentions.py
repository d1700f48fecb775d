"""Who is only mentioned: who asked or said something, who does something once, a resident, the board. Pure."""

from __future__ import annotations

import re

OUTSIDER = (
    r"(?:resident|tenant|leaseholder|customer|board member|trustee|chair(?:man|woman|person)?|vice[- ]chair"
    r"|councillor|volunteer|panel member|committee member|non[- ]exec(?:utive)?|neighbour)s?"
)
WHOLE_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?"
_OUTSIDE = re.compile(
    rf"\b(?:our|the|a|an|my|one of (?:our|the)|some of (?:our|the)) (?:\w+ )?{OUTSIDER}"
    rf"(?: (?:called|named|representatives?|reps?))?,? [A-Z]"
    rf"|{WHOLE_NAME},? (?:who is |who's |who’s |is )?(?:a|an|our|the|one of (?:our|the)) {OUTSIDER}\b"
    rf"|{WHOLE_NAME},? (?:who is |who's )?(?:from|on|of) (?:the|our) (?:\w+ )?"
    r"(?:board|panel|association|committee|scrutiny)\b(?! (?:step|bit|part))"
    r"|\b(?:Cllr|Councillor) [A-Z]"
)
"""A resident or a member of the board: no colleague."""
_ACTIVITY = re.compile(
    r"\b(?:do|does|doing|did|run|runs|running|ran|hold|holds|holding|held|organis\w+|hosts?|hosting|wants? to do|lead"
    r"|leads|leading|led|plan(?:s|ning)?) (?:a|an|another|some|two|three|four|\d+)\b"
    r"|\b(?:taking|take|takes|bring|brings|bringing|present|presents|presenting) (?:the|our|a|it|this)"
    r"(?: \w+){0,2} (?:to|at) (?:the|our)\b",
    re.IGNORECASE,
)
"""Something that somebody does once, and no step that they look after: "a briefing in January", "the paper to the
board"."""


def tells_activity(text: str) -> bool:
    """ "Callum is doing a drop-in next week", "Dan is taking the charter to the board": an activity, and no step."""
    return _ACTIVITY.search(text) is not None


def is_outside(text: str) -> bool:
    """Whether the words name a resident, or a member of the board, by name."""
    return _OUTSIDE.search(text) is not None


_MENTIONS = (
    r"(?:as|like|according to|thanks to|spoke to|spoken to|talked to|met|emailed|from) (?:my \w+ |our \w+ )?{name}\b"
    r"|\b{name}(?: \w+)? (?:(?:has |had |just )?(?:asked|told|said|says|tells|wanted|wants|suggested|mentioned|thinks"
    r"|reckons|emailed|sent|forwarded) (?:me|us|that|the|it|to me|i|we)\b)"
)


def only_mentioned(text: str, name: str) -> bool:
    """Whether somebody is named only as who said or asked something: "Margaret told me to write here"."""
    word = re.escape(name.split()[0]) if name.split() else ""
    whole = len(re.findall(rf"\b{word}\b", text)) if word else 0
    return bool(whole) and len(re.findall(_MENTIONS.format(name=word), text, re.IGNORECASE)) >= whole


_DENIED = re.compile(r"\b(?:not|never|no)\b|n['’]?t\b", re.IGNORECASE)


def denies(text: str) -> bool:
    return _DENIED.search(text) is not None
