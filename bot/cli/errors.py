"""What a command raises when it cannot do what it was asked."""

from bot.core.model.errors import ToldError


class CommandError(ToldError):
    """The text says why, and what to do."""
