"""The badge: given on joining and whenever it is asked for, with words and ready HTML. Never withheld. Pure."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.core.model.badge import Badge
from bot.core.turn.enclosing import ON_A_PAGE, badge_pictures
from bot.core.turn.reply import Reply
from bot.core.turn.requesting import asks_for
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import filled, message

PAGES = "/adopters"
PICTURES = f"{PAGES}/badge"
IN_A_SIGNATURE = 0
"""Which of the sizes is used there, by place."""


def by_name(reply: Reply) -> bool:
    """The badge, or words for it, is asked for in a sentence that does nothing else. False when it is not."""
    made = reply.journey.badge
    if made is None or not asks_for(reply.turn.text, made.asked):
        return False
    badge(reply)
    return True


def badge(reply: Reply) -> None:
    """The pictures, a sentence, and HTML for a website and an e-mail signature; they lead to the public page."""
    made = reply.journey.badge
    if made is None:
        reply.say("badge", home_url=reply.journey.home_url, officer_email=reply.journey.officer_email)
        ask_again(reply)
        return
    words = {
        "sentence": sentence(reply, made),
        "paragraph": _said(reply, made.paragraph),
        "website": html(made, reply.programme.site, reply.adopter.key, ON_A_PAGE),
        "signature": html(made, reply.programme.site, reply.adopter.key, IN_A_SIGNATURE),
        "page": page(reply),
    }
    said = message(reply.journey, "badge_ready" if reply.programme.site else "badge_files", (), 0, **words)
    reply.add(replace(said, encloses=(badge_pictures(reply, made),)))
    ask_again(reply)


def sentence(reply: Reply, made: Badge) -> str:
    """What an adopter can say of itself in a sentence."""
    return _said(reply, made.sentence)


def _said(reply: Reply, words: str) -> str:
    return filled(words, adopter=reply.adopter.name, programme=reply.journey.name,
                  organisation=reply.journey.organisation)  # fmt: skip


def page(reply: Reply) -> str:
    """Where anybody can see that they are listed."""
    return f"{reply.programme.site}{PAGES}/{reply.adopter.key}"


def html(made: Badge, site: str, key: str, size: int) -> str:
    """The badge for a page or a signature, as a link to the public page."""
    width = made.sizes[min(size, len(made.sizes) - 1)]
    picture = (
        f'<img src="{site}{PICTURES}/light-{width}.png" width="{width}" alt="{escape(made.alt)}" style="border:0">'
    )
    return f'<a href="{site}{PAGES}/{key}">{picture}</a>'
