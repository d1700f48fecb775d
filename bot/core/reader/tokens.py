"""Text to tokens: no markup, no quoted lines, slips mended; short forms written out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.core.language import clean
from bot.core.language.dates.names import MONTHS
from bot.core.language.mending import mend
from bot.core.language.spelling import Speller
from bot.core.language.words import Word, cut
from bot.core.reader.model import Token
from bot.core.reader.names import CALENDAR, WORDS_TOO, acts
from bot.core.reader.verbs import is_verb

_POSTED_BY = re.compile(r"^(?:from|sent|to|cc|bcc|subject|date|re|fw|fwd):[^\n]*$", re.IGNORECASE | re.MULTILINE)
"""The head of a forwarded mail: its dates are of the mail."""
_MACHINE = re.compile(
    r"\{[^{}]{0,400}\}|```[^`]{0,2000}```|^(?:assistant|system|user) ?:[^\n]*$", re.IGNORECASE | re.MULTILINE
)
"""Written for a machine, or in its name: nobody's own words."""
_TYPED = {
    "n": "and", "frm": "from", "thru": "through", "b4": "before", "bout": "about", "bk": "back", "ppl": "people",
    "wiv": "with", "wrkshop": "workshop", "mtng": "meeting", "mtg": "meeting", "appvd": "approved", "shd": "should",
    "didn": "did", "commts": "commitments", "tho": "though", "nt": "not", "brd": "board", "cust": "customer",
    "apprvd": "approved", "ntd": "noted", "agrd": "agreed", "adptd": "adopted", "dfrd": "deferred",
    "fnshd": "finished", "tnnts": "tenants", "tnts": "tenants", "rsdnts": "residents", "snt": "sent", "bck": "back",
    "hmes": "homes", "survy": "survey", "stff": "staff",
    "putted": "put", "sended": "sent", "goed": "went", "maked": "made", "taked": "took", "telled": "told",
    "speaked": "spoke", "comed": "came", "writed": "wrote", "holded": "held", "gived": "gave", "meeted": "met",
    "finded": "found", "getted": "got", "bringed": "brought", "readed": "read", "heared": "heard",
}  # fmt: skip
_NAMES_TOO = CALENDAR | WORDS_TOO
_NO_SLIPS = frozenset(["noon", "nonetheless", "noones"])


def plain(text: str) -> str:
    """The speaker's own words in a message."""
    stripped = clean.strip_markup(_MACHINE.sub(" ", text))
    return _own_quotes(_without_signature(_POSTED_BY.sub(" ", stripped)))


_SIGN_OFF = re.compile(
    r"\n[ \t]*(?:(?:kind(?:est)?|warm|best|many)? ?(?:regards|wishes|thanks)|best|cheers|bw|kr|yours(?: \w+)?)"
    r"[ \t]*[,.!]?(?:[ \t]+[A-Z][\w'-]*)?[ \t]*(?:\n|$)",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"^[ \t]*p\.?p?\.?s\b", re.IGNORECASE | re.MULTILINE)
_NAME_WORDS = 4


def _without_signature(text: str) -> str:
    """What stands below "Kind regards" is who somebody is, and nothing that they tell; a postscript is."""
    found = _SIGN_OFF.search(text)
    if found is None:
        return text
    below = text[found.end() :]
    if len(below.split("\n", 1)[0].split()) > _NAME_WORDS:
        return text
    after = _POSTSCRIPT.search(below)
    return text[: found.start()] + ("\n" + below[after.start() :] if after else "")


_QUOTE = re.compile(r"\"([^\"\n]{1,600})\"|(?<![\w'])'(?=\w)([^'\n]{12,600})'(?!\w)")
_SOURCE = re.compile(
    r"\b(?:minutes?|minuted|resolution|resolved|decision|recorded|agenda|paper|notice|board|committee|record|report)\b",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:says?|said|saying|told|tells?|asks?|asked|shout(?:s|ed)?|goes|went|wrote|writes|texted|like|quote|reckons?"
    r"|thinks?|replied|answered|called?|heard|imagine|pretend|repeat)\b",
    re.IGNORECASE,
)
_SHORT, _NEAR = 3, 60


def _own_quotes(text: str) -> str:
    """Our own minutes in quotation marks are evidence; what somebody else is quoted as saying is not."""

    def keep(match: re.Match[str]) -> str:
        inside = match.group(1) or match.group(2)
        around = text[max(match.start() - _NEAR, 0) : match.start()] + " " + text[match.end() : match.end() + _NEAR]
        kept = len(inside.split()) <= _SHORT or _SOURCE.search(around) or not _SAYING.search(around)
        return f" {inside} " if kept else " "

    return _QUOTE.sub(keep, text) if '"' in text or "'" in text else text


def tokens_of(text: str, speller: Speller, given: frozenset[str] = frozenset()) -> tuple[Token, ...]:
    """The tokens of a text that `plain` gave; given names are no slips of other words."""
    words = _with_pronoun_is(cut(text))
    for word in words:
        if word.capital and word.text in given and not word.raw.isupper():
            word.kind = "name"
    for word in words:
        if word.text in _TYPED and word.kind == "word":
            word.text = _TYPED[word.text]
    words = mend(words, speller)
    return _frozen(words)


def _with_pronoun_is(words: list[Word]) -> list[Word]:
    """ "Survey's open", "the charter's going back": a verb follows, so the ending is "is" or "has"."""
    out: list[Word] = []
    for place, word in enumerate(words):
        out.append(word)
        after = words[place + 1] if place + 1 < len(words) else None
        short = word.kind == "word" and word.raw[-2:].lower() == "'s" and word.text == word.raw[:-2].lower()
        if not short or after is None or after.gap or after.text == "is":
            continue
        if after.text in ("been", "gone", "had", "got", "done") or (
            after.text.endswith("ed") and is_verb(after.text)
        ):
            out.append(Word("has", word.raw, word.start, word.end))
        elif (
            after.text.endswith("ing")
            and is_verb(after.text)
            and after.text not in ("meeting", "meetings", "briefing")
        ):
            out.append(Word("is", word.raw, word.start, word.end))
    return out


def _frozen(words: Sequence[Word]) -> tuple[Token, ...]:
    out: list[Token] = []
    for place, word in enumerate(words):
        if word.mended and word.raw.lower() in _NO_SLIPS:
            word.text, word.mended = word.raw.lower(), False
        gap = word.gap
        if place and gap == "." and words[place - 1].text in MONTHS and len(words[place - 1].text) <= 4:
            gap = "" if word.text[:1].isdecimal() else gap  # "Sept. 9"
        joined = bool(place) and word.start - words[place - 1].end <= 1 and gap in ("-", "/", "")
        joined = joined and word.start != words[place - 1].end if gap == "" else joined
        kind = word.kind
        if word.capital and word.text in _NAMES_TOO and acts(words, place):
            kind = "name"
        out.append(
            Token(
                word.text, word.raw, word.start, word.end, kind, gap, word.capital, word.mended, word.doubtful,
                joined and gap in ("-", "/"),
            )
        )  # fmt: skip
    return tuple(out)


def as_words(tokens: Sequence[Token]) -> list[Word]:
    """The tokens as the grammars of dates and numbers take them: the day before its month."""
    words = [Word(t.text, t.raw, t.start, t.end, t.kind, t.gap, t.mended, t.doubtful) for t in tokens]
    for month, number in pairwise(words):
        if month.text == "may" and month.capital and _is_day(number.text) and not number.gap:
            month.text, number.text = number.text, month.text  # "May 9": "may" is a month here
    return words


def _is_day(text: str) -> bool:
    return text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31
