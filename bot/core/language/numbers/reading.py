"""Numbers in figures and words: 1,200, 2k, a dozen, two hundred and six."""

from __future__ import annotations

from bot.core.language.dates.names import TENS, UNITS
from bot.core.language.dates.reading import word
from bot.core.language.words import Words


def joined(words: Words, i: int) -> str:
    """The word at i where no punctuation but a hyphen stands before it."""
    return words[i].text if 0 < i < len(words) and words[i].gap in ("", "-", "–") else ""


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
    end, value = i + 1, int(text)
    if joined(words, end) == "thousand" and value < 1000:
        return end + 1, value * 1000, rough
    if joined(words, end) == "hundred" and value < 100:
        return end + 1, value * 100, rough
    if joined(words, end) == "dozen" and value < 100:
        return end + 1, value * 12, True
    return end, value, rough


def _below_hundred(words: Words, i: int) -> tuple[int, int] | None:
    text = word(words, i)
    if text in TENS:
        unit = UNITS.get(joined(words, i + 1), 0)
        return (i + 2, TENS[text] + unit) if 0 < unit < 10 else (i + 1, TENS[text])
    return (i + 1, UNITS[text]) if text in UNITS else None


def _in_words(words: Words, i: int) -> tuple[int, int, bool] | None:
    text = words[i].text
    if text == "couple" and word(words, i - 1) != "a":
        dozen = i + 1 + (word(words, i + 1) == "of")
        return (dozen + 1, 24, True) if word(words, dozen) == "dozen" else None
    if text in ("a", "an", "half"):
        return _dozens(words, i) or _couple(words, i) or _hundreds(words, i, i + 1, 1)
    if text == "couple":
        return _couple(words, i)
    if text == "dozen":
        return i + 1, 12, False
    if text == "hundred" and word(words, i - 1) not in ("few", "several"):
        return _hundreds(words, i, i, 1)
    start = _below_hundred(words, i)
    if start is None:
        return None
    end, value = start
    if joined(words, end) == "dozen":
        return end + 1, value * 12, True
    return _hundreds(words, i, end, value) or (end, value, False)


def _dozens(words: Words, i: int) -> tuple[int, int, bool] | None:
    rest = [word(words, i + k) for k in range(4)]
    if rest[:2] == ["a", "dozen"]:
        return i + 2, 12, False
    if rest[:2] == ["half", "dozen"] or rest[:3] == ["half", "a", "dozen"]:
        return i + (2 if rest[1] == "dozen" else 3), 6, False
    if rest[:3] == ["a", "half", "dozen"]:
        return i + 3, 6, False
    return None


def _couple(words: Words, i: int) -> tuple[int, int, bool] | None:
    """ "A couple of hundred", "couple of dozen": twice as many, more or less."""
    at = i + (word(words, i) == "a")
    if word(words, at) != "couple":
        return None
    at += 1 + (word(words, at + 1) == "of")
    scale = {"dozen": 12, "hundred": 100, "thousand": 1000}.get(joined(words, at))
    return (at + 1, 2 * scale, True) if scale else None


def _hundreds(words: Words, start: int, at: int, value: int) -> tuple[int, int, bool] | None:
    """ "Two hundred and six", "a hundred", "three thousand"."""
    scale = {"hundred": 100, "thousand": 1000}.get(joined(words, at) or (word(words, at) if at == start else ""))
    if not scale:
        return None
    value, end = value * scale, at + 1
    after = end + (joined(words, end) == "and")
    if joined(words, after):
        more = _below_hundred(words, after)
        if more and scale == 1000 and joined(words, more[0]) == "hundred":
            return more[0] + 1, value + more[1] * 100, False
        if more:
            return more[0], value + more[1], False
        if joined(words, after).isdecimal() and int(joined(words, after)) < 100:
            return after + 1, value + int(joined(words, after)), False
    return end, value, False
