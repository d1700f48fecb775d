"""Conversations that the second reader holds, played on the real road."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.reader import Vocabulary
from bot.rehearsal.player import rehearse, transcripts_in
from tests.programmes import together
from tests.reader.conftest import ROOT

FILES = transcripts_in([Path(__file__).parent / "transcripts"])


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
async def test_transcript_is_as_written(path: Path, vocabulary: Vocabulary) -> None:
    programme = replace(together(), vocabulary=vocabulary)
    assert await rehearse(path, ROOT / "conversations", ZoneInfo("Europe/London"), programme) is None
