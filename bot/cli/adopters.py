"""`bot adopters`: organisations, their join codes, and the workspaces whose people need none."""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from bot.cli import adopter_acts as acts
from bot.cli.acting import act, known_adopter, operator, tell, tell_list
from bot.cli.errors import CommandError
from bot.compose.access import StoreAccess
from bot.core.model import Adopter, Outcome, SaveAdopter
from bot.runtime import adopter_acts
from bot.store.port import BoundWorkspace, Tx


async def adopters(args: argparse.Namespace, access: StoreAccess) -> int:
    """Runs the action that `args` names. Raises CommandError."""
    if args.action == "import":
        return await acts.import_file(args, access)
    if args.action in acts.ACTS:
        return await acts.change(args, access)
    await ACTIONS[args.action](args, access)
    return 0


async def _add(args: argparse.Namespace, access: StoreAccess) -> None:
    by = operator(access)
    adopter, code = await act(access, lambda tx: adopter_acts.add(tx, args.name, by), args.dry_run)
    shown = None if args.dry_run else code
    known = [f"  join code: {shown}", "(The code is shown only now.)"] if shown else []
    tell(
        args,
        [adopter.name, f"  key: {adopter.key}", *known],
        action="add",
        key=adopter.key,
        name=adopter.name,
        code=shown,
    )


NO_ADOPTER = "No adopter yet: charter-bot adopters add NAME"


async def _list(args: argparse.Namespace, access: StoreAccess) -> None:
    adopters = await access.store.read(lambda tx: tx.adopters())
    if not args.json:
        tell_list(args, [{"key": one.key, "name": one.name} for one in adopters], NO_ADOPTER)
        return
    tell_list(
        args,
        [
            {
                "key": a.key,
                "name": a.name,
                "listed": _day(a.joined_on),
                "closed": _day(a.closed_on),
                "into": a.merged_into,
            }
            for a in adopters
        ],
        NO_ADOPTER,
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


async def _code(args: argparse.Namespace, access: StoreAccess) -> None:
    by = operator(access)
    adopter, code = await act(access, lambda tx: adopter_acts.make_code(tx, known_adopter(tx, args.key).key, by))
    print(f"{adopter.name}\n  join code: {code}\n(The code is shown only now. The old one no longer works.)")


async def _since(args: argparse.Namespace, access: StoreAccess) -> None:
    now = access.clock.now()
    if args.day > now.date():
        raise CommandError(f"{args.day} is still to come: an adopter is listed since a day that has been.")

    def put_right(tx: Tx) -> Adopter:
        adopter = replace(known_adopter(tx, args.key), joined_on=args.day)
        event = f"since:{adopter.key}:{now.isoformat()}"
        tx.keep_clock(event, now, tx.context_of(adopter.key), Outcome(changes=(SaveAdopter(adopter),)))
        return adopter

    adopter = await access.store.write(put_right)
    print(f"{adopter.name} is listed since {adopter.joined_on}.")


async def _unbind(args: argparse.Namespace, access: StoreAccess) -> None:
    def let_go(tx: Tx) -> tuple[Adopter, list[BoundWorkspace]]:
        adopter = known_adopter(tx, args.key)
        bound = [b for b in tx.bound_workspaces(adopter.key) if args.workspace in ("", b.workspace)]
        for one in bound:
            tx.unbind_workspace(one.channel, one.workspace, one.adopter)
        return adopter, bound

    adopter, bound = await access.store.write(let_go)
    if not bound:
        raise CommandError(
            f"no workspace lets people in at {adopter.name} without a code. `charter-bot doctor` shows."
        )
    for one in bound:
        print(f"Whoever comes to {one.channel} {one.workspace} from now on needs {adopter.name}'s join code again.")
    print("Those who came stay.")


ACTIONS: dict[str, Callable[[argparse.Namespace, StoreAccess], Awaitable[None]]] = {
    "add": _add, "list": _list, "code": _code, "since": _since, "unbind": _unbind,
}  # fmt: skip
