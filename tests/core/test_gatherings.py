"""What is said of gatherings by itself, and when; what they are called; which are meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.gatherings import finding, telling
from bot.core.gatherings.places import state_for
from bot.core.model import PersonState, TurnContext
from bot.core.model.gatherings import (
    WAITED,
    Gathering,
    GatheringsKnown,
    Places,
    SignUp,
    notice_key,
    notice_of,
)
from bot.core.turn.gathering_words import plain_title, say_when, title_of
from tests.core.reminder_world import ASHA, PRIYA, context, local, programme

TUESDAY = Gathering(
    "networking", "Networking", "Meet others.", local("2026-12-08 14:00"), local("2026-12-08 15:30"), "Europe/London",
    link="https://meet.example.org/a", places=2,
)  # fmt: skip
ASHA_IS_IN = SignUp("networking", ASHA.id, "in", 1, local("2026-12-01 10:00"))


def known(*sign_ups: SignUp, one: Gathering = TUESDAY) -> TurnContext:
    return replace(context(), gatherings=GatheringsKnown((Places(one, len(sign_ups)),), sign_ups))


def told(at: str, of: TurnContext, held: str = "") -> list[str]:
    made = telling.plan(programme(), of, local(at), held)
    return [notice.what for notice in made.now]


def every_time(of: TurnContext, start: str, end: str) -> list[tuple[str, str]]:
    """Everything that is said between two times, looked at every five minutes, as the clock would keep it."""
    found, at = [], local(start)
    while at < local(end):
        for notice in telling.plan(programme(), of, at).now:
            found.append(
                (f"{at.astimezone(telling.hours_of(programme(), of, ASHA.id).zone):%a %d %H:%M}", notice.what)
            )
            signed = tuple(
                replace(s, said=(*s.said, notice.mark)) if s == notice.sign_up else s for s in of.gatherings.sign_ups
            )
            of = replace(of, gatherings=replace(of.gatherings, sign_ups=signed))
        at += timedelta(minutes=5)
    return found


class TestWhen:
    def test_the_day_before_an_hour_before_and_afterwards(self) -> None:
        assert every_time(known(ASHA_IS_IN), "2026-12-01 10:00", "2026-12-20 10:00") == [
            ("Mon 07 09:00", "day"), ("Tue 08 13:00", "hour"), ("Tue 08 15:30", "after"),
        ]  # fmt: skip

    def test_of_a_monday_the_friday_before(self) -> None:
        monday = replace(TUESDAY, starts=local("2026-12-07 14:00"), ends=local("2026-12-07 15:00"))
        said = every_time(known(ASHA_IS_IN, one=monday), "2026-12-01 10:00", "2026-12-08 08:00")
        assert said[:2] == [("Fri 04 09:00", "day"), ("Mon 07 13:00", "hour")]

    @pytest.mark.parametrize(
        ("begins", "hour"),
        [
            ("09:30", "Tue 08 09:00"),
            ("09:00", ""),
            ("18:30", "Tue 08 16:25"),
            ("08:00", ""),
            ("10:00", "Tue 08 09:00"),
        ],
    )
    def test_an_hour_before_is_never_in_the_quiet_hours(self, begins: str, hour: str) -> None:
        starts = local(f"2026-12-08 {begins}")
        one = replace(TUESDAY, starts=starts, ends=starts + timedelta(hours=1))
        said = every_time(known(ASHA_IS_IN, one=one), "2026-12-01 10:00", "2026-12-10 08:00")
        assert [at for at, what in said if what == "hour"] == ([hour] if hour else [])
        assert ("Mon 07 09:00", "day") in said

    def test_across_a_change_of_the_clocks(self) -> None:
        """It moves from the Friday before British Summer Time to the Tuesday in it: 2pm stays 2pm."""
        starts = local("2027-03-30 14:00")
        assert f"{starts:%H:%M %Z}" == "13:00 UTC"
        signed = replace(ASHA_IS_IN, at=local("2027-03-01 10:00"))
        moved = replace(
            TUESDAY, starts=starts, ends=starts + timedelta(hours=1), state="changed", sequence=1, changed=("when",),
            changed_at=local("2027-03-22 17:00"),
        )  # fmt: skip
        assert say_when(moved) == "Tuesday 30 March 2027, 2pm to 3pm"
        said = every_time(known(signed, one=moved), "2027-03-22 17:00", "2027-04-01 10:00")
        assert [s for s in said if s[1] != "after"] == [
            ("Tue 23 09:00", "changed"), ("Thu 25 09:00", "day"), ("Tue 30 13:00", "hour"),
        ], "Good Friday and Easter Monday lie between"  # fmt: skip

    def test_who_signs_up_within_the_day_is_reminded_once(self) -> None:
        late = replace(ASHA_IS_IN, at=local("2026-12-08 11:00"))
        assert [w for _, w in every_time(known(late), "2026-12-08 11:00", "2026-12-09 08:00")] == ["hour", "after"]

    def test_a_machine_that_was_off_says_what_still_makes_sense(self) -> None:
        assert told("2026-12-08 10:00", known(ASHA_IS_IN)) == [], "the day before has passed"
        assert told("2026-12-08 13:40", known(ASHA_IS_IN)) == ["hour"]
        assert told("2026-12-08 14:10", known(ASHA_IS_IN)) == []
        assert told("2026-12-20 10:00", known(ASHA_IS_IN)) == [], "too long ago to ask how it was"


class TestWhoHears:
    def test_nobody_is_reminded_of_what_is_cancelled_and_everybody_hears_once(self) -> None:
        off = replace(TUESDAY, state="cancelled", sequence=1, changed_at=local("2026-12-07 20:00"))
        waits = SignUp("networking", PRIYA.id, "waiting", 2, local("2026-12-01 10:00"))
        left = SignUp("networking", "p-ben", "left", 3, local("2026-12-01 10:00"))
        said = every_time(known(ASHA_IS_IN, waits, left, one=off), "2026-12-07 20:00", "2026-12-20 10:00")
        assert said == [("Tue 08 09:00", "cancelled")] * 2

    def test_who_moved_up_is_told(self) -> None:
        moved = replace(ASHA_IS_IN, said=(WAITED,))
        assert told("2026-12-02 10:00", known(moved)) == ["moved_up"]
        assert told("2026-12-02 20:00", known(moved)) == [], "in the hours only"

    def test_who_signed_up_after_a_change_knows_of_it(self) -> None:
        changed = replace(
            TUESDAY, state="changed", sequence=1, changed=("where",), changed_at=local("2026-11-30 10:00")
        )
        assert told("2026-12-02 10:00", known(ASHA_IS_IN, one=changed)) == []

    def test_pauses_and_leave_hold_reminders_and_not_the_news(self) -> None:
        paused = replace(known(ASHA_IS_IN), people_states=(PersonState(ASHA.id, paused=True),))
        assert every_time(paused, "2026-12-07 08:00", "2026-12-09 12:00") == []
        off = replace(TUESDAY, state="cancelled", sequence=1, changed_at=local("2026-12-02 10:00"))
        paused = replace(known(ASHA_IS_IN, one=off), people_states=(PersonState(ASHA.id, paused=True),))
        assert told("2026-12-02 10:00", paused) == ["cancelled"]
        away = PersonState(ASHA.id, leave=("2026-12-07/2026-12-11",))
        assert every_time(
            replace(known(ASHA_IS_IN), people_states=(away,)), "2026-12-02 08:00", "2026-12-11 12:00"
        ) == [("Fri 04 09:00", "day")]
        assert told("2026-12-07 10:00", known(ASHA_IS_IN), "paused") == []

    def test_who_left_gives_the_place_up(self) -> None:
        gone = replace(ASHA, left_on=local("2026-12-02 10:00").date())
        of = replace(known(ASHA_IS_IN), people=(gone, PRIYA))
        made = telling.plan(programme(), of, local("2026-12-03 10:00"))
        assert (made.now, made.gone) == ((), (ASHA_IS_IN,))

    def test_a_person_in_two_adopters_hears_at_each_of_them_by_themselves(self) -> None:
        """They are two people here, each with a sign-up of their own: one key is not the other's."""
        other = replace(ASHA_IS_IN, person="p-asha-at-meadow")
        keys = {notice_key("riverside", ASHA_IS_IN, "day:1"), notice_key("meadow", other, "day:1")}
        assert len(keys) == 2
        assert notice_of(notice_key("riverside", ASHA_IS_IN, "day:1")) == ("networking", ASHA.id, "day:1")
        assert notice_of("riverside:board:before:2026") is None

    def test_the_message_has_the_link_for_who_is_in(self) -> None:
        from bot.core.reminders.messages import clock_turn

        of = replace(known(ASHA_IS_IN), person=ASHA)
        (notice,) = telling.plan(programme(), of, local("2026-12-07 09:00")).now
        made = telling.outcome_of(programme(), of, notice, clock_turn("e", of, local("2026-12-07 09:00")))
        assert "https://meet.example.org/a" in made.messages[0].message.text
        assert made.messages[0].person == ASHA.id
        assert all(start >= local("2026-12-07 09:00") for start, _ in made.messages[0].windows)


def test_a_group_of_one() -> None:
    """One place, one person: whoever comes second waits, and stays waiting until it is free."""
    one = replace(TUESDAY, places=1)
    assert state_for(Places(one)) == "in"
    assert state_for(Places(one, taken=1)) == "waiting"
    assert state_for(Places(one, taken=0, waiting=1)) == "waiting", "whoever waits comes first"
    assert state_for(Places(replace(one, places=None), taken=5000)) == "in"


HOSTILE = (
    "<script>alert(1)</script> [x](https://evil.example) *b* \u202egnirts\u202c @channel <!here>\r\nBEGIN:VCALENDAR"
)


@pytest.mark.parametrize("title", [HOSTILE, "x" * 5000, "\u200b", "🎉" * 3000])
def test_a_hostile_title_is_text_in_one_line(title: str) -> None:
    one = replace(TUESDAY, title=title)
    said = title_of(one)
    assert "\n" not in said and "\u202e" not in said
    assert len(plain_title(one)) <= 120
    assert "](" not in said.replace("\\]", "").replace("\\[", "") or "\\]" in said
    assert "<script>" not in said


@pytest.mark.parametrize(
    ("words", "act", "found"),
    [
        ("what's on", "whats_on", ["networking", "scrutiny"]),
        ("What's on?", "whats_on", ["networking", "scrutiny"]),
        ("when is the next networking session", "whats_on", ["networking"]),
        ("anything on scrutiny in the north", "whats_on", ["scrutiny"]),
        ("please sign me up for the networking session", "sign_up", ["networking"]),
        ("sorry, I can't come after all", "not_coming", ["networking", "scrutiny"]),
        ("Put it in my calendar please", "calendar", ["networking", "scrutiny"]),
        ("anything on damp", "", []),
        ("when is the board", "", []),
        ("our board met in May and noted it", "", []),
        ("sign me up for briefings on mould", "", []),
        ("x" * 10_000, "", []),
    ],
)
def test_which_is_meant(words: str, act: str, found: list[str]) -> None:
    scrutiny = replace(TUESDAY, key="scrutiny", title="Scrutiny that works", area="the north", themes=("scrutiny",))
    there = [Places(TUESDAY), Places(scrutiny)]
    wanted, about = finding.wanted(programme().journey, words, there)
    assert wanted == act
    if act:
        assert [p.gathering.key for p in finding.meant(programme().journey, about, there) or there] == found


def test_times_are_said_as_people_say_them() -> None:
    def when(start: str, end: str) -> str:
        return say_when(replace(TUESDAY, starts=local(start), ends=local(end)))

    assert when("2026-12-08 14:00", "2026-12-08 15:30") == "Tuesday 8 December 2026, 2pm to 3:30pm"
    assert when("2026-12-08 12:00", "2026-12-08 12:45") == "Tuesday 8 December 2026, 12pm to 12:45pm"
    assert when("2026-12-08 10:00", "2026-12-09 16:00").endswith("10am to Wednesday 9 December 2026, 4pm")
