"""Words that always mean the same thing, whatever was asked: the bot's own commands, typed exactly."""

from __future__ import annotations

import re
from functools import lru_cache

_WELL = r"ok|okay|right|well|so|and|great|lovely|perfect|no problem|no worries"
_FOR_NOW = r"for (?:now|today|tonight|the day|the moment|the week|this week)"
_OH = r"no|oh|oops|wait|sorry|hang on|hold on|actually|please|that (can'?t|cannot) be right|that'?s (not right|wrong)"
_THANKS = r"thanks|thank you|ta|cheers|bye"
_COMMANDS: dict[str, str] = {
    "why": (
        r"why|why (do|are) you ask(ing)?( (me )?(that|this))?|why do you need (that|this|to know)"
        r"|what('?s| is) (this|that) for"
    ),
    "start_again": r"(start|begin) (again|over)|restart|reset|start from scratch|from the (top|beginning|start)",
    "status": r"status|/status|who (?:does|is doing|has) what",
    "next": r"next|/next|continue|carry on|go on",
    "help": r"help|/help|\?help",
    "settings": r"(my |the |show (me )?(my |the )?)?(settings|preferences)|/settings",
    "sign_out": r"(sign|log)( me)? (out|off)( everywhere| of everything| on (all|every) devices?)?",
    "guidance": (
        r"/?guidance|((can i |could i |i'?d like to )?(show|see|read|have|give)( me)? )?(all )?(the |your |any )?"
        r"(latest|newest|new|most recent|recent) (briefings?|guidance)"
    ),
    "skip": (
        r"skip|skip (it|this|that)|pass"
        r"|(no )?(there'?s |there is |i have |i'?ve got )?nothing (else|more|further)( to (add|say|report|tell you))?"
    ),
    "goodbye": (
        rf"(({_WELL}|{_THANKS}) )*("
        rf"(that'?s|thats|that is) (me|us|all|it|everything|enough)( (all )?(done|finished))?"
        rf"( (i|we)( have|'?ve)?( got)?)?( from (me|us))?( {_FOR_NOW})?( then)?"
        rf"|(let'?s |i'?ll |can we )?leave it (there|here|at that)( {_FOR_NOW})?"
        rf"|(no )?(further|more|other) questions( from me)?"
        rf"|((i'?m|i am|we'?re|we are|all) )?(done|finished|enough) {_FOR_NOW}|(i'?m|i am) off( now)?( {_FOR_NOW})?"
        rf"|((i|i'?ve|ive) )?(have to|must|need to|got to|gotta) (go|dash|run)( now)?"
        rf"|(good)?bye( for now)?|ta ?ra|cheerio|(see you|speak|talk|catch you) (later|soon|tomorrow)|see you"
        rf")( ({_THANKS}))*"
    ),
    "pause": r"pause( (all |my |the |your )?reminders?)?( for now)?",
    "snooze": r"snooze( (it|this|that|reminders?))?",
    "resume": r"resume|resume (the |my )?reminders|start (the |my )?reminders again",
    "badge": r"(the |our )?badge",
    "stop": (
        r"stop( (all|any|the|my|your|these|those|sending))*"
        r"( (reminders?|messages|nudges|reminding|messaging|nudging|chasing)( me)?)?( now)?"
    ),
    "undo": (
        r"undo|undo that|take (it|that) back"
        rf"|(({_OH}) )*put (it|that|this) back( (to )?(how|as|what|the way|like) (it|that) was)?"
    ),
}
_LEADING = "(?:please|ok|okay|right|so|and|now|then|well)"
"""Before a command these only lead to it."""
_BETWEEN = re.compile(r"[,.!?]+(?:\s|$)")
_PATTERNS = {name: re.compile(rf"(?:{_LEADING} )*(?:{words})(?: please)?") for name, words in _COMMANDS.items()}


@lru_cache(64)
def command_in(text: str) -> str | None:
    """The command that the text is, whole and exact; None when it is anything else. A turn asks
    this at several places."""
    plain = " ".join(_BETWEEN.sub(" ", text.casefold().replace("’", "'")).split())
    return next((name for name, pattern in _PATTERNS.items() if len(plain) < 60 and pattern.fullmatch(plain)), None)
