"""What the served pages share: their templates, their style with its fingerprint, and feeds of what is new."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.content.reading import UNSHOWN
from bot.core.model.journey import Journey
from bot.http.style import Style

_HERE = Path(__file__).parent
STYLE = Style("/guidance/guidance.css", _HERE / "static" / "guidance.css")
"""The style of all these pages."""


def templates(**named: Any) -> Environment:
    """The pages' templates. `named`: what they may call, beside what gives the address of the style."""
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(style=STYLE.address, **named)
    return made


def unless_known(request: web.Request, response: web.Response, body: bytes) -> web.StreamResponse:
    """The answer with a tag of what is in it; nothing more to whoever has just that."""
    tag = hashlib.sha256(body).hexdigest()[:20]
    response.etag = tag
    if any(known.value in (tag, "*") for known in request.if_none_match or ()):
        headers = {name: response.headers[name] for name in ("Cache-Control", "ETag")}
        return web.Response(status=304, headers=headers)
    return response


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing that is new."""

    path: str
    title: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""
    topics: Sequence[str] = ()


def atom(journey: Journey, base: str, path: str, name: str, entries: Sequence[FeedEntry], otherwise: date) -> bytes:
    """An Atom feed, in the order of its entries. `path`: the page of all of them; `otherwise`: when it was updated,
    where it has none."""
    from feedgen.feed import FeedGenerator

    make: Any = FeedGenerator  # the library has no types
    feed = make()
    feed.id(f"{base}{path}")
    feed.title(f"{journey.name}: {name}")
    feed.author({"name": journey.organisation or journey.name})
    feed.link(href=f"{base}{path}", rel="alternate")
    feed.link(href=f"{base}{path}/feed.atom", rel="self")
    feed.language("en-GB")
    feed.updated(max((entry.updated for entry in entries), default=midnight(otherwise)))
    for told in entries:
        entry = feed.add_entry(order="append")
        entry.id(f"{base}{told.path}")
        entry.title(_for_xml(told.title))
        entry.link(href=f"{base}{told.path}")
        entry.updated(told.updated)
        if told.summary:
            entry.summary(_for_xml(told.summary))
        if told.published is not None:
            entry.published(told.published)
        for topic in told.topics:
            entry.category(term=_for_xml(topic))
    return bytes(feed.atom_str(pretty=True))


def midnight(on: date) -> datetime:
    """When that day began, in UTC."""
    return datetime.combine(on, time(), UTC)


def _for_xml(text: str) -> str:
    """Without characters that XML does not allow: one of them would take the feed from everybody."""
    return UNSHOWN.sub("", text)
