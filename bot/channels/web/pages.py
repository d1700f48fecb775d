"""Pages from templates, and what people see when something goes wrong: what happened, and what to do."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.web.assets import Assets
from bot.channels.web.rendering import plain_words
from bot.channels.web.settings import WebSettings
from bot.core.model.identity import Identity

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer a plain form would lose its Origin, and be refused
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_PLAIN = ("/slack/", "/api/messages")
"""Addresses that machines call: they get text, whatever they say they accept."""
_SAID = (400, 403, 404, 405, 413, 415, 429, 503)
"""The problems that have words of their own (`problem_title_404`, `problem_advice_404`); others are our own fault."""
PhraseOf = Callable[[str], str]
"""The words of a phrase, as the content has them."""
_log = structlog.get_logger("bot.web")


class Pages:
    """Renders templates with what they all need."""

    def __init__(
        self, settings: WebSettings, assets: Assets, identity: Callable[[], Identity], words: PhraseOf
    ) -> None:
        self._settings, self._words = settings, words
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(settings=settings, asset=assets.url, identity=identity)
        self._templates.filters["plain"] = plain_words

    def show(self, template: str, status: int = 200, **values: Any) -> web.Response:
        """A page. It is never kept by browsers or anything between: it is one person's."""
        return self.again(self.part(template, **values), status)

    def part(self, template: str, **values: Any) -> str:
        """What a template makes, as text: a page, or a part of one."""
        return self._templates.get_template(template).render(**values)

    def again(self, text: str, status: int) -> web.Response:
        """A page that was made before."""
        headers = {"Cache-Control": "no-store"}
        return web.Response(text=text, status=status, content_type="text/html", headers=headers)

    def problem(self, request: web.Request, status: int, text: str = "") -> web.Response:
        """What happened and what to do, in the form that the caller can read."""
        which = str(status) if status in _SAID else "other"
        title, advice = (self._words(f"problem_{part}_{which}") for part in ("title", "advice"))
        said = text or f"{title}. {advice}"
        if request.path.startswith(_PLAIN):
            return web.Response(text=said, status=status)
        if request.path.startswith("/api/") or "text/html" not in request.headers.get("Accept", ""):
            return web.json_response({"error": said}, status=status)
        return self.show("problem.html", status, title=title, advice=text or advice)


def onward(where: str) -> web.Response:
    """On to another page, the address of this one (it may be a link) left behind."""
    headers = {"Location": where, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    return web.Response(status=303, headers=headers)


def add_headers(settings: WebSettings) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """A signal that puts the security headers on every answer, streams included."""
    extra = {"Strict-Transport-Security": "max-age=31536000"} if settings.https else {}

    async def add(request: web.Request, response: web.StreamResponse) -> None:
        for name, value in (HEADERS | extra).items():
            response.headers.setdefault(name, value)

    return add


def kind_problems(pages: Pages) -> Any:
    """A middleware: every problem becomes a page that helps, and no traceback ever leaves."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as answer:
            if answer.status < 400:
                raise
            own = answer.text if answer.text != f"{answer.status}: {answer.reason}" else ""
            response = pages.problem(request, answer.status, own or "")
            if "Allow" in answer.headers:
                response.headers["Allow"] = answer.headers["Allow"]
            return response
        except ConnectionResetError:
            raise
        except Exception as failure:
            resource = request.match_info.route.resource  # not the path: that may be somebody's link
            route = resource.canonical if resource else ""
            _log.error("page_failed", route=route, error=type(failure).__name__, where=_where(failure))
            return pages.problem(request, 500)

    return middleware


def _where(failure: Exception) -> list[str]:
    """The road to a bug, for the log: places only, because messages and variables may hold people's words."""
    frames = traceback.extract_tb(failure.__traceback__)[-8:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
