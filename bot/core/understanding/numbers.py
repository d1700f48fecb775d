"""Counts in figures and words, and what is no count: shares, spans, "loads", times, references.

The bot does no sums: "13 of the 23" keeps both figures apart, and a share stays a share.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.core.understanding.bags import bag
from bot.core.understanding.dates.names import TENS, UNITS
from bot.core.understanding.words import Words

Why = Literal["", "vague", "share"]


@dataclass(frozen=True, slots=True)
class Count:
    """A number that may count people. `of` is the whole where the words give one ("60 of 80")."""

    start: int
    end: int
    value: int = 0
    rough: bool = False
    why: Why = ""
    of: int | None = None


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
    minimum of|a bit|or so|pushing on|at most|the best
    """,
    "|",
)
_ROUGH_AFTER = frozenset(["odd", "ish", "plus", "approximately", "roughly", "approx"])
_VAGUE_WORDS = bag(
    """
    loads lots plenty everyone everybody several tons dozens hundreds thousands scores heaps masses many
    """
)
_VAGUE_PAIRS = bag(
    """
    a few|all of|a handful|a couple|quite a|a number|a lot|a load|a good|good few|good number|a bunch|a small|a large|
    a huge|a decent|a fair|not many|not enough|hardly any|hardly anyone|quite some|a smattering|a crowd|a mix
    """,
    "|",
)
_VAGUE_TAIL = bag(
    """
    few number lot load turnout crowd group handful bunch amount
    """
)
_SHARE_WORDS = bag(
    """
    half majority third quarter percent percentage most proportion minority fifth tenth
    """
)
_NOBODY = frozenset(["nobody", "none", "zero", "nil", "noone"])
_SPAN_LINKS = frozenset({"to", "or", "and"})


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
    for i, word in enumerate(words[:-1]):
        if word.text == str(wanted) and words[i + 1].gap[:1] in (".", ")", ":") and (i or wanted == 1):
            places.add(i)
            wanted += 1
    return places if wanted > 2 else set()


def _text(words: Words, i: int) -> str:
    return words[i].text if 0 <= i < len(words) else ""


def _joined(words: Words, i: int) -> str:
    """The word at i where no punctuation but a hyphen stands before it."""
    return words[i].text if 0 < i < len(words) and words[i].gap in ("", "-", "–") else ""


def _at(words: Words, i: int, taken: set[int]) -> Count | None:
    found = _share(words, i) or _part_of_whole(words, i) or _nobody(words, i) or _vague(words, i)
    if found:
        return found
    number = number_at(words, i)
    if number is None or _just_a_pronoun(words, i):
        return None
    if _text(words, number[0]) == "of" and _text(words, number[0] + 1) in ("those", "these"):
        return None  # of what was named before, which may be meetings
    end, value, rough = number
    if any(k in taken for k in range(i, end)):
        return None
    count = Count(i, end, value, rough)
    return _share_after(words, count) or _span(words, count) or _of(words, count) or _with_roughness(words, count)


def _just_a_pronoun(words: Words, i: int) -> bool:
    """ "That one", "the last one", "one of our tenants": no count."""
    share = _text(words, i + 1) == "in" and number_at(words, i + 2) if i + 2 < len(words) else None
    if words[i].text != "one" or share:
        return False
    before, after = _text(words, i - 1), _text(words, i + 1)
    return after not in (
        "person",
        "tenant",
        "resident",
        "response",
        "reply",
        "customer",
        "colleague",
        "hundred",
        "thousand",
        "came",
        "replied",
    ) and (before != "" or after != "")


def number_at(words: Words, i: int) -> tuple[int, int, bool] | None:
    """(end, value, rough) of a number that begins at i."""
    text = words[i].text
    if text[0].isdecimal():
        return _in_figures(words, i, text)
    return _in_words(words, i)


def _in_figures(words: Words, i: int, text: str) -> tuple[int, int, bool] | None:
    rough = False
    for ending in ("ish", "odd"):
        if text.endswith(ending):
            text, rough = text[: -len(ending)], True
    times = 1
    if text.endswith("k") and text[:-1].replace(".", "", 1).isdecimal():
        value = round(float(text[:-1]) * 1000)
        return i + 1, value, rough
    if text.endswith("x"):
        return None
    if "," in text:
        groups = text.split(",")
        if not all(g.isdecimal() for g in groups) or any(len(g) != 3 for g in groups[1:]) or len(groups[0]) > 3:
            return None
        text = "".join(groups)
    if not text.isdecimal() or len(text) > 7 or (len(text) > 1 and text[0] == "0"):
        return None
    end, value = i + 1, int(text) * times
    if _joined(words, end) == "thousand" and value < 1000:
        return end + 1, value * 1000, rough
    if _joined(words, end) == "hundred" and value < 100:
        return end + 1, value * 100, rough
    if _joined(words, end) == "dozen" and value < 100:
        return end + 1, value * 12, True
    return end, value, rough


def _below_hundred(words: Words, i: int) -> tuple[int, int] | None:
    text = _text(words, i)
    if text in TENS:
        unit = UNITS.get(_joined(words, i + 1), 0)
        return (i + 2, TENS[text] + unit) if 0 < unit < 10 else (i + 1, TENS[text])
    return (i + 1, UNITS[text]) if text in UNITS else None


def _in_words(words: Words, i: int) -> tuple[int, int, bool] | None:
    text = words[i].text
    if text in ("a", "an", "half"):
        return _dozens(words, i) or _hundreds(words, i, i + 1, 1)
    if text == "dozen":
        return i + 1, 12, False
    if text == "hundred" and _text(words, i - 1) not in ("few", "several"):
        return _hundreds(words, i, i, 1)
    start = _below_hundred(words, i)
    if start is None:
        return None
    end, value = start
    if _joined(words, end) == "dozen":
        return end + 1, value * 12, True
    return _hundreds(words, i, end, value) or (end, value, False)


def _dozens(words: Words, i: int) -> tuple[int, int, bool] | None:
    rest = [_text(words, i + k) for k in range(4)]
    if rest[:2] == ["a", "dozen"]:
        return i + 2, 12, False
    if rest[:2] == ["half", "dozen"] or rest[:3] == ["half", "a", "dozen"]:
        return i + (2 if rest[1] == "dozen" else 3), 6, False
    if rest[:3] == ["a", "half", "dozen"]:
        return i + 3, 6, False
    if rest[:4] == ["a", "couple", "of", "dozen"] or rest[:3] == ["a", "couple", "dozen"]:
        return i + (4 if rest[2] == "of" else 3), 24, True
    return None


def _hundreds(words: Words, start: int, at: int, value: int) -> tuple[int, int, bool] | None:
    """ "Two hundred and six", "a hundred", "three thousand"."""
    scale = {"hundred": 100, "thousand": 1000}.get(_joined(words, at) or (_text(words, at) if at == start else ""))
    if not scale:
        return None
    value, end = value * scale, at + 1
    after = end + (_joined(words, end) == "and")
    if _joined(words, after):
        more = _below_hundred(words, after)
        if more and scale == 1000 and _joined(words, more[0]) == "hundred":
            return more[0] + 1, value + more[1] * 100, False
        if more:
            return more[0], value + more[1], False
        if _joined(words, after).isdecimal() and int(_joined(words, after)) < 100:
            return after + 1, value + int(_joined(words, after)), False
    return end, value, False


def _share(words: Words, i: int) -> Count | None:
    text, before = words[i].text, _text(words, i - 1)
    if text in ("half", "majority", "most", "percentage", "proportion"):
        if text == "half" and _text(words, i + 1) in ("a", "dozen", "way", "hour", "term", "past", "day"):
            return None
        if text == "half" and before in ("first", "second", "other"):
            return None
        if text == "most" and _text(words, i + 1) not in (
            "of",
            "people",
            "residents",
            "staff",
            "tenants",
            "colleagues",
        ):
            return None
        return Count(i, i + 1, why="share")
    fractions = ("third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths")
    fraction = _text(words, i + 1) in fractions and (_text(words, i + 1) != "quarter" or _text(words, i + 2) == "of")
    if fraction and text in ("a", "one", "two", "three", "four"):
        return Count(i, i + 2, why="share")
    if text in ("third", "quarter", "fifth", "tenth", "thirds", "quarters", "fifths") and before in (
        "a", "two", "three", "four", "one",
    ):  # fmt: skip
        if text == "quarter" and _text(words, i + 1) != "of":
            return None
        return Count(i - 1, i + 1, why="share")
    return None


def _part_of_whole(words: Words, i: int) -> Count | None:
    """60/80."""
    part, mark, whole = words[i].text.partition("/")
    if not mark or not part.isdecimal() or not whole.isdecimal() or int(part) > int(whole) or len(whole) > 6:
        return None
    return _with_roughness(words, Count(i, i + 1, int(part), of=int(whole)))


def _share_after(words: Words, count: Count) -> Count | None:
    after = count.end
    gap = words[after].gap if after < len(words) else ""
    if _text(words, after) in ("percent", "pc") or (
        _text(words, after) == "per" and _text(words, after + 1) == "cent"
    ):
        return replace(count, end=after + 1, why="share")
    if "%" in gap:
        return replace(count, why="share")
    if _text(words, after) in ("in", "out") and count.value in (1, 2, 3) and _text(words, after + 1) != "of":
        number = number_at(words, after + 1) if after + 1 < len(words) else None
        if number and number[1] <= 10 and _text(words, after) == "in":
            return replace(count, end=number[0], why="share")
    return None


def _nobody(words: Words, i: int) -> Count | None:
    text = words[i].text
    if text in _NOBODY:
        return Count(i, i + 1, 0)
    if text == "no" and _text(words, i + 1) in (
        "one",
        "body",
        "replies",
        "responses",
        "takers",
        "attendees",
        "reply",
    ):
        return Count(i, i + 2, 0)
    if text == "not" and _text(words, i + 1) == "a" and _text(words, i + 2) in ("soul", "single", "sausage"):
        return Count(i, i + 3, 0)
    return None


def _vague(words: Words, i: int) -> Count | None:
    text, pair = words[i].text, f"{words[i].text} {_text(words, i + 1)}"
    if text in _VAGUE_WORDS and not (text == "many" and _text(words, i - 1) in ("how", "as", "so", "too")):
        return Count(i, i + 1, why="vague")
    if pair in _VAGUE_PAIRS:
        if pair == "a couple" and _text(words, i + 2) in ("dozen", "of") and "dozen" in (
            _text(words, i + 2), _text(words, i + 3),
        ):  # fmt: skip
            return None
        tail = {_text(words, i + 2), _text(words, i + 3)}
        if (
            pair in ("quite a", "a good", "a small", "a large", "a huge", "a decent", "a fair")
            and not tail & _VAGUE_TAIL
        ):
            return None
        return Count(i, i + 2 + (_text(words, i + 2) in _VAGUE_TAIL), why="vague")
    return None


def _span(words: Words, count: Count) -> Count | None:
    """ "40 to 50" and "40-50" are no number."""
    at = count.end
    if at >= len(words):
        return None
    gap, text = words[at].gap, words[at].text
    between = count.start > 0 and words[count.start - 1].text == "between"
    if gap in ("-", "–"):
        number = number_at(words, at)
    elif not gap and text in ("plus", "and", "add") and at + 1 < len(words):
        more = number_at(words, at + 1)  # the bot does no sums
        return replace(count, end=more[0], why="vague") if more and not words[at + 1].gap else None
    elif not gap and (text in ("to", "or") or (text == "and" and between)):
        number = number_at(words, at + 1) if at + 1 < len(words) and not words[at + 1].gap else None
    else:
        return None
    if number and number[1] > count.value:
        return replace(count, end=number[0], why="vague")
    return None


def _of(words: Words, count: Count) -> Count | None:
    """ "60 of 80", "60 out of the 80", "60/80"."""
    at = count.end
    if at < len(words) and words[at].gap == "/" and words[at].text.isdecimal():
        return _with_roughness(words, replace(count, end=at + 1, of=int(words[at].text)))
    if _joined(words, at) == "out":
        at += 1
    if _joined(words, at) != "of":
        return None
    at += 1
    while _text(words, at) in ("the", "our", "about", "around", "a", "possible", "roughly", "total", "those", "some"):
        if _text(words, at) == "a" and _text(words, at + 1) in ("hundred", "thousand", "dozen"):
            break
        at += 1
    number = number_at(words, at) if at < len(words) and not words[at].gap.strip("~") else None
    if number and number[1] >= count.value:
        return _with_roughness(words, replace(count, end=number[0], of=number[1]))
    return None


def _with_roughness(words: Words, count: Count) -> Count:
    before, two = _text(words, count.start - 1), f"{_text(words, count.start - 2)} {_text(words, count.start - 1)}"
    if words[count.start].gap and set(words[count.start].gap) & set(".!?;\n,"):
        before, two = "", ""
    rough = count.rough or before in _ROUGH_BEFORE or two in _ROUGH_PAIRS or "~" in words[count.start].gap
    end = count.end
    if _joined(words, end) in _ROUGH_AFTER:
        rough, end = True, end + 1
    elif _joined(words, end) == "or" and _text(words, end + 1) in ("so", "thereabouts", "more", "less", "thereabout"):
        rough, end = True, end + 2
    elif _text(words, end) == "give" and _text(words, end + 1) == "or":
        rough = True
    if end < len(words) and "+" in words[end].gap and words[end - 1].text == words[count.end - 1].text:
        rough = True
    return replace(count, rough=rough, end=end)
