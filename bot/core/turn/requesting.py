"""Whether a sentence asks for something that the bot can make: by one of its names, and doing nothing else. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.core.turn.wording import plain

MOST_WORDS = 20
"""A request has no more."""
_REQUEST = re.compile(
    r"(?:(?:please|hi|hello|hey|ok|okay|right|so|and|also|now|just|next|thanks|bot) )*"
    r"(?:(?:can|could|would|will|may) (?:you|i|we)|(?:i|we)(?:'d| would)? (?:need|want|like|could do with)|i'm after"
    r"|give|send|get|make|write|draft|prepare|produce|generate|create|show|download|export|print|put together"
    r"|pull together|knock up|need|want|any chance|is there|have you|have we|do you|do we|we owe|where"
    r"|what can (?:i|we) (?:say|write|put)|how (?:do|can) (?:i|we)|let me have"
    r"|i (?:have|must|should) (?:to )?(?:write|do|prepare|produce))\b"
)
_ADVICE = re.compile(
    r"\b(?:briefings?|guidance|template|model|example|sample|outline|how long|how often|what goes|advice|when do"
    r"|checked?|verif\w+|prove|proof|earn|taken away|allowed|may we|lose"
    r"|(?:have|need|got) to (?:tell|inform|notify|send|report))\b"
)
_MORE = re.compile(r"[.!?;\n]\s*\w")
"""More than one sentence: then each has its own answer."""
SLOT = "…"
"""Stands in a way of asking for what it is about."""
_BEFORE = r"(?:(?:please|hi|hiya|hello|hey|ok|okay|so|and|sorry|great|lovely|yes|can you|could you|can i|could i) )*"
_AFTER = r"(?: (?:please|thanks|thank you|ta|then|now|sorry|for me))*"
_FILLERS = frozenset(
    ["the", "a", "an", "our", "please", "for", "now", "thanks", "ok", "okay", "and", "us", "me", "as"]
)


@lru_cache(512)
def words_of(text: str) -> str:
    """Words without what stands between them. The content's own phrases are asked for at each turn."""
    return " ".join("".join(c if c.isalnum() or c == "'" else " " for c in plain(text)).split())


@lru_cache(1024)
def _way(way: str) -> re.Pattern[str]:
    before, slot, after = (part.strip() for part in way.partition(SLOT))
    said = re.escape(words_of(before))
    if slot:
        said += rf"{' ' if before else ''}(?P<about>.+?)(?= |$)" + (f" {re.escape(words_of(after))}" if after else "")
    return re.compile(_BEFORE + said + _AFTER)


def slot_in(way: str, words: str) -> str | None:
    """What these words ask about in this way; empty where the way names nothing; None where they ask otherwise."""
    found = _way(way).fullmatch(words)
    if found is None:
        return None
    return found["about"] if SLOT in way else ""


def has_phrase(words: str, phrase: str) -> bool:
    """Whether a phrase stands in the words, whole."""
    return f" {phrase} " in f" {words} "


def asks_for(text: str, phrases: Iterable[str], beside: Iterable[str] = ()) -> bool:
    """Whether the text asks for what goes by these names: as a request, or by a name (and what may stand `beside` it)
    and no more."""
    words, phrases = words_of(text), list(phrases)
    if len(words.split()) > MOST_WORDS or _MORE.search(text.strip()) or _ADVICE.search(words):
        return False
    if not any(has_phrase(words, phrase) for phrase in phrases):
        return False
    return bool(_REQUEST.match(words)) or not _left(words, [*phrases, *beside])


def _left(words: str, known: Iterable[str]) -> set[str]:
    """The words that no phrase explains."""
    left = f" {words} "
    for phrase in sorted(known, key=len, reverse=True):
        left = left.replace(f" {phrase} ", " ")
    return set(left.split()) - _FILLERS
