"""`bot manifest`: what an administrator gives to Slack or to Teams to make the app."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli.errors import CommandError
from bot.compose.settings import Settings
from bot.content.live import load_programme
from bot.core.model.journey import Journey
from bot.core.views.home import prompts_of
from bot.runtime.clock import Clock


def manifest(args: argparse.Namespace, settings: Settings) -> int:
    """Prints Slack's manifest, or writes Teams' app package. Raises CommandError for what is missing."""
    journey = load_programme(settings.bot_content, settings.zone).journey
    if args.place == "slack":
        print(slack(args, settings, journey), end="")
    else:
        Path(args.out).write_bytes(teams(settings, journey))
        print(f"Wrote {args.out}. Upload it in the Teams admin centre, or under Apps, Manage your apps.")
    return 0


def slack(args: argparse.Namespace, settings: Settings, journey: Journey) -> str:
    """Slack's manifest as YAML (each scope with its reason) or JSON."""
    from bot.channels.slack.manifest import Wanted, as_json, as_yaml, problems

    if not settings.public_url and (args.many or not args.socket):
        raise CommandError(
            "PUBLIC_URL: set it to the address at which Slack reaches this bot, such as https://bot.example.org"
            + ("." if args.many else "; or use --socket, which needs no address.")
        )
    identity = journey.identity
    wanted = Wanted(
        name=identity.name, description=identity.description, colour=identity.colour("bar"),
        public_url=settings.public_url, socket_mode=args.socket,
        many_workspaces=args.many, assistant=settings.slack_assistant, prompts=prompts_of(journey),
    )  # fmt: skip
    if found := problems(wanted):
        raise CommandError("\n".join(found))
    return as_json(wanted) + "\n" if args.json else as_yaml(wanted)


def teams(settings: Settings, journey: Journey) -> bytes:
    """Teams' app package."""
    from bot.channels.teams.manifest import Package, package_bytes, version_at

    identity = journey.identity
    site, pages = settings.public_url.rstrip("/"), {page.key for page in journey.pages}

    package = Package(
        app_id=settings.microsoft_app_id, name=identity.name, full_name=f"{identity.name}: {journey.name}"[:100],
        organisation=journey.organisation, short_description=identity.short,
        description=identity.description, identity=identity, website=settings.public_url,
        privacy=f"{site}/privacy" if "privacy" in pages else "", terms=f"{site}/terms" if "terms" in pages else "",
        version=version_at(Clock().now()),
    )  # fmt: skip
    try:
        return package_bytes(package)
    except ValueError as problems:
        raise CommandError(str(problems)) from None
