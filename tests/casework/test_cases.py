"""Asking a person: consent and preview, the inbox, the answer, quiet meanwhile, closing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.casework.cases import hours_line
from bot.core.model import Kind, Message, Outcome, Outgoing
from tests.guidance.world import World, phrases, programme, texts

QUESTION = "We are merging with Hillside. Do both histories stay?"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await World(tmp_path).open()
    yield made
    await made.close()


async def ask(world: World, **where: str) -> str:
    await world.says("can I talk to someone?", **where)  # type: ignore[arg-type]
    await world.says(QUESTION, **where)  # type: ignore[arg-type]
    await world.presses("Send it", **where)
    return (await world.store.read(lambda tx: tx.cases()))[0].id


async def test_nothing_goes_before_the_yes(world: World) -> None:
    await world.says("can I talk to someone?")
    said = await world.says(QUESTION)
    assert phrases(said) == ["person_preview"]
    assert "From: Asha, Riverside Homes" in texts(said)
    assert await world.store.read(lambda tx: tx.cases()) == []
    await world.presses("Don't send it")
    assert await world.store.read(lambda tx: tx.cases()) == []
    assert (
        QUESTION.encode() not in (await world.store.read(lambda tx: repr(tx.context_of("riverside-homes")))).encode()
    )


async def test_a_long_request_is_the_question_itself(world: World) -> None:
    said = await world.says("can I talk to a person about what our merger means for the steps we did?")
    assert phrases(said) == ["person_preview"]


async def test_the_words_can_be_changed(world: World) -> None:
    await world.says("can I talk to someone?")
    await world.says("whta?")
    await world.presses("Change the words")
    said = await world.says(QUESTION)
    assert QUESTION[:20] in texts(said)


async def test_an_older_pass_it_on_does_not_send_the_newer_words(world: World) -> None:
    await world.says("can I talk to someone?")
    first = await world.says("May we use last year's survey for this?")
    old = next(c.value for m in first for c in m.choices if c.label == "Send it")
    await world.presses("Change the words")
    await world.says(QUESTION)
    said = await world.says("", kind=Kind.PRESS, press=old)
    assert "old_button" in " ".join(phrases(said)), f"an old button was answered with {phrases(said)}"
    assert await world.store.read(lambda tx: tx.cases()) == [], "words went on that nobody said yes to"


async def test_private_details_are_not_passed_on(world: World) -> None:
    await world.says("can I talk to someone?")
    said = await world.says("Mrs Khan at 14 Mill Lane wants to know about her repairs date")
    assert phrases(said)[0] in ("private_details", "help_trouble")


async def test_the_answer_comes_back_and_meanwhile_the_bot_only_says_where_words_go(world: World) -> None:
    case = await ask(world)
    assert phrases(await world.says("It would be in April.")) == ["case_more"]
    assert phrases(await world.says("", kind=Kind.OPEN)) == ["case_open"]
    assert await world.turns.officer("form1", case, "Evelyn Williams", "Yes, both.", False, world.clock.now())
    said = await world.deliver()
    assert phrases(said) == ["from_person"]
    assert "Evelyn Williams, a person at the programme" in texts(said)
    lines = await world.store.read(lambda tx: tx.case_lines(case))
    assert [(line.who, line.words) for line in lines] == [
        ("person", QUESTION), ("person", "It would be in April."), ("officer", "Yes, both."),
    ]  # fmt: skip
    said = await world.presses("Thank you, that is all")
    assert phrases(said)[0] == "case_closed"
    assert phrases(await world.says("status"))[0] == "status"


async def test_a_form_sent_twice_is_one_answer(world: World) -> None:
    case = await ask(world)
    for _ in range(2):
        await world.turns.officer("form1", case, "Evelyn", "Yes.", False, world.clock.now())
    assert phrases(await world.deliver()) == ["from_person"]


async def test_an_officer_cannot_answer_a_question_that_was_closed_meanwhile(world: World) -> None:
    case = await ask(world)
    await world.turns.officer("form1", case, "Evelyn", "Yes.", True, world.clock.now())
    assert phrases(await world.deliver())[0] == "from_person"
    for closing in (False, True):
        late = await world.turns.officer(f"form2 {closing}", case, "Omar", "No.", closing, world.clock.now())
        assert not late, "the officer is not told that the question was closed"
    said = phrases(await world.deliver())
    assert said == [], f"after the end of the talk Asha heard {said}"
    words = [line.words for line in await world.store.read(lambda tx: tx.case_lines(case))]
    assert "No." not in words


async def test_elsewhere_the_bot_talks_as_ever(world: World) -> None:
    await ask(world)
    assert phrases(await world.says("status", channel="slack"))[0] == "status"
    assert phrases(await world.says("status", "Priya"))[0] == "status"


async def test_back_to_the_bot_and_with_the_person_again_after_an_answer(world: World) -> None:
    case = await ask(world)
    assert phrases(await world.says("bot"))[0] == "case_aside"
    assert phrases(await world.says("status"))[0] == "status"
    await world.turns.officer("form1", case, "Evelyn", "Yes.", False, world.clock.now())
    await world.deliver()
    assert phrases(await world.says("thank you")) == ["case_more"]
    assert phrases(await world.says("done"))[0] == "case_closed"


async def test_distress_in_an_open_case_is_care_first(world: World) -> None:
    case = await ask(world)
    said = await world.says("my boiler is broken and I have a baby")
    assert phrases(said) == ["help_trouble"]
    assert len(await world.store.read(lambda tx: tx.case_lines(case))) == 1


async def test_the_inbox_is_a_channel_that_officers_made_theirs(world: World) -> None:
    await world.store.write(lambda tx: tx.set_inbox_code("WXYZ-2345"))
    inbox = {"channel": "slack", "place": "inbox"}
    assert phrases(await world.says("wxyz-2345", "Evelyn", **inbox)) == ["inbox_set"]  # type: ignore[arg-type]
    await world.says("can I talk to someone?")
    await world.says(QUESTION)
    said = await world.presses("Send it")
    assert sorted(phrases(said)) == ["inbox_new", "person_passed_on"]
    case = (await world.store.read(lambda tx: tx.cases()))[0].id
    assert await world.says("lunch, anybody?", "Evelyn", **inbox) == []  # type: ignore[arg-type]
    said = await world.says(f"reply {case} Yes, both are kept.", "Evelyn", **inbox)  # type: ignore[arg-type]
    assert sorted(phrases(said)) == ["from_person", "inbox_done"]
    said = await world.says(f"close {case.lower()}", "Evelyn", **inbox)  # type: ignore[arg-type]
    assert sorted(phrases(said)) == ["case_closed_by", "inbox_done"]
    said = await world.says(f"reply {case} again", "Evelyn", **inbox)  # type: ignore[arg-type]
    assert phrases(said) == ["inbox_unknown"]
    # The code works once.
    assert "inbox_set" not in phrases(await world.says("wxyz-2345", "Priya", channel="slack", place="other"))


async def test_an_answer_in_the_thread_of_the_question(world: World) -> None:
    await world.store.write(lambda tx: tx.set_inbox_code("WXYZ-2345"))
    await world.says("wxyz-2345", "Evelyn", channel="slack", place="inbox")
    case = await ask(world)
    handle = await world.store.read(
        lambda tx: tx.conn.execute("SELECT handle FROM outbox WHERE about_case = ?", (case,)).fetchone()[0]  # type: ignore[attr-defined]
    )
    said = await world.says("Yes, both are kept.", "Evelyn", channel="slack", place="inbox", thread=handle)
    assert sorted(phrases(said)) == ["from_person", "inbox_done"]
    assert await world.says("ok?", "Evelyn", channel="slack", place="inbox", thread="another") == []
    said = await world.says("close", "Evelyn", channel="slack", place="inbox", thread=handle)
    assert sorted(phrases(said)) == ["case_closed_by", "inbox_done"]


async def test_nobody_answers_from_another_place(world: World) -> None:
    case = await ask(world)
    said = await world.says(f"reply {case} Yes.", "Priya", channel="slack", place="team")
    assert "inbox_done" not in phrases(said)
    assert len(await world.store.read(lambda tx: tx.case_lines(case))) == 1


async def test_a_press_of_long_ago_sends_nothing(world: World) -> None:
    await world.says("can I talk to someone?")
    await world.says(QUESTION)
    old = next(c for m in world.last for c in m.choices if c.label == "Send it")
    assert phrases(await world.says("status"))[-1] == "person_waiting"
    said = await world.says("", kind=Kind.PRESS, press=old.value)
    assert phrases(said)[0] == "old_button"
    assert await world.store.read(lambda tx: tx.cases()) == []


@pytest.mark.parametrize(
    ("at", "piece"),
    [
        (datetime(2026, 11, 24, 10, tzinfo=UTC), ""),
        (datetime(2026, 11, 24, 20, tzinfo=UTC), "before Wednesday 25 November 2026"),
        (datetime(2026, 11, 28, 10, tzinfo=UTC), "before Monday 30 November 2026"),
        (datetime(2026, 12, 24, 20, tzinfo=UTC), "before Monday 4 January 2027"),
        (datetime(2026, 6, 24, 8, 30, tzinfo=UTC), ""),  # summer time: half past nine
    ],
)
def test_hours_and_expected_reply_are_said(at: datetime, piece: str) -> None:
    line = hours_line(programme(), at)
    assert "9am to 5pm" in line
    assert "2 working days" in line
    assert piece in line if piece else "before" not in line


def test_hours_come_from_the_content() -> None:
    journey = programme().journey
    other = replace(programme(), journey=replace(journey, hours=replace(journey.hours, opens=10, reply_days=5)))
    assert "10am" in hours_line(other, datetime(2026, 11, 24, 11, tzinfo=UTC) + timedelta(0))


async def test_no_reminder_while_a_person_is_talking_to_them(world: World) -> None:
    case = await ask(world)

    async def remind(key: str) -> list[str]:
        out = Outgoing(Message("Still open?", "nudge"), None, "p-asha", reminder=key)
        await world.store.write(
            lambda tx: tx.keep_clock(key, world.clock.now(), tx.context_of("riverside-homes"), Outcome((out,)))
        )
        return phrases(await world.deliver())

    assert await remind("n1") == []
    await world.turns.officer("form1", case, "Evelyn", "", True, world.clock.now())
    await world.deliver()
    assert await remind("n2") == ["nudge"]
