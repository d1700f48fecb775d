"""Putting questions: which one comes next, how it is asked, why, and putting it aside.

One thing is asked at a time. A question in the middle of a question is answered, and the bot comes back to it.
"""

from __future__ import annotations

import re

from bot.core.model import Ability, Choice, Message
from bot.core.model.journey import LEAD, Question, Step
from bot.core.model.reading import Open, values_of_list
from bot.core.model.views import form_choice
from bot.core.record.entries import is_kept
from bot.core.record.progress import State, StepProgress
from bot.core.turn.entries import (
    MORE,
    entries_now,
    entry_to_ask,
    facts_about,
    in_hand,
    next_of,
    take_in_hand,
    title_of,
)
from bot.core.turn.offering import offer_for
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.which import ask_which
from bot.core.turn.wording import escape, first_upper, say_list, say_span, say_value


def ask(reply: Reply, question: Question, begin: bool = True, entry: str = "") -> None:
    """Puts one question, of an entry where it has them, with its choices; the step is introduced when this is the
    first that is heard of it."""
    if reply.more_to_come:
        reply.asks_on = reply.journey.step_of_question[question.key].key
        return
    reply.new_stamp()
    reply.set(asked=question.key, reading_back=False)
    if not reply.dialogue.heard:
        reply.set(confirming="")
    step = reply.journey.step_of_question[question.key]
    if step.has_entries(question.key):
        about = entry or entry_to_ask(reply, step)
        take_in_hand(reply, step, about)
        if not is_kept(about) and not reply.dialogue.heard:
            reply.set(known_up_to=max((f.id for f in reply.context.facts), default=0))
        _say_which(reply, step, about)
    if begin and step.begins_with and not reply.progress.of(step.key).facts and question is step.questions[0]:
        line, choices = offer_for(reply, step)
        purpose = f"{step.begins_with}\n\n{line}" if line else step.begins_with
        if Ability.FORM in reply.turn.can and len(step.questions) > 1:
            choices = [*choices, form_choice(step, "Fill in a form instead")]
        reply.say("step_begins", choices, step=step.title, purpose=purpose)
    reply.note_private(question)
    reply.add(Message(question.ask, question.key, choices_of(reply, question)))


def ask_role(reply: Reply) -> None:
    """What the person does at the adopter; optional, and never in the way of an answer."""
    reply.set(joining="role")
    reply.say("ask_role", choices=role_choices(reply), name=escape(reply.person.name))


def role_choices(reply: Reply) -> list[Choice]:
    return [reply.choice(r.label, "role", r.key) for r in reply.journey.roles]


def choices_of(reply: Reply, question: Question) -> tuple[Choice, ...]:
    """The buttons of a question. They carry the id of what is known now, so that an old one can be told. Where they
    would stand before everybody and the question is private, the answer is hushed."""
    reply.note_private(question)
    step = reply.journey.step_of_question[question.key]
    entry = in_hand(reply, step) or entry_to_ask(reply, step) if step.has_entries(question.key) else ""
    recorded = reply.recorded(step, entry) if entry else None
    known = recorded.facts.get(question.key) if recorded else None if entry else reply.facts_by_name.get(question.key)
    stamp = known.id if known is not None and known.id < NOT_KEPT else 0
    if entry and not is_kept(entry):
        stamp = newest_of(reply, step)
    verb = "tick" if question.kind == "choices" else "pick"
    ticked = heard_list(reply, question.key, entry) if question.kind == "choices" else ()
    of = (entry,) if entry else ()
    buttons = [
        reply.choice(o.label, verb, question.key, o.value, *of, stamp=stamp)
        for o in question.options
        if o.value not in ticked
    ]
    if question.kind == "flag":
        buttons = [reply.choice(label, "pick", question.key, value, stamp=stamp) for label, value in FLAGS]
    if ticked:
        buttons.append(reply.choice("That is all", "do", "that_is_all", style="primary"))
    elif question.optional or not buttons:
        buttons.append(reply.choice("Skip", "do", "skip", question.key))
    return tuple(buttons)


FLAGS = (("Yes", "true"), ("No", "false"))


def newest_of(reply: Reply, step: Step) -> int:
    """The newest fact about the step's entries: a button for one more is old when a colleague told of one since."""
    return max((e.newest for e in reply.progress.of(step.key).entries if e.newest < NOT_KEPT), default=0)


NOT_KEPT = 10**12
"""Ids of facts that this turn makes begin here: the store gives them others."""


def heard_list(reply: Reply, name: str, entry: str = "") -> tuple[str, ...]:
    """What was already ticked of a question with several answers."""
    held = (u for u in reply.dialogue.heard if (u.name, u.entry) == (name, entry))
    return next((values_of_list(u.value) for u in held), ())


def ask_next(reply: Reply, prefer: Step | None = None) -> None:
    """Puts the next question: of the step in hand first, then of the step that comes next."""
    if reply.more_to_come:
        reply.asks_on = prefer.key if prefer is not None else ""
        return
    if prefer is not None:
        question, entry = next_of(reply, prefer)
        if question is not None and (prefer.has_entries(question.key) or not ask_more(reply, prefer)):
            ask(reply, question, entry=entry)
        if question is not None or ask_more(reply, prefer) or _ask_together(reply, prefer):
            return
    step = reply.next_step()
    question, entry = next_of(reply, step) if step else (None, "")
    if question is None:
        reply.set(asked="", reading_back=False)
        reply.say("nothing_next", choices=menu(reply))
    else:
        ask(reply, question, entry=entry)


def _say_which(reply: Reply, step: Step, entry: str) -> None:
    """Where there are several, a question says which one it is about."""
    now = entries_now(reply, step)
    mine = next((e for e in now if e.id == entry), None)
    if len(now) > 1 and mine is not None:
        reply.say("about_entry", entry=title_of(reply, step, mine))


# ---------------------------------------------------------------- whether there were others, and which is meant


def ask_more(reply: Reply, step: Step) -> bool:
    """Asks once, after an entry was kept that has taken place: were there others? False when it is not asked."""
    kind = step.entries
    if kind is None or not kind.more or not kind.several or step.key in reply.dialogue.more_asked:
        return False
    told = reply.facts_by_name.get(kind.all_told)
    recorded = reply.recorded(step, in_hand(reply, step))
    held = recorded is not None and str(recorded.value(kind.state)) in kind.held and reply.progress.done(step.key)
    if not held or (told is not None and told.value is True):
        return False
    reply.set(more_asked=(*reply.dialogue.more_asked, step.key))
    put_more(reply, step)
    return True


def _ask_together(reply: Reply, step: Step) -> bool:
    """Asks once for what there is to say of all entries together, where there are several. False when it does not."""
    question = reply.question(step.entries.together) if step.entries is not None else None
    progress = reply.progress.of(step.key)
    if question is None or len(progress.entries) < 2 or not reply.progress.done(step.key):
        return False
    if question.key in reply.facts_by_name or question.key in reply.dialogue.skipped:
        return False
    ask(reply, question, begin=False)
    return True


def ask_whose(reply: Reply) -> None:
    """Asks of which step it was, where the words do not tell; all that was said waits for that one answer."""
    shared = reply.journey.shared_of(reply.dialogue.shared[0].name)
    assert shared is not None, reply.dialogue.shared
    reply.new_stamp()
    reply.set(asked=shared.question, reading_back=False)
    choices = [reply.choice(label, "whose", shared.name, key) for key, label in shared.steps]
    if shared.both:
        choices.append(reply.choice(shared.both, "whose", shared.name, *(key for key, _ in shared.steps)))
    reply.add(Message(shared.ask, shared.question, tuple(choices)))


def put_more(reply: Reply, step: Step) -> None:
    """The question whether there were others."""
    kind = step.entries
    assert kind is not None, step.key
    reply.new_stamp()
    reply.set(asked=f"{step.key}{MORE}", reading_back=False)
    reply.add(Message(kind.more, f"{step.key}{MORE}", more_choices(reply, step)))


def more_choices(reply: Reply, step: Step) -> tuple[Choice, ...]:
    return (
        reply.choice("Add another", "entry", "add", step.key),
        reply.choice("That was all", "entry", "all", step.key),
    )


def say_next(reply: Reply) -> None:
    """Answers "what should we do now": names the step and why, then asks."""
    step = reply.next_step()
    if step is None and reply.dialogue.skipped:
        reply.set(skipped=())  # Asking what is next brings back what was put aside.
        step = reply.next_step(())
    if step is not None:
        reply.say("next_step", step=step.title, why=step.purpose)
        question, entry = next_of(reply, step)
        if question is not None:
            ask(reply, question, begin=False, entry=entry)
            return
    reply.say("nothing_next", choices=menu(reply))


MOST_QUOTED = 60
"""Characters of somebody's words that are said back to them: a whole message is no quotation."""
OPEN_PHRASES = {
    "vague": "ask_vague_date",
    "impossible_date": "ask_impossible_date",
    "share": "ask_share",
}


def ask_open(reply: Reply, gap: Open) -> None:
    """Asks about something that the words touched and left open, in a way that fits why."""
    if gap.reason == "which":
        ask_which(reply, gap)
        return
    question = reply.question(gap.name)
    if question is None:
        return
    reply.new_stamp()
    reply.set(asked=question.key, reading_back=False)
    step = reply.journey.step_of_question[question.key]
    if step.has_entries(question.key) and gap.entry:
        take_in_hand(reply, step, gap.entry)
    reply.note_private(question)
    if gap.reason == "quarter":
        reply.say("ask_quarter", words=gap.words, choices=[
            reply.choice("Financial year, from April", "quarters", "financial"),
            reply.choice("Calendar year, from January", "quarters", "calendar"),
        ])  # fmt: skip
        return
    choices = choices_of(reply, question)
    if gap.reason == "no_address":
        reply.say("ask_no_address", choices=choices)
    elif gap.reason in OPEN_PHRASES and 0 < len(gap.words) <= MOST_QUOTED:
        reply.say(OPEN_PHRASES[gap.reason], choices=choices, words=gap.words)
    elif gap.reason == "emptied":
        unknown = reply.choice("Not known", "do", "skip", question.key)
        reply.say("ask_emptied", choices=[*choices, unknown], value=gap.words, question=question.ask)
    elif gap.reason == "contradiction":
        reply.say("ask_contradiction", choices=choices, question=question.ask)
    else:
        reply.say("ask_hope" if gap.reason == "hope" else "ask_open", choices=choices, question=question.ask)


def status(reply: Reply) -> None:
    """Where the adopter stands: a line for each step."""
    reply.say(
        "status",
        choices=() if reply.in_hand else [*menu(reply), *_show_record(reply)],
        summary="\n".join([*(f"- {line}" for line in status_lines(reply)), *_left_out(reply)]),
        programme=reply.journey.name,
    )


def _left_out(reply: Reply) -> list[str]:
    """Why a step has nothing behind it in a shared place: what is known of it is private."""
    private = (q for f in reply.progress.facts if (q := reply.question(f)) is not None and q.private)
    hidden = not reply.in_private_place and any(private)
    return ["", text_of(reply.journey, "status_private")] if hidden else []


def _show_record(reply: Reply) -> list[Choice]:
    return [reply.choice("What is recorded", "do", "answers")] if reply.progress.facts else []


def who_does_what(reply: Reply) -> None:
    """Who leads, and who looks after each step that is still to do."""
    leads = [escape(p.name) for p in reply.context.people if p.role == LEAD and p.left_on is None]
    lines = []
    for progress in reply.progress.pending:
        assignment = reply.assignments.get(progress.step.key)
        name = "who_line" if assignment is not None and assignment.owner else "who_line_nobody"
        person = reply.name_of(assignment.owner) if assignment is not None and assignment.owner else ""
        lines.append("- " + text_of(reply.journey, name, step=progress.step.title, person=person))
    nobody = text_of(reply.journey, "who_leads_nobody")
    leading = text_of(reply.journey, "who_leads", people=say_list(leads)) if leads else nobody
    reply.say("who_does_what", leading=leading, summary="\n".join(lines))


def status_lines(reply: Reply) -> list[str]:
    """One line a step that counts, or that was begun."""
    lines = []
    for s in reply.progress.steps:
        if s.step.done_when is None or (s.step.optional and not s.facts):
            continue
        name = f"status_line_{s.state.value}"
        titles = [reply.journey.step(k).title for k in s.step.opens_after if not reply.progress.done(k)]
        words = {"step": s.step.title, "summary": line_of(reply, s), "after": say_list(titles)}
        line = text_of(reply.journey, name, **words)
        owner = reply.assignments[s.step.key].owner if s.step.key in reply.assignments else ""
        lines.append(f"{line} ({reply.name_of(owner)})" if owner and s.state is not State.DONE else line)
    return lines


def line_of(reply: Reply, progress: StepProgress) -> str:
    """What is known of a step in a line: what speaks for it, how many entries stand behind it, what is to come."""
    line, step, kind = evidence_line(reply, progress.step), progress.step, progress.step.entries
    if progress.wants_new and progress.leading is not None and reply.in_private_place:
        line = title_of(reply, step, progress.leading)  # Another body's word is not said as the step's own.
    if kind is None or len(progress.entries) < 2:
        return line
    count = text_of(reply.journey, "status_entries", count=len(progress.entries), name=kind.plural)
    to_come = [title_of(reply, step, e) for e in progress.beside] if reply.in_private_place else []
    beside = [text_of(reply.journey, "status_beside", entries=say_list(to_come))] if to_come else []
    return "; ".join([line, count, *beside])


def evidence_line(reply: Reply, step: Step) -> str:
    """What is known of a step, in half a sentence. Board matters stay out of shared places."""
    facts = reply.facts_by_name
    parts = []
    for part in step.summary.split(", "):
        names = _FACT.findall(part)
        questions = [q for n in names if (q := reply.question(n)) and (reply.in_private_place or not q.private)]
        if len(questions) == len(names) and all(n in facts for n in names):
            parts.append(_FACT.sub(lambda m: say_value(reply.question(m[1]), facts[m[1]].value), part))
    return first_upper(", ".join(parts)) if parts else _short_facts(reply, step)


_FACT = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")


def _short_facts(reply: Reply, step: Step) -> str:
    """For a step without a summary line: the values of its first facts."""
    shown = [
        say_value(q, f.value)
        for f in reply.progress.of(step.key).facts
        if (q := reply.question(f.name)) and (reply.in_private_place or not q.private)
    ]
    return say_list(shown[:3])


def summary_line(reply: Reply) -> str:
    """Where things stand, in one line: for somebody who comes back after days."""
    done = [s.step.title for s in reply.progress.steps if s.state is State.DONE]
    left = [s.step.title for s in reply.progress.pending]
    parts = []
    if done:
        parts.append(f"done: {say_list(done)}")
    if left:
        parts.append(f"still to do: {say_list(left)}")
    return first_upper("; ".join(parts))


def menu(reply: Reply) -> list[Choice]:
    """The buttons for when nothing particular is asked."""
    return [
        reply.choice("What is next?", "do", "next"),
        reply.choice("Where are we?", "do", "status"),
        reply.choice("Guidance", "do", "guidance"),
        reply.choice("Talk to a person", "do", "person"),
    ]


def ask_same_date(reply: Reply, question: Question) -> None:
    """After a plan came true: was it on the day that was planned?"""
    step = reply.journey.step_of_question[question.key]
    fact = facts_about(reply, step, in_hand(reply, step))[question.key]
    reply.new_stamp()
    reply.set(asked=question.key, reading_back=False)
    reply.note_private(question)
    reply.say(
        "same_date",
        choices=[reply.choice("Yes", "do", "same_date"), reply.choice("Skip", "do", "skip", question.key)],
        date=say_span(str(fact.value)),
    )
