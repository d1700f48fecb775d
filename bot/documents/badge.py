"""The badge as an SVG, for light and dark surroundings, drawn here or the programme's own; and its measures.

It is a house with two people in it, and the words beside them. `badge_png.py` draws the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from bot.core.model.badge import Badge
from bot.core.model.identity import Identity
from bot.documents.text import clean

CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
WIDE, HIGH = 320, 100
"""The drawing's own measures; a picture of another width is the same drawing, larger or smaller."""
LEFT, ROOM = 96, 208
"""Where the words begin, and how wide they may be."""


@dataclass(frozen=True, slots=True)
class Colours:
    """What a look is drawn with."""

    ground: str
    ink: str
    line: str


HOUSE = ((48, 18), (80, 44), (72, 44), (72, 80), (24, 80), (24, 44), (16, 44))
HEADS = ((39, 52, 6), (57, 52, 6))
"""Middle and radius."""
BODIES = ((29, 62, 49, 80), (47, 62, 67, 80))
"""Boxes whose upper half is round."""
ROWS = ((20, 46), (15, 72))
"""Size and baseline of each line of words."""


def height_of(width: int) -> int:
    """How high a picture of that width is."""
    return width * HIGH // WIDE


def colours_of(identity: Identity, look: str) -> Colours:
    """What a badge is drawn with, in the programme's colours."""
    if look == "dark":
        return Colours(*(identity.colour(name, look) for name in ("bar", "bar_ink", "accent")))
    return Colours(identity.colour("surface", otherwise="#ffffff"), identity.colour("bar"), identity.colour("bar"))


def svg(badge: Badge, look: str, identity: Identity) -> bytes:
    """The badge as an SVG, of any size."""
    own = badge.pictures.get(f"{look}.svg")
    if own is not None:
        return own
    colours = colours_of(identity, look)
    words = Markup("").join(
        Markup(
            '<text x="{}" y="{}" font-family="Arial, Helvetica, sans-serif" font-weight="bold" font-size="{}"'
            ' fill="{}"{}>{}</text>'
        ).format(LEFT, y, size, colours.ink, _squeezed(text, size), escape(clean(text)))
        for text, (size, y) in zip(badge.lines, ROWS, strict=False)
    )
    points = " ".join(f"{x},{y}" for x, y in HOUSE)
    heads = Markup("").join(
        Markup('<circle cx="{}" cy="{}" r="{}" fill="{}"/>').format(x, y, r, colours.ground) for x, y, r in HEADS
    )
    bodies = Markup("").join(
        Markup('<path d="M{} {} a{} {} 0 0 1 {} 0 z" fill="{}"/>').format(
            left, bottom, (right - left) / 2, bottom - top, right - left, colours.ground
        )
        for left, top, right, bottom in BODIES
    )
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
            ' role="img"><title>{alt}</title><rect x="2" y="2" width="{w}" height="{h}" rx="10" fill="{ground}"'
            ' stroke="{line}" stroke-width="3"/><polygon points="{points}" fill="{line}"/>{people}{words}</svg>'
        ).format(
            wide=WIDE,
            high=HIGH,
            w=WIDE - 4,
            h=HIGH - 4,
            alt=clean(badge.alt),
            ground=colours.ground,
            line=colours.line,
            points=points,
            people=heads + bodies,
            words=words,
        )
    ).encode()


def _squeezed(text: str, size: int) -> Markup:
    """Words that would be too wide are set narrower."""
    too_wide = len(text) * size * 0.56 > ROOM
    return Markup(' textLength="{}" lengthAdjust="spacingAndGlyphs"').format(ROOM) if too_wide else Markup("")
