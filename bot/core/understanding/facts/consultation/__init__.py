"""A step that asks a group of people. Counts, methods and dates belong to the group that they were said of."""

from bot.core.understanding.facts.consultation.concluding import conclude

__all__ = ["conclude"]
