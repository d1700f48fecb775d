"""Starting the child process of these tests."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


async def child(*words: str) -> asyncio.subprocess.Process:
    """Begins `python -m tests.store.child …`; its lines can be read from `stdout`."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.store.child",
        *words,
        cwd=REPOSITORY,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def lines_of(process: asyncio.subprocess.Process) -> list[str]:
    """All its lines, once it has ended well. Raises AssertionError with its errors when it has not."""
    try:
        out, err = await process.communicate()
    finally:
        if process.returncode is None:  # a test that ran out of time leaves nobody behind
            process.kill()
    assert process.returncode == 0, err.decode()
    return out.decode().splitlines()
