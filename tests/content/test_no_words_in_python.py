"""What people read is content: the core has no sentence, no label and no title in Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CORE = Path(__file__).parents[2] / "bot" / "core"
MAKERS = frozenset({"Choice", "Message", "choice", "form_choice", "Form", "Field", "HomeList", "HomeRow", "HomeItem"})
"""What is made to be shown."""
SHOWN = frozenset({"label", "title", "text", "intro", "note", "submit", "cancel"})
"""Arguments that are shown, whoever takes them."""
_WORDS = re.compile(r"[A-Z][a-z]+(?:[ …?!.:]|$)|[a-z]{2,} [a-z]{2,}")
"""As a label or a sentence begins, or words beside each other; a key has neither."""


def words_shown(source: str) -> list[str]:
    """The texts in a module that it gives to what is shown, as they stand there."""
    found = []
    for call in (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = [*call.args] if name in MAKERS else []
        given += [k.value for k in call.keywords if k.arg in SHOWN]
        found += [text for value in given for text in _own(value) if _WORDS.search(text)]
    return found


def _own(value: ast.expr) -> Iterator[str]:
    """The words in an expression that stand in the code; what a function in it is given is that function's affair."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        yield "".join(p.value if isinstance(p, ast.Constant) else "…" for p in value.values)  # type: ignore[misc]
    elif isinstance(value, ast.IfExp):
        yield from (text for side in (value.body, value.orelse) for text in _own(side))
    elif isinstance(value, ast.Subscript | ast.BinOp | ast.BoolOp | ast.Tuple | ast.List):
        yield from (
            text for child in ast.iter_child_nodes(value) if isinstance(child, ast.expr) for text in _own(child)
        )


@pytest.mark.parametrize(
    "code",
    [
        'reply.choice("Done", "nudge", about)',
        'replace(row.change, label=f"Change: {row.label}"[:70])',
        'Choice("Open the page", url=page)',
        'Message(text, title="All done")',
        'form_choice(step, "Change" if whole else "Fill in")',
    ],
)
def test_a_label_in_python_is_found(code: str) -> None:
    assert words_shown(code)


@pytest.mark.parametrize(
    "code",
    [
        'reply.button("done", "nudge", about)',
        'reply.choice(text_of(journey, "button_begin"), "do", "next")',
        'Message(text, "briefing_published", choices)',
        'Message("\\n\\n".join(lines))',
    ],
)
def test_a_key_is_no_label(code: str) -> None:
    assert words_shown(code) == []


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=lambda p: str(p.relative_to(CORE)))
def test_no_module_of_the_core_has_words_for_people(path: Path) -> None:
    assert words_shown(path.read_text(encoding="utf-8")) == []
