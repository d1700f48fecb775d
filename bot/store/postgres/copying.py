"""A copy of the whole database, made by PostgreSQL's own program, which must be as new as the server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.store.port import StoreError

DUMP, RESTORE = "pg_dump", "pg_restore"
_COPY = re.compile(rb'COPY (?:\w+\.)?"?(\w+)"? .*FROM stdin;\n')
"""How a table's rows begin in what `pg_restore` writes; they end with a line of `\\.`."""
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


def rows_of_dump(file: Path) -> dict[str, int]:
    """How many rows each table of a copy has: all of it is unpacked and read. Raises StoreError."""
    if shutil.which(RESTORE) is None:
        raise StoreError(MISSING, "pg_restore is missing")
    command = [RESTORE, "--data-only", "--file=-", str(file)]
    counts: dict[str, int] = {}
    table = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:  # noqa: S603
        assert reading.stdout is not None
        assert reading.stderr is not None
        for line in reading.stdout:
            if table:
                table = "" if line == b"\\.\n" else table
                counts[table] = counts.get(table, 0) + bool(table)
            elif begins := _COPY.match(line):
                table = begins[1].decode()
                counts.setdefault(table, 0)
        said = reading.stderr.read().decode(errors="replace")
    if reading.returncode:
        raise StoreError(f"The copy {file} is not whole: {_last_of(said)}")
    counts.pop("", None)
    return counts


def fill(url: str, file: Path) -> None:
    """Fills a database, of which the tables stand empty, from a copy; all of it or nothing. Raises StoreError."""
    if shutil.which(RESTORE) is None:
        raise StoreError(MISSING, "pg_restore is missing")
    where, environment = without_password(url)
    how = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _run([RESTORE, *how, f"--dbname={where}", str(file)], environment)


def without_password(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, which other users of the machine would see among the processes; and the
    environment that has it."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)  # noqa: S603
    if done.returncode:
        raise StoreError(f"{command[0]} did not end well: {_last_of(done.stderr)}")


def _last_of(said: str) -> str:
    return (said.strip().splitlines()[-1:] or ["it says nothing"])[0]
