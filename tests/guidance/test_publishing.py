"""Publishing: who will get it, once each, stopped and continued, beside a weekly digest."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.model import Person
from bot.runtime.publisher import BATCH, Publisher, UnknownBriefingError
from bot.store.port import Readers, Tx
from tests.guidance.world import ADOPTER, NOW, World, phrases, programme, texts

KEY = "complaint-handling-code"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await World(tmp_path).open()
    yield made
    await made.close()


def publisher(world: World) -> Publisher:
    return Publisher(world.store, world.turns.programme, world.clock, world.outbox)


async def all_of_it(world: World, key: str = KEY) -> None:
    made = publisher(world)
    await made.begin(key)
    while await made.go_on():
        pass


async def test_subscribers_of_the_topic_and_of_all_get_it_once(world: World) -> None:
    await world.says("subscribe to complaints")
    await world.says("subscribe")
    await world.says("subscribe to complaints", "Priya")
    await world.says("subscribe here", place="team", channel="slack")
    assert await publisher(world).readers(KEY) == Readers(people=2, places=1, weekly=0)
    await all_of_it(world)
    said = await world.deliver()
    assert phrases(said) == ["briefing_published"] * 3
    assert "Know the complaint times, and promise what goes beyond" in texts(said)
    await all_of_it(world)
    assert await world.deliver() == []
    assert await publisher(world).readers(KEY) == Readers(0, 0, 0)


async def test_the_button_reads_it(world: World) -> None:
    await world.says("subscribe")
    await all_of_it(world)
    await world.deliver()
    said = await world.presses("Read: Know the complaint times, and promise what goes beyond")
    assert phrases(said)[0] == "briefing"


async def test_other_topics_and_those_who_left_get_nothing(world: World) -> None:
    await world.says("subscribe to badge")
    await world.says("subscribe", "Priya")
    gone = Person("p-priya", ADOPTER, "Priya", "resident_engagement", left_on=NOW.date())
    await world.store.write(lambda tx: tx.save_person(gone))
    await all_of_it(world)
    assert await world.deliver() == []


async def test_unsubscribed_in_one_word(world: World) -> None:
    await world.says("subscribe")
    await all_of_it(world)
    assert phrases(await world.deliver()) == ["briefing_published"], "without this, the rest shows nothing"
    await world.says("unsubscribe")
    await all_of_it(world, "using-the-badge")
    assert await world.deliver() == []


async def test_weekly_readers_get_one_digest_on_monday(world: World) -> None:
    await world.says("subscribe weekly")
    made = publisher(world)
    await made.digests()  # This week's is over before anything was published.
    await all_of_it(world)
    await all_of_it(world, "using-the-badge")
    assert await world.deliver() == []
    assert await made.digests() == 0
    world.clock.move(timedelta(days=6))  # Monday
    assert await made.digests() == 1
    said = await world.deliver()
    assert phrases(said) == ["briefing_digest"]
    assert "Know the complaint times, and promise what goes beyond" in texts(said)
    assert "Use your adopter badge" in texts(said)
    world.clock.move(timedelta(days=7))
    assert await made.digests() == 0


async def test_whoever_left_gets_no_digest_and_their_channel_still_does(world: World) -> None:
    await world.says("subscribe weekly", "Priya")
    await world.says("subscribe weekly here", "Priya", place="team", channel="slack")
    made = publisher(world)
    await made.digests()
    await all_of_it(world)
    gone = Person("p-priya", ADOPTER, "Priya", "resident_engagement", left_on=NOW.date())
    await world.store.write(lambda tx: tx.save_person(gone))
    world.clock.move(timedelta(days=6))
    due = await world.store.read(lambda tx: tx.digests(10))
    assert [to.place is not None for to, _ in due] == [True], "the channel's, and not hers who left"


async def many(world: World, count: int) -> None:
    def make(tx: Tx) -> None:
        conn = tx.conn  # type: ignore[attr-defined]
        conn.executemany(
            "INSERT INTO subscriptions (person, adopter, place_key, place, topic, rhythm, since)"
            " VALUES (?, 'riverside-homes', '', NULL, '', 'at_once', '2026-01-01')",
            [(f"p{n}",) for n in range(count)],
        )

    await world.store.write(make)


async def test_stopped_and_continued_nobody_twice_nobody_left_out(world: World) -> None:
    await many(world, 3 * BATCH)
    made = publisher(world)
    await made.begin(KEY)
    assert await made.go_on() == BATCH
    assert await made.stop(KEY)
    assert await made.go_on() == 0
    assert not await made.stop(KEY)
    again = publisher(world)  # another process
    await again.begin(KEY)
    while await again.go_on():
        pass
    state = await again.state(KEY)
    assert state is not None
    assert (state.state, state.handed) == ("done", 3 * BATCH)
    rows = await world.store.read(
        lambda tx: tx.conn.execute("SELECT person, count(*) FROM outbox GROUP BY person").fetchall()  # type: ignore[attr-defined]
    )
    assert len(rows) == 3 * BATCH
    assert {times for _, times in rows} == {1}


async def test_no_more_is_handed_over_while_much_waits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.runtime.publisher.MOST_WAITING", 50)
    await many(world, 120)
    made = publisher(world)
    await made.begin(KEY)
    assert await made.go_on() == 50
    assert await made.go_on() == 0


async def test_unknown_and_replaced_ones_are_refused(world: World) -> None:
    made = publisher(world)
    with pytest.raises(UnknownBriefingError, match="no briefing"):
        await made.begin("nothing")
    early = replace(programme().journey.briefings[0], key="early", published=NOW.date() + timedelta(days=1))
    world.content = replace(programme(), journey=replace(programme().journey, briefings=(early,)))
    with pytest.raises(UnknownBriefingError, match="still to come"):
        await made.begin("early")
    old, new = programme().journey.briefings[:2]
    replaced = replace(old, status="superseded"), replace(new, supersedes=old.key)
    world.content = replace(programme(), journey=replace(programme().journey, briefings=replaced))
    with pytest.raises(UnknownBriefingError, match="newer"):
        await made.begin(old.key)
