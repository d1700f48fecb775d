"""People at different adopters who help each other: what each shares, and how they are introduced."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

NO_GROUP = "-"
"""What stands for the group of an organisation that is part of none."""


@dataclass(frozen=True, slots=True)
class OrganisationProfile:
    """What an organisation says of itself to other adopters. The values are keys of the content."""

    region: str = ""
    size: str = ""
    """A band of homes."""
    stock: str = ""
    group: str = ""
    """The group of landlords that it is part of, by name, or NO_GROUP; nobody is introduced inside one."""
    shared: bool = False
    """Its lead agreed that other adopters may see this."""
    lead_asked: bool = False
    """The lead was asked whether it may be shared: once."""


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

# ---------------------------------------------------------------- introductions

IntroductionState = Literal["asked", "open", "declined", "lapsed", "closed", "gone"]
GOES_ON: tuple[IntroductionState, ...] = ("asked", "open")
Said = Literal["", "yes", "no"]
Outcome = Literal["", "helped", "not", "unspoken"]
LineKind = Literal["words", "address"]


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two of an introduction."""

    person: str
    adopter: str = ""
    name: str = ""
    role: str = ""
    organisation: str = ""
    """The adopter's name."""
    profile: OrganisationProfile = field(default_factory=OrganisationProfile)
    said: Said = ""
    outcome: Outcome = ""
    """What they say of it afterwards."""


@dataclass(frozen=True, slots=True)
class PeerLine:
    """What one party gives the bot for the other: words to pass on, or an address that waits for the other's."""

    id: int
    person: str
    kind: LineKind
    words: str
    told: bool = False


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two people at different adopters who are introduced, or may be. `first` is who asked."""

    id: int
    first: Party
    second: Party
    topic: str
    """`theme:KEY`, `step:KEY`, or empty."""
    state: IntroductionState
    asked: datetime
    opened: datetime | None = None
    ended_by: str = ""
    in_round: bool = False
    """Put together by a round: nobody asked for it."""
    told: tuple[str, ...] = ()
    """What was said of it by the bot itself, with whom it was said to: `asked:PERSON`."""
    lines: tuple[PeerLine, ...] = ()

    @property
    def goes_on(self) -> bool:
        return self.state in GOES_ON

    def has(self, person: str) -> bool:
        return person in (self.first.person, self.second.person)

    def party(self, person: str) -> Party:
        return self.first if self.first.person == person else self.second

    def other(self, person: str) -> Party:
        return self.second if self.first.person == person else self.first

    def with_party(self, party: Party) -> Introduction:
        """The same with what one of the two says now."""
        is_first = party.person == self.first.person
        return replace(self, first=party) if is_first else replace(self, second=party)

    def address_of(self, person: str) -> str:
        """The address that somebody gave for the other; empty where they gave none."""
        return next((line.words for line in self.lines if (line.person, line.kind) == (person, "address")), "")


@dataclass(frozen=True, slots=True)
class PeersKnown:
    """What a turn may know: its adopter's own, and who may help where that is looked for."""

    organisation: OrganisationProfile = field(default_factory=OrganisationProfile)
    profiles: tuple[tuple[str, PeerProfile], ...] = ()
    introductions: tuple[Introduction, ...] = ()
    """Of the adopter's people, the latest first."""
    pool: tuple[Peer, ...] | None = None
    """Everybody of other adopters who may be asked. None: not looked up in this turn."""
    met: frozenset[Couple] = frozenset()
    """Whom the adopter's people were put together with before. Looked up with the pool."""
    held: tuple[str, ...] = ()
    """What nobody else can change before this turn is kept: an introduction's number, a helper's id."""

    def profile(self, person: str) -> PeerProfile:
        return dict(self.profiles).get(person, PeerProfile())

    def of(self, person: str) -> list[Introduction]:
        """Somebody's introductions that go on, the latest first."""
        return [one for one in self.introductions if one.has(person) and one.goes_on]

    def find(self, number: int) -> Introduction | None:
        return next((one for one in self.introductions if one.id == number), None)


class PeersNeededError(LookupError):
    """The turn is answered again, with an introduction or a helper held, and with everybody who may be asked where
    that is looked for."""

    def __init__(self, introduction: int = 0, helper: str = "") -> None:
        super().__init__(introduction, helper)
        self.introduction, self.helper = introduction, helper


def peer_notice_key(adopter: str, introduction: int, person: str, mark: str) -> str:
    """The key of a message about an introduction that the clock sends."""
    return f"{adopter}:peers:{introduction}:{person}:{mark}"


def peer_notice_of(key: str) -> tuple[int, str, str] | None:
    """(introduction, person, mark) of such a key; None for another."""
    parts = key.split(":", 4)
    return (int(parts[2]), parts[3], parts[4]) if len(parts) == 5 and parts[1] == "peers" else None


# ---------------------------------------------------------------- what changes


@dataclass(frozen=True, slots=True)
class SaveOrganisationProfile:
    """Of the adopter whose turn it is."""

    profile: OrganisationProfile


@dataclass(frozen=True, slots=True)
class SavePeerProfile:
    """Of the person whose turn it is."""

    profile: PeerProfile


@dataclass(frozen=True, slots=True)
class AskPeer:
    """The person asks to be introduced to somebody; what it is about is noted for the counts."""

    helper: str
    topic: str


@dataclass(frozen=True, slots=True)
class SaveIntroduction:
    """It stands so now: its state, what each said, and who ended it. Both adopters are looked at by the clock."""

    introduction: Introduction


@dataclass(frozen=True, slots=True)
class SayToPeer:
    """The person gives the bot something for the other."""

    introduction: int
    kind: LineKind
    words: str


@dataclass(frozen=True, slots=True)
class NotePeerTold:
    """The person was told this of the introduction. `line:NUMBER`: these words were passed on to them."""

    introduction: int
    person: str
    mark: str


PeerChange = SaveOrganisationProfile | SavePeerProfile | AskPeer | SaveIntroduction | SayToPeer | NotePeerTold


# ---------------------------------------------------------------- what the content says


@dataclass(frozen=True, slots=True)
class PeerOption:
    """A region, a band of homes, a kind of stock, a theme, or a step: its label, and the words it goes by."""

    key: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeerWords:
    """What the content says of peers. Without themes there is nothing of the kind."""

    themes: tuple[PeerOption, ...] = ()
    regions: tuple[PeerOption, ...] = ()
    sizes: tuple[PeerOption, ...] = ()
    stock: tuple[PeerOption, ...] = ()
    steps: tuple[PeerOption, ...] = ()
    alike: tuple[str, ...] = ()
    """Words for "of our size"."""
    asks: int = 3
    """So often may somebody be asked in a quarter."""
    answer_days: int = 14
    """After so many days without an answer the one who asked is told so."""
    follow_days: int = 10
    """After so many working days both are asked whether they spoke."""
    round_days: int = 91
    """So often is there a round."""
