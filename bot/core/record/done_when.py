"""The rules that content names by key: when a step counts as done.

Content says which rule and what it looks at; what the rule means is here, where it can be tested.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.core.model import Fact
from bot.core.model.journey import Condition, DoneRule, Question, Step, values_of

Facts = Mapping[str, Fact]
"""Current facts by name."""


def holds(condition: Condition, facts: Facts) -> bool:
    """The condition's fact is known and has (or, for a list, contains) one of the values, where it names any."""
    fact = facts.get(condition.fact)
    if fact is None or not condition.values:
        return fact is not None
    return any(str(v) in condition.values for v in values_of(fact.value))


def asked_of(question: Question, facts: Facts) -> bool:
    """Whether the question makes sense, given what is known."""
    return all(holds(c, facts) for c in question.only_if)


def _one_of(rule: DoneRule, step: Step, facts: Facts) -> bool:
    return holds(Condition(rule.fact, rule.values), facts)


def _filled(rule: DoneRule, step: Step, facts: Facts) -> bool:
    return rule.fact in facts


def _all_filled(rule: DoneRule, step: Step, facts: Facts) -> bool:
    wanted = [q for q in step.questions if not q.optional and asked_of(q, facts)]
    return bool(wanted) and all(q.key in facts for q in wanted)


def _never(rule: DoneRule, step: Step, facts: Facts) -> bool:
    return False


DONE_RULES: dict[str, Callable[[DoneRule, Step, Facts], bool]] = {
    "one_of": _one_of,
    "filled": _filled,
    "all_filled": _all_filled,
    "never": _never,
}
"""`one_of`: the fact has one of the values. `filled`: the fact has any value. `all_filled`: every question that is
not optional is answered. `never`: the step informs and is never ticked off."""


def is_done(step: Step, facts: Facts) -> bool:
    """Whether the step counts as done. Raises KeyError for a rule that is none (`bot check` finds it first)."""
    if step.done_when is None:
        return False
    return DONE_RULES[step.done_when.rule](step.done_when, step, facts)
