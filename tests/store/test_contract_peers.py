"""The contract: an introduction is of two adopters, and neither loses what the other says at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.model import Account, Adopter, Message, Outcome, Outgoing, Person, SaveAdopter, SavePerson, TurnContext
from bot.core.model.peers import (
    AskPeer,
    Introduction,
    NotePeerTold,
    OrganisationProfile,
    PeerChange,
    PeerProfile,
    PeersNeededError,
    SaveIntroduction,
    SaveOrganisationProfile,
    SavePeerProfile,
    SayToPeer,
)
from bot.core.model.tracks import Milestone, Track
from bot.core.people.merging import going
from bot.store.moving import move
from bot.store.port import Store, Tx
from tests.store.conftest import House
from tests.store.factories import NOW, Maker, add_adopter, add_person, later, new_store

SHARED = OrganisationProfile("london", "small", "older", "Oak", shared=True)
WILLING = PeerProfile(("reach",), ("survey",), shared=True)


def does(person: Person, event: str, *changes: PeerChange) -> Callable[[Tx], bool]:
    def work(tx: Tx) -> bool:
        context = TurnContext(Account("", "", ""), tx.adopter(person.adopter), person)
        return tx.keep_clock(event, NOW, context, Outcome(changes=changes))

    return work


async def two_people(store: Store) -> tuple[Person, Person]:
    """Asha and Ben, of two adopters that share, each reached in private; Ben is willing to help."""
    made = []
    for id_, who, role, name, code in (
        ("asha", "Asha Rao", "lead", "Riverside", "CODE-2222"), ("ben", "Ben Low", "comms", "Harbour", "CODE-3333"),
    ):  # fmt: skip
        adopter = await add_adopter(store, name, code)
        made.append(await add_person(store, adopter, who, id_=id_, role=role, user=id_))
        await store.write(does(made[-1], f"{id_}-org", SaveOrganisationProfile(SHARED)))
    await store.write(does(made[1], "ben-willing", SavePeerProfile(WILLING)))
    return made[0], made[1]


def _sent_to(tx: Tx, person: Person, **parts: Any) -> int:
    """Puts a message to somebody on its way; the delivery's id, where there is one at once."""
    out = Outgoing(Message("Hello"), person=person.id, **parts)
    context = TurnContext(Account("", "", ""), tx.adopter(person.adopter), person)
    tx.keep_clock("sent", NOW, context, Outcome((out,)))
    return next((d.id for d in tx.claim(later(5), later(9), 9, ["slack"])), 0)


async def known(store: Store, person: Person) -> Introduction:
    found = await store.read(lambda tx: tx.peers_known(person.adopter))
    return found.introductions[0]


@pytest.fixture
async def two(house: House) -> AsyncIterator[tuple[Store, Store]]:
    async with house.open() as one, house.open() as other:
        yield one, other


async def test_who_may_be_asked_and_with_what(store: Store) -> None:
    asha, ben = await two_people(store)
    done, begun = Milestone("board", "done", NOW, NOW, NOW), Milestone("publish", "begun", NOW, None, NOW)
    track = Track("publish", (done, begun))
    await store.write(lambda tx: tx.save_track(ben.adopter, track, "s"))

    (peer,) = await store.read(lambda tx: tx.peer_pool(asha.adopter, NOW))

    assert (peer.person, peer.role, peer.profile, peer.organisation) == (ben.id, "comms", WILLING, SHARED)
    assert (peer.done, peer.doing, peer.asked) == ((("board", NOW.date()),), ("publish",), 0)
    assert await store.read(lambda tx: tx.peer_pool(ben.adopter, NOW)) == (), "Asha shares nothing herself"


@pytest.mark.parametrize("what", ["opts out", "organisation", "leaves", "gone"])
async def test_who_takes_back_their_yes_is_asked_by_nobody_from_then_on(store: Store, what: str) -> None:
    asha, ben = await two_people(store)
    does_it: dict[str, Callable[[Tx], object]] = {
        "opts out": does(ben, "x", SavePeerProfile(replace(WILLING, shared=False))),
        "organisation": does(ben, "x", SaveOrganisationProfile(replace(SHARED, shared=False))),
        "leaves": lambda tx: tx.save_person(replace(ben, left_on=NOW.date())),
        "gone": lambda tx: tx.failed(_sent_to(tx, ben), NOW, "gone", address_gone=True),
    }

    await store.write(does_it[what])

    assert await store.read(lambda tx: tx.peer_pool(asha.adopter, NOW)) == ()


async def test_an_ask_is_known_to_both_and_counts_for_a_quarter(store: Store) -> None:
    asha, ben = await two_people(store)
    for key in (asha.adopter, ben.adopter):
        await store.write(lambda tx, k=key: tx.set_wake(k, None))  # type: ignore[misc]

    await store.write(does(asha, "ask", AskPeer(ben.id, "theme:reach")))

    for person, other in ((asha, ben), (ben, asha)):
        one = await known(store, person)
        assert (one.state, one.topic, one.first.said, one.second.said) == ("asked", "theme:reach", "yes", "")
        assert (one.other(person.id).name, one.other(person.id).organisation) == (
            other.name, "Harbour" if other.id == "ben" else "Riverside",
        )  # fmt: skip
    assert set(await store.read(lambda tx: tx.due_adopters(NOW, 9))) == {asha.adopter, ben.adopter}
    assert await store.read(lambda tx: tx.met_of(asha.adopter)) == {frozenset(("asha", "ben"))}
    (now,) = await store.read(lambda tx: tx.peer_pool(asha.adopter, NOW))
    (after,) = await store.read(lambda tx: tx.peer_pool(asha.adopter, NOW + timedelta(days=92)))
    assert (now.asked, after.asked) == (1, 0)


async def test_both_answer_at_once_and_neither_is_lost(two: tuple[Store, Store]) -> None:
    asha, ben = await two_people(two[0])
    await two[0].write(lambda tx: tx.introduce(asha.id, ben.id, "", NOW, in_round=True))
    number = (await known(two[0], asha)).id

    def says_yes(person: Person) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            tx.context_of(person.adopter, person.id)
            found = tx.with_peers(tx.peers_known(person.adopter), PeersNeededError(number), person.adopter, NOW)
            one = found.find(number)
            assert one is not None and found.held == (str(number),)
            said = one.with_party(replace(one.party(person.id), said="yes"))
            if said.first.said == said.second.said == "yes":
                said = replace(said, state="open", opened=NOW)
            context = TurnContext(Account("", "", ""), tx.adopter(person.adopter), person)
            tx.keep_clock(f"yes-{person.id}", NOW, context, Outcome(changes=(SaveIntroduction(said),)))

        return work

    await asyncio.gather(two[0].write(says_yes(asha)), two[1].write(says_yes(ben)))

    one = await known(two[0], asha)
    assert (one.state, one.first.said, one.second.said) == ("open", "yes", "yes")


async def test_what_is_passed_on_is_kept_until_it_was_and_the_introduction_has_ended(store: Store) -> None:
    asha, ben = await two_people(store)
    await store.write(does(asha, "ask", AskPeer(ben.id, "")))
    one = await known(store, asha)
    said = (SayToPeer(one.id, "words", "How did you do it?"), SayToPeer(one.id, "address", "asha@example.org"))
    await store.write(does(asha, "say", *said))
    words = (await known(store, ben)).lines[0]
    assert (words.words, words.told) == ("How did you do it?", False)

    await store.write(does(ben, "told", NotePeerTold(one.id, ben.id, f"line:{words.id}")))
    assert [line.told for line in (await known(store, ben)).lines] == [True, False], "while it goes on both stay"

    await store.write(does(asha, "late", SayToPeer(one.id, "words", "Thank you")))
    await store.write(does(asha, "end", SaveIntroduction(replace(one, state="closed", ended_by=asha.id))))
    left = (await known(store, ben)).lines
    assert [line.words for line in left] == ["Thank you"], "what was not passed on yet still is"
    await store.write(does(ben, "told-2", NotePeerTold(one.id, ben.id, f"line:{left[0].id}")))
    assert (await known(store, ben)).lines == ()


async def test_what_was_told_is_noted_once_and_taken_back_where_it_did_not_go_out(store: Store) -> None:
    asha, ben = await two_people(store)
    await store.write(does(asha, "ask", AskPeer(ben.id, "")))
    one = await known(store, asha)
    for event in ("t1", "t2"):
        await store.write(does(ben, event, NotePeerTold(one.id, ben.id, "asked")))
    assert (await known(store, ben)).told == ("asked:ben",)

    key = f"{ben.adopter}:peers:{one.id}:ben:asked"
    sent = await store.write(lambda tx: _sent_to(tx, ben, reminder=key, windows=((NOW, later(1)),)))

    assert sent == 0, "its hours have passed"
    assert (await known(store, ben)).told == ()
    assert ben.adopter in await store.read(lambda tx: tx.due_adopters(later(5), 9))


async def test_erasure_ends_it_and_the_other_is_looked_at(store: Store) -> None:
    asha, ben = await two_people(store)
    await store.write(does(asha, "ask", AskPeer(ben.id, "")))
    one = await known(store, asha)
    await store.write(does(ben, "say", SayToPeer(one.id, "address", "ben@example.org")))
    await store.write(lambda tx: tx.set_wake(asha.adopter, None))

    await store.write(lambda tx: tx.erase(ben.id, "a former colleague", NOW))

    after = await known(store, asha)
    assert (after.state, after.second.person, after.second.name, after.lines) == ("gone", "former", "", ())
    assert asha.adopter in await store.read(lambda tx: tx.due_adopters(NOW, 9))
    assert await store.read(lambda tx: tx.peer_pool(asha.adopter, NOW)) == ()


async def test_a_closed_adopter_ends_it_and_only_the_other_is_looked_at(store: Store) -> None:
    asha, ben = await two_people(store)
    await store.write(does(asha, "ask", AskPeer(ben.id, "")))
    for key in (asha.adopter, ben.adopter):
        await store.write(lambda tx, k=key: tx.set_wake(k, None))  # type: ignore[misc]

    def close(tx: Tx) -> None:
        context = tx.context_of(ben.adopter)
        assert context.adopter is not None
        closed = SaveAdopter(replace(context.adopter, closed_on=NOW.date()))
        tx.keep_clock("close", NOW, context, Outcome(changes=(closed,)))

    await store.write(close)

    assert (await known(store, asha)).state == "gone"
    assert await store.read(lambda tx: tx.due_adopters(NOW, 9)) == [asha.adopter]


async def test_erasure_takes_the_name_out_of_what_the_other_was_told(store: Store) -> None:
    asha, ben = await two_people(store)
    await store.write(does(asha, "ask", AskPeer(ben.id, "")))
    one = await known(store, asha)
    await store.write(does(ben, "yes", SaveIntroduction(replace(one, state="open", opened=NOW))))
    await add_person(store, Adopter(ben.adopter, "Harbour"), "Ben Low", id_="ben", user="web-ben", channel="web")

    def told(tx: Tx) -> None:
        turn = Maker("told").turn("who?", user="web-ben", channel="web", workspace="T1")
        tx.keep(turn, tx.context(turn.account), Outcome((Outgoing(Message("Asha Rao writes"), turn.address),)))

    await store.write(told)
    await store.write(lambda tx: tx.erase(asha.id, "a former colleague", NOW))

    texts = [line.text for line in await store.read(lambda tx: tx.history("ben"))]
    assert texts[-1] == "a former colleague writes"


async def test_the_programme_sees_counts_and_topics(store: Store) -> None:
    asha, ben = await two_people(store)
    await store.write(does(asha, "ask", AskPeer(ben.id, "theme:reach")))
    one = await known(store, asha)
    helped = replace(one, state="closed", first=replace(one.first, outcome="helped"))
    await store.write(does(asha, "end", SaveIntroduction(helped), SayToPeer(one.id, "words", "secret words")))

    assert await store.read(lambda tx: tx.peer_counts()) == [("theme:reach", "closed", "helped", 1)]
    exported = (await store.read(lambda tx: {kind: list(rows) for kind, rows in tx.dump()}))["introductions"]
    assert exported[0]["topic"] == "theme:reach"
    assert not any(held in str(exported) for held in ("asha", "ben", "secret"))


async def test_it_goes_with_an_adopter_that_becomes_part_of_another(store: Store) -> None:
    asha, ben = await two_people(store)
    into = await add_adopter(store, "Northern", "CODE-4444")
    await store.write(does(asha, "ask", AskPeer(ben.id, "")))

    def merge(tx: Tx) -> None:
        leaving, staying = tx.context_of(ben.adopter), tx.context_of(into.key)
        tx.keep_clock("merge", NOW, leaving, going(leaving, staying))
        tx.keep_clock("moves", NOW, staying, Outcome(changes=(SavePerson(replace(ben, adopter=into.key)),)))

    await store.write(merge)

    assert (await store.read(lambda tx: tx.peers_known(into.key))).introductions[0].second.organisation == "Northern"


async def test_all_of_it_moves(house: House, tmp_path) -> None:  # type: ignore[no-untyped-def]
    async with house.open() as store, new_store(tmp_path, "to.db") as target:
        asha, ben = await two_people(store)
        await store.write(does(asha, "ask", AskPeer(ben.id, "theme:reach")))
        one = await known(store, asha)
        await store.write(does(asha, "say", SayToPeer(one.id, "words", "Hello")))
        before = await store.read(lambda tx: tx.peers_known(asha.adopter))

        await move(store, target)

        assert await target.read(lambda tx: tx.peers_known(asha.adopter)) == before
        await target.write(does(asha, "more", SayToPeer(one.id, "words", "Again")))
        assert len((await known(target, ben)).lines) == 2
