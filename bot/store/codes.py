"""Codes as the store has them: made by chance, kept as a slow keyed hash only.

The hash is scrypt with the store's own salt, the same for the same code, so that an index finds it. What codes look
like, and what in a message may be one, is `bot/core/people/codes.py`.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from bot.core.people.codes import WAIT_MINUTES, make_join_code, make_short_code, normalise

WINDOW = timedelta(minutes=WAIT_MINUTES)
"""Wrong codes older than this no longer count."""
KEPT = timedelta(days=7)
"""Wrong codes older than this are forgotten."""


def new_code() -> str:
    """A fresh join code, as it is shown to people."""
    return make_join_code(secrets.choice)


def short_code() -> str:
    """A fresh code that lives for minutes, as it is shown to people."""
    return make_short_code(secrets.choice)


def hash_code(code: str, salt: str) -> str:
    """What is kept of a code. Takes about ten milliseconds on purpose. `salt` is hexadecimal."""
    return hashlib.scrypt(normalise(code).encode(), salt=bytes.fromhex(salt), n=2**12, r=8, p=1, dklen=24).hex()
