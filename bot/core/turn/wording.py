"""Values said in words: dates, spans, numbers and lists, as a British reader expects them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.core.calendar import WEEK
from bot.core.model.journey import Option, Question
from bot.core.model.reading import Value

YES = r"yes+|yep+|yeah+|yea|yeh|ye|yh|yup|y|aye"
NO = r"no+|nope|nah"
"""The bare words, for patterns of what stands beside them. What a whole message means is for the understanding."""
REFUSES = re.compile(
    rf"\b(?:{NO}|not|never|neither|wrong|incorrect|mistake|error|change|different|other|actually|sorry|oops|rather"
    r"|instead|should|meant|mean|cancel|delete|remove|dont)\b|n['’]t\b",
    re.IGNORECASE,
)
"""A word by which something that was said is refused or put right."""
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")

_ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|~])")

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|www\.|[\w.+-]+@[\w-]+\.")
_NAMED = re.compile(r"<@\d{1,3}\|([^<>]*)>")


def escape(text: str) -> str:
    """People's words made safe to stand inside a message's Markdown: shown as typed, never interpreted."""
    return _MARKUP.sub(r"\\\1", " ".join(readable(text).split()))


def unescape(text: str) -> str:
    """What `escape` was given, with single spaces: for places that are no Markdown."""
    return _ESCAPED.sub(r"\1", text)


def say_day(day: date) -> str:
    """`3 March 2026`."""
    return f"{day.day} {day:%B %Y}"


def say_span(value: str) -> str:
    """A date range in words: a day, a whole month, a whole year, or "from … to …".

    >>> say_span("2026-03-01/2026-03-31")
    'March 2026'
    """
    start_text, _, end_text = value.partition("/")
    start = date.fromisoformat(start_text)
    end = date.fromisoformat(end_text or start_text)
    if start == end:
        return say_day(start)
    after = end + timedelta(days=1)
    if start.day == 1 and after.day == 1:
        if (after.year, after.month) == (start.year + start.month // 12, start.month % 12 + 1):
            return f"{start:%B %Y}"
        if start.month == 1 and (after.year, after.month) == (start.year + 1, 1):
            return str(start.year)
        if start.year == end.year:
            return f"{start:%B} to {end:%B %Y}"
        return f"{start:%B %Y} to {end:%B %Y}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {end.day} {end:%B %Y}"
    if start.year == end.year:
        return f"{start.day} {start:%B} to {end.day} {end:%B %Y}"
    return f"{say_day(start)} to {say_day(end)}"


def say_list(parts: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


_DAY_NAMES = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def say_weekdays(days: Sequence[str]) -> str:
    """`Tuesdays and Thursdays`, from `tue` and `thu`."""
    return say_list([_DAY_NAMES[n] for n, key in enumerate(WEEK) if key in days])


LONG_TEXT = 4
"""A text of more words is said in quotation marks, so that it does not run into the sentence around it."""


def word_used(option: Option, words: str) -> str:
    """The word for a choice that somebody used; the choice's own label where they used none, or more than one."""
    forms = {w.word: "|".join(map(re.escape, w.forms)) for w in option.words if w.forms}
    found = [word for word, of in forms.items() if re.search(rf"\b(?:{of})\b", words, re.IGNORECASE)]
    return found[0] if len(found) == 1 else option.label[:1].lower() + option.label[1:]


def say_value(question: Question | None, value: Value, rough: bool = False, words: str = "") -> str:
    """A value as the question says it: option labels for choices, words for dates, figures with commas, a rough
    number as "about 40". `words`: the person's own, where which of several words it was matters."""
    if question is not None and question.kind == "date" and isinstance(value, str):
        return say_span(value)
    if isinstance(value, tuple):
        return say_list([say_value(question, v) for v in value])
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"about {value:,}" if rough else f"{value:,}"
    for option in question.options if question else ():
        if option.value == value:
            return word_used(option, words)
    quoted = len(value.split()) > LONG_TEXT or (question is not None and question.quoted)
    return f"“{escape(value)}”" if quoted else escape(value)


def say_line(question: Question | None, value: Value, rough: bool = False, words: str = "") -> str:
    """A value as it stands in a line of a read-back, behind the line's name."""
    option = next((o for o in question.options if o.value == value and o.line), None) if question else None
    if option is not None:
        return option.line.replace("{word}", word_used(option, words))
    return say_value(question, value, rough, words)


def say_fact(question: Question | None, name: str, value: Value, rough: bool = False, words: str = "") -> str:
    """One fact as a clause for a read-back, in the question's own words."""
    if question is None:
        return f"{name.replace('.', ' ').replace('_', ' ')}: {say_value(None, value)}"
    option = next((o for o in question.options if o.value == value and o.say), None)
    if option is not None:
        return option.say.replace("{word}", word_used(option, words))
    said = say_value(question, value, rough, words)
    return question.say.replace("{value}", said) if question.say else f"{question.label or question.key}: {said}"


def first_upper(text: str) -> str:
    """The text with its first letter as a capital; a web or e-mail address stays as it is.

    >>> first_upper("in May"), first_upper("https://example.org")
    ('In May', 'https://example.org')
    """
    return text if _ADDRESS.match(text) else text[:1].upper() + text[1:]


def readable(text: str) -> str:
    """Words as they are kept and passed on: a mention as its name, without the sign that said who it was.

    >>> readable("<@1|Patel, Priya (Housing)> will")
    '@Patel, Priya (Housing) will'
    """
    return _NAMED.sub(r"@\1", text) if "<@" in text else text


def plain(text: str) -> str:
    """Small letters, single spaces, no marks at the end."""
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .!?,")
