"""Who leads: "Priya is leading on residents", "I'll do the board", "leave it to me"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.language.lexicon import Lexicon
from bot.core.language.marks import Mark
from bot.core.language.words import Word
from bot.core.understanding.owners.names import name_at

_ACTING = bag(
    """
    taking take takes took taken leading lead leads led picking pick picks picked looking look
    looks handling handles handle dealing deals owns own owning doing does running runs run
    covering covers cover heading heads stepping steps sorting fronting managing manages
    coordinating driving spearheading responsible charge holding assigned the
    """
)
_WEAK = bag(
    """
    doing does do got has on run running runs sorting sorts is own with hold holding
    """
)
_BEFORE_LEAD = bag(
    """
    am
    is are were was will be now also has have been to going kindly actually would can agreed
    offered the new our happy just your
    """
)


def _before_from(words: Sequence[Word], i: int) -> int:
    """ "Fatima from comms is …": the name stands before "from"."""
    for place in range(i, max(i - 3, 0), -1):
        if words[place].text in ("from", "in", "at") and words[place - 1].capital:
            return place - 1
    return i


def _name_start(words: Sequence[Word], last: int) -> int:
    """The first of up to three words with a capital that end at a place: "Mary Jane Smith is …"."""
    start = last
    while (
        start > 0 and start > last - 2 and words[start - 1].capital and words[start].capital and not words[start].gap
    ):
        start -= 1
    return start


def who_leads(words: Sequence[Word], marks: Sequence[Mark], lexicon: Lexicon) -> str | None:
    """ "Priya is leading on residents"; "" where a team leads."""
    for lead in [m for m in marks if m.kind == "lead"]:
        at = lead.start
        while at > 0 and words[at - 1].text in _BEFORE_LEAD:
            at -= 1
        if lead.end - lead.start == 1 and words[lead.start].text in _WEAK and not _step_follows(marks, lead.end):
            continue
        if at == 0:
            continue
        first = at - 1
        if words[first].text == "i" and _takes_step(words, marks, lead):
            return "me"
        if words[first].text == "i" and not (first and words[first - 1].text in ("that", "where", "what")):
            if _step_follows(marks, lead.end) or any(
                w.text in ("this", "that", "it") for w in words[lead.start : lead.end + 2]
            ):
                return "me" if words[lead.start].text in _ACTING and _future_or_now(words, first, lead) else None
            continue
        start = _before_from(words, _name_start(words, first))
        loose = (
            start == 0
            or bool(words[start].gap)
            or words[start - 1].text in ("so", "and", "but", "now", "hi", "hello", "yes", "no", "that", "sorry")
        )
        name = name_at(
            words, start, lexicon, loose and (_step_follows(marks, lead.end) or words[lead.start].text not in _WEAK)
        )
        if name and name[1] != "me":
            return name[1]
        if words[first].text in ("team", "department", "comms", "governance", "someone", "somebody", "they", "we"):
            weak = words[lead.start].text in _WEAK and any(
                m.kind in ("method", "activity") and m.start >= lead.end for m in marks
            )
            if _step_follows(marks, lead.end) and not weak and words[first].text not in ("we", "they"):
                return ""
    return None


def _takes_step(words: Sequence[Word], marks: Sequence[Mark], lead: Mark) -> bool:
    """ "I'll do commitments", "I've got the residents bit": the step and nothing after it."""
    if words[lead.start].text not in ("do", "doing", "take", "taking", "got", "have", "cover", "covering", "own"):
        return False
    for mark in marks:
        if mark.kind == "step" and lead.end <= mark.start <= lead.end + 1:
            after = words[mark.end].text if mark.end < len(words) and not words[mark.end].gap else ""
            return after in ("", "bit", "step", "part", "side", "one", "myself", "now", "from", "then")
    return False


_LED_BEFORE = bag(
    """
    do did has got took led ran run running doing
    """
)


def _future_or_now(words: Sequence[Word], i: int, lead: Mark) -> bool:
    return words[lead.start].text not in _LED_BEFORE or (i + 1 < len(words) and words[i + 1].text in ("will", "am"))


def _step_follows(marks: Sequence[Mark], end: int) -> bool:
    return any(m.kind in ("step", "body") and end <= m.start <= end + 3 for m in marks)


def taken_by_me(words: Sequence[Word], marks: Sequence[Mark]) -> str | None:
    """ "Put me down for board", "I've got residents", "leave the board to me"."""
    if not any(m.kind == "step" for m in marks):
        return None
    texts = " ".join(w.text for w in words)
    if any(f" {phrase} " in f" {texts} " for phrase in _TAKEN) or _it_is_me(words):
        return "me"
    return None


_TAKEN = (
    "put me down", "put me in", "i will do the", "i have got the", "leave it to me", "count me in for",
    "i have taken", "i have picked up", "assign me", "i am on", "i am your",
)  # fmt: skip
_AFTER_ME = frozenset({"", "for", "on", "doing", "leading", "now", "then", "again", "too", "from", "please", "and"})


def _it_is_me(words: Sequence[Word]) -> bool:
    """ "Board: that's me"; "that's me off to the beach" is no such thing."""
    texts = [w.text for w in words]
    for i in range(len(texts) - 2):
        if texts[i] in ("that", "it") and texts[i + 1 : i + 3] == ["is", "me"]:
            after = words[i + 3] if i + 3 < len(words) else None
            if after is None or after.gap.strip() or after.text in _AFTER_ME:
                return True
    return False
