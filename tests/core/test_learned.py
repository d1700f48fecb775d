"""What adopters shared in a quarter becomes a draft that the content's own reader takes."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from bot.content.journey import load
from bot.core.gatherings.learned import draft_of, quarter_of
from bot.core.model.gatherings import Learning
from tests.programmes import together

AT = datetime(2026, 12, 9, tzinfo=UTC)
SHARED = [
    Learning('Networking: "for" adopters', "small groups tell you more", "meet three residents at home", AT),
    Learning("Scrutiny", "<script>alert(1)</script> --- {quarter}", "", AT),
    Learning('Networking: "for" adopters', "ask early", "", AT),
]


def test_a_quarter() -> None:
    assert quarter_of("2026-Q4", UTC) == (datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert quarter_of("2027q1", UTC) == (datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC))
    assert quarter_of("2026-Q5", UTC) is None


def test_it_is_a_briefing(tmp_path: Path) -> None:
    content = tmp_path / "conversations"
    shutil.copytree(Path("conversations"), content)
    text = draft_of(together().journey.gatherings, SHARED, "2026-Q4", date(2026, 11, 30))
    (content / "briefings" / "learned.md").write_text(text, encoding="utf-8")
    loaded = load(content)
    assert loaded.problems == []
    assert loaded.journey is not None
    briefing = next(b for b in loaded.journey.briefings if b.key == "learned")
    assert briefing.title == "What adopters learned: 2026-Q4"
    assert briefing.body.count("## Networking") == 1, "what is about one thing stands together"
    assert "small groups tell you more / meet three residents at home" in briefing.body
    assert "3 adopters' colleagues" in briefing.source
    assert "<script>" not in briefing.body
