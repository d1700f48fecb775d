"""The bot's own secret: it signs cookies and links, and encrypts tokens."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.channels.passes import SecretKey
from bot.compose.settings import Settings, SettingsError
from bot.runtime.clock import Clock
from bot.store.open import sqlite_path

LEAST_BYTES = 32
"""A shorter secret could be guessed, and with it the officer's pages opened."""
MAKE_ONE = "python -c 'import secrets; print(secrets.token_urlsafe(48))'"

REMEDY = f"Delete the file and start again: links and sessions then end. Or set BOT_SECRET_KEY, made with: {MAKE_ONE}"


def secret_key(settings: Settings, make: bool = True) -> str:
    """The key that signs and encrypts. On a local run it is made once, and kept beside the database; without `make`,
    it is empty where it is still to be made.

    Raises SettingsError when there is none where one must be set, or when it is too short.
    """
    given = settings.bot_secret_key.get_secret_value().strip()
    if given:
        return _long_enough(given, "BOT_SECRET_KEY", f"Make one with: {MAKE_ONE}")
    if settings.bot_secret_key_file is not None:
        return KeyFile(settings.bot_secret_key_file).keys()[0]
    if "bot_secret_key" in settings.model_fields_set:
        raise SettingsError(f"BOT_SECRET_KEY: is set and empty. Take it out, or make one with: {MAKE_ONE}")
    if settings.public_url:
        raise SettingsError(f"BOT_SECRET_KEY: is needed once PUBLIC_URL is set. Make one with: {MAKE_ONE}")
    database = sqlite_path(settings.database_url)
    if database is None:
        raise SettingsError(
            f"BOT_SECRET_KEY: is needed when the database is not a local file. Make one with: {MAKE_ONE}"
        )
    beside = database.with_suffix(".key")
    if not beside.exists():
        if not make:
            return ""
        _make(beside)
    return KeyFile(beside).keys()[0]


def key_file(settings: Settings) -> Path | None:
    """The file that has the key; None where the environment has it."""
    if settings.bot_secret_key.get_secret_value().strip():
        return None
    if settings.bot_secret_key_file is not None:
        return settings.bot_secret_key_file
    database = sqlite_path(settings.database_url)
    return None if database is None else database.with_suffix(".key")


def key_ring(settings: Settings) -> SecretKey:
    """The keys that are valid, as they are whenever they are asked for. Raises SettingsError like `secret_key`."""
    key = secret_key(settings)
    file = key_file(settings)
    return key if file is None else KeyFile(file)


class KeyFile:
    """A file of keys: in its first line the one that signs, in each other one that was before, and until when it is
    still valid. It is read again whenever it has changed, so that every process follows."""

    def __init__(self, path: Path, now: Callable[[], datetime] | None = None) -> None:
        self._path, self._now = path, now or Clock().now
        self._stamp: tuple[int, ...] = ()
        self._lines: list[tuple[str, datetime | None]] = []

    def keys(self) -> Sequence[str]:
        """Those that are valid now. Raises SettingsError for a file that cannot be used and never could."""
        self._look()
        now = self._now()
        return tuple(key for key, until in self._lines if until is None or until > now)

    def rotate(self, lasts: timedelta) -> datetime:
        """A new key signs from now on; the one before is valid for so long. Returns until when."""
        self._look()
        now = self._now()
        until = now + lasts
        kept = [(key, end or until) for key, end in self._lines if end is None or end > now]
        lines = [secrets.token_urlsafe(48), *(f"{key} until {end.isoformat()}" for key, end in kept)]
        self._write(lines)
        return until

    def end_those_before(self) -> None:
        """No key but the first is valid from now on, however long it was to be: one of them is known to somebody."""
        self._write([self.keys()[0]])

    def _write(self, lines: Sequence[str]) -> None:
        with _written_beside(self._path, "\n".join(lines) + "\n") as name:
            Path(name).replace(self._path)

    def _look(self) -> None:
        try:
            found = self._path.stat()
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            if stamp != self._stamp:
                self._lines = self._read()
                self._stamp = stamp
        except (OSError, ValueError, SettingsError) as error:
            if self._lines:
                return  # what was there is used on, while somebody puts another in its place
            if isinstance(error, SettingsError):
                raise
            raise SettingsError(f"{self._path}: cannot be read ({type(error).__name__}). {REMEDY}") from error

    def _read(self) -> list[tuple[str, datetime | None]]:
        first, *others = self._path.read_text(encoding="utf-8").splitlines() or [""]
        read: list[tuple[str, datetime | None]] = [(_long_enough(first.strip(), str(self._path), REMEDY), None)]
        for line in others:
            key, mark, until = line.strip().partition(" until ")
            if mark:
                read.append((key, datetime.fromisoformat(until)))
        return read


def _long_enough(key: str, where: str, remedy: str) -> str:
    size = len(key.encode())
    if size < LEAST_BYTES:
        raise SettingsError(f"{where}: a key needs at least {LEAST_BYTES} bytes; this one has {size}. {remedy}")
    return key


def _make(path: Path) -> None:
    """The file, whole and on the disk, or none. Where another process was faster, its key is the one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _written_beside(path, secrets.token_urlsafe(48)) as name, contextlib.suppress(FileExistsError):
        os.link(name, path)


@contextlib.contextmanager
def _written_beside(path: Path, text: str) -> Iterator[str]:
    """A file of this text under a name that no other process knows, to be given its own name in one step."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # readable by its owner alone
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield name
    finally:
        Path(name).unlink(missing_ok=True)
