"""A bot that was started and stopped is freed, with its content, store and channels."""

from __future__ import annotations

import asyncio
import gc
import weakref
from pathlib import Path

from bot.content.live import LiveContent
from tests.channels.world import whole_bot
from tests.conftest import let_go_of_applications


async def used_and_stopped(folder: Path) -> weakref.ref[LiveContent]:
    async with whole_bot(folder) as bot:
        await bot.opens_home()
        await bot.says("went to board 3 March, they noted it")
        assert (await bot.http.get("/healthz")).status == 200
        return weakref.ref(bot.app.content)


def test_nothing_holds_a_bot_that_has_stopped(tmp_path: Path) -> None:
    content = asyncio.run(used_and_stopped(tmp_path))
    let_go_of_applications()
    gc.collect()
    assert content() is None
