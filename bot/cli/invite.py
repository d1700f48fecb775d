"""`bot invite`: a signed personal link to the web chat."""

from __future__ import annotations

import uuid

from bot.channels.passes import PassKind, make_pass
from bot.cli.errors import CommandError
from bot.compose.access import StoreAccess
from bot.compose.secret import secret_key
from bot.core.model import Account, Person
from bot.store.port import Tx


async def invitation(access: StoreAccess, adopter_key: str, name: str) -> str:
    """The link, for one person, made when new. Raises CommandError for an adopter that is none."""

    def find(tx: Tx) -> tuple[Person, int]:
        if tx.adopter(adopter_key) is None:
            raise CommandError(
                f"there is no adopter with the key '{adopter_key}'. `charter-bot adopters list` shows them."
            )
        known = next((p for p in tx.people(adopter_key) if p.name.casefold() == name.casefold()), None)
        person = known or Person(f"p-{uuid.uuid4().hex[:16]}", adopter_key, name)
        tx.save_person(person, Account("web", "web", person.id))
        return person, tx.access_round(person.id)

    person, round_ = await access.store.write(find)
    link = make_pass(secret_key(access.settings), PassKind.LINK, person.id, access.clock.now(), round_)
    return f"{access.settings.address}/join/{link}"
