"""`doctor` says who cannot be reached, and whose messages went elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.cli.doctor_store import reach
from bot.core.model import Outcome, Outgoing
from tests.store.factories import NOW, Maker, add_adopter, add_person, new_store, says


async def test_who_cannot_bereached_is_named(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        riverside = await add_adopter(store)
        await add_person(store, riverside, "Asha", id_="asha", role="lead", user="U1")
        await add_person(store, riverside, "Ben", id_="ben", role="other", user="U2")
        turn = Maker("m").turn(user="U1")
        to_ben: Outgoing = replace(says("Hello"), person="ben")
        await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(messages=(to_ben,))))
        assert await store.read(reach) == []

        at = NOW + timedelta(minutes=1)
        (first,) = await store.write(lambda tx: tx.claim(at, at + timedelta(seconds=90), 5, ("slack",)))
        await store.write(lambda tx: tx.failed(first.id, at, "channel_not_found", True))
        (again,) = await store.write(lambda tx: tx.claim(at, at + timedelta(seconds=90), 5, ("slack",)))
        await store.write(lambda tx: tx.sent(again.id, at, "1"))
        found = await store.read(reach)
    assert [good for good, _ in found] == [False, True]
    assert "slack D-U2 (Ben at Riverside Homes) is gone since 2026-11-24: channel_not_found" in found[0][1]
    assert "went to somebody else instead: 1" in found[1][1]
