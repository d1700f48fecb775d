"""What is wrong with the Slack side of an installation, in words that say what to do. For `doctor`."""

from __future__ import annotations

from bot.channels.slack import manifest
from bot.channels.slack.api import Api
from bot.channels.slack.channel import SlackSettings
from bot.channels.slack.installs import Installation, Sealed, SharedKeep, introduce
from bot.channels.slack.rotation import explain
from bot.channels.slack.socket_mode import tried

WHERE = "https://api.slack.com/apps, your app"
REMEDIES = {
    "invalid_auth": f"SLACK_BOT_TOKEN is not valid: copy it again from {WHERE}, OAuth & Permissions",
    "not_authed": f"SLACK_BOT_TOKEN is empty: copy it from {WHERE}, OAuth & Permissions",
    "account_inactive": "the bot was taken out of this workspace: install the app again",
    "token_revoked": "the bot's token was revoked: install the app again",
    "token_expired": "SLACK_BOT_TOKEN has ended, since this app rotates its tokens: {rotating}",
}
ROTATING = (
    "take it out and set SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and PUBLIC_URL, so that the bot renews it itself; or "
    "make an app without token rotation (charter-bot manifest slack). Slack does not let it be switched off again"
)
UNREADABLE = "its token cannot be read with this BOT_SECRET_KEY: install the app there again"
MOST_ASKED = 20
"""Workspaces that are asked for; each is a call to Slack."""


async def problems(settings: SlackSettings, keep: SharedKeep | None = None, now: float = 0.0) -> list[str]:
    """One line a problem; empty when all is well. Asks Slack, and changes nothing: `keep` has the installations, and
    `now` (seconds of the epoch) says which of their tokens have ended."""
    api = Api(settings.api_url, answer_seconds=5.0)
    await api.open()
    try:
        found: list[str] = []
        if settings.bot_token:
            found += await _token(api, settings)
        elif keep is not None and settings.client_id:
            found += await _workspaces(api, settings, keep, now)
        if settings.app_token:
            found += await _socket(api, settings.app_token)
        if not (settings.signing_secret or settings.app_token):
            found.append(f"Slack: SLACK_SIGNING_SECRET is missing: copy it from {WHERE}, Basic Information")
        return found
    finally:
        await api.close()


async def _token(api: Api, settings: SlackSettings) -> list[str]:
    made = await introduce(api, settings.bot_token)
    if isinstance(made, str):
        return [f"Slack: {_remedy(made)}"]
    ending = [f"Slack: SLACK_BOT_TOKEN ends after twelve hours: {ROTATING}"] if _rotates(settings.bot_token) else []
    return [*ending, *_lacking(made, settings)]


def _rotates(token: str) -> bool:
    """https://docs.slack.dev/authentication/using-token-rotation: such tokens begin so."""
    return token.startswith("xoxe.")


def _remedy(error: str) -> str:
    known = REMEDIES.get(error, f"auth.test says {error}: is SLACK_API_URL reachable from here?")
    return known.format(rotating=ROTATING)


async def _workspaces(api: Api, settings: SlackSettings, keep: SharedKeep, now: float) -> list[str]:
    """Every workspace that installed the app: can its token be read, is it renewed, does Slack take it?"""
    found: list[str] = []
    asked = 0
    for name, install in (await Sealed(keep, settings.secret_key).everything()).items():
        if install is None:
            found.append(
                f"Slack: {name}: its token cannot be read with this BOT_SECRET_KEY: install the app there again"
            )
        elif install.trouble:
            found.append(f"Slack: {name}: {explain(install.trouble)}")
        elif asked < MOST_ASKED and not (install.expires and install.expires <= now):
            asked += 1
            made = await introduce(api, install.token)
            found += _lacking(made, settings, name) if isinstance(made, Installation) else [_refused(name, made)]
    return found


def _refused(name: str, error: str) -> str:
    if error in REMEDIES:
        return f"Slack: {name}: Slack does not take its token any more ({error}): install the app there again"
    return f"Slack: {name}: {_remedy(error)}"


def _lacking(made: Installation, settings: SlackSettings, name: str = "") -> list[str]:
    where = f"{name}: " if name else ""
    lacking = manifest.missing(made.scopes, settings.assistant) if made.scopes else {}
    return [
        f"Slack: {where}the scope {scope} is missing, {reason}: add it under {WHERE}, OAuth & Permissions, and "
        "reinstall"
        for scope, reason in lacking.items()
    ]


async def _socket(api: Api, app_token: str) -> list[str]:
    trouble = await tried(api, app_token)
    return [f"Slack: Socket Mode: {trouble}"] if trouble else []
