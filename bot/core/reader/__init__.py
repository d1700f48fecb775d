"""The reader: text, tokens, spans, clauses, frames, candidates, one resolution. `read` is the one way in."""

from bot.core.reader.model import Act, Ask, Context, Reading, Recorded, Told
from bot.core.reader.reading import read
from bot.core.reader.vocabulary import Vocabulary
from bot.core.reader.weights import Weights

__all__ = ["Act", "Ask", "Context", "Reading", "Recorded", "Told", "Vocabulary", "Weights", "read"]
