"""Whether a message corrects what was said before."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.language.marks import Mark
from bot.core.understanding.seen import Seen


def is_correction(seen: Seen, contrasted: bool) -> bool:
    """A correction of what was said before: it says so at its start, or sets one value against another."""
    if all(c.question for c in seen.clauses):
        return False
    if (seen.context.asked or "").endswith(("state", "outcome")) and _denies_at_once(seen):
        return False
    starts = [m for m in seen.marks if m.kind == "correct"]
    first = _opening(seen)
    if any(
        (m.start <= first + 1 or (m.start <= first + 3 and _owns_up(seen, m))) and not _told_before(seen, m)
        for m in starts
    ):
        return True
    weak = [m for m in seen.marks if m.kind == "retarget"]
    asked = seen.context.asked
    opened = first > 0 and seen.words[0].text != "not"
    if (contrasted or _code_for_code(seen)) and (opened or asked in (None, "confirm")):
        return True
    texts = " ".join(w.text for w in seen.words)
    if "after all" in texts and not seen.context.asked:
        return True
    if seen.context.asked in (None, "confirm") and _retargets(seen, weak, first):
        return True
    said = any(f" {phrase} " in f" {texts} " for phrase in _SAID_BEFORE)
    if said and (contrasted or {"but", "should", "only", "actually"} & set(texts.split())):
        return True
    should = any(f" {phrase}" in f" {texts}" for phrase in _SHOULD) or _should_be_value(seen)
    if seen.context.asked in (None, "confirm") and should:
        return True
    if seen.context.asked == "confirm" and _restates(seen):
        return True
    if (
        seen.context.asked == "confirm"
        and (first > 0 or weak)
        and seen.words[0].text in ("no", "yes", "nearly", "almost", "not", "sorry", "actually", "close", "but")
    ):
        return seen.words[0].text != "yes" or any(
            w.text in ("but", "except", "only", "apart", "make") for w in seen.words
        )
    return False


def _denies_at_once(seen: Seen) -> bool:
    """ "No, it's still not been near the board", when asked what it decided, answers."""
    if seen.words[0].text not in ("no", "nope", "not", "sorry"):
        return False
    clauses = [c for c in seen.clauses if c.sentence == seen.clauses[0].sentence]
    denied = any(c.negated or c.has("not_yet_words", "to_do") for c in clauses)
    return denied and not any(c.dates or c.counts or c.has("outcome") for c in clauses)


def _code_for_code(seen: Seen) -> bool:
    """ "7.1, not 7.2", said of a reference."""
    texts = [w.text for w in seen.words]
    codes = [i for i, t in enumerate(texts) if t[0].isdecimal() and any(mark in t for mark in "./-")]
    return (
        len(codes) == 2
        and "not" in texts[codes[0] + 1 : codes[1]]
        and bool({"minute", "ref", "reference"} & set(texts))
    )


_SAID_BEFORE = (
    "i said", "we said", "i put", "i told you", "you have got", "you have us", "got that wrong", "i meant", "we put",
)  # fmt: skip
_SHOULD = (
    "that should be", "it should be", "this should be", "that should have been", "it should have been",
    "outcome should be", "date should be", "should say", "should read", "should have said", "number should be",
    "which should have been", "those should be", "figure should be", "should be the", "should have been",
)  # fmt: skip


def _should_be_value(seen: Seen) -> bool:
    """ "The number of residents should be 42"."""
    for i in range(1, len(seen.words) - 2):
        if (
            seen.words[i].text == "should"
            and seen.words[i + 1].text == "be"
            and seen.words[i - 1].text not in _PEOPLE
        ):
            values = [
                m
                for m in seen.marks
                if m.kind in ("outcome", "frequency", "method", "mechanism") and m.start == i + 2
            ]
            spans = [(d.start, d.end) for c in seen.clauses for d in c.dates]
            spans += [(n.start, n.end) for c in seen.clauses for n in c.counts]
            dated = any(start <= i + 2 < end for start, end in spans)
            if values or dated:
                return True
    return False


_PEOPLE = frozenset({"we", "they", "i", "you", "it", "he", "she", "which"})
_POINTING = frozenset({"that", "those", "both", "these", "it", "the", "wait"})
_OWNING = frozenset({"wrong", "mistake", "muddled", "mixed", "incorrect", "error", "typo"})


def _restates(seen: Seen) -> bool:
    """ "It was 24", to a read-back, changes it."""
    opening = [w.text for w in seen.words[:2]]
    said = opening in (
        ["it", "was"],
        ["it", "is"],
        ["that", "was"],
        ["they", "were"],
        ["there", "were"],
        ["it", "should"],
    )
    return said and not any(c.question for c in seen.clauses)


def _told_before(seen: Seen, mark: Mark) -> bool:
    """ "Quarterly, no hang on, monthly": the message corrects itself, and answers."""
    asked = seen.context.asked_field
    if asked in ("date", "last"):
        return any(d.end <= mark.start for c in seen.clauses for d in c.dates)
    return any(m.kind == asked and m.end <= mark.start for m in seen.marks)


def _owns_up(seen: Seen, mark: Mark) -> bool:
    """ "That's the wrong way round": the words of a mistake count a little later too."""
    return any(w.text in _OWNING for w in seen.words[mark.start : mark.end])


def _retargets(seen: Seen, weak: list[Mark], first: int) -> bool:
    """ "Both of those were drop-ins", "those 23 were staff": says of what was read back what it really was."""
    pointing = [m for m in weak if seen.words[m.start].text in _POINTING]
    if not any(m.start <= first + 1 for m in pointing) or any(c.question for c in seen.clauses):
        return False
    clause = seen.clauses[0]
    return clause.has("step", "body", "method", "outcome", "frequency") or bool(clause.dates or clause.counts)


_LEAD_IN = bag(
    """
    hi hello hey oh ah um sorry no yes ok and but so oops wait just actually apologies well not nope hmm also quick
    a
    """
)


def _opening(seen: Seen) -> int:
    place = 0
    while place < len(seen.words) - 1 and seen.words[place].text in _LEAD_IN:
        place += 1
    return place
