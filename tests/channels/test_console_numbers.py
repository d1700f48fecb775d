"""The numbers of the terminal: each means one thing for as long as anybody can see it."""

from __future__ import annotations

from bot.channels.console import MOST_NUMBERS, ConsoleChannel
from bot.core.model import Address, Choice, Message

HERE = Address("console", "console", "sam")


def asks(*labels: str, stamp: int = 1, typed: bool = False) -> Message:
    choices = tuple(Choice(label, f"pick|riverside|{stamp}|{label}") for label in labels)
    return Message("?", choices=choices, typed=typed)


def quiet() -> ConsoleChannel:
    lines: list[str] = []
    return ConsoleChannel(lines.append)


async def answers(channel: ConsoleChannel, said: str, *messages: Message) -> str:
    """What was pressed by this, and then the bot's answer."""
    pressed = channel.press_for(said)
    for message in messages:
        await channel.send(HERE, message, 1, False)
    return pressed.label if pressed is not None else ""


async def test_a_number_stands_for_one_choice_in_two_answers_in_a_row() -> None:
    channel = quiet()
    await answers(channel, "hello", asks("Yes", "Date booked", "Not yet"))
    assert await answers(channel, "1", asks("Noted", "Approved")) == "Yes"
    assert await answers(channel, "2") == "Date booked", "what stood in the answer before, and never what is new"
    assert await answers(channel, "5") == "Approved"


async def test_a_choice_that_stands_there_again_keeps_its_number() -> None:
    lines: list[str] = []
    channel = ConsoleChannel(lines.append)
    await answers(channel, "hello", asks("Yes", "Not yet"))
    await answers(channel, "why?", asks("Read", stamp=2), asks("Yes", "Not yet", stamp=3))
    said = [line for text in lines for line in text.splitlines() if line.startswith("  ")]
    assert said == ["  1. Yes", "  2. Not yet", "  3. Read", "  1. Yes", "  2. Not yet"]


async def test_a_number_far_up_still_means_what_stands_there() -> None:
    channel = quiet()
    await answers(channel, "hello", asks("Read", "Person"))
    await answers(channel, "why?", asks("Yes", "No"))
    await answers(channel, "yes", asks("Full board", "A committee"))
    assert await answers(channel, "1") == "Read", "never what came later"
    assert await answers(channel, "5") == "Full board"


async def test_numbers_begin_again_with_those_given_longest_ago() -> None:
    channel = quiet()
    for nth in range(MOST_NUMBERS):
        await answers(channel, "x", asks(f"A{nth}", f"B{nth}"))
    seen = {n: c.label for n in range(1, 2 * MOST_NUMBERS) if (c := channel.press_for(str(n))) is not None}
    assert len(seen) == MOST_NUMBERS
    assert len(set(seen.values())) == len(seen)
    assert {f"A{n}" for n in range(MOST_NUMBERS - MOST_NUMBERS // 2, MOST_NUMBERS)} <= set(seen.values())


async def test_a_number_is_the_answer_where_one_is_asked_for() -> None:
    lines: list[str] = []
    channel = ConsoleChannel(lines.append)
    await answers(channel, "hello", asks("Skip", typed=True))
    assert lines == ["?\n  - Skip"]
    assert await answers(channel, "1") == ""
    assert await answers(channel, "skip") == "Skip"
