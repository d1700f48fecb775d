"""Whether the colours of an identity can be read: the contrast of WCAG 2.2 (1.4.3, 1.4.11) where two meet. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TEXT, CONTROL = 4.5, 3.0
"""What words need, and what the edge of a control, a mark, or the ring around it needs."""
WORDS, CONTROLS = "text", "what can be pressed or filled in"

MEETING: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("ink", ("ground", "surface", "tint", "person"), TEXT),
    ("soft", ("ground", "surface"), TEXT),
    ("accent", ("ground", "surface", "person"), TEXT),
    ("accent_ink", ("accent",), TEXT),
    ("bar_ink", ("bar",), TEXT),
    ("bar_soft", ("bar",), TEXT),
    ("danger", ("ground", "surface"), TEXT),
    ("person_ink", ("person",), TEXT),
    ("notice_ink", ("notice", "ground", "surface"), TEXT),
    ("focus_ink", ("focus",), TEXT),
    ("strong_edge", ("ground", "surface"), CONTROL),
    ("bar", ("mark",), CONTROL),
)
"""Which colours stand on which, and what each needs."""
RING = ("focus", "focus_ink")
"""Two lines around what the keyboard is at: one of them is seen on every ground."""
GROUNDS = ("ground", "surface", "bar", "tint")


@dataclass(frozen=True, slots=True)
class Low:
    """Two colours that meet and cannot be told apart well enough."""

    ink: str
    ground: str
    ratio: float
    least: float
    better: str
    """A shade of the first that would do on every ground that it meets; empty where none would."""

    @property
    def what(self) -> str:
        return WORDS if self.least == TEXT else CONTROLS


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def low(colours: Mapping[str, str]) -> Iterator[Low]:
    """All that meet with too little contrast. A colour that is missing is passed over: it is reported elsewhere."""
    for ink, grounds, least in MEETING:
        known = [colours[ground] for ground in grounds if ground in colours]
        for ground in grounds:
            if ink in colours and ground in colours and ratio(colours[ink], colours[ground]) < least:
                found = ratio(colours[ink], colours[ground])
                yield Low(ink, ground, found, least, shade(colours[ink], known, least))
    if all(name in colours for name in RING):
        for ground in (name for name in GROUNDS if name in colours):
            best = max(ratio(colours[name], colours[ground]) for name in RING)
            if best < CONTROL:
                yield Low(RING[0], ground, best, CONTROL, "")


def shade(colour: str, grounds: list[str], least: float) -> str:
    """The nearest darker or lighter shade that is read on all of these; empty where there is none."""
    for step in range(1, 101):
        for end in (0, 255):
            made = _mixed(colour, end, step / 100)
            if all(ratio(made, ground) >= least for ground in grounds):
                return made
    return ""


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _mixed(colour: str, end: int, share: float) -> str:
    return "#" + "".join(f"{round(part + (end - part) * share):02x}" for part in _parts(colour))
