"""The closed word lists of dates: months, weekdays, seasons, feasts, numbers. British English."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.language.bags import bag

_MONTH_NAMES = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
PEOPLE = frozenset({"jan", "april", "may", "june"})
"""Months that are people's names too."""
_DAY_NAMES = (
    "monday mon mondays", "tuesday tues tue tuesdays", "wednesday weds wed wednesdays",
    "thursday thurs thur thu thursdays", "friday fri fridays", "saturday sat", "sunday sun",
)  # fmt: skip
WEEKDAYS = {name: number for number, names in enumerate(_DAY_NAMES) for name in names.split()}
SHORT_DAYS = bag(
    """
    mon wed sat sun tue thu fri
    """
)

SEASONS = {"spring": 3, "summer": 6, "summertime": 6, "autumn": 9, "winter": 12}

PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late",
    "end": "late", "tail": "late",
}  # fmt: skip

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip


def _nth_monday(year: int, month: int, last: bool) -> date:
    first = date(year, month, 1)
    monday = first + timedelta(days=-first.weekday() % 7)
    if not last:
        return monday
    while (monday + timedelta(days=7)).month == month:
        monday += timedelta(days=7)
    return monday


def feast(name: str, year: int) -> date | None:
    """The day of a feast in a year, or None for an unknown name."""
    if not 1584 <= year <= 4098:
        return None
    days = {
        "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "xmas": (12, 25),
        "boxing day": (12, 26), "new years day": (1, 1), "new year day": (1, 1),
        "new years eve": (12, 31), "new year eve": (12, 31),
        "halloween": (10, 31), "bonfire night": (11, 5), "guy fawkes night": (11, 5), "st georges day": (4, 23),
        "valentines day": (2, 14), "valentines": (2, 14), "st davids day": (3, 1), "st patricks day": (3, 17),
        "st andrews day": (11, 30), "burns night": (1, 25), "armistice day": (11, 11), "april fools day": (4, 1),
        "epiphany": (1, 6), "twelfth night": (1, 5), "candlemas": (2, 2), "michaelmas": (9, 29),
        "all saints": (11, 1), "all saints day": (11, 1), "all souls": (11, 2), "all souls day": (11, 2),
    }  # fmt: skip
    if name in days:
        return date(year, *days[name])
    from dateutil.easter import easter  # here, because it is slow to load and seldom needed

    sunday = easter(year)
    moving = {
        "good friday": -2, "easter": 0, "easter sunday": 0, "easter monday": 1, "easter bank holiday": 1,
        "shrove tuesday": -47, "pancake day": -47, "ash wednesday": -46, "palm sunday": -7,
        "pentecost": 49, "whit sunday": 49, "ascension day": 39,
    }  # fmt: skip
    if name in moving:
        return sunday + timedelta(days=moving[name])
    if name in ("early may bank holiday", "may day", "first may bank holiday", "may day bank holiday"):
        return _nth_monday(year, 5, last=False)
    if name in ("spring bank holiday", "late may bank holiday", "whitsun", "whit monday"):
        return _nth_monday(year, 5, last=True)
    if name in ("august bank holiday", "summer bank holiday"):
        return _nth_monday(year, 8, last=True)
    return None


FEASTS = (
    "christmas eve", "christmas day", "christmas", "xmas", "boxing day", "new years day", "new year day",
    "new years eve", "new year eve", "halloween", "bonfire night", "guy fawkes night", "valentines day", "valentines",
    "st georges day", "st davids day", "st patricks day", "st andrews day", "burns night", "armistice day",
    "april fools day", "good friday", "easter sunday", "easter monday", "easter bank holiday", "easter",
    "shrove tuesday", "pancake day", "ash wednesday", "palm sunday", "early may bank holiday", "may day",
    "may day bank holiday", "first may bank holiday", "spring bank holiday", "late may bank holiday", "whitsun",
    "whit monday", "august bank holiday", "summer bank holiday", "epiphany", "twelfth night", "candlemas",
    "michaelmas", "all saints day", "all saints", "all souls day", "all souls", "pentecost", "whit sunday",
    "ascension day",
)  # fmt: skip
FEAST_WORDS = tuple(sorted((tuple(name.split()) for name in FEASTS), key=len, reverse=True))

ALL_WORDS = frozenset(
    [*MONTHS, *WEEKDAYS, *SEASONS, *PARTS, *UNITS, *TENS, *ORDINALS]
    + [word for name in FEAST_WORDS for word in name]
    + list(
        bag(
            """
    approx approximately today yesterday tomorrow tonight fortnight fortnights week weeks weekly month months year
    years quarter quarters day days ago commencing beginning ending before after during since
    until following previous calendar financial hundred thousand dozen couple weekend evening
    morning afternoon
    """
        )
    )
)
