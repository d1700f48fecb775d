"""What people looked for and did not get, what briefings are worth, and workspaces whose people need no code.

GET /programme/guidance   GET, POST /programme/workspaces
"""

from __future__ import annotations

from typing import Any

import structlog
from aiohttp import web

from bot.http.programme.sign_in import SignIn
from bot.http.programme.site import Officer, Site, see_other
from bot.store.port import Tx

_log = structlog.get_logger("bot.http")
UNMET = 50


class Guidance:
    """The pages of guidance and workspaces."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self, sign_in: SignIn) -> list[web.RouteDef]:
        return [
            web.get("/programme/guidance", sign_in.page(self._guidance)),
            web.get("/programme/workspaces", sign_in.page(self._workspaces)),
            web.post("/programme/workspaces", sign_in.act(self._unbind)),
        ]

    async def _guidance(self, request: web.Request, officer: Officer) -> web.Response:
        unmet, counts = await self._site.store.read(lambda tx: (tx.unmet_searches(UNMET), tx.briefing_counts()))
        return self._site.page("guidance.html", officer, part="guidance", unmet=unmet, counts=counts)

    async def _workspaces(self, request: web.Request, officer: Officer) -> web.Response:
        def look(tx: Tx) -> list[dict[str, Any]]:
            return [
                {"bound": bound, "adopter": tx.adopter(bound.adopter), "person": tx.person(bound.by)}
                for bound in tx.bound_workspaces()
            ]

        rows = await self._site.store.read(look)
        return self._site.page("workspaces.html", officer, part="workspaces", rows=rows)

    async def _unbind(
        self, request: web.Request, officer: Officer, fields: dict[str, str], mark: str
    ) -> web.StreamResponse:
        """Whoever comes to a workspace from now on needs the join code again."""
        channel, workspace, adopter = (fields.get(part, "") for part in ("channel", "workspace", "adopter"))
        now = self._site.clock()

        def let_go(tx: Tx) -> bool:
            done = tx.unbind_workspace(channel, workspace, adopter)
            if done:
                tx.note_act(officer.name, "asks for the code again", now, adopter, f"{channel} {workspace}")
            return done

        done = await self._site.store.write(let_go)
        _log.info("workspace_unbound", channel=channel, workspace=workspace, adopter=adopter, done=done)
        return see_other("/programme/workspaces")
