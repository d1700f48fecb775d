"""`bot invite`: a signed personal link to the web chat, for somebody new or for a person chosen by their id."""

from __future__ import annotations

import uuid

from bot.channels.passes import PassKind, make_pass
from bot.cli.acting import known_adopter
from bot.cli.errors import CommandError
from bot.compose.access import StoreAccess
from bot.compose.secret import secret_key
from bot.core.model import Account, Person
from bot.store.port import Tx


async def invitation(access: StoreAccess, adopter_key: str, name: str, person_id: str = "", new: bool = False) -> str:
    """The link. Raises CommandError for an adopter that is none, or is closed to somebody new; for a person who is
    none or has left; and for a name that somebody there has, unless another person of that name is meant (`new`)."""

    def find(tx: Tx) -> tuple[Person, int]:
        adopter = known_adopter(tx, adopter_key)
        if adopter.closed_on is not None and not person_id:
            raise CommandError(f"{adopter.name} is closed: nobody new can join. `charter-bot adopters reopen` first.")
        person = _chosen(tx, adopter.key, person_id) if person_id else _newcomer(tx, adopter.key, name, new)
        tx.save_person(person, Account("web", "web", person.id))
        return person, tx.access_round(person.id)

    person, round_ = await access.store.write(find)
    base = access.settings.public_url or f"http://{access.settings.host}:{access.settings.port}"
    link = make_pass(secret_key(access.settings), PassKind.LINK, person.id, access.clock.now(), round_)
    return f"{base.rstrip('/')}/join/{link}"


def _chosen(tx: Tx, adopter: str, person_id: str) -> Person:
    person = tx.person(person_id)
    if person is None or person.adopter != adopter:
        raise CommandError(f"nobody at {adopter} has the id '{person_id}'.")
    if person.left_on is not None:
        raise CommandError(f"{person.name or person_id} has left {adopter}.")
    return person


def _newcomer(tx: Tx, adopter: str, name: str, new: bool) -> Person:
    """Somebody new. People call themselves what they like: a link by name alone would open another's account."""
    there = [p for p in tx.people(adopter) if p.left_on is None and _same(p.name, name)]
    if there and not new:
        known = "\n".join(f"  --person {p.id}   {p.name}, {p.role or 'no role yet'}, {_where(tx, p)}" for p in there)
        raise CommandError(
            f"somebody at {adopter} is called '{name}'. Is it them?\n{known}\n  --new   somebody else of that name"
        )
    return Person(f"p-{uuid.uuid4().hex[:16]}", adopter, name)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _where(tx: Tx, person: Person) -> str:
    channels = sorted({account.channel for account in tx.accounts_of(person.id)})
    return f"known in {', '.join(channels)}" if channels else "known nowhere yet"
