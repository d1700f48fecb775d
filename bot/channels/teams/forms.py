"""A neutral Form as an Adaptive Card, with what is wrong beside each field. Pure.

https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-actions
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.channels.limits import limit
from bot.channels.teams.cards import PLACEHOLDER, WITH_INPUTS, carrying, heading, paragraphs, run, whole
from bot.channels.teams.parsing import PRESS, SENT
from bot.channels.teams.references import Reference
from bot.channels.teams.words import plain, shorten
from bot.channels.views import FORM, Field, Form

NEEDED = "Please answer this."
INSTEAD = 'This form needs a newer Teams. You can answer in a message instead: say "next".'
MOST_OPEN = 5
"""Up to so many choices stand open; more are folded into a list."""
MOST_TEXT = 1000
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def form_activity(form: Form, filled: Mapping[str, str], wrong: Mapping[str, str], to: Reference) -> dict[str, Any]:
    """The activity that shows a form."""
    return carrying(form_card(form, filled, wrong), form.title, to)


def form_card(form: Form, filled: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None) -> Any:
    """The card. `filled`: what was filled in before, in the place of what is known. `wrong`: by the field's key;
    what is about no field stands at the end."""
    filled, wrong = filled or {}, wrong or {}
    body = [*heading(form.title), *_note(form.note), *paragraphs(form.intro)]
    for field in form.fields:
        body.append(_input(field, filled.get(field.key, field.value)))
        if field.key in wrong:
            body.append(_beneath(wrong[field.key], "Attention"))
        if field.hint and field.hint != wrong.get(field.key):
            body.append(_beneath(field.hint))
    keys = {field.key for field in form.fields}
    body += [_beneath(text, "Attention") for key, text in wrong.items() if key not in keys]
    title = shorten(form.submit, limit("teams", "button.title"))
    data = {PRESS: FORM + form.key, SENT: True}
    return whole(
        body, [{"type": "Action.Submit", "title": title, "style": "positive", "data": data}], INSTEAD, WITH_INPUTS
    )


def _note(text: str) -> list[dict[str, Any]]:
    """What there is to know before it is sent again, apart from the rest."""
    return [{"type": "Container", "style": "warning", "items": paragraphs(text)}] if text else []


def _beneath(text: str, color: str = "") -> dict[str, Any]:
    """Small words under a field."""
    look = {"color": color} if color else {"isSubtle": True}
    return {"type": "RichTextBlock", "inlines": [run(plain(text), size="Small", **look)], "spacing": "Small"}


def _input(field: Field, value: str) -> dict[str, Any]:
    made: dict[str, Any] = {"id": field.key, "label": field.label, "spacing": "Large", **_kind(field, value)}
    if not field.optional:
        made |= {"isRequired": True, "errorMessage": NEEDED}
    return made


def _kind(field: Field, value: str) -> dict[str, Any]:
    """A number is asked for as text, since "about 40" is an answer that is kept as it is."""
    if field.options:
        return _choice(field, value)
    if field.kind == "date":
        return {"type": "Input.Date"} | ({"value": value} if _DAY.fullmatch(value) else {})
    return {
        "type": "Input.Text",
        "isMultiline": field.kind == "long",
        "maxLength": MOST_TEXT,
        "value": value[:MOST_TEXT],
    }


def _choice(field: Field, value: str) -> dict[str, Any]:
    options = [{"title": label, "value": key} for label, key in field.options][: limit("teams", "select.options")]
    held = {part.strip() for part in value.split(",")} if field.kind == "choices" else {value}
    chosen = ",".join(key for _, key in field.options if key in held)
    return {
        "type": "Input.ChoiceSet",
        "style": "expanded" if len(options) <= MOST_OPEN or field.kind == "choices" else "compact",
        "isMultiSelect": field.kind == "choices",
        "wrap": True,
        "placeholder": PLACEHOLDER,
        "choices": options,
    } | ({"value": chosen} if chosen else {})
