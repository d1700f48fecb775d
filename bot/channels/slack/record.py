"""What is recorded, as blocks: step by step, entry by entry, with buttons to change, add and take back. Pure.

Of many entries the latest stand here, and a button leads to all of them: `most` says how many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.channels.limits import limit
from bot.channels.slack import blocks, mrkdwn
from bot.channels.slack.blocks import Block
from bot.core.model import Choice
from bot.core.model.record_page import RecordEntry, RecordRow, RecordStep, by_word

DIVIDER: Block = {"type": "divider"}
MOST_LETTERS = 300
"""Of what one person said of an entry at once; the whole stands behind its button."""


def render(steps: Iterable[RecordStep], most: int) -> list[Block]:
    """The steps, each with up to so many entries."""
    found: list[Block] = []
    for number, step in enumerate(steps):
        found += ([DIVIDER] if found else []) + _step(step, number, most)
    return found


def _step(step: RecordStep, number: int, most: int) -> list[Block]:
    """The step, and how one more is added; its latest entries; what is said of it as a whole; the way to the rest."""
    head = blocks.sections(_bold(step.title))[0]
    if step.form is not None:
        head |= {"accessory": button(step.form, f"add{number}:0", step.title)}
    shown = step.entries[len(step.entries) - min(most, len(step.entries)) :]
    found = [head]
    for place, entry in enumerate(shown):
        found += _entry(entry, f"entry{number}-{place}")
    if step.rows:
        own = _section(_lines(step.rows))
        found.append(own | ({"accessory": button(step.own, f"own{number}:0", step.title)} if step.own else {}))
    if step.show is not None and len(shown) < step.count:
        row = [button(step.show, f"all{number}:0", step.title)]
        found.append({"type": "actions", "block_id": f"all{number}s", "elements": row})
    return found


def _entry(entry: RecordEntry, name: str) -> list[Block]:
    """What it says, and beneath it what can be done with it."""
    said = _section([_bold(entry.title), *_lines(entry.rows)])
    shown = [c for c in (entry.form, *entry.choices[:1]) if c is not None]
    elements = [button(choice, f"{name}:{place}", entry.title) for place, choice in enumerate(shown)]
    if more := entry.choices[1:]:
        elements += _menu(more, name, len(shown), entry.title)
    return [said, {"type": "actions", "block_id": f"{name}s", "elements": elements}] if elements else [said]


def _menu(choices: Sequence[Choice], name: str, first: int, title: str) -> list[Block]:
    """What is done more rarely, behind three dots; one alone, or with values too long for that, as buttons."""
    fits = all(len(choice.value) <= limit("slack", "option.value") for choice in choices)
    if not fits or not 1 < len(choices) <= limit("slack", "overflow.options"):
        return [button(choice, f"{name}:{place}", title) for place, choice in enumerate(choices, first)]
    options = [{"text": _plain(choice.label, "option.text"), "value": choice.value} for choice in choices]
    return [{"type": "overflow", "action_id": f"{name}:more", "options": options}]


def button(choice: Choice, action: str, title: str) -> Block:
    """A button that says what it is about to whoever cannot see beside what it stands."""
    most = limit("slack", "button.accessibility_label")
    return {
        "type": "button",
        "action_id": action,
        "text": _plain(choice.label, "button.text"),
        "value": choice.value,
        "accessibility_label": blocks.cut(f"{choice.label}: {mrkdwn.plain(title)}", most),
    }


def _plain(text: str, what: str) -> Block:
    most = limit("slack", what)
    short = text if len(text) <= most else blocks.cut(text, most - 1).rstrip() + "…"
    return {"type": "plain_text", "text": short or "…", "emoji": True}


def _lines(rows: Iterable[RecordRow]) -> list[str]:
    """What was said, and beneath it whose word that is."""
    found = []
    for whose, told in by_word(rows):
        said = mrkdwn.render(" · ".join(f"{row.label}: {row.said}" for row in told))
        short = said if len(said) <= MOST_LETTERS else blocks.cut(said, MOST_LETTERS).rstrip() + "…"
        found += [short, f"_{mrkdwn.literal(whose.replace('_', ' '))}_"]
    return found


def _bold(text: str) -> str:
    return f"*{mrkdwn.literal(mrkdwn.plain(text).replace('*', ''))}*"


def _section(lines: Sequence[str]) -> Block:
    return blocks.sections("\n".join(lines))[0]
