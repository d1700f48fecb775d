"""Recording on yes, and taking back. A correction is a new fact that names what it replaces; both stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.core.model import Fact, NewFact
from bot.core.model.journey import Question, Step
from bot.core.model.reading import Open, Understood, values_of_list
from bot.core.record.done_when import asked_of, is_done
from bot.core.record.entries import FIRST, is_kept, next_id
from bot.core.record.placing import OPEN
from bot.core.record.progress import Progress, State
from bot.core.turn.asking import ask_next, ask_same_date
from bot.core.turn.confirming import is_change, read_back
from bot.core.turn.entries import facts_about, next_of, placed, take_in_hand
from bot.core.turn.finishing import finish
from bot.core.turn.heard import (
    BETWEEN_MESSAGES,
    as_fact,
    comes_round,
    forget,
    same,
    say_known,
    step_of,
    with_exactness,
)
from bot.core.turn.notes import about_moved, is_note, without_orphans
from bot.core.turn.offering import offer_for
from bot.core.turn.reading_back import in_words, listed
from bot.core.turn.reply import Reply
from bot.core.turn.standing import menu
from bot.core.turn.wording import readable, say_list

A_DAY = timedelta(days=1)
MOST_PRAISED = 2
"""Steps done by one answer that get a word each; more are named together, so that no wall of thanks stands there."""


def record(reply: Reply, heard: Sequence[Understood], words: str, replacing: bool = False, link: str = "") -> None:
    """Records facts, says so, and goes on with the journey."""
    before = reply.progress
    heard = with_exactness(reply, without_orphans(reply.journey, heard))
    told = with_ids(reply, heard)
    _keep_aside(reply, heard, told)
    made = (_new_fact(reply, u, words, replacing, link or reply.turn.link) for u in told)
    kept = [fact for fact in made if fact is not None]
    if not kept:
        reply.say("nothing_changed")
        ask_next(reply)
        return
    changed = [(f, old) for f in kept if (old := _before(before, f)) is not None and f.replaces is not None]
    put_right = [
        old for f, old in changed if is_change(reply, old) and not comes_round(reply, f.name, old.value, f.value)
    ]
    was = say_known(reply, put_right[0]) if put_right else ""
    take_in(reply, kept)
    take_in(reply, _let_go(reply, kept, before))
    now = [as_understood(f) for f in kept]
    texts = in_words(reply, now)
    answers = [f for f in kept if not is_note(reply.journey, f.name)]
    if answers:
        _note_talked_of(reply, [as_understood(f) for f in answers])
    if put_right:
        old = put_right[0]
        reply.say(
            "recorded_change", facts=texts, before=was, person=reply.name_of(old.person), date=reply.say_when(old.at)
        )
    else:
        reply.say("recorded", facts=texts)
    waits = _still_open(reply, kept) if put_right or not answers else None
    reply.set(asked="")
    _say_transitions(reply, before)
    if waits is not None or not answers:
        ask_next(reply, waits)
        return
    _offer_help(reply, answers[-1])
    _ask_on(reply, answers, before, replacing and all(f.replaces is not None for f in answers))


def _still_open(reply: Reply, kept: Sequence[NewFact]) -> Step | None:
    """The step of the question that was open when something else was put right: that is gone back to."""
    asked = reply.dialogue.asked
    step = reply.journey.step_of_question.get(asked)
    if step is None or any(f.name == asked for f in kept):
        return None
    question, _ = next_of(reply, step)
    return step if question is not None and question.key == asked else None


def _keep_aside(reply: Reply, heard: Sequence[Understood], told: Sequence[Understood]) -> None:
    """What was put aside of an entry that only waited for a yes stays so, by the id that it has from now on."""
    ids = {(step.key, u.entry): now.entry for u, now in zip(heard, told, strict=True)
           if u.entry != now.entry and (step := reply.step_of(u.name)) is not None}  # fmt: skip

    def named(skipped: str) -> str:
        name, _, entry = skipped.partition("#")
        key = (name.partition(".")[0], entry)
        return f"{name}#{ids[key]}" if key in ids else skipped

    if ids:
        reply.set(skipped=tuple(map(named, reply.dialogue.skipped)))


def _offer_help(reply: Reply, fact: NewFact) -> None:
    """A briefing about a step that was begun and is still to come or to be done."""
    step = reply.step_of(fact.name)
    if step is None or reply.progress.of(step.key).state is not State.BEGUN:
        return
    kind, entry = step.entries, reply.recorded(step, fact.entry)
    if kind is None or (
        entry is not None and kind.held and str(entry.value(kind.state) or kind.held[0]) not in kind.held
    ):
        offer_for(reply, step)


def as_understood(fact: Fact | NewFact) -> Understood:
    """A fact as it was told."""
    return Understood(fact.name, fact.value, fact.sure, fact.words, fact.entry)


def _note_talked_of(reply: Reply, told: Sequence[Understood]) -> None:
    """What was recorded last is what the talk is about; several are a list that can be spoken of by its lines."""
    if lines := listed(reply, told):
        reply.set(listed=lines)
    step = step_of(reply, told[-1].name)
    if step.has_entries(told[-1].name):
        take_in_hand(reply, step, told[-1].entry)


def since_then(reply: Reply) -> tuple[list[Understood], list[Open]] | None:
    """What waits for a yes, looked at again beside what somebody recorded since it was told; None when nobody did."""
    since = reply.dialogue.known_up_to
    if since < 0:
        return None
    heard, looked = list(reply.dialogue.heard), False
    doubts: list[Open] = []
    for step in reply.journey.steps:
        came = [e for e in reply.progress.of(step.key).entries if min(f.id for f in e.facts.values()) > since]
        fresh = [u for u in heard if step.has_entries(u.name) and u.entry and not is_kept(u.entry)]
        if came and fresh:
            looked = True
            others = [u for u in heard if u not in fresh]
            reply.set(heard=tuple(others))
            again, more = placed(reply, fresh, "", False, among=came)
            heard, doubts = [*others, *again], [*doubts, *more]
    return (heard, doubts) if looked else None


def _before(before: Progress, fact: NewFact) -> Fact | None:
    step = before.journey.step_of_fact(fact.name)
    if step is None or not step.has_entries(fact.name):
        return before.facts.get(fact.name)
    entry = before.of(step.key).entry(fact.entry)
    return entry.facts.get(fact.name) if entry is not None else None


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
        name=heard.name, value=value, words=readable(words or heard.words), sure=heard.sure,
        person=reply.dialogue.said_by or reply.person.id, confirmed_by=reply.person.id,
        step=step.key if step else "", step_version=step.version if step else 1,
        replaces=current.id if current else None, source_link=link, entry=heard.entry,
    )  # fmt: skip


def with_ids(reply: Reply, heard: Sequence[Understood]) -> list[Understood]:
    """Each with the id of its entry: that of a recorded one, or one that no entry of the step ever had."""
    told: list[Understood] = []
    made: dict[tuple[str, str], str] = {}
    highest = dict(reply.context.entries_ever)
    for understood in heard:
        entry, step = reply.entry_for(understood), reply.step_of(understood.name)
        assert entry != OPEN, understood.name
        if entry and not is_kept(entry) and step is not None:
            if (step.key, entry) not in made:
                made[step.key, entry] = next_id(reply.progress.of(step.key).entries, highest.get(step.key, 0))
                highest[step.key] = int(made[step.key, entry][1:])
            entry = made[step.key, entry]
        told.append(replace(understood, entry=entry))
    return about_moved(reply.journey, told, made)


def take_in(reply: Reply, kept: Sequence[NewFact]) -> None:
    """The facts of this turn count from now on."""
    for fact in kept:
        step = reply.step_of(fact.name)
        same_place = {fact.entry, ""} if fact.entry == FIRST and step is not None else {fact.entry}
        reply.current = [f for f in reply.current if f.name != fact.name or f.entry not in same_place]
        if not fact.withdrawn:
            reply.current.append(as_fact(reply, as_understood(fact), len(reply.facts)))
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
        finish(reply)


def _ask_on(reply: Reply, kept: Sequence[NewFact], before: Progress, put_right: bool) -> None:
    """After recording: was a planned day kept to; else the next question of the same step, or the next step. What was
    only put right, or has ended it all, asks nothing more that may be left out."""
    entry = kept[-1].entry
    names = {f.name for f in kept if f.entry in (entry, "")}
    step = reply.step_of(kept[-1].name)
    planned = _date_to_confirm(reply, step, entry, names, before) if step and not reply.more_to_come else None
    if planned is not None:
        ask_same_date(reply, planned)
        return
    left = next_of(reply, step)[0] if step is not None else None
    ended = put_right or (reply.progress.finished and not before.finished)
    ask_next(reply, None if ended and (left is None or left.optional) else step)


def _date_to_confirm(reply: Reply, step: Step, entry: str, names: set[str], before: Progress) -> Question | None:
    """The step, or the entry, came about (it was only planned before), and its date was not said again."""
    was = before.of(step.key).entry(entry)
    then = {**before.facts, **was.facts} if was is not None else before.facts
    now = facts_about(reply, step, entry)
    if is_done(step, then) or not is_done(step, now):
        return None
    kind = step.entries
    if was is not None and kind is not None and str(was.value(kind.state)) not in kind.ahead:
        return None  # Its day was told as one that has been, and not as a plan.
    return next(
        (
            q for q in step.questions
            if q.kind == "date" and q.key in then and q.key not in names and asked_of(q, now)
            and (was is not None or not step.has_entries(q.key))
        ),
        None,
    )  # fmt: skip


def _let_go(reply: Reply, kept: Sequence[NewFact], before: Progress) -> list[NewFact]:
    """What belonged to the last time of something that came round: the address of an update is not the next one's.
    What was told on the same day is of the new one, whichever was said first."""
    told = {fact.name for fact in kept}
    gone = []
    for fact in kept:
        old, step = before.facts.get(fact.name), reply.step_of(fact.name)
        if old is None or step is None or not comes_round(reply, fact.name, old.value, fact.value):
            continue
        of_one = [q.key for q in step.questions if q.each_time and q.key not in told]
        known = (before.facts[name] for name in of_one if name in before.facts)
        gone += [w for known_ in known if reply.at - known_.at >= A_DAY for w in withdrawn(reply, known_)]
    return gone


def same_date(reply: Reply) -> None:
    """The planned day was kept to: nothing to record but the yes."""
    step = reply.journey.step_of_question.get(reply.dialogue.asked)
    reply.set(asked="")
    reply.say("nothing_changed")
    ask_next(reply, step)


def undo(reply: Reply) -> None:
    """Takes back what waits for a yes; or else what was recorded last. The history keeps both."""
    if reply.dialogue.shared:
        forget(reply)
        reply.set(asked="")
        reply.say("not_kept")
        ask_next(reply)
        return
    if reply.dialogue.heard:
        _undo_heard(reply)
        return
    last = [f for f in reply.context.recent if f.id in reply.dialogue.last]
    current = {f.id for f in reply.context.facts}
    standing = [f for f in last if f.id in current]
    if not standing:
        reply.say("nothing_to_undo", choices=menu(reply))
        return
    take_in(reply, [_take_back(reply, f) for f in standing])
    _bring_back(reply, last)
    reply.set(last=(), asked="", entry="")
    reply.say("undone", facts=in_words(reply, [as_understood(f) for f in standing]))
    ask_next(reply, reply.step_of(standing[0].name))


def _bring_back(reply: Reply, last: Sequence[Fact]) -> None:
    """What was let go together with what is taken back counts again."""
    by_key = reply.journey.question_by_key
    for gone in last:
        if not gone.withdrawn or gone.name not in by_key or not by_key[gone.name].each_time:
            continue
        again = replace(_take_back(reply, gone), value=gone.value, withdrawn=True)
        take_in(reply, [again])
        reply.current.append(as_fact(reply, as_understood(again), len(reply.facts)))


def _undo_heard(reply: Reply) -> None:
    """Of what waits for a yes, what was told last goes; what was told in a message before it still waits."""
    heard, (before, _, last) = reply.dialogue.heard, reply.dialogue.heard_words.rpartition(BETWEEN_MESSAGES)
    gone = [u for u in heard if u.words and u.words in last] if before else []
    left = tuple(u for u in heard if u not in gone) if gone else ()
    reply.say("undone", facts=in_words(reply, gone if left else heard))
    if left:
        reply.set(heard=left, heard_words=before, open=(), asked="", confirming="", left_out=())
        read_back(reply)
    else:
        forget(reply)
        ask_next(reply)


def withdrawn(reply: Reply, fact: Fact) -> list[NewFact]:
    """The facts that take another back for good, with those that it had taken the place of: else they would stand
    again."""
    step = reply.step_of(fact.name)
    chain = [fact.id, *(earlier.id for earlier in reply.behind(fact))]
    entry = fact.entry or (FIRST if step is not None and step.has_entries(fact.name) else "")
    return [
        NewFact(
            name=fact.name, value=fact.value, words=reply.turn.text or "taken back", sure=True,
            person=reply.person.id, confirmed_by=reply.person.id, step=step.key if step else "",
            step_version=step.version if step else 1, replaces=replaced, withdrawn=True, entry=entry,
        )
        for replaced in chain
    ]  # fmt: skip


def said_again(reply: Reply, fact: Fact, instead_of: Fact | None = None) -> NewFact:
    """A fact of one entry said of another, as the word of whoever said it."""
    step = reply.step_of(fact.name)
    return NewFact(
        name=fact.name, value=fact.value, words=fact.words, sure=fact.sure, person=fact.person,
        confirmed_by=reply.person.id, step=step.key if step else "", step_version=step.version if step else 1,
        replaces=instead_of.id if instead_of is not None else None, entry=fact.entry,
    )  # fmt: skip


def _take_back(reply: Reply, fact: Fact) -> NewFact:
    """The fact that withdraws another; where that one had replaced something, what it replaced stands again."""
    earlier = next((f for f in reply.context.recent if f.id == fact.replaces), None)
    step = reply.step_of(fact.name)
    return NewFact(
        name=fact.name, value=earlier.value if earlier else fact.value, words=readable(reply.turn.text) or "undo",
        sure=True,
        person=reply.person.id, confirmed_by=reply.person.id, step=step.key if step else "",
        step_version=step.version if step else 1, replaces=fact.id, withdrawn=earlier is None, entry=fact.entry,
    )  # fmt: skip
