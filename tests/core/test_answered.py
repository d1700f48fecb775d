"""An answered button's message gives way to what was decided and by whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.core.engine import respond
from bot.core.model import Account, Address, Adopter, Kind, Message, Outcome, Person, Turn, TurnContext
from tests.programmes import together

CONTENT = Path(__file__).parent.parent.parent / "conversations"
PROGRAMME = together()
ACCOUNT = Account("slack", "T1", "U1")
ASHA = Person("p1", "riverside", "Asha", "lead")
SCENE = TurnContext(ACCOUNT, Adopter("riverside", "Riverside"), ASHA, (ASHA,))


def turn(kind: Kind, **more: str) -> Turn:
    at = datetime(2026, 11, 24, 10, tzinfo=UTC)
    return Turn("e1", kind, ACCOUNT, Address("slack", "T1", "D1"), at, **more)  # type: ignore[arg-type]


def messages(outcome: Outcome) -> list[Message]:
    return [going.message for going in outcome.messages]


def asked() -> tuple[TurnContext, Message]:
    where = respond(PROGRAMME, SCENE, turn(Kind.TEXT, text="next"))
    assert where.dialogue is not None
    begun = replace(SCENE, dialogue=where.dialogue)
    outcome = respond(PROGRAMME, begun, turn(Kind.TEXT, text="the board"))
    assert outcome.dialogue is not None
    return replace(SCENE, dialogue=outcome.dialogue), messages(outcome)[-1]


def test_where_to_begin_is_replaced_by_the_step_that_was_chosen() -> None:
    where = respond(PROGRAMME, SCENE, turn(Kind.TEXT, text="next"))
    assert where.dialogue is not None
    board = next(c for c in messages(where)[-1].choices if c.label == "Board")
    context = replace(SCENE, dialogue=where.dialogue)
    settled, question = messages(respond(PROGRAMME, context, turn(Kind.PRESS, press=board.value, message="M0")))
    assert (settled.replaces, question.replaces) == ("M0", "")
    assert "**Board** (Asha)" in settled.text
    assert "Has the charter been to your board?" in question.text


def test_the_question_is_replaced_by_the_choice_and_who_made_it() -> None:
    context, question = asked()
    booked = next(c for c in question.choices if c.label == "Date booked")
    settled, answer, *_ = messages(respond(PROGRAMME, context, turn(Kind.PRESS, press=booked.value, message="M1")))
    assert settled.replaces == "M1"
    assert "**Date booked** (Asha)" in settled.text
    assert settled.choices == ()
    assert answer.replaces == ""
    assert answer.phrase.startswith("recorded")


def test_a_read_back_is_replaced_by_what_was_confirmed() -> None:
    heard = respond(PROGRAMME, SCENE, turn(Kind.TEXT, text="Board approved it on 3 March"))
    assert heard.dialogue is not None
    yes = next(c for c in messages(heard)[-1].choices if c.label == "Yes, save it")
    context = replace(SCENE, dialogue=heard.dialogue)
    settled = messages(respond(PROGRAMME, context, turn(Kind.PRESS, press=yes.value, message="M2")))[0]
    assert settled.replaces == "M2"
    assert "3 March 2026" in settled.text
    assert "**Yes, save it** (Asha)" in settled.text


def test_an_old_button_leaves_its_message_as_it_is() -> None:
    heard = respond(PROGRAMME, SCENE, turn(Kind.TEXT, text="Board approved it on 3 March"))
    yes = next(c for c in messages(heard)[-1].choices if c.label == "Yes, save it")
    answers = messages(respond(PROGRAMME, SCENE, turn(Kind.PRESS, press=yes.value, message="M3")))
    assert [m.replaces for m in answers] == [""]
    assert answers[0].phrase.startswith("old_button")


def test_an_older_read_back_is_not_replaced_by_the_newer_one() -> None:
    """The newer one still waits for its own yes: the older message must not say that it has it."""
    heard = respond(PROGRAMME, SCENE, turn(Kind.TEXT, text="Board approved it on 3 March"))
    older = next(c for c in messages(heard)[-1].choices if c.label == "Yes, save it")
    assert heard.dialogue is not None
    again = respond(PROGRAMME, replace(SCENE, dialogue=heard.dialogue), turn(Kind.TEXT, text="no, it was 13 March"))
    assert again.dialogue is not None and again.dialogue.reading_back
    context = replace(SCENE, dialogue=again.dialogue)
    answers = messages(respond(PROGRAMME, context, turn(Kind.PRESS, press=older.value, message="M4")))
    assert [m.replaces for m in answers if m.replaces] == [], [m.text for m in answers]
    assert answers[0].phrase.startswith("old_button")


def test_where_a_channel_cannot_change_a_message_nothing_is_replaced() -> None:
    context, question = asked()
    booked = next(c for c in question.choices if c.label == "Date booked")
    answers = messages(respond(PROGRAMME, context, turn(Kind.PRESS, press=booked.value)))
    assert all(m.replaces == "" for m in answers)
