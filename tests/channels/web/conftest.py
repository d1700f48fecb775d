"""Fixtures of the web channel's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser import browser
from tests.channels.web.world import Client, World, endpoint, world_in

__all__ = ["browser"]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A demo."""
    async with world_in(tmp_path) as world:
        yield world


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    """Somebody at the demo's channel."""
    async with endpoint(world) as client:
        yield client


@pytest.fixture
async def private(tmp_path: Path) -> AsyncIterator[World]:
    """No demo: personal links only."""
    async with world_in(tmp_path, demo=False) as world:
        yield world


@pytest.fixture
async def stranger(private: World) -> AsyncIterator[Client]:
    """Somebody without a link."""
    async with endpoint(private) as client:
        yield client
