"""Words as a file format can hold them: what no format takes is left out, and each direction of writing is known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from bot.core.model.document import Table, plain

BREAKS = "\n\t"
HIDDEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Turn the direction of what follows, or mark how a file is written: words that show as others are no words."""
RIGHT_TO_LEFT = frozenset({"R", "AL"})
LEADS_OUT = ("https://", "http://", "mailto:")


def clean(text: str) -> str:
    """Without control characters, half characters and hidden changes of direction."""
    if text.isascii() and text.isprintable():
        return text
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in kept if c in BREAKS or (c not in HIDDEN and _is_text(c)))


def _is_text(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs", "Cn") and ord(character) & 0xFFFE != 0xFFFE


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction == "L" or direction in RIGHT_TO_LEFT:
            return direction in RIGHT_TO_LEFT
    return False


def by_direction(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is written from right to left; what has no direction goes with what
    stands before it."""
    piece, backwards = "", is_right_to_left(text)
    for character in text:
        direction = unicodedata.bidirectional(character)
        turned = direction in RIGHT_TO_LEFT if direction == "L" or direction in RIGHT_TO_LEFT else backwards
        if turned != backwards and piece:
            yield piece, backwards
            piece = ""
        piece, backwards = piece + character, turned
    if piece:
        yield piece, backwards


def leads_out(link: str) -> bool:
    """Whether an address is one that a document may lead to."""
    return link.lower().startswith(LEADS_OUT)


MOST_ROWS, MOST_LETTERS = 8, 1200
"""A table of no more stays on one page; one that might not fit there may break."""


def stays_together(table: Table) -> bool:
    """Whether a table is so small that it stays on one page: nobody turns a page for its last row."""
    letters = sum(len(plain(cell)) for row in table.rows for cell in row)
    return len(table.rows) <= MOST_ROWS and letters <= MOST_LETTERS
