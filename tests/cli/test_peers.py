"""Introductions by command: counts and topics for the programme, and a round at once."""

from __future__ import annotations

from pathlib import Path

from bot.core.model import Account, Outcome, TurnContext
from bot.core.model.peers import OrganisationProfile, PeerProfile, SaveOrganisationProfile, SavePeerProfile
from tests.process import command
from tests.store.factories import NOW, add_adopter, add_person, new_store

SHARES = SaveOrganisationProfile(OrganisationProfile("london", shared=True))
WANTS = SavePeerProfile(PeerProfile(("survey",), shared=True, rounds=True))


async def test_a_round_is_tried_out_then_run_and_counted(tmp_path: Path) -> None:
    async with new_store(tmp_path, "bot.db") as store:
        for number in range(2):
            adopter = await add_adopter(store, f"Adopter {number}", f"CODE-{2222 + number}")
            person = await add_person(store, adopter, f"Person {number}", id_=f"p{number}", user=f"U{number}")
            context = TurnContext(Account("", "", ""), adopter, person)
            shares = Outcome(changes=(SHARES, WANTS))
            await store.write(lambda tx, c=context, o=shares, n=number: tx.keep_clock(f"e{n}", NOW, c, o))  # type: ignore[misc]

    code, out, err = await command(tmp_path, "peers", "round", "--dry-run")
    assert (code, out.strip(), err) == (0, "Would put together: 2 people. Each is asked first.", "")
    assert (await command(tmp_path, "peers", "counts"))[1] == ""
    code, out, err = await command(tmp_path, "peers", "round")
    assert (code, out.strip(), err) == (0, "Put together: 2 people. Each is asked first.", "")
    code, out, _ = await command(tmp_path, "peers", "counts")
    assert (code, out.strip()) == (0, "Together with Tenants: asked 1, introduced 0, helped 0")
    assert (await command(tmp_path, "peers", "round"))[1].strip() == "Put together: 0 people. Each is asked first."
