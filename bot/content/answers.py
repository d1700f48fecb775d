"""Reads `answers.yaml`, short answers to what people ask, and `requests.yaml`, what only sounds like a question."""

from __future__ import annotations

from bot.content.draft import Draft
from bot.content.problems import Rule
from bot.content.reading import Node
from bot.core.model.journey import QuestionAndAnswer

ANSWER_KEYS = (
    "questions",
    "also",
    "answer",
    "source",
    "checked",
    "facts",
    "check_after_months",
    "about_bot",
    "briefings",
)
REQUESTS = (
    "status", "next", "report", "help", "briefings", "skip", "snooze", "pause", "resume", "hand_over", "undo",
    "held", "erase", "wrong", "whats_on", "sign_up", "not_coming", "calendar", "calendar_renew",
    "peer_find", "peer_help", "peer_stop", "peer_rounds", "peer_no_rounds", "peer_profile", "peer_write",
    "peer_close", "peer_address", "peer_helped", "peer_not_helped",
    "learned",
)  # fmt: skip
MONTHS = 12
"""How long an answer may stand unchecked when it says nothing else."""


def read_answers(draft: Draft) -> list[QuestionAndAnswer]:
    """All questions and answers, in the order of the file. The file may be missing: then there are none."""
    if not (draft.folder / "answers.yaml").exists():
        return []
    node = draft.read("answers.yaml")
    if node is None:
        return []
    return [_answer(key, block, draft) for key, block, _ in node.pairs() if block.is_map(key)]


def _answer(key: str, block: Node, draft: Draft) -> QuestionAndAnswer:
    block.known(*ANSWER_KEYS)
    draft.place(block, "answer", key)
    draft.place(block, "answer", key, "answer", key="answer")
    draft.place(block, "answer", key, "facts", key="facts")
    draft.place(block, "answer", key, "also", key="also")
    draft.place(block, "answer", key, "briefings", key="briefings")
    questions = block.texts("questions")
    if block.need("questions") is not None and not questions:
        block.source.problem(Rule.VALUE_EMPTY, block.line_of("questions"), key="questions")
    asked = block.get("questions")
    for item in asked.value if asked is not None and isinstance(asked.value, list) else ():
        draft.place(item, "answer", key, str(item.value).strip())
    checked = draft.checked(block, "answer", key)
    return QuestionAndAnswer(
        key=key,
        questions=questions,
        answer=draft.text(block, "answer"),
        source="" if block.flag("about_bot") else block.text("source"),
        last_checked=checked.on,
        checked_by=checked.by,
        checked_against=checked.against,
        check_after_months=block.number("check_after_months", MONTHS),
        facts=block.texts("facts"),
        briefings=block.texts("briefings"),
        also=_lines(block.text("also", "")),
    )


def read_requests(draft: Draft) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each act of the bot with what people say for it. The file may be missing."""
    if not (draft.folder / "requests.yaml").exists():
        return ()
    node = draft.read("requests.yaml")
    if node is None or not node.is_map("requests.yaml"):
        return ()
    node.known(*REQUESTS)
    return tuple((act, _lines(node.text(act, ""))) for act in REQUESTS)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
