"""What the image copies is enough to build the bot with its content: it is put into an empty folder, and built there.

That needs no builder of images and no registry of them, which few machines that run tests have.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.deploy.test_container import copied
from tests.process import ROOT

pytestmark = [pytest.mark.installed, pytest.mark.timeout(300)]


def test_what_the_image_copies_makes_the_bot_with_its_content(tmp_path: Path) -> None:
    source = tmp_path / "src"
    source.mkdir()
    for name, target in copied():
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "out", "."]
    done = subprocess.run(build, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = (source / "out").glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {"bot/__main__.py", "bot/conversations/journey.yaml", "bot/store/sql/migrations/0001_ledger.sql"} <= inside
