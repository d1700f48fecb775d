"""Where a message corrects itself ("they noted, I mean deferred, it"), the last word stands."""

from __future__ import annotations

from bot.core.understanding.facts.said import Said

_KINDS = ("outcome", "method", "agreement", "publication", "frequency", "choice", "mechanism", "body")


def settle_self_corrections(shared: dict[str, list[Said]]) -> None:
    """Takes out of earlier clauses what a later one, with words such as "I mean", says anew."""
    _other_group(shared)
    for saids in shared.values():
        for place, said in enumerate(saids):
            if not said.has("self_correct") or place == 0:
                continue
            later = [said, *saids[place + 1 : place + 2]]
            kinds = {k for s in later for k in _KINDS if s.has(k)}
            for earlier in saids[:place]:
                earlier.clause.marks = [m for m in earlier.clause.marks if m.kind not in kinds]
                if any(s.dates for s in later):
                    earlier.dates = []
                if any(s.counts for s in later):
                    earlier.counts = []


def _other_group(shared: dict[str, list[Said]]) -> None:
    """ "A workshop for staff, no sorry, for residents": what was told of the first group is told of the second."""
    for new, saids in list(shared.items()):
        for said in saids:
            if not said.named or not said.has("self_correct") or said.has("method", "activity", "respond"):
                continue
            for old, others in shared.items():
                wrong = [s for s in others if old != new and _before(s, said)]
                if any(s.named for s in wrong):
                    shared[old] = [s for s in others if s not in wrong]
                    shared[new] = [*wrong, *saids]
                    return


def _before(earlier: Said, later: Said) -> bool:
    """Said before it in the same sentence."""
    return earlier.clause.sentence == later.clause.sentence and earlier.clause.end <= later.clause.start
