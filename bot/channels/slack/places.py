"""What the channel wrote into an address, and whether the place is one that others read."""

from __future__ import annotations

import json
from typing import Any

from bot.core.model import Address


def whispered(address: Address) -> bool:
    """Private content, and the place is one that others read: a channel."""
    return address.private and not address.conversation.startswith(("D", "U", "W"))


def read_reference(address: Address) -> dict[str, Any]:
    """What the channel wrote into the address."""
    try:
        found = json.loads(address.reference) if address.reference else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
