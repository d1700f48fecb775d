"""What is ready to use in a briefing, asked for by its name: "where's the survey template?" gets the file. What was
offered in the last answer is pointed at: "send me that"."""

from __future__ import annotations

import re

from bot.core.guidance.about import give
from bot.core.guidance.briefings import finds, give_file, read_part
from bot.core.guidance.questions import match
from bot.core.guidance.search import forms, plain_words
from bot.core.language.asking import asks_how
from bot.core.model.journey import Briefing
from bot.core.model.presses import Press
from bot.core.turn.reply import Reply
from bot.core.turn.requesting import words_of

MOST_WORDS = 16
_WANTS = (
    r"(?:where(?:'s|s| is| are)?|have (?:you|u)(?: got)?|(?:you|u) got|got|is there"
    r"|(?:can|could|may) (?:i|we) (?:have|get|see)"
    r"|give (?:me|us)|send (?:me|us)|show (?:me|us)|open|download|i need|we need|need|want|looking for)"
)
_TEMPLATE = re.compile(
    rf"\b{_WANTS} (?:\w+ ){{0,2}}?(?:the |a |an |your |that |any |some )?(?P<what>[a-z' -]{{3,40}}?) "
    r"(?:template|questionnaire|sample)\b"
)
_OPENS = re.compile(
    r"\b(?:open|give me|give us|send me|send us|show me) (?:the |that |your )(?P<what>[a-z' -]{3,40})$"
)
_GIVES = re.compile(
    r"\b(?:send|give|show|open|download|get|gimme) (?:me|us|it|that|this|over|the)\b"
    r"|\b(?:need|want|have|see|read) (?:the|that|your)\b"
)
_POINTS = re.compile(
    r"(?:(?:yes|yeah|yep|ok|okay|please|pls|sure|great|and|so|can|could|would|you|u|i|we|just|then|now|thanks) )*"
    r"(?:send|give|show|open|read|get|have|see|need|want|like|take)(?: (?:me|us|over|to|see|read|have))*"
    r"(?: (?:that|it|this|them|those)(?: one)?| the (?P<nth>first|second|third|last|other)(?: one)?"
    r"| the (?:briefing|file|link|template|page|letters?))"
    r"(?: (?:please|pls|then|now|too|over|instead|thanks|again))*"
)
_PLACES = {"first": 0, "second": 1, "third": 2, "other": 1, "last": -1}
FEWEST_WORDS_OF_A_TITLE = 2
_BEHIND = re.compile(r" (?:one|file|please|pls|now|then|tho|though)$")


def meant(reply: Reply, text: str) -> Briefing | None:
    """The briefing of which the words ask for what is ready to use; None where they ask for no such thing."""
    words = words_of(text)
    if len(words.split()) > MOST_WORDS:
        return None
    if (found := _TEMPLATE.search(words)) is not None:
        return next((b for b in finds(reply, f"{found['what']} template") if b.download), None)
    while (shorter := _BEHIND.sub("", words)) != words:
        words = shorter
    opens = _OPENS.search(words)
    named = _by_name(reply, opens["what"]) if opens is not None else None
    return named or _by_title(reply, words) or _pointed_at(reply, words)


def _by_title(reply: Reply, words: str) -> Briefing | None:
    """The one whose title, up to the colon, stands in a wish to be given something: that of the last answer first."""
    if not _GIVES.search(words) or asks_how(words):
        return None
    said = {form for word in plain_words(words) for form in forms(word)}
    shown = sorted(reply.briefings, key=lambda b: b.key not in reply.dialogue.shown)
    for briefing in shown:
        title = [w for w in plain_words(briefing.title.partition(":")[0]) if w not in reply.journey.synonyms.ignored]
        if len(title) >= FEWEST_WORDS_OF_A_TITLE and all(said & set(forms(word)) for word in title):
            return briefing
    return None


def _pointed_at(reply: Reply, words: str) -> Briefing | None:
    """What the last answer offered, where the words only point at it."""
    there = {b.key: b for b in reply.briefings}
    shown = [there[key] for key in reply.dialogue.shown if key in there]
    found = _POINTS.fullmatch(words)
    if found is None or not shown:
        return None
    place = _PLACES.get(found["nth"] or "first", 0)
    return shown[place] if place < len(shown) else None


def _by_name(reply: Reply, what: str) -> Briefing | None:
    """The one whose file goes by just this name, in the one number or the many."""
    wanted = {frozenset(forms(word)) for word in plain_words(what)}
    found = [b for b in reply.briefings if b.download and {frozenset(forms(w)) for w in _name_of(b)} == wanted]
    return found[0] if len(found) == 1 else None


def _name_of(briefing: Briefing) -> list[str]:
    return [word for word in plain_words(briefing.download) if word != "the"]


def asked(reply: Reply) -> bool:
    """Hands over what is ready to use. False where the words ask for no such thing."""
    briefing = meant(reply, reply.turn.text)
    if briefing is None:
        return False
    answer = match(reply.journey, reply.turn.text).answer
    if answer is not None and briefing.key in answer.briefings:
        give(reply, answer)
    if briefing.download:
        give_file(reply, briefing)
    else:
        read_part(reply, Press("read", "", 0, (briefing.key, "0")))
    return True
