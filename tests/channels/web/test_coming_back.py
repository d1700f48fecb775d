"""Coming back to the chat: a long history, what was missed, what is new since."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.async_api import Browser, expect

from tests.browser import axe_violations
from tests.channels.web.pages import SIZES, keep_picture, opened, press, said, write
from tests.channels.web.world import START, Client, World, endpoint
from tests.channels.web.world import page as page_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
async def test_older_messages_are_a_link_away(browser: Browser, world: World, client: Client, script: bool) -> None:
    await world.say_much(150)
    async with opened(browser, client, java_script_enabled=script) as page:
        if not script:  # such a page opens at its top, and every answer at its end
            await page.goto(str(client.make_url("/#end")))
        await expect(said(page, "message 149", exact=True)).to_be_in_viewport()
        await page.get_by_role("link", name="Earlier messages").click()
        await expect(page.get_by_text("message 49", exact=True)).to_be_attached()
        await expect(page.get_by_text("This is where the conversation began.")).to_be_visible()
        await keep_picture(page, f"earlier-{'script' if script else 'plain'}")
        if script:
            assert await axe_violations(page) == []
        await page.get_by_role("link", name="Back to the newest messages").click()
        await page.get_by_label("Your message").fill("hello again")
        await press(page, "Send")
        await expect(said(page, "You wrote 11 characters.")).to_be_in_viewport()


async def test_a_page_that_missed_much_shows_the_newest_and_a_link(browser: Browser, world: World) -> None:
    async with endpoint(world) as first:
        port = first.port
        context = await browser.new_context(viewport=SIZES["phone"])
        page = await context.new_page()
        await page.goto(str(first.make_url("/")))
        await write(page, "one")
        await expect(said(page, "You wrote 3 characters.")).to_be_visible()
    await world.say_much(150)
    world.channel = world.open()
    async with endpoint(world, port):
        await expect(said(page, "message 149", exact=True)).to_have_count(1, timeout=15_000)
        link = page.get_by_role("link", name="Earlier messages")
        await expect(link).to_have_count(1)
        await link.scroll_into_view_if_needed()
        await keep_picture(page, "missed-much")
        assert await axe_violations(page) == []
        await link.click()
        await expect(page.get_by_text("message 49", exact=True)).to_be_attached()
        await context.close()


async def test_what_came_while_nobody_looked_is_marked(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client) as page:
        await write(page, "hello")
        await expect(said(page, "You wrote 5 characters.")).to_be_visible()
        await page.evaluate("""() => {
            Object.defineProperty(document, "hidden", {value: true, configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
        }""")
        await world.remind("priya")
        await expect(page).to_have_title(re.compile(r"^\(1\) Chat"))
        await expect(page.locator(".new-lines + .line")).to_contain_text("A small reminder")
        await page.evaluate(
            "() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }"
        )
        await expect(page).to_have_title(re.compile("^Chat"))
        assert await axe_violations(page) == []


async def test_what_came_since_the_last_visit_is_marked_and_led_to(
    browser: Browser, world: World, client: Client
) -> None:
    async with opened(browser, client, viewport=SIZES["narrow"]) as page:
        await write(page, "long")
        await expect(said(page, "Paragraph 30")).to_be_attached()
        await page.goto(str(client.make_url("/privacy")))
        await world.remind("priya")
        await page.goto(str(client.make_url("/")))
        await expect(page.locator(".new-lines + .line")).to_contain_text("A small reminder")
        await expect(page.locator(".new-lines")).to_be_in_viewport()
        await expect(said(page, "A small reminder")).to_be_in_viewport()
        await page.reload()
        await expect(page.locator(".new-lines")).to_have_count(0)


async def test_the_same_reminder_once_more_comes_into_view(browser: Browser, world: World, client: Client) -> None:
    """The first stands unanswered on the screen; what comes by itself is what there is to look at."""
    async with opened(browser, client, viewport=SIZES["narrow"]) as page:
        await write(page, "long")
        await expect(said(page, "Paragraph 30")).to_be_attached()
        for day in (1, 2):
            world.now = START + timedelta(days=day)
            await world.remind("priya")
            await expect(page.get_by_role("button", name="Later")).to_be_in_viewport()
            await expect(page.get_by_text("A small reminder").nth(day - 1)).to_be_attached()
        await expect(said(page, "A small reminder").last).to_be_in_viewport()


async def test_two_thousand_lines_are_all_there_in_order_newest_first_to_load(world: World, client: Client) -> None:
    await page_of(client, "/")
    await world.say_much(1000)
    kept = [line.seq for line in await world.history_of_all()]
    found: list[int] = []
    path, pages = "/", 0
    while path:
        html = await page_of(client, path)
        seqs = [int(seq) for seq in re.findall(r'data-seq="(\d+)"', html)]
        assert seqs == sorted(seqs) and len(seqs) <= 200
        assert re.findall(r'class="visually-hidden">(Bot|You):', html)[-1] == "Bot"
        found = seqs + found
        earlier = re.search(r'href="(/\?before=\d+)">Earlier messages', html)
        path, pages = earlier[1] if earlier else "", pages + 1
    assert len(kept) > 2000
    assert (found, pages) == (kept, -(-len(kept) // 200))
