"""Conversation references: where to speak, kept as text in `Address.reference` and used weeks later. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.model import Address

NAME = "teams"
EMULATOR = "emulator"
NEW = "new:"
"""Begins the conversation of a personal chat that the bot has yet to open."""
SHARED = ("channel", "groupChat")
"""Conversations that others read. A private message there goes to a personal chat with whom it answers."""


def text_of(value: object) -> str:
    """A text that can be kept anywhere: no NUL, no lone surrogate (JSON may smuggle both in). Numbers as text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return "true" if value is True else "false" if value is False else ""
    text = str(value)
    if text.isascii():
        return text.replace("\0", "")
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def dig(value: object, *keys: str) -> Any:
    """What is under these keys, or None when something on the way is not an object."""
    for key in keys:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def tenant_of(activity: Mapping[str, Any]) -> str:
    """The Microsoft 365 tenant an activity comes from."""
    return text_of(dig(activity, "channelData", "tenant", "id")) or text_of(dig(activity, "conversation", "tenantId"))


def address_of(activity: Mapping[str, Any], user: str) -> Address:
    """Where to reply to this activity. A channel's thread is split off its conversation id."""
    whole = text_of(dig(activity, "conversation", "id"))
    conversation, _, thread = whole.partition(";messageid=")
    kind = text_of(dig(activity, "conversation", "conversationType")) or "personal"
    reference = {
        "serviceUrl": text_of(activity.get("serviceUrl")),
        "channelId": text_of(activity.get("channelId")),
        "type": kind,
        "bot": text_of(dig(activity, "recipient", "id")),
        "user": user,
        "aad": text_of(dig(activity, "from", "aadObjectId")) if user == text_of(dig(activity, "from", "id")) else "",
        "team": text_of(dig(activity, "channelData", "team", "id")),
        "locale": text_of(activity.get("locale")),
    }
    kept = {key: value for key, value in reference.items() if value}
    return Address(
        channel=NAME,
        workspace=tenant_of(activity),
        conversation=conversation,
        thread=thread,
        private=kind == "personal",
        reference=json.dumps(kept, sort_keys=True, separators=(",", ":")),
    )


@dataclass(frozen=True, slots=True)
class Reference:
    """An address read back."""

    service_url: str
    channel: str
    type: str
    bot: str
    user: str
    conversation: str
    """With its thread, as the Bot Connector wants it; empty when the bot has yet to open it."""
    tenant: str
    aside: bool = False
    """Private words that were asked for in a shared place: they go to the personal chat, yet to be opened."""

    @property
    def emulator(self) -> bool:
        """Made by an unauthenticated event of this machine: our token never goes there."""
        return self.channel == EMULATOR


def reference_of(address: Address) -> Reference:
    """Raises ValueError when the text is no reference."""
    kept = json.loads(address.reference)
    if not isinstance(kept, dict) or not isinstance(kept.get("serviceUrl"), str):
        raise ValueError("not a conversation reference")
    kind = str(kept.get("type", "personal"))
    aside = address.private and kind in SHARED
    known = "" if aside or address.conversation.startswith(NEW) else address.conversation
    thread = f";messageid={address.thread}" if address.thread and known else ""
    return Reference(
        service_url=kept["serviceUrl"].rstrip("/"),
        channel=str(kept.get("channelId", "")),
        type="personal" if aside else kind,
        bot=str(kept.get("bot", "")),
        user=str(kept.get("user", "")),
        conversation=known + thread,
        tenant=address.workspace,
        aside=aside,
    )


def first_contact(known: Address, user: str) -> Address:
    """A personal chat with somebody seen in a team who has yet to write to the bot; opened at the first send."""
    kept = json.loads(known.reference)
    kept.update(type="personal", user=user)
    kept.pop("aad", None)
    kept.pop("team", None)
    return Address(
        channel=NAME,
        workspace=known.workspace,
        conversation=NEW + user,
        private=True,
        reference=json.dumps(kept, sort_keys=True, separators=(",", ":")),
    )
