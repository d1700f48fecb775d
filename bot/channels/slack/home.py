"""The App Home: a neutral Home -> a view, with a fingerprint of itself. Pure; homes.py publishes it.

https://docs.slack.dev/surfaces/app-home
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.channels.limits import limit
from bot.channels.slack import blocks, mrkdwn
from bot.channels.slack.blocks import Block
from bot.channels.slack.rooms import Home, HomeRow
from bot.core.model import Message

MARKS = {"done": "✅", "begun": "🟡", "open": "⬜", "waiting": "🔒"}


def render(home: Home) -> dict[str, Any]:
    """The view, with its fingerprint."""
    shown: list[Block] = [_header(home.title)]
    shown += blocks.sections(mrkdwn.render(home.intro))
    shown += _part(home.next, "next")
    for number, row in enumerate(home.rows):
        shown += _row(row, number)
    for part, name in ((home.reminders, "reminders"), (home.briefings, "briefings")):
        shown += ([{"type": "divider"}] if part else []) + _part(part, name)
    if home.footer:
        shown.append({"type": "context", "elements": [_small(home.footer)]})
    most = limit("slack", "view.blocks")
    if len(shown) > most:
        shown = [*shown[: most - 1], {"type": "context", "elements": [_small(blocks.SHORTENED)]}]
    return {"type": "home", "blocks": shown, "private_metadata": fingerprint(shown)}


def fingerprint(shown: list[Block]) -> str:
    """Of what is shown."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:24]


def _header(title: str) -> Block:
    most = limit("slack", "header.text")
    text = title if len(title) <= most else blocks.cut(title, most - 1) + "…"
    return {"type": "header", "text": {"type": "plain_text", "text": text or "—", "emoji": True}}


def _small(text: str) -> Block:
    return {"type": "mrkdwn", "text": blocks.cut(mrkdwn.render(text), 2000) or "—", "verbatim": True}


def _part(message: Message | None, name: str) -> list[Block]:
    if message is None:
        return []
    title = [_header(message.title)] if message.title else []
    body = blocks.sections(mrkdwn.render(message.text)) + blocks.facts(message.facts)
    return title + body + blocks.choices(message.choices, name)


def _row(row: HomeRow, number: int) -> list[Block]:
    line = f"{MARKS[row.state]} *{mrkdwn.literal(row.title.replace('*', ''))}* · {mrkdwn.literal(row.said)}"
    if row.line:
        line += "\n" + mrkdwn.literal(row.line)
    first, *more = blocks.sections(line)
    buttons = blocks.choices(row.choices, f"row{number}")
    if len(row.choices) == 1:
        first["accessory"] = buttons[0]["elements"][0]
        buttons = []
    return [first, *more, *buttons]
