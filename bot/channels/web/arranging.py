"""A whole history as it is shown: which buttons can still be pressed, what was chosen, where a day begins. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.channels.web.rendering import day_label, line_html
from bot.channels.web.settings import Line


@dataclass(frozen=True, slots=True)
class Shown:
    """A line and how it is shown."""

    line: Line
    live: bool = False
    chosen: str = ""


def arrange(lines: Sequence[Line]) -> list[Shown]:
    """Buttons are live on the bot's newest messages (those of one event), while nothing was said after them. An older
    message knows what was chosen from the person's next line."""
    shown: list[Shown] = []
    answered_by, newest, asking = "", "", True
    for line in reversed(lines):
        if line.who == "bot":
            if asking and not newest:
                newest = line.event
            shown.append(Shown(line, asking and line.event == newest, "" if asking else answered_by))
        else:
            asking, answered_by = False, line.text
            shown.append(Shown(line))
    return shown[::-1]


def history_parts(shown: Iterable[Shown], zone: str, form_id: str) -> Iterator[Markup]:
    """The lines one by one, with a heading where a new day begins."""
    day = ""
    for one in shown:
        label = day_label(one.line.at.astimezone(ZoneInfo(zone)))
        if label != day:
            yield Markup('<li class="day">{}</li>').format(label)
            day = label
        yield line_html(one.line, zone, one.live, form_id, one.chosen)


def page_before(lines: Sequence[Line], before: int) -> list[Shown]:
    """The lines before this number, as they are shown on a page of their own: nothing on it can be pressed. `lines`
    may go on beyond it, so that it is known what was chosen on the page's last message."""
    return [replace(one, live=False) for one in arrange(lines) if one.line.seq < before]


def label_of(lines: Sequence[Line], seq: int | None, press: str) -> str:
    """The label of a pressed button, so that the history says what the person saw; empty when no such button is."""
    for line in reversed(lines):
        if line.message is not None and seq in (None, line.seq):
            for button in line.message.buttons:
                if button.value == press:
                    return button.label
    return ""
