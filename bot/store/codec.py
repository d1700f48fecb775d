"""Frozen values to JSON and back, the same for every store.

Fields at their default are left out, and fields that are not known are passed over: a row written before a field
was added, or by a later version, is still read.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Hashable
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")

Reader = Callable[[Any], Any]


def time_text(at: datetime) -> str:
    """A time as text that sorts: UTC, six decimals. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"the time {at.isoformat()} has no zone: times are aware, in UTC")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def time_of(text: str) -> datetime:
    """The time that `time_text` wrote."""
    return datetime.fromisoformat(text)


def maybe_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def maybe_time_text(at: datetime | None) -> str | None:
    return None if at is None else time_text(at)


def maybe_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def maybe_day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def dumps(value: Any) -> str:
    """A value of the model as compact JSON."""
    return clean(_ENCODER.encode(value))


def loads(kind: type[T], text: str) -> T:
    """The value that `dumps` wrote. Raises ValueError when it is none of `kind`."""
    return typing.cast("T", reader_of(kind)(json.loads(text)))


def clean(text: str) -> str:
    """The text without lone surrogates, which no store can keep (they come from broken JSON)."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _plain(value: Any) -> Any:
    """One level of what the JSON encoder does not know: a dataclass, a time, a day, a name of an enumeration."""
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    kind: Any = type(value)
    return {name: item for name, default in _fields(kind) if (item := getattr(value, name)) != default}


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_plain)


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass with their defaults (an object that equals nothing where there is none)."""

    def default(field: dataclasses.Field[Any]) -> Any:
        if field.default is not dataclasses.MISSING:
            return field.default
        return object() if field.default_factory is dataclasses.MISSING else field.default_factory()

    return tuple((field.name, default(field)) for field in dataclasses.fields(kind))


def reader_of(kind: Any) -> Reader:
    """How a value of this type is read from what JSON has."""
    return _reader_of(kind)


@cache
def _reader_of(kind: Hashable) -> Reader:
    if dataclasses.is_dataclass(kind):
        return _dataclass_reader(typing.cast("type", kind))
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _union_reader(args)
    if origin is tuple:
        return _tuple_reader(args)
    if origin is frozenset:
        return _frozenset_reader(args[0])
    if kind is datetime:
        return datetime.fromisoformat
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _as_it_is


def _frozenset_reader(of: Any) -> Reader:
    read = reader_of(of)
    return lambda value: frozenset(map(read, value))


def _as_it_is(value: Any) -> Any:
    return value


def _dataclass_reader(kind: type) -> Reader:
    hints = typing.get_type_hints(kind)
    readers = {field.name: reader_of(hints[field.name]) for field in dataclasses.fields(kind)}

    def read(value: Any) -> Any:
        try:
            return kind(**{name: readers[name](item) for name, item in value.items() if name in readers})
        except (TypeError, AttributeError) as error:
            raise ValueError(f"not a {kind.__name__}: {error}") from error

    return read


def _tuple_reader(args: tuple[Any, ...]) -> Reader:
    if len(args) == 2 and args[1] is Ellipsis:
        each = reader_of(args[0])
        return lambda value: tuple(each(item) for item in value)
    readers = tuple(reader_of(arg) for arg in args)
    return lambda value: tuple(read(item) for read, item in zip(readers, value, strict=True))


def _union_reader(args: tuple[Any, ...]) -> Reader:
    """Lists go to the tuple among the alternatives, dictionaries to the dataclass, dates to the date."""
    for_list: Reader = _as_it_is
    for_dict: Reader = _as_it_is
    for_text: Reader = _as_it_is
    for arg in args:
        if typing.get_origin(arg) is tuple:
            for_list = reader_of(arg)
        elif dataclasses.is_dataclass(arg):
            for_dict = reader_of(arg)
        elif arg in (date, datetime):
            for_text = reader_of(arg)

    def read(value: Any) -> Any:
        if isinstance(value, list):
            return for_list(value)
        if isinstance(value, dict):
            return for_dict(value)
        return for_text(value) if isinstance(value, str) else value

    return read
