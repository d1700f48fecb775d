"""Commands on who is whose: invitations, join codes, slowed accounts, and workspaces whose people need no code."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.core.model import Account, Outcome, Person, WrongCode
from bot.store.port import BoundWorkspace, Tx
from tests.process import command
from tests.store.factories import Maker, new_store

NOW = datetime.now(UTC)


async def meadow(folder: Path) -> None:
    assert (await command(folder, "adopters", "add", "Meadow Homes"))[0] == 0


def guess(user: str, times: int) -> Outcome:
    return Outcome(changes=(WrongCode(Account("slack", "T1", user), times),))


async def test_an_invitation_by_name_never_opens_the_account_of_somebody_of_that_name(tmp_path: Path) -> None:
    await meadow(tmp_path)
    async with new_store(tmp_path, "bot.db") as store:
        sam = Person("p-sam", "meadow-homes", "Sam  Lee", "lead")
        await store.write(lambda tx: tx.save_person(sam, Account("slack", "T1", "U1")))
    code, out, err = await command(tmp_path, "invite", "--adopter", "meadow-homes", "--name", "sam lee")
    assert (code, out) == (1, "")
    assert "Is it them?" in err
    assert "--person p-sam   Sam  Lee, lead, known in slack" in err
    code, out, _ = await command(tmp_path, "invite", "--adopter", "meadow-homes", "--name", "sam lee", "--new")
    assert code == 0
    assert "/join/" in out
    async with new_store(tmp_path, "bot.db") as store:
        people = await store.read(lambda tx: tx.people("meadow-homes"))
        assert len(people) == 2
        assert [a.channel for a in await store.read(lambda tx: tx.accounts_of("p-sam"))] == ["slack"]


async def test_an_invitation_may_be_for_a_person_chosen_by_id(tmp_path: Path) -> None:
    await meadow(tmp_path)
    async with new_store(tmp_path, "bot.db") as store:
        gone = Person("p-kim", "meadow-homes", "Kim", left_on=NOW.date())
        for person in (Person("p-sam", "meadow-homes", "Sam"), gone):
            await store.write(lambda tx, p=person: tx.save_person(p))  # type: ignore[misc]
    invite = ("invite", "--adopter", "meadow-homes")
    assert (await command(tmp_path, *invite, "--person", "p-sam"))[0] == 0
    for who, said in (("p-nobody", "nobody at meadow-homes"), ("p-kim", "has left")):
        code, _, err = await command(tmp_path, *invite, "--person", who)
        assert code == 1
        assert said in err
    assert (await command(tmp_path, *invite))[0] == 2
    assert (await command(tmp_path, *invite, "--person", "p-sam", "--name", "Sam"))[0] == 2
    async with new_store(tmp_path, "bot.db") as store:
        assert [a.channel for a in await store.read(lambda tx: tx.accounts_of("p-sam"))] == ["web"]


async def test_a_leavers_name_is_free_again(tmp_path: Path) -> None:
    await meadow(tmp_path)
    async with new_store(tmp_path, "bot.db") as store:
        await store.write(lambda tx: tx.save_person(Person("p-kim", "meadow-homes", "Kim", left_on=NOW.date())))
    assert (await command(tmp_path, "invite", "--adopter", "meadow-homes", "--name", "Kim"))[0] == 0


async def test_a_join_code_is_rotated(tmp_path: Path) -> None:
    await meadow(tmp_path)
    code, out, _ = await command(tmp_path, "adopters", "code", "meadow-homes")
    assert code == 0
    assert "join code: " in out
    code, _, err = await command(tmp_path, "adopters", "code", "nobody")
    assert code == 1
    assert "no adopter with the key" in err


async def test_guessing_is_shown_and_cleared(tmp_path: Path) -> None:
    await meadow(tmp_path)
    _, out, _ = await command(tmp_path, "codes", "list")
    assert out == "Nobody gave a wrong code in the last hour.\n"
    async with new_store(tmp_path, "bot.db") as store:
        for user, times in (("U1", 7), ("U2", 2)):
            turn = Maker(user).turn(user=user, at=datetime.now(UTC))
            await store.write(
                lambda tx, t=turn, n=times: tx.keep(t, tx.context(t.account), guess(t.account.user, n))  # type: ignore[misc]
            )
    _, out, _ = await command(tmp_path, "codes", "list")
    first, second = out.splitlines()
    assert first.startswith("slack\tT1\tU1\t7\t")
    assert first.endswith("slowed down")
    assert "slowed" not in second
    code, out, _ = await command(tmp_path, "doctor")
    assert code == 1
    assert "to mend  Join codes: 9 wrong in the last hour" in out
    assert "charter-bot codes clear" in out
    _, out, _ = await command(tmp_path, "codes", "clear", "--user", "U1")
    assert out.startswith("7 wrong codes forgotten")
    _, out, _ = await command(tmp_path, "doctor")
    assert "ok       Join codes: 2 wrong in the last hour" in out
    assert (await command(tmp_path, "codes", "clear"))[1].startswith("2 wrong codes")


async def test_a_bound_workspace_is_shown_and_let_go(tmp_path: Path) -> None:
    await meadow(tmp_path)

    def bind(tx: Tx) -> None:
        tx.save_person(Person("p-sam", "meadow-homes", "Sam Lee"))
        tx.bind_workspace(BoundWorkspace("slack", "T1", "meadow-homes", NOW, "p-sam"))

    async with new_store(tmp_path, "bot.db") as store:
        await store.write(bind)
    _, out, _ = await command(tmp_path, "doctor")
    assert f"everybody in slack T1 joins Meadow Homes without a code since {NOW:%Y-%m-%d}, said Sam Lee" in out
    assert "charter-bot adopters unbind meadow-homes" in out
    assert (await command(tmp_path, "adopters", "unbind", "meadow-homes", "--workspace", "T2"))[0] == 1
    code, out, _ = await command(tmp_path, "adopters", "unbind", "meadow-homes")
    assert code == 0
    assert "slack T1 from now on needs Meadow Homes's join code again" in out
    assert (await command(tmp_path, "adopters", "unbind", "meadow-homes"))[0] == 1
    assert "everybody in slack" not in (await command(tmp_path, "doctor"))[1]
