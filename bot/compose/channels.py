"""The channels that the settings have credentials for. SDKs are imported only when a channel is built."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.channels.documents import read_link
from bot.channels.port import Channel
from bot.channels.web import WebChannel
from bot.channels.web.settings import WebSettings
from bot.compose.secret import key_ring
from bot.core.model import Account, Address, Enclosed
from bot.core.turn.saying import text_of
from bot.core.views.home import prompts_of
from bot.runtime.documents import StoredDocuments
from bot.runtime.views import StoredViews
from bot.store.port import Store, Tx

if TYPE_CHECKING:
    from bot.channels.slack import SlackSettings
    from bot.channels.teams.files import Handed
    from bot.channels.teams.values import TeamsValues
    from bot.compose.app import App
    from bot.compose.settings import Settings


def open_channels(app: App, events: bool = True) -> None:
    """The web chat always; Slack and Teams with credentials. `events` False: this process only sends."""
    app.add(_web_channel(app))
    if app.settings.slack:
        app.add(_slack_channel(app, events))
    if app.settings.teams:
        app.add(_teams_channel(app))


def _web_channel(app: App) -> WebChannel:
    settings, journey, demo = app.settings, app.content.programme().journey, app.settings.demo
    web_settings = WebSettings(
        secret_key=key_ring(settings),
        demo=demo,
        public_url=settings.public_url,
        programme_name=journey.name,
        organisation=journey.organisation,
        contact=journey.officer_email,
        timezone=settings.bot_timezone,
    )
    move, visitor = (app.move_clock, app.demo_person) if demo else (None, None)
    views = StoredViews(app.store, app.turns.programme, app.clock.now)
    return WebChannel(
        web_settings, app.turns.take_or_refuse, app.store, app.clock.now, move, visitor, views, documents_of(app),
        lambda: app.content.programme().journey.papers, lambda: app.content.programme().journey.identity,
        words=lambda phrase: text_of(app.content.programme().journey, phrase),
    )  # fmt: skip


def documents_of(app: App) -> StoredDocuments:
    """Makes papers of what this bot has been told."""
    return StoredDocuments(app.store, app.turns.programme, app.clock.now)


def slack_settings(settings: Settings, events: bool = True) -> SlackSettings:
    """What Slack's channel needs of the settings. Without `events` it only sends.

    A bot token that is set is the one workspace's; without it the client id makes it many.
    """
    from bot.channels.slack import SlackSettings

    one = settings.slack_bot_token.get_secret_value()
    client = "" if one else settings.slack_client_id

    return SlackSettings(
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        bot_token=one,
        app_token=settings.slack_app_token.get_secret_value() if events else "",
        client_id=client,
        client_secret=settings.slack_client_secret.get_secret_value(),
        secret_key=key_ring(settings) if client else "",
        public_url=settings.public_url,
        assistant=settings.slack_assistant,
        api_url=settings.slack_api_url,
        events=events,
    )


def _slack_channel(app: App, events: bool) -> Channel:
    from bot.channels.slack import SlackChannel

    async def known(address: Address) -> bool:
        return await app.store.read(lambda tx: tx.spoke_in(address))

    views = StoredViews(app.store, app.turns.programme, app.clock.now)
    channel = SlackChannel(
        slack_settings(app.settings, events), app.turns.take, app.clock.now,
        keep=StoredValues(app.store), thread_known=known, views=views, documents=documents_of(app),
        prompts=lambda: prompts_of(app.turns.programme().journey),
    )  # fmt: skip
    app.turns.watchers.append(channel.homes.changed)
    channel.acknowledged = partial(app.measures.acknowledged, channel.name)
    return channel


def teams_values(settings: Settings) -> TeamsValues:
    """What Teams' channel needs of the settings."""
    from bot.channels.teams.values import TeamsValues

    return TeamsValues(
        app_id=settings.microsoft_app_id,
        password=settings.microsoft_app_password.get_secret_value(),
        tenant_id=settings.microsoft_app_tenant_id,
        app_type=settings.microsoft_app_type,
        tenants=settings.microsoft_app_tenants,
        emulator=settings.teams_emulator,
    )


def _teams_channel(app: App) -> Channel:
    from bot.channels.teams import TeamsChannel

    views = StoredViews(app.store, app.turns.programme, app.clock.now)
    return TeamsChannel(
        teams_values(app.settings), app.turns.take, app.clock.now, views, documents_of(app), handed_of(app)
    )


def handed_of(app: App) -> Handed:
    """What a link opens, for whose it is: while it lasts, and their access has not been ended."""
    key = key_ring(app.settings)

    async def handed(link: str, account: Account) -> Enclosed | None:
        found = read_link(key, link)
        if found is None or found.signed.over(app.clock.now()):
            return None

        def theirs(tx: Tx) -> bool:
            person = tx.person_of(account)
            mine = person is not None and person.id == found.enclosed.person
            return mine and tx.access_round(found.enclosed.person) == found.signed.round

        return found.enclosed if await app.store.read(theirs) else None

    return handed


@dataclass(frozen=True, slots=True)
class StoredValues:
    """Small values of the machine's own, for a channel's tokens. They are in no export."""

    store: Store

    async def get(self, key: str) -> str | None:
        return await self.store.read(lambda tx: tx.value(key))

    async def set(self, key: str, value: str | None) -> None:
        await self.store.write(lambda tx: tx.set_value(key, value))

    async def swap(self, key: str, old: str | None, new: str | None) -> bool:
        def swap(tx: Tx) -> bool:
            if tx.value(key) != old:
                return False
            tx.set_value(key, new)
            return True

        return await self.store.write(swap)

    async def listed(self, prefix: str) -> dict[str, str]:
        return await self.store.read(lambda tx: tx.values(prefix))


class LookingValues(StoredValues):
    """The same for `doctor`, which changes nothing."""

    async def get(self, key: str) -> str | None:
        return await self.store.look(lambda tx: tx.value(key))

    async def listed(self, prefix: str) -> dict[str, str]:
        return await self.store.look(lambda tx: tx.values(prefix))
