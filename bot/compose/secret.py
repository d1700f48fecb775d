"""The bot's own secret: it signs cookies and links, and encrypts tokens."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from bot.compose.settings import Settings, SettingsError
from bot.store.open import sqlite_path

LEAST_BYTES = 32
"""A shorter secret could be guessed, and with it the officer's pages opened."""
MAKE_ONE = "python -c 'import secrets; print(secrets.token_urlsafe(48))'"


def secret_key(settings: Settings, make: bool = True) -> str:
    """The key that signs and encrypts. On a local run it is made once, and kept beside the database; without `make`,
    it is empty where it is still to be made.

    Raises SettingsError when there is none where one must be set, or when it is too short.
    """
    given = settings.bot_secret_key.get_secret_value().strip()
    if given:
        return _long_enough(given, "BOT_SECRET_KEY", f"Make one with: {MAKE_ONE}")
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
    return _long_enough(
        beside.read_text(encoding="utf-8").strip(),
        str(beside),
        f"Delete the file and start again: links and sessions then end. Or set BOT_SECRET_KEY, made with: {MAKE_ONE}",
    )


def _long_enough(key: str, where: str, remedy: str) -> str:
    size = len(key.encode())
    if size < LEAST_BYTES:
        raise SettingsError(f"{where}: a key needs at least {LEAST_BYTES} bytes; this one has {size}. {remedy}")
    return key


def _make(path: Path) -> None:
    """The file, whole and on the disk, or none: it is written under another name, which no other process knows, and
    gets its own name in one step. Where another process was faster, its key is the one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # readable by its owner alone
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
