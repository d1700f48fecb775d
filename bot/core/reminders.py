"""What people say about reminders: later, stop, start again; and what the buttons on a nudge do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.model import Choice, SavePersonCare
from bot.core.reply import Reply
from bot.core.returning import ask_again
from bot.core.understanding.model import Reading
from bot.core.words import say_day


def snooze(reply: Reply, reading: Reading) -> None:
    """Reminders later: until the day that was said, or else asks until when."""
    until = next((str(f.value) for f in reading.facts if f.name == "reminders.until"), "")
    if until:
        snooze_until(reply, date.fromisoformat(until[:10]))
    else:
        reply.say("snooze_until_when", choices=later_choices(reply))


def later_choices(reply: Reply) -> list[Choice]:
    """Until when: the usual answers as buttons."""
    days = (("Tomorrow", 1), ("Next week", 7), ("In a month", 28))
    return [reply.choice(label, "nudge", "until", (reply.today + timedelta(d)).isoformat()) for label, d in days]


def snooze_until(reply: Reply, until: date) -> None:
    """No reminder to this person before that day."""
    if until <= reply.today:
        reply.say("snooze_until_when", choices=later_choices(reply))
        return
    care = replace(reply.care_of(reply.person.id), until=until, paused=False)
    reply.changes.append(SavePersonCare(care))
    reply.say("snoozed", until=say_day(until))


def pause(reply: Reply) -> None:
    """No reminder to this person until they say so."""
    reply.changes.append(SavePersonCare(replace(reply.care_of(reply.person.id), paused=True)))
    reply.say("paused", choices=[reply.choice("Start reminders again", "do", "resume")])


def resume(reply: Reply) -> None:
    """Reminders to this person start again."""
    reply.changes.append(SavePersonCare(replace(reply.care_of(reply.person.id), paused=False, until=None)))
    reply.say("resumed")
    ask_again(reply)
