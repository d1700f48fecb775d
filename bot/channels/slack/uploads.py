"""Documents that go with a message, as files of the conversation.

A file takes three calls: where to put it, its bytes, and that it is shared. (The SDK calls it files_upload_v2.)
https://docs.slack.dev/messaging/working-with-files#uploading_files

THE RULE. A file has no metadata to find it by, so what settles a message does not settle a file. Therefore:
  - The file is shared before its message is posted: a message that is found says that its file came.
  - The first two calls show nothing to anybody. Whatever became of them, they are made again, with a new file.
  - Where the answer to the third never came, and where an attempt before this one may have come so far (a doubtful
    delivery whose message is not found), the file is not shared again when the message has a link to the document: it
    is taken as shared, and whoever misses it opens the link. Without a link it is shared again: twice is a nuisance,
    never is a board without its paper.
  - What Slack refuses for good (no scope, files switched off) is not tried again: the message goes with its link, and
    the log says what is missing.
A file is only ever shared in the direct message with the person, or in the channel that their organisation made its
own: in a channel with others it would be everybody's.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict

from bot.channels.port import Documents, Ending, MadeFile, Sent
from bot.channels.slack import answers
from bot.channels.slack.answers import Answer
from bot.channels.slack.api import Api
from bot.channels.slack.payloads import text_at
from bot.channels.slack.places import read_reference, whispered
from bot.core.model import Address, Enclosed, Message

log = logging.getLogger("bot.slack")
AS_FILES = ("docx", "pdf", "csv", "txt", "png", "svg")
"""The forms that are uploaded, where a document has them: a page is opened by its link."""
TRY_AGAIN = frozenset(
    {"ratelimited", "rate_limited", "service_unavailable", "request_timeout", "internal_error", "fatal_error"}
    | {"token_expired", "file_not_found", "file_update_failed"}
)
"""What Slack says of a file that may pass."""
NOT_ATTACHED = "I could not put the file here: this workspace does not let me. Whoever runs the bot can mend that."
REMEMBERED = 1000


class Uploads:
    """Shares the documents of a message."""

    def __init__(self, api: Api, documents: Documents) -> None:
        self._api, self._documents = api, documents
        self._shared: OrderedDict[int, None] = OrderedDict()
        """Deliveries whose files are there: their message may have to be tried again. Only kept while we live."""

    async def share(
        self, token: str, address: Address, message: Message, delivery: int, doubtful: bool
    ) -> Sent | None:
        """Shares them once. None: the message may go. NEVER: it goes without them. AGAIN: not yet."""
        if not message.encloses or delivery in self._shared:
            return None
        with_links = all(enclosed.link.startswith("http") for enclosed in message.encloses)
        if doubtful and with_links:
            log.warning("slack: the files of delivery %s are taken as shared by an earlier attempt", delivery)
            return None
        place = await self._place(token, address)
        if isinstance(place, Answer):
            return _again(place)
        for enclosed in (e for e in message.encloses if e.files):
            sent = await self._one(token, address, place, enclosed, with_links)
            if sent is not None:
                return sent
        self._shared[delivery] = None
        if len(self._shared) > REMEMBERED:
            self._shared.popitem(last=False)
        return None

    async def _place(self, token: str, address: Address) -> str | Answer:
        """The channel's id: private words of a channel, and a person, have a direct message of their own."""
        user = text_at(read_reference(address), "user") if whispered(address) else address.conversation
        if not whispered(address) and not user.startswith(("U", "W")):
            return address.conversation
        opened = await self._api.form("conversations.open", token, {"users": user}, address.workspace)
        return text_at(opened.data, "channel", "id") if opened.ok else opened

    async def _one(
        self, token: str, address: Address, place: str, enclosed: Enclosed, with_link: bool
    ) -> Sent | None:
        """One document, in each of its forms; None when it is there."""
        ids: list[str] = []
        for form in enclosed.files:
            made = await self._documents.make(enclosed, form) if form.rpartition(".")[2] in AS_FILES else None
            if made is not None:
                put = await self._put(token, address, made)
                if isinstance(put, Answer):
                    return _again(put)
                ids.append(put)
        if not ids:
            return Sent(Ending.NEVER, error="there is no such document")
        shared = json.dumps([{"id": id_, "title": enclosed.name} for id_ in ids])
        body = {"files": shared, "channel_id": place}
        if address.thread and place == address.conversation:
            body["thread_ts"] = address.thread
        answer = await self._api.form("files.completeUploadExternal", token, body, address.workspace)
        if answer.ok:
            return None
        if with_link and answers.sort(answer).ending is Ending.DOUBTFUL:
            log.warning("slack: the file %s is taken as shared: no answer came", enclosed.key)
            return None
        return _again(answer)

    async def _put(self, token: str, address: Address, file: MadeFile) -> str | Answer:
        """The id of a file whose bytes are with Slack and that nobody sees yet; or what went wrong."""
        body = {"filename": file.name, "length": str(len(file.data))}
        answer = await self._api.form("files.getUploadURLExternal", token, body, address.workspace)
        where, id_ = text_at(answer.data, "upload_url"), text_at(answer.data, "file_id")
        if not answer.ok or not where or not id_:
            return answer
        sent = await self._api.upload(where, file.data)
        return id_ if sent.ok else sent


def _again(answer: Answer) -> Sent:
    """What a call that failed leads to: another try, or the message without its file."""
    sent = answers.sort(answer)
    if answer.status == 200 and answer.error not in TRY_AGAIN:
        log.error("slack: files are not taken: %s", sent.error)
        return Sent(Ending.NEVER, error=sent.error)
    return Sent(Ending.AGAIN, error=f"file: {sent.error}", retry_after=sent.retry_after)
