"""The bot's own secret: it signs cookies and links, and encrypts tokens."""

from __future__ import annotations

import secrets
from pathlib import Path

from bot.compose.settings import Settings, SettingsError


def secret_key(settings: Settings) -> str:
    """The key that signs and encrypts. On a local run it is made once, and kept beside the database.

    Raises SettingsError when the bot is public and no key was set.
    """
    given = settings.bot_secret_key.get_secret_value()
    if given:
        return given
    if settings.public_url:
        raise SettingsError(
            "BOT_SECRET_KEY: is needed once PUBLIC_URL is set. Make one with: python -c "
            "'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if not settings.database_url.startswith("sqlite:///"):
        raise SettingsError("BOT_SECRET_KEY: is needed when the database is not a local file.")
    beside = Path(settings.database_url.removeprefix("sqlite:///")).with_suffix(".key")
    if not beside.exists():
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.touch(mode=0o600)
        beside.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return beside.read_text(encoding="utf-8").strip()
