"""`make audit`: whether a package that the bot runs on, or is tested with, has a known vulnerability.

pip-audit asks the package index about each version of requirements.lock. Where that cannot be reached, or knows none
of them, nothing was audited, and that is said.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from tests.process import ROOT

SECONDS = 90.0
UNREACHABLE = "Nothing was audited: the package index cannot be asked from here."


def judged(report: dict[str, Any]) -> tuple[int, str]:
    """The exit code, and what is said. Of each package the report has its vulnerabilities, or why it was skipped."""
    packages = report["dependencies"]
    asked = [one for one in packages if "skip_reason" not in one]
    if not asked:
        return 0, UNREACHABLE
    found = list(_lines(asked))
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    last = f"{len(asked)} packages audited, {len(found)} known vulnerabilities."
    return (1 if found else 0), "\n".join([*found, *(f"not audited: {name}" for name in skipped), last])


def _lines(packages: list[dict[str, Any]]) -> Iterator[str]:
    for one in packages:
        for known in one["vulns"]:
            mended = ", ".join(known["fix_versions"]) or "no version yet"
            yield f"{one['name']} {one['version']}: {known['id']}, mended in {mended}"


def main() -> int:
    """Asks, and prints what came of it."""
    how = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    lock = ROOT / "requirements.lock"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pip_audit", "-r", str(lock), *how],
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        code, told = judged(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        code, told = 0, UNREACHABLE
    print(told)
    return code


if __name__ == "__main__":
    sys.exit(main())
