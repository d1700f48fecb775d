"""What the browser's tests share: a page that may not log an error, and what a person does on it."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Locator, Page, ViewportSize

from tests.channels.web.record_world import Office
from tests.channels.web.world import Client

SIZES: dict[str, ViewportSize] = {
    "narrow": {"width": 320, "height": 568},
    "phone": {"width": 390, "height": 844},
    "wide": {"width": 1200, "height": 800},
}


@asynccontextmanager
async def opened(browser: Browser, client: Client, path: str = "/", **how: Any) -> AsyncIterator[Page]:
    """A page that may not log an error: a blocked script or style is one."""
    context = await browser.new_context(**{"viewport": SIZES["phone"], **how})
    context.set_default_timeout(10_000)
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda m: errors.append(m.text) if m.type == "error" and "Failed to load" not in m.text else None
    )
    await page.goto(str(client.make_url(path)))
    yield page
    await context.close()
    assert [error for error in errors if "Failed to load resource" not in error] == []


@asynccontextmanager
async def at_office(browser: Browser, office: Office, path: str = "/", **how: Any) -> AsyncIterator[Page]:
    """A page of whoever is at the office's browser."""
    base = str(office.client.make_url("/")).rstrip("/")
    context = await browser.new_context(**{"viewport": SIZES["phone"], **how})
    context.set_default_timeout(10_000)
    for cookie in office.client.session.cookie_jar:
        await context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])
    page = await context.new_page()
    await page.goto(base + path)
    yield page
    await context.close()


def said(page: Page, text: str | re.Pattern[str], **how: Any) -> Locator:
    """Words in the conversation; the region that is read out has them once more."""
    return page.get_by_role("log").get_by_text(text, **how)


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Your message").fill(text)
    await page.keyboard.press("Enter")


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name).click()


async def keep_picture(page: Page, name: str) -> None:
    """Keeps a picture to look at, where `WEB_SHOTS` names a folder."""
    if folder := os.environ.get("WEB_SHOTS"):
        await page.wait_for_timeout(500)
        await page.screenshot(path=Path(folder) / f"{name}.png")
