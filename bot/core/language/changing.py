"""A number that is put right, in words: "8 not 18", "not 18 but 8", "you've put 300, should be 3,000", "change it to
120", "120 came, 46 was just the cards". Pure: which of the record it is about is for the dialogue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.language.dates.names import MONTHS
from bot.core.language.numbers.count import Count
from bot.core.language.numbers.finding import find_counts
from bot.core.language.words import Words, cut


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it should be, and as it is wrongly, where that is said."""

    now: int
    before: int | None = None


_A, _B = r"#(?P<now>\d+)", r"#(?P<before>\d+)"
_FEW = r"[^#.;!?]{0,45}"
"""What may stand between a number and the word that puts it right, in one sentence."""
_SHOULD = (
    r"(?:should (?:be|have been|say|read)|ought to be|meant|make (?:it|that)"
    r"|(?:is|was|were) (?:really|actually|in fact)|(?:really|actually|in fact) (?:is|was|were|had)"
    r"|right (?:one|number|figure) is)"
)
_NOT = r"not (?:just |only |the )?"
_BOTH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_A}{_FEW}[,;.]? (?:and |so |it is |it was )?{_NOT}{_B}",
        rf"\b{_NOT}{_B}{_FEW}[,;.]?(?: (?:but|it|is|was|were|rather|there|we|had))* {_A}",
        rf"{_A}{_FEW} (?:instead of|rather than) (?:the )?{_B}",
        rf"\binstead of (?:the )?{_B}{_FEW} {_A}",
        rf"\b(?:from|replaced?|swap|swapped) (?:the )?{_B}{_FEW} (?:to|with|for|by) {_A}",
        rf"\b(?:says?|said|shows?|put|have|had|got|recorded|saved|wrote|written|still)\b[^#]{{0,30}}{_B}[^#]{{0,40}}"
        rf"\b(?:should|was|were|is|meant|actually|really|correct)\b[^#]{{0,20}}{_A}",
        rf"{_B}{_FEW} (?:is|was) (?:wrong|false|incorrect|not right|a mistake|a typo)[^#]{{0,40}}{_A}",
        rf"{_B}{_FEW} should (?:be|have been|say|read) {_A}",
        rf"{_A}[^#]{{0,50}}[,;.] (?:and |the |but )?{_B} (?:is|was|were|are) (?:just|only)\b",
    )
)
"""Both numbers are said."""
_ALONE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:change|correct|update|amend|fix|set|put|edit|make)\b[^#.!?]{{0,60}}\b(?:to|as|at|is|be) {_A}",
        rf"\b(?:make|set) (?:the|that|our) [^#.!?,;]{{3,40}} {_A}",
        rf"\b{_SHOULD} {_A}",
    )
)
"""Only the right one is."""


def figures(text: str) -> tuple[Figure, ...]:
    """The numbers that the words put right, in order.

    >>> figures("There were 8 on the panel, not 18"), figures("change the fun day one to 120 people")
    ((Figure(now=8, before=18),), (Figure(now=120, before=None),))
    """
    marked = _marked(cut(text))
    for pattern in _BOTH:
        found = [Figure(int(m["now"]), int(m["before"])) for m in pattern.finditer(marked)]
        if found := [figure for figure in found if figure.now != figure.before]:
            return tuple(found)
    for pattern in _ALONE:
        if (one := pattern.search(marked)) is not None:
            return (Figure(int(one["now"])),)
    return ()


def _marked(words: Words) -> str:
    """The words with their stops, and a mark before each number that may count somebody: a day of a month is none."""
    found = {c.start: c for c in find_counts(words, set()) if not c.why and not _of_a_date(words, c.start, c.end)}
    text, at = "", 0
    while at < len(words):
        stop = re.search(r"[,;.!?]", words[at].gap)
        count = found.get(at)
        number = words[at].text.replace(",", "")
        if count is None and number.isdecimal() and not _of_a_date(words, at, at + 1):
            count = Count(at, at + 1, int(number))
        text += f"{stop[0] if stop else ''} {words[at].text if count is None else f'#{count.value}'}"
        at = at + 1 if count is None else max(count.end, at + 1)
    return text.strip()


def _of_a_date(words: Words, start: int, end: int) -> bool:
    beside = [words[at].text for at in (start - 1, end) if 0 <= at < len(words)]
    return any(word in MONTHS for word in beside)
