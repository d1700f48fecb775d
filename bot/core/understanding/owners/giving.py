"""To whom a step is given: "hand residents over to Priya", "owner: Tom"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.lexicon import Lexicon
from bot.core.language.marks import Mark
from bot.core.language.words import Word
from bot.core.understanding.owners.names import name_at


def _is_team(words: Sequence[Word], i: int, marks: Sequence[Mark]) -> bool:
    place = i
    while place < len(words) and words[place].text in ("the", "our", "my", "a", "over"):
        place += 1
    return any(m.kind == "team" and place <= m.start <= place + 1 for m in marks) or (
        place < len(words) and any(w.text in ("team", "department", "dept") for w in words[place : place + 3])
    )


_NOT_TO_ME = frozenset({"speak", "talk", "ask", "contact", "send", "give"})


def given_to(words: Sequence[Word], marks: Sequence[Mark], lexicon: Lexicon) -> str | None:
    """ "Hand residents over to Priya", "give the board step to Tom", "board is now with <@U1>"."""
    steps = [m for m in marks if m.kind in ("step", "body")]
    for hand in [m for m in marks if m.kind == "hand"]:
        if [w.text for w in words[hand.end : hand.end + 2]] in (["me", "through"], ["us", "through"]):
            continue  # "put me through to the team" asks for a person
        later = [
            i
            for i in range(hand.end, min(hand.end + 9, len(words)))
            if words[i].text in ("to", "with", "for", "over", "onto")
        ]
        places = [i + 1 for i in later] + [hand.end]
        for place in places:
            while place < len(words) and words[place].text in ("to", "with", "the", "our", "my", "for", "over", "on"):
                place += 1
            name = name_at(words, place, lexicon)
            if name and (steps or any(w.text in ("this", "it", "that", "everything", "mine") for w in words)):
                to_me = words[hand.start].text == "give" and steps
                if name[1] == "me" and words[hand.start].text in _NOT_TO_ME and not to_me:
                    continue
                return name[1]
            if _to_a_team(words, marks, hand, place, steps):
                return ""
    if named := _named_for_step(words, marks, lexicon):
        return named
    return _led_by(words, lexicon) or _step_is(words, marks, lexicon) if steps else None


_AFTER_NAME = frozenset({"not", "now", "from", "and", "then", "so", "i", "who"})


def _step_is(words: Sequence[Word], marks: Sequence[Mark], lexicon: Lexicon) -> str | None:
    """ "Residents is Priya, not me"."""
    for mark in [m for m in marks if m.kind == "step"]:
        if [w.text for w in words[mark.end : mark.end + 1]] != ["is"] or words[mark.end].gap.strip():
            continue
        found = name_at(words, mark.end + 1, lexicon)
        if found is None or found[1] == "me":
            continue
        after = words[found[0]] if found[0] < len(words) else None
        if after is None or after.gap.strip() or after.text in _AFTER_NAME:
            return found[1]
    return None


_LED = frozenset({"led", "run", "owned", "handled", "covered", "managed", "coordinated", "looked"})


def _led_by(words: Sequence[Word], lexicon: Lexicon) -> str | None:
    """ "Residents will be led by Priya"."""
    for i in range(1, len(words) - 1):
        if words[i].text == "by" and _LED & {w.text for w in words[max(i - 2, 0) : i]}:
            name = name_at(words, i + 1, lexicon)
            if name:
                return name[1]
    return None


_HANDING = (
    "hand", "pass", "give", "gave", "mov", "transfer", "assign", "over", "goes", "now", "sits", "is", "belongs",
    "shift", "reassign",
)  # fmt: skip


def _to_a_team(words: Sequence[Word], marks: Sequence[Mark], hand: Mark, place: int, steps: list[Mark]) -> bool:
    """ "Hand it over to the comms team": nobody is named."""
    if not steps or place >= len(words) or not _is_team(words, place, marks):
        return False
    if not words[hand.start].text.startswith(_HANDING):
        return False
    if not any(words[p].text in ("to", "with", "over") for p in range(hand.start, place)):
        return False
    return len(steps) != 1 or not any(
        m.start <= place < m.end and m.kind == "step" and m.value == steps[0].value for m in marks
    )


def _named_for_step(words: Sequence[Word], marks: Sequence[Mark], lexicon: Lexicon) -> str | None:
    """ "Lead for residents is Priya", "residents: Priya", "owner = Tom"."""
    for mark in [m for m in marks if m.kind in ("lead", "hand")]:
        if words[mark.start].text not in ("lead", "owner", "the", "best", "contact", "person", "change"):
            continue
        for i in range(mark.end, min(mark.end + 8, len(words))):
            if words[i].gap.strip() in (":", "-", "=", "–"):
                name = name_at(words, i, lexicon)
                if name:
                    return name[1]
            if words[i].text in ("is", "to", "will", "now"):
                name = name_at(words, i + 1 + (i + 1 < len(words) and words[i + 1].text in ("now", "be")), lexicon)
                if name:
                    return name[1]
    return None
