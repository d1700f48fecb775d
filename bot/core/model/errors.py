"""Errors that are known by their type. It imports nothing, so that a command line can catch them."""

from __future__ import annotations


class ToldError(Exception):
    """The text says what happened, where, and what to do."""


class HistoryLeftOutError(Exception):
    """A turn needs the history of the record, which its context is without: answer it again with it."""
