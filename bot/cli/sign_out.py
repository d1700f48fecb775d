"""`bot sign-out WHO`: ends every link and session of a person or an officer: a link leaked, a device was lost."""

from __future__ import annotations

from bot.channels.passes import officer_subject
from bot.cli.people import person_by_name
from bot.compose.access import StoreAccess
from bot.store.port import Tx


async def sign_out(access: StoreAccess, who: str) -> str:
    """Says who was signed out. Raises CommandError when nobody, or more than one, is called that."""

    def end(tx: Tx) -> str:
        if who in (*access.settings.bot_officers, *access.settings.bot_viewers):
            tx.end_access(officer_subject(who))
            return f"{who} (officer)"
        person = person_by_name(tx, who, ", neither among the people nor in BOT_OFFICERS or BOT_VIEWERS")
        tx.end_access(person.id)
        adopter = tx.adopter(person.adopter)
        return f"{person.name} at {adopter.name if adopter else person.adopter}"

    return await access.store.write(end)
