"""`bot outbox`: messages that were given up are listed, tried again, or put away."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from bot.cli.errors import CommandError
from bot.compose.access import StoreAccess
from bot.store.port import Undelivered

if TYPE_CHECKING:
    from bot.store.port import Tx

MOST = 200
"""Messages that are listed."""


async def outbox(args: argparse.Namespace, access: StoreAccess) -> int:
    """Runs `list`, `retry` or `dismiss`. Raises CommandError for a message that was not given up."""
    if args.action == "list":
        for line in await access.store.read(_lines):
            print(line)
        return 0
    now = access.clock.now()
    if args.every == bool(args.ids):
        raise CommandError("name the messages by their numbers, or say --all.")

    def change(tx: Tx) -> int:
        ids = args.ids or [u.delivery for u in tx.given_up(None)]
        for delivery in ids:
            done = tx.retry(delivery, now) if args.action == "retry" else tx.dismiss(delivery, now)
            if not done:
                raise CommandError(
                    f"{delivery} is no message that was given up. `charter-bot outbox list` shows them."
                )
        return len(ids)

    count = await access.store.write(change)
    messages = f"{count} message{'' if count == 1 else 's'}"
    if args.action == "retry":
        print(f"{messages} will be tried again while the bot is served.")
    else:
        print(f"{messages} put away: the words are gone, that there was one is kept.")
    return 0


def _lines(tx: Tx) -> list[str]:
    names = {a.key: a.name for a in tx.adopters()}
    found = tx.given_up(MOST)
    if not found:
        return ["No message was given up."]
    lines = [_line(tx, one, names) for one in found]
    return [*lines, "Try again: charter-bot outbox retry NUMBER. Put away: charter-bot outbox dismiss NUMBER."]


def _line(tx: Tx, one: Undelivered, names: dict[str, str]) -> str:
    person = tx.person(one.person) if one.person else None
    whom = person.name if person and person.name else "a conversation"
    adopter = names.get(one.adopter, one.adopter) or "nobody we know"
    where = f"{one.channel or '-'}\t{one.error}\tturn {one.turn or '-'}"
    return f"{one.delivery}\t{one.at:%Y-%m-%d %H:%M} UTC\t{adopter}: {whom}\t{where}"
