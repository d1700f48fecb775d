"""How all adopters are getting on: figures, a chart and its table, what changed this week, who needs help first.

GET /programme/overview
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from aiohttp import web

from bot.core.officers.figures import Point, overview
from bot.core.officers.help_first import help_first
from bot.core.officers.promise import promise
from bot.http.programme.sign_in import SignIn
from bot.http.programme.site import Officer, Site
from bot.store.port import InboxShow, Tx

STALE_MOST = 1000
NEWS = 20
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 240, 40, 28, 12
LINES = (("adopted", "Adopted"), ("started", "Started"), ("finished", "Finished"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the chart."""

    key: str
    label: str
    points: str
    end: tuple[float, float]
    last: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart as its template draws it: lines, and marks of both axes with their places."""

    lines: tuple[Line, ...]
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, int], ...]


def chart_of(weeks: Sequence[Point]) -> Chart:
    """Places on the canvas for what there was at the end of each week."""
    most = max((point.adopted for point in weeks), default=0)
    step = next(s * 10**n for n in range(9) for s in (1, 2, 5) if s * 10**n * 4 >= most)
    top = max(step * -(-most // step), step)
    wide, high = WIDTH - LEFT - 90, HEIGHT - BOTTOM - TOP

    def x(n: int) -> float:
        return round(LEFT + wide * n / max(len(weeks) - 1, 1), 1)

    def y(count: int) -> float:
        return float(round(TOP + high * (1 - count / top), 1))

    lines = []
    for key, label in LINES:
        counts = [getattr(point, key) for point in weeks]
        points = " ".join(f"{x(n)},{y(count)}" for n, count in enumerate(counts))
        last = counts[-1] if counts else 0
        lines.append(Line(key, label, points, (x(len(weeks) - 1), y(last)), last))
    across = tuple((x(n), f"{point.day.day} {point.day:%b}") for n, point in enumerate(weeks) if n % 5 == 0)
    return Chart(tuple(lines), across, tuple((y(count), count) for count in range(0, top + 1, step)))


class OverviewPage:
    """The first page. `stamp` is that of the content in force, by which figures are to be counted."""

    def __init__(self, site: Site, stamp: Callable[[], str]) -> None:
        self._site, self._stamp = site, stamp

    def routes(self, sign_in: SignIn) -> list[web.RouteDef]:
        return [web.get("/programme/overview", sign_in.page(self._show))]

    async def _show(self, request: web.Request, officer: Officer) -> web.Response:
        seen = await self._site.store.read(self._look)
        return self._site.page("overview.html", officer, part="overview", **seen)

    def _look(self, tx: Tx) -> dict[str, Any]:
        site, now, today = self._site, self._site.clock(), self._site.today()
        monday = today - timedelta(days=today.weekday())
        since = datetime.combine(monday, time(), site.zone)
        adopters = tx.adopter_tracks()
        figures = overview(site.journey, adopters, tx.milestone_states(), tx.milestones_reached(), today, site.day_of)
        waiting = {key: promise(site.journey, site.zone, at, now) for key, at in tx.waiting_longest().items()}
        reached = tx.reached_since(since, NEWS + 1)
        return {
            "figures": figures,
            "chart": chart_of(figures.weeks),
            "help": help_first(site.journey, adopters, waiting, today, site.day_of),
            "monday": monday,
            "joined": [one for one in adopters if one.joined is not None and one.joined >= monday],
            "begun": [one for one in adopters if one.started is not None and one.started >= since],
            "finished": [one for one in adopters if one.track.finished is not None and one.track.finished >= since],
            "reached": reached[:NEWS],
            "more_reached": len(reached) > NEWS,
            "waiting": tx.inbox_counts()[InboxShow.WAITING],
            "stale": len(tx.stale_tracks(self._stamp(), STALE_MOST)),
        }
