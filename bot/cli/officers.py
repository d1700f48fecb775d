"""`bot officers`: let the programme's officer in or out, list who may come, or make a channel the inbox."""

from __future__ import annotations

import argparse

from bot.channels.passes import PassKind, make_pass, officer_subject
from bot.cli.acting import act, operator, tell, tell_list
from bot.cli.errors import CommandError
from bot.compose.access import StoreAccess
from bot.compose.secret import secret_key
from bot.store.codes import new_code
from bot.store.port import Tx


async def officers(args: argparse.Namespace, access: StoreAccess) -> int:
    """Runs the action that `args` names. Raises CommandError for a name that no setting has."""
    if args.action == "list":
        settings = access.settings
        may = [(name, "acts") for name in settings.bot_officers] + [(name, "looks") for name in settings.bot_viewers]
        tell_list(args, [{"name": name, "may": does} for name, does in may], "Nobody: name them in BOT_OFFICERS.")
        return 0
    if args.action == "remove":
        return await _remove(args, access)
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


async def _remove(args: argparse.Namespace, access: StoreAccess) -> int:
    """Ends every link and session. Who may come is a setting, which only the operator can change."""
    settings, name, by = access.settings, args.name, operator(access)
    lists = {"BOT_OFFICERS": settings.bot_officers, "BOT_VIEWERS": settings.bot_viewers}
    named = [setting for setting, names in lists.items() if name in names]
    if not named:
        raise CommandError(f"'{name}' is neither in BOT_OFFICERS nor in BOT_VIEWERS: nothing of theirs lets them in.")

    def end(tx: Tx) -> None:
        tx.end_access(officer_subject(name))
        tx.note_act(by.name, "removed an officer", by.at, about=name)

    await act(access, end, args.dry_run)
    where = " and ".join(named)
    ended = f"Every link and session of {name} {'would end' if args.dry_run else 'is over'}."
    still = f"Take '{name}' out of {where} and restart the bot, or they can be let in again."
    tell(args, [ended, still], removed=name, still_in=named)
    return 0
