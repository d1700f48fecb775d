"""Dates as the British write them: a small grammar of spans, resolved by the tense of the words around them."""

from bot.core.language.dates.finding import find_dates, without_broader
from bot.core.language.dates.phrase import DatePhrase, Span, Tense

__all__ = ["DatePhrase", "Span", "Tense", "find_dates", "without_broader"]
