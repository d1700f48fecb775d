"""What a person does with a message, in the order said: tell, correct, ask, request, command, hand over, confirm …"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.reader.model import Act, Looked, Told

_OF_INTENT = {
    "answer": "tell", "correct": "correct", "undo": "take_back", "confirm": "confirm", "deny": "deny", "ask": "ask",
    "status": "ask", "next": "ask", "guidance": "request", "learning": "request", "badge": "request", "report":
    "request",
    "person": "request", "help": "request", "hand_over": "hand_over", "snooze": "rest", "pause": "rest", "resume":
    "command",
    "skip": "skip", "greeting": "greet", "thanks": "thank", "signpost": "distress", "other": "other", "unclear":
    "unclear",
}  # fmt: skip
_BESIDE = {
    "thanks": "thank",
    "greeting": "greet",
    "status": "ask",
    "next": "ask",
    "guidance": "request",
    "report": "request",
    "badge": "request",
    "person": "request",
    "snooze": "rest",
}


def acts_of(looked: Looked, intent: str, facts: Sequence[Told]) -> tuple[Act, ...]:
    """The acts of a message: the main one, told steps one by one, and what is done beside."""
    main = _OF_INTENT.get(intent, intent)
    placed: list[tuple[int, Act]] = []
    if looked.tokens:
        first = looked.tokens[0].text
        if first in ("yes", "no") and main not in ("confirm", "deny"):
            placed.append((-1, Act("confirm" if first == "yes" else "deny", "", looked.tokens[0].raw)))
    steps = list(dict.fromkeys(f.name.partition(".")[0] for f in facts))
    for step in steps:
        words = next(f.words for f in facts if f.name.startswith(f"{step}."))
        kind = (
            "hand_over"
            if step == "owner"
            else "rest"
            if step == "reminders"
            else "correct"
            if main == "correct"
            else "tell"
        )
        at = looked.text.find(words) if words else 0
        placed.append((max(at, 0), Act(kind, step, words)))
    if not steps:
        placed.append((0, Act(main)))
    for clause in looked.clauses:
        words = looked.words(clause.start, clause.end)
        at = looked.tokens[clause.start].start
        if clause.asks and main != "ask" and "?" in looked.text:
            placed.append((at, Act("ask", "", words)))
        for span in clause.of("intent"):
            beside = _BESIDE.get(span.value)
            if beside and beside != main and span.width * 2 >= clause.end - clause.start and not clause.asks:
                placed.append((at, Act(beside, "", words)))
                break
    ordered = [act for _, act in sorted(placed, key=lambda p: p[0])]
    return tuple(dict.fromkeys(ordered))
