"""Officers hear, where their questions arrive, that new content was refused; the last good one goes on."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.content.live import LiveContent
from bot.core.model import Account, Address
from bot.runtime.clock import StoppedClock
from bot.runtime.content_news import ContentNews
from bot.store.codec import dumps
from bot.store.port import Store
from bot.store.sql.casework import INBOX
from tests.content.test_live import CONTENT, rewrite
from tests.store.factories import new_store

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
DESK = Address("web", "web", "officers")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path) as made:
        yield made


@pytest.fixture
def live(tmp_path: Path) -> LiveContent:
    made = LiveContent(Path(shutil.copytree(CONTENT, tmp_path / "conversations")), ZoneInfo("Europe/London"))
    made.load()
    return made


async def told(store: Store, day: int) -> list[str]:
    at = NOW + timedelta(days=day)
    found = await store.write(lambda tx: tx.claim(at, at + timedelta(minutes=1), 9, ["web"]))
    for one in found:
        await store.write(lambda tx, one=one: tx.sent(one.id, at, ""))  # type: ignore[misc]
    assert all(one.address == DESK for one in found)
    return [one.message.text for one in found]


async def test_a_paper_with_an_error_is_told_once_and_the_last_good_one_is_used(
    store: Store, live: LiveContent, tmp_path: Path
) -> None:
    await store.write(lambda tx: tx.set_value(INBOX, dumps(DESK)))
    assert (await store.read(lambda tx: tx.context(Account("web", "web", "x")))).casework.inbox == DESK
    news = ContentNews(store, live.programme, lambda: live.state.refused, StoppedClock(NOW))
    await news.look(NOW)
    assert await told(store, 0) == []

    papers = tmp_path / "conversations" / "papers.yaml"
    before = [p.title for p in live.programme().journey.papers]
    rewrite(papers, 'title: "{programme}: where we are"', 'title: "{programe}: where we are"')
    assert not live.reload_if_changed()
    for _ in range(3):
        await news.look(NOW)
    (text,) = await told(store, 0)
    assert "papers.yaml" in text
    assert str(tmp_path) not in text
    assert [p.title for p in live.programme().journey.papers] == before

    rewrite(papers, "{programe}", "{programme}")
    assert live.reload_if_changed()
    await news.look(NOW)
    rewrite(papers, 'title: "{programme}: where we are"', 'title: "{programe}: where we are"')
    assert not live.reload_if_changed()
    await news.look(NOW + timedelta(days=1))
    assert len(await told(store, 1)) == 1, "broken again, it is told again"


async def test_where_there_is_no_inbox_nobody_is_told(store: Store, live: LiveContent, tmp_path: Path) -> None:
    rewrite(tmp_path / "conversations" / "papers.yaml", "shows: front", "shows: frond")
    assert not live.reload_if_changed()
    await ContentNews(store, live.programme, lambda: live.state.refused, StoppedClock(NOW)).look(NOW)
    assert await told(store, 0) == []
