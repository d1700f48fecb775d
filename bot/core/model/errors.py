"""The error that a person is told as it stands. It imports nothing, so that a command line can catch it by type."""

from __future__ import annotations


class ToldError(Exception):
    """The text says what happened, where, and what to do."""
