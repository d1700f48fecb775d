"""What a person wrote, from Slack's own writing: entities back to letters, links and channel names made readable.

Slack writes `&`, `<`, `>` as entities and everything special between `<` and `>`:
https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
A mention of a person stays as it was written (`<@U123>`); the bot's own goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.core.model import Account, Mention

_SPECIAL = re.compile(r"<([^<>]*)>")
_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>")
_USER_AND_MARK = re.compile(_USER.pattern + r"[,:]?")


def plain(text: str, bots: frozenset[str]) -> str:
    """The person's words, without the bot's own mention (`bots`: the users that it is)."""
    text = _USER_AND_MARK.sub(lambda found: " " if found.group(1) in bots else found.group(0), text)
    text = _unescape(_SPECIAL.sub(_readable, text))
    return "\n".join(" ".join(line.split(" ")).strip() for line in text.split("\n")).strip()


def mentions(text: str, bots: frozenset[str], workspace: str, name_of: Callable[[str], str]) -> tuple[Mention, ...]:
    """Everybody named in the text except the bot, each once, in order."""
    found: dict[str, Mention] = {}
    for match in _USER.finditer(text):
        user, label = match.group(1), match.group(2) or ""
        if user not in bots and user not in found:
            name = _unescape(label) or name_of(user)
            found[user] = Mention(raw=match.group(0), account=Account("slack", workspace, user), name=name)
    return tuple(found.values())


def names_bot(text: str, bots: frozenset[str]) -> bool:
    """Whether the bot itself is mentioned."""
    return any(match.group(1) in bots for match in _USER.finditer(text))


def _readable(match: re.Match[str]) -> str:
    inside = match.group(1)
    if inside.startswith("@"):
        return match.group(0)
    target, _, label = inside.partition("|")
    if inside.startswith("#"):
        return "#" + (label or target[1:])
    if inside.startswith("!subteam^"):
        return label or "@group"
    if inside.startswith("!date^"):
        return label
    if inside.startswith("!"):
        return "@" + target[1:]
    address = target.removeprefix("mailto:").removeprefix("tel:")
    return f"{label} ({address})" if label and label not in (address, target) and label not in address else address


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
