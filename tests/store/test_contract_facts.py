"""The contract: facts are added, never changed, and which one counts follows from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.model import Fact, NewFact, Outcome, SaveAdopter, TurnContext
from bot.core.model.reading import Value
from bot.store.port import Store, Tx
from tests.store.conftest import House
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, later, new_store


class Book:
    """Keeps facts of one adopter, each with a turn of its own."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.maker = Maker("fact")

    async def keep(self, *facts: NewFact, user: str = "U1", minutes: float = 0) -> tuple[int, ...]:
        turn = self.maker.turn(user=user, at=later(minutes))
        return await self.store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(facts=facts)))

    async def current(self) -> dict[str, Value]:
        context = await self.store.read(lambda tx: tx.context_of("riverside-homes"))
        return {f.name: f.value for f in context.facts}

    async def all(self) -> list[Fact]:
        return await self.store.read(lambda tx: list(tx.facts("riverside-homes")))


@pytest.fixture
async def book(store: Store) -> Book:
    await add_person(store, await add_adopter(store))
    return Book(store)


async def test_a_fact_keeps_words_who_where_when_and_what(house: House) -> None:
    async with house.open() as store:
        adopter = await add_adopter(store)
        await add_person(store, adopter)
        (id_,) = await Book(store).keep(fact("board.outcome", "noted", words="they noted it", sure=False), minutes=5)
    async with house.open() as store:
        assert await store.read(lambda tx: list(tx.facts())) == [
            Fact(
                id=id_,
                adopter=adopter.key,
                name="board.outcome",
                value="noted",
                words="they noted it",
                person="priya",
                channel="slack",
                at=later(5),
                sure=False,
                confirmed_by="priya",
                replaces=None,
            )
        ]
        exported = {
            kind: list(rows) for kind, rows in await store.read(lambda tx: [(k, list(r)) for k, r in tx.dump()])
        }
    (row,) = exported["facts"]
    assert list(row)[:10] == [
        "adopter",
        "name",
        "value",
        "words",
        "person",
        "channel",
        "at",
        "sure",
        "confirmed_by",
        "replaces",
    ]
    assert (row["conversation"], row["step"], row["step_version"]) == ("D-U1", "board", 1)


@pytest.mark.parametrize("value", ["adopted", 43, 0, True, False, ("survey", "panel"), (), "", "é ‮ 🏠 \x00 '\""])
async def test_every_kind_of_value_comes_back(book: Book, value: Value) -> None:
    await book.keep(fact("a.b", value))
    (kept,) = await book.all()
    assert kept.value == value
    assert type(kept.value) is type(value)


async def test_a_correction_keeps_both(book: Book) -> None:
    (first,) = await book.keep(fact("board.date", "2026-03-03/2026-03-03"))
    await book.keep(fact("board.date", "2026-03-13/2026-03-13", replaces=first))
    assert await book.current() == {"board.date": "2026-03-13/2026-03-13"}
    assert [(f.value, f.replaces) for f in await book.all()] == [
        ("2026-03-03/2026-03-03", None),
        ("2026-03-13/2026-03-13", first),
    ]


async def test_undo_of_a_first_fact_leaves_none(book: Book) -> None:
    (first,) = await book.keep(fact("board.outcome", "noted"))
    await book.keep(fact("board.outcome", "noted", replaces=first, withdrawn=True))
    assert await book.current() == {}
    assert len(await book.all()) == 2


async def test_undo_of_a_correction_brings_its_forerunner_back(book: Book) -> None:
    (first,) = await book.keep(fact("board.outcome", "noted"))
    (second,) = await book.keep(fact("board.outcome", "adopted", replaces=first))
    (third,) = await book.keep(fact("board.outcome", "adopted", replaces=second, withdrawn=True))
    assert await book.current() == {"board.outcome": "noted"}
    await book.keep(fact("board.outcome", "adopted", replaces=third, withdrawn=True))
    assert await book.current() == {"board.outcome": "adopted"}


async def test_a_fact_moved_to_another_name_no_longer_counts_under_the_old(book: Book) -> None:
    (first,) = await book.keep(fact("colleagues.state", "done"))
    await book.keep(fact("residents.state", "done", replaces=first))
    assert await book.current() == {"residents.state": "done"}


async def test_everybodys_current_facts_of_one_name_come_some_at_a_time(book: Book) -> None:
    other = await add_adopter(book.store, "Hillside Homes", "HLSD-2345")
    gone = await add_adopter(book.store, "Meadow Homes", "MDWH-2345")
    await add_person(book.store, other, "Sam", id_="sam", user="U2")
    await add_person(book.store, gone, "Lee", id_="lee", user="U3")
    (old,) = await book.keep(fact("a.url", "https://a.example/old"))
    (third,) = await book.keep(fact("a.url", "https://a.example/new", replaces=old))
    (taken,) = await book.keep(fact("a.url", "https://a.example/no", entry="e2"))
    await book.keep(fact("a.url", "https://a.example/no", entry="e2", replaces=taken, withdrawn=True))
    (one,) = await book.keep(fact("a.url", "https://a.example/3", entry="e3"))
    two, _ = await book.keep(fact("a.url", "https://b.example/"), fact("a.other", "x"), user="U2")
    await book.keep(fact("a.url", "https://c.example/"), user="U3")
    merged = Outcome(changes=(SaveAdopter(replace(gone, merged_into=other.key)),))
    await book.store.write(lambda tx: tx.keep_clock("m", NOW, tx.context_of(gone.key), merged))

    async def some(after: int, limit: int) -> list[tuple[str, int]]:
        return [(f.adopter, f.id) for f in await book.store.read(lambda tx: tx.facts_named("a.url", after, limit))]

    first = await some(0, 2)
    assert first == [("riverside-homes", third), ("riverside-homes", one)]
    assert await some(first[-1][1], 2) == [("hillside-homes", two)]
    assert await some(two, 2) == []


async def test_the_talk_remembers_what_its_last_yes_recorded(book: Book) -> None:
    ids = await book.keep(fact("a.b", "1"), fact("a.c", "2"))
    await book.keep(fact("a.b", "3", replaces=ids[0]))
    await book.keep(fact("a.c", "2", replaces=ids[1], withdrawn=True))
    context = await book.store.read(lambda tx: tx.context_of("riverside-homes", "priya"))
    assert [(f.name, f.value) for f in context.recent] == [("a.b", "3"), ("a.b", "1")], "and what that replaced"


async def test_behind_a_current_fact_stand_those_whose_place_it_took(book: Book) -> None:
    (first,) = await book.keep(fact("a.b", "1"))
    await book.keep(fact("c.d", "x"))
    (second,) = await book.keep(fact("a.b", "2", replaces=first))
    await book.keep(fact("a.b", "3", replaces=second))
    context = await book.store.read(lambda tx: tx.context_of("riverside-homes"))
    assert [(f.id, f.value) for f in context.earlier or ()] == [(first, "1"), (second, "2")]


async def test_history_is_left_out_for_words_until_it_is_wanted(book: Book) -> None:
    """It may be long, and few words need it."""
    (first,) = await book.keep(fact("a.b", "1"))
    await book.keep(fact("a.b", "2", replaces=first))
    turn = book.maker.turn("the board noted it")

    def load(tx: Tx) -> tuple[TurnContext, TurnContext]:
        without = tx.context(turn.account, turn.text)
        return without, tx.with_history(without)

    without, whole = await book.store.read(load)
    assert without.earlier is None
    assert [f.id for f in whole.earlier or ()] == [first]
    assert replace(whole, earlier=None) == without


async def test_recent_facts_are_there_when_they_no_longer_count(book: Book) -> None:
    await add_person(book.store, (await book.store.read(lambda tx: tx.adopters()))[0], "Sam", id_="sam", user="U2")
    (first,) = await book.keep(fact("a.b", "1"))
    await book.keep(fact("a.b", "2", replaces=first), user="U2")
    context = await book.store.read(lambda tx: tx.context_of("riverside-homes", "priya"))
    assert [(f.id, f.value) for f in context.recent] == [(first, "1")]


async def test_another_adopters_fact_cannot_be_replaced(book: Book) -> None:
    other = await add_adopter(book.store, "Other Homes", "OTHR-2345")
    await add_person(book.store, other, "Ann", id_="ann", user="U5")
    (theirs,) = await book.keep(fact(), user="U5")
    with pytest.raises(ValueError, match="not one of riverside-homes's"):
        await book.keep(fact("board.outcome", "deferred", replaces=theirs))
    assert await book.current() == {}


async def test_a_fact_without_an_adopter_is_refused(store: Store) -> None:
    turn = Maker().turn(user="nobody")
    with pytest.raises(ValueError, match="needs an adopter"):
        await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(facts=(fact(),))))


async def test_facts_come_in_order_of_time(book: Book) -> None:
    for minutes in (5, 1, 3):
        await book.keep(fact("a.b", minutes), minutes=minutes)
    assert [f.value for f in await book.store.read(lambda tx: list(tx.facts()))] == [1, 3, 5]


# ------------------------------------------------------------ against a simple baseline

STEPS = st.lists(
    st.tuples(st.sampled_from(["a.x", "a.y", "b.z"]), st.booleans(), st.integers(0, 30), st.booleans()), max_size=25
)


def baseline(history: list[tuple[int, str, int | None, bool]]) -> dict[str, int]:
    """Which fact is current under each name, worked out the slow way, from the newest to the oldest."""
    out: set[int] = set()
    for id_, _, replaces, _ in reversed(history):
        if id_ not in out and replaces is not None:
            out.add(replaces)
    return {name: id_ for id_, name, _, withdrawn in history if id_ not in out and not withdrawn}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_what_is_current_follows_from_the_facts(tmp_path_factory: pytest.TempPathFactory, steps: list) -> None:  # type: ignore[type-arg]
    folder: Path = tmp_path_factory.mktemp("facts")
    async with new_store(folder) as store:
        await add_person(store, await add_adopter(store))
        turns = Maker("step")
        history: list[tuple[int, str, int | None, bool]] = []

        def play(tx: Tx) -> None:
            for name, replace_one, which, withdraw in steps:
                replaces = history[which % len(history)][0] if history and (replace_one or withdraw) else None
                withdrawn = withdraw and replaces is not None
                turn = turns.turn(at=NOW)
                new = fact(name, len(history), replaces=replaces, withdrawn=withdrawn)
                (id_,) = tx.keep(turn, tx.context(turn.account), Outcome(facts=(new,)))
                history.append((id_, name, replaces, withdrawn))

        await store.write(play)
        context = await store.read(lambda tx: tx.context_of("riverside-homes"))
        assert {f.name: f.id for f in context.facts} == baseline(history)
        assert await store.check() == []
