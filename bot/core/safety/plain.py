"""Words as they are looked for: lower case, short forms written out, dropped letters and slips mended. Pure.

"Hes hittin her, cant tlak" is `he is hitting her can not talk` to whoever looks for danger in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

STOPS = frozenset(".!?;\n")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.!?;\n]")
_NOT = ("do", "does", "did", "is", "are", "was", "were", "has", "have", "had", "would", "could", "should", "need")
_SHORT: dict[str, tuple[str, ...]] = {
    "cant": ("can", "not"), "cannot": ("can", "not"), "wont": ("will", "not"), "wouldnt": ("would", "not"),
    "im": ("i", "am"), "ive": ("i", "have"), "hes": ("he", "is"), "shes": ("she", "is"), "theyre": ("they", "are"),
    "theyve": ("they", "have"), "theyll": ("they", "will"), "youre": ("you", "are"), "weve": ("we", "have"),
    "thats": ("that", "is"), "theres": ("there", "is"), "whos": ("who", "is"), "whats": ("what", "is"),
    "hed": ("he", "would"), "itll": ("it", "will"), "aint": ("is", "not"), "int": ("is", "not"),
    "gonna": ("going", "to"), "gunna": ("going", "to"), "wanna": ("want", "to"), "nowt": ("nothing",),
    "owt": ("anything",), "summat": ("something",), "wi": ("with",), "w": ("with",), "thru": ("through",),
    "em": ("them",), "ur": ("your",), "u": ("you",), "r": ("are",), "ppl": ("people",), "n": ("and",),
    "cos": ("because",), "coz": ("because",), "bc": ("because",), "nite": ("night",), "tonite": ("tonight",),
    "2nite": ("tonight",), "tmrw": ("tomorrow",), "tomoz": ("tomorrow",), "mins": ("minutes",), "hv": ("have",),
    "evry": ("every",), "abt": ("about",), "b4": ("before",), "dnt": ("do", "not"), "wnt": ("will", "not"),
    "cnt": ("can", "not"), "werent": ("were", "not"), "pls": ("please",), "plz": ("please",), "hv2": ("have", "to"),
    "mam": ("mum",), "nob": ("nobody",), "fone": ("phone",), "bf": ("boyfriend",), "gf": ("girlfriend",),
    "hubby": ("husband",), "ceilin": ("ceiling",), "buildin": ("building",), "mornin": ("morning",),
    "evenin": ("evening",), "somethin": ("something",), "nothin": ("nothing",), "anythin": ("anything",),
    "gas'd": ("gassed",),
    **{f"{verb}nt": (verb, "not") for verb in _NOT},
}  # fmt: skip
_ENDINGS = (("'ll", "will"), ("'re", "are"), ("'ve", "have"), ("'m", "am"), ("'d", "would"), ("'s", ""), ("'", ""))
_IS = frozenset(
    ["he", "she", "it", "that", "there", "who", "what", "where", "someone", "somebody", "one", "everything",
     "something", "house", "flat"]
)  # fmt: skip
"""After these, "'s" is "is" and no owner."""
SHORTEST = 6
"""Letters of a known word in which a slip is mended."""
LONG = 60
"""A message of more words is weighed two sentences at a time, so that its length makes no trouble of it."""
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Plain:
    """Words of a text with the place in it that each came from. A mark of `STOPS` is a word too."""

    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


class Spelling:
    """Mends words against those that are looked for. Made once a vocabulary."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)

    @cached_property
    def _shorter(self) -> dict[str, str]:
        """Known words by what is left when one letter is missing."""
        return {short: word for word in sorted(self._known) if len(word) >= SHORTEST for short in _without_one(word)}

    def mend(self, word: str) -> str:
        """The word that was meant: "hittin" is hitting, "sucidal" is suicidal, "strangeld" is strangled."""
        if word in self._known or len(word) < SHORTEST - 2:
            return word
        if word.endswith("in") and (whole := self.mend(f"{word}g")) in self._known:
            return whole
        if word.endswith("s") and word[:-1] in self._known:
            return word[:-1]  # "the balcony's dropped"
        if (meant := self._shorter.get(word)) is not None and meant[0] == word[0]:
            return meant
        if len(word) >= SHORTEST:
            for at in range(1, len(word) - 1):
                swapped = f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"
                if swapped in self._known and len(swapped) >= SHORTEST:
                    return swapped
        return word


def _without_one(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(1, len(word))}


def plain(text: str, spelling: Spelling | None = None) -> Plain:
    """The words of a text. Linear in its length."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for found in _WORD.finditer(text.replace("’", "'").lower()):
        for word in written_out(found.group()):
            words.append(spelling.mend(word) if spelling and word not in STOPS else word)
            places.append(found.span())
    return Plain(tuple(words), tuple(places))


def parts(told: Sequence[str]) -> list[tuple[int, int]]:
    """First and next-to-last word of what is weighed together: the whole of a short message, two sentences at a time
    of a longer one."""
    if len(told) <= LONG:
        return [(0, len(told))]
    ends = [0, *(at + 1 for at, word in enumerate(told) if word in STOPS), len(told)]
    return [(ends[at], ends[min(at + 2, len(ends) - 1)]) for at in range(len(ends) - 1)]


def written_out(word: str) -> tuple[str, ...]:
    """A word as those it is short for."""
    if (bare := word.replace("'", "")) in _SHORT:
        return _SHORT[bare]
    if word.endswith("n't"):
        return (word[:-3], "not")
    for ending, meant in _ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)].replace("'", "")
            meant = "is" if ending == "'s" and stem in _IS else meant
            return (stem, meant) if meant else (f"{stem}s" if ending == "'s" else stem,)
    return (bare,)


def forms(stem: str) -> tuple[str, ...]:
    """A stem with the endings of a verb or a noun: kill, kills, killing, killed; save from
    `sav`, stopped from `stop`. Some are no words, and meet none."""
    if stem.endswith("y") and stem[-2:-1] not in _VOWELS:
        return stem, f"{stem[:-1]}ies", f"{stem}ing", f"{stem[:-1]}ied"
    if stem.endswith("e"):
        return stem, f"{stem}s", f"{stem[:-1]}ing", f"{stem}d"
    ends = [stem, f"{stem}e", f"{stem}s", f"{stem}es", f"{stem}ing", f"{stem}ed"]
    if stem[-1] in "bdglmnprt" and stem[-2:-1] in _VOWELS:
        ends += [f"{stem}{stem[-1]}ing", f"{stem}{stem[-1]}ed"]
    return tuple(ends)
