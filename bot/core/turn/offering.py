"""A briefing offered unasked, once, at the moment when it helps: when a step was begun and is not done."""

from __future__ import annotations

from rapidfuzz import fuzz

from bot.core.model import Choice
from bot.core.model.casework import NoteBriefing
from bot.core.model.journey import Briefing, Journey, Step, newest_first
from bot.core.turn.gathering_words import offer_gathering
from bot.core.turn.reply import Programme, Reply
from bot.core.turn.saying import text_of

LABEL = 70
"""The longest label of a button that every channel shows."""


def read_label(journey: Journey, briefing: Briefing) -> str:
    """What the button says that opens a briefing here."""
    return text_of(journey, "button_read_it", title=briefing.title)[:LABEL]


def read_button(reply: Reply, briefing: Briefing) -> Choice:
    return reply.choice(read_label(reply.journey, briefing), "read", briefing.key, "0")


def page_button(programme: Programme, briefing: Briefing) -> list[Choice]:
    """The button that leads to a briefing's page; none where there is no page that others can open."""
    if not programme.site:
        return []
    label = text_of(programme.journey, "button_open_page")
    return [Choice(label, url=f"{programme.site}/guidance/{briefing.key}")]


def _near(title: str, step: str) -> float:
    """How alike a briefing's title and a step's are."""
    return fuzz.token_sort_ratio(title.casefold(), step.casefold())


def offer_for(reply: Reply, step: Step) -> None:
    """A line and a button about the next gathering on a step, and about the best briefing for it, each once."""
    offer_gathering(reply, step.key)
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
