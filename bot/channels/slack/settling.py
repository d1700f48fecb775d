"""Did a message arrive whose answer never came?

THE RULE. A doubtful message is looked for in the conversation before it is sent again: every message carries its
outbox id and a fingerprint of its content as metadata. Found: it was sent. Not found: it is sent again.
Cannot be asked just now (429, an outage): asked again later, not sent before; one conversation is asked at a time.
Can never be asked (the history scope is missing, or the message was for one person's eyes and is in no history):
  - Slack had answered with 5xx, `internal_error`, `fatal_error`: it is sent again. Slack hardly ever posts and then
    says so, and a question that never comes stops somebody's work.
  - the line dropped, the time ran out, or we died in between: it is taken as arrived, with a warning in the log.
    The request had left and Slack takes milliseconds to post; a read-back that comes twice asks people to confirm
    twice, while a lost one comes back at their next word, or with `next`.
https://docs.slack.dev/messaging/message-metadata/ · https://docs.slack.dev/reference/methods/conversations.history
(New commercial apps outside Slack's marketplace get one such call a minute and 15 messages; apps that an organisation
makes for itself do not have that limit.)
"""

from __future__ import annotations

import asyncio
import hashlib
from enum import Enum
from typing import Any

from bot.channels.slack.answers import Answer
from bot.channels.slack.api import Api
from bot.channels.slack.payloads import dict_at, list_at, text_at
from bot.core.model import Address, Message

EVENT = "charter_bot_message"
PAGE = 100
PAGES = 5
UNASKABLE = frozenset(
    {"missing_scope", "not_allowed_token_type", "no_permission", "access_denied", "unknown_method"}
    | {"channel_not_found", "not_in_channel", "method_not_supported_for_channel_type", "thread_not_found"}
    | {"enterprise_is_restricted"}
)


class Found(Enum):
    """What the conversation says."""

    YES = "yes"
    NO = "no"
    NOT_NOW = "not now"
    NEVER_KNOWN = "never known"


def fingerprint(message: Message) -> str:
    """Of what is said: a store made anew counts its deliveries from one again, and must not find old messages.

    Of the neutral message, not of its blocks: a name learned meanwhile, or a new version of ours, changes those.
    """
    said = [message.title, message.text, *(choice.value for choice in message.choices), *map(":".join, message.facts)]
    return hashlib.sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:16]


def metadata(delivery: int, message: Message) -> dict[str, Any]:
    """What every message carries."""
    # The key keeps the name that earlier versions gave it: their messages are still looked for.
    return {"event_type": EVENT, "event_payload": {"parcel": str(delivery), "content": fingerprint(message)}}


class Settler:
    """Asks conversations, one at a time."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self._one = asyncio.Lock()

    async def look(
        self, token: str, address: Address, delivery: int, message: Message
    ) -> tuple[Found, str, float | None]:
        """(what was found, the message's handle, seconds to wait)."""
        mark = metadata(delivery, message)
        method = "conversations.replies" if address.thread else "conversations.history"
        ask = {"channel": address.conversation, "include_all_metadata": "true", "limit": str(PAGE)}
        if address.thread:
            ask["ts"] = address.thread
        async with self._one:
            if address.conversation.startswith(("U", "W")):  # a person: history wants the direct message with them
                opened = await self.api.form(
                    "conversations.open", token, {"users": address.conversation}, address.workspace
                )
                if not opened.ok:
                    return _not_told(opened)
                ask["channel"] = text_at(opened.data, "channel", "id")
            for _ in range(PAGES):
                answer = await self.api.form(method, token, ask, address.workspace)
                if not answer.ok or "messages" not in answer.data:
                    return _not_told(answer)
                for posted in list_at(answer.data, "messages"):
                    if dict_at(posted, "metadata") == mark:
                        return Found.YES, text_at(posted, "ts"), None
                cursor = text_at(answer.data, "response_metadata", "next_cursor")
                if not cursor:
                    break
                ask["cursor"] = cursor
        return Found.NO, "", None


def _not_told(answer: Answer) -> tuple[Found, str, float | None]:
    if answer.ok or (answer.status == 200 and answer.error in UNASKABLE):
        return Found.NEVER_KNOWN, "", None
    return Found.NOT_NOW, "", answer.retry_after
