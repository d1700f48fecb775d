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
from bot.core.turn.wording import first_upper, readable, say_day, say_span, say_weekdays

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


def often(reply: Reply, gap: int) -> str:
    """How often at most somebody wants to be reminded: "at most once a week"."""
    if gap in GAPS:
        return text_of(reply.journey, f"wish_gap_{GAPS[gap]}")
    return text_of(reply.journey, "wish_gap_days", days=gap)


GAPS = {1: "day", 7: "week", 14: "fortnight", 28: "month", 91: "quarter"}


def wished(reply: Reply) -> str:
    """All that this person asked for, in half a sentence: "on Tuesdays, between 10:00 and 16:30"."""
    state, parts = reply.state_of(reply.person.id), list[str]()
    if state.days:
        parts.append(text_of(reply.journey, "wish_days", days=say_weekdays(state.days)))
    if state.hours:
        begins, ends = state.hours.split("-")
        parts.append(text_of(reply.journey, "wish_hours", begins=begins, ends=ends))
    if state.gap:
        parts.append(often(reply, state.gap))
    return ", ".join(parts)


def when(reply: Reply) -> list[str]:
    """When reminders come to this person, in a sentence each; none while they get none."""
    state, nudging, journey = reply.state_of(reply.person.id), reply.journey.nudging, reply.journey
    if state.paused:
        return []
    usual = text_of(journey, "home_hours_usual", opens=nudging.opens, closes=nudging.closes)
    found = [text_of(journey, "home_hours", hours=state.hours.replace("-", " to ")) if state.hours else usual]
    found += [text_of(journey, "home_days", days=say_weekdays(state.days))] if state.days else []
    return found + ([f"{first_upper(often(reply, state.gap))}."] if state.gap else [])


def working_day(reply: Reply, day: date) -> date:
    """The day on which somebody hears of it: nobody does on a holiday, nor while they are closed."""
    days = working_days(reply.journey.nudging, reply.facts_by_name.get(CLOSED))
    return day if days.works(day) else days.forth(day, 1)
