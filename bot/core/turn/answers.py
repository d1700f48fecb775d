"""Hearing answers and reading them back; yes and no to a read-back; choices pressed.

Nothing is recorded that was not read back or pressed. When what is said differs from what a colleague recorded of a
step that is done, it is asked about, never overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.model.journey import Question
from bot.core.model.reading import Open, Understood, Value
from bot.core.record.progress import next_question
from bot.core.record.rules import is_done
from bot.core.turn.asking import ask, ask_next, ask_open, heard_list
from bot.core.turn.heard import (
    CORRECTING,
    changed_by,
    disputed_by,
    forget,
    kept_first,
    one_text,
    said,
    same_day,
    say_known,
    step_of,
    vaguer,
    with_heard,
    without_roughness,
)
from bot.core.turn.recording import record
from bot.core.turn.reply import Reply
from bot.core.turn.wording import first_upper, say_list

DENIED = "denied"
"""What was read back is not right; what it should be is asked."""


def hold(reply: Reply, understood: Understood) -> None:
    """Holds one answer until it is read back, with what else the words say."""
    waiting = (u for u in reply.dialogue.heard if u.name != understood.name)
    reply.set(heard=(*waiting, understood), heard_words=reply.turn.text, said_by=reply.person.id, reading_back=True)


def hear(
    reply: Reply, facts: Sequence[Understood], gaps: Sequence[Open] = (), words: str = "", correcting: bool = False
) -> None:
    """Takes in what was understood, beside what waits already; then asks what is open, or reads back."""
    facts = [f for f in facts if reply.step_of(f.name) and (correcting or not vaguer(reply, f))]
    if not correcting and (first := kept_first(reply, facts, gaps, words)):
        facts = [f for f in facts if f.name not in first]
        gaps = [o for o in gaps if o.name not in first]
        reply.say("kept_first", step=step_of(reply, first[0]).title)
    heard = without_roughness({u.name: u for u in reply.dialogue.heard}, facts)
    facts = [same_day(heard.get(f.name), f, words) for f in facts]
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
    old = [o for o in reply.dialogue.open if o.name not in heard and o.name not in open_names]
    asked = reply.dialogue.asked
    order = list(reply.journey.question_by_key)
    reply.set(
        heard=tuple(sorted(heard.values(), key=lambda u: order.index(u.name) if u.name in order else len(order))),
        open=(*(replace(o, words=o.words or words) for o in gaps), *old),
        heard_words=" / ".join(filter(None, (reply.dialogue.heard_words, words)))[-2000:],
        heard_link=reply.turn.link or reply.dialogue.heard_link,
        said_by=reply.person.id,
        failures=0,
        confirming=CORRECTING if correcting or reply.dialogue.confirming == CORRECTING else "",
    )
    if _hold_and_ask_on(reply, facts, asked):
        return
    if reply.dialogue.open and facts:
        _say_heard(reply, facts)  # Else it looks as if only the question came through.
    go_on(reply)


def _say_heard(reply: Reply, facts: Sequence[Understood]) -> None:
    """Says what was understood, where something else is asked before it is read back."""
    if clauses := said(reply, facts):
        reply.say("heard", facts=first_upper(say_list(clauses)))


def _known_already(reply: Reply, gap: Open) -> bool:
    """Left open by these words, and known from earlier ones: there is nothing to ask."""
    return gap.reason in ("missing", "hope") and gap.name in reply.facts_by_name


def _hold_and_ask_on(reply: Reply, facts: Sequence[Understood], asked: str) -> bool:
    """A plain answer to the question put, with another that counts still to come: ask that, read back once."""
    question = reply.question(asked)
    if question is None or reply.dialogue.open or reply.dialogue.reading_back:
        return False
    if [f.name for f in facts] != [asked] or not facts[0].sure:
        return False
    step = reply.journey.step_of_question[asked]
    following = next_question(step, with_heard(reply), reply.dialogue.skipped)
    if following is None or following.optional:
        return False
    _say_heard(reply, facts)
    ask(reply, following, begin=False)
    return True


def go_on(reply: Reply) -> None:
    """Asks what is open first; then reads back what was heard; then goes on with the journey."""
    if reply.dialogue.open:
        ask_open(reply, reply.dialogue.open[0])
    elif reply.dialogue.heard:
        read_back(reply)
    else:
        ask_next(reply)


def read_back(reply: Reply) -> None:
    """Says what was understood and asks for yes or no; says what it would replace, and whose word that was."""
    heard = reply.dialogue.heard
    reply.new_stamp()
    reply.set(reading_back=True)
    choices = [reply.choice("Yes", "yes", style="primary"), reply.choice("No", "no")]
    text = one_text(said(reply, heard))
    disputed = next((f for f in (disputed_by(reply, u) for u in heard) if f is not None), None)
    changed = next((f for f in (changed_by(reply, u) for u in heard) if f is not None), None)
    if disputed is not None:
        reply.say(
            "contradiction", choices, facts=text, before=say_known(reply, disputed),
            person=reply.name_of(disputed.person), date=reply.say_when(disputed.at),
        )  # fmt: skip
    elif changed is not None and is_done(step_of(reply, changed.name), reply.facts_by_name):
        reply.say("change_read_back", choices, facts=text, before=say_known(reply, changed))
    elif all(u.sure for u in heard):
        reply.say("read_back", choices, facts=text)
    else:
        reply.say("read_back_unsure", choices, facts=text)


def confirm(reply: Reply) -> None:
    """Yes to the read-back: everything heard is recorded."""
    dialogue = reply.dialogue
    forget(reply)
    record(reply, dialogue.heard, dialogue.heard_words, dialogue.confirming == CORRECTING, dialogue.heard_link)


def deny(reply: Reply) -> None:
    """No to the read-back, with nothing else said: what was heard waits for the right value, and is not recorded."""
    first = next((u.name for u in reply.dialogue.heard if reply.question(u.name)), "")
    reply.new_stamp()
    reply.set(reading_back=False, confirming=DENIED, asked=first)
    reply.say(
        "denied_ask_again",
        choices=[reply.choice("Leave it out", "do", "forget"), reply.choice("Talk to a person", "do", "person")],
    )


def pick(reply: Reply, question: Question, value: str) -> None:
    """A choice pressed: the person's own word, recorded at once, and said back with what follows."""
    option = next((o for o in question.options if o.value == value), None)
    kept: Value = value == "true" if question.kind == "flag" else value
    words = option.label if option else value
    waiting = tuple(u for u in reply.dialogue.heard if u.name != question.key)
    if waiting:
        hear(reply, [Understood(question.key, kept, True, words)], words=words)
        return
    forget(reply)
    record(reply, [Understood(question.key, kept, True, words)], words)


def tick(reply: Reply, question: Question, value: str) -> None:
    """One of several choices pressed: gathered, until "that is all"."""
    ticked = (*heard_list(reply, question.key), value)
    others = tuple(u for u in reply.dialogue.heard if u.name != question.key)
    labels = [o.label for o in question.options if o.value in ticked]
    reply.set(
        heard=(*others, Understood(question.key, tuple(dict.fromkeys(ticked)), True, say_list(labels))),
        heard_words=say_list(labels), said_by=reply.person.id,
    )  # fmt: skip
    _say_heard(reply, reply.dialogue.heard[-1:])
    ask(reply, question, begin=False)
