"""Join codes and linking codes: what they look like, and what in a message may be one. Pure: chance is an argument.

A join code is nine characters and one that checks them, shown as BCDF4-GHJKM: no vowels, nothing that looks like
something else, the fifth a digit. So no word is one, and a slip is seen without looking anything up. Codes of older
packs have eight letters and digits, ABCD-EFGH, and work until they are rotated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass

DIGITS = "23456789"
ALPHABET = DIGITS + "BCDFGHJKMNPQRSTVWX"
"""No vowels and no Y; no 0, 1 and L; no Z beside the 2. Twenty-six, as ISO 7064's MOD 27,26 wants them."""
HALF = 5
OLD = frozenset("ABCDEFGHJKMNPQRSTUVWXYZ" + DIGITS)
"""What codes of older packs were made of."""
MOST_CODES = 3
"""So many of a message are looked up."""
LONGEST = 300
"""A longer message holds none."""
MOST_WRONG_CODES = 5
WAIT_MINUTES = 60
LINK_LIKE = re.compile(r"\blink(?=-| ?[a-z0-9]{4}-)[- ]?([a-z0-9]{4})[- ]?([a-z0-9]{4})\b", re.IGNORECASE)
"""A linking code, as it is shown: LINK-ABCD-EFGH. "That link anywhere" is none: a dash must be somewhere."""

_DASH = r"[\s\-‐-―]?"
_NEW_SHAPE = re.compile(rf"(?<![A-Z0-9])([A-Z0-9]{{4}}\d{_DASH}[A-Z0-9]{{5}})(?![A-Z0-9])")
_OLD_SHAPE = re.compile(rf"(?<![A-Z0-9])([A-Z0-9]{{4}})({_DASH})([A-Z0-9]{{4}})(?![A-Z0-9])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_IGNORED = re.compile(r"[\s\-‐-―_.·:'\"`*<>()\[\]]+")


@dataclass(frozen=True, slots=True)
class Codes:
    """What in a message may be a join code."""

    found: tuple[str, ...] = ()
    """To be looked up, normalised; each that is none counts as a wrong one."""
    slip: bool = False
    """Something is written as a code, and its last character says that it is none."""


def normalise(text: str) -> str:
    """A code without case, spaces, dashes and quotes. Empty when the text has no letters and digits."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).upper())


def make_join_code(pick: Callable[[str], str]) -> str:
    """A join code as it is shown to people; `pick` takes a character by chance."""
    body = "".join(pick(DIGITS if place == HALF - 1 else ALPHABET) for place in range(2 * HALF - 1))
    return f"{body[:HALF]}-{body[HALF:]}{check_character(body)}"


def make_short_code(pick: Callable[[str], str]) -> str:
    """A code that lives for minutes, as it is shown to people: BCDF-2345."""
    code = "".join(pick(ALPHABET) for _ in range(8))
    return f"{code[:4]}-{code[4:]}"


def check_character(body: str) -> str:
    """ISO 7064, MOD 27,26: another one for each single slip, and for nearly all neighbours that changed places."""
    size = product = len(ALPHABET)
    for character in body:
        product = ((product + ALPHABET.index(character)) % size or size) * 2 % (size + 1)
    return ALPHABET[(size + 1 - product) % size]


def well_made(code: str) -> bool:
    """Whether a normalised text is a join code by its make."""
    return (
        len(code) == 2 * HALF and set(code) <= set(ALPHABET) and code[HALF - 1] in DIGITS
        and check_character(code[:-1]) == code[-1]
    )  # fmt: skip


def can_be_typed(code: str) -> bool:
    """Whether a code would be found in what people type: one that is not must never be given to anybody."""
    return bool(codes_in(code).found)


def codes_in(text: str, known: Collection[str] = ()) -> Codes:
    """What in a message may be a join code. `known`: ordinary words, which are none."""
    if not text or len(text) > LONGEST:
        return Codes()
    upper = unicodedata.normalize("NFKC", text).upper()
    whole = normalise(text)
    new = [normalise(match.group(1)) for match in _NEW_SHAPE.finditer(upper)]
    if len(whole) == 2 * HALF and whole[HALF - 1 : HALF].isdigit():
        new.append(whole)
    new = [code for code in new if set(code) <= set(ALPHABET)]
    old = [a + b for a, dash, b in _OLD_SHAPE.findall(upper) if _may_be_old(a, dash, b, whole, known)]
    if len(whole) == 8 and _may_be_old(whole[:4], "", whole[4:], whole, known):
        old.append(whole)
    found = [code for code in new if well_made(code)]
    slip = any(not well_made(code) for code in new)
    return Codes(tuple(dict.fromkeys(found + old))[:MOST_CODES], slip and not found)


def _may_be_old(first: str, dash: str, second: str, whole: str, known: Collection[str]) -> bool:
    """Whether eight letters and digits may be a code of an older pack: no year, no word, no number alone."""
    code = first + second
    if not (code.isascii() and code.isalnum()) or any(_YEAR.fullmatch(half) for half in (first, second)):
        return False
    letters, digits = any(c.isalpha() for c in code), any(c.isdigit() for c in code)
    if letters and digits:
        return not any(half.isdigit() and dash == " " for half in (first, second)) or code == whole
    if not set(code) <= OLD or not (dash.strip() or (code == whole and letters)):
        return False
    words = (code.casefold(), first.casefold(), second.casefold())
    return not (words[0] in known or (words[1] in known and words[2] in known))


def link_in(text: str) -> str:
    """The linking code in a message, normalised; empty when it has none."""
    found = LINK_LIKE.search(text) if len(text) < LONGEST else None
    return normalise(found.group(1) + found.group(2)) if found else ""
