"""The public guidance pages: over HTTP, and in a real Chromium."""

from __future__ import annotations

import io
import os
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Browser

from bot.core.model.journey import Briefing, Journey, Role, TopicGroup, make_journey
from bot.documents import WORD
from bot.http.guidance import GuidancePages, body_html, feed
from bot.http.notices import check_due, newest_first, notices, related, sections, successor
from tests.browser import axe_violations, browser

__all__ = ["browser"]
Client = TestClient[web.Request, web.Application]
TODAY = date(2026, 11, 24)
BODY = """\
# What to do

Say **noted** when it was noted. <script>alert(1)</script> [bad](javascript:alert(1))

## Steps

1. Put it on the agenda
2. Keep the minute

| word | meaning |
|---|---|
| noted | heard, not approved |
"""
BOARD = Briefing(
    key="board",
    title="Taking it to the <board>",
    summary="How others did it.",
    body=BODY,
    topics=("board", "Minutes"),
    steps=("board",),
    audience=("leads",),
    published=date(2026, 9, 1),
    last_checked=date(2026, 9, 1),
    source="Programme notes",
    sources=(("The <law> itself", "https://example.org/law"),),
    owner="Officer",
    download="Steps",
)
OLD = replace(BOARD, key="old", title="Old advice", download="", status="superseded", published=date(2024, 1, 1))
NEW = replace(BOARD, key="new", title="New advice", supersedes="old", published=date(2026, 10, 1))
LAW = replace(
    BOARD, key="law", download="", title="A new duty", topics=("Minutes", "law"), steps=(),
    in_force_from=date(2027, 4, 1), announced_on=date(2026, 1, 5),
)  # fmt: skip
STALE = replace(BOARD, key="stale", title="Not checked lately", last_checked=date(2025, 1, 31), check_after_months=6)
WALES = replace(BOARD, key="wales", title="In Wales", nation="Wales")
LATER = replace(BOARD, key="later", title="Not published yet", published=date(2026, 12, 1))
ALL = (BOARD, OLD, NEW, LAW, STALE, WALES, LATER)


def journey() -> Journey:
    return make_journey(
        key="tiny",
        name="The Pledge",
        organisation="The Programme",
        officer_name="Ann",
        officer_email="ann@example.org",
        home_url="https://example.org",
        steps=(),
        roles=(Role("leads", "Lead for it"),),
        phrases={},
        briefings=ALL,
    )


async def search(words: str, limit: int) -> Sequence[str]:
    if words == "broken":
        raise OSError("locked")
    return ["old", "law", "later", "gone"] if "duty" in words else []


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    pages = GuidancePages(journey, search, lambda: TODAY, "https://guide.example.org/")
    app = web.Application()
    app.add_routes(pages.routes())
    client: Client = TestClient(TestServer(app))
    async with client:
        yield client


async def get(client: Client, path: str, status: int = 200, **query: str) -> str:
    async with client.get(path, params=query) as answer:
        assert answer.status == status
        return await answer.text()


# ---------------------------------------------------------------- what a reader must know


def test_the_newest_comes_first_and_what_is_replaced_last() -> None:
    assert [b.key for b in newest_first(ALL, TODAY)] == ["new", "law", "wales", "stale", "board", "old"]


def test_a_chain_of_replacements_leads_to_its_end() -> None:
    newest = replace(NEW, key="newest", supersedes="new")
    assert successor(OLD, (*ALL, newest)) == newest
    circle = (replace(OLD, supersedes="new"), NEW)
    assert successor(circle[0], circle) == NEW


@pytest.mark.parametrize(
    ("briefing", "said"),
    [
        (BOARD, []),
        (OLD, ["A newer briefing takes the place of this one."]),
        (LAW, ["This is not in force yet. It comes into force on 1 April 2027."]),
        (WALES, ["This is about Wales. The rules in England differ."]),
    ],
)
def test_notices(briefing: Briefing, said: list[str]) -> None:
    assert [notice.text for notice in notices(replace(briefing, last_checked=TODAY), ALL, TODAY)] == said


def test_a_briefing_is_past_its_check_the_day_after() -> None:
    due = check_due(STALE)
    assert due == date(2025, 7, 31)
    assert notices(STALE, (STALE,), due) == []
    assert "should have been checked again by 31 July 2025" in notices(STALE, (STALE,), date(2025, 8, 1))[0].text


def test_related_ones_share_the_most() -> None:
    assert [b.key for b in related(LAW, ALL, TODAY)] == ["new", "wales", "stale"]
    assert related(replace(LAW, topics=("else",)), ALL, TODAY) == []


def test_a_body_is_clean_and_its_headings_begin_at_the_second_rank() -> None:
    html = body_html(BODY)
    assert "<h2>What to do</h2>" in html
    assert "<h3>Steps</h3>" in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<td>heard, not approved</td>" in html


GROUPS = (TopicGroup("Duties", ("law",)), TopicGroup("Meetings", ("minutes", "board")))


def test_briefings_stand_under_the_headings_that_the_content_names() -> None:
    """By the first of their own topics that is named, each once; topics that lead to several, under one heading."""
    lost = replace(BOARD, key="lost", topics=("elsewhere",))
    found = sections([LAW, BOARD, replace(NEW, topics=("law", "Minutes")), lost], GROUPS)
    assert [(s.title, [b.key for b in s.briefings], s.topics) for s in found] == [
        ("Duties", ["new"], ("law",)),
        ("Meetings", ["law", "board"], ("Minutes",)),
        ("More", ["lost"], ()),
    ]


# ---------------------------------------------------------------- pages


async def test_a_page_leads_to_the_chat_and_says_to_others_what_it_is(client: Client) -> None:
    for path, about in (("/guidance", "6 short briefings"), ("/guidance/law", "How others did it.")):
        text = await get(client, path)
        assert '<a href="/">To the chat</a>' in text
        assert f'<meta name="description" content="{about}' in text
        assert f'<meta property="og:url" content="https://guide.example.org{path}">' in text
        assert '<link rel="icon"' in text


async def test_what_a_briefing_rests_on_and_leads_to_are_links(client: Client) -> None:
    text = await get(client, "/guidance/board")
    assert '<li><a href="https://example.org/law" rel="noopener noreferrer">The &lt;law&gt; itself</a></li>' in text
    assert '<a href="/guidance/new">New advice</a>' in text
    assert "Lead for it" in text
    assert "leads" not in text


async def test_everything_published_is_listed(client: Client) -> None:
    text = await get(client, "/guidance")
    assert "Taking it to the &lt;board&gt;" in text
    assert "Not published yet" not in text


async def test_a_search_keeps_its_order_and_puts_replaced_ones_last(client: Client) -> None:
    text = await get(client, "/guidance", q="  a   duty ")
    assert "2 of 6 briefings for “a duty”" in text
    assert text.index("A new duty") < text.index("Old advice")


async def test_nothing_found_says_so_and_offers_topics(client: Client) -> None:
    text = await get(client, "/guidance", q='"<b>" OR NEAR(')
    assert "No briefing has “&#34;&lt;b&gt;&#34; OR NEAR(”" in text
    assert "/guidance?topic=Minutes" in text
    assert "/guidance?topic=law" not in text, "it would lead to one briefing, which the list has"


async def test_a_search_that_fails_says_so(client: Client) -> None:
    assert "not available just now" in await get(client, "/guidance", 503, q="broken")


async def test_topics_whatever_their_capitals(client: Client) -> None:
    text = await get(client, "/guidance", topic="LAW")
    assert "1 of 6 briefings" in text


async def test_a_briefing_says_what_it_rests_on(client: Client) -> None:
    text = await get(client, "/guidance/law")
    for said in ("not in force yet", "Comes into force", "1 April 2027", "Programme notes", "Announced"):
        assert said in text


async def test_what_is_ready_to_use_can_be_had_as_a_word_file(client: Client) -> None:
    """The part under its heading, made from the briefing's words, with a table that has a header row."""
    assert "/guidance/board.docx" in await get(client, "/guidance/board")
    async with client.get("/guidance/board.docx") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Disposition"] == 'attachment; filename="board.docx"'
        assert answer.content_type == WORD
        made = docx.Document(io.BytesIO(await answer.read()))
    assert made.core_properties.title == "Steps"
    words = [p.text for p in made.paragraphs]
    assert "Put it on the agenda" in words
    assert not any("when it was noted" in text for text in words)
    assert made.tables[0].cell(1, 1).text == "heard, not approved"


@pytest.mark.parametrize("name", ["law", "later", "nothing"])
async def test_there_is_no_file_where_nothing_is_ready_to_use(client: Client, name: str) -> None:
    await get(client, f"/guidance/{name}.docx", 404)


async def test_an_old_one_points_on(client: Client) -> None:
    assert '<a href="/guidance/new">New advice</a>' in await get(client, "/guidance/old")


@pytest.mark.parametrize("name", ["nothing", "later", "%3Cscript%3E", "feed"])
async def test_no_such_briefing(client: Client, name: str) -> None:
    assert "There is no briefing here" in await get(client, f"/guidance/{name}", 404)


async def test_the_feed_is_feed(client: Client) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(await get(client, "/guidance/feed.atom"))
    links = [entry.find(f"{atom}link").attrib["href"] for entry in feed.iter(f"{atom}entry")]  # type: ignore[union-attr]
    assert links[0] == "https://guide.example.org/guidance/new"
    assert len(links) == 6
    assert feed.findtext(f"{atom}updated") == "2026-10-01T00:00:00+00:00"


async def test_the_feeds_links_do_not_follow_the_host_that_was_asked(client: Client) -> None:
    async with client.get("/guidance/feed.atom", headers={"Host": "evil.example"}) as answer:
        assert "evil.example" not in await answer.text()


def test_a_character_that_xml_does_not_allow_breaks_no_feed() -> None:
    odd = replace(NEW, title="New\x07 ad\ud800vice", summary="a\x00b", topics=("x\x1by",))
    made = replace(journey(), briefings=(odd, LAW))
    titles = [
        entry.text
        for entry in ET.fromstring(feed(made, "https://x", TODAY)).iter("{http://www.w3.org/2005/Atom}title")
    ]
    assert titles == ["The Pledge: guidance", "New advice", "A new duty"]


# ---------------------------------------------------------------- in a browser


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_pages_are_accessible(browser: Browser, client: Client, scheme: Any) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    for path in (
        "/guidance",
        "/guidance?q=duty",
        "/guidance?q=zebra",
        "/guidance/old",
        "/guidance/law",
        "/guidance/x",
    ):
        await page.goto(str(client.make_url(path)))
        assert await axe_violations(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        if folder := os.environ.get("WEB_SHOTS"):
            name = "".join(filter(str.isalnum, path))
            await page.screenshot(path=Path(folder) / f"guidance-{name}-{scheme}.png", full_page=True)


@pytest.mark.browser
async def test_on_paper_there_is_the_briefing_only(browser: Browser, client: Client) -> None:
    page = await browser.new_page()
    await page.goto(str(client.make_url("/guidance/law")))
    await page.emulate_media(media="print")
    assert await page.get_by_role("heading", name="A new duty").is_visible()
    assert not await page.locator("nav").is_visible()
    assert not await page.locator("footer").is_visible()
