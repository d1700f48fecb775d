"""Reads `papers.yaml`: the papers that the bot writes from what it was told, section by section, with their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.content.draft import Draft
from bot.content.problems import Rule
from bot.content.reading import Node, did_you_mean
from bot.core.model.papers import (
    DATA,
    DOCUMENT,
    EVERYWHERE,
    SECTIONS,
    WITH_FACTS,
    WITH_SENTENCES,
    WITH_STEPS,
    Paper,
    Purpose,
    Section,
    Sentence,
)

FILE = "papers.yaml"
PAPER_KEYS = (
    "name",
    "title",
    "subtitle",
    "page",
    "numbered",
    "asked",
    "question",
    "purposes",
    "sections",
    "files",
    "before",
    "called",
    "due",
    "since",
    "asks",
    "after",
)
SENTENCE_KEYS = ("fact", "say", "values", "lead")
PURPOSE_KEYS = ("key", "label", "said", "decision", "asked")
FACT = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")
PAGE_WORDS = frozenset(["page", "pages"])


def read_papers(draft: Draft) -> list[Paper]:
    """All papers, in the order of the file. The file may be missing: then there are none."""
    if not (draft.folder / FILE).exists():
        return []
    node = draft.read(FILE)
    if node is None:
        return []
    return [_paper(key, block, draft) for key, block, _ in node.pairs() if block.is_map(key)]


def _paper(key: str, node: Node, draft: Draft) -> Paper:
    node.known(*PAPER_KEYS)
    files = node.texts("files") or DOCUMENT
    all_known(node, "files", "form of a file", files, (*DOCUMENT, *DATA))
    if set(files) & set(DOCUMENT):
        node.need("sections")
    for key_of_step in ("before", "due"):
        step = node.text(key_of_step, "")
        all_known(node, key_of_step, "step", filter(None, [step]), [*(s.key for s in draft.steps), *draft.unread])
    since, asks = node.text("since", ""), node.texts("asks")
    _questions(node, "since", filter(None, [since]), draft)
    _questions(node, "asks", asks, draft)
    purposes = tuple(_purpose(item, draft) for item in node.list_of("purposes") if item.is_map("purposes"))
    question = draft.text(node, "question", "")
    if bool(purposes) != bool(question):
        node.source.problem(Rule.KEY_MISSING, node.line, key="question" if purposes else "purposes")
    sections = tuple(_section(item, draft) for item in node.list_of("sections") if item.is_map("sections"))
    for item in node.list_of("sections"):
        all_known(item, "for", "purpose", item.texts("for"), [p.key for p in purposes])
    return Paper(
        key=key,
        name=draft.text(node, "name", kind="label"),
        title=draft.text(node, "title", placeholders=EVERYWHERE),
        subtitle=draft.text(node, "subtitle", "", placeholders=EVERYWHERE),
        page=draft.text(node, "page", "", placeholders=PAGE_WORDS),
        numbered=node.flag("numbered"),
        asked=phrases(node, "asked"),
        question=question,
        purposes=purposes,
        sections=sections,
        called=_called(node, draft),
        files=files,
        before=node.text("before", ""),
        due=node.text("due", ""),
        since=since,
        asks=asks,
        after=draft.text(node, "after", ""),
    )


def _called(node: Node, draft: Draft) -> tuple[tuple[str, str], ...]:
    block = node.get("called")
    if block is None:
        return ()
    names = [key for key, _, _ in block.pairs()]
    all_known(node, "called", "step", names, [*(step.key for step in draft.steps), *draft.unread])
    return tuple((key, draft.text(block, key, kind="label")) for key in names)


def phrases(node: Node, key: str) -> tuple[str, ...]:
    """A text with a phrase on each line, or a list of them, in small letters."""
    lines = (line for text in node.texts(key) for line in text.splitlines())
    return tuple(" ".join(line.casefold().replace("-", " ").split()) for line in lines if line.strip())


def _purpose(node: Node, draft: Draft) -> Purpose:
    node.known(*PURPOSE_KEYS)
    return Purpose(
        node.text("key"),
        draft.text(node, "label", kind="label"),
        draft.text(node, "said", placeholders=EVERYWHERE),
        draft.text(node, "decision", placeholders=EVERYWHERE),
        phrases(node, "asked"),
    )


def _section(node: Node, draft: Draft) -> Section:
    kind = node.choose("shows", sorted(SECTIONS), "kind of section")
    if kind not in SECTIONS:
        return Section("text")
    words = SECTIONS[kind]
    of_kinds = (("steps", WITH_STEPS), ("facts", WITH_FACTS), ("sentences", WITH_SENTENCES))
    own = [key for key, kinds in of_kinds if kind in kinds]
    node.known("shows", "for", "heading", "intro", *own, *words)
    return Section(
        shows=kind,
        heading=draft.text(node, "heading", "", placeholders=EVERYWHERE),
        intro=draft.text(node, "intro", "", placeholders=EVERYWHERE),
        purposes=node.texts("for"),
        steps=_steps(node, draft) if kind in WITH_STEPS else (),
        facts=_facts(node, draft) if kind in WITH_FACTS else (),
        sentences=tuple(sentences(node, draft, "sentences")) if kind in WITH_SENTENCES else (),
        words={name: draft.text(node, name, placeholders=filled) for name, filled in words.items()},
    )


def _steps(node: Node, draft: Draft) -> tuple[str, ...]:
    """The steps that a section is about; each must be one of the journey's."""
    node.need("steps")
    steps, known = node.texts("steps"), [step.key for step in draft.steps]
    all_known(node, "steps", "step", steps, [*known, *draft.unread])
    return tuple(step for step in steps if step in known)


def sentences(node: Node, draft: Draft, key: str) -> Iterator[Sentence]:
    """The sentences of a section; each fact that one names must be a question's."""
    node.need(key)
    for item in node.list_of(key):
        if item.is_map(key):
            item.known(*SENTENCE_KEYS)
            fact, say = item.text("fact"), draft.text(item, "say", placeholders=None)
            _questions(item, "fact", [fact], draft)
            _questions(item, "say", FACT.findall(say), draft)
            yield Sentence(fact, say, item.texts("values"), draft.text(item, "lead", "", placeholders=EVERYWHERE))


def _questions(node: Node, key: str, names: Iterable[str], draft: Draft) -> None:
    """Each name must be a question's."""
    found = [name for name in names if name.partition(".")[0] not in draft.unread]
    all_known(node, key, "question", found, [question.key for step in draft.steps for question in step.questions])


def _facts(node: Node, draft: Draft) -> tuple[tuple[str, str], ...]:
    """The facts that a section shows, each with its words; each must be a question's."""
    block = node.need("facts")
    if block is None:
        return ()
    known = [question.key for step in draft.steps for question in step.questions]
    facts = [(key, draft.text(block, key, kind="label")) for key, _, _ in block.pairs()]
    names = [key for key, _ in facts if key.partition(".")[0] not in draft.unread]
    all_known(node, "facts", "question", names, known)
    return tuple(fact for fact in facts if fact[0] in known)


def all_known(node: Node, key: str, what: str, names: Iterable[str], known: Sequence[str]) -> None:
    """A problem for each name that is not one of those known."""
    for name in names:
        if name not in known:
            remedy = did_you_mean(name, known)
            node.source.problem(Rule.REFERENCE_DEAD, node.line_of(key), value=name, what=what, suggestion=remedy)
