"""Checks of how the bot speaks: how long its sentences are, how hard to read, and with which words.

Length and readability are looked at in what the bot says by itself: `phrases.yaml`, `journey.yaml` and `steps/`.
Answers, briefings, papers and pages are read by who wants to read, and may be longer. The glossary holds for them
too, but they may have words of their own (a law's "tenants", a complaint's "stage").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath

from bot.content.draft import Draft, Text
from bot.content.problems import Problem, Rule
from bot.content.wording import HARDEST, MOST_WORDS, length_of

SPOKEN = ("phrases.yaml", "journey.yaml")
LINKS = "links.yaml"
"""Titles of others' pages: their own words."""
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|`[^`]*`|\{[^{}]*\}|\[[^\]]*\]\([^)]*\)")
"""What people may type, code, what is filled in, others' titles: none of it is the bot's own word."""
A_FEW = 8
"""Of fewer words nothing can be told of how hard they are to read."""


def spoken(draft: Draft) -> list[Text]:
    """The texts that the bot says by itself."""
    return [t for t in draft.texts if PurePath(t.file).name in SPOKEN or PurePath(t.file).parent.name == "steps"]


def wording_problems(draft: Draft) -> Iterator[Problem]:
    """Texts that are too long or too hard, and words that the glossary has another one for."""
    said = spoken(draft)
    for text in said:
        length = length_of(text.text)
        if length.words > MOST_WORDS:
            yield Rule.TEXT_WORDY.at(text.file, text.line, count=length.words, most=MOST_WORDS)
        if length.words >= A_FEW and length.grade > HARDEST:
            yield Rule.TEXT_HARD.at(text.file, text.line, grade=f"{length.grade:.0f}", most=HARDEST)
    for texts, by_itself in ((said, True), (_read(draft, said), False)):
        words = draft.glossary.others(by_itself)
        for text in texts:
            for word in words_of_others(text.text, words):
                term = words[word.casefold()]
                rule = Rule.TERM_OTHER if term else Rule.WORD_AVOIDED
                yield rule.at(text.file, text.line, word=word, term=term)


def words_of_others(text: str, words: Mapping[str, str]) -> list[str]:
    """Which of these words stand in a text, as they stand there; not those that it quotes."""
    if not words:
        return []
    return list(dict.fromkeys(_any_of(tuple(words)).findall(" ".join(_QUOTED.sub(" ", text).split()))))


@lru_cache(8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _read(draft: Draft, said: Sequence[Text]) -> Iterator[Text]:
    """What people read who want to: answers, papers, titles and summaries, and every line of a briefing or a page."""
    own = {id(text) for text in said}
    yield from (t for t in draft.texts if id(t) not in own and PurePath(t.file).name != LINKS)
    bodies = [("briefing", b.key, b.body) for b in draft.briefings] + [("page", p.key, p.body) for p in draft.pages]
    for what, key, body in bodies:
        file, first = draft.places[(what, key, "body")]
        yield from (
            Text(file, first + n, line) for n, line in enumerate(body.splitlines()) if not line.startswith(">")
        )


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
