"""A neutral Message -> Slack's blocks, with a fallback text for notifications and screen readers. Pure.

Everything keeps to the table of limits. Nothing of what is said is cut in the middle of a word: long texts become
more sections, long labels are given in full as a numbered list with short buttons under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.channels.limits import limit
from bot.channels.slack import mrkdwn
from bot.channels.slack.mrkdwn import NameOf, nobody
from bot.core.model import Choice, Message
from bot.core.model.read_back import ReadBack, ReadLine

Block = dict[str, Any]

MAX_BUTTONS = 5
"""More than this many choices become a list to choose from, or several rows of buttons."""
CHOICE = "choice"
"""A message's elements have ids that begin with this, then their place in the message."""
LINE = "line"
"""The same for the lines of a read-back."""
MOST_LINES = 12
"""More lines of a read-back are said as text."""
SHORTENED = "… (shortened: the whole text was too long for one Slack message)"


def _most(what: str) -> int:
    return limit("slack", what)


def render(message: Message, name_of: NameOf = nobody) -> dict[str, Any]:
    """The `text` and `blocks` of chat.postMessage."""
    labels = list(message.choices)
    long = any(len(choice.label) > _most("button.text") for choice in labels)
    blocks: list[Block] = []
    if message.title:
        blocks += _title(message.title)
    if message.author:
        blocks.append({"type": "context", "elements": [_text(f"👤 *{mrkdwn.literal(message.author, name_of)}*")]})
    shown, read = mrkdwn.both(message.text, name_of)
    table = read_back(message.read_back, name_of) if message.read_back is not None else []
    blocks += table or sections(shown)
    blocks += facts(message.facts, name_of)
    if long:
        blocks += sections(numbered(labels))
        labels = [_short(choice, number) for number, choice in enumerate(labels, 1)]
    rows = choices(labels)
    return {"text": fallback(message, read, name_of), "blocks": _fitting(blocks, rows)}


def fallback(message: Message, read: str, name_of: NameOf = nobody) -> str:
    """What is read where blocks are not shown. Escaped; holds everything: facts and choices too."""
    parts = [message.title, read]
    parts += [f"{label}: {value}" for label, value in message.facts]
    if message.choices:
        parts.append("Choices: " + "; ".join(choice.label for choice in message.choices))
    text = mrkdwn.literal("\n".join(part for part in parts if part), name_of)
    most = _most("message.text")
    return text if len(text) <= most else cut(text, most - 1) + "…"


def sections(text: str) -> list[Block]:
    """One section for each piece of text that fits."""
    return [_section(piece) for piece in pieces(text, _most("section.text"))]


def facts(rows: Sequence[tuple[str, str]], name_of: NameOf = nobody) -> list[Block]:
    """(label, value) rows as fields of sections, ten to a section; a long value has sections of its own."""
    blocks: list[Block] = []
    fields: list[Block] = []
    for label, value in rows:
        name = mrkdwn.literal(label.replace("*", ""), name_of).strip() or "—"
        text = f"*{name}*\n{mrkdwn.literal(value, name_of).strip() or '—'}"
        if len(text) > _most("section.field"):
            blocks += _field_section(fields)
            fields = []
            blocks += sections(text)
            continue
        fields.append(_text(text))
        if len(fields) == _most("section.fields"):
            blocks += _field_section(fields)
            fields = []
    return blocks + _field_section(fields)


def read_back(back: ReadBack, name_of: NameOf = nobody) -> list[Block]:
    """What waits for a yes, line by line, each with its own button; empty where there is no room for that."""
    if not back.asks or not 0 < len(back.lines) <= MOST_LINES:
        return []
    made = sections(mrkdwn.render(back.asks, name_of))
    place = 0
    for entry in back.entries:
        if len(back.entries) > 1:
            made += sections(f"*{mrkdwn.literal(entry.title, name_of).replace('*', '')}*")
        for line in entry.lines:
            made.append(_read_line(line, back.change, place, name_of))
            place += 1
    return made + ([_section(mrkdwn.render(back.beside, name_of))] if back.beside else [])


def _read_line(line: ReadLine, label: str, place: int, name_of: NameOf) -> Block:
    said = f"*{mrkdwn.literal(line.label.replace('*', ''))}*\n{mrkdwn.render(line.value, name_of)}"
    if line.before:
        before = f"instead of {mrkdwn.render(line.before, name_of)}"
        said += "\n" + " · ".join(part for part in (before, mrkdwn.literal(line.person)) if part)
    block = _section(cut(said, _most("section.text")))
    if line.change:
        about = cut(f"{label}: {line.label}", _most("button.accessibility_label"))
        block["accessory"] = {**_button(place, Choice(label, line.change), LINE), "accessibility_label": about}
    return block


def choices(given: Sequence[Choice], name: str = CHOICE) -> list[Block]:
    """Buttons up to five; above, one list to choose from, or rows of buttons when a value is too long for a list.

    `name` begins the ids, which must differ within one message or view and stay the same from one to the next.
    """
    links = [(place, choice) for place, choice in enumerate(given) if choice.url]
    pressed = [(place, choice) for place, choice in enumerate(given) if not choice.url]
    fits = all(len(choice.value) <= _most("option.value") for _, choice in pressed)
    if len(pressed) > MAX_BUTTONS and len(pressed) <= _most("select.options") and fits:
        return [_actions([_select(pressed, name)], 0, name), *_rows(links, 1, name)]
    return _rows(pressed + links if links else pressed, 0, name)


def numbered(given: Sequence[Choice]) -> str:
    """The labels in full, each with the number that can be typed instead."""
    return "\n".join(f"{number}. {mrkdwn.literal(choice.label)}" for number, choice in enumerate(given, 1))


def pieces(text: str, most: int) -> list[str]:
    """The text in pieces of at most `most` letters, parted between paragraphs, lines, or words."""
    found: list[str] = []
    rest = text.strip("\n")
    while len(rest) > most:
        head = cut(rest, most)
        found.append(head.rstrip())
        rest = rest[len(head) :].lstrip("\n ")
    return [*found, rest] if rest.strip() else found


def cut(text: str, most: int) -> str:
    """The longest beginning that ends at a paragraph, a line or a word, and not inside an entity or a link."""
    for mark in ("\n\n", "\n", " "):
        place = text.rfind(mark, most // 2, most)
        if place > 0 and text.rfind("<", 0, place) <= text.rfind(">", 0, place):
            return text[:place]
    end = most
    opened = max(text.rfind("&", max(0, end - 5), end), text.rfind("<", 0, end))
    if opened > 0 and ">" not in text[opened:end] and ";" not in text[opened:end]:
        end = opened
    return text[:end]


# ---------------------------------------------------------------- single blocks


def _title(title: str) -> list[Block]:
    if len(title) <= _most("header.text"):
        return [{"type": "header", "text": {"type": "plain_text", "text": title, "emoji": True}}]
    return sections(f"*{mrkdwn.literal(title)}*")


def _text(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _section(text: str) -> Block:
    return {"type": "section", "text": _text(text)}


def _field_section(fields: list[Block]) -> list[Block]:
    return [{"type": "section", "fields": fields}] if fields else []


def _actions(elements: list[Block], row: int, name: str) -> Block:
    return {"type": "actions", "block_id": f"{name}s:{row}", "elements": elements}


def _rows(given: list[tuple[int, Choice]], first: int, name: str) -> list[Block]:
    rows = [given[start : start + MAX_BUTTONS] for start in range(0, len(given), MAX_BUTTONS)]
    return [_actions([_button(*one, name) for one in row], first + n, name) for n, row in enumerate(rows)]


def _button(place: int, choice: Choice, name: str) -> Block:
    button: Block = {
        "type": "button",
        "action_id": f"{name}:{place}",
        "text": {"type": "plain_text", "text": choice.label or "…", "emoji": True},
    }
    if choice.url:
        button["url"] = choice.url
    elif choice.value:
        button["value"] = choice.value
    if choice.style:
        button["style"] = choice.style
    return button


def _select(given: list[tuple[int, Choice]], name: str) -> Block:
    options = [
        {"text": {"type": "plain_text", "text": choice.label or "…", "emoji": True}, "value": choice.value}
        for _, choice in given
    ]
    return {
        "type": "static_select",
        "action_id": f"{name}:any",
        "placeholder": {"type": "plain_text", "text": f"Choose one of {len(options)}"},
        "options": options,
    }


def _short(choice: Choice, number: int) -> Choice:
    label = f"{number}. {choice.label}"
    most = _most("button.text")
    if len(label) > most:
        label = cut(label, most - 1).rstrip() + "…"
    return Choice(label, choice.value, choice.style, choice.url)


# ---------------------------------------------------------------- the whole


def _fitting(blocks: list[Block], rows: list[Block]) -> list[Block]:
    """The buttons always; of the rest what one message can hold, and then it is said that it was shortened."""
    room = _most("message.blocks") - len(rows) - 1
    letters = _most("message.block_text") - len(SHORTENED)
    kept: list[Block] = []
    for block in blocks:
        letters -= weight(block)
        if letters < 0 or len(kept) == room:
            return [*kept, _section(SHORTENED), *rows]
        kept.append(block)
    return [*kept, *rows]


def weight(block: Block) -> int:
    """How many letters of text a block holds."""
    held = block.get("text", {}).get("text", "")
    return len(held) + sum(len(field["text"]) for field in block.get("fields", ()))
