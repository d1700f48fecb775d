"""The App Home: a neutral Home -> a view, with a fingerprint of itself. Pure; homes.py publishes it.

https://docs.slack.dev/surfaces/app-home
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.channels.limits import limit
from bot.channels.slack import blocks, mrkdwn, record
from bot.channels.slack.blocks import Block
from bot.channels.slack.record import DIVIDER
from bot.channels.slack.views import Home, HomeItem, HomeList, HomeRow
from bot.core.model import Choice, Message

MARKS = {"done": "✅", "begun": "🟡", "open": "⬜", "waiting": "🔒"}
ANSWERS = "Our record"
MOST_ENTRIES = (5, 3, 2, 1, 0, None)
"""Entries of a step that stand on the home: fewer where there are so many steps that they would not fit; at last none
of what is recorded, which can be asked for in words."""


def render(home: Home) -> dict[str, Any]:
    """The view, with its fingerprint."""
    most = limit("slack", "view.blocks")
    shown: list[Block] = []
    for entries in MOST_ENTRIES:
        shown = _blocks(home, entries)
        if len(shown) <= most:
            break
    if len(shown) > most:
        shown = [*shown[: most - 1], {"type": "context", "elements": [_small(blocks.SHORTENED)]}]
    return {"type": "home", "blocks": shown, "private_metadata": fingerprint(shown)}


def _blocks(home: Home, entries: int | None) -> list[Block]:
    """The whole, with so many entries of a step."""
    shown: list[Block] = [_header(home.title)]
    shown += blocks.sections(mrkdwn.render(home.intro))
    rows = [block for number, row in enumerate(home.rows) for block in _row(row, number)]
    recorded = [row.record for row in home.rows if row.record is not None]
    told = record.render(recorded, entries) if entries is not None else []
    answers = [_header(ANSWERS), *told] if told else []
    settings = _part(home.reminders, "reminders"), _part(home.account, "account")
    for part in (_part(home.next, "next"), rows, answers, *settings, _list(home.briefings)):
        shown += ([DIVIDER] if part else []) + part
    if home.footer:
        shown.append({"type": "context", "elements": [_small(home.footer)]})
    return shown


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


def _list(given: HomeList | None) -> list[Block]:
    if given is None:
        return []
    return [_header(given.title), *(_item(item, number) for number, item in enumerate(given.items))]


def _item(item: HomeItem, number: int) -> Block:
    section = blocks.sections(f"{_bold(item.title)}\n{mrkdwn.literal(item.line)}")[0]
    return {**section, "accessory": _buttons((item.choice,), f"read{number}", item.title)[0]["elements"][0]}


def _bold(title: str) -> str:
    return f"*{mrkdwn.literal(title.replace('*', ''))}*"


def _buttons(choices: tuple[Choice, ...], name: str, title: str) -> list[Block]:
    """Buttons that say what they are about to whoever cannot see beside what they stand."""
    rows = blocks.choices(choices, name)
    most = limit("slack", "button.accessibility_label")
    for button in (element for row in rows for element in row.get("elements", ()) if element["type"] == "button"):
        button["accessibility_label"] = blocks.cut(f"{button['text']['text']}: {title}", most)
    return rows


def _row(row: HomeRow, number: int) -> list[Block]:
    line = f"{MARKS[row.state]} {_bold(row.title)} · {mrkdwn.literal(row.said)}"
    if row.line:
        line += "\n" + mrkdwn.render(row.line)
    first, *more = blocks.sections(line)
    buttons = _buttons(row.choices, f"row{number}", row.title)
    if len(row.choices) == 1:
        first["accessory"] = buttons[0]["elements"][0]
        buttons = []
    return [first, *more, *buttons]
