"""The contract: what was given up is listed, tried again in its lane's order, or put away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.model import Address, Outcome
from bot.store.port import Delivery, Store, Undelivered
from tests.store.factories import NOW, add_adopter, add_person, later, says
from tests.store.test_contract_outbox import Post


@pytest.fixture
async def post(store: Store) -> Post:
    await add_person(store, await add_adopter(store))
    return Post(store)


async def give_up(post: Post, doubtful: int = 0, gone: bool = False) -> Delivery:
    """The first that is due, given up after attempts that may have arrived."""
    (delivery,) = await post.claim(limit=1)
    number = delivery.id
    for _ in range(doubtful):
        await post.store.write(lambda tx: tx.again(number, NOW, "no answer", True))
        (delivery,) = await post.claim(limit=1)
    await post.store.write(lambda tx: tx.failed(number, NOW, "invalid_blocks", gone))
    return delivery


async def given_up(post: Post) -> list[Undelivered]:
    return await post.store.read(lambda tx: tx.given_up(10))


async def test_what_was_given_up_is_listed_without_its_words_and_nothing_else_is(post: Post) -> None:
    await post.turn(says("lost"), says("waits"))
    lost = await give_up(post)
    (one,) = await given_up(post)
    assert (one.delivery, one.adopter, one.channel, one.at, one.error) == (
        lost.id, "riverside-homes", "slack", NOW, "invalid_blocks",
    )  # fmt: skip


async def test_a_message_names_the_turn_that_it_answers_wherever_it_is(post: Post) -> None:
    turn = post.maker.turn()
    await post.store.write(lambda tx: tx.keep(turn, tx.context(turn.account), Outcome((says("lost"),))))
    assert (await give_up(post)).turn == turn.mark
    (one,) = await given_up(post)
    assert one.turn == turn.mark


async def test_one_that_is_tried_again_goes_out_once_with_days_before_it(post: Post) -> None:
    await post.turn(says("lost"))
    lost = await give_up(post)
    assert await post.store.write(lambda tx: tx.retry(lost.id, later(days=3)))
    assert await given_up(post) == []
    (again,) = await post.claim(later(days=3))
    assert (again.id, again.message.text, again.attempts, again.doubtful) == (lost.id, "lost", 1, False)
    assert again.created == later(days=3), "it would be given up for its age at the next attempt"
    await post.sent(again, later(days=3))
    assert not await post.store.write(lambda tx: tx.retry(lost.id, later(days=3)))


async def test_one_that_may_have_arrived_stays_doubtful_and_has_its_attempts_again(post: Post) -> None:
    await post.turn(says("lost"))
    lost = await give_up(post, doubtful=7)
    await post.store.write(lambda tx: tx.retry(lost.id, later(1)))
    (again,) = await post.claim(later(1))
    assert (again.doubtful, again.doubts, again.attempts) == (True, 1, 1)


async def test_it_waits_for_what_its_lane_is_sending_and_goes_before_what_came_later(post: Post) -> None:
    await post.turn(says("lost"), says("under way"), says("later"))
    lost = await give_up(post)
    (under_way,) = await post.claim()
    await post.store.write(lambda tx: tx.retry(lost.id, NOW))
    assert await post.claim() == []
    seen = []
    await post.sent(under_way)
    for _ in range(2):
        (delivery,) = await post.claim()
        seen.append(delivery.message.text)
        await post.sent(delivery)
    assert seen == ["lost", "later"]


async def test_a_place_that_was_gone_is_tried_again_too(post: Post) -> None:
    place = Address("slack", "T1", "C1", private=False)
    await post.turn(replace(says("to a channel"), address=place))
    lost = await give_up(post, gone=True)
    assert [gone.address.conversation for gone in await post.store.read(lambda tx: tx.gone_addresses())] == ["C1"]
    await post.store.write(lambda tx: tx.retry(lost.id, later(1)))
    assert await post.store.read(lambda tx: tx.gone_addresses()) == []
    assert await post.texts(later(1)) == ["to a channel"]


async def test_one_that_is_put_away_is_counted_no_more_and_has_no_words(post: Post) -> None:
    await post.turn(says("lost"))
    lost = await give_up(post)
    assert await post.store.write(lambda tx: tx.dismiss(lost.id, later(1)))
    assert await given_up(post) == []
    assert (await post.store.read(lambda tx: tx.outbox_figures())).failed == 0
    for act in ("retry", "dismiss"):
        assert not await post.store.write(lambda tx, act=act: getattr(tx, act)(lost.id, later(2)))  # type: ignore[misc]


async def test_what_was_not_given_up_is_left_alone(post: Post) -> None:
    await post.turn(says("waits"))
    (delivery,) = await post.claim()
    for act in ("retry", "dismiss"):
        assert not await post.store.write(lambda tx, act=act: getattr(tx, act)(delivery.id, NOW))  # type: ignore[misc]
    await post.sent(delivery)
    assert not await post.store.write(lambda tx: tx.retry(delivery.id, NOW))


async def test_the_latest_time_of_anything(store: Store, post: Post) -> None:
    await post.turn(says("a"), at=later(5))
    await post.turn(says("b"), at=later(3))
    assert await store.read(lambda tx: tx.latest()) == later(5)
    assert await store.look(lambda tx: tx.latest()) == later(5)
