"""The content in force: loaded once, and again when its files change. Content with problems never takes over."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from pathlib import Path

import structlog

from bot.content import last_good
from bot.content.journey import load
from bot.content.problems import Problem
from bot.content.vocabulary import read_vocabulary
from bot.core.calendar import bank_holidays
from bot.core.guidance.questions import match
from bot.core.model.errors import ToldError
from bot.core.model.reading import Context
from bot.core.safety.look import look
from bot.core.turn.reply import Programme
from bot.core.turn.understand import understand

log = structlog.get_logger(__name__)
_ANY_DAY = date(2026, 1, 1)
PREPARE_SECONDS = 1.0
"""How long after the start is prepared what a first page does not need."""
LOGGED = 20
"""Problems that are named in the log."""


class BrokenContentError(ToldError):
    """The content cannot be used. `problems` says what to mend, and where."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the content")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class ContentState:
    """Which content is in force, for /readyz and whoever starts the bot."""

    journey: str = ""
    """Its key; empty while none is loaded."""
    problems: int = 0
    """Of newer content, which was refused."""
    refused: tuple[str, ...] = ()
    """What these are: the file without its folder, the line, and what to do."""
    unreadable: bool = False
    """Newer content could not even be looked at."""
    kept_at: datetime | None = None
    """What is in force is the last good content, kept at this time."""


def load_programme(folder: Path, zone: tzinfo) -> Programme:
    """Reads the whole programme. Raises BrokenContentError with every problem at once."""
    with _uncollected():
        loaded = load(folder)
        vocabulary, found = read_vocabulary(folder / "understanding")
        problems = sorted([*loaded.problems, *found])
        if problems or loaded.journey is None:
            raise BrokenContentError(problems)
        return Programme(loaded.journey, vocabulary, zone)


def prepare(programme: Programme) -> None:
    """Builds what a first page does not need and a first turn would wait for: indexes of words, the short answers,
    the year's holidays. Whoever needs one of them sooner, builds it then."""
    with _uncollected():
        understand(programme, "hello", Context(_ANY_DAY))
        look("hello", programme.journey.safety)
        match(programme.journey, "hello")
        nudging = programme.journey.nudging
        bank_holidays(nudging.country, nudging.region, datetime.now(programme.zone).year)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Hundreds of thousands of objects are made, which all stay: looking through them again and again for garbage
    would take as long as making them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def freeze() -> None:
    """What is there now stays: the collector looks no more through the programme, whose every full look would hold
    up all turns for a quarter of a second. For a process that serves; a reload does it again."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


ReadsContent = Callable[[Path, tzinfo], Programme]
"""Reads a folder of content, as `load_programme` does. Raises BrokenContentError."""


class LiveContent:
    """The programme in force. A reload that finds problems keeps the old content, and says so in the log.

    With `kept`, each good content is kept in that file, and a start on a broken one uses it. `reads` is how a folder
    becomes a programme: whoever starts many bots on one content in one process reads it once.
    """

    def __init__(
        self, folder: Path, zone: tzinfo, kept: Path | None = None, reads: ReadsContent = load_programme
    ) -> None:
        self._folder, self._zone, self._kept, self._reads = folder, zone, kept, reads
        self._stamp: tuple[tuple[str, int, int], ...] = ()
        self._programme: Programme | None = None
        self.state = ContentState()

    def load(self) -> None:
        """Loads the content, or else what was kept of the last that was good. Raises BrokenContentError."""
        self._stamp = self._look()
        try:
            programme = self._reads(self._folder, self._zone)
        except BrokenContentError as error:
            self._load_kept(error)
        else:
            self._take(programme)

    def programme(self) -> Programme:
        """The programme in force. Raises BrokenContentError while none is loaded."""
        if self._programme is None:
            raise BrokenContentError([])
        return self._programme

    def _load_kept(self, error: BrokenContentError) -> None:
        """Takes the last good content. Raises the error when there is none, or this version cannot read it."""
        if self._kept is None:
            raise error
        with tempfile.TemporaryDirectory(prefix="charter-bot-") as folder:
            if not last_good.unpack(self._kept, Path(folder)):
                raise error
            try:
                self._programme = self._reads(Path(folder), self._zone)
            except BrokenContentError:
                raise error from None
        kept_at = last_good.kept_at(self._kept)
        refused = self._lines(error)
        self.state = ContentState(self._programme.journey.key, len(error.problems), refused, kept_at=kept_at)
        self._log_refused(error)
        log.error("content_last_good", kept_at=kept_at.isoformat(), journey=self._programme.journey.key)

    def _take(self, programme: Programme) -> None:
        """This content is in force now, and kept as the last good one."""
        self._programme = programme
        self.state = ContentState(programme.journey.key)
        if self._kept is not None:
            try:
                last_good.keep(self._folder, self._kept)
            except OSError as error:
                log.warning("content_not_kept", error=type(error).__name__, why=error.strerror)

    def _look(self) -> tuple[tuple[str, int, int], ...]:
        files = sorted(p for p in self._folder.rglob("*") if p.is_file())
        return tuple((str(p), s.st_mtime_ns, s.st_size) for p in files for s in [p.stat()])

    def reload_if_changed(self) -> bool:
        """Loads again when a file changed. True when new content is in force."""
        try:
            stamp = self._look()
            if stamp == self._stamp:
                self.state = replace(self.state, unreadable=False)
                return False
            programme = self._reads(self._folder, self._zone)
        except BrokenContentError as error:
            self._stamp = stamp
            refused = self._lines(error)
            self.state = replace(self.state, problems=len(error.problems), refused=refused, unreadable=False)
            self._log_refused(error)
            return False
        except OSError as error:
            self.state = replace(self.state, unreadable=True)
            log.error("content_unreadable", error=type(error).__name__, why=error.strerror)
            return False
        self._stamp = stamp
        prepare(programme)
        self._take(programme)
        if gc.get_freeze_count():
            freeze()
        log.info("content_reloaded", journey=programme.journey.key)
        return True

    async def watch(self, seconds: float = 5.0) -> None:
        """Looks for changes until cancelled. Reading happens off the event loop. What the content that it began with
        has to be prepared, is once the first page has gone out."""
        await asyncio.sleep(PREPARE_SECONDS)
        await asyncio.to_thread(prepare, self.programme())
        gc.freeze()
        while True:
            await asyncio.sleep(seconds)
            await asyncio.to_thread(self.reload_if_changed)

    def _lines(self, error: BrokenContentError) -> tuple[str, ...]:
        """Each problem without where this machine keeps its content."""
        return tuple(str(p).removeprefix(f"{self._folder}/") for p in error.problems)

    @staticmethod
    def _log_refused(error: BrokenContentError) -> None:
        log.error("content_refused", problems=[str(p) for p in error.problems[:LOGGED]], count=len(error.problems))
