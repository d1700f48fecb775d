"""`bot doctor`: in one screen, what is wrong and how to mend it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from dotenv import dotenv_values

from bot.cli.check import all_problems
from bot.cli.codes import who_comes_in
from bot.compose.exposure import exposures
from bot.compose.masking import masked
from bot.compose.settings import Settings
from bot.core.model import Turn
from bot.runtime.reminders import HELD_KEY
from bot.store.open import open_store
from bot.store.port import OutboxFigures, StoreError, Tx

SHOWN = 10
"""Gone places that are named; there may be more."""
_MARKS = {True: "ok     ", False: "to mend"}


async def examine(settings: Settings) -> tuple[list[str], bool]:
    """(lines for a person, whether all is well)."""
    findings = [*_content(settings), *await _store(settings), *_endpoints(settings)]
    findings += [*await _slack(settings), *await _teams(settings)]
    lines = [f"{_MARKS[good]}  {text}" for good, text in findings]
    return [*lines, "", "Settings", *_settings(settings)], all(good for good, _ in findings)


def _content(settings: Settings) -> list[tuple[bool, str]]:
    problems = all_problems(settings.bot_content, settings)
    if not problems:
        return [(True, f"Content: no problems in {settings.bot_content}")]
    return [(False, f"Content: {len(problems)} problems. `charter-bot check` lists them; the first: {problems[0]}")]


async def _store(settings: Settings) -> list[tuple[bool, str]]:
    try:
        store = open_store(settings.database_url)
    except StoreError as error:
        return [(False, f"Database: {error}")]
    try:
        await store.migrate()
        troubles = await store.check()
        figures = await store.read(lambda tx: tx.outbox_figures())
        reach = [*await store.read(_reach), await store.read(lambda tx: _people(tx, settings))]
        reach += await store.read(lambda tx: who_comes_in(tx, datetime.now(UTC)))
    except StoreError as error:
        return [(False, f"Database: {error}")]
    finally:
        await store.close()
    return [*((False, f"Database: {t}") for t in troubles), *([] if troubles else [(True, "Database: readable")]),
            _outbox(figures), *reach]  # fmt: skip


def _reach(tx: Tx) -> list[tuple[bool, str]]:
    """Places where nothing arrives any more, messages that went to somebody else, and whether reminders are held."""
    found: list[tuple[bool, str]] = []
    names = {a.key: a.name for a in tx.adopters()}
    for gone in tx.gone_addresses()[:SHOWN]:
        person = tx.person(gone.person) if gone.person else None
        whom = f"{person.name} at {names.get(person.adopter, person.adopter)}" if person else "nobody we know"
        place = f"{gone.address.channel} {gone.address.conversation}"
        found.append((False, f"Reach: {place} ({whom}) is gone since {gone.at:%Y-%m-%d}: {gone.error}. "
                             "They are asked elsewhere; hearing from them there mends it"))  # fmt: skip
    diverted = [u for u in tx.undelivered() if u.diverted]
    if diverted:
        last = diverted[0]
        where = f"the last on {last.at:%Y-%m-%d} at {names.get(last.adopter, last.adopter)}"
        found.append((True, f"Reach: messages that went to somebody else instead: {len(diverted)}, {where}"))
    if held := tx.value(HELD_KEY):
        until = "until somebody resumes them" if held == "paused" else f"until {held}"
        found.append((True, f"Reminders: held for everybody {until} (charter-bot sweep --resume)"))
    return found


def _people(tx: Tx, settings: Settings) -> tuple[bool, str]:
    """Whether anybody can see people's questions to the programme, and how long they wait."""
    waiting = tx.cases()
    since = f", the oldest since {waiting[0].opened:%Y-%m-%d}" if waiting else ""
    seen = bool(settings.bot_officers) or tx.has_inbox()
    if seen or (settings.demo and not waiting):
        return True, f"Questions for a person: {len(waiting)} open{since}"
    return False, (
        f"Questions for a person: {len(waiting)} open{since}, and nobody can see them. Name the officers in "
        "BOT_OFFICERS (charter-bot officers invite NAME), or make a channel the inbox (charter-bot officers inbox)"
    )


def _outbox(figures: OutboxFigures) -> tuple[bool, str]:
    if figures.failed:
        return False, f"Outbox: {figures.failed} messages were given up; the last because: {figures.last_error}"
    return True, f"Outbox: {figures.waiting} waiting"


def _endpoints(settings: Settings) -> list[tuple[bool, str]]:
    """Which channels are open, and which are half open."""
    found = [
        (True, "Web chat: open to anybody on this machine (demo)" if settings.demo else "Web chat: by invitation")
    ]
    slack_started = bool(
        settings.slack_signing_secret.get_secret_value() or settings.slack_bot_token.get_secret_value()
    )
    if slack_started and not settings.slack:
        found.append((False, "Slack: SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN are both needed"))
    elif settings.slack:
        found.append((True, "Slack: credentials are set"))
    if settings.microsoft_app_id and not settings.microsoft_app_password.get_secret_value():
        found.append((False, "Teams: MICROSOFT_APP_PASSWORD is needed beside MICROSOFT_APP_ID"))
    elif settings.teams:
        found.append((True, "Teams: credentials are set"))
    found += [(False, text) for text in exposures(settings)]
    if (settings.slack or settings.teams) and not settings.bot_secret_key.get_secret_value():
        found.append((False, "Secret: set BOT_SECRET_KEY, so that links and tokens survive a move"))
    return found


async def _slack(settings: Settings) -> list[tuple[bool, str]]:
    """Asks Slack whether it takes our tokens, and what they may do."""
    if not settings.slack:
        return []
    from bot.channels.slack.checkup import problems
    from bot.compose.channels import slack_settings

    found = await problems(slack_settings(settings))
    return [(False, line) for line in found] or [(True, "Slack: takes the tokens, and they may do what is needed")]


async def _teams(settings: Settings) -> list[tuple[bool, str]]:
    """Asks Microsoft for a token and for its signing keys."""
    if not settings.microsoft_app_id:
        return []
    from bot.channels.teams import TeamsChannel
    from bot.compose.channels import teams_values

    async def nobody(turn: Turn) -> bool:
        return False

    channel = TeamsChannel(teams_values(settings), nobody, lambda: datetime.now(UTC))
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


def _settings(settings: Settings) -> list[str]:
    """Every setting with its value and where it came from; secrets masked."""
    in_file = dotenv_values(".env") if Path(".env").exists() else {}
    lines = []
    for name in Settings.model_fields:
        value = getattr(settings, name)
        secret = hasattr(value, "get_secret_value")
        shown = ("set" if value.get_secret_value() else "not set") if secret else masked(str(value)) or "not set"
        upper = name.upper()
        origin = "environment" if upper in os.environ else ".env" if upper in in_file else "default"
        lines.append(f"  {upper} = {shown}  ({origin})")
    return lines
