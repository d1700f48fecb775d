"""One person's page: the journey as a checklist, what is next, their reminders, what was published lately. Pure.

Different for the lead (everybody's steps), a colleague (their own first), somebody unknown (hello, and how to join),
and whoever answers questions at the programme (what waits for an answer).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.model import Address, Choice, Kind, Message, Turn, TurnContext
from bot.core.model.journey import Journey, newest_first
from bot.core.model.presses import Press
from bot.core.model.views import Home, HomeItem, HomeList
from bot.core.turn.buttons import choices_of, wording
from bot.core.turn.entries import next_of
from bot.core.turn.finishing import coming_round
from bot.core.turn.reading_back import in_words
from bot.core.turn.reply import Programme, Reply
from bot.core.turn.saying import text_of
from bot.core.turn.standing import menu
from bot.core.turn.wording import escape, first_upper, say_day, say_list
from bot.core.views import settings
from bot.core.views.checklist import how_far, is_mine, row, shown

_PROMPTS = (("next", "what is next?"), ("status", "status"), ("guidance", "guidance"), ("person", "person"))
"""What is offered where somebody begins to write: (whose button says it, what is then said for them)."""
LATEST = 3
MOST_CASES = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question from somebody at an adopter that is still open."""

    case: str
    adopter: str
    person: str
    words: str
    since: datetime


def prompts_of(journey: Journey) -> tuple[tuple[str, str], ...]:
    """What is offered where somebody begins to write: (title, what is then said)."""
    return tuple((text_of(journey, f"button_{name}"), words) for name, words in _PROMPTS)


def home_of(
    programme: Programme, context: TurnContext, at: datetime, waiting: Sequence[Waiting] = (), held: str = ""
) -> Home:
    """This account's page. `waiting` is only looked at for whoever answers questions; `held` is the operator's word
    on all reminders, `paused` or a day."""
    reply = Reply(programme, context, _turn(context, at))
    if context.person is None or context.adopter is None:
        return _officers(reply, waiting) if context.account in context.casework.officers else _strangers(reply)
    lead = context.person.role == "lead"
    rows = [row(reply, p, lead) for p in shown(reply, lead)]
    name = escape(context.person.name)
    return Home(
        text_of(reply.journey, "home_title", adopter=context.adopter.name, programme=reply.journey.name),
        text_of(reply.journey, "home_lead" if lead else "home_colleague", name=name, summary=_summary(reply, lead)),
        tuple(rows),
        _next(reply),
        settings.reminders(reply, held),
        _briefings(reply),
        text_of(reply.journey, "home_footer"),
        settings.account(reply),
    )


def _turn(context: TurnContext, at: datetime) -> Turn:
    """The page is the person's own, so it is made as for a direct message."""
    account = context.account
    return Turn("home", Kind.OPEN, account, Address(account.channel, account.workspace, account.user), at)


# ---------------------------------------------------------------- those without a journey


def _strangers(reply: Reply) -> Home:
    journey, bound = reply.journey, reply.context.workspace_adopter
    if bound is not None:
        text = text_of(journey, "home_welcome", programme=journey.name, adopter=escape(bound.name))
    else:
        text = text_of(journey, "home_unknown", programme=journey.name, officer_email=journey.officer_email)
    begin = Choice(text_of(journey, "button_begin"), str(Press("do", "", 0, ("next",))), "primary")
    return Home(journey.name, text, next=Message("", choices=(begin,)))


def _officers(reply: Reply, waiting: Sequence[Waiting]) -> Home:
    journey = reply.journey
    title = text_of(journey, "home_officer_title", programme=journey.name)
    intro = text_of(journey, "home_officer" if waiting else "home_officer_none", count=len(waiting))
    lines = [
        text_of(
            journey, "home_case", case=w.case, person=escape(w.person), adopter=escape(w.adopter),
            date=reply.say_when(w.since), words=escape(w.words[:300]),
        )
        for w in waiting[:MOST_CASES]
    ]  # fmt: skip
    return Home(title, intro, next=Message("\n\n".join(lines)) if lines else None)


def _summary(reply: Reply, lead: bool) -> str:
    """How far the whole is; for a colleague, what is with them."""
    if not lead:
        mine = [p.step.title for p in reply.progress.pending if is_mine(reply, p)]
        if mine:
            return text_of(reply.journey, "home_yours", steps=say_list(mine))
    done, count = how_far(reply)
    return text_of(reply.journey, "home_so_far", done=done, count=count)


# ---------------------------------------------------------------- what is next


def _next(reply: Reply) -> Message:
    """What the dialogue waits for: a yes, an answer; or else the step that comes next."""
    title, dialogue = text_of(reply.journey, "home_title_next"), reply.dialogue
    if dialogue.reading_back and dialogue.heard:
        text = text_of(reply.journey, "home_read_back", facts=in_words(reply, dialogue.heard))
        return Message(
            text, choices=(reply.button("keep", "yes", style="primary"), reply.button("keep_not", "no")), title=title
        )
    question = reply.question(dialogue.asked)
    step = reply.journey.step_of_question.get(dialogue.asked)
    if question is None or step is None:
        step = reply.next_step()
        question = next_of(reply, step)[0] if step else None
    if (question is None or step is None) and reply.progress.finished:
        text = text_of(reply.journey, "home_finished", recurs=coming_round(reply))
        done = text_of(reply.journey, "home_title_finished")
        return Message(text, choices=tuple(menu(reply)), title=done)
    if question is None or step is None:
        return Message(text_of(reply.journey, "nothing_next"), choices=tuple(menu(reply)), title=title)
    text = text_of(reply.journey, "home_next", step=step.title, question=wording(reply, question))
    buttons = choices_of(reply, question) if question.options or question.kind == "flag" else ()
    answer = reply.button("answer_in_message", "step", step.key, style="" if buttons else "primary")
    return Message(text, choices=(*buttons, answer), title=title)


# ---------------------------------------------------------------- guidance


def _briefings(reply: Reply) -> HomeList | None:
    """The latest briefings, each with a button to read it."""
    latest = newest_first(reply.briefings)[:LATEST]
    items = (
        HomeItem(
            b.title, f"{say_day(b.published)}: {first_upper(b.summary)}", reply.button("read", "read", b.key, "0")
        )
        for b in latest
    )
    return HomeList(text_of(reply.journey, "home_title_guidance"), tuple(items)) if latest else None
