"""One activity in which people are asked, while it is being read, and all those of a message."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.reader.frame import Frame
from bot.core.reader.model import Candidate, Clause, Span
from bot.core.reader.shapes import Conclusion, Scene

MOST = 40
"""Activities that one message may tell of; further ones are not told apart."""


UNKNOWN = "consultation"
"""The step of an activity of which neither the words nor the question say whom it asked."""


WAYS = frozenset({"online", "phone", "letter"})
"""Methods that may only say how another was done: "an online survey", "a postal survey"."""


@dataclass(slots=True)
class Activity:
    """One activity while it is being read."""

    step: str
    methods: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    state: str = ""
    date: str = ""
    took_part: int | None = None
    invited: int | None = None
    start: int = 0
    candidates: list[Candidate] = field(default_factory=list)
    sentence: int = -1
    in_month: str = ""
    """The month that was named for all of the kind, where its own day was named after."""
    whole: bool = False
    """Said of the step as a whole: "residents all done"."""
    several: int = 0
    shared_day: bool = False
    """Its day was said of all of the kind: "two workshops in July"."""
    """How many of the kind were named: "three drop-ins"."""

    @property
    def bare(self) -> bool:
        return not (self.methods or self.date or self.took_part is not None or self.invited is not None)


@dataclass(slots=True)
class Gathered:
    scene: Scene
    result: Conclusion
    found: list[Activity] = field(default_factory=list)
    ahead: tuple[Span, Frame, Clause] | None = None

    def current(self, step: str) -> Activity | None:
        return next((a for a in reversed(self.found) if a.step == step), None)
