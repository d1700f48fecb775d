"""No word is lost: drafts and a queue on the person's own machine, through reloads, dead lines and restarts."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import axe_violations
from tests.channels.web.pages import keep_picture, opened, press, said, write
from tests.channels.web.world import Client, World, endpoint, link

pytestmark = pytest.mark.browser
STORED = "() => Object.entries(localStorage).filter(([name]) => !name.endsWith(':seen')).join()"


async def test_a_draft_outlives_a_reload_another_page_and_back(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        box = page.get_by_label("Your message")
        await box.fill("half a thought,\nin two lines")
        await page.reload()
        await expect(box).to_have_value("half a thought,\nin two lines")
        await page.get_by_role("link", name="Our record").click()
        await page.go_back()
        await expect(box).to_have_value("half a thought,\nin two lines")
        await box.press("Enter")
        await expect(said(page, "You wrote 28 characters.")).to_be_visible()
        await page.reload()
        await expect(box).to_have_value("")
        assert await page.evaluate(STORED) == ""


async def test_what_is_written_without_a_connection_is_sent_when_it_is_back(browser: Browser, world: World) -> None:
    async with endpoint(world) as first:
        port = first.port
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(str(first.make_url("/")))
        await expect(page.get_by_role("button", name="Start with the board")).to_be_visible()
    for text in ("one", "three", "fives"):
        await write(page, text)
    await expect(page.get_by_text("Reconnecting…")).to_be_visible()
    await expect(said(page, "Waiting to be sent")).to_have_count(3)
    await keep_picture(page, "reconnecting")
    assert await axe_violations(page) == []
    world.channel = world.open()
    async with endpoint(world, port):
        await expect(said(page, "You wrote 5 characters.")).to_have_count(2, timeout=20_000)
        await expect(page.get_by_text("Reconnecting…")).to_be_hidden()
        await expect(page.get_by_role("alert")).to_be_hidden()
        assert [turn.text for turn in world.taken] == ["", "one", "three", "fives"]
        assert await page.evaluate(STORED) == ""
        await context.close()


async def test_what_was_not_sent_when_the_page_was_left_is_sent_with_its_id(
    browser: Browser, world: World, client: Client
) -> None:
    async with opened(browser, client) as page:
        await page.route("**/api/chat", lambda route: route.abort())
        await write(page, "on the train")
        await expect(said(page, "Waiting to be sent")).to_be_visible()
        kept = await page.evaluate(STORED)
        await page.unroute("**/api/chat")
        await page.reload()
        await expect(said(page, "You wrote 12 characters.")).to_have_count(1)
        await expect(page.locator(".line.from-person")).to_have_count(1)
        assert world.taken[-1].event.removeprefix("web:priya:") in kept
        await page.reload()
        await expect(page.locator(".line.from-person")).to_have_count(1)
        assert len(world.taken) == 2


async def test_what_was_kept_while_its_answer_was_lost_is_not_sent_twice(
    browser: Browser, world: World, client: Client
) -> None:
    async with opened(browser, client) as page:

        async def lose_answer(route: object) -> None:
            await route.fetch()  # type: ignore[attr-defined]
            await route.abort()  # type: ignore[attr-defined]

        await page.route("**/api/chat", lose_answer)
        await write(page, "once")
        await expect(said(page, "You wrote 4 characters.")).to_have_count(1)
        await page.unroute("**/api/chat")
        await page.reload()
        await expect(page.locator(".line.from-person")).to_have_count(1)
        assert [turn.text for turn in world.taken] == ["", "once"]


async def test_what_could_not_be_kept_goes_out_by_itself_and_the_banner_with_it(
    browser: Browser, world: World, client: Client
) -> None:
    async with opened(browser, client) as page:
        world.broken = True
        await write(page, "hello")
        await expect(page.get_by_role("alert")).to_contain_text("could not be saved")
        world.broken = False
        await page.evaluate("() => sendHeld()")  # what the page does every fifteen seconds
        await expect(said(page, "You wrote 5 characters.")).to_have_count(1)
        await expect(page.get_by_role("alert")).to_be_hidden()


async def test_signing_out_leaves_nothing_on_the_machine(browser: Browser, stranger: Client) -> None:
    async with opened(browser, stranger, f"/join/{link('tom')}") as page:
        await press(page, "Go on as Tom Okafor")
        await page.get_by_label("Your message").fill("not for others")
        assert "not for others" in await page.evaluate(STORED)
        await press(page, "Sign out")
        await expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
        assert await page.evaluate("() => localStorage.length") == 0


async def test_somebody_else_at_this_browser_finds_nothing(browser: Browser, stranger: Client) -> None:
    async with opened(browser, stranger, f"/join/{link('tom')}") as page:
        await press(page, "Go on as Tom Okafor")
        await page.get_by_label("Your message").fill("not for others")
        await page.goto(str(stranger.make_url(f"/join/{link('priya')}")))
        await press(page, "Go on as Priya Nair")
        await expect(page.get_by_label("Your message")).to_have_value("")
        assert "not for others" not in await page.evaluate(STORED)


async def test_who_was_signed_out_elsewhere_is_told_so(browser: Browser, private: World, stranger: Client) -> None:
    async with opened(browser, stranger, f"/join/{link('tom')}") as page:
        await press(page, "Go on as Tom Okafor")
        await expect(page.get_by_label("Your message")).to_be_visible()
        await private.store.write(lambda tx: tx.end_access("tom"))
        await expect(page.get_by_role("alert")).to_contain_text("Your link has ended", timeout=15_000)
        await expect(page.get_by_text("Reconnecting…")).to_be_hidden()


async def test_a_long_message_is_counted_near_its_end(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        box, count = page.get_by_label("Your message"), page.locator("#count")
        await box.fill("x" * 3599)
        await expect(count).to_be_hidden()
        await box.fill("x" * 3600)
        await expect(count).to_have_text("400 characters left")
        await box.fill("x" * 4012)
        await expect(count).to_have_text("12 characters too many: send it in parts")
        assert await axe_violations(page) == []
        await box.fill("x")
        await expect(count).to_be_hidden()


async def shown_words(page: Page) -> list[str]:
    return await page.locator(".from-person .words").all_inner_texts()


async def test_people_see_their_own_words_and_after_a_reload_those_that_may_be_kept(
    browser: Browser, client: Client
) -> None:
    async with opened(browser, client) as page:
        await write(page, "a plain answer")
        await write(page, "ring Mrs Khan on 07700 900123")
        await expect(said(page, "You wrote 29 characters.")).to_be_visible()
        assert await shown_words(page) == ["a plain answer", "ring Mrs Khan on 07700 900123"]
        await expect(page.locator(".unkept .when")).to_contain_text("Not saved · 14:05")
        await page.reload()
        assert await shown_words(page) == ["a plain answer", "Not saved: it had somebody’s details in it"]
        assert await axe_violations(page) == []


async def test_words_that_are_not_kept_repeat_no_day(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        await write(page, "a secret")
        await expect(said(page, "Not saved")).to_be_visible()
        await write(page, "board")
        await expect(page.get_by_role("button", name="Not yet")).to_be_visible()
        await expect(page.locator(".day")).to_have_count(1)
