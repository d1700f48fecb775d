"""What is ready to use in a briefing, asked for by its name: "where's the survey template?" gets the file."""

from __future__ import annotations

import re

from bot.core.guidance.about import give
from bot.core.guidance.briefings import finds, give_file
from bot.core.guidance.questions import match
from bot.core.guidance.search import forms, plain_words
from bot.core.model.journey import Briefing
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
    return _by_name(reply, opens["what"]) if opens is not None else None


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
    give_file(reply, briefing)
    return True
