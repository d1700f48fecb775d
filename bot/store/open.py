"""From `DATABASE_URL` to a store."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.store.port import Store, StoreError


def open_store(url: str) -> Store:
    """The store at this address: `sqlite:///here.db` (beside the bot) or `sqlite:////var/lib/bot/there.db`.

    Nothing is opened before the store is first asked something. Raises StoreError for an address that is none.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(url, unquote(parts.path), parts.netloc)
    if parts.scheme in ("postgresql", "postgres"):
        raise StoreError("PostgreSQL is not there yet: set DATABASE_URL to a SQLite file, sqlite:///charter-bot.db.")
    raise StoreError(
        f"DATABASE_URL begins with {parts.scheme or 'nothing'!r}; it must be like sqlite:///charter-bot.db."
    )


def _sqlite(url: str, path: str, host: str) -> Store:
    from bot.store.sqlite import SqliteStore

    name = path.removeprefix("/")
    if host or not name or name == ":memory:":
        raise StoreError(f"DATABASE_URL is {url}: it must name a file, with three slashes: sqlite:///charter-bot.db.")
    return SqliteStore(Path(name))
