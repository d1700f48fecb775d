"""Forms as modals: a neutral Form -> a view, and what was filled in -> fields. Pure.

https://docs.slack.dev/surfaces/modals · https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
"""

from __future__ import annotations

from typing import Any

from bot.channels.limits import limit
from bot.channels.slack import blocks, mrkdwn
from bot.channels.slack.blocks import Block
from bot.channels.slack.payloads import Json, dict_at, list_at, text_at
from bot.channels.slack.views import Field, Form

ACTION = "answer"
PREFIX = "form:"


def render(form: Form) -> dict[str, Any]:
    """The view of views.open. A title that is too long for its bar stands above the form in full."""
    most = limit("slack", "view.title")
    whole = [{"type": "header", "text": _plain(form.title, limit("slack", "header.text"))}]
    return {
        "type": "modal",
        "callback_id": PREFIX + form.key,
        "title": _plain(form.title, most),
        "submit": _plain(form.submit, limit("slack", "view.submit")),
        "close": _plain(form.cancel, limit("slack", "view.submit")),
        "blocks": [
            *(whole if len(form.title) > most else []),
            *blocks.sections(mrkdwn.render(form.note)),
            *blocks.sections(mrkdwn.render(form.intro)),
            *(_input(field) for field in form.fields),
        ],
    }


def key_of(body: Json) -> str:
    """Which form a view_submission is of; empty when it is none of ours."""
    callback = text_at(body, "view", "callback_id")
    return callback.removeprefix(PREFIX) if callback.startswith(PREFIX) else ""


def filled(body: Json) -> tuple[tuple[str, str], ...]:
    """What was filled in, in the form's order; what was left empty, or emptied, is an empty answer."""
    values = dict_at(body, "view", "state", "values")
    order = [text_at(block, "block_id") for block in list_at(body, "view", "blocks")]
    keys = sorted(values, key=lambda key: order.index(key) if key in order else len(order))
    return tuple((key, _answer(dict_at(values, key, ACTION))) for key in keys if isinstance(key, str))


def errors(wrong: dict[str, str], body: Json) -> dict[str, Any]:
    """The answer that shows each error beside its field; one about no field stands beside the first."""
    known = list(dict_at(body, "view", "state", "values"))
    shown = {key if key in known else known[0]: text for key, text in wrong.items()} if known else {}
    return {"response_action": "errors", "errors": shown}


def once_more(form: Form) -> dict[str, Any]:
    """The answer that puts a form in the place of the one that was sent."""
    return {"response_action": "update", "view": render(form)}


def _answer(state: Json) -> str:
    several = [text_at(option, "value") for option in list_at(state, "selected_options")]
    one = text_at(state, "value") or text_at(state, "selected_date") or text_at(state, "selected_option", "value")
    return (one or ", ".join(value for value in several if value)).strip()


def _input(field: Field) -> Block:
    made: Block = {
        "type": "input",
        "block_id": field.key,
        "optional": field.optional,
        "label": _plain(field.label, limit("slack", "input.label")),
        "element": _element(field),
    }
    if field.hint:
        made["hint"] = _plain(field.hint, limit("slack", "input.hint"))
    return made


def _element(field: Field) -> Block:
    """A number is a text field too: "about 40" is an answer, and Slack's field for numbers takes digits only."""
    if field.kind == "date":
        return _base("datepicker", {"initial_date": field.value})
    if field.kind == "choice":
        options = [_option(*one) for one in field.options]
        chosen = next((one for one in options if one["value"] == field.value), None)
        return _base("static_select", {"options": options, "initial_option": chosen})
    if field.kind == "choices":
        options = [_option(*one) for one in field.options]
        held = {value.strip() for value in field.value.split(",")}
        chosen_ones = [one for one in options if one["value"] in held]
        return _base(
            "checkboxes" if len(options) <= 10 else "multi_static_select",
            {"options": options, "initial_options": chosen_ones},
        )
    most = limit("slack", "plain_text_input.max_length")
    return _base(
        "plain_text_input",
        {"multiline": field.kind == "long", "max_length": most, "initial_value": field.value[:most]},
    )


def _base(kind: str, more: dict[str, Any]) -> Block:
    return {"type": kind, "action_id": ACTION} | {
        key: value for key, value in more.items() if value not in ("", None, [])
    }


def _option(label: str, value: str) -> Block:
    return {"text": _plain(label, limit("slack", "option.text")), "value": value}


def _plain(text: str, most: int) -> Block:
    short = text if len(text) <= most else blocks.cut(text, most - 1).rstrip() + "…"
    return {"type": "plain_text", "text": short or "—", "emoji": True}
