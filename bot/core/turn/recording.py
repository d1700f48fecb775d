"""Recording on yes, and taking back. A correction is a new fact that names what it replaces; both stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.model import Fact, NewFact
from bot.core.model.journey import Question, Step
from bot.core.model.reading import Understood, values_of_list
from bot.core.record.entries import FIRST, next_id
from bot.core.record.progress import Progress, State
from bot.core.record.rules import asked_of, is_done
from bot.core.turn.asking import ask_next, ask_same_date, menu
from bot.core.turn.heard import as_fact, comes_round, forget, one_text, said, same, say_known, step_of, with_exactness
from bot.core.turn.reply import Reply
from bot.core.turn.wording import say_list

MOST_PRAISED = 2
"""Steps done by one answer that get a word each; more are named together, so that no wall of thanks stands there."""


def record(reply: Reply, heard: Sequence[Understood], words: str, replacing: bool = False, link: str = "") -> None:
    """Records facts, says so, and goes on with the journey."""
    before = reply.progress
    placed = with_ids(reply, with_exactness(reply, heard))
    made = (_new_fact(reply, u, words, replacing, link or reply.turn.link) for u in placed)
    kept = [fact for fact in made if fact is not None]
    if not kept:
        reply.say("nothing_changed")
        ask_next(reply)
        return
    changed = [(f, old) for f in kept if (old := _before(before, f)) is not None and f.replaces is not None]
    done_before = [
        old
        for f, old in changed
        if is_done(step_of(reply, f.name), before.facts) and not comes_round(reply, f.name, old.value, f.value)
    ]
    was = say_known(reply, done_before[0]) if done_before else ""
    _take_in(reply, kept)
    texts = one_text(said(reply, [Understood(f.name, f.value, f.sure) for f in kept]))
    if done_before:
        old = done_before[0]
        reply.say(
            "recorded_change", facts=texts, before=was, person=reply.name_of(old.person), date=reply.say_when(old.at)
        )
    else:
        reply.say("recorded", facts=texts)
    reply.set(asked="")
    _say_transitions(reply, before)
    _ask_on(reply, kept, before)


def _before(before: Progress, fact: NewFact) -> Fact | None:
    return before.facts.get(fact.name)


def _new_fact(reply: Reply, heard: Understood, words: str, replacing: bool, link: str) -> NewFact | None:
    """The fact to keep; None when exactly that is known already. Lists grow unless they are being corrected."""
    current = reply.fact_for(heard)
    value = heard.value
    if current is not None and isinstance(current.value, tuple) and not replacing:
        value = tuple(dict.fromkeys((*current.value, *values_of_list(value))))
    if current is not None and same(current.value, value):
        return None
    step = reply.step_of(heard.name)
    return NewFact(
        name=heard.name, value=value, words=words or heard.words, sure=heard.sure,
        person=reply.dialogue.said_by or reply.person.id, confirmed_by=reply.person.id,
        step=step.key if step else "", step_version=step.version if step else 1,
        replaces=current.id if current else None, source_link=link, entry=heard.entry,
    )  # fmt: skip


def with_ids(reply: Reply, heard: Sequence[Understood]) -> list[Understood]:
    """Each with the id of its entry: that of a recorded one, or one that no entry of the step ever had."""
    placed: list[Understood] = []
    made: dict[tuple[str, str], str] = {}
    for understood in heard:
        entry, step = reply.entry_for(understood), reply.step_of(understood.name)
        if entry.isdigit() and step is not None:
            if (step.key, entry) not in made:
                ours = sum(1 for key, _ in made if key == step.key)
                first = int(next_id(reply.progress.of(step.key).entries, step, reply.context.recent)[1:])
                made[step.key, entry] = f"e{first + ours}"
            entry = made[step.key, entry]
        placed.append(replace(understood, entry=entry))
    return placed


def _take_in(reply: Reply, kept: Sequence[NewFact]) -> None:
    """The facts of this turn count from now on."""
    for fact in kept:
        understood = Understood(fact.name, fact.value, fact.sure, fact.words, fact.entry)
        step = reply.step_of(fact.name)
        same_place = {fact.entry, ""} if fact.entry == FIRST and step is not None else {fact.entry}
        reply.current = [f for f in reply.current if f.name != fact.name or f.entry not in same_place]
        if not fact.withdrawn:
            reply.current.append(as_fact(reply, understood, len(reply.facts)))
        reply.facts.append(fact)


def _say_transitions(reply: Reply, before: Progress) -> None:
    """Says which steps are done now, which have opened, and when the last has closed."""
    after = reply.progress
    done = [
        now.step
        for was, now in zip(before.steps, after.steps, strict=True)
        if now.state is State.DONE and was.state is not State.DONE
    ]
    if len(done) > MOST_PRAISED:
        reply.say("steps_done", steps=say_list([step.title for step in done]))
    else:
        for step in done:
            reply.say("step_done", step=step.title, ends=step.ends_with)
    opened = [
        now.step.title
        for was, now in zip(before.steps, after.steps, strict=True)
        if was.state is State.WAITING and now.state is State.OPEN
    ]
    if opened:
        reply.say("step_opens", steps=say_list(opened))
    if after.finished and not before.finished:
        recurs = say_list([s.title for s in reply.journey.steps if s.recurs])
        reply.say("journey_done", programme=reply.journey.name, recurs=recurs)


def _ask_on(reply: Reply, kept: Sequence[NewFact], before: Progress) -> None:
    """After recording: was a planned day kept to; else the next question of the same step, or the next step."""
    names = {f.name for f in kept}
    step = reply.step_of(kept[-1].name)
    planned = _date_to_confirm(reply, step, names, before) if step else None
    if planned is not None:
        ask_same_date(reply, planned)
    else:
        ask_next(reply, step)


def _date_to_confirm(reply: Reply, step: Step, names: set[str], before: Progress) -> Question | None:
    """The step came about (it was only planned before), and its date was not said again."""
    if is_done(step, before.facts) or not is_done(step, reply.facts_by_name):
        return None
    return next(
        (
            q for q in step.questions
            if q.kind == "date" and q.key in before.facts and q.key not in names and asked_of(q, reply.facts_by_name)
        ),
        None,
    )  # fmt: skip


def same_date(reply: Reply) -> None:
    """The planned day was kept to: nothing to record but the yes."""
    step = reply.journey.step_of_question.get(reply.dialogue.asked)
    reply.set(asked="")
    reply.say("nothing_changed")
    ask_next(reply, step)


def undo(reply: Reply) -> None:
    """Takes back what waits for a yes; or else what was recorded last. The history keeps both."""
    if reply.dialogue.heard:
        texts = one_text(said(reply, reply.dialogue.heard))
        forget(reply)
        reply.say("undone", facts=texts)
        ask_next(reply)
        return
    last = [f for f in reply.context.recent if f.id in reply.dialogue.last]
    current = {f.id for f in reply.context.facts}
    standing = [f for f in last if f.id in current]
    if not standing:
        reply.say("nothing_to_undo", choices=menu(reply))
        return
    _take_in(reply, [_take_back(reply, f) for f in standing])
    reply.set(last=(), asked="")
    reply.say("undone", facts=one_text(said(reply, [Understood(f.name, f.value, f.sure) for f in standing])))
    ask_next(reply, reply.step_of(standing[0].name))


def _take_back(reply: Reply, fact: Fact) -> NewFact:
    """The fact that withdraws another; where that one had replaced something, what it replaced stands again."""
    earlier = next((f for f in reply.context.recent if f.id == fact.replaces), None)
    step = reply.step_of(fact.name)
    return NewFact(
        name=fact.name, value=earlier.value if earlier else fact.value, words=reply.turn.text or "undo", sure=True,
        person=reply.person.id, confirmed_by=reply.person.id, step=step.key if step else "",
        step_version=step.version if step else 1, replaces=fact.id, withdrawn=earlier is None, entry=fact.entry,
    )  # fmt: skip
