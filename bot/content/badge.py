"""Reads `badge.yaml` and the programme's own pictures of the badge, where there are any."""

from __future__ import annotations

import re

from bot.content.draft import Draft
from bot.content.papers import phrases
from bot.content.problems import Rule
from bot.content.reading import Node, did_you_mean
from bot.core.model.badge import FORMS, LOOKS, WORDS, Badge, PublicFact

FILE, FOLDER = "badge.yaml", "badge"
BADGE_KEYS = ("lines", "alt", "sentence", "paragraph", "meaning", "sizes", "facts", "hide", "asked")
PUBLIC_FACT_KEYS = ("fact", "label", "when", "values")
PICTURES = tuple(f"{look}.{form}" for look in LOOKS for form in FORMS)
SMALLEST, LARGEST = 40, 2000
BIGGEST = 1024 * 1024
"""Bytes of a picture."""
_RUNS = re.compile(rb"<script|<foreignObject|\bon\w+\s*=|(?:href|src)\s*=\s*[\"'](?!#)|<!ENTITY", re.IGNORECASE)
"""What a picture must not have: it would be run, or fetched from elsewhere."""


def read_badge(draft: Draft) -> Badge | None:
    """The badge; None where the programme has none."""
    if not (draft.folder / FILE).exists():
        return None
    node = draft.read(FILE)
    if node is None or not node.is_map(FILE):
        return None
    node.known(*BADGE_KEYS)
    node.need("lines")
    usual = Badge((), "", "", "", "")
    hide = node.text("hide", "")
    _known(node, "hide", hide, draft)
    return Badge(
        lines=node.texts("lines"),
        alt=draft.text(node, "alt", kind="title"),
        sentence=draft.text(node, "sentence", placeholders=WORDS),
        paragraph=draft.text(node, "paragraph", placeholders=WORDS),
        meaning=draft.text(node, "meaning", placeholders=WORDS),
        sizes=_sizes(node) or usual.sizes,
        facts=tuple(_fact(item, draft) for item in node.list_of("facts") if item.is_map("facts")),
        hide=hide,
        asked=phrases(node, "asked"),
        pictures=_pictures(draft, node),
    )


def _sizes(node: Node) -> tuple[int, ...]:
    found = [item for item in node.list_of("sizes") if item._is(int, "sizes", "a whole number")]
    for item in found:
        if not SMALLEST <= item.value <= LARGEST:
            wanted = f"a number of pixels from {SMALLEST} to {LARGEST}"
            node.source.problem(Rule.TYPE_WRONG, item.line, key="sizes", wanted=wanted, got=item.value)
    return tuple(int(item.value) for item in found)


def _fact(node: Node, draft: Draft) -> PublicFact:
    node.known(*PUBLIC_FACT_KEYS)
    made = PublicFact(
        node.text("fact"), draft.text(node, "label", kind="label"), node.text("when", ""), node.texts("values")
    )
    _known(node, "fact", made.fact, draft)
    _known(node, "when", made.when, draft)
    return made


def _known(node: Node, key: str, name: str, draft: Draft) -> None:
    questions = [question.key for step in draft.steps for question in step.questions]
    if name and name not in questions and name.partition(".")[0] not in draft.unread:
        remedy = did_you_mean(name, questions)
        node.source.problem(Rule.REFERENCE_DEAD, node.line_of(key), value=name, what="question", suggestion=remedy)


def _pictures(draft: Draft, node: Node) -> dict[str, bytes]:
    """The programme's own pictures: all of them, or none."""
    folder = draft.folder / FOLDER
    found = {name: (folder / name).read_bytes() for name in PICTURES if (folder / name).is_file()}
    for name in PICTURES if found else ():
        if name not in found:
            node.source.problem(Rule.FILE_MISSING, 1, name=f"{FOLDER}/{name}")
        elif not _is_sound(name, found[name]):
            why = "it is no picture of that kind, is too large, or would run or fetch something"
            draft.problems.append(Rule.FILE_UNREADABLE.at(folder / name, 1, why=why))
    return found


def _is_sound(name: str, data: bytes) -> bool:
    if len(data) > BIGGEST:
        return False
    if name.endswith(".png"):
        return data.startswith(b"\x89PNG\r\n\x1a\n")
    return b"<svg" in data and not _RUNS.search(data)
