"""The end of the journey: a card with every step and what came of it, and what comes round again. Shown once."""

from __future__ import annotations

from bot.core.model import Choice, Message, NewFact
from bot.core.record.comes_round import comes_round
from bot.core.record.progress import FINISHED, StepProgress, counts
from bot.core.turn.enclosing import badge_pictures
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.standing import line_of
from bot.core.turn.wording import say_day, say_list


def finish(reply: Reply) -> None:
    """Says that the last step has closed, with all that was done."""
    if FINISHED in reply.facts_by_name:
        return
    who = reply.person.id
    reply.facts.append(NewFact(FINISHED, reply.today.isoformat(), "", True, who, who))
    reply.add(card(reply))


def card(reply: Reply) -> Message:
    """Each step that counts, with what is known of it and since when; what comes round again; the badge."""
    journey, done = reply.journey, [s for s in reply.progress.steps if counts(s.step)]
    site = reply.programme.site
    label = text_of(journey, "button_our_record")
    record = Choice(label, url=f"{site}/record") if site else reply.button("status", "do", "status")
    return Message(
        text_of(journey, "journey_done", programme=journey.name, recurs=coming_round(reply)),
        "journey_done",
        choices=(record,),
        facts=tuple((s.step.title, _came_of(reply, s)) for s in done),
        title=text_of(journey, "journey_done_title", count=len(done)),
        encloses=() if journey.badge is None else (badge_pictures(reply, journey.badge, unasked=True),),
    )


def _came_of(reply: Reply, progress: StepProgress) -> str:
    """What is known of a step, and on which day the last of it was recorded."""
    last = max((fact.at for fact in progress.facts), default=reply.at)
    day = say_day(last.astimezone(reply.programme.zone).date())
    return text_of(reply.journey, "journey_done_step", summary=line_of(reply, progress), date=day)


def coming_round(reply: Reply) -> str:
    """The steps that recur, each with the day on which it is due again where that is known."""
    found = []
    for step in reply.journey.steps:
        if step.recurs:
            due = comes_round(step, reply.facts_by_name)
            name = "recurs_on" if due else "recurs_some_day"
            found.append(text_of(reply.journey, name, step=step.title, date=say_day(due) if due else ""))
    return say_list(found)
