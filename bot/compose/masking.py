"""Secrets are shown nowhere: not by `doctor`, not in the log, not in an error, not in a traceback."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from bot.compose.settings import Settings

HIDDEN = "***"
SHORTEST = 6
"""A value shorter than this would be found in ordinary words."""
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=://)([^\s/:@]*):[^\s/]*@"), rf"\1:{HIDDEN}@"),
    (re.compile(r"(?i)\b((?:ssl)?password|passwd|pwd|secret|token|client_secret)=[^\s&'\";]+"), rf"\1={HIDDEN}"),
    (re.compile(r"\bx(?:ox[a-z]|app)-[\w.%-]+"), HIDDEN),
    (re.compile(r"(?i)\bBearer\s+[\w.~+/=-]+"), f"Bearer {HIDDEN}"),
    (re.compile(r"(?<=/join/)[\w.~%=-]+"), HIDDEN),
)
"""What is a secret by its looks, whoever it belongs to."""


def masked(text: str, secrets: tuple[str, ...] = ()) -> str:
    """The text without secrets: those given, and whatever looks like one."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """The secrets that are set, the longest first, so that none is hidden in part only."""
    values = [getattr(settings, name) for name in type(settings).model_fields]
    found = {value.get_secret_value() for value in values if hasattr(value, "get_secret_value")}
    password = urlsplit(settings.database_url).password or ""
    found |= {password, unquote(password)}
    return tuple(sorted((s for s in found if len(s) >= SHORTEST), key=len, reverse=True))
