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
from tests.postgres import Server, postgres
from tests.store.factories import new_store

__all__ = ["postgres"]


@dataclass
class House:
    """A store that can be closed and opened again, to see what was really kept."""

    url: str
    of_copy: Callable[[Path], House]
    """The store that a copy is, made anew where a copy is none by itself."""

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[Store]:
        store = open_store(self.url, for_delivery())
        await store.migrate()
        try:
            yield store
        finally:
            await store.close()


def _file(path: Path) -> House:
    return House(f"sqlite:///{path}", _file)


def _in_a_file(request: pytest.FixtureRequest) -> House:
    folder: Path = request.getfixturevalue("tmp_path")
    return _file(folder / "contract.db")


def _on_a_server(request: pytest.FixtureRequest) -> House:
    server: Server = request.getfixturevalue("postgres")
    return House(server.new_database(), lambda copy: House(server.restored(copy), _file))


MAKERS: dict[str, Callable[[pytest.FixtureRequest], House]] = {"sqlite": _in_a_file, "postgresql": _on_a_server}
"""An empty store of each kind. A listed one that has none here fails every test of the contract."""


@pytest.fixture(params=sorted(STORES))
def house(request: pytest.FixtureRequest) -> House:
    return MAKERS[request.param](request)


@pytest.fixture
async def store(house: House) -> AsyncIterator[Store]:
    async with house.open() as opened:
        yield opened


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path, "sqlite.db") as opened:
        yield opened
