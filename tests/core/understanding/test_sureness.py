"""What is not well explained is asked about; what is plainly said stays sure. Nothing is added or dropped."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.model.reading import Reading

See = Callable[..., Reading]


def sure(reading: Reading) -> set[str]:
    return {f.name for f in reading.facts if f.sure}


@pytest.mark.parametrize(
    ("text", "asked", "names"),
    [
        ("Board approved it on 3 March", None, {"board.outcome", "board.date"}),
        ("Exec noted the charter last Tuesday", None, {"board.outcome", "board.date", "board.body"}),
        ("We surveyed tenants in May, 60 replied", None, {"residents.state", "residents.took_part"}),
        ("The residents' workshop is booked for 9 December", None, {"residents.state", "residents.date"}),
        ("adopted", "board.outcome", {"board.outcome"}),
        ("31", "residents.took_part", {"residents.took_part"}),
    ],
)
def test_plain_words_stay_sure(understood: See, text: str, asked: str | None, names: set[str]) -> None:
    assert names <= sure(understood(text, asked))


@pytest.mark.parametrize(
    ("text", "asked", "name"),
    [
        ("RESOLVED that the paper be approved, the minutes say noted", "board.outcome", "board.outcome"),
        ("They approved it, minus the line about pets", "board.outcome", "board.outcome"),
        ("Board adopted the kitchen programme on 3 March", None, "board.outcome"),
        ("Somebody told me the board approved it", None, "board.outcome"),
        ("The board will adopt it in March, fingers crossed", None, "board.outcome"),
        ("We have 700 tenants and 80 leaseholders", None, "residents.took_part"),
        ("Main board looks at it on 21 January", None, "board.date"),
        ("the action plan isn't agreed, it's still in progress", None, "way_forward.state"),
        ("Tenants were consulted on the allotments in May", None, "residents.state"),
    ],
)
def test_what_is_not_explained_is_asked(understood: See, text: str, asked: str | None, name: str) -> None:
    assert name not in sure(understood(text, asked))


def test_politeness_makes_nothing_less_sure(understood: See) -> None:
    plain = understood("Board approved it on 3 March")
    polite = understood("Hi there, hope you are well. Board approved it on 3 March, thanks very much!")
    assert sure(plain) <= sure(polite)
