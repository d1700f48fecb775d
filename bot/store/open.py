"""From `DATABASE_URL` to a store."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.core.delivery import Channels
from bot.store.port import Store, StoreError

NO_CHANNELS = Channels()
EXAMPLE = "sqlite:///charter-bot.db"


def open_store(url: str, channels: Channels = NO_CHANNELS) -> Store:
    """The store at this address: `sqlite:///here.db` (beside the bot) or `sqlite:////var/lib/bot/there.db`.

    `channels`: what is to be known of the channels, for a store knows none by name.
    Nothing is opened before the store is first asked something. Raises StoreError for an address that is none.
    """
    path = sqlite_path(url)
    if path is not None:
        from bot.store.sqlite import SqliteStore

        return SqliteStore(path, channels)
    raise StoreError(f"PostgreSQL is not there yet: set DATABASE_URL to a SQLite file, {EXAMPLE}.")


def sqlite_path(url: str) -> Path | None:
    """The file that the address names; None for a store that is no file. Raises StoreError like `open_store`."""
    parts = urlsplit(url)
    if parts.scheme in ("postgresql", "postgres"):
        return None
    if parts.scheme != "sqlite":
        raise StoreError(f"DATABASE_URL begins with {parts.scheme or 'nothing'!r}; it must be like {EXAMPLE}.")
    name = unquote(parts.path).removeprefix("/")
    if parts.netloc or not name or name == ":memory:":
        raise StoreError(f"DATABASE_URL is {url}: it must name a file, with three slashes: {EXAMPLE}.")
    return Path(name)
