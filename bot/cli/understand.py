"""`python -m bot understand`: JSON Lines in, one line out for each, flushed as it goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, TextIO

from bot.cli.times import FIRST_YEAR, LAST_YEAR
from bot.core.language.lexicon import Lexicon
from bot.core.model.reading import Context, Reading
from bot.core.understanding import read

if TYPE_CHECKING:
    from bot.core import reader
    from bot.core.turn.reply import Programme


def run(
    stdin: TextIO,
    stdout: TextIO,
    lexicon: Lexicon,
    new: reader.Vocabulary | None = None,
    explain: bool = False,
    programme: Callable[[], Programme] | None = None,
) -> int:
    """Answers every line in order. A line that is no such JSON gets an error line, and the rest go on.

    With the vocabulary of the new reader, that one reads; it can explain what it understood. `programme` is asked for
    once, when a line says what is recorded: then the steps with their entries are needed.
    """
    steps = None if programme is None else cache(programme)
    for number, line in enumerate(stdin, 1):
        if not line.strip():
            continue
        stdout.write(json.dumps(_answer(line, number, lexicon, new, explain, steps), ensure_ascii=False) + "\n")
        stdout.flush()
    return 0


def _answer(
    line: str, number: int, lexicon: Lexicon, new: reader.Vocabulary | None, explain: bool,
    programme: Callable[[], Programme] | None,
) -> dict[str, Any]:  # fmt: skip
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
    try:
        if new is not None:
            from bot.core import reader  # only where it reads: it costs most of the time of a start
            from bot.core.reader import jsonl

            return jsonl.as_row(row.get("id"), reader.read(text, jsonl.context_of(row), new), explain)
        reading = read(text, Context(today, asked and asked.partition("#")[0]), lexicon)
        if row.get("known") and programme is not None:
            reading = _beside(programme, row, reading, today)
        return as_row(row.get("id"), reading)
    except Exception as error:  # a fault of ours at one line must not keep the others from being answered
        return _error(number, f"it could not be read: {type(error).__name__}")


def _beside(programme: Callable[[], Programme], row: dict[str, Any], reading: Reading, today: date) -> Reading:
    """The reading, beside the record that the line gives with its words."""
    from bot.core.model.reading import Known  # only where a line has a record, as with the reader above
    from bot.core.reader import jsonl
    from bot.core.turn.known import beside_known

    known = tuple(Known(k.step, k.id, tuple(k.facts.items())) for k in jsonl.context_of(row).known)
    return beside_known(programme(), row["text"], reading, known, row.get("asked"), today) if known else reading


def as_row(key: Any, reading: Reading) -> dict[str, Any]:
    """A reading as the page of the command fixes it."""
    facts: list[dict[str, Any]] = []
    for fact in reading.facts:
        value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
        facts.append({"name": fact.name, "value": value, "sure": fact.sure})
        if fact.entry not in ("", "1"):
            facts[-1]["entry"] = fact.entry
    return {"id": key, "intent": reading.intent, "facts": facts, "asks": list(reading.asks)}


def _error(number: int, why: str) -> dict[str, Any]:
    return {"id": None, "error": f"line {number}: {why}"}
