"""The content in force: loaded once, and again when its files change. Content with problems never takes over."""

from __future__ import annotations

import asyncio
from datetime import date, tzinfo
from pathlib import Path

import structlog

from bot.content.journey import load
from bot.content.lexicon import read_lexicon
from bot.content.problems import Problem
from bot.core.safety.look import look
from bot.core.turn.reply import Programme
from bot.core.understanding import Context, read

log = structlog.get_logger(__name__)
_ANY_DAY = date(2026, 1, 1)


class BrokenContentError(Exception):
    """The content cannot be used. `problems` says what to mend, and where."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the content")
        self.problems = problems


def load_programme(folder: Path, zone: tzinfo) -> Programme:
    """Reads the whole programme. Raises BrokenContentError with every problem at once."""
    loaded = load(folder)
    lexicon, found = read_lexicon(folder / "understanding")
    problems = sorted([*loaded.problems, *found])
    if problems or loaded.journey is None:
        raise BrokenContentError(problems)
    read("hello", Context(_ANY_DAY), lexicon)  # Builds the indexes of words now, and not on somebody's first turn.
    look("hello", loaded.journey.safety)
    return Programme(loaded.journey, lexicon, zone)


class LiveContent:
    """The programme in force. A reload that finds problems keeps the old content, and says so in the log."""

    def __init__(self, folder: Path, zone: tzinfo) -> None:
        self._folder, self._zone = folder, zone
        self._stamp = self._look()
        self._programme = load_programme(folder, zone)

    def programme(self) -> Programme:
        return self._programme

    def _look(self) -> tuple[tuple[str, int, int], ...]:
        files = sorted(p for p in self._folder.rglob("*") if p.is_file())
        return tuple((str(p), s.st_mtime_ns, s.st_size) for p in files for s in [p.stat()])

    def reload_if_changed(self) -> bool:
        """Loads again when a file changed. True when new content is in force."""
        try:
            stamp = self._look()
            if stamp == self._stamp:
                return False
            self._stamp = stamp
            self._programme = load_programme(self._folder, self._zone)
        except BrokenContentError as error:
            log.error("content_refused", problems=[str(p) for p in error.problems[:20]], count=len(error.problems))
            return False
        except OSError as error:
            log.error("content_unreadable", error=str(error))
            return False
        log.info("content_reloaded", journey=self._programme.journey.key)
        return True

    async def watch(self, seconds: float = 5.0) -> None:
        """Looks for changes until cancelled. Reading happens off the event loop."""
        while True:
            await asyncio.sleep(seconds)
            await asyncio.to_thread(self.reload_if_changed)
