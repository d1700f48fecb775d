"""`python -m tests.pictures`: the pictures of the README and the docs, and the table of figures in docs/web.md.

`--screens FOLDER` keeps every screen instead: 360 and 1280 wide; light, dark, forced colours, on paper, without a
script.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tests.browser import ARGUMENTS, NAMES
from tests.channels.teams import test_renderer as teams
from tests.channels.teams.test_at_home import card, delivered, with_ana_as_lead
from tests.channels.web.pages import at_office, write
from tests.channels.web.record_world import SURVEY, office_in
from tests.channels.world import LEAD, whole_bot
from tests.pictures import figures, slack

IMAGES = Path(__file__).parents[2] / "docs" / "images"
TOLD = "Our board noted the charter on 3 March 2026, minute 4.2"
PHONE: ViewportSize = {"width": 390, "height": 844}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced-colours": {"forced_colors": "active"},
    "no-script": {"java_script_enabled": False},
}


async def web(browser: Browser, folder: Path) -> None:
    """The chat on a phone: what was told, read back as a table, with the line of progress above."""
    async with office_in(folder) as office:
        await office.enter("priya")
        await office.tell(SURVEY)
        async with at_office(browser, office, viewport=PHONE, device_scale_factor=2) as page:
            await write(page, TOLD)
            await page.get_by_role("table").wait_for()
            await page.evaluate("document.activeElement.blur()")
            await page.wait_for_timeout(500)
            await page.screenshot(path=IMAGES / "chat-phone.png")


async def in_slack(browser: Browser, folder: Path) -> None:
    """The same in Slack: the talk, and the home after it."""
    async with whole_bot(folder) as bot:
        await bot.says(TOLD)
        asked = bot.slack.messages[f"D{LEAD[1:]}"][-1]["blocks"]
        await bot.says("yes")
        kept = bot.slack.messages[f"D{LEAD[1:]}"][-1]["blocks"]
        mine = [{"type": "section", "text": {"type": "plain_text", "text": TOLD}}]
        talk = [
            slack.said("Priya", mine, mine=True),
            slack.said("Charter Bot", asked),
            slack.said("Charter Bot", kept),
        ]
        home = slack.drawn((await bot.opens_home())["blocks"])
    for name, parts in (("slack-talk-phone", talk), ("slack-home-phone", [home])):
        page = await browser.new_page(viewport=PHONE, device_scale_factor=2)
        await page.set_content(slack.page(parts))
        await page.screenshot(path=IMAGES / f"{name}.png")
        await page.close()


async def in_teams(browser: Browser, folder: Path) -> None:
    """The same in Teams, drawn by the official renderer of its cards."""
    async with whole_bot(folder, with_ana_as_lead, teams=True) as bot:
        await bot.teams("personal_message", text=TOLD)
        made = card(delivered(bot)[-1])
    page = await teams.opened(browser)
    await teams.render(page, made)
    await page.screenshot(path=IMAGES / "teams-talk.png", full_page=True)
    await page.close()


async def screens(browser: Browser, folder: Path, into: Path) -> None:
    """Every page at both widths, in every look and on paper."""
    async with office_in(folder) as office:
        await office.enter("priya")
        await office.tell(SURVEY)
        async with at_office(browser, office) as page:
            await write(page, TOLD)
            await page.get_by_role("table").wait_for()
        for width in figures.WIDTHS:
            for look, how in LOOKS.items():
                for name, path in figures.PAGES.items():
                    size = {"width": width, "height": 800}
                    async with at_office(browser, office, path, viewport=size, **how) as page:
                        await page.wait_for_timeout(300)
                        await _keep(page, into, f"{name}-{width}-{look}")


async def _keep(page: Page, into: Path, name: str) -> None:
    await page.screenshot(path=into / f"{name}.png")
    if name.endswith("-light"):
        await page.pdf(path=into / f"{name.removesuffix('-light')}-printed.pdf", format="A4")


async def main(into: Path | None) -> None:
    found = next(filter(None, map(shutil.which, NAMES)))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        with tempfile.TemporaryDirectory() as place:
            folders = [Path(place, str(number)) for number in range(4)]
            for folder in folders:
                folder.mkdir()
            if into is not None:
                await screens(browser, folders[0], into)
            else:
                await web(browser, folders[0])
                await in_slack(browser, folders[1])
                await in_teams(browser, folders[2])
                table = figures.table(await figures.measured(browser, folders[3]))
                print(table)
                page = figures.DOCS.read_text(encoding="utf-8")
                figures.DOCS.write_text(figures.TABLE.sub(lambda _: table, page), encoding="utf-8")
        await browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("--screens", type=Path, metavar="FOLDER")
    kept = parser.parse_args().screens
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(kept))
