"""From a neutral Message to what Teams shows: a plain message, or an Adaptive Card. Pure.

Each card names the lowest version of the schema that has what is in it, so that old clients show as many as they can
(Teams shows all up to 1.5, phones too). Words are put in TextRuns, which know no Markdown; the title and the facts,
which do, are escaped. Buttons are `Action.Submit` whose data carries `Choice.value` under "press"; `messageBack`
makes Teams show the pressed label as the person's own message.

https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from bot.channels.documents import picture_of
from bot.channels.limits import limit
from bot.channels.teams.parsing import PRESS
from bot.channels.teams.references import Reference
from bot.channels.teams.words import Block, Run, blocks_of, plain, shorten, to_html
from bot.core.model import Choice, Message
from bot.core.model.read_back import ReadBack, ReadLine

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.2"
WITH_INPUTS = "1.3"
"""Inputs have labels, placeholders and can be required from here on."""
DIGEST = "nudge_digest"
"""The phrase of several reminders in one message."""
MOST_LINES = 12
"""More lines of a read-back are said as text."""
CHOOSE = "Choose"
PLACEHOLDER = "Choose one"

_STYLES = {"primary": "positive", "danger": "destructive"}
_MARKUP = re.compile(r"([\\`*_\[\]<>~|]|&(?=#?\w+;))")
_FUNCTION = re.compile(r"\{\{(?=(?:DATE|TIME)\()")
_AT_THE_START = re.compile(r"^(\d*)([#+\-.)=])")
_LINE, _BUTTON_EDGE = 39, 5
"""About how many letters stand beside each other in a card on a phone, and how many a button's edges take."""
_INSET = 5
"""How many letters a line is shorter inside a shaded part of a card."""
_LONG = _LINE - _BUTTON_EDGE - 2
"""A button with more letters would be cut, if they are wide ones."""
_OVERSIZE_TEXT, _OVERSIZE_FACTS, _OVERSIZE_VALUE = 5000, 20, 200


def activity_of(message: Message, to: Reference) -> dict[str, Any]:
    """The activity to post. Fits the provider's size, if need be by shortening what people said (content is checked
    by `bot check`, so only words from people can be too long)."""
    activity = {**envelope(to), **_body(message, to)}
    if size(activity) <= limit("teams", "message.bytes"):
        return activity
    facts = tuple((label, shorten(value, _OVERSIZE_VALUE)) for label, value in message.facts[:_OVERSIZE_FACTS])
    smaller = replace(message, text=shorten(message.text, _OVERSIZE_TEXT), facts=facts)
    activity = {**envelope(to), **_body(smaller, to)}
    if size(activity) <= limit("teams", "message.bytes"):
        return activity
    return {**envelope(to), "text": shorten(plain(smaller.text), _OVERSIZE_TEXT), "textFormat": "plain"}


def size(activity: dict[str, Any]) -> int:
    """In bytes as Teams counts them: the JSON in UTF-16."""
    return len(json.dumps(activity, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le", "surrogatepass"))


def envelope(to: Reference) -> dict[str, Any]:
    """What every activity of ours has: from whom, where, to whom."""
    envelope: dict[str, Any] = {"type": "message", "from": {"id": to.bot}, "conversation": {"id": to.conversation}}
    if to.type == "personal" and to.user:
        envelope["recipient"] = {"id": to.user}
    return envelope


def _body(message: Message, to: Reference) -> dict[str, Any]:
    if not (message.choices or message.facts or message.title or message.replaces or message.author):
        if to.emulator:
            return {"text": message.text, "textFormat": "markdown"}
        return {"text": to_html(message.text), "textFormat": "xml", "summary": summary(message)}
    return _attached(card(message, echo=not to.emulator), summary(message))


def carrying(content: dict[str, Any], said: str, to: Reference) -> dict[str, Any]:
    """The activity that shows a card made elsewhere. `said` is its notification."""
    return {**envelope(to), **_attached(content, shorten(" ".join(said.split()), limit("teams", "summary")))}


def _attached(content: dict[str, Any], said: str) -> dict[str, Any]:
    return {"summary": said, "attachments": [{"contentType": CONTENT_TYPE, "content": content}]}


def summary(message: Message) -> str:
    """What a notification says of the message."""
    words = " ".join(f"{message.title}\n{plain(message.text)}".split())
    return shorten(words, limit("teams", "summary"))


def card(message: Message, echo: bool = True) -> dict[str, Any]:
    """The Adaptive Card of a message. `echo`: a pressed button shows as the person's own message; that is Teams' own,
    and the emulators stumble over it."""
    told = _read_back(message.read_back, echo) if message.read_back is not None else []
    words = told or paragraphs(message.text)
    if message.author:
        words = [{"type": "Container", "style": "accent", "bleed": True, "items": words}]
    body = [*heading(message.title), *_pictures(message), *words]
    if message.facts:
        facts = [{"title": escape(label), "value": escape(value)} for label, value in message.facts]
        body.append({"type": "FactSet", "facts": facts, "spacing": "Medium"})
    select, actions = choosing(message.choices, echo)
    if message.phrase.startswith(DIGEST):
        return whole(_digest(body, select, actions), [], fallback(message))
    asks = any(part["type"].startswith("Input.") for part in select)
    return whole([*body, *select], actions, fallback(message), WITH_INPUTS if asks else VERSION)


def _read_back(back: ReadBack, echo: bool) -> list[dict[str, Any]]:
    """What waits for a yes, line by line, each with its own button; empty where it is said as text."""
    if not back.asks or not 0 < len(back.lines) <= MOST_LINES:
        return []
    made = paragraphs(back.asks)
    for entry in back.entries:
        if len(back.entries) > 1:
            made.append({"type": "RichTextBlock", "inlines": [run(plain(entry.title), weight="Bolder")]})
        made += [_read_line(line, back.change, echo) for line in entry.lines]
    return made + paragraphs(back.beside)


def _read_line(line: ReadLine, label: str, echo: bool) -> dict[str, Any]:
    words = [
        {"type": "RichTextBlock", "inlines": [run(line.label, isSubtle=True)]},
        {"type": "RichTextBlock", "inlines": [run(plain(line.value), weight="Bolder")], "spacing": "None"},
    ]
    if line.before:
        was = " · ".join(part for part in (f"instead of {plain(line.before)}", line.person) if part)
        words.append({"type": "RichTextBlock", "inlines": [run(was, isSubtle=True)], "spacing": "None"})
    columns: list[dict[str, Any]] = [{"type": "Column", "width": "stretch", "items": words}]
    if line.change:
        pressed = {**button(Choice(f"{label}: {line.label}", line.change), echo), "title": label}
        columns.append(
            {
                "type": "Column",
                "width": "auto",
                "verticalContentAlignment": "Center",
                "items": [{"type": "ActionSet", "actions": [pressed]}],
            }
        )
    return {"type": "ColumnSet", "columns": columns, "separator": True, "spacing": "Small"}


def _pictures(message: Message) -> list[dict[str, Any]]:
    """The pictures that go with a message, where Teams can fetch them."""
    found = [(picture_of(e), e.name) for e in message.encloses]
    return [{"type": "Image", "url": url, "altText": alt} for url, alt in found if url.startswith("http")]


def _digest(
    body: list[dict[str, Any]], buttons: list[dict[str, Any]], actions: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Several reminders. The buttons are about the first, which comes after how many there are: they stand right
    beneath that, and the others apart, below."""
    last = [{"type": "ActionSet", "actions": actions}] if actions else []
    others = {"type": "Container", "separator": True, "spacing": "Large", "items": body[2:]}
    return [*body[:2], *buttons, *last, others]


def whole(
    body: list[dict[str, Any]], actions: list[dict[str, Any]], instead: str, version: str = VERSION
) -> dict[str, Any]:
    """A card around its parts; `instead` is for a client that cannot show it."""
    made = {"type": "AdaptiveCard", "$schema": SCHEMA, "version": version, "body": body, "fallbackText": instead}
    return {**made, "actions": actions} if actions else made


def fallback(message: Message) -> str:
    """The whole message in plain text, for a client that cannot show the card."""
    lines = [message.title, plain(message.text), *(f"{label}: {value}" for label, value in message.facts)]
    lines += [f"{n}. {choice.label}" for n, choice in enumerate(message.choices, 1)]
    return shorten("\n".join(line for line in lines if line), limit("teams", "card.fallback"))


def escape(text: str) -> str:
    """Makes Markdown of any words, on one line, so that they show as they are (titles and facts are Markdown in
    Teams). Only what would be markup gets a backslash: dates and sums stay legible in clients that read none."""
    return _AT_THE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", inert(" ".join(text.split()))))


def inert(text: str) -> str:
    """Words that would be one of a card's functions for dates, with a mark that nobody sees between the braces. Cards
    know functions in every text, and people's words are shown as they were written."""
    return _FUNCTION.sub("{\u2060{", text)


def run(text: str, **look: Any) -> dict[str, Any]:
    """A stretch of text that knows no Markdown."""
    return {"type": "TextRun", "text": inert(text), **look}


# ---------------------------------------------------------------- parts


def heading(title: str) -> list[dict[str, Any]]:
    """A title, where there is one."""
    block = {"type": "TextBlock", "text": escape(title), "weight": "Bolder", "size": "Medium", "wrap": True}
    return [block] if title else []


def paragraphs(text: str) -> list[dict[str, Any]]:
    """Small Markdown as text that knows no Markdown; what quotes somebody stands in a shaded part."""
    return [_quote(block) if block.quoted else _rich(block) for block in blocks_of(text)]


def _quote(block: Block) -> dict[str, Any]:
    return {"type": "Container", "style": "emphasis", "spacing": "Small", "items": [_rich(block)]}


def _rich(block: Block) -> dict[str, Any]:
    runs = block.runs
    if block.marker:
        indent = "\u2003" * (block.depth - 1)
        runs = (Run(f"{indent}{block.marker} "), *runs)
    rich: dict[str, Any] = {"type": "RichTextBlock", "inlines": [_styled(each, block.heading) for each in runs]}
    if block.marker:
        rich["spacing"] = "Small"
    return rich


def _styled(each: Run, heading: bool) -> dict[str, Any]:
    out = run(each.text)
    if each.bold or heading:
        out["weight"] = "Bolder"
    if each.italic:
        out["italic"] = True
    if each.link:
        out["color"] = "Accent"
        out["selectAction"] = {"type": "Action.OpenUrl", "url": each.link, "title": each.text}
    return out


def choosing(choices: tuple[Choice, ...], echo: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Buttons; or a select and one button when there are more than Teams shows."""
    most = limit("teams", "card.actions")
    if len(choices) <= most:
        return lines([button(choice, echo) for choice in choices])
    options = [{"title": choice.label, "value": choice.value} for choice in choices if not choice.url]
    links = [button(choice, echo) for choice in choices if choice.url][: most - 1]
    select = {
        "type": "Input.ChoiceSet",
        "id": PRESS,
        "style": "compact",
        "placeholder": PLACEHOLDER,
        "choices": options[: limit("teams", "select.options")],
    }
    return ([select] if options else []), ([{"type": "Action.Submit", "title": CHOOSE}] if options else []) + links


def lines(buttons: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Buttons on one line are the card's own actions; more are put line by line, since what does not fit is cut. One
    that is too long for a phone becomes a field to be pressed, whose words may take two lines."""
    found = _parted(buttons, _LINE)
    if len(found) <= 1 and not any(len(each["title"]) > _LONG for each in buttons):
        return [], buttons
    return [_line(line) for line in found], []


def sets(buttons: list[dict[str, Any]], inset: bool = False) -> list[dict[str, Any]]:
    """Buttons in the middle of a card, as many to a line as a phone shows; `inset`: in a shaded part of it."""
    return [_line(line) for line in _parted(buttons, _LINE - _INSET if inset else _LINE)]


def _parted(buttons: list[dict[str, Any]], line: int) -> list[list[dict[str, Any]]]:
    """Line by line, with about so many letters to a line."""
    found: list[list[dict[str, Any]]] = []
    room = 0
    for each in buttons:
        long = len(each["title"]) > _LONG
        needs = line if long else len(each["title"]) + _BUTTON_EDGE
        if needs > room:
            found.append([])
            room = line
        found[-1].append(each)
        room -= needs
    return found


def _line(buttons: list[dict[str, Any]]) -> dict[str, Any]:
    if len(buttons[0]["title"]) <= _LONG:
        return {"type": "ActionSet", "actions": buttons, "spacing": "Small"}
    words = {"type": "RichTextBlock", "inlines": [run(buttons[0]["title"], color="Accent", weight="Bolder")]}
    return {
        "type": "Container",
        "style": "emphasis",
        "spacing": "Small",
        "selectAction": buttons[0],
        "items": [words],
    }


def button(choice: Choice, echo: bool) -> dict[str, Any]:
    """One button; `echo` as in `card`."""
    title = shorten(choice.label, limit("teams", "button.title"))
    if choice.url:
        return {"type": "Action.OpenUrl", "title": title, "url": choice.url}
    data: dict[str, Any] = {PRESS: choice.value}
    if echo:
        value = json.dumps({PRESS: choice.value}, ensure_ascii=False)
        data["msteams"] = {"type": "messageBack", "text": choice.label, "displayText": choice.label, "value": value}
    made: dict[str, Any] = {"type": "Action.Submit", "title": title, "data": data}
    if choice.style in _STYLES:
        made["style"] = _STYLES[choice.style]
    return made
