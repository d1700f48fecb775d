"""What the demo has besides its adopter: a gathering to sign up for."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo

from bot.core.model.gatherings import Gathering

DAYS = 10
"""So many days after the demo was begun; two more where that is a weekend."""


def gathering(now: datetime, zone: tzinfo) -> Gathering:
    """A networking session in ten days or so, in the afternoon."""
    day = now.astimezone(zone).date() + timedelta(days=DAYS)
    day += timedelta(days=2 if day.weekday() >= 5 else 0)
    starts = datetime.combine(day, time(14), tzinfo=zone).astimezone(UTC)
    return Gathering(
        "networking", "Networking for adopters", "Meet others who are on the same step, and compare notes.",
        starts, starts + timedelta(minutes=90), str(zone), "anybody at an adopter",
        link="https://meet.example.org/networking", places=12, steps=("learning",), themes=("peers",),
    )  # fmt: skip
