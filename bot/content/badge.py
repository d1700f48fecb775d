"""Reads `badge.yaml` and the programme's own pictures of the badge, where there are any."""

from __future__ import annotations

from bot.content.draft import Draft
from bot.content.papers import phrases
from bot.content.pictures import read_pictures
from bot.content.problems import Rule
from bot.content.reading import Node, did_you_mean
from bot.core.model.badge import FORMS, LOOKS, WORDS, Badge, PublicFact

FILE, FOLDER = "badge.yaml", "badge"
BADGE_KEYS = ("lines", "alt", "sentence", "paragraph", "meaning", "sizes", "facts", "hide", "asked")
PUBLIC_FACT_KEYS = ("fact", "label", "when", "values")
PICTURES = tuple(f"{look}.{form}" for look in LOOKS for form in FORMS)
SMALLEST, LARGEST = 40, 2000


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
        pictures=read_pictures(draft, node, FOLDER, dict.fromkeys(PICTURES)),
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
