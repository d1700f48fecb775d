"""Until when reminders rest: "remind me in January", "leave it for a fortnight", "after Christmas"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.core.language.dates import DatePhrase
from bot.core.language.dates.names import WEEKDAYS
from bot.core.language.dates.relative import after_some_time, length
from bot.core.language.dates.weekdays import coming
from bot.core.language.words import Word
from bot.core.model.reading import Open, Understood

UNTIL = "reminders.until"


def until(words: Sequence[Word], dates: Sequence[DatePhrase], today: date) -> tuple[list[Understood], list[Open]]:
    """The day on which reminders start again, or the question for it."""
    stretch = _some_time(words, today)
    usable = [d for d in dates if not d.why or d.kind == "vague"]
    special = _start_words(words, today)
    if special:
        return [Understood(UNTIL, special[0].isoformat(), special[1])], []
    if stretch and not any(d.kind in ("day", "weekday") and d.end - d.start > 3 for d in usable):
        return [Understood(UNTIL, stretch[0].isoformat(), stretch[1])], []
    for phrase in sorted(usable, key=lambda d: d.kind != "weekday" and d.find(today, "plan") == (today, today)):
        # "Not today, ask me Thursday": today is only what it is not.
        found = _day_of(phrase, words, today)
        if found:
            return [Understood(UNTIL, found.isoformat(), not phrase.rough and phrase.kind != "part")], []
    why = dates[0].why if dates and dates[0].why else "missing"
    return [], [Open(UNTIL, why)]


def _some_time(words: Sequence[Word], today: date) -> tuple[date, bool] | None:
    """ "For a fortnight", "in two months", "give me a week": today plus that."""
    for i in range(len(words)):
        if (
            words[i].text
            not in ("for", "in", "me", "us", "another", "wait", "it", "after", "within", "least", "about", "say")
            and i
        ):
            continue
        at = (
            i + 1
            if words[i].text in ("for", "in", "me", "us", "wait", "it", "after", "within", "least", "about", "say")
            else i
        )
        while at < len(words) and words[at].text in ("another", "the", "at", "least", "about", "next", "say"):
            at += 1
        found = length(words, at) if at < len(words) else None
        if (
            found is None
            and at < len(words)
            and words[at - 1].text == "another"
            and words[at].text in ("week", "month", "fortnight")
        ):
            unit = words[at].text
            found = (at + 1, 2 if unit == "fortnight" else 1, "week" if unit == "fortnight" else unit)
        if not found:
            continue
        after = words[found[0]].text if found[0] < len(words) else ""
        if after in ("on", "ago", "before", "last", "after", "today", "tomorrow") or after in WEEKDAYS:
            continue
        day = after_some_time(today, found[1], found[2])
        if day:
            return day, words[at].text != "couple" and words[min(at + 1, len(words) - 1)].text != "couple"
    return None


def _start_words(words: Sequence[Word], today: date) -> tuple[date, bool] | None:
    """New year, end of the month, after the summer: words that have a first day."""
    text = " ".join(w.text for w in words)
    if "new year" in text and "new years" not in text and "financial" not in text:
        after = "after new year" in text or "after the new year" in text
        return date(today.year + 1, 1, 2 if after else 1), True
    if "new financial year" in text:
        start = date(today.year, 4, 1)
        return (start if start > today else date(today.year + 1, 4, 1)), True
    return None


_MEETING_NAMED = 6
"""Words between "after" and the day: "after the board away day on 6 May"."""


def _day_of(phrase: DatePhrase, words: Sequence[Word], today: date) -> date | None:
    before = [w.text for w in words[max(phrase.start - _MEETING_NAMED, 0) : phrase.end]]
    after = bool({"after", "following"} & set(before)) and phrase.role in ("", "after")
    if phrase.kind == "weekday":
        named = [WEEKDAYS[words[i].text] for i in range(phrase.start, phrase.end) if words[i].text in WEEKDAYS]
        if named:
            day = coming(today, named[0])
            return day + timedelta(days=1) if after else day
    span = phrase.find(today, "plan")
    if span is None:
        return None
    if span[0] <= today and phrase.leaning != "plan":
        later = phrase.find(today + timedelta(days=1), "plan")
        if span[1] == today and later:
            span = later
        elif span[0] <= today < span[1] and phrase.kind in ("month", "season"):
            later = phrase.find(span[1] + timedelta(days=1), "plan")
            if after:
                return span[1] + timedelta(days=1)
            span = later or span
    if after:
        return span[1] + timedelta(days=1)
    return span[0] if span[0] > today else None
