"""What Slack is told at once, in the acknowledgement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and, for modals, a body."""

    status: int = 200
    body: str | dict[str, Any] = ""
