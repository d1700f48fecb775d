"""The contract: adopters, their codes, people and accounts. Two organisations never see each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.core.model import (
    Account,
    Adopter,
    BindWorkspace,
    Change,
    Outcome,
    Person,
    TurnContext,
    UnbindWorkspace,
    WrongCode,
)
from bot.core.people.codes import codes_in
from bot.store.port import BoundWorkspace, Store, Tx
from tests.store.conftest import House
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, later


class TestAdopters:
    async def test_a_name_becomes_a_key_and_is_taken_once(self, house: House) -> None:
        async with house.open() as store:
            made = await add_adopter(store, "  Riverside   Homes & Co. ")
            assert (made.key, made.name) == ("riverside-homes-and-co", "Riverside Homes & Co.")
        async with house.open() as store:
            with pytest.raises(ValueError, match="already"):
                await add_adopter(store, "RIVERSIDE homes & co.", "OTHR-2345")
            assert await store.read(lambda tx: tx.adopters()) == [made]

    @pytest.mark.parametrize("name", ["", "   "])
    async def test_a_name_is_needed(self, store: Store, name: str) -> None:
        with pytest.raises(ValueError, match="needs a name"):
            await add_adopter(store, name)

    async def test_names_that_give_the_same_key_get_two(self, store: Store) -> None:
        keys = [(await add_adopter(store, name, f"CODE-234{n}")).key for n, name in enumerate(("A-B", "A B", "住宅"))]
        assert keys == ["a-b", "a-b-2", "adopter"]

    async def test_a_code_is_taken_once_and_a_new_one_ends_the_old(self, store: Store) -> None:
        first = await add_adopter(store)
        with pytest.raises(ValueError, match="belongs to another"):
            await add_adopter(store, "Other", "rvsd2345")
        assert await store.read(lambda tx: tx.adopters()) == [first]
        await store.write(lambda tx: tx.set_code(first.key, "NEWC-2345"))
        stranger = Account("slack", "T1", "U9")
        assert (await store.read(typed("RVSD-2345", stranger))).code_adopter is None
        assert (await store.read(typed("newc 2345", stranger))).code_adopter == first


def typed(text: str, account: Account) -> Callable[[Tx], TurnContext]:
    """What is known when this account types that."""
    return lambda tx: tx.context(account, text, NOW, tried=tx.codes_tried(codes_in(text).found, "", ""))


class TestCodes:
    @pytest.mark.parametrize(
        "text",
        ["RVSD-2345", "rvsd2345", " rvsd 2345 ", "`RVSD–2345`", "Hello, our code is RVSD-2345.", "code: rvsd-2345"],
    )
    async def test_it_is_found_as_people_write_it(self, store: Store, text: str) -> None:
        adopter = await add_adopter(store)
        assert (await store.read(typed(text, Account("slack", "T1", "U9")))).code_adopter == adopter

    async def test_it_is_not_looked_up_for_somebody_known(self, store: Store) -> None:
        await add_person(store, await add_adopter(store))
        assert (await store.read(typed("RVSD-2345", Account("slack", "T1", "U1")))).code_adopter is None

    async def test_it_is_nowhere_in_the_file(self, house: House, tmp_path) -> None:  # type: ignore[no-untyped-def]
        async with house.open() as store:
            await add_adopter(store)
            assert "RVSD" not in await store.read(lambda tx: str([list(rows) for _, rows in tx.dump()]))
        for file in tmp_path.iterdir():
            assert b"RVSD" not in file.read_bytes().replace(b"-", b"")

    async def test_wrong_ones_are_counted_by_the_account_that_gave_them(self, store: Store) -> None:
        maker = Maker("guess")

        async def guess(user: str, minutes: float, times: int = 1) -> None:
            turn = maker.turn("XXXX-9999", user=user, at=later(minutes))
            wrong = Outcome(changes=(WrongCode(turn.account, times),))
            await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), wrong))

        async def tries(user: str, minutes: float) -> int:
            account = Account("slack", "T1", user)
            return (await store.read(lambda tx: tx.context(account, "", later(minutes)))).code_tries

        await guess("U1", 0)
        await guess("U1", 2, times=2)
        assert [await tries("U1", 5), await tries("U2", 5), await tries("U1", 61)] == [3, 0, 2]
        for number in range(40):
            await guess(f"V{number}", 6, times=3)
        assert await tries("a colleague", 7) == 0, "a flood slows the accounts that make it, and nobody else"
        found = await store.read(lambda tx: tx.wrong_codes(later(7)))
        assert len(found) == 41
        assert {one.count for one in found} == {3}
        assert await store.write(lambda tx: tx.clear_wrong_codes("slack", "T1", "U1")) == 3
        assert await tries("U1", 7) == 0
        assert await tries("V1", 7) == 3
        assert await store.write(lambda tx: tx.clear_wrong_codes()) == 120
        assert await store.read(lambda tx: tx.wrong_codes(later(7))) == []

    @pytest.mark.parametrize("code", ["", "hello", "GUIDANCE", "JUNE-2026", "BCDF4-GHJKK"])
    async def test_a_code_that_nobody_could_type_is_given_to_nobody(self, store: Store, code: str) -> None:
        adopter = await add_adopter(store)
        with pytest.raises(ValueError, match="is no join code"):
            await store.write(lambda tx: tx.set_code(adopter.key, code))


class TestPeople:
    async def test_one_person_with_two_accounts(self, house: House) -> None:
        async with house.open() as store:
            adopter = await add_adopter(store)
            await add_person(store, adopter)
            await add_person(store, adopter, channel="teams", workspace="tenant", user="A1", at=later(1))
        async with house.open() as store:
            context = await store.read(lambda tx: tx.context(Account("teams", "tenant", "A1")))
            assert context.person is not None
            assert context.person.id == "priya"
            assert {account.channel for account, person in context.accounts if person == "priya"} == {
                "slack",
                "teams",
            }
            assert [p.id for p in await store.read(lambda tx: tx.people(adopter.key))] == ["priya"]

    async def test_all_of_a_person_comes_back(self, house: House) -> None:
        async with house.open() as store:
            adopter = await add_adopter(store)
            person = Person(
                "x", adopter.key, "Siân O'Neill", "sponsor", "Europe/London", date(2026, 12, 1), officer=True
            )
            assert await store.write(lambda tx: tx.save_person(person)) == "x"
        async with house.open() as store:
            assert await store.read(lambda tx: tx.person("x")) == person
            assert await store.read(lambda tx: tx.person("y")) is None

    async def test_ids_are_made_where_none_is_given(self, store: Store) -> None:
        adopter = await add_adopter(store)
        ids = {await store.write(lambda tx: tx.save_person(Person("", adopter.key, "Sam"))) for _ in range(5)}
        assert len(ids) == 5
        assert "" not in ids

    async def test_two_organisations_in_one_workspace_never_see_each_other(self, store: Store) -> None:
        one, two = await add_adopter(store), await add_adopter(store, "Other Homes", "OTHR-2345")
        await add_person(store, one, user="U1")
        await add_person(store, two, "Ann", id_="ann", user="U2")
        for user in ("U1", "U2"):
            turn = Maker(user).turn(user=user)
            await store.write(
                lambda tx, turn=turn: tx.keep(
                    turn, tx.context(turn.account), Outcome(facts=(fact("a.b", turn.account.user),))
                )  # type: ignore[misc]
            )
        context = await store.read(lambda tx: tx.context(Account("slack", "T1", "U2")))
        assert context.adopter == two
        assert [p.id for p in context.people] == ["ann"]
        assert [account.user for account, _ in context.accounts] == ["U2"]
        assert [f.value for f in context.facts] == ["U2"]
        assert [state.person for state in context.people_states] == ["ann"]

    async def test_a_workspace_of_one_adopter_is_known_to_strangers(self, store: Store) -> None:
        adopter = await add_adopter(store)
        turn = Maker().turn()
        bind = Outcome(changes=(BindWorkspace("slack", "T1", adopter.key),))
        await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), bind))
        assert (await store.read(lambda tx: tx.context(Account("slack", "T1", "U9")))).workspace_adopter == adopter
        assert (await store.read(lambda tx: tx.context(Account("teams", "T1", "U9")))).workspace_adopter is None

    async def test_a_bound_workspace_stays_its_adopters_until_it_is_let_go(self, store: Store) -> None:
        one, two = await add_adopter(store), await add_adopter(store, "Other Homes", "OTHR-2345")
        await add_person(store, one)
        await add_person(store, two, "Ann", id_="ann", user="U2")
        maker = Maker("bind")

        async def changes(user: str, change: Change) -> None:
            turn = maker.turn(user=user)
            await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(changes=(change,))))

        async def owner() -> Adopter | None:
            return (await store.read(lambda tx: tx.context(Account("slack", "T1", "U9")))).workspace_adopter

        await changes("U1", BindWorkspace("slack", "T1", one.key))
        assert await store.read(lambda tx: tx.bound_workspaces()) == [
            BoundWorkspace("slack", "T1", one.key, NOW, "priya")
        ]
        await changes("U2", BindWorkspace("slack", "T1", two.key))
        await changes("U2", UnbindWorkspace("slack", "T1"))
        assert await owner() == one
        await changes("U1", UnbindWorkspace("slack", "T1"))
        assert await owner() is None
        assert await store.read(lambda tx: tx.bound_workspaces(one.key)) == []

    async def test_a_guest_is_a_member_of_no_workspace(self, store: Store) -> None:
        adopter = await add_adopter(store)
        await store.write(lambda tx: tx.bind_workspace(BoundWorkspace("slack", "T1", adopter.key, NOW, "")))
        guest = Account("slack", "T1", "U9")
        assert (await store.read(lambda tx: tx.context(guest, home="T1"))).workspace_adopter == adopter
        assert (await store.read(lambda tx: tx.context(guest, home=""))).workspace_adopter is None

    async def test_others_in_a_shared_channel_are_seen_whichever_workspace_they_are_heard_through(
        self, store: Store
    ) -> None:
        one, two = await add_adopter(store), await add_adopter(store, "Other Homes", "OTHR-2345")
        await add_person(store, one)
        await add_person(store, two, "Ann", id_="ann", user="U2", workspace="T2")
        maker, place = Maker("shared"), {"conversation": "C1", "private": False}
        for user, workspace in (("U1", "T1"), ("U2", "T2")):
            turn = maker.turn(user=user, workspace=workspace, **place)  # type: ignore[arg-type]
            await store.write(lambda tx, turn=turn: tx.keep(turn, tx.context(turn.account), Outcome()))  # type: ignore[misc]
        for user, workspace in (("U1", "T1"), ("U2", "T2")):
            turn = maker.turn(user=user, workspace=workspace, **place)  # type: ignore[arg-type]
            context = await store.read(lambda tx, t=turn: tx.context(t.account, place=t.address))  # type: ignore[misc]
            assert context.others_here

    async def test_an_account_given_to_somebody_else_takes_its_place_away(self, store: Store) -> None:
        adopter = await add_adopter(store)
        await add_person(store, adopter, user="U1")
        await add_person(store, adopter, channel="teams", workspace="tenant", user="A1", at=later(-1))
        await store.write(
            lambda tx: tx.save_person(Person("sam", adopter.key, "Sam"), Account("slack", "T1", "U1"), NOW)
        )
        found = await store.read(lambda tx: tx.address_of("priya"))
        assert found is not None
        assert found.channel == "teams"

    async def test_an_event_that_comes_late_makes_no_place_the_one_last_met(self, store: Store) -> None:
        adopter = await add_adopter(store)
        await add_person(store, adopter, user="U1")
        for conversation, minutes in (("D-OLD", 1), ("D-NEW", 20), ("D-OLD", 10), ("D-NEW", 2)):
            # The last is an event that was kept unread until now.
            turn = Maker(f"{conversation}-{minutes}").turn(conversation=conversation, at=later(minutes))
            await store.write(lambda tx, turn=turn: tx.keep(turn, tx.context(turn.account), Outcome()))  # type: ignore[misc]
        found = await store.read(lambda tx: tx.address_of("priya"))
        assert found is not None
        assert found.conversation == "D-NEW", "where somebody was last is where they are reached"

    async def test_an_unknown_adopter_has_no_scene(self, store: Store) -> None:
        with pytest.raises(KeyError):
            await store.read(lambda tx: tx.context_of("nobody"))


async def test_values_are_kept_changed_and_taken_away(house: House) -> None:
    async with house.open() as store:
        await store.write(lambda tx: tx.set_value("a", "1"))
        await store.write(lambda tx: tx.set_value("a", "2"))
        await store.write(lambda tx: tx.set_value("b", "3"))
        await store.write(lambda tx: tx.set_value("b", None))
    async with house.open() as store:
        assert await store.read(lambda tx: (tx.value("a"), tx.value("b"))) == ("2", None)


async def test_a_backup_is_a_whole_store_and_never_writes_over_one(house: House, tmp_path: Path) -> None:
    async with house.open() as store:
        await add_person(store, await add_adopter(store))
        await store.backup(str(tmp_path / "copy.db"))
        with pytest.raises(Exception, match="exists"):
            await store.backup(str(tmp_path / "copy.db"))
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    async with house.of_copy(tmp_path / "copy.db").open() as copy:
        assert (await copy.read(lambda tx: tx.person("priya"))) is not None
        assert await copy.check() == []
