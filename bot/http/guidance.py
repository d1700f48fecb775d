"""The public reading pages: every briefing, a search, a page for each, and a feed of what is new.

    GET /guidance   GET /guidance/NAME   GET /guidance/NAME.docx   GET /guidance/feed.atom   GET /privacy   GET /terms

No log-in and no cookies. Whatever a page says of force, age and nation follows from the briefing's dates.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date

import nh3
import structlog
from aiohttp import web
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from bot.core.model.identity import NEUTRAL, Identity
from bot.core.model.journey import Briefing, Journey
from bot.documents import WORD
from bot.documents.markdown import ready_to_use
from bot.http.notices import dates, day, newest_first, notices, related, sections
from bot.http.public import STYLE, FeedEntry, atom, midnight, templates

Search = Callable[[str, int], Awaitable[Sequence[str]]]
"""Finds briefings by people's words: (words, at most so many) -> keys, best first."""
MOST = 20
LONGEST = 200
"""Characters of a search that are looked at."""
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "code", "h2", "h3", "h4", "blockquote", "hr"}
_TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
_log = structlog.get_logger("bot.guidance")


class GuidancePages:
    """The pages of whatever briefings the programme has at the moment."""

    def __init__(
        self, journey: Callable[[], Journey], search: Search, today: Callable[[], date], address: str,
        kept: Sequence[Sequence[str]] = (),
    ) -> None:  # fmt: skip
        """`kept`: of each kind of thing that is kept about people what it is, what for, on what basis, how long."""
        self._kept = kept
        self._journey = journey
        self._search = search
        self._today = today
        self._address = address.rstrip("/")
        self._templates = templates(day=day)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/guidance", self._list),
            web.get("/guidance/feed.atom", self._feed),
            web.get(STYLE.path, self._css),
            web.get("/guidance/{name}.docx", self._file),
            web.get("/guidance/{name}", self._briefing),
            web.get("/privacy", self._about),
            web.get("/terms", self._about),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        """All briefings, those of a topic, or those that a search finds."""
        words = " ".join(request.query.get("q", "")[:LONGEST].split())
        topic = request.query.get("topic", "")[:LONGEST]
        everything = newest_first(self._journey().briefings, self._today())
        shown, failed = everything, False
        if topic:
            shown = [b for b in everything if topic.casefold() in {t.casefold() for t in b.topics}]
        if words:
            shown, failed = await self._found(words, shown)
        return self._page(
            "list.html", 503 if failed else 200, shown=shown, words=words, topic=topic, failed=failed,
            sections=sections(everything, self._journey().topic_groups), many=len(everything), here="/guidance",
            about=f"{len(everything)} short briefings for those who put {self._journey().name} into practice.",
        )  # fmt: skip

    async def _found(self, words: str, among: list[Briefing]) -> tuple[list[Briefing], bool]:
        """The briefings for these words, best first; superseded ones last. True when the search itself failed."""
        try:
            keys = await self._search(words, MOST)
        except Exception as failure:
            _log.error("search_failed", error=type(failure).__name__)
            return [], True
        by_key = {briefing.key: briefing for briefing in among}
        found = [by_key[key] for key in keys if key in by_key]
        return sorted(found, key=lambda briefing: briefing.status == "superseded"), False

    def _named(self, request: web.Request) -> Briefing | None:
        """The briefing that an address names; None while it is not published."""
        name, today = request.match_info["name"], self._today()
        return next((b for b in self._journey().briefings if b.key == name and b.published <= today), None)

    async def _file(self, request: web.Request) -> web.Response:
        """What is ready to use in a briefing, as a Word file made from its words as they are now."""
        briefing = self._named(request)
        if briefing is None or not briefing.download:
            return self._page("missing.html", 404)
        body = await asyncio.to_thread(download, briefing, self._journey().identity)
        named = {"Content-Disposition": f'attachment; filename="{briefing.key}.docx"', "Cache-Control": "no-cache"}
        return web.Response(body=body, content_type=WORD, headers=named)

    async def _briefing(self, request: web.Request) -> web.Response:
        """One briefing."""
        everything, today = self._journey().briefings, self._today()
        briefing = self._named(request)
        if briefing is None:
            return self._page("missing.html", 404)
        return self._page(
            "briefing.html", briefing=briefing, body=body_html(briefing.body),
            rows=dates(briefing, today, self._journey().roles), notices=notices(briefing, everything, today),
            related=related(briefing, everything, today), about=briefing.summary, here=f"/guidance/{briefing.key}",
        )  # fmt: skip

    async def _about(self, request: web.Request) -> web.Response:
        """What is kept about people, and the rules of use: content like everything else."""
        key = request.path.strip("/")
        page = next((p for p in self._journey().pages if p.key == key), None)
        if page is None:
            return self._page("missing.html", 404)
        return self._page("about.html", page=page, body=body_html(page.body), here=f"/{key}", kept=self._kept)

    async def _feed(self, request: web.Request) -> web.Response:
        """What is new, for feed readers."""
        body = feed(self._journey(), self._address, self._today())
        return web.Response(body=body, content_type="application/atom+xml", charset="utf-8")

    async def _css(self, request: web.Request) -> web.Response:
        return STYLE.answer(request, self._journey().identity)

    def _page(self, template: str, status: int = 200, **values: object) -> web.Response:
        told = {"about": "", "here": "", "address": self._address} | values
        text = self._templates.get_template(template).render(journey=self._journey(), **told)
        headers = {"Cache-Control": "no-cache"}
        return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def download(briefing: Briefing, identity: Identity = NEUTRAL) -> bytes:
    """The part of a briefing that is ready to use, as a Word file."""
    from bot.documents.word import word_file  # Large: loaded when the first is asked for.

    return word_file(ready_to_use(briefing), midnight(_changed(briefing)), identity)


def body_html(text: str) -> Markup:
    """A briefing's Markdown as clean HTML. The page's title is its only heading of the first rank."""
    tokens = _MARKDOWN.parse(text)
    _lower(tokens)
    dirty = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    attributes = {"a": {"href"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}
    tags = _TAGS | _TABLE
    schemes = {"http", "https", "mailto", "tel"}
    clean = nh3.clean(dirty, tags=tags, attributes=attributes, url_schemes=schemes, link_rel="noopener noreferrer")
    return Markup(clean)  # noqa: S704 (cleaned just above)


def _lower(tokens: Sequence[Token]) -> None:
    """Headings of the first rank become the second, where there are any, and so on."""
    ranks = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    by = 2 - min(ranks) if ranks else 0
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(4, int(token.tag[1]) + by)}"


def feed(journey: Journey, base: str, today: date) -> bytes:
    """The newest briefings as an Atom feed."""
    entries = [
        FeedEntry(
            f"/guidance/{b.key}", b.title, midnight(_changed(b)), midnight(b.published), b.summary, b.topics
        )
        for b in newest_first(journey.briefings, today)[:MOST]
    ]  # fmt: skip
    return atom(journey, base, "/guidance", "guidance", entries, today)


def _changed(briefing: Briefing) -> date:
    return max(briefing.published, briefing.last_checked)
