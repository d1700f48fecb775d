"""The badge of an adopter as content: what stands on it, the words beside it, and what its public page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LOOKS = ("light", "dark")
"""For light and for dark surroundings."""
FORMS = ("svg", "png")
WORDS = frozenset(["adopter", "programme", "organisation"])
"""Placeholders of its words."""


@dataclass(frozen=True, slots=True)
class PublicFact:
    """Something that an adopter's public page shows, once it is public."""

    fact: str
    label: str
    when: str = ""
    """The fact that says whether it is public; empty: it is, once it is known."""
    values: tuple[str, ...] = ()
    """What that one says then."""


@dataclass(frozen=True, slots=True)
class Badge:
    """The badge."""

    lines: tuple[str, ...]
    """What stands on it, the first larger."""
    alt: str
    """What a screen reader says of it."""
    sentence: str
    """A sentence for whoever shows it."""
    paragraph: str
    meaning: str
    """What it says and what not: on the page that it leads to."""
    sizes: tuple[int, ...] = (160, 320, 640)
    """Widths in pixels."""
    facts: tuple[PublicFact, ...] = ()
    hide: str = ""
    """The fact that hides what the page would show beside the listing."""
    asked: tuple[str, ...] = ()
    """Words by which it is asked for."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """The programme's own pictures, `light.svg` and so on, in place of the drawn ones."""
