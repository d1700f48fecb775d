"""The contract: people's questions to the programme, wishes, what briefings are worth, subscribers, publications."""

from __future__ import annotations

import pytest

from bot.core.model import Change, Message, Outcome, Turn, TurnContext
from bot.core.model.casework import (
    CloseCase,
    HushCase,
    NoteBriefing,
    NoteUnmetSearch,
    OpenCase,
    SayInCase,
    SetInbox,
    Subscribe,
    Unsubscribe,
)
from bot.store.port import Readers, Store
from tests.store.conftest import House
from tests.store.factories import NOW, Maker, add_adopter, add_person, later

NEWS = Message("A new briefing", "briefing_published")


async def keep(
    store: Store, turn: Turn, *changes: Change, keep_text: bool = True, text: str | None = None
) -> TurnContext:
    """Keeps a turn with these changes; gives what the next turn of that account may know."""

    def write(tx) -> None:  # type: ignore[no-untyped-def]
        tx.keep(turn, tx.context(turn.account, turn.text, turn.at), Outcome((), (), None, changes, keep_text, text))

    await store.write(write)
    return await store.read(lambda tx: tx.context(turn.account, "", turn.at))


@pytest.fixture
async def people(store: Store) -> Store:
    adopter = await add_adopter(store)
    await add_person(store, adopter)
    await add_person(store, adopter, "Tom Reed", id_="tom", user="U2", role="other")
    return store


class TestCases:
    async def test_a_case_lives_where_it_was_asked_and_survives_a_restart(self, house: House) -> None:
        made = Maker()
        async with house.open() as store:
            await add_person(store, await add_adopter(store))
            await keep(store, made.turn(), OpenCase("ABC234", "Does our merger matter?"))
            await keep(store, made.turn(at=later(5)), SayInCase("ABC234", "person", "priya", "In April."))
        async with house.open() as store:
            context = await store.read(lambda tx: tx.context(made.turn().account))
            assert context.casework.case is not None
            assert (context.casework.case.id, context.casework.case.person, context.casework.case.quiet) == (
                "ABC234",
                "priya",
                True,
            )
            assert context.casework.case.address == made.turn().address
            lines = await store.read(lambda tx: tx.case_lines("ABC234"))
            assert [(x.who, x.words) for x in lines] == [
                ("person", "Does our merger matter?"), ("person", "In April."),
            ]  # fmt: skip

    async def test_quiet_is_put_aside_and_comes_back_with_an_answer(self, people: Store) -> None:
        made = Maker()
        await keep(people, made.turn(), OpenCase("ABC234", "?"))
        context = await keep(people, made.turn(), HushCase("ABC234", False))
        assert context.casework.case is not None
        assert not context.casework.case.quiet
        context = await keep(people, made.turn(), SayInCase("ABC234", "officer", "Evelyn", "Yes."))
        assert context.casework.case is not None
        assert context.casework.case.quiet

    async def test_closed_is_closed(self, people: Store) -> None:
        made = Maker()
        await keep(people, made.turn(), OpenCase("ABC234", "?"))
        context = await keep(people, made.turn(at=later(9)), CloseCase("ABC234", "Evelyn"))
        assert context.casework.case is None
        assert await people.read(lambda tx: tx.cases()) == []
        found = await people.read(lambda tx: tx.case("ABC234"))
        assert found is not None
        assert found.closed == later(9)
        assert [c.id for c in await people.read(lambda tx: tx.cases(open_only=False))] == ["ABC234"]
        assert await people.read(lambda tx: tx.case("NOTONE")) is None

    async def test_nobody_sees_another_persons_case(self, people: Store) -> None:
        made = Maker()
        await keep(people, made.turn(), OpenCase("ABC234", "?"))
        assert (await people.read(lambda tx: tx.context(made.turn(user="U2").account))).casework.case is None

    async def test_the_inbox_code_works_once(self, people: Store) -> None:
        made = Maker()
        await people.write(lambda tx: tx.set_inbox_code("WXYZ-2345"))
        typed = made.turn("wxyz 2345", user="U9", conversation="C9", private=False)
        assert (await people.read(lambda tx: tx.context(typed.account, typed.text))).casework.opens_inbox
        assert not (await people.read(lambda tx: tx.context(typed.account, "WXYZ-2346"))).casework.opens_inbox
        context = await keep(people, typed, SetInbox())
        assert context.casework.inbox == typed.address
        assert not (await people.read(lambda tx: tx.context(typed.account, typed.text))).casework.opens_inbox


class TestCounts:
    async def test_briefings_and_wishes_are_counted_without_a_name(self, people: Store) -> None:
        made = Maker()
        await keep(
            people, made.turn(), NoteBriefing("a", "shown"), NoteBriefing("a", "read"), NoteUnmetSearch("pets")
        )
        await keep(
            people,
            made.turn(user="U2", at=later(5)),
            NoteBriefing("a", "shown"),
            NoteUnmetSearch("pets"),
            NoteUnmetSearch("gardens"),
        )
        assert await people.read(lambda tx: tx.briefing_counts()) == {"a": {"shown": 2, "read": 1}}
        unmet_searches = await people.read(lambda tx: tx.unmet_searches())
        assert [(w.words, w.times, w.last) for w in unmet_searches] == [
            ("pets", 2, later(5)),
            ("gardens", 1, later(5)),
        ]
        rows = dict(await people.read(lambda tx: [(kind, list(found)) for kind, found in tx.dump()]))
        assert rows["wishes"]
        assert "priya" not in repr(rows["wishes"]) + repr(rows["briefing_counts"])


class TestSubscriptions:
    async def test_a_person_their_topics_and_the_end_of_it(self, people: Store) -> None:
        made = Maker()
        await keep(people, made.turn(), Subscribe("complaints", "at_once"))
        context = await keep(people, made.turn(), Subscribe("complaints", "weekly"), Subscribe("", "at_once"))
        assert [(s.topic, s.rhythm) for s in context.casework.subscriptions] == [
            ("complaints", "weekly"),
            ("", "at_once"),
        ]
        assert (await keep(people, made.turn(), Unsubscribe())).casework.subscriptions == ()

    async def test_a_place_is_nobodys_own(self, people: Store) -> None:
        made = Maker()
        context = await keep(people, made.turn(conversation="C1", private=False), Subscribe("", "at_once", here=True))
        assert context.casework.subscriptions == ()
        assert await people.read(lambda tx: tx.readers("a", ())) == Readers(0, 1, 0)
        await keep(people, made.turn(user="U2", conversation="C1", private=False), Unsubscribe(here=True))
        assert await people.read(lambda tx: tx.readers("a", ())) == Readers(0, 0, 0)


class TestPublications:
    async def begin(self, store: Store, briefing: str) -> None:
        await store.write(lambda tx: tx.begin_publication(briefing, NOW))

    async def publish(self, store: Store, briefing: str = "a", limit: int = 10) -> int:
        return await store.write(lambda tx: tx.publish_some(briefing, ["complaints"], NEWS, NOW, limit))

    async def test_once_for_two_subscriptions_of_one_reader(self, people: Store) -> None:
        made = Maker()
        await keep(people, made.turn(), Subscribe("complaints", "at_once"), Subscribe("", "at_once"))
        await keep(people, made.turn(user="U2"), Subscribe("badge", "at_once"))
        assert await people.read(lambda tx: tx.readers("a", ["Complaints"])) == Readers(1, 0, 0)
        await people.write(lambda tx: tx.begin_publication("a", NOW))
        await self.publish(people)
        state = await people.read(lambda tx: tx.publication("a"))
        assert state is not None
        assert (state.state, state.handed) == ("done", 1)
        deliveries = await people.write(lambda tx: tx.claim(NOW, later(1), 10, ["slack"]))
        assert [p.person for p in deliveries] == ["priya"]

    async def test_it_goes_on_after_a_restart_and_not_while_stopped(self, house: House) -> None:
        made = Maker()
        async with house.open() as store:
            adopter = await add_adopter(store)
            for n in range(5):
                await add_person(store, adopter, f"P{n}", id_=f"p{n}", user=f"V{n}")
                await keep(store, made.turn(user=f"V{n}"), Subscribe("", "at_once"))
            await store.write(lambda tx: tx.begin_publication("a", NOW))
            assert await self.publish(store, limit=2) == 2
        async with house.open() as store:
            assert await store.read(lambda tx: tx.publications_going()) == ["a"]
            assert await store.write(lambda tx: tx.stop_publication("a"))
            assert await self.publish(store) == 0
            await store.write(lambda tx: tx.begin_publication("a", NOW))
            assert await self.publish(store) == 3
            deliveries = await store.write(lambda tx: tx.claim(NOW, later(1), 50, ["slack"]))
            assert sorted(p.person for p in deliveries) == [f"p{n}" for n in range(5)]
            assert await store.read(lambda tx: tx.publications_going()) == []

    async def test_begun_anew_it_goes_only_to_whoever_has_not_got_it(self, people: Store) -> None:
        made = Maker()
        await keep(people, made.turn(), Subscribe("", "at_once"))
        await people.write(lambda tx: tx.begin_publication("a", NOW))
        await self.publish(people)
        await keep(people, made.turn(user="U2"), Subscribe("", "at_once"))
        assert await people.read(lambda tx: tx.readers("a", [])) == Readers(1, 0, 0)
        await people.write(lambda tx: tx.begin_publication("a", NOW))
        await self.publish(people)
        state = await people.read(lambda tx: tx.publication("a"))
        assert state is not None
        assert state.handed == 2

    async def test_weekly_readers_wait_for_one_digest(self, people: Store) -> None:
        made = Maker()
        await keep(people, made.turn(), Subscribe("", "weekly"))
        for briefing in ("a", "b"):
            await self.begin(people, briefing)
            await self.publish(people, briefing)
        assert await people.write(lambda tx: tx.claim(NOW, later(1), 10, ["slack"])) == []
        ((to, keys),) = await people.read(lambda tx: tx.digests(10))
        assert sorted(keys) == ["a", "b"]
        await people.write(lambda tx: tx.send_digest(to, NEWS, NOW))
        assert await people.read(lambda tx: tx.digests(10)) == []
        assert len(await people.write(lambda tx: tx.claim(NOW, later(1), 10, ["slack"]))) == 1


class TestWords:
    async def test_what_replaces_the_words_is_kept_in_their_place(self, people: Store) -> None:
        made = Maker()
        await keep(people, made.turn("Mrs Khan of 14 Mill Lane", channel="web", user="W1"), text="(not kept)")
        found = await people.read(lambda tx: tx.history(made.turn(channel="web", user="W1").account))
        assert [line.text for line in found] == ["(not kept)"]
