"""The last content that could be served, kept in one file: a server starts with it when newer content is broken."""

from __future__ import annotations

import os
import secrets
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO


def keep(folder: Path, kept: Path) -> None:
    """Keeps the folder's plain files in `kept`, whole or not at all. Raises OSError."""
    half = kept.with_name(f"{kept.name}.{secrets.token_hex(4)}.part")
    try:
        with open(half, "xb", opener=_only_ours) as file, _archive(file) as archive:
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                archive.writestr(path.relative_to(folder).as_posix(), path.read_bytes())
        half.replace(kept)
    finally:
        half.unlink(missing_ok=True)


def _archive(file: BinaryIO) -> zipfile.ZipFile:
    """Packed fast: a start waits for it."""
    return zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)


def unpack(kept: Path, folder: Path) -> bool:
    """Puts what was kept into the folder. False when nothing was, or it cannot be read any more."""
    try:
        with zipfile.ZipFile(kept) as archive:
            archive.extractall(folder)
    except (OSError, zipfile.BadZipFile):
        return False
    return True


def kept_at(kept: Path) -> datetime:
    """When it was kept. Raises OSError."""
    return datetime.fromtimestamp(kept.stat().st_mtime, UTC)


def _only_ours(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
