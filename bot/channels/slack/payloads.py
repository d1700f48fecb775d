"""Safe reading of Slack's JSON: a path that is not there, or not what it should be, is an empty value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

Json = Mapping[str, Any]

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class MalformedError(ValueError):
    """The body is not what its content type says."""


def text_at(data: Any, *path: str) -> str:
    """The text at this path, or an empty text."""
    for key in path:
        if not isinstance(data, dict):
            return ""
        data = data.get(key)
    return data if isinstance(data, str) else ""


def dict_at(data: Any, *path: str) -> Json:
    """The object at this path, or an empty one."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def list_at(data: Any, *path: str) -> list[Any]:
    """The list at this path, or an empty one."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, list) else []


def read_body(raw: bytes, content_type: str) -> dict[str, Any]:
    """A request's body as one object: JSON, a form with `payload`, or a plain form (slash commands)."""
    try:
        text = raw.decode("utf-8")
        if content_type == JSON:
            return _as_object(json.loads(text))
        if not text:
            raise MalformedError("empty")
        form = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=200))
        return _as_object(json.loads(form["payload"])) if "payload" in form else dict(form)
    except MalformedError:
        raise
    except (ValueError, RecursionError) as trouble:
        raise MalformedError(type(trouble).__name__) from None


def _as_object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MalformedError("not an object")
    return value
