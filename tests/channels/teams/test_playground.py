"""A person's first five minutes, in Microsoft's own Agents Playground driven in Chromium against the whole bot.

The Playground is an npm package without dependencies; the first run installs it beside the virtual environment.
Without npm or a browser the test is skipped and says so. BOT_SHOTS=FOLDER keeps pictures to look at.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from bot.channels.teams import TeamsChannel, TeamsValues
from bot.compose.app import App, open_app, web_application
from bot.compose.settings import read_settings
from bot.core.model import Adopter
from bot.runtime.views import StoredViews
from bot.store.codes import new_code
from bot.store.port import Tx
from tests.browser import browser  # noqa: F401  (a fixture)

PACKAGE = "@microsoft/m365agentsplayground@0.2.28"
HOME = Path(sys.prefix) / "playground"
PROGRAM = HOME / "node_modules" / ".bin" / "agentsplayground"
CODE = new_code()

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="session")
def playground() -> Path:
    """The Playground's program."""
    if not shutil.which("npm"):
        pytest.skip("no npm on PATH")
    if not PROGRAM.exists():
        HOME.mkdir(exist_ok=True)
        command = ["npm", "install", "--prefix", str(HOME), "--no-audit", "--no-fund", "--ignore-scripts", PACKAGE]
        done = subprocess.run(command, capture_output=True, timeout=100, check=False)
        if done.returncode:
            pytest.skip("the Agents Playground cannot be installed here")
    return PROGRAM


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.asynccontextmanager
async def _bot(folder: Path) -> AsyncIterator[tuple[App, str]]:
    """The whole bot, its Teams channel open to the emulator."""
    settings = read_settings(database_url=f"sqlite:///{folder}/bot.db", teams_emulator=True, _env_file=None)
    async with open_app(settings, sending=True) as app, contextlib.AsyncExitStack() as stack:
        views = StoredViews(app.store, app.turns.programme, app.clock.now)
        app.add(TeamsChannel(TeamsValues("", emulator=True), app.turns.take, app.clock.now, views))
        await app.start()
        post = asyncio.create_task(app.outbox.run())
        runner = web.AppRunner(web_application(app), access_log=None, shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield app, f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
        finally:
            await app.outbox.stop(2)
            await post
            for channel in app.channels.values():
                await channel.close()


@contextlib.asynccontextmanager
async def _playing(program: Path, bot: str) -> AsyncIterator[str]:
    """The Playground, pointed at the bot. Its address."""
    port = _free_port()
    arguments = ["-e", bot, "-c", "msteams", "-p", str(port), "--disable-telemetry"]
    process = await asyncio.create_subprocess_exec(
        *(str(program), *arguments),
        cwd=HOME,  # it writes a log into the folder that it is started in
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "BROWSER": "none"},
    )
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                break
            await asyncio.sleep(0.1)
        yield f"http://localhost:{port}/"
    finally:
        process.terminate()
        await process.wait()


async def _say(page: Page, words: str) -> None:
    await page.locator("[contenteditable=true]").first.click()
    await page.keyboard.type(words)
    await page.keyboard.press("Enter")


async def _shot(page: Page, name: str) -> None:
    if folder := os.environ.get("BOT_SHOTS"):
        await page.wait_for_timeout(300)
        await page.screenshot(path=Path(folder) / f"playground-{name}.png")


async def _press(page: Page, first_of: int, name: str, saying: str = "") -> None:
    """Presses the first button of the newest card, once the newest card says that and has so many buttons."""
    card = page.locator(".ac-adaptiveCard").last
    await expect(card).to_contain_text(saying, timeout=20_000)
    await expect(card.get_by_role("button")).to_have_count(first_of, timeout=20_000)
    await _shot(page, name)
    await card.get_by_role("button").first.click()


async def test_the_first_five_minutes(browser: Browser, playground: Path, tmp_path: Path) -> None:  # noqa: F811
    """Installs the bot, gives the join code, says who they are, and has a decision of the board recorded."""

    def add(tx: Tx) -> Adopter:
        return tx.add_adopter("Maple Homes", CODE, app.clock.now())

    async with _bot(tmp_path) as (app, url), _playing(playground, url) as address:
        await app.store.write(add)
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        await page.goto(address)
        await expect(page.get_by_text("join code").last).to_be_visible(timeout=20_000)
        await page.wait_for_timeout(500)
        assert app.outbox.counts["sent"] == 1, "Teams tells of one installation twice; people are greeted once"
        await _shot(page, "1-greeted")
        await _say(page, CODE)
        await _press(page, 2, "2-joined")
        await page.wait_for_timeout(2500)
        await _press(page, 2, "2-only-ours")
        await _press(page, 3, "3-roles")
        await page.wait_for_timeout(1500)
        await _say(page, "lead for the charter")
        await page.wait_for_timeout(1500)
        await _say(page, "The board approved it on 13 October 2026")
        card = page.locator(".ac-adaptiveCard").last
        await expect(card).to_contain_text("13 October 2026", timeout=20_000)
        await _shot(page, "4-read-back")
        await card.get_by_role("button", name="Yes, save it").click()
        await expect(page.locator("[contenteditable=true]").first).to_be_visible()
        for _ in range(100):
            if facts := await app.store.read(lambda tx: list(tx.facts())):
                break
            await asyncio.sleep(0.1)
        await _shot(page, "5-recorded")
        assert any("2026-10-13" in str(fact.value) for fact in facts)
        assert {fact.words for fact in facts} == {"The board approved it on 13 October 2026"}
        channel = app.channels["teams"]
        assert isinstance(channel, TeamsChannel)
        assert not [key for key in channel.counts if key.startswith(("refused", "broken", "not_kept"))]
        assert (await app.outbox.figures()).failed == 0


async def test_a_form_from_the_checklist(browser: Browser, playground: Path, tmp_path: Path) -> None:  # noqa: F811
    """Asks where they are, fills in the board's form, gets a date wrong, mends it in the same card."""

    def add(tx: Tx) -> Adopter:
        return tx.add_adopter("Maple Homes", CODE, app.clock.now())

    async with _bot(tmp_path) as (app, url), _playing(playground, url) as address:
        await app.store.write(add)
        page = await browser.new_page(viewport={"width": 1280, "height": 1400})
        await page.goto(address)
        await expect(page.get_by_text("join code").last).to_be_visible(timeout=20_000)
        await page.wait_for_timeout(500)
        await _say(page, CODE)
        await _press(page, 2, "form-1-joined")
        await page.wait_for_timeout(2500)
        await _press(page, 2, "form-1-only-ours")
        await _press(page, 3, "form-2-roles")
        await page.wait_for_timeout(1500)
        await _say(page, "lead for the charter")
        await page.wait_for_timeout(1500)
        await _say(page, "status")
        await expect(page.get_by_text("Maple Homes on").last).to_be_visible(timeout=20_000)
        await _shot(page, "form-3-checklist")
        await page.locator(".ac-adaptiveCard").last.get_by_role("button", name="Fill in a form").first.click()
        form = page.locator(".ac-adaptiveCard").filter(has=page.get_by_role("button", name="Send"))
        await expect(form).to_be_visible(timeout=20_000)
        await _shot(page, "form-4-opened")
        await form.get_by_role("combobox").first.click()
        await page.get_by_role("option", name="Noted").first.click()
        await form.get_by_role("textbox").first.fill("30 February 2026")
        await _shot(page, "form-5-filled-in")
        await form.get_by_role("button", name="Send").click()
        await expect(form.get_by_text("is not a date")).to_be_visible(timeout=20_000)
        await _shot(page, "form-6-wrong")
        await form.get_by_role("textbox").first.fill("28 February 2026")
        await form.get_by_role("button", name="Send").click()
        await expect(form).to_have_count(0, timeout=20_000)
        await page.wait_for_timeout(500)
        await _shot(page, "form-7-sent")
        facts = {fact.name: fact.value for fact in await app.store.read(lambda tx: list(tx.facts()))}
        assert facts["board.outcome"] == "noted"
