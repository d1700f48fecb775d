"""What the chat weighs and how it holds, measured in a real Chromium: the table in docs/web.md."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Browser, Page

from tests.browser import axe_violations
from tests.channels.web.pages import at_office, write
from tests.channels.web.record_world import Office, office_in

DOCS = Path(__file__).parents[2] / "docs" / "web.md"
TABLE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end -->)", re.DOTALL)
MOST_BYTES = 40_000
WIDTHS = (360, 1280)
LOOKS = ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"})
BRIEFING = "/guidance/taking-the-charter-to-your-board"
PAGES = {
    "chat": "/", "record": "/record", "record-form": "/record/form?key=board", "settings": "/settings",
    "settings-form": "/record/form?key=settings", "guidance": "/guidance", "briefing": BRIEFING,
    "privacy": "/privacy", "no-page": "/nothing",
}  # fmt: skip
"""What is looked at, by a name for its picture."""
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.hadRecentInput ? 0 : one.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})"""


async def measured(browser: Browser, folder: Path) -> dict[str, str]:
    """Each figure by its name."""
    async with office_in(folder) as office:
        await office.enter("priya")
        weight, asked, elsewhere = await _first_load(browser, office)
        wrong = [found async for found in _violations(browser, office)]
        async with at_office(browser, office, viewport={"width": 360, "height": 740}) as page:
            await _talk(page)
            shift = await page.evaluate(SHIFT)
    for one in wrong:
        print(one, file=sys.stderr)
    looked = len(WIDTHS) * len(LOOKS) * len(PAGES)
    return {
        "Weight of the chat's first load": f"{weight / 1000:.1f} KB of at most {MOST_BYTES // 1000}",
        "Requests of the first load": str(asked),
        "Requests to anywhere else": str(elsewhere),
        "Layout shift in a conversation (CLS)": f"{shift:.3f}",
        f"axe-core, {looked} looks ({len(PAGES)} pages; 360 and 1280; three looks)": f"{len(wrong)} violations",
    }


async def _first_load(browser: Browser, office: Office) -> tuple[int, int, int]:
    """Bytes, requests, and requests elsewhere, until the first message stands there."""
    sizes: dict[str, int] = {}
    async with at_office(browser, office, "/privacy-of-nothing") as page:
        page.on("response", lambda r: sizes.update({r.url: int(r.headers.get("content-length", 0))}))
        await page.goto(str(office.client.make_url("/")))
        await page.locator(".from-bot").first.wait_for()
        await page.wait_for_timeout(300)
    elsewhere = [url for url in sizes if not url.startswith(str(office.client.make_url("/")))]
    return sum(sizes.values()), len(sizes), len(elsewhere)


async def _talk(page: Page) -> None:
    for words in ("The board noted the charter on 3 March 2026.", "yes", "status"):
        before = await page.locator(".from-bot").count()
        await write(page, words)
        await page.locator(".from-bot").nth(before).wait_for()


async def _violations(browser: Browser, office: Office) -> AsyncIterator[str]:
    for width in WIDTHS:
        for look in LOOKS:
            for path in PAGES.values():
                size = {"width": width, "height": 740}
                async with at_office(browser, office, path, viewport=size, **look) as page:
                    for found in await axe_violations(page):
                        yield f"{path} at {width}, {look}: {found}"


def table(figures: dict[str, str]) -> str:
    """As Markdown."""
    return "| what | measured |\n|---|---|\n" + "".join(f"| {name} | {said} |\n" for name, said in figures.items())
