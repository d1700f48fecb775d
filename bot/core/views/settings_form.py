"""The form of what a person can set: what they are called and do, and when they are reminded. Pure.

It is a form like those of the steps, so each channel that has forms shows it; what it says is about the person alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from bot.core.calendar import WEEK, WEEKEND, span_of, times_of
from bot.core.model import PersonState, SavePerson
from bot.core.model.views import FORM, SETTINGS, Field, Form
from bot.core.turn.assigning import DAYS, FROM, UNTIL, keep, save_own
from bot.core.turn.days import day_in
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import say_day, say_weekdays
from bot.core.views.fields import Fields

NAME, ROLE, REMINDED, ON_DAYS, HOURS, LEAVE_FROM, LEAVE_UNTIL = (
    "name", "role", "reminders", "days", "hours", "leave_from", "leave_until",
)  # fmt: skip
Options = tuple[tuple[str, str], ...]
ANY, NOON, ON, OFF = "any", "12:00", "on", "off"
MOST_LETTERS = 40
"""A longer name is none."""


@dataclass(frozen=True, slots=True)
class NewSettings:
    """What a form that was filled in says."""

    name: str
    role: str
    state: PersonState
    wrong: Mapping[str, str]
    """What is wrong, by the field."""


def key_of(name: str) -> str:
    """The key of a field, as those of the steps' forms are made."""
    return f"{SETTINGS}.{name}"


def settings_form(reply: Reply) -> Form:
    """The form, with what holds now filled in."""
    journey, state, span = reply.journey, reply.state_of(reply.person.id), _leave(reply)
    roles = tuple((role.label, role.key) for role in journey.roles)
    on_off = tuple((_says(reply, value), value) for value in (ON, OFF))
    week = tuple((say_weekdays((day,)), day) for day in WEEK[:WEEKEND])
    first, last = (say_day(day) for day in span) if span else ("", "")
    fields = (
        _field(reply, NAME, "text", (), reply.person.name),
        _field(reply, ROLE, "choice", roles, reply.person.role, optional=True),
        _field(reply, REMINDED, "choice", on_off, OFF if state.paused else ON),
        _field(reply, ON_DAYS, "choices", week, ", ".join(state.days), "hint_days", optional=True),
        _field(reply, HOURS, "choice", _hours(reply, state), state.hours or ANY),
        _field(reply, LEAVE_FROM, "text", (), first, "hint_leave", optional=True),
        _field(reply, LEAVE_UNTIL, "text", (), last, optional=True),
    )
    send, close = (text_of(journey, f"button_{name}") for name in ("send", "close"))
    return Form(SETTINGS, text_of(journey, "settings"), fields, submit=send, cancel=close)


def _field(
    reply: Reply, name: str, kind: Literal["text", "choice", "choices"], options: Options, value: str,
    hint: str = "", optional: bool = False,
) -> Field:  # fmt: skip
    said = _says(reply, hint) if hint else ""
    return Field(key_of(name), _says(reply, name), kind, options, value, said, optional)


def check_settings(reply: Reply, fields: Fields) -> dict[str, str]:
    """What is wrong, by the field."""
    return {key_of(name): why for name, why in _wished(reply, fields).wrong.items()}


def said_in(reply: Reply, fields: Fields) -> tuple[tuple[str, str], ...]:
    """What was filled in, as rows to show."""
    filled, rows = dict(fields), []
    for field in settings_form(reply).fields:
        picked = {part.strip() for part in filled.get(field.key, "").split(",")}
        labels = [label for label, value in field.options if value in picked]
        if text := ", ".join(labels) or filled.get(field.key, "").strip():
            rows.append((field.label, text))
    return tuple(rows)


def take_settings(reply: Reply, fields: Fields) -> bool:
    """Keeps what the form says. False when something in it is wrong."""
    wished = _wished(reply, fields)
    if wished.wrong:
        return False
    before = reply.state_of(reply.person.id)
    person = replace(reply.person, name=wished.name, role=wished.role)
    if person != reply.person:
        reply.changes.append(SavePerson(person))
        reply.context = replace(reply.context, person=person)
    if wished.state.days != before.days:
        keep(reply, DAYS, wished.state.days)
    for span in (s for s in wished.state.leave if s not in before.leave):
        first, last = span_of(span)
        keep(reply, FROM, first.isoformat())
        keep(reply, UNTIL, (last + timedelta(days=1)).isoformat())
    if wished.state != before:
        save_own(reply, wished.state)
    return True


def _says(reply: Reply, name: str) -> str:
    return text_of(reply.journey, f"settings_ask_{name}")


def _hours(reply: Reply, state: PersonState) -> Options:
    """(label, value) of the hours to choose from; hours of the person's own stand there too."""
    opens, closes = reply.journey.nudging.opens, reply.journey.nudging.closes
    usual = {"any": ANY, "mornings": f"{opens}-{NOON}", "afternoons": f"{NOON}-{closes}"}
    found = [(_says(reply, name), value) for name, value in usual.items() if value == ANY or times_of(value)]
    known = {value for _, value in found}
    return (*found, *((h.replace("-", " to "), h) for h in (state.hours,) if h and h not in known))


def _leave(reply: Reply) -> tuple[date, date] | None:
    """The days on which the person is away next."""
    ahead = (span_of(s) for s in reply.state_of(reply.person.id).leave)
    return min((span for span in ahead if span[1] >= reply.today), default=None)


def _wished(reply: Reply, fields: Fields) -> NewSettings:
    """What the fields say; one that did not come leaves things as they are."""
    shown = {field.key.partition(".")[2]: field for field in settings_form(reply).fields}
    told = {key.partition(".")[2]: text.strip() for key, text in fields if key.startswith(f"{SETTINGS}.")}
    given = {key: field.value for key, field in shown.items()} | {k: t for k, t in told.items() if k in shown}
    wrong: dict[str, str] = {}
    if not given[NAME]:
        wrong[NAME] = text_of(reply.journey, "form_needed")
    elif len(given[NAME]) > MOST_LETTERS:
        wrong[NAME] = text_of(reply.journey, "settings_name_long", most=MOST_LETTERS)
    for key in (ROLE, REMINDED, HOURS):
        if given[key] and given[key] not in {value for _, value in shown[key].options}:
            given[key] = shown[key].value
    picked = {part.strip() for part in given[ON_DAYS].split(",")}
    days = tuple(day for day in WEEK if day in picked)
    whole = set(WEEK[:WEEKEND]) <= set(days)
    state = reply.state_of(reply.person.id)
    state = replace(
        state, paused=given[REMINDED] == OFF, days=() if whole else days,
        hours="" if given[HOURS] in (ANY, "") else given[HOURS], leave=_leave_wished(reply, given, shown, wrong),
    )  # fmt: skip
    return NewSettings(given[NAME], given[ROLE], state, wrong)


def _leave_wished(
    reply: Reply, given: Mapping[str, str], shown: Mapping[str, Field], wrong: dict[str, str]
) -> tuple[str, ...]:
    """The spans of days away, as the form says; those that it did not show stay."""
    now, state = _leave(reply), reply.state_of(reply.person.id)
    others = tuple(s for s in state.leave if span_of(s)[1] >= reply.today and span_of(s) != now)
    days: dict[str, date] = {}
    for nth, key in enumerate((LEAVE_FROM, LEAVE_UNTIL)):
        if now is not None and given[key] == shown[key].value:
            days[key] = now[nth]
        elif given[key]:
            day = day_in(reply.programme, f"on {given[key]}", reply.today)
            if day is None:
                wrong[key] = text_of(reply.journey, "settings_no_day")
            else:
                days[key] = day
        elif given[LEAVE_FROM] or given[LEAVE_UNTIL]:
            wrong[key] = text_of(reply.journey, "settings_both_days")
    if wrong.keys() & {LEAVE_FROM, LEAVE_UNTIL} or not days:
        return others
    first, last = days[LEAVE_FROM], days[LEAVE_UNTIL]
    if last < first:
        wrong[LEAVE_UNTIL] = text_of(reply.journey, "settings_day_before")
        return others
    return (*others, f"{first}/{last}")


FORM_OF_SETTINGS = f"{FORM}{SETTINGS}"
"""What a button has that opens it."""
