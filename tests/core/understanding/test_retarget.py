"""A correction without a name looks at what was read back; a reply finds its choice."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.language.choices import matches
from bot.core.language.lexicon import Lexicon
from bot.core.model.reading import Context, Understood, Value
from bot.core.understanding import retarget


def fact(name: str, value: Value) -> Understood:
    return Understood(name, value, True)


CASES: list[tuple[str, tuple[Understood, ...], list[tuple[str, Value]]]] = [
    ("no, the 13th", (fact("board.date", "2026-10-12/2026-10-12"),), [("board.date", "2026-10-13/2026-10-13")]),
    (
        "that was residents, not colleagues",
        (fact("colleagues.state", "done"), fact("colleagues.took_part", 23)),
        [("residents.state", "done"), ("residents.took_part", 23)],
    ),
    ("sorry, Priya's the lead, not me", (fact("owner.person", "me"),), [("owner.person", "Priya")]),
    (
        "both of those were drop-ins",
        (fact("residents.method", ("workshop",)), fact("colleagues.method", ("meeting",))),
        [("residents.method", ("drop_in",)), ("colleagues.method", ("drop_in",))],
    ),
    ("yes but it was 24", (fact("residents.took_part", 23),), [("residents.took_part", 24)]),
    (
        "scrap the last bit",
        (fact("board.outcome", "noted"), fact("residents.state", "done")),
        [("residents.state", "")],
    ),
    ("no, deferred", (fact("board.outcome", "noted"),), [("board.outcome", "deferred")]),
    ("no, the 31st", (fact("board.date", "2026-06-12/2026-06-12"),), []),
    (
        "no, the 13th",
        (fact("board.date", "2026-06-12/2026-06-12"), fact("residents.date", "2026-05-01/2026-05-01")),
        [],
    ),
    ("that's not right", (fact("board.outcome", "noted"),), []),
]


@pytest.mark.parametrize(("text", "last", "wanted"), CASES)
def test_a_correction_changes_what_was_read_back(
    lexicon: Lexicon, text: str, last: tuple[Understood, ...], wanted: list[tuple[str, Value]]
) -> None:
    found = retarget(text, Context(date(2026, 11, 24), "confirm", last=last), lexicon)
    assert [(f.name, f.value) for f in found] == wanted


CHOICES = (("monthly", "Every month"), ("quarterly", "Every quarter"), ("other", "Some other rhythm"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Every month", ("monthly",)), ("quarterly", ("quarterly",)), ("2", ("quarterly",)),
        ("the second one", ("quarterly",)),
        ("the last", ("other",)), ("every quater", ("quarterly",)), ("1 and 3", ("monthly", "other")),
        ("7", ()),
        ("no idea", ()), ("", ()), ("rhythm", ("other",)),
    ],
)  # fmt: skip
def test_a_reply_finds_its_choice(text: str, wanted: tuple[str, ...]) -> None:
    assert matches(text, CHOICES) == wanted
