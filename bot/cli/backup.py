"""`bot backup`: a copy of the database that was looked at before and after."""

from __future__ import annotations

from bot.compose.settings import Settings
from bot.store.open import open_store


async def backup(file: str, settings: Settings) -> int:
    """Copies the database as it is, without migrating it. Raises StoreError when it is damaged, or its copy is."""
    store = open_store(settings.database_url)
    try:
        await store.backup(file)
    finally:
        await store.close()
    print(f"Copied to {file}, and checked.")
    return 0
