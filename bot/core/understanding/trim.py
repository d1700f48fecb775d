"""Takes away marks that the words around them make idle, before a message is cut into clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.understanding.bags import bag
from bot.core.understanding.dates import DatePhrase
from bot.core.understanding.lexicon import Lexicon
from bot.core.understanding.marks import Mark
from bot.core.understanding.words import Word

_KEPT_IN_DATES = bag(
    """
    intent topic step body english foreign frequency to_do not_until
    """
)
_ONE = bag(
    """
    a an one another this that each
    """
)
_GRAMMAR = bag(
    """
    plan hope negation running start condition return decide move hedge
    """
)
_FURTHEST = 6


def without_idle(
    words: Sequence[Word], marks: Sequence[Mark], dates: Sequence[DatePhrase], lexicon: Lexicon
) -> list[Mark]:
    """The marks that still stand."""
    inside = {p: d for d in dates if d.role != "since" for p in range(d.start, d.end)}
    kept = [m for m in marks if m.kind in _KEPT_IN_DATES or not _inside_date(m, inside)]
    kept = [
        m for m in kept
        if not _one_person(words, m, kept, lexicon) and not _helps(words, m, lexicon) and not _has_to_do(words, m)
    ]  # fmt: skip
    kept = [
        m for m in kept
        if not _long_ago(words, m, kept) and not _somebody_asks(words, m) and not _sent_out(words, m)
        and not _reminds_of(words, m) and not _there_is(words, m)
    ]  # fmt: skip
    corrected = {p for m in kept if m.kind == "self_correct" for p in range(m.start, m.end)}
    kept = [m for m in kept if m.kind != "negation" or m.start not in corrected]  # "no wait" denies nothing
    kept = [_no_but(words, m, dates) for m in kept]
    kept = [part for m in kept for part in _not_so_far(words, m)]
    return _without_titles(words, kept, lexicon)


def _inside_date(mark: Mark, inside: Mapping[int, DatePhrase]) -> bool:
    """ "May" in "in May" is no "perhaps", and "through to" in "March through to May" no end."""
    found = inside.get(mark.start)
    return found is not None and mark.end <= found.end


def _no_but(words: Sequence[Word], mark: Mark, dates: Sequence[DatePhrase]) -> Mark:
    """ "They were in June. No, July": the "no" takes back the date before it, and denies nothing."""
    if mark.kind != "negation" or words[mark.start].text != "no" or mark.end - mark.start > 1:
        return mark
    before = any(d.end <= mark.start for d in dates)
    after = any(mark.end <= d.start <= mark.end + 1 and not d.why for d in dates)
    return Mark(mark.start, mark.end, "self_correct", "") if before and after else mark


def _not_so_far(words: Sequence[Word], mark: Mark) -> list[Mark]:
    """ "Hasn't approved it", "not agreed yet": no refusal, only nothing so far."""
    if mark.kind != "outcome" or mark.value != "not_agreed" or words[mark.start].text != "not":
        return [mark]
    before = words[mark.start - 1].text if mark.start else ""
    after = [w.text for w in words[mark.start : mark.end + 3]]
    if before not in ("has", "have") and "yet" not in after:
        return [mark]
    return [
        Mark(mark.start, mark.start + 1, "negation", "plain"),
        Mark(mark.start + 1, mark.end, "decide", ""),
    ]


_ASKING = bag("ask asks asked asking")
_OF_A_QUESTION = frozenset(["", "if", "whether", "me", "about", "for", "what", "when", "how"])
_SOMEBODY = bag("she he she's he's shes hes they're theyre who who's")


def _somebody_asks(words: Sequence[Word], mark: Mark) -> bool:
    """ "She's asking", "he asked if": a colleague with a question, and no consultation."""
    if mark.kind != "activity" or words[mark.start].text not in _ASKING:
        return False
    before = [w.text for w in words[max(mark.start - 2, 0) : mark.start]]
    after = words[mark.end].text if mark.end < len(words) and not words[mark.end].gap.strip() else ""
    return bool(_SOMEBODY & set(before)) and after in _OF_A_QUESTION


_HELPING = bag("helped help ran organised organized led facilitated hosted delivered staffed volunteered each")


def _helps(words: Sequence[Word], mark: Mark, lexicon: Lexicon) -> bool:
    """ "Nine officers helped run the focus groups": who held it, and nobody who was asked."""
    group = mark.kind == "step" and lexicon.shape_of.get(mark.value) == "consultation"
    after = words[mark.end] if mark.end < len(words) else None
    return group and after is not None and not after.gap and after.text in _HELPING


def _has_to_do(words: Sequence[Word], mark: Mark) -> bool:
    """ "Decided to do a survey": what was decided; "still to do" is what is left."""
    if mark.kind != "to_do" or [w.text for w in words[mark.start : mark.end]] != ["to", "do"]:
        return False
    after = words[mark.end].text if mark.end < len(words) and not words[mark.end].gap else ""
    return after in ("a", "an", "the", "some", "our", "it", "this", "that", "one", "another", "two")


def _there_is(words: Sequence[Word], mark: Mark) -> bool:
    """ "There were 14 complaints": nobody was there."""
    after = words[mark.end].text if mark.end < len(words) and not words[mark.end].gap else ""
    there = mark.kind == "respond" and words[mark.start].text == "there" and mark.end == mark.start + 1
    return there and after in ("is", "are", "was", "were", "will", "has", "have")


def _reminds_of(words: Sequence[Word], mark: Mark) -> bool:
    """ "Remind me what we told you": asks what is recorded, and for no reminder."""
    if mark.kind != "intent" or mark.value != "snooze" or words[mark.start].text != "remind":
        return False
    after = words[mark.start + 2].text if mark.start + 2 < len(words) else ""
    return after in ("what", "who", "where", "which", "how", "whose")


_SENT = bag("wrote written mailed posted emailed turned came reached missed handed gave given put")


def _sent_out(words: Sequence[Word], mark: Mark) -> bool:
    """ "Wrote out to 640 households", "forty turned out for it": done, and not "out" with them still."""
    return (
        mark.kind == "running" and words[mark.start].text == "out" and mark.start > 0
        and words[mark.start - 1].text in _SENT
    )  # fmt: skip


def _long_ago(words: Sequence[Word], mark: Mark, marks: Sequence[Mark]) -> bool:
    """ "Approved it back in the summer": when it was, and nothing that comes back."""
    if mark.kind != "return" or words[mark.end - 1].text != "in":
        return False
    told = [m for m in marks if m.kind == "outcome" and m.start < mark.start <= m.end <= mark.start + 1]
    return any(m.value != "deferred" for m in told)


def _one_person(words: Sequence[Word], mark: Mark, marks: Sequence[Mark], lexicon: Lexicon) -> bool:
    """ "I spoke to a tenant": one person is no consultation; "a tenant survey" is."""
    if mark.kind != "step" or lexicon.shape_of.get(mark.value) != "consultation" or mark.end - mark.start > 1:
        return False
    text = words[mark.start].text
    if text.endswith("s") or text in ("staff", "workforce", "personnel"):
        return False
    before = words[mark.start - 1].text if mark.start else ""
    if before not in _ONE and not (before in ("my", "our", "the") and text == "colleague"):
        return False
    after = [m for m in marks if m.start == mark.end and m.kind in ("method", "activity", "people", "step", "body")]
    return not after and not (mark.end < len(words) and words[mark.end].text in ("group", "session", "event"))


def _without_titles(words: Sequence[Word], marks: list[Mark], lexicon: Lexicon) -> list[Mark]:
    """ "How residents will oversee us" names a page; its "will" and its "residents" tell nothing."""
    shown = [m for m in marks if m.kind == "step" and lexicon.shape_of.get(m.value) in ("oversight", "publication")]
    idle: set[int] = set()
    for mark in shown:
        for place in range(max(mark.start - _FURTHEST, 0), mark.start):
            if words[place].text == "how" and not any(words[p].gap.strip() for p in range(place + 1, mark.start)):
                idle.update(range(place, mark.start))
    if not idle:
        return marks
    return [
        m for m in marks if not (m.start in idle and (m.kind in _GRAMMAR or m.kind in ("step", "mechanism", "body")))
    ]
