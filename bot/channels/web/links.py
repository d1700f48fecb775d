"""Personal links and the cookie that follows them: signed, for one person, with an end.

    bot invite -> /join/TOKEN -> cookie

Both are text signed with the secret key, each with a salt of its own, so that neither passes for the other. The time
they end at is inside what is signed and is compared with a time given as an argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from itsdangerous import BadData, URLSafeSerializer

LINK_DAYS = 14
"""How long a personal link opens the chat."""
SESSION_DAYS = 90
"""How long a browser is remembered after its last visit."""
_LINK_SALT = "bot.web.link.1"
_SESSION_SALT = "bot.web.session.1"


class Refusal(Enum):
    """Why a link does not open."""

    BROKEN = "broken"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Session:
    """Who a browser is. A demo session opens the demo only, and has no end (its clock is moved by hand)."""

    person: str
    until: datetime | None
    demo: bool = False


def make_token(secret_key: str, person: str, now: datetime, days: int = LINK_DAYS) -> str:
    """The secret part of a personal link."""
    ends = int((now + timedelta(days=days)).timestamp())
    return str(URLSafeSerializer(secret_key, salt=_LINK_SALT).dumps([person, ends]))


def make_link(secret_key: str, base_url: str, person: str, now: datetime, days: int = LINK_DAYS) -> str:
    """A personal link to the chat, ready to be sent to `person` (an id)."""
    return f"{base_url.rstrip('/')}/join/{make_token(secret_key, person, now, days)}"


def read_token(secret_key: str, token: str, now: datetime) -> str | Refusal:
    """The person whose link it is, or why it does not open."""
    try:
        match URLSafeSerializer(secret_key, salt=_LINK_SALT).loads(token):
            case [str(person), int(ends)]:
                return person if now.timestamp() < ends else Refusal.EXPIRED
    except BadData:
        pass
    return Refusal.BROKEN


def new_session(person: str, now: datetime, demo: bool) -> Session:
    """A browser that was just let in, or came again."""
    return Session(person, None if demo else now + timedelta(days=SESSION_DAYS), demo)


def seal(secret_key: str, session: Session) -> str:
    """The cookie's text."""
    ends = int(session.until.timestamp()) if session.until else 0
    value = [session.person, ends, session.demo]
    return str(URLSafeSerializer(secret_key, salt=_SESSION_SALT).dumps(value))


def unseal(secret_key: str, cookie: str, now: datetime, demo: bool) -> Session | None:
    """Who the cookie says it is; None when it was not made here, has ended, or is of the other mode."""
    try:
        match URLSafeSerializer(secret_key, salt=_SESSION_SALT).loads(cookie):
            case [str(person), int(ends), bool(of_demo)] if of_demo == demo and (demo or now.timestamp() < ends):
                return Session(person, datetime.fromtimestamp(ends, UTC) if ends else None, of_demo)
    except BadData:
        pass
    return None
