"""The contract: messages are claimed in order, leased, never doubled, never lost, and dropped when overtaken."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.core.model import Address, Adopter, Outcome, Outgoing, Person, Reminded, SaveAdopter, SavePerson
from bot.store.port import Delivery, Store, Tx, Worker
from tests.store.conftest import House
from tests.store.factories import NOW, Maker, add_adopter, add_person, fact, later, says

ALL = ("slack", "teams", "web")


class Post:
    """The outbox as a sender uses it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.maker = Maker("out")

    async def turn(self, *messages: Outgoing, user: str = "U1", at: datetime = NOW, channel: str = "slack") -> None:
        turn = self.maker.turn("", user=user, at=at, channel=channel)
        await self.store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(messages)))

    async def clock(self, *messages: Outgoing, at: datetime = NOW) -> None:
        event = self.maker.event()
        changes = tuple(Reminded(out.reminder, out.person, ("board",), "why") for out in messages if out.reminder)
        await self.store.write(
            lambda tx: tx.keep_clock(event, at, tx.context_of("riverside-homes"), Outcome(messages, changes=changes))
        )

    async def claim(
        self, at: datetime = NOW, *, limit: int = 50, channels: tuple[str, ...] = ALL, worker: Worker | None = None
    ) -> list[Delivery]:
        return await self.store.write(lambda tx: tx.claim(at, at + (later(1) - NOW), limit, channels, worker))

    async def texts(self, at: datetime = NOW) -> list[str]:
        return [delivery.message.text for delivery in await self.claim(at)]

    async def sent(self, delivery: Delivery, at: datetime = NOW) -> None:
        await self.store.write(lambda tx: tx.sent(delivery.id, at, f"h{delivery.id}"))

    async def gone(self, delivery: Delivery, at: datetime = NOW) -> None:
        await self.store.write(lambda tx: tx.failed(delivery.id, at, "channel_not_found", True))


async def test_where_the_bot_has_spoken_is_known_by_thread(store: Store, post: Post) -> None:
    place = Address("slack", "T1", "C1", "17.1", private=False)
    await post.turn(says("Here."), replace(says("Here."), address=place))

    async def spoke(address: Address) -> bool:
        return await store.read(lambda tx: tx.spoke_in(address))

    assert await spoke(place)
    for other in (replace(place, thread="17.2"), replace(place, thread=""), replace(place, conversation="C2")):
        assert not await spoke(other)


@pytest.fixture
async def adopter(store: Store) -> Adopter:
    return await add_adopter(store)


@pytest.fixture
async def post(store: Store, adopter: Adopter) -> Post:
    await add_person(store, adopter)
    return Post(store)


class TestLanes:
    async def test_one_of_a_lane_at_a_time_in_order(self, post: Post) -> None:
        await post.turn(says("one"), says("two"))
        await post.turn(says("three"))
        seen = []
        for _ in range(3):
            (delivery,) = await post.claim()
            assert await post.claim() == []
            seen.append(delivery.message.text)
            await post.sent(delivery)
        assert seen == ["one", "two", "three"]
        assert await post.claim() == []

    async def test_a_held_lane_does_not_hold_up_others(self, post: Post) -> None:
        await post.turn(says("stuck"), says("behind it"))
        await post.turn(says("free"), user="U2")
        first, second = await post.claim()
        await post.store.write(lambda tx: tx.again(first.id, later(10), "503", False))
        await post.sent(second)
        await post.turn(says("free again"), user="U2")
        (free,) = await post.claim(later(9))
        assert free.message.text == "free again"
        await post.sent(free, later(9))
        assert await post.texts(later(10)) == ["stuck"]

    async def test_giving_up_lets_the_next_one_go(self, post: Post) -> None:
        await post.turn(says("bad"), says("good"))
        (bad,) = await post.claim()
        await post.store.write(lambda tx: tx.failed(bad.id, later(1), "invalid_blocks", False))
        assert await post.texts(later(1)) == ["good"]
        figures = await post.store.read(lambda tx: tx.outbox_figures())
        assert (figures.waiting, figures.failed, figures.last_error) == (1, 1, "invalid_blocks")
        (lost,) = await post.store.read(lambda tx: tx.undelivered())
        assert (lost.delivery, lost.adopter, lost.error) == (bad.id, "riverside-homes", "invalid_blocks")

    async def test_what_waits_longest_goes_first_and_limit_holds(self, post: Post) -> None:
        for number, user in enumerate(("U3", "U1", "U2")):
            await post.turn(says(user), user=user, at=later(-number))
        assert [p.message.text for p in await post.claim(limit=2)] == ["U2", "U1"]
        assert await post.texts() == ["U3"]

    async def test_answers_go_before_reminders_however_long_those_wait(self, post: Post) -> None:
        await post.clock(replace(says("reminder"), person="priya", reminder="n1"), at=later(-30))
        await post.turn(says("answer"), user="U2")
        assert [p.message.text for p in await post.claim(limit=1)] == ["answer"]
        assert await post.texts() == ["reminder"]

    async def test_only_channels_that_are_served_are_claimed(self, post: Post) -> None:
        await post.turn(says("in Teams"), channel="teams")
        await post.turn(says("in Slack"), channel="slack")
        assert [p.message.text for p in await post.claim(channels=("slack",))] == ["in Slack"]
        assert await post.store.read(lambda tx: tx.next_due(("slack",))) == later(1)
        assert await post.store.read(lambda tx: tx.next_due(("web",))) is None
        assert await post.store.read(lambda tx: tx.next_due(("teams",))) == NOW

    async def test_nothing_is_due_before_its_time(self, post: Post) -> None:
        await post.turn(says("later"), at=later(5))
        assert await post.claim(later(4)) == []
        assert await post.texts(later(5)) == ["later"]


class TestLeases:
    async def test_a_lease_that_ran_out_makes_the_next_try_doubtful(self, house: House) -> None:
        async with house.open() as store:
            await add_person(store, await add_adopter(store))
            post = Post(store)
            await post.turn(says("once"))
            (first,) = await post.claim()
            assert (first.attempts, first.doubtful, first.doubts) == (1, False, 0)
        async with house.open() as store:  # the process died in mid-send
            post = Post(store)
            assert await post.claim(later(0.9)) == []
            (second,) = await post.claim(later(1))
            assert (second.id, second.attempts, second.doubtful, second.doubts) == (first.id, 2, True, 1)

    async def test_a_try_that_is_known_not_to_have_arrived_is_not_doubtful(self, post: Post) -> None:
        await post.turn(says("once"))
        (first,) = await post.claim()
        await post.store.write(lambda tx: tx.again(first.id, later(1), "429", False))
        (second,) = await post.claim(later(1))
        assert (second.attempts, second.doubtful) == (2, False)
        await post.store.write(lambda tx: tx.again(first.id, later(2), "time-out", True))
        (third,) = await post.claim(later(2))
        await post.store.write(lambda tx: tx.again(first.id, later(3), "429", False))
        (fourth,) = await post.claim(later(3))
        assert third.doubtful
        assert fourth.doubtful

    async def test_two_claims_at_once_share_nothing(self, post: Post) -> None:
        for number in range(40):
            await post.turn(says(str(number)), user=f"U{number}")
        claimed = await asyncio.gather(*(post.claim(limit=7) for _ in range(10)))
        ids = [delivery.id for deliveries in claimed for delivery in deliveries]
        assert len(ids) == len(set(ids)) == 40

    async def test_a_lease_names_its_process_and_ends_with_it(self, house: House) -> None:
        one, two = Worker("one", "here", 11), Worker("two", "here", 12)
        async with house.open() as store:
            await add_person(store, await add_adopter(store))
            post = Post(store)
            for user in ("U1", "U2"):
                await post.turn(says(f"for {user}"), says(f"more for {user}"), user=user)
            (first,) = await post.claim(limit=1, worker=one)
            (other,) = await post.claim(limit=1, worker=two)
            await store.write(lambda tx: tx.beat(one))
        async with house.open() as store:
            post = Post(store)
            holding = {worker.id: worker for worker in await store.read(lambda tx: tx.workers())}
            assert {(w.id, w.host, w.pid) for w in holding.values()} == {("one", "here", 11), ("two", "here", 12)}
            assert holding["one"].beats > holding["two"].beats
            assert await post.claim() == []
            assert await store.write(lambda tx: tx.free("one", later(0.1))) == 1
            (again,) = await post.claim(later(0.1))
            assert (again.id, again.doubtful, again.attempts) == (first.id, True, 2), "only that process's, at once"
            assert [w.id for w in await store.read(lambda tx: tx.workers())] == ["two"]
            await post.sent(other)
            assert await store.write(lambda tx: tx.free("two", later(0.1))) == 0, "what it sent is sent"
            assert await store.read(lambda tx: tx.workers()) == []

    async def test_ending_twice_changes_nothing(self, post: Post) -> None:
        await post.turn(says("one"), says("two"))
        (delivery,) = await post.claim()
        await post.sent(delivery)
        await post.store.write(lambda tx: tx.again(delivery.id, NOW, "late", True))
        await post.store.write(lambda tx: tx.failed(delivery.id, NOW, "late", False))
        await post.sent(delivery)
        assert await post.texts() == ["two"]

    async def test_the_text_is_taken_out_when_it_has_arrived(self, post: Post) -> None:
        await post.turn(says("private matter"))
        (delivery,) = await post.claim()
        await post.sent(delivery)
        assert "private matter" not in await post.store.read(lambda tx: str([list(rows) for _, rows in tx.dump()]))


class TestNudges:
    REMINDER = replace(says("How did the board go?"), person="priya", reminder="n1", unless_step="board")

    async def answer(self, store: Store, name: str) -> None:
        turn = Maker(f"answer-{name}").turn()
        await store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(facts=(fact(name, "x"),))))

    async def test_it_goes_out_when_nothing_was_said(self, post: Post) -> None:
        await self.answer(post.store, "board.before")
        await post.clock(self.REMINDER)
        await self.answer(post.store, "residents.state")
        assert await post.texts() == ["How did the board go?"]

    async def test_it_is_dropped_when_an_answer_overtook_it(self, post: Post) -> None:
        await post.clock(self.REMINDER, replace(says("another matter"), person="priya"))
        await self.answer(post.store, "board.outcome")
        assert await post.texts() == ["another matter"]
        assert (await post.store.read(lambda tx: tx.outbox_figures())).failed == 0

    async def test_it_is_dropped_when_its_person_has_left(self, post: Post, adopter: Adopter) -> None:
        await post.clock(self.REMINDER)
        gone = Person("priya", adopter.key, "Priya Shah", "lead", left_on=date(2026, 11, 23))
        await post.store.write(lambda tx: tx.save_person(gone))
        assert await post.texts() == []
        assert (await post.store.read(lambda tx: tx.outbox_figures())).waiting == 0


class TestWhereToReach:
    async def test_the_private_place_where_they_were_last_met(self, post: Post, adopter: Adopter) -> None:
        await add_person(post.store, adopter, channel="teams", workspace="tenant", user="A1", at=later(-5))
        turn = Maker("open").turn("", conversation="C-team", private=False, at=later(1))
        await post.store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome()))
        await post.clock(says("for you", person="priya"))
        (delivery,) = await post.claim()
        assert (delivery.address.channel, delivery.address.conversation, delivery.person) == (
            "slack",
            "D-U1",
            "priya",
        )
        assert await post.store.read(lambda tx: tx.address_of("priya", private=False)) == turn.address

    async def test_a_terminal_comes_last(self, post: Post, adopter: Adopter) -> None:
        await add_person(post.store, adopter, channel="console", workspace="here", at=later(5))
        await post.clock(says("for you", person="priya"), at=later(6))
        assert [p.address.channel for p in await post.claim(later(6))] == ["slack"]

    async def test_it_is_looked_up_when_it_is_sent_not_when_it_is_written(self, post: Post, adopter: Adopter) -> None:
        await post.clock(says("for you", person="priya"))
        await add_person(post.store, adopter, channel="teams", workspace="tenant", user="A1", at=later(5))
        assert await post.claim(later(6), channels=("slack",)) == []
        (delivery,) = await post.claim(later(6), channels=("teams",))
        assert delivery.address.channel == "teams"

    async def test_a_gone_address_is_left_for_the_other_channel(self, post: Post, adopter: Adopter) -> None:
        await add_person(post.store, adopter, channel="teams", workspace="tenant", user="A1", at=later(-5))
        await post.clock(says("for you", person="priya"))
        (first,) = await post.claim()
        await post.gone(first)
        (second,) = await post.claim()
        assert (second.id, second.address.channel, second.attempts) == (first.id, "teams", 1)
        (gone,) = await post.store.read(lambda tx: tx.gone_addresses())
        assert (gone.address, gone.person, gone.error) == (first.address, "priya", "channel_not_found")
        await post.clock(says("more", person="priya"))
        await post.sent(second)
        assert [p.address.channel for p in await post.claim()] == ["teams"]

    async def test_then_for_the_lead_then_for_the_team_then_it_is_given_up(
        self, post: Post, adopter: Adopter
    ) -> None:
        await add_person(post.store, adopter, "Sam", id_="sam", role="communications", user="U2")
        team = Address("slack", "T1", "C-team", private=False)
        turn = Maker("team").turn("", user="U2")
        change = SaveAdopter(replace(adopter, team_address=team))
        await post.store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome(changes=(change,))))
        await post.clock(says("for Sam", person="sam"))
        places = []
        for _ in range(3):
            (delivery,) = await post.claim()
            places.append(delivery.address.conversation)
            await post.gone(delivery)
        assert places == ["D-U2", "D-U1", "C-team"]
        assert await post.claim() == []
        (lost,) = await post.store.read(lambda tx: tx.undelivered())
        assert (lost.person, lost.error) == ("sam", "nobody can be reached: no address works")

    async def test_a_lead_who_has_left_gets_nothing_instead_of_others(self, post: Post, adopter: Adopter) -> None:
        """ "amy" comes before "priya": she would be asked first, were she still there."""
        left = Person("amy", adopter.key, "Amy", "lead", left_on=date(2026, 11, 1))
        await add_person(post.store, adopter, "Amy", id_="amy", user="U3")
        await post.store.write(lambda tx: tx.save_person(Person("sam", adopter.key, "Sam")))
        await post.store.write(lambda tx: tx.save_person(left))
        await post.clock(says("for Sam", person="sam"))
        assert [one.address.conversation for one in await post.claim()] == ["D-U1"]

    async def test_what_went_to_the_lead_instead_is_on_record(self, post: Post, adopter: Adopter) -> None:
        await post.store.write(lambda tx: tx.save_person(Person("sam", adopter.key, "Sam")))
        await post.clock(says("for Sam", person="sam"))
        (delivery,) = await post.claim()
        assert delivery.address.conversation == "D-U1"
        await post.sent(delivery)
        (moved,) = await post.store.read(lambda tx: tx.undelivered())
        assert (moved.person, moved.diverted) == ("sam", "priya")

    async def test_hearing_from_a_gone_address_makes_it_live(self, post: Post) -> None:
        await post.turn(says("one"))
        (delivery,) = await post.claim()
        await post.gone(delivery)
        assert await post.store.read(lambda tx: tx.address_of("priya")) is None
        await post.turn(says("two"), at=later(5))
        assert await post.store.read(lambda tx: tx.gone_addresses()) == []
        assert await post.texts(later(5)) == ["two"]

    async def test_replies_waiting_for_a_gone_place_are_given_up_too(self, post: Post) -> None:
        await post.turn(says("one"), says("two"))
        (delivery,) = await post.claim()
        await post.gone(delivery)
        assert await post.claim() == []
        assert (await post.store.read(lambda tx: tx.outbox_figures())).failed == 2

    async def test_a_person_at_another_adopter_is_never_the_lead(self, post: Post) -> None:
        other = await add_adopter(post.store, "Other Homes", "OTHR-2345")

        def make(tx: Tx) -> bool:
            tx.save_person(Person("ann", other.key, "Ann"))
            return tx.keep_clock("s", NOW, tx.context_of(other.key), Outcome((says("for Ann", person="ann"),)))

        await post.store.write(make)
        assert await post.claim() == []
        assert (await post.store.read(lambda tx: tx.outbox_figures())).failed == 1

    async def test_a_new_person_can_be_met_and_written_to_in_one_turn(self, store: Store, adopter: Adopter) -> None:
        from bot.core.model import LinkAccount

        turn = Maker("new").turn("hello", user="U8")
        changes = (SavePerson(Person("", adopter.key, "Ann")), LinkAccount(turn.account, ""))
        await store.write(
            lambda tx: tx.keep(turn, tx.context(turn.account), Outcome((says("Hello Ann"),), changes=changes))
        )
        (delivery,) = await Post(store).claim()
        assert (delivery.address, delivery.adopter) == (turn.address, adopter.key)


async def test_the_figures_of_some_channels(post: Post) -> None:
    await post.turn(says("in Teams"), channel="teams", at=later(-5))
    await post.turn(says("in Slack"))
    for channels, waiting, oldest in (((), 0, None), (("slack",), 1, NOW), (("slack", "teams"), 2, later(-5))):
        figures = await post.store.read(lambda tx, names=channels: tx.outbox_figures(names))  # type: ignore[misc]
        assert (figures.waiting, figures.oldest) == (waiting, oldest)
    assert (await post.store.read(lambda tx: tx.outbox_figures())).waiting == 2


async def test_the_figures_of_an_empty_outbox(store: Store) -> None:
    figures = await store.read(lambda tx: tx.outbox_figures())
    assert (figures.waiting, figures.oldest, figures.failed, figures.last_error) == (0, None, 0, "")
