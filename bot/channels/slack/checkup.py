"""What is wrong with the Slack side of an installation, in words that say what to do. For `doctor`."""

from __future__ import annotations

from bot.channels.slack import manifest
from bot.channels.slack.api import Api
from bot.channels.slack.channel import SlackSettings
from bot.channels.slack.installs import introduce
from bot.channels.slack.socket_mode import tried

WHERE = "https://api.slack.com/apps, your app"
REMEDIES = {
    "invalid_auth": f"SLACK_BOT_TOKEN is not valid: copy it again from {WHERE}, OAuth & Permissions",
    "not_authed": f"SLACK_BOT_TOKEN is empty: copy it from {WHERE}, OAuth & Permissions",
    "account_inactive": "the bot was taken out of this workspace: install the app again",
    "token_revoked": "the bot's token was revoked: install the app again",
    "token_expired": "the bot's token has expired: switch token rotation off, and install the app again",
}


async def problems(settings: SlackSettings) -> list[str]:
    """One line a problem; empty when all is well. Asks Slack."""
    api = Api(settings.api_url, answer_seconds=5.0)
    await api.open()
    try:
        found: list[str] = []
        if settings.bot_token:
            found += await _token(api, settings)
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
        return [f"Slack: {REMEDIES.get(made, f'auth.test says {made}: is SLACK_API_URL reachable from here?')}"]
    lacking = manifest.missing(made.scopes, settings.assistant) if made.scopes else {}
    return [
        f"Slack: the scope {scope} is missing, {reason}: add it under {WHERE}, OAuth & Permissions, and reinstall"
        for scope, reason in lacking.items()
    ]


async def _socket(api: Api, app_token: str) -> list[str]:
    trouble = await tried(api, app_token)
    return [f"Slack: Socket Mode: {trouble}"] if trouble else []
