"""The contract: what a turn led to is kept whole or not at all. Every store passes it; most tests open it again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.core.model import (
    Account,
    Address,
    Assignment,
    DialogueState,
    Kind,
    LinkAccount,
    Outcome,
    Person,
    PersonState,
    Reminded,
    SaveAdopter,
    SaveAssignment,
    SavePerson,
    SavePersonState,
    Turn,
    Wake,
)
from bot.core.model.reading import Open, Understood
from bot.store.port import AlreadyKeptError, Store, Tx
from tests.store.conftest import House
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, later, says

WHOLE = Outcome(
    messages=(says("Recorded."),),
    facts=(fact("board.outcome", "adopted"), fact("board.date", "2026-03-03/2026-03-03")),
    dialogue=DialogueState(stamp=4, asked="board.minute_ref"),
    changes=(
        SaveAssignment(Assignment("board", owner="priya", until=date(2027, 1, 4))),
        SavePersonState(PersonState("priya", paused=True)),
        Wake(later(days=7)),
    ),
)


async def start(store: Store) -> Turn:
    await add_person(store, await add_adopter(store))
    return Maker().turn("Board adopted it on 3 March")


def keep(turn: Turn, outcome: Outcome, then: Exception | None = None):  # type: ignore[no-untyped-def]
    def work(tx: Tx) -> tuple[int, ...]:
        ids = tx.keep(turn, tx.context(turn.account, turn.text, turn.at), outcome)
        if then is not None:
            raise then
        return ids

    return work


class TestOneTurn:
    async def test_everything_of_it_is_kept(self, house: House) -> None:
        async with house.open() as store:
            turn = await start(store)
            ids = await store.write(keep(turn, WHOLE))
        async with house.open() as store:
            context = await store.read(lambda tx: tx.context(turn.account))
            figures = await store.read(lambda tx: tx.outbox_figures())
            assert await store.read(lambda tx: tx.seen(turn.event))
            assert await store.read(lambda tx: tx.due_adopters(later(days=7), 10)) == ["riverside-homes"]
        assert {f.name: f.value for f in context.facts} == {
            "board.outcome": "adopted",
            "board.date": "2026-03-03/2026-03-03",
        }
        assert context.dialogue == DialogueState(stamp=4, asked="board.minute_ref", last=ids)
        assert context.assignments == (Assignment("board", owner="priya", until=date(2027, 1, 4)),)
        assert context.people_states == (PersonState("priya", paused=True, last_seen=NOW),)
        assert figures.waiting == 1

    async def test_nothing_of_it_is_kept_on_an_error(self, house: House) -> None:
        async with house.open() as store:
            turn = await start(store)
            before = await store.read(lambda tx: replace(tx.context(turn.account), fresh_code=""))
            with pytest.raises(RuntimeError, match="in the middle"):
                await store.write(keep(turn, WHOLE, then=RuntimeError("in the middle")))
        async with house.open() as store:
            assert await store.read(lambda tx: replace(tx.context(turn.account), fresh_code="")) == before
            assert not await store.read(lambda tx: tx.seen(turn.event))
            assert (await store.read(lambda tx: tx.outbox_figures())).waiting == 0
            assert await store.read(lambda tx: list(tx.facts())) == []

    async def test_an_event_is_kept_once(self, house: House) -> None:
        async with house.open() as store:
            turn = await start(store)
            await store.write(keep(turn, WHOLE))
        async with house.open() as store:
            with pytest.raises(AlreadyKeptError):
                await store.write(keep(turn, WHOLE))
            assert len(await store.read(lambda tx: list(tx.facts()))) == 2

    async def test_of_two_at_once_one_wins(self, store: Store) -> None:
        turn = await start(store)

        def once(tx: Tx) -> bool:
            if tx.seen(turn.event):
                return False
            tx.keep(turn, tx.context(turn.account), WHOLE)
            return True

        won = await asyncio.gather(*(store.write(once) for _ in range(20)))
        assert sum(won) == 1
        assert (await store.read(lambda tx: tx.outbox_figures())).waiting == 1

    async def test_a_failing_work_among_others_rolls_back_only_itself(self, house: House) -> None:
        async with house.open() as store:

            def work(number: int):  # type: ignore[no-untyped-def]
                def run(tx: Tx) -> int:
                    tx.set_value(f"work {number}", "done")
                    if number % 3 == 0:
                        raise ValueError(str(number))
                    return number

                return run

            results = await asyncio.gather(*(store.write(work(n)) for n in range(30)), return_exceptions=True)
        async with house.open() as store:
            kept = await store.read(lambda tx: [tx.value(f"work {n}") for n in range(30)])
        for number, (result, value) in enumerate(zip(results, kept, strict=True)):
            if number % 3 == 0:
                assert isinstance(result, ValueError)
                assert str(result) == str(number)
                assert value is None
            else:
                assert (result, value) == (number, "done")

    async def test_turns_of_one_adopter_are_taken_one_after_another(self, store: Store) -> None:
        """What a turn has read of its adopter stays so until it is kept: none of fifty at once is lost."""
        await start(store)
        maker = Maker("at-once")

        def count(turn: Turn) -> Callable[[Tx], tuple[int, ...]]:
            def work(tx: Tx) -> tuple[int, ...]:
                context = tx.context(turn.account)
                dialogue = replace(context.dialogue, stamp=context.dialogue.stamp + 1)
                said = Outcome(dialogue=dialogue, facts=(fact("board.outcome", f"turn {context.dialogue.stamp}"),))
                return tx.keep(turn, context, said)

            return work

        kept = await asyncio.gather(*(store.write(count(maker.turn())) for _ in range(50)))
        assert len({id_ for ids in kept for id_ in ids}) == 50
        context = await store.read(lambda tx: tx.context(maker.turn().account))
        assert context.dialogue.stamp == 50
        assert [(f.id, f.value) for f in context.facts] == [(max(kept)[0], "turn 49")], "the last one has the last id"

    async def test_a_read_sees_what_was_written_before_it(self, store: Store) -> None:
        await store.write(lambda tx: tx.set_value("k", "v"))
        assert await store.read(lambda tx: tx.value("k")) == "v"

    async def test_a_read_cannot_write(self, store: Store) -> None:
        with pytest.raises(Exception):  # noqa: B017 - each store refuses in its own way
            await store.read(lambda tx: tx.set_value("k", "v"))
        assert await store.read(lambda tx: tx.value("k")) is None


class TestTalk:
    async def test_all_of_a_talk_comes_back(self, house: House) -> None:
        dialogue = DialogueState(
            stamp=9,
            asked="residents.method",
            heard=(
                Understood("residents.method", ("survey", "panel"), True, "a survey and the panel"),
                Understood("residents.took_part", 43, False, "43"),
                Understood("residents.approximate", True, True),
            ),
            heard_words="a survey and the panel, 43 or so",
            open=(Open("residents.date", "vague", "in spring"),),
            reading_back=True,
            skipped=("board.minute_ref",),
            last=(1, 2),
            joining="name",
        )
        async with house.open() as store:
            turn = await start(store)
            await store.write(keep(turn, Outcome(dialogue=dialogue)))
        async with house.open() as store:
            assert (await store.read(lambda tx: tx.context(turn.account))).dialogue == dialogue

    async def test_somebody_unknown_has_a_talk_and_takes_it_along(self, store: Store) -> None:
        adopter = await add_adopter(store)
        maker = Maker()
        first, second = maker.turn("RVSD-2345", user="U7"), maker.turn("I'm Sam", user="U7")
        await store.write(keep(first, Outcome(dialogue=DialogueState(stamp=1, joining="name"))))
        assert (await store.read(lambda tx: tx.context(first.account))).dialogue == DialogueState(
            stamp=1, joining="name"
        )
        sam = SavePerson(Person("", adopter.key, "Sam"))
        await store.write(keep(second, Outcome(facts=(fact(),), changes=(sam, LinkAccount(second.account, "")))))
        context = await store.read(lambda tx: tx.context(second.account))
        assert context.person is not None
        assert context.person.id
        assert context.adopter == adopter
        assert context.facts[0].person == context.facts[0].confirmed_by == context.person.id
        assert context.dialogue == DialogueState(stamp=1, joining="name", last=(context.facts[0].id,))

    async def test_words_that_must_not_be_kept_are_nowhere(
        self, house: House, request: pytest.FixtureRequest
    ) -> None:
        secret = "my neighbour at number eleven"
        async with house.open() as store:
            await add_person(store, await add_adopter(store), channel="web", workspace="web", user="U1")
            turn = Maker().turn(secret, channel="web", workspace="web")
            outcome = Outcome(
                facts=(fact(words=secret),),
                dialogue=DialogueState(
                    heard_words=secret,
                    heard=(Understood("a", "b", True, secret),),
                    pending=secret,
                    open=(Open("a", "vague", secret),),
                    shared=(Understood("c", "d", True, secret),),
                    left_out=(secret,),
                ),
                messages=(says("Here is who can help."),),
                keep_text=False,
            )
            await store.write(keep(turn, outcome))
            kept = await store.read(lambda tx: str([(kind, list(rows)) for kind, rows in tx.dump()]))
            context = await store.read(lambda tx: tx.context(turn.account))
        assert secret not in kept
        assert secret not in str(context)

    async def test_lone_surrogates_do_not_stop_a_turn(self, store: Store) -> None:
        await add_person(store, await add_adopter(store), channel="web", workspace="web", user="U1")
        turn = Maker().turn("broken \ud83d text", channel="web", workspace="web")
        await store.write(
            keep(
                turn,
                Outcome(
                    facts=(fact(words="a\ud83d"),),
                    dialogue=DialogueState(heard_words="\udc00"),
                    messages=(says("\ud83d"),),
                ),
            )
        )
        assert (await store.read(lambda tx: tx.history("priya")))[0].text == "broken ? text"


class TestClock:
    async def outcome(self, key: str) -> Outcome:
        return Outcome(
            messages=(says("How did the board go?", reminder=key),),
            changes=(Reminded(key, "priya", ("board",), "the board met"), Wake(later(days=14))),
        )

    async def test_a_nudge_is_kept_once(self, house: House) -> None:
        outcome = await self.outcome("riverside-homes/board/1")
        async with house.open() as store:
            await start(store)
            context = await store.read(lambda tx: tx.context_of("riverside-homes", "priya"))
            assert context.account == Account("slack", "T1", "U1")
            assert await store.write(lambda tx: tx.keep_clock("sweep-1", NOW, context, outcome))
        async with house.open() as store:
            assert not await store.write(lambda tx: tx.keep_clock("sweep-2", NOW, context, outcome))
            assert not await store.read(lambda tx: tx.seen("sweep-2"))
            assert (await store.read(lambda tx: tx.outbox_figures())).waiting == 1

    async def test_a_turn_with_a_nudge_that_exists_keeps_the_rest(self, store: Store) -> None:
        turn = await start(store)
        outcome = await self.outcome("riverside-homes/board/1")
        await store.write(keep(turn, outcome))
        again = replace(outcome, messages=(*outcome.messages, says("Noted.")))
        await store.write(keep(Maker("more").turn(), again))
        assert (await store.read(lambda tx: tx.outbox_figures())).waiting == 2

    async def test_adopters_are_due_longest_waiting_first(self, store: Store) -> None:
        for number, days in enumerate((3, 1, 2, 9)):
            adopter = await add_adopter(store, f"Homes {number}", f"HOME-234{number}")
            context = await store.read(lambda tx, key=adopter.key: tx.context_of(key))  # type: ignore[misc]
            outcome = Outcome(changes=(Wake(later(days=days)),))
            await store.write(lambda tx, s=context, o=outcome, n=number: tx.keep_clock(f"c{n}", NOW, s, o))  # type: ignore[misc]
        assert await store.read(lambda tx: tx.due_adopters(later(days=3), 10)) == ["homes-1", "homes-2", "homes-0"]
        assert await store.read(lambda tx: tx.due_adopters(later(days=3), 1)) == ["homes-1"]
        assert await store.read(lambda tx: tx.waking(later(days=3))) == (3, later(days=1))
        assert await store.read(lambda tx: tx.waking(NOW)) == (0, None)
        context = await store.read(lambda tx: tx.context_of("homes-1"))
        await store.write(lambda tx: tx.keep_clock("never", NOW, context, Outcome(changes=(Wake(None),))))
        assert await store.read(lambda tx: tx.due_adopters(later(days=3), 10)) == ["homes-2", "homes-0"]

    async def test_a_message_to_nobody_is_refused_and_nothing_kept(self, store: Store) -> None:
        await start(store)
        context = await store.read(lambda tx: tx.context_of("riverside-homes"))
        with pytest.raises(ValueError, match="person or an address"):
            await store.write(lambda tx: tx.keep_clock("sweep", NOW, context, Outcome(messages=(says(),))))
        assert not await store.read(lambda tx: tx.seen("sweep"))

    async def test_times_without_a_zone_are_refused(self, store: Store) -> None:
        turn = await start(store)
        with pytest.raises(ValueError, match="no zone"):
            await store.write(keep(replace(turn, at=NOW.replace(tzinfo=None)), Outcome()))


class TestWebHistory:
    async def test_both_sides_are_kept_for_the_web_only(self, house: House) -> None:
        async with house.open() as store:
            adopter = await add_adopter(store)
            await add_person(store, adopter, channel="web", workspace="web", user="W1")
            maker = Maker()
            web = maker.turn("hello there", channel="web", workspace="web", user="W1")
            await store.write(keep(web, Outcome(messages=(says("Hello Priya."),))))
            await store.write(
                lambda tx: tx.save_person(Person("priya", adopter.key, "Priya"), Account("slack", "T1", "U1"))
            )
            await store.write(keep(maker.turn("and in Slack", at=later(1)), Outcome(messages=(says("Noted."),))))
        async with house.open() as store:
            said = await store.read(lambda tx: tx.history("priya"))
            assert [(line.who, line.text) for line in said] == [("person", "hello there"), ("bot", "Hello Priya.")]
            assert said[1].message is not None
            assert said[0].event == said[1].event == web.event
            assert await store.read(lambda tx: tx.history("priya", after=said[0].seq)) == said[1:]
            assert await store.read(lambda tx: tx.history("priya", limit=1)) == said[1:], "the newest, not the oldest"
            assert await store.read(lambda tx: tx.history("priya", before=said[1].seq)) == said[:1]
            assert await store.read(lambda tx: tx.history("priya", 0, 1, said[1].seq + 1)) == said[1:]
            assert await store.read(lambda tx: tx.history("priya", said[0].seq, 9, said[1].seq)) == []
            kept = await store.read(lambda tx: str([(kind, list(rows)) for kind, rows in tx.dump()]))
        assert "and in Slack" not in kept

    async def test_somebody_unknown_has_a_history_and_takes_it_along(self, store: Store) -> None:
        adopter = await add_adopter(store)
        turn = Maker().turn("hello", channel="web", workspace="web", user="W9")
        await store.write(keep(turn, Outcome(messages=(says("Which organisation?"),))))
        assert len(await store.read(lambda tx: tx.history(turn.account))) == 2
        await store.write(lambda tx: tx.save_person(Person("sam", adopter.key, "Sam"), turn.account, NOW))
        assert len(await store.read(lambda tx: tx.history("sam"))) == 2
        assert len(await store.read(lambda tx: tx.history(turn.account))) == 2

    async def test_a_reminder_to_a_person_on_the_web_is_in_their_history(self, store: Store) -> None:
        await add_person(store, await add_adopter(store), channel="web", workspace="web")
        context = await store.read(lambda tx: tx.context_of("riverside-homes", "priya"))
        out = Outcome(messages=(says("The board is on Monday.", person="priya"),))
        await store.write(lambda tx: tx.keep_clock("sweep", NOW, context, out))
        (delivery,) = await store.write(lambda tx: tx.claim(NOW, later(1), 5, ("web",)))
        assert delivery.address.channel == "web"
        assert [line.text for line in await store.read(lambda tx: tx.history("priya"))] == ["The board is on Monday."]


class TestChanges:
    async def test_an_adopter_is_kept_as_given(self, house: House) -> None:
        async with house.open() as store:
            turn = await start(store)
            adopter = (await store.read(lambda tx: tx.context(turn.account))).adopter
            assert adopter is not None
            changed = replace(
                adopter,
                joined_on=date(2026, 11, 24),
                quarters="financial",
                team_address=Address("slack", "T1", "C9", private=False, reference="{}"),
                escalate=True,
            )
            await store.write(keep(turn, Outcome(changes=(SaveAdopter(changed),))))
        async with house.open() as store:
            assert await store.read(lambda tx: tx.adopter(adopter.key)) == changed

    async def test_other_kinds_of_events_are_kept_too(self, store: Store) -> None:
        await start(store)
        for kind in Kind:
            turn = Maker(kind.value).turn(kind=kind)
            await store.write(keep(turn, Outcome()))
            assert await store.read(lambda tx, event=turn.event: tx.seen(event))  # type: ignore[misc]


async def test_small_values_are_found_by_how_their_keys_begin(store: Store) -> None:
    kept = {"slack renewal T1": "1", "slack installation T1": "a", "slack installation T\u00e92": "b", "slack": "c"}
    for key, value in kept.items():
        await store.write(lambda tx, key=key, value=value: tx.set_value(key, value))  # type: ignore[misc]
    found = await store.read(lambda tx: tx.values("slack installation "))
    assert found == {"slack installation T1": "a", "slack installation T\u00e92": "b"}
    assert await store.read(lambda tx: tx.values("nothing")) == {}
    assert await store.read(lambda tx: tx.values("slack_")) == {}
