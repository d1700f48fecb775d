"""Papers as content: which there are, how each is asked for, its sections in their order, and all their words.

A section is of one kind (`SECTIONS`); what that shows is worked out in `core/views/papers/`. Its words, its place and
whether it is there at all are the officer's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EVERYWHERE = frozenset(["adopter", "programme", "organisation", "date"])
"""Placeholders that every text of a paper may have."""


def _words(**texts: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(placeholders.split()) | EVERYWHERE for name, placeholders in texts.items()}


SECTIONS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "front": _words(
        organisation="", meeting="", meeting_at="body day", meeting_unknown="", purpose="", purpose_open="",
        author="", decision="", prepared="", prepared_from="people", leads="",
    ),
    "text": _words(text=""),
    "to_write": _words(text=""),
    "progress": _words(
        caption="", step="", state="", known="", sources="", done="", begun="", open="", waiting="", nothing="",
        latest="count name entry", listed="count name", to_come="entries",
    ),
    "decisions": _words(caption="", sources="", empty="", unknown=""),
    "activities": _words(
        caption="step", activity="", when="", took_part="", invited="", sources="", people="number",
        responses="number", attendances="number", unknown="number", not_said="number", nothing="", to_come="activity",
        said="", overall="text", not_heard="text", not_heard_open="", empty="step", withheld="",
    ),
    "answers": _words(empty="", withheld=""),
    "commitments": _words(
        caption="theme", commitment="", owner="", measure="", overseen="", sources="", none="themes", empty="",
        unsorted="", withheld="", nothing="",
    ),
    "dates": _words(caption="", when="", what="", sources="", due="step rhythm", empty=""),
    "open_points": _words(
        step_open="step", step_begun="step", passed="what day", missing="what label",
        changed="label now before person day", withheld="what label", none="",
    ),
    "sentences": _words(empty="", withheld=""),
    "message": _words(greeting="", closing="", length="count", shortened="count", empty="", withheld=""),
    "table": _words(caption="", sources="", unknown="", empty="", withheld=""),
    "confirmed": _words(
        caption="", claim="", yes="", no="", last="", said="", sources="", empty="", withheld="",
    ),
    "lacking": _words(missing="label", of="missing entry", none=""),
    "sources": _words(
        caption="", number="", who="", when="", what="", confirmed="who person", empty="", gone="", residents="",
    ),
    "notes": _words(caption="", note="", about="", sources="", empty="", withheld=""),
    "evidence": _words(caption="step", what="", of="", told="", sources="", withheld="", empty=""),
}  # fmt: skip
"""Each kind of section, with the words that it needs and the placeholders that it fills in them."""
WITH_STEPS = frozenset(["decisions", "activities", "commitments", "table"])
"""Kinds that say which steps they are about."""
WITH_FACTS = frozenset(["decisions", "answers", "open_points", "table", "lacking"])
"""Kinds that say which facts they show, with the words for each."""
WITH_SENTENCES = frozenset(["sentences", "message"])
"""Kinds that are made of sentences, each with the facts that it needs."""


DOCUMENT = ("docx", "pdf", "html")
DATA = ("csv", "json")
"""Forms of a file: a paper is had as a document, the record itself as data."""
FILES_ONLY = (*DATA, "txt", "ics")
"""Forms that are handed over, and not shown as a page."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a paper asks for."""

    key: str
    label: str
    """On its button."""
    said: str
    """On the front page: "For noting"."""
    decision: str
    """What is asked, in a sentence."""
    asked: tuple[str, ...] = ()
    """Words by which somebody says it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft, that stands only where all of its facts are known."""

    fact: str
    """What it tells. Of several sentences about one fact, the first that can be filled stands."""
    say: str
    """With facts by their names in it: `{updates.now}`; `{entry}` is what the fact's own entry is called."""
    values: tuple[str, ...] = ()
    """Only when the fact is one of these; none named: always."""
    lead: str = ""
    """What stands before it in bold, once for all that have the same."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a paper."""

    shows: str
    """Its kind, one of `SECTIONS`."""
    heading: str = ""
    intro: str = ""
    steps: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    """It is there only when the paper asks for one of these; none named: always."""
    facts: tuple[tuple[str, str], ...] = ()
    """(fact, what stands above or before it)."""
    sentences: tuple[Sentence, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper."""

    key: str
    name: str
    """What it is called in a sentence and in its file's name: "board paper"."""
    title: str
    subtitle: str
    page: str
    """What stands at the foot of each page, with `{page}` and `{pages}`."""
    numbered: bool = False
    """Its sections have numbers, by which a meeting can speak of them."""
    asked: tuple[str, ...] = ()
    """Words by which it is asked for, rather than another."""
    question: str = ""
    """Asks what it is for; empty where nothing is asked."""
    purposes: tuple[Purpose, ...] = ()
    sections: tuple[Section, ...] = ()
    called: tuple[tuple[str, str], ...] = ()
    """(step, what it is called here): a board reads of "the board", and not of "your board"."""
    files: tuple[str, ...] = DOCUMENT
    """The forms in which it can be had, the one to hand over first."""
    before: str = ""
    """The step whose meeting it is for: it is offered with the reminder that comes before one."""
    due: str = ""
    """The step that comes round again: it is offered with the reminder that says so."""
    since: str = ""
    """The fact that holds the day of the last one: only what was told since then stands in it."""
    asks: tuple[str, ...] = ()
    """The facts without which it is not whole: they are asked for when it is given."""
    after: str = ""
    """Said when it is given: what to do once it is out."""

    @property
    def is_data(self) -> bool:
        """It is the record itself, for programs and spreadsheets, and has no sections."""
        return not set(self.files) & set(DOCUMENT)

    @property
    def has_sources(self) -> bool:
        """Whether it lists whose word each statement is."""
        return any(section.shows == "sources" for section in self.sections)

    def purpose(self, key: str) -> Purpose | None:
        return next((p for p in self.purposes if p.key == key), None)
