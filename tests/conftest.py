"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aiohttp import web_app


def let_go_of_applications() -> None:
    """aiohttp keeps up to 1,024 handlers with their applications for the whole process, which is right where one
    serves and holds every bot, store and programme of a test run in memory. It has no public way to empty it."""
    web_app._cached_build_middleware.cache_clear()


@pytest.fixture(autouse=True)
def _applications() -> Iterator[None]:
    yield
    let_go_of_applications()
