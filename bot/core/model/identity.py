"""What the programme's bot is called and looks like, the same on every channel, page and document."""

from __future__ import annotations

from dataclasses import dataclass

Scheme = str
"""`light` or `dark`."""
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
COLOURS = {
    "ground": "what a page lies on",
    "surface": "bubbles, buttons and boxes on it",
    "ink": "words",
    "soft": "words beside: times, hints",
    "edge": "lines between things",
    "strong_edge": "the edge of what can be pressed or filled in",
    "bar": "the title bar, and the logo",
    "bar_ink": "words in the title bar, and the tick in the logo",
    "bar_soft": "words beside, in the title bar",
    "accent": "links, and the buttons that matter most",
    "accent_ink": "words on those buttons",
    "tint": "what somebody said themselves; the head of a table",
    "danger": "what went wrong, or takes something away",
    "person": "what a person at the programme says",
    "person_ink": "their initials, and who is talked to",
    "notice": "a notice on a page",
    "notice_ink": "the words of a notice",
    "focus": "what stands around what the keyboard is at",
    "focus_ink": "the second line around it",
    "mark": "the ground of the logo",
}
"""The colours that an identity has, for light and for dark, and where each stands."""
PICTURES = {"logo.svg": None, "logo-512.png": 512, "logo-192.png": 192, "outline-32.png": 32}
"""The programme's own logo: with what it may be given, and how many pixels wide and high each is (SVG: any)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity. Without colours and pictures a page has its browser's, and the logo is drawn."""

    name: str = "Charter Bot"
    """What the bot is called in Slack and Teams."""
    short: str = ""
    """What it does, in a few words; Teams shows it in a list of apps."""
    description: str = ""
    """What it does, in a sentence."""
    address: str = ""
    """Who stands behind it, and where to write: at the foot of pages and documents."""
    light: tuple[tuple[str, str], ...] = ()
    dark: tuple[tuple[str, str], ...] = ()
    pictures: tuple[tuple[str, bytes], ...] = ()
    """The programme's own logo, by the names in `PICTURES`; none, or all of them."""

    @property
    def foot(self) -> str:
        """What stands at the foot of a document: the bot that wrote it, and whom to ask."""
        return f"{self.name} · {self.address}" if self.address else ""

    def colours(self, scheme: Scheme) -> dict[str, str]:
        """The colours of that scheme by their names."""
        return dict(self.dark if scheme == "dark" else self.light)

    def colour(self, name: str, scheme: Scheme = "light", otherwise: str = "#000000") -> str:
        """One colour as `#rrggbb`."""
        return self.colours(scheme).get(name, otherwise)

    def picture(self, name: str) -> bytes | None:
        """A picture of the programme's own."""
        return dict(self.pictures).get(name)


NEUTRAL = Identity()
"""Of a programme that says nothing about it: black on white."""
