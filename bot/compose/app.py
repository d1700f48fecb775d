"""The only place that joins parts: settings in, a running bot out."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

import structlog
from aiohttp import web, web_response

from bot.channels.documents import link_to
from bot.channels.port import Channel, MadeFile
from bot.channels.web import WebChannel
from bot.compose import demo
from bot.compose.access import SHIFT_KEY, StoreAccess, beside_database, open_access
from bot.compose.channels import open_channels
from bot.compose.exposure import refuse_exposure
from bot.compose.forgetting import forget_when_erased
from bot.compose.health import health_of, listening_for_health, name_build, timed
from bot.compose.secret import key_ring
from bot.compose.settings import Settings, SettingsError
from bot.compose.tracing import open_tracing
from bot.content.live import LiveContent, ReadsContent, freeze, load_programme
from bot.core.model import Account, Adopter, Person
from bot.core.model.journey import Journey
from bot.core.turn.saying import text_of
from bot.http.adopters import AdopterPages
from bot.http.confirm import ConfirmPages
from bot.http.connections import Connections
from bot.http.events import EventPages
from bot.http.guidance import GuidancePages
from bot.http.names import only_by_own_name
from bot.http.programme.openid import Provider
from bot.http.programme.pages import ProgrammePages
from bot.http.programme.site import Site
from bot.runtime.adopters import StoredAdopters
from bot.runtime.backups import Backups
from bot.runtime.clock import Clock
from bot.runtime.content_news import ContentNews
from bot.runtime.documents import picture
from bot.runtime.gatherings import Gatherings, OwnCalendar, sender_of
from bot.runtime.hearing import hear
from bot.runtime.measures import Measures
from bot.runtime.outbox import Outbox
from bot.runtime.page_watch import PageWatch
from bot.runtime.passing import passing
from bot.runtime.publisher import Publisher
from bot.runtime.residents import ResidentAnswers
from bot.runtime.retention import Retention
from bot.runtime.supervisor import Job, Supervisor
from bot.runtime.traces import watch_traces
from bot.runtime.turns import TurnHandler
from bot.store.ageing import spans
from bot.store.codes import new_code
from bot.store.open import sqlite_path
from bot.store.port import PeopleTx, StoreError, Tx
from bot.store.restoring import look_into
from bot.store.sql.register import kept_about_people

log = structlog.get_logger(__name__)

DEMO_ADOPTER = "Demo Homes"
BIGGEST_BODY = 1024 * 1024
SERVER_NAME = "charter-bot"
# Which versions run here is nobody's business. aiohttp has no setting for this header, and answers to what is no HTTP
# pass by every hook of the application.
setattr(web_response, "SERVER_SOFTWARE", SERVER_NAME)  # noqa: B010 (the name is not exported)


@dataclass(slots=True)
class App(StoreAccess):
    """Everything that serves, built and joined. `open_app` makes one."""

    content: LiveContent
    outbox: Outbox
    turns: TurnHandler
    measures: Measures
    channels: dict[str, Channel] = field(default_factory=dict)
    jobs: Supervisor = field(default_factory=Supervisor)
    connections: Connections = field(default_factory=Connections)

    def add(self, channel: Channel) -> None:
        """Opens one more channel."""
        self.channels[channel.name] = channel

    def former(self) -> str:
        """What stands for somebody who was taken out."""
        return text_of(self.content.programme().journey, "by_former_colleague")

    async def start(self) -> None:
        """Opens what the channels need to send. Called once, inside the running loop."""
        for channel in self.channels.values():
            await channel.start()

    async def demo_person(self) -> str:
        """The demo's adopter and person, made on first use. Returns the person's id."""
        adopter = await ensure_adopter(self, DEMO_ADOPTER)
        person = Person("demo", adopter.key, "Sam")
        account = Account("web", "web", person.id)

        def make(tx: Tx) -> None:
            if tx.person(person.id) is None:
                tx.save_person(person, account)
                if not tx.gatherings():
                    tx.save_gathering(demo.gathering(self.clock.now(), self.settings.zone), self.clock.now())

        await self.store.write(make)
        return person.id

    async def move_clock(self, step: timedelta) -> None:
        """Moves the demo's clock on, a little at a time, so that what comes due on the way comes at its own hour."""
        async for now in passing(self.clock, self.turns, self.clock.now() + step):
            await self.outbox.drain(now)
        shift = str(self.clock.shift.total_seconds())
        await self.store.write(lambda tx: tx.set_value(SHIFT_KEY, shift))


@contextlib.asynccontextmanager
async def open_app(
    settings: Settings, clock: Clock | None = None, sending: bool = False, reads: ReadsContent = load_programme
) -> AsyncIterator[App]:
    """A bot without channels, on its store, migrated. What is `sending` serves: each good content is kept, and where
    the content is broken the last good one is taken. Raises BrokenContentError, SettingsError, StoreError."""
    kept = beside_database(settings, ".content.zip") if sending else None
    content = LiveContent(settings.bot_content, settings.zone, kept, reads)
    content.load()
    async with open_access(settings, clock) as access, open_tracing(sending) as tracing:
        store, clock = access.store, access.clock
        channels: dict[str, Channel] = {}
        measures = Measures()
        outbox = Outbox(store, channels, clock, measuring=measures, tracing=tracing)
        site = settings.public_url or (settings.address if sending and settings.demo else "")
        link = partial(link_to, key_ring(settings), settings.public_url) if sending else None
        turns = TurnHandler(store, content.programme, outbox if sending else None, site, link, measures, tracing)
        turns.programme()  # Makes the index of briefings now, and not on somebody's first turn.
        yield App(settings, store, clock, content, outbox, turns, measures, channels)


async def ensure_adopter(app: App, name: str) -> Adopter:
    """The adopter of that name, made when it is not there yet."""

    def find(tx: PeopleTx) -> Adopter:
        known = next((a for a in tx.adopters() if a.name == name), None)
        return known or tx.add_adopter(name, new_code(), app.clock.now())

    return await app.store.write(find)


def web_application(app: App) -> web.Application:
    """The HTTP side: every channel's routes, health and figures, kind problem pages and safe headers."""
    application = web.Application(client_max_size=BIGGEST_BODY)
    if app.settings.demo:
        application.middlewares.append(only_by_own_name(f"http://{app.settings.host}:{app.settings.port}"))
    for channel in app.channels.values():
        application.add_routes(timed(channel.name, channel.routes(), app.measures))
        if isinstance(channel, WebChannel):
            channel.set_up(application)
    application.add_routes(_guidance_pages(app).routes())
    application.add_routes(_adopter_pages(app).routes())
    application.add_routes(_event_pages(app).routes())
    application.add_routes(_programme_pages(app).routes())
    application.add_routes(_confirm_pages(app).routes())
    application.add_routes(health_of(app).routes())
    return application


def _guidance_pages(app: App) -> GuidancePages:
    async def search(words: str, limit: int) -> Sequence[str]:
        programme = app.turns.programme()
        return programme.look_up(words, limit).keys if programme.look_up else ()

    def today() -> date:
        return app.clock.now().astimezone(app.settings.zone).date()

    kept = kept_about_people(spans(app.settings.retention))
    return GuidancePages(lambda: app.turns.programme().journey, search, today, app.settings.address, kept)


def _adopter_pages(app: App) -> AdopterPages:
    """The public list of adopters."""

    async def drawn(journey: Journey, name: str) -> MadeFile | None:
        return await asyncio.to_thread(picture, journey, name)

    adopters = StoredAdopters(app.store, app.turns.programme, app.clock.now)
    return AdopterPages(lambda: app.content.programme().journey, adopters, drawn, app.settings.address)


def _event_pages(app: App) -> EventPages:
    """What is on, and people's own calendars."""

    def written(own: OwnCalendar) -> bytes:
        from bot.documents.calendar import own_calendar  # Large: loaded when the first is asked for.

        return own_calendar(sender_of(app.turns.programme()), own.name, own.signed, app.clock.now())

    known = Gatherings(app.store, app.clock.now)
    return EventPages(key_ring(app.settings), lambda: app.content.programme().journey, known, written, app.clock.now)


def _confirm_pages(app: App) -> ConfirmPages:
    """The page to which a link for residents leads."""
    answers = ResidentAnswers(app.store, app.turns.programme)
    key = key_ring(app.settings)
    return ConfirmPages(key, lambda: app.turns.programme().journey, answers.name_of, answers.take, app.clock.now)


def _provider(settings: Settings) -> Provider | None:
    """Where officers sign in, if anywhere."""
    if not (settings.oidc_issuer and settings.oidc_client_id):
        return None
    people = {id_.strip(): name.strip() for name, _, id_ in (one.partition("=") for one in settings.oidc_people)}
    secret = settings.oidc_client_secret.get_secret_value()
    return Provider(settings.oidc_issuer, settings.oidc_client_id, secret, people)


def _programme_pages(app: App) -> ProgrammePages:
    """The officer's pages."""
    settings = app.settings
    site = Site(
        key_ring(settings), lambda: settings.bot_officers, lambda: settings.bot_viewers, app.turns.programme,
        app.store, app.clock.now, settings.zone, settings.public_url,
    )  # fmt: skip
    return ProgrammePages(site, app.turns.officer, app.turns.tracks.stamp, _provider(settings), settings.address)


SWITCH_SECONDS = 0.0005
"""How soon a thread that waits gets the interpreter, which the loop and the store's writer share. At Python's own
5 ms each waits for the other at every event, and sixteen at once were answered less than half as fast."""


def settle() -> None:
    """Tunes the interpreter for a process that serves, when all that stays is there."""
    sys.setswitchinterval(SWITCH_SECONDS)
    freeze()


async def serve(settings: Settings, only: str = "", ready: Callable[[App], None] = lambda app: None) -> None:
    """Serves until cancelled: web and worker in one process, or only one of them. `ready` is told when it does."""
    refuse_exposure(settings)
    async with open_app(settings, sending=True) as app, contextlib.AsyncExitStack() as stack:
        open_channels(app, events=only != "worker")
        for channel in app.channels.values():
            stack.push_async_callback(channel.close)
        await app.start()
        name_build(app, only)
        settle()
        stack.push_async_callback(app.outbox.stop)
        stop = asyncio.current_task()
        assert stop is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.cancel)
        async with asyncio.TaskGroup() as jobs:
            for name, job in _jobs(app, only).items():
                jobs.create_task(app.jobs.run(name, job), name=name)
            await stack.enter_async_context(listening_for_health(app) if only == "worker" else listening(app))
            ready(app)


def _jobs(app: App, only: str) -> dict[str, Job]:
    """What goes on in the background, by its name."""
    pages = [channel.look_again for channel in app.channels.values() if isinstance(channel, WebChannel)]
    jobs: dict[str, Job] = {
        "content": app.content.watch,
        "unread": app.turns.catch_up,
        "forgetting": partial(forget_when_erased, app.store),
        "hearing": partial(hear, app.store, app.outbox, app.turns, pages[0] if pages else lambda person: None),
    }
    if only != "web":
        publisher = Publisher(app.store, app.turns.programme, app.clock, app.outbox)
        if not app.settings.demo:
            jobs["pages"] = PageWatch(app.store, app.turns.programme, app.clock).run
        news = ContentNews(app.store, app.turns.programme, lambda: app.content.state.refused, app.clock)
        jobs["content news"] = news.run
        if backups := _backups(app):
            jobs["backups"] = backups.run
        jobs["retention"] = Retention(app.store, app.clock, app.settings.retention, app.former).run
        jobs["traces"] = partial(watch_traces, app.store, app.clock)
        jobs["tracks"] = partial(app.turns.tracks.run, app.store)
        jobs |= {"outbox": app.outbox.run, "sweep": partial(watch_the_clock, app), "publisher": publisher.run}
    return jobs


def _backups(app: App) -> Backups | None:
    settings = app.settings
    if settings.backup_dir is None:
        return None
    ending = ".dump" if sqlite_path(settings.database_url) is None else ".db"
    return Backups(
        app.store, app.clock, settings.backup_dir, settings.backup_every, settings.backup_keep, ending, look_into
    )


@contextlib.asynccontextmanager
async def listening(app: App) -> AsyncIterator[None]:
    """Listens on the settings' port while the block runs. Raises SettingsError when the port is taken."""
    settings = app.settings
    async with contextlib.AsyncExitStack() as stack:
        try:
            served = app.connections.listening(web_application(app), settings.host, settings.port)
            await stack.enter_async_context(served)
        except OSError as error:
            raise SettingsError(
                f"PORT: {settings.host}:{settings.port} cannot be listened on ({error.strerror}). "
                "Is the bot running already? Set another PORT."
            ) from None
        yield


SWEEP_SECONDS = 20.0
"""How often the worker looks whether somebody should be reminded."""


async def watch_the_clock(app: App) -> None:
    """Lets the clock take its turns until cancelled. A fault of the store is logged and waited out."""
    while True:
        try:
            await app.turns.sweep(app.clock.now())
        except StoreError as error:
            log.error("sweep_failed", error=str(error))
        await asyncio.sleep(SWEEP_SECONDS)
