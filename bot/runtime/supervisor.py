"""Background jobs: each goes on as long as the bot does. One that fails is logged and begun again, later each time.

An error in one job ends nothing else. `states` is what /readyz shows of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

log = structlog.get_logger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0
"""Seconds before a job is begun again: after its first fault, and at most."""
WELL_SECONDS = 60.0
"""A job that ran for so long was well: the next fault is its first again."""

Job = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class JobState:
    """How a job does."""

    state: str
    """`running`, `waiting` (it failed, and is begun again soon) or `ended`."""
    faults: int = 0
    """How often it has failed since the start."""
    error: str = ""
    """The kind of the last fault."""


class Supervisor:
    """Runs jobs. One for a process."""

    def __init__(self, first: float = FIRST_WAIT, longest: float = LONGEST_WAIT, well: float = WELL_SECONDS) -> None:
        self._first, self._longest, self._well = first, longest, well
        self.states: dict[str, JobState] = {}
        """How each job does, by its name."""

    def troubles(self) -> list[str]:
        """A line for each job that is not running, without the words of any error."""
        return [
            f"the job '{name}' failed ({job.error}) and is begun again shortly"
            for name, job in self.states.items()
            if job.state == "waiting"
        ]

    async def run(self, name: str, job: Job) -> None:
        """Runs a job until it ends by itself or is cancelled, beginning it again whenever it fails."""
        loop, wait, faults = asyncio.get_running_loop(), self._first, 0
        while True:
            last = self.states.get(name, JobState(""))
            self.states[name] = JobState("running", faults, last.error)
            begun = loop.time()
            try:
                await job()
            except Exception as error:
                faults += 1
                wait = self._first if loop.time() - begun >= self._well else wait
                log.error("job_failed", job=name, again_in=wait, exc_info=error)
                self.states[name] = JobState("waiting", faults, type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(wait * 2, self._longest)
            else:
                self.states[name] = JobState("ended", faults, last.error)
                return
