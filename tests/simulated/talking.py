"""Holds one conversation, turn by turn, through `bot chat --json`'s own code, and counts what came of it."""

from __future__ import annotations

import io
import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.cli.chat_json import JsonConversation, Listener
from bot.compose.app import open_app
from bot.compose.settings import read_settings
from bot.runtime.clock import StoppedClock
from tests.programmes import CONVERSATIONS, read_once
from tests.simulated.people import NO, UNKNOWN, YES, Simulated

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
MOST_TURNS = 25


@dataclass(slots=True)
class Count:
    """What came of a conversation."""

    turns: int = 0
    right: int = 0
    """Facts kept that are true."""
    wrong: list[str] = field(default_factory=list)
    """Facts kept that are not."""
    offered_wrong: list[str] = field(default_factory=list)
    """Facts read back that are not."""
    missed: list[str] = field(default_factory=list)
    """Facts told and not kept."""
    log: list[str] = field(default_factory=list)


def is_true(who: Simulated, name: str, value: Any) -> bool:
    known = who.truth.get(name, ())
    return any((list(k) if isinstance(k, tuple) else k) == value for k in known)


async def converse(who: Simulated, seed: int, folder: Path) -> Count:
    """One whole conversation of this person; the seed chooses their words."""
    chance, count = random.Random(seed), Count()
    settings = read_settings(database_url=f"sqlite:///{folder}/{who.name}-{seed}.db", bot_content=CONVERSATIONS)
    async with open_app(settings, StoppedClock(NOW), reads=read_once) as app:
        listener = Listener()
        app.add(listener)
        adopter = await app.store.write(lambda tx: tx.add_adopter("Riverside Homes", "ABCD-EFGH", NOW))
        bot = JsonConversation(app, adopter, who.name, listener)

        async def say(line: dict[str, str]) -> dict[str, Any]:
            out = io.StringIO()
            await bot.run(io.StringIO(json.dumps(line) + "\n"), out)
            answers = [json.loads(row) for row in out.getvalue().splitlines()]
            count.turns += 1
            count.log += [f"{who.name}: {line}", *(f"bot: {a['phrase']}: {a['text'][:200]}" for a in answers)]
            return dict(answers[-1])

        state = await say({"text": chance.choice(who.hello)})
        todo = [chance.choice(words) for words in who.tells]
        while count.turns < MOST_TURNS:
            line = reply_to(who, state, todo, chance, count)
            if line is None:
                break
            state = await say(line)
        facts = await app.store.read(lambda tx: tx.context_of(adopter.key).facts)
    for fact in facts:
        value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
        if is_true(who, fact.name, value):
            count.right += 1
        elif fact.name in who.truth or fact.name.partition(".")[0] in {n.partition(".")[0] for n in who.truth}:
            count.wrong.append(f"{fact.name}={value}")
    kept = {fact.name for fact in facts}
    count.missed = [n for n in who.told if n not in kept]
    return count


def reply_to(
    who: Simulated, state: dict[str, Any], todo: list[str], chance: random.Random, count: Count
) -> dict[str, str] | None:
    """What this person does next; None when they have told everything and are asked nothing that they know."""
    if state.get("reads_back"):
        wrong = [u for u in state["reads_back"] if not is_true(who, u["name"], u["value"])]
        count.offered_wrong += [f"{u['name']}={u['value']}" for u in wrong]
        return {"text": chance.choice(NO if wrong and who.reads else YES)}
    if todo:
        return {"text": todo.pop(0)}
    asked = str(state.get("asks") or "").partition("#")[0]
    if asked in who.answers:
        return {"text": chance.choice(who.answers[asked])}
    return {"text": chance.choice(UNKNOWN)} if asked.partition(".")[0] in steps_of(who) else None


def steps_of(who: Simulated) -> set[str]:
    return {name.partition(".")[0] for name in who.answers}
