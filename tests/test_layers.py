"""The house keeps its arrows, and its files name no machine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_rooms_import_only_what_they_may() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(linter)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_programme_is_not_named_in_the_python() -> None:
    named = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "bot").rglob("*.py")
        if re.search(r"together with tenants|togetherwithtenants", path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert named == []
