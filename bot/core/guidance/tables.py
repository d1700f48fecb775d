"""A table of Markdown in words, for where none can be drawn: in chat, in a terminal, for who hears it. Pure.

Each row is one line in which every value stands with its heading: "**Way:** a letter. **Takes:** postage both ways."
Nothing has to be looked up further above.
"""

from __future__ import annotations

import re

from bot.core.turn.wording import first_upper

_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?")
_CELL = re.compile(r"(?<!\\)\|")
BOX = "☐"
"""Where somebody would tick; the heading is the answer."""
_TO_FILL = re.compile(r"(?:\[[ _.…]*\])?")
"""A cell that is left for whoever uses the table: it says nothing to somebody who reads."""
_NUMBERED = re.compile(r"\d+[.)] ")
_ENDS = re.compile(r"[.!?…:][*_\"'”’)\]]*$")


def tables_in_words(text: str) -> str:
    """The text with each table in it written out; everything else as it was."""
    lines, out, at = text.splitlines(), list[str](), 0
    while at < len(lines):
        if "|" not in lines[at] or at + 1 == len(lines) or not _is_rule(lines[at + 1]):
            out.append(lines[at])
            at += 1
            continue
        end = at + 2
        while end < len(lines) and "|" in lines[end]:
            end += 1
        out += _in_words(_cells(lines[at]), [_cells(line) for line in lines[at + 2 : end]])
        at = end
    return "\n".join(out)


def _is_rule(line: str) -> bool:
    return "|" in line and _RULE.fullmatch(line.strip()) is not None


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in _CELL.split(inner)]


def _in_words(heads: list[str], rows: list[list[str]]) -> list[str]:
    """The rows as a list; where every row is ticked, what may be ticked is said once, before them."""
    ticked = [n for n in range(1, len(heads)) if rows and all(row[n : n + 1] == [BOX] for row in rows)]
    out = []
    if ticked:
        out.append(f"{first_upper(heads[0])} ({', '.join(heads[n] for n in ticked)}):")
    for row in rows:
        left = [(head, cell) for n, (head, cell) in enumerate(zip(heads, row, strict=False)) if n not in ticked]
        said = [(head, cell) for head, cell in left if not _TO_FILL.fullmatch(cell)]
        if ticked and len(said) == 1:
            out.append(said[0][1] if _NUMBERED.match(said[0][1]) else f"- {said[0][1]}")
        elif said:
            out.append("- " + " ".join(_labelled(head, cell) for head, cell in said))
    return out


def _labelled(head: str, cell: str) -> str:
    value = cell if _ENDS.search(cell) else f"{cell}."
    if not head:
        return value
    label = first_upper(head) + ("" if head.endswith("?") else ":")
    return f"**{label}** {value}"
