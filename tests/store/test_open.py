"""From an address to a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.open import open_store, sqlite_path
from bot.store.port import StoreError


def test_three_slashes_are_beside_the_bot_and_four_are_anywhere() -> None:
    assert sqlite_path("sqlite:///charter-bot.db") == Path("charter-bot.db")
    assert sqlite_path("sqlite:////var/lib/bot/a%20b.db") == Path("/var/lib/bot/a b.db")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://localhost/bot", "must be like sqlite:///"),
        ("charter-bot.db", "must be like sqlite:///"),
        ("", "must be like sqlite:///"),
        ("sqlite://charter-bot.db", "three slashes"),
        ("sqlite:///", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
    ],
)
def test_other_addresses_are_refused_with_the_way_out(url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says):
        open_store(url)


def test_opening_touches_nothing(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'x.db'}")
    assert list(tmp_path.iterdir()) == []


async def test_reading_makes_no_file(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(StoreError, match="no database at"):
        await store.read(lambda tx: tx.adopters())
    with pytest.raises(StoreError, match="no database at"):
        await store.backup(str(tmp_path / "copy.db"))
    assert not (tmp_path / "x.db").exists()
    await store.close()


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}")
    with pytest.raises(StoreError, match=r"does not exist\. Make it"):
        await store.migrate()
    await store.close()


async def test_after_closing_the_store_says_so(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    await store.migrate()
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.write(lambda tx: None)
    with pytest.raises(StoreError, match="closed"):
        await store.read(lambda tx: None)
