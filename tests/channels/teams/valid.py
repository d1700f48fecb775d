"""What the published schema of Adaptive Cards, of the version that a card names, has to complain about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from bot.channels.teams.cards import CONTENT_TYPE

SCHEMAS = Path(__file__).parent / "schemas"


@cache
def _validator(version: str) -> jsonschema.Draft6Validator:
    schema = json.loads((SCHEMAS / f"adaptive-card-{version}.json").read_text(encoding="utf-8-sig"))
    jsonschema.Draft6Validator.check_schema(schema)
    return jsonschema.Draft6Validator(schema)


def complaints(card: dict[str, Any]) -> list[str]:
    """The deepest cause of each error. A version whose schema is not kept raises."""
    return [_deepest(error) for error in _validator(card["version"]).iter_errors(card)]


def _deepest(error: jsonschema.ValidationError) -> str:
    """Of the many kinds that a part might have been, the error of the kind that it says it is."""
    while error.context:
        error = max(error.context, key=lambda each: ("type" not in each.path, len(each.absolute_path)))
    return f"{error.json_path}: {error.message[:200]}"


def cards_in(activity: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The cards that an activity carries."""
    for attachment in activity.get("attachments", ()):
        if attachment["contentType"] == CONTENT_TYPE:
            yield attachment["content"]
