"""A person's page as a card in their own chat: what is next, and the journey as a checklist. Pure.

It takes the place of the words that answer "where are we?". Reminders and guidance, which Slack's page has too, are a
word away: a card in a chat should be seen at one glance.
"""

from __future__ import annotations

from typing import Any

from bot.channels.limits import limit
from bot.channels.rooms import Home, HomeRow
from bot.channels.teams.cards import (
    activity_of,
    button,
    carrying,
    fallback,
    heading,
    lines,
    paragraphs,
    size,
    whole,
)
from bot.channels.teams.cards import summary as notification
from bot.channels.teams.references import Reference
from bot.core.model import Choice, Message

MARKS = {"done": "✓", "begun": "◐", "open": "○", "waiting": "·"}
SAYS = "status"
"""The phrase whose words give way to the card."""


def is_status(message: Message) -> bool:
    """Whether a message answers "where are we?"."""
    return message.phrase.split(" ")[0] == SAYS and not message.replaces


def checklist_activity(home: Home, message: Message, to: Reference) -> dict[str, Any]:
    """The card, with as many buttons as fit; the plain message where it is too large all the same."""
    for most in (2, 1, 0):
        made = carrying(checklist_card(home, message, most), notification(message), to)
        if size(made) <= limit("teams", "message.bytes"):
            return made
    return activity_of(message, to)


def checklist_card(home: Home, message: Message, most: int = 2) -> dict[str, Any]:
    """The card. A question that was put again in a message of its own, right after this one, is not put here too."""
    body = [*heading(home.title), *paragraphs(home.intro)]
    for number, row in enumerate(home.rows):
        body.append(_row(row, row.choices[:most], number == 0))
    actions: list[dict[str, Any]] = []
    asked_apart = message.phrase == SAYS and not message.choices
    if home.next is not None and not asked_apart:
        rows, actions = lines([button(choice, echo=False) for choice in _few(home.next.choices)])
        following = [*heading(home.next.title), *paragraphs(home.next.text), *rows]
        body.append({"type": "Container", "separator": True, "spacing": "Large", "items": following})
    return whole(body, actions, fallback(message))


def _few(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """All buttons; or the last alone, which goes on in a message. A select would be sent along with every button."""
    return choices if len(choices) <= limit("teams", "card.actions") else choices[-1:]


def _row(row: HomeRow, choices: tuple[Choice, ...], first: bool) -> dict[str, Any]:
    """One step: its mark, its name and state, what is known, its buttons."""
    tone = {"done": "Good", "begun": "Accent"}.get(row.state, "Default")
    mark = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": MARKS[row.state], "color": tone}]}
    name = [
        {"type": "TextRun", "text": row.title, "weight": "Bolder"},
        {"type": "TextRun", "text": f"  {row.said}", "isSubtle": True},
    ]
    said: list[dict[str, Any]] = [{"type": "RichTextBlock", "inlines": name}]
    if row.line:
        said.append({"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": row.line}], "spacing": "None"})
    if len(choices) > 1:
        said.append(_buttons(choices))
    columns: list[dict[str, Any]] = [
        {"type": "Column", "width": "20px", "items": [mark]},
        {"type": "Column", "width": "stretch", "spacing": "None", "items": said},
    ]
    if len(choices) == 1:
        columns.append({"type": "Column", "width": "auto", "items": [_buttons(choices)]})
    return {"type": "ColumnSet", "columns": columns, "spacing": "Medium", "separator": first}


def _buttons(choices: tuple[Choice, ...]) -> dict[str, Any]:
    return {"type": "ActionSet", "spacing": "Small", "actions": [button(choice, echo=False) for choice in choices]}
