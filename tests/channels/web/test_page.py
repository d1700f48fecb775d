"""The chat page in a real Chromium: what people see, press, hear and get back.

Set `WEB_SHOTS` to a folder to keep the pictures and look at them.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.browser import axe_violations
from tests.channels.web.pages import SIZES, keep_picture, opened, press, said, write
from tests.channels.web.world import START, Client, World, endpoint, link

pytestmark = pytest.mark.browser


# ---------------------------------------------------------------- looks


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_it_fits_reads_and_is_accessible(browser: Browser, client: Client, size: str, scheme: Any) -> None:
    async with opened(browser, client, viewport=SIZES[size], color_scheme=scheme) as page:
        await keep_picture(page, f"{size}-{scheme}-1-hello")
        assert await axe_violations(page) == []
        await press(page, "Start with the board")
        await keep_picture(page, f"{size}-{scheme}-2-question")
        await press(page, "Noted")
        await expect(page.get_by_role("button", name="Yes, record it")).to_be_visible()
        await page.get_by_role("button", name="Yes, record it").focus()
        await keep_picture(page, f"{size}-{scheme}-3-read-back")
        await write(page, "guidance")
        await write(page, "A long answer\nin two lines, with a word that is " + "long" * 40)
        await expect(said(page, re.compile(r"You wrote \d{3} characters"))).to_be_visible()
        await keep_picture(page, f"{size}-{scheme}-4-long")
        assert await axe_violations(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


async def test_everything_to_press_is_big_enough(browser: Browser, client: Client) -> None:
    async with opened(browser, client, viewport=SIZES["narrow"]) as page:
        await write(page, "guidance")
        await write(page, "board")
        await expect(page.get_by_role("button", name="Not yet")).to_be_visible()
        for target in await page.locator("button:visible, a.choice:visible, textarea:visible").all():
            box = await target.bounding_box()
            assert box is not None
            assert box["height"] >= 44, await target.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_other_pages_are_accessible(browser: Browser, stranger: Client, scheme: Any) -> None:
    async with opened(browser, stranger, color_scheme=scheme) as page:
        await keep_picture(page, f"refused-{scheme}")
        tom, priya, old = link("tom"), link("priya"), link("tom", START - timedelta(days=30))
        for path in ("/", f"/join/{old}", "/join/x", "/nothing", f"/join/{tom}"):
            await page.goto(str(stranger.make_url(path)))
            assert await axe_violations(page) == [], path
        await keep_picture(page, f"join-{scheme}")
        await press(page, "Go on as Tom Okafor")
        await expect(page.get_by_label("Your message")).to_be_visible()
        await page.goto(str(stranger.make_url(f"/join/{priya}")))
        await expect(page.get_by_text("This browser is signed in as Tom Okafor.")).to_be_visible()
        assert await axe_violations(page) == []
        await keep_picture(page, f"switch-{scheme}")
        await page.goto(str(stranger.make_url("/")))
        await press(page, "Sign out")
        await expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
        assert await axe_violations(page) == []
        await keep_picture(page, f"left-{scheme}")
        await page.goto(str(stranger.make_url(f"/join/{tom}")))
        await expect(page.get_by_role("heading", name="This link was used already")).to_be_visible()
        assert await axe_violations(page) == []
        await keep_picture(page, f"used-{scheme}")


async def test_motion_stops_for_who_wants_none(browser: Browser, client: Client) -> None:
    async with opened(browser, client, reduced_motion="reduce") as page:
        await page.evaluate("writes('Helen')")
        dots = page.locator("#typing .dots i").first
        await expect(dots).to_be_visible()
        assert await dots.evaluate("(dot) => getComputedStyle(dot).animationName") == "none"


async def test_what_leads_further_down_covers_nothing(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client, viewport=SIZES["narrow"]) as page:
        await write(page, "long")
        await expect(page.get_by_role("button", name="More below")).to_be_visible()
        covered = await page.evaluate("""() => {
            const button = document.getElementById("newer").getBoundingClientRect();
            return document.elementsFromPoint(button.x + 9, button.y + 9).some(one => one.closest(".line"))
                && getComputedStyle(document.querySelector(".composer")).backgroundColor === "rgba(0, 0, 0, 0)";
        }""")
        assert not covered
        footer, button = await page.locator(".composer").bounding_box(), await page.locator("#newer").bounding_box()
        assert footer and button
        assert footer["y"] <= button["y"], "it stands in the solid strip beneath the conversation"


BROKEN_WORDS = """(selector) => [...document.querySelectorAll(selector)].flatMap(one => {
    const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), broken = [];
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        for (const word of node.data.matchAll(/\\S+/g)) {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(box => Math.round(box.y))).size > 1) broken.push(word[0]);
        }
    }
    return broken;
})"""


@pytest.mark.parametrize("path", ["/", "/record"])
async def test_letters_of_twice_the_size_break_no_word_and_leave_room(
    browser: Browser, client: Client, path: str
) -> None:
    async with opened(browser, client, viewport={"width": 360, "height": 740}) as page:
        await page.goto(str(client.make_url(path)))
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert await page.evaluate(BROKEN_WORDS, ".top, .composer") == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        head = await page.locator(".top").bounding_box()
        assert head
        assert head["y"] + head["height"] < 740 / 3, "the bar scrolls away where it would take too much"
        await keep_picture(page, f"twice-the-size{path.replace('/', '-')}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_paper_it_is_black_on_white_and_fills_its_pages(
    browser: Browser, world: World, client: Client, scheme: Any
) -> None:
    await world.say_much(40)
    async with opened(browser, client, viewport={"width": 700, "height": 1000}, color_scheme=scheme) as page:
        await write(page, "long")
        await expect(said(page, "Paragraph 30")).to_be_attached()
        await page.emulate_media(media="print", color_scheme=scheme)
        assert [one for one in await axe_violations(page) if one.startswith("color-contrast")] == []
        colours = await page.evaluate("""() => [...document.querySelectorAll(".words, .when, .programme, .day")]
            .map(one => getComputedStyle(one).color)""")
        assert set(colours) <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
        for hidden in (".composer", ".demo", ".nav", ".choices"):
            await expect(page.locator(hidden).first).to_be_hidden()
        content = await page.evaluate("document.documentElement.scrollHeight")
        pages = (await page.pdf(format="A4")).count(b"/Type /Page\n")
        assert pages <= content / 900 + 1, "no page is left half empty for a long line"


# ---------------------------------------------------------------- talk


async def test_a_whole_conversation_by_keyboard(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client) as page:
        keys = page.keyboard
        await keys.press("Tab")
        await expect(page.get_by_role("link", name="Skip to your message")).to_be_focused()
        await keys.press("Enter")
        await expect(page.get_by_label("Your message")).to_be_focused()
        await keys.type("board")
        await keys.press("Shift+Enter")
        await keys.press("Backspace")
        await keys.press("Enter")
        await expect(page.get_by_role("button", name="Not yet")).to_be_visible()
        await keys.press("Shift+Tab")
        await expect(page.get_by_role("button", name="Not yet")).to_be_focused()
        for _ in range(4):
            await keys.press("Shift+Tab")
        await keys.press("Space")
        await expect(page.get_by_role("button", name="Yes, record it")).to_be_visible()
        await expect(page.get_by_label("Your message")).to_be_focused()
        await keys.press("Shift+Tab")
        await keys.press("Shift+Tab")
        await keys.press("Enter")
        await expect(said(page, "Recorded. Thank you.")).to_be_visible()
        assert [turn.press or turn.text for turn in world.taken] == ["", "board", "pick|noted", "yes|1"]


async def test_new_messages_are_read_out_and_own_words_are_named(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        log = page.get_by_role("log", name="Conversation")
        await press(page, "Start with the board")
        await expect(log.get_by_role("listitem").filter(has_text="You: Start with the board")).to_have_count(1)
        await expect(said(page, "✓ Start with the board (chosen)")).to_be_visible()
        await expect(page.get_by_role("button", name="Start with the board")).to_have_count(0)


async def test_own_words_stay_the_same_element_so_that_they_are_not_read_twice(
    browser: Browser, world: World, client: Client
) -> None:
    async with opened(browser, client) as page:
        world.slow = 0.5
        await write(page, "one & <two>\nthree")
        await page.evaluate("document.querySelector('.waiting .words').marked = true")
        await write(page, "four")
        await expect(said(page, "You wrote 4 characters.")).to_be_visible()
        assert await page.evaluate("document.querySelector('.from-person .words').marked")
        words = await page.locator(".line:not(.day) .words").all_inner_texts()
        assert words[1:] == ["one & <two>\nthree", "You wrote 17 characters.", "four", "You wrote 4 characters."]


async def test_reloading_restores_everything(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        await press(page, "Start with the board")
        await write(page, "<b>not bold</b> & *not* **Markdown**")
        await write(page, "board")
        await expect(said(page, "what did the board decide")).to_have_count(2)
        await expect(page.get_by_role("button", name="Not yet")).to_be_visible()
        before = await page.get_by_role("log").inner_text()
        await page.reload()
        await expect(page.get_by_role("button", name="Not yet")).to_be_visible()
        assert await page.get_by_role("log").inner_text() == before
        assert "<b>not bold</b> & *not* **Markdown**" in before


async def test_a_double_click_is_one_answer(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client) as page:
        world.slow = 0.3
        await page.get_by_role("button", name="Start with the board").dblclick()
        await expect(said(page, "what did the board decide")).to_have_count(1)
        assert len(world.taken) == 2


async def test_the_bot_never_seems_to_be_somebody_who_types(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client) as page:
        world.slow = 1.5
        await write(page, "hello")
        await expect(page.get_by_text("Sending…")).to_be_visible()
        await expect(page.locator("#typing")).to_be_hidden()
        await expect(said(page, "You wrote 5 characters.")).to_be_visible()


async def test_what_was_not_sent_can_be_sent_again(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client) as page:
        world.broken = True
        await write(page, "hello")
        await expect(page.get_by_role("alert")).to_contain_text("could not be saved")
        await keep_picture(page, "not-sent")
        assert await axe_violations(page) == []
        world.broken = False
        await press(page, "Try again")
        await expect(said(page, "You wrote 5 characters.")).to_have_count(1)
        await expect(page.get_by_role("alert")).to_be_hidden()
        await expect(page.locator(".line.from-person")).to_have_count(1)


async def test_too_much_at_once_goes_back_into_the_box(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client) as page:
        world.busy = True
        await write(page, "my answer\nin two lines")
        await expect(page.get_by_role("alert")).to_contain_text("sent a lot at once")
        await expect(page.get_by_label("Your message")).to_have_value("my answer\nin two lines")
        await expect(page.locator(".line.from-person")).to_have_count(0)
        await keep_picture(page, "busy")
        assert await axe_violations(page) == []
        world.busy = False
        await press(page, "Send")
        await expect(said(page, "You wrote 22 characters.")).to_have_count(1)
        await expect(page.get_by_role("alert")).to_be_hidden()


async def test_private_words_are_said_not_to_be_kept(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        await write(page, "a secret")
        await expect(said(page, "Not saved")).to_be_visible()
        await page.reload()
        await expect(said(page, "You wrote 8 characters.")).to_be_visible()
        await expect(said(page, "a secret")).to_have_count(0)


async def test_two_windows_show_one_conversation(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        other = await page.context.new_page()
        await other.goto(str(client.make_url("/")))
        await press(page, "Start with the board")
        await expect(other.get_by_role("button", name="Not yet")).to_be_visible()
        await expect(said(other, "Start with the board (chosen)")).to_have_count(1)


async def test_a_restart_of_the_server_loses_and_repeats_nothing(browser: Browser, world: World) -> None:
    async with endpoint(world) as first:
        port = first.port
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(str(first.make_url("/")))
        await write(page, "one")
        await expect(said(page, "You wrote 3 characters.")).to_be_visible()
    await world.remind("priya")
    world.channel = world.open()
    async with endpoint(world, port):
        await expect(said(page, "a small reminder")).to_have_count(1, timeout=15_000)
        await write(page, "four")
        await expect(said(page, "You wrote 4 characters.")).to_have_count(1)
        await expect(page.locator(".line")).to_have_count(6)
        await context.close()


async def test_who_reads_further_up_is_not_pulled_down(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client, reduced_motion="reduce") as page:
        for number in range(8):
            await write(page, f"message number {number}")
        await expect(said(page, "You wrote 16 characters.")).to_have_count(8)
        await page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        await world.remind("priya")
        await expect(page.get_by_role("button", name="More below")).to_be_visible()
        assert await page.evaluate("scrollY") == 0
        await press(page, "More below")
        await expect(page.get_by_role("button", name="Later")).to_be_in_viewport()


async def test_a_long_answer_is_read_from_its_start(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client, viewport=SIZES["narrow"]) as page:
        for text in ("one", "guidance", "long"):
            await write(page, text)
        await expect(said(page, "Paragraph 30")).to_be_attached()
        await expect(said(page, "long", exact=True)).to_be_in_viewport()
        await expect(said(page, "Paragraph 1", exact=True)).to_be_in_viewport()
        await press(page, "More below")
        await expect(said(page, "Paragraph 30")).to_be_in_viewport()


async def test_the_demo_shows_a_reminder(browser: Browser, client: Client) -> None:
    async with opened(browser, client) as page:
        await press(page, "Move the clock + 1 week")
        await expect(page.locator("#clock")).to_have_text("Tue 1 Dec 2026")
        await expect(said(page, "a small reminder")).to_have_count(1)
        await expect(page.get_by_role("listitem").filter(has_text="Tuesday 1 December 2026")).to_have_count(1)
        await keep_picture(page, "reminder")


# ---------------------------------------------------------------- without a script


async def test_without_a_script_the_plain_form_works(browser: Browser, world: World, client: Client) -> None:
    async with opened(browser, client, java_script_enabled=False) as page:
        await press(page, "Start with the board")
        await press(page, "Noted")
        await page.get_by_label("Your message").fill("hello")
        await press(page, "Send")
        await expect(said(page, "You wrote 5 characters.")).to_be_visible()
        await expect(said(page, "Noted (chosen)")).to_have_count(1)
        await press(page, "Move the clock + 1 day")
        await expect(said(page, "a small reminder")).to_have_count(1)
        await keep_picture(page, "without-script")
        assert len(world.taken) == 4


async def test_the_first_load_is_small_and_all_from_here(browser: Browser, client: Client) -> None:
    context = await browser.new_context(viewport=SIZES["phone"])
    page = await context.new_page()
    loaded: dict[str, int] = {}
    page.on("response", lambda answer: loaded.update({answer.url: int(answer.headers.get("content-length", 0))}))
    await page.goto(str(client.make_url("/")))
    await expect(page.get_by_role("button", name="Start with the board")).to_be_visible()
    assert sum(loaded.values()) <= 40_000, loaded
    assert {url.split("/")[2] for url in loaded} == {f"{client.host}:{client.port}"}
    await context.close()


async def test_in_forced_colours_only_the_page_that_is_open_is_marked(browser: Browser, client: Client) -> None:
    async with opened(browser, client, forced_colors="active") as page:
        lines = await page.evaluate(
            "[...document.querySelectorAll('.nav a')].map(link => [link.hasAttribute('aria-current'),"
            " getComputedStyle(link).borderBottomColor === getComputedStyle(document.body).backgroundColor])"
        )
        assert sorted(lines) == [[False, True]] * 3 + [[True, False]]
