"""What a button carries comes back whole, and nothing else is taken for a button. What a press, an edit or a deletion
does depends on what has happened since: one table of talks, each with what is said and what is kept at its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Account, Kind, Message, Person
from bot.core.model.presses import VERBS, Press, parse_press
from tests.guidance.world import ADOPTER, World, phrases


@given(
    st.sampled_from(sorted(VERBS)),
    st.text(max_size=40),
    st.integers(0, 10**9),
    st.lists(st.text(max_size=30), max_size=4),
)
def test_a_press_comes_back_as_it_was_made(verb: str, adopter: str, stamp: int, about: list[str]) -> None:
    press = Press(verb, adopter, stamp, tuple(about))
    assert parse_press(str(press)) == press


@pytest.mark.parametrize("value", ["", "yes", "yes|a", "rm|a|1", "yes|a|x", "yes|a|-1", "yes|a|1|" + "x" * 2000])
def test_anything_else_is_no_press(value: str) -> None:
    assert parse_press(value) is None


# ---------------------------------------------------------------- states and events

MARCH, APRIL, MAY, NOVEMBER = (f"2026-{day}/2026-{day}" for day in ("03-03", "04-04", "05-05", "11-10"))
NOTED = ("Asha: Board noted it on 3 March", "Asha: yes")
ONE_MORE = (*NOTED, "Asha: show my answers", "Asha: [Take the charter to your board]", "Asha: [Add another meeting]")
SHOWN = (*ONE_MORE[:-1], "Asha: [1. Meeting, 3 March 2026, noted]")
PRIYA_ADDS = ("Priya: Board approved it on 10 November", "Priya: yes")
PRIYA_CORRECTS = ("Priya: the board meeting was on 4 April", "Priya: [Change it to: 4 April 2026]")
ONE = {"board.outcome#e1": "noted", "board.date#e1": MARCH}
HOPED = "Asha: Board noted it in Q2 and we hope to survey residents soon"

TALKS: dict[str, tuple[tuple[str, ...], str, Mapping[str, str]]] = {
    # ---- a choice, by whose entry it is of and what was told since
    "a choice is of the meeting asked about": (
        (*NOTED, "Asha: [Full board]"), "recorded", {**ONE, "board.body#e1": "board"},
    ),
    "a choice for one more meeting is of that one": (
        (*ONE_MORE, "Asha: [Yes]", "Asha: [Approved]"), "recorded", {**ONE, "board.outcome#e2": "adopted"},
    ),
    "a choice for one more is old when a colleague told of one meanwhile": (
        (*ONE_MORE, *PRIYA_ADDS, "Asha: [first Date booked]"), "old_button",
        {**ONE, "board.outcome#e2": "adopted", "board.date#e2": NOVEMBER},
    ),
    # ---- yes and no
    "the no to an older read-back lets nothing of the newer one go": (
        ("Asha: Board noted it on 3 March", "Asha: no, it was 5 May", "Asha: [first Change it]", "Asha: yes"),
        "recorded",
        {"board.outcome#e1": "noted", "board.date#e1": MAY},
    ),
    "a yes that is pressed twice records once": (
        ("Asha: Board noted it on 3 March", "Asha: [Yes, save it]", "Asha: [first Yes, save it]"), "old_button", ONE,
    ),
    # ---- the meaning of a quarter
    "what else was open is asked about after the quarter": (
        (HOPED, "Asha: [Financial year, from April]"), "quarters_noted heard ask_hope", {},
    ),
    "after the quarter, once, the read-back": (
        ("Asha: Board noted it in Q2", "Asha: [Calendar year, from January]"), "quarters_noted read_back", {},
    ),
    # ---- "change", in the record
    "what is shown can be changed": (
        (*SHOWN, "Asha: [Change: Board meeting]", "Asha: 5 May", "Asha: yes"), "recorded_change",
        {**ONE, "board.date#e1": MAY},
    ),
    "what a colleague has put right since is shown instead": (
        (*SHOWN, *PRIYA_CORRECTS, "Asha: [first Change: Board meeting]"), "old_button record_entry",
        {**ONE, "board.date#e1": APRIL},
    ),
    # ---- edits and deletions
    "an edit before the yes takes the place of the old words": (
        ("Asha: Board noted it on 3 March", "Asha edits: Board approved it", "Asha: yes"), "recorded",
        {"board.outcome#e1": "adopted"},
    ),
    "an edit into a question leaves nothing to say yes to": (
        ("Asha: Board noted it on 3 March", "Asha edits: what is the charter?", "Asha: yes"), "nothing_waits", {},
    ),
    # ---- a yes with more behind it
    "the question between a yes and what else was told gives way": (
        ("Asha: Board noted it on 3 March", "Asha: yes. And we surveyed residents in May, 212 took part"),
        "recorded step_done read_back", ONE,
    ),
    "an edit after the yes changes nothing": ((*NOTED, "Asha edits: Board noted it on 5 May"), "edited", ONE),
    "a deletion before the yes takes it all away": (
        ("Asha: Board noted it on 3 March", "Asha deletes: "), "deleted", {},
    ),
}  # fmt: skip


async def played(world: World, line: str) -> list[Message]:
    """One line: `NAME: words`, `NAME: [newest such button]`, `NAME: [first such button]`, `NAME edits: words`."""
    head, _, text = line.partition(": ")
    who, _, verb = head.partition(" ")
    if not text.startswith("["):
        return await world.says(text, who, {"edits": Kind.EDIT, "deletes": Kind.DELETE}.get(verb, Kind.TEXT))
    label, shown = text.strip("[]"), world.last
    if label.startswith("first "):
        label = label.removeprefix("first ")
    else:
        shown = shown[::-1]
    found = [choice for message in shown for choice in message.choices if choice.label == label]
    assert found, f"no button {label} in {[c.label for m in world.last for c in m.choices]}"
    return await world.says("", who, Kind.PRESS, press=found[0].value)


@pytest.mark.parametrize("name", TALKS)
async def test_what_it_does_is_by_what_has_happened_since(tmp_path: Path, name: str) -> None:
    lines, begins, kept = TALKS[name]
    world = await World(tmp_path).open()
    said: list[Message] = []
    for line in lines:
        said = await played(world, line)
    assert " ".join(phrases(said)).startswith(begins), f"{lines[-1]}: {[m.text for m in said]}"
    facts = (await world.store.read(lambda tx: tx.context(Account("web", "w", "asha")))).facts
    assert {f"{f.name}#{f.entry}": f.value for f in facts} == kept
    await world.close()


@pytest.mark.parametrize(("left_on", "begins"), [(None, "hand_over_offer"), (date(2026, 11, 20), "unknown_button")])
async def test_a_step_is_offered_to_nobody_who_left_since_the_button(
    tmp_path: Path, left_on: date | None, begins: str
) -> None:
    world = await World(tmp_path).open()
    priya = Person("p-priya", ADOPTER, "Priya", "resident_engagement", left_on=left_on)
    await world.says("hello", "Priya")
    await world.store.write(lambda tx: tx.save_person(priya))
    button = Press("owner", ADOPTER, 0, ("board", "p-priya"))
    said = await world.says("", kind=Kind.PRESS, press=str(button))
    assert begins in phrases(said), [m.text for m in said]
    await world.close()
