"""A whole history as it is shown: which buttons can still be pressed, what was chosen, where a day begins. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


def history_html(lines: Sequence[Line], zone: str, form_id: str) -> Markup:
    """The lines with a heading where a new day begins."""
    parts: list[Markup] = []
    day = ""
    for shown in arrange(lines):
        label = day_label(shown.line.at.astimezone(ZoneInfo(zone)))
        if label != day:
            parts.append(Markup('<li class="day">{}</li>').format(label))
            day = label
        parts.append(line_html(shown.line, zone, shown.live, form_id, shown.chosen))
    return Markup("").join(parts)


def label_of(lines: Sequence[Line], seq: int | None, press: str) -> str:
    """The label of a pressed button, so that the history says what the person saw; empty when no such button is."""
    for line in reversed(lines):
        if line.message is not None and seq in (None, line.seq):
            for choice in line.message.choices:
                if choice.value == press:
                    return choice.label
    return ""
