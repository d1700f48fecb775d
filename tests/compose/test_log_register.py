"""Every place in the code where a line of the log is written is in the register, with all that it says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.compose.log_register import LINES

BOT = Path(__file__).parents[2] / "bot"
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
GAP = re.compile(r"%(?:\.\d+)?[sfd]")
HANDED_ON = {("bot/store/sqlite/store.py", "event"), ("bot/store/postgres/store.py", "event")}
"""Lines that a transaction leaves behind it: their words stand where it notes them."""

Written = tuple[str, str, tuple[str, ...] | int]
"""File, event, and the names of its fields, or how many stand in its gaps."""


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))


def _is_log(call: ast.Call) -> bool:
    func = call.func
    assert isinstance(func, ast.Attribute)
    named = isinstance(func.value, ast.Name) and func.value.id.strip("_") in ("log", "logger")
    return named and func.attr in LEVELS


def _logged(file: str, call: ast.Call) -> Written:
    first = call.args[0]
    event = str(first.value) if isinstance(first, ast.Constant) else ast.unparse(first)
    names = tuple(k.arg or "**" for k in call.keywords)
    return file, event, len(call.args) - 1 if len(call.args) > 1 or event.startswith("slack: ") else names


def _noted(file: str, call: ast.Call) -> Written:
    (pair,) = call.args
    assert isinstance(pair, ast.Tuple)
    event, fields = pair.elts
    assert isinstance(event, ast.Constant)
    assert isinstance(fields, ast.Dict)
    return file, str(event.value), tuple(k.value for k in fields.keys if isinstance(k, ast.Constant))  # type: ignore[misc]


def written() -> Iterator[Written]:
    """Every place where a line is written."""
    for path in sorted(BOT.rglob("*.py")):
        file = path.relative_to(BOT.parent).as_posix()
        for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            if _is_log(call):
                yield _logged(file, call)
            elif ast.unparse(call.func) == "self.notes.append":
                yield _noted(file, call)


def test_every_line_is_in_the_register_with_all_that_it_says() -> None:
    known = {line.event: line for line in LINES}
    wrong = []
    for file, event, fields in written():
        if (file, event) in HANDED_ON:
            continue
        line = known.get(event)
        if line is None:
            wrong.append(f"{file}: {event!r} is not in the register")
        elif isinstance(fields, int):
            if not fields == len(GAP.findall(event)) == len(line.fields):
                wrong.append(f"{file}: {event!r} says {fields} things")
        elif not set(fields) <= set(line.fields):
            wrong.append(f"{file}: {event!r} says {fields}")
    assert wrong == [], "add it to bot/compose/log_register.py, with what of it is personal"


def test_the_register_has_nothing_that_is_written_nowhere() -> None:
    there = {event for _, event, _ in written()}
    assert [line.event for line in LINES if line.event not in there] == []
    assert len({line.event for line in LINES}) == len(LINES)


def test_a_place_that_was_looked_at_is_found() -> None:
    """The search itself: were it blind, both tests above would pass on an empty folder."""
    found = list(written())
    assert len(found) > 60
    assert ("bot/runtime/traces.py", "traces_cleared", ("erasures",)) in found


def test_what_names_a_person_or_their_words_is_no_field() -> None:
    forbidden = {"person", "user", "account", "name", "text", "words", "message", "press", "address"}
    assert [line.event for line in LINES if forbidden & set(line.fields)] == []
    assert all(set(line.personal) <= set(line.fields) for line in LINES)
