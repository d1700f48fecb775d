"""Care comes first: before anything is stored, a turn's words are looked at for distress and for private details.

Distress, danger, disrepair, a complaint: where help is, warmly; nothing of the words is kept. Somebody's details in
something to record: what can be taken without them is taken, the words themselves are not kept, and the person hears
it. What the rest of the engine then sees has no such words in it, so that nothing later can keep them by mistake.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.model import Kind, Turn, TurnContext
from bot.core.model.reading import EarlyReading, Reading, Understood
from bot.core.safety.details import has_details
from bot.core.safety.distress import may_be_trouble
from bot.core.safety.trouble import Trouble, sure_of_trouble, trouble
from bot.core.safety.vocabulary import SafetyWords
from bot.core.turn.answers import DENIED
from bot.core.turn.reply import CONFIRM, Programme, Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.shortcuts import command_in
from bot.core.understanding import read

MOST_CHARACTERS = 4000
NOT_KEPT = "(not kept: somebody's details)"
"""Stands in the place of words that are not kept."""
NOT_UNDERSTOOD = "(not understood, so not kept)"
"""Stands in the place of words that nobody could tell: whatever they were about, they are no evidence of anything."""
FACTLESS = ("other", "unclear", "answer", "help")
"""Intents of words which, without any fact in them, may be somebody's trouble said in a way that nobody knows."""
PLAIN = frozenset(["confirm", "deny", "thanks", "greeting", "hand_over", "snooze", "pause"])
"""Intents that are told surely: what only may be trouble does not hold them up."""
HARMLESS = frozenset(
    [
        "hand_over", "status", "next", "help", "undo", "confirm", "deny", "thanks", "greeting", "snooze", "pause",
        "resume", "badge", "report",
    ]
)  # fmt: skip
"""Intents that keep no words: they are followed, and only the words are left out."""

_OWN = re.compile(r"\b(?:my|our|me|i'm|i am|i've|i have|i can't|i cannot|i feel|i don't|i live)\b", re.IGNORECASE)
_OWN_HOME = re.compile(
    r"\bmy (?:own )?(?:flat|home|house|landlord|neighbours?|kitchen|bathroom|bedroom|ceiling|wall|boiler|heating|"
    r"door|front door|window|roof|toilet|rent|tenancy|daughter|son|baby|kids|children|mum|partner|husband|wife|"
    r"life)\b",
    re.IGNORECASE,
)
_ABOUT_OTHERS = re.compile(
    r"\b(?:a|one of our|our|the) (?:resident|tenant|leaseholder|customer|lady|man|woman|block|building)s?\b"
    r"|\b(?:resident|tenant)s? (?:rang|called|said|told|at|in|from|says|wants)\b",
    re.IGNORECASE,
)


def guard(reply: Reply) -> bool:
    """Looks at the words before anything else does. True when the turn is answered by that."""
    if reply.turn.kind is Kind.FORM:
        return _guard_form(reply)
    text = reply.turn.text
    if reply.turn.kind not in (Kind.TEXT, Kind.EDIT) or not text.strip():
        return False
    if len(text) > MOST_CHARACTERS:
        reply.keep_text = False  # Not read, so nobody knows what is in it.
        return False
    if command_in(text) is not None:
        return False  # One of the bot's own words, whole and exact.
    reading = reply.reading = read_words(reply, text)
    if is_trouble(text, reading, reply.programme.journey.safety):
        signpost(reply, text)
        return True
    if reply.dialogue.joining != "name" and has_details(text, _known_names(reply)):
        return _leave_out_words(reply, reading)
    if perhaps_trouble(text, reading, reply.programme.journey.safety):
        reply.keep_text = False
        reply.set(pending="")
        reply.say("signpost_maybe")
        return True
    return False


def is_trouble(text: str, reading: Reading, words: SafetyWords) -> bool:
    """Whether the words are about somebody's distress, danger, disrepair or complaint, whatever else they say."""
    return reading.intent == "signpost" or sure_of_trouble(text, words)


def perhaps_trouble(text: str, reading: Reading, words: SafetyWords) -> bool:
    """Whether words which say nothing to record may be about that."""
    if reading.facts or reading.intent in PLAIN:
        return False
    if reading.intent in FACTLESS and may_be_trouble(text):
        return True
    return trouble(text, words) is Trouble.MAYBE


def _guard_form(reply: Reply) -> bool:
    """A form's fields, each by itself: what has somebody's details in it is left out, the others go on."""
    fields = reply.turn.fields
    words = reply.programme.journey.safety
    if any(sure_of_trouble(text, words) for _, text in fields):
        signpost(reply, " ".join(text for _, text in fields))
        return True
    kept = tuple(field for field in fields if not has_details(field[1], _known_names(reply)))
    if len(kept) == len(fields):
        return False
    reply.text = NOT_KEPT
    reply.turn = replace(reply.turn, text="", fields=kept)
    reply.say("private_part" if kept else "private_details")
    return not kept


def asked_of(reply: Reply) -> str | None:
    """The question that words may answer: the read-back's, or the one last put."""
    if reply.dialogue.reading_back or reply.dialogue.confirming == DENIED:
        return CONFIRM
    return reply.dialogue.asked or None


def read_words(reply: Reply, text: str = "") -> Reading:
    """What the words mean, with what was asked in mind."""
    asked = asked_of(reply)
    words, context, early = text or reply.turn.text, reply.reading_context(asked), reply.early
    if early is not None and (early.text, early.context) == (words, context):
        return early.reading
    return read(words, context, reply.programme.lexicon, reply.programme.second)


def read_early(programme: Programme, context: TurnContext, turn: Turn) -> EarlyReading | None:
    """Reads a turn's words on what is known before its transaction; None when there is nothing to read.

    Reading costs the most of a turn and needs no lock. `read_words` takes the result if nothing changed meanwhile.
    """
    text = turn.text
    if turn.kind not in (Kind.TEXT, Kind.EDIT) or not text.strip() or len(text) > MOST_CHARACTERS:
        return None
    if command_in(text) is not None:
        return None
    reply = Reply(programme, context, turn)
    asked = asked_of(reply)
    known = reply.reading_context(asked)
    return EarlyReading(text, known, read(text, known, programme.lexicon, programme.second))


def _known_names(reply: Reply) -> list[str]:
    return [*(p.name for p in reply.context.people), *(m.name for m in reply.turn.mentions), reply.turn.name]


def signpost(reply: Reply, text: str) -> None:
    """Points to help. Nothing of the words is kept, what waited is let go, and no question follows."""
    reply.keep_text = False
    reply.set(pending="")
    staff = reply.context.person is not None and not _own_trouble(text)
    reply.say("signpost_resident")
    if staff:
        reply.say("signpost_staff_hazard")


def _own_trouble(text: str) -> bool:
    """Whether somebody speaks of themselves rather than of a resident."""
    if _OWN_HOME.search(text):
        return True
    return _OWN.search(text) is not None and _ABOUT_OTHERS.search(text) is None


def _leave_out_words(reply: Reply, reading: Reading) -> bool:
    """Somebody's details: the words go no further. What can be recorded without them goes on."""
    reply.text = NOT_KEPT
    reply.turn = replace(reply.turn, text=NOT_KEPT, fields=())
    if reply.context.person is None:
        reply.say("not_kept")
        return False
    facts = tuple(replace(f, words="") for f in reading.facts if not _left_out(reply, f))
    reply.reading = replace(
        reading, facts=facts, open=tuple(replace(o, words="") for o in reading.open), topic="", likeliest=()
    )
    if facts and reading.intent in ("answer", "correct"):
        reply.say("private_part")
        return False
    if reading.intent in HARMLESS:
        return False
    reply.reading = None
    reply.say("private_details")
    if reply.dialogue.confirming != "person_words":
        ask_again(reply)
    return True


def _left_out(reply: Reply, fact: Understood) -> bool:
    """A fact whose value is people's own words, which may have the details in them; or a "not" that may be theirs."""
    question = reply.question(fact.name)
    return question is None or question.kind in ("text", "address") or fact.value in ("not_yet", "not_agreed")
