"""Papers on the web: asked for in the chat, opened by a link of one's own, and from the record's page."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import docx
import pytest

from bot.channels.documents import link_to
from bot.core.model import Enclosed
from tests.channels.web.record_world import HTML, SECRET, SURVEY, Office, office_in

FORMULA = "=HYPERLINK(evil) is what one group wrote, and <b>letters</b>"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path) as made:
        await made.enter("priya")
        await made.tell(SURVEY)
        yield made


async def said(office: Office, *words: str) -> str:
    """The chat's page after these words."""
    for text in words:
        office.now += timedelta(minutes=1)
        form = re.search(r'name="id" value="([^"]+)"', await office.page("/"))
        assert form is not None
        async with office.client.post("/chat", data={"id": form[1], "text": text}, headers=HTML) as answer:
            page = await answer.text()
    return page


async def link_in_chat(office: Office, *words: str) -> str:
    """The newest link to a document."""
    links: list[str] = re.findall(r'href="(/papers/[^"/]+)"', await said(office, *words))
    return links[-1]


async def status(office: Office, path: str) -> tuple[int, str]:
    async with office.client.get(path, headers=HTML) as answer:
        return answer.status, await answer.text()


async def test_a_board_paper_is_asked_for_and_read(office: Office) -> None:
    link = await link_in_chat(office, "can you write me a board paper", "for noting")
    code, page = await status(office, link)
    assert code == 200
    assert "Paper for the board of Meadow Homes" in page
    assert "The board is asked to note" in page
    assert "212 responses" in page
    assert "<b>Older</b>" not in page


async def test_the_files_are_what_they_say(office: Office) -> None:
    link = await link_in_chat(office, "board paper for approval please")
    async with office.client.get(f"{link}/docx") as answer:
        assert answer.headers["Content-Disposition"].endswith("Meadow-Homes-Board-paper-2026-11-24.docx")
        assert answer.headers["Cache-Control"] == "no-store"
        word = docx.Document(io.BytesIO(await answer.read()))
    assert word.core_properties.author == "Meadow Homes"
    async with office.client.get(f"{link}/pdf") as answer:
        assert (await answer.read()).startswith(b"%PDF-")


async def test_a_link_runs_out_after_seven_days(office: Office) -> None:
    link = await link_in_chat(office, "evidence pack please")
    office.now += timedelta(days=6, hours=23)
    assert (await status(office, link))[0] == 200
    office.now += timedelta(hours=2)
    code, page = await status(office, link)
    assert (code, "This link has ended" in page) == (403, True)


async def test_somebody_elses_link_opens_nothing(office: Office) -> None:
    link = await link_in_chat(office, "one pager please")
    for other in ("tom", "olga"):
        await office.enter(other)
        code, page = await status(office, link)
        assert (code, "somebody else" in page, "212" in page) == (403, True, False)


async def test_a_link_of_somebody_who_signed_out_is_over(office: Office) -> None:
    link = await link_in_chat(office, "one pager please")
    await office.store.write(lambda tx: tx.end_access("priya"))
    office.client.session.cookie_jar.clear()
    assert (await status(office, link))[0] == 403


async def test_a_link_that_was_made_up_opens_nothing(office: Office) -> None:
    link = await link_in_chat(office, "one pager please")
    for wrong in (link[:-4] + "abcd", "/papers/x", "/papers/x/docx", "/papers/%00"):
        assert (await status(office, wrong))[0] == 403
    assert (await status(office, f"{link}/exe"))[0] == 404
    theirs = await office.store.read(lambda tx: tx.person("olga"))
    assert theirs is not None
    crossed = link_to(SECRET, "", Enclosed("paper", "board", "x", theirs.adopter, "priya", ("docx",)), office.now, 0)
    code, page = await status(office, crossed)
    assert (code, "Other Homes" in page) == (404, False)


async def test_the_record_can_be_had_as_a_paper_and_as_data(office: Office) -> None:
    await office.tell({**SURVEY, "residents.date": "June 2026", "residents.findings": FORMULA})
    page = await office.page("/record")
    assert "As a paper or a file" in page
    code, paper = await status(office, "/record/papers/board?for=discussion")
    assert (code, "The board is asked to discuss" in paper) == (200, True)
    async with office.client.get("/record/papers/record?form=csv") as answer:
        rows = list(csv.DictReader(io.StringIO((await answer.read()).decode("utf-8-sig"))))
    assert ("Consult residents", "Residents who took part", "212") in [
        (r["step"], r["what"], r["value"]) for r in rows
    ]
    cells = [cell for row in rows for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    async with office.client.get("/record/papers/record?form=json") as answer:
        whole = json.loads(await answer.read())
    assert whole["adopter"] == "Meadow Homes"
    assert any(FORMULA in row["value"] for row in whole["record"])
    for wrong in ("/record/papers/nothing", "/record/papers/record?form=pdf"):
        assert (await status(office, wrong))[0] == 404


async def test_nobody_gets_a_record_without_a_session(office: Office) -> None:
    office.client.session.cookie_jar.clear()
    for path in ("/record/papers/board", "/record/papers/record?form=csv"):
        assert (await status(office, path))[0] == 403
