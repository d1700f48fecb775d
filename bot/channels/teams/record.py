"""What is recorded of a step, folded away behind its line of the checklist: entry by entry, with buttons. Pure.

Nothing is asked of anybody when it is unfolded: the card shows and hides it by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.channels.teams.cards import button, run, sets
from bot.channels.teams.words import plain, shorten
from bot.core.model import Choice
from bot.core.model.record_page import RecordEntry, RecordRow, RecordStep, by_word

ANSWERS = "Our record"
MOST_LETTERS = 200
"""Of what one person said of an entry at once; the whole stands behind its button."""


@dataclass(frozen=True, slots=True)
class Fold:
    """How much of the record a card holds, folded away."""

    entries: int
    """Of each step; the latest."""
    choices: int
    """Buttons of each entry."""


def unfold(step: RecordStep, fold: Fold) -> dict[str, Any]:
    """The button that shows what is folded away, and hides it again. Where the card holds none, it asks for it."""
    if not fold.entries and step.show is not None:
        return button(Choice(ANSWERS, step.show.value), echo=False)
    return {"type": "Action.ToggleVisibility", "title": ANSWERS, "targetElements": [_id(step)]}


def folded(step: RecordStep, fold: Fold) -> list[dict[str, Any]]:
    """What is recorded of the step."""
    if not fold.entries:
        return []
    shown = step.entries[-fold.entries :]
    items = [_entry(entry, fold, place > 0) for place, entry in enumerate(shown)]
    items += [_small(text) for text in _lines(step.rows)]
    items += _buttons([step.own] if step.own is not None else [])
    beneath = [c for c in (step.form, step.show if len(shown) < step.count else None) if c is not None]
    items += _buttons(beneath)
    return [{"type": "Container", "id": _id(step), "isVisible": False, "style": "emphasis", "items": items}]


def _id(step: RecordStep) -> str:
    return f"answers-{step.key}"


def _entry(entry: RecordEntry, fold: Fold, apart: bool) -> dict[str, Any]:
    choices = [c for c in (entry.form, *entry.choices) if c is not None]
    title = {"type": "RichTextBlock", "inlines": [run(plain(entry.title), weight="Bolder")]}
    items = [title, *(_small(text) for text in _lines(entry.rows)), *_buttons(choices[: fold.choices])]
    return {"type": "Container", "separator": apart, "spacing": "Medium", "items": items}


def _buttons(choices: Iterable[Choice]) -> list[dict[str, Any]]:
    return sets([button(choice, echo=False) for choice in choices], inset=True)


def _lines(rows: Iterable[RecordRow]) -> Iterable[str]:
    """What was said, with whose word that is."""
    for whose, told in by_word(rows):
        said = plain(" · ".join(f"{row.label}: {row.said}" for row in told))
        yield f"{shorten(said, MOST_LETTERS)} ({whose})"


def _small(text: str) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [run(text, size="Small")], "spacing": "Small"}
