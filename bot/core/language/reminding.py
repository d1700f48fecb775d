"""What somebody wishes of messages that come by themselves: on which days, at what time of the day, how often. Pure.

"Wednesdays after lunch", "no messages in the morning", "not before 10 and only on Tuesdays", "one a week is enough".
A wish holds from now on. A single day ("remind me on Thursday") and a stretch of days ("until January") are none.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from bot.core.language.dates.names import WEEKDAYS

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORKING = frozenset(range(5))
NOON = "12:00"

_MESSAGING = re.compile(
    r"\b(?:reminders?|remind(?:ed|ing)?|nudg(?:e|es|ed|ing)|ping(?:s|ing)?|chas(?:e|ed|ing)|notifications?"
    r"|pester(?:ing)?|nag(?:ging)?|bug(?:ging)?|messages?|msgs?|hear from (?:you|u|this|the bot)"
    r"|(?:messag(?:e|ing)|msg(?:in|ing)?|messg(?:e|ing)|text(?:ing)?|e-?mail(?:ing)?|contact(?:ing)?|bother(?:ing)?"
    r"|writ(?:e|ing) to|send(?:ing)?|ask(?:ing)?|poke|prod) (?:me|us))\b"
)
"""Words for the bot's own messages."""
_OTHERS = re.compile(
    r"\b(?:residents?|tenants?|leaseholders?|customers?|staff|colleagues?|panel|newsletters?|bulletins?|magazines?"
    r"|publish\w*|reports?|updates?|surveys?|meets?|met|held|came|attend\w*|leave|holiday|away)\b"
)
"""Of these the words are rather about what was done, or when somebody is gone."""
_MEETS_OR_TELLS = re.compile(r"\b(?:we|they|she|he)\b(?!'?d? (?:prefer|rather|want|need|only want|just want))")
_WANTS = re.compile(
    r"\b(?:only|just|not|no|never|nothing|none|don'?t|dont|do not|stop|please|pls|plz|prefer\w*|rather|best|better"
    r"|suits?|ideal\w*|works?|easiest|fine|enough|plenty|would do|will do|good|ok|okay|max(?:imum)?|at most|hate"
    r"|mad|busy|can (?:you|u)|could (?:you|u)|would (?:you|u)|my days|between|possible|receive)\b"
)
"""A wish says what is wanted, or what is not."""
_SINGLE = re.compile(
    r"\b(?:before|ahead of) (?:the|our|it|that|my)\b|\b(?:tomorrow|next (?:week|month)|again on|about (?:the|our))\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b(?:until|till?|back on|in \d+ (?:days|weeks))\b"
)
"""A single day, or an end: no standing wish."""
_QUESTION = re.compile(r"\b(?:or not|why|when|what time|how often|how many|how much|did|have|has)\b")
_WANTS_YES = re.compile(
    r"\byes or no\b|^(?:\W*(?:and|so|also|please|pls|ok|okay|hi|hello)\b)*\W*(?:can|could|will|would|is it) "
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished; what is empty is not spoken of."""

    days: tuple[str, ...] = ()
    begins: str = ""
    """`13:00`: not before this time of the day."""
    ends: str = ""
    gap: int = 0
    """At least so many days between one message and the next."""
    asked: bool = False
    """Put as a question: it wants a yes first."""
    bare: bool = False
    """No word says that it is of messages: it may be the answer to a question instead."""

    @property
    def anything(self) -> bool:
        return bool(self.days or self.begins or self.ends or self.gap)


NOTHING = Wish()
_SEGMENT = re.compile(r"\s*(?:[,;:.!?–—]+|\bbut\b|\band\b|\bcos\b|\bcoz\b|\bbecause\b|\bso\b|\bsince\b|\bas\b)\s*")
_NOT = re.compile(
    r"\b(?:not|no|never|nothing|none|don'?t|dont|do not|doesn'?t|stop|without|avoid|except|apart|off|hate|can'?t"
    r"|cannot|mad|busy|hectic|bad|rubbish|awful|terrible|impossible|no good|quit|less)\b"
)
_YES = re.compile(r"\b(?:only|just|prefer\w*|best|better|suits?|ideal\w*|easiest|rather|fine|good|instead)\b")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b")
_STANDING = re.compile(
    r"\b(?:every|each|on an?|only|ever|never|not on|any) (?:on )?(?:a |an )?"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|satur|sun)(?:day)?\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b|\bmy days\b"
    r"|\b(?:mon|tues|wednes|thurs|fri)day (?:mornings|afternoons)\b"
)
_THROUGH = re.compile(r"\s*(?:to|-|–|through|thru|until)\s*")
_WEEKEND = re.compile(r"\bweekends?\b")
_PARTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"\b(?:after (?:lunch|dinner time)|early afternoons?)\b"), "13:00", ""),
    (re.compile(r"\b(?:end of (?:the|my) (?:working )?day|late(?:r)? (?:in the )?(?:afternoons?|day)|late on)\b"),
     "15:00", ""),
    (re.compile(r"\b(?:afternoons?|after (?:noon|midday|12)|p\.?m\.?(?!\w))(?<!\dpm)"), NOON, ""),
    (re.compile(r"\b(?:first thing|start of (?:the|my) day|early mornings?)\b"), "", "10:30"),
    (re.compile(r"\b(?:mornings?|mornin|before (?:lunch|noon|midday)|a\.m\.)"), "", NOON),
)  # fmt: skip
"""A part of the day: from when, and until when."""
_GOOD_MORNING = re.compile(r"^\W*(?:good )?(?:morning|afternoon)\b(?! (?:only|is|are|works?|suits?))")
_CLOCK = re.compile(
    r"\b(?P<how>before|after|from|until|till?|by|past) (?:about |around )?"
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))? ?"
    r"(?:o'?clock)? ?(?P<half>am|pm|in the (?:morning|afternoon))?(?=$|[\s,.!?;)])"
    r"(?! (?:days?|weeks?|months?|people|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|of|working))"
)
_COUNT = r"(?P<n>one|once|1|a|an|single|twice|two|2)"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year)"
_OFTEN: tuple[re.Pattern[str], ...] = (
    re.compile(
        rf"\b{_COUNT}(?: (?:single )?(?:message|msg|reminder|nudge|e-?mail|ping|time))?s? (?:a|per|each|every|in a) "
        rf"{_UNIT}\b"
    ),
    re.compile(
        r"\b(?:every|each|in) (?P<n>other|second|two|three|four|six|\d{1,2})? ?"
        r"(?P<unit>day|week|fortnight|month|quarter)s?\b"
    ),
    re.compile(r"(?<!stays )\b(?P<word>daily|weekly|fortnightly|monthly|quarterly)\b"),
)
_UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 28, "quarter": 91, "year": 364}
_WORDS = {"daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 28, "quarterly": 91}
_NUMBERS = {"other": 2, "second": 2, "two": 2, "three": 3, "four": 4, "six": 6}
_ENOUGH = re.compile(
    r"\b(?:enough|plenty|would do|will do|'ll do|ll do|(?:would|will) be (?:fine|good|ok|okay|better|best|great)"
    r"|max(?:imum)?|at most|no(?:t)? more than|is (?:fine|ok|okay|good|better)|suits?|only|prefer)\b"
)
_BARE = re.compile(
    r"(?:(?:[a-z]*days?|every|each|other|a|an|the|on|at|in|of|for|me|us|my|i|i'?d|it'?s|that'?s|would|will|be|do|is|are|or|and|said"
    r"|only|just|not|no|never|nothing|don'?t|please|pls|plz|thanks|thank|you|u|ta|best|better|fine|good|ok|okay|prefer|rather"
    r"|before|after|from|until|till|between|by|to|past|lunch|noon|midday|mornings?|afternoons?|am|pm|first|thing|end|late|later"
    r"|early|one|once|two|three|twice|per|week|weekends?|weeks|fortnight|month|months|quarter|monthly|weekly|fortnightly"
    r"|quarterly|enough|plenty|max|maximum|most|more|than|so|ok|can|could|works?|suits?|oh|really|ever|any|day|ideally|like|want|them|get"
    r"|\d{1,2}(?:[:.]\d\d)?(?:am|pm)?|o'?clock)\b[\s,.!?;:–—-]*)+"
)
"""Words of which a wish without a word for messages is made, and nothing else."""
MOST_WORDS = 30


def wish_in(text: str) -> Wish:
    """The standing wish in the words; nothing where they say anything else."""
    said = " ".join(text.casefold().replace("’", "'").split())
    if not said or len(said.split()) > MOST_WORDS or _GOOD_MORNING.match(said):
        return NOTHING
    named = _MESSAGING.search(said) is not None
    bare = _BARE.fullmatch(said) is not None
    wants = _WANTS.search(said) or _STANDING.search(said)
    if not (named or bare) or not wants or _OTHERS.search(said) or _MEETS_OR_TELLS.search(said):
        return NOTHING
    if _SINGLE.search(said) or (_QUESTION.search(said) and not _WANTS_YES.search(said)):
        return NOTHING
    days, begins, ends = _when(said)
    gap = _gap(said, named)
    return Wish(days, begins, ends, gap, _WANTS_YES.search(said) is not None, not named)


def _when(said: str) -> tuple[tuple[str, ...], str, str]:
    """The days, and the time of the day, of all parts together; what is not wanted is taken away."""
    wanted: set[int] = set()
    unwanted: set[int] = set()
    begins, ends = _between(said)
    standing = _STANDING.search(said) is not None or len(_WEEKDAY.findall(said)) > 1 or bool(_WEEKEND.search(said))
    denied = False
    for part in filter(None, _SEGMENT.split(said)):
        denied = _denied(part, denied)
        if standing:
            (unwanted if denied else wanted).update(_days(part))
            if _WEEKEND.search(part):
                (unwanted if denied else wanted).update((5, 6))
        first, last = _hours(part, denied)
        begins, ends = max(begins, first), min(filter(None, (ends, last)), default="")
    if begins and ends and begins >= ends:
        return (), "", ""
    if not (wanted or unwanted):
        return (), begins, ends
    days = (wanted or set(_WORKING)) - unwanted
    return tuple(WEEK[n] for n in sorted(days)), begins, ends


def _denied(part: str, before: bool) -> bool:
    """Whether what a part names is not wanted. A part that says neither goes on as the one before it."""
    if _NOT.search(part):
        return not re.search(r"\bno(?:t|thing)?(?: \w+){0,2} (?:except|apart)\b", part)
    return before and not _YES.search(part) and not _WANTS_MORE.search(part)


_WANTS_MORE = re.compile(r"\b(?:send|remind|could|can|after|from)\b")


def _days(part: str) -> set[int]:
    found = list(_WEEKDAY.finditer(part))
    out = {WEEKDAYS[m.group()] for m in found}
    for one, two in itertools.pairwise(found):
        if _THROUGH.fullmatch(part[one.end() : two.start()]):
            out |= set(range(WEEKDAYS[one.group()], WEEKDAYS[two.group()]))
    return out


def _hours(part: str, denied: bool) -> tuple[str, str]:
    """From when and until when a part wants to be reminded: a time named as unwanted leaves the other end."""
    begins = ends = ""
    clock = _CLOCK.search(part)
    if clock is not None:
        at = _clock(clock)
        early = clock["how"] in ("before", "until", "till", "til", "by")
        early = early and not (denied and clock["how"] in ("until", "till", "til"))
        if clock["how"] in ("until", "till", "til") and denied:
            return at, ""
        return (at, "") if early == denied else ("", at)
    for pattern, first, last in _PARTS:
        if pattern.search(part):
            if denied:
                first, last = last, first
            begins, ends = first, last
            break
    return begins, ends


_AFTERNOON_FROM = 7
"""An hour below this, with nothing beside it, is one of the afternoon."""
_BETWEEN = re.compile(
    r"\b(?:between|from) (?P<first>\d{1,2}(?:[:.]\d\d)?) ?(?P<half1>am|pm)? ?(?:and|to|until|till?|-|–) ?"
    r"(?P<last>\d{1,2}(?:[:.]\d\d)?) ?(?P<half2>am|pm)?(?=$|[\s,.!?;)])"
)


def _between(said: str) -> tuple[str, str]:
    """ "Between 10 and 3": both ends."""
    found = _BETWEEN.search(said)
    if found is None:
        return "", ""
    first, last = (
        _time(*found[name].replace(".", ":").split(":"), half=found[half] or "")
        for name, half in (("first", "half1"), ("last", "half2"))
    )
    return (first, last) if first and first < last else ("", "")


def _clock(found: re.Match[str]) -> str:
    return _time(found["hour"], found["minute"] or "0", half=found["half"] or "")


def _time(hours: str, minutes: str = "0", *, half: str) -> str:
    hour, minute = int(hours), int(minutes)
    if hour < 12 and (half in ("pm", "in the afternoon") or (not half and hour < _AFTERNOON_FROM)):
        hour += 12
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""


def _gap(said: str, named: bool) -> int:
    """How many days there are to be between two messages; 0 where nothing is said of that."""
    if not (named or _ENOUGH.search(said)):
        return 0
    for pattern in _OFTEN:
        found = pattern.search(said)
        if found is None:
            continue
        of = found.groupdict()
        if word := of.get("word"):
            return _WORDS[word]
        count, unit = of.get("n") or "", _UNITS[of["unit"] or "day"]
        if count in ("twice", "two", "2") and pattern is _OFTEN[0]:
            return max(1, unit // 2)
        number = _NUMBERS.get(count) or (int(count) if count.isdecimal() and pattern is _OFTEN[1] else 1)
        return number * unit
    return 0


_WHY = re.compile(
    r"\bwhy (?:am i|do i|are you|do you|r u|does it|is it|you|so|all)\b[^.!?]{0,40}"
    r"\b(?:remind\w*|messag\w*|msg\w*|e-?mail\w*|chas\w*|ping\w*|nudg\w*|pester\w*|bother\w*|nagg?\w*|contact\w*|text\w*"
    r"|notif\w*|writ\w*|(?:so|too) (?:many|often|much)|these things)\b"
    r"|^\W*(?:but |and |so )?(?:why )?(?:so|too) (?:many|often|much)\b\W*$"
)
_WHEN = re.compile(
    r"\b(?:what time|when|which days?|what days?|how often|at what time|how many times)\b[^.!?]{0,40}"
    r"\b(?:will|do|are|does|would|r|u|you|can)\b"
    r"[^.!?]{0,30}\b(?:remind(?:ers?|ing)?(?! me of| us of)|nudg(?:e|es|ing)|chas(?:e|ing)|messag(?:e|es|ing) me"
    r"|ping|msg me|contact me|e-?mail me|text me|write to me|hear from you)\b"
    r"|\b(?:will|do|does|would) (?:the |my |your |our )?(?:reminders?|messages|nudges) (?:still )?"
    r"(?:come|arrive|go|be sent)\b"
)


def asks_why(text: str) -> bool:
    """ "Why so many?", "why do you keep messaging me": why the bot writes by itself."""
    return _WHY.search(" ".join(text.casefold().replace("’", "'").split())) is not None


def asks_when(text: str) -> bool:
    """ "What time on a Tuesday will you remind me?", "do reminders come before 10 or not?"."""
    said = " ".join(text.casefold().replace("’", "'").split())
    return _WHEN.search(said) is not None and not said.startswith(("remind ", "please remind "))
