"""When reminders rest, on which days they may come, and single ones wished for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.core.model.reading import Value
from bot.core.reader.model import Ask, Candidate, Context, Looked, Span
from bot.core.reader.tokens import as_words
from bot.core.understanding.dates import DatePhrase, find_dates
from bot.core.understanding.dates.names import WEEKDAYS
from bot.core.understanding.reminders import until as old_until

_HOME = frozenset({"back", "home", "return", "returning"})
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WIDE = frozenset({"month", "season", "range", "week"})
_WITHIN = frozenset(["in", "during", "over", "through", "throughout"])
_AHEAD_UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14}
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "the": 1, "couple": 2}
_REACH = 3


def rests(looked: Looked, context: Context) -> tuple[list[Candidate], list[Ask]]:
    """What a message wishes of reminders: facts, and what is open."""
    days = weekdays_wanted(looked)
    if days:
        return [_rest("days", days, looked)], []
    single = _one_before(looked, context) or _one_more(looked, context)
    if single:
        return [_rest("at", single, looked)], []
    words = as_words(looked.tokens)
    dates = find_dates(words, context.quarters)
    workday = _first_working_day(looked, dates, context.today)
    if workday:
        return [_rest("until", workday, looked)], []
    span = _away(looked, dates, context.today)
    if span:
        return [_rest(name, value, looked) for name, value in span.items()], []
    facts, opens = old_until(words, dates, context.today)
    return [_rest("until", f.value, looked, f.sure) for f in facts], [Ask(o.name, o.reason) for o in opens]


def _rest(name: str, value: Value, looked: Looked, sure: bool = True) -> Candidate:
    return Candidate("reminders", name, value, 1, 0, len(looked.tokens), ("rest", f"rest:{name}"), (), not sure)


def _away(looked: Looked, dates: Sequence[DatePhrase], today: date) -> dict[str, str]:
    """ "From 7 to 18 December, back on the 19th", "not in August", "back on Monday"."""
    out: dict[str, str] = {}
    end = _end_of_stretch(looked, dates, today)
    if end:
        return {"until": end}
    for phrase in dates:
        if phrase.why:
            continue
        before = [t.text for t in looked.tokens[max(phrase.start - _REACH, 0) : phrase.start + 1]]
        today_or_start = date.fromisoformat(out["from"]) if out.get("from") else today
        found = phrase.find(today_or_start, "plan")
        if found is None:
            continue
        if set(before) & _HOME:
            out["until"] = found[0].isoformat()
        elif phrase.kind == "range" or (phrase.kind in _WIDE and _WITHIN & set(before) and _none_in(looked, phrase)):
            out["from"] = found[0].isoformat()
            out.setdefault("until", (found[1] + timedelta(days=1)).isoformat())
        elif phrase.role == "after" and "from" in before and len(dates) > 1:
            out["from"] = found[0].isoformat()
    if "until" not in out:
        return {}
    return out


def _end_of_stretch(looked: Looked, dates: Sequence[DatePhrase], today: date) -> str:
    """ "Until the end of the month" is the first of the next; a last day of leave rests until the day after."""
    texts = [t.text for t in looked.tokens]
    joined = " ".join(texts)
    if "end of the month" in joined or "end of this month" in joined:
        return (today.replace(day=1) + timedelta(days=32)).replace(day=1).isoformat()
    found = next((d.find(today, "plan") for d in dates if not d.why), None)
    if found and "last day" in joined and ("leave" in texts or "holiday" in texts):
        return (found[1] + timedelta(days=1)).isoformat()
    return ""


def _none_in(looked: Looked, phrase: DatePhrase) -> bool:
    before = {t.text for t in looked.tokens[max(phrase.start - 6, 0) : phrase.start]}
    return bool(before & {"no", "not", "nothing", "never", "without", "off", "pause", "stop"})


def _first_working_day(looked: Looked, dates: Sequence[DatePhrase], today: date) -> str:
    texts = [t.text for t in looked.tokens]
    if "first" not in texts or "working" not in texts:
        return ""
    found = next((d.find(today, "plan") for d in dates if d.kind == "month"), None)
    if found is None:
        return ""
    from holidays import country_holidays

    closed = country_holidays("GB", subdiv="ENG")
    at = found[0]
    while at.weekday() > 4 or at in closed:
        at += timedelta(days=1)
    return at.isoformat()


def _one_before(looked: Looked, context: Context) -> str:
    """ "A week before the board": one reminder, counted back from a day that is known."""
    texts = [t.text for t in looked.tokens]
    for i, text in enumerate(texts[:-1]):
        if text not in _AHEAD_UNITS or "before" not in texts[i + 1 : i + 3]:
            continue
        number = texts[i - 1] if i else ""
        count = _NUMBERS.get(number) or (int(number) if number.isdecimal() and len(number) < 3 else 1)
        day = _meeting_ahead(looked, context)
        if day is not None:
            return (day - timedelta(days=count * _AHEAD_UNITS[text])).isoformat()
    return ""


def _one_more(looked: Looked, context: Context) -> str:
    """ "One extra reminder on 4 November": beside the usual ones."""
    texts = {t.text for t in looked.tokens}
    if not texts & {"extra", "additional", "top"} and not ("more" in texts and "one" in texts):
        return ""
    for span in dated(looked):
        found = span.date.find(context.today, "plan") if span.date is not None else None
        if found and found[0] == found[1] and found[0] > context.today:
            return found[0].isoformat()
    return ""


def _meeting_ahead(looked: Looked, context: Context) -> date | None:
    for span in dated(looked):
        found = span.date.find(context.today, "plan") if span.date is not None else None
        if found and found[0] == found[1] and found[0] > context.today:
            return found[0]
    days = [str(r.facts.get("date", ""))[:10] for r in context.known]
    ahead = sorted(d for d in days if d > context.today.isoformat())
    return date.fromisoformat(ahead[0]) if len(ahead) == 1 else None


def dated(looked: Looked) -> list[Span]:
    """The dates of a message that can be worked out."""
    return [s for s in looked.spans if s.kind == "date" and s.date is not None and not s.why]


def weekdays_wanted(looked: Looked) -> tuple[str, ...]:
    """ "My days are Tuesday to Thursday", "never on a Friday", "I only do Tuesdays and Thursdays"."""
    texts = [t.text for t in looked.tokens]
    named = [(i, WEEKDAYS[t]) for i, t in enumerate(texts) if t in WEEKDAYS]
    if not named or any(
        t.isdecimal() or t[-2:] in ("th", "st", "nd", "rd") for i, _ in named for t in texts[i + 1 : i + 2]
    ):
        return ()
    first = named[0][0]
    joined = " ".join(texts)
    repeated = any(texts[i].endswith("s") for i, _ in named) or any(t in texts for t in ("every", "each", "ever"))
    off = bool(set(texts[max(first - 6, 0) : first]) & _OFF)
    if off and (repeated or "ever" in texts or texts[first - 1] == "a"):
        return tuple(d for n, d in enumerate(_DAYS[:5]) if n not in {w for _, w in named})
    wanted = repeated or len(named) > 1 or "days" in texts
    if not wanted or not (any(p in joined for p in _WORKING) or (len(named) > 1 and "only" in texts)):
        return ()
    if len(named) == 2 and texts[first + 1] in ("to", "till", "until", "through"):
        return _DAYS[named[0][1] : named[1][1] + 1]
    return tuple(_DAYS[w] for _, w in sorted(named, key=lambda n: n[1]))


_OFF = frozenset(["not", "never", "no", "off", "bar", "except", "without", "isnt", "aint"])
_WORKING = (
    "my days",
    "days are",
    "i work",
    "only",
    "i am in",
    "in on",
    "those days",
    "part time",
    "one of those",
    "keep it to",
)
