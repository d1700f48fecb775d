"""Delivery policy, row by row: what is kept beside a message, what is done when it is due, when it is given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core import delivery
from bot.core.delivery import (
    NO_HOURS,
    NOBODY,
    OTHERS_ASKED,
    RETRIES,
    RULES,
    AfterGone,
    Channels,
    Drop,
    Elsewhere,
    Ending,
    Fail,
    Head,
    Known,
    PutOff,
    Send,
    Sort,
    decide,
)
from bot.core.model import Address, Message, Outgoing

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLACE = Address("chat", "T1", "D1")
OWN, OLDER, TERMINAL = Address("chat", "T1", "D2"), Address("mail", "T1", "D3"), Address("shell", "here", "1")
LEAD, TEAM = Address("chat", "T1", "D-lead"), Address("chat", "T1", "C-team", private=False)
CHANNELS = Channels(histories=frozenset({"page"}), mailboxes=frozenset({"chat", "mail", "page"}))
SERVED = ("chat", "mail", "page", "shell")

ANSWER = Head(
    rank=RULES[Sort.ANSWER].rank, person="", address=PLACE, reminder="", overtaken_by=(), newest_then=0, windows=(),
    attempts=0, doubts=0, leased=False, diverted="", kept_at=NOW - HOUR,
)  # fmt: skip
TO_PERSON = replace(ANSWER, person="sam", address=None)
REMINDER = replace(
    TO_PERSON, rank=RULES[Sort.REMINDER].rank, reminder="r1", overtaken_by=("board", "residents"), newest_then=7
)
QUIET = Known(newest_fact=7, places=(OWN,))
"""Nothing was said since the reminder was made."""


def done(head: Head, known: Known) -> delivery.Decision:
    return decide(head, known, NOW, CHANNELS, SERVED)


class TestKept:
    def test_a_place_has_a_lane_and_a_person_has_one(self) -> None:
        assert delivery.kept(Outgoing(Message("x"), PLACE), Sort.ANSWER, NOW).lane == PLACE.lane
        assert delivery.kept(Outgoing(Message("x"), person="sam"), Sort.ANSWER, NOW).lane == "person:sam"

    def test_answers_go_before_reminders_and_those_before_briefings(self) -> None:
        ranks = [delivery.kept(Outgoing(Message("x"), PLACE), sort, NOW).rank for sort in Sort]
        assert list(Sort) == [Sort.ANSWER, Sort.REMINDER, Sort.BRIEFING]
        assert ranks == sorted(set(ranks))

    def test_what_overtakes_it_and_when_it_is_given_up(self) -> None:
        kept = delivery.kept(Outgoing(Message("x"), person="sam", unless_step="board residents"), Sort.REMINDER, NOW)
        assert (kept.overtaken_by, kept.give_up) == (("board", "residents"), NOW + 24 * HOUR)


class TestDue:
    def test_an_answer_goes_to_its_place(self) -> None:
        assert done(ANSWER, Known()) == Send(PLACE, "", "")

    def test_an_answer_to_a_place_that_is_gone_is_given_up(self) -> None:
        assert done(ANSWER, Known(address_gone=True)) == Fail(NOBODY)

    def test_a_channel_that_is_not_served_here(self) -> None:
        assert decide(TO_PERSON, Known(places=(OLDER,)), NOW, CHANNELS, ("chat",)) == Elsewhere("mail")

    @pytest.mark.parametrize(
        ("known", "address", "diverted"),
        [
            (Known(places=(OWN, OLDER), leads=(("lead", (LEAD,)),), team=TEAM), OWN, ""),
            (Known(places=(TERMINAL, OLDER), team=TEAM), OLDER, ""),
            (Known(places=(TERMINAL,), leads=(("lead", (LEAD,)),)), TERMINAL, ""),
            (Known(leads=(("away", ()), ("lead", (LEAD,))), team=TEAM), LEAD, "lead"),
            (Known(leads=(("away", ()),), team=TEAM), TEAM, "team"),
        ],
        ids=["last met", "a terminal last", "a terminal before others", "the lead", "the team"],
    )
    def test_whom_a_message_to_a_person_falls_back_to(self, known: Known, address: Address, diverted: str) -> None:
        assert done(TO_PERSON, known) == Send(address, diverted, "")

    def test_nobody_can_be_reached(self) -> None:
        assert done(TO_PERSON, Known()) == Fail(NOBODY)

    def test_one_that_was_tried_keeps_its_address_while_that_lives(self) -> None:
        tried = replace(TO_PERSON, address=LEAD, attempts=1, diverted="lead")
        assert done(tried, Known(places=(OWN,))) == Send(LEAD, "lead", "")
        assert done(tried, Known(places=(OWN,), address_gone=True)) == Send(OWN, "", "")

    def test_in_whose_history_it_is_put(self) -> None:
        page = Address("page", "", "b1")
        assert done(TO_PERSON, Known(places=(page,))) == Send(page, "", "sam")
        assert done(TO_PERSON, Known(leads=(("lead", (page,)),))) == Send(page, "lead", "lead")
        assert done(TO_PERSON, Known(team=page)) == Send(page, "team", "sam")
        again = replace(TO_PERSON, attempts=1, address=page)
        assert done(again, Known(places=(page,))) == Send(page, "", ""), "its line was written at the first attempt"


class TestReminders:
    def test_it_goes_when_nothing_was_said(self) -> None:
        assert done(REMINDER, QUIET) == Send(OWN, "", "")

    @pytest.mark.parametrize(
        "known",
        [
            replace(QUIET, newest_fact=8),
            replace(QUIET, left=True),
            replace(QUIET, with_officer=True),
            replace(QUIET, hushed_at=NOW),
        ],
        ids=["an answer", "left", "talking to an officer", "pointed to help"],
    )
    def test_what_overtakes_it(self, known: Known) -> None:
        assert done(REMINDER, known) == Drop("", take_back=True)
        in_doubt = Drop("", take_back=False)
        assert done(replace(REMINDER, leased=True), known) == in_doubt, "it may have arrived: it counts"
        assert done(replace(REMINDER, doubts=1), known) == in_doubt

    def test_a_message_that_is_no_reminder_goes_to_who_left_or_talks_to_an_officer(self) -> None:
        assert done(TO_PERSON, Known(left=True, with_officer=True, places=(OWN,))) == Send(OWN, "", "")

    def test_one_made_on_a_later_day_goes_to_who_was_pointed_to_help(self) -> None:
        yesterday = replace(QUIET, hushed_at=NOW - 20 * HOUR)
        assert done(REMINDER, yesterday) == Send(OWN, "", "")

    def test_word_of_danger_that_came_late_holds_what_was_made_meanwhile(self) -> None:
        """The provider handed it over after the reminder was made; it was said before."""
        assert done(REMINDER, replace(QUIET, hushed_at=REMINDER.kept_at - HOUR / 2)) == Drop("", take_back=True)

    def test_an_answer_goes_to_who_was_pointed_to_help(self) -> None:
        assert done(TO_PERSON, Known(hushed_at=NOW, places=(OWN,))) == Send(OWN, "", "")

    def test_nobody_is_asked_in_anothers_place(self) -> None:
        known = replace(QUIET, places=(), leads=(("lead", (LEAD,)),))
        assert done(REMINDER, known) == Drop(OTHERS_ASKED)
        assert done(REMINDER, replace(known, leads=())) == Drop(OTHERS_ASKED)
        assert done(replace(REMINDER, doubts=1), known) == Send(LEAD, "lead", "")
        told = replace(REMINDER, overtaken_by=())
        assert done(told, known) == Send(LEAD, "lead", ""), "one that asks nothing is told to whoever is there"

    def test_outside_its_hours(self) -> None:
        late = ((NOW - 2 * HOUR, NOW - HOUR), (NOW + HOUR, NOW + 2 * HOUR))
        assert done(replace(REMINDER, windows=late), QUIET) == Drop(), "it is planned anew"
        assert done(replace(REMINDER, windows=late, doubts=1), QUIET) == PutOff(NOW + HOUR)
        assert done(replace(REMINDER, windows=late, overtaken_by=()), QUIET) == PutOff(NOW + HOUR)
        over = late[:1]
        assert done(replace(REMINDER, windows=over, overtaken_by=()), QUIET) == Fail(NO_HOURS)
        inside = ((NOW - HOUR, NOW),)
        assert done(replace(REMINDER, windows=inside), QUIET) == Send(OWN, "", "")


class TestTried:
    def last(self, ending: Ending, attempts: int = 1, doubts: int = 0, age: timedelta = HOUR) -> str | None:
        return delivery.last_word(ending, "503", attempts, doubts, NOW, NOW + 24 * HOUR, NOW + age)

    @pytest.mark.parametrize("ending", list(Ending))
    def test_every_ending_is_final_or_has_a_retry(self, ending: Ending) -> None:
        assert (ending in RETRIES) == (ending in (Ending.AGAIN, Ending.DOUBTFUL))
        assert (self.last(ending) is None) == (ending not in (Ending.NEVER, Ending.GONE))

    def test_attempts_are_counted_and_doubtful_ones_by_themselves(self) -> None:
        assert self.last(Ending.AGAIN, attempts=99) is None
        assert self.last(Ending.AGAIN, attempts=100) == "given up after 100 attempts: 503"
        assert self.last(Ending.DOUBTFUL, attempts=50, doubts=6) is None
        assert self.last(Ending.DOUBTFUL, attempts=50, doubts=7) == "given up after 8 attempts: 503"

    def test_age_counts_once_it_was_tried(self) -> None:
        assert self.last(Ending.AGAIN, attempts=1, age=200 * HOUR) is None
        assert self.last(Ending.AGAIN, attempts=2, age=24 * HOUR) is None
        assert self.last(Ending.AGAIN, attempts=2, age=25 * HOUR) == "given up after 25 hours: 503"

    def test_what_a_provider_asks_for_is_obeyed_where_it_is_longer(self) -> None:
        assert delivery.next_wait(Ending.AGAIN, 1, 1.0, None) == timedelta(seconds=1)
        assert delivery.next_wait(Ending.AGAIN, 1, 1.0, 30.0) == timedelta(seconds=30)
        assert delivery.next_wait(Ending.AGAIN, 4, 1.0, 2.0) == timedelta(seconds=8)

    def test_after_an_address_is_gone(self) -> None:
        assert delivery.after_gone("sam", "r1") is delivery.after_gone("sam", "") is AfterGone.NEXT_PLACE
        assert delivery.after_gone("", "r1") is AfterGone.TAKE_BACK
        assert delivery.after_gone("", "") is AfterGone.GIVE_UP
