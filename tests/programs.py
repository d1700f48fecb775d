"""Programs of the machine that some tests use: skipped, saying so, where one is not there; on CI that is an error."""

from __future__ import annotations

import os
import shutil

import pytest


def program(name: str) -> str:
    """Where the program is."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        assert os.environ.get("CI") != "true", f"{name} is not installed: see .ci/run"
        pytest.skip(f"{name} is not installed here")
    return found
