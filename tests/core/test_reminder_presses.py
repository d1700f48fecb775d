"""Buttons on a nudge, pressed as made up, by anybody, at any time: never a traceback, never another adopter's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.dialogue.reminder_presses import ACTS
from bot.core.engine import respond
from bot.core.model import Account, Address, Kind, Outcome, Reminded, Turn, TurnContext, Wake
from bot.core.reminders.messages import clock_turn, outcome_of
from bot.core.reminders.plan import advance
from bot.core.reminders.planning import Board, plan
from bot.core.turn.reply import Programme
from tests.core.reminder_world import ASHA, PRIYA, context, fact, local, settled
from tests.programmes import together

ACCOUNT = Account("slack", "T", "U1")
AT = "2026-12-02 12:00"


@pytest.fixture(scope="module")
def programme() -> Programme:
    return together()


def talking(before: TurnContext) -> TurnContext:
    return replace(before, account=ACCOUNT, person=ASHA, accounts=((ACCOUNT, ASHA.id),))


def turn(text: str = "", press: str = "", at: str = AT) -> Turn:
    kind = Kind.PRESS if press else Kind.TEXT
    return Turn("e", kind, ACCOUNT, Address("slack", "T", "D"), local(at), text=text, press=press)


def nudged(programme: Programme, before: TurnContext, at: str = AT) -> tuple[Outcome, TurnContext]:
    """The first message of the clock, and the context as its person then has it."""
    start = plan(programme, before, local("2026-11-24 10:00"))
    opened = advance(before, start.changes)
    made = plan(programme, opened, local(at))
    hours = Board(programme, opened, local(at)).hours(made.tell[0].to)
    outcome = outcome_of(programme, talking(opened), made.tell[0], clock_turn("c", opened, local(at)), hours)
    after = talking(advance(opened, outcome.changes))
    return outcome, replace(after, dialogue=outcome.dialogue or after.dialogue)


def phrases(outcome: Outcome) -> list[str]:
    return " ".join(m.message.phrase for m in outcome.messages).split()


def test_a_nudge_asks_and_says_why_and_has_its_answers(programme: Programme) -> None:
    outcome, after = nudged(programme, context(*settled("board", "way_forward"), people=(ASHA,)))
    (going,) = outcome.messages
    assert going.person == ASHA.id
    assert going.unless_step == "board"
    assert going.windows
    assert "open since 24 November 2026" in going.message.text
    assert [c.label for c in going.message.choices] == ["Done", "Not yet", "Remind me…", "Someone else", "Pause"]
    assert after.dialogue.asked == "board.outcome"
    keys = [c.key for c in outcome.changes if isinstance(c, Reminded)]
    assert len(keys) == len(set(keys)) == 2


def test_it_never_interrupts_a_read_back(programme: Programme) -> None:
    before = context(*settled("board", "way_forward"), people=(ASHA,))
    reading_back = replace(talking(before).dialogue, reading_back=True, asked="residents.date", stamp=4)
    opened = advance(before, plan(programme, before, local("2026-11-24 10:00")).changes)
    tell = plan(programme, opened, local(AT)).tell[0]
    hours = Board(programme, opened, local(AT)).hours(tell.to)
    mine = replace(talking(opened), dialogue=reading_back)
    assert outcome_of(programme, mine, tell, clock_turn("c", mine, local(AT)), hours).dialogue is None


def test_every_button_is_answered_and_wakes_the_clock(programme: Programme) -> None:
    outcome, after = nudged(programme, context(*settled("board", "way_forward"), people=(ASHA,)))
    for choice in outcome.messages[0].message.choices:
        answer = respond(programme, after, turn(press=choice.value))
        assert answer.messages
        assert "unknown_button" not in phrases(answer)
        assert choice.label == "Remind me…" or any(isinstance(c, Wake) for c in answer.changes)


def test_an_old_button_says_who_answered(programme: Programme) -> None:
    outcome, after = nudged(programme, context(*settled("board", "way_forward"), people=(ASHA,)))
    press = outcome.messages[0].message.choices[0].value
    for who, said in ((ASHA, "nudge_overtaken_by_you"), (PRIYA, "nudge_overtaken")):
        known = replace(fact(99, "board.outcome", "noted", "2026-12-02 12:30"), person=who.id)
        later = replace(after, facts=(*after.facts, known), people=(ASHA, PRIYA))
        assert said in phrases(respond(programme, later, turn(press=press)))


def test_a_button_of_another_adopter_is_left_alone(programme: Programme) -> None:
    _, after = nudged(programme, context(*settled("board", "way_forward"), people=(ASHA,)))
    assert phrases(respond(programme, after, turn(press="nudge|hilltop|0|pause_all"))) == ["foreign_button"]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([*ACTS, "nonsense"]),
    st.lists(
        st.sampled_from(["board", "nowhere", "", "2026-12-24", "2020-01-01", "9999-99-99", "|", "é"]), max_size=3
    ),
    st.integers(0, 10),
)
def test_made_up_buttons_never_break_it(name: str, about: list[str], stamp: int) -> None:
    made_up = "|".join(["nudge", "riverside", str(stamp), name, *about])
    programme = together()
    answer = respond(programme, talking(context(people=(ASHA,))), turn(press=made_up))
    assert answer.messages
