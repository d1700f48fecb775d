"""A number of the record put right in words: "120 came to the fun day, 46 was just the cards", "make the zoom one 8".

The wrong number says which entry it is of, and so does whatever names one; the right one is shown beside it, and a
yes asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.dialogue.naming import Named, entries_named, every_entry
from bot.core.language.changing import Figure, figures
from bot.core.model.journey import Question
from bot.core.model.reading import Understood
from bot.core.record.placing import OPEN
from bot.core.safety.guard import reading_of
from bot.core.turn import answers
from bot.core.turn.entries import in_hand
from bot.core.turn.heard import is_number
from bot.core.turn.reply import Reply


def put_right(reply: Reply) -> bool:
    """Takes in numbers that are put right, and the day beside them. False where the words put none right that is
    there."""
    text = reply.turn.text
    told = [_of_record(reply, figure) for figure in figures(text)]
    found = [one for one in told if one is not None]
    if not found or len(found) < len(told):
        return False
    steps = {one.name.partition(".")[0] for one in found}
    beside = [
        replace(f, entry=found[0].entry) for f in reading_of(reply).facts
        if len(found) == 1 and f.name.partition(".")[0] in steps
        and (question := reply.question(f.name)) is not None and question.kind == "date"
    ]  # fmt: skip
    answers.hear(reply, [*found, *beside], words=text, correcting=True)
    return True


def _of_record(reply: Reply, figure: Figure) -> Understood | None:
    """The number as a fact of the entry that it is of; None where there is none."""
    named = entries_named(reply, reply.turn.text, counting=False)
    if figure.before is not None:
        there = _with_number(reply, every_entry(reply), figure.before)
        there = [one for one in there if any(_same(one[0], other) for other in named)] or there
    else:
        only = named or [one for one in every_entry(reply) if in_hand(reply, one[0]) == one[1].id]
        there = [(one, q) for one in only if (q := _number_meant(reply, one)) is not None] if len(only) == 1 else []
    mine = [one for one in there if in_hand(reply, one[0][0]) == one[0][1].id]
    chosen = there if len(there) == 1 else mine
    if len(chosen) == 1:
        ((_, entry), question) = chosen[0]
        known = entry.value(question.key)
        return None if known == figure.now else _told(reply, question, figure, entry.id)
    questions = {question.key: question for _, question in there}
    return _told(reply, next(iter(questions.values())), figure, OPEN) if len(questions) == 1 else None


def _same(one: Named, other: Named) -> bool:
    return (one[0].key, one[1].id) == (other[0].key, other[1].id)


def _told(reply: Reply, question: Question, figure: Figure, entry: str) -> Understood:
    return Understood(question.key, figure.now, True, reply.turn.text, entry)


def _with_number(reply: Reply, among: Sequence[Named], number: int) -> list[tuple[Named, Question]]:
    return [(one, q) for one in among for q in _numbers_of(reply, one) if one[1].value(q.key) == number]


def _numbers_of(reply: Reply, one: Named) -> list[Question]:
    """The numbers that are known of an entry."""
    return [q for q in one[0].questions if q.kind == "number" and is_number(one[1].value(q.key) or "")]


def _number_meant(reply: Reply, one: Named) -> Question | None:
    """Which of an entry's numbers is put right: the one that the words name, else the first that is known."""
    known = _numbers_of(reply, one)
    text = reply.turn.text.casefold()
    named = [q for q in known if q.short and q.short.casefold() in text]
    return next(iter(named or known), None)
