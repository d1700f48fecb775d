"""Putting a read-back: what was understood, what it would change, and the buttons for a yes and a no."""

from __future__ import annotations

from dataclasses import replace

from bot.core.model import Choice, Fact
from bot.core.model.journey import Step
from bot.core.model.reading import Open
from bot.core.record.done_when import is_done
from bot.core.record.placing import OPEN
from bot.core.turn.asking import ask_next, ask_open
from bot.core.turn.entries import WHICH, entries_now
from bot.core.turn.heard import APPROXIMATE, changed_by, disputed_by, say_known, step_of
from bot.core.turn.offering import LABEL
from bot.core.turn.putting import let_go_of, may_put
from bot.core.turn.reading_back import in_words, listed, value_of
from bot.core.turn.reply import Reply
from bot.core.turn.saying import message, text_of
from bot.core.turn.wording import say_list, say_value


def read_back(reply: Reply) -> None:
    """Says what was understood and asks for yes or no; says what it would replace, and whose word that was."""
    while (gap := _unplaced(reply)) is not None and not may_put(reply, gap.name):
        let_go_of(reply, gap)
    if gap is None and not reply.dialogue.heard:
        reply.say("not_kept")
        ask_next(reply)
        return
    if gap is not None:
        reply.set(open=(gap, *(o for o in reply.dialogue.open if o.name != gap.name)))
        ask_open(reply, gap)
        return
    heard, beside = reply.dialogue.heard, reply.dialogue.left_out
    reply.new_stamp()
    reply.set(reading_back=True, listed=listed(reply, heard) or reply.dialogue.listed)
    phrase, words = _phrase(reply)
    nth = reply.variant_of(phrase)
    put = message(reply.journey, phrase, _choices(reply), nth, **words, facts=in_words(reply, heard))
    line = text_of(reply.journey, "read_back_left_out", what=say_list(beside)) if beside else ""
    back = replace(
        value_of(reply, heard, beside, changeable=True),
        asks=text_of(reply.journey, phrase, nth, **words, facts="").strip(),
        beside=line,
        change=text_of(reply.journey, "button_change"),
    )
    reply.add(replace(put, text="\n\n".join(part for part in (put.text, line) if part), read_back=back))


def say_waits(reply: Reply) -> None:
    """Comes back to a read-back in a line, with its buttons: what it said stands a little further up. Not beneath
    every answer of several in a row."""
    reply.say_not_again("read_back_waits", _choices(reply))


def _disputed(reply: Reply) -> Fact | None:
    """A colleague's word that a yes would change."""
    return next((f for f in (disputed_by(reply, u) for u in reply.dialogue.heard) if f is not None), None)


def _changed(reply: Reply) -> Fact | None:
    """What is recorded that a yes would change."""
    return next((f for f in (changed_by(reply, u) for u in reply.dialogue.heard) if f is not None), None)


def asks_for_change(reply: Reply) -> Fact | None:
    """What is recorded that a yes would change, or a colleague's word: then both are named. How far a step is goes on
    from one thing to the next, which changes nothing before the step is done."""
    recorded = (changed_by(reply, u) for u in reply.dialogue.heard)
    changed = next((f for f in recorded if f is not None and is_change(reply, f)), None)
    return _disputed(reply) or changed


def is_change(reply: Reply, recorded: Fact) -> bool:
    """Whether another value puts what is recorded right, and does not only tell how far the step is by now."""
    step = step_of(reply, recorded.name)
    how_far = step.entries.state if step.entries is not None else step.questions[0].key
    return recorded.name != how_far or is_done(step, reply.facts_by_name)


def _phrase(reply: Reply) -> tuple[str, dict[str, str]]:
    """Which phrase reads it back, and the words for it."""
    old = asks_for_change(reply)
    if old is None:
        return ("read_back" if all(u.sure for u in reply.dialogue.heard) else "read_back_unsure"), {}
    words = {"before": say_known(reply, old)}
    if old != _disputed(reply):
        return "change_read_back", words
    return "contradiction", words | {"person": reply.name_of(old.person), "date": reply.say_when(old.at)}


def _choices(reply: Reply) -> tuple[Choice, ...]:
    """Yes and no; where one thing would take the place of another, both as they would stand."""
    old = asks_for_change(reply)
    yes, no = keep_or_not(reply) if old is None else _change_or_not(reply, old)
    return (reply.choice(yes, "yes", style="primary"), reply.choice(no, "no"), *_as_another(reply, _changed(reply)))


def changes_one(reply: Reply, old: Fact) -> bool:
    """Whether what waits for a yes puts one thing in the place of another, and does nothing else."""
    return all(u.name == old.name or u.name.endswith(f".{APPROXIMATE}") for u in reply.dialogue.heard)


def keep_or_not(reply: Reply) -> tuple[str, str]:
    """The buttons of a read-back."""
    return text_of(reply.journey, "button_keep"), text_of(reply.journey, "button_keep_not")


def _change_or_not(reply: Reply, old: Fact) -> tuple[str, str]:
    """Both answers to a change. Of one thing as they would stand: "Change it to 13 March 2026", "It stays 3 March
    2026"."""
    if (values := changed_to(reply)) is not None:
        now, before = values
        yes, no = text_of(reply.journey, "change_yes", value=now), text_of(reply.journey, "change_no", value=before)
        if len(yes) <= LABEL and len(no) <= LABEL:
            return yes, no
    return text_of(reply.journey, "button_change_all"), text_of(reply.journey, "button_change_not")


def changed_to(reply: Reply) -> tuple[str, str] | None:
    """What the one thing that would be changed would be, and what it is now, in words; None where more would be, or
    nothing."""
    old = asks_for_change(reply)
    if old is None or not changes_one(reply, old):
        return None
    new = next(u for u in reply.dialogue.heard if u.name == old.name)
    question = reply.question(old.name)
    return say_value(question, new.value, words=new.words), say_value(question, old.value, words=old.words)


def _as_another(reply: Reply, changed: Fact | None) -> list[Choice]:
    """How an entry that took place went is told anew: that may also be of one more."""
    step = may_be_another(reply, changed)
    if step is None or step.entries is None:
        return []
    return [reply.button("another", "entry", "another", step.key, entry=step.entries.name)]


def may_be_another(reply: Reply, changed: Fact | None) -> Step | None:
    """The step of which what was read back may be one more entry, rather than a change of one that took place."""
    step = reply.step_of(changed.name) if changed is not None else None
    kind = step.entries if step is not None else None
    if changed is None or kind is None:
        return None
    took_place = changed.name == kind.state and str(changed.value) in kind.held
    return step if kind.several and took_place else None


def _unplaced(reply: Reply) -> Open | None:
    """What waits for a yes and whose entry is not known: nothing is read back, nor kept, before that is."""
    for understood in reply.dialogue.heard:
        if understood.entry == OPEN:
            step = step_of(reply, understood.name)
            name = f"{step.key}{WHICH}"
            known = next((o for o in reply.dialogue.open if o.name == name), None)
            return known or Open(name, "which", among=tuple(e.id for e in entries_now(reply, step)))
    return None
