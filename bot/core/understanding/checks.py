"""What any candidate for a fact must pass, whoever proposes it."""

from __future__ import annotations

from datetime import date

from bot.core.language.lexicon import Lexicon, Shape
from bot.core.model.reading import Understood

FIELDS: dict[Shape, dict[str, str]] = {
    "decision": {"outcome": "outcome", "date": "date", "body": "body", "minute_ref": "text"},
    "consultation": {
        "state": "consulted", "method": "list:method", "invited": "count", "took_part": "count",
        "approximate": "true", "date": "date",
    },
    "agreement": {"state": "settled", "date": "date"},
    "publication": {"state": "shown", "url": "url"},
    "oversight": {"state": "shown", "url": "url", "mechanism": "list:mechanism"},
    "rhythm": {"frequency": "frequency", "last": "date"},
    "choice": {"choice": "list:choice"},
}  # fmt: skip
STATES = {
    "consulted": ("not_yet", "planned", "under_way", "done"),
    "settled": ("not_yet", "in_progress", "agreed"),
    "shown": ("not_yet", "planned", "published"),
}
_ALWAYS = {"outcome": ("not_yet", "scheduled")}


def values_of(kind: str, lexicon: Lexicon) -> set[str]:
    """What a value of this kind may be, in this vocabulary."""
    return {p.value for p in lexicon.phrases if p.kind == kind} | set(_ALWAYS.get(kind, ()))


def allowed(fact: Understood, lexicon: Lexicon) -> bool:
    """True for a fact of a known step and field whose value is of the right kind."""
    step, _, field = fact.name.partition(".")
    if step == "owner":
        return (field == "person" and isinstance(fact.value, str)) or (
            field == "step" and fact.value in lexicon.shape_of
        )
    if step == "reminders":
        return field == "until" and isinstance(fact.value, str) and _is_day(fact.value)
    kind = FIELDS[lexicon.shape_of[step]].get(field) if step in lexicon.shape_of else None
    return kind is not None and _fits(kind, fact, lexicon)


def _fits(kind: str, fact: Understood, lexicon: Lexicon) -> bool:
    value = fact.value
    if kind == "date":
        return isinstance(value, str) and all(_is_day(part) for part in value.split("/")) and value.count("/") == 1
    if kind == "count":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind == "true":
        return value is True
    if kind == "url":
        return isinstance(value, str) and value.startswith(("http://", "https://"))
    if kind == "text":
        return isinstance(value, str) and bool(value.strip())
    if kind.startswith("list:"):
        known = values_of(kind.removeprefix("list:"), lexicon)
        return isinstance(value, tuple) and bool(value) and set(value) <= known
    if kind in STATES:
        return value in STATES[kind]
    return value in values_of(kind, lexicon)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
