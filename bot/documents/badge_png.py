"""The badge as a PNG: the drawing of the SVG, by Pillow and its own font. Imported where one is drawn: large."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.core.model.badge import Badge
from bot.core.model.identity import Identity
from bot.documents.badge import BODIES, HEADS, HIGH, HOUSE, LEFT, ROOM, ROWS, WIDE, Colours, colours_of, height_of
from bot.documents.text import clean

FINER = 8
"""It is drawn so many times larger, and made smaller."""


def png(badge: Badge, look: str, width: int, identity: Identity) -> bytes:
    """The badge as a PNG of that width."""
    return _png(badge.lines, badge.pictures.get(f"{look}.png"), colours_of(identity, look), width)


@lru_cache(64)
def _png(lines: tuple[str, ...], own: bytes | None, colours: Colours, width: int) -> bytes:
    if own is None:
        drawn, high = _drawn(lines, colours), height_of(width)
    else:
        drawn = Image.open(BytesIO(own)).convert("RGBA")
        high = max(1, drawn.height * width // drawn.width)
    made = BytesIO()
    drawn.resize((width, high), Image.Resampling.LANCZOS).save(made, "PNG", optimize=True)
    return made.getvalue()


def _drawn(lines: tuple[str, ...], colours: Colours) -> Image.Image:
    by = FINER
    picture = Image.new("RGBA", (WIDE * by, HIGH * by), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    box = (2 * by, 2 * by, (WIDE - 2) * by, (HIGH - 2) * by)
    draw.rounded_rectangle(box, radius=10 * by, fill=colours.ground, outline=colours.line, width=3 * by)
    draw.polygon([(x * by, y * by) for x, y in HOUSE], fill=colours.line)
    for x, y, r in HEADS:
        draw.ellipse(((x - r) * by, (y - r) * by, (x + r) * by, (y + r) * by), fill=colours.ground)
    for left, top, right, bottom in BODIES:
        whole = (left * by, top * by, right * by, (2 * bottom - top) * by)
        draw.pieslice(whole, 180, 360, fill=colours.ground)
    for text, (size, y) in zip(lines, ROWS, strict=False):
        at = (LEFT * by, y * by)
        draw.text(at, clean(text), colours.ink, _fitting(text, size * by), "ls", stroke_width=by // 4)
    return picture


def _fitting(text: str, size: int) -> ImageFont.FreeTypeFont:
    """Pillow's own font in the largest size in which the words fit."""
    while True:
        font = ImageFont.load_default(size)
        assert isinstance(font, ImageFont.FreeTypeFont)
        if font.getlength(text) <= ROOM * FINER or size <= FINER:
            return font
        size -= FINER // 2
