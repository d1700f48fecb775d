"""The whole bot, joined as `serve` joins it, with Slack's and Microsoft's stubs behind its channels."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.abilities import ABILITIES
from bot.channels.documents import link_to
from bot.channels.slack import SlackChannel
from bot.channels.slack.signing import sign
from bot.channels.teams import TeamsChannel
from bot.compose.app import App, open_app, web_application
from bot.compose.channels import documents_of, handed_of, open_channels
from bot.compose.secret import secret_key
from bot.compose.settings import read_settings
from bot.core.model import Account, Address, Fact, Kind, NewFact, Outcome, Person, Turn
from bot.core.model.reading import Value
from bot.runtime.clock import StoppedClock
from bot.runtime.turns import TurnHandler
from bot.runtime.views import StoredViews
from bot.store.port import Tx
from tests.channels.slack.conftest import SECRET, payload
from tests.channels.teams.conftest import payload as activity_of
from tests.channels.teams.conftest import values_for
from tests.programmes import CONVERSATIONS, read_once
from tests.stubs.connector import Connector, signed
from tests.stubs.slack import TOKEN, SlackStub

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
ADOPTER, CODE = "acme-homes", "ABCD-EFGH"
TIMES_SENT = 4
"""How often Slack delivers an event that is not acknowledged: at once, and three times more."""
LEAD, MATE = "U0LEAD", "U0MATE"


@dataclass
class Bot:
    """What the tests talk to."""

    app: App
    slack: SlackStub
    http: TestClient[web.Request, web.Application]
    connector: Connector | None = None
    sent: int = 0
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def channel(self) -> SlackChannel:
        channel = self.app.channels["slack"]
        assert isinstance(channel, SlackChannel)
        return channel

    async def raw(self, raw: bytes, kind: str) -> ClientResponse:
        """Any body, signed at the bot's own time."""
        stamp = str(int(self.app.clock.now().timestamp()))
        signature = sign(SECRET, stamp, raw)
        headers = {
            "Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature,
        }  # fmt: skip
        return await self.http.post("/slack/events", data=raw, headers=headers)

    async def event(self, name: str, **changes: Any) -> None:
        """A recorded event with changes to its inner event, each time as a new one. What is not kept in time comes
        again, as from Slack."""
        self.sent += 1
        body = payload(name)
        body["event_id"] = f"Ev{self.sent}"
        body["event"] |= {"ts": f"1764000000.{self.sent:06}"} | changes
        for _ in range(TIMES_SENT):
            status = (await self.raw(json.dumps(body).encode(), "application/json")).status
            if status != 503:
                break
        assert status == 200
        await self.deliver()

    async def interact(self, body: dict[str, Any]) -> dict[str, Any]:
        """A button, a shortcut, a form. What Slack is answered at once."""
        form = urlencode({"payload": json.dumps(body)}).encode()
        answer = await self.raw(form, "application/x-www-form-urlencoded")
        assert answer.status == 200
        text = await answer.text()
        await self.deliver()
        return json.loads(text) if text else {}

    async def says(self, text: str, user: str = LEAD) -> list[str]:
        """A direct message. All that was said there so far."""
        await self.event("message_im", text=text, user=user, channel=f"D{user[1:]}")
        return self.direct(user)

    def direct(self, user: str) -> list[str]:
        """What was said to somebody directly."""
        return self.slack.said(f"D{user[1:]}")

    async def presses(self, value: str, user: str = LEAD) -> None:
        """A button on somebody's home."""
        self.sent += 1
        body = payload("press_home")
        body["user"] |= {"id": user}
        body["actions"][0] |= {"value": value, "action_ts": f"1764000330.{self.sent:06}"}
        await self.interact(body)

    async def opens_home(self, user: str = LEAD) -> dict[str, Any]:
        """Somebody opens their home. The view."""
        view = {"private_metadata": self.slack.views.get(user, {}).get("private_metadata", "")}
        await self.event("app_home_home", user=user, view=view)
        await self.settled()
        return self.slack.views[user]

    async def fills_in(self, step: str, user: str = LEAD, **answers: Any) -> dict[str, Any]:
        """A form that was sent; names without their step. What Slack is answered."""
        self.sent += 1
        body = payload("form_sent")
        body["user"] |= {"id": user}
        values = {f"{step}.{name}": {"answer": _state(value)} for name, value in answers.items()}
        blocks = [{"type": "input", "block_id": key} for key in values]
        body["view"] |= {
            "id": f"V{self.sent}", "callback_id": f"form:{step}", "state": {"values": values}, "blocks": blocks,
        }  # fmt: skip
        return await self.interact(body)

    async def settled(self) -> None:
        """Homes are as they will stay."""
        async with asyncio.timeout(5):
            while self.channel.homes._tasks:
                await asyncio.sleep(0.01)

    async def deliver(self) -> None:
        await self.app.outbox.drain(self.app.clock.now())

    async def facts(self) -> dict[str, Fact]:
        """Every fact by name, the newest."""
        return {f.name: f for f in await self.app.store.read(lambda tx: list(tx.facts()))}

    async def records(self, step: str, *entries: dict[str, Value], user: str = LEAD) -> None:
        """Facts of a step, entry by entry; names without their step."""
        account = Account("slack", "T0TEAM", user)
        place = Address("slack", "T0TEAM", f"D{user[1:]}", private=True)
        self.sent += 1
        turn = Turn(f"t{self.sent}", Kind.TEXT, account, place, NOW, text="told")
        facts = [
            NewFact(f"{step}.{name}", value, "told", True, "", "", step=step, entry=f"e{number}")
            for number, told in enumerate(entries, 1)
            for name, value in told.items()
        ]
        await self.app.store.write(lambda tx: tx.keep(turn, tx.context(account), Outcome(facts=tuple(facts))))

    async def teams(self, name: str, **changes: Any) -> dict[str, Any]:
        """A recorded activity with changes, through Teams' channel. What Teams is answered at once."""
        assert self.connector is not None
        self.sent += 1
        body = activity_of(name) | {"serviceUrl": self.connector.url + "/", "id": f"17{self.sent:011}"}
        body |= {"timestamp": NOW.isoformat()} | changes
        headers = {"Authorization": signed(body["serviceUrl"])}
        async with self.http.post("/api/messages", json=body, headers=headers) as answer:
            assert answer.status in (200, 201, 202)
            answered = await answer.read()
        await self.deliver()
        return json.loads(answered) if answered else {}

    async def takes(self, text: str, account: Account, address: Address) -> None:
        """Words that come by any channel."""
        self.sent += 1
        await self.app.turns.take(
            Turn(f"t{self.sent}", Kind.TEXT, account, address, NOW, text=text, can=ABILITIES[account.channel])
        )
        await self.deliver()


def _state(value: Any) -> dict[str, Any]:
    """What an input holds: text, or choices as a list."""
    if isinstance(value, list):
        options = [{"text": {"type": "plain_text", "text": v}, "value": v} for v in value]
        return {"type": "checkboxes", "selected_options": options}
    return {"type": "plain_text_input", "value": value}


def people(tx: Tx) -> None:
    """A lead and a colleague at one adopter."""
    tx.add_adopter("Acme Homes", CODE, NOW)
    for user, name, role in ((LEAD, "Priya", "lead"), (MATE, "Sam", "resident_engagement")):
        tx.save_person(Person(f"p-{name.lower()}", ADOPTER, name, role), Account("slack", "T0TEAM", user))


@contextlib.asynccontextmanager
async def whole_bot(
    folder: Path, make: Callable[[Tx], None] = people, teams: bool = False, content: Path = CONVERSATIONS,
    site: str = "",
) -> AsyncIterator[Bot]:  # fmt: skip
    """The bot with Slack's channel open, and Teams' where it is asked for. `site`: documents have links there."""
    async with contextlib.AsyncExitStack() as stack:
        slack = await stack.enter_async_context(
            SlackStub(people={LEAD: "Priya", MATE: "Sam"}, zones={"Sam": "Europe/Lisbon"})
        )
        settings = read_settings(
            database_url=f"sqlite:///{folder}/bot.db", slack_signing_secret=SECRET, slack_bot_token=TOKEN,
            slack_api_url=slack.api_url, bot_content=content, _env_file=None,
        )  # fmt: skip
        app = await stack.enter_async_context(open_app(settings, StoppedClock(NOW), reads=read_once))
        await app.store.write(make)
        if site:
            link = partial(link_to, secret_key(settings), site)
            app.turns = TurnHandler(app.store, app.content.programme, None, site, link)
        open_channels(app)
        connector = None
        if teams:
            connector = await stack.enter_async_context(Connector())
            views = StoredViews(app.store, app.turns.programme, app.clock.now)
            app.add(TeamsChannel(
                values_for(connector), app.turns.take, lambda: datetime.now(UTC), views, documents_of(app),
                handed_of(app),
            ))  # fmt: skip
        await app.start()
        for channel in app.channels.values():
            stack.push_async_callback(channel.close)
        http = await stack.enter_async_context(TestClient(TestServer(web_application(app))))
        bot = Bot(app, slack, http, connector)
        bot.channel.homes.settle = 0.01
        yield bot
