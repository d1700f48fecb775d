"""`bot doctor`: in one screen, what is wrong and how to mend it. It changes nothing, whoever runs it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime

from dotenv import dotenv_values

from bot.cli.check import all_problems
from bot.cli.doctor_channels import look_at_channels
from bot.cli.doctor_machine import look_at_clock, look_at_papers, look_at_port
from bot.cli.doctor_store import Finding, look_at_store
from bot.compose.defaults import ENV_FILE
from bot.compose.exposure import exposures
from bot.compose.masking import masked
from bot.compose.secret import secret_key
from bot.compose.settings import Settings, SettingsError
from bot.compose.settings_check import oddities
from bot.runtime.clock import Clock

_MARKS = {True: "ok     ", False: "to mend"}


async def examine(
    settings: Settings, wrong: Iterable[str] = (), now: datetime | None = None
) -> tuple[list[str], bool]:
    """(lines for a person, whether all is well). `wrong`: what is said of settings that cannot be used."""
    now = now or Clock().now()
    findings: list[Finding] = [(False, f"Setting: {line}") for line in wrong]
    findings += [(False, f"Setting: {line}") for line in oddities(settings)]
    findings += [*_content(settings), *await look_at_store(settings, now)]
    findings += [*_endpoints(settings), *_key(settings)]
    findings += [await look_at_port(settings), *await look_at_clock(settings, now), look_at_papers()]
    findings += await look_at_channels(settings, now)
    lines = [f"{_MARKS[good]}  {text}" for good, text in findings]
    return [*map(masked, lines), "", "Settings", *_settings(settings)], all(good for good, _ in findings)


def _content(settings: Settings) -> list[Finding]:
    problems, _ = all_problems(settings.bot_content, settings)
    if not problems:
        return [(True, f"Content: no problems in {settings.bot_content}")]
    return [(False, f"Content: {len(problems)} problems. `charter-bot check` lists them; the first: {problems[0]}")]


def _endpoints(settings: Settings) -> list[Finding]:
    """Which channels are open, and to whom."""
    found: list[Finding] = [
        (True, "Web chat: open to anybody on this machine (demo)" if settings.demo else "Web chat: by invitation")
    ]
    if settings.slack:
        found.append((True, "Slack: credentials are set"))
    if settings.teams:
        found.append((True, f"Teams: credentials are set; it lets in {_tenants(settings)}"))
    return [*found, *((False, text) for text in exposures(settings))]


def _tenants(settings: Settings) -> str:
    """Whose people may talk to the bot in Teams."""
    others = len(settings.microsoft_app_tenants)
    if settings.microsoft_app_type == "MultiTenant" and not others:
        return "people of every tenant (MICROSOFT_APP_TENANTS names those that may)"
    return f"its home tenant{f' and {others} others' if others else ''}"


def _key(settings: Settings) -> list[Finding]:
    """Whether the key that signs and encrypts is there and long enough. None is made here."""
    try:
        found = secret_key(settings, make=False)
    except SettingsError as error:
        return [(False, f"Key: {error}")]
    if (settings.slack or settings.teams) and not settings.bot_secret_key.get_secret_value():
        return [(False, "Key: set BOT_SECRET_KEY, so that links and tokens survive a move")]
    return [(True, "Key: set" if found else "Key: none yet; one is made beside the database")]


def _settings(settings: Settings) -> list[str]:
    """Every setting with its value and where it came from; secrets masked."""
    in_file = {name.upper() for name in dotenv_values(ENV_FILE)}
    in_environment = {name.upper() for name in os.environ}
    lines = []
    for name in Settings.model_fields:
        value = getattr(settings, name)
        secret = hasattr(value, "get_secret_value")
        shown = ("set" if value.get_secret_value() else "not set") if secret else masked(str(value)) or "not set"
        upper = name.upper()
        origin = "environment" if upper in in_environment else ENV_FILE if upper in in_file else "default"
        lines.append(f"  {upper} = {shown}  ({origin})")
    return lines
