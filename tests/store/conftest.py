"""Stores for the tests: every one that `bot/store/open.py` lists."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.channels.abilities import for_delivery
from bot.store.open import STORES, open_store
from bot.store.port import Store
from tests.store.factories import new_store

MAKERS: dict[str, Callable[[Path], str]] = {"sqlite": lambda folder: f"sqlite:///{folder / 'contract.db'}"}
"""The address of an empty store of each kind. A listed one that has none here fails every test of the contract."""


@dataclass
class House:
    """A store that can be closed and opened again, to see what was really kept."""

    url: str

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[Store]:
        store = open_store(self.url, for_delivery())
        await store.migrate()
        try:
            yield store
        finally:
            await store.close()


@pytest.fixture(params=sorted(STORES))
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    return House(MAKERS[request.param](tmp_path))


@pytest.fixture
async def store(house: House) -> AsyncIterator[Store]:
    async with house.open() as opened:
        yield opened


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path, "sqlite.db") as opened:
        yield opened
