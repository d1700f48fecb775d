"""A briefing offered unasked, once, at the moment when it helps: when a step was begun and is not done."""

from __future__ import annotations

from rapidfuzz import fuzz

from bot.core.model import Choice
from bot.core.model.casework import NoteBriefing
from bot.core.model.journey import Briefing, Step, newest_first
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of

LABEL = 70
"""The longest label of a button that every channel shows."""


def read_button(reply: Reply, briefing: Briefing) -> Choice:
    label = text_of(reply.journey, "button_read_it", title=briefing.title)[:LABEL]
    return reply.choice(label, "read", briefing.key, "0")


def _near(title: str, step: str) -> float:
    """How alike a briefing's title and a step's are."""
    return fuzz.token_sort_ratio(title.casefold(), step.casefold())


def offer_for(reply: Reply, step: Step) -> None:
    """A line and a button about the best briefing for a step, once."""
    if step.key in reply.dialogue.offered:
        return
    fitting = [b for b in newest_first(reply.briefings) if step.key in b.steps]
    if not fitting:
        return
    role = reply.person.role
    best = min(fitting, key=lambda b: (b.steps[0] != step.key, -_near(b.title, step.title), role not in b.audience))
    reply.set(offered=(*reply.dialogue.offered, step.key))
    reply.changes.append(NoteBriefing(best.key, "shown"))
    reply.say("guidance_offer", [read_button(reply, best)], title=best.title)
