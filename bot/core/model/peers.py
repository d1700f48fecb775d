"""People at different adopters who help each other: what each shares, and how they are introduced."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class OrganisationProfile:
    """What an organisation says of itself to other adopters. The values are keys of the content."""

    region: str = ""
    size: str = ""
    """A band of homes."""
    stock: str = ""
    group: str = ""
    """The group of landlords that it is part of, by name; none of it is introduced inside its group."""
    shared: bool = False
    """Its lead agreed that other adopters may see this."""


@dataclass(frozen=True, slots=True)
class PeerProfile:
    """What one person shares. The themes are keys of the content."""

    well: tuple[str, ...] = ()
    hard: tuple[str, ...] = ()
    shared: bool = False
    """They agreed to be asked by people of other adopters."""
    rounds: bool = False
    """They want to be introduced to somebody every so often."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody who may be introduced: all that a match is made from."""

    person: str
    adopter: str
    role: str = ""
    organisation: OrganisationProfile = field(default_factory=OrganisationProfile)
    profile: PeerProfile = field(default_factory=PeerProfile)
    done: tuple[tuple[str, date], ...] = ()
    """The steps that their organisation has done, and when."""
    doing: tuple[str, ...] = ()
    """The steps that it has begun."""
    asked: int = 0
    """How often they were asked, or put forward, in the last quarter."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for, beside what their own profile says."""

    steps: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    alike: bool = False
    """Of the same size as their own."""


Couple = frozenset[str]
"""Two people, by their ids."""
