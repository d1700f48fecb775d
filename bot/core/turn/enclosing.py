"""What goes with a message: the pictures of the badge. They are never withheld."""

from __future__ import annotations

from bot.core.model import Enclosed
from bot.core.model.badge import FORMS, LOOKS, Badge
from bot.core.turn.reply import Reply

ON_A_PAGE = 1
"""Which of the sizes is shown, by place."""


def badge_pictures(reply: Reply, made: Badge, unasked: bool = False) -> Enclosed:
    """The badge in each look, as PNG and as SVG. `unasked`: nobody named it, so that it is only shown."""
    size = made.sizes[min(ON_A_PAGE, len(made.sizes) - 1)]
    pngs = [f"{look}-{size}.png" for look in LOOKS]
    svgs = [f"{look}.{FORMS[0]}" for look in LOOKS]
    files = (*pngs, *svgs)
    return Enclosed("badge", "badge", made.alt, reply.adopter.key, reply.person.id, files, unasked=unasked)
