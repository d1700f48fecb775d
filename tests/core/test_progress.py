"""Progress is derived from facts: states, the next question, the next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core.model import Fact
from bot.core.model.journey import Condition, DoneRule, Journey, Question, Step, make_journey
from bot.core.model.reading import Value
from bot.core.record.done_when import DONE_RULES, holds, is_done
from bot.core.record.progress import State, by_name, next_question, next_step, progress_of, unlocks

DAY = date(2026, 11, 24)


def fact(name: str, value: Value, nth: int = 1) -> Fact:
    return Fact(nth, "a", name, value, "", "p", "web", datetime(2026, 11, 24, tzinfo=UTC), True, "p", None)


def step(key: str, *after: str, rule: str = "one_of", optional: bool = False) -> Step:
    questions = (
        Question(f"{key}.state", "choice", "State?", "why"),
        Question(f"{key}.date", "date", "When?", "why", only_if=(Condition(f"{key}.state", ("done", "planned")),)),
        Question(f"{key}.note", "text", "Note?", "why", optional=True),
    )
    done = DoneRule(rule, f"{key}.state", ("done",))
    return Step(key, key.title(), "", "lead", 1, DAY, DAY, questions, done, after, optional)


JOURNEY: Journey = make_journey(
    key="j", name="J", organisation="O", officer_name="", officer_email="", home_url="",
    steps=(step("first"), step("second"), step("third", "first", "second"), step("extra", rule="never")),
    roles=(), phrases={},
)  # fmt: skip


def states(*facts: Fact) -> dict[str, State]:
    return {s.step.key: s.state for s in progress_of(JOURNEY, facts).steps}


def test_a_step_waits_until_those_before_it_are_done() -> None:
    assert states()["third"] is State.WAITING
    assert states(fact("first.state", "done"))["third"] is State.WAITING
    assert states(fact("first.state", "done"), fact("second.state", "done", 2))["third"] is State.OPEN


def test_a_plan_begins_a_step_and_does_not_finish_it() -> None:
    assert states(fact("first.state", "planned"))["first"] is State.BEGUN


def test_a_step_whose_rule_no_longer_holds_is_begun_again() -> None:
    assert states(fact("first.state", "done"))["first"] is State.DONE
    assert states(fact("first.state", "done", 1), fact("first.state", "planned", 2))["first"] is State.BEGUN


def test_a_step_that_waits_can_be_talked_about() -> None:
    assert states(fact("third.state", "planned"))["third"] is State.BEGUN


def test_the_newest_of_several_facts_counts() -> None:
    assert by_name([fact("x", "new", 2), fact("x", "old", 1)])["x"].value == "new"


def test_questions_that_count_come_before_optional_ones() -> None:
    facts = by_name([fact("first.state", "done")])
    assert (found := next_question(JOURNEY.step("first"), facts)) and found.key == "first.date"
    facts["first.date"] = fact("first.date", "2026-01-01/2026-01-01", 2)
    assert (found := next_question(JOURNEY.step("first"), facts)) and found.key == "first.note"
    assert next_question(JOURNEY.step("first"), facts, ["first.note"]) is None


def test_a_question_whose_condition_does_not_hold_is_not_asked() -> None:
    found = next_question(JOURNEY.step("first"), by_name([fact("first.state", "not_yet")]))
    assert found is not None
    assert found.key == "first.note"


def test_next_step_is_ones_own_then_begun_then_what_unlocks_most() -> None:
    assert (found := next_step(progress_of(JOURNEY, []))) and found.key == "first"
    assert (found := next_step(progress_of(JOURNEY, []), mine=["second"])) and found.key == "second"
    begun = progress_of(JOURNEY, [fact("second.state", "planned")])
    assert (found := next_step(begun)) and found.key == "second"
    # "alone" comes first in order and unlocks nothing; "second" unlocks another step.
    steps = (step("alone"), step("second"), step("third", "second"))
    wide = make_journey(
        key="j", name="J", organisation="O", officer_name="", officer_email="", home_url="", steps=steps, roles=(),
        phrases={},
    )  # fmt: skip
    assert (found := next_step(progress_of(wide, []))) and found.key == "second"


def test_next_step_leaves_to_a_colleague_what_is_theirs() -> None:
    assert (found := next_step(progress_of(JOURNEY, []), others=["first"])) and found.key == "second"


def test_what_unlocks_most_is_counted_through_other_steps() -> None:
    longer = make_journey(
        key="j", name="J", organisation="O", officer_name="", officer_email="", home_url="",
        steps=(*JOURNEY.steps, step("fourth", "third")), roles=(), phrases={},
    )  # fmt: skip
    assert unlocks(longer, "first") == 2
    assert unlocks(longer, "fourth") == 0


def test_information_is_never_done_and_holds_nothing_up() -> None:
    facts = [fact(f"{k}.state", "done", n) for n, k in enumerate(("first", "second", "third"), 1)]
    assert progress_of(JOURNEY, facts).finished


def test_each_done_rule() -> None:
    one = JOURNEY.step("first")
    facts = by_name([fact("first.state", "planned")])
    results = {
        rule: is_done(replace(one, done_when=DoneRule(rule, "first.state", ("done",))), facts) for rule in DONE_RULES
    }
    assert results == {"one_of": False, "filled": True, "all_filled": False, "never": False}


@pytest.mark.parametrize(
    ("value", "is_so"),
    [("done", True), ("planned", False), (("survey", "done"), True), (("survey",), False), ((), False)],
)
def test_a_condition_holds_for_a_list_that_has_one_of_its_values(value: Value, is_so: bool) -> None:
    told = Fact(1, "a", "s.x", value, "", "p", "web", datetime(2026, 11, 24, tzinfo=UTC), True, "p", None)
    assert holds(Condition("s.x", ("done", "held")), {"s.x": told}) is is_so
    assert not holds(Condition("s.y", ("done",)), {"s.x": told}), "what nobody told of holds for nothing"
