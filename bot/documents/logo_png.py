"""The logo as a PNG: the drawing of the SVG, by Pillow. Imported where one is drawn: large.

Teams wants 192 x 192 in full colour, and 32 x 32 white on transparent; Slack wants 512 x 512 or more:
https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from bot.core.model.identity import Identity
from bot.documents.logo import BOX, ROUND, THICK, TICK, TIP

FINEST = 2048
"""It is drawn about so large, and made smaller."""
LARGE, TEAMS, OUTLINE = "logo-512.png", "logo-192.png", "outline-32.png"
WHITE, CLEAR = "#ffffff", (255, 255, 255, 0)
WIDER, LINE = 0.11, 0.075
"""How much larger the bubble of the outline is, since it is so small, and how thick its line."""


@lru_cache(8)
def png(identity: Identity, name: str) -> bytes:
    """The picture of that name in `PICTURES`."""
    own = identity.picture(name)
    if own is not None:
        return own
    size = int(name.removesuffix(".png").rpartition("-")[2])
    large = (size * (FINEST // size),) * 2
    if name == OUTLINE:
        picture = Image.new("RGBA", large, CLEAR)
        _bubble(picture, WIDER, WHITE)
        _bubble(picture, WIDER - LINE, CLEAR)
        _tick(picture, WHITE)
    else:
        picture = Image.new("RGBA", large, identity.colour("mark"))
        _bubble(picture, 0, identity.colour("bar"))
        _tick(picture, identity.colour("bar_ink", otherwise=WHITE))
    made = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(made, "PNG", optimize=True)
    return made.getvalue()


def _bubble(picture: Image.Image, grow: float, fill: str | tuple[int, ...]) -> None:
    """The bubble, so much larger on each side."""
    draw, by = ImageDraw.Draw(picture), picture.width
    left, top, right, bottom = BOX
    begins, ends, down = TIP
    box = ((left - grow) * by, (top - grow) * by, (right + grow) * by, (bottom + grow) * by)
    draw.rounded_rectangle(box, radius=(ROUND + grow) * by, fill=fill)
    low = (bottom + grow) * by - 1
    start, end = (begins - grow / 2) * by, (ends + grow / 2) * by
    draw.polygon([(start, low), (start, low + down * by), (end, low)], fill=fill)


def _tick(picture: Image.Image, fill: str) -> None:
    draw, by = ImageDraw.Draw(picture), picture.width
    points = [(x * by, y * by) for x, y in TICK]
    draw.line(points, fill=fill, width=round(2 * THICK * by), joint="curve")
    for x, y in points:
        half = THICK * by
        draw.ellipse((x - half, y - half, x + half, y + half), fill=fill)
