"""What a message does that records nothing: the intent that its phrases say, or none."""

from __future__ import annotations

from bot.core.language import until
from bot.core.model.reading import Open, Reading
from bot.core.understanding.intents.best import best_intent, topic_intent
from bot.core.understanding.seen import POLITE, Seen, whole

_NO_CORRECTIONS = frozenset(
    ["status", "next", "guidance", "help", "person", "thanks", "greeting", "skip", "learning"]
)


def without_facts(seen: Seen, correction: bool, contrasted: bool, snooze: bool, ordered: bool) -> Reading:
    """The intent of a message with nothing to record."""
    context = seen.context
    best = best_intent(seen)
    if ordered:
        return Reading("other")
    if snooze and best not in ("status", "pause", "undo"):
        if context.asked and not _dated(seen) and _about_question(seen):
            return Reading("skip")
        people, missing = until.until(seen.words, [d for c in seen.clauses for d in c.dates], context.today)
        return Reading("snooze", tuple(people), tuple(missing))
    if best == "pause":
        people, missing = until.until(seen.words, [d for c in seen.clauses for d in c.dates], context.today)
        if people or any(c.dates for c in seen.clauses):
            return Reading("snooze", tuple(people), tuple(missing))
        return Reading("pause")
    if (best == "undo" and not correction) or (best == "undo" and not contrasted):
        return Reading("undo")
    if correction and best not in _NO_CORRECTIONS:
        return Reading("correct")
    asks_law = any(c.question for c in seen.clauses) and "law" in seen.values("topic")
    if seen.has("third_party") and not asks_law and (best is None or _told_of_others(seen)):
        return Reading("unclear")
    if best == "skip" and context.asked is None:
        best = best_intent(seen, frozenset({"skip"})) or "unclear"
    if best in ("greeting", "thanks", "yes") and not whole(seen, "intent", "yes"):
        other = best_intent(seen, frozenset({"greeting", "thanks"}))
        best = other or (best if len(seen.words) <= 6 else None)
    intent = topic_intent(seen, best)
    if intent is None:
        return nothing_fits(seen)
    return Reading(intent, topic=_topic(seen) if intent in ("guidance", "ask", "learning") else "")


def _told_of_others(seen: Seen) -> bool:
    """A statement about somebody else's organisation, and no request."""
    return all(c.foreign and not c.command and not c.question for c in seen.clauses) and any(
        c.tense == "past" or c.has("outcome", "method") for c in seen.clauses
    )


def _dated(seen: Seen) -> bool:
    return any(c.dates for c in seen.clauses)


def _about_question(seen: Seen) -> bool:
    return any(w.text in ("one", "that", "this", "question") for w in seen.words) or any(
        m.kind == "intent" and m.value == "skip" for m in seen.marks
    )


def nothing_fits(seen: Seen) -> Reading:
    """Words about something else: what was asked stays open."""
    english = sum(m.kind == "english" for m in seen.marks)
    known = sum(seen.lexicon.speller.is_known(w.text) for w in seen.words)
    if (
        seen.context.asked is None
        and english >= 2
        and known >= max(4, len(seen.words) * 0.8)
        and not seen.has("step", "body", "topic")
    ):
        return Reading("other")
    asked = seen.context.asked
    known_step = asked is not None and asked.partition(".")[0] in seen.lexicon.shape_of
    missing = (Open(str(asked), "missing"),) if known_step else ()
    return Reading("unclear", open=missing, likeliest=_likeliest(seen))


def _likeliest(seen: Seen) -> tuple[str, ...]:
    """Up to two readings that come closest, for the buttons of "I did not get that": steps named, then intents."""
    steps = [m.value for m in seen.marks if m.kind == "step"]
    if seen.has("body", "outcome", "move"):
        steps += seen.lexicon.of_shape("decision")[:1]
    if seen.has("method", "respond", "invite") and not steps:
        steps += seen.lexicon.of_shape("consultation")
    found = [m.value for m in sorted(seen.marks, key=lambda m: m.start - m.end) if m.kind == "intent"]
    return tuple(dict.fromkeys([*steps, *found]))[:2]


def _topic(seen: Seen) -> str:
    dropped = {p for m in seen.marks if m.kind == "intent" for p in range(m.start, m.end)}
    rest = [w.text for i, w in enumerate(seen.words) if i not in dropped and w.text not in POLITE]
    return " ".join(rest)
