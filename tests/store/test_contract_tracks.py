"""The contract: how far adopters are is kept beside the facts, and is what counting afresh gives."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.model import Outcome, SaveAdopter
from bot.core.model.tracks import Milestone, Track
from bot.core.officers.figures import overview
from bot.core.officers.tracks import stamp_of, track_of
from bot.core.record.progress import State, progress_of
from bot.runtime.tracks import Tracks
from bot.store.port import Store, Tx
from tests.programmes import LONDON, together
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, later, new_store

JOURNEY = together().journey
STAMP = stamp_of(JOURNEY)
TOLD = (
    ("board.outcome", "noted", ""), ("board.outcome", "deferred", ""), ("board.date", "2026-05-12/2026-05-12", ""),
    ("residents.method", "survey", "e1"), ("residents.state", "done", "e1"), ("residents.state", "planned", "e1"),
    ("residents.date", "2026-04-01/2026-04-01", "e1"), ("commitments.state", "published", ""),
    ("commitments.url", "https://x.example", ""), ("colleagues.state", "done", "e1"), ("reminders.closed", "x", ""),
)  # fmt: skip
"""What may be told: of several steps, some of entries, some that closes a step and some that opens it again."""


async def test_a_summary_is_older_than_the_facts_until_it_is_kept(store: Store) -> None:
    await add_person(store, await add_adopter(store))
    assert await store.read(lambda tx: tx.track("riverside-homes")) is None
    turn = Maker().turn()
    await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(facts=(fact(),))))
    assert await store.read(lambda tx: tx.track("riverside-homes")) == (Track(), "")
    assert await store.read(lambda tx: tx.stale_tracks("s", 10)) == ["riverside-homes"]
    done = Milestone("board", "done", NOW, later(5), later(5))
    track = Track("residents", (done, Milestone("colleagues", "begun", later(3), None, later(3))), later(9))
    for _ in range(2):
        await store.write(lambda tx: tx.save_track("riverside-homes", track, "s"))
        assert await store.read(lambda tx: tx.track("riverside-homes")) == (track, "s")
    assert await store.read(lambda tx: tx.stale_tracks("s", 10)) == []
    for other in ("a", "z"):
        assert await store.read(lambda tx, by=other: tx.stale_tracks(by, 10)) == ["riverside-homes"]  # type: ignore[misc]
    (listed,) = await store.read(lambda tx: tx.adopter_tracks())
    assert (listed.track.at_step, listed.started, listed.last) == ("residents", NOW, later(5))
    assert await store.read(lambda tx: tx.milestone_states()) == {("board", "done"): 1, ("colleagues", "begun"): 1}
    assert await store.read(lambda tx: tx.milestones_reached()) == [("board", NOW.date(), later(5))]
    (reached,) = await store.read(lambda tx: tx.reached_since(later(5)))
    assert (reached.adopter, reached.name, reached.step, reached.at) == (
        "riverside-homes", "Riverside Homes", "board", later(5),
    )  # fmt: skip
    assert await store.read(lambda tx: tx.reached_since(later(6))) == []


async def test_closed_adopters_are_in_no_figure(store: Store) -> None:
    adopter = await add_adopter(store)
    track = Track("residents", (Milestone("board", "done", NOW, NOW, NOW),))
    await store.write(lambda tx: tx.save_track(adopter.key, track, "s"))

    def close(tx: Tx) -> None:
        shut = SaveAdopter(replace(adopter, closed_on=NOW.date()))
        tx.keep_clock("close", NOW, tx.context_of(adopter.key), Outcome(changes=(shut,)))

    await store.write(close)
    assert await store.read(lambda tx: tx.milestone_states()) == {}
    assert await store.read(lambda tx: tx.milestones_reached()) == []
    assert await store.read(lambda tx: tx.reached_since(NOW)) == []
    assert [a.closed for a in await store.read(lambda tx: tx.adopter_tracks())] == [NOW.date()]


async def test_notes_are_kept_newest_first(store: Store) -> None:
    await store.write(lambda tx: tx.add_note("riverside-homes", "Evelyn", "Rang them", NOW))
    await store.write(lambda tx: tx.add_note("riverside-homes", "Omar", "No answer", later(5)))
    assert await store.read(lambda tx: tx.officer_notes("riverside-homes")) == [
        ("Omar", "No answer", later(5)), ("Evelyn", "Rang them", NOW),
    ]  # fmt: skip
    assert await store.read(lambda tx: tx.officer_notes("meadow-homes")) == []


TELLS = st.lists(
    st.tuples(
        st.sampled_from(["riverside-homes", "meadow-homes"]),
        st.lists(st.sampled_from(TOLD), min_size=1, max_size=3, unique_by=lambda told: told[0]),
        st.sampled_from(["add", "replace", "withdraw", "elsewhere"]),
        st.integers(0, 40),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(tells=TELLS)
async def test_the_figures_are_those_that_counting_afresh_gives(tells: list) -> None:  # type: ignore[type-arg]
    """Told, put right, withdrawn, in turns and past them: what is kept equals what all facts come to."""
    made, tracks, at = Maker("t"), Tracks(together), NOW - timedelta(days=800)
    async with contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="tracks-"))
        store = await stack.enter_async_context(new_store(Path(folder)))
        for name, code, user in (("Riverside Homes", "RVSD-2345", "U1"), ("Meadow Homes", "MDWH-2345", "U2")):
            await add_person(store, await add_adopter(store, name, code), id_=user, user=user)
        for key, told, how, days in tells:
            at += timedelta(days=days, seconds=1)
            turn = made.turn(user={"riverside-homes": "U1"}.get(key, "U2"), at=at)

            def keep(tx: Tx, key=key, told=told, how=how, turn=turn) -> None:  # type: ignore[no-untyped-def]
                current = {(f.name, f.entry): f.id for f in tx.current_facts(key)}
                kept = [(name, value, entry, current.get((name, entry))) for name, value, entry in told]
                facts = tuple(
                    fact(
                        name, value, entry=entry,
                        replaces=None if how == "add" else old, withdrawn=how == "withdraw" and old is not None,
                    )
                    for name, value, entry, old in kept
                )  # fmt: skip
                before = tx.track(key)
                tx.keep(turn, tx.context(turn.account), Outcome(facts=facts))
                if how != "elsewhere":
                    tracks.after(tx, key, before, facts, turn.at)

            await store.write(keep)
        while await tracks.count_again(store):
            pass
        every = await store.read(lambda tx: list(tx.facts()))
        for key in ("riverside-homes", "meadow-homes"):
            mine = [f for f in every if f.adopter == key]
            kept = await store.read(lambda tx, key=key: tx.track(key))  # type: ignore[misc]
            assert kept == ((track_of(JOURNEY, mine), STAMP) if mine else None)
            done = {s.step.key for s in progress_of(
                JOURNEY, await store.read(lambda tx, key=key: tx.current_facts(key))  # type: ignore[misc]
            ).steps if s.state is State.DONE}  # fmt: skip
            assert {m.step for m in (kept[0].milestones if kept else ()) if m.reached} == done
        await _figures_are_right(store, at)


async def _figures_are_right(store: Store, now) -> None:  # type: ignore[no-untyped-def]
    """The overview's figures against a plain count of the facts, one adopter after another."""
    every = await store.read(lambda tx: list(tx.facts()))
    tracks = {key: track_of(JOURNEY, [f for f in every if f.adopter == key]) for key in {f.adopter for f in every}}
    told = [track for track in tracks.values() if track.milestones]
    today = now.astimezone(LONDON).date()
    seen = await store.read(
        lambda tx: overview(
            JOURNEY, tx.adopter_tracks(), tx.milestone_states(), tx.milestones_reached(), today,
            lambda when: when.astimezone(LONDON).date(),
        )
    )  # fmt: skip
    assert seen.adopters == 2
    assert seen.started == len(told)
    assert seen.finished == sum(track.finished is not None for track in told)
    for step in seen.steps:
        assert step.done == sum(m.step == step.step and m.reached is not None for t in told for m in t.milestones)
        assert step.begun == sum(m.step == step.step and m.state == "begun" for t in told for m in t.milestones)
    assert sum(step.here for step in seen.steps) + sum(not t.at_step for t in told) == 2
    assert seen.weeks[-1].started == len(told)
