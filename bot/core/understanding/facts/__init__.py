"""From clauses to facts: each shape of step has its own small set of rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.core.understanding.facts import consultation, decision, others
from bot.core.understanding.facts.said import Conclusion, Said, Scene
from bot.core.understanding.lexicon import Shape

Rules = Callable[[str, Sequence[Said], Scene], Conclusion]

RULES: dict[Shape, Rules] = {
    "decision": decision.conclude,
    "consultation": consultation.conclude,
    "agreement": others.agreement,
    "publication": others.publication,
    "oversight": others.oversight,
    "rhythm": others.rhythm,
    "choice": others.choice,
}

__all__ = ["RULES", "Conclusion", "Said", "Scene"]
