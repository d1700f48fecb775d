"""The officer's inbox: over HTTP on the real store."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels.passes import PassKind, make_pass, officer_subject
from bot.core.model import Outcome
from bot.core.model.casework import OpenCase
from bot.store.port import BoundWorkspace, Tx
from tests.guidance.world import NOW, World, phrases, texts
from tests.http.programme.served import KEY, NAME, Client, ask, come_in, text_of, token
from tests.store.factories import Maker


async def test_the_list_says_who_waits_how_long_and_against_what(world: World, client: Client) -> None:
    case = await ask(world)
    await come_in(client)
    page = await text_of(client, "/programme/inbox")
    assert "Asha at Riverside Homes" in page
    assert "To answer by Thursday 26 November 2026" in page, "two working days from Tuesday 24 November"
    assert "waiting less than an hour" in page
    assert "<b>our</b>" not in page
    world.clock.move(timedelta(days=6))
    page = await text_of(client, f"/programme/inbox/{case}")
    assert "2 working days late" in page, "Friday and Monday, not the weekend"
    assert "waiting 6 days" in page


async def test_beside_the_list_stands_all_that_helps_to_answer(world: World, client: Client) -> None:
    await world.says("our board noted it on 3 March 2026")
    await world.says("yes")
    case = await ask(world, "How should we consult residents who are not online?")
    await come_in(client)
    page = await text_of(client, f"/programme/inbox/{case}")
    conversation = page.partition('id="conversation"')[2]
    assert "How should we consult residents who are not online?" in conversation
    step = next(s for s in world.content.journey.steps if s.key == "residents")
    assert f"Their organisation is at: <strong>{step.title}</strong>" in conversation
    assert "Lead for the charter" in conversation
    assert "/guidance/residents-who-are-not-online" in conversation


async def test_send_and_next_sends_once_confirms_and_goes_on(world: World, client: Client) -> None:
    first = await ask(world, "Does our merger matter?")
    world.clock.move(timedelta(minutes=5))
    second = await ask(world, "May we use the badge?", "Priya")
    await come_in(client)
    form = {"token": await token(client, f"/programme/inbox/{first}"), "words": "No, **both** stay.", "do": "next"}
    for _ in range(2):
        answer = await client.post(f"/programme/inbox/{first}", data=form)
        assert answer.url.path == f"/programme/inbox/{second}"
        assert "Sent to Asha at Riverside Homes." in await answer.text()
    said = await world.deliver()
    assert phrases(said) == ["from_person"]
    assert f"{NAME}, a person at the programme" in texts(said)
    form = {"token": await token(client, f"/programme/inbox/{second}"), "words": "Yes.", "do": "next"}
    page = await (await client.post(f"/programme/inbox/{second}", data=form)).text()
    assert "Sent to Priya at Riverside Homes. Nobody else is waiting." in page
    assert "Nobody is waiting for you" in page
    acts = await world.store.read(lambda tx: tx.acts())
    assert [(a.act, a.about, a.adopter) for a in acts][:2] == [
        ("answered", second, "riverside-homes"), ("answered", first, "riverside-homes"),
    ]  # fmt: skip
    assert first in await text_of(client, "/programme/audit")


async def test_sending_and_staying_and_closing(world: World, client: Client) -> None:
    case = await ask(world)
    await come_in(client)
    form = {"token": await token(client, f"/programme/inbox/{case}"), "words": "One moment.", "do": "stay"}
    answer = await client.post(f"/programme/inbox/{case}", data=form)
    assert answer.url.path == f"/programme/inbox/{case}"
    assert phrases(await world.deliver()) == ["from_person"]
    form |= {"words": "", "do": "close"}
    await client.post(f"/programme/inbox/{case}", data=form)
    assert phrases(await world.deliver()) == ["case_closed_by"]
    assert await world.store.read(lambda tx: tx.cases()) == []
    page = await text_of(client, f"/programme/inbox/{case}?show=closed")
    assert "This question is closed." in page and "<textarea" not in page
    late = await client.post(f"/programme/inbox/{case}", data=form | {"words": "Too late", "do": "next"})
    assert late.status == 400
    assert await world.deliver() == []


async def test_the_same_page_with_other_words_is_another_answer(world: World, client: Client) -> None:
    """Sent, gone back, changed, sent again: the second words are not lost."""
    case = await ask(world)
    await come_in(client)
    made = await token(client, f"/programme/inbox/{case}")
    for words in ("No, both stay.", "No, both stay.", "Yes: both stay."):
        await client.post(f"/programme/inbox/{case}", data={"token": made, "words": words, "do": "next"})
    lines = await world.store.read(lambda tx: [line.words for line in tx.case_lines(case) if line.who == "officer"])
    assert lines == ["No, both stay.", "Yes: both stay."]


async def test_lists_search_and_pages(world: World, client: Client) -> None:
    made = Maker("fill")

    def fill(tx: Tx) -> None:
        for n in range(45):
            at = NOW - timedelta(days=n % 20 + 1)
            turn = made.turn(user="asha", channel="web", workspace="w", at=at)
            asked = Outcome(changes=(OpenCase(f"CASE{n:02d}", f"question number {n:02d}"),))
            tx.keep(turn, tx.context(turn.account), asked)

    await world.store.write(fill)
    await come_in(client)
    seen = set()
    for page, count in ((1, 20), (2, 20), (3, 5)):
        text = await text_of(client, f"/programme/inbox?page={page}")
        found = {f"CASE{n:02d}" for n in range(45) if f"/inbox/CASE{n:02d}?" in text}
        assert len(found) == count
        assert (">Next page</a>" in text, ">Previous page</a>" in text) == (page < 3, page > 1)
        seen |= found
    assert len(seen) == 45
    assert '<span class="count">45</span>' in text
    found_one = await text_of(client, "/programme/inbox?show=open&q=number+17")
    assert "CASE17" in found_one and found_one.count('class="words"') == 1
    assert "Nothing here has these words" in await text_of(client, "/programme/inbox?q=hamster")
    for odd in ("?page=0", "?page=-1", "?page=%C2%B2", "?page=99999999999", "?show=nonsense", "?q=%00%ff"):
        await text_of(client, f"/programme/inbox{odd}")


async def test_an_empty_inbox_says_so(client: Client) -> None:
    await come_in(client)
    assert "Nobody is waiting for you" in await text_of(client, "/programme/inbox")
    assert "Nothing has been closed yet" in await text_of(client, "/programme/inbox?show=closed")


async def test_what_is_not_there_says_the_same_as_what_is_none(client: Client) -> None:
    await come_in(client)
    assert "That is not here" in await text_of(client, "/programme/inbox/NOTONE", 404)


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data", b"no boundary", 415),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken", 415),
        ("application/x-www-form-urlencoded", b"words=%ff%fe&token=%00", 400),
        ("application/x-www-form-urlencoded; charset=nothing", b"words=a", 400),
        ("application/x-www-form-urlencoded", b"&".join([b"a=b"] * 500), 400),
        ("application/x-www-form-urlencoded", b"\xff\xfe", 400),
        ("application/json", b"{", 415),
    ],
)
async def test_a_bad_body_is_refused_and_breaks_nothing(
    world: World, client: Client, kind: str, body: bytes, status: int
) -> None:
    case = await ask(world)
    await come_in(client)
    for page in (f"/programme/inbox/{case}", "/programme/workspaces"):
        answer = await client.post(page, data=body, headers={"Content-Type": kind})
        assert answer.status == status, page


async def test_only_our_own_form_answers_and_words_are_not_lost(world: World, client: Client) -> None:
    case = await ask(world)
    await come_in(client)
    good = await token(client, f"/programme/inbox/{case}")
    other = make_pass(KEY, PassKind.OFFICER_FORM, officer_subject("Mallory"), NOW)
    old = make_pass(KEY, PassKind.OFFICER_FORM, officer_subject(NAME), NOW - timedelta(hours=12))
    for form in (
        {"words": "kept words"}, {"words": "kept words", "token": "x"}, {"words": "kept words", "token": other},
        {"words": "kept words", "token": old}, {"words": "kept words" + "!" * 2000, "token": good},
    ):  # fmt: skip
        answer = await client.post(f"/programme/inbox/{case}", data=form)
        assert answer.status == 400
        assert "kept words" in (await answer.text()).partition("<textarea")[2]
    assert (await client.post(f"/programme/inbox/{case}", data={"words": " ", "token": good})).status == 400
    assert await world.deliver() == []


async def test_what_was_not_found_is_shown(world: World, client: Client) -> None:
    await world.says("any guidance on hamsters?")
    await come_in(client)
    assert "hamsters" in await text_of(client, "/programme/guidance")


async def test_an_officer_lets_a_bound_workspace_go(world: World, client: Client) -> None:
    bound = BoundWorkspace("slack", "T1", "riverside-homes", NOW, "")
    await world.store.write(lambda tx: tx.bind_workspace(bound))
    refused = await client.post("/programme/workspaces", data={"workspace": "T1"})
    assert refused.status == 403
    await come_in(client)
    assert "everybody in slack T1" in await text_of(client, "/programme/workspaces")
    fields = {"channel": "slack", "workspace": "T1", "adopter": "riverside-homes"}
    assert (await client.post("/programme/workspaces", data=fields)).status == 400
    assert await world.store.read(lambda tx: tx.bound_workspaces()) == [bound]
    fields["token"] = await token(client, "/programme/workspaces")
    page = await (await client.post("/programme/workspaces", data=fields)).text()
    assert "everybody in slack T1" not in page
    assert await world.store.read(lambda tx: tx.bound_workspaces()) == []
    acts = await world.store.read(lambda tx: tx.acts(adopter="riverside-homes"))
    assert [(act.officer, act.about) for act in acts] == [(NAME, "slack T1")]


async def test_that_an_answer_is_being_written_is_told_for_seconds_and_by_officers_only(
    world: World, client: Client
) -> None:
    case = await ask(world)

    async def shown() -> str:
        (opened,) = await world.store.read(lambda tx: tx.cases())
        return await world.store.read(lambda tx: tx.writing_to(opened.person, world.clock.now()))

    assert (await client.post(f"/programme/inbox/{case}/writing", data={"token": "none"})).status == 403
    assert await shown() == ""
    await come_in(client)
    form = {"token": await token(client, f"/programme/inbox/{case}")}
    assert (await client.post(f"/programme/inbox/{case}/writing", data=form)).status == 204
    assert await shown() == NAME
    world.clock.move(timedelta(seconds=30))
    assert await shown() == ""
    await client.post(f"/programme/inbox/{case}/writing", data=form)
    await client.post(f"/programme/inbox/{case}", data=form | {"words": "Yes.", "do": "stay"})
    assert await shown() == "", "the answer is there"
