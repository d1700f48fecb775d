"""Somebody is taken out of everything by a turn of their own: the last message, what is left to clear, backups."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.core.model import Account, EraseMe, Outcome, Person, Turn, Wake
from bot.store.port import Store, Tx
from bot.store.sql.rows import mark_of
from tests.postgres import Server
from tests.store.conftest import House
from tests.store.factories import Maker, add_adopter, add_person, fact, later, says
from tests.store.test_contract_rights import FORMER

SLACK, WEB = Account("slack", "T1", "UZQXJ7732"), Account("web", "web", "zed")
GOODBYE, EVENT = "goodbyewords", f"slack:press:{SLACK.user}"


async def _lived(store: Store) -> None:
    """Somebody known in two places, who has told something, and a colleague."""
    adopter = await add_adopter(store)
    await add_person(store, adopter, "Ann Bell", id_="ann", user="U2")
    for account in (SLACK, WEB):
        user, channel, workspace = account.user, account.channel, account.workspace
        await add_person(store, adopter, "Zed Quick", id_="zed", user=user, channel=channel, workspace=workspace)
    turn = Maker("told").turn("vermilion", user=SLACK.user, at=later(1))
    told = Outcome((says("ochre"),), (fact(words="vermilion"),))
    await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), told))


async def _erased(store: Store, where: Account = SLACK) -> None:
    turn = Maker(EVENT).turn("yes", at=later(2), user=where.user, channel=where.channel, workspace=where.workspace)
    await store.write(lambda tx: _erase(tx, turn))


def _erase(tx: Tx, turn: Turn) -> None:
    context = tx.context(turn.account)
    outcome = Outcome((says(GOODBYE),), changes=(EraseMe(FORMER), Wake(later(2))), keep_text=False)
    assert tx.keep(turn, context, outcome) == ()


async def _rows(store: Store, table: str) -> list[tuple[object, ...]]:
    return await store.read(lambda tx: tx.all(f"SELECT * FROM {table}"))  # type: ignore[attr-defined]


async def test_they_are_nowhere_and_the_last_message_goes_when_it_has_arrived(store: Store) -> None:
    await _lived(store)
    await _erased(store)
    for account in (SLACK, WEB):
        assert await store.read(partial(_who, account)) is None
    assert [(f.words, f.person) for f in await store.read(lambda tx: list(tx.facts()))] == [("", "former")]
    assert await store.read(lambda tx: tx.traces_left()) == 0, "the last message waits"
    (delivery,) = await store.write(lambda tx: tx.claim(later(3), later(4), 9, ("slack",)))
    assert (delivery.message.text, delivery.person, delivery.adopter) == (GOODBYE, "", "")
    await store.write(lambda tx: tx.sent(delivery.id, later(3), "h"))
    assert await _rows(store, "outbox") == []
    for table in ("events", "met", "said", "talks", "person_cares", "accounts"):
        there = repr(await _rows(store, table))
        assert not [mark for mark in (SLACK.user, "zed", "vermilion") if mark in there]


def _who(account: Account, tx: Tx) -> Person | None:
    return tx.context(account).person


async def test_the_event_is_known_when_it_comes_again(store: Store) -> None:
    await _lived(store)
    await _erased(store)
    event = Maker(EVENT).event()
    assert await store.read(lambda tx: tx.seen(event))
    assert not await store.read(lambda tx: tx.seen(f"{event}0"))


async def test_a_last_message_that_never_arrives_leaves_nothing_either(store: Store) -> None:
    await _lived(store)
    await _erased(store)
    (delivery,) = await store.write(lambda tx: tx.claim(later(3), later(4), 9, ("slack",)))
    await store.write(lambda tx: tx.again(delivery.id, later(4), "busy", False))
    assert len(await _rows(store, "outbox")) == 1
    await store.write(lambda tx: tx.failed(delivery.id, later(5), "not found", True))
    assert await _rows(store, "outbox") == []
    assert await _rows(store, "gone") == []


async def test_where_the_history_is_kept_here_no_message_is_written(store: Store) -> None:
    await _lived(store)
    await _erased(store, WEB)
    assert await _rows(store, "outbox") == []
    assert await _rows(store, "said") == []


async def test_what_is_left_to_clear_is_known_until_it_is_cleared(store: Store) -> None:
    await _lived(store)
    assert await store.read(lambda tx: tx.traces_left()) == 0
    await _erased(store, WEB)
    assert await store.read(lambda tx: tx.traces_left()) == 1
    await store.write(lambda tx: tx.traces_cleared(later(1), later(9)))
    assert await store.read(lambda tx: tx.traces_left()) == 1, "it was erased after the clearing began"
    await store.write(lambda tx: tx.traces_cleared(later(2), later(9)))
    assert await store.read(lambda tx: tx.traces_left()) == 0
    (erasure,) = await store.read(lambda tx: tx.erasures())
    assert (erasure.mark, erasure.adopter, erasure.cleared) == (mark_of("zed"), "riverside-homes", later(9))
    assert erasure.counts["accounts"] == 2


async def test_a_backup_from_before_is_cleared_of_them_by_their_mark(store: Store) -> None:
    await _lived(store)
    marks = {mark_of("zed"), mark_of("somebody"), ""}
    assert await store.write(lambda tx: tx.erase_again(marks, FORMER, later(9))) == 1
    assert [p.id for p in await store.read(lambda tx: tx.people("riverside-homes"))] == ["ann"]
    assert await store.write(lambda tx: tx.erase_again(marks, FORMER, later(9))) == 0


async def test_a_colleague_is_not_touched(store: Store) -> None:
    await _lived(store)
    ann = Maker("ann").turn("the board noted it", user="U2", at=later(1))
    await store.write(lambda tx: tx.keep(ann, tx.context(ann.account), Outcome((), (fact(words="ann's"),))))
    await _erased(store)
    facts = await store.read(lambda tx: list(tx.facts()))
    assert [(f.person, f.words) for f in facts] == [("former", ""), ("ann", "ann's")]


async def test_the_clock_cannot_take_anybody_out(store: Store) -> None:
    await _lived(store)
    outcome = Outcome(changes=(EraseMe(FORMER),))

    def erase(tx: Tx) -> bool:
        return tx.keep_clock("clock:1", later(3), tx.context_of("riverside-homes", "zed"), outcome)

    with pytest.raises(ValueError, match="turn of their own"):
        await store.write(erase)
    assert await store.read(lambda tx: tx.person("zed")) is not None


MARKS = (b"vermilion", SLACK.user.encode(), b"Zed Quick")
TABLES = ("accounts", "events", "facts", "met", "outbox", "people", "said", "talks")


async def test_on_a_server_no_dead_row_has_them_either(postgres: Server) -> None:
    """What a row was before it was deleted or changed stays in the table's file, until the table is vacuumed."""
    url = postgres.new_database()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE EXTENSION pageinspect")
        async with House(url, _no_copy).open() as store:
            await _lived(store)
            await _erased(store, WEB)
            assert _in_items(server) == set(MARKS)
            await store.clear_traces()
            assert _in_items(server) == set()


def _in_items(server: psycopg.Connection[tuple[Any, ...]]) -> set[bytes]:
    """Which marks are in any row that the files of the tables still have, seen or not."""
    found = set()
    for table in TABLES:
        items = f"SELECT t_data FROM generate_series(0, pg_relation_size('{table}') / 8192 - 1) AS page,"
        items += f" heap_page_items(get_raw_page('{table}', page::int)) WHERE t_data IS NOT NULL"
        every = b"".join(row[0] for row in server.execute(items.encode()))
        found |= {mark for mark in MARKS if mark in every}
    return found


def _no_copy(path: Path) -> House:
    raise NotImplementedError(path)
