"""Text to `Looked`: tokens, spans and clauses, each stage a function from the one before."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.core.language.bags import bag
from bot.core.language.words import last_gap
from bot.core.reader.clauses import clauses_of
from bot.core.reader.model import Context, Looked, Token
from bot.core.reader.spans import spans_of
from bot.core.reader.tokens import plain, tokens_of
from bot.core.reader.vocabulary import Vocabulary

_ACTING = bag(
    """
    is will leads takes owns and does can to picks covers
    """
)


def look(text: str, context: Context, vocabulary: Vocabulary) -> Looked:
    """A message looked through. What is recorded has no part in it: so the same words are looked through once a turn,
    however often they are read with another question or another record in mind."""
    asked = context.asked if context.asked_field == "minute_ref" else None
    return _looked(text, Context(context.today, asked, context.quarters), vocabulary)


_COURTESY = re.compile(
    r"(?<!\bno)(?<!\bok)(?<!\bokay)(?<!\byes)(?<!\bgreat)(?<!\bfine)(?<!\bright)(?<!\blovely)(?<!\bperfect)"
    r"(?:[,.!]\s(?:thank you|thanks|thx|ta|cheers)\W*)$",
    re.IGNORECASE,
)
"""A courtesy behind what is told changes nothing of it. Behind a nod it is part of that."""


@lru_cache(32)
def _looked(text: str, context: Context, vocabulary: Vocabulary) -> Looked:
    own = _COURTESY.sub("", plain(text))
    tokens = _without_address(tokens_of(own, vocabulary.speller, vocabulary.given_names))
    spans, private = spans_of(tokens, own, context, vocabulary)
    tail = last_gap(own)
    return Looked(
        own, tokens, spans, clauses_of(tokens, spans, tail), tail, private, frozenset(s.kind for s in spans)
    )


def _without_address(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A mention at the beginning speaks to the bot, unless that person does something."""
    if len(tokens) < 2 or tokens[0].kind != "mention":
        return tokens
    after, third = tokens[1].text, tokens[2].text if len(tokens) > 2 else ""
    acts = (
        after in _ACTING
        or after.endswith("ing")
        or (after == "has" and third in ("taken", "got", "picked", "agreed", "offered", "the", "our"))
    )
    return tokens if acts else tokens[1:]
