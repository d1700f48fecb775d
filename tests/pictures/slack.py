"""Slack's blocks drawn as plain HTML, near to how Slack shows them. It draws what the bot sent, and nothing else; a
block that it does not know is an error, so that no picture leaves something out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

Block = dict[str, Any]
STYLE = """
body {margin: 0; padding: 16px; background: #fff; color: #1d1c1d; font: 15px/1.46 Lato, "Noto Sans", sans-serif}
.said {display: flex; gap: 8px; margin-bottom: 16px} .said > div:last-child {flex: 1; min-width: 0}
.face {flex: none; width: 36px; height: 36px; border-radius: 6px; background: #0b4f4a; color: #fff; display: grid;
place-items: center; font-weight: 700} .mine .face {background: #e0b252; color: #1d1c1d}
h2 {font-size: 18px; margin: 12px 0 4px} p {margin: 0 0 4px} hr {border: 0; border-top: 1px solid #ddd}
.section {display: flex; gap: 12px; align-items: flex-start; margin: 8px 0} .section > div {flex: 1; min-width: 0}
.fields {display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px} .context {color: #616061; font-size: 13px}
.actions {display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0}
button {font: inherit; font-weight: 700; font-size: 13px; padding: 4px 12px; border: 1px solid #bbb;
border-radius: 4px; background: #fff; color: inherit}
.primary {background: #007a5a; border-color: #007a5a; color: #fff}
.danger {background: #e01e5a; border-color: #e01e5a; color: #fff} .name {font-weight: 900}
"""
_SIGNS = str.maketrans({"✅": "✔", "🟡": "◐", "⬜": "○", "🔒": "◌", "👤": "●"})
"""Emoji that not every machine has a font for."""
_MARKS = ((r"\*([^*\n]+)\*", "b"), (r"(?<!\w)_([^_\n]+)_(?!\w)", "i"), (r"~([^~\n]+)~", "s"))


def page(parts: Iterable[str]) -> str:
    """The whole, as a page."""
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{''.join(parts)}"


def said(who: str, blocks: Iterable[Block], mine: bool = False) -> str:
    """One message."""
    face = f'<div class="face">{escape(who[:1])}</div>'
    words = f'<div><p class="name">{escape(who)}</p>{drawn(blocks)}</div>'
    return f'<div class="said{" mine" if mine else ""}">{face}{words}</div>'


def drawn(blocks: Iterable[Block]) -> str:
    """Blocks one below the other."""
    return "".join(_BLOCKS[block["type"]](block) for block in blocks)


def _text(text: Block) -> str:
    shown = escape(str(text["text"]), quote=False).replace("&amp;", "&")
    if text["type"] == "mrkdwn":
        shown = re.sub(r"&lt;(https?://[^|&]+)\|([^&]+)&gt;", r'<a href="\1">\2</a>', shown)
        for pattern, tag in _MARKS:
            shown = re.sub(pattern, rf"<{tag}>\1</{tag}>", shown)
    return shown.translate(_SIGNS).replace("\n", "<br>")


def _element(element: Block) -> str:
    if element["type"] == "static_select":
        return f"<button>{_text(element['placeholder'])} ⌄</button>"
    if element["type"] == "button":
        return f'<button class="{element.get("style", "")}">{_text(element["text"])}</button>'
    return _text(element)


def _section(block: Block) -> str:
    fields = "".join(f"<p>{_text(field)}</p>" for field in block.get("fields", ()))
    text = f"<p>{_text(block['text'])}</p>" if "text" in block else ""
    accessory = _element(block["accessory"]) if "accessory" in block else ""
    told = f'<div>{text}<div class="fields">{fields}</div></div>' if fields else f"<div>{text}</div>"
    return f'<div class="section">{told}{accessory}</div>'


_BLOCKS: dict[str, Callable[[Block], str]] = {
    "header": lambda block: f"<h2>{_text(block['text'])}</h2>",
    "section": _section,
    "divider": lambda block: "<hr>",
    "context": lambda block: f'<div class="context">{" ".join(map(_element, block["elements"]))}</div>',
    "actions": lambda block: f'<div class="actions">{"".join(map(_element, block["elements"]))}</div>',
}
