"""Checks of how the bot speaks: how long its sentences are, how hard to read, and with which words.

They look at what the bot says by itself: `phrases.yaml`, `journey.yaml` and `steps/`. Answers and briefings are read
by who wants to read, and may be longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from bot.content.draft import Draft, Text
from bot.content.problems import Problem, Rule
from bot.content.wording import HARDEST, MOST_WORDS, length_of

SPOKEN = ("phrases.yaml", "journey.yaml")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|`[^`]*`|\{[^{}]*\}")
"""What people may type, code, and what is filled in: none of it is the bot's own word."""
A_FEW = 8
"""Of fewer words nothing can be told of how hard they are to read."""


def spoken(draft: Draft) -> list[Text]:
    """The texts that the bot says by itself."""
    return [t for t in draft.texts if PurePath(t.file).name in SPOKEN or PurePath(t.file).parent.name == "steps"]


def wording_problems(draft: Draft) -> Iterator[Problem]:
    """Texts that are too long or too hard, and words that the glossary has another one for."""
    words = {word.casefold(): term.term for term in draft.glossary.terms for word in term.instead_of}
    words |= {word.casefold(): "" for word in draft.glossary.avoid}
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    for text in spoken(draft):
        length = length_of(text.text)
        if length.words > MOST_WORDS:
            yield Rule.TEXT_WORDY.at(text.file, text.line, count=length.words, most=MOST_WORDS)
        if length.words >= A_FEW and length.grade > HARDEST:
            yield Rule.TEXT_HARD.at(text.file, text.line, grade=f"{length.grade:.0f}", most=HARDEST)
        found = pattern.findall(" ".join(_QUOTED.sub(" ", text.text).split())) if words else []
        for word in dict.fromkeys(found):
            term = words[word.casefold()]
            rule = Rule.TERM_OTHER if term else Rule.WORD_AVOIDED
            yield rule.at(text.file, text.line, word=word, term=term)


def wording_lines(texts: Sequence[Text], worst: int = 10) -> Iterator[str]:
    """What `check --wording` prints: how many texts, how long, and the worst of them."""
    lengths = [(text, length_of(text.text)) for text in texts]
    words = sum(length.words for _, length in lengths)
    yield f"{len(lengths)} texts, {words} words, {words / max(1, len(lengths)):.0f} words each."
    yield f"The longest (at most {MOST_WORDS} words):"
    for text, length in sorted(lengths, key=lambda found: -found[1].words)[:worst]:
        yield f"  {length.words:3} words  {PurePath(text.file).name}:{text.line}: {_begins(text)}"
    yield f"The hardest to read (at most {HARDEST} years at school):"
    told = [(text, length) for text, length in lengths if length.words >= A_FEW]
    for text, length in sorted(told, key=lambda found: -found[1].grade)[:worst]:
        yield f"  {length.grade:3.0f} years  {PurePath(text.file).name}:{text.line}: {_begins(text)}"


def _begins(text: Text) -> str:
    plain = " ".join(text.text.split())
    return plain if len(plain) <= MOST_SHOWN else f"{plain[:MOST_SHOWN]}…"


MOST_SHOWN = 80
