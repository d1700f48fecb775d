"""Which intent the phrases of a message say most for, and where its topic sends it."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.language.marks import Mark
from bot.core.understanding.seen import Seen

_ORDER = (
    "undo", "snooze", "pause", "resume", "hand_over", "person", "report", "badge", "learning", "guidance", "status",
    "next", "help", "skip", "ask", "thanks", "greeting", "other",
)  # fmt: skip
_LENGTH_FREE = frozenset({"badge", "report", "learning", "guidance", "person"})


def _denied_anything(seen: Seen, mark: Mark) -> bool:
    """ "We've not done anything on this" asks for nothing."""
    before = {w.text for w in seen.words[max(mark.start - 3, 0) : mark.start]}
    return seen.words[mark.start].text in ("anything", "something") and bool(before & {"not", "never"})


def best_intent(seen: Seen, leave_out: frozenset[str] = frozenset()) -> str | None:
    """The intent whose phrases say most: the longest phrase, the earliest at equal length."""
    found: dict[str, tuple[float, int]] = {}
    for mark in seen.marks:
        if mark.kind != "intent" or mark.value in leave_out or _denied_anything(seen, mark):
            continue
        length = float(mark.end - mark.start)
        if mark.value in _LENGTH_FREE and not (
            mark.value == "report" and seen.words[0].text in ("how", "why", "who")
        ):
            length += 1.6
        if mark.value == "report" and length < 4 and {"how", "why", "who"} & {seen.words[0].text}:
            length -= 2.6
        if mark.value == "ask":
            length -= 0.5
            if seen.words[mark.end - 1].text == "you" and mark.end - mark.start == 2:
                length = 0.5
        old = found.get(mark.value)
        if old is None or length > old[0]:
            found[mark.value] = (length, -mark.start)
    if not found:
        return None
    return max(found, key=lambda value: (found[value][0], -_ORDER.index(value) if value in _ORDER else -99))


_OF_THE_CHARTER = bag(
    """
    charter adopt adopting adopter adopters programme join joining step steps
    """
)


def topic_intent(seen: Seen, intent: str | None) -> str | None:
    """The law goes to briefings; the charter and its steps are questions; the rest is off the subject."""
    question = "?" in seen.tail or any(c.question for c in seen.clauses) or any("?" in w.gap for w in seen.words)
    topics = seen.values("topic")
    opening = [w.text for w in seen.words[:5]]
    asks = opening[0] in ("does", "is", "do", "will", "can", "are") or opening[:2] in (["how", "is"], ["how", "does"])
    if intent == "guidance" and asks and "charter" in opening:
        return "ask"
    if intent in ("ask", None) and question:
        charter = any(w.text in _OF_THE_CHARTER for w in seen.words)
        specific = any(m.kind == "intent" and m.value == "ask" and m.end - m.start >= 3 for m in seen.marks)
        if "law" in topics and not charter and not (specific and intent == "ask"):
            return "guidance"
        own = "own" in topics or seen.has("step", "body", "method")
        if "other" in seen.values("intent") and not charter and not seen.has("step", "body"):
            return "other"
        if not own and intent == "ask" and not specific:
            return "ask" if len(seen.words) <= 2 else "other"
        if own and intent is None:
            return "ask"
        return intent or "other"
    return intent
