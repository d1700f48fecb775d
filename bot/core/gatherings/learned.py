"""What adopters shared in a quarter, as the draft of a briefing for the officer to work on. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from bot.core.language.clean import without_controls
from bot.core.model.gatherings import GatheringWords, Learning
from bot.core.turn.saying import filled
from bot.core.turn.wording import escape

_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
MONTHS = 3


def quarter_of(text: str, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """From when until when a quarter of the calendar goes: `2026-Q4`. None for what is none."""
    found = _QUARTER.fullmatch(text.strip())
    if found is None:
        return None
    year, first = int(found[1]), (int(found[2]) - 1) * MONTHS + 1
    after = (year, first + MONTHS) if first + MONTHS <= 12 else (year + 1, 1)
    return datetime(year, first, 1, tzinfo=zone), datetime(*after, 1, tzinfo=zone)


def draft_of(words: GatheringWords, learnings: Sequence[Learning], quarter: str, today: date) -> str:
    """The file: front matter, and what was shared, by what it was about. Nobody is named with it."""
    said = {"quarter": quarter, "count": str(len(learnings))}
    source = filled(words.learned_source, **said)
    front: dict[str, str | list[str]] = {
        "title": filled(words.learned_title, **said), "summary": filled(words.learned_summary, **said),
        "topics": ["learning"], "audience": ["lead"], "published": today.isoformat(), "nation": "England",
        "status": "current", "source": source, "owner": "Policy officer",
    }  # fmt: skip
    lines = ["---", *(f"{key}: {_yaml(value)}" for key, value in front.items())]
    lines += ["checked:", f"  on: {today.isoformat()}", f"  against: {_yaml(source)}", "---", ""]
    lines.append(filled(words.learned_text, **said))
    for about in dict.fromkeys(one.about for one in learnings):
        lines += ["", f"## {escape(without_controls(about))}", ""]
        for one in learnings:
            if one.about == about:
                parts = [escape(without_controls(part)) for part in (one.first, one.second) if part]
                lines.append(f"- {' / '.join(parts)}")
    return "\n".join(lines) + "\n"


def _yaml(value: str | list[str]) -> str:
    """A value that YAML reads as it is; days stay days."""
    if isinstance(value, list) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return json.dumps(value, ensure_ascii=False)
    return value
