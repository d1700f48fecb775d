"""Reads `links.yaml`: every address of the web that the content leads to, once, with whose page it is."""

from __future__ import annotations

import re

from bot.content.draft import Draft, Link
from bot.content.problems import Rule
from bot.content.reading import Node

LINK_KEYS = ("title", "address", "owner", "checked")
_SAFE = re.compile(r"https://[\w-]+(?:\.[\w-]+)*(?::\d+)?(?:[/?#][^\s()<>\"'\\]*)?")


def read_links(draft: Draft) -> dict[str, Link]:
    """All links by their keys. The file may be missing: then there are none."""
    if not (draft.folder / "links.yaml").exists():
        return {}
    node = draft.read("links.yaml")
    if node is None:
        return {}
    return {key: _link(key, block, draft) for key, block, _ in node.pairs() if block.is_map(key)}


def _link(key: str, block: Node, draft: Draft) -> Link:
    block.known(*LINK_KEYS)
    draft.place(block, "link", key)
    address = block.text("address")
    if address and not _SAFE.fullmatch(address):
        block.source.problem(Rule.LINK_NOT_HTTPS, block.line_of("address"), address=address)
    title = draft.text(block, "title", kind="title")
    return Link(key, title, address, block.text("owner"), *draft.checked(block, "link", key))
