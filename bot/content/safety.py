"""Reads `whom_to_call.yaml`, what is said to somebody in danger or trouble, and `trouble_words.yaml`, its words."""

from __future__ import annotations

import json

from bot.content.danger import read_danger
from bot.content.draft import Draft
from bot.content.phrase_lines import phrase_lines
from bot.content.problems import Rule
from bot.content.reading import Node
from bot.core.reader.weights import Chances
from bot.core.safety.opinion import CLASSES
from bot.core.safety.vocabulary import FAMILIES, SafetyWords
from bot.core.safety.words import ANSWERED, FOR_STAFF, Help, Safety

FILE = "whom_to_call.yaml"
TROUBLE_FILE = "trouble_words.yaml"
CHANCES_FILE, CHANCES = "danger_weights.json", "chances"
"""The weights of the opinion on danger, and the key under which they stand there."""
HELP_KEYS = ("answer", "staff", "sources", "checked")


def read_safety(draft: Draft) -> Safety:
    """The answers must be there. The words may be missing: then the grammar in Python is all there is."""
    node = draft.read(FILE)
    if node is None or not node.is_map(FILE):
        return Safety()
    node.known("help")
    draft.place(node, "help")
    told = node.need("help")
    answers = _answers(draft, told) if told is not None and told.is_map("help") else {}
    return Safety(answers, read_danger(draft), _trouble_words(draft), _chances(draft))


def _trouble_words(draft: Draft) -> SafetyWords:
    """The words of trouble, one phrase a line; none where the file is missing."""
    if not (draft.folder / TROUBLE_FILE).exists():
        return SafetyWords()
    node = draft.read(TROUBLE_FILE)
    if node is None or not node.is_map(TROUBLE_FILE):
        return SafetyWords()
    node.known(*FAMILIES)
    blocks = [(family, block) for family in FAMILIES if (block := node.need(family)) is not None]
    return SafetyWords(tuple(p for family, block in blocks for p in phrase_lines(family, block)))


def _chances(draft: Draft) -> Chances:
    """The weights of the opinion that was learned with these words; none where the file is missing."""
    path = draft.folder / CHANCES_FILE
    if not path.exists():
        return Chances()
    try:
        table = json.loads(path.read_text(encoding="utf-8"))[CHANCES]
        rows = {str(name): {str(of): float(weight) for of, weight in row.items()} for name, row in table.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        why = f"{type(error).__name__}; `python -m tests.training.danger` writes it again"
        draft.problems.append(Rule.FILE_UNREADABLE.at(str(path), 1, why=why))
        return Chances()
    if set(rows.get("", ())) != set(CLASSES):
        wanted, got = ", ".join(CLASSES), ", ".join(sorted(rows.get("", ()))) or "nothing"
        draft.problems.append(Rule.TYPE_WRONG.at(str(path), 1, key=CHANCES, wanted=wanted, got=got))
        return Chances()
    return Chances(rows)


def _answers(draft: Draft, told: Node) -> dict[str, Help]:
    """Every kind has an answer, with its sources and the day on which it was compared with them."""
    told.known(*ANSWERED)
    answers = {}
    for kind in ANSWERED:
        block = told.need(kind)
        if block is None or not block.is_map(kind):
            continue
        block.known(*HELP_KEYS)
        draft.place(block, "help", kind)
        checked = draft.checked(block, "help", kind)
        sources = block.texts("sources")
        if block.need("sources") is not None and not all(s.startswith("https://") for s in sources):
            wanted = "addresses that begin with https://"
            block.source.problem(
                Rule.TYPE_WRONG, block.line_of("sources"), key="sources", wanted=wanted, got="something else"
            )
        answers[kind] = Help(
            draft.text(block, "answer"),
            sources,
            checked.on,
            checked.against,
            draft.text(block, "staff") if kind in FOR_STAFF else "",
        )
    return answers
