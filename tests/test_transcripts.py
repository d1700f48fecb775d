"""Every transcript is played on the real road: hall, store, outbox. They are the tests and the documentation."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.turn.reply import Programme
from bot.rehearsal.player import rehearse, transcripts_in
from bot.rehearsal.transcript import TranscriptError, parse
from tests.programmes import together

HERE = Path(__file__).parent
CONTENT = HERE.parent / "conversations"
LONDON = ZoneInfo("Europe/London")
FILES = transcripts_in([HERE / "transcripts"])


@pytest.fixture(scope="module")
def programme() -> Programme:
    return together()


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
async def test_transcript_is_as_written(path: Path, programme: Programme) -> None:
    assert await rehearse(path, CONTENT, LONDON, programme) is None


async def _difference(tmp_path: Path, programme: Programme, text: str) -> tuple[int, str]:
    path = tmp_path / "wrong.txt"
    path.write_text(f"People: Asha (lead)\n{text}")
    found = await rehearse(path, CONTENT, LONDON, programme)
    assert found is not None
    return found.line, found.expected


async def test_player_tells_a_wrong_phrase(tmp_path: Path, programme: Programme) -> None:
    assert await _difference(tmp_path, programme, "Asha: help\nBot: status") == (3, "Bot: status")


async def test_player_tells_a_missing_piece_of_text(tmp_path: Path, programme: Programme) -> None:
    line, expected = await _difference(tmp_path, programme, 'Asha: help\nBot: help "no such words"')
    assert (line, expected) == (3, '"no such words" in the answer')


async def test_player_tells_what_was_not_kept(tmp_path: Path, programme: Programme) -> None:
    line, _ = await _difference(tmp_path, programme, "Asha: help\nBot: help\nKept: board.outcome = noted")
    assert line == 4


async def test_player_tells_what_was_kept_and_should_not(tmp_path: Path, programme: Programme) -> None:
    text = "Asha: board noted it on 3 March\nBot: …\nAsha: yes\nBot: …\nNot kept: board.outcome"
    assert (await _difference(tmp_path, programme, text))[0] == 6


async def test_player_tells_an_answer_that_nobody_looked_at(tmp_path: Path, programme: Programme) -> None:
    assert (await _difference(tmp_path, programme, "Asha: help"))[1] == "nothing more from the bot"


async def test_player_tells_a_button_that_is_not_there(tmp_path: Path, programme: Programme) -> None:
    assert (await _difference(tmp_path, programme, "Asha presses: Nonsense"))[1] == "a button 'Nonsense'"


def test_a_line_that_is_none_is_refused_with_its_place() -> None:
    with pytest.raises(TranscriptError, match=r"t\.txt:2"):
        parse("Asha: hello\nwhat is this", "t.txt")
