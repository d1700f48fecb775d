"""Retention runs once a day, whoever works, and says what it took out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from structlog.testing import capture_logs

from bot.core.model import Outcome, Person
from bot.runtime.clock import StoppedClock
from bot.runtime.retention import Retention
from bot.store.ageing import KEEPS
from bot.store.port import Store
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, new_store, says

FOREVER = dict.fromkeys(KEEPS, 0)


async def _lived(store: Store) -> None:
    adopter = await add_adopter(store)
    await add_person(store, adopter, "Sam Rowe", id_="sam", user="U1")
    turn = Maker("old").turn("told", user="U1", at=NOW - timedelta(days=400))
    told = Outcome((says("noted"),), (fact(words="told"),))
    await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), told))
    left = Person("sam", adopter.key, "Sam Rowe", left_on=(NOW - timedelta(days=400)).date())
    await store.write(lambda tx: tx.save_person(left))


def _made(store: Store, clock: StoppedClock, **days: int) -> Retention:
    return Retention(store, clock, FOREVER | days, lambda: "a former colleague")


async def test_it_runs_once_a_day_and_says_what_it_took_out(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        await _lived(store)
        clock = StoppedClock(NOW)
        with capture_logs() as logs:
            assert await _made(store, clock, events=90).run_if_due() == {"events": 1}
            assert await _made(store, clock, events=90).run_if_due() is None
            clock.move(timedelta(days=1))
            assert await _made(store, clock, events=90).run_if_due() == {"events": 0}
        ran = [line for line in logs if line["event"] == "retention"]
        assert [line["taken_out"]["events"] for line in ran] == [1, 0]


async def test_nothing_goes_that_is_kept_for_ever_or_not_yet_old(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        await _lived(store)
        clock = StoppedClock(NOW)
        assert await _made(store, clock).run_if_due() == {}
        assert await _made(store, clock, events=401, leavers=500).take_out(NOW) == {"events": 0, "leavers": 0}
        assert await store.read(lambda tx: tx.person("sam")) is not None


async def test_who_left_long_ago_is_deleted_and_the_record_stays(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        await _lived(store)
        assert await _made(store, StoppedClock(NOW), leavers=365).take_out(NOW) == {"leavers": 1}
        assert await store.read(lambda tx: tx.person("sam")) is None
        facts = await store.read(lambda tx: list(tx.facts()))
        assert [(f.words, f.person, f.value) for f in facts] == [("", "former", fact().value)]
        assert await store.read(lambda tx: tx.traces_left()) == 1


async def test_more_than_fits_one_transaction_goes_in_several(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        await add_person(store, await add_adopter(store), "Sam", id_="sam", user="U1")
        maker = Maker("many")

        def much(tx: object) -> None:
            for _ in range(1203):
                turn = maker.turn("x", user="U1", at=NOW - timedelta(days=100))
                tx.keep(turn, tx.context(turn.account), Outcome())  # type: ignore[attr-defined]

        await store.write(much)
        assert await _made(store, StoppedClock(NOW), events=90).take_out(NOW) == {"events": 1203}
