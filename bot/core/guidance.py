"""Answering questions: help, about the programme, briefings, the badge, learning, and a person."""

from __future__ import annotations

from bot.core.asking import menu
from bot.core.reply import Reply
from bot.core.returning import ask_again
from bot.core.understanding.model import Reading


def help_text(reply: Reply) -> None:
    """What the bot can do."""
    reply.say("help", choices=menu(reply), programme=reply.journey.name)


def about(reply: Reply, reading: Reading) -> None:
    """A question about the charter, a step or the programme."""
    journey = reply.journey
    reply.say(
        "about_charter",
        programme=journey.name,
        officer_name=journey.officer_name,
        officer_email=journey.officer_email,
    )
    ask_again(reply)


def guidance(reply: Reply, reading: Reading) -> None:
    """Briefings on a topic, or the latest."""
    reply.say("guidance_none", words=reading.topic, officer_name=reply.journey.officer_name)
    ask_again(reply)


def badge(reply: Reply) -> None:
    """The badge comes with signing up, and is never withheld."""
    reply.say("badge", home_url=reply.journey.home_url)
    ask_again(reply)


def learning(reply: Reply) -> None:
    """Events, the peer network, reflections."""
    reply.say("learning", officer_email=reply.journey.officer_email)
    ask_again(reply)


def person(reply: Reply) -> None:
    """Somebody wants a human being."""
    journey = reply.journey
    reply.say("person_contact", officer_name=journey.officer_name, officer_email=journey.officer_email)
