"""Distress and private details, through the real turn handler: answered rightly, and nothing of them is anywhere."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from bot.core.model import Kind
from bot.core.model.reading import Context
from bot.core.safety.details import has_details
from bot.core.safety.look import first_look, look_with
from bot.core.safety.words import FOR_STAFF, MAYBE
from bot.core.turn.understand import understand
from tests.guidance.world import NOW, World, phrases, programme

HERE = Path(__file__).parent
HELP = [f"help_{kind}" for kind in FOR_STAFF]
MARK = "zebrafinch"
"""Planted in every phrase: whatever is kept of the words has it."""


def read_phrases(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    pairs = [line.partition(": ") for line in lines if line.strip() and not line.startswith("#")]
    return [(kind, text) for kind, _, text in pairs]


PHRASES = read_phrases("phrases.txt")
HELD_OUT_LISTS = ("heldout.txt", *(f"heldout{number}.txt" for number in range(2, 7)))
HELD_OUT = [pair for name in HELD_OUT_LISTS for pair in read_phrases(name)]


def told_apart(text: str) -> str:
    """What the bot takes the words for."""
    reading = understand(programme(), text, Context(NOW.date()))
    kind = look_with(text, reading, programme().journey.safety)
    if kind in FOR_STAFF:
        return "care"
    if has_details(text, ("Asha", "Priya")):
        return "private"
    return "maybe" if kind == MAYBE else "innocent"


def test_the_list_is_long_and_half_of_it_innocent() -> None:
    kinds = [kind for kind, _ in PHRASES]
    assert len(kinds) >= 60
    assert kinds.count("innocent") >= len(kinds) / 2


@pytest.mark.parametrize(("kind", "text"), PHRASES)
def test_told_apart(kind: str, text: str) -> None:
    got = told_apart(text)
    # Care for somebody whose details are given as well keeps even less.
    assert got == kind or (kind, got) == ("private", "care")


def test_misses_both_ways_on_the_held_out_lists() -> None:
    """Of 250 and of 240. `docs/safety.md` has the figures list by list."""
    missed = [t for k, t in HELD_OUT if k != "innocent" and told_apart(t) == "innocent"]
    alarms = [t for k, t in HELD_OUT if k == "innocent" and told_apart(t) != "innocent"]
    assert len(missed) <= 13, missed
    assert len(alarms) <= 11, alarms


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await World(tmp_path).open()
    yield made
    await made.close()


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    caplog.set_level(logging.DEBUG)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory())
    return capfd


def marked(text: str) -> str:
    """The phrase with the mark in it, in the middle of a sentence of its own."""
    return f"{text} ({MARK})"


@pytest.mark.parametrize("who", ["Asha", "Jo"], ids=["staff", "unknown"])
async def test_nothing_of_distress_is_kept(
    world: World, logs: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, who: str
) -> None:
    for kind, text in PHRASES:
        if kind == "care":
            said = await world.says(marked(text), who)
            assert phrases(said)[0] in HELP, text
            assert not any(MARK in m.text for m in said)
            await world.says("anything on damp?", who)
    await nothing_is_anywhere(world, logs, caplog)


async def test_nothing_of_private_details_is_kept(
    world: World, logs: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for kind, text in PHRASES:
        if kind == "private":
            said = await world.says(marked(text))
            assert phrases(said)[0] in ("private_details", "private_part", *HELP), text
            assert not any(MARK in m.text for m in said)
            await world.says("yes")
            await world.says("status")
    await nothing_is_anywhere(world, logs, caplog)


async def test_nothing_is_kept_in_any_corner_of_the_talk(
    world: World, logs: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """In a question for a person, a search, an edit, a form, an open case, and beside things to record."""
    private = f"Mrs Khan {MARK} of 14 Mill Lane"
    await world.says(f"have you got a briefing about {private} who has dementia")
    await world.says("can I talk to someone?")
    await world.says(f"{private} wants an answer, her number is 07700 900123")
    await world.says("Shall we start again after our merger?")
    await world.presses("Send it")
    await world.says(f"it was {private}")
    await world.says("my boiler is broken and nobody comes " + MARK)
    await world.says("bot")
    await world.says(f"the board noted it on 3 March, {private} asked about it")
    await world.says(f"the board noted it on 3 March, {private} from flat 12 asked", kind=Kind.EDIT)
    await world.says("yes")
    await world.says("", kind=Kind.FORM, fields=(("residents.not_heard", private),))
    await world.says(f"what about {private}, is this compulsory for her?")
    await world.says(f"subscribe to {private}")
    await world.says(MARK + " " * 4100 + private)
    await nothing_is_anywhere(world, logs, caplog)


async def nothing_is_anywhere(
    world: World, logs: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    kept = await world.bytes_kept()
    assert MARK.encode() not in kept
    assert b"07700 900123" not in kept
    out, err = logs.readouterr()
    assert MARK not in out + err + caplog.text


async def test_innocent_words_are_kept(world: World) -> None:
    """The other way round: the mark is found when nothing forbids it, so the search above can find it."""
    await world.says(f"the board noted it on 3 March, said the {MARK} committee")
    assert MARK.encode() in await world.bytes_kept()


async def test_facts_are_taken_in_without_the_words(world: World) -> None:
    said = await world.says("the board noted it on 3 March, Mrs Khan of 14 Mill Lane asked about repairs")
    assert phrases(said) == ["private_part", "read_back"]
    assert "noted" in said[-1].text and "3 March 2026" in said[-1].text
    await world.says("yes")
    facts = await world.store.read(lambda tx: list(tx.facts()))
    assert {f.name: f.value for f in facts}["board.outcome"] == "noted"
    assert {f.name: f.value for f in facts}["board.date"] == "2026-03-03/2026-03-03"
    assert not any("Khan" in f.words for f in facts)
    kept = await world.bytes_kept()
    assert b"Khan" not in kept
    assert b"14 Mill Lane" not in kept


async def test_what_may_be_trouble_is_pointed_to_help_and_not_kept(world: World) -> None:
    said = await world.says(f"an officer found needles {MARK}")
    assert phrases(said) == ["help_maybe"]
    assert MARK.encode() not in await world.bytes_kept()


async def test_what_is_not_understood_is_seen_by_whoever_wrote_it_and_is_no_evidence(world: World) -> None:
    """A miss: nobody could tell what it was. It stands in that person's own history and nowhere else."""
    said = await world.says(f"{MARK} blorp frimble")
    assert phrases(said)[0] in ("not_understood", "not_understood_question", "other")
    dump = await world.store.read(lambda tx: {kind: str(list(rows)) for kind, rows in tx.dump()})
    assert [kind for kind, rows in dump.items() if MARK in rows] in ([], ["said"])


async def test_after_distress_no_question_follows(world: World) -> None:
    await world.says("", kind=Kind.OPEN)
    said = await world.says("One of our tenants has black mould in the baby's room and nobody is coming out")
    assert phrases(said) == ["help_trouble", "help_trouble_staff"]
    assert not any(m.choices for m in said)


async def test_a_fault_of_ours_logs_no_words(
    world: World, logs: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError(f"cannot read {MARK}")

    monkeypatch.setattr("bot.runtime.turns.respond", fails)
    assert phrases(await world.says(f"the board noted it {MARK}")) == ["sorry"]
    await nothing_is_anywhere(world, logs, caplog)


def test_of_several_fields_danger_comes_before_trouble() -> None:
    mould, gas = "there is black mould in my baby's room", "I can smell gas in the hallway"
    for fields in ([mould, gas], [gas, mould]):
        assert first_look(fields, programme().journey.safety) == "gas", "somebody who smells gas is sent to repairs"
    assert first_look([mould, "we met on 3 March"], programme().journey.safety) == "trouble"
