"""Out: one attempt to bring one message to one place, and how it ended."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from bot.channels.documents import with_links
from bot.channels.port import Documents, Ending, NoDocuments, Sent
from bot.channels.slack import answers, blocks, settling
from bot.channels.slack.answers import Answer
from bot.channels.slack.api import Api
from bot.channels.slack.installs import Installation, Installs
from bot.channels.slack.payloads import text_at
from bot.channels.slack.places import read_reference, whispered
from bot.channels.slack.settling import Found, Settler
from bot.channels.slack.uploads import NOT_ATTACHED, Uploads
from bot.core.model import Address, Message

log = logging.getLogger("bot.slack")

Body = dict[str, Any]
TOKEN_WAIT = 30.0
"""Seconds until a message is tried again whose workspace has no token that can be used."""


class Sender:
    """`send` never raises for what the world does."""

    def __init__(
        self,
        api: Api,
        installs: Installs,
        name_of: Callable[[str, str], str],
        documents: Documents | None = None,
    ) -> None:
        self.api = api
        self.installs = installs
        self.name_of = name_of
        self.settler = Settler(api)
        self.uploads = Uploads(api, documents or NoDocuments())
        self._answered: OrderedDict[int, None] = OrderedDict()
        """Parcels whose last doubtful attempt was answered (5xx), not dropped. Only kept while we live."""

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        """One attempt. In a channel that organisations share, the reader's own installation may not be in it: then
        the one speaks through which they were heard."""
        reference = read_reference(address)
        sent = await self._through(address.workspace, reference, address, message, delivery, doubtful)
        via = text_at(reference, "via")
        if via and sent.ending is Ending.GONE:
            sent = await self._through(via, reference, address, message, delivery, doubtful)
        return sent

    async def _through(
        self, workspace: str, reference: Body, address: Address, message: Message, delivery: int, doubtful: bool
    ) -> Sent:
        """One attempt through the installation of this workspace."""
        install = await self.installs.find(workspace, text_at(reference, "enterprise"))
        if install is None:
            return Sent(Ending.GONE, error="not_installed")
        usable = await self.installs.ready(install)
        if isinstance(usable, str):
            return Sent(Ending.AGAIN, error=f"the workspace's token has ended: {usable}", retry_after=TOKEN_WAIT)
        install = usable
        sent = await self._attempt(install, reference, address, message, delivery, doubtful)
        if sent.error == "token_expired":
            self.installs.refused(install)
        return sent

    async def _attempt(
        self,
        install: Installation,
        reference: Body,
        address: Address,
        message: Message,
        delivery: int,
        doubtful: bool,
    ) -> Sent:
        body = self._body(address, message)
        mark = settling.metadata(delivery, message)
        if not body["text"]:
            return Sent(Ending.NEVER, error="empty message")
        user, token = text_at(reference, "user"), install.token
        if message.replaces and (message.replaces.startswith("http") or not whispered(address)):
            sent = await self._replace(token, address, message.replaces, body)
            if sent is not None:
                return sent
        if doubtful and (settled := await self._settle(token, address, delivery, message)):
            return settled
        files = await self.uploads.share(token, address, message, delivery, doubtful)
        if files is not None and files.ending is Ending.AGAIN:
            return files
        if files is not None and not all(enclosed.link for enclosed in message.encloses):
            body = self._body(address, replace(message, text=f"{message.text}\n\n{NOT_ATTACHED}"))
        if whispered(address):
            sent = await self._whisper(token, address, user, body, mark, delivery)
        else:
            sent = await self._post(token, address, {**body, "metadata": mark}, delivery)
        return await self._refused(sent, address)

    def _body(self, address: Address, message: Message) -> Body:
        return blocks.render(with_links(message), lambda user: self.name_of(address.workspace, user))

    async def _post(self, token: str, address: Address, body: Body, delivery: int) -> Sent:
        whole = {
            "channel": address.conversation,
            **body,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if address.thread:
            whole["thread_ts"] = address.thread
        return self._sorted(await self.api.call("chat.postMessage", token, whole, address.workspace), delivery)

    async def _whisper(self, token: str, address: Address, user: str, body: Body, mark: Body, delivery: int) -> Sent:
        """Private words in a channel: shown to one person there; where the bot is not in it, as a direct message."""
        whole = {"channel": address.conversation, "user": user, **body}
        if address.thread:
            whole["thread_ts"] = address.thread
        sent = self._sorted(await self.api.call("chat.postEphemeral", token, whole, address.workspace), delivery)
        if sent.ending is Ending.GONE and sent.error not in answers.REFUSED_TOKEN:
            place = Address("slack", address.workspace, user)
            return await self._post(token, place, {**body, "metadata": mark}, delivery)
        return Sent(sent.ending, "", sent.error, sent.retry_after)

    async def _replace(self, token: str, address: Address, handle: str, body: Body) -> Sent | None:
        """The new message in the place of an old one; doing it twice changes nothing. None: post it instead."""
        if handle.startswith(("https://", "http://")):
            if not self._is_slack(handle):
                return None
            answer = await self.api.post_url(handle, {**body, "replace_original": True})
            handle = ""
        else:
            whole = {"channel": address.conversation, "ts": handle, **body}
            answer = await self.api.call("chat.update", token, whole, address.workspace)
        if answer.status in (400, 404, 410) or answer.error in answers.UNCHANGEABLE:
            return None
        sent = answers.sort(answer)
        if sent.ending is Ending.DOUBTFUL:
            return Sent(Ending.AGAIN, error=sent.error, retry_after=sent.retry_after)
        if sent.ending is Ending.SENT:
            return Sent(Ending.SENT, handle)
        return await self._refused(sent, address)

    def _is_slack(self, url: str) -> bool:
        host = urlsplit(url).hostname or ""
        return host == "hooks.slack.com" or host == urlsplit(self.api.url).hostname

    async def _settle(self, token: str, address: Address, delivery: int, message: Message) -> Sent | None:
        """An earlier attempt may have arrived: see the rule in settling.py. None: send it again."""
        found, handle, wait = (Found.NEVER_KNOWN, "", None)
        if not whispered(address):
            found, handle, wait = await self.settler.look(token, address, delivery, message)
        if found is Found.YES:
            return Sent(Ending.SENT, handle)
        if found is Found.NOT_NOW:
            # Nothing was sent by this attempt, so it adds no doubt; the outbox remembers the old one.
            return Sent(Ending.AGAIN, error="cannot ask the conversation yet", retry_after=wait)
        if found is Found.NO or delivery in self._answered:
            return None
        log.warning("slack: parcel %s is taken as arrived: its answer never came and cannot be looked up", delivery)
        return Sent(Ending.SENT, error="taken as arrived: no answer came, and the history cannot be read")

    def _sorted(self, answer: Answer, delivery: int) -> Sent:
        sent = answers.sort(answer)
        if sent.ending is Ending.DOUBTFUL and answer.status:
            self._answered[delivery] = None
            if len(self._answered) > 10_000:
                self._answered.popitem(last=False)
        else:
            self._answered.pop(delivery, None)
        return sent

    async def _refused(self, sent: Sent, address: Address) -> Sent:
        if sent.ending is Ending.GONE and sent.error in answers.REFUSED_TOKEN:
            log.error("slack: workspace %s does not take the bot's token any more: %s", address.workspace, sent.error)
        return sent
