"""Looking for briefings by people's words: what to look for, and in which order to show what was found. Pure.

    words -> wanted (typos mended, synonyms beside them) -> index: all words, then any -> keys, best first

The index is a port: something that finds entries by words and does nothing else. SQLite's FTS5 is behind it today
(`bot/store/sqlite/index.py`). What people type is text: it reaches the index as words, never as its query syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz.distance import OSA

from bot.core.model.journey import Briefing, Synonyms
from bot.core.model.search import Found

MOST_WORDS = 12
"""Words of a search that are looked at. Longer texts say the same thing again."""
MOST_LETTERS = 400
SHORTEST_MENDED = 5
"""Words shorter than this are not taken for misspelt ones."""

Wanted = tuple[tuple[str, ...], ...]
"""Each thing looked for, with the other ways to say it. A way may be several words: a phrase."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One briefing, as the index keeps it."""

    key: str
    title: str
    topics: str
    summary: str
    body: str


class Index(Protocol):
    """Finds entries. Stemmed, capitals and accents do not matter, titles weigh most, then topics, then summaries."""

    def match(self, wanted: Wanted, every: bool, limit: int) -> list[str]:
        """Keys of entries with all (`every`) or any of what is wanted, best first."""

    def knows(self, word: str) -> bool:
        """Whether any entry has the word, in any form of it."""

    def words(self) -> Sequence[str]:
        """Every word of the entries as written, in small letters, the commonest first."""


_POSSESSIVE = re.compile(r"['’]s\b")
_ADDRESS = re.compile(r"(?<=\])\([a-z]+:[^()\s]*\)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def entry_of(briefing: Briefing) -> Entry:
    """The briefing as the index keeps it."""
    body = _ADDRESS.sub("", briefing.body)
    parts = (briefing.title, "; ".join((*briefing.topics, *briefing.also)), briefing.summary, body)
    return Entry(briefing.key, *(_POSSESSIVE.sub("", part) for part in parts))


def plain_words(text: str) -> list[str]:
    """The words of a text, in small letters, without a possessive's ending."""
    found = (m.group().casefold().replace("’", "'") for m in _WORD.finditer(text[:MOST_LETTERS]))
    return [word.removesuffix("'s") for word in found]


def look_up(index: Index, synonyms: Synonyms, text: str, limit: int) -> Found:
    """The best briefings for these words: those that have all of them, then those that have any."""
    words = [w for w in plain_words(text) if w not in synonyms.ignored and not _YEAR.fullmatch(w)][:MOST_WORDS]
    mended = {w: better for w in words if (better := _mended(index, synonyms, w))}
    meant = [mended.get(w, w) for w in words]
    wanted = wanted_of(meant, synonyms)
    if not wanted:
        return Found(words=tuple(words))
    whole = index.match(wanted, True, limit)
    rest = index.match(wanted, False, limit) if len(whole) < limit and len(wanted) > 1 else []
    keys = tuple(dict.fromkeys([*whole, *rest]))[:limit]
    known = sum(any(map(index.knows, ways)) for ways in wanted) / len(wanted)
    return Found(keys, len(whole), known, tuple(mended.items()), tuple(words))


def wanted_of(words: Sequence[str], synonyms: Synonyms) -> Wanted:
    """What is looked for: each word, or known phrase of several, with everything that means the same."""
    groups: dict[tuple[str, ...], None] = {}
    at = 0
    while at < len(words):
        length, others = _known_at(words, at, synonyms)
        said = " ".join(words[at : at + length])
        groups[(said, *(o for o in others if o != said))] = None
        at += length
    return tuple(groups)


def _known_at(words: Sequence[str], at: int, synonyms: Synonyms) -> tuple[int, tuple[str, ...]]:
    """How many words from here make the longest known phrase, and what means the same."""
    for length in range(min(synonyms.longest, len(words) - at), 0, -1):
        said = " ".join(words[at : at + length])
        for form in forms(said):
            if (others := synonyms.same.get(form)) is not None:
                return length, others
    return 1, ()


def forms(said: str) -> tuple[str, ...]:
    """The words themselves, and what they may be an ending of ("asking": "ask"; "boards": "board")."""
    stems = [said[: -len(end)] for end in ("s", "es", "ing", "ed") if said.endswith(end) and len(said) > len(end) + 2]
    return (said, *stems, f"{said}s")


def _mended(index: Index, synonyms: Synonyms, word: str) -> str:
    """The word that was probably meant, for one that stands nowhere; empty when it is good, or nothing is near."""
    if len(word) < SHORTEST_MENDED or word in synonyms.words or any(c.isdigit() for c in word) or index.knows(word):
        return ""
    most = 1 if len(word) < 8 else 2
    return nearest(word, (w for w in (*synonyms.words, *index.words()) if abs(len(w) - len(word)) <= most), most)


def nearest(word: str, words: Iterable[str], most: int) -> str:
    """The first of the nearest words that are at most so many slips away; empty when there is none.

    Two letters in the place of two others make another word ("condensation", "conversation"), not a slip.
    """
    best, best_slips = "", most + 1
    for other in words:
        if len(other) < SHORTEST_MENDED:
            continue
        slips = OSA.distance(word, other, score_cutoff=best_slips - 1)
        if slips < best_slips and (slips == 1 or len(word) != len(other) or sorted(word) == sorted(other)):
            best, best_slips = other, slips
            if slips == 1:
                break
    return best


def best_first(keys: Iterable[str], briefings: Sequence[Briefing]) -> list[Briefing]:
    """The briefings of these keys, in that order; those that newer ones replace come last."""
    wanted = list(keys)
    by_key = {b.key: b for b in briefings if b.key in wanted}
    found = [by_key[k] for k in wanted if k in by_key]
    return sorted(found, key=lambda b: b.status == "superseded")
