"""Documents on the web: by a link that is one person's own, and from the record's page.

    GET  /papers/TOKEN          the document as a page, with the ways to have it as a file
    GET  /papers/TOKEN/FORM     as a file: docx, pdf, csv, json
    GET  /record/papers/KEY     the same for whoever is in the chat (?form=, ?for=)

A link ends after some days, when its person signs out everywhere or leaves, and opens nothing in somebody else's
browser. Nothing keeps what it shows.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from aiohttp import web

from bot.channels.documents import LABELS, DocumentLink, link_to, read_link
from bot.channels.passes import SecretKey
from bot.channels.port import Documents, MadeFile
from bot.channels.web.pages import HEADERS, Pages, onward
from bot.channels.web.sign_in import Gate, or_unavailable
from bot.core.model import Enclosed
from bot.core.model.papers import FILES_ONLY, Paper

PAGE = "html"


class PaperPages:
    """The pages. `papers` are those of the content in force."""

    def __init__(
        self,
        pages: Pages,
        gate: Gate,
        documents: Documents,
        papers: Callable[[], tuple[Paper, ...]],
        secret_key: SecretKey,
        clock: Callable[[], datetime],
    ) -> None:
        self._pages, self._gate, self._documents, self._papers = pages, gate, documents, papers
        self._secret_key, self._clock = secret_key, clock

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/papers/{token}", self._by_link),
            web.get("/papers/{token}/{form}", self._by_link),
            web.get("/record/papers/{key}", self._from_record),
        ]

    def downloads(self) -> list[tuple[Paper, list[tuple[str, str]]]]:
        """What the record's page offers: each paper with its forms and their labels."""
        forms = self._documents.forms
        return [(p, [(f, LABELS[f]) for f in p.files if f in forms and f in LABELS]) for p in self._papers()]

    async def _by_link(self, request: web.Request) -> web.StreamResponse:
        found = read_link(self._secret_key, request.match_info["token"])
        trouble = "broken" if found is None else await self._trouble(request, found)
        if found is None or trouble:
            return self._pages.show("paper_refused.html", 403, why=trouble)
        form = request.match_info.get("form", "")
        files = [f for f in found.enclosed.files if f in self._documents.forms]
        if not form and files and set(files) <= set(FILES_ONLY):
            form = files[0]
        links = [(LABELS[f], f"{request.path.rstrip('/')}/{f}") for f in files if f in LABELS]
        made = await or_unavailable(self._documents.make(found.enclosed, form or PAGE, links))
        if made is None:
            return self._pages.show("paper_refused.html", 404, why="none")
        return _as_file(made) if form else _as_page(made)

    async def _trouble(self, request: web.Request, found: DocumentLink) -> str:
        """Why the link opens nothing here; empty when it does."""
        if found.signed.over(self._clock()):
            return "over"
        person = found.enclosed.person
        if found.signed.round != await self._gate.read(lambda tx: tx.access_round(person)):
            return "over"
        guest = await self._gate.who(request)
        return "" if guest is None or guest.person.id == person else "other"

    async def _from_record(self, request: web.Request) -> web.StreamResponse:
        """A document for whoever is signed in: as a page by a link of their own, or as a file."""
        guest = await self._gate.known(request)
        paper = next((p for p in self._papers() if p.key == request.match_info["key"]), None)
        if paper is None:
            raise web.HTTPNotFound
        purpose = paper.purpose(request.query.get("for", ""))
        enclosed = Enclosed(
            "paper", paper.key, paper.name, guest.person.adopter, guest.person.id, paper.files,
            purpose.key if purpose is not None else "",
        )  # fmt: skip
        form = request.query.get("form", "")
        if form in LABELS:
            made = await or_unavailable(self._documents.make(enclosed, form))
            if made is None:
                raise web.HTTPNotFound
            return _as_file(made)
        return onward(link_to(self._secret_key, "", enclosed, self._clock(), guest.round))


def _as_page(made: MadeFile) -> web.Response:
    """The document to read."""
    policy = HEADERS["Content-Security-Policy"].replace("style-src 'self'", f"style-src {made.style}")
    policy = policy.replace("img-src 'self'", "img-src data:")  # the logo, which is in the file
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "Content-Security-Policy": policy}
    return web.Response(body=made.data, content_type=made.content_type, charset="utf-8", headers=headers)


def _as_file(made: MadeFile) -> web.Response:
    """The document to keep."""
    name = f"attachment; filename*=UTF-8''{quote(made.name)}"
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "Content-Disposition": name}
    return web.Response(body=made.data, content_type=made.content_type, headers=headers)
