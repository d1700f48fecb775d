"""The journey as a checklist: each step with its state, its line of evidence and what can be done. Pure.

Slack's Home and Teams' card show it whole; the web chat shows it behind a line of its own (`glance_of`).
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.model import Choice, Message
from bot.core.model.journey import LEAD
from bot.core.model.views import Glance, HomeRow, form_choice
from bot.core.record.assignments import responsible
from bot.core.record.progress import State, StepProgress, counts
from bot.core.turn.reply import Reply
from bot.core.turn.saying import message, text_of
from bot.core.turn.standing import line_of
from bot.core.turn.wording import say_list
from bot.core.views.record import step_record

MOST_BEHIND = 5
"""Entries that stand behind a step's line; a button leads to all of them."""


def shown(reply: Reply, lead: bool) -> list[StepProgress]:
    """Steps that count or were begun; a colleague's own first."""
    found = [p for p in reply.progress.steps if p.step.questions and (counts(p.step) or p.facts)]
    return found if lead else sorted(found, key=lambda p: not is_mine(reply, p))


def is_mine(reply: Reply, progress: StepProgress) -> bool:
    """Whether the person would be reminded of it; here they are, so that nobody counts as out of reach."""
    who = responsible(replace(reply.context, unreachable=()), progress.step)
    return who is not None and who.id == reply.person.id


def row(reply: Reply, progress: StepProgress, lead: bool, behind: bool = True) -> HomeRow:
    """A step with its state, its line of evidence and what can be done; `behind`: and what stands behind the line."""
    step, state = progress.step, progress.state
    after = [reply.journey.step(k).title for k in step.opens_after if not reply.progress.done(k)]
    words = text_of(reply.journey, f"home_{state.value}", after=say_list(after))
    assignment = reply.assignments.get(step.key)
    if assignment is not None and assignment.owner and state is not State.DONE:
        words = text_of(reply.journey, "home_with", state=words, person=reply.name_of(assignment.owner))
    if assignment is not None and assignment.offered_to and state is not State.DONE:
        words = text_of(reply.journey, "home_offered", state=words, person=reply.name_of(assignment.offered_to))
    free = lead or is_mine(reply, progress) or assignment is None or not assignment.owner
    choices = _row_choices(reply, progress) if free else ()
    record = step_record(reply, progress, MOST_BEHIND) if behind and (progress.facts or progress.entries) else None
    return HomeRow(step.title, state.value, words, line_of(reply, progress), choices, record)


def _row_choices(reply: Reply, progress: StepProgress) -> tuple[Choice, ...]:
    step = progress.step
    if progress.state is State.WAITING:
        return ()
    if progress.state is State.DONE:
        return (form_choice(step, text_of(reply.journey, "button_change")),)
    name = "go_on" if progress.state is State.BEGUN else "begin"
    form = text_of(reply.journey, "button_fill_in_form")
    return (reply.button(name, "step", step.key), form_choice(step, form))


def how_far(reply: Reply) -> tuple[int, int]:
    """How many of the steps that count are done, and how many there are."""
    counted = [p for p in reply.progress.steps if counts(p.step)]
    return sum(p.state is State.DONE for p in counted), len(counted)


def glance_of(reply: Reply) -> Glance:
    """How far the whole is, in a line; behind it the checklist, in the order of the journey."""
    done, count = how_far(reply)
    following = reply.next_step(())
    phrase = "glance_next" if following is not None else "glance_done" if reply.progress.finished else "glance"
    line = text_of(reply.journey, phrase, done=done, count=count, step=following.title if following else "")
    lead = reply.person.role == LEAD
    rows = tuple(row(reply, p, lead, behind=False) for p in shown(reply, lead=True))
    return Glance(line, done, count, rows, _talking_to(reply))


def _talking_to(reply: Reply) -> Message | None:
    """While a question is with a person and the bot keeps quiet here: who that is."""
    casework = reply.context.casework
    case = casework.case
    if case is None or not case.quiet or case.address.lane != reply.turn.address.lane:
        return None
    back = reply.button("back_to_bot", "person", "aside", case.id)
    return message(
        reply.journey, "talking_to", (back,), officer_name=casework.answered_by or reply.journey.officer_name
    )
