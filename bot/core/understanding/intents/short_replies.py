"""Replies that name no step: yes, no, thanks, "not yet", "leave that one"."""

from __future__ import annotations

from bot.core.model.reading import Open, Reading, Understood
from bot.core.understanding.facts import Scene
from bot.core.understanding.seen import POLITE, Seen, whole

_STATES = ("state", "outcome")


def bare_yes_no(seen: Seen, asked: str | None) -> Reading | None:
    """A yes or no and nothing else: an answer to a read-back, and to nothing else."""
    yes = whole(seen, "yes", allow=POLITE - {"no", "sorry"})
    if not yes and asked != "confirm" and _has_thanks(seen) and _whole_thanks(seen):
        return Reading("thanks")
    no = whole(seen, "no_words", allow=POLITE - {"yes"})
    if not yes and not no:
        return None
    if asked == "confirm":
        return (
            Reading("confirm", assent=True)
            if yes and not (no and seen.words[0].text == "no" and len(seen.words) == 1)
            else Reading("deny", assent=False)
        )
    if whole(seen, "intent", values=("thanks",)) and not whole(seen, "yes", allow=frozenset()):
        return None
    if (
        seen.has("outcome", "agreement")
        and asked
        and asked.endswith(_STATES)
        and not whole(seen, "yes", allow=frozenset({"ok", "yes"}))
    ):
        return None
    if (
        yes
        and asked
        and asked.endswith(_STATES)
        and any(m.kind in ("outcome", "agreement") for m in seen.marks)
        and seen.words[-1].text in ("agreed", "confirmed")
    ):
        return None
    if any(m.kind == "intent" and m.value in ("undo", "skip", "pause") and m.end - m.start >= 2 for m in seen.marks):
        return None
    known = asked is not None and asked.partition(".")[0] in seen.lexicon.shape_of
    if yes and _has_thanks(seen):
        return Reading("thanks")
    return Reading("unclear", open=(Open(str(asked), "missing"),) if known else (), assent=yes)


def _whole_thanks(seen: Seen) -> bool:
    places = {
        p
        for m in seen.marks
        if m.kind == "yes" or (m.kind == "intent" and m.value in ("thanks", "greeting"))
        for p in range(m.start, m.end)
    }
    return all(i in places or w.text in POLITE for i, w in enumerate(seen.words))


def _has_thanks(seen: Seen) -> bool:
    return any(m.kind == "intent" and m.value == "thanks" for m in seen.marks)


def is_skip(seen: Seen, scene: Scene) -> bool:
    """Not knowing, having to look, "leave that one": in reply to a question, when nothing is told."""
    if not seen.context.asked or seen.context.asked == "confirm":
        return False
    skips = [m for m in seen.marks if m.kind == "intent" and m.value == "skip"]
    if not skips:
        return False
    if whole(seen, "intent", values=("skip",)) and not (
        scene.asked_field in _STATES and any(w.text in ("undecided", "decided") for w in seen.words)
    ):
        return True
    told = seen.has("outcome", "method", "step", "body", "frequency", "choice", "to_do")
    told = told or (seen.has("mechanism") and scene.asked_field == "mechanism")
    values = any(c.dates or c.urls or any(not n.why for n in c.counts) for c in seen.clauses)
    longest = max(m.end - m.start for m in skips)
    return (
        longest >= 2
        and not told
        and not values
        and not any(m.kind == "not_yet_words" and m.end - m.start >= longest for m in seen.marks)
    )


def assent_of(seen: Seen) -> bool | None:
    """A leading yes or no."""
    first = seen.words[0].text
    return True if first == "yes" else False if first == "no" else None


def bare_not_yet(seen: Seen, scene: Scene) -> Reading | None:
    """ "Not yet" answers a question for a state; to a question for a number or a day it is "not now"."""
    if not whole(seen, "not_yet_words", allow=POLITE):
        return None
    step, field = scene.asked_step, scene.asked_field
    if step in seen.lexicon.shape_of and field in _STATES:
        return Reading("answer", (Understood(f"{step}.{field}", "not_yet", True),))
    if step in seen.lexicon.shape_of:
        return Reading("skip")
    if scene.context.asked == "confirm":
        return Reading("deny", assent=False)
    return Reading("unclear")
