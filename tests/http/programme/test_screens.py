"""The officer's pages in a real Chromium: nothing for axe-core, light and dark, phone and wide; by keyboard."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from tests.browser import axe_violations
from tests.guidance.world import World
from tests.http.programme.served import NAME, Client, ask, link

PICTURES = os.environ.get("PROGRAMME_PICTURES", "")
"""A folder in which to put a picture of every page, to be looked at."""
SIZES = {"phone": (360, 800), "wide": (1280, 900)}
LOOKS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")] if PICTURES else [
    ("phone", "light"), ("wide", "dark"),
]  # fmt: skip
"""Each size and each scheme once; pictures are made of all four."""


async def look(page: Page, url: str, name: str) -> list[str]:
    """Opens the page at both sizes, light and dark. Returns what is wrong with it."""
    wrong = []
    for size, scheme in LOOKS:
        width, height = SIZES[size]
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        await page.goto(url)
        wrong += [f"{name} {size} {scheme}: {found}" for found in await axe_violations(page)]
        across = await page.evaluate("document.documentElement.scrollWidth")
        if across > width:
            wrong.append(f"{name} {size}: {across} pixels across")
        if PICTURES:
            await page.screenshot(path=Path(PICTURES) / f"{name}-{size}-{scheme}.png", full_page=True)
    return wrong


@pytest.mark.browser
async def test_nothing_is_wrong_with_any_page(world: World, client: Client, browser: Browser) -> None:
    case = await ask(world)
    await ask(world, "How should we consult residents who are not online? " * 4, "Priya")
    await world.says("bot")
    await world.says("any guidance on hamsters?")
    base = str(client.make_url("")).rstrip("/")
    page = await browser.new_page()
    assert await look(page, f"{base}/programme", "out") == []
    assert await look(page, base + link(), "join") == []
    await page.get_by_role("button", name=f"Go on as {NAME}").click()
    await page.wait_for_url(f"{base}/programme/**")
    paths = {
        "overview": "/programme/overview", "adopters": "/programme/adopters",
        "adopter": "/programme/adopters/riverside-homes", "none": "/programme/adopters?q=nobody",
        "new": "/programme/new",
        "inbox": "/programme/inbox", "case": f"/programme/inbox/{case}", "empty": "/programme/inbox?show=closed",
        "guidance": "/programme/guidance", "workspaces": "/programme/workspaces", "audit": "/programme/audit",
        "missing": "/programme/inbox/NOTONE",
    }  # fmt: skip
    assert [wrong for name, path in paths.items() for wrong in await look(page, base + path, name)] == []


@pytest.mark.browser
async def test_a_question_is_answered_by_keyboard_without_javascript(
    world: World, client: Client, browser: Browser
) -> None:
    await ask(world)
    base = str(client.make_url("")).rstrip("/")
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(base + link())
    await page.get_by_role("button", name=f"Go on as {NAME}").press("Enter")
    await page.get_by_role("link", name="Inbox").press("Enter")
    await page.get_by_role("link", name="Asha at Riverside Homes").press("Enter")
    await page.get_by_label("Your answer").fill("No, both stay.")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.get_by_role("status").wait_for()
    assert await page.get_by_role("status").inner_text() == (
        "Sent to Asha at Riverside Homes. Nobody else is waiting."
    )
    assert len(await world.deliver()) == 1


@pytest.mark.browser
async def test_a_bad_table_and_a_letter_are_seen_as_they_come(world: World, client: Client, browser: Browser) -> None:
    """Pages that only a form leads to: they are looked at where they stand."""
    base = str(client.make_url("")).rstrip("/")
    context = await browser.new_context(viewport={"width": 360, "height": 800}, color_scheme="dark")
    page = await context.new_page()
    await page.goto(base + link())
    await page.get_by_role("button", name=f"Go on as {NAME}").press("Enter")
    await page.get_by_role("link", name="Adopters", exact=True).press("Enter")
    await page.get_by_role("link", name="Add or import adopters").press("Enter")
    table = {"name": "new.csv", "mimeType": "text/csv", "buffer": b"name,listed since\nRiverside Homes,\n,soon\n"}
    await page.get_by_label("The file").set_input_files(table)  # type: ignore[arg-type]
    await page.get_by_role("button", name="Import").press("Enter")
    await page.get_by_role("heading", name="Nothing was taken: 3 problems").wait_for()
    assert await seen_as_it_is(page, "problems") == []
    await page.goto(f"{base}/programme/adopters/riverside-homes")
    await page.get_by_role("button", name="Make a new code").press("Enter")
    await page.get_by_role("heading", name="Riverside Homes: your join code").wait_for()
    assert await seen_as_it_is(page, "letter") == []


async def seen_as_it_is(page: Page, name: str) -> list[str]:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}-phone-dark.png", full_page=True)
    return await axe_violations(page)


@pytest.mark.browser
async def test_what_is_typed_in_an_answer_shows_that_somebody_writes(
    world: World, client: Client, browser: Browser
) -> None:
    case = await ask(world)
    (opened,) = await world.store.read(lambda tx: tx.cases())
    base = str(client.make_url("")).rstrip("/")
    page = await browser.new_page()
    await page.goto(base + link())
    await page.get_by_role("button", name=f"Go on as {NAME}").click()
    await page.wait_for_url(f"{base}/programme/**")
    await page.goto(f"{base}/programme/inbox/{case}")
    async with page.expect_response(f"**/programme/inbox/{case}/writing") as told:
        await page.get_by_label("Your answer").press_sequentially("Yes")
    assert (await told.value).status == 204
    assert await world.store.read(lambda tx: tx.writing_to(opened.person, world.clock.now())) == NAME
