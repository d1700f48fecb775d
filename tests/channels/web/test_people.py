"""A person at the programme on the page: who is talked to, the way back, and words that look like somebody's."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from bot.channels.web.rendering import initials
from tests.browser import axe_violations
from tests.channels.web.pages import SIZES, at_office, keep_picture, press, said, write
from tests.channels.web.record_world import Office, office_in

HELEN = "Helen Maria Ward"


async def ask(page: Page, office: Office) -> str:
    """Asks a person; returns the case."""
    await write(page, "can I talk to a person?")
    await expect(said(page, "What would you like to ask")).to_be_visible()
    await write(page, "May we put it off until spring?")
    await page.get_by_role("button", name="Send it", exact=True).press("Enter")  # Where it stands does not matter.
    await expect(page.locator("#strip")).to_be_visible()
    return (await office.store.read(lambda tx: tx.cases()))[0].id


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
async def test_their_answer_has_a_name_initials_and_a_colour(
    browser: Browser, tmp_path: Path, size: str, scheme: Any
) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office, viewport=SIZES[size], color_scheme=scheme) as page:
            case = await ask(page, office)
            await office.turns.officer("answer-1", case, HELEN, "You may. Tell us when.", False, office.now)
            answer = page.locator(".from-somebody")
            await expect(answer).to_contain_text("You may. Tell us when.")
            await expect(answer.locator(".initials")).to_have_text("HW")
            await expect(answer.locator(".visually-hidden").first).to_have_text(f"{HELEN}: ")
            colours = await page.evaluate(
                "['.from-somebody', '.from-bot:not(.from-somebody)'].map("
                "one => getComputedStyle(document.querySelector(one + ' .bubble')).backgroundColor)"
            )
            assert colours[0] != colours[1], "it looks like the bot"
            await keep_picture(page, f"people-{size}-{scheme}")
            assert await axe_violations(page) == []
            assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
async def test_the_strip_says_who_is_talked_to_and_leads_back(browser: Browser, tmp_path: Path, script: bool) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office) as page:
            await expect(page.locator("#strip")).to_have_count(0)
            await ask(page, office)
        async with at_office(browser, office, java_script_enabled=script) as page:
            await expect(page.locator("#strip")).to_contain_text("You are talking to Evelyn Williams.")
            await press(page, "Back to the bot")
            await expect(said(page, "I am here. Evelyn Williams still has your question")).to_be_visible()
            await expect(said(page, "Back to the bot", exact=True)).to_be_visible()
            await expect(page.locator("#strip")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_dots_mean_that_somebody_types_and_go_with_their_answer(
    browser: Browser, tmp_path: Path, scheme: Any
) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office, color_scheme=scheme) as page:
            case = await ask(page, office)
            await expect(page.locator("#typing")).to_be_hidden()
            await office.writes(case, HELEN)
            await expect(page.locator("#typing")).to_have_text(f"{HELEN} is writing")
            await expect(page.locator("#typing")).to_be_in_viewport()
            await keep_picture(page, f"writing-{scheme}")
            assert await axe_violations(page) == []
            await office.turns.officer("answer-1", case, HELEN, "You may.", False, office.now)
            await expect(page.locator(".from-somebody")).to_contain_text("You may.")
            await expect(page.locator("#typing")).to_be_hidden()
            await expect(page.locator("#strip")).to_contain_text(f"You are talking to {HELEN}.")


@pytest.mark.browser
async def test_whoever_stops_writing_is_not_seen_writing_for_long(browser: Browser, tmp_path: Path) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office) as page:
            case = await ask(page, office)
            await office.writes(case, HELEN)
            await expect(page.locator("#typing")).to_be_visible()
            office.now += timedelta(seconds=60)
            await expect(page.locator("#typing")).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "letters"),
    [(HELEN, "HW"), ("Helen", "H"), ("e.williams", "EW"), ("", ""), ("Łucja Öz", "ŁÖ"), ("42", "")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
