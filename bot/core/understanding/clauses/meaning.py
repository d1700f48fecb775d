"""How a clause is meant: told, hoped, denied, doubted, on a condition, somebody else's."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.language.marks import Mark
from bot.core.language.words import Word
from bot.core.understanding.clauses.clause import Clause
from bot.core.understanding.clauses.tense import settle_tense

_UNREAL_LINKS = bag(
    """
    if unless when once whether assuming provided until
    """
)
_SAYING = bag(
    """
    said says say told tells asked asks reckons thinks wrote complained claims claimed commented
    """
)


def doubt_numbers(clause: Clause) -> None:
    """ "Maybe 50" doubts the number; it hopes for nothing."""
    for place, mark in enumerate(clause.marks):
        if mark.kind == "hope" and any(mark.end <= c.start <= mark.end + 1 for c in clause.counts):
            clause.marks[place] = Mark(mark.start, mark.end, "hedge", mark.value)


def settle_meaning(clause: Clause, words: Sequence[Word]) -> None:
    """Says of a clause all that its own words show."""
    clause.hope = clause.has("hope")
    clause.hedge = clause.has("hedge")
    _deny(clause, words)
    settle_tense(clause, words)
    clause.unreal = _is_unreal(clause, words)
    clause.foreign = _someone_says(clause, words) or any(
        not _only_beside(m, words) for m in clause.kinds("third_party")
    )


_BESIDE = frozenset({"with", "alongside", "like", "than", "unlike", "for", "as"})
_HOW_MANY = frozenset({"two", "three", "four", "five", "some", "several", "few", "a", "the", "couple", "of"})


def _only_beside(other: Mark, words: Sequence[Word]) -> bool:
    """ "With two other landlords": whom it was done with, or like whom."""
    place = other.start - 1
    while place > 0 and words[place].text in _HOW_MANY:
        place -= 1
    return place >= 0 and words[place].text in _BESIDE


def _is_unreal(clause: Clause, words: Sequence[Word]) -> bool:
    """A condition or a "when …" that has not happened."""
    first = clause.start
    while first < clause.end - 1 and words[first].text in _POLITE:
        first += 1
    rhythmic = any(m.start == first for m in clause.kinds("frequency"))
    link = clause.link if clause.link in _UNREAL_LINKS else "" if rhythmic else words[first].text
    if clause.link == "before" and clause.tense == "plan":
        return True
    if clause.tense == "plan" and [w.text for w in words[first : first + 2]] == ["subject", "to"]:
        return True
    if link in _UNREAL_LINKS and clause.tense != "past":
        return True
    if clause.link in _ONCE and _perfect([w.text for w in words[clause.start : clause.end]]):
        return True
    return link in ("if", "unless", "whether", "until") or clause.has("condition")


_ONCE = frozenset({"when", "once", "after", "before", "until"})


def _perfect(texts: list[str]) -> bool:
    """ "When you've talked to residents": not yet."""
    return bool({"have", "has"} & set(texts[1:4])) and not {"was", "were", "had", "did"} & set(texts)


_POLITE = frozenset({"please", "hi", "hello", "hey", "thanks", "so", "ok", "well", "morning", "good"})
_AFTER_PARTICLE = bag(
    """
    it that they we i the he she this those these actually sorry make wait just hang our my its
    there was is yes not no only should nope still nah
    """
)


def _deny(clause: Clause, words: Sequence[Word]) -> None:
    """Negations that deny make the clause negated; the others are taken away."""
    idle = [m for m in clause.kinds("negation") if _no_denial(m, clause, words)]
    clause.negated = len(idle) < len(clause.kinds("negation"))
    clause.marks = [m for m in clause.marks if m not in idle or m.value == "contrast"]


def _no_denial(neg: Mark, clause: Clause, words: Sequence[Word]) -> bool:
    """True for a "no" that answers ("no, it was 31") and for nobody as a number ("nobody turned up")."""
    zero = any(c.start == neg.start and not c.why for c in clause.counts)
    done_to = any(m.kind == "step" and m.start > neg.end for m in clause.marks)
    short = clause.end - clause.start <= 3
    if zero and not done_to and (short or clause.has("respond", "people", "method")):
        return True
    if neg.value == "contrast":
        return True
    if words[neg.start].text == "no" and neg.end - neg.start == 1 and neg.start == clause.start:
        after = words[neg.end] if neg.end < len(words) else None
        return after is None or "," in after.gap or after.text in _AFTER_PARTICLE or neg.end >= clause.end
    return False


_SPEAKERS = bag(
    """
    tenant resident customer leaseholder neighbour tenants residents customers staff colleagues
    """
)


def _someone_says(clause: Clause, words: Sequence[Word]) -> bool:
    """What a resident says the board did is no fact; nor is what somebody asks us ("asked how it is going")."""
    for i in range(clause.start, min(clause.end, len(words) - 1)):
        after = words[i + 1].text
        if words[i].text in _SPEAKERS and after in _SAYING and i - clause.start <= 3:
            return True
        if words[i].text in ("asked", "asking", "asks", "wondered", "wonders", "wants") and (
            after in ("how", "if", "whether", "when", "what", "why")
            or (
                after in ("me", "us")
                and words[min(i + 2, clause.end - 1)].text in ("how", "if", "whether", "when", "what", "why")
            )
        ):
            return True
    return False
