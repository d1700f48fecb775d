"""What somebody may ask about themselves: all that is held about them, as files. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.core.model import Enclosed
from bot.core.turn.reply import PREVIEW, WRITING, Reply
from bot.core.turn.requesting import asks_for, words_of
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import message, text_of
from bot.core.turn.standing import show_record
from bot.core.turn.wording import escape

FORMS = ("txt", "json")
"""To read, and for a program."""


def asked(reply: Reply) -> bool:
    """Somebody asks, in words of the content, what is held about them. False when they do not."""
    ways = dict(reply.journey.requests).get("held", ())
    if not asks_for(reply.turn.text, map(words_of, ways)):
        return False
    held(reply)
    return True


def held(reply: Reply) -> None:
    """Everything that is held about whoever asks, for them alone."""
    if not reply.in_private_place:
        reply.hush = True
    name = text_of(reply.journey, "held_name")
    enclosed = Enclosed("held", "held", name, reply.adopter.key, reply.person.id, FORMS)
    reply.add(replace(message(reply.journey, "held_ready", (), reply.variant_of("held_ready")), encloses=(enclosed,)))
    ask_again(reply)


def wrong(reply: Reply) -> bool:
    """Somebody says, in words of the content, that what is held is not right: how each part of it is put right. What
    waits for a yes is denied as ever. False when they say something else."""
    ways = dict(reply.journey.requests).get("wrong", ())
    waits = reply.dialogue.reading_back or reply.dialogue.confirming in (WRITING, PREVIEW)
    if waits or not asks_for(reply.turn.text, map(words_of, ways)):
        return False
    reply.say("put_right", show_record(reply), name=escape(reply.person.name))
    ask_again(reply)
    return True
