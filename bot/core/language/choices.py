"""Finds which of a question's choices a reply means: by its words, nearly its words, or its number in the list."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.core.language.bags import bag
from bot.core.language.clean import strip_markup
from bot.core.language.dates.names import ORDINALS, UNITS
from bot.core.language.words import cut

Choice = tuple[str, str]
"""(value, label)."""
_CLOSE = 88
_IDLE = bag(
    """
    the a an one option number no choice please i we would like it is that thats go with for
    pick choose think to of and just um well probably answer my our
    """
)
_PLACES = {"last": -1, "final": -1, "bottom": -1, "top": 1}
A_FEW = 5
"""So many words may name a choice by one word of its label."""
_MANY = frozenset({"both", "all"})


def matches(text: str, choices: Sequence[Choice]) -> tuple[str, ...]:
    """The values that a reply means, best first; empty when it cannot be told. Several where several are named."""
    words = [word.text for word in cut(strip_markup(text[:500]))]
    if not words or not choices:
        return ()
    return _exact(words, choices) or _by_place(words, choices) or _named(words, choices) or _close(words, choices)


def _key(words: Sequence[str]) -> str:
    return " ".join(word for word in words if word not in _IDLE) or " ".join(words)


def _label_words(choice: Choice) -> list[str]:
    return [word.text for word in cut(choice[1])]


def _exact(words: list[str], choices: Sequence[Choice]) -> tuple[str, ...]:
    said = {" ".join(words), _key(words)}
    for choice in choices:
        own = {" ".join(_label_words(choice)), _key(_label_words(choice)), choice[0].lower().replace("_", " ")}
        if said & own:
            return (choice[0],)
    return ()


def _by_place(words: list[str], choices: Sequence[Choice]) -> tuple[str, ...]:
    """ "2", "the second one", "number three", "the last one", "1 and 3", "both"."""
    if len(words) > 8:
        return ()
    if _MANY & set(words) and all(word in _MANY | _IDLE | {"them"} for word in words):
        return tuple(choice[0] for choice in choices) if "all" in words or len(choices) == 2 else ()
    rest = [word for word in words if word not in _IDLE or word == "one"]
    pointed = [word for word in rest if word != "one"] or rest
    places = [_place(word) for word in pointed]
    if not places or any(place is None for place in places):
        return ()
    found = [place if place > 0 else len(choices) for place in places if place is not None]
    if any(place > len(choices) for place in found):
        return ()
    return tuple(dict.fromkeys(choices[place - 1][0] for place in found))


def _place(word: str) -> int | None:
    if word.isdecimal() and len(word) <= 2 and int(word) > 0:
        return int(word)
    if word[:-2].isdecimal() and word[-2:] in ("st", "nd", "rd", "th"):
        return int(word[:-2])
    if len(word) == 1 and word in "abcdefgh":
        return ord(word) - 96
    return ORDINALS.get(word) or _PLACES.get(word) or UNITS.get(word) or None


def _named(words: list[str], choices: Sequence[Choice]) -> tuple[str, ...]:
    """Choices whose whole label stands in the reply; a denied one does not count."""
    found = []
    for choice in choices:
        label = [word for word in _label_words(choice) if word not in _IDLE] or _label_words(choice)
        place = _place_of(label, words)
        if place is not None and not (place and words[place - 1] in ("not", "no", "never")):
            found.append((place, -len(label), choice[0]))
    kept = [f for f in found if not any(o is not f and o[0] <= f[0] < o[0] - o[1] and -o[1] > -f[1] for o in found)]
    return tuple(value for _, _, value in sorted(kept))


def _place_of(label: list[str], words: list[str]) -> int | None:
    for start in range(len(words) - len(label) + 1):
        if all(_same(a, b) for a, b in zip(label, words[start : start + len(label)], strict=True)):
            return start
    return None


def _same(wanted: str, said: str) -> bool:
    return wanted == said or (len(wanted) >= 5 and len(said) >= 4 and OSA.distance(wanted, said) <= 1)


def _close(words: list[str], choices: Sequence[Choice]) -> tuple[str, ...]:
    """The nearest label, when it is near enough and no other is as near."""
    said = _key(words)
    if len(said) < 4 or {"not", "no"} & set(words):
        return ()
    scored = sorted(((fuzz.ratio(said, _key(_label_words(c))), c[0]) for c in choices), reverse=True)
    if scored[0][0] >= _CLOSE and (len(scored) == 1 or scored[0][0] - scored[1][0] >= 6):
        return (scored[0][1],)
    if len(words) > A_FEW:
        return ()  # A sentence that has a word of a label in it is no answer by that.
    own: dict[str, set[str]] = {c[0]: {w for w in _label_words(c) if w not in _IDLE and len(w) > 2} for c in choices}
    hits = [value for value, label in own.items() if any(_same(w, s) for w in label for s in words)]
    return (hits[0],) if len(hits) == 1 else ()


__all__ = ["Choice", "matches"]
