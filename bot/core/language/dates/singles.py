"""A single date phrase: the longest reading that starts at a place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from bot.core.language.bags import bag
from bot.core.language.dates.days import day_and_month, day_of_month, nth_weekday, written_in_figures
from bot.core.language.dates.feasts import bank_holiday, feast_alone
from bot.core.language.dates.months import last_next_this, month_alone, part, season_alone, week_of_month
from bot.core.language.dates.names import ALL_WORDS, MONTHS, WEEKDAYS
from bot.core.language.dates.phrase import DatePhrase, Tense, nothing
from bot.core.language.dates.quarters import financial_year_alone, quarter
from bot.core.language.dates.reading import day_number, following, word
from bot.core.language.dates.relative import ago, ahead, near_days, week_beginning, week_words, weeks_and_months
from bot.core.language.dates.weekdays import weekdays
from bot.core.language.dates.years import year_alone
from bot.core.language.words import Words, cut
from bot.core.model.reading import QuarterMeaning

_Parser = Callable[[Words, int], DatePhrase | None]
_VAGUE = tuple(
    tuple(text.split())
    for text in bag(
    """
    this time last year| this time next year| the other day| the other week| the other month|
    recently| not long ago| a while ago| a while back| some time ago| a bit ago| ages ago| a few
    days ago| a few weeks ago| a few months ago| a few weeks back| a few months back| several
    weeks ago| several months ago| some weeks ago| some months ago| few weeks ago| few months
    ago| a long time ago| a few years ago| the school holidays| school holidays| half term| the
    summer holidays| summer holidays| the christmas holidays| the easter holidays| easter
    holidays| the holidays| in due course| shortly| earlier this year| later this year| earlier
    in the year| later in the year| lately| one day| at some point| the new financial year| new
    financial year| soon| sometime soon| the new year| new year| sometime| in a bit| in a few
    weeks| in a few months| before long| the start of the year| the end of the year| end of the
    year| end of year| year end| the beginning of the year| early this year| late last year|
    early next year| late this year| mid year| beginning of the year| start of the year| start
    of next year| end of last year| beginning of next year| end of this year| start of this
    year| term time| a couple of years ago| a year ago| a year or so ago
    """, "|"
)
)  # fmt: skip
_TO_COME = frozenset({"new", "soon", "shortly", "later", "due", "next", "long"})
_GONE = frozenset({"ago", "recently", "lately", "other", "back", "last", "earlier"})
_VAGUE_FROM: dict[str, list[tuple[str, ...]]] = {}
for _phrase in _VAGUE:
    _VAGUE_FROM.setdefault(_phrase[0], []).append(_phrase)


_NEVER_IN_FIGURES: tuple[_Parser, ...] = (
    near_days, weeks_and_months, last_next_this, feast_alone, month_alone, season_alone, bank_holiday,
)  # fmt: skip


@cache
def _parsers(meaning: QuarterMeaning | None, first: str) -> tuple[_Parser, ...]:
    """The readings that can begin with such a word: "1" for figures, "month" for the name of one, "in", else ""."""
    every: tuple[_Parser, ...] = (
        written_in_figures, day_and_month, nth_weekday, bank_holiday, week_of_month,
        weekdays, ago, ahead,
        near_days, weeks_and_months, last_next_this, _part, _week_beginning,
        lambda words, i: quarter(words, i, meaning), feast_alone, day_of_month, month_alone,
        season_alone, financial_year_alone, year_alone, _vague,
    )  # fmt: skip
    if first == "1":
        spoken = {*_NEVER_IN_FIGURES, _part, _week_beginning, _vague}
        return tuple(p for p in every if p not in spoken)
    if first == "month":
        return (day_and_month, bank_holiday, feast_alone, month_alone)
    return (ahead, _vague) if first == "in" else every


def _kind_of(text: str) -> str:
    """How a date may begin, as far as that leaves out readings."""
    if text[0].isdecimal():
        return "1"
    return "month" if text in MONTHS else "in" if text == "in" else ""


def single(words: Words, i: int, meaning: QuarterMeaning | None) -> DatePhrase | None:
    """The longest reading that starts here; of equals the first in the list above."""
    if i >= len(words) or not _may_start(words[i].text) or _plain_number(words, i):
        return None
    best: DatePhrase | None = None
    for parser in _parsers(meaning, _kind_of(words[i].text)):
        phrase = parser(words, i)
        if phrase and (best is None or phrase.end > best.end):
            best = phrase
    return best


_STARTERS = frozenset(
    [
        *MONTHS,
        *WEEKDAYS,
        *bag(
            """
    the a an in within early beginning start mid middle late end tail very right towards first
    second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth last
    next this previous coming following today tonight yesterday tomorrow day week month
    fortnight couple spring summer summertime autumn winter quarter qtr q financial fiscal fy
    calendar final one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
    eighty ninety wc wb with few some several on christmas xmas boxing new easter good halloween
    bonfire guy valentines st burns armistice april shrove pancake ash palm may whitsun whit
    august recently not ages school half shortly earlier later lately soon sometime year before
    term at bank fourth
    """
        ),
    ]
)


LEADING = bag(
    """
    the a an in on at with not this within before few some very right towards between from during over throughout
    """
)
"""Words before a date that are before most other things too."""
REACH = 4
"""How many words behind a leading one the first word of time may stand: "in the very early …"."""
_OF_TIME = (_STARTERS | ALL_WORDS | {text for phrase in _VAGUE for text in phrase}) - LEADING - bag("of or so")


def speaks_of_time(text: str) -> bool:
    """Whether a word may belong to a date and to little else."""
    return text in _OF_TIME or _in_figures(text)


def _may_start(text: str) -> bool:
    return text in _STARTERS or _in_figures(text)


def _in_figures(text: str) -> bool:
    return text[0].isdecimal() or text[:2] in ("q1", "q2", "q3", "q4", "fy")


_BEFORE_MONTH = frozenset({"of", "to", "and", "or", "the", "until", "through"})
_AFTER_NUMBER = frozenset(
    {*MONTHS, "st", "nd", "rd", "th", "day", "days", "week", "weeks", "month", "months", "year", "years"}
    | {"fortnight", "fortnights"}
)


def _plain_number(words: Words, i: int) -> bool:
    """A short number with nothing of a date behind it: most numbers of a message, told apart quickly."""
    if not words[i].text.isdecimal() or len(words[i].text) > 3:
        return False
    for place in range(i + 1, min(i + 5, len(words))):
        text = words[place].text
        if text in _AFTER_NUMBER:
            return False
        if words[place].gap.strip() in ("-", "–", "—", "/") or text[0].isdecimal():
            continue
        if text not in _BEFORE_MONTH:
            return True
    return i + 1 >= len(words) or words[i + 1].gap.strip() not in ("-", "–", "—", "/")


def _part(words: Words, i: int) -> DatePhrase | None:
    def inner(inside: Words, at: int) -> DatePhrase | None:
        found = last_next_this(inside, at) or weeks_and_months(inside, at)
        return found or month_alone(inside, at) or season_alone(inside, at)

    return part(words, i, inner)


def _week_beginning(words: Words, i: int) -> DatePhrase | None:
    at = week_words(words, i)
    if at is None:
        return None
    inner = day_and_month(words, at) or written_in_figures(words, at) or day_of_month(words, at)
    inner = inner or weekdays(words, at)
    if inner is None:
        number = day_number(words, at)
        if number:
            inner = DatePhrase(at, number[0], "day_of_month", _month_day(number[1]).find)
    return week_beginning(i, inner)


def _month_day(number: int) -> DatePhrase:
    found = day_of_month(cut(f"the {number}th"), 0)
    return found or DatePhrase(0, 0, "day", nothing, why="vague")


_LOOSELY = frozenset({"sometime", "point", "day"})


def _loosely_in(words: Words, i: int, length: int) -> bool:
    """ "Sometime in 2025", "at some point in March": the year or month says when."""
    return (
        word(words, i + length - 1) in _LOOSELY
        and word(words, i + length) in ("in", "during")
        and i + length + 1 < len(words)
        and single(words, i + length + 1, None) is not None
    )


def _vague(words: Words, i: int) -> DatePhrase | None:
    best = 0
    for phrase in _VAGUE_FROM.get(word(words, i), ()):
        if (
            len(phrase) > best
            and word(words, i) == phrase[0]
            and all(following(words, i + k) == text for k, text in enumerate(phrase[1:], 1))
        ):
            best = len(phrase)
    if not best or _loosely_in(words, i, best):
        return None
    texts = {word(words, k) for k in range(i, i + best)}
    leaning: Tense = "plan" if texts & _TO_COME else "past" if texts & _GONE else "none"
    return DatePhrase(i, i + best, "vague", nothing, why="vague", leaning=leaning)
