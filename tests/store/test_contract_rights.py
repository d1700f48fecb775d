"""One of several people asks what is held about them, and that it be deleted: then it is nowhere."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.core.model import (
    Account,
    DialogueState,
    LinkAccount,
    NewLinkCode,
    Outcome,
    Person,
    Reminded,
    SaveAdopter,
    SaveAssignment,
    SavePerson,
    WrongCode,
)
from bot.core.model.casework import NoteUnmetSearch, OpenCase, SayInCase, Subscribe
from bot.core.model.context import Assignment
from bot.core.model.gatherings import Gathering, KeepReflection, SignUpFor
from bot.core.model.peers import AskPeer, NotePeerTold, PeerProfile, SavePeerProfile, SayToPeer
from bot.core.model.people import FORMER_COLLEAGUE
from bot.store.port import Store, StoreError, Tx
from bot.store.sql.register import REGISTER
from tests.store.conftest import House
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, later, says

ID, NAME, SLACK, WEB = "p-zqxj7731", 'Zephyrine "Zed" Quackenbush', "UZQXJ7732", "wzqxj7733"
WORDS, SEARCH, CASE = "vermilionwords", "ochrewords", "cobaltwords"
MARKS = (ID, "Zephyrine", "Quackenbush", SLACK, WEB, WORDS, SEARCH, CASE)
FORMER = "a former colleague"
MEETING = Gathering("talk", "Networking", "Meet others.", later(days=9), later(days=9), "Europe/London")


@pytest.fixture
async def lived(store: Store) -> AsyncIterator[Store]:
    """Three people at one adopter and one at another, and one of them in every table that can know a person."""
    await _everybody(store)
    yield store


def _spoke(tx: Tx) -> None:
    tx.save_gathering(MEETING, later(1))
    maker = Maker(f"slack:T1:press:{SLACK}")
    turn = maker.turn(WORDS, user=SLACK, at=later(1))
    context = tx.context(turn.account)
    assert context.adopter is not None
    place = replace(turn.address, conversation="C-team", private=False, reference=json.dumps({"user": SLACK}))
    changes = (
        OpenCase("case-1", CASE), SayInCase("case-1", "officer", "Evelyn", f"Hello {NAME}"),
        Subscribe("mould", "weekly"), NoteUnmetSearch(SEARCH), Reminded(f"n:{ID}", ID, ("board",), "why"),
        NewLinkCode("hash", ID, 10), SaveAssignment(Assignment("board", owner=ID)),
        SaveAdopter(replace(context.adopter, team_address=place)), WrongCode(turn.account),
        SignUpFor(MEETING.key, "in"), KeepReflection(MEETING.key, MEETING.title, WORDS, WORDS, shared=True),
        SavePeerProfile(PeerProfile(shared=True)), AskPeer("ann", "theme:reach"), SayToPeer(1, "words", WORDS),
        NotePeerTold(1, ID, "asked"),
    )  # fmt: skip
    told = (fact(words=WORDS), fact("board.date", "2026-05-12", words=WORDS), fact("board.by", NAME, words=WORDS))
    to_ann = (says(f"{NAME} told me.", person="ann"), says("Second.", person="ann"))
    outcome = Outcome((says(f"Noted, {NAME}."), *to_ann), told, DialogueState(pending=WORDS), changes)
    ids = tx.keep(turn, context, outcome)
    web = maker.turn(WORDS, user=WEB, channel="web", workspace="web", at=later(2))
    tx.keep(web, tx.context(web.account), Outcome((says(f"Thank you, {NAME}."),)))
    ann = Maker("ann").turn(f"{NAME} is wrong", user="U2", channel="web", workspace="web", at=later(3))
    corrected = fact("board.outcome", "noted", words=f"{NAME} is wrong", replaces=ids[0])
    tx.keep(ann, tx.context(ann.account), Outcome((says(f"Not what {NAME} said."),), (corrected,)))
    tx.put_by(maker.turn(WORDS, user=SLACK, at=later(4)))
    tx.end_access(ID)
    tx.add_note(context.adopter.key, "Evelyn", f"Rang {NAME}", later(5))
    tx.note_act("Evelyn", "removed", later(5), context.adopter.key, ID)


def every_row(tx: Tx) -> dict[str, list[tuple[object, ...]]]:
    return {held.table: tx.all(f"SELECT * FROM {held.table}") for held in REGISTER}  # type: ignore[attr-defined]


async def marks_in(store: Store) -> set[tuple[str, str]]:
    """In which table which of the person's marks is."""
    there = await store.read(every_row)
    return {(table, mark) for table, found in there.items() for mark in MARKS if mark in repr(found)}


async def erase(store: Store) -> dict[str, int]:
    return await store.write(lambda tx: tx.erase(ID, FORMER, later(9)))


async def test_the_person_is_in_every_table_that_the_register_finds_them_in(lived: Store) -> None:
    held = await lived.read(lambda tx: tx.held_about(ID))
    away = {"gone", "workspaces", "deliveries", "machine_values"}
    assert {h.table for h in REGISTER if h.mine} - away == {part.table for part in held}
    told = repr([value for part in held for row in part.rows for value in row.values()])
    assert all(mark in told for mark in MARKS)
    assert "zoe" not in told


async def test_then_they_are_in_no_row(lived: Store) -> None:
    assert len({table for table, _ in await marks_in(lived)}) >= 17
    counts = await erase(lived)
    assert await marks_in(lived) == set()
    assert counts["facts"] == 3
    assert counts["people"] == 1
    assert counts["machine_values"] == 1
    assert await lived.read(lambda tx: tx.held_about(ID)) == ()
    assert await lived.check() == []


async def test_the_evidence_stays_and_so_does_everybody_else(lived: Store) -> None:
    before = {fact.id: fact for fact in await lived.read(lambda tx: list(tx.facts()))}
    people = await lived.read(lambda tx: tx.people("riverside-homes"))
    await erase(lived)
    after = {fact.id: fact for fact in await lived.read(lambda tx: list(tx.facts()))}
    assert after.keys() == before.keys()
    assert [(f.name, f.value, f.at, f.replaces) for f in after.values()] == [
        (f.name, FORMER if f.value == NAME else f.value, f.at, f.replaces) for f in before.values()
    ]
    assert [f.person for f in after.values()] == [*[FORMER_COLLEAGUE] * 3, "ann"]
    assert [f.words for f in after.values()] == ["", "", "", f"{FORMER} is wrong"]
    left = await lived.read(lambda tx: tx.people("riverside-homes"))
    assert left == [person for person in people if person.id != ID]
    lines = await lived.read(lambda tx: [line.text for line in tx.history("ann")])
    assert f"Not what {FORMER} said." in lines


async def test_what_waits_for_others_still_goes_out(lived: Store) -> None:
    await erase(lived)
    sent: list[str] = []
    for minute in (10, 11, 12, 13):
        sent += await lived.write(partial(_sent_at, minute))
    assert sorted(sent) == sorted([f"{FORMER} told me.", "Second.", f"Not what {FORMER} said."])


def _sent_at(minute: int, tx: Tx) -> list[str]:
    claimed = tx.claim(later(minute), later(minute + 1), 9, ("slack", "web"))
    for delivery in claimed:
        tx.sent(delivery.id, later(minute), "h")
    return [delivery.message.text for delivery in claimed]


async def test_a_name_that_a_colleague_has_too_stays(lived: Store) -> None:
    other = SavePerson(Person("other", "riverside-homes", NAME))
    turn = Maker("other").turn(user="U8")
    joined = Outcome(changes=(other, LinkAccount(turn.account, "other")))
    await lived.write(lambda tx: tx.keep(turn, tx.context(turn.account), joined))
    await erase(lived)
    assert await marks_in(lived) >= {("people", "Zephyrine"), ("said", "Zephyrine")}


async def test_it_leaves_a_trace_without_the_person(lived: Store) -> None:
    await erase(lived)
    traces = dict(await lived.read(lambda tx: [(kind, list(found)) for kind, found in tx.dump()]))["erasures"]
    (trace,) = traces
    assert trace["adopter"] == "riverside-homes"
    assert trace["counts"]["facts"] == 3
    assert not any(mark in repr(trace) for mark in MARKS)


async def test_nobody_is_nobody(lived: Store) -> None:
    assert await lived.write(lambda tx: tx.erase("p-nobody", FORMER, NOW)) == {}
    assert await lived.read(lambda tx: tx.held_about("p-nobody")) == ()
    assert await lived.read(lambda tx: tx.all("SELECT * FROM erasures")) == []  # type: ignore[attr-defined]


async def test_facts_are_as_guarded_as_before(lived: Store) -> None:
    await erase(lived)
    for sql in ("UPDATE facts SET words = 'x'", "UPDATE facts SET person = 'x'", "DELETE FROM facts"):
        with pytest.raises(Exception, match="facts are never"):
            await lived.write(partial(_run, sql))
    for change in ("value = value, at = '2020'", "replaces = NULL", "sure = 1 - sure", "name = 'x'"):
        with pytest.raises(Exception, match="facts are never"):
            await lived.write(partial(_while_erasing, change))


def _run(sql: str, tx: Tx) -> None:
    tx.conn.execute(sql)  # type: ignore[attr-defined]


def _while_erasing(change: str, tx: Tx) -> None:
    _run("UPDATE erasures SET going = 1", tx)
    _run(f"UPDATE facts SET {change}", tx)


async def test_no_byte_is_left_in_the_files(tmp_path: Path) -> None:
    house = House(f"sqlite:///{tmp_path}/bot.db", lambda copy: House(f"sqlite:///{copy}", house.of_copy))
    async with house.open() as store:
        await _everybody(store)
        assert _in_files(tmp_path) == set(MARKS)
        await erase(store)
        await store.clear_traces()
        assert _in_files(tmp_path) == set()
        await store.backup(str(tmp_path / "copy.db"))
        exported = await store.read(lambda tx: json.dumps([(k, list(r)) for k, r in tx.dump()], ensure_ascii=False))
        assert not any(mark in exported for mark in MARKS)
        assert (await store.read(lambda tx: tx.people("hillside")))[0].id == "zoe"
    assert _in_files(tmp_path) == set()
    assert (tmp_path / "copy.db").stat().st_size > 100_000


async def _everybody(store: Store) -> None:
    adopter = await add_adopter(store)
    await add_person(store, adopter)
    await add_person(store, adopter, "Ann Bell", id_="ann", user="U2", channel="web", workspace="web")
    await add_person(store, await add_adopter(store, "Hillside", "HLSD-2345"), "Zoe Quick", id_="zoe", user="U3")
    await store.write(lambda tx: tx.count_wrong_codes(Account("slack", "T1", SLACK), 1, NOW))  # type: ignore[attr-defined]
    await add_person(store, adopter, NAME, id_=ID, user=SLACK)
    await add_person(store, adopter, NAME, id_=ID, user=WEB, channel="web", workspace="web")
    await store.write(_spoke)


def _in_files(folder: Path) -> set[str]:
    """Which of the person's marks are in any byte of any file there."""
    every = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    return {mark for mark in MARKS if mark.encode() in every}


async def test_somebody_who_still_reads_is_named_not_passed_over(tmp_path: Path) -> None:
    house = House(f"sqlite:///{tmp_path}/bot.db", lambda copy: House(f"sqlite:///{copy}", house.of_copy))
    async with house.open() as store:
        await _everybody(store)
        reader = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM people").fetchone()
        await erase(store)
        with pytest.raises(StoreError, match=r"still reads|locked"):
            await store.clear_traces()
        reader.close()
        await store.clear_traces()
        assert _in_files(tmp_path) == set()
