"""A store may run a work again: whole conversations come out the same when it runs every work twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from structlog.testing import capture_logs

from bot.core.model import Outcome
from bot.core.reader.patterns import Node
from bot.core.reader.vocabulary import Vocabulary
from bot.core.turn.reply import Programme
from bot.rehearsal.player import Player, transcripts_in
from bot.rehearsal.telling import aware
from bot.rehearsal.transcript import Transcript, parse
from bot.runtime.clock import StoppedClock
from bot.runtime.outbox import Outbox
from bot.runtime.turns import TurnHandler
from bot.store.port import Store, Tx
from tests.programmes import together
from tests.runtime.test_outbox import Endpoint
from tests.store.factories import NOW, Maker, add_adopter, add_person, new_store, says

T = TypeVar("T")
SCRIPTS = [
    parse(path.read_text(encoding="utf-8"), str(path))
    for path in transcripts_in([Path(__file__).parents[1] / "transcripts"])
]


class InTheWayError(Exception):
    """Another transaction was in the way: nothing of the work is kept."""


class Twice:
    """A store that runs every work twice, and keeps what the second one did."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def write(self, work: Callable[[Tx], T]) -> T:
        def first(tx: Tx) -> None:
            work(tx)
            raise InTheWayError

        with pytest.raises(InTheWayError):
            await self._store.write(first)
        return await self._store.write(work)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


@pytest.fixture(scope="module")
def programme() -> Programme:
    return together()


@pytest.mark.parametrize("script", [s for s in SCRIPTS if not s.content], ids=lambda s: Path(s.file).stem)
async def test_a_conversation_is_the_same_when_every_work_runs_twice(
    script: Transcript, programme: Programme, tmp_path: Path
) -> None:
    async with new_store(tmp_path) as store:
        clock = StoppedClock(aware(script.now, programme))
        await Player(script, programme, Twice(store), clock).play()  # type: ignore[arg-type]


class Broken(Vocabulary):
    """A vocabulary in which nothing can be looked up."""

    @property
    def index(self) -> Node:
        raise RuntimeError("a fault of ours")


async def test_a_fault_of_ours_is_logged_once(tmp_path: Path, programme: Programme) -> None:
    faulty = replace(programme, vocabulary=Broken(programme.vocabulary.steps))
    async with new_store(tmp_path) as store:
        await add_person(store, await add_adopter(store))
        turns = TurnHandler(Twice(store), lambda: faulty)  # type: ignore[arg-type]
        with capture_logs() as logs:
            await turns.take(Maker().turn("the board noted it on 3 March"))
        assert [line["event"] for line in logs if line["log_level"] != "debug"] == ["turn_failed"]


async def test_what_is_given_up_at_a_claim_is_logged_once(tmp_path: Path) -> None:
    """Nobody can be reached: the operator hears of it once, and by ids."""
    async with new_store(tmp_path) as store:
        adopter = await add_adopter(store)
        nobody = says("for Sam", person="sam")
        await store.write(lambda tx: tx.keep_clock("e1", NOW, tx.context_of(adopter.key), Outcome((nobody,))))
        outbox = Outbox(Twice(store), {"slack": Endpoint()}, StoppedClock(NOW))  # type: ignore[arg-type]
        with capture_logs() as logs:
            assert await outbox.drain(NOW) == 0
        (line,) = logs
        assert (line["event"], line["delivery"], line["adopter"]) == ("outbox.given_up", 1, adopter.key)
        assert "sam" not in str(logs).lower()
