"""One adopter: how far it is, its people, its reminders sent and to come with the reason for each, notes, questions.

GET /programme/adopters/KEY
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.core.model import WHOLE, TurnContext
from bot.core.officers.tracks import NOTHING
from bot.core.record.assignments import responsible
from bot.core.record.progress import State, progress_of
from bot.core.reminders.forecast import forecast, name_of
from bot.core.reminders.planning import plan
from bot.core.turn.wording import say_list
from bot.http.programme.sign_in import SignIn
from bot.http.programme.site import Officer, Site
from bot.runtime.reminders import HELD_KEY, WHY
from bot.store.port import Tx

DAYS = 14
SENT, CASES, ACTS = 20, 20, 20
STATES = {State.WAITING: "Not yet", State.OPEN: "Open", State.BEGUN: "Begun", State.DONE: "Done"}


@dataclass(frozen=True, slots=True)
class Reminder:
    """One line about a reminder: when, to whom, of what, and why it goes out or is held."""

    at: datetime | None
    to: str
    of: str
    why: str


class OneAdopter:
    """The page of one adopter."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self, sign_in: SignIn) -> list[web.RouteDef]:
        return [web.get("/programme/adopters/{key}", sign_in.page(self._show))]

    async def _show(self, request: web.Request, officer: Officer) -> web.Response:
        return await self.show(officer, request.match_info["key"])

    async def show(self, officer: Officer, key: str, status: int = 200, **more: Any) -> web.Response:
        """The page; `more`: what came of a form, said above."""
        seen = await self._site.store.read(lambda tx: self._look(tx, key))
        if seen is None:
            return self._site.missing(officer)
        told = {"problem": "", "done": ""} | more
        return self._site.page("adopter.html", officer, status, part="adopters", **seen, **told)

    def _look(self, tx: Tx, key: str) -> dict[str, Any] | None:
        adopter = tx.adopter(key)
        if adopter is None:
            return None
        context = tx.context_of(key)
        into = tx.adopter(adopter.merged_into) if adopter.merged_into else None
        labels = {role.key: role.label for role in self._site.journey.roles}
        return {
            "adopter": adopter,
            "into": into,
            "steps": self._steps(context, (tx.track(key) or (NOTHING, ""))[0]),
            "has_code": tx.has_code(key),
            "pause": next((one for one in context.assignments if one.step == WHOLE), None),
            "people": [(person, labels.get(person.role, "")) for person in context.people],
            "unreachable": context.unreachable,
            "sent": self._sent(tx, context),
            **self._planned(tx, context),
            "notes": tx.officer_notes(key),
            "cases": tx.cases_of(key, CASES),
            "acts": tx.acts(adopter=key, limit=ACTS),
        }

    def _steps(self, context: TurnContext, track: Any) -> list[dict[str, Any]]:
        """Each step with its state, since when, and who looks after it."""
        known = {milestone.step: milestone for milestone in track.milestones}
        found = []
        for of in progress_of(self._site.journey, context.facts).steps:
            who = responsible(context, of.step)
            found.append({
                "step": of.step, "state": STATES[of.state], "milestone": known.get(of.step.key),
                "who": who.name if who else "",
            })  # fmt: skip
        return found

    def _sent(self, tx: Tx, context: TurnContext) -> list[Reminder]:
        return [
            Reminder(at, name_of(context, person), self._titles(steps), WHY[why])
            for person, steps, why, at in tx.reminders_sent(context.adopter.key if context.adopter else "", SENT)
            if why in WHY
        ]

    def _planned(self, tx: Tx, context: TurnContext) -> dict[str, list[Reminder]]:
        """What goes out in the days to come if nobody says anything, and what is held back now, each with its why."""
        programme, now, word = self._site.programme(), self._site.clock(), tx.value(HELD_KEY) or ""
        coming = [
            Reminder(line.at, line.name, self._titles([step]), WHY[kind])
            for line in forecast(programme, context, now, DAYS, word)
            for step, kind in zip(line.steps, line.kinds, strict=True)
        ]
        held = [
            Reminder(one.until, name_of(context, one.to), self._titles(one.steps), one.why)
            for one in plan(programme, context, now, word).held
        ]
        return {"coming": coming, "held": held}

    def _titles(self, steps: Any) -> str:
        known = self._site.journey.step_by_key
        return say_list([known[step].title if step in known else step for step in steps])
