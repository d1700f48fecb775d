"""What a browser sends, checked before anything is done with it: origin, size, type, shape.

Each check raises the HTTP answer that it leads to, with a text that a person can act on.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

CHAT_LIMIT = 64 * 1024
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote or pressed. `id` was made by the browser: the same id is the same message."""

    id: str
    text: str = ""
    press: str | None = None
    message: int | None = None
    """The line of the history that the button stood on."""


def refuse_foreign(request: web.Request, public_url: str) -> None:
    """Refuses what another site made this browser send."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        same = site in ("same-origin", "none")
    elif origin is not None:
        same = urlsplit(origin).netloc in {request.host, urlsplit(public_url).netloc} - {""}
    else:
        same = True  # no browser: every browser says where a POST comes from
    if not same:
        raise web.HTTPForbidden(
            text="This was sent from another site, so it was not taken. Open the chat and try there."
        )


def line_number(text: str, what: str) -> int:
    """The number of a line of the history, as an address or a header has it."""
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise _bad(f"{what} must be the number of a message.")
    return int(text)


async def read_json(request: web.Request) -> Words:
    """The body of `POST /api/chat`."""
    _refuse_type(request, "application/json")
    raw = await _body(request)
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise _bad("The message was not valid JSON.") from None
    if not isinstance(body, dict):
        raise _bad("The message must be a JSON object.")
    return _words(body)


async def read_form(request: web.Request) -> Words:
    """The body of the plain form. Its id was made with the page, so the words themselves become part of it: what is
    sent twice is one message, and what is sent differently from the same page is another."""
    fields = await read_fields(request)
    message = fields.get("message", "")
    body: dict[str, Any] = {"id": fields.get("id", "")}
    if "press" in fields:
        body["press"] = fields["press"]
        if message.isascii() and message.isdigit() and len(message) < 16:
            body["message"] = int(message)
    else:
        body["text"] = fields.get("text", "").replace("\r\n", "\n")
    body["id"] = once(body["id"], str(body.get("press")), str(body.get("text")), message)
    return _words(body)


async def read_fields(request: web.Request) -> dict[str, str]:
    """The fields of a plain form; of a repeated one the first."""
    return {name: values[0] for name, values in (await read_answers(request, 20)).items()}


async def read_answers(request: web.Request, most: int = 200) -> dict[str, list[str]]:
    """The fields of a plain form, each with all its values: several boxes may be ticked."""
    _refuse_type(request, _FORM)
    raw = await _body(request)
    try:
        fields = parse_qs(raw.decode(), keep_blank_values=True, max_num_fields=most, errors="replace")
    except ValueError:
        raise _bad("The form could not be read.") from None
    return {name: [_whole(value).replace("\r\n", "\n") for value in values] for name, values in fields.items()}


def once(made: str, *sent: str) -> str:
    """The id of what a page sent: that of the page, with what was sent in it. So the same sent twice is one, and
    something else sent from the same page is another."""
    if not _ID.fullmatch(made):
        raise _bad("The form needs an id: 1 to 64 letters, digits, - or _.")
    said = "\0".join(sent)
    return f"{made_in(made)}{hashlib.sha256(said.encode(errors='replace')).hexdigest()[:12]}"


def made_in(form_id: str) -> str:
    """How the ids of everything begin that was sent from a page with that id."""
    return f"{form_id[:48]}-"


def _words(body: dict[str, Any]) -> Words:
    """Words from fields that may be anything."""
    made, text, press, message = (body.get(name) for name in ("id", "text", "press", "message"))
    if not isinstance(made, str) or not _ID.fullmatch(made):
        raise _bad("The message needs an id: 1 to 64 letters, digits, - or _.")
    if message is not None and (not isinstance(message, int) or isinstance(message, bool)):
        raise _bad("`message` must be the number of a message.")
    if press is not None:
        if not isinstance(press, str) or text is not None:
            raise _bad("Send either `text` or `press`, and as text.")
        return Words(made, press=_whole(press), message=message)
    if not isinstance(text, str):
        raise _bad("The message needs a `text` or a `press`.")
    return Words(made, text=_whole(text))


def _whole(text: str) -> str:
    """Text that can be stored: half characters (lone surrogates) and NULs become a replacement character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


def _refuse_type(request: web.Request, wanted: str) -> None:
    if request.content_type != wanted:
        raise web.HTTPUnsupportedMediaType(text=f"This address takes {wanted} only.")


async def _body(request: web.Request) -> bytes:
    """The body, read no further than the limit."""
    if (request.content_length or 0) > CHAT_LIMIT:
        raise _too_large(request.content_length or 0)
    raw = b""
    async for chunk in request.content.iter_any():
        raw += chunk
        if len(raw) > CHAT_LIMIT:
            raise _too_large(len(raw))
    return raw


def _too_large(size: int) -> web.HTTPRequestEntityTooLarge:
    return web.HTTPRequestEntityTooLarge(
        CHAT_LIMIT, size, text="That message is too long to take in one piece. Send it in shorter parts."
    )


def _bad(text: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=text)
