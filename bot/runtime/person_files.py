"""Everything that is held about a person, as files for that person: to read, and for a program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.channels.port import MadeFile
from bot.store.port import HeldRows

CONTENT_TYPES = {"json": "application/json", "txt": "text/plain; charset=utf-8"}


def person_file(name: str, parts: Sequence[HeldRows], form: str, at: datetime) -> MadeFile:
    """What is held, as `json` or `txt`, as it was at that time."""
    written = as_json(parts, at) if form == "json" else as_text(parts, at)
    return MadeFile(f"{name}.{form}", CONTENT_TYPES[form], written.encode())


def as_json(parts: Sequence[HeldRows], at: datetime) -> str:
    """For a program: each table with what it is for, and its rows as they are."""
    tables = [
        {"table": p.table, "what": p.what, "why": p.why, "basis": p.basis, "kept": p.until, "rows": list(p.rows)}
        for p in parts
    ]
    return json.dumps({"at": at.isoformat(), "held": tables}, ensure_ascii=False, indent=1) + "\n"


def as_text(parts: Sequence[HeldRows], at: datetime) -> str:
    """To read: what each part is for, and of each row what is not empty."""
    lines = [f"What is held about you, at {at.isoformat(timespec='minutes')}", ""]
    for part in parts:
        lines.append(f"{part.what[:1].upper()}{part.what[1:]}.")
        lines += [f"Why: {part.why}. Basis: {part.basis}. Kept: {part.until}.", ""]
        for row in part.rows:
            lines += [*(f"  {name}: {value}" for name, value in row.items() if not _empty(value)), ""]
    return "\n".join(lines)


def _empty(value: Any) -> bool:
    return value is None or value == ""
