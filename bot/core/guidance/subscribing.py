"""Hearing of new briefings: subscribe to a topic or to all, at once or weekly, here or personally; unsubscribe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rapidfuzz import fuzz, process

from bot.core.guidance import briefing_text as texts
from bot.core.model import Choice, Message
from bot.core.model.casework import Rhythm, Subscribe, Unsubscribe
from bot.core.model.journey import Briefing
from bot.core.model.presses import Press
from bot.core.turn.offering import page_button, read_label
from bot.core.turn.reply import Programme, Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape, say_list

_SUBSCRIBE = re.compile(
    r"^(?:please |can (?:i|we|you) (?:please )?)?(?:subscribe|sign (?:me|us|this channel) up)"
    r"(?: (?:me|us|this channel))?"
    r"(?: (?:to|for) (?:(?:the |all )?(?:new )?briefings? (?:on|about) )?(?P<topic>.*?))?"
    r"(?:,? (?P<rhythm>weekly|once a week|every week|each week|at once|straight away|immediately))?"
    r"(?:,? (?P<here>here|in this channel|for this channel))?(?: please)?$"
)
_UNSUBSCRIBE = re.compile(
    r"^(?:please )?(?:unsubscribe|stop (?:the )?(?:briefings|digest|newsletter))"
    r"(?: (?:me|us|this channel|from .{1,60}|to .{1,60}))?(?: please)?$"
)
_ALL = frozenset(
    [
        "", "all", "all of it", "everything", "everything please", "briefings", "all briefings", "guidance", "any",
        "the briefings", "new briefings", "all guidance", "updates", "the digest", "digest",
    ]
)  # fmt: skip
WEEKLY = ("weekly", "once a week", "every week", "each week")
NEAR = 80
MOST_LOOKED_AT = 120


def wants_briefings_sent(words: str) -> bool:
    """Whether the words are "subscribe …" or "unsubscribe"."""
    text = _plain(words)
    return len(text) <= MOST_LOOKED_AT and bool(_UNSUBSCRIBE.match(text) or _SUBSCRIBE.match(text))


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).strip(" .!?")


def subscriptions(reply: Reply) -> bool:
    """Takes "subscribe …" and "unsubscribe". False when the words are something else."""
    text = _plain(reply.turn.text)
    if len(text) > MOST_LOOKED_AT:
        return False
    if _UNSUBSCRIBE.match(text):
        unsubscribe(reply)
        return True
    found = _SUBSCRIBE.match(text)
    if found is None:
        return False
    rhythm: Rhythm = "weekly" if found["rhythm"] in WEEKLY else "at_once"
    _subscribe(reply, (found["topic"] or "").strip(" ,"), rhythm, bool(found["here"]) or "this channel" in text)
    return True


def _subscribe(reply: Reply, about: str, rhythm: Rhythm, here: bool) -> None:
    topics = {t.casefold(): t for b in reply.briefings for t in b.topics}
    topic = ""
    if about not in _ALL:
        near = process.extractOne(about, topics, scorer=fuzz.WRatio, score_cutoff=NEAR)
        if near is None:
            some = say_list(sorted(topics.values(), key=str.casefold)[:12], "or")
            reply.say("subscribe_unknown", topic=escape(about), topics=some)
            ask_again(reply)
            return
        topic = str(near[2])
    here = here or not reply.turn.address.private
    reply.changes.append(Subscribe(topic, rhythm, here))
    reply.say(
        "subscribed",
        what=f'"{topics[topic]}"' if topic else "all topics",
        when="once a week" if rhythm == "weekly" else "as soon as they are published",
        where="in this channel" if here else "to you",
    )
    ask_again(reply)


def unsubscribe(reply: Reply) -> None:
    """One word is enough, and it ends all of them: the person's own, or, in a channel, the channel's."""
    here = not reply.turn.address.private
    if not here and not reply.context.casework.subscriptions:
        reply.say("not_subscribed")
    else:
        reply.changes.append(Unsubscribe(here))
        reply.say("unsubscribed")
    ask_again(reply)


def published(programme: Programme, briefing: Briefing, today: date) -> Message:
    """The message that tells of a new briefing. Its button works for every adopter."""
    journey = programme.journey
    warned = texts.warnings(journey, briefing, journey.briefings, today)
    text = text_of(journey, "briefing_published", title=briefing.title, summary=" ".join([briefing.summary, *warned]))
    return Message(text, "briefing_published", _read_choices(programme, [briefing]))


def digest(programme: Programme, briefings: Sequence[Briefing], today: date) -> Message:
    """The week's new briefings in one message."""
    journey = programme.journey
    lines = [f"- **{b.title}**: {b.summary}" for b in briefings]
    return Message(
        text_of(journey, "briefing_digest", lines="\n".join(lines)), "briefing_digest",
        _read_choices(programme, briefings[:5]),
    )  # fmt: skip


def _read_choices(programme: Programme, briefings: Sequence[Briefing]) -> tuple[Choice, ...]:
    buttons = [Choice(read_label(programme.journey, b), str(Press("read", "", 0, (b.key, "0")))) for b in briefings]
    if len(briefings) == 1:
        buttons += page_button(programme, briefings[0])
    return tuple(buttons)
