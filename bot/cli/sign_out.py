"""`bot sign-out WHO`: ends every link and session of a person or an officer: a link leaked, a device was lost."""

from __future__ import annotations

from bot.channels.passes import officer_subject
from bot.cli.errors import CommandError
from bot.compose.access import StoreAccess
from bot.core.model import Person
from bot.store.port import Tx


async def sign_out(access: StoreAccess, who: str) -> str:
    """Says who was signed out. Raises CommandError when nobody, or more than one, is called that."""

    def end(tx: Tx) -> str:
        if who in access.settings.bot_officers:
            tx.end_access(officer_subject(who))
            return f"{who} (officer)"
        person = tx.person(who) or _by_name(tx, who)
        tx.end_access(person.id)
        adopter = tx.adopter(person.adopter)
        return f"{person.name} at {adopter.name if adopter else person.adopter}"

    return await access.store.write(end)


def _by_name(tx: Tx, name: str) -> Person:
    found = [p for a in tx.adopters() for p in tx.people(a.key) if p.name.casefold() == name.casefold()]
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandError(f"nobody is called '{name}', neither among the people nor in BOT_OFFICERS.")
    ids = ", ".join(f"{p.id} ({p.adopter})" for p in found)
    raise CommandError(f"several people are called '{name}'. Name one of them by id: {ids}.")
