"""The programme's own pictures, which stand in a folder beside its files: all that belong together, or none."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from pathlib import Path

from bot.content.draft import Draft
from bot.content.problems import Rule
from bot.content.reading import Node

BIGGEST = 1024 * 1024
"""Bytes of a picture."""
_PNG = b"\x89PNG\r\n\x1a\n"
_RUNS = re.compile(rb"<script|<foreignObject|\bon\w+\s*=|(?:href|src)\s*=\s*[\"'](?!#)|<!ENTITY", re.IGNORECASE)
"""What a picture must not have: it would be run, or fetched from elsewhere."""
WHY = "it is no picture of that kind, is too large, or would run or fetch something"


def read_pictures(draft: Draft, node: Node, folder: str, wanted: Mapping[str, int | None]) -> dict[str, bytes]:
    """Those that are there, by their names. `wanted`: each name with the pixels that it is wide and high, or None for
    any. What is missing beside the others, or cannot be shown, is a problem."""
    place = draft.folder / folder
    found = {name: (place / name).read_bytes() for name in wanted if (place / name).is_file()}
    for name, pixels in wanted.items() if found else ():
        if name not in found:
            node.source.problem(Rule.FILE_MISSING, 1, name=f"{folder}/{name}")
        elif not is_sound(name, found[name]):
            draft.problems.append(Rule.FILE_UNREADABLE.at(place / name, 1, why=WHY))
        elif pixels is not None and measures(found[name]) != (pixels, pixels):
            wide, high = measures(found[name])
            draft.problems.append(Rule.PICTURE_SIZE.at(place / name, 1, wide=wide, high=high, wanted=pixels))
    return found


def is_sound(name: Path | str, data: bytes) -> bool:
    """A PNG, or an SVG that runs and fetches nothing."""
    if len(data) > BIGGEST:
        return False
    if str(name).endswith(".png"):
        return data.startswith(_PNG) and len(data) >= len(_PNG) + 16
    return b"<svg" in data and not _RUNS.search(data)


def measures(data: bytes) -> tuple[int, int]:
    """How wide and high a PNG says that it is."""
    wide, high = struct.unpack(">II", data[16:24])
    return wide, high
