"""Planning: who is reminded of what and when, and what is held back and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.model import WHOLE, Address, Assignment, PersonState, SaveAssignment
from bot.core.model.casework import Casework
from bot.core.record.assignments import OFFICER, TEAM, responsible
from bot.core.reminders.forecast import forecast
from bot.core.reminders.plan import changes_of
from bot.core.reminders.planning import plan
from tests.core.reminder_world import (
    ASHA,
    BEN,
    LONDON,
    PRIYA,
    answered,
    context,
    fact,
    local,
    programme,
    run,
    settled,
    told,
)  # fmt: skip

NOON = "2026-12-02 12:00"
STARTED = "2026-11-24 10:00"


def begun(**parts: object) -> tuple[Assignment, ...]:
    """Three steps, open since the start."""
    return tuple(
        Assignment(step, since=local(STARTED), **parts)  # type: ignore[arg-type]
        for step in ("board", "residents", "colleagues")
    )


def told_to(at: str, before: object) -> list[str]:
    made, _ = told(at, before)  # type: ignore[arg-type]
    return sorted(t.to for t in made.tell)


# ---- who


def test_a_step_goes_to_its_owner_then_its_role_then_the_lead() -> None:
    step = programme().journey.step("residents")
    assert responsible(context(), step) == PRIYA
    assert responsible(context(assignments=(Assignment("residents", owner="p-ben"),)), step) == BEN
    assert responsible(context(people=(ASHA, BEN)), step) == ASHA
    assert responsible(context(people=(BEN,)), step) == BEN
    assert responsible(context(people=()), step) is None


def test_who_leaves_is_never_reminded_also_before_the_last_day() -> None:
    gone = replace(PRIYA, left_on=date(2027, 1, 1))
    assert "p-priya" not in told_to(NOON, context(people=(ASHA, BEN, gone), assignments=begun()))
    assert responsible(context(people=(gone,)), programme().journey.step("residents")) is None


def test_who_cannot_be_reached_is_not_counted_on() -> None:
    before = replace(context(assignments=begun()), unreachable=("p-priya",))
    made, _ = told(NOON, before)
    assert sorted(t.to for t in made.tell) == ["p-asha", "p-ben"]
    assert {i.step for t in made.tell if t.to == "p-asha" for i in t.items} == {"residents", "colleagues"}


def test_the_adopters_own_channel_gets_one_message_for_all() -> None:
    before = context(assignments=begun())
    assert before.adopter is not None
    place = Address("slack", "T", "C", private=False)
    made, after = told(NOON, replace(before, adopter=replace(before.adopter, team_address=place)))
    assert [t.to for t in made.tell] == [TEAM]
    assert len(made.tell[0].items) == 3
    assert plan(programme(), after, local("2026-12-02 13:00")).tell == ()


# ---- when


def test_nothing_before_the_rhythm_and_then_on_a_working_day() -> None:
    said = run(context(), STARTED, "2026-12-31 10:00")
    assert {day for day, _, _ in said} == {"2026-12-01", "2026-12-15"}


def test_what_falls_together_is_one_message_and_what_unlocks_most_is_first() -> None:
    made, _ = told(NOON, context(people=(ASHA,), assignments=begun()))
    assert [[i.step for i in t.items] for t in made.tell] == [["board", "residents", "colleagues"]]


def test_one_message_a_day() -> None:
    _, after = told(NOON, context(people=(ASHA,), assignments=begun()))
    board = tuple(replace(c, last_nudge=None, said=()) for c in after.assignments)
    made = plan(programme(), replace(after, assignments=board), local("2026-12-02 15:00"))
    assert made.tell == ()
    assert [h.why for h in made.held] == ["had a message today"]
    assert made.wake is not None
    assert made.wake.astimezone(LONDON).date() == date(2026, 12, 3)


def test_never_at_night_at_the_weekend_or_at_christmas() -> None:
    for at, why in (
        ("2026-12-02 23:00", "quiet hours"), ("2026-12-05 11:00", "weekend"), ("2026-12-30 11:00", "quiet days"),
        ("2026-12-28 11:00", "bank holiday"),
    ):  # fmt: skip
        made = plan(programme(), context(assignments=begun()), local(at))
        assert made.tell == ()
        assert {h.why for h in made.held} == {why}
        assert made.wake is not None
        assert made.wake > local(at)


def test_closed_for_a_fortnight() -> None:
    closed = fact(9, "reminders.closed", ("2026-11-30/2026-12-11",), STARTED)
    made = plan(programme(), context(closed, assignments=begun()), local(NOON))
    assert {h.why for h in made.held} == {"closed"}


def test_not_in_the_middle_of_a_talk() -> None:
    before = replace(
        context(people=(ASHA,), assignments=begun()), people_states=(PersonState("p-asha", last_seen=local(NOON)),)
    )
    made = plan(programme(), before, local("2026-12-02 12:30"))
    assert [h.why for h in made.held] == ["in the middle of a talk"]
    assert made.wake == local("2026-12-02 14:00")


def test_none_on_the_day_on_which_somebody_was_pointed_to_help() -> None:
    today = datetime.fromisoformat(NOON).date()
    hushed = replace(context(assignments=begun()), people_states=(PersonState("p-priya", hushed_on=today),))
    made, _ = told(NOON, hushed)
    assert sorted(t.to for t in made.tell) == ["p-asha", "p-ben"]
    assert [h.why for h in made.held if h.to == "p-priya"] == ["somebody was pointed to help today"]
    assert hushed.adopter is not None
    place = Address("slack", "T", "C", private=False)
    team = replace(hushed, adopter=replace(hushed.adopter, team_address=place))
    assert told_to(NOON, team) == []
    yesterday = replace(team, people_states=(PersonState("p-priya", hushed_on=today - timedelta(days=1)),))
    assert told_to(NOON, yesterday) == [TEAM]


def test_a_machine_that_was_off_for_weeks_sends_one_reminder() -> None:
    said = run(context(people=(ASHA,), assignments=begun()), "2027-01-13 12:00", "2027-01-20 12:00")
    assert [day for day, _, _ in said] == ["2027-01-13"]


@pytest.mark.parametrize(
    ("zone", "told_at", "again_at", "free"),
    [
        # Afternoon in Los Angeles is the next day in UTC already: the next morning there is another day all the same.
        ("America/Los_Angeles", "2026-12-01T23:30", "2026-12-02T18:30", True),
        ("America/Los_Angeles", "2026-12-01T18:00", "2026-12-01T23:30", False),
        # Morning and afternoon of one day in Auckland are two days in UTC.
        ("Pacific/Auckland", "2026-12-01T21:30", "2026-12-02T02:30", False),
        ("Pacific/Auckland", "2026-12-02T02:30", "2026-12-02T21:30", True),
    ],
)
def test_one_message_a_day_is_the_persons_own_day(zone: str, told_at: str, again_at: str, free: bool) -> None:
    far = replace(ASHA, timezone=zone)
    last = datetime.fromisoformat(told_at).replace(tzinfo=UTC)
    before = replace(
        context(people=(far,), assignments=begun()), people_states=(PersonState("p-asha", last_nudge=last),)
    )
    made = plan(programme(), before, datetime.fromisoformat(again_at).replace(tzinfo=UTC))
    assert bool(made.tell) is free
    if not free:
        assert {h.why for h in made.held} == {"had a message today"}


# ---- dates first


def board_on(value: str, at: str = STARTED) -> tuple[object, ...]:
    return (fact(50, "board.outcome", "scheduled", at, "p-ben"), fact(51, "board.date", value, at, "p-ben"))


def test_a_board_date_comes_first_and_holds_the_rhythm_back() -> None:
    before = context(*settled("board", "way_forward"), *board_on("2027-01-12/2027-01-12"))  # type: ignore[arg-type]
    assert run(before, STARTED, "2027-01-31 10:00") == [
        ("2026-12-18", "p-ben", "before:board"),
        ("2027-01-13", "p-ben", "after:board"),
        ("2027-01-27", "p-ben", "rhythm:board"),
    ]


def test_on_the_day_of_the_meeting_it_is_too_late_for_its_paper() -> None:
    """The machine was off until the meeting itself."""
    before = context(*settled("board", "way_forward"), *board_on("2027-01-12/2027-01-12"))  # type: ignore[arg-type]
    said = run(before, "2027-01-12 08:00", "2027-01-13 18:00")
    assert said == [("2027-01-13", "p-ben", "after:board")]


def test_a_date_that_moves_moves_its_reminders() -> None:
    first = context(*settled("board", "way_forward"), *board_on("2027-01-12/2027-01-12"))  # type: ignore[arg-type]
    _, after = told("2026-12-18 12:00", first)
    moved = fact(60, "board.date", "2027-01-26/2027-01-26", "2026-12-18 13:00", "p-ben")
    facts = (*(f for f in after.facts if f.name != "board.date"), moved)
    said = run(replace(after, facts=facts), "2026-12-18 14:00", "2027-02-01 10:00")
    assert [(day, what) for day, _, what in said] == [("2027-01-12", "before:board"), ("2027-01-27", "after:board")]


def test_a_meeting_told_of_too_late_for_a_paper_is_only_asked_about_afterwards() -> None:
    before = context(*settled("board", "way_forward"), *board_on("2026-11-27/2026-11-27"))  # type: ignore[arg-type]
    assert [what for _, _, what in run(before, STARTED, "2026-12-01 10:00")] == ["after:board"]


def test_a_date_that_was_past_when_it_was_told_is_not_asked_about() -> None:
    before = context(*settled("board", "way_forward"), *board_on("2026-11-10/2026-11-10"))  # type: ignore[arg-type]
    assert [(day, what) for day, _, what in run(before, STARTED, "2026-12-05 10:00")] == [
        ("2026-12-01", "rhythm:board")
    ]


def test_a_month_is_asked_about_when_it_is_over() -> None:
    before = context(*settled("board", "way_forward"), *board_on("2027-02-01/2027-02-28"))  # type: ignore[arg-type]
    assert [day for day, _, _ in run(before, STARTED, "2027-03-02 10:00")] == ["2027-01-18", "2027-03-01"]


# ---- coming round


def updates(frequency: str, last: str) -> tuple[object, ...]:
    return (
        fact(60, "updates.frequency", frequency, STARTED),
        fact(61, "updates.last", last, STARTED),
    )


def test_updates_come_due_by_the_rhythm_chosen() -> None:
    for frequency, day in (("monthly", "2026-12-22"), ("quarterly", "2027-02-22"), ("yearly", "2027-11-22")):
        before = context(*settled("updates"), *updates(frequency, "2026-11-22/2026-11-22"))  # type: ignore[arg-type]
        said = run(before, STARTED, "2027-12-31 10:00")
        assert said[0][0::2] == (day, "recurs:updates")


def test_a_rhythm_of_ones_own_is_not_reminded_of() -> None:
    before = context(*settled("updates"), *updates("other", "2026-11-22/2026-11-22"))  # type: ignore[arg-type]
    assert run(before, STARTED, "2028-01-01 10:00") == []


# ---- unanswered, answered, put off


def test_after_three_unanswered_ones_it_goes_quiet_and_the_lead_hears_once() -> None:
    said = run(context(*settled("residents", "way_forward")), STARTED, "2028-01-01 10:00")
    assert said == [
        ("2026-12-01", "p-priya", "rhythm:residents"),
        ("2026-12-15", "p-priya", "rhythm:residents"),
        ("2027-01-04", "p-priya", "rhythm:residents"),
        ("2027-01-18", "p-priya", "quiet:residents"),
        ("2027-01-18", "p-asha", "tell:residents"),
    ]


def test_word_of_another_meeting_than_the_one_that_counts_ends_the_quiet() -> None:
    no = fact(90, "board.outcome", "not_agreed", "2026-11-02 10:00")
    theirs = fact(92, "board.body", "resident_board", "2026-11-02 10:00")
    again = replace(fact(91, "board.outcome", "not_yet", "2026-11-27 10:00"), entry="e2")
    quiet = Assignment("board", since=local("2026-11-02 10:00"), quiet=local("2026-11-20 10:00"), told=True)
    left = context(*settled("board", "way_forward"), no, theirs, assignments=(quiet,))
    heard = replace(left, facts=(*left.facts, again))
    assert run(left, STARTED, "2027-01-31 10:00") == []
    a_week_on, two_more = ("2026-12-04", "p-ben", "rhythm:board"), ("2026-12-18", "p-ben", "rhythm:board")
    assert run(heard, STARTED, "2026-12-20 10:00") == [a_week_on, two_more]


def test_a_lead_is_not_told_that_they_themselves_do_not_answer() -> None:
    said = run(context(*settled("residents", "way_forward"), people=(ASHA,)), STARTED, "2028-01-01 10:00")
    assert [what for _, _, what in said] == ["rhythm:residents"] * 3 + ["quiet:residents"]


def test_not_yet_is_an_answer() -> None:
    before = context(*settled("residents", "way_forward"))
    made, after = told("2026-11-24 10:00", before)
    said = [("", "", "")]
    for at in ("2026-12-01 12:00", "2026-12-15 12:00", "2027-01-04 12:00", "2027-01-18 12:00"):
        made, after = told(at, after)
        said += [(at, t.to, t.items[0].kind) for t in made.tell]
        after = answered(after, "residents", f"{at[:10]} 13:00")
    assert [kind for _, _, kind in said[1:]] == ["rhythm"] * 4


def test_put_off_for_a_step_a_person_an_adopter_or_by_the_operator() -> None:
    until = date(2026, 12, 9)
    base = context(people=(ASHA,), assignments=begun())
    for name, before, held in (
        ("person", replace(base, people_states=(PersonState("p-asha", until=until),)), ""),
        ("adopter", replace(base, assignments=(*base.assignments, Assignment(WHOLE, until=until))), ""),
        ("operator", base, "2026-12-09"),
    ):
        made = plan(programme(), before, local(NOON), held)
        assert made.tell == (), name
        assert {h.why for h in made.held} == {"snoozed"}, name
        assert made.wake is not None
        assert made.wake.astimezone(LONDON).date() == until, name
    earlier = Assignment(WHOLE, until=date(2026, 12, 2))
    both = replace(
        base, people_states=(PersonState("p-asha", until=until),), assignments=(*base.assignments, earlier)
    )
    wake = plan(programme(), both, local(NOON)).wake
    assert wake is not None and wake.astimezone(LONDON).date() == until, "the day that comes last holds"
    step = tuple(replace(c, until=until) if c.step == "board" else c for c in base.assignments)
    made = plan(programme(), replace(base, assignments=step), local(NOON))
    assert [i.step for t in made.tell for i in t.items] == ["residents", "colleagues"]


def test_paused_for_a_step_a_person_an_adopter_or_by_the_operator() -> None:
    base = context(people=(ASHA,), assignments=begun())
    for why, before, held in (
        ("paused by the person", replace(base, people_states=(PersonState("p-asha", paused=True),)), ""),
        ("adopter paused", replace(base, assignments=(*base.assignments, Assignment(WHOLE, paused=True))), ""),
        ("step paused", replace(base, assignments=begun(paused=True)), ""),
        ("all reminders are paused", base, "paused"),
    ):
        made = plan(programme(), before, local(NOON), held)
        assert made.tell == ()
        assert {h.why for h in made.held} == {why}
        assert made.wake is None


def test_asked_for_a_day_it_comes_on_that_day_once() -> None:
    base = context(
        *settled("board", "way_forward"), people=(ASHA,), assignments=(Assignment("board", until=date(2026, 11, 26)),)
    )
    said = run(base, STARTED, "2026-12-09 10:00")
    assert said == [("2026-11-26", "p-asha", "asked:board")]


def test_chased_less() -> None:
    base = replace(
        context(*settled("board", "way_forward"), people=(ASHA,)), people_states=(PersonState("p-asha", slower=2),)
    )
    assert [day for day, _, _ in run(base, STARTED, "2027-01-31 10:00")] == ["2026-12-08", "2027-01-05"]


def test_at_most_so_often_but_a_date_that_was_given_does_not_wait() -> None:
    state = PersonState("p-asha", gap=28)
    base = replace(context(*settled("board", "way_forward"), people=(ASHA,)), people_states=(state,))
    assert [day for day, _, _ in run(base, STARTED, "2027-01-31 10:00")] == ["2026-12-01", "2027-01-04"]
    asked = replace(base, assignments=(Assignment("board", until=date(2026, 12, 8)),))
    assert [day for day, _, _ in run(asked, STARTED, "2026-12-20 10:00")][-1] == "2026-12-08"


def test_the_officer_hears_only_where_the_adopter_agreed() -> None:
    assignment = Assignment("residents", since=local(STARTED), quiet=local("2026-11-30 10:00"), told=True)
    before = context(*settled("residents", "way_forward"), assignments=(assignment,))
    assert before.adopter is not None
    assert told_to(NOON, before) == []
    inbox = replace(before, casework=Casework(inbox=Address("slack", "T", "C-inbox", private=False)))
    assert told_to(NOON, inbox) == []
    agreed = replace(inbox, adopter=replace(before.adopter, escalate=True))
    assert told_to(NOON, agreed) == [OFFICER]
    _, after = told(NOON, agreed)
    assert told_to("2026-12-03 12:00", after) == []


def test_the_officer_hears_again_when_a_step_goes_quiet_again() -> None:
    once = Assignment(
        "residents", since=local(STARTED), quiet=local("2026-11-30 10:00"), told=True, escalated=True,
        answered=local("2026-12-03 10:00"),
    )  # fmt: skip
    before = context(*settled("residents", "way_forward"), assignments=(once,))
    assert before.adopter is not None
    inbox = Casework(inbox=Address("slack", "T", "C-inbox", private=False))
    agreed = replace(before, casework=inbox, adopter=replace(before.adopter, escalate=True))
    said = run(agreed, "2026-12-03 12:00", "2027-06-30 12:00")
    assert [what for _, to, what in said if to == OFFICER] == ["escalate:residents"], "once for the second silence"


# ---- offers


def test_an_offer_that_nobody_accepts_goes_back_after_five_working_days() -> None:
    assignment = Assignment(
        "residents", offered_to="p-ben", offered_by="p-asha", offered_at=local("2026-11-25 10:00")
    )
    before = context(*settled("residents", "way_forward"), assignments=(assignment,))
    _, after = told("2026-11-30 12:00", before)
    assert after.assignments[0].offered_to == "p-ben"
    made, after = told("2026-12-02 12:00", after)
    back = [(t.to, i.kind) for t in made.tell for i in t.items if i.kind == "returned"]
    assert back == [("p-asha", "returned")]
    assert next(c for c in after.assignments if c.step == "residents").offered_to == ""


# ---- the whole


def test_finished_adopters_are_left_alone() -> None:
    made = plan(programme(), context(*settled()), local(NOON))
    assert made == plan(programme(), context(*settled()), local(NOON))
    assert made.tell == ()
    assert made.wake is None


def test_merged_adopters_are_left_alone() -> None:
    before = context(assignments=begun())
    assert before.adopter is not None
    merged = replace(before, adopter=replace(before.adopter, merged_into="other"))
    assert plan(programme(), merged, local(NOON)).tell == ()


def test_the_same_scene_gives_the_same_plan() -> None:
    before = context(assignments=begun())
    assert plan(programme(), before, local(NOON)) == plan(programme(), before, local(NOON))


def test_a_fortnight_is_forecast_without_changing_anything() -> None:
    before = context(people=(ASHA,), assignments=begun())
    lines = forecast(programme(), before, local("2026-11-30 10:00"))
    assert [(f.at.astimezone(LONDON).date().isoformat(), f.to, f.steps) for f in lines] == [
        ("2026-12-01", "p-asha", ("board", "residents", "colleagues"))
    ]
    assert all(isinstance(f.at, datetime) for f in lines)


def test_what_is_noted_names_each_thing_said() -> None:
    made, _ = told(NOON, context(people=(ASHA,), assignments=begun()))
    changes = changes_of(context(people=(ASHA,), assignments=begun()), made.tell[0], local(NOON))
    counts = [c.assignment.unanswered for c in changes if isinstance(c, SaveAssignment)]
    assert counts == [1, 1, 1]
