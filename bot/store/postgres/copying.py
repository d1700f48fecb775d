"""A copy of the whole database, made by PostgreSQL's own program, which must be as new as the server."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.store.port import StoreError

DUMP, RESTORE = "pg_dump", "pg_restore"
MISSING = (
    "A copy of a PostgreSQL database is made by pg_dump, which is not on this machine. Install PostgreSQL's client"
    " programs (on Debian: postgresql-client), of the server's version or a later one."
)


def copy(url: str, target: Path) -> None:
    """Into a file beside the target first, which gets its name only when the copy is whole. Raises StoreError."""
    if shutil.which(DUMP) is None or shutil.which(RESTORE) is None:
        raise StoreError(MISSING, "pg_dump is missing")
    if target.exists():
        raise StoreError(f"The file {target} exists: a backup never writes over one. Choose another name.")
    half = target.with_name(f"{target.name}.part")
    try:
        half.unlink(missing_ok=True)
        os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        where, environment = without_password(url)
        _run([DUMP, "--format=custom", "--no-owner", f"--file={half}", f"--dbname={where}"], environment)
        _run([RESTORE, "--list", str(half)], environment)
        with half.open("rb") as file:
            os.fsync(file.fileno())
        half.rename(target)
    except OSError as error:
        raise StoreError(f"The copy {target} cannot be written: {error.strerror}.") from error
    finally:
        half.unlink(missing_ok=True)


def without_password(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, which other users of the machine would see among the processes; and the
    environment that has it."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)  # noqa: S603
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it says nothing"]
        raise StoreError(f"{command[0]} made no copy: {last[0]}")
