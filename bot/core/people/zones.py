"""Where the clock of a person stands: what their Slack or Teams says, so that reminders come in their own hours."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta, timezone

from bot.core.calendar import zone_of
from bot.core.model import SavePerson
from bot.core.turn.reply import Reply

_NAME = re.compile(r"[A-Za-z]{2,20}(/[A-Za-z0-9_+-]{1,30}){1,2}|UTC")
_NONE = timezone(timedelta(minutes=1))
"""No zone of anybody's: stands for a name that is none."""


def is_zone(name: str) -> bool:
    """Whether this is the IANA name of a time zone, such as `Europe/London`."""
    return bool(_NAME.fullmatch(name)) and (name == "UTC" or zone_of(name, _NONE) is not _NONE)


def note_zone(reply: Reply) -> None:
    """Keeps the zone that the channel tells, where it is another than the one that is known."""
    name = reply.turn.timezone
    if name in ("", reply.person.timezone) or not is_zone(name):
        return
    person = replace(reply.person, timezone=name)
    people = tuple(person if p.id == person.id else p for p in reply.context.people)
    reply.context = replace(reply.context, person=person, people=people)
    reply.changes.append(SavePerson(person))
