"""`bot serve`: web and worker, until they are asked to stop."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.compose.settings import Settings, SettingsError
from bot.http.condition import many
from bot.store.port import StoreError

if TYPE_CHECKING:
    from bot.compose.app import App

log = structlog.get_logger(__name__)


def serve(args: argparse.Namespace, settings: Settings) -> int:
    """Serves until asked to stop. What is printed is true by then: the port is open, store and content are read."""
    from bot.compose.app import serve as serve_app
    from bot.compose.settings_check import oddities

    for line in oddities(settings):
        log.warning("setting_odd", what=line)

    try:
        asyncio.run(serve_app(settings, args.only, lambda app: announce(app, args.only)))
    except* asyncio.CancelledError:
        pass  # Asked to stop (SIGTERM): everything was closed in order.
    except* (SettingsError, StoreError) as group:
        raise group.exceptions[0] from None
    return 0


def announce(app: App, only: str) -> None:
    """Says that the bot is open, and what is odd about it."""
    lines = [f"Charter Bot is open at {app.settings.address}"] if only != "worker" else ["The worker has begun."]
    if app.settings.demo and only != "worker":
        lines.append("No credentials are set, so this is a demo: open the address in a browser. Ctrl+C stops it.")
    if (kept_at := app.content.state.kept_at) is not None:
        problems = many(app.content.state.problems, "problem")
        lines.append(
            f"The content has {problems}, so this is the last good content, kept on"
            f" {kept_at:%Y-%m-%d %H:%M} UTC. `charter-bot check` lists them; what is mended is taken at once."
        )
    print("\n".join(lines), flush=True)
