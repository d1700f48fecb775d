"""A step that a body decides. What was taken to a body is not what it decided: "noted" is never "adopted"."""

from bot.core.understanding.facts.decision.concluding import conclude

__all__ = ["conclude"]
