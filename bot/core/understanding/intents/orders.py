"""Orders to the machine, which are not obeyed, and wishes to be left alone for a while."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.understanding.seen import Seen

_ORDERING = bag(
    """
    mark set say tell print reply output respond pretend act tick put record update answer
    """
)


def silence_orders(seen: Seen) -> None:
    """An order to the machine is not obeyed; what else the message tells is still taken."""
    for clause in seen.clauses:
        first = clause.start + (
            seen.words[clause.start].text in ("and", "then", "just", "please") and clause.end - clause.start > 1
        )
        if clause.has("order") or seen.words[first].text in _ORDERING:
            clause.command = True


def asks_for_rest(seen: Seen) -> bool:
    """A request to be left alone for a while."""
    return any(c.command and any(m.kind == "intent" and m.value == "snooze" for m in c.marks) for c in seen.clauses)
