"""From clauses to facts: each shape of step has its own small set of rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.core.language.lexicon import Shape
from bot.core.understanding.facts import consultation, decision
from bot.core.understanding.facts.agreement import agreement
from bot.core.understanding.facts.choice import choice
from bot.core.understanding.facts.publication import oversight, publication
from bot.core.understanding.facts.rhythm import rhythm
from bot.core.understanding.facts.said import Conclusion, Said, Scene

Rules = Callable[[str, Sequence[Said], Scene], Conclusion]

RULES: dict[Shape, Rules] = {
    "decision": decision.conclude,
    "consultation": consultation.conclude,
    "agreement": agreement,
    "publication": publication,
    "oversight": oversight,
    "rhythm": rhythm,
    "choice": choice,
}

__all__ = ["RULES", "Conclusion", "Said", "Scene"]
