"""Documents that go with a message, as files of the person who asked: only in their own chat with the bot.

Teams takes a file in two steps. A card asks the person whether it may be put among their files (OneDrive); their
yes is an invoke, which brings an address that takes the bytes. What is put there is made then, from what is recorded.
https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/bots-filesv4

THE RULE, for what was sent and whose answer never came:
  - The card that asks is shown before its message. Where its answer never came, or an attempt before this one may
    have come so far, it is not shown again when the message has a link to the document: whoever misses it opens the
    link. Without a link it is shown again: two cards are a nuisance, and no paper is worse.
  - The address is asked before the first byte whether it is there: one that is no more then was over. Bytes whose
    answer never came: it is asked again. It names the bytes that it waits for, and those are sent; or it is no more,
    since it ends when the last byte has arrived: then the file is there. Where it does not answer either, the bytes
    are sent again, from where it last said: what it has, it does not take twice.
  - Nothing of it is kept: when this process ends in the middle, the card still asks, and a second yes brings a new
    address. While one yes is being carried out, another to the same card does nothing.
  - What does not come about is said in the chat, with what to do.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

import aiohttp
from yarl import URL

from bot.channels.port import Documents, Ending, MadeFile, Sent, TurnHandler
from bot.channels.teams.cards import envelope
from bot.channels.teams.checks import is_loopback_url
from bot.channels.teams.parsing import Consent
from bot.channels.teams.references import Reference, reference_of
from bot.channels.teams.sending import Sender
from bot.core.model import Account, Address, Enclosed, Message
from bot.core.model.presses import Press

log = logging.getLogger("bot.teams")
ASK = "application/vnd.microsoft.teams.card.file.consent"
THERE = "application/vnd.microsoft.teams.card.file.info"
KINDS = ("paper", "briefing", "held")
"""What is handed over as a file. A badge is shown as a picture; a link for residents is no file."""
AS_FILES = ("docx", "pdf", "csv", "txt", "json")
TRIES, END_SECONDS = 4, 5.0
REMEMBERED = 1000
_NO_ANSWER = 0
_GONE = (404, 410)
"""An address that takes no more bytes."""
_MAY_PASS = (_NO_ANSWER, 202, *_GONE, 408, 409, 416, 429, 500, 502, 503, 504)
"""Not refused for good: what is there is asked for, and the rest is sent. (aiohttp itself repeats a PUT whose line
broke, so "no more" may be said of what arrived.)"""
OVER = -1
"""In the place of the byte that an address waits for: it is no more."""

Handed = Callable[[str, Account], Awaitable[Enclosed | None]]
"""The document that a link opens, for this account. None where the link was not made here, is over, or is another
person's."""


class Files:
    """Asks whether a file may be put there, and puts it there."""

    def __init__(
        self,
        session: Callable[[], aiohttp.ClientSession],
        sender: Sender,
        turns: TurnHandler,
        documents: Documents,
        handed: Handed,
        pause: float,
        patience: float,
    ) -> None:
        self._session, self._sender, self._turns = session, sender, turns
        self._documents, self._handed = documents, handed
        self._pause, self._timeout = pause, aiohttp.ClientTimeout(total=patience)
        self._asked: OrderedDict[int, None] = OrderedDict()
        """Deliveries whose cards are there: their message may have to be tried again. Only kept while we live."""
        self._going: dict[str, asyncio.Task[None]] = {}

    async def settled(self) -> None:
        """Waits until nothing is on its way."""
        while going := list(self._going.values()):
            await asyncio.wait(going)

    async def close(self) -> None:
        """What is on its way has a moment to arrive."""
        if going := list(self._going.values()):
            _, late = await asyncio.wait(going, timeout=END_SECONDS)
            for task in late:
                task.cancel()

    # ------------------------------------------------------------ asking

    async def ask(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent | None:
        """Shows the cards once. None: the message may go. Else it waits, as said."""
        files = [e for e in message.encloses if e.kind in KINDS and e.link and not e.unasked]
        if not files or delivery in self._asked or not _own_chat(address):
            return None
        with_links = all(enclosed.link.startswith("http") for enclosed in files)
        if doubtful and with_links:
            log.warning("teams: the cards of delivery %s are taken as shown by an earlier attempt", delivery)
            return None
        for enclosed in files:
            forms = [f for f in enclosed.files if f in AS_FILES and f in self._documents.forms]
            for form in forms[:1] if with_links else forms:
                sent = await self._one(address, enclosed, form, with_links)
                if sent is not None:
                    return sent
        self._asked[delivery] = None
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        return None

    async def _one(self, address: Address, enclosed: Enclosed, form: str, with_links: bool) -> Sent | None:
        made = await self._documents.make(enclosed, form)
        if made is None:
            return None
        sent = await self._sender.show(address, lambda to: asking(made, enclosed, form, to))
        if sent.ending is Ending.SENT or (sent.ending is Ending.DOUBTFUL and with_links):
            return None
        if sent.ending is Ending.NEVER:
            log.error("teams: the card for a file is not taken: %s", sent.error)
            return None
        return Sent(Ending.AGAIN if sent.ending is Ending.DOUBTFUL else sent.ending, "", sent.error, sent.retry_after)

    # ------------------------------------------------------------ the answer

    async def take(self, consent: Consent) -> None:
        """A yes is carried out beside the answer to Teams, which waits for seconds only; a no is said kindly."""
        if not consent.accepted:
            await self._say(consent, "declined")
            self._begin(f"no {consent.card}", self._take_away(consent))
        elif consent.card not in self._going:
            self._begin(consent.card, self._hand_over(consent))

    def _begin(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._going[name] = task
        task.add_done_callback(lambda _: self._going.pop(name, None))

    async def _hand_over(self, consent: Consent) -> None:
        try:
            enclosed = await self._handed(consent.link, consent.turn.account)
            made = await self._documents.make(enclosed, consent.form) if enclosed is not None else None
            if made is None:
                await self._say(consent, "over")
            elif not await self._put(consent, made.data):
                await self._say(consent, "failed")
            else:
                await self._sender.show(consent.turn.address, lambda to: there(consent, to))
            await self._take_away(consent)
        except Exception as error:
            log.exception("teams: a file was not handed over: %s", type(error).__name__)

    async def _say(self, consent: Consent, what: str) -> None:
        """What became of it, in the bot's own words: by a turn, as everything that is said."""
        press = str(Press("handed", "", 0, (what,)))
        await self._turns(replace(consent.turn, press=press, event=f"{consent.turn.event}:{what}"))

    async def _take_away(self, consent: Consent) -> None:
        """The card, so that nobody says yes to it twice. Where that fails it stays: a second yes is harmless."""
        if consent.card:
            await self._sender.remove(consent.turn.address, consent.card)

    # ------------------------------------------------------------ the bytes

    async def _put(self, consent: Consent, data: bytes) -> bool:
        """Whether the file is there."""
        where = consent.upload_url
        if not (URL(where).scheme == "https" or is_loopback_url(where)):
            return False
        start = await self._waits_from(where) or 0
        if start == OVER:
            return False
        for attempt in range(TRIES):
            await asyncio.sleep(self._pause * attempt)
            status = await self._send(where, data, start)
            if status in (200, 201):
                return True
            if status not in _MAY_PASS:
                log.error("teams: a file is not taken: %s", status)
                return False
            start = start if (waits := await self._waits_from(where)) is None else waits
            if start == OVER:
                return True  # It was there a moment ago, and ends with the last byte.
        return False

    async def _send(self, where: str, data: bytes, start: int) -> int:
        """The status; nought where no answer came."""
        span = f"bytes {start}-{len(data) - 1}/{len(data)}"
        headers = {"Content-Range": span, "Content-Type": "application/octet-stream"}
        options: dict[str, Any] = {"data": data[start:], "headers": headers, "timeout": self._timeout}
        try:
            async with self._session().put(URL(where, encoded=True), allow_redirects=False, **options) as response:
                await response.read()
                return response.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return _NO_ANSWER

    async def _waits_from(self, where: str) -> int | None:
        """From which byte on the address waits for more; OVER where it is no more; None where nobody says."""
        try:
            address = URL(where, encoded=True)
            async with self._session().get(address, allow_redirects=False, timeout=self._timeout) as response:
                if response.status in _GONE:
                    return OVER
                known = json.loads(await response.content.read(8192)) if response.status == 200 else {}
                return int(str(known["nextExpectedRanges"][0]).partition("-")[0])
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError, IndexError, TypeError):
            return None


def _own_chat(address: Address) -> bool:
    """A personal chat, the one that private words of a shared place go to included. Emulators take no files."""
    try:
        to = reference_of(address)
    except ValueError:
        return False
    return to.type == "personal" and not to.emulator


def asking(made: MadeFile, enclosed: Enclosed, form: str, to: Reference) -> dict[str, Any]:
    """The card that asks whether the file may be put there. It carries the person's own link, and no words."""
    about = {"link": enclosed.link.rpartition("/")[2], "form": form}
    content = {
        "description": enclosed.name,
        "sizeInBytes": len(made.data),
        "acceptContext": about,
        "declineContext": about,
    }
    return {**envelope(to), "attachments": [{"contentType": ASK, "name": made.name, "content": content}]}


def there(consent: Consent, to: Reference) -> dict[str, Any]:
    """The card that opens the file."""
    content = {"uniqueId": consent.unique_id, "fileType": consent.file_type}
    file = {"contentType": THERE, "contentUrl": consent.content_url, "name": consent.name, "content": content}
    return {**envelope(to), "attachments": [file]}
