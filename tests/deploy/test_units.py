"""The units for systemd: it has nothing to say against them, they end what they start, and may do little else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import parser
from tests.process import ROOT
from tests.programs import program

UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"), key=lambda unit: unit.stem)
INSTALLED = "/opt/charter-bot/bin/charter-bot"


def test_there_are_units_for_one_process_and_for_two() -> None:
    assert [unit.stem for unit in UNITS] == ["charter-bot", "charter-bot-web", "charter-bot-worker"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_has_nothing_to_say_against_it(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    here = tmp_path / unit.name
    here.write_text(text.replace(INSTALLED, sys.executable), encoding="utf-8")
    done = subprocess.run(
        [program("systemd-analyze"), "verify", "--man=no", str(here)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    done = subprocess.run(
        [program("systemd-analyze"), "security", "--offline=yes", "--threshold=20", str(here)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"it may do more than it needs:\n{done.stdout}"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_what_it_starts_is_a_command(unit: Path) -> None:
    (start,) = re.findall(r"^ExecStart=(.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    path, *args = start.split()
    assert path == INSTALLED
    only = parser().parse_args(args).only
    assert unit.stem == "-".join(filter(None, ("charter-bot", only)))


def test_the_units_differ_in_what_they_start_only() -> None:
    bodies = {unit.read_text(encoding="utf-8").partition("ExecStart=")[2].partition("\n")[2] for unit in UNITS}
    assert len(bodies) == 1
