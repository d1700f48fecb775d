"""Turns the date phrases of a step into one range, or into an open question."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.language.dates import DatePhrase, Span, Tense
from bot.core.understanding.facts.said import Conclusion, Scene, iso


def settle(
    out: Conclusion, name: str, phrase: DatePhrase, tense: Tense, scene: Scene, sure: bool = True
) -> Span | None:
    """Writes the fact for one phrase, or asks."""
    if phrase.why:
        out.ask(name, phrase.why)
        return None
    span = phrase.find(scene.context.today, tense)
    if span is None:
        out.ask(name, "vague")
        return None
    out.fact(name, iso(span), sure and not phrase.rough)
    return span


def plan_edge(out: Conclusion, name: str, phrase: DatePhrase, scene: Scene) -> bool:
    """A plan with only a start or an end ("before Christmas", "after the summer") stays open; True when it was one.

    The range up to the end is offered as a guess that the bot asks about.
    """
    if phrase.role not in ("before", "by", "after", "since", "until"):
        return False
    today = scene.context.today
    span = None if phrase.why else phrase.find(today, "plan")
    if span and phrase.role in ("before", "by") and span[0] > today:
        last = span[0] - timedelta(days=1) if phrase.role == "before" else span[1]
        out.fact(name, iso((today, last)), sure=False)
    out.ask(name, "vague")
    return True


def since(out: Conclusion, name: str, phrase: DatePhrase, today: date, sure: bool) -> None:
    """Under way since a day: that day to today."""
    span = None if phrase.why else phrase.find(today, "past")
    if span and (span[0] == span[1] or phrase.kind in ("month", "part", "week")) and span[0] <= today:
        exact = span[0] == span[1]
        if exact:
            out.fact(name, iso((span[0], today)), sure)
            return
        out.fact(name, iso((span[0], today)), False)
    out.ask(name, "vague")


_SOON, _LONG_AGO = 75, 150


def could_be_soon(phrase: DatePhrase, tense: Tense, scene: Scene) -> bool:
    """Without a tense, "1 December" said in November may well be next week: the bot asks."""
    if tense != "none" or phrase.why or phrase.leaning != "none":
        return False
    today = scene.context.today
    past, plan = phrase.find(today, "past"), phrase.find(today, "plan")
    if not past or not plan or past == plan:
        return False
    return (plan[0] - today).days <= _SOON and (today - past[0]).days >= _LONG_AGO
