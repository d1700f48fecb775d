"""A year of 500 adopters in the tests. What it asserts is listed in `post.py` and `checks.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programmes import together
from tests.simulation.year import Size, Year


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_a_year_of_five_hundred_adopters(tmp_path: Path) -> None:
    """Never at night, on a holiday, twice, twice a day; none lost; every pending step within its rhythm.
    Of gatherings: no place sold twice or lost, no reminder of what is off, nothing said twice."""
    programme = together()
    result = await Year(Size(), programme, tmp_path).run()
    print(result)
    assert result.wrong == []
    assert result.nudges > 3000
    assert result.notices > 1000
    assert result.turns > 3000
    assert result.left > 10
    assert result.deaths > 20
    assert result.came_again > 0


@pytest.mark.timeout(300)
async def test_a_process_that_dies_all_the_time(tmp_path: Path) -> None:
    """Fewer adopters, and a death every few dozen steps: between claim and send, after the send, in a commit."""
    programme = together()
    size = Size(adopters=10, days=100, seed=7, deaths_every=20)
    result = await Year(size, programme, tmp_path).run()
    assert result.wrong == []
    assert result.deaths > 50
    assert result.notices > 20
    assert result.came_again > 0


async def test_the_promises_can_be_broken(tmp_path: Path) -> None:
    """The checks see what they look for: a post that is an hour off, and one that everything reaches twice."""
    programme = together()
    year = Year(Size(adopters=3, days=40, seed=2, deaths_every=0), programme, tmp_path)
    told = year.post.now
    year.post.now = lambda: told().replace(hour=3)
    result = await year.run()
    assert any("outside hours" in line for line in result.wrong)
