"""A form as a page shows it: its fields with what is known or was typed, and what is wrong with them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.channels.views import Field, Form
from bot.core.model.read_back import ReadBack, ReadLine

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One choice of a field: its label, its value, and whether it is chosen."""

    id: str
    label: str
    value: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field."""

    id: str
    field: Field
    value: str
    boxes: tuple[Box, ...] = ()
    error: str = ""
    now: str = ""
    """What is recorded now, where something else was typed."""

    @property
    def first(self) -> str:
        """Where a link to the field leads."""
        return self.boxes[0].id if self.boxes else self.id

    @property
    def described_by(self) -> str:
        """The ids of what explains it."""
        parts = (("hint", self.field.hint), ("now", self.now), ("error", self.error))
        return " ".join(f"{self.id}-{what}" for what, there in parts if there)


def fields_of(form: Form, answers: Mapping[str, Sequence[str]]) -> Fields:
    """What came back of each field of the form, as the core takes it: several choices with commas between."""
    return tuple((f.key, ", ".join(v.strip() for v in answers.get(f.key, ()) if v.strip())) for f in form.fields)


def shown(form: Form, typed: Mapping[str, str], wrong: Mapping[str, str], compared: bool = False) -> list[ShownField]:
    """The form's fields, with what was typed in the place of what is known. `compared`: where these differ, what is
    recorded now stands beside it."""
    return [_shown(f, typed.get(f.key, f.value), wrong.get(f.key, ""), compared) for f in form.fields]


def _shown(field: Field, value: str, error: str, compared: bool) -> ShownField:
    name = f"f-{field.key.replace('.', '-')}"
    picked = {part.strip() for part in value.split(",")} if field.kind == "choices" else {value}
    boxes = tuple(Box(f"{name}-{n}", label, v, v in picked) for n, (label, v) in enumerate(field.options))
    now = said(field, field.value) if compared and value != field.value else ""
    return ShownField(name, field, value, boxes, error, now)


def said(field: Field, value: str) -> str:
    """A value as it is read: the labels of choices."""
    picked = {part.strip() for part in value.split(",")} if field.kind == "choices" else {value}
    return ", ".join(label for label, v in field.options if v in picked) or value or "nothing"


def kept_typed(form: Form, typed: Fields, told: Iterable[str]) -> dict[str, str]:
    """What was typed that says something new; of the others, what the form shows now stands."""
    news = set(told)
    return {name: text for name, text in typed if name in news}


def changes_of(back: ReadBack | None) -> tuple[ReadLine, ...]:
    """What would change, line by line."""
    return back.changes if back is not None else ()


def added_by(back: ReadBack | None) -> tuple[ReadLine, ...]:
    """What would be new, line by line."""
    entries = back.entries if back is not None else ()
    return tuple(line for entry in entries for line in entry.lines if not line.before)
