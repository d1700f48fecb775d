"""Reads `gatherings.yaml`, and the file of one gathering that the officer makes.

A file is taken whole or not at all: every problem of it is reported, with its line and what to do about it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from bot.content.draft import Draft
from bot.content.papers import all_known
from bot.content.problems import Problem, Rule
from bot.content.reading import Node, read_yaml
from bot.core.calendar import zone_of
from bot.core.language.clean import without_controls
from bot.core.model.gatherings import Gathering, GatheringWords
from bot.core.model.journey import Journey
from bot.core.turn.gathering_words import TITLE

FILE = "gatherings.yaml"
RECORDED = ("joined", "attended", "shared")
DRAFTED = ("learned_title", "learned_summary", "learned_source", "learned_text")
KEYS = (
    "key", "title", "about", "audience", "starts", "ends", "zone", "place", "link", "places", "area", "steps",
    "themes",
)  # fmt: skip
LONG = {"title": TITLE, "about": 600, "audience": 120, "place": 200, "area": 60, "link": 500}
"""The most characters of each text."""
FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
MOST_PLACES = 100_000
_LINK = re.compile(r"https://[^\s()<>\[\]\\\"]+")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_gathering_words(draft: Draft) -> GatheringWords:
    """What gatherings are called, and where it is recorded who came. The file may be missing."""
    if not (draft.folder / FILE).exists():
        return GatheringWords()
    node = draft.read(FILE)
    if node is None or not node.is_map(FILE):
        return GatheringWords()
    node.known("called", *RECORDED, *DRAFTED)
    named = {name: node.text(name, "") for name in RECORDED}
    questions = [question.key for step in draft.steps for question in step.questions]
    for name, question in named.items():
        if question and question.partition(".")[0] not in draft.unread:
            all_known(node, name, "question", [question], questions)
    filled = frozenset(("quarter", "count"))
    said = {name: draft.text(node, name, placeholders=filled) for name in DRAFTED if node.get(name) is not None}
    return GatheringWords(node.texts("called"), **named, **said)


def read_gathering(
    path: Path, journey: Journey, zone: str, now: datetime | None = None
) -> tuple[Gathering | None, list[Problem]]:
    """The gathering in a file, or everything that is wrong with it. `zone` is meant where the file names none; with
    `now`, one that begins before it is wrong too."""
    problems: list[Problem] = []
    node = read_yaml(path, problems)
    if node is None or not node.is_map(path.name):
        return None, problems
    node.known(*KEYS)
    texts = {name: _text(node, name, required=name in ("title", "about")) for name in LONG}
    name = node.text("zone", zone)
    at = zone_of(name, UTC)
    if at is UTC:
        node.source.problem(Rule.VALUE_UNKNOWN, node.line_of("zone"), value=name, what="time zone",
                            suggestion="Write it as Europe/London.")  # fmt: skip
    starts, ends = _time(node, "starts", at), _time(node, "ends", at)
    if starts is not None and ends is not None and ends <= starts:
        node.source.problem(Rule.TIME_ORDER, node.line_of("ends"))
    if starts is not None and now is not None and starts <= now:
        node.source.problem(Rule.TIME_PAST, node.line_of("starts"), value=_said(node, "starts"))
    if texts["link"] and not _LINK.fullmatch(texts["link"]):
        node.source.problem(Rule.LINK_NOT_HTTPS, node.line_of("link"), address=texts["link"])
    steps = node.texts("steps")
    all_known(node, "steps", "step", steps, [step.key for step in journey.steps])
    key = _key(node, texts["title"], starts)
    places = _places(node)
    if problems or starts is None or ends is None:
        return None, sorted(problems)
    made = Gathering(
        key, texts["title"], texts["about"], starts, ends, name, texts["audience"], texts["place"], texts["link"],
        places, texts["area"], steps, tuple(without_controls(theme) for theme in node.texts("themes")),
    )  # fmt: skip
    return made, []


def _text(node: Node, name: str, required: bool) -> str:
    """A text in which nothing turns others around, and which is not too long."""
    text = without_controls(node.text(name) if required else node.text(name, ""))
    if len(text) > LONG[name]:
        node.source.problem(
            Rule.TEXT_TOO_LONG, node.line_of(name), length=len(text), channel="the bot", limit=LONG[name],
            where=f"'{name}'",
        )  # fmt: skip
    return text


def _said(node: Node, name: str) -> str:
    found = node.get(name)
    return "" if found is None else str(found.value)


def _time(node: Node, name: str, zone: tzinfo) -> datetime | None:
    """A moment, from a day and a time by the clock there."""
    found = node.need(name)
    if found is None:
        return None
    local = found.value if isinstance(found.value, datetime) else _parsed(str(found.value))
    if local is None:
        node.source.problem(Rule.TIME_WRONG, found.line, value=found.value)
        return None
    at = local.replace(tzinfo=zone)
    if at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        node.source.problem(Rule.TIME_NEVER, found.line, value=found.value)
        return None
    return at.astimezone(UTC)


def _parsed(text: str) -> datetime | None:
    for form in FORMS:
        try:
            return datetime.strptime(text.strip(), form)
        except ValueError:
            continue
    return None


def _places(node: Node) -> int | None:
    if node.get("places") is None:
        return None
    count = node.number("places")
    if isinstance(node.value["places"].value, int) and not 1 <= count <= MOST_PLACES:
        wanted = f"a number from 1 to {MOST_PLACES}"
        node.source.problem(Rule.TYPE_WRONG, node.line_of("places"), key="places", wanted=wanted, got=count)
    return count


def _key(node: Node, title: str, starts: datetime | None) -> str:
    """The key that the file gives, or one of the title and the day."""
    given = node.text("key", "")
    if given and (not _KEY.fullmatch(given) or len(given) > LONG["area"]):
        node.source.problem(
            Rule.TYPE_WRONG,
            node.line_of("key"),
            key="key",
            wanted="small letters, digits and hyphens",
            got=f"'{given}'",
        )
    if given:
        return given
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:6] or ["gathering"]
    return "-".join([*words, f"{starts:%Y-%m-%d}" if starts else ""]).strip("-")[:80]


def told_changes(before: Gathering, after: Gathering) -> tuple[str, ...]:
    """What of a change people are told."""
    return tuple(
        what
        for what, differs in (
            ("when", (before.starts, before.ends, before.zone) != (after.starts, after.ends, after.zone)),
            ("where", before.place != after.place),
            ("link", before.link != after.link),
            ("title", before.title != after.title),
        )
        if differs
    )
