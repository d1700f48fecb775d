"""Reads `facts.yaml`: what answers and briefings may state, each with its source and the day it was compared."""

from __future__ import annotations

from bot.content.briefings import NATIONS
from bot.content.draft import Draft, Fact
from bot.content.reading import Node

FACT_KEYS = ("fact", "about", "names", "nation", "in_force_from", "announced_on", "source", "link", "checked")
LAW = "law"
ABOUT = (LAW, "charter", "help")


def read_facts(draft: Draft) -> list[Fact]:
    """All facts, in the order of the file. The file may be missing: then there are none."""
    if not (draft.folder / "facts.yaml").exists():
        return []
    node = draft.read("facts.yaml")
    if node is None:
        return []
    return [_fact(key, block, draft) for key, block, _ in node.pairs() if block.is_map(key)]


def _fact(key: str, block: Node, draft: Draft) -> Fact:
    block.known(*FACT_KEYS)
    draft.place(block, "fact", key)
    checked = draft.checked(block, "fact", key)
    named = block.text("link", "")
    link = draft.link(named, block.source.name, block.line_of("link")) if named else None
    return Fact(
        key=key,
        fact=block.text("fact"),
        about=block.choose("about", ABOUT, "kind of fact"),
        source=block.text("source"),
        link=link.address if link else "",
        last_checked=checked.on,
        checked_by=checked.by,
        checked_against=checked.against,
        names=block.texts("names"),
        nation=block.choose("nation", NATIONS, "nation", "England"),
        in_force_from=block.day("in_force_from", required=False),
        announced_on=block.day("announced_on", required=False),
    )
