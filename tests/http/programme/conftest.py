"""A world with an adopter, and a client of the officer's pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser import browser
from tests.guidance.world import World
from tests.http.programme.served import Client, serving

__all__ = ["browser"]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await World(tmp_path).open()
    yield made
    await made.close()


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    async with serving(world) as made:
        yield made
