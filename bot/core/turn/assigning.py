"""What is noted of a step's assignment and of a person's reminders while a turn is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.core.calendar import span_of
from bot.core.model import Assignment, NewFact, PersonState, SavePersonState
from bot.core.model.reading import Value
from bot.core.record.working_days import CLOSED, working_days
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import readable, say_day, say_span

UNTIL, FROM, DAYS = "reminders.until", "reminders.from", "reminders.days"
"""Wishes about reminders, which are kept as facts too, with the words that said them."""


def assignment(reply: Reply, step: str) -> Assignment:
    return reply.assignments.get(step, Assignment(step))


def heard(reply: Reply, step: str, **changes: object) -> None:
    """A reminder about the step was answered: its count begins anew."""
    answered = replace(assignment(reply, step), answered=reply.at, unanswered=0, quiet=None, told=False)
    reply.save_assignment(replace(answered, **changes))  # type: ignore[arg-type]


def keep(
    reply: Reply, name: str, value: Value, words: str = "", replaces: int | None = None, withdrawn: bool = False
) -> None:
    """Something about reminders or owners as a fact, in the words that were said."""
    told = readable(words or reply.turn.text) or reply.turn.press
    reply.facts.append(
        NewFact(
            name, value, told, True, reply.person.id, reply.person.id,
            replaces=replaces, withdrawn=withdrawn, source_link=reply.turn.link,
        )
    )  # fmt: skip


def save_own(reply: Reply, state: PersonState) -> None:
    others = tuple(c for c in reply.context.people_states if c.person != state.person)
    reply.context = replace(reply.context, people_states=(*others, state))
    reply.changes.append(SavePersonState(state))


def let_go(reply: Reply, step: str = "") -> None:
    """The question in hand is put aside with its step; what waits for a yes still does."""
    asked = reply.journey.step_of_question.get(reply.dialogue.asked)
    if not reply.dialogue.reading_back and asked is not None and step in ("", asked.key):
        reply.set(asked="")
    if reply.dialogue.confirming.partition(":")[0] in ("snooze", "ready"):
        reply.set(confirming="")


def whether(reply: Reply) -> str:
    """Whether this person is reminded just now, in a sentence."""
    state = reply.state_of(reply.person.id)
    if state.paused:
        return text_of(reply.journey, "home_paused")
    if state.until is not None and state.until > reply.today:
        return text_of(reply.journey, "home_snoozed", date=say_day(working_day(reply, state.until)))
    ahead = sorted(span for span in state.leave if span_of(span)[1] >= reply.today)
    if ahead:
        return text_of(reply.journey, "home_away", dates=say_span(ahead[0]))
    return text_of(reply.journey, "home_reminders")


def working_day(reply: Reply, day: date) -> date:
    """The day on which somebody hears of it: nobody does on a holiday, nor while they are closed."""
    days = working_days(reply.journey.nudging, reply.facts_by_name.get(CLOSED))
    return day if days.works(day) else days.forth(day, 1)
