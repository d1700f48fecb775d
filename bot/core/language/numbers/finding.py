"""Finds the counts of a message, each with its whole ("60 of 80") and whether it is rough."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.language.bags import bag
from bot.core.language.dates.reading import word
from bot.core.language.numbers.count import Count
from bot.core.language.numbers.no_counts import share_after, share_at, span_of, vague_at
from bot.core.language.numbers.reading import joined, number_at
from bot.core.language.words import Words

_ROUGH_BEFORE = bag(
    """
    about around roughly approximately approx circa nearly almost over under some say maybe probably ca
    above below upwards approaching topping c
    """
)
_ROUGH_PAIRS = bag(
    """
    at least|more than|less than|fewer than|just over|just under|well over|close to|up to|getting on|not quite|
    upwards of|in excess|give or|somewhere around|north of|no more|no fewer|as many|something like|in the|
    region of|order of|vicinity of|neighbourhood of|excess of|shy of|short of|south of|side of|tune of|maximum of|
    minimum of|a good|a bit|or so|pushing on|nigh on|at most|the best
    """,
    "|",
)
_ROUGH_AFTER = frozenset(["odd", "ish", "plus", "approximately", "roughly", "approx"])
_YEAR = re.compile(r"20[1-4]\d")
_ANSWERS = frozenset(["responses", "replies", "returns", "answers", "forms", "surveys", "people"])
_NOBODY = frozenset(["nobody", "none", "zero", "nil", "noone"])


def find_counts(words: Words, taken: set[int]) -> list[Count]:
    """The counts of a message outside the places that dates and private details have taken."""
    found: list[Count] = []
    taken = taken | _list_markers(words)
    i = 0
    while i < len(words):
        count = None if i in taken else _at(words, i, taken)
        if count is None:
            i += 1
            continue
        found.append(count)
        i = count.end
    return found


def _list_markers(words: Words) -> set[int]:
    """ "1. board approved 2. staff to do": the numbers of a list count nobody."""
    places: set[int] = set()
    wanted = 1
    for i, marker in enumerate(words[:-1]):
        if marker.text == str(wanted) and words[i + 1].gap[:1] in (".", ")", ":") and (i or wanted == 1):
            places.add(i)
            wanted += 1
    return places if wanted > 2 else set()


def _at(words: Words, i: int, taken: set[int]) -> Count | None:
    found = share_at(words, i) or _part_of_whole(words, i) or _nobody(words, i) or vague_at(words, i)
    if found:
        return found
    number = number_at(words, i)
    if number is None or _just_a_pronoun(words, i) or _a_year(words, i, taken):
        return None
    if word(words, number[0]) == "of" and word(words, number[0] + 1) in ("those", "these"):
        return None  # of what was named before, which may be meetings
    end, value, rough = number
    if any(k in taken for k in range(i, end)):
        return None
    count = Count(i, end, value, rough)
    return share_after(words, count) or span_of(words, count) or _of(words, count) or _with_roughness(words, count)


_AFTER_ONE = bag(
    """
    person tenant resident response reply customer colleague hundred thousand came replied
    """
)


_ROOM_FOR = frozenset({"for", "holds", "seats", "fits", "sleeps"})
_MADE_FOR = frozenset({"meant", "room", "built", "set", "laid", "catered", "sandwiches"})
_ASKED_FOR = frozenset({"invites", "invitations", "letters", "forms", "surveys", "emails", "went", "out"})


def _counts_no_answers(words: Words, i: int) -> bool:
    """ "Biscuits for 30", "the room holds 40", "lunch was at 1", "back in ten"."""
    before, two = word(words, i - 1), word(words, i - 2)
    if before == "for" and two in _MADE_FOR:
        return True
    ends = i + 1 >= len(words) or bool(words[i + 1].gap.strip())
    if before in _ROOM_FOR and (ends or before != "for") and two not in _ASKED_FOR and two:
        return True
    return ends and (before == "at" or (before == "in" and two == "back"))


def _just_a_pronoun(words: Words, i: int) -> bool:
    """ "That one", "the last one", "one of our tenants", "the other five": no count."""
    share = word(words, i + 1) == "in" and number_at(words, i + 2) if i + 2 < len(words) else None
    if _counts_no_answers(words, i):
        return True
    if word(words, i - 1) == "other" and word(words, i - 2) == "the":
        return True
    alone = not word(words, i + 1) or bool(words[i + 1].gap.strip())
    if word(words, i - 1) == "the" and words[i].text in ("two", "three") and alone:
        return True
    if words[i].text != "one" or share:
        return False
    before, after = word(words, i - 1), word(words, i + 1)
    return after not in _AFTER_ONE and (before != "" or after != "")


def _a_year(words: Words, i: int, taken: set[int]) -> bool:
    """ "April to June 2026", "runs to 2028"."""
    before = word(words, i - 1)
    return bool(_YEAR.fullmatch(words[i].text)) and (i - 1 in taken or before in ("to", "until", "by", "in", "since"))


def _part_of_whole(words: Words, i: int) -> Count | None:
    """60/80."""
    part, mark, whole = words[i].text.partition("/")
    if not mark or not part.isdecimal() or not whole.isdecimal() or int(part) > int(whole) or len(whole) > 6:
        return None
    return _with_roughness(words, Count(i, i + 1, int(part), of=int(whole)))


def _nobody(words: Words, i: int) -> Count | None:
    text = words[i].text
    if text in _NOBODY:
        return Count(i, i + 1, 0)
    if text == "no" and word(words, i + 1) in (
        "one",
        "body",
        "replies",
        "responses",
        "takers",
        "attendees",
        "reply",
    ):
        return Count(i, i + 2, 0)
    if text == "not" and word(words, i + 1) == "a" and word(words, i + 2) in ("soul", "single", "sausage"):
        return Count(i, i + 3, 0)
    return None


def _of(words: Words, count: Count) -> Count | None:
    """ "60 of 80", "60 out of the 80", "60/80"."""
    at = count.end
    if at < len(words) and words[at].gap == "/" and words[at].text.isdecimal():
        return _with_roughness(words, replace(count, end=at + 1, of=int(words[at].text)))
    if [joined(words, at), joined(words, at + 1)] in (["so", "far"], ["to", "date"]):
        at += 2
    if joined(words, at) in _ANSWERS and joined(words, at + 1) == "from":
        at += 1  # "312 responses from 2,400"
    at = _behind_the_answer(words, at)
    if joined(words, at) == "out":
        at += 1
    if joined(words, at) not in ("of", "from"):
        return None
    at += 1
    while word(words, at) in ("the", "our", "about", "around", "a", "possible", "roughly", "total", "those", "some"):
        if word(words, at) == "a" and word(words, at + 1) in ("hundred", "thousand", "dozen"):
            break
        at += 1
    number = number_at(words, at) if at < len(words) and not words[at].gap.strip("~") else None
    if number and number[1] >= count.value:
        return _with_roughness(words, replace(count, end=number[0], of=number[1]))
    return None


def _behind_the_answer(words: Words, at: int) -> int:
    """ "380 back out of 1,200", "212 came back out of 640": what the first did stands between them."""
    behind = at
    while behind < at + 2 and joined(words, behind) in _CAME_IN:
        behind += 1
    return behind if joined(words, behind) == "out" and joined(words, behind + 1) == "of" else at


_CAME_IN = bag(
    """
    answered attended back came completed filled forms in people replied replies residents responded responses
    returned returns staff tenants
    """
)


def _with_roughness(words: Words, count: Count) -> Count:
    before, two = word(words, count.start - 1), f"{word(words, count.start - 2)} {word(words, count.start - 1)}"
    if words[count.start].gap and set(words[count.start].gap) & set(".!?;\n,"):
        before, two = "", ""
    rough = count.rough or before in _ROUGH_BEFORE or two in _ROUGH_PAIRS or "~" in words[count.start].gap
    end = count.end
    if joined(words, end) in _ROUGH_AFTER:
        rough, end = True, end + 1
    elif joined(words, end) == "or" and word(words, end + 1) in ("so", "thereabouts", "more", "less", "thereabout"):
        rough, end = True, end + 2
    elif word(words, end) == "give" and word(words, end + 1) == "or":
        rough = True
    if end < len(words) and "+" in words[end].gap and words[end - 1].text == words[count.end - 1].text:
        rough = True
    return replace(count, rough=rough, end=end)
