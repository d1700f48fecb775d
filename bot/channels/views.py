"""What may be shown beside the dialogue, and what `app.py` must be able to say about it: a person's page, and forms.

Slack draws its App Home and its modals from these, Teams its cards; the values are the core's.
"""

from __future__ import annotations

from typing import Protocol

from bot.core.model import Account, Message
from bot.core.model.record_page import RecordPage
from bot.core.model.views import FORM, Field, Form, Glance, Home, HomeItem, HomeList, HomeRow, Outlook

__all__ = [
    "FORM",
    "Field",
    "Form",
    "Glance",
    "Home",
    "HomeItem",
    "HomeList",
    "HomeRow",
    "NoViews",
    "Outlook",
    "RecordViews",
    "Views",
]


class Views(Protocol):
    """What `app.py` provides. Each may look into the store; none may change it."""

    async def home(self, account: Account, member_of: str | None = None) -> Home | None:
        """This person's page: different for the lead, a colleague, somebody unknown, the officer. `member_of`: their
        workspace, as in `Turn.home`."""

    async def form(self, account: Account, key: str) -> Form | None:
        """The form, with what is known filled in; None when there is none (the press is then a turn)."""

    async def check(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> dict[str, str]:
        """What is wrong, by the field's key. Nothing: the fields then come as a turn of kind FORM."""

    async def again(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> Form | None:
        """The form as it is shown once more, with what was typed in it: its entry was changed or taken back while it
        was open, or it would take something out. None: it can be taken as it is."""


class RecordViews(Protocol):
    """The record as pages, the forms that change it, and how far the whole is. Each looks into the store; none
    changes it."""

    async def glance(self, account: Account) -> Glance | None:
        """How far the person's organisation is; None for somebody unknown."""

    async def settings(self, account: Account) -> tuple[Message, ...]:
        """What the person can set, part by part; nothing for somebody unknown."""

    async def record(self, account: Account) -> RecordPage | None:
        """What is recorded of the person's organisation; None for somebody unknown."""

    async def form(self, account: Account, key: str) -> Form | None:
        """As in `Views`."""

    async def outlook(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> Outlook:
        """What a form would do if it were sent now, or what is wrong with it."""


class NoViews:
    """When nobody provides them: no page, no forms."""

    async def home(self, account: Account, member_of: str | None = None) -> Home | None:
        return None

    async def glance(self, account: Account) -> Glance | None:
        return None

    async def settings(self, account: Account) -> tuple[Message, ...]:
        return ()

    async def form(self, account: Account, key: str) -> Form | None:
        return None

    async def check(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> dict[str, str]:
        return {}

    async def again(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> Form | None:
        return None

    async def outlook(self, account: Account, key: str, fields: tuple[tuple[str, str], ...]) -> Outlook:
        return Outlook()

    async def record(self, account: Account) -> RecordPage | None:
        return None
