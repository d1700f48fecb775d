"""What a clause says about one step, and what a step's rules conclude from all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.core.language.dates import DatePhrase, Span
from bot.core.language.numbers import Count
from bot.core.language.words import Word
from bot.core.model.reading import Context, Open, Understood, Value
from bot.core.understanding.clauses import Clause

Reason = Literal["missing", "quarter", "vague", "share", "contradiction", "impossible_date", "no_address", "hope"]


@dataclass(slots=True)
class Said:
    """One clause, as far as it is about one step."""

    clause: Clause
    counts: list[Count] = field(default_factory=list)
    dates: list[DatePhrase] = field(default_factory=list)
    named: bool = True
    """The step is named here, and not only carried over or asked about."""
    inherited: bool = False
    """The clause leans on the predicate of the clause before ("… and staff in June")."""
    leans_on: Clause | None = None
    clause_before: Clause | None = None
    """What was said right before, of whatever step."""

    @property
    def idle(self) -> bool:
        """Nothing in it can be a fact."""
        c = self.clause
        return c.question or c.foreign or c.command

    @property
    def sure(self) -> bool:
        return not (self.clause.hedge or self.clause.doubted)

    def has(self, *kinds: str) -> bool:
        return self.clause.has(*kinds)

    def values(self, kind: str) -> list[str]:
        return self.clause.values(kind)


@dataclass(slots=True)
class Conclusion:
    """Facts and open questions of one step, gathered under its key."""

    step: str
    facts: list[Understood] = field(default_factory=list)
    opens: list[Open] = field(default_factory=list)

    def fact(self, name: str, value: Value, sure: bool = True) -> None:
        self.facts.append(Understood(f"{self.step}.{name}", value, sure))

    def ask(self, name: str, why: Reason) -> None:
        self.opens.append(Open(f"{self.step}.{name}", why))

    def has(self, name: str) -> bool:
        return any(f.name == f"{self.step}.{name}" for f in self.facts)


@dataclass(slots=True)
class Scene:
    """What the rules of a step may look at besides their own clauses."""

    words: Sequence[Word]
    context: Context
    text: str = ""
    correcting: bool = False
    """The message corrects what was said before: "should be" then tells."""
    quoted_step: str = ""
    """The step that a quoted line was about, where no question was put."""

    @property
    def asked_step(self) -> str:
        """The step of the question put; after a read-back about one step, that step."""
        return self.context.held_step or self.context.asked_step or self.quoted_step

    @property
    def asked_field(self) -> str:
        return self.context.asked_field


def iso(span: Span) -> str:
    """A span as the value of a fact."""
    return f"{span[0].isoformat()}/{span[1].isoformat()}"


def usable(saids: Sequence[Said]) -> list[Said]:
    """What may tell something of the step."""
    return [s for s in saids if not s.idle]


def is_denied(said: Said) -> bool:
    """Not done, or still to do; a "not" that only sets one value against another denies nothing."""
    return (
        (said.clause.negated or said.has("to_do"))
        and not all(n.value == "contrast" for n in said.clause.kinds("negation"))
    ) or said.has("to_do")
