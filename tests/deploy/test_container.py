"""The image and the compose file name what is there: files, settings, commands, folders of a user of its own.

That what the image copies is enough to build the bot is tried in `tests/installed/test_image.py`.
"""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML

from bot.__main__ import parser
from bot.compose.settings import Settings
from tests.process import ROOT

DEPLOY = ROOT / "deploy"
IMAGE = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE: dict[str, Any] = YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def copied() -> list[tuple[str, str]]:
    """(source in the repository, target below the image's /src)."""
    lines = [line.split()[1:] for line in IMAGE.splitlines() if line.startswith("COPY ") and "--from" not in line]
    return [(source, target) for *sources, target in lines for source in sources]


def test_the_image_copies_what_is_there_and_takes_the_versions_that_were_tested() -> None:
    assert [name for name, _ in copied() if not (ROOT / name).exists()] == []
    assert "requirements.lock" in {name for name, _ in copied()}
    assert "-c requirements.lock" in IMAGE


def test_the_image_runs_as_a_user_of_its_own_that_owns_its_folders() -> None:
    last = IMAGE.rsplit("\nFROM ", 1)[1]
    (user,) = re.findall(r"^USER (\S+)$", last, re.MULTILINE)
    assert user.isdigit()
    assert int(user) > 0
    assert f"--uid {user}" in last
    volumes = re.findall(r'"(/[^"]+)"', re.findall(r"^VOLUME (.+)$", last, re.MULTILINE)[0])
    owned = re.findall(r"install --directory --owner charter-bot --mode 0700 ([^&\n]+)", last)[0].split()
    assert volumes == owned
    (entry,) = re.findall(r'^ENTRYPOINT \["(\S+)"\]$', last, re.MULTILINE)
    (command,) = re.findall(r'^CMD \["(\S+)"\]$', last, re.MULTILINE)
    assert (entry, parser().parse_args([command]).command) == ("charter-bot", "serve")


def test_what_the_image_and_compose_set_are_settings() -> None:
    known = {name.upper() for name in Settings.model_fields} | {"PATH", "PYTHONDONTWRITEBYTECODE"}
    block = re.findall(r"^ENV (.+)$", IMAGE, re.MULTILINE)[0]
    assert {pair.partition("=")[0] for pair in block.split()} <= known
    for name in ("web", "worker"):
        assert set(COMPOSE["services"][name]["environment"]) <= known


def test_compose_names_files_commands_volumes_and_an_image_that_are_there() -> None:
    services = COMPOSE["services"]
    for name in ("web", "worker"):
        assert parser().parse_args(services[name]["command"]).only == name
        build = services[name]["build"]
        assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Containerfile"
    used = {volume.partition(":")[0] for service in services.values() for volume in service["volumes"]}
    assert {volume for volume in used if not volume.startswith(".")} == set(COMPOSE["volumes"])
    assert all((DEPLOY / volume).exists() for volume in used if volume.startswith("."))
    targets = {volume.split(":")[1] for volume in services["web"]["volumes"]}
    assert targets == set(re.findall(r'"(/[^"]+)"', re.findall(r"^VOLUME (.+)$", IMAGE, re.MULTILINE)[0]))


def test_compose_asks_for_every_secret_and_has_none() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    asked = set(re.findall(r"\$\{([A-Z_]+)", body))
    assert asked == {"SITE", "POSTGRES_PASSWORD", "BOT_SECRET_KEY"}
    assert asked == set(re.findall(r"\$\{([A-Z_]+):\?", body)), "one may be left out without a word"
    assert asked <= set(re.findall(r"^#   ([A-Z_]+)=", text, re.MULTILINE))


def test_what_caddy_is_told_it_reads() -> None:
    told = set(COMPOSE["services"]["caddy"]["environment"])
    assert told == set(re.findall(r"\{\$([A-Z]+):", (DEPLOY / "Caddyfile").read_text(encoding="utf-8")))
