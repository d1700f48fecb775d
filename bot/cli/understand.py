"""`python -m bot understand`: JSON Lines in, one line out for each, flushed as it goes."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO

from bot.cli.times import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from bot.core.reader import Vocabulary


def run(stdin: TextIO, stdout: TextIO, vocabulary: Vocabulary, explain: bool = False) -> int:
    """Answers every line in order. A line that is no such JSON gets an error line, and the rest go on."""
    for number, line in enumerate(stdin, 1):
        if not line.strip():
            continue
        stdout.write(json.dumps(_answer(line, number, vocabulary, explain), ensure_ascii=False) + "\n")
        stdout.flush()
    return 0


def _answer(line: str, number: int, vocabulary: Vocabulary, explain: bool) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _error(number, f"not JSON ({error})")
    if not isinstance(row, dict):
        return _error(number, "not an object")
    text, asked = row.get("text"), row.get("asked")
    if not isinstance(text, str):
        return _error(number, "'text' is missing or no text")
    if asked is not None and not isinstance(asked, str):
        return _error(number, "'asked' is no text")
    try:
        today = date.fromisoformat(str(row.get("today")))
    except ValueError:
        return _error(number, "'today' is not a date such as 2026-11-24")
    if not FIRST_YEAR <= today.year <= LAST_YEAR:
        return _error(number, f"'today' is too far away: from {FIRST_YEAR} to {LAST_YEAR}")
    from bot.core import reader  # only where it reads: it costs most of the time of a start
    from bot.core.reader import jsonl

    try:
        return jsonl.as_row(row.get("id"), reader.read(text, jsonl.context_of(row), vocabulary), explain)
    except Exception as error:  # a fault of ours at one line must not keep the others from being answered
        return _error(number, f"it could not be read: {type(error).__name__}")


def _error(number: int, why: str) -> dict[str, Any]:
    return {"id": None, "error": f"line {number}: {why}"}
