"""When reminders rest, on which days they may come, and single ones wished for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.core.language.bags import bag
from bot.core.language.dates import DatePhrase, find_dates
from bot.core.language.dates.relative import after_some_time, length
from bot.core.model.reading import Value
from bot.core.reader.dated import no_day
from bot.core.reader.model import Ask, Candidate, Clause, Context, Looked, Span
from bot.core.reader.names import may_happen
from bot.core.reader.tokens import as_words
from bot.core.reader.until import until as first_day
from bot.core.reader.workdays import weekdays_wanted

_HOME = bag("back home return returning")


_UNTIL = bag("until till til")


_WAKE = bag("remind nudge poke ping chase prod prompt write ask message email start resume again try")


_NONE = bag("no not nothing never without off pause stop nor")


_WITHIN = bag("in during over through throughout")


_WIDE = frozenset({"month", "season", "range", "week"})


_HOMECOMING, _END, _OTHER, _BEGIN = range(4)
"""How plainly a day is said to be the end of a rest; `_BEGIN` is where it begins."""


_REACH = 4
_FURTHER = 6


_UNITS = bag("day days week weeks fortnight month months now time today")


def rests(looked: Looked, context: Context, beside: bool = False) -> tuple[list[Candidate], list[Ask]]:
    """What a message wishes of reminders: facts, and what is open. `beside` something else that it tells."""
    days = weekdays_wanted(looked)
    if days:
        return [_rest("days", days, looked)], []
    single = _one_before(looked, context) or _one_more(looked, context)
    if single:
        return [_rest("at", single, looked)], []
    words = as_words(looked.tokens)
    dates = [d for d in _days_in(looked, context) if not beside or _of_the_rest(looked, d)]
    if beside and not dates:
        return [], []
    workday = _first_working_day(looked, dates, context.today)
    if workday:
        return [_rest("until", workday, looked)], []
    span = _away(looked, dates, context.today)
    if "until" in span or beside:
        return [_rest(name, value, looked) for name, value in span.items()], []
    facts, opens = first_day(words, [d for d in dates if _rank(looked, d) != _BEGIN] or dates, context.today)
    stretch = _stretch(looked, context.today) if not facts else ""
    if stretch:
        return [_rest("until", stretch, looked)], []
    return [_rest("until", f.value, looked, f.sure) for f in facts], [Ask(o.name, o.reason) for o in opens]


def rests_between(looked: Looked, context: Context) -> bool:
    """Whether a rest has a first and a last day: "in December", "over Christmas"."""
    found = _away(looked, _days_in(looked, context), context.today)
    return {"from", "until"} <= found.keys()


def _days_in(looked: Looked, context: Context) -> list[DatePhrase]:
    """The days that are named; "reminders may recommence" names no month."""
    words = as_words(looked.tokens)
    found = [d for d in find_dates(words, context.quarters) if not no_day(words, d)]
    return [d for d in found if not (d.end - d.start == 1 and may_happen(looked.tokens, d.start))]


def wished(looked: Looked) -> bool:
    """Words that can be of nothing but reminders: weekdays of one's own, one reminder more."""
    return looked.has("one_more") or bool(weekdays_wanted(looked))


def wakes(looked: Looked, context: Context) -> bool:
    """A day on which to be asked again: "ask me in the new year"."""
    leads = [set(_lead(looked, d, _FURTHER)) for d in _days_in(looked, context)]
    return any({"me", "us"} & lead and _WAKE & lead for lead in leads)


def rest_beside(looked: Looked) -> bool:
    """A rest told beside a fact: "noted yesterday. I'm on leave until 5 January"."""
    wished = looked.has("reminder_word") and any(s.kind == "intent" and s.value == "snooze" for s in looked.spans)
    return wished or any(c.has("away") and not c.asks and _of_the_speaker(looked, c) for c in looked.clauses)


def _of_the_speaker(looked: Looked, clause: Clause) -> bool:
    """ "I'm on leave", "off until Monday": nobody else is named or meant."""
    first = clause.of("away")[0]
    texts = {t.text for t in looked.tokens[clause.start : first.end]}
    return bool(texts & {"i", "im", "me", "my", "we"}) or first.start - clause.start <= 1


def _of_the_rest(looked: Looked, phrase: DatePhrase) -> bool:
    """Beside something else that is told, only days in clauses that speak of the rest are of it."""
    clause = looked.clause_at(phrase.start)
    near = [
        c for c in looked.clauses if clause is not None and c.sentence == clause.sentence and c.end == clause.start
    ]
    return clause is not None and (
        clause.has("away", "reminder_word") or any(c.has("away") and not clause.has(*_OTHERS) for c in near)
    )


_OTHERS = ("method", "decision", "count", "publication", "step")


def anothers(looked: Looked) -> bool:
    """Somebody else's reminders: no rest of the speaker's own."""
    texts = [t.text for t in looked.tokens]
    own = any(t in ("me", "i", "my", "us") for t in texts) and "not me" not in " ".join(texts)
    return not own and any(
        s.start or texts[s.end : s.end + 1] in (["is"], ["has"], ["on"], ["off"])
        for s in looked.spans
        if s.kind == "person" and s.value != "me"
    )


def _rest(name: str, value: Value, looked: Looked, sure: bool = True) -> Candidate:
    return Candidate("reminders", name, value, 1, 0, len(looked.tokens), ("rest", f"rest:{name}"), (), not sure)


def _away(looked: Looked, dates: Sequence[DatePhrase], today: date) -> dict[str, str]:
    """ "From 7 to 18 December, back on the 19th", "not in August", "off until the 4th"."""
    out: dict[str, str] = {}
    best = _OTHER
    for phrase in dates:
        rank = _rank(looked, phrase)
        since = date.fromisoformat(out["from"]) if out.get("from") else today
        found = _ahead(looked, phrase, since)
        if found is None:
            continue
        if rank == _BEGIN:
            out["from"] = found[0].isoformat()
        elif _whole(looked, phrase):
            out["from"] = found[0].isoformat()
            if best == _OTHER:
                out["until"] = _day_after(looked, phrase, found)
        elif rank < best:
            out["until"], best = _day_after(looked, phrase, found), rank
    if "until" not in out and "from" in out and (stretch := _stretch(looked, date.fromisoformat(out["from"]))):
        out["until"] = stretch
    return out


def _ahead(looked: Looked, phrase: DatePhrase, since: date) -> tuple[date, date] | None:
    """The days of a phrase as they come next; a stretch from now ends on its own day."""
    if phrase.why:
        return None
    if _is_stretch(looked, phrase) and (day := after_some_time(since, phrase.number, phrase.kind)):
        return day, day
    found = phrase.find(since, "plan")
    again = phrase.find(since + timedelta(days=1), "plan") if found and found[1] == since else None
    return again if again and phrase.leaning != "plan" and phrase.role == "until" else found


def _is_stretch(looked: Looked, phrase: DatePhrase) -> bool:
    """ "In a fortnight", "a month from now"."""
    return bool(phrase.number) and looked.tokens[phrase.end - 1].text in _UNITS


def _lead(looked: Looked, phrase: DatePhrase, reach: int = _REACH) -> list[str]:
    """The words in front of a date, in its own part of the sentence, and its own."""
    at = phrase.start
    while at > max(phrase.start - reach, 0) and not looked.tokens[at].gap.strip(" -"):
        at -= 1
    return [t.text for t in looked.tokens[at : phrase.end]]


def _rank(looked: Looked, phrase: DatePhrase) -> int:
    lead = set(_lead(looked, phrase))
    if lead & _HOME and not _is_stretch(looked, phrase):
        return _HOMECOMING
    if phrase.role == "until" or lead & _UNTIL or _last_day(looked, phrase):
        return _END
    if phrase.role == "after" and looked.tokens[phrase.start].text == "from" and phrase.kind != "range":
        return _BEGIN
    if lead & {"close", "closes", "closing", "closed"}:
        return _BEGIN
    if lead & _WAKE and phrase.role != "after":
        return _END
    return _OTHER


def _whole(looked: Looked, phrase: DatePhrase) -> bool:
    """A stretch of days in which nothing is wished: "leave 7 to 18 December", "nothing in August"."""
    if phrase.kind == "range":
        return True
    lead = set(_lead(looked, phrase))
    return phrase.kind in _WIDE and bool(_WITHIN & lead) and bool(set(_lead(looked, phrase, _FURTHER)) & _NONE)


def _day_after(looked: Looked, phrase: DatePhrase, found: tuple[date, date]) -> str:
    """ "Until 4 January" is that day, "until the end of June" the first of July, "leave 1 to 12 June" the 13th."""
    own = {t.text for t in looked.tokens[max(phrase.start - 2, 0) : phrase.end]}
    ends = bool(own & {"end", "last"}) and phrase.kind != "weekday"
    if phrase.kind == "range" and not ends:
        return (found[1] + timedelta(days=0 if own & _UNTIL else 1)).isoformat()
    wide = _whole(looked, phrase) or phrase.role == "after" or _last_day(looked, phrase)
    return (found[1] + timedelta(days=1)).isoformat() if ends or wide else found[0].isoformat()


def _last_day(looked: Looked, phrase: DatePhrase) -> bool:
    """A last day of leave rests until the day after."""
    before = [t.text for t in looked.tokens[max(phrase.start - 6, 0) : phrase.start]]
    return "last day" in " ".join(before)


def _stretch(looked: Looked, since: date) -> str:
    """ "Snooze 6 weeks", "a month's grace", "off from Thursday for two weeks"."""
    words = as_words(looked.tokens)
    for i in range(len(words)):
        found = length(words, i)
        after = words[found[0]].text if found and found[0] < len(words) else ""
        if found and after not in ("ago", "back", "before", "old", "late", "early"):
            day = after_some_time(since, found[1], found[2])
            return day.isoformat() if day else ""
    return ""


def _first_working_day(looked: Looked, dates: Sequence[DatePhrase], today: date) -> str:
    if "first working" not in " ".join(t.text for t in looked.tokens):
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
    words = as_words(looked.tokens)
    for i in range(len(words)):
        found = length(words, i) or ((i + 1, 1, "day") if words[i].text == "day" else None)
        if not found or found[2] not in ("day", "week") or not {"before", "ahead"} & _texts(looked, found[0], 2):
            continue
        day = _meeting_ahead(looked, context)
        if day is not None:
            return (day - timedelta(days=found[1] * (7 if found[2] == "week" else 1))).isoformat()
    return ""


def _texts(looked: Looked, start: int, count: int) -> set[str]:
    return {t.text for t in looked.tokens[start : start + count]}


def _one_more(looked: Looked, context: Context) -> str:
    """ "One extra reminder on 4 November": beside the usual ones."""
    return next((d.isoformat() for d in _single_days(looked, context)), "") if looked.has("one_more") else ""


def _meeting_ahead(looked: Looked, context: Context) -> date | None:
    for day in _single_days(looked, context):
        return day
    days = [str(r.facts.get("date", ""))[:10] for r in context.known]
    ahead = sorted(d for d in days if d > context.today.isoformat())
    return date.fromisoformat(ahead[0]) if len(ahead) == 1 else None


def _single_days(looked: Looked, context: Context) -> list[date]:
    """The single days to come that a message names."""
    found = [s.date.find(context.today, "plan") for s in dated(looked) if s.date is not None]
    return [f[0] for f in found if f and f[0] == f[1] and f[0] > context.today]


def dated(looked: Looked) -> list[Span]:
    """The dates of a message that can be worked out."""
    return [s for s in looked.spans if s.kind == "date" and s.date is not None and not s.why]
