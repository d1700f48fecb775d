"""Coming back: to the question or read-back in hand, after a digression; putting a question aside; starting again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.model import Choice, Message
from bot.core.model.journey import Question, Step
from bot.core.model.reading import Open, Understood
from bot.core.record.done_when import asked_of
from bot.core.record.placing import OPEN
from bot.core.turn.answers import go_on, offer_lines
from bot.core.turn.asking import BEGIN, ask_next, ask_where, asks_whose, put_more, say_which
from bot.core.turn.buttons import choices_of, role_choices, wording
from bot.core.turn.confirming import read_back, say_waits
from bot.core.turn.entries import MORE, WHICH, as_aside, facts_about, in_hand, next_of
from bot.core.turn.heard import forget, leave_out_share
from bot.core.turn.putting import forget_put, may_come_back, note_put
from bot.core.turn.reading_back import in_words
from bot.core.turn.recording import as_understood, take_in, withdrawn
from bot.core.turn.reply import PREVIEW, WRITING, Reply
from bot.core.turn.saying import text_of
from bot.core.turn.standing import menu, who_does_what
from bot.core.turn.standing import status as say_status
from bot.core.turn.understand import yes_or_no
from bot.core.turn.wording import escape

_WHO = re.compile(r"\bwho(?:'s|s)?\b", re.IGNORECASE)
START_AGAIN = "start_again"
"""What `DialogueState.confirming` is after "start again"."""


def entry_gone(reply: Reply, step: Step) -> None:
    """A button is of an entry that was taken back since."""
    kind = step.entries
    reply.say("old_button", now=text_of(reply.journey, "entry_gone", entry=kind.name if kind else step.title))
    ask_again(reply)


def ask_again(reply: Reply, whole: bool = False) -> None:
    """Comes back to where the dialogue was: to a read-back in a line (or as a `whole`), to a question by itself. Not
    to somebody who was just pointed to help: they come back when they want to. Nor while a letter to the officer
    waits."""
    if reply.more_to_come or reply.dialogue.calm or reply.dialogue.confirming in (WRITING, PREVIEW):
        return
    if reply.dialogue.reading_back:
        read_back(reply) if whole else say_waits(reply)
        return
    if reply.dialogue.joining == "name" and not reply.person.name:
        reply.say("ask_name", adopter=escape(reply.adopter.name))
        return
    if reply.dialogue.joining == "role" and not reply.dialogue.asked:
        reply.say("ask_role_again", choices=role_choices(reply))
        return
    if reply.dialogue.asked == BEGIN and ask_where(reply):
        return
    if reply.dialogue.asked.endswith(MORE):
        put_more(reply, reply.journey.step(reply.dialogue.asked.removesuffix(MORE)))
        return
    if reply.dialogue.open or asks_whose(reply):
        go_on(reply)
        return
    question = reply.question(reply.dialogue.asked)
    if question is not None and reply.messages and not may_come_back(reply, question):
        return  # It is still open, and an answer is still taken; but it was put often enough.
    step = reply.journey.step_of_question.get(reply.dialogue.asked)
    known = facts_about(reply, step, in_hand(reply, step)) if step is not None else {}
    if question is not None and asked_of(question, known):
        reply.new_stamp()
        note_put(reply, as_aside(reply, question))
        reply.note_private(question)
        if step is not None and step.has_entries(question.key):
            say_which(reply, step, in_hand(reply, step), came_between=True)
        text = text_of(reply.journey, "back_to", reply.variant_of("back_to"), question=wording(reply, question))
        choices = choices_of(reply, question)
        reply.add(Message(text, f"back_to {question.key}", choices))


def status(reply: Reply) -> None:
    """Says where the adopter stands, or who does what, and comes back."""
    if _WHO.search(reply.turn.text):
        who_does_what(reply)
    else:
        say_status(reply)
    ask_again(reply)


def not_understood(reply: Reply, choices: Sequence[Choice] = ()) -> None:
    """Says that the words could not be told, and comes back. A read-back is put so once: then each of its lines has
    its own buttons."""
    if reply.dialogue.reading_back and reply.dialogue.failures:
        offer_lines(reply)
    else:
        reply.say("not_understood", choices)
        ask_again(reply)
    reply.set(failures=reply.dialogue.failures + 1)


def carry_on(reply: Reply) -> None:
    """Back to the question or read-back in hand, or on to the next."""
    if reply.in_hand or reply.dialogue.confirming in (WRITING, PREVIEW):
        ask_again(reply, whole=True)
    else:
        ask_next(reply)


def goodbye(reply: Reply) -> None:
    """Lets somebody go, and asks once more for the yes that something waits for. Where nothing is kept yet, that is
    said, and what the one question would be."""
    question = reply.question(reply.dialogue.asked) or _first_question(reply)
    if not reply.progress.kept and not reply.dialogue.heard and question is not None:
        reply.say("goodbye_nothing", question=question.ask)
        return
    if not reply.dialogue.heard:
        reply.say("goodbye")
        return
    reply.say("goodbye_waiting")
    go_on(reply)


def _first_question(reply: Reply) -> Question | None:
    """What would be asked next."""
    step = reply.next_step()
    return next_of(reply, step)[0] if step is not None else None


def skip(reply: Reply, key: str = "") -> None:
    """Puts the question aside and goes on. What waits for a yes stays as it is."""
    if reply.dialogue.shared and not key:
        forget(reply)
        reply.set(asked="")
        reply.say("not_kept")
        ask_next(reply)
        return
    if reply.dialogue.asked.endswith(MORE) and not key:
        step = reply.journey.step(reply.dialogue.asked.removesuffix(MORE))
        reply.set(asked="")
        reply.say("skipped")
        ask_next(reply, step)
        return
    if reply.dialogue.asked.endswith(WHICH) and not key:
        _leave_out_unplaced(reply, reply.journey.step(reply.dialogue.asked.removesuffix(WHICH)))
        return
    if reply.dialogue.asked == BEGIN and not key:
        reply.set(asked="")
        reply.say("skipped")
        return
    question = reply.question(key or reply.dialogue.asked)
    if question is None:
        reply.say("no_question", choices=menu(reply))
        return
    gaps = [gap for gap in reply.dialogue.open if gap.name == question.key]
    for gap in gaps:
        leave_out_share(reply, gap)
    reply.set(
        skipped=(*reply.dialogue.skipped, as_aside(reply, question)),
        heard=tuple(u for u in reply.dialogue.heard if u.name != question.key),
        open=tuple(o for o in reply.dialogue.open if o.name != question.key),
        asked="",
    )
    if not any(_not_known(reply, gap) for gap in gaps if gap.reason == "emptied"):
        reply.say("skipped")
    if reply.dialogue.heard:
        go_on(reply)
    else:
        ask_next(reply, reply.journey.step_of_question[question.key])


def _leave_out_unplaced(reply: Reply, step: Step) -> None:
    """Nobody says which entry was meant: what waited for that is not kept; the rest is read back."""
    unplaced = [u for u in reply.dialogue.heard if u.entry == OPEN and step.has_entries(u.name)]
    reply.set(
        heard=tuple(u for u in reply.dialogue.heard if u not in unplaced),
        open=tuple(o for o in reply.dialogue.open if o.name != f"{step.key}{WHICH}" and o.entry != OPEN),
        asked="",
    )
    reply.say("not_kept")
    if not reply.dialogue.heard and not reply.dialogue.open:
        forget(reply)
    go_on(reply)


def _not_known(reply: Reply, gap: Open) -> bool:
    """The only value of a list is wrong, the right one not known: it is taken back. False when none is kept."""
    reply.set(confirming="")
    wrong = reply.fact_for(Understood(gap.name, "", True, entry=gap.entry))
    if wrong is None:
        return False
    take_in(reply, withdrawn(reply, wrong))
    reply.say("undone", facts=in_words(reply, [as_understood(wrong)]))
    return True


def why(reply: Reply) -> None:
    """Says why the question in hand is asked, and what a good answer looks like."""
    forget_put(reply, reply.dialogue.asked)
    question = reply.question(reply.dialogue.asked)
    if question is None and (reply.in_hand or reply.dialogue.joining):
        ask_again(reply)
        return
    if question is None:
        reply.say("no_question", choices=menu(reply))
        return
    reply.say("why_asked", why=question.why)
    if question.good:
        reply.say("good_answer", good=question.good)
    ask_again(reply)


def ask_start_again(reply: Reply) -> None:
    reply.new_stamp()
    reply.set(confirming=START_AGAIN, reading_back=False)
    reply.say(
        "start_again_confirm",
        choices=[reply.button("start_again", "again", "yes"), reply.button("carry_on", "again", "no")],
    )


def start_again_answer(reply: Reply) -> bool:
    """Typed yes or no to "start again?"; False when the words say something else."""
    yes = yes_or_no(reply)
    if yes is None:
        reply.set(confirming="")
        return False
    start_again(reply, yes)
    return True


def start_again(reply: Reply, yes: bool) -> None:
    """The conversation starts from the first open question; evidence stays."""
    forget(reply)
    if not yes:
        reply.say("start_again_kept")
        carry_on(reply)
        return
    reply.set(asked="", skipped=(), put=(), failures=0, last=())
    reply.say("start_again_done")
    ask_next(reply)
