"""What would open more than was meant, or nothing at all, and is refused before anything listens."""

from __future__ import annotations

from bot.compose.settings import Settings, SettingsError
from bot.http.names import is_this_machine


def refuse_exposure(settings: Settings) -> None:
    """Raises SettingsError with everything that is wrong with who these settings would let in."""
    if found := exposures(settings):
        raise SettingsError("\n".join(found))


def exposures(settings: Settings) -> list[str]:
    """One sentence each: what is wrong, and the way out."""
    found = []
    credentials = settings.slack or bool(settings.microsoft_app_id)
    if not (credentials or settings.public_url) and not is_this_machine(settings.host):
        found.append(
            f"HOST: {settings.host} would open the demo, and the database behind it, to everybody on the network. "
            "Leave HOST out to try it on this machine; or set PUBLIC_URL and BOT_SECRET_KEY, and people come in by "
            "invitation; or set the credentials of Slack or Teams."
        )
    if (
        settings.microsoft_app_id
        and not settings.microsoft_app_tenant_id
        and settings.microsoft_app_type != "MultiTenant"
    ):
        found.append(
            f"MICROSOFT_APP_TENANT_ID: is needed with MICROSOFT_APP_TYPE {settings.microsoft_app_type}, or nobody in "
            "Teams is let in. Copy it from the Azure Bot, Configuration, App Tenant ID. For an old bot that was made "
            "as multi-tenant, set MICROSOFT_APP_TYPE=MultiTenant."
        )
    if settings.teams_emulator and settings.public_url:
        found.append(
            "TEAMS_EMULATOR: takes Teams events from anybody without a signature, so it cannot be on together with "
            "PUBLIC_URL. Take one of the two out."
        )
    if settings.teams_emulator and settings.microsoft_app_id:
        found.append(
            "TEAMS_EMULATOR: takes Teams events without a signature, so it cannot be on together with "
            "MICROSOFT_APP_ID. Take it out to serve Teams; take the MICROSOFT_APP_… settings out to try the emulator."
        )
    return found
