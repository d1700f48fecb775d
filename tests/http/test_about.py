"""Privacy and terms: pages that everybody can open, in the words of the content."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Browser

from bot.content.journey import load
from bot.http.guidance import GuidancePages
from bot.store.ageing import BY_DEFAULT
from bot.store.sql.register import REGISTER, kept_about_people
from tests.browser import axe_violations, browser
from tests.http.test_guidance import TODAY, search
from tests.process import ROOT

__all__ = ["browser"]
Client = TestClient[web.Request, web.Application]
CONTENT = ROOT / "conversations"


async def served(folder: Path) -> Client:
    journey = load(folder).journey
    assert journey is not None, "the content cannot be served"
    app = web.Application()
    kept = kept_about_people(BY_DEFAULT | {"history": "30 days"})
    pages = GuidancePages(lambda: journey, search, lambda: TODAY, "https://bot.example.org", kept)
    app.add_routes(pages.routes())
    return TestClient(TestServer(app))


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with await served(CONTENT) as made:
        yield made


@pytest.mark.parametrize(
    ("page", "title", "words"),
    [("privacy", "Privacy", "What you can ask for"), ("terms", "Terms of use", "What you can expect")],
)
async def test_a_page_says_what_the_content_says_and_when_it_was_checked(
    client: Client, page: str, title: str, words: str
) -> None:
    async with client.get(f"/{page}") as answer:
        text = await answer.text()
    assert answer.status == 200
    assert f"<h1>{title}</h1>" in text and words in text and re.search(r"Last checked on \d+ \w+ 20\d\d", text)
    assert "mailto:" in text, "there is nobody to write to"
    assert not answer.cookies
    async with client.get("/guidance") as other:
        assert f'href="/{page}"' in await other.text(), "no page leads there"


async def test_every_kind_of_thing_that_is_kept_is_on_the_privacy_page_with_how_long_here(client: Client) -> None:
    async with client.get("/privacy") as answer:
        text = await answer.text()
    personal = [held for held in REGISTER if held.mine]
    assert text.count("<tr>") == len(personal) + 1 > 20
    assert "30 days, or until the person asks" in text, "what the settings say"
    assert "{" not in text.partition("<tbody>")[2]
    async with client.get("/terms") as other:
        assert "<table>" not in await other.text()


async def test_content_without_the_pages_is_served_and_has_no_dead_links(tmp_path: Path) -> None:
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    shutil.rmtree(folder / "pages")
    async with await served(folder) as client:
        async with client.get("/privacy") as answer:
            assert answer.status == 404
        async with client.get("/guidance") as other:
            assert "/privacy" not in await other.text()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("privacy.md", "No front matter.\n", "front"),
        ("imprint.md", "---\ntitle: x\n---\nWords.\n", "imprint.md"),
        ("terms.md", "---\ntitle: Terms\nowner: A\n---\nWords.\n", "checked"),
    ],
)
def test_what_is_wrong_with_a_page_is_said(tmp_path: Path, name: str, text: str, said: str) -> None:
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    (folder / "pages" / name).write_text(text, encoding="utf-8")
    problems = [str(problem) for problem in load(folder).problems if name in str(problem)]
    assert problems and any(said in problem for problem in problems), problems


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", ["privacy", "terms"])
async def test_they_are_accessible(client: Client, browser: Browser, page: str, scheme: str) -> None:
    context = await browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 640})  # type: ignore[arg-type]
    shown = await context.new_page()
    await shown.goto(str(client.make_url(f"/{page}")))
    assert await axe_violations(shown) == []
    wide = await shown.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320, "a reader on a phone has to scroll sideways"
    await context.close()
