"""What people say about reminders themselves, whole and plain: whom it is for, which step, how often, when closed.

`read` knows snooze, pause and resume. What it does not look for (for everybody, about one step, less often) is found
here, in front of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.language.reminding import asks_when, asks_why, wish_in
from bot.core.turn.wording import plain

_EVERYBODY = re.compile(
    r"\s*\b(?:for|to|at)?\s*\b"
    r"(?:everyone|everybody|all of us|us all|the (?:whole|entire) (?:team|organisation|adopter))\b"
)
_LESS = re.compile(
    r"(?:(?:please|can you|could you|just) )*"
    r"(?:(?:chase|remind|nudge|bug|ping|message|bother|contact|write to) (?:me|us) "
    r"(?:a (?:bit|little) |much |far )?less(?: often)?"
    r"|(?:a (?:bit|little) )?less often|fewer (?:reminders|messages|nudges)|not (?:so|that) often"
    r"|(?:stop|don'?t|do not|quit) (?:chas|remind|nudg|bugg|bug|ping|messag|message|bother|chase|nudge)(?:ing)? "
    r"(?:me|us) (?:so|this|that|quite so) (?:much|often)"
    r"|(?:that'?s |this is )?too (?:often|many reminders|many messages))(?: please)?"
)
_LESS_AMONG = re.compile(
    r"(?:\b|(?=n't))(?:less often|not (?:so|that) often|too often|(?:you're|youre|you are) (?:a bit|too) much"
    r"|(?:me|us) (?:way |far |a bit )?too (?:much|often)"
    r"|(?:fewer|so many|less|too many) (?:reminders|messages|nudges|emails|e-mails|pings)"
    r"|(?:no|not|n't)\b(?: \w+){0,3} more than (?:once|(?:one|a|1) (?:message|reminder|nudge|email))"
    r" (?:a|per|each|every) (?:week|fortnight|month)"
    r"|once a (?:week|fortnight|month) (?:is|would be|would|will) (?:plenty|enough|fine|do|be fine|be enough))\b"
)
_OF_THE_STEPS = re.compile(
    r"\b(?:update|updates|publish|report|reports|newsletter|residents|tenants|board|survey|we|they|met|meet|meets)\b"
)
MOST_LETTERS = 160
"""In a longer part of a message a wish on reminders is not told by its words alone."""
MOST_WORDS = 18
"""In a message of more words "less often" may be about anything."""
_WHETHER = re.compile(
    r"(?:are|is) (?:my |the |our )?(?:reminders?|nudges?) (?:still )?(?:on|off|paused|stopped)\b.*"
    r"|when (?:will|do|would|are) you (?:going to )?(?:remind|ask|nudge|chase|message) (?:me|us)(?: again| next)?"
    r"|(?:will|do|does|would) (?:the |my |your |our )?reminders? (?:still )?(?:come|arrive|go|be sent)\b.*"
    r"|when is (?:my|the) next (?:reminder|nudge)"
)
_AS_BEFORE = re.compile(
    r"(?:please )?(?:(?:chase|remind|nudge) (?:me|us) )?"
    r"(?:as before|as often as before|more often|at the (?:usual|normal) pace)(?: please)?"
)
_CLOSED = re.compile(
    r"(?:(?:we(?:'re| are| will be|'ll be)|(?:the|our) (?:office|offices|organisation) (?:is|will be|are)) "
    r"(?:all )?(?:closed|shut|closing)|we (?:close|shut))(?: down)?"
    r"(?P<when>| (?:from|on|between|for|over|until|at|all|this|next|tomorrow|\d)\b.*)"
)
_ABSENT = re.compile(
    r"(?:(?:ok|okay|so|also|and|by the way|fyi|sorry|just so you know)[ ,]+)*(?:i'?m|i am|i'?ll be|i will be|am) "
    r"(?:(?:on|taking) (?:annual )?(?:leave|holiday|a/l)|away|off(?: work)?|out(?: of (?:the )?office)?"
    r"|not (?:in|here))"
    r" (?P<when>(?:(?:on|for|in|over|during|all(?: of)?) )?(?:this|next|tomorrow|the week|all|\w+day|christmas|easter"
    r"|january|february|march|april|june|july|august|september|october|november|december)\b[a-z0-9' ]*)"
)
"""Away for a stretch that is named as a whole. A first or last day of one ("from", "until") the reader knows."""
_AWAY_BETWEEN = re.compile(
    r"\b(?:i'?m|i am|i'?ll be|i will be|am|we'?re|we are|(?:and|be)) (?:off |away )?(?:on )?"
    r"(?:annual leave|leave|holiday|away|off|out of (?:the )?office)(?: work)? (?:from |between )?"
    r"(?P<when>(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? ?(?:[a-z]{3,9})? ?(?:to|til|till|until|and|-|–) ?"
    r"(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? [a-z]{3,9}(?: \d{4})?)\b"
)
_NOT_THEN = re.compile(
    r"(?:so |and |please )*(?:do not|don'?t|no need to|stop) "
    r"(?:remind|message|chase|nudge|contact|write to|e-?mail|ask)(?:ing)? me "
    r"(?:then|in that time|while i'?m (?:away|off)|between those dates|during that time)(?: please)?"
    r"|(?:can|could|would|will) you do (?:that|this)(?: for me)?|is that (?:ok|okay|possible|all right)|ok|okay"
)
_STOPS = re.compile(
    r"\b(?:remind\w*|nudg\w*|messag\w*|chas\w*|ping\w*|e-?mail\w*|text\w*|contact\w*|bother\w*|pester\w*|nag\w*"
    r"|prompt\w*|prod\w*|poke\w*|bug\w*|hassl\w*|notif\w*|alerts?|hear|unsubscribe|opt|pause\w*|mute\w*|quiet"
    r"|silen\w*|alone|peace|writ\w*|send\w*|these|ill|unwell|poorly|sick)\b|^(?:please )?stop(?: it)?$"
)
_STOPS_NOT = re.compile(
    r"\b(?:did not|didn'?t|never|do not|don'?t) (?:\w+ ){0,2}?(?:say|said|ask|asked|tell|told|mean|want|meant)\b"
    r"[^.!?]{0,30}\b(?:stop|pause|off)\b"
)
_BEFORE_MEETING = re.compile(
    r"\b(?:remind|nudge|ask|message) (?:me|us)(?: again)? (?P<count>a|an|one|two|three|\d{1,2}) "
    r"(?P<unit>day|week|fortnight|month)s? (?:before|ahead of|in advance|earlier)(?P<what> [a-z' ]+)?"
)
_UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 28}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_ON_DAY_ABOUT = re.compile(
    r"\b(?:remind (?:me|us)|reminder) (?:on |for )(?P<day>[a-z0-9 ]{3,30}?) (?:about|of|for|to do) (?P<what>[a-z' ]+)"
)
_TOUCHES_RECORD = re.compile(r"\b(?:undo|delete|remove|take (?:out|off|back)|get rid of|scrap|wrong|correct)\b")
_OF_REST = re.compile(
    r"\b(?:remind\w*|nudg\w*|messag\w*|chas\w*|ask|ping|snooz\w*|later|busy|leave|away|holiday|off|back|poke|prod|write"
    r"|contact|again|return\w*|wait|until|till?)\b"
)

_AFTER = re.compile(r"\bafter (?:the|our|that) (?:next )?(?P<what>[a-z ]+?)(?: meeting)?\b(?= *(?:please)?$)")

_LATER = re.compile(
    r"(?:please |can you |could you |(?:and|also|just|so) )*(?:ask|remind|try|chase|nudge|message) (?:me|us) "
    r"(?:again |about (?:this|it|that) )*"
    r"(?P<when>(?:on|after|in|next|tomorrow|from|at|this|later|another|some|not before)\b.*)"
)


@dataclass(frozen=True, slots=True)
class About:
    """Whom or what a word on reminders is about."""

    everybody: bool = False
    step: str = ""
    text: str = ""
    """The words without that."""


def about(text: str, steps: Iterable[str], asked: str = "") -> About:
    """ "for everybody", "about the board", "about this" (the step that was asked about): found, and taken out."""
    said = plain(text)
    rest = _EVERYBODY.sub("", said).strip()
    if rest != said:
        return About(everybody=True, text=rest)
    for step in steps:
        name = re.escape(step.replace("_", " "))
        found = re.search(rf"\s*\b(?:about|on|for) (?:the |our |that )?{name}\b(?: step)?(?! meeting)", said)
        if found:
            return About(step=step, text=(said[: found.start()] + said[found.end() :]).strip())
    this = re.search(r"\s*\babout (?:this|that|it)(?: one| step)?\b", said) if asked else None
    if this is not None:
        return About(step=asked, text=(said[: this.start()] + said[this.end() :]).strip())
    return About(text=said)


def is_less(text: str) -> bool:
    """Whether somebody asks to hear from the bot less often, in so many words or among a few others."""
    said = plain(text)
    if _LESS.fullmatch(said) is not None:
        return True
    return len(said.split()) <= MOST_WORDS and bool(_LESS_AMONG.search(said)) and not _OF_THE_STEPS.search(said)


def asks_whether(text: str) -> bool:
    """ "Are reminders on or off?", "when will you remind me?": a question about reminders, and no order."""
    return _WHETHER.fullmatch(plain(text)) is not None


def is_as_before(text: str) -> bool:
    return _AS_BEFORE.fullmatch(plain(text)) is not None


def closure(text: str) -> str | None:
    """The words after "we are closed"; None when it says nothing of the kind."""
    found = _CLOSED.fullmatch(plain(text)) if len(text) < 120 else None
    return found["when"].strip() if found else None


def absence(text: str) -> str | None:
    """ "next week" in "I'm on leave next week"; None when it says nothing of the kind."""
    found = _ABSENT.fullmatch(plain(text)) if len(text) < 120 else None
    return found["when"] if found and not re.search(r"\b(?:from|until|till?|back|to|so)\b", found["when"]) else None


def away_between(text: str) -> str:
    """ "14 dec til 4 jan" from "I'm away 14 dec til 4 jan"; empty when no such stretch is named."""
    found = _AWAY_BETWEEN.search(plain(text))
    return re.sub(r" ?(?:\btil\b|\band\b|(?<=\d)-|–) ?", " until ", found["when"]) if found else ""


def only_goes_with(text: str) -> bool:
    """ "Don't message me then", "can you do that?": beside a wish it says nothing more."""
    return _NOT_THEN.fullmatch(plain(text)) is not None


def stops(text: str) -> bool:
    """Whether it is said in plain words that reminders are to stop: "stop asking, where is the draft?" does not."""
    return _STOPS.search(plain(text)) is not None and not keeps_on(text)


def keeps_on(text: str) -> bool:
    """ "I did not say stop reminders": they are to go on."""
    return _STOPS_NOT.search(plain(text)) is not None


def before_meeting(text: str) -> tuple[int, str] | None:
    """How many days before what, in "remind me a week before the trustees meet"; None when it says no such thing."""
    found = _BEFORE_MEETING.search(plain(text))
    if found is None:
        return None
    count = _COUNTS.get(found["count"]) or int(found["count"])
    return count * _UNITS[found["unit"]], found["what"] or plain(text)


def on_day_about(text: str) -> tuple[str, str] | None:
    """The day and what it is about, in "a reminder on 18 January about the trustees' meeting"."""
    found = _ON_DAY_ABOUT.search(plain(text))
    return (f"on {found['day']}", found["what"]) if found else None


def is_of_the_record(text: str) -> bool:
    """Words that put something right in the record, with none that a rest of reminders would need."""
    said = plain(text)
    return _TOUCHES_RECORD.search(said) is not None and not _OF_REST.search(said)


def is_plain(text: str) -> bool:
    """Words that wish something of reminders, and tell nothing beside it."""
    return len(text) < MOST_LETTERS and bool(
        wish_in(text).anything or asks_why(text) or asks_when(text) or absence(text) is not None
        or away_between(text) or before_meeting(text) or on_day_about(text) or later(text) is not None
        or keeps_on(text)
    )  # fmt: skip


def later(text: str) -> str | None:
    """ "on 29 October" in "ask me on 29 October"; None when it asks for nothing of the kind."""
    found = _LATER.fullmatch(plain(text)) if len(text) < 120 else None
    return found["when"] if found else None


def after_what(text: str) -> str:
    """ "the board" in "ask me after the board meeting"; empty when there is none."""
    found = _AFTER.search(plain(text))
    return found["what"] if found else ""
