"""The app's two icons, drawn here: a speech bubble with a tick in it. Pure: sizes and colours in, PNG bytes out.

Teams wants 192 x 192 in full colour, and 32 x 32 white on transparent:
https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
"""

from __future__ import annotations

import itertools
import struct
import zlib
from collections.abc import Callable

Colour = tuple[int, int, int, int]
Shape = Callable[[float, float], bool]
"""Whether a point is inside; coordinates run from 0 to 1."""

WHITE: Colour = (255, 255, 255, 255)
CLEAR: Colour = (255, 255, 255, 0)
_FINE = 4
"""Samples a pixel and direction, for smooth edges."""


def colour_icon(accent: str, size: int = 192) -> bytes:
    """A white bubble on the accent colour, the tick in the accent colour again."""
    ground = (int(accent[1:3], 16), int(accent[3:5], 16), int(accent[5:7], 16), 255)
    return _png(size, [(_bubble(0.0), WHITE), (_tick(0.045), ground)], ground)


def outline_icon(size: int = 32) -> bytes:
    """The bubble's outline and the tick, in white, on nothing."""
    outer, inner = _bubble(0.11), _bubble(0.11 - 0.075)
    return _png(size, [(lambda x, y: outer(x, y) and not inner(x, y), WHITE), (_tick(0.05), WHITE)], CLEAR)


def _bubble(grow: float) -> Shape:
    left, top, right, bottom, radius = 0.22 - grow, 0.24 - grow, 0.78 + grow, 0.66 + grow, 0.10 + grow

    def inside(x: float, y: float) -> bool:
        dx = max(left + radius - x, 0.0, x - (right - radius))
        dy = max(top + radius - y, 0.0, y - (bottom - radius))
        if dx * dx + dy * dy <= radius * radius:
            return True
        low = bottom - 0.01
        return low <= y <= low + 0.13 and 0.36 - grow / 2 <= x <= 0.50 + grow / 2 - (y - low) * 1.05

    return inside


def _tick(half: float) -> Shape:
    points = ((0.37, 0.455), (0.465, 0.55), (0.635, 0.36))

    def inside(x: float, y: float) -> bool:
        return any(_distance(x, y, start, end) <= half for start, end in itertools.pairwise(points))

    return inside


def _distance(x: float, y: float, start: tuple[float, float], end: tuple[float, float]) -> float:
    """From a point to a line from start to end."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = max(0.0, min(1.0, ((x - start[0]) * dx + (y - start[1]) * dy) / (dx * dx + dy * dy)))
    return float(((x - start[0] - along * dx) ** 2 + (y - start[1] - along * dy) ** 2) ** 0.5)


def _png(size: int, layers: list[tuple[Shape, Colour]], ground: Colour) -> bytes:
    def colour(x: float, y: float) -> Colour:
        painted = [paint for shape, paint in layers if shape(x / size, y / size)]
        return painted[-1] if painted else ground

    corners = [[colour(x, y) for x in range(size + 1)] for y in range(size + 1)]
    rows = bytearray()
    for y in range(size):
        rows.append(0)
        for x in range(size):
            around = {corners[y][x], corners[y][x + 1], corners[y + 1][x], corners[y + 1][x + 1]}
            rows += bytes(around.pop()) if len(around) == 1 else _mean(_samples(x, y, colour))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _samples(x: int, y: int, colour: Callable[[float, float], Colour]) -> list[Colour]:
    """Points within one pixel on an edge."""
    steps = [(n + 0.5) / _FINE for n in range(_FINE)]
    return [colour(x + dx, y + dy) for dy in steps for dx in steps]


def _mean(colours: list[Colour]) -> bytes:
    """Weighted by how solid each is."""
    solid = sum(colour[3] for colour in colours)
    if not solid:
        return bytes(CLEAR)
    parts = [round(sum(colour[n] * colour[3] for colour in colours) / solid) for n in range(3)]
    return bytes([*parts, round(solid / len(colours))])


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
