"""The logo as an SVG: the programme's own, or one drawn here in its colours, a speech bubble with a tick in it.

`logo_png.py` draws the same, by the measures that stand here.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from bot.core.model.identity import Identity
from bot.documents.text import clean

SVG, CORNER = "logo.svg", 0.24
"""How round the corners of its ground are; a picture for Teams and Slack goes to its edges: they round it.

All measures are parts of its width."""
BOX, ROUND = (0.22, 0.24, 0.78, 0.66), 0.10
"""The bubble: left, top, right, bottom; and how round its corners are."""
TIP = (0.36, 0.50, 0.13)
"""The bubble's tip: from where to where it begins, and how far it goes down."""
TICK = ((0.37, 0.455), (0.465, 0.55), (0.635, 0.36))
THICK = 0.045
"""Half of the tick's thickness."""


@lru_cache(8)
def svg(identity: Identity) -> bytes:
    """The logo for browsers, of any size."""
    own = identity.picture(SVG)
    if own is not None:
        return own
    left, top, right, bottom = (round(part * 100, 2) for part in BOX)
    begins, ends, down = (round(part * 100, 2) for part in TIP)
    points = " ".join(f"{x * 100:g},{y * 100:g}" for x, y in TICK)
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" role="img"><title>{name}</title>'
            '<rect width="100" height="100" rx="{corner}" fill="{mark}"/>'
            '<g fill="{bar}"><rect x="{left}" y="{top}" width="{wide}" height="{high}" rx="{round}"/>'
            '<path d="M{begins} {low}V{tip}L{ends} {low}z"/></g><polyline points="{points}" fill="none"'
            ' stroke="{ink}" stroke-width="{thick}" stroke-linecap="round" stroke-linejoin="round"/></svg>'
        ).format(
            name=clean(identity.name),
            corner=CORNER * 100,
            mark=identity.colour("mark"),
            bar=identity.colour("bar"),
            ink=identity.colour("bar_ink", otherwise="#ffffff"),
            left=left,
            top=top,
            wide=right - left,
            high=bottom - top,
            round=ROUND * 100,
            begins=begins,
            ends=ends,
            low=bottom - 1,
            tip=bottom + down - 1,
            points=points,
            thick=2 * THICK * 100,
        )
    ).encode()
