"""What can be kept at all: text that no store takes, and events that bear it where they must not change. Pure.

JSON can smuggle in half a character (a lone surrogate) or a NUL. In somebody's words it is put right; in an id it
cannot be, since another id would be somebody else's. Such an event will never be kept, however often it comes again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bot.core.model.turns import Turn

_SUSPECT = re.compile(r"\\u(?:0000|d[89a-f])")
"""A NUL or half a character, as JSON writes it. A whole character of two halves, or the same letters as somebody's
words, look alike."""


def surely_keepable(payload: Any) -> bool:
    """Whether every text of a payload can be kept, as is so of nearly all: told without walking through it. False
    where each has to be looked at."""
    return _SUSPECT.search(json.dumps(payload)) is None


def keepable(text: str) -> bool:
    """Whether every store can keep this text as it is."""
    if text.isascii():
        return "\0" not in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def put_right(text: str) -> str:
    """Words that can be kept: a question mark for what is no character."""
    return text if keepable(text) else text.replace("\0", "").encode("utf-8", "replace").decode()


def lost_id(turn: Turn) -> str:
    """The first of the turn's ids that can never be kept, by its name; empty when all can."""
    ids = {
        "event": turn.event,
        "account.workspace": turn.account.workspace,
        "account.user": turn.account.user,
        "address.workspace": turn.address.workspace,
        "address.conversation": turn.address.conversation,
        "address.thread": turn.address.thread,
        "address.reference": turn.address.reference,
        "home": turn.home or "",
        "message": turn.message,
        "link": turn.link,
    }
    return next((name for name, text in ids.items() if not keepable(text)), "")


def lost_ids(value: Any, ids: Collection[str], free: Collection[str], path: str = "") -> Iterator[str]:
    """Where in a payload an id can never be kept: paths whose last key is one of `ids`. What lies under a key of
    `free` is somebody's words or their decoration."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key in free:
                continue
            if isinstance(item, str):
                if key in ids and not keepable(item):
                    yield f"{path}{key}"
            else:
                yield from lost_ids(item, ids, free, f"{path}{key}.")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from lost_ids(item, ids, free, f"{path}{number}.")


def all_put_right(value: Any) -> Any:
    """A payload whose texts can all be kept; the very same one where nothing is wrong with it."""
    if isinstance(value, str):
        return put_right(value)
    if isinstance(value, Mapping):
        made = {key: all_put_right(item) for key, item in value.items()}
        return value if all(made[key] is item for key, item in value.items()) else made
    if isinstance(value, list):
        listed = [all_put_right(item) for item in value]
        return value if all(a is b for a, b in zip(listed, value, strict=True)) else listed
    return value
