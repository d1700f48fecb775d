"""The officer's way in: a signed link, then a cookie. Both name the officer, and neither passes for the other.

Whoever is taken out of BOT_OFFICERS is out at once, whatever link or cookie they hold.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from itsdangerous import BadData, URLSafeSerializer

Kind = Literal["link", "session", "form"]
LASTS: dict[Kind, timedelta] = {
    "link": timedelta(days=2), "session": timedelta(days=14), "form": timedelta(hours=12),
}  # fmt: skip


def sign(secret_key: str, kind: Kind, what: str, now: datetime) -> str:
    """`what` with the time at which it ends."""
    ends = int((now + LASTS[kind]).timestamp())
    return str(URLSafeSerializer(secret_key, salt=f"bot.http.{kind}.1").dumps([what, ends]))


def read(secret_key: str, kind: Kind, token: str, now: datetime) -> str | None:
    """What was signed; None when it is broken, of another kind, or over."""
    try:
        match URLSafeSerializer(secret_key, salt=f"bot.http.{kind}.1").loads(token):
            case [str(what), int(ends)]:
                return what if now.timestamp() < ends else None
    except BadData:
        pass
    return None


def make_link(secret_key: str, base_url: str, name: str, now: datetime) -> str:
    return f"{base_url.rstrip('/')}/programme/join/{sign(secret_key, 'link', name, now)}"
