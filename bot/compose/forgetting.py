"""What a process remembers to save time, and forgets when somebody was deleted: every cache is on one of two lists.

A cache that is on neither fails `tests/compose/test_forgetting.py`.
"""

from __future__ import annotations

import asyncio
import sys

from bot.store.port import Store, StoreError

OF_PEOPLE = {
    "bot.channels.slack.mrkdwn": ("_both",),
    "bot.channels.teams.words": ("blocks_of",),
    "bot.channels.web.rendering": ("words_html",),
    "bot.core.reader.looking": ("_looked",),
    "bot.core.gatherings.finding": ("_of",),
    "bot.core.guidance.questions": ("_matched",),
    "bot.core.language.doing": ("_rules", "doings"),
    "bot.core.peers.finding": ("_written",),
    "bot.core.turn.requesting": ("words_of",),
    "bot.core.turn.shortcuts": ("command_in",),
    "bot.core.turn.understand": ("_understood_so",),
    "bot.store.sql.rows": (
        "_state_of", "adopter_of", "assignment_of", "fact_of", "person_of", "person_state_of", "place_of",
        "place_text", "value_of", "gathering_of", "sign_up_of",
    ),
}  # fmt: skip
"""Caches that may have a name, an id or somebody's words in them."""
OF_CONTENT = {
    "bot.channels.slack.mrkdwn": ("_parser",),
    "bot.channels.web.assets": ("_asset",),
    "bot.content.check_wording": ("_any_of",),
    "bot.core.calendar": ("bank_holidays", "hours_of"),
    "bot.core.dialogue.told_in_words": ("_phrases",),
    "bot.core.guidance.questions": ("_prepared",),
    "bot.core.turn.requesting": ("_way",),
    "bot.core.language.dates.singles": ("_parsers",),
    "bot.documents.badge_png": ("_png",),
    "bot.documents.colours": ("style",),
    "bot.documents.html": ("_environment", "_sheet"),
    "bot.documents.logo": ("svg",),
    "bot.documents.logo_png": ("png",),
    "bot.core.officers.figures": ("_worked",),
    "bot.core.officers.promise": ("_promised",),
    "bot.http.style": ("_address", "_source"),
    "bot.store.codec": ("_fields", "_reader_of"),
    "bot.store.postgres.dialect": ("in_postgres",),
    "bot.store.sql.outbox": ("_claim_of",),
}
"""Caches of what the content, the calendar and the code are: nothing about anybody."""
LOOK_SECONDS = 10.0


def forget() -> None:
    """Empties what may have somebody in it."""
    for module, names in OF_PEOPLE.items():
        loaded = sys.modules.get(module)
        for name in names if loaded is not None else ():
            getattr(loaded, name).cache_clear()


async def forget_when_erased(store: Store) -> None:
    """Looks whether somebody was deleted, by whichever process, until cancelled."""
    before: int | None = None
    while True:
        try:
            now = len(await store.read(lambda tx: tx.erasures()))
            if before is not None and now != before:
                forget()
            before = now
        except StoreError:
            pass  # whoever has work to do with the store says so
        await asyncio.sleep(LOOK_SECONDS)
