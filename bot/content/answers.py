"""Reads `answers.yaml`: short answers to what people ask, each with its source."""

from __future__ import annotations

from bot.content.draft import NO_DAY, Draft
from bot.content.problems import Rule
from bot.core.model.journey import QuestionAndAnswer

ANSWER_KEYS = ("questions", "answer", "source", "last_checked")


def read_answers(draft: Draft) -> list[QuestionAndAnswer]:
    """All questions and answers, in the order of the file. The file may be missing: then there are none."""
    if not (draft.folder / "answers.yaml").exists():
        return []
    node = draft.read("answers.yaml")
    if node is None:
        return []
    answers = []
    for key, block, _ in node.pairs():
        if not block.is_map(key):
            continue
        block.known(*ANSWER_KEYS)
        draft.place(block, "answer", key)
        draft.place(block, "answer", key, "last_checked", key="last_checked")
        questions = block.texts("questions")
        if block.need("questions") is not None and not questions:
            block.source.problem(Rule.VALUE_EMPTY, block.line_of("questions"), key="questions")
        asked = block.get("questions")
        for item in asked.value if asked is not None and isinstance(asked.value, list) else ():
            draft.place(item, "answer", key, str(item.value).strip())
        answers.append(
            QuestionAndAnswer(
                key=key,
                questions=questions,
                answer=draft.text(block, "answer"),
                source=block.text("source"),
                last_checked=block.day("last_checked") or NO_DAY,
            )
        )
    return answers
