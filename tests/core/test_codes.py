"""Join codes: what they look like, what in a message may be one; a flood of wrong ones locks nobody else out."""

from __future__ import annotations

import random
import string
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model import Account, BindWorkspace, Kind, Outcome, Turn
from bot.core.people.codes import (
    ALPHABET,
    DIGITS,
    HALF,
    MOST_WRONG_CODES,
    Codes,
    codes_in,
    make_join_code,
    normalise,
    well_made,
)  # fmt: skip
from bot.store.codes import hash_code, new_code, short_code
from bot.store.port import BoundWorkspace, Store, Tx
from tests.core.test_places import World
from tests.store.factories import NOW, Maker, add_adopter, add_person, new_store

WORDS = frozenset(["latest", "guidance", "what", "next", "thursday", "standard"])


def made(seed: int) -> str:
    return normalise(make_join_code(random.Random(seed).choice))


# ---------------------------------------------------------------- what a code is


def test_new_codes_have_no_vowels_a_digit_in_its_place_and_no_look_alikes() -> None:
    codes = {new_code() for _ in range(300)}
    assert len(codes) == 300
    for code in codes:
        assert len(code) == 11
        assert code[HALF] == "-"
        assert code[HALF - 1] in DIGITS
        assert not set(code) & set("AEIOUYLZ01")
        assert codes_in(code) == Codes((normalise(code),))
    assert len(set(short_code())) > 3


@given(st.integers(), st.integers(0, 2 * HALF - 1), st.sampled_from(ALPHABET))
def test_each_single_slip_is_seen_without_looking_it_up(seed: int, place: int, other: str) -> None:
    code = made(seed)
    slipped = code[:place] + other + code[place + 1 :]
    assert well_made(slipped) is (slipped == code)
    if slipped != code and slipped[HALF - 1] in DIGITS:
        assert codes_in(slipped) == Codes(slip=True)


def test_nearly_all_neighbours_that_changed_places_are_seen() -> None:
    missed = 0
    for seed in range(500):
        code = made(seed)
        for i in range(2 * HALF - 1):
            if code[i] != code[i + 1]:
                missed += well_made(code[:i] + code[i + 1] + code[i] + code[i + 2 :])
    assert missed < 500 * 9 * 0.01


@given(st.text(string.ascii_letters + " ,.-", max_size=60))
def test_words_without_a_digit_are_no_new_code(text: str) -> None:
    assert not any(len(code) == 2 * HALF for code in codes_in(text).found)
    assert not codes_in(text).slip


@pytest.mark.parametrize("form", ["{}", "{} ", "our code is {}.", "code: {}", "`{}`", "Hello, {}, thanks"])
@pytest.mark.parametrize("write", [str, str.lower, lambda c: c.replace("-", " "), lambda c: c.replace("-", "–")])
def test_a_code_is_found_as_people_write_it(form: str, write: object) -> None:
    code = make_join_code(random.Random(7).choice)
    assert codes_in(form.format(write(code)), WORDS).found == (normalise(code),)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ABCD-EFGH", "ABCDEFGH"), ("abcd efgh", "ABCDEFGH"), ("abcdefgh", "ABCDEFGH"), ("ABCDEFG2", "ABCDEFG2"),
        ("our code is RVSD-2345.", "RVSD2345"), ("code: rvsd2345", "RVSD2345"),
    ],
)  # fmt: skip
def test_codes_of_older_packs_are_still_found(text: str, code: str) -> None:
    assert codes_in(text, WORDS).found == (code,)


@pytest.mark.parametrize(
    "text",
    [
        "latest guidance", "guidance", "what next", "thursday", "code: A, B, C", "June 2026", "12345678", "hello",
        "we met in 2026 June", "", "a" * 400, "🏠🏠🏠🏠🏠🏠🏠🏠", "yes - thank you very much indeed",
        "flat 2345 next",
    ],
)  # fmt: skip
def test_other_words_are_looked_up_nowhere(text: str) -> None:
    assert codes_in(text, WORDS) == Codes()


# ---------------------------------------------------------------- joining


MAKER = Maker("joining")


class Door(World):
    """Strangers in Slack's workspace T1, and two adopters."""

    codes: dict[str, str]

    async def types(self, text: str, user: str = "U9", minutes: float = 0, workspace: str = "T1") -> str:
        at = NOW + timedelta(minutes=minutes)
        return await self.say(MAKER.turn(text, user=user, workspace=workspace, at=at))

    async def joined(self, user: str = "U9", workspace: str = "T1") -> str | None:
        person = await self.store.read(lambda tx: tx.person_of(Account("slack", workspace, user)))
        return person.adopter if person is not None else None

    async def wrong(self) -> int:
        return sum(one.count for one in await self.store.read(lambda tx: tx.wrong_codes(NOW + timedelta(minutes=1))))


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with new_store(tmp_path) as store:
        made_codes = {"riverside-homes": new_code(), "hilltop-housing": "HTBC-2345"}
        await add_adopter(store, "Riverside Homes", made_codes["riverside-homes"])
        await add_adopter(store, "Hilltop Housing", made_codes["hilltop-housing"])
        door = Door(store)
        door.codes = made_codes
        yield door


@pytest.mark.parametrize("key", ["riverside-homes", "hilltop-housing"])
async def test_new_codes_and_those_of_older_packs_join(door: Door, key: str) -> None:
    assert "joined" in await door.types(f"our code is {door.codes[key].lower()}")
    assert await door.joined() == key


async def test_a_code_that_was_rotated_no_longer_works(door: Door) -> None:
    fresh = new_code()
    await door.store.write(lambda tx: tx.set_code("hilltop-housing", fresh))
    assert "wrong_code" in await door.types(door.codes["hilltop-housing"])
    assert "joined" in await door.types(fresh)


async def test_words_that_are_no_codes_never_lock_anybody_out(door: Door) -> None:
    for number in range(12):
        await door.types(("latest guidance", "guidance", "what next")[number % 3], minutes=number)
    assert await door.wrong() == 0
    assert "joined" in await door.types(door.codes["riverside-homes"], minutes=20)


async def test_whatever_is_looked_up_is_counted(door: Door) -> None:
    await door.types("ABCDEFG2")
    assert await door.wrong() == 1
    await door.types("code: AAAA-2222, BBBB-3333 or CCCC-4444")
    assert await door.wrong() == 4


async def test_a_slip_is_said_and_not_counted(door: Door) -> None:
    code = door.codes["riverside-homes"]
    other = next(c for c in ALPHABET if c != code[-1])
    assert "wrong_code" in await door.types(code[:-1] + other)
    assert await door.wrong() == 0


async def test_a_flood_slows_the_account_that_makes_it_and_never_a_colleague(door: Door) -> None:
    for number in range(60):
        await door.types(f"XXXX-{2222 + number}", user=f"V{number % 6}")
    assert "slow_down" in await door.types(door.codes["riverside-homes"], user="V1")
    assert await door.joined("V1") is None
    assert "joined" in await door.types(door.codes["riverside-homes"], user="a colleague")
    assert "joined" in await door.types(door.codes["riverside-homes"], user="V1", minutes=61)


async def test_a_slowed_accounts_codes_are_not_even_hashed(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(MOST_WRONG_CODES):
        await door.types(f"XXXX-{2222 + number}")
    hashed: list[str] = []

    def hashing(code: str, salt: str) -> str:
        hashed.append(code)
        return hash_code(code, salt)

    monkeypatch.setattr("bot.store.sql.people.hash_code", hashing)
    await door.types(door.codes["riverside-homes"])
    assert hashed == []
    await door.types(door.codes["riverside-homes"], minutes=61)
    assert len(hashed) == 1


async def test_codes_are_hashed_outside_the_write_transaction(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is slow on purpose: inside, it would hold up everybody."""
    inside: list[bool] = []
    writing = False
    real_hash, real_write = hash_code, door.store.write

    def hashing(code: str, salt: str) -> str:
        inside.append(writing)
        return real_hash(code, salt)

    async def write(work: object) -> object:
        def marked(tx: Tx) -> object:
            nonlocal writing
            writing = True
            try:
                return work(tx)  # type: ignore[operator]
            finally:
                writing = False

        return await real_write(marked)

    monkeypatch.setattr("bot.store.sql.people.hash_code", hashing)
    monkeypatch.setattr(door.store, "write", write)
    await add_person(door.store, (await door.store.read(lambda tx: tx.adopters()))[0], "Asha", id_="asha", user="U1")
    await door.types("XXXX-2222")
    await door.types(door.codes["riverside-homes"])
    await door.types("link", user="U1")
    await door.types("LINK-BCDF-2345", user="U1")
    assert inside == [False] * 4


# ---------------------------------------------------------------- a workspace of one adopter


async def bind(store: Store) -> None:
    await store.write(lambda tx: tx.bind_workspace(BoundWorkspace("slack", "T1", "riverside-homes", NOW, "")))


async def test_in_a_bound_workspace_another_adopters_code_joins_that_adopter(door: Door) -> None:
    await bind(door.store)
    said = await door.types(door.codes["hilltop-housing"])
    assert await door.joined() == "hilltop-housing"
    assert "ask_workspace" not in said
    assert await door.store.read(lambda tx: [b.adopter for b in tx.bound_workspaces()]) == ["riverside-homes"]


async def test_in_a_bound_workspace_a_wrong_code_joins_nobody_and_counts(door: Door) -> None:
    await bind(door.store)
    assert "wrong_code" in await door.types("HTBC-2346")
    assert (await door.joined(), await door.wrong()) == (None, 1)
    assert "joined" in await door.types("hello")


async def test_nobody_takes_a_workspace_that_is_bound(door: Door) -> None:
    await bind(door.store)
    hilltop = (await door.store.read(lambda tx: tx.adopters()))[0]
    assert hilltop.key == "hilltop-housing"
    await add_person(door.store, hilltop, "Bob", id_="bob", user="U2")
    turn: Turn = MAKER.turn(user="U2")
    change = Outcome(changes=(BindWorkspace("slack", "T1", hilltop.key),))
    await door.store.write(lambda tx: tx.keep(turn, tx.context(turn.account), change))
    assert await door.store.read(lambda tx: [b.adopter for b in tx.bound_workspaces()]) == ["riverside-homes"]


# ---------------------------------------------------------------- linking codes


async def test_a_leavers_linking_code_links_nobody(door: Door) -> None:
    riverside = (await door.store.read(lambda tx: tx.adopters()))[1]
    asha = await add_person(door.store, riverside, "Asha", id_="asha", user="U1")
    code = await door.code()
    await door.store.write(lambda tx: tx.save_person(replace(asha, left_on=NOW.date())))
    assert "link_wrong" in await door.types(code, user="U7", minutes=1)
    assert await door.joined("U7") is None
    assert await door.wrong() == 1


async def test_guessing_linking_codes_is_slowed_down_for_people_known_here_too(door: Door) -> None:
    riverside = (await door.store.read(lambda tx: tx.adopters()))[1]
    await add_person(door.store, riverside, "Asha", id_="asha", user="U1")
    for _ in range(MOST_WRONG_CODES):
        assert "link_wrong" in await door.types("LINK-BCDF-2345", user="U1")
    assert "slow_down" in await door.types("LINK-BCDF-2345", user="U1")
    assert "slow_down" not in await door.types("status", user="U1")


# ---------------------------------------------------------------- "only ours"


async def bound_to(door: Door) -> list[str]:
    return await door.store.read(lambda tx: [b.adopter for b in tx.bound_workspaces()])


async def press(door: Door, answer: str, user: str = "U9", adopter: str = "riverside-homes") -> str:
    return await door.say(MAKER.turn("", user=user, kind=Kind.PRESS, press=f"workspace|{adopter}|0|{answer}"))


async def test_only_ours_is_asked_once_more_and_says_what_it_does(door: Door) -> None:
    assert "ask_workspace" in await door.types(door.codes["riverside-homes"])
    assert "without a code" in await press(door, "ours")
    assert await bound_to(door) == []
    assert await door.joined("U8") is None
    await press(door, "sure")
    assert await bound_to(door) == ["riverside-homes"]


async def test_a_second_yes_of_long_ago_asks_again(door: Door) -> None:
    await door.types(door.codes["riverside-homes"])
    await press(door, "ours")
    await press(door, "shared")
    assert "workspace_sure" in await press(door, "sure")
    assert await bound_to(door) == []


async def test_nobody_of_another_adopter_binds_a_workspace_that_is_somebodys(door: Door) -> None:
    await door.types(door.codes["hilltop-housing"])
    await bind(door.store)
    for answer in ("ours", "sure", "ours", "sure"):
        await press(door, answer, adopter="hilltop-housing")
    assert await bound_to(door) == ["riverside-homes"]


async def test_a_guest_is_not_asked_whether_a_workspace_is_theirs_and_cannot_bind_it(door: Door) -> None:
    said = await door.say(MAKER.turn(door.codes["riverside-homes"], user="U9", home=""))
    assert await door.joined() == "riverside-homes"
    assert "ask_workspace" not in said
    for answer in ("ours", "sure"):
        await door.say(
            MAKER.turn("", user="U9", kind=Kind.PRESS, press=f"workspace|riverside-homes|0|{answer}", home="")
        )
    assert await bound_to(door) == []


async def test_only_the_lead_lets_a_workspace_go_and_only_their_own(door: Door) -> None:
    await bind(door.store)
    hilltop, riverside = await door.store.read(lambda tx: tx.adopters())
    await add_person(door.store, riverside, "Asha", id_="asha", user="U1")
    await add_person(door.store, riverside, "Ben", id_="ben", user="U2", role="communications")
    await add_person(door.store, hilltop, "Bob", id_="bob", user="U3")
    assert "workspace_lead_only" in await door.types("ask for the code again", user="U2")
    assert "workspace_not_ours" in await door.types("ask for the code again", user="U3")
    assert await bound_to(door) == ["riverside-homes"]
    assert "workspace_let_go" in await door.types("ask newcomers for the code again", user="U1")
    assert await bound_to(door) == []
    assert await door.joined("U2") == "riverside-homes", "who came stays"
