"""What is done about reminders: later, off and on; for a person, a step, or everybody.

A snooze is kept as a fact too (`reminders.until`), with its words, so that nothing said is lost.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.calendar import span_of
from bot.core.language.reminding import Wish
from bot.core.model import WHOLE, Choice
from bot.core.model.journey import Step
from bot.core.model.reading import Reading
from bot.core.record.assignments import responsible
from bot.core.reminders import words as words_on
from bot.core.turn import days, recording
from bot.core.turn.assigning import DAYS, FROM, UNTIL, assignment, heard, keep, let_go, save_own, wished, working_day
from bot.core.turn.entries import in_hand, titled
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape, say_day, say_list, say_span

# ---------------------------------------------------------------- later


def snooze(reply: Reply, reading: Reading) -> None:
    """Reminders later: until the day that was said, or else asks until when."""
    wished = {f.name: f.value for f in reading.facts}
    if isinstance(days_wished := wished.get(DAYS), tuple):
        keep_wish(reply, Wish(days=days_wished))
        return
    until = until_of(reading) or after_meeting(reply, words_on.after_what(reply.turn.text))
    begin = date.fromisoformat(str(wished[FROM])[:10]) if FROM in wished else None
    if until is None:
        ask_when(reply, step_in_hand(reply))
    elif begin is not None and reply.today < begin < until:
        away(reply, begin, until)
    else:
        snooze_until(reply, until)


def away(reply: Reply, begin: date, until: date) -> None:
    """No reminder to this person from a day on which they are gone until they are back; before it, as always."""
    state = reply.state_of(reply.person.id)
    span = f"{begin}/{until - timedelta(days=1)}"
    ahead = [s for s in state.leave if span_of(s)[1] >= reply.today and s != span]
    save_own(reply, replace(state, leave=(*ahead, span)))
    let_go(reply)
    keep(reply, FROM, begin.isoformat())
    keep(reply, UNTIL, until.isoformat())
    reply.say("away_noted", dates=say_span(span), until=say_day(working_day(reply, until)))


def keep_wish(reply: Reply, wish: Wish) -> None:
    """Reminders to this person on these days, in these hours, so often at most. All that holds now is said."""
    state, nudging = reply.state_of(reply.person.id), reply.journey.nudging
    hours = f"{wish.begins or nudging.opens}-{wish.ends or nudging.closes}"
    begins, ends = hours.split("-")
    if not max(begins, nudging.opens) < min(ends, nudging.closes):
        reply.say("hours_not_possible", opens=nudging.opens, closes=nudging.closes)
        ask_again(reply)
        return
    state = replace(state, days=wish.days or state.days, gap=wish.gap or state.gap)
    save_own(reply, replace(state, hours=hours) if wish.begins or wish.ends else state)
    if wish.days:
        keep(reply, DAYS, wish.days)
    reply.say("reminders_wish_yes" if wish.asked else "reminders_wish", when=wished(reply))
    if wish.gap:
        reply.say("reminders_wish_dates")
    ask_again(reply)


def until_of(reading: Reading) -> date | None:
    said = next((str(f.value) for f in reading.facts if f.name == UNTIL), "")
    return date.fromisoformat(said[:10]) if said else None


def after_meeting(reply: Reply, what: str) -> date | None:
    """The day after a date to come that the adopter gave, for "after the board"."""
    for key, _, day in dates_to_come(reply):
        if what and what in key.replace("_", " "):
            return day
    return None


def dates_to_come(reply: Reply) -> list[tuple[str, str, date]]:
    """(step, what it is called, the day after it) of the dates that reminders go by; of several entries of a step,
    the nearest first."""
    found = []
    for step in reply.journey.steps:
        entries = reply.progress.of(step.key).entries
        for name, _ in step.rhythm.before_date if step.rhythm else ():
            of_entries = [e.facts[name] for e in entries if name in e.facts]
            facts = of_entries or [f for f in (reply.facts_by_name.get(name),) if f is not None]
            question = reply.question(name)
            last = sorted(span_of(str(f.value))[1] for f in facts)
            if question is not None:
                found += [(step.key, question.label, day + timedelta(days=1)) for day in last if day >= reply.today]
    return found


def step_asked(reply: Reply) -> str:
    """The step that is asked about now; empty when none is."""
    asked = reply.journey.step_of_question.get(reply.dialogue.asked)
    return asked.key if asked is not None else ""


def step_in_hand(reply: Reply) -> str:
    """The step that a bare "later" is about: the one asked about, else the one that comes next; empty when none."""
    if asked := step_asked(reply):
        return asked
    following = reply.next_step(())
    return following.key if following is not None else ""


def _after(reply: Reply, label: str, day: date) -> str:
    """ "After the board meeting"; a label that is half a question says its day instead."""
    if label.lower().startswith(("when ", "how ")):
        return text_of(reply.journey, "button_after_day", date=say_day(day - timedelta(1)))
    return text_of(reply.journey, "button_after_meeting", meeting=f"{label[:1].lower()}{label[1:]}")


def later_choices(reply: Reply, step: str) -> list[Choice]:
    """Until when: the usual answers as buttons."""

    def named(name: str, ahead: int) -> Choice:
        return reply.button(name, "nudge", "until", step, (reply.today + timedelta(ahead)).isoformat())

    after = [
        reply.choice(_after(reply, label, day), "nudge", "until", step, day.isoformat())
        for _, label, day in dates_to_come(reply)[:1]
    ]
    soon = [named("tomorrow", 1), named("next_week", 7)]
    return [*soon, *after, named("in_a_month", 28), reply.button("pick_date", "nudge", "pick", step)]


def ask_when(reply: Reply, step: str) -> None:
    """Until when? The next words are taken as the answer."""
    reply.set(confirming=f"snooze:{step}")
    reply.say("snooze_until_when", choices=later_choices(reply, step))


def when_answer(reply: Reply, step: str) -> bool:
    """Typed words after "when should I ask again?". False when they name no day."""
    text = reply.turn.text
    what = words_on.after_what(text) or words_on.after_what(f"after the {text}")
    until = days.day_in(reply.programme, text, reply.today) or after_meeting(reply, what)
    if until is None:
        return False
    snooze_until(reply, until) if not step else snooze_step(reply, step, until)
    return True


def snooze_until(reply: Reply, until: date) -> None:
    """No reminder to this person before that day; on it, the step in hand comes back."""
    if until <= reply.today:
        ask_when(reply, "")
        return
    step = step_in_hand(reply)
    save_own(reply, replace(reply.state_of(reply.person.id), until=until, paused=False))
    if step:
        _come_back(reply, step, in_hand(reply, reply.journey.step(step)), until)
    let_go(reply)
    keep(reply, UNTIL, until.isoformat())
    reply.say("snoozed", until=say_day(working_day(reply, until)))


def snooze_step(reply: Reply, about: str, until: date | None) -> None:
    """One step comes back on that day; of a step with several entries, the one that it is about (`STEP#ENTRY`)."""
    if until is None or until <= reply.today:
        ask_when(reply, about)
        return
    step, _, entry = about.partition("#")
    name = _come_back(reply, step, entry, until)
    let_go(reply, step)
    keep(reply, UNTIL, until.isoformat())
    reply.say("snoozed_step", step=name, until=say_day(working_day(reply, until)))


def has_own_day(reply: Reply, key: str, entry: str) -> bool:
    """Whether the entry is put off by itself: its step has others, or is done and has no rhythm to bring it back."""
    entries = reply.progress.of(key).entries
    return any(e.id == entry for e in entries) and (len(entries) > 1 or reply.progress.done(key))


def _come_back(reply: Reply, key: str, entry: str, until: date) -> str:
    """What comes back on that day: the entry, where its step has others or is done, else the step. Its name."""
    step = reply.journey.step(key)
    if has_own_day(reply, key, entry):
        heard(reply, key, paused=False)
        put_off_entry(reply, key, entry, until)
        return titled(reply, step, entry)
    heard(reply, key, until=until, paused=False)
    return step.title


def put_off_entry(reply: Reply, step: str, entry: str, until: date) -> None:
    """One entry of a step comes back on that day; reminders of the others stay as they are."""
    now = assignment(reply, step)
    others = tuple(one for one in now.later if one[0] != entry)
    reply.save_assignment(replace(now, later=(*others, (entry, until))))


def snooze_all(reply: Reply, until: date) -> None:
    """Nobody at the adopter is reminded before that day."""
    if until <= reply.today:
        ask_when(reply, "")
        return
    reply.save_assignment(replace(assignment(reply, WHOLE), until=until, paused=False))
    keep(reply, UNTIL, until.isoformat())
    reply.say("snoozed_all", adopter=escape(reply.adopter.name), until=say_day(working_day(reply, until)))


# ---------------------------------------------------------------- off and on


def pause(reply: Reply) -> None:
    """No reminder to this person until they say so."""
    save_own(reply, replace(reply.state_of(reply.person.id), paused=True))
    reply.say("paused", choices=[reply.button("reminders_again", "do", "resume")])


def pause_step(reply: Reply, step: Step) -> None:
    heard(reply, step.key, paused=True)
    let_go(reply, step.key)
    reply.say(
        "paused_step",
        choices=[
            reply.button("resume", "nudge", "resume", step.key),
            reply.button("pause_mine", "do", "pause"),
            reply.button("pause_all", "nudge", "pause_all"),
        ],
        step=step.title,
    )


EVERYBODY = "everybody"
"""What `DialogueState.confirming` is while it is asked whether nobody is to be reminded."""


def ask_pause_all(reply: Reply) -> None:
    """Whether nobody at the adopter is to be reminded: one press in a page of buttons may be a slip."""
    here = [escape(p.name) for p in reply.context.people if p.name and p.left_on is None]
    reply.set(confirming=EVERYBODY)
    choices = [
        reply.button("pause_all_yes", "nudge", "pause_all_sure", style="primary"),
        reply.button("pause_all_no", "nudge", "keep_all"),
    ]
    reply.say("pause_all_sure", choices, adopter=escape(reply.adopter.name), people=say_list(here))


def keep_all(reply: Reply) -> None:
    """Nothing changes for anybody."""
    reply.set(confirming="")
    reply.say("pause_all_kept")
    ask_again(reply)


def pause_all(reply: Reply) -> None:
    """Nobody at the adopter is reminded until somebody there says so."""
    reply.set(confirming="")
    reply.save_assignment(replace(assignment(reply, WHOLE), paused=True))
    again = reply.button("resume_all", "nudge", "resume_all")
    reply.say("paused_all", choices=[again], adopter=escape(reply.adopter.name))


def resume(reply: Reply) -> None:
    """Reminders to this person start again: theirs, and those of the steps that are with them."""
    save_own(reply, replace(reply.state_of(reply.person.id), paused=False, until=None, leave=()))
    for step in reply.journey.steps:
        state, who = assignment(reply, step.key), responsible(reply.context, step)
        mine = who is not None and who.id == reply.person.id
        if mine and (state.paused or state.quiet or state.until or state.later or state.unanswered):
            restart(reply, step.key)
    reply.say("resumed")
    ask_again(reply)


def resume_all(reply: Reply) -> None:
    reply.save_assignment(replace(assignment(reply, WHOLE), paused=False, until=None))
    reply.say("resumed_all", adopter=escape(reply.adopter.name))


def undo(reply: Reply) -> None:
    """Takes back what was said last: a "later", and reminders go on as before; or else what was recorded."""
    current = {f.id for f in reply.context.facts}
    last = [f for f in reply.context.recent if f.id in reply.dialogue.last and f.id in current]
    if reply.dialogue.heard or not last or any(f.name != UNTIL for f in last):
        recording.undo(reply)
        return
    for fact in last:
        keep(reply, UNTIL, fact.value, replaces=fact.id, withdrawn=True)
    reply.set(last=())
    resume(reply)


def restart(reply: Reply, step: str) -> None:
    """A step's rhythm begins anew."""
    heard(reply, step, paused=False, until=None, later=())


# ---------------------------------------------------------------- what is noted
