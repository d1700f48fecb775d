"""What is measured of turns and deliveries while the bot serves: a place to tell it to.

By itself it measures nothing, so that commands and tests need no library for figures; `measures.py` keeps them for
Prometheus, `tracing.py` sends what took how long to where somebody looks at traces.
"""

from __future__ import annotations

import contextlib
from contextlib import AbstractContextManager
from time import perf_counter as ticks
from typing import Protocol

__all__ = ["Measuring", "NoMeasuring", "NoTracing", "Tracing", "ticks"]


class Measuring(Protocol):
    """Takes figures. Called from the loop and from the store's thread; returns at once, raises nothing."""

    def turn(self, channel: str, seconds: float) -> None:
        """From when the handler was given a turn until it was kept."""

    def reading(self, channel: str, seconds: float) -> None:
        """Reading a turn's words and working out what to answer: the processor's part of it."""

    def words(self, channel: str, understood: bool) -> None:
        """Somebody's words were answered, or not understood."""

    def acknowledged(self, channel: str, seconds: float) -> None:
        """From when an event came in until the channel was told that it is kept."""

    def attempt(self, channel: str, seconds: float) -> None:
        """One attempt to send: how long the provider took."""

    def delivered(self, channel: str, seconds: float) -> None:
        """From when an answer was kept until it had arrived."""


class NoMeasuring:
    """Measures nothing."""

    def turn(self, channel: str, seconds: float) -> None: ...
    def reading(self, channel: str, seconds: float) -> None: ...
    def words(self, channel: str, understood: bool) -> None: ...
    def acknowledged(self, channel: str, seconds: float) -> None: ...
    def attempt(self, channel: str, seconds: float) -> None: ...
    def delivered(self, channel: str, seconds: float) -> None: ...


class Tracing(Protocol):
    """Says what belongs to which turn, and how long it took."""

    def span(self, what: str, turn: str, **about: str) -> AbstractContextManager[object]:
        """What happens inside is part of the turn with this mark. `about`: ids and kinds, never words."""


class NoTracing:
    """Nobody looks at traces."""

    def span(self, what: str, turn: str, **about: str) -> AbstractContextManager[object]:
        return contextlib.nullcontext()
