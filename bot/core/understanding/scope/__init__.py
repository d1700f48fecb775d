"""Which step each clause is about, and which of its numbers and dates belong to which step."""

from bot.core.understanding.scope.sharing import share_out

__all__ = ["share_out"]
