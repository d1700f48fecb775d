"""A gathering in words: what it is called, when, where, and how many places are left. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.language.clean import without_controls
from bot.core.model import Choice
from bot.core.model.gatherings import Gathering, Places, SignUp
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape, say_day

TITLE = 120
"""Characters of a title that are said; a button has fewer."""
LABEL = 60
_SPACES = re.compile(r"\s+")


def plain_title(gathering: Gathering, most: int = TITLE) -> str:
    """The title for places that are no Markdown: in one line, without what turns text around, and cut."""
    title = _SPACES.sub(" ", without_controls(gathering.title)).strip()
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"


def title_of(gathering: Gathering) -> str:
    """The title to stand in a message: nothing in it is taken for markup."""
    return escape(plain_title(gathering))


def local(at: datetime, gathering: Gathering) -> datetime:
    """The moment by the gathering's own clock."""
    return at.astimezone(ZoneInfo(gathering.zone))


def say_when(gathering: Gathering) -> str:
    """`Tuesday 8 December 2026, 2pm to 3:30pm`."""
    starts, ends = local(gathering.starts, gathering), local(gathering.ends, gathering)
    begins = f"{starts:%A} {say_day(starts.date())}, {_clock(starts)}"
    if starts.date() == ends.date():
        return f"{begins} to {_clock(ends)}"
    return f"{begins} to {ends:%A} {say_day(ends.date())}, {_clock(ends)}"


def _clock(at: datetime) -> str:
    hour = at.hour % 12 or 12
    return f"{hour}{f':{at:%M}' if at.minute else ''}{'am' if at.hour < 12 else 'pm'}"


def say_where(reply: Reply, gathering: Gathering) -> str:
    """The place, or that it is online; never the link."""
    online = text_of(reply.journey, "gathering_online")
    return escape(without_controls(gathering.place)) or online


def say_left(reply: Reply, places: Places) -> str:
    """How many places are left; empty where there is no limit."""
    if places.left is None:
        return ""
    if not places.left or places.waiting:
        return text_of(reply.journey, "gathering_full")
    if places.left == 1:
        return text_of(reply.journey, "gathering_left_one")
    return text_of(reply.journey, "gathering_left", count=places.left)


def say_link(reply: Reply, gathering: Gathering, mine: SignUp | None) -> str:
    """Where to join, for somebody who has a place; empty for everybody else."""
    if mine is None or mine.state != "in" or not gathering.link or gathering.off:
        return ""
    return text_of(reply.journey, "gathering_link", link=gathering.link)


def line_of(reply: Reply, places: Places) -> str:
    """One gathering in a line of a list."""
    one = places.gathering
    words = {"title": title_of(one), "when": say_when(one), "where": say_where(reply, one)}
    return text_of(reply.journey, "gathering_line", **words, left=say_left(reply, places)).strip()


def show_button(reply: Reply, gathering: Gathering) -> Choice:
    """The button that shows one gathering."""
    label = text_of(reply.journey, "button_gathering", title=plain_title(gathering, LABEL))
    return reply.choice(label, "gathering", "show", gathering.key)


def coming(reply: Reply) -> list[Places]:
    """Those that are to come and not cancelled, the soonest first."""
    known = reply.context.gatherings.all
    return [one for one in known if one.gathering.ends > reply.at and not one.gathering.off]


def offer_gathering(reply: Reply, step: str) -> None:
    """A line and a button about the next gathering on this step, once: where the person has not signed up."""
    for places in coming(reply):
        one, mark = places.gathering, f"gathering {places.gathering.key}"
        if step not in one.steps or mark in reply.dialogue.offered:
            continue
        if reply.context.gatherings.sign_up(one.key, reply.person.id) is None:
            reply.set(offered=(*reply.dialogue.offered, mark))
            reply.say("gathering_offer", [show_button(reply, one)], title=title_of(one), when=say_when(one))
            return
