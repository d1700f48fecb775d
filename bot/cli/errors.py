"""What a command raises when it cannot do what it was asked."""


class CommandError(Exception):
    """The text says why, and what to do."""
