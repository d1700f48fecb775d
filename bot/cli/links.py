"""`charter-bot links`: asks every address that the content leads to whether it is still there."""

from __future__ import annotations

from pathlib import Path

from bot.cli.errors import CommandError
from bot.content.draft import Draft
from bot.content.links import read_links
from bot.runtime.link_check import BROKEN, State, ask_all

OK, PROBLEMS = 0, 1


async def links(folder: Path) -> int:
    """Prints a line for each link. Exit code 1 when a reader would find one broken."""
    draft = Draft(folder)
    known = read_links(draft)
    if draft.problems:
        raise CommandError("the links cannot be read:\n" + "\n".join(map(str, draft.problems)))
    if not known:
        raise CommandError(f"there are no links in {folder / 'links.yaml'}.")
    asked = {each.address: each for each in await ask_all(link.address for link in known.values())}
    for key, link in known.items():
        told = asked[link.address]
        print(f"{key}: {told.state.value}{f' ({told.detail})' if told.detail else ''}  {link.address}")
    counts = ", ".join(
        f"{count} {state.value.partition(',')[0]}"
        for state in State
        if (count := sum(asked[link.address].state is state for link in known.values()))
    )
    print(f"{len(known)} link{'' if len(known) == 1 else 's'}: {counts}.")
    if any(each.state is State.MOVED for each in asked.values()):
        print("For a page that has moved, write its new address in links.yaml.")
    return PROBLEMS if any(each.state in BROKEN for each in asked.values()) else OK
