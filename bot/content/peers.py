"""Reads `peers.yaml`: what people at different adopters help each other with, and what limits it."""

from __future__ import annotations

from typing import Any

from bot.content.draft import Draft
from bot.content.papers import all_known
from bot.content.problems import Rule
from bot.content.reading import Node
from bot.core.model.peers import PeerOption, PeerWords

FILE = "peers.yaml"
LISTS = ("themes", "regions", "sizes", "stock", "steps")
NUMBERS = ("asks", "answer_days", "follow_days", "round_days")


def read_peers(draft: Draft) -> PeerWords:
    """What is in it. The file may be missing: then nobody is introduced."""
    if not (draft.folder / FILE).exists():
        return PeerWords()
    node = draft.read(FILE)
    if node is None or not node.is_map(FILE):
        return PeerWords()
    node.known(*LISTS, *NUMBERS, "alike")
    made: dict[str, Any] = {name: tuple(_option(draft, one) for one in node.list_of(name)) for name in LISTS}
    known = [*(step.key for step in draft.steps), *draft.unread]
    all_known(node, "steps", "step", [one.key for one in made["steps"]], known)
    made |= {name: _number(node, name, getattr(PeerWords(), name)) for name in NUMBERS}
    return PeerWords(**made, alike=node.texts("alike"))


def _option(draft: Draft, node: Node) -> PeerOption:
    node.known("key", "label", "words")
    return PeerOption(node.text("key"), draft.text(node, "label", "label"), node.texts("words"))


def _number(node: Node, name: str, default: int) -> int:
    found = node.number(name, default)
    if found < 1:
        node.source.problem(Rule.TYPE_WRONG, node.line_of(name), key=name, wanted="a number from 1 on", got=found)
    return found
