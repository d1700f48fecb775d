"""Words to a reading: the conversation's one way into the reader, with the record as it stands."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.core.model.reading import OTHER_LANGUAGE, Context, Open, Reading, Understood, as_read
from bot.core.turn.reply import CONFIRM, Programme, Reply

if TYPE_CHECKING:
    from bot.core.reader.model import Ask, Told
    from bot.core.reader.model import Context as ReaderContext
    from bot.core.reader.vocabulary import Vocabulary


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
        facts=tuple(_understood(told) for told in found.facts),
        open=tuple(_open(ask) for ask in found.open),
        assent=found.assent,
        topic=found.topic or (OTHER_LANGUAGE if found.because == (OTHER_LANGUAGE,) else ""),
        likeliest=found.likeliest,
    )


def yes_or_no(reply: Reply) -> bool | None:
    """What typed words say to a question of yes or no; None where they say something else."""
    intent = understand(reply.programme, reply.turn.text, reply.reading_context(CONFIRM)).intent
    return {"confirm": True, "deny": False}.get(intent)


def steps_in(programme: Programme, text: str, context: Context) -> tuple[str, ...]:
    """The steps that the words name, in order."""
    from bot.core.reader.looking import look  # only where it reads: its tables make a start slow

    spans = look(as_read(text), _for_reader(context), programme.vocabulary).spans
    return tuple(s.value for s in spans if s.kind == "step")


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
