"""What `doctor` hears from Slack and from Microsoft: whether they take our credentials."""

from __future__ import annotations

from datetime import datetime

from bot.cli.doctor_store import Finding
from bot.compose.settings import Settings, SettingsError
from bot.core.model import Turn
from bot.store.open import open_store
from bot.store.port import StoreError


async def look_at_channels(settings: Settings, now: datetime) -> list[Finding]:
    """Asks whoever there are credentials for."""
    return [*await _slack(settings, now), *await _teams(settings, now)]


async def _slack(settings: Settings, now: datetime) -> list[Finding]:
    """Asks Slack whether it takes our tokens, and what they may do."""
    if not settings.slack:
        return []
    from bot.channels.slack.checkup import problems
    from bot.compose.channels import LookingValues, slack_settings

    try:
        store = open_store(settings.database_url)
        given = slack_settings(settings)
    except (SettingsError, StoreError):
        return []  # said already, of the database or the key
    try:
        found = await problems(given, LookingValues(store), now.timestamp())
    except StoreError:
        found = await problems(given)  # there is no installation yet, or the database was spoken of
    finally:
        await store.close()
    return [(False, line) for line in found] or [(True, "Slack: takes the tokens, and they may do what is needed")]


async def _teams(settings: Settings, now: datetime) -> list[Finding]:
    """Asks Microsoft for a token and for its signing keys."""
    if not settings.microsoft_app_id:
        return []
    from bot.channels.teams import TeamsChannel
    from bot.compose.channels import teams_values

    async def nobody(turn: Turn) -> bool:
        return False

    channel = TeamsChannel(teams_values(settings), nobody, lambda: now)
    await channel.start()
    try:
        trouble = await channel.trouble()
    finally:
        await channel.close()
    return [
        (False, f"Teams: {trouble.removeprefix('Teams ')}")
        if trouble
        else (True, "Teams: gives the bot a token and its keys")
    ]
