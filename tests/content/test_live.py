"""A running bot takes new content when it is sound, and keeps the old when it is not."""

from __future__ import annotations

import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from bot.content.live import BrokenContentError, LiveContent

CONTENT = Path(__file__).parent.parent.parent / "conversations"
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "conversations"))


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_sound_content_takes_over(folder: Path) -> None:
    live = LiveContent(folder, LONDON)
    live.load()
    before = live.programme()
    assert not live.reload_if_changed()
    rewrite(folder / "journey.yaml", "name: Together with Tenants", "name: Better Together")
    assert live.reload_if_changed()
    assert live.programme() is not before
    assert live.programme().journey.name == "Better Together"


def test_broken_content_is_refused_and_the_old_stays(folder: Path) -> None:
    live = LiveContent(folder, LONDON)
    live.load()
    before = live.programme()
    rewrite(folder / "journey.yaml", "organisation:", "organisaton:")
    with capture_logs() as logs:
        assert not live.reload_if_changed()
    assert live.programme() is before
    assert [entry["event"] for entry in logs] == ["content_refused"]
    assert any("journey.yaml" in problem for problem in logs[0]["problems"])


def test_a_start_on_broken_content_is_refused(folder: Path) -> None:
    (folder / "steps" / "board.yaml").unlink()
    with pytest.raises(BrokenContentError) as caught:
        LiveContent(folder, LONDON).load()
    assert "FILE_MISSING" in {p.code for p in caught.value.problems}
