"""The app package: valid by Microsoft's own schema, with icons of the right sizes, the same bytes each time."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image

from bot.channels.limits import LIMITS
from bot.channels.teams.manifest import Package, manifest, package_bytes, problems, version_at
from tests.programmes import together
from tests.stubs.connector import APP_ID

SCHEMA: dict[str, Any] = json.loads((Path(__file__).parent / "schemas" / "teams-manifest-1.30.json").read_text())

PACKAGE = Package(
    app_id=APP_ID,
    name="Charter Bot",
    full_name="Charter Bot, for the welcome pack",
    organisation="An Invented Federation",
    short_description="Walks your organisation through the welcome pack.",
    description="Asks one thing at a time, keeps what you answer, and reminds your team.",
    website="https://bot.example.org",
    identity=together().journey.identity,
)


def _files(package: Package) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package_bytes(package))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_manifest_is_valid_by_the_published_schema() -> None:
    files = _files(PACKAGE)
    made = json.loads(files["manifest.json"])
    validator = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(made)] == []
    assert SCHEMA["properties"]["manifestVersion"]["const"] == made["manifestVersion"]
    assert {made["icons"]["color"], made["icons"]["outline"], "manifest.json"} == set(files)


def test_what_it_offers() -> None:
    made = manifest(PACKAGE)
    bot = made["bots"][0]
    assert bot["botId"] == made["id"] == APP_ID
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert [each["scopes"] for each in bot["commandLists"]] == [["personal"], ["team"], ["groupChat"]]
    assert made["validDomains"] == ["bot.example.org"]


def test_the_same_settings_give_the_same_bytes() -> None:
    assert package_bytes(PACKAGE) == package_bytes(replace(PACKAGE))


def test_every_later_package_has_a_higher_version() -> None:
    """Teams refuses an update whose version is not higher, as numbers of three parts."""
    times = ["2026-11-29T09:05", "2026-11-29T09:06", "2026-11-29T23:59", "2026-11-30T00:00", "2027-01-01T00:00"]
    versions = [tuple(map(int, version_at(datetime.fromisoformat(at)).split("."))) for at in times]
    assert versions == sorted(set(versions))
    assert versions[0] > (1, 0, 0), "packages made before had 1.0.0"


def test_the_icons() -> None:
    files = _files(PACKAGE)
    colour, outline = (Image.open(io.BytesIO(files[name])).convert("RGBA") for name in ("color.png", "outline.png"))
    assert colour.size == (192, 192) and colour.getchannel("A").getextrema() == (255, 255)
    assert colour.getpixel((0, 0)) == (255, 214, 107, 255), "the logo's ground, to the edges"
    assert outline.size == (32, 32)
    assert outline.getchannel("A").getextrema() == (0, 255) and outline.getchannel("A").getpixel((0, 0)) == 0
    on_white = Image.composite(outline, Image.new("RGBA", outline.size, "white"), outline.getchannel("A"))
    assert on_white.convert("RGB").getextrema() == ((255, 255),) * 3, "white on nothing"


def test_the_colours_are_those_of_the_programme() -> None:
    assert json.loads(_files(PACKAGE)["manifest.json"])["accentColor"] == "#0b4f4a"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"app_id": "my bot"}, "MICROSOFT_APP_ID"),
        ({"website": "http://bot.example.org"}, "PUBLIC_URL"),
        ({"website": ""}, "PUBLIC_URL"),
        ({"website": "https://localhost:3000"}, "PUBLIC_URL"),
        ({"privacy": "ftp://x"}, "privacy"),
        ({"name": "A name that is much too long for Teams"}, "30"),
        ({"organisation": ""}, "organisation"),
        ({"short_description": "x" * 81}, "80"),
        ({"commands": (("x" * 33, "y"),)}, "32"),
        ({"commands": (("a", "b"),) * 11}, "10"),
    ],
)
def test_problems_are_said_before_teams_says_them(changes: dict[str, Any], word: str) -> None:
    package = replace(PACKAGE, **changes)
    assert any(word in problem for problem in problems(package))
    with pytest.raises(ValueError, match=word):
        package_bytes(package)


def test_our_limits_are_the_schemas() -> None:
    ours = {row.what: row.most for row in LIMITS if row.channel == "teams"}
    properties = SCHEMA["properties"]
    assert ours["manifest.name.short"] == properties["name"]["properties"]["short"]["maxLength"]
    assert ours["manifest.name.full"] == properties["name"]["properties"]["full"]["maxLength"]
    assert ours["manifest.description.short"] == properties["description"]["properties"]["short"]["maxLength"]
    assert ours["manifest.description.full"] == properties["description"]["properties"]["full"]["maxLength"]
    assert ours["manifest.developer.name"] == properties["developer"]["properties"]["name"]["maxLength"]
    commands = properties["bots"]["items"]["properties"]["commandLists"]["items"]["properties"]["commands"]
    assert ours["manifest.commands"] <= commands["maxItems"]
    assert ours["manifest.command.title"] <= commands["items"]["properties"]["title"]["maxLength"]
    assert ours["manifest.command.description"] <= commands["items"]["properties"]["description"]["maxLength"]
