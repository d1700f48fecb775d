"""A copy of the tiny programme that a test may break, and what `load` says about it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content.journey import Loaded, load
from bot.content.problems import Problem

TINY = Path(__file__).parent / "tiny"
CONVERSATIONS = Path(__file__).parents[2] / "conversations"

NEEDED = {"greeting": frozenset({"name"}), "kept": frozenset({"facts", "person"}), "bye": frozenset[str]()}
PHRASES = """\
greeting: Hello {name}.
kept:
  - "Kept: {facts}"
  - "{person}, I have kept: {facts}"
bye: Goodbye.
"""
"""Three phrases instead of all, so that a new phrase of the engine does not change these tests."""


@dataclass(frozen=True, slots=True)
class Size:
    """A row of a channel's table of limits."""

    channel: str
    what: str
    most: int


@dataclass(slots=True)
class Pledge:
    """The copy. `edit` changes a file, `load` reads the folder, `found` says what was found, where."""

    folder: Path
    today: date | None = None
    limits: tuple[Size, ...] = ()

    def edit(self, file: str, old: str, new: str) -> None:
        """Replaces the only place of `old`; an empty `old` stands for the whole text."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert not old or text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace(old, new) if old else new, encoding="utf-8")

    def load(self) -> Loaded:
        return load(self.folder, self.today, self.limits, NEEDED)

    def found(self) -> set[tuple[str, str, int]]:
        """Each problem as (code, file, line)."""
        return {self._place(p) for p in self.load().problems}

    def _place(self, problem: Problem) -> tuple[str, str, int]:
        return problem.code, Path(problem.file).relative_to(self.folder).as_posix(), problem.line

    def line(self, file: str, text: str) -> int:
        """The line of the only place where a file has this text."""
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        found = [n for n, line in enumerate(lines, 1) if text in line]
        assert len(found) == 1, f"{text!r} stands in lines {found} of {file}"
        return found[0]


def pledge_in(folder: Path) -> Pledge:
    """A fresh copy of the tiny programme, with three phrases."""
    copy = folder / "pledge"
    shutil.copytree(TINY, copy)
    (copy / "phrases.yaml").write_text(PHRASES, encoding="utf-8")
    return Pledge(copy)
