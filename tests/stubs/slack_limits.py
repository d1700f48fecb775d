"""What Slack refuses in a message or a view: the limits of bot/channels/limits.py and the shape of the blocks."""

from __future__ import annotations

import json
from typing import Any

from bot.channels.limits import limit

Json = dict[str, Any]


def trouble_with_message(args: Json) -> str:
    """The error that Slack would give for these arguments of chat.postMessage; empty when there is none."""
    text, blocks = args.get("text", ""), args.get("blocks", [])
    if not text and not blocks:
        return "no_text"
    if len(text) > 40_000:
        return "msg_too_long"
    if len(blocks) > _most("message.blocks"):
        return "invalid_blocks"
    if "metadata" in args and len(json.dumps(args["metadata"]).encode()) > _most("metadata.bytes"):
        return "metadata_too_large"
    if sum(len(held) for block in blocks for held in _texts(block)) > _most("message.block_text") * 1.1:
        return "msg_blocks_too_long"
    return trouble_with_blocks(blocks, "message")


def trouble_with_view(view: Any, kind: str) -> str:
    """The error that Slack would give for a view."""
    if not isinstance(view, dict) or view.get("type") != kind:
        return "invalid_arguments"
    if len(json.dumps(view).encode()) > _most("view.bytes"):
        return "view_too_large"
    blocks = view.get("blocks", [])
    if not blocks or len(blocks) > _most("view.blocks"):
        return "invalid_arguments"
    if len(view.get("private_metadata", "")) > _most("view.private_metadata"):
        return "invalid_arguments"
    if kind == "modal":
        if not 0 < len(view.get("title", {}).get("text", "")) <= _most("view.title"):
            return "invalid_arguments"
        if len(view.get("submit", {}).get("text", "")) > _most("view.submit"):
            return "invalid_arguments"
    return trouble_with_blocks(blocks, kind)


def trouble_with_blocks(blocks: list[Json], where: str) -> str:
    """Every block and element by Slack's reference."""
    seen_blocks: set[str] = set()
    for block in blocks:
        block_id = block.get("block_id", "")
        if len(block_id) > _most("block_id") or (block_id and block_id in seen_blocks):
            return "invalid_blocks"
        seen_blocks.add(block_id)
        if _bad(block, where) or _twice(block):
            return "invalid_blocks"
    return ""


def _twice(block: Json) -> bool:
    """An action id is unique in its block."""
    ids = [element["action_id"] for element in _elements(block) if "action_id" in element]
    return len(ids) != len(set(ids))


def _bad(block: Json, where: str) -> bool:
    kind = block.get("type")
    if kind == "section":
        return _bad_section(block)
    if kind == "header":
        return block["text"].get("type") != "plain_text" or not 0 < len(block["text"]["text"]) <= _most("header.text")
    if kind == "actions":
        elements = block.get("elements", [])
        return not 0 < len(elements) <= _most("actions.elements") or any(_bad_element(one) for one in elements)
    if kind == "context":
        return not 0 < len(block.get("elements", [])) <= _most("context.elements")
    if kind == "input":
        too_long = len(block["label"]["text"]) > _most("input.label") or where == "message"
        return too_long or _bad_element(block["element"])
    return kind != "divider"


def _bad_section(block: Json) -> bool:
    text, fields = block.get("text", {}).get("text", ""), block.get("fields", [])
    if not text and not fields:
        return True
    if len(text) > _most("section.text") or len(fields) > _most("section.fields"):
        return True
    if any(not 0 < len(one["text"]) <= _most("section.field") for one in fields):
        return True
    return "accessory" in block and _bad_element(block["accessory"])


def _bad_element(element: Json) -> bool:
    if len(element.get("action_id", "")) > _most("action_id"):
        return True
    kind = element.get("type")
    if kind == "button":
        return (
            not 0 < len(element["text"]["text"]) <= _most("button.text")
            or len(element.get("value", "")) > _most("button.value")
            or len(element.get("url", "")) > _most("button.url")
            or len(element.get("accessibility_label", "")) > _most("button.accessibility_label")
            or element.get("style") not in (None, "primary", "danger")
        )
    if kind in ("static_select", "overflow", "radio_buttons", "checkboxes", "multi_static_select"):
        options = element.get("options", [])
        most = _most("overflow.options" if kind == "overflow" else "select.options")
        return not 0 < len(options) <= most or any(_bad_option(one) for one in options)
    if kind == "plain_text_input":
        return int(element.get("max_length", 1)) > _most("plain_text_input.max_length")
    return kind not in ("datepicker", "users_select", "url_text_input", "number_input")


def _bad_option(option: Json) -> bool:
    return not 0 < len(option["text"]["text"]) <= _most("option.text") or not 0 < len(option["value"]) <= _most(
        "option.value"
    )


def _elements(block: Json) -> list[Json]:
    one = [block[key] for key in ("accessory", "element") if key in block]
    return one + (block.get("elements", []) if block.get("type") == "actions" else [])


def _texts(block: Json) -> list[str]:
    return [block.get("text", {}).get("text", ""), *(field["text"] for field in block.get("fields", []))]


def _most(what: str) -> int:
    return limit("slack", what)
