"""Two adopters in two places, one in Slack and one in Teams: from "find me somebody" to "that helped"."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Account, Person
from bot.store.port import Tx
from tests.channels.slack.conftest import payload
from tests.channels.world import LEAD, NOW, Bot, people, whole_bot
from tests.stubs.connector import TENANT

BEN = "29:1fakeBEN"
CHAT = "a:1fakechat-BEN"


def with_ben(tx: Tx) -> None:
    people(tx)
    harbour = tx.add_adopter("Harbour and Vale", "BCDF-GHJK", NOW)
    tx.save_person(Person("p-ben", harbour.key, "Ben", "lead"), Account("teams", TENANT, BEN))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path, with_ben, teams=True) as made:
        yield made


def _buttons(found: Any) -> Iterator[tuple[str, str]]:
    """(label, value) of every button in what a channel was given."""
    if isinstance(found, list):
        for part in found:
            yield from _buttons(part)
    elif isinstance(found, dict):
        if found.get("type") == "button":
            yield found["text"]["text"], found.get("value", "")
        elif found.get("type") == "Action.Submit":
            yield found["title"], found.get("data", {}).get("press", "")
        elif found.get("type") == "Input.ChoiceSet":
            yield from ((choice["title"], choice["value"]) for choice in found["choices"])
        for part in found.values():
            yield from _buttons(part)


class Pair:
    """Priya in Slack and Ben in Teams."""

    def __init__(self, bot: Bot) -> None:
        assert bot.connector is not None
        self.bot, self.connector = bot, bot.connector

    async def priya(self, text: str) -> str:
        return (await self.bot.says(text))[-1]

    async def ben(self, text: str = "", press: str = "") -> str:
        person = {"from": {"id": BEN, "name": "Ben"}, "conversation": {"id": CHAT, "conversationType": "personal",
                                                                     "tenantId": TENANT}}  # fmt: skip
        if press:
            await self.bot.teams("submit", value={"press": press}, **person)
        else:
            await self.bot.teams("personal_message", text=text, **person)
        return self.in_teams()[-1]

    async def priya_presses(self, label: str) -> str:
        shown = [value for message in self.bot.slack.messages[f"D{LEAD[1:]}"]
                 for name, value in _buttons(message.get("blocks")) if name == label]  # fmt: skip
        assert shown, f"no button '{label}'"
        self.bot.sent += 1
        body = payload("press_button")
        body["actions"][0] |= {"value": shown[-1], "action_ts": f"1764000330.{self.bot.sent:06}"}
        await self.bot.interact(body)
        return self.bot.direct(LEAD)[-1]

    async def ben_presses(self, label: str) -> str:
        shown = [value for one in self._to_ben() for name, value in _buttons(one) if name == label]
        assert shown, f"no button '{label}'"
        return await self.ben(press=shown[-1])

    def _to_ben(self) -> list[dict[str, Any]]:
        return [d.activity for d in self.connector.delivered if d.conversation == CHAT]

    def in_teams(self) -> list[str]:
        return [json.dumps(activity, ensure_ascii=False) for activity in self._to_ben()]

    async def passes(self, time: timedelta) -> None:
        """The clock goes on, and looks at everybody."""
        clock = self.bot.app.clock
        clock.move(time)
        await self.bot.app.turns.sweep(clock.now())
        await self.bot.deliver()


async def test_from_find_me_somebody_to_that_helped(bot: Bot) -> None:
    pair = Pair(bot)
    await pair.ben("I'm happy to help others")
    await pair.ben_presses("Yes, they may")
    await pair.ben_presses("a sceptical board")

    found = await pair.priya("find me somebody who took this to a sceptical board")
    assert "a sceptical board" in found
    assert "Ben" not in found and "Harbour" not in found, "nobody is named before both have said yes"
    await pair.priya_presses("Ask number 1")
    await pair.priya_presses("Yes, they may")

    await pair.passes(timedelta(minutes=5))
    asked = pair.in_teams()[-1]
    assert "May I introduce you?" in asked
    assert "Priya" not in asked and "Acme" not in asked
    assert "Priya at Acme Homes" in await pair.ben("yes please")

    await pair.passes(timedelta(minutes=5))
    assert "Ben at Harbour and Vale" in bot.direct(LEAD)[-1]
    await pair.priya("tell Ben: how did you begin?")
    await pair.passes(timedelta(minutes=5))
    assert "how did you begin?" in pair.in_teams()[-1]
    await pair.ben("tell her we brought two residents")
    await pair.passes(timedelta(minutes=5))
    assert "we brought two residents" in bot.direct(LEAD)[-1]

    for _ in range(15):
        await pair.passes(timedelta(days=1))
    told = bot.direct(LEAD)
    assert sum("Did you speak, and was it useful?" in text for text in told) == 1
    await pair.priya("that helped")
    assert "glad that it helped" in " ".join(bot.direct(LEAD)[len(told) :])
    counts = await bot.app.store.read(lambda tx: tx.peer_counts())
    assert counts == [("theme:sceptical_board", "open", "helped", 1)]


async def test_what_one_says_in_slack_is_nowhere_but_with_the_other(bot: Bot) -> None:
    pair = Pair(bot)
    await pair.ben("I'm happy to help others")
    await pair.ben_presses("Yes, they may")
    await pair.ben_presses("a sceptical board")
    await pair.priya("find me somebody who took this to a sceptical board")
    await pair.priya_presses("Ask number 1")
    await pair.priya_presses("Yes, they may")
    await pair.passes(timedelta(minutes=5))
    await pair.ben_presses("Yes, introduce us")
    await pair.priya("tell Ben: zebra crossing")
    await pair.passes(timedelta(minutes=5))
    await pair.priya("close")
    await pair.passes(timedelta(minutes=5))

    assert "zebra" in "".join(pair.in_teams())
    kept = await bot.app.store.read(
        lambda tx: json.dumps({kind: list(rows) for kind, rows in tx.dump()}, default=str)
    )
    assert "zebra" not in kept
    ended = await bot.app.store.read(lambda tx: tx.peer_introduction(1))
    assert ended is not None and (ended.state, ended.lines) == ("closed", ())
