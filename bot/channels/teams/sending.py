"""Out to Teams: one attempt at one message, by our own shared session. Never raises for what the world does.

**When the answer never came** (a time-out or a dropped line after the request was written), the message may have
arrived. The Bot Connector has no way to look: a bot cannot read a conversation back, an activity takes no key of the
sender's that would make a repeat harmless, and its id is known only from the answer. So the rule is:

1. An update of a known message (PUT), and opening a personal chat, may be repeated at will: the result is the same.
2. A new message is repeated, but never into a sick line: before the repeat we ask the connector a harmless question
   about the same conversation, and only when it answers is the message sent again.

Once too often is the lesser evil: a person sees a question twice and both copies work (a button carries its stamp, an
answer counts once); a question that never came ends the dialogue. See docs/teams.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.channels.port import Ending, Sent
from bot.channels.teams.cards import activity_of
from bot.channels.teams.references import Reference, reference_of
from bot.channels.teams.tokens import TokenRefusedError, Tokens
from bot.core.model import Address, Message

STATUSES = {
    400: Ending.NEVER,
    401: Ending.AGAIN,
    403: Ending.NEVER,
    404: Ending.GONE,
    408: Ending.AGAIN,
    409: Ending.AGAIN,
    412: Ending.AGAIN,
    413: Ending.NEVER,
    429: Ending.AGAIN,
    500: Ending.AGAIN,
    502: Ending.AGAIN,
    503: Ending.AGAIN,
    504: Ending.AGAIN,
}
"""What a status means when its body says no more. Other 4xx: never; other 5xx: again."""

CODES = {
    "BotDisabledByAdmin": Ending.GONE,
    "BotNotInConversationRoster": Ending.GONE,
    "ConversationBlockedByUser": Ending.GONE,
    "ConversationNotFound": Ending.GONE,
    "ForbiddenOperationException": Ending.GONE,
    "UserNotFound": Ending.GONE,
    "ActivityNotFoundInConversation": Ending.NEVER,
    "InvalidBotApiHost": Ending.NEVER,
    "MessageWritesBlocked": Ending.NEVER,
    "NotEnoughPermissions": Ending.NEVER,
}
"""`error.code` in the body of a 403 or 404: says more than the status. Compared without regard to case."""

_CODES = {code.lower(): ending for code, ending in CODES.items()}
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""The line was never made: nothing arrived."""
_HERE = ("127.0.0.1", "::1", "localhost")
_PATIENCE = 300.0
"""No Retry-After is obeyed beyond this many seconds at a time."""


Make = Callable[[Reference], dict[str, Any]]
"""Draws an activity for the place that it goes to."""


class Sender:
    """Posts and updates messages through one session and one token."""

    def __init__(
        self,
        session: Callable[[], aiohttp.ClientSession],
        tokens: Tokens,
        clock: Callable[[], datetime],
        timeout: float = 10.0,
        emulator: bool = False,
    ) -> None:
        self._session = session
        self._tokens = tokens
        self._clock = clock
        self._emulator = emulator
        self._timeout = aiohttp.ClientTimeout(total=timeout * 2, connect=timeout / 2, sock_read=timeout)

    async def send(
        self, address: Address, message: Message, delivery: int, doubtful: bool, make: Make | None = None
    ) -> Sent:
        """One attempt. A message that may have arrived stays doubtful until it is known to have, or never will.
        `make` draws it in another way than the usual one."""
        sent = await self._attempt(address, make or partial(activity_of, message), message.replaces, doubtful)
        if doubtful and sent.ending is Ending.AGAIN and not message.replaces:
            return Sent(Ending.DOUBTFUL, error=sent.error, retry_after=sent.retry_after)
        return sent

    async def show(self, address: Address, make: Make, replaces: str = "") -> Sent:
        """One attempt at something that is no message of the outbox: a form. It takes the place of `replaces`."""
        return await self._attempt(address, make, replaces, False)

    async def remove(self, address: Address, message: str) -> Sent:
        """Takes a message of ours away. One attempt; nothing hangs on it."""
        try:
            to = reference_of(address)
        except ValueError:
            return Sent(Ending.NEVER, error="no conversation reference")
        place = f"/v3/conversations/{quote(to.conversation, safe='')}/activities/{quote(message, safe='')}"
        return await self._call(to, "DELETE", place, None)

    async def _attempt(self, address: Address, make: Make, replaces: str, doubtful: bool) -> Sent:
        try:
            to = reference_of(address)
        except ValueError:
            return Sent(Ending.NEVER, error="no conversation reference")
        if to.emulator and not self._emulator:
            return Sent(Ending.GONE, error="the emulator is switched off")
        aside = to.aside
        if not to.conversation:
            opened = await self._open(to)
            if opened.ending is Ending.GONE and to.aside:
                return Sent(Ending.NEVER, error=f"private words, and no personal chat: {opened.error}")
            if opened.ending is not Ending.SENT:
                return opened
            to = _opened(to, opened.handle)
        if replaces and not aside:
            return await self._replace(to, make(to), replaces)
        if doubtful and (sick := await self._sick(to)):
            return sick
        return await self._post(to, make(to))

    async def _post(self, to: Reference, activity: dict[str, Any]) -> Sent:
        place = f"/v3/conversations/{quote(to.conversation, safe='')}/activities"
        if to.type == "channel" and ";messageid=" not in to.conversation:
            parameters = {
                "isGroup": True,
                "bot": {"id": to.bot},
                "channelData": {"channel": {"id": to.conversation}, "tenant": {"id": to.tenant}},
                "activity": activity,
            }
            return await self._call(to, "POST", "/v3/conversations", parameters)
        return await self._call(to, "POST", place, activity)

    async def _replace(self, to: Reference, activity: dict[str, Any], older: str) -> Sent:
        """Updates an older message in place; where it is no more, says it anew."""
        place = f"/v3/conversations/{quote(to.conversation, safe='')}/activities/{quote(older, safe='')}"
        sent = await self._call(to, "PUT", place, {**activity, "id": older})
        if sent.error.endswith("ActivityNotFoundInConversation") or sent.error == "405":
            return await self._post(to, activity)
        if sent.ending is Ending.DOUBTFUL:
            return Sent(Ending.AGAIN, error=sent.error)
        return sent if sent.handle or sent.ending is not Ending.SENT else Sent(Ending.SENT, handle=older)

    async def _open(self, to: Reference) -> Sent:
        """Opens the personal chat; the connector gives the same one each time it is asked. Its id is the handle."""
        parameters = {
            "isGroup": False,
            "bot": {"id": to.bot},
            "members": [{"id": to.user}],
            "tenantId": to.tenant,
            "channelData": {"tenant": {"id": to.tenant}},
        }
        sent = await self._call(to, "POST", "/v3/conversations", parameters)
        if sent.ending is Ending.DOUBTFUL:
            return Sent(Ending.AGAIN, error=sent.error)
        if sent.ending is Ending.SENT and not sent.handle:
            return Sent(Ending.AGAIN, error="no conversation id in the answer")
        return sent

    async def _sick(self, to: Reference) -> Sent | None:
        """None when the connector answers about this conversation; else why a repeat has to wait."""
        whole = to.conversation.partition(";")[0]
        place = f"/v3/conversations/{quote(whole, safe='')}/pagedmembers?pageSize=1"
        asked = await self._call(to, "GET", place, None)
        return asked if asked.ending in (Ending.DOUBTFUL, Ending.AGAIN, Ending.GONE) else None

    async def _call(self, to: Reference, method: str, place: str, body: Any) -> Sent:
        """One request, and a second one when the token was stale."""
        for attempt in (1, 2):
            try:
                token = "" if to.emulator else await self._token(to)
                sent = await self._request(method, to.service_url + place, body, token)
            except TokenRefusedError as refused:
                return Sent(Ending.AGAIN, error=str(refused))
            except (aiohttp.InvalidURL, ValueError):
                return Sent(Ending.NEVER, error="no valid service address")
            except _NOT_SENT as error:
                return Sent(Ending.AGAIN, error=type(error).__name__)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                return Sent(Ending.DOUBTFUL, error=type(error).__name__)
            if attempt == 1 and sent.error.startswith("401") and token:
                self._tokens.forget(token)
                continue
            return sent
        raise AssertionError("unreachable")

    async def _token(self, to: Reference) -> str:
        """Only for an address that a checked event gave us, and never in the clear except to this machine."""
        service = URL(to.service_url)
        if service.scheme != "https" and service.host not in _HERE:
            raise ValueError("not https")
        return await self._tokens.get()

    async def _request(self, method: str, url: str, body: Any, token: str) -> Sent:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
            data = json.dumps(body, separators=(",", ":")).encode()
        target = URL(url, encoded=True)
        options: dict[str, Any] = {"data": data, "headers": headers, "timeout": self._timeout}
        async with self._session().request(method, target, allow_redirects=False, **options) as response:
            if 200 <= response.status < 300:
                return Sent(Ending.SENT, handle=await _handle(response))
            raw = await response.content.read(8192)
            return sort(response.status, raw, response.headers, self._clock)


async def _handle(response: aiohttp.ClientResponse) -> str:
    """The new activity's id. Once the status said yes, nothing in the body can take it back."""
    try:
        body = json.loads(await response.read())
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return ""
    if not isinstance(body, dict):
        return ""
    return str(body.get("activityId") or body.get("id") or "")


def _opened(to: Reference, conversation: str) -> Reference:
    return Reference(to.service_url, to.channel, "personal", to.bot, to.user, conversation, to.tenant)


def sort(status: int, raw: bytes, headers: Mapping[str, str], clock: Callable[[], datetime]) -> Sent:
    """What an answer that is no success means. The error is the status and the code, never the words sent."""
    code = _code(raw)
    ending = STATUSES.get(status, Ending.NEVER if status < 500 else Ending.AGAIN)
    if status in (403, 404):
        ending = _CODES.get(code.lower(), ending)
    wait = _retry_after(headers.get("Retry-After", ""), clock) if ending is Ending.AGAIN else None
    return Sent(ending, error=f"{status} {code}".strip(), retry_after=wait)


def _code(raw: bytes) -> str:
    try:
        body = json.loads(raw)
        code = body["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return ""
    return code[:60] if isinstance(code, str) and code.replace(" ", "").isalnum() else ""


def _retry_after(value: str, clock: Callable[[], datetime]) -> float | None:
    """Seconds, or a date."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            when = parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = ((when if when.tzinfo else when.replace(tzinfo=UTC)) - clock()).total_seconds()
    return min(max(seconds, 0.0), _PATIENCE)
