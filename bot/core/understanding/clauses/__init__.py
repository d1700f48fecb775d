"""Cuts a message into clauses and says how each is meant: told, planned, hoped, denied, somebody else's.

A value is only a fact in the clause that tells it, so hopes and negations must not leak into their neighbours, and
must not be lost where the same sentence goes on.
"""

from bot.core.understanding.clauses.clause import Clause
from bot.core.understanding.clauses.cutting import split
from bot.core.understanding.clauses.questions import own_questions

__all__ = ["Clause", "own_questions", "split"]
