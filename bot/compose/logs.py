"""The log: one line a thing that happened, on standard error, in one format for our own and for libraries' lines.

JSON where a program reads it, plain columns where a terminal does. Every line has its time and its level. Ids and
numbers, never people's words, never a request as it came: of an exception its kind and its places are written, and
not its text, which may quote what somebody sent. What goes wrong is written when it first happens; the same again is
counted, and said once a minute with the count.
"""

from __future__ import annotations

import contextvars
import logging
import sys
import threading
from collections import Counter
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

from bot.compose.masking import masked

WINDOW = 60.0
"""Seconds for which the same trouble is counted and not written again."""
NAMES = "logger", "channel", "error", "ending", "reason", "status", "route", "where", "job", "content"
"""What makes two lines the same trouble, beside the event. Ids of messages and events are not among it."""
ALWAYS = frozenset({"outbox.given_up", "outbox.nobody_reached"})
"""Each of these is about a message of its own, and is written each time."""
LONGEST = 200
"""Characters of a library's line."""
MOST_KINDS = 1000
"""Kinds of trouble that are counted at once."""
URGENT = (
    "turn_failed", "turn_not_kept", "turn_never_kept", "teams.not_kept", "bot.slack", "outbox.given_up",
    "outbox.channel_raised", "outbox.delivery_failed", "job_failed", "sweep.failed", "backup_failed", "page_failed",
)  # fmt: skip
"""Kinds of errors that are counted from nought: Prometheus does not see the first of a kind that was not there."""
FAILURES: Counter[tuple[str, str]] = Counter({("error", kind): 0 for kind in URGENT})
"""Warnings and errors of this process since its start, by level and kind: our own line's event, or whose line it is
where it is a library's or in words."""


def set_up_logs(level: str = "info", secrets: tuple[str, ...] = (), stream: TextIO | None = None) -> None:
    """Sends every logger's lines to `stream` (standard error), from this level on."""
    target = stream or sys.stderr
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _places,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(_number(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = _Formatter(
        secrets,
        foreign_pre_chain=[_first_line, *shared],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.dev.ConsoleRenderer(pad_event_to=32)
            if target.isatty()
            else structlog.processors.JSONRenderer(),
        ],
    )
    handler = CountingHandler(target)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=max(_number(level), logging.WARNING), force=True)
    logging.getLogger("bot").setLevel(_number(level))
    logging.captureWarnings(True)


def be_silent() -> None:
    """Nothing is logged from now on, for commands whose output is all that there is to say."""
    logging.disable(logging.CRITICAL)


def _number(level: str) -> int:
    return logging.getLevelNamesMapping()[level.upper()]


def _first_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Of a library's line what it is: further lines show values, which may be people's words."""
    event["event"] = str(event["event"]).partition("\n")[0][:LONGEST]
    return event


def _places(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Of an exception what it was and where, never what it said."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and isinstance(info[1], BaseException):
        event.setdefault("error", type(info[1]).__name__)
        event.setdefault("where", places_of(info[1].__traceback__))
    return event


def places_of(trace: TracebackType | None, most: int = 6) -> list[str]:
    """The road to a fault: files and lines only."""
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(trace)[-most:]]


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Renders a line, without secrets."""

    def __init__(self, secrets: tuple[str, ...], **how: Any) -> None:
        super().__init__(**how)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record), self._secrets)


class CountingHandler(logging.StreamHandler[TextIO]):
    """Writes a trouble when it first happens, and counts the same again for a minute."""

    def __init__(self, stream: TextIO, window: float = WINDOW) -> None:
        super().__init__(stream)
        self._window = window
        self._counting = threading.Lock()
        self._seen: dict[tuple[str, ...], tuple[float, int, logging.LogRecord]] = {}
        """What it is -> when it was last written, how often it came since, and the last of these."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the line, or counts it; and whatever was counted long enough."""
        if record.levelno >= logging.WARNING:
            FAILURES[record.levelname.lower(), _kind(record)] += 1
        for late in self._over(record.created):
            self._emit_late(late)
        if record.levelno < logging.WARNING or not self._again(record):
            super().emit(record)

    def close(self) -> None:
        """What was counted and not yet said is said."""
        for late in self._over(float("inf")):
            self._emit_late(late)
        super().close()

    def _emit_late(self, record: logging.LogRecord) -> None:
        """What is going on now has nothing to do with it: no turn's mark is put on it."""
        contextvars.Context().run(super().emit, record)

    def _again(self, record: logging.LogRecord) -> bool:
        key = _key(record)
        if key[0] in ALWAYS:
            return False
        with self._counting:
            known = self._seen.get(key)
            if known is not None:
                self._seen[key] = (known[0], known[1] + 1, record)
            elif len(self._seen) < MOST_KINDS:
                self._seen[key] = (record.created, 0, record)
            return known is not None

    def _over(self, now: float) -> list[logging.LogRecord]:
        """The lines for troubles whose minute is over: those that came again go on being counted."""
        with self._counting:
            over = {key: seen for key, seen in self._seen.items() if now - seen[0] >= self._window}
            lines = []
            for key, (_, count, record) in over.items():
                del self._seen[key]
                if count:
                    lines.append(_counted(record, count))
                    self._seen[key] = (now, 0, record)
        return lines


def _kind(record: logging.LogRecord) -> str:
    """Of which kind a trouble is, in one of few words."""
    return str(record.msg.get("event")) if isinstance(record.msg, dict) else record.name


def _key(record: logging.LogRecord) -> tuple[str, ...]:
    """What the line is about. Our own lines come as values, libraries' as text with arguments."""
    if isinstance(record.msg, dict):
        event = record.msg
        return str(event.get("event")), *(str(event.get(name, "")) for name in NAMES)
    kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
    words = record.getMessage() if record.name.startswith("bot") else str(record.msg)
    return words, record.name, kind


def _counted(record: logging.LogRecord, count: int) -> logging.LogRecord:
    """The last of the lines, saying how many there were."""
    copy = logging.makeLogRecord(record.__dict__)
    if isinstance(record.msg, dict):
        copy.msg = {**record.msg, "repeated": count}
    else:
        copy.repeated = count
    return copy
