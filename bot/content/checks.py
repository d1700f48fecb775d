"""Checks of the content as a whole: functions from what was read to Problems. None of them stops at the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.content.draft import Draft
from bot.content.problems import Problem


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that a channel shows: characters of a text, or the number of choices."""

    channel: str
    what: Literal["message", "label", "title", "choices"]
    most: int


def all_problems(draft: Draft, today: date | None, limits: Sequence[Limit]) -> list[Problem]:
    """Every problem that needs more than one file, or the day, to be seen."""
    return []
