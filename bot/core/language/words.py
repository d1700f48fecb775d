"""Cuts a message into words. Short forms are written out, so that a rule sees "has not" however it was typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from bot.core.language.bags import bag

_TOKEN = re.compile(
    r"(?P<url>https?://[^\s<>|\"”]+)"
    r"|(?P<mention><@[^<>\s|]{1,60}(?:\|[^<>]{1,60})?>|<at(?: id=\"[^\"<>]{1,40}\")?>[^<>]{1,80}</at>)"
    r"|(?P<number>\d+(?:[,./:]\d+)*(?:(?:st|nd|rd|th|k|m|pm|am|ish|odd|x|yr|yo|a|b|c|d|ST|ND|RD|TH|K|PM|AM|ISH|ODD)\b)?)"
    r"|(?P<word>[^\W\d_][^\W_]*(?:['’`][^\W\d_]+)?)"
    r"|(?P<emoji>[\u2600-\u27bf\U0001f300-\U0001faff\u2764\u2705])"
    r"|(?P<mark>\n+|\.{2,}|[.,;:!?()\"“”…–—%&+~£*/=>-])"
)

_DRAWN_OUT = re.compile(r"(?<=[a-z])([a-z])\1{2,}(?=s?$)")
"""The last letter, drawn out: "yesss", "noooo"."""
_SHORT = {
    "won't": "will not", "can't": "can not", "cannot": "can not", "shan't": "shall not", "ain't": "is not",
    "dont": "do not", "didnt": "did not", "doesnt": "does not", "hasnt": "has not", "havent": "have not",
    "hadnt": "had not", "isnt": "is not", "arent": "are not", "wasnt": "was not", "werent": "were not",
    "wont": "will not", "cant": "can not", "couldnt": "could not", "wouldnt": "would not", "aint": "is not",
    "shouldnt": "should not", "havnt": "have not", "hasent": "has not", "didint": "did not", "dident": "did not",
    "ive": "i have", "weve": "we have", "theyve": "they have", "youve": "you have", "im": "i am",
    "theyre": "they are", "youre": "you are", "thats": "that is", "whats": "what is", "wheres": "where is",
    "whos": "who is", "hows": "how is", "theres": "there is", "heres": "here is", "its": "it is", "hes": "he is",
    "shes": "she is", "lets": "let us", "gonna": "going to", "wanna": "want to", "gotta": "got to",
    "theyll": "they will", "itll": "it will", "youll": "you will", "whens": "when is", "dunno": "do not know",
    "till": "until", "til": "until", "tho": "though", "cos": "because", "coz": "because", "bcos": "because",
    "pls": "please", "plz": "please", "thx": "thanks", "thnx": "thanks", "ta": "thanks", "mtg": "meeting",
    "mtgs": "meetings", "rec'd": "received", "cmte": "committee",
    "app'd": "approved", "wi": "with", "wots": "what is", "summat": "something", "nowts": "nothing has",
    "wk": "week", "wks": "weeks", "yep": "yes", "yup": "yes",
    "yeah": "yes", "yea": "yes", "yh": "yes", "nope": "no", "nah": "no", "okay": "ok", "okey": "ok", "k": "ok",
    "ppl": "people", "w": "with", "abt": "about", "bc": "because", "btw": "by the way", "tmrw": "tomorrow",
    "tmw": "tomorrow", "tomoz": "tomorrow", "yday": "yesterday", "mins": "minutes", "mths": "months",
    "bd": "board", "recvd": "received", "recd": "received",
    "cttee": "committee", "ctte": "committee", "exco": "executive", "adoptd": "adopted", "noone": "no one",
}  # fmt: skip
SHORT_FORMS = frozenset(short for short in _SHORT if len(short) >= 5 and "'" not in short)
"""Short forms written without their apostrophe, which slips are mended to ("hvaent": havent)."""
_S_IS = bag(
    """
    it that what who where how there here she he when why
    """
)
_ENDINGS = {"ll": "will", "ve": "have", "re": "are", "m": "am", "d": "would"}
_FILLERS = bag(
    """
    um umm uh uhh er erm errr hmm hm ah mm
    """
)


@dataclass(slots=True)
class Word:
    """One word as the rules see it, and where it stands in the text."""

    text: str
    raw: str
    start: int
    end: int
    kind: str = "word"
    gap: str = ""
    """The punctuation between the word before and this one."""
    mended: bool = False
    doubtful: bool = False
    """Mended, and another word may have been meant."""

    @property
    def capital(self) -> bool:
        return self.raw[:1].isupper()


Words = Sequence[Word]


def written_out(word: str) -> list[str]:
    """A typed word as the words that it stands for ("hasn't": has, not; "board's": board)."""
    low = word.lower().replace("’", "'").replace("`", "'")
    if low[-2:-1] in (low[-1:], low[-3:-2]):
        low = _DRAWN_OUT.sub(r"\1", low)
    if low in _SHORT:
        return _SHORT[low].split()
    base, mark, ending = low.partition("'")
    if not mark:
        return [low]
    if ending == "t" and base.endswith("n") and len(base) > 2:
        return [base[:-1], "not"]
    if ending == "s":
        return [base, "is"] if base in _S_IS else [base]
    if ending in _ENDINGS:
        return [base, _ENDINGS[ending]]
    return [base + ending]


def cut(text: str) -> list[Word]:
    """The words of a cleaned text, fillers and stammered repeats left out."""
    words: list[Word] = []
    gap = left = ""
    for match in _TOKEN.finditer(text):
        kind, raw = str(match.lastgroup), match.group()
        if kind == "mark":
            if raw == "%":
                words.append(Word("percent", raw, *match.span()))
            elif raw == "+" and words and words[-1].kind == "number":
                words.append(Word("plus", raw, *match.span()))
            else:
                gap += raw
            continue
        start, end = match.span()
        parts = written_out(raw) if kind == "word" else [raw.lower()]
        if kind == "url":
            bare = raw.rstrip(".,;:!?)'")
            raw, left = bare, raw[len(bare) :]
            parts = [raw]
        if parts[0] in _FILLERS:
            gap = gap or ("," if "," in gap else "")
            continue
        if kind == "word" and words and not gap and len(parts) == 1 and words[-1].text == parts[0] != "that":
            continue
        for place, part in enumerate(parts):
            words.append(Word(part, raw, start, end, kind, gap if place == 0 else ""))
        gap, left = left, ""
    return _with_had(_with_is(words))


_AFTER_HAD = frozenset(["a", "an", "some", "two", "three", "four", "no", "our", "already", "only"])


def _with_had(words: list[Word]) -> list[Word]:
    """ "We'd an open meeting", "we'd emailed all staff": had, and not would."""
    for word, after in pairwise(words):
        short = word.text == "would" and word.raw[-2:].lower() in ("'d", "’d")
        if (
            short
            and not after.gap
            and (after.text in _AFTER_HAD or (after.text.endswith("ed") and len(after.text) > 4))
        ):
            word.text = "had"
    return words


_AFTER_IS = frozenset(["on", "in", "at", "now", "not", "still", "due", "booked", "going", "live", "done", "coming"])


def _with_is(words: list[Word]) -> list[Word]:
    """ "Board's on the 26th" is "board is on the 26th"; "the board's minutes" has no verb."""
    out: list[Word] = []
    for word, after in zip_longest(words, words[1:]):
        out.append(word)
        short = word.kind == "word" and word.raw[-2:].lower() in ("'s", "’s") and word.text == word.raw[:-2].lower()
        if short and after is not None and not after.gap and after.text in _AFTER_IS:
            out.append(Word("is", word.raw, word.start, word.end))
    return out


def normal_words(text: str) -> list[str]:
    """The words of a phrase of the lexicon, cut in the same way as messages are (plain words take a short way)."""
    if text.replace(" ", "").isalpha() and text.isascii():
        words: list[str] = []
        for part in text.lower().split():
            words.extend(_SHORT[part].split() if part in _SHORT else [part])
        return words
    return [word.text for word in cut(text)]


def last_gap(text: str) -> str:
    """The punctuation after the last word: "?" makes a statement a question."""
    tail = []
    for char in reversed(text.rstrip()):
        if char.isalnum():
            break
        tail.append(char)
    return "".join(reversed(tail))
