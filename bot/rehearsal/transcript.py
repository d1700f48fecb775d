"""Conversations as people read them: the text of a transcript, taken apart line by line.

    # The board noted it                     a comment; the first one is the title
    Adopter: Riverside Homes
    Now: 2026-11-24 10:00
    People: Asha (lead), Priya (resident_engagement)

    Asha: went to board 3 March, they noted it
    Bot: read_back "3 March 2026"            which phrases the bot answers with, and pieces of its text
    Asha presses: Yes
    Bot: recorded …                          … : and more that is not looked at
    (6 days pass)
    Bot to Priya: nudge
    Asha in Slack: …                         another channel; `in #team` is a shared place
    Asha opens the chat
    The officer answers Asha: Yes, …         somebody at the programme, on the programme's pages
    The officer closes Asha
    The officer adds networking.yaml         a gathering, from a file beside the transcript; `changes FILE`
    The officer cancels networking
    Kept: board.outcome = noted
    Kept: board.date = 2026-03-03/2026-03-03 by Asha
    Not kept: residents.state

Whoever speaks and is not named under `People` is somebody the bot has not met.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.core.model.errors import ToldError


class TranscriptError(ToldError):
    """A line that is none of the forms above. The text names file and line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a transcript."""

    number: int
    kind: Literal[
        "says",
        "presses",
        "opens",
        "edits",
        "deletes",
        "officer",
        "gathering",
        "bot",
        "pass",
        "until",
        "merge",
        "kept",
        "not_kept",
    ]
    who: str = ""
    text: str = ""
    """What was said, the button's label, or the phrases."""
    place: str = ""
    pieces: tuple[str, ...] = ()
    """Pieces that the bot's text must have."""
    more: bool = False
    """The bot may say more than is written here."""
    span: timedelta = timedelta()
    at: datetime | None = None
    value: str = ""


@dataclass(slots=True)
class Transcript:
    """A whole conversation."""

    file: str
    title: str = ""
    adopters: list[str] = field(default_factory=list)
    now: datetime = datetime(2026, 11, 24, 10, 0)
    people: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name: (role, adopter); the adopter is empty for the first one."""
    content: str = ""
    """Another content folder, beside the transcript."""
    lines: list[Line] = field(default_factory=list)


_SPAN = re.compile(r"\(\s*(?:(\d+)|a|an|one)\s+(minute|hour|day|week)s?\s+pass(?:es)?\s*\)$")
_UNTIL = re.compile(r"\(\s*it is\s+(\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?)\s*\)$")
_MERGE = re.compile(r"\(\s*(.+?) merges into (.+?)\s*\)$")
_PERSON = re.compile(r"([^(),]+?)\s*(?:\(([^()]*)\))?\s*(?:,|$)")
_ACT = re.compile(
    r"(?P<who>[^:]+?)\s+(?P<verb>presses|edits|deletes)(?:\s+in\s+(?P<place>[^:]+?))?\s*:\s*(?P<text>.*)$"
)
_OFFICER = re.compile(r"The officer (?:answers\s+(?P<who>[^:]+?)\s*:\s*(?P<text>.+)|closes\s+(?P<whom>.+?))\s*$")
_GATHERING = re.compile(r"The officer (?P<verb>adds|changes|cancels)\s+(?P<text>\S+)$")
_OPENS = re.compile(r"(?P<who>[^:]+?)\s+opens the chat(?:\s+in\s+(?P<place>.+?))?\s*$")
_SAYS = re.compile(r"(?P<who>[^:]+?)(?:\s+in\s+(?P<place>[^:]+?))?\s*:\s?(?P<text>.*)$")
_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')


def parse(text: str, file: str = "transcript") -> Transcript:
    """The transcript that the text is. Raises TranscriptError."""
    script = Transcript(file)
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.rstrip()
        if not line.strip():
            continue
        if line.lstrip().startswith("#"):
            script.title = script.title or line.lstrip("# ").strip()
            continue
        if script.lines and raw.startswith("  ") and script.lines[-1].kind == "says":
            last = script.lines[-1]
            script.lines[-1] = Line(last.number, "says", last.who, f"{last.text}\n{line[2:]}", last.place)
            continue
        try:
            if not _heading(script, line.strip()):
                script.lines.append(_line(number, line.strip()))
        except ValueError as error:
            raise TranscriptError(f"{file}:{number}: {error}") from None
    return script


def _heading(script: Transcript, line: str) -> bool:
    name, _, rest = line.partition(":")
    rest = rest.strip()
    if name == "Adopter":
        script.adopters.append(rest)
    elif name == "Now":
        script.now = datetime.fromisoformat(rest)
    elif name == "Content":
        script.content = rest
    elif name == "People":
        for match in _PERSON.finditer(rest):
            role, _, adopter = (match.group(2) or "").partition(" at ")
            script.people[match.group(1).strip()] = (role.strip(), adopter.strip())
    else:
        return False
    return True


def span_in(text: str) -> timedelta | None:
    """The time that words such as "6 days" name; None for others."""
    match = _SPAN.match(f"({text.strip()} pass)") or _SPAN.match(f"({text.strip()} passes)")
    return _span(match) if match else None


def _span(match: re.Match[str]) -> timedelta:
    return timedelta(**{f"{match.group(2)}s": int(match.group(1) or 1)})


def _line(number: int, line: str) -> Line:
    if match := _SPAN.match(line):
        return Line(number, "pass", span=_span(match))
    if match := _MERGE.match(line):
        return Line(number, "merge", match.group(1), match.group(2))
    if match := _UNTIL.match(line):
        return Line(number, "until", at=datetime.fromisoformat(match.group(1)))
    name, colon, rest = line.partition(":")
    if colon and name == "Kept":
        fact, _, value = rest.partition("=")
        value, _, who = value.partition(" by ")
        return Line(number, "kept", text=fact.strip(), value=value.strip(), who=who.strip())
    if colon and name == "Not kept":
        return Line(number, "not_kept", text=rest.strip())
    if colon and (name == "Bot" or name.startswith("Bot to ")):
        return _bot(number, name.removeprefix("Bot").removeprefix(" to ").strip(), rest)
    if match := _OFFICER.match(line):
        return Line(number, "officer", match["who"] or match["whom"], match["text"] or "")
    if match := _GATHERING.match(line):
        return Line(number, "gathering", match["verb"], match["text"])
    if match := _OPENS.match(line):
        return Line(number, "opens", match["who"], place=match["place"] or "")
    if match := _ACT.match(line):
        kind: Literal["presses", "edits", "deletes"] = match["verb"]  # type: ignore[assignment]
        return Line(number, kind, match["who"], match["text"], match["place"] or "")
    if match := _SAYS.match(line):
        return Line(number, "says", match["who"], match["text"].replace("\\n", "\n"), match["place"] or "")
    raise ValueError(
        f"This is no line of a transcript: '{line}'. Write 'NAME: words', 'Bot: phrase' or '(2 days pass)'."
    )


def _bot(number: int, who: str, rest: str) -> Line:
    pieces = tuple(p.replace('\\"', '"') for p in _PIECE.findall(rest))
    names = _PIECE.sub(" ", rest).split()
    return Line(
        number, "bot", who, " ".join(n for n in names if n != "…"), pieces=pieces, more="…" in names
    )  # fmt: skip
