"""The strict reader of YAML: values with their lines, and a list of every problem met.

Nothing is executed: tags, anchors and aliases are refused, duplicate keys and tabs are problems. A `Node` knows
where it stands, so that whoever reads a value can say which line is wrong.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rapidfuzz import process
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.main import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from bot.content.problems import Problem, Rule

_MAYBE_ANCHOR = re.compile(r"(?:^|[\s\[,:-])[&*]\w", re.MULTILINE)
_ALLOWED_TAGS = {f"tag:yaml.org,2002:{t}" for t in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp")}


UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML does not allow, and other control characters."""


def read_plain(path: Path) -> str:
    """The text of a plain file. Raises OSError, also for what is no plain file (reading a pipe would never end), and
    UnicodeDecodeError."""
    if path.exists() and not path.is_file():
        raise OSError("it is no plain file")
    return path.read_text(encoding="utf-8")


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A remedy for a name that is not known: the nearest that is, or the list of them."""
    best = process.extractOne(word, known, score_cutoff=60) if known else None
    if best:
        return f"Did you mean '{best[0]}'?"
    return f"Known here: {', '.join(sorted(known)[:20])}." if known else "Take it away."


@dataclass(slots=True)
class Source:
    """One file being read, and the list that its problems go into."""

    name: str
    problems: list[Problem]

    def problem(self, rule: Rule, line: int, **words: object) -> None:
        self.problems.append(rule.at(self.name, line, **words))

    def shown(self, text: str, key: str, line: int) -> None:
        """Reports a character that nothing can show, and that breaks the feed for everybody."""
        if found := UNSHOWN.search(text):
            self.problem(Rule.TEXT_CONTROL, line, key=key, name=f"U+{ord(found.group()):04X}")


@dataclass(slots=True)
class Node:
    """A value and its line. Mappings hold Nodes by key, sequences hold Nodes."""

    source: Source
    value: Any
    line: int
    keys: dict[str, int] = field(default_factory=dict)
    refused: bool = False
    """The value was reported as unsafe or unreadable already."""

    # Reading a mapping. Each getter reports what is wrong and returns a harmless default, so that reading goes on.

    def known(self, *names: str) -> Node:
        """Reports every key that is not one of `names`, or has no value. Keys that begin with `_` are free."""
        if self.is_map("block"):
            for key in self.value:
                if key not in names and not key.startswith("_"):
                    self.source.problem(
                        Rule.KEY_UNKNOWN, self.keys[key], key=key, suggestion=did_you_mean(key, names)
                    )
                elif self.value[key].value is None and not self.value[key].refused:
                    self.source.problem(Rule.VALUE_EMPTY, self.keys[key], key=key)
        return self

    @property
    def kind(self) -> str:
        """What the value is, in words."""
        return _kind(self.value)

    def is_map(self, key: str) -> bool:
        return self._is(dict, key, "a block of keys")

    def _is(self, kind: type | tuple[type, ...], key: str, wanted: str) -> bool:
        good = isinstance(self.value, kind) and not (isinstance(self.value, bool) and kind is not bool)
        if not good:
            self.source.problem(Rule.TYPE_WRONG, self.line, key=key, wanted=wanted, got=_kind(self.value))
        return good

    def get(self, key: str) -> Node | None:
        found = self.value.get(key) if isinstance(self.value, dict) else None
        return found if isinstance(found, Node) and found.value is not None else None

    def need(self, key: str) -> Node | None:
        found = self.get(key)
        if found is None:
            empty = self.value.get(key) if isinstance(self.value, dict) else None
            if empty is None:
                self.source.problem(Rule.KEY_MISSING, self.line, key=key)
            elif not empty.refused:
                self.source.problem(Rule.VALUE_EMPTY, self.line_of(key), key=key)
        return found

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required unless a default is given. Numbers and dates must be quoted."""
        node = self.get(key) if default is not None else self.need(key)
        if node is None or not node._is(str, key, "text"):
            return default or ""
        if not node.value.strip():
            self.source.problem(Rule.VALUE_EMPTY, node.line, key=key)
        self.source.shown(node.value, key, node.line)
        return str(node.value).strip()

    def number(self, key: str, default: int | None = None) -> int:
        node = self.get(key) if default is not None else self.need(key)
        return int(node.value) if node is not None and node._is(int, key, "a whole number") else default or 0

    def flag(self, key: str, default: bool = False) -> bool:
        node = self.get(key)
        return bool(node.value) if node is not None and node._is(bool, key, "true or false") else default

    def day(self, key: str, required: bool = True) -> date | None:
        node = self.need(key) if required else self.get(key)
        if node is None:
            return None
        if isinstance(node.value, date) and not isinstance(node.value, datetime):
            return node.value
        try:
            return date.fromisoformat(str(node.value))
        except ValueError:
            self.source.problem(Rule.DATE_WRONG, node.line, value=node.value)
            return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts (a single text counts as a list of one); empty when the key is not there."""
        node = self.get(key)
        if node is None:
            return ()
        found = [node] if isinstance(node.value, str) else node.items(key)
        texts = [n for n in found if n._is(str, key, "text")]
        for n in texts:
            self.source.shown(n.value, key, n.line)
        return tuple(str(n.value).strip() for n in texts)

    def items(self, key: str = "list") -> list[Node]:
        return list(self.value) if self._is(list, key, "a list") else []

    def list_of(self, key: str) -> list[Node]:
        node = self.get(key)
        return node.items(key) if node is not None else []

    def pairs(self) -> Iterator[tuple[str, Node, int]]:
        """(key, value, line of the key) of a mapping."""
        if self.is_map("block"):
            for key, node in self.value.items():
                yield key, node, self.keys[key]

    def choose(self, key: str, known: Sequence[str], what: str, default: str | None = None) -> str:
        """A text that must be one of `known`."""
        value = self.text(key, default)
        if value and value != default and value not in known:
            self.source.problem(
                Rule.VALUE_UNKNOWN,
                self.line_of(key),
                value=value,
                what=what,
                suggestion=did_you_mean(value, known),
            )
        return value

    def line_of(self, key: str) -> int:
        return self.keys.get(key, self.line)


def _kind(value: Any) -> str:
    names: list[tuple[type, str]] = [
        (bool, "true or false"), (str, "text"), (int, "a number"), (float, "a number with a point"),
        (date, "a date"), (dict, "a block of keys"), (list, "a list"),
    ]  # fmt: skip
    return next((name for kind, name in names if isinstance(value, kind)), "empty")


def read_yaml(path: Path, problems: list[Problem], name: str | None = None) -> Node | None:
    """The file's content as Nodes, or None when there is nothing to go on with; problems are added to the list."""
    source = Source(name or str(path), problems)
    try:
        text = read_plain(path)
    except FileNotFoundError:
        source.problem(Rule.FILE_MISSING, 1, name=path.name)
        return None
    except (OSError, UnicodeDecodeError) as error:
        source.problem(Rule.FILE_UNREADABLE, 1, why=error)
        return None
    return parse_yaml(text, source)


def parse_yaml(text: str, source: Source, first_line: int = 1) -> Node | None:
    """Like `read_yaml`, for text that stands at `first_line` of its file."""
    before = len(source.problems)
    for number, line in enumerate(text.splitlines(), first_line):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            source.problem(Rule.YAML_TAB, number)
    if len(source.problems) > before:
        return None
    try:
        root, scalar = _composed(text)
    except (YAMLError, ValueError, RecursionError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        why = " ".join(str(getattr(error, "problem", None) or error).split())
        source.problem(Rule.YAML_SYNTAX, (mark.line if mark else 0) + first_line, why=why)
        return None
    if root is None:
        source.problem(Rule.VALUE_EMPTY, first_line, key=source.name)
        return None
    anchors: set[int] = set()
    return _convert(root, source, first_line, scalar, anchors)


def _composed(text: str) -> tuple[Any, Callable[[Any], Any]]:
    """The nodes of a text, and what makes values of the scalars among them. Raises YAMLError.

    libyaml is many times as fast as ruamel's reader in Python. That one sees anchors, knows all of YAML 1.2 and says
    more plainly what is wrong: it has the last word.
    """
    if not _MAYBE_ANCHOR.search(text):
        yaml = YAML(typ="safe")
        with contextlib.suppress(YAMLError):
            return yaml.compose(text), yaml.constructor.construct_object
    yaml = YAML(typ="safe", pure=True)
    return yaml.compose(text), yaml.constructor.construct_object


def _convert(node: Any, source: Source, first: int, scalar: Callable[[Any], Any], seen: set[int]) -> Node:
    line = node.start_mark.line + first
    if id(node) in seen or getattr(node, "anchor", None):
        source.problem(Rule.YAML_UNSAFE, line, what=getattr(node, "anchor", None) or "alias")
        return Node(source, None, line, refused=True)
    seen.add(id(node))
    if str(getattr(node, "tag", "")) not in _ALLOWED_TAGS:
        source.problem(Rule.YAML_UNSAFE, line, what=str(node.tag))
        return Node(source, None, line, refused=True)
    if isinstance(node, ScalarNode):
        try:
            return Node(source, scalar(node), line)
        except (YAMLError, ValueError) as error:
            source.problem(Rule.YAML_SYNTAX, line, why=error)
            return Node(source, None, line, refused=True)
    if isinstance(node, SequenceNode):
        return Node(source, [_convert(item, source, first, scalar, seen) for item in node.value], line)
    assert isinstance(node, MappingNode)
    values: dict[str, Node] = {}
    keys: dict[str, int] = {}
    for key_node, value_node in node.value:
        key, key_line = str(key_node.value), key_node.start_mark.line + first
        if not isinstance(key_node, ScalarNode):
            source.problem(Rule.TYPE_WRONG, key_line, key="key", wanted="text", got="a list or block")
            continue
        if key in values:
            source.problem(Rule.YAML_DUPLICATE, key_line, key=key, first=keys[key])
            continue
        keys[key] = key_line
        values[key] = _convert(value_node, source, first, scalar, seen)
    return Node(source, values, line, keys)


__all__ = ["Node", "Source", "did_you_mean", "parse_yaml", "read_yaml"]
