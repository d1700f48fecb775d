"""From `DATABASE_URL` to a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.core.delivery import Channels
from bot.store.port import Store, StoreError

NO_CHANNELS = Channels()
EXAMPLE = "sqlite:///charter-bot.db"
OTHER = "postgresql://user:password@host/database"


def _sqlite(url: str, channels: Channels) -> Store:
    from bot.store.sqlite import SqliteStore

    path = sqlite_path(url)
    assert path is not None
    return SqliteStore(path, channels)


def _postgres(url: str, channels: Channels) -> Store:
    try:
        from bot.store.postgres import PostgresStore
    except ImportError as error:
        raise StoreError(
            "PostgreSQL's driver is not installed. Run: pip install 'charter-bot[postgres]'", "its driver is missing"
        ) from error
    return PostgresStore(url, channels)


STORES: Mapping[str, Callable[[str, Channels], Store]] = {"sqlite": _sqlite, "postgresql": _postgres}
"""The stores there are, by how their address begins. Each passes tests/store, which finds it here."""


def open_store(url: str, channels: Channels = NO_CHANNELS) -> Store:
    """The store at this address: `sqlite:///here.db` (beside the bot), `sqlite:////var/lib/bot/there.db`, or
    `postgresql://user:password@host/database`.

    `channels`: what is to be known of the channels, for a store knows none by name.
    Nothing is opened before the store is first asked something. Raises StoreError for an address that is none.
    """
    return STORES["postgresql" if sqlite_path(url) is None else "sqlite"](url, channels)


def sqlite_path(url: str) -> Path | None:
    """The file that the address names; None for a store that is no file. Raises StoreError like `open_store`."""
    parts = urlsplit(url)
    if parts.scheme in ("postgresql", "postgres"):
        return None
    if parts.scheme != "sqlite":
        raise StoreError(
            f"DATABASE_URL begins with {parts.scheme or 'nothing'!r}; it must be like {EXAMPLE}, or {OTHER}."
        )
    name = unquote(parts.path).removeprefix("/")
    if parts.netloc or not name or name == ":memory:":
        raise StoreError(f"DATABASE_URL is {url}: it must name a file, with three slashes: {EXAMPLE}.")
    return Path(name)
