"""Connections and their settings; what the server's errors mean, and which of them pass by themselves."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import errors
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumper
from psycopg_pool import PoolClosed, PoolTimeout

from bot.store.port import StoreError
from bot.store.sql.meaning import Meaning
from bot.store.sql.rows import Row

STATEMENT_SECONDS = 20
"""How long a statement may take, waiting for another transaction included."""
IDLE_SECONDS = 60
"""After so long without a statement in the middle of a transaction the server ends it: its process is stuck."""
CONNECT: dict[str, Any] = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "charter-bot",
}
"""A server that is no more is noticed within ten seconds, also in the middle of a statement."""

AGAIN = (
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.UniqueViolation,
    errors.LockNotAvailable,
)
"""Another transaction was in the way. A row that another has just made is one: run again, the work sees it."""
LOST = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    errors.ReadOnlySqlTransaction,
    PoolTimeout,
)
"""The connection is gone, or leads to a server that is being started, stopped, or no more the one that is written
to."""
STAYS = (
    errors.InsufficientResources,
    errors.QueryCanceled,
    errors.InvalidPassword,
    errors.InvalidAuthorizationSpecification,
)
"""These are among the errors above by their class, and running again at once does not mend them."""

FROM_THE_SERVER: dict[str, Meaning] = {
    "53100": Meaning(
        "the disk is full",
        "The disk of the database {place} is full. Make room: nothing that was kept is lost, and the bot goes on.",
    ),
    "53300": Meaning(
        "it has no connection left",
        "The database {place} has no connection left. Raise its max_connections, or run fewer processes.",
    ),
    "40": Meaning("it is too busy", "The database {place} is too busy: works were in each other's way for too long."),
    "57014": Meaning(
        "it is too slow", "The database {place} did not answer in time. See what holds it up (pg_stat_activity)."
    ),
    "25006": Meaning(
        "it is read-only",
        "The database {place} cannot be written: it is a standby. Set DATABASE_URL to the server that is written to,"
        " or add target_session_attrs=read-write to it.",
    ),
    "42501": Meaning(
        "the bot may not use it",
        "The user in DATABASE_URL may not use the tables of {place}. Make it the database's owner.",
    ),
    "42P01": Meaning("it is not up to date", "The database {place} is not up to date: run `charter-bot migrate`."),
    "42703": Meaning("it is not up to date", "The database {place} is not up to date: run `charter-bot migrate`."),
    "XX": Meaning(
        "it is damaged", "The database {place} is damaged. Look at the server's log, and restore the last backup."
    ),
}
"""The server's error codes, or how they begin, and what each means."""
GONE = Meaning(
    "it cannot be reached", "The database {place} cannot be reached. The bot goes on by itself when it can."
)


class Text(StrDumper):
    """Text as an argument. PostgreSQL keeps every character but NUL; SQLite keeps that as well."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "\ufffd") if "\0" in obj else obj)


def place_of(url: str) -> str:
    """Which database an address means, without user and password."""
    parts = urlsplit(url)
    host = f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
    return f"{parts.path.removeprefix('/') or 'bot'}{f' on {host}' if host else ''}"


def configure(conn: psycopg.Connection[Row], reads: bool) -> None:
    """Settings of a connection, made once. `reads`: its transactions see one moment, and cannot write."""
    conn.adapters.register_dumper(int, Int8Dumper)
    conn.adapters.register_dumper(str, Text)
    conn.prepare_threshold = 2
    settings = {
        "statement_timeout": f"{STATEMENT_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
        "default_transaction_isolation": "repeatable read" if reads else "read committed",
        "default_transaction_read_only": "on" if reads else "off",
        "plan_cache_mode": "force_generic_plan",
    }
    for name, value in settings.items():
        conn.execute("SELECT set_config(%s, %s, false)", (name, value))
    conn.commit()


def passes(error: BaseException) -> bool:
    """Whether the work that met this may be run again at once."""
    return isinstance(error, AGAIN) or (isinstance(error, LOST) and not isinstance(error, STAYS))


def is_lost(error: BaseException) -> bool:
    """Whether the connection is to be made anew."""
    return isinstance(error, LOST) and not isinstance(error, AGAIN)


def explain(error: BaseException, place: str) -> BaseException:
    """The StoreError for what the world did; our own mistakes stay what they are."""
    if isinstance(error, (StoreError, psycopg.IntegrityError)):
        return error
    if isinstance(error, PoolClosed):
        return closed(place)
    if not isinstance(error, (psycopg.Error, PoolTimeout)):
        return error
    code = getattr(error, "sqlstate", None) or ""
    found = next((m for begins, m in FROM_THE_SERVER.items() if code and code.startswith(begins)), None)
    if found is None and not isinstance(error, LOST):
        return StoreError(f"The database {place} cannot be used: {error}. `charter-bot doctor` says more.")
    meaning = found or GONE
    return StoreError(f"{meaning.sentence.format(place=place)} ({' '.join(str(error).split())[:200]})", meaning.brief)


def closed(place: str) -> StoreError:
    return StoreError(f"The database {place} is closed: the bot is stopping.")


@contextlib.contextmanager
def explained(place: str) -> Iterator[None]:
    """Turns what the world does into a StoreError."""
    try:
        yield
    except BaseException as error:
        better = explain(error, place)
        if better is error:
            raise
        raise better from error
