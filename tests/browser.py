"""A real Chromium for tests: Debian's own, driven through playwright.

    async def test_something(browser: Browser) -> None: ...

Import the `browser` fixture into a `conftest.py`. Where no Chromium is on PATH the test is skipped and says so; on CI
(`CI=true`) that is an error instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
READER = AXE.with_name("virtual-screen-reader.js")
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser of its own for each test."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = "no Chromium on PATH: on Debian, `apt-get install chromium`"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        await chromium.close()


async def screen_reader(page: Page) -> None:
    """Starts a screen reader that speaks into a list, on a page that was opened with `bypass_csp`."""
    await page.evaluate(
        """async (source) => {
            const address = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
            window.reader = (await import(address)).virtual;
            await window.reader.start({container: document.body});
        }""",
        READER.read_text(encoding="utf-8"),
    )


async def spoken(page: Page) -> list[str]:
    """What it said since it was last asked."""
    said: list[str] = await page.evaluate("() => window.reader.spokenPhraseLog()")
    await page.evaluate("() => window.reader.clearSpokenPhraseLog()")
    return said


async def axe_violations(page: Page) -> list[str]:
    """What axe-core has against the page as it stands, one line each."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = await page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
