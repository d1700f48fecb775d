"""A person's page as a card in their own chat: what is next, and the journey as a checklist. Pure.

It takes the place of the words that answer "where are we?". Reminders and guidance, which Slack's page has too, are a
word away: a card in a chat should be seen at one glance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.limits import limit
from bot.channels.teams.cards import (
    activity_of,
    button,
    carrying,
    heading,
    lines,
    paragraphs,
    run,
    sets,
    size,
    whole,
)
from bot.channels.teams.cards import summary as notification
from bot.channels.teams.parsing import REFRESH
from bot.channels.teams.record import Fold, folded, unfold
from bot.channels.teams.references import Reference
from bot.channels.teams.words import plain, shorten
from bot.channels.views import Home, HomeRow
from bot.core.model import Choice, Message

MARKS = {"done": "✓", "begun": "◐", "open": "○", "waiting": "·"}
CHECKLIST = "checklist"
APART = "apart"
VERSION = "1.5"
"""Teams refreshes no card that says less.
https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
"""
SIZES = (
    (2, Fold(5, 4)), (2, Fold(4, 2)), (2, Fold(2, 2)), (2, Fold(1, 2)), (2, Fold(0, 0)), (1, Fold(0, 0)), (0, None)
)  # fmt: skip
"""How many buttons a step has, and how much of the record stands behind it: ever less, until the card fits."""
SAYS = "status"
"""The phrase whose words give way to the card."""


def is_status(message: Message) -> bool:
    """Whether a message answers "where are we?"."""
    return message.phrase.split(" ")[0] == SAYS and not message.replaces


def checklist_activity(home: Home, message: Message, at: datetime, to: Reference) -> dict[str, Any]:
    """The card, with as many buttons as fit; the plain message where it is too large all the same. A question that
    was put again in a message of its own, right after this one, is not put here too."""
    apart = message.phrase == SAYS and not message.choices
    for made in _ever_smaller(home, at, to.user, apart):
        activity = carrying(made, notification(message), to)
        if size(activity) <= limit("teams", "message.bytes"):
            return activity
    return activity_of(message, to)


def checklist_again(home: Home, data: Mapping[str, Any], at: datetime, user: str) -> dict[str, Any] | None:
    """The same card as it is now, for somebody who looks at it. `data` is what it carries about itself."""
    fitting = (
        made
        for made in _ever_smaller(home, at, user, bool(data.get(APART)))
        if size(made) <= limit("teams", "message.bytes")
    )
    return next(fitting, None)


def _ever_smaller(home: Home, at: datetime, user: str, apart: bool) -> Iterator[dict[str, Any]]:
    """With all its buttons and the latest entries, then with fewer."""
    return (checklist_card(home, at, user, apart, most, fold) for most, fold in SIZES)


def checklist_card(
    home: Home, at: datetime, user: str, apart: bool = False, most: int = 2, fold: Fold | None = SIZES[0][1]
) -> dict[str, Any]:
    """The card. What was recorded since, here or by a colleague elsewhere, shows when it is next looked at: it asks
    for its present face by itself. (A form does not: that would wipe out what is being typed.)"""
    body = [*heading(home.title), *paragraphs(home.intro)]
    for number, row in enumerate(home.rows):
        body += _row(row, row.choices[:most], fold, number == 0)
    body.append(_as_of(at))
    actions: list[dict[str, Any]] = []
    following = None if apart else home.next
    if following is not None:
        rows, actions = lines([button(choice, echo=False) for choice in _few(following.choices)])
        items = [*heading(following.title), *paragraphs(following.text), *rows]
        body.append({"type": "Container", "separator": True, "spacing": "Large", "items": items})
    asking = {"type": "Action.Execute", "verb": REFRESH, "data": {REFRESH: CHECKLIST, APART: apart}}
    made = whole(body, actions, _instead(home, following), VERSION)
    return {**made, "refresh": {"action": asking, "userIds": [user]}}


def _as_of(at: datetime) -> dict[str, Any]:
    """When this was so, in the reader's own time. A TextBlock, since functions are documented for that alone."""
    instant = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    text = f"As of {{{{DATE({instant}, SHORT)}}}}, {{{{TIME({instant})}}}}"
    return {"type": "TextBlock", "text": text, "size": "Small", "isSubtle": True, "wrap": True, "spacing": "Medium"}


def _instead(home: Home, following: Message | None) -> str:
    """The page in plain text, for a client that cannot show the card."""
    rows = [f"{MARKS[row.state]} {row.title}: {row.said}. {plain(row.line)}".strip() for row in home.rows]
    lines = [home.title, plain(home.intro), *rows, plain(following.text) if following else ""]
    return shorten("\n".join(line for line in lines if line), limit("teams", "card.fallback"))


def _few(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """All buttons; or the last alone, which goes on in a message. A select would be sent along with every button."""
    return choices if len(choices) <= limit("teams", "card.actions") else choices[-1:]


def _row(row: HomeRow, choices: tuple[Choice, ...], fold: Fold | None, first: bool) -> list[dict[str, Any]]:
    """One step: its mark, its name and state, what is known, its buttons; and what is recorded, folded away."""
    tone = {"done": "Good", "begun": "Accent"}.get(row.state, "Default")
    mark = {"type": "RichTextBlock", "inlines": [run(MARKS[row.state], color=tone)]}
    name = [run(row.title, weight="Bolder"), run(f"  {row.said}", isSubtle=True)]
    said: list[dict[str, Any]] = [{"type": "RichTextBlock", "inlines": name}]
    if row.line:
        said.append({"type": "RichTextBlock", "inlines": [run(plain(row.line))], "spacing": "None"})
    buttons = [button(choice, echo=False) for choice in choices]
    behind: list[dict[str, Any]] = []
    if row.record is not None and fold is not None:
        buttons.append(unfold(row.record, fold))
        behind = folded(row.record, fold)
    if len(buttons) > 1:
        said += sets(buttons)
    columns: list[dict[str, Any]] = [
        {"type": "Column", "width": "20px", "items": [mark]},
        {"type": "Column", "width": "stretch", "spacing": "None", "items": said},
    ]
    if len(buttons) == 1:
        columns.append({"type": "Column", "width": "auto", "items": sets(buttons)})
    whole_row = {"type": "ColumnSet", "columns": columns, "spacing": "Medium", "separator": first}
    return [whole_row, *behind]
