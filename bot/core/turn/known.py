"""What words tell, beside a record that is given with them: each fact with the entry that it is of.

The conversation's own placing does it, on a record made of what is known; so what is measured from outside is what
people meet. Where it cannot be told which entry is meant, that is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.core.calendar import span_of
from bot.core.model import Account, Address, Adopter, DialogueState, Fact, Kind, Turn, TurnContext
from bot.core.model.journey import Question, Step
from bot.core.model.reading import Known, Open, Reading, Understood, Value, values_of_list
from bot.core.record.placing import OPEN
from bot.core.turn.entries import WHICH, placed
from bot.core.turn.reply import Programme, Reply

NOBODY = Account("", "", "")


def beside_known(
    programme: Programme, text: str, reading: Reading, known: Sequence[Known], asked: str | None, today: date
) -> Reading:
    """The reading, with a recorded entry's own id on what completes it or puts it right, `?` where it cannot be told,
    and a number on what is new. What is recorded just so is no fact of the message."""
    steps = [s for s in programme.journey.steps if s.entries is not None and any(k.step == s.key for k in known)]
    ids = {s.key: _ids(s, known) for s in steps}
    facts = [f for s in steps for f in _facts(s, known, ids[s.key], today)]
    reply = _reply(programme, facts, ids, asked, today, text)
    told = [f for f in reading.facts if any(s.has_entries(f.name) for s in steps)]
    found, _ = placed(reply, told, text, reading.intent == "correct")
    if reading.intent != "correct":
        found = _without_two_in_one(reply, found)
    named: list[Understood] = []
    for fact in found:
        step = reply.step_of(fact.name)
        assert step is not None, fact.name
        if not _is_recorded(reply, fact):
            named.append(replace(fact, entry=ids[step.key].get(fact.entry, fact.entry.removeprefix("n"))))
    for step in steps:
        picked = {f.entry for f in found if step.has_entries(f.name)}
        if asked == f"{step.key}{WHICH}" and len(picked) == 1 and picked <= set(ids[step.key]):
            named.append(Understood(asked, ids[step.key][picked.pop()], True))
    others = [f for f in reading.facts if f not in told]
    unsettled = [s for s in steps if any(s.has_entries(f.name) and f.entry == OPEN for f in named)]
    gaps = (*reading.open, *(Open(f"{s.key}{WHICH}", "which") for s in unsettled))
    return replace(reading, facts=(*named, *others), open=gaps)


def _without_two_in_one(reply: Reply, placed_facts: Sequence[Understood]) -> list[Understood]:
    """A recorded way told with one that is not recorded may be two told in one breath: it is asked which is meant."""
    mixed = {
        (reply.step_of(f.name), f.entry)
        for f in placed_facts
        if isinstance(f.value, tuple)
        and (now := reply.fact_for(f))
        and not set(f.value) <= set(values_of_list(now.value))
    }
    return [replace(f, entry=OPEN) if (reply.step_of(f.name), f.entry) in mixed else f for f in placed_facts]


def _ids(step: Step, known: Iterable[Known]) -> Mapping[str, str]:
    """The ids that the record would have, and the ids that it was given with."""
    own = [k for k in known if k.step == step.key]
    return {f"e{n}": k.id for n, k in enumerate(own, 1)}


def _facts(step: Step, known: Iterable[Known], ids: Mapping[str, str], today: date) -> list[Fact]:
    found: list[Fact] = []
    at = datetime.combine(today, time(12), UTC)
    assert step.entries is not None, step.key
    for entry, one in zip(ids, (k for k in known if k.step == step.key), strict=True):
        told = {f"{step.key}.{name}": value for name, value in one.facts}
        own = {q.key: told[q.key] for q in step.questions if q.key in told and _fits(q, told[q.key])}
        for name, value in (own or {step.entries.state: ""}).items():
            found.append(Fact(len(found) + 1, "", name, value, "", "", "", at, True, "", None, entry=entry))
    return found


def _fits(question: Question, value: Value) -> bool:
    """Whether it is a value that the record could have."""
    if question.kind == "date":
        try:
            span_of(str(value))
        except ValueError:
            return False
    return isinstance(value, tuple) is (question.kind == "choices")


def _reply(
    programme: Programme, facts: Sequence[Fact], ids: Mapping[str, Mapping[str, str]], asked: str | None, today: date,
    text: str,
) -> Reply:  # fmt: skip
    """The conversation in which that is recorded, and that question was put."""
    question, _, entry = (asked or "").partition("#")
    key = question.partition(".")[0]
    of = next((own for own, given in ids.get(key, {}).items() if given == entry), "")
    dialogue = DialogueState(asked=question, entry=f"{key}#{of}" if of else "")
    context = TurnContext(NOBODY, Adopter("", ""), facts=tuple(facts), dialogue=dialogue)
    at = datetime.combine(today, time(12), UTC)
    return Reply(programme, context, Turn("", Kind.TEXT, NOBODY, Address("", "", ""), at, text=text))


def _is_recorded(reply: Reply, told: Understood) -> bool:
    """Recorded just so: what is only mentioned, or picks an entry."""
    current = reply.fact_for(told)
    if current is None:
        return False
    if isinstance(current.value, tuple):
        return set(values_of_list(told.value)) <= set(current.value)
    return current.value == told.value
