"""The programme of `conversations/`, read once a test process: its vocabulary is large, and nothing changes it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.content.live import load_programme
from bot.core.turn.reply import Programme

CONVERSATIONS = Path(__file__).parents[1] / "conversations"
LONDON = ZoneInfo("Europe/London")


@cache
def together() -> Programme:
    """Together with Tenants, as it is shipped."""
    return load_programme(CONVERSATIONS, LONDON)
