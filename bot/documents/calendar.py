"""Gatherings for calendar programs: RFC 5545, written by a library.

One gathering is an invitation (REQUEST), again with a higher SEQUENCE when it changed, or its end (CANCEL); all of a
person's are a calendar to subscribe to (PUBLISH). The joining link is only for who has a place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from bot.core.language.clean import without_controls
from bot.core.model.gatherings import COMES, HAS_PLACE, Gathering, SignUp

CONTENT_TYPE = "text/calendar"
PRODUCT = "-//Charter Bot//Gatherings//EN"
AGAIN = timedelta(hours=6)
"""How often a calendar program is asked to look again."""
NOBODY = "invalid:nomail"
"""Stands for the address of somebody whose e-mail address is not known."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who invites, and where the pages are."""

    name: str
    email: str
    site: str
    """Its host makes the ids of entries unique in the world; empty: there is no site."""

    @property
    def host(self) -> str:
        return self.site.partition("://")[2].partition("/")[0].partition(":")[0] or "charter-bot.invalid"


def invitation(sender: Sender, gathering: Gathering, mine: SignUp | None, name: str, at: datetime) -> bytes:
    """One gathering as a file. Of one that is cancelled it takes the entry out of the calendar."""
    made = _calendar("CANCEL" if gathering.off else "REQUEST")
    event = _event(sender, gathering, mine, at)
    organiser = vCalAddress(f"mailto:{sender.email}")
    organiser.params["CN"] = vText(_clean(sender.name))
    event["ORGANIZER"] = organiser
    attendee = vCalAddress(NOBODY)
    attendee.params["CN"] = vText(_clean(name) or "Somebody")
    attendee.params["PARTSTAT"] = vText("ACCEPTED" if mine is not None and mine.state in HAS_PLACE else "TENTATIVE")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee)
    return _written(made, [event])


def own_calendar(sender: Sender, name: str, signed: Iterable[tuple[Gathering, SignUp]], at: datetime) -> bytes:
    """All that somebody has signed up for, as a calendar to subscribe to."""
    made = _calendar("PUBLISH")
    made.add("x-wr-calname", _clean(name))
    made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", AGAIN)
    return _written(made, [_event(sender, gathering, mine, at) for gathering, mine in signed])


def _calendar(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    return made


def _event(sender: Sender, gathering: Gathering, mine: SignUp | None, at: datetime) -> Event:
    zone = ZoneInfo(gathering.zone)
    event = Event()
    event.add("uid", f"{gathering.key}@{sender.host}")
    event.add("sequence", gathering.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", gathering.starts.astimezone(zone))
    event.add("dtend", gathering.ends.astimezone(zone))
    event.add("summary", _clean(gathering.title))
    has_place = mine is not None and mine.state in HAS_PLACE
    link = gathering.link if has_place and not gathering.off else ""
    event.add("location", _clean(gathering.place) or link or "Online")
    event.add("description", "\n\n".join(filter(None, (_clean(gathering.about), link))))
    if sender.site:
        event.add("url", f"{sender.site.rstrip('/')}/events/{gathering.key}")
    waiting = mine is not None and mine.state in COMES and not has_place
    event.add("status", "CANCELLED" if gathering.off else "TENTATIVE" if waiting else "CONFIRMED")
    return event


def _written(made: Calendar, events: Iterable[Event]) -> bytes:
    for event in events:
        made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _clean(text: str) -> str:
    return " ".join(without_controls(text).split())
