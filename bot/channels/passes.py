"""Links that let somebody in, the cookies that follow them, and forms that only our own pages can send: signed.

    bot invite -> link -> the press on its page -> cookie

Each kind is signed with a salt of its own, so that none passes for another. The time it ends at is inside what is
signed, and so is the round of that person's access: when they sign out or are signed out, the round goes on, and
whatever was made in an earlier one is over, wherever it is.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from itsdangerous import BadData, URLSafeSerializer


class KeyRing(Protocol):
    """Keys that change while the bot runs."""

    def keys(self) -> Sequence[str]:
        """Those that are valid now; the first of them signs and encrypts."""


SecretKey = str | KeyRing
"""The key that signs and encrypts, or the keys of which the first does."""


def keys_of(secret_key: SecretKey) -> Sequence[str]:
    """Those that are valid now, the one that signs first."""
    return (secret_key,) if isinstance(secret_key, str) else secret_key.keys()


class PassKind(Enum):
    """What a pass is for."""

    LINK = "web.link"
    SESSION = "web.session"
    DEMO = "web.demo"
    """A session of the demo, which opens the demo only."""
    DOCUMENT = "document.link"
    """Opens one document of one person, as often as it is opened, until it ends."""
    CONFIRM = "confirm.link"
    """Shows residents one claim, and takes their answers, until it ends."""
    CALENDAR = "calendar.link"
    """Shows a person's own calendar to their calendar program, until it is renewed."""
    OFFICER_LINK = "officer.link"
    OFFICER_SESSION = "officer.session"
    OFFICER_FORM = "officer.form"
    OFFICER_FLOW = "officer.flow"
    """What a sign-in elsewhere must bring back."""


LASTS: dict[PassKind, timedelta] = {
    PassKind.LINK: timedelta(days=14),
    PassKind.SESSION: timedelta(days=90),  # after the last visit
    PassKind.DEMO: timedelta(days=36_500),  # its clock is moved by hand
    PassKind.DOCUMENT: timedelta(days=7),
    PassKind.CONFIRM: timedelta(days=21),
    PassKind.CALENDAR: timedelta(days=3_650),
    PassKind.OFFICER_LINK: timedelta(days=2),
    PassKind.OFFICER_SESSION: timedelta(days=14),
    PassKind.OFFICER_FORM: timedelta(hours=12),
    PassKind.OFFICER_FLOW: timedelta(minutes=10),
}


@dataclass(frozen=True, slots=True)
class Pass:
    """What was signed."""

    subject: str
    """Whom it lets in: a person's id, or an officer's subject."""
    ends: int
    """Seconds since 1970."""
    round: int
    """The round of the subject's access in which it was made."""
    mark: str
    """Its own: by it a link is used once."""

    def over(self, now: datetime) -> bool:
        return now.timestamp() >= self.ends


def officer_subject(name: str) -> str:
    """An officer, who is no person of an adopter, as the subject of a pass."""
    return f"officer:{name}"


def officer_of(subject: str) -> str:
    """The officer's name; empty when the subject is none."""
    kind, _, name = subject.partition(":")
    return name if kind == "officer" else ""


def make_pass(secret_key: SecretKey, kind: PassKind, subject: str, now: datetime, round_: int = 0) -> str:
    """The text of a new pass, which lasts from `now` on."""
    ends = int((now + LASTS[kind]).timestamp())
    return str(_signer(secret_key, kind).dumps([subject, ends, round_, secrets.token_urlsafe(9)]))


def read_pass(secret_key: SecretKey, kind: PassKind, text: str) -> Pass | None:
    """What the pass says; None when it was not made here, or is of another kind. Whether it is over is not asked."""
    try:
        match _signer(secret_key, kind).loads(text):
            case [str(subject), int(ends), int(round_), str(mark)]:
                return Pass(subject, ends, round_, mark)
    except BadData:
        pass
    return None


def _signer(secret_key: SecretKey, kind: PassKind) -> URLSafeSerializer:
    return URLSafeSerializer([*reversed(keys_of(secret_key))], salt=f"bot.{kind.value}.2")
