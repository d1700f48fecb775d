"""Publishing and casework as people run them: commands in a process, and the whole bot served."""

from __future__ import annotations

from pathlib import Path

import aiohttp

from tests.process import command, serving

KEY = "complaint-handling-code"
NOW = ("--now", "2026-11-24T10:00")


async def test_a_dry_run_says_who_and_sends_nothing(tmp_path: Path) -> None:
    await command(tmp_path, "chat", "--as", "Asha", *NOW, stdin="subscribe to complaints\n")
    code, out, err = await command(tmp_path, "briefings", "publish", KEY, "--dry-run")
    assert (code, err) == (0, "")
    assert "1 person" in out
    code, _, err = await command(tmp_path, "briefings", "publish", KEY)
    assert code == 1
    assert "--yes" in err
    code, out, _ = await command(tmp_path, "briefings", "publish", KEY, "--yes")
    assert code == 0
    assert "Done: 1 message handed over" in out
    code, out, _ = await command(tmp_path, "briefings", "publish", KEY, "--yes")
    assert "0 people" in out


async def test_wrong_names_are_explained(tmp_path: Path) -> None:
    code, _, err = await command(tmp_path, "briefings", "publish", "nothing", "--yes")
    assert code == 1
    assert "no briefing called 'nothing'" in err
    code, _, err = await command(tmp_path, "officers", "invite", "Mallory", BOT_OFFICERS="Evelyn")
    assert code == 1
    assert "BOT_OFFICERS" in err


async def test_the_officer_comes_in_and_the_pages_are_there(tmp_path: Path) -> None:
    async with serving(tmp_path, BOT_OFFICERS="Evelyn") as (address, _):
        port = address.rpartition(":")[2]
        _, link, _ = await command(tmp_path, "officers", "invite", "Evelyn", BOT_OFFICERS="Evelyn", PORT=port)
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            async with session.get(f"{address}/programme") as refused:
                assert refused.status == 403
            async with session.get(link.strip()) as answer:
                assert answer.status == 200
                assert "Evelyn" in await answer.text(), "the page says whom the link signs in"
            async with session.post(link.strip(), headers={"Origin": address}) as answer:
                assert answer.status == 200
                assert "<h1>Overview" in await answer.text()
            async with session.get(f"{address}/guidance?q=complants") as answer:
                assert "Know the complaint times, and promise what goes beyond" in await answer.text()
