"""Every doubt: those that always hold, and those that a short reply to the question does not raise."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.understanding.sureness.beside import (
    a_habit,
    beside_an_order,
    committee_on_something,
    method_of_nothing,
    nobody_asked,
    of_a_page,
    of_a_paper,
    of_a_stock,
    of_another_thing,
    of_the_bot,
    of_the_speaker,
    off_the_point,
    somebody_else_asked,
    subject_unknown,
)
from bot.core.understanding.sureness.case import Case
from bot.core.understanding.sureness.days import long_past_without_tense, out_of_time, put_off, two_dates
from bot.core.understanding.sureness.left_over import (
    bare_reference,
    methods_apart,
    not_explained,
    one_word_over,
    page_to_come,
    part_of_a_list,
    unproved_state,
    very_long,
)
from bot.core.understanding.sureness.misfits import (
    denied_and_told,
    denied_state,
    hoped_for,
    mere_denial,
    not_plainly_denied,
    two_outcomes,
    weakened,
    with_a_condition,
)
from bot.core.understanding.sureness.numbers import (
    mere_number,
    nobody_answered,
    numbered,
    only_asked,
    share_beside,
)
from bot.core.understanding.sureness.questions import among_questions, beside_the_question, state_by_the_way
from bot.core.understanding.sureness.somebody_elses import (
    body_of_nothing,
    no_one_decides,
    other_object,
    other_subject,
    rhythm_of_nothing,
    someone_told,
    someones_task,
    two_bodies,
)

Doubt = Callable[[Case], bool]
ALWAYS: dict[str, Doubt] = {
    f.__name__: f
    for f in (
        two_outcomes, denied_and_told, out_of_time, long_past_without_tense, two_dates, with_a_condition,
        denied_state, weakened, hoped_for, mere_number, numbered, part_of_a_list, put_off, only_asked,
        someones_task, unproved_state, share_beside, bare_reference, methods_apart,
        someone_told, other_subject, other_object,
        beside_the_question, not_plainly_denied, among_questions, page_to_come,
        of_the_speaker, of_the_bot, of_a_paper, a_habit, method_of_nothing, of_a_page, beside_an_order, of_a_stock,
        subject_unknown, of_another_thing, off_the_point,
        nobody_asked, committee_on_something,
        somebody_else_asked, mere_denial, body_of_nothing, rhythm_of_nothing,
    )
}  # fmt: skip
"""Doubts that hold however short the message is."""
BESIDE = frozenset(
    f.__name__ for f in (of_the_speaker, of_the_bot, of_a_paper, of_a_stock, of_another_thing, somebody_else_asked)
)
"""Doubts which, where all that was found has one of them, leave nothing that is worth asking about."""
AT_LENGTH: dict[str, Doubt] = {
    f.__name__: f
    for f in (
        not_explained, no_one_decides, two_bodies, very_long,
        one_word_over, state_by_the_way, nobody_answered,
    )
}  # fmt: skip
"""Doubts that a short reply to the question does not raise."""
