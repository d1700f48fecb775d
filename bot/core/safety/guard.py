"""Care comes first: before anything is stored, a turn's words are looked at for distress and for private details.

Distress, danger, disrepair, a complaint: where help is, warmly; nothing of the words is kept. Somebody's details in
something to record: what can be taken without them is taken, the words themselves are not kept, and the person hears
it. What the rest of the engine then sees has no such words in it, so that nothing later can keep them by mistake.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.language.sentences import sentences_of
from bot.core.model import NOT_KEPT, NOT_KEPT_AFTER_HELP, Kind, Message, SavePersonState, Turn, TurnContext
from bot.core.model.reading import MOST_READ, TELLING, EarlyReading, Reading, Understood, as_read
from bot.core.safety.denied import denies_danger, told_beside, without_denial
from bot.core.safety.details import has_details
from bot.core.safety.look import first_look, look_with
from bot.core.safety.words import FOR_STAFF, MAYBE
from bot.core.turn.answers import DENIED
from bot.core.turn.asking import BEGIN
from bot.core.turn.entries import MORE
from bot.core.turn.person_words import asks_for_person, asks_if_bot
from bot.core.turn.reply import CONFIRM, Programme, Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.shortcuts import command_in
from bot.core.turn.understand import understand
from bot.core.turn.wording import escape

MOST_LOOKED_AT = 4000
"""So many characters are looked at for danger, trouble and details, of which fewer are read. What was not even looked
at is not kept."""
LEFT_OUT = " […]"
"""Stands where words were left out."""
WORDS_OF_REST = 6
"""So many words say where the part that was left out begins."""
HARMLESS = frozenset(
    [
        "hand_over", "status", "next", "help", "undo", "confirm", "deny", "thanks", "greeting", "snooze", "pause",
        "resume", "badge", "report",
    ]
)  # fmt: skip
"""Intents that keep no words: they are followed, and only the words are left out."""

OWN_ADDRESS = ("address",)
"""What `DialogueState.peering` begins with while somebody gives their own address, for one person alone."""
_OWN = re.compile(
    r"\b(?:my|our|me|i'm|i am|i've|i have|i can't|i cannot|i feel|i don't|i live|i want|i just want|"
    r"i wish|myself)\b",
    re.IGNORECASE,
)
_OWN_HOME = re.compile(
    r"\bmy (?:own )?(?:flat|home|house|landlord|neighbours?|kitchen|bathroom|bedroom|ceiling|wall|boiler|heating|"
    r"door|front door|window|roof|toilet|rent|tenancy|daughter|son|baby|kids|children|mum|partner|husband|wife|"
    r"life)\b",
    re.IGNORECASE,
)
_ABOUT_OTHERS = re.compile(
    r"\b(?:a|one of our|our|the) (?:resident|tenant|leaseholder|customer|lady|man|woman|block|building)s?\b"
    r"|\b(?:he|she|her|him|his|somebody|someone|they)\b"
    r"|\b(?:resident|tenant)s? (?:rang|called|said|told|at|in|from|says|wants)\b",
    re.IGNORECASE,
)


_A_CODE_ALONE = re.compile(r"\s*[A-Za-z0-9]{3,8}(?:-[A-Za-z0-9]{3,8}){1,3}\s*")
"""A join code that nobody looks up any more may look like a postcode ("D79K7-S93FF"), and is nobody's detail."""


def guard(reply: Reply) -> bool:
    """Looks at the words before anything else does. True when the turn is answered by that."""
    if reply.turn.kind is Kind.FORM:
        return _guard_form(reply)
    text = reply.turn.text[:MOST_LOOKED_AT]
    if reply.turn.kind not in (Kind.TEXT, Kind.EDIT) or not text.strip():
        return False
    reply.keep_text = len(reply.turn.text) <= MOST_LOOKED_AT
    if command_in(text) is not None:
        return False  # One of the bot's own words, whole and exact.
    if asks_for_person(text, [reply.journey.officer_name]) or asks_if_bot(text):
        return False  # A human being is always one word away.
    if reply.dialogue.calm and denies_danger(text):
        return _let_go(reply, text)
    reading = reply.reading = read_words(reply, text)
    kind = _trouble(reply, text, reading)
    if kind not in ("", MAYBE):
        point_to_help(reply, kind, text)
        return True
    if (
        reply.dialogue.joining != "name"
        and reply.dialogue.peering[:1] != OWN_ADDRESS
        and reply.context.code_adopter is None
        and not (reply.context.person is None and _A_CODE_ALONE.fullmatch(text))
        and has_details(text, _known_names(reply))
    ):
        return _leave_out_words(reply, reading)
    if kind:
        point_to_help(reply, kind, text)
        return True
    if reading.intent == "signpost":
        # The reader's alarm was about the work: a finding, a plan.
        reply.reading = replace(reading, intent="unclear")
    return False


def _let_go(reply: Reply, text: str) -> bool:
    """After an alarm, somebody says that nobody is in danger: the talk goes on where it was, and what is told beside
    that is heard. Where the other words tell of a danger by themselves, that comes first."""
    left = without_denial(text)
    kind = look_with(left, read_words(reply, left), reply.journey.safety)
    if kind not in ("", MAYBE):
        point_to_help(reply, kind, text)
        return True
    beside = told_beside(text)
    reply.set(calm="")
    reply.text = NOT_KEPT_AFTER_HELP
    reply.say("no_danger")
    if not beside or has_details(beside, _known_names(reply)):
        ask_again(reply)
        return True
    reply.turn = replace(reply.turn, text=beside)
    reply.reading = None
    return False


def _guard_form(reply: Reply) -> bool:
    """A form's fields, each by itself: what has somebody's details in it is left out, the others go on."""
    fields = reply.turn.fields
    texts = [text for _, text in fields]
    if kind := first_look(texts, reply.journey.safety):
        point_to_help(reply, kind, " ".join(texts))
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
    if reply.dialogue.calm not in ("", MAYBE):
        return None  # "34" after words of danger answers no question of ours.
    asked = reply.dialogue.asked
    if asked == BEGIN:
        return None
    if asked.endswith(MORE) and (kind := reply.journey.step(asked.removesuffix(MORE)).entries) is not None:
        return kind.first  # "Was there anything else?": what follows is of the same step.
    return asked or None


def reading_of(reply: Reply) -> Reading:
    """What the turn's words mean: read once a turn."""
    if reply.reading is None:
        reply.reading = read_words(reply)
    return reply.reading


def read_words(reply: Reply, text: str = "") -> Reading:
    """What the words mean, with what was asked in mind."""
    asked = asked_of(reply)
    words, context, early = text or reply.turn.text[:MOST_LOOKED_AT], reply.reading_context(asked), reply.early
    if early is not None and (early.text, early.context) == (words, context):
        return early.reading
    return understand(reply.programme, words, context)


def _trouble(reply: Reply, text: str, reading: Reading) -> str:
    """What danger or trouble the words tell of: as seen beforehand, where the reading is that one."""
    early = reply.early
    if early is not None and early.reading is reading and early.text == text:
        return early.trouble
    return look_with(text, reading, reply.journey.safety)


def read_part(reply: Reply) -> None:
    """A message that is too long to be read whole: what was read goes on, and is all that may be kept; where the rest
    begins is said."""
    text = reply.turn.text
    part = as_read(text)
    reply.turn = replace(reply.turn, text=part)
    reply.text = part + LEFT_OUT
    if len(text) > MOST_LOOKED_AT:
        reply.say("too_long", limit=f"{MOST_READ:,}")
        return
    rest = " ".join(text[len(part) :].split()[:WORDS_OF_REST])
    reply.say("left_out", limit=f"{MOST_READ:,}", words=escape(rest))


def read_early(programme: Programme, context: TurnContext, turn: Turn) -> EarlyReading | None:
    """Reads a turn's words on what is known before its transaction; None when there is nothing to read.

    Reading costs the most of a turn and needs no lock. `read_words` takes the result if nothing changed meanwhile.
    """
    text = turn.text[:MOST_LOOKED_AT]
    if turn.kind not in (Kind.TEXT, Kind.EDIT) or not text.strip():
        return None
    if command_in(text) is not None:
        return None
    reply = Reply(programme, context, turn)
    asked = asked_of(reply)
    known = reply.reading_context(asked)
    reading = understand(programme, text, known)
    return EarlyReading(text, known, reading, look_with(text, reading, programme.journey.safety))


def _known_names(reply: Reply) -> list[str]:
    return [*(p.name for p in reply.context.people), *(m.name for m in reply.turn.mentions), reply.turn.name]


def point_to_help(reply: Reply, kind: str, text: str) -> None:
    """Says whom to call. Nothing of the words is kept, no question follows, and nothing asks by itself afterwards: a
    reminder waits until another day, and the questions until the person says so."""
    told = reply.journey.safety.help[kind]
    reply.keep_text = False
    reply.text = None
    reply.set(pending="", parked=False, confirming="", reading_back=False, calm=kind)
    reply.add(Message(told.answer, f"help_{kind}"))
    if kind in FOR_STAFF and reply.context.person is not None and not _own_trouble(text):
        reply.add(Message(told.staff, f"help_{kind}_staff"))
    rest_reminders(reply)


def rest_reminders(reply: Reply) -> None:
    """No reminder goes to this conversation today: to the person, nor to the team whose channel it is in."""
    if reply.context.person is None:
        return
    state = replace(reply.state_of(reply.person.id), hushed_on=reply.today, hushed_at=reply.turn.at)
    others = tuple(c for c in reply.context.people_states if c.person != state.person)
    reply.context = replace(reply.context, people_states=(*others, state))
    reply.changes.append(SavePersonState(state))


def _own_trouble(text: str) -> bool:
    """Whether somebody speaks of themselves, and of nobody else."""
    if _OWN_HOME.search(text):
        return True
    return _OWN.search(text) is not None and _ABOUT_OTHERS.search(text) is None


def _leave_out_words(reply: Reply, reading: Reading) -> bool:
    """Somebody's details: the words go no further. What can be recorded without them goes on."""
    if len(reply.turn.text) > MOST_READ:
        reply.say("too_long", limit=f"{MOST_READ:,}")
    beside = _beside_details(reply) if reply.dialogue.reading_back else ""
    reply.text = NOT_KEPT
    reply.turn = replace(reply.turn, text=NOT_KEPT, fields=())
    if reply.context.person is None:
        reply.say("not_kept")
        return False
    if beside:
        reply.turn, reply.reading = replace(reply.turn, text=beside), None
        reply.say("private_details")
        return False
    facts = tuple(replace(f, words="") for f in reading.facts if not _left_out(reply, f))
    reply.reading = replace(
        reading, facts=facts, open=tuple(replace(o, words="") for o in reading.open), topic="", likeliest=()
    )
    if facts and reading.intent in TELLING:
        reply.say("private_part")
        return False
    if reading.intent in HARMLESS:
        return False
    reply.reading = None
    reply.say("private_details")
    if reply.dialogue.confirming != "person_words":
        ask_again(reply)
    return True


def _beside_details(reply: Reply) -> str:
    """While something waits for a yes: the few words in front, which may be one, and plain questions. Nothing else of
    a message with somebody's details goes on."""
    known = _known_names(reply)
    first, *others = [s.strip() for s in sentences_of(reply.turn.text)] or [""]
    if len(first.split()) > MOST_OF_A_VERDICT or has_details(first, known):
        return ""
    asked = [s for s in others if s.endswith("?") and not _OF_SOMEBODY.search(s) and not has_details(s, known)]
    return ". ".join([first, *asked])


MOST_OF_A_VERDICT = 6
_OF_SOMEBODY = re.compile(r"\b(?:he|she|they|him|her|his|hers|them|their|theirs|this|that|it)\b", re.IGNORECASE)


def _left_out(reply: Reply, fact: Understood) -> bool:
    """A fact whose value is people's own words, which may have the details in them; or a "not" that may be theirs."""
    question = reply.question(fact.name)
    return question is None or question.kind in ("text", "address") or fact.value in ("not_yet", "not_agreed")
