"""The app package that an administrator uploads to Teams: a zip of a manifest and two icons. Pure.

https://learn.microsoft.com/en-us/microsoft-365/extensibility/schema/
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from yarl import URL

from bot.channels.limits import limit
from bot.core.model.identity import Identity
from bot.documents.logo_png import OUTLINE, TEAMS, png

SCHEMA_VERSION = "1.30"
SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}/MicrosoftTeams.schema.json"
SCOPES = ("personal", "team", "groupChat")
COMMANDS = (
    ("status", "What is done and what is next"),
    ("next", "Go on with the next step"),
    ("help", "What this bot can do, and who to ask"),
    ("why do you ask?", "Why the last question is asked"),
    ("skip", "Leave the question for now"),
    ("undo", "Take back the last answer"),
)
"""What Teams offers under the writing box. All of them are plain words that may be typed too."""
_WHEN = (2026, 1, 1, 0, 0, 0)
"""The time in the zip: the same settings give the same bytes."""


@dataclass(frozen=True, slots=True)
class Package:
    """What the package says about the app."""

    app_id: str
    name: str
    full_name: str
    organisation: str
    short_description: str
    description: str
    website: str
    privacy: str = ""
    """Where people read how their data is kept; the website when empty."""
    terms: str = ""
    version: str = "1.0.0"
    """Teams takes a package again only with a higher one: see `version_at`."""
    identity: Identity = field(default_factory=Identity)
    """Whose colours and logo it has."""
    language: str = "en-gb"
    commands: tuple[tuple[str, str], ...] = COMMANDS


def version_at(now: datetime) -> str:
    """A version that is higher than every earlier one: by day and minute."""
    return f"1.{now:%Y%m%d}.{now.hour * 60 + now.minute}"


def problems(package: Package) -> list[str]:
    """Everything that would keep Teams from taking the package, each with what to do."""
    found = []
    try:
        UUID(package.app_id)
    except ValueError:
        found.append("MICROSOFT_APP_ID: is no application id (32 hexadecimal digits in groups); copy it from Entra.")
    for name, url in (("website", package.website), ("privacy", package.privacy), ("terms", package.terms)):
        if (url or name == "website") and not _public(url):
            found.append(f"{name}: Teams wants an https:// address that others can open; set PUBLIC_URL.")
    for name, text, what in (
        ("name", package.name, "manifest.name.short"),
        ("full name", package.full_name, "manifest.name.full"),
        ("short description", package.short_description, "manifest.description.short"),
        ("description", package.description, "manifest.description.full"),
        ("organisation", package.organisation, "manifest.developer.name"),
    ):
        if not text.strip():
            found.append(f"{name}: is empty.")
        elif len(text) > limit("teams", what):
            found.append(f"{name}: has {len(text)} characters, Teams takes {limit('teams', what)}; shorten it.")
    return found + _command_problems(package)


def _command_problems(package: Package) -> list[str]:
    found = []
    if len(package.commands) > limit("teams", "manifest.commands"):
        found.append(f"commands: Teams takes {limit('teams', 'manifest.commands')}.")
    for title, description in package.commands:
        for text, what in ((title, "manifest.command.title"), (description, "manifest.command.description")):
            if not text or len(text) > limit("teams", what):
                found.append(f"command {title!r}: 1 to {limit('teams', what)} characters.")
    return found


def manifest(package: Package) -> dict[str, Any]:
    """manifest.json."""
    host = URL(package.website).host or ""
    commands = [{"title": title, "description": description} for title, description in package.commands]
    return {
        "$schema": SCHEMA,
        "manifestVersion": SCHEMA_VERSION,
        "version": package.version,
        "id": package.app_id,
        "localizationInfo": {"defaultLanguageTag": package.language},
        "developer": {
            "name": package.organisation,
            "websiteUrl": package.website,
            "privacyUrl": package.privacy or package.website,
            "termsOfUseUrl": package.terms or package.website,
        },
        "name": {"short": package.name, "full": package.full_name},
        "description": {"short": package.short_description, "full": package.description},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": package.identity.colour("bar"),
        "bots": [
            {
                "botId": package.app_id,
                "scopes": list(SCOPES),
                "isNotificationOnly": False,
                "supportsFiles": True,
                "supportsCalling": False,
                "supportsVideo": False,
                "commandLists": [{"scopes": [scope], "commands": commands} for scope in SCOPES],
            }
        ],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [host] if host else [],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
    }


def package_bytes(package: Package) -> bytes:
    """The zip. Raises ValueError with all problems, a line each."""
    if found := problems(package):
        raise ValueError("\n".join(found))
    files = {
        "manifest.json": json.dumps(manifest(package), indent=2, ensure_ascii=False).encode(),
        "color.png": png(package.identity, TEAMS),
        "outline.png": png(package.identity, OUTLINE),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def _public(url: str) -> bool:
    try:
        parsed = URL(url)
    except ValueError:
        return False
    return parsed.scheme == "https" and bool(parsed.host) and parsed.host not in ("localhost", "127.0.0.1")
