"""What officers do with adopters: over HTTP on the real store, each from our own form, each in the audit list."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from aiohttp import FormData

from bot.core.model import Account, Kind, Person
from bot.runtime.reminders import coming
from bot.store.port import BoundWorkspace, Tx
from tests.guidance.world import ADOPTER, NOW, World, phrases, texts
from tests.http.programme.served import NAME, VIEWER, Client, come_in, text_of, token

HERE = f"/programme/adopters/{ADOPTER}"
ACTS = ("code", "revoke", "rename", "close", "reopen", "pause", "resume", "note")


async def act(client: Client, button: str, status: int = 200, **fields: str) -> str:
    """Presses the form's button; gives the page that follows."""
    form = {"token": await token(client, HERE)} | fields
    async with client.post(f"{HERE}/{button}", data=form) as answer:
        assert answer.status == status
        return await answer.text()


async def acts(world: World) -> list[str]:
    return [one.act for one in await world.store.read(lambda tx: tx.acts(adopter=ADOPTER))]


async def joins(world: World, code: str) -> bool:
    """Whether somebody new with that code comes in."""
    await world.says(f"our code is {code}", who="Newcomer")
    account = Account("web", "w", "newcomer")
    context = await world.store.read(lambda tx: tx.context(account))
    return context.adopter is not None or bool(context.dialogue.joining and context.dialogue.joining != "code")


async def test_a_code_is_shown_once_in_a_letter_and_ends_the_old_one(world: World, client: Client) -> None:
    await come_in(client)
    letter = await act(client, "code")
    found = re.search(r'class="code">([^<]+)<', letter)
    assert found is not None
    assert found[1] not in await text_of(client, HERE)
    assert await acts(world) == ["rotated the join code"]
    assert not await joins(world, "ABCD-EFGH")
    assert await joins(world, found[1])


async def test_a_revoked_code_lets_nobody_in_until_another_is_made(world: World, client: Client) -> None:
    await come_in(client)
    assert "The join code is revoked." in await act(client, "revoke")
    assert "It has none: nobody can join by code." in await text_of(client, HERE)
    assert not await joins(world, "ABCD-EFGH")
    assert "has no join code" in await act(client, "revoke", 400)
    await act(client, "code")
    assert await acts(world) == ["made a join code", "revoked the join code"]


async def test_renaming_keeps_the_key_and_refuses_anothers_name(world: World, client: Client) -> None:
    await world.store.write(lambda tx: tx.add_adopter("Meadow Homes", "MDWH-2345", NOW))
    await come_in(client)
    assert "<h1>River &amp; Side</h1>" in await act(client, "rename", name=" River  & Side ")
    assert "There is an adopter called “MEADOW homes” already." in await act(
        client, "rename", 400, name="MEADOW homes"
    )
    for bad in ("", "  ", "x" * 201, "a\x07b"):
        assert "A name has 1 to 200 characters" in await act(client, "rename", 400, name=bad)
    assert await acts(world) == ["renamed"]


async def test_closed_hears_nothing_and_reopened_goes_on(world: World, client: Client) -> None:
    await world.says("our board deferred it on 3 March 2026")
    await world.says("yes")
    planned = await coming(world.store, world.content, world.clock.now())
    assert planned
    await come_in(client)
    page = await act(client, "close")
    assert "Closed on 24 November 2026." in page
    assert "None is planned." in page
    assert await coming(world.store, world.content, world.clock.now()) == []
    world.clock.move(timedelta(days=60))
    assert await world.turns.sweep(world.clock.now()) == []
    assert not await joins(world, "ABCD-EFGH")
    await come_in(client, now=world.clock.now())
    assert "Riverside" not in (await text_of(client, "/programme/adopters")).partition("<tbody>")[2]
    assert "Riverside" in await text_of(client, "/programme/adopters?status=closed")
    assert "is closed already" in await act(client, "close", 400)
    assert "nobody can join. Reopen it first" in await act(client, "code", 400)
    assert "Reopened." in await act(client, "reopen")
    assert "is not closed" in await act(client, "reopen", 400)
    assert await coming(world.store, world.content, world.clock.now()) != []
    assert await acts(world) == ["reopened", "closed"]


async def test_nobody_joins_a_closed_adopter_and_each_is_told_whom_to_ask(world: World, client: Client) -> None:
    """By its code, in its workspace, or with a link made before; those who were there stay."""
    bound = BoundWorkspace("slack", "w", ADOPTER, NOW, "p-asha")
    invited = Person("p-kim", ADOPTER, "Kim")

    def prepare(tx: Tx) -> None:
        tx.bind_workspace(bound)
        tx.save_person(invited, Account("web", "w", "kim"))

    await world.store.write(prepare)
    await come_in(client)
    await act(client, "close")
    ways = (
        await world.says("our code is ABCD-EFGH", who="Ben"),
        await world.says("hello", who="Cara", channel="slack"),
        await world.says("ABCD-EFGH", who="Dan", channel="slack"),
        await world.says("", who="Kim", kind=Kind.OPEN),
        await world.says("I lead on it", who="Kim"),
    )
    for said in ways:
        assert phrases(said) == ["adopter_closed"]
        assert "River" in texts(said) and world.content.journey.officer_email in texts(said)
    assert len(await world.store.read(lambda tx: tx.people(ADOPTER))) == 3
    assert "adopter_closed" not in phrases(await world.says("hello"))
    await act(client, "reopen")
    assert phrases(await world.says("our code is ABCD-EFGH", who="Eve"))[-1] == "wrong_code"
    assert "joined" in phrases(await world.says("hello", who="Cara", channel="slack"))
    assert "joined" in phrases(await world.says("", who="Kim", kind=Kind.OPEN))


async def test_danger_is_answered_first_also_at_a_closed_adopter(world: World, client: Client) -> None:
    await come_in(client)
    await act(client, "close")
    said = phrases(await world.says("a tenant told me she wants to kill herself. our code is ABCD-EFGH", who="Ben"))
    assert said and said[0] != "adopter_closed"


async def test_paused_reminders_are_not_planned_until_they_go_on(world: World, client: Client) -> None:
    await world.says("our board deferred it on 3 March 2026")
    await world.says("yes")
    await come_in(client)
    assert await coming(world.store, world.content, world.clock.now()) != []
    assert "Reminders are paused." in await act(client, "pause")
    assert "None is planned." in await text_of(client, HERE)
    assert "Reminders go on." in await act(client, "resume")
    assert "None is planned." not in await text_of(client, HERE)
    assert "Paused until 4 January 2027" in await act(client, "pause", until="2027-01-04")
    assert "None is planned." in await text_of(client, HERE)
    await act(client, "resume")
    for bad, said in (("soon", "is no day"), ("2026-11-24", "is not to come")):
        assert said in await act(client, "pause", 400, until=bad)


async def test_notes_are_kept_with_who_wrote_them(world: World, client: Client) -> None:
    await come_in(client)
    page = await act(client, "note", words="Rang <b>them</b>\non Monday")
    assert "Rang &lt;b&gt;them&lt;/b&gt;" in page and NAME in page
    for bad in ("", "x" * 2001):
        assert "A note has 1 to 2,000 characters." in await act(client, "note", 400, words=bad)


@pytest.mark.parametrize("name", ACTS)
async def test_every_act_wants_an_officer_a_token_and_our_own_page(world: World, client: Client, name: str) -> None:
    path, fields = f"{HERE}/{name}", {"name": "Other", "words": "x", "until": "2027-01-04"}
    assert (await client.post(path, data=fields)).status == 403
    await come_in(client, VIEWER)
    viewers = {"token": await token(client, HERE)} | fields
    assert (await client.post(path, data=viewers)).status == 403
    await come_in(client)
    good = {"token": await token(client, HERE)} | fields
    assert (await client.post(path, data=fields)).status == 400
    assert (await client.post(path, data=viewers)).status == 400
    assert (await client.post(path, data=good, headers={"Origin": "https://evil.example"})).status == 403
    assert (await client.post(f"/programme/adopters/nobody/{name}", data=good)).status == 404
    assert await acts(world) == []
    found = await world.store.read(lambda tx: tx.adopter(ADOPTER))
    assert found is not None and (found.name, found.closed_on) == ("Riverside Homes", None)


async def test_an_unknown_act_is_not_here(client: Client) -> None:
    await come_in(client)
    assert "That is not here" in await act(client, "explode", 404)


async def test_one_is_added_and_its_code_lets_people_in(world: World, client: Client) -> None:
    await come_in(client)
    form = {"token": await token(client, "/programme/new"), "name": "Meadow Homes"}
    async with client.post("/programme/new", data=form) as answer:
        found = re.search(r'class="code">([^<]+)<', await answer.text())
    assert found is not None
    assert await joins(world, found[1])
    async with client.post("/programme/new", data=form) as answer:
        assert answer.status == 400
        assert "There is an adopter called “Meadow Homes” already." in await answer.text()
    assert [one.act for one in await world.store.read(lambda tx: tx.acts(adopter="meadow-homes"))] == ["added"]


async def send(client: Client, table: bytes, status: int) -> str:
    form = FormData({"token": await token(client, "/programme/new")})
    form.add_field("table", table, filename="adopters.csv", content_type="text/csv")
    async with client.post("/programme/new/import", data=form) as answer:
        assert answer.status == status
        return await answer.text()


async def test_a_table_is_taken_whole_or_not_at_all(world: World, client: Client) -> None:
    await come_in(client)
    template = await text_of(client, "/programme/new/template.csv")
    page = await send(client, template.encode() + b"Third,2026-12-01\n", 400)
    assert "Nothing was taken: 2 problems" in page
    assert "“Riverside Homes” is there already." in page and "2026-12-01 is still to come" in page
    assert len(await world.store.read(lambda tx: tx.adopters())) == 1
    page = await send(client, "name;listed since\r\nCaf\u00e9 Homes;03/11/2026\r\nThird;\r\n".encode("cp1252"), 200)
    assert "2 adopters are added." in page
    found = {a.name: str(a.joined_on) for a in await world.store.read(lambda tx: tx.adopters())}
    assert found["Café Homes"] == "2026-11-03" and "Third" in found
    (noted,) = await world.store.read(lambda tx: tx.acts(officer=NAME, limit=1))
    assert (noted.act, noted.about) == ("imported", "2 adopters")


async def test_ten_thousand_rows_come_in_at_once(world: World, client: Client) -> None:
    await come_in(client)
    table = "name\n" + "".join(f"Homes number {n}\n" for n in range(10_000))
    assert "10,000 adopters are added." in await send(client, table.encode(), 200)
    assert "10,001" in await text_of(client, "/programme/adopters")


async def test_an_upload_is_bounded_and_comes_from_our_page(world: World, client: Client) -> None:
    await come_in(client)
    assert (await client.post("/programme/new/import", data={"token": "x", "table": "name\nX\n"})).status == 415
    form = FormData({"token": "x"})
    form.add_field("table", b"name\nX\n", filename="a.csv")
    assert (await client.post("/programme/new/import", data=form)).status == 400
    form = FormData({"token": await token(client, "/programme/new")})
    form.add_field("table", b"name\n" + b"x" * (2 * 1024 * 1024), filename="a.csv")
    assert (await client.post("/programme/new/import", data=form)).status == 413
    assert len(await world.store.read(lambda tx: tx.adopters())) == 1
