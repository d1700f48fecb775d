"""Whose it was, where nobody says so: whoever looks after consulting residents speaks of residents.

It is a guess, never sure: it is read back with the question whether that is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.model.journey import Shared
from bot.core.model.reading import Understood
from bot.core.turn.reply import Reply


def of_own_group(reply: Reply, facts: Sequence[Understood]) -> list[Understood]:
    """What may be of several steps is of the only one of them that the speaker's role begins with. Not where the same
    words tell of that step too: then this is another."""
    return [_placed(reply, fact, facts) for fact in facts]


def _placed(reply: Reply, fact: Understood, facts: Sequence[Understood]) -> Understood:
    shared = reply.journey.shared_of(fact.name)
    step = _own(reply, shared) if shared is not None and not reply.dialogue.shared else ""
    name = f"{step}.{fact.name.partition('.')[2]}"
    if not step or reply.question(name) is None or any(f.name.startswith(f"{step}.") for f in facts):
        return fact
    return replace(fact, name=name, sure=False)


def _own(reply: Reply, shared: Shared) -> str:
    """The only step among these that the speaker's role begins with; empty where there is none, or more than one."""
    begins = reply.role.begins if reply.role is not None else ()
    mine = [key for key, _ in shared.steps if key in begins]
    return mine[0] if len(mine) == 1 else ""
