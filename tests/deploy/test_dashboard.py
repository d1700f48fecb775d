"""The dashboard shows figures that there are: each is on a real bot's page, and each expression is one."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp

from tests.compose.test_serving import figures, page, say, shown
from tests.process import ROOT, serving
from tests.programs import program

DEPLOY = ROOT / "deploy"
NAME = re.compile(r"\b(?:charter_bot|process)_[a-z_]+\b")


def expressions() -> Iterator[str]:
    board = json.loads((DEPLOY / "grafana" / "charter-bot.json").read_text(encoding="utf-8"))
    for panel in board["panels"]:
        for target in panel["targets"]:
            yield target["expr"].replace("$__rate_interval", "5m")


async def test_every_figure_of_dashboard_and_alerts_is_there(tmp_path: Path) -> None:
    async with (
        serving(tmp_path) as (address, _),
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
    ):
        await page(session, address)
        assert await say(session, address, "m1-dddddddd", "help") == 202
        await shown(session, address, "I am a bot")
        there = {name.partition("{")[0] for name in await figures(session, address)}
    rules = (DEPLOY / "prometheus" / "alerts.yml").read_text(encoding="utf-8")
    named = {name for text in (*expressions(), rules) for name in NAME.findall(text)}
    assert len(named) > 20
    # Of a channel without events there are none: Slack's and Teams' are counted, the web chat's are not.
    assert named - there == {"charter_bot_events"}


def test_every_expression_can_be_read(tmp_path: Path) -> None:
    rules: dict[str, Any] = {
        "groups": [{"name": "board", "rules": [{"record": f"x{n}", "expr": e} for n, e in enumerate(expressions())]}]
    }
    file = tmp_path / "board.yml"
    file.write_text(json.dumps(rules), encoding="utf-8")
    done = subprocess.run(
        [program("promtool"), "check", "rules", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(list(expressions()))} rules found" in done.stdout


def test_no_two_panels_overlap_and_each_says_where_it_asks() -> None:
    board = json.loads((DEPLOY / "grafana" / "charter-bot.json").read_text(encoding="utf-8"))
    taken: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells
        assert panel["datasource"]["uid"] == "${source}"
    assert [one["name"] for one in board["templating"]["list"]] == ["source"]
