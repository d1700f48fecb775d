"""The programme of `conversations/`, read once a test process: its vocabulary is large, and nothing changes it."""

from __future__ import annotations

from datetime import tzinfo
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


def read_once(folder: Path, zone: tzinfo) -> Programme:
    """Reads content for a bot that a test starts; what is shipped is read by the first bot, and shared by all."""
    return together() if folder == CONVERSATIONS and zone == LONDON else load_programme(folder, zone)
