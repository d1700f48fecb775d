"""A short chaos run; `make chaos` is the long one, and plants the bugs that it has to find."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.chaos.run import run
from tests.postgres import Server, begin


@pytest.fixture
def own() -> Iterator[Server]:
    yield from begin()


@pytest.mark.slow
async def test_kills_and_a_restart_of_the_server_lose_and_double_nothing(own: Server) -> None:
    wrong, whole = await run(own, kills=6, restarts=1)
    assert wrong == []
    assert whole.history["kill"] == 6
    assert whole.history["say"] > 5
