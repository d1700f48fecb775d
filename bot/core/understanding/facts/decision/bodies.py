"""Which body decides: where a smaller body and the board both appear, the board's word counts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.core.understanding.facts.said import Said, Scene

_WHEN = frozenset({"after", "before", "until", "since"})
"""A meeting that says when: "till after the AGM"."""


def in_condition(place: int, said: Said, scene: Scene) -> bool:
    """ "Subject to the finance committee, which meets on the 19th": what the condition is about."""
    texts = [w.text for w in scene.words[said.clause.start : place]]
    return any(pair == ("subject", "to") for pair in pairwise(texts))


def _body(said: Said, scene: Scene) -> str | None:
    """The body that decides in this clause; whom a thing is delegated or recommended to is not it."""
    words = scene.words
    for mark in said.clause.kinds("body"):
        before = {words[i].text for i in range(max(mark.start - 3, said.clause.start), mark.start)}
        if _WHEN & before or said.clause.link in _WHEN or in_condition(mark.start, said, scene):
            continue
        if "to" in before and any(m.value == "delegated" for m in said.clause.kinds("outcome")):
            continue
        return mark.value
    return None


def of_the_right_body(saids: list[Said], scene: Scene) -> tuple[list[Said], str | None]:
    """Where a smaller body and the board both appear, the board's word is the one that counts."""
    bodies = [(said, _body(said, scene)) for said in saids]
    smaller = [s for s, body in bodies if body and body != "board"]
    if not smaller:
        return saids, None
    board = [
        s for s, body in bodies
        if body == "board" or (body is None and any(m.value == _step_key(s) for m in s.clause.kinds("step")))
    ]  # fmt: skip
    telling = [s for s in board if _tells(s)]
    if telling:
        first = min(saids.index(s) for s in telling)
        kept = [s for s, body in bodies if s in telling or (body is None and saids.index(s) > first)]
        return kept, None
    return saids, next(body for _, body in bodies if body and body != "board")


def _step_key(said: Said) -> str:
    return next((m.value for m in said.clause.kinds("step")), "")


def _tells(said: Said) -> bool:
    if said.has("body") and said.clause.kinds("body")[0].value != "board" and not said.has("step"):
        return False
    return said.has("outcome", "plan", "hope", "negation", "to_do") or bool(said.dates) or said.clause.present


def recommended_up(saids: Sequence[Said]) -> bool:
    """ "The committee recommended it to the board, which meets on 2 December": the board's meeting."""
    return any(
        s.has("step") and any(m.value == "recommended" for m in s.clause.kinds("move")) for s in saids
    )  # fmt: skip
