"""`bot officers`: let the programme's officer in, or make a channel the inbox."""

from __future__ import annotations

import argparse

from bot.channels.passes import PassKind, make_pass, officer_subject
from bot.cli.errors import CommandError
from bot.compose.access import StoreAccess
from bot.compose.secret import secret_key
from bot.store.codes import new_code


async def officers(args: argparse.Namespace, access: StoreAccess) -> int:
    """Runs `invite` or `inbox`. Raises CommandError for a name that no setting has."""
    if args.action == "inbox":
        code = new_code()
        await access.store.write(lambda tx: tx.set_inbox_code(code))
        print(
            f"Type this in the Slack or Teams channel that should get people's questions: {code}\n"
            "(In a channel, mention the bot with it. It works once, and everybody in that channel can answer.)"
        )
        return 0
    name = args.name
    if name not in (*access.settings.bot_officers, *access.settings.bot_viewers):
        raise CommandError(
            f"BOT_OFFICERS: add '{name}' to it first (or to BOT_VIEWERS, to look only), so that this link can be"
            " taken back again."
        )
    who = officer_subject(name)
    round_ = await access.store.read(lambda tx: tx.access_round(who))
    link = make_pass(secret_key(access.settings), PassKind.OFFICER_LINK, who, access.clock.now(), round_)
    print(f"{access.settings.address}/programme/join/{link}")
    return 0
