"""What somebody joined, attended and shared, as entries of the step that the content names for learning. Pure."""

from __future__ import annotations

from bot.core.model import NewFact
from bot.core.model.gatherings import Gathering
from bot.core.turn.gathering_words import local, plain_title
from bot.core.turn.recording import take_in
from bot.core.turn.reply import Reply
from bot.core.turn.wording import say_day

BETWEEN = "; "
MOST = 1500
"""Characters of such an entry: of more, the latest."""


def joined(reply: Reply, gathering: Gathering) -> None:
    """Somebody of the adopter signed up."""
    _add(reply, reply.journey.gatherings.joined, _called(gathering))


def attended(reply: Reply, gathering: Gathering) -> None:
    """Somebody of the adopter was there."""
    _add(reply, reply.journey.gatherings.attended, _called(gathering))


def shared(reply: Reply, title: str) -> None:
    """Somebody of the adopter shared what they learned with other adopters."""
    _add(reply, reply.journey.gatherings.shared, f"{title} ({say_day(reply.today)})")


def _called(gathering: Gathering) -> str:
    return f"{plain_title(gathering)} ({say_day(local(gathering.starts, gathering).date())})"


def _add(reply: Reply, name: str, what: str) -> None:
    """One more in the list that is recorded under this name; nothing where the programme has none."""
    step = reply.step_of(name) if name else None
    if step is None:
        return
    known = reply.facts_by_name.get(name)
    before = str(known.value).split(BETWEEN) if known is not None else []
    if what in before:
        return
    now = [*before, what]
    while len(BETWEEN.join(now)) > MOST:
        now = now[1:]
    replaced = known.id if known is not None else None
    who = reply.person.id
    made = NewFact(name, BETWEEN.join(now), "", True, who, who, step.key, step.version, replaced)
    take_in(reply, [made])
