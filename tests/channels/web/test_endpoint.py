"""The web channel over real HTTP: who comes in, what is taken, and what people are told when it is not."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.port import Ending
from bot.core.model import Account, Address, Kind, Message, Person
from tests.channels.web.world import HTML, START, Client, World, enter, link, page, post


async def events(client: Client, count: int, after: str = "0", by_header: bool = False) -> list[tuple[int, Any]]:
    """The first `count` events of a stream."""
    found: list[tuple[int, Any]] = []
    headers = {"Last-Event-ID": after} if by_header else {}
    async with asyncio.timeout(10), client.get("/api/stream", params={"after": after}, headers=headers) as answer:
        assert answer.content_type == "text/event-stream"
        seq = 0
        while len(found) < count:
            line = (await answer.content.readline()).decode().rstrip()
            if line.startswith("id: "):
                seq = int(line[4:])
            elif line.startswith("data: "):
                found.append((seq, json.loads(line[6:])))
    return found


# ---------------------------------------------------------------- the conversation


async def test_the_first_visit_is_greeted_once(world: World, client: Client) -> None:
    assert "Welcome to the charter" in await page(client)
    assert (await page(client)).count("Welcome to the charter") == 1
    assert [(turn.kind, turn.event) for turn in world.taken] == [(Kind.OPEN, "web:priya:open:first")]


async def test_somebody_who_was_away_is_welcomed_back_once_a_day(world: World, client: Client) -> None:
    await page(client)
    await post(client, {"id": "a", "text": "hello"})
    world.now += timedelta(days=1)
    assert "Welcome back" not in await page(client)
    world.now += timedelta(days=8)
    await page(client)
    assert (await page(client)).count("Welcome back") == 1


async def test_a_message_becomes_one_turn_however_often_it_is_sent(world: World, client: Client) -> None:
    await page(client)
    answers = await asyncio.gather(*(post(client, {"id": "m1", "text": "Hello"}) for _ in range(5)))
    assert {status for status, _ in answers} == {202}
    turn = world.taken[-1]
    assert (len(world.taken), turn.event, turn.text, turn.at) == (2, "web:priya:m1", "Hello", START)
    assert turn.account == Account("web", "web", "priya")
    assert turn.address == Address("web", "web", conversation="priya", private=True)


async def test_a_press_says_what_stood_on_the_button(world: World, client: Client) -> None:
    await page(client)
    assert (await post(client, {"id": "p", "press": "do|board", "message": 1}))[0] == 202
    turn = world.taken[-1]
    assert (turn.kind, turn.press, turn.text, turn.message) == (Kind.PRESS, "do|board", "Start with the board", "")


async def test_an_unknown_button_still_gets_an_answer(world: World, client: Client) -> None:
    await page(client)
    assert (await post(client, {"id": "p", "press": "<script>", "message": 999}))[0] == 202
    assert "older message" in (await world.history())[-1].text


async def test_what_cannot_be_kept_is_not_acknowledged(world: World, client: Client) -> None:
    await page(client)
    world.broken = True
    status, body = await post(client, {"id": "m", "text": "Hello"})
    assert status == 503
    assert "could not be saved" in body["error"]
    world.broken = False
    assert (await post(client, {"id": "m", "text": "Hello"}))[0] == 202


async def test_peoples_words_and_links_are_not_in_the_log(private: World, stranger: Client) -> None:
    token = link("tom")
    with capture_logs() as logs:
        await page(stranger, f"/join/{token}")
        await enter(stranger, "tom", token)
        private.broken = True
        assert (await post(stranger, {"id": "m", "text": "mould in Flat 4"}))[0] == 503
    assert [(log["event"], log["turn"], log["error"]) for log in logs] == [
        ("turn_not_kept", hashlib.sha256(b"web:tom:m").hexdigest()[:12], "StoreError")
    ]
    assert "tom" not in str(logs)
    assert "mould" not in str(logs)
    assert token not in str(logs)


async def test_the_page_opens_while_nothing_can_be_kept_and_says_so(world: World, client: Client) -> None:
    world.broken = True
    assert "cannot save anything just now" in await page(client)


@pytest.mark.parametrize(
    ("zone", "clock"), [("", "14:05"), ("Asia/Tokyo", "23:05"), ("../x", "14:05"), ("No/Where", "14:05")]
)
async def test_times_are_those_of_the_person(world: World, client: Client, zone: str, clock: str) -> None:
    await world.save(Person("priya", "meadow-homes", "Priya Nair", timezone=zone))
    assert f">{clock}</time>" in await page(client)


# ---------------------------------------------------------------- the stream


async def test_a_stream_gives_what_is_there_and_then_what_comes(world: World, client: Client) -> None:
    await page(client)
    reading = asyncio.create_task(events(client, 3))
    await asyncio.sleep(0.1)
    await post(client, {"id": "m1", "text": "Hello"})
    found = await reading
    assert [seq for seq, _ in found] == [1, 2, 3]
    assert found[1][1]["id"] == "m1"
    assert "You wrote 5 characters." in found[2][1]["html"]


async def test_who_comes_back_misses_nothing_and_sees_nothing_twice(world: World, client: Client) -> None:
    await page(client)
    for number in range(4):
        await post(client, {"id": f"m{number}", "text": "Hello"})
    found = await events(client, 3, after="6", by_header=True)
    assert [seq for seq, _ in found] == [7, 8, 9]


async def test_a_reminder_from_another_process_arrives_by_itself(world: World, client: Client) -> None:
    await page(client)
    reading = asyncio.create_task(events(client, 2))
    await asyncio.sleep(0.1)
    await world.remind("priya")
    assert "small reminder" in (await reading)[1][1]["html"]


async def test_sending_wakes_the_page_and_never_fails(world: World, client: Client) -> None:
    sent = await world.channel.send(Address("web", "web", "nobody"), Message("x"), delivery=7, doubtful=True)
    assert (sent.ending, sent.handle) == (Ending.SENT, "7")


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "²"])
async def test_a_strange_last_event_is_refused(client: Client, after: str) -> None:
    await page(client)
    async with client.get("/api/stream", params={"after": after}) as answer:
        assert answer.status == 400


# ---------------------------------------------------------------- a long history


async def test_a_long_history_is_shown_from_its_end(world: World, client: Client) -> None:
    """After two hundred lines the page showed the oldest for ever, and without a script no answer appeared."""
    await world.say_much(250)
    text = await page(client)
    assert "message 249" in text
    assert re.search(r"answer <strong>150</strong>", text)
    assert "message 149<" not in text
    async with client.post("/chat", data={"id": "x", "text": "still there?"}, headers=HTML) as answer:
        assert "You wrote 12 characters." in await answer.text()


async def test_older_lines_come_on_request_page_by_page(world: World, client: Client) -> None:
    await world.say_much(250)
    seen: list[str] = []
    text = await page(client)
    for _ in range(3):
        seen = [*re.findall(r'id="line-(\d+)"', text), *seen]
        earlier = re.search(r'href="(/\?before=\d+)"', text)
        if earlier is None:
            break
        text = await page(client, earlier.group(1))
        assert 'name="press"' not in text, "nothing on an older page can be pressed"
    assert [int(seq) for seq in seen] == [line.seq for line in await world.history_of_all()]
    assert "This is where the conversation began." in text


async def test_an_older_page_says_what_was_chosen_on_its_last_message(world: World, client: Client) -> None:
    await page(client)
    await post(client, {"id": "p", "press": "do|board", "message": 1})
    pressed = (await world.history())[1].seq
    text = await page(client, f"/?before={pressed}")
    assert "Start with the board<span" in text
    assert "Start with the board</p>" not in text


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "²", ""])
async def test_a_strange_page_of_the_history_is_refused(client: Client, before: str) -> None:
    async with client.get("/", params={"before": before}) as answer:
        assert answer.status == 400


async def test_nobody_reads_anothers_older_lines(private: World, stranger: Client) -> None:
    await private.say_much(3, "priya")
    await enter(stranger, "tom")
    assert "message 1" not in await page(stranger, "/?before=1000000")


async def test_after_a_long_history_nobody_is_welcomed_at_every_visit(world: World, client: Client) -> None:
    """When the oldest lines were taken for the newest, whoever had said much was away for ever."""
    world.now -= timedelta(days=9)
    await world.say_much(150)
    world.now += timedelta(days=9)
    await page(client)
    assert (await post(client, {"id": "now", "text": "hello"}))[0] == 202
    world.now += timedelta(days=1)
    assert (await page(client)).count("Welcome back") == 1


async def test_a_button_keeps_its_label_after_a_long_history(world: World, client: Client) -> None:
    await world.say_much(150)
    await page(client)
    await post(client, {"id": "b", "text": "board"})
    question = (await world.history())[-1].seq
    await post(client, {"id": "p", "press": "pick|noted", "message": question})
    assert world.taken[-1].text == "Noted"


async def test_a_stream_brings_the_newest_lines_and_a_link_to_the_others(world: World, client: Client) -> None:
    await world.say_much(5_000)
    await page(client)
    newest = await world.history()
    async with asyncio.timeout(30), client.get("/api/stream", params={"after": "3"}) as answer:
        assert answer.status == 200
        lines: list[str] = []
        while f"id: {newest[-1].seq}" not in lines:
            lines.append((await answer.content.readline()).decode().rstrip())
    assert [line for line in lines if line.startswith("id: ")] == [f"id: {line.seq}" for line in newest]
    assert lines.count("event: gap") == 1
    assert f"/?before={newest[0].seq}" in lines[lines.index("event: gap") + 1]


async def test_who_catches_up_lets_others_in(world: World, client: Client) -> None:
    await world.say_much(150)
    await page(client)
    done: list[str] = []

    async def catch_up() -> None:
        await events(client, 200)
        done.append("stream")

    async def look() -> None:
        async with client.get("/static/chat.css") as answer:
            await answer.read()
        done.append("page")

    streams = [asyncio.create_task(catch_up()) for _ in range(15)]
    while not any(world.channel._streams._watching.values()):
        await asyncio.sleep(0)
    await asyncio.gather(look(), *streams)
    assert done[0] == "page", "a page waited until every stream had caught up"


# ---------------------------------------------------------------- without a script


async def test_the_plain_form_works_and_is_answered_once(world: World, client: Client) -> None:
    made = re.findall(r'name="id" value="([^"]+)"', await page(client))[-1]
    for _ in range(2):
        async with client.post("/chat", data={"id": made, "text": "Hello\r\nthere"}, headers=HTML) as answer:
            text = await answer.text()
            assert answer.status == 200
    assert text.count("You wrote 11 characters.") == 1
    assert "Hello<br>there" in text
    assert len(world.taken) == 2


async def test_the_plain_buttons_work(world: World, client: Client) -> None:
    await page(client)
    data = {"id": "x", "message": "1", "press": "do|board"}
    async with client.post("/chat", data=data, headers=HTML) as answer:
        text = await answer.text()
    assert "what did the board decide" in text
    assert re.search(r'✓ </span>Start with the board<span class="visually-hidden"> \(chosen\)', text)
    assert 'value="pick|noted"' in text
    assert 'value="do|board"' not in text


async def test_words_that_could_not_be_kept_stay_in_the_box(world: World, client: Client) -> None:
    await page(client)
    world.broken = True
    async with client.post("/chat", data={"id": "x", "text": "My <long> answer"}, headers=HTML) as answer:
        text = await answer.text()
        assert answer.status == 503
    assert "My &lt;long&gt; answer</textarea>" in text


async def test_too_much_at_once_is_429_and_the_words_stay_in_the_box(world: World, client: Client) -> None:
    await page(client)
    world.busy = True
    status, body = await post(client, {"id": "m", "text": "Hello"})
    assert status == 429
    assert "send it in a moment" in body["error"]
    async with client.post("/chat", data={"id": "x", "text": "My <long> answer"}, headers=HTML) as answer:
        text = await answer.text()
        assert answer.status == 429
    assert "My &lt;long&gt; answer</textarea>" in text
    world.busy = False
    assert (await post(client, {"id": "m", "text": "Hello"}))[0] == 202


# ---------------------------------------------------------------- who may come in


async def test_outside_the_demo_nobody_comes_in_without_a_link(private: World, stranger: Client) -> None:
    assert "opens with a personal link" in await page(stranger)
    assert (await post(stranger, {"id": "m", "text": "hi"}))[0] == 403
    async with stranger.get("/api/stream") as answer:
        assert answer.status == 403
    assert private.taken == []


async def test_nobody_sees_anothers_history(private: World, stranger: Client) -> None:
    await private.remind("priya", Message("A secret of Priya"))
    await enter(stranger, "tom")
    assert "A secret of Priya" not in await page(stranger)
    found = await events(stranger, 1)
    assert "A secret" not in found[0][1]["html"]


# ---------------------------------------------------------------- the demo's clock


async def test_the_demo_moves_the_clock(world: World, client: Client) -> None:
    assert "Tuesday 24 November 2026" in await page(client)
    async with client.post("/demo/clock", data={"days": "7"}, headers={"Accept": "application/json"}) as answer:
        assert await answer.json() == {"clock": "Tue 1 Dec 2026"}
    assert "small reminder" in await page(client)
    async with client.post("/demo/clock", data={"days": "-1"}) as answer:
        assert answer.status == 400


async def test_outside_the_demo_there_is_no_clock(stranger: Client) -> None:
    async with stranger.post("/demo/clock", data={"days": "1"}) as answer:
        assert answer.status == 404


# ---------------------------------------------------------------- written down


def test_every_address_is_in_the_documentation(world: World) -> None:
    docs = (Path(__file__).parents[3] / "docs" / "web.md").read_text(encoding="utf-8").replace("TOKEN", "{token}")
    for route in world.channel.routes():
        if route.path != "/static/{name}" and "{token}" not in route.path:
            assert f"`{route.method} {route.path}`" in docs


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    "body",
    [
        *("", "{", "[]", "null", '"x"', "[" * 60000, "{}", '{"id": 1, "text": "x"}', '{"id": "", "text": "x"}'),
        *('{"id": "a:b", "text": "x"}', '{"id": "a"}', '{"id": "a", "text": 3}', '{"id": "a", "press": []}'),
        *('{"id": "a", "press": "x", "message": "1"}', '{"id": "a", "press": "x", "message": true}'),
        *('{"id": "a", "press": "x", "text": "y"}', "\xff"),
    ],
    ids=str.__len__,
)
async def test_malformed_messages_are_refused(world: World, client: Client, body: str) -> None:
    await page(client)
    headers = {"Content-Type": "application/json"}
    async with client.post("/api/chat", data=body.encode("latin-1"), headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]
    assert len(world.taken) == 1


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "🏡" * 3000, "<b>&amp;", "<!channel>", "אבג", "\u202e"])
async def test_strange_words_are_taken_and_shown_as_text(world: World, client: Client, text: str) -> None:
    await page(client)
    raw = json.dumps({"id": "m", "text": text})
    async with client.post("/api/chat", data=raw, headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 202
    world.taken[-1].text.encode()
    shown = await page(client)
    assert "<b>" not in shown
    assert "<!channel>" not in shown


async def test_too_long_is_413_declared_or_not(world: World, client: Client) -> None:
    await page(client)
    assert (await post(client, {"id": "m", "text": "x" * 65536}))[0] == 413

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 1024

    headers = {"Content-Type": "application/json"}
    async with client.post("/api/chat", data=pieces(), headers=headers) as answer:
        assert answer.status == 413


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/chat", "text/plain"), ("/chat", "application/json"), ("/chat", "multipart/form-data")]
)
async def test_the_wrong_kind_of_content_is_415(client: Client, path: str, kind: str) -> None:
    await page(client)
    async with client.post(path, data=b"{}", headers={"Content-Type": kind}) as answer:
        assert answer.status == 415


@pytest.mark.parametrize("path", ["/nothing", "/static/../door.py", "/static/door.py", "/static/%2e%2e%2fdoor.py"])
async def test_an_unknown_address_gets_a_kind_page(client: Client, path: str) -> None:
    async with client.get(path, headers=HTML) as answer:
        text = await answer.text()
        assert answer.status == 404
    assert "There is no page here" in text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://evil.example"},
    ],
)
async def test_what_another_site_sends_is_refused(world: World, client: Client, headers: dict[str, str]) -> None:
    await page(client)
    assert (await post(client, {"id": "m", "text": "hi"}, **headers))[0] == 403
    for path in ("/chat", "/demo/clock", "/leave", f"/join/{link('tom')}"):
        async with client.post(path, data={"id": "m", "text": "hi", "days": "1"}, headers=headers) as answer:
            assert answer.status == 403
    assert len(world.taken) == 1


async def test_every_answer_has_the_security_headers(client: Client) -> None:
    for path in ("/", "/nothing", "/static/chat.css", "/api/stream"):
        async with client.get(path) as answer:
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_failing_ledger_is_503_and_a_bug_500_without_details(world: World, client: Client) -> None:
    await page(client)

    async def fails(by: timedelta) -> None:
        raise OSError("a secret detail")

    world.channel._move_clock = fails
    async with client.post("/demo/clock", data={"days": "1"}, headers=HTML) as answer:
        text = await answer.text()
        assert answer.status == 503
    assert "not available just now" in text
    assert "secret detail" not in text
    del world.channel._move_clock
    with capture_logs() as logs:
        async with client.post("/demo/clock", data={"days": "1"}, headers=HTML) as answer:
            text = await answer.text()
            assert answer.status == 500
    assert [(log["event"], log["route"], log["error"]) for log in logs] == [
        ("page_failed", "/demo/clock", "AttributeError")
    ]
    assert "_demo_clock" in logs[0]["where"][-1]
    assert "Something went wrong at our end" in text
    assert "_move_clock" not in text
