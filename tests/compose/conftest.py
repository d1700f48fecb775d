"""Fixtures of the tests of the whole."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the log goes; afterwards logging is as it was."""
    root, kept, configured = logging.getLogger(), logging.getLogger().handlers[:], structlog.get_config()
    levels = {name: logging.getLogger(name).level for name in ("", "bot")}
    yield io.StringIO()
    structlog.configure(**configured)
    root.handlers = kept
    logging.captureWarnings(False)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
