"""`bot codes`: who gave wrong codes lately and is slowed down for it, and forgetting that."""

from __future__ import annotations

import argparse
from datetime import datetime

from bot.compose.access import StoreAccess
from bot.core.people.codes import MOST_WRONG_CODES, WAIT_MINUTES
from bot.store.port import Tx


async def codes(args: argparse.Namespace, access: StoreAccess) -> int:
    """Runs `list` or `clear`."""
    now = access.clock.now()
    if args.action == "clear":
        place = (args.channel, args.workspace, args.user)
        count = await access.store.write(lambda tx: tx.clear_wrong_codes(*place))
        print(f"{count} wrong code{'' if count == 1 else 's'} forgotten: nobody there is slowed down.")
        return 0
    found = await access.store.read(lambda tx: tx.wrong_codes(now))
    if not found:
        print("Nobody gave a wrong code in the last hour.")
    for one in found:
        slowed = "slowed down" if one.count >= MOST_WRONG_CODES else ""
        account = one.account
        print(f"{account.channel}\t{account.workspace}\t{account.user}\t{one.count}\t{one.last:%H:%M} UTC\t{slowed}")
    return 0


def who_comes_in(tx: Tx, now: datetime) -> list[tuple[bool, str]]:
    """For `doctor`: workspaces whose people need no code, and whether codes are being guessed."""
    found = []
    names = {a.key: a.name for a in tx.adopters()}
    for bound in tx.bound_workspaces():
        person = tx.person(bound.by) if bound.by else None
        by = f", said {person.name}" if person and person.name else ""
        since = f" since {bound.at:%Y-%m-%d}{by}" if bound.at else ""
        found.append((True, f"Workspace: everybody in {bound.channel} {bound.workspace} joins "
                            f"{names.get(bound.adopter, bound.adopter)} without a code{since} "
                            f"(charter-bot adopters unbind {bound.adopter})"))  # fmt: skip
    wrong = tx.wrong_codes(now)
    count, slowed = sum(one.count for one in wrong), sum(one.count >= MOST_WRONG_CODES for one in wrong)
    if slowed:
        found.append((False, f"Join codes: {count} wrong in the last hour, and accounts slowed down for up to "
                             f"{WAIT_MINUTES} minutes: {slowed}. `charter-bot codes list` shows them, "
                             "`charter-bot codes clear` lets them go on"))  # fmt: skip
    elif wrong:
        found.append((True, f"Join codes: {count} wrong in the last hour"))
    return found
