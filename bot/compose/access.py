"""The store, opened, and nothing else: all that a command needs which reads no content."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.channels.abilities import for_delivery
from bot.compose.settings import Settings
from bot.runtime.clock import Clock
from bot.store.open import open_store, sqlite_path
from bot.store.port import Store

SHIFT_KEY = "demo clock shift"
"""Where the store keeps how far the demo's clock was moved on, in seconds."""


@dataclass(slots=True)
class StoreAccess:
    """The store with the settings that led to it, and the clock."""

    settings: Settings
    store: Store
    clock: Clock


@contextlib.asynccontextmanager
async def open_access(settings: Settings, clock: Clock | None = None) -> AsyncIterator[StoreAccess]:
    """The store, migrated. Raises StoreError."""
    store = open_store(settings.database_url, for_delivery())
    path = sqlite_path(settings.database_url)
    if path is not None and "database_url" not in settings.model_fields_set:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # the user's own data folder, where it is that
    try:
        await store.migrate()
        yield StoreAccess(settings, store, clock or await _clock(settings, store))
    finally:
        await store.close()


async def _clock(settings: Settings, store: Store) -> Clock:
    """The machine's time; in the demo as far ahead as it was moved on."""
    moved = await store.read(lambda tx: tx.value(SHIFT_KEY)) if settings.demo else None
    return Clock(timedelta(seconds=float(moved or 0)))


def beside_database(settings: Settings, suffix: str) -> Path | None:
    """A file that lies beside the database; None where the database is no file here. Raises StoreError."""
    path = sqlite_path(settings.database_url)
    return None if path is None else path.with_suffix(suffix)
