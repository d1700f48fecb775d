"""Somebody has what is held about them deleted on the web: from the settings, with and without a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser import axe_violations
from tests.channels.web.pages import at_office, keep_picture, press, said, write
from tests.channels.web.record_world import office_in
from tests.channels.web.world import HTML

DELETED = "What was held about you is deleted"


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
async def test_asked_twice_and_then_a_last_page(browser: Browser, tmp_path: Path, script: bool) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office, "/settings", java_script_enabled=script) as page:
            await press(page, "Delete what is held about me")
            await expect(said(page, "What goes")).to_be_visible()
            await press(page, "Go on")
            await expect(said(page, "This is the last question.")).to_be_visible()
            await press(page, "Delete all about Priya Nair")
            await expect(page.get_by_role("heading", name=DELETED)).to_be_visible()
            await keep_picture(page, f"deleted-{script}")
            if script:
                assert await axe_violations(page) == []
                assert await page.evaluate("() => localStorage.length") == 0
        assert await office.store.read(lambda tx: tx.person("priya")) is None


@pytest.mark.browser
async def test_typed_words_do_the_same(browser: Browser, tmp_path: Path) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with at_office(browser, office, "/") as page:
            await write(page, "please delete my data")
            await expect(said(page, "What goes")).to_be_visible()
            await write(page, "yes")
            await expect(said(page, "This is the last question.")).to_be_visible()
            await write(page, "yes")
            await expect(page.get_by_role("heading", name=DELETED)).to_be_visible()


async def test_the_last_page_takes_nothing_from_whoever_is_still_there(tmp_path: Path) -> None:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        async with office.client.get("/deleted", headers=HTML) as answer:
            assert "Clear-Site-Data" not in answer.headers
        async with office.client.get("/settings", headers=HTML) as answer:
            assert answer.status == 200
