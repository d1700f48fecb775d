"""The overview and the adopters over HTTP, on a real store in which people told things."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest

from bot.core.officers.figures import Point
from bot.http.programme.overview import chart_of
from tests.guidance.world import NOW, World
from tests.http.programme.served import Client, ask, come_in, text_of

EVIL = "=1+1 <script>alert(1)</script>"


@pytest.fixture
async def told(world: World) -> World:
    """Riverside's board noted the charter; two others have told nothing, one with a name for a spreadsheet."""

    def more(tx) -> None:  # type: ignore[no-untyped-def]
        tx.add_adopter("Meadow Homes", "MDWH-2345", NOW - timedelta(days=40))
        tx.add_adopter(EVIL, "EVIL-2345", NOW)

    await world.store.write(more)
    await world.says("our board noted it on 3 March 2026")
    await world.says("yes")
    return world


async def test_figures_follow_each_turn(told: World, client: Client) -> None:
    await come_in(client)
    page = await text_of(client, "/programme/overview")
    figures = {label.strip(): n for n, label in re.findall(r"<strong>(\d+)</strong>([^<]+)<", page)}
    assert figures == {
        "adopters": "3", "started": "1", "active": "1", "gone quiet": "0", "finished": "0", "not started": "2",
        "questions wait for us": "0",
    }  # fmt: skip
    board = page.partition("Take the charter to your board</a>")[2].partition("</tr>")[0]
    assert re.findall(r'class="number">(\d+)<', board) == ["2", "0", "1"], "next for two, begun by none, done by one"
    assert "being counted again" not in page
    assert "Take the charter to your board: done" in page
    assert "Adopted on 15 October 2026 and has told nothing since, 28 working days ago." in page
    assert "<script>" not in page


async def test_a_late_question_puts_its_adopter_first(told: World, client: Client) -> None:
    await ask(told)
    told.clock.move(timedelta(days=7))
    await come_in(client, now=told.clock.now())
    page = await text_of(client, "/programme/overview")
    first = page.partition('id="help"')[2].partition("<li>")[2].partition("</li>")[0]
    assert "Riverside Homes" in first and "A question of theirs is 3 working days late." in first


async def test_the_chart_says_the_same_as_its_table(told: World, client: Client) -> None:
    await come_in(client)
    page = await text_of(client, "/programme/overview")
    assert "Adopters week by week: adopted 3, started 1, finished 0 today" in page
    assert page.count("<polyline") == 3
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="number">(\d+)</td><td class="number">(\d+)<', page)
    assert rows[0] == ("24 November 2026", "3", "1") and len(rows) == 26


def test_a_chart_of_nothing_and_of_much() -> None:
    day = NOW.date()
    assert chart_of([]).up == ((212.0, 0), (12.0, 1))
    assert chart_of([Point(day, 0, 0, 0)]).lines[0].last == 0
    much = chart_of([Point(day, n, n // 2, 0) for n in range(0, 1000, 40)])
    assert [count for _, count in much.up] == [0, 500, 1000]
    for line in much.lines:
        assert all(0 <= float(n) <= 720 for pair in line.points.split() for n in pair.split(","))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", [EVIL, "Meadow Homes", "Riverside Homes"]), ("?q=homes+MEADOW", ["Meadow Homes"]),
        ("?status=active", ["Riverside Homes"]), ("?status=started", ["Riverside Homes"]),
        ("?status=not_started&sort=joined", ["Meadow Homes", EVIL]), ("?status=closed", []),
        ("?quiet=2026-11-24", [EVIL, "Meadow Homes", "Riverside Homes"]),
        ("?quiet=2026-11-23", [EVIL, "Meadow Homes"]), ("?from=2026-11-01", [EVIL, "Riverside Homes"]),
        ("?to=2026-11-01", ["Meadow Homes"]), ("?step=board", [EVIL, "Meadow Homes"]), ("?step=nonsense", []),
        ("?sort=-name", ["Riverside Homes", "Meadow Homes", EVIL]),
        ("?sort=-last", ["Riverside Homes", "Meadow Homes", EVIL]), ("?quiet=2026-02-31&sort=x&page=0", None),
    ],
)  # fmt: skip
async def test_the_list_is_searched_filtered_and_sorted_and_its_files_are_what_is_seen(
    told: World, client: Client, query: str, names: list[str] | None
) -> None:
    await come_in(client)
    page = await text_of(client, f"/programme/adopters{query}")
    shown = re.findall(r'<th scope="row"><a href="/programme/adopters/[^"]+">([^<]+)</a>', page)
    shown = [name.replace("&lt;", "<").replace("&gt;", ">") for name in shown]
    assert names is None or shown == names
    async with client.get(f"/programme/adopters.csv{query}") as answer:
        rows = list(csv.reader(io.StringIO((await answer.read()).decode("utf-8-sig"))))
    assert [row[0].removeprefix("'") for row in rows[1:]] == shown
    assert not any(cell.startswith("=") for row in rows for cell in row)


async def test_the_workbook_has_days_and_no_formula(told: World, client: Client) -> None:
    await come_in(client)
    async with client.get("/programme/adopters.xlsx") as answer:
        assert answer.content_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        book = zipfile.ZipFile(io.BytesIO(await answer.read()))
    sheet, strings = (book.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "sharedStrings"))
    assert "<f>" not in sheet
    assert "=1+1 &lt;script&gt;" in strings and "Riverside Homes" in strings
    assert sheet.count("<row ") == 4


async def test_one_adopter_says_where_it_is_who_is_there_and_what_comes(told: World, client: Client) -> None:
    case = await ask(told)
    await come_in(client)
    page = await text_of(client, "/programme/adopters/riverside-homes")
    row = page.partition("Take the charter to your board</th>")[2].partition("</tr>")[0]
    assert "<td>Done</td>" in row and "24 November 2026, 10:00" in row
    assert "Asha, Lead for the charter" in page
    assert case in page
    coming = page.partition('id="coming"')[2].partition('id="cases"')[0]
    assert "nothing heard for a while" in coming, "a reminder is planned within 14 days, with its reason"
    assert await text_of(client, "/programme/adopters/nobody", 404)


async def test_reminders_that_were_sent_are_listed_with_their_reason(told: World, client: Client) -> None:
    for _ in range(22 * 4):
        told.clock.move(timedelta(hours=6))
        await told.turns.sweep(told.clock.now())
    await come_in(client, now=told.clock.now())
    page = await text_of(client, "/programme/adopters/riverside-homes")
    sent = page.partition("<h3>Sent</h3>")[2].partition("</table>")[0]
    assert "nothing heard for a while" in sent and "Asha" in sent
