"""Reads `identity.yaml`: what the bot is called, its colours, and the programme's own logo, where there is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content import contrast
from bot.content.draft import Draft
from bot.content.pictures import read_pictures
from bot.content.problems import Problem, Rule
from bot.content.reading import Node
from bot.core.model.identity import COLOURS, PICTURES, SCHEMES, Identity

FILE, FOLDER = "identity.yaml", "identity"
IDENTITY_KEYS = ("name", "short", "description", "address", "colours")
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def read_identity(draft: Draft) -> Identity:
    """What the file says; a usual one where it is missing, which is reported."""
    node = draft.read(FILE)
    if node is None or not node.is_map(FILE):
        return Identity()
    node.known(*IDENTITY_KEYS)
    block = node.need("colours")
    schemes: dict[str, dict[str, str]] = {}
    if block is not None and block.is_map("colours"):
        block.known(*SCHEMES)
        schemes = {scheme: _scheme(block, scheme, draft) for scheme in SCHEMES}
    return Identity(
        name=draft.text(node, "name", kind="bot_name"),
        short=draft.text(node, "short", kind="bot_short"),
        description=draft.text(node, "description", kind="bot_description"),
        address=draft.text(node, "address", kind="title"),
        light=tuple(schemes.get("light", {}).items()),
        dark=tuple(schemes.get("dark", {}).items()),
        pictures=tuple(read_pictures(draft, node, FOLDER, PICTURES).items()),
    )


def _scheme(block: Node, scheme: str, draft: Draft) -> dict[str, str]:
    """The colours of one scheme: all of them are needed."""
    node = block.need(scheme)
    if node is None or not node.is_map(scheme):
        return {}
    node.known(*COLOURS)
    found = {}
    for name in COLOURS:
        value = node.text(name)
        draft.place(node, "identity", scheme, name, key=name)
        if value and _COLOUR.fullmatch(value):
            found[name] = value.lower()
        elif value:
            node.source.problem(Rule.COLOUR_WRONG, node.line_of(name), value=value)
    return found


def identity_problems(draft: Draft) -> Iterator[Problem]:
    """Colours that meet and cannot be told apart well enough, each with a shade that would do."""
    for scheme in SCHEMES:
        colours = draft.identity.colours(scheme)
        for found in contrast.low(colours):
            remedy = (
                f"Write \"{found.better}\" for '{found.ink}', or change '{found.ground}'."
                if found.better
                else f"Make '{found.ground}' lighter or darker: no shade of '{found.ink}' is read there."
            )
            yield draft.problem(
                Rule.CONTRAST_LOW, ("identity", scheme, found.ink), ink=found.ink, ink_is=colours[found.ink],
                ground=found.ground, ground_is=colours[found.ground], ratio=_shown(found.ratio), scheme=scheme,
                what=found.what, least=f"{found.least:g}", remedy=remedy,
            )  # fmt: skip


def _shown(ratio: float) -> str:
    """With two digits behind the point, cut and not rounded: 4.499 is not 4.5."""
    return f"{int(ratio * 100) / 100:.2f}"
