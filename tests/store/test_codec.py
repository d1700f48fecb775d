"""Values to JSON and back: nothing is lost, what is not known is passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Address, Assignment, DialogueState, Message, PersonState
from bot.core.model.reading import Understood
from bot.store import codec


@pytest.mark.parametrize("kind", [Address, Message, PersonState, Assignment, DialogueState, Understood])
def test_every_kind_comes_back(kind: type) -> None:
    @given(st.builds(kind, **({"value": VALUES} if kind is Understood else {})))
    def check(value: Any) -> None:
        assert codec.loads(kind, codec.dumps(value)) == value

    check()


VALUES = st.one_of(st.text(), st.integers(), st.booleans(), st.lists(st.text()).map(tuple))
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(str, st.text(st.characters(exclude_categories=["Cs"])))


@dataclass(frozen=True)
class Wide:
    value: str | int | bool | tuple[str, ...]
    on: date | None = None
    pair: tuple[int, str] = (0, "")
    at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


def test_types_are_kept_apart() -> None:
    for value in (True, 1, "1", ("1",), ()):
        read = codec.loads(Wide, codec.dumps(Wide(value, date(2026, 3, 3), (1, "x"))))
        assert (read.value, type(read.value), read.on, read.pair) == (value, type(value), date(2026, 3, 3), (1, "x"))


def test_fields_of_another_version_are_passed_over_or_take_their_default() -> None:
    assert codec.loads(DialogueState, '{"stamp":3,"of_tomorrow":[1]}') == DialogueState(stamp=3)
    assert codec.dumps(DialogueState()) == "{}"


def test_half_a_letter_from_broken_json_is_no_trouble() -> None:
    message = Message("Board \ud83c said yes", facts=(("\udfff", "é"),))
    assert codec.loads(Message, codec.dumps(message)) == Message("Board ? said yes", facts=(("?", "é"),))


@pytest.mark.parametrize("text", ["[]", "3", '{"stamp"', "null"])
def test_what_is_none_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError):
        codec.loads(DialogueState, text)


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=5))])),
    st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC)),
)
def test_times_sort_as_text(one: datetime, two: datetime) -> None:
    assert (codec.time_text(one) < codec.time_text(two)) == (one < two)
    assert codec.time_of(codec.time_text(one)) == one


def test_a_time_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="no zone"):
        codec.time_text(datetime(2026, 1, 1))
