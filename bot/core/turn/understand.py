"""Words to a reading: the conversation's one way into the reader, with the record as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.core.calendar import Span, span_of
from bot.core.language.consent import consent
from bot.core.language.dates.phrase import Tense
from bot.core.model.reading import OTHER_LANGUAGE, Context, Open, Reading, Understood, as_read
from bot.core.turn.reply import CONFIRM, Programme, Reply

if TYPE_CHECKING:
    from bot.core.reader.model import Ask, Told
    from bot.core.reader.model import Context as ReaderContext
    from bot.core.reader.vocabulary import Vocabulary


WHOSE = ".entry"
"""Behind a step's key: which of its entries is meant. That is no fact to keep, nor to show."""


def understand(programme: Programme, text: str, context: Context) -> Reading:
    """What the words mean, given what is known: as many of them as are read."""
    return _understood_so(programme.vocabulary, as_read(text), context)


@lru_cache(32)
def _understood_so(vocabulary: Vocabulary, text: str, context: Context) -> Reading:
    """A turn asks more than once what its words mean, with the same in mind."""
    from bot.core import reader  # only where it reads: its tables make a start slow

    found = reader.read(text, _for_reader(context), vocabulary)
    return Reading(
        intent=found.intent,
        facts=tuple(_understood(t) for t in found.facts if not t.name.endswith(WHOSE)),
        open=tuple(_open(ask) for ask in found.open),
        assent=found.assent,
        topic=found.topic or (OTHER_LANGUAGE if found.because == (OTHER_LANGUAGE,) else ""),
        likeliest=found.likeliest,
    )


def yes_or_no(reply: Reply) -> bool | None:
    """What typed words say to a question of yes or no; None where they say something else."""
    said = consent(reply.turn.text)
    if said is not None and not said.rest:
        return said.yes
    intent = understand(reply.programme, reply.turn.text, reply.reading_context(CONFIRM)).intent
    return {"confirm": True, "deny": False}.get(intent)


def steps_in(programme: Programme, text: str, context: Context) -> tuple[str, ...]:
    """The steps that the words name, in order."""
    from bot.core.reader.looking import look  # only where it reads: its tables make a start slow

    spans = look(as_read(text), _for_reader(context), programme.vocabulary).spans
    return tuple(s.value for s in spans if s.kind == "step")


def step_words(programme: Programme, text: str, context: Context) -> tuple[tuple[str, str], ...]:
    """The steps that the words name, in order, each with the words that name it."""
    from bot.core.reader.looking import look  # only where it reads: its tables make a start slow

    read = as_read(text)
    looked = look(read, _for_reader(context), programme.vocabulary)
    words = [t.raw for t in looked.tokens]
    return tuple((s.value, " ".join(words[s.start : s.end])) for s in looked.spans if s.kind == "step")


@dataclass(frozen=True, slots=True)
class Naming:
    """What words name, whatever they say of it."""

    steps: tuple[str, ...] = ()
    values: frozenset[str] = frozenset()
    """Ways, bodies and other values of a choice, under the name of their question."""
    days: tuple[Span, ...] = ()
    numbers: frozenset[int] = frozenset()

    @property
    def narrow(self) -> bool:
        """Whether more than a step is named."""
        return bool(self.values or self.days or self.numbers)

    @property
    def anything(self) -> bool:
        return bool(self.steps) or self.narrow

    def on(self, day: str) -> bool:
        """Whether a day that is known is one of those named."""
        begin, end = span_of(day)
        return any(first <= end and begin <= last for first, last in self.days)


def naming(reply: Reply, text: str) -> Naming:
    """What the words name: steps, values of choices, days and numbers."""
    from bot.core.reader.looking import look  # only where it reads: its tables make a start slow

    context = reply.reading_context()
    spans = look(as_read(text), _for_reader(context), reply.programme.vocabulary).spans
    options = {(q.key.partition(".")[2], o.value) for q in reply.journey.question_by_key.values() for o in q.options}
    tenses: tuple[Tense, ...] = ("past", "plan")
    found = [s.date.find(context.today, tense) for s in spans if s.date is not None for tense in tenses]
    return Naming(
        tuple(dict.fromkeys(s.value for s in spans if s.kind == "step")),
        frozenset(s.value for s in spans if (s.kind, s.value) in options),
        tuple(span for span in found if span is not None),
        frozenset(s.number for s in spans if s.kind == "count"),
    )


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a message, as it was typed, and what it is like."""

    start: int
    """Where it begins in the text, and where it ends."""
    end: int
    sentence: int
    predicate: bool
    """It says something of something, rather than naming it."""
    counts: bool
    """It has a number of something."""
    ours: bool
    """Whoever speaks says it as so, and neither asks, nor wants, nor supposes it."""
    activity: bool
    """It names something that people do together, or answer to."""
    steps: tuple[str, ...]
    """The steps that it names."""


_NOT_SAID_AS_SO = ("record", "condition", "wish", "question", "command")
_DONE_TOGETHER = ("activity", "method", "respond", "decision", "attend", "agreement", "publication")
_ABOUT_ONESELF = ("own_business", "away")


def clauses_of(programme: Programme, text: str, context: Context) -> tuple[str, tuple[Clause, ...]]:
    """The words as they are read, and their clauses in order. None of what was pasted: that is minutes, or a mail."""
    from bot.core.reader.looking import look  # only where it reads: its tables make a start slow

    looked = look(as_read(text), _for_reader(context), programme.vocabulary)
    found = tuple(
        Clause(
            looked.tokens[c.start].start, looked.tokens[c.end - 1].end, c.sentence,
            predicate=any(not g.infinitive for g in c.groups) or c.denied,
            counts=c.has("count"),
            ours=c.holder not in _NOT_SAID_AS_SO and not c.asks and not c.has(*_ABOUT_ONESELF),
            activity=c.has(*_DONE_TOGETHER),
            steps=tuple(dict.fromkeys(s.value for s in c.of("step"))),
        )
        for c in looked.clauses
    )  # fmt: skip
    return looked.text, () if looked.pasted else found


def _for_reader(context: Context) -> ReaderContext:
    """What is known, as the reader takes it."""
    from bot.core import reader

    known = tuple(reader.Recorded(k.step, k.id, MappingProxyType(dict(k.facts))) for k in context.known)
    return reader.Context(context.today, _asked(context), context.quarters, known, context.people)


def _asked(context: Context) -> str | None:
    """The question put, as the reader knows it; a question whether there were others asks for no value."""
    return None if context.asked is None or context.asked.partition("#")[0].endswith(".more") else context.asked


def _understood(told: Told) -> Understood:
    return Understood(told.name, told.value, told.sure, told.words, str(told.entry))


def _open(ask: Ask) -> Open:
    return Open(ask.name, ask.reason)  # type: ignore[arg-type]
