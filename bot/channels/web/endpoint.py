"""The web channel: its addresses, who may come in, and how a browser's words become a turn.

    GET  /              the chat; ?before=LINE the lines before       POST /chat         the same, without a script
    POST /api/chat      a message: 202      GET  /api/stream   what is new (Server-Sent Events)
    POST /demo/clock    the demo's time     GET  /static/NAME
    /join/TOKEN, /leave: entering.py        /record: record.py        /papers: papers.py

A message is acknowledged when it was kept. The bot's answer is in the history by then; sending, on the
web, is waking the pages that are open.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from aiohttp import web
from markupsafe import Markup

from bot.channels.abilities import ABILITIES
from bot.channels.port import BusyError, Documents, Ending, NoDocuments, Sent, TurnHandler
from bot.channels.views import NoViews, RecordViews
from bot.channels.web.arranging import Shown, arrange, history_parts, label_of, page_before
from bot.channels.web.assets import Assets
from bot.channels.web.entering import Entering
from bot.channels.web.glance import GlanceBar
from bot.channels.web.held import HeldPages
from bot.channels.web.pages import Pages, PhraseOf, add_headers, kind_problems, onward
from bot.channels.web.papers import PaperPages
from bot.channels.web.reading import Words, line_number, read_fields, read_form, read_json, refuse_foreign
from bot.channels.web.record import RecordPages
from bot.channels.web.rendering import line_html, short_day
from bot.channels.web.sent import SentBefore
from bot.channels.web.settings import Line, Reading, Record, WebSettings, zone_of
from bot.channels.web.sign_in import Gate, Guest, or_unavailable
from bot.channels.web.stream import Streams
from bot.core.model import Account, Address, Adopter, Kind, Message, Person, Turn
from bot.core.model.identity import Identity
from bot.core.model.papers import Paper

SHOWN = 200
"""How many lines of the history a page begins with."""
AWAY = timedelta(days=2)
"""Somebody who said nothing for so long is welcomed back."""
NOT_KEPT = "Your message could not be saved just now, so the bot has not seen it. Try again in a minute."
BUSY = "You have sent a lot at once, and the bot is still reading it. This was not taken yet: send it in a moment."
DELETED = "/deleted"
"""What somebody sees who had what is held about them deleted: their history is gone, so the last word is a page."""
NOT_TAKEN = {503: NOT_KEPT, 429: BUSY}
NOT_GREETED = "The bot cannot save anything just now. What was said before is safe. Try again in a minute."
_log = structlog.get_logger("bot.web")


class WebChannel:
    """One channel. `visitor` gives the demo's person (an id) to a browser that comes without a cookie."""

    name = "web"

    def __init__(
        self,
        settings: WebSettings,
        turns: TurnHandler,
        store: Record,
        clock: Callable[[], datetime],
        move_clock: Callable[[timedelta], Awaitable[None]] | None = None,
        visitor: Callable[[], Awaitable[str]] | None = None,
        views: RecordViews | None = None,
        documents: Documents | None = None,
        papers: Callable[[], tuple[Paper, ...]] = tuple,
        identity: Callable[[], Identity] = Identity,
        *,
        words: PhraseOf,
    ) -> None:
        self._settings = settings
        self._turns = turns
        self._store = store
        self._clock = clock
        self._move_clock = move_clock
        self._visitor = visitor
        self._gate = Gate(settings, store, clock)
        self._streams = Streams(store, clock)
        self._assets = Assets(identity)
        self._pages = Pages(settings, self._assets, identity, words)
        views = views or NoViews()
        self._glance = GlanceBar(self._pages, views)
        self._entering = Entering(self._gate, self._pages, settings.public_url, self._streams.wake)
        self._papers = PaperPages(
            self._pages, self._gate, documents or NoDocuments(), papers, settings.secret_key, clock
        )
        self._record = RecordPages(
            self._pages,
            self._gate,
            views,
            self._let_in,
            self._sent,
            settings.public_url,
            NOT_TAKEN,
            HeldPages(clock),
            self._papers.downloads,
        )

    # ------------------------------------------------------------ the port

    def routes(self) -> list[web.RouteDef]:
        routes = [
            web.get("/", self._chat_page),
            web.post("/chat", self._chat_form),
            web.post("/api/chat", self._chat_api),
            web.get("/api/stream", self._stream, allow_head=False),
            web.get("/settings", self._settings_page),
            web.get(DELETED, self._entering.deleted, allow_head=False),
            web.get("/static/{name}", self._assets.serve),
            *self._entering.routes(),
            *self._papers.routes(),
            *self._record.routes(),
        ]
        if self._settings.demo and self._move_clock is not None:
            routes.append(web.post("/demo/clock", self._demo_clock))
        return routes

    def set_up(self, app: web.Application) -> None:
        """Gives the whole application kind problem pages and security headers, and ends streams when it stops."""

        async def end_streams(_: web.Application) -> None:
            self._streams.close()

        app.middlewares.append(kind_problems(self._pages))
        app.on_response_prepare.append(add_headers(self._settings))
        app.on_shutdown.append(end_streams)

    async def start(self) -> None:
        """Nothing to open."""

    async def send(self, address: Address, message: Message, delivery: int, doubtful: bool) -> Sent:
        """The message is in the history already: whoever looks is told to look again. Nobody needs to be looking, and
        a second attempt shows nothing twice."""
        self._streams.wake(address.conversation)
        return Sent(Ending.SENT, handle=str(delivery))

    def look_again(self, person: str) -> None:
        """Another process kept something that this person's open pages show."""
        self._streams.wake(person)

    async def close(self) -> None:
        self._streams.close()

    # ------------------------------------------------------------ pages

    async def _chat_page(self, request: web.Request) -> web.StreamResponse:
        """The chat, greeting whoever comes for the first time or after days away."""
        if request.method == "HEAD":
            return web.Response(content_type="text/html", charset="utf-8")
        guest = await self._let_in(request)
        if guest is None:
            return self._pages.show("refused.html", 403, why="none")
        person = guest.person
        if "before" in request.query:
            return await self._earlier(person, line_number(request.query["before"], "before"))
        greeted = await self._greet(person)
        response = await self._chat(person, trouble="" if greeted else NOT_GREETED)
        self._gate.remember(response, guest)
        return response

    async def _settings_page(self, request: web.Request) -> web.StreamResponse:
        """What the person can set; what is pressed there is said in the chat."""
        guest = await self._let_in(request)
        if guest is None:
            return self._pages.show("refused.html", 403, why="none")
        said = await SentBefore(self._gate).said(guest.person, request.query.get("said", ""))
        response = await self._glance.settings(guest.person, saved=said is not None and bool(said["kept"]))
        self._gate.remember(response, guest)
        return response

    async def _let_in(self, request: web.Request) -> Guest | None:
        """Whose browser it is; in the demo, whoever comes without a cookie is its visitor."""
        guest = await self._gate.who(request)
        if guest is None and self._settings.demo and self._visitor is not None:
            guest = await self._gate.visitor(await or_unavailable(self._visitor()))
        return guest

    async def _chat(self, person: Person, status: int = 200, trouble: str = "", draft: str = "") -> web.Response:
        """The page itself: the history, and the box to write in."""
        lines, earlier, adopter = await self._gate.read(lambda tx: _page_of(tx, person))
        return self._pages.show(
            "chat.html",
            status,
            history=await self._html(person, arrange(lines)),
            last=lines[-1].seq if lines else 0,
            earlier=earlier,
            adopter=adopter.name if adopter else "",
            form_id=_new_id(),
            trouble=trouble,
            draft=draft,
            me=hashlib.sha256(f"web:{person.id}".encode()).hexdigest()[:12],
            clock=short_day(self._clock()) if self._settings.demo and self._move_clock else "",
            glance=Markup((await self._glance.show(person)).html),  # noqa: S704 (made by a template that escapes)
        )

    async def _earlier(self, person: Person, before: int) -> web.Response:
        """A page of the history before a line: to read, with nothing to press."""
        lines = await self._gate.read(lambda tx: tx.history(person.id, 0, SHOWN + 2, before + 1))
        shown = page_before(lines, before)
        history = await self._html(person, shown[-SHOWN:])
        earlier = shown[-SHOWN].line.seq if len(shown) > SHOWN else 0
        return self._pages.show("earlier.html", history=history, earlier=earlier)

    async def _html(self, person: Person, shown: Sequence[Shown]) -> Markup:
        """The lines, letting others in between: two hundred of them take a while."""
        parts = []
        for part in history_parts(shown, zone_of(person, self._settings), _new_id()):
            parts.append(part)
            await asyncio.sleep(0)
        return Markup("").join(parts)

    async def _demo_clock(self, request: web.Request) -> web.StreamResponse:
        """Moves the bot's clock forward by one day or seven, so that a reminder can be seen."""
        refuse_foreign(request, self._settings.public_url)
        person = (await self._gate.known(request)).person
        days = (await read_fields(request)).get("days", "")
        if days not in ("1", "7"):
            raise web.HTTPBadRequest(text="The clock moves by 1 day or by 7.")
        assert self._move_clock is not None
        await or_unavailable(self._move_clock(timedelta(days=int(days))))
        self._streams.wake(person.id)
        if "application/json" in request.headers.get("Accept", ""):
            return web.json_response({"clock": short_day(self._clock())})
        return onward("/#end")

    # ------------------------------------------------------------ talk

    async def _chat_api(self, request: web.Request) -> web.StreamResponse:
        """A message from the page's script."""
        refuse_foreign(request, self._settings.public_url)
        person = (await self._gate.known(request)).person
        words = await read_json(request)
        status = await self._take(person, words)
        if status in NOT_TAKEN:
            return web.json_response({"error": NOT_TAKEN[status]}, status=status, headers={"Retry-After": "5"})
        gone = {"gone": DELETED} if await self._is_deleted(person) else {}
        return web.json_response({"id": words.id} | gone, status=202)

    async def _chat_form(self, request: web.Request) -> web.StreamResponse:
        """A message from the plain form: then the page again."""
        refuse_foreign(request, self._settings.public_url)
        person = (await self._gate.known(request)).person
        words = await read_form(request)
        status = await self._take(person, words)
        if status in NOT_TAKEN:
            return await self._chat(person, status, NOT_TAKEN[status], draft=words.text)
        return onward(DELETED if await self._is_deleted(person) else "/#end")

    async def _is_deleted(self, person: Person) -> bool:
        """Whether what they just sent had them deleted."""
        return await self._gate.read(lambda tx: tx.person(person.id)) is None

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """What is new since the line that the browser saw last."""
        guest = await self._gate.known(request)
        person = guest.person
        seen = line_number(request.headers.get("Last-Event-ID") or request.query.get("after", "0"), "Last-Event-ID")
        zone = zone_of(person, self._settings)
        mine = _event(person.id, "")

        def show(line: Line) -> dict[str, Any]:
            said = line.event.removeprefix(mine) if line.event.startswith(mine) else ""
            return {"id": said, "html": line_html(line, zone, live=True, form_id=_new_id())}

        return await self._streams.follow(
            request,
            person.id,
            seen,
            show,
            still=lambda tx: self._gate.still(tx, guest),
            beside=lambda: self._glance.show(person),
        )

    async def _take(self, person: Person, words: Words) -> int:
        """Gives the words to the turn handler. The status that this leads to: 202 when they were kept."""
        press, seq = words.press, words.message
        turn = self._turn(person.id, words.id, Kind.TEXT if press is None else Kind.PRESS, words.text)
        return await self._status_of(person, turn if press is None else replace(turn, press=press), seq)

    async def _sent(
        self, person: Person, made: str, kind: Kind, text: str, press: str, fields: tuple[tuple[str, str], ...]
    ) -> int:
        """The same for what a page of the record sent."""
        turn = replace(self._turn(person.id, made, kind, text), press=press, fields=fields)
        return await self._status_of(person, turn)

    async def _status_of(self, person: Person, turn: Turn, seq: int | None = None) -> int:
        """Gives a turn; a press without words is shown as the label of its button, on the message of that number or
        in the line above."""
        try:
            if turn.kind is Kind.PRESS and not turn.text:
                label = await self._glance.label(person, turn.press) if seq is None else ""
                label = label or await self._store.read(lambda tx: label_of(_latest(tx, person.id), seq, turn.press))
                turn = replace(turn, text=label)
            return 202 if await self._give(turn) else 503
        except BusyError:
            return 429
        except Exception as failure:
            _log.error("turn_not_kept", turn=turn.mark, error=type(failure).__name__)
            return 503

    async def _greet(self, person: Person) -> bool:
        """A turn for opening the page, once, and once a day after days away. False when it could not be kept."""
        now = self._clock()
        lines = await self._gate.read(lambda tx: _latest(tx, person.id))
        said = [line.at for line in lines if line.who == "person"] or [line.at for line in lines[:1]]
        if said and now - said[-1] < AWAY:
            return True
        day = now.date().isoformat() if lines else "first"
        turn = self._turn(person.id, f"open:{day}", Kind.OPEN, "")
        try:
            return await self._give(turn)
        except Exception as failure:
            _log.error("turn_not_kept", turn=turn.mark, error=type(failure).__name__)
            return False

    async def _give(self, turn: Turn) -> bool:
        kept = await self._turns(turn)
        self._streams.wake(turn.address.conversation)
        return kept

    def _turn(self, person: str, made: str, kind: Kind, text: str) -> Turn:
        """What happened at this channel, as a value."""
        return Turn(
            event=_event(person, made),
            kind=kind,
            account=Account("web", "web", person),
            address=Address("web", "web", conversation=person, private=True),
            at=self._clock(),
            text=text,
            can=ABILITIES["web"],
        )


def _event(person: str, made: str) -> str:
    """The event's id: unique to the person, so that nobody can use up another's."""
    return f"web:{person}:{made}"


def _new_id() -> str:
    return secrets.token_urlsafe(12)


def _latest(tx: Reading, person: str) -> list[Line]:
    """The newest lines of a history, oldest of them first."""
    return tx.history(person, 0, SHOWN + 1)


def _page_of(tx: Reading, person: Person) -> tuple[list[Line], int, Adopter | None]:
    """What a page shows, its first line's number where there is more before it, and whose organisation it is."""
    lines = _latest(tx, person.id)
    shown = lines[-SHOWN:]
    return shown, shown[0].seq if len(lines) > SHOWN else 0, tx.adopter(person.adopter)
