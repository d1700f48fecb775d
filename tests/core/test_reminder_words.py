"""Words on reminders: found whole, and not found in sentences about something else."""

from __future__ import annotations

import pytest

from bot.core.people.codes import LINK_LIKE
from bot.core.people.leaving import _LEAVING
from bot.core.people.places import asks_for_code
from bot.core.reminders import words as words
from bot.core.turn.wording import plain

STEPS = ("board", "residents", "way_forward")


@pytest.mark.parametrize(
    "text",
    ["chase me less", "Please remind me less often", "less often please", "fewer reminders", "Not so often.",
     "that's too many reminders", "nudge us a bit less", "could you bother me less?"],
)  # fmt: skip
def test_less_often(text: str) -> None:
    assert words.is_less(text)


@pytest.mark.parametrize(
    "text", ["we met less often this year", "the board wants fewer reminders sent to tenants", "less"]
)
def test_not_less_often(text: str) -> None:
    assert not words.is_less(text)


@pytest.mark.parametrize(
    ("text", "everybody", "step", "rest"),
    [
        ("Pause reminders for everyone", True, "", "pause reminders"),
        ("stop chasing me about the board", False, "board", "stop chasing me"),
        ("snooze the lot for all of us until January", True, "", "snooze the lot until january"),
        ("remind me about the way forward next week", False, "way_forward", "remind me next week"),
        ("remind me on the board meeting", False, "", "remind me on the board meeting"),
        ("stop", False, "", "stop"),
    ],
)
def test_whom_and_what_it_is_about(text: str, everybody: bool, step: str, rest: str) -> None:
    assert words.about(text, STEPS) == words.About(everybody, step, rest)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("We're closed from 21 December to 4 January", "from 21 december to 4 january"),
        ("the office is shut on 24 December", "on 24 december"),
        ("we are closed", ""),
        ("the board closed the item", None),
        ("we closed the consultation in May", None),
        ("we closed on 3 March with 40 responses", None),
        ("we close from 20 July to 31 July", "from 20 july to 31 july"),
    ],
)
def test_closures(text: str, when: str | None) -> None:
    assert words.closure(text) == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("ask me on 29 October", "on 29 october"),
        ("please remind me again next week", "next week"),
        ("ask me after Easter", "after easter"),
        ("ask residents in May", None),
        ("remind me what we recorded", None),
    ],
)
def test_later(text: str, when: str | None) -> None:
    assert words.later(text) == when


@pytest.mark.parametrize(
    "text", ["I'm leaving on Friday", "my last day is 4 May", "I finish on the 3rd", "I've got a new job"]
)
def test_leaving(text: str) -> None:
    assert _LEAVING.search(plain(text))


@pytest.mark.parametrize(
    "text", ["Priya is leading on residents", "we are leaving it for now", "last day of the survey"]
)
def test_not_leaving(text: str) -> None:
    assert not _LEAVING.search(plain(text))


def test_linking() -> None:
    assert asks_for_code("link my Teams")
    assert asks_for_code("I'm in Slack too")
    assert not asks_for_code("here is the link https://example.org")
    assert LINK_LIKE.search("link-abcd-2345")
    assert not LINK_LIKE.search("the link is here")
