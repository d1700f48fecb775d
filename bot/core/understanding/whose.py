"""Activities of which neither the words nor the question say whom they were with: nobody's until that is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from bot.core.model.reading import Context, Open, Reading
from bot.core.understanding.seen import Seen

SHAPE: Literal["consultation"] = "consultation"
"""The shape of the steps that may be meant, and what stands before the dot in place of their keys."""
_SLIGHT = frozenset({"meeting", "phone", "letter", "online", "other"})
"""Ways which, by themselves, are as often something else than a consultation."""


_ALL_OF_THEM = frozenset({"both", "everybody", "everyone", "groups"})


def whose(reading: Reading, seen: Seen, read_again: Callable[[Context], Reading]) -> Reading:
    """The reading, with `consultation.method` and the like where nobody can tell which group was consulted."""
    steps, context = seen.lexicon.of_shape(SHAPE), seen.context
    if len(steps) < 2 or reading.intent not in ("answer", "unclear", "other") or not seen.has("method"):
        return reading
    held = {f.name.partition(".")[0] for f in context.last} if context.asked == "confirm" else set()
    if seen.has("step", "body", "question") or held & set(steps) or context.asked_step in (*steps, SHAPE):
        return reading
    if any(word.text in _ALL_OF_THEM for word in seen.words):
        return reading
    names = [*(f.name for f in reading.facts), *(o.name for o in reading.open)]
    if any(name.partition(".")[0] in steps for name in names):
        return reading
    again = read_again(replace(context, asked=f"{steps[0]}.state", last=()))
    facts = {f.name.partition(".")[2]: f for f in again.facts}
    if again.intent != "answer" or {f.name.partition(".")[0] for f in again.facts} != {steps[0]}:
        return reading
    method, state = facts.get("method"), facts.get("state")
    if method is None or state is None or not (method.sure and state.sure) or state.value == "not_yet":
        return reading
    if isinstance(method.value, tuple) and set(method.value) <= _SLIGHT:
        return reading
    gaps = [o for o in again.open if o.name.partition(".")[0] == steps[0]]
    return Reading(
        "answer",
        tuple(replace(f, name=f"{SHAPE}.{field}") for field, f in facts.items()),
        (Open(f"{SHAPE}.group", "missing"), *(replace(o, name=_shared(o.name)) for o in gaps)),
    )


def _shared(name: str) -> str:
    return f"{SHAPE}.{name.partition('.')[2]}"
