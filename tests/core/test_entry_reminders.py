"""Reminders by the dates of entries: each entry has its own, and none silences, doubles or outlives another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.core.engine import respond
from bot.core.model import Assignment, Fact, TurnContext
from bot.core.model.presses import parse_press
from bot.core.model.reading import Value
from bot.core.reminders.plan import advance, changes_of
from bot.core.reminders.planning import plan
from bot.core.reminders.undoing import uncounted
from bot.core.turn.reply import Programme
from tests.core.reminder_world import ASHA, PRIYA, context, fact, local, programme, run, settled, told
from tests.core.test_reminder_presses import nudged, phrases, talking, turn
from tests.programmes import together
from tests.simulation.checks import late_of

TOLD = "2026-11-24 10:00"


def of(entry: str, id_: int, name: str, value: Value, at: str = TOLD) -> Fact:
    return replace(fact(id_, name, value, at, "p-priya"), entry=entry)


def activity(entry: str, number: int, state: str, day: str = "", at: str = TOLD) -> tuple[Fact, ...]:
    """One activity with residents, on a day where that is known."""
    known = (of(entry, number, "residents.state", state, at),)
    return (*known, of(entry, number + 1, "residents.date", f"{day}/{day}", at)) if day else known


def residents(*facts: Fact, assignments: tuple[Assignment, ...] = ()) -> TurnContext:
    """Where only the residents' step is of interest."""
    return context(*settled("residents", "way_forward"), *facts, people=(PRIYA,), assignments=assignments)


def said(before: TurnContext, until: str, start: str = TOLD) -> list[tuple[str, str]]:
    return [(day, what) for day, _, what in run(before, start, until)]


def test_a_return_is_reminded_of_beside_a_step_that_is_done() -> None:
    noted = (of("", 40, "board.outcome", "noted"), of("", 41, "board.date", "2026-11-03/2026-11-03"))
    back = (of("e2", 42, "board.outcome", "scheduled"), of("e2", 43, "board.date", "2027-03-11/2027-03-11"))
    before = context(*settled("board"), *noted, *back, people=(PRIYA,))
    assert said(before, "2027-12-01 10:00") == [("2027-02-25", "before:board"), ("2027-03-12", "after:board")]


def test_each_planned_activity_has_its_own_and_then_the_rhythm_is_of_what_is_open() -> None:
    facts = (*activity("", 50, "planned", "2027-01-20"), *activity("e2", 52, "planned", "2027-02-10"))
    assert said(residents(*facts), "2027-02-28 10:00") == [
        ("2027-01-13", "before:residents"),
        ("2027-01-21", "after:residents"),
        ("2027-02-03", "before:residents rhythm:residents"),  # The first one's answer is still missing.
        ("2027-02-11", "after:residents"),
        ("2027-02-25", "quiet:residents"),
    ]


def test_a_date_ahead_silences_nothing_about_an_activity_that_has_none() -> None:
    facts = (*activity("", 50, "under_way"), *activity("e2", 51, "planned", "2027-02-10"))
    first = [s for s in said(residents(*facts), "2027-01-10 10:00") if "rhythm" in s[1]]
    assert [day for day, _ in first] == ["2026-12-01", "2026-12-15", "2027-01-04"]
    (tell,) = told("2026-12-01 12:00", residents(*facts))[0].tell
    assert [i.entry for i in tell.items] == ["e1"]


def test_it_stops_asking_only_when_no_date_is_ahead() -> None:
    """Its last word would be a promise to say no more, and then the date would come."""
    facts = (*activity("", 50, "under_way"), *activity("e2", 51, "planned", "2027-05-12"))
    days = said(residents(*facts), "2027-08-01 10:00")
    assert [what.partition(":")[0] for _, what in days] == ["rhythm", "rhythm", "rhythm", "before", "after", "quiet"]
    assert ("2027-05-13", "after:residents") in days


def test_two_on_one_day_are_one_message_and_counted_as_one() -> None:
    facts = (*activity("", 50, "planned", "2027-01-20"), *activity("e2", 52, "planned", "2027-01-20"))
    made, after = told("2027-01-13 12:00", residents(*facts))
    assert [(i.kind, i.entry) for i in made.tell[0].items] == [("before", "e1"), ("before", "e2")]
    (state,) = (c for c in after.assignments if c.step == "residents")
    assert (state.unanswered, state.before) == (1, None)
    for item in made.tell[0].items:
        state = uncounted(state, local("2027-01-13 12:00"), item.key)
    assert (state.unanswered, state.last_nudge, state.said) == (0, None, ())


def test_keys_of_the_first_entry_are_those_of_before_there_were_entries() -> None:
    """Reminders that an older version sent are not sent again by one that knows of entries."""
    facts = activity("", 50, "planned", "2027-01-20")
    sent = ("residents:before:residents.date=2027-01-20/2027-01-20",)
    assert [what for _, what in said(residents(*facts), "2027-01-22 10:00")] == [
        "before:residents",
        "after:residents",
    ]
    before = residents(*facts, assignments=(Assignment("residents", said=sent),))
    assert [what for _, what in said(before, "2027-01-22 10:00")] == ["after:residents"]


def test_an_entry_keeps_its_key_when_others_go() -> None:
    both = (*activity("", 50, "planned", "2027-01-20"), *activity("e2", 52, "planned", "2027-01-20"))
    made, after = told("2027-01-13 12:00", residents(*both))
    assert len({i.key for i in made.tell[0].items}) == 2
    alone = replace(after, facts=tuple(f for f in after.facts if f.id not in (50, 51)))
    assert said(alone, "2027-01-22 10:00", "2027-01-13 13:00") == [("2027-01-21", "after:residents")]


def test_one_that_moves_moves_only_its_own() -> None:
    both = (*activity("", 50, "planned", "2027-01-20"), *activity("e2", 52, "planned", "2027-01-20"))
    _, after = told("2027-01-13 12:00", residents(*both))
    moved = of("e2", 60, "residents.date", "2027-02-10/2027-02-10", "2027-01-13 14:00")
    facts = tuple(f for f in after.facts if f.id != 53)
    assert said(replace(after, facts=(*facts, moved)), "2027-02-12 10:00", "2027-01-13 15:00") == [
        ("2027-01-21", "after:residents"),
        ("2027-02-03", "before:residents rhythm:residents"),  # The first one's answer is still missing.
        ("2027-02-11", "after:residents"),
    ]


def test_fifty_activities_are_each_reminded_of_once() -> None:
    """What a step remembers of its reminders is enough for all of its entries: none comes twice, none blocks."""
    days = [date(2027, 1, 4 + n % 25).isoformat() for n in range(50)]
    facts = [f for n, day in enumerate(days) for f in activity(f"e{n + 1}", 100 + 2 * n, "planned", day)]
    before, keys, at = residents(*facts), [], local(TOLD)
    while at < local("2027-02-10 10:00"):
        made = plan(programme(), before, at)
        before = advance(before, made.changes)
        for tell in made.tell:
            keys += [i.key for i in tell.items if i.kind in ("before", "after")]
            before = advance(before, changes_of(before, tell, at))
        assert made.wake is not None
        at = made.wake
    assert len(keys) == len(set(keys)) == 100


def test_put_off_for_one_entry_leaves_the_other_alone() -> None:
    facts = (*activity("", 50, "planned", "2027-01-20"), *activity("e2", 52, "planned", "2027-01-26"))
    state = Assignment("residents", later=(("e1", date(2027, 1, 28)), ("e9", date(2027, 1, 6))))
    before = residents(*facts, assignments=(state,))
    assert said(before, "2027-01-28 18:00") == [
        ("2027-01-19", "before:residents"),
        ("2027-01-27", "after:residents"),
        ("2027-01-28", "asked:residents"),
    ]
    made, after = told("2027-01-28 12:00", before)
    (asked,) = (i for i in made.tell[0].items if i.kind == "asked")
    left = next(c for c in after.assignments if c.step == "residents")
    assert left.later == (("e9", date(2027, 1, 6)),)
    assert uncounted(left, local("2027-01-28 12:00"), asked.key).later[-1] == ("e1", date(2027, 1, 28))


def test_the_simulations_oracle_sees_what_is_missed() -> None:
    """It works without the planner; so it must itself be seen to find a reminder that never came."""

    def missed(now: str, *facts: Fact, **assigned: object) -> list[str]:
        state = Assignment("residents", **assigned)  # type: ignore[arg-type]
        found = late_of(programme(), residents(*facts, assignments=(state,)), local(now))
        return [line.partition(":")[0] for line in found]

    open_one, planned = activity("", 50, "under_way"), activity("e2", 51, "planned", "2027-01-20")
    done = (of("", 50, "residents.state", "done"), fact(49, "residents.all", True, TOLD))
    assert missed("2027-01-19 12:00", *planned) == []
    assert missed("2027-01-19 12:00", *open_one, *planned) == ["late"]
    assert missed("2027-03-01 12:00", *done, *planned) == ["not asked about e2"]
    assert missed("2027-03-01 12:00", *done, *planned, last_nudge=local("2027-01-21 10:00")) == []
    assert missed("2027-03-01 12:00", *done, *planned, paused=True) == []


def test_a_day_put_off_is_over_once_something_was_told() -> None:
    """Put off to 15 January, then booked anew on the 18th: nothing is asked at once, only after the new day."""
    state = Assignment("residents", later=(("e2", date(2027, 1, 15)),))
    again = activity("e2", 60, "planned", "2027-02-10", "2027-01-18 10:00")
    before = residents(of("", 50, "residents.state", "done"), *again, assignments=(state,))
    assert said(before, "2027-02-11 18:00", "2027-01-18 11:00") == [
        ("2027-02-03", "before:residents"),
        ("2027-02-11", "after:residents"),
    ]


def test_not_yet_of_one_of_several_brings_back_that_one() -> None:
    facts = (*activity("", 50, "planned", "2026-12-01"), *activity("e2", 52, "under_way"))
    outcome, after = nudged(together(), context(*settled("residents", "way_forward"), *facts, people=(ASHA,)))
    press = next(c.value for c in outcome.messages[0].message.choices if c.label == "Not yet")
    assert parse_press(press).about == ("not_yet", "residents#e1")  # type: ignore[union-attr]
    again = advance(after, respond(together(), after, turn(press=press)).changes)
    assert [c.later for c in again.assignments if c.step == "residents"] == [(("e1", date(2026, 12, 16)),)]


# ---- what is answered belongs to the entry


def beside(shipped: Programme) -> tuple[TurnContext, str]:
    """A meeting that was booked beside a step that is done, on the day after it; and the button "Not yet"."""
    noted = (of("", 40, "board.outcome", "noted"), of("", 41, "board.date", "2026-11-03/2026-11-03"))
    back = (of("e2", 42, "board.outcome", "scheduled"), of("e2", 43, "board.date", "2026-12-01/2026-12-01"))
    before = context(*settled("board"), *noted, *back, people=(ASHA,))
    outcome, after = nudged(shipped, before)
    assert "1 December 2026" in outcome.messages[0].message.text
    assert after.dialogue.asked == "board.outcome"
    assert after.dialogue.entry == "board#e2"
    return after, next(c.value for c in outcome.messages[0].message.choices if c.label == "Not yet")


def test_the_answer_to_how_it_went_is_of_that_meeting() -> None:
    after, _ = beside(together())
    outcome = respond(together(), after, turn("they approved it"))
    assert outcome.dialogue is not None
    assert {(u.name, u.entry) for u in outcome.dialogue.heard} == {("board.outcome", "e2")}


def test_not_yet_brings_back_that_meeting_though_its_step_is_done() -> None:
    after, press = beside(together())
    outcome = respond(together(), after, turn(press=press))
    assert phrases(outcome) == ["nudge_not_yet"]
    again = advance(after, outcome.changes)
    assert [c.later for c in again.assignments if c.step == "board"] == [(("e2", date(2026, 12, 16)),)]


def test_a_button_of_an_entry_that_was_taken_back_says_so() -> None:
    after, press = beside(together())
    gone = replace(after, facts=tuple(f for f in after.facts if f.id not in (42, 43)))
    outcome = respond(together(), talking(gone), turn(press=press))
    assert phrases(outcome)[0] == "old_button"
    assert "taken back" in outcome.messages[0].message.text
    assert not outcome.facts


def test_a_button_made_up_of_an_entry_is_unknown() -> None:
    after, press = beside(together())
    for about in ("board%23x", "board%23", "way_forward%23e1", "board%23e1%23e2"):
        outcome = respond(together(), after, turn(press=press.replace("board%23e2", about)))
        assert phrases(outcome) == ["unknown_button"], about
