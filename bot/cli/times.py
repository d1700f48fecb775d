"""Times that are given to a command."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from bot.cli.errors import CommandError

FIRST_YEAR, LAST_YEAR = 1970, 2199
"""Days further away than this are mistakes, and cannot all be reckoned with."""


def parse_now(text: str, zone: tzinfo) -> datetime | None:
    """`--now`: a date, or a time, in the programme's time zone unless it says otherwise. None when not given."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"'{text}' is no time. Write it like 2026-11-24 or 2026-11-24T10:00.") from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise CommandError(f"'{text}' is too far away: times from {FIRST_YEAR} to {LAST_YEAR} can be reckoned with.")
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
