"""Counts in figures and words, and what is no count: shares, spans, "loads", times, references.

The bot does no sums: "13 of the 23" keeps both figures apart, and a share stays a share.
"""

from bot.core.language.numbers.count import Count
from bot.core.language.numbers.finding import find_counts

__all__ = ["Count", "find_counts"]
