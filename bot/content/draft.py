"""Content as it was read: the values, where each of them stands, and every text that people will see.

The readers fill a `Draft`; the checks look at it as a whole; `journey.py` makes a `Journey` of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from bot.content.problems import Problem, Rule
from bot.content.reading import Node, did_you_mean, read_yaml
from bot.core.model.badge import Badge
from bot.core.model.confirm import Confirm
from bot.core.model.gatherings import GatheringWords
from bot.core.model.identity import Identity
from bot.core.model.journey import (
    Briefing,
    Hours,
    Nudging,
    Page,
    QuestionAndAnswer,
    Role,
    Shared,
    Step,
    Synonyms,
    TopicGroup,
)
from bot.core.model.papers import Paper
from bot.core.model.peers import PeerWords
from bot.core.safety.words import Safety

TextKind = Literal["message", "label", "title", "bot_name", "bot_short", "bot_description"]

CHECKED_KEYS = ("on", "by", "against")
WRITER = "its author"
"""Who compared a text with its source, where it says nothing else."""
NO_DAY = date.min
"""Stands where a date is missing or wrong, after that was reported."""
_NAMED = re.compile(r"\[([^\[\]]*)\]\(link:([^()\s]*)\)")
_WRITTEN_OUT = re.compile(r"https?://(?!(?:[\w-]+\.)*example\.(?:org|com)\b)[\w-]+\.[^\s)>\]]+")
"""An address in a text, other than one that stands for any."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that people see, where it stands, and which placeholders are filled in it (None: checked elsewhere)."""

    file: str
    line: int
    text: str
    kind: TextKind = "message"
    placeholders: frozenset[str] | None = frozenset()


class Checked(NamedTuple):
    """When something was last compared with its source, by whom, and with what exactly."""

    on: date
    by: str
    against: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that answers and briefings state: about law, the charter or where to get help."""

    key: str
    fact: str
    about: str
    source: str
    link: str
    last_checked: date
    checked_by: str
    checked_against: str
    names: tuple[str, ...] = ()
    """Words by which a text that speaks of it is noticed."""
    nation: str = "England"
    in_force_from: date | None = None
    announced_on: date | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address of the web that texts refer to by its key, so that it stands in one place."""

    key: str
    title: str
    address: str
    owner: str
    """Whose page it is."""
    last_checked: date
    checked_by: str
    checked_against: str


@dataclass(frozen=True, slots=True)
class Term:
    """The word for one idea, and those that stand for the same and are not used."""

    term: str
    means: str
    instead_of: tuple[str, ...] = ()
    not_said: tuple[str, ...] = ()
    """Not used in what the bot says by itself; somebody who reads guidance may meet them."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """The words that the bot uses, and those that it avoids."""

    terms: tuple[Term, ...] = ()
    avoid: tuple[str, ...] = ()
    avoid_said: tuple[str, ...] = ()
    """Avoided in what the bot says by itself only."""

    def others(self, said: bool) -> dict[str, str]:
        """Each word that is not used, and the one for it (empty: it is simply avoided); `said`: by the bot itself."""
        terms = {word: t.term for t in self.terms for word in (*t.instead_of, *(t.not_said if said else ()))}
        avoided = dict.fromkeys((*self.avoid, *(self.avoid_said if said else ())), "")
        return {word.casefold(): term for word, term in (terms | avoided).items()}


@dataclass(slots=True)
class Head:
    """What `journey.yaml` says about the programme itself."""

    key: str = ""
    name: str = ""
    organisation: str = ""
    officer_name: str = ""
    officer_email: str = ""
    home_url: str = ""
    roles: tuple[Role, ...] = ()
    offers: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()
    hours: Hours = field(default_factory=Hours)
    nudging: Nudging = field(default_factory=Nudging)
    shared: tuple[Shared, ...] = ()
    begins: tuple[str, ...] = ()
    topic_groups: tuple[TopicGroup, ...] = ()


@dataclass(slots=True)
class Draft:
    """All that was read from one folder."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    head: Head = field(default_factory=Head)
    steps: list[Step] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Steps that are listed, and whose file gives nothing to go on with: nothing is said of what refers to them."""
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    briefings: list[Briefing] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    badge: Badge | None = None
    confirm: Confirm | None = None
    identity: Identity = field(default_factory=Identity)
    gatherings: GatheringWords = field(default_factory=GatheringWords)
    peers: PeerWords = field(default_factory=PeerWords)
    answers: list[QuestionAndAnswer] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    links: dict[str, Link] = field(default_factory=dict)
    links_used: set[str] = field(default_factory=set)
    requests: tuple[tuple[str, tuple[str, ...]], ...] = ()
    synonyms: Synonyms = field(default_factory=Synonyms)
    safety: Safety = field(default_factory=Safety)
    glossary: Glossary = field(default_factory=Glossary)
    texts: list[Text] = field(default_factory=list)
    places: dict[tuple[str, ...], tuple[str, int]] = field(default_factory=dict)

    def read(self, *parts: str) -> Node | None:
        """One YAML file of the folder; what is wrong with it is added to the problems."""
        path = self.folder.joinpath(*parts)
        return read_yaml(path, self.problems, str(path))

    def place(self, node: Node, *name: str, key: str = "") -> None:
        """Remembers where something stands, so that a check can say so."""
        self.places.setdefault(name, (node.source.name, node.line_of(key) if key else node.line))

    def at(self, *name: str) -> tuple[str, int]:
        """Where it stands; a shorter name is tried when the whole one is not known."""
        while name:
            if name in self.places:
                return self.places[name]
            name = name[:-1]
        return str(self.folder / "journey.yaml"), 1

    def checked(self, node: Node, *name: str) -> Checked:
        """`checked`: on which day something was compared with its source, by whom, and against what exactly."""
        self.place(node, *name, "checked", key="checked")
        block = node.need("checked")
        if block is None or not block.is_map("checked"):
            return Checked(NO_DAY, WRITER, "")
        block.known(*CHECKED_KEYS)
        return Checked(block.day("on") or NO_DAY, block.text("by", WRITER), block.text("against"))

    def problem(self, rule: Rule, place: tuple[str, ...], /, **words: object) -> Problem:
        file, line = self.at(*place)
        return rule.at(file, line, **words)

    def text(
        self,
        node: Node,
        key: str,
        default: str | None = None,
        kind: TextKind = "message",
        placeholders: frozenset[str] | None = frozenset(),
    ) -> str:
        """Reads a text under `key` and keeps it for the checks of length and placeholders."""
        value = node.text(key, default)
        if value:
            found = node.get(key)
            line = found.line if found is not None else node.line
            value = self.linked(value, node.source.name, line)
            self.texts.append(Text(node.source.name, line, value, kind, placeholders))
        return value

    def linked(self, text: str, file: str, line: int) -> str:
        """The text with each link that it names by its key as an address; empty words take the page's title.

        An address that is written out is reported: it would be looked at by nobody.
        """

        def address(found: re.Match[str]) -> str:
            words, key = found.groups()
            link = self.link(key, file, line + text[: found.start()].count("\n"))
            return f"[{words or link.title}]({link.address})" if link else words

        for found in _WRITTEN_OUT.finditer(text):
            at = line + text[: found.start()].count("\n")
            self.problems.append(Rule.LINK_WRITTEN_OUT.at(file, at, address=found.group()))
        return _NAMED.sub(address, text)

    def link(self, key: str, file: str, line: int) -> Link | None:
        """The link of this key; None, and a problem, when there is none."""
        self.links_used.add(key)
        if key not in self.links:
            suggestion = did_you_mean(key, sorted(self.links))
            self.problems.append(Rule.REFERENCE_DEAD.at(file, line, value=key, what="link", suggestion=suggestion))
        return self.links.get(key)
