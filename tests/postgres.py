"""A real PostgreSQL for tests, started by them in a temporary folder and gone with it.

Debian keeps the server's programs in a folder that is not on PATH. Root may not run them: then an ordinary user does.
Where there is none the test is skipped and says so; on CI (`CI=true`) that is an error instead.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

ORDINARY = ("postgres", "nobody")
"""Users as whom the server runs where the tests run as root."""
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "autovacuum_naptime": "5s",
    "deadlock_timeout": "200ms",
    "timezone": "UTC",
    "log_min_messages": "warning",
}
"""What is kept must outlive a kill of the server, and need not outlive the machine."""
START_SECONDS = 30
SOCKET = ".s.PGSQL.5432"


def programs() -> Path | None:
    """The folder of the newest server's programs; None where there is no server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("postgres")
    newest = found[-1] if found else None if on_path is None else Path(on_path)
    return None if newest is None else newest.parent


def as_ordinary_user() -> dict[str, Any]:
    """For `subprocess`: as whom the server's programs run."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = next(known[name] for name in ORDINARY if name in known)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@dataclass
class Server:
    """A server in a folder of its own, reached by its socket there."""

    folder: Path
    bin: Path
    process: subprocess.Popen[bytes] | None = None
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    settings: Mapping[str, str] = field(default_factory=lambda: SETTINGS)

    def make(self) -> None:
        user = as_ordinary_user()
        if user:
            os.chown(self.folder, user["user"], user["group"])
        made = subprocess.run(
            [self.bin / "initdb", "-D", self.folder / "data", "-A", "trust", "-U", "bot", "--no-sync", "-E", "UTF8",
             "--locale", "C"], check=False, capture_output=True, cwd=self.folder, **user,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr.decode()

    def start(self) -> None:
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [self.bin / "postgres", "-D", self.folder / "data", "-k", self.folder, "-h", "", *options],
            stdout=log, stderr=log, cwd=self.folder, **as_ordinary_user(),
        )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                assert time.monotonic() < deadline, "PostgreSQL did not start"
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends it: by SIGINT in an orderly way, by SIGQUIT as if the machine had failed."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(START_SECONDS)
            self.process = None

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        self.stop(how)
        self.start()

    def url(self, database: str) -> str:
        return f"postgresql://bot@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"test_{next(self.numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as conn:
            conn.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def standby(self, folder: Path) -> Server:
        """A running copy that follows this server; from now on nothing is told to be kept before it has it too."""
        user = as_ordinary_user()
        if user:
            os.chown(folder, user["user"], user["group"])
        copied = subprocess.run(
            [self.bin / "pg_basebackup", "-D", folder / "data", "-R", "-X", "stream", "-c", "fast", "--no-sync", "-h",
             self.folder, "-U", "bot"], check=False, capture_output=True, cwd=folder, **user,
        )  # fmt: skip
        assert copied.returncode == 0, copied.stderr.decode()
        follower = Server(folder, self.bin, settings=self.settings)
        follower.start()
        with psycopg.connect(self.url("postgres"), autocommit=True) as conn:
            conn.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            conn.execute("SELECT pg_reload_conf()")
        return follower

    def promote(self) -> None:
        """From a copy to the server."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as conn:
            assert conn.execute("SELECT pg_promote()").fetchone() == (True,)

    def take_address(self, gone: Server) -> None:
        """Is from now on where the one was that is gone."""
        socket = gone.folder / SOCKET
        socket.unlink(missing_ok=True)
        socket.symlink_to(self.folder / SOCKET)

    def restored(self, copy: Path) -> str:
        """The address of a database made from a copy."""
        url = self.new_database()
        subprocess.run([self.bin / "pg_restore", "--no-owner", f"--dbname={url}", copy], check=True)
        return url


def begin(settings: Mapping[str, str] = SETTINGS) -> Iterator[Server]:
    """A server that runs until the generator is closed; none of it stays."""
    bin_ = programs()
    if bin_ is None:
        reason = "PostgreSQL is not installed (Debian's package: postgresql)"
        if os.environ.get("CI", "").lower() == "true":
            raise RuntimeError(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="bot-pg-"))
    server = Server(folder, bin_, settings=settings)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    yield from begin()
