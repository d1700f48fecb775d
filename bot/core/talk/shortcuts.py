"""Words that always mean the same thing, whatever was asked: the bot's own commands, typed exactly."""

from __future__ import annotations

import re

_COMMANDS: dict[str, str] = {
    "why": (
        r"why|why (do|are) you ask(ing)?( (me )?(that|this))?|why do you need (that|this|to know)"
        r"|what('?s| is) (this|that) for"
    ),
    "start_again": r"(start|begin) (again|over)|restart|reset|start from scratch|from the (top|beginning|start)",
    "status": r"status|/status",
    "next": r"next|/next|continue|carry on|go on",
    "help": r"help|/help|\?help",
    "skip": r"skip|skip (it|this|that)|pass",
    "goodbye": (
        r"((ok|okay|right) )?(that'?s|that is) (all|it|everything)( for (now|today|the moment))?"
        r"( (thanks|thank you|cheers))?"
        r"|(good)?bye( for now)?|see you( (later|soon|tomorrow))?"
    ),
    "undo": r"undo|undo that|take (it|that) back",
}
_PATTERNS = {name: re.compile(rf"(?:please )?(?:{words})(?: please)?") for name, words in _COMMANDS.items()}


def command_in(text: str) -> str | None:
    """The command that the text is, whole and exact; None when it is anything else."""
    plain = " ".join(text.casefold().replace("’", "'").replace(",", " ").split()).strip(" .!?")
    return next((name for name, pattern in _PATTERNS.items() if len(plain) < 60 and pattern.fullmatch(plain)), None)
