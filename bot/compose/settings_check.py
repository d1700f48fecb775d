"""What is odd about the settings as a whole: names that nothing reads, credentials that are set by half."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from dotenv import dotenv_values
from rapidfuzz import fuzz, process

from bot.compose.defaults import ENV_FILE
from bot.compose.settings import Settings

PREFIXES = ("BOT_", "OIDC_", "SLACK_", "MICROSOFT_APP_", "TEAMS_")
"""In `.env`, which is the bot's own file, a name that begins so is meant for it."""
ALIKE, MAYBE = 82, 60
"""Of 100: how alike a name must be to a setting's to be taken for it, and to suggest it."""


def oddities(settings: Settings) -> list[str]:
    """One sentence each, with what to do. Nothing of it stops the bot."""
    return [
        *unknown_names(os.environ, dotenv_values(ENV_FILE)),
        *_slack(settings),
        *_teams(settings),
        *_openid(settings),
    ]


def unknown_names(environment: Iterable[str], file: Mapping[str, str | None]) -> list[str]:
    """Names that are no setting and were meant as one. The environment holds others' names too: there only a near
    miss counts."""
    known = [name.upper() for name in Settings.model_fields]
    found = {}
    for origin, names in (("environment", environment), (ENV_FILE, file)):
        for name in names:
            upper = name.upper()
            if upper in known or len(name) < 5:
                continue
            best = process.extractOne(upper, known, scorer=fuzz.ratio)
            alike = best[1] if best else 0
            if alike >= ALIKE or (origin == ENV_FILE and upper.startswith(PREFIXES)):
                meant = f"did you mean {best[0]}?" if best and alike >= MAYBE else "nothing reads it: take it out"
                found[name] = f"unknown setting {name}, {meant} (in {origin})"
    return list(found.values())


def _slack(settings: Settings) -> Iterator[str]:
    signing, app = _set(settings, "slack_signing_secret"), _set(settings, "slack_app_token")
    token, client = _set(settings, "slack_bot_token"), bool(settings.slack_client_id)
    secret = _set(settings, "slack_client_secret")
    if (token or client) and not (signing or app):
        yield (
            f"{'SLACK_BOT_TOKEN' if token else 'SLACK_CLIENT_ID'} is set without SLACK_SIGNING_SECRET: no event of"
            " Slack's can be taken. Set it too (or SLACK_APP_TOKEN, for Socket Mode)"
        )
    if (signing or app) and not (token or client):
        yield (
            f"{'SLACK_SIGNING_SECRET' if signing else 'SLACK_APP_TOKEN'} is set without SLACK_BOT_TOKEN: nothing can"
            " be said in Slack. Set it too (or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, for many workspaces)"
        )
    if client and not secret:
        yield "SLACK_CLIENT_ID is set without SLACK_CLIENT_SECRET: no workspace can install the app. Set it too"
    if secret and not client:
        yield "SLACK_CLIENT_SECRET is set without SLACK_CLIENT_ID. Set it too, or take the secret out"
    if client and not token and not settings.public_url:
        yield "SLACK_CLIENT_ID is set without PUBLIC_URL: Slack has no address to come back to after installing"


def _teams(settings: Settings) -> Iterator[str]:
    known, password = bool(settings.microsoft_app_id), _set(settings, "microsoft_app_password")
    if known and not password and settings.microsoft_app_type != "UserAssignedMSI":
        yield "MICROSOFT_APP_ID is set without MICROSOFT_APP_PASSWORD: nothing can be said in Teams. Set it too"
    if not known and (password or settings.microsoft_app_tenant_id):
        yield "MICROSOFT_APP_PASSWORD or MICROSOFT_APP_TENANT_ID is set without MICROSOFT_APP_ID. Set it too"


def _openid(settings: Settings) -> Iterator[str]:
    issuer, client, people = settings.oidc_issuer, settings.oidc_client_id, settings.oidc_people
    if bool(issuer) != bool(client):
        yield (
            f"{'OIDC_ISSUER' if issuer else 'OIDC_CLIENT_ID'} is set without"
            f" {'OIDC_CLIENT_ID' if issuer else 'OIDC_ISSUER'}: no officer can sign in there. Set it too"
        )
    if client and not _set(settings, "oidc_client_secret"):
        yield "OIDC_CLIENT_ID is set without OIDC_CLIENT_SECRET: no officer can sign in there. Set it too"
    for name in (one.partition("=")[0].strip() for one in people):
        if name not in (*settings.bot_officers, *settings.bot_viewers):
            yield f"OIDC_PEOPLE names {name}, who is in neither BOT_OFFICERS nor BOT_VIEWERS: add them to one"


def _set(settings: Settings, name: str) -> bool:
    return bool(getattr(settings, name).get_secret_value())
