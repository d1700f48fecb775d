"""Hearing answers, reading them back, recording them on yes, correcting and taking back.

Nothing is recorded that was not read back or pressed. A correction is a new fact that names what it replaces. When
what is said differs from what a colleague recorded of a step that is done, it is asked about, never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.core.journey import Question, Step
from bot.core.model import Fact, NewFact
from bot.core.progress import Progress, State, next_question
from bot.core.reply import Reply
from bot.core.rules import asked_of, is_done
from bot.core.talk.asking import ask, ask_next, ask_open, ask_same_date, heard_list, menu
from bot.core.understanding.model import Open, Understood, Value, values_of_list
from bot.core.words import first_upper, say_list

MOST_IN_A_SENTENCE = 3
CORRECTING = "correcting"
"""What waits for a yes corrects: a list that it gives takes the place of the old one."""


def hear(
    reply: Reply, facts: Sequence[Understood], gaps: Sequence[Open] = (), words: str = "", correcting: bool = False
) -> None:
    """Takes in what was understood, beside what waits already; then asks what is open, or reads back."""
    heard = {u.name: u for u in reply.talk.heard}
    for fact in facts:
        before = heard.get(fact.name)
        if (
            not correcting
            and before is not None
            and isinstance(fact.value, tuple)
            and isinstance(before.value, tuple)
        ):
            fact = replace(fact, value=tuple(dict.fromkeys((*before.value, *fact.value))))
        heard[fact.name] = fact
    gaps = [o for o in gaps if reply.question(o.name) and not _known_already(reply, o)]
    open_names = {o.name for o in gaps}
    old = [o for o in reply.talk.open if o.name not in heard and o.name not in open_names]
    asked = reply.talk.asked
    order = list(reply.journey.question_by_key)
    reply.set(
        heard=tuple(sorted(heard.values(), key=lambda u: order.index(u.name) if u.name in order else len(order))),
        open=(*(replace(o, words=o.words or words) for o in gaps), *old),
        heard_words=" / ".join(filter(None, (reply.talk.heard_words, words)))[-2000:],
        heard_link=reply.turn.link or reply.talk.heard_link,
        said_by=reply.person.id,
        failures=0,
        confirming=CORRECTING if correcting or reply.talk.confirming == CORRECTING else "",
    )
    if _hold_and_ask_on(reply, facts, asked):
        return
    go_on(reply)


def _known_already(reply: Reply, gap: Open) -> bool:
    """Left open by these words, and known from earlier ones: there is nothing to ask."""
    return gap.reason in ("missing", "hope") and gap.name in reply.facts_by_name


def _hold_and_ask_on(reply: Reply, facts: Sequence[Understood], asked: str) -> bool:
    """A plain answer to the question put, with another that counts still to come: ask that, read back once."""
    question = reply.question(asked)
    if question is None or reply.talk.open or reply.talk.reading_back:
        return False
    if [f.name for f in facts] != [asked] or not facts[0].sure:
        return False
    step = reply.journey.step_of_question[asked]
    following = next_question(step, with_heard(reply), reply.talk.skipped)
    if following is None or following.optional:
        return False
    reply.say("heard", facts=first_upper(say_list(said(reply, facts))))
    ask(reply, following, begin=False)
    return True


def with_heard(reply: Reply) -> dict[str, Fact]:
    """The current facts, and what waits for a yes as if it had been given."""
    return {**reply.facts_by_name, **{u.name: as_fact(reply, u, n) for n, u in enumerate(reply.talk.heard)}}


def as_fact(reply: Reply, understood: Understood, nth: int) -> Fact:
    """A fact as it will be, for working out what follows. Ids of facts not yet kept are large."""
    return Fact(
        10**12 + nth, reply.adopter.key, understood.name, understood.value, understood.words, reply.person.id,
        reply.turn.account.channel, reply.at, understood.sure, reply.person.id, None,
    )  # fmt: skip


def go_on(reply: Reply) -> None:
    """Asks what is open first; then reads back what was heard; then goes on with the journey."""
    if reply.talk.open:
        ask_open(reply, reply.talk.open[0])
    elif reply.talk.heard:
        read_back(reply)
    else:
        ask_next(reply)


APPROXIMATE = "approximate"
"""The fact `STEP.approximate` says that the step's numbers are rough; it is said with the number, not by itself."""


def said(reply: Reply, facts: Iterable[Understood]) -> list[str]:
    """Each fact as a clause; a rough number as "about 40"."""
    facts = list(facts)
    rough = {f.name.partition(".")[0] for f in facts if f.name.endswith(f".{APPROXIMATE}") and f.value is True}
    numbers = {f.name.partition(".")[0] for f in facts if _is_number(f.value)}
    clauses = []
    for fact in facts:
        step, _, what = fact.name.partition(".")
        if what == APPROXIMATE and step in numbers:
            continue
        question = reply.question(fact.name)
        if question is not None:
            reply.note_private(question)
        clauses.append(reply.say_fact(fact.name, fact.value, rough=step in rough))
    return clauses


def _is_number(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def one_text(clauses: Sequence[str]) -> str:
    """A few clauses as a sentence's part; many as a list."""
    if len(clauses) <= MOST_IN_A_SENTENCE:
        return say_list(clauses)
    return "\n" + "\n".join(f"- {c}" for c in clauses) + "\n"


def read_back(reply: Reply) -> None:
    """Says what was understood and asks for yes or no; says what it would replace, and whose word that was."""
    heard = reply.talk.heard
    reply.new_stamp()
    reply.set(reading_back=True)
    choices = [reply.choice("Yes", "yes", style="primary"), reply.choice("No", "no")]
    text = one_text(said(reply, heard))
    disputed = next((f for f in (disputed_by(reply, u) for u in heard) if f is not None), None)
    changed = next((f for f in (_changed(reply, u) for u in heard) if f is not None), None)
    if disputed is not None:
        reply.say(
            "contradiction", choices, facts=text, before=reply.say_fact(disputed.name, disputed.value),
            person=reply.name_of(disputed.person), date=reply.say_when(disputed.at),
        )  # fmt: skip
    elif changed is not None and is_done(_step(reply, changed.name), reply.facts_by_name):
        reply.say("change_read_back", choices, facts=text, before=reply.say_fact(changed.name, changed.value))
    elif all(u.sure for u in heard):
        reply.say("read_back", choices, facts=text)
    else:
        reply.say("read_back_unsure", choices, facts=text)


def _step(reply: Reply, name: str) -> Step:
    step = reply.step_of(name)
    assert step is not None, name
    return step


def _changed(reply: Reply, understood: Understood) -> Fact | None:
    """The current fact that recording this would replace with another value."""
    current = reply.facts_by_name.get(understood.name)
    if current is None or reply.step_of(understood.name) is None or same(current.value, understood.value):
        return None
    if isinstance(current.value, tuple):
        return None  # Lists grow; that is no change of mind.
    return None if _comes_round(reply, understood.name, current.value, understood.value) else current


def _comes_round(reply: Reply, name: str, before: Value, now: Value) -> bool:
    """A later date of something that comes round again is the next one, no change of mind about the last."""
    step = reply.step_of(name)
    again = step is not None and step.rhythm is not None and step.rhythm.recurs_from == name
    return again and str(now) > str(before)


def disputed_by(reply: Reply, understood: Understood) -> Fact | None:
    """A colleague's word on a step that is done, which this would change."""
    current = _changed(reply, understood)
    if current is None or current.person == reply.person.id:
        return None
    return current if is_done(_step(reply, current.name), reply.facts_by_name) else None


def same(a: Value, b: Value) -> bool:
    if isinstance(a, tuple) or isinstance(b, tuple):
        return set(values_of_list(a)) == set(values_of_list(b))
    return a == b


def confirm(reply: Reply) -> None:
    """Yes to the read-back: everything heard is recorded."""
    talk = reply.talk
    forget(reply)
    record(reply, talk.heard, talk.heard_words, talk.confirming == CORRECTING, talk.heard_link)


def deny(reply: Reply) -> None:
    """No to the read-back, with nothing else said: what was heard waits for the right value, and is not recorded."""
    first = next((u.name for u in reply.talk.heard if reply.question(u.name)), "")
    reply.new_stamp()
    reply.set(reading_back=False, confirming="denied", asked=first)
    reply.say(
        "denied_ask_again",
        choices=[reply.choice("Leave it out", "do", "forget"), reply.choice("Talk to a person", "do", "person")],
    )


def forget(reply: Reply) -> None:
    """What waited for a yes no longer does."""
    reply.set(
        heard=(), open=(), heard_words="", heard_link="", reading_back=False, confirming="", said_by="", failures=0
    )


def record(reply: Reply, heard: Sequence[Understood], words: str, replacing: bool = False, link: str = "") -> None:
    """Records facts, says so, and goes on with the journey."""
    before = reply.progress
    made = (_new_fact(reply, u, words, replacing, link or reply.turn.link) for u in heard)
    kept = [fact for fact in made if fact is not None]
    if not kept:
        reply.say("nothing_changed")
        ask_next(reply)
        return
    changed = [(f, old) for f in kept if (old := _before(before, f)) is not None and f.replaces is not None]
    _take_in(reply, kept)
    texts = one_text(said(reply, [Understood(f.name, f.value, f.sure) for f in kept]))
    done_before = [
        (f, old)
        for f, old in changed
        if is_done(_step(reply, f.name), before.facts) and not _comes_round(reply, f.name, old.value, f.value)
    ]
    if done_before:
        _, old = done_before[0]
        reply.say(
            "recorded_change", facts=texts, before=reply.say_fact(old.name, old.value),
            person=reply.name_of(old.person), date=reply.say_when(old.at),
        )  # fmt: skip
    else:
        reply.say("recorded", facts=texts)
    reply.set(asked="")
    _say_transitions(reply, before)
    _ask_on(reply, kept, before)


def _before(before: Progress, fact: NewFact) -> Fact | None:
    return before.facts.get(fact.name)


def _new_fact(reply: Reply, heard: Understood, words: str, replacing: bool, link: str) -> NewFact | None:
    """The fact to keep; None when exactly that is known already. Lists grow unless they are being corrected."""
    current = reply.facts_by_name.get(heard.name)
    value = heard.value
    if current is not None and isinstance(current.value, tuple) and not replacing:
        value = tuple(dict.fromkeys((*current.value, *values_of_list(value))))
    if current is not None and same(current.value, value):
        return None
    step = reply.step_of(heard.name)
    return NewFact(
        name=heard.name, value=value, words=words or heard.words, sure=heard.sure,
        person=reply.talk.said_by or reply.person.id, confirmed_by=reply.person.id,
        step=step.key if step else "", step_version=step.version if step else 1,
        replaces=current.id if current else None, source_link=link,
    )  # fmt: skip


def _take_in(reply: Reply, kept: Sequence[NewFact]) -> None:
    """The facts of this turn count from now on."""
    for fact in kept:
        understood = Understood(fact.name, fact.value, fact.sure, fact.words)
        reply.current = [f for f in reply.current if f.name != fact.name]
        if not fact.withdrawn:
            reply.current.append(as_fact(reply, understood, len(reply.facts)))
        reply.facts.append(fact)


def _say_transitions(reply: Reply, before: Progress) -> None:
    """Says which steps are done now, which have opened, and when the last has closed."""
    after = reply.progress
    for was, now in zip(before.steps, after.steps, strict=True):
        if now.state is State.DONE and was.state is not State.DONE:
            reply.say("step_done", step=now.step.title, ends=now.step.ends_with)
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
    step = reply.journey.step_of_question.get(reply.talk.asked)
    reply.set(asked="")
    reply.say("nothing_changed")
    ask_next(reply, step)


def pick(reply: Reply, question: Question, value: str) -> None:
    """A choice pressed: the person's own word, recorded at once, and said back with what follows."""
    option = next((o for o in question.options if o.value == value), None)
    kept: Value = value == "true" if question.kind == "flag" else value
    words = option.label if option else value
    waiting = tuple(u for u in reply.talk.heard if u.name != question.key)
    if waiting:
        hear(reply, [Understood(question.key, kept, True, words)], words=words)
        return
    forget(reply)
    record(reply, [Understood(question.key, kept, True, words)], words)


def tick(reply: Reply, question: Question, value: str) -> None:
    """One of several choices pressed: gathered, until "that is all"."""
    ticked = (*heard_list(reply, question.key), value)
    others = tuple(u for u in reply.talk.heard if u.name != question.key)
    labels = [o.label for o in question.options if o.value in ticked]
    reply.set(
        heard=(*others, Understood(question.key, tuple(dict.fromkeys(ticked)), True, say_list(labels))),
        heard_words=say_list(labels), said_by=reply.person.id,
    )  # fmt: skip
    reply.say("heard", facts=first_upper(say_list(said(reply, reply.talk.heard[-1:]))))
    ask(reply, question, begin=False)


def undo(reply: Reply) -> None:
    """Takes back what waits for a yes; or else what was recorded last. The history keeps both."""
    if reply.talk.heard:
        texts = one_text(said(reply, reply.talk.heard))
        forget(reply)
        reply.say("undone", facts=texts)
        ask_next(reply)
        return
    last = [f for f in reply.scene.recent if f.id in reply.talk.last]
    current = {f.id for f in reply.scene.facts}
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
    earlier = next((f for f in reply.scene.recent if f.id == fact.replaces), None)
    step = reply.step_of(fact.name)
    return NewFact(
        name=fact.name, value=earlier.value if earlier else fact.value, words=reply.turn.text or "undo", sure=True,
        person=reply.person.id, confirmed_by=reply.person.id, step=step.key if step else "",
        step_version=step.version if step else 1, replaces=fact.id, withdrawn=earlier is None,
    )  # fmt: skip
