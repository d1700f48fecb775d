"""Who does what, in people's own words: the grammar alone, which knows neither steps nor people."""

from __future__ import annotations

import pytest

from bot.core.language.doing import ME, Says, doings
from bot.core.language.mentions import is_outside, only_mentioned, tells_activity


def _found(text: str) -> list[tuple[Says, str, str]]:
    return [(d.says, d.who, d.what) for _, found in doings(text, ("Priya", "Dan")) for d in found[:1]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my colleague Sam Okafor in comms will do the website", [(Says.TAKES, "Sam Okafor", "the website")]),
        ("priya can take the staff bit please", [(Says.TAKES, "priya", "the staff bit")]),
        ("the minutes are Dan's job", [(Says.TAKES, "Dan", "the minutes")]),
        ("I'll do colleagues myself", [(Says.TAKES, ME, "colleagues")]),
        ("take Sam off it", [(Says.LEAVES, "Sam", "it")]),
        ("Dan isn't doing the board any more", [(Says.LEAVES, "Dan", "the board")]),
        ("those arent mine… i just do comms", [(Says.LEAVES, ME, "those"), (Says.ONLY, ME, "comms")]),
        ("can you ask someone else for board, staff n residents?", [(Says.LEAVES, ME, "board, staff n residents")]),
        ("who has Priya got", [(Says.ASKS_WHAT, "Priya", "")]),
        ("whos doing the website?", [(Says.ASKS_WHO, "", "the website")]),
        ("Priya does tenants and Dan the board", [(Says.TAKES, "Priya", "tenants"), (Says.TAKES, "Dan", "board")]),
        ("I'm the governance manager", []),
        ("we surveyed residents in May", []),
    ],
)  # fmt: skip
def test_what_is_said(text: str, found: list[tuple[Says, str, str]]) -> None:
    assert _found(text) == found


def test_who_asked_is_no_taker() -> None:
    assert only_mentioned("Margaret told me to write here", "Margaret")
    assert not only_mentioned("Margaret told me that Margaret does residents", "Margaret")


def test_an_activity_is_no_step() -> None:
    assert tells_activity("Callum is doing a drop-in for residents next week")
    assert tells_activity("Dan is taking the charter to the board on 9 December")
    assert not tells_activity("Dan is taking the board step")


def test_residents_and_members_of_the_board_are_no_colleagues() -> None:
    assert is_outside("our chair Linda will take the board bit")
    assert is_outside("Joan, one of our tenants, does the newsletter")
    assert not is_outside("Linda in governance takes the board bit")
