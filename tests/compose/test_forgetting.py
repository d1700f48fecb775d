"""Every cache of the process is known, and those that may have somebody in them are emptied."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from pathlib import Path

import bot
from bot.compose import forgetting
from bot.compose.forgetting import OF_CONTENT, OF_PEOPLE, forget, forget_when_erased
from bot.core.model import Address
from bot.store.sql import rows
from tests.store.factories import add_adopter, add_person, later, new_store

CACHE = type(rows.place_of)


def _caches() -> set[tuple[str, str]]:
    found = set()
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name != "bot.__main__":
            loaded = importlib.import_module(module.name)
            found |= {
                (loaded.__name__, name) for name, value in vars(loaded).items() if _is_own(value, loaded.__name__)
            }
    return found


def _is_own(value: object, module: str) -> bool:
    return isinstance(value, CACHE) and getattr(value, "__module__", "") == module


def test_every_cache_is_on_one_of_the_two_lists() -> None:
    listed = [(module, name) for of in (OF_PEOPLE, OF_CONTENT) for module, names in of.items() for name in names]
    assert sorted(listed) == sorted(_caches())


def test_what_may_have_somebody_in_it_is_emptied() -> None:
    rows.place_text(Address("slack", "T1", "D-zqxj"))
    assert rows.place_text.cache_info().currsize > 0
    forget()
    for module, names in OF_PEOPLE.items():
        for name in names:
            assert getattr(importlib.import_module(module), name).cache_info().currsize == 0, (module, name)


async def test_it_is_done_when_somebody_was_deleted_by_whichever_process(tmp_path: Path, monkeypatch: object) -> None:
    monkeypatch.setattr(forgetting, "LOOK_SECONDS", 0.01)  # type: ignore[attr-defined]
    async with new_store(tmp_path) as store:
        await add_person(store, await add_adopter(store), "Zed", id_="zed", user="U1")
        watching = asyncio.create_task(forget_when_erased(store))
        await asyncio.sleep(0.1)
        rows.place_text(Address("slack", "T1", "D-zqxj"))
        await asyncio.sleep(0.1)
        assert rows.place_text.cache_info().currsize > 0
        await store.write(lambda tx: tx.erase("zed", "a former colleague", later(1)))
        async with asyncio.timeout(5):
            while rows.place_text.cache_info().currsize:
                await asyncio.sleep(0.01)
        watching.cancel()
