"""Where an adopter stands: a line for each step, who does what, the buttons for when nothing is asked."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.model import Assignment, Choice, Fact, Person
from bot.core.model.journey import LEAD, Step
from bot.core.record.assignments import responsible
from bot.core.record.progress import State, StepProgress
from bot.core.turn.entries import title_of
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape, first_upper, say_list, say_value


def status(reply: Reply) -> None:
    """Where the adopter stands: a line for each step."""
    reply.say(
        "status",
        choices=() if reply.in_hand else [*menu(reply), *show_record(reply)],
        summary="\n".join([*(f"- {line}" for line in status_lines(reply)), *_left_out(reply)]),
        programme=reply.journey.name,
    )


def _left_out(reply: Reply) -> list[str]:
    """Why a step has nothing behind it in a shared place: what is known of it is private."""
    private = (q for f in reply.progress.facts if (q := reply.question(f)) is not None and q.private)
    hidden = not reply.in_private_place and any(private)
    return ["", text_of(reply.journey, "status_private")] if hidden else []


def show_record(reply: Reply) -> list[Choice]:
    """The button that opens the record, where it has something."""
    return [reply.button("record", "do", "answers")] if reply.progress.kept else []


def who_does_what(reply: Reply) -> None:
    """Who leads, and who looks after each step that is still to do."""
    leads = [escape(p.name) for p in reply.context.people if p.role == LEAD and p.left_on is None]
    lines = [f"- {line_of_owner(reply, progress.step.key)}" for progress in reply.progress.pending]
    nobody = text_of(reply.journey, "who_leads_nobody")
    leading = text_of(reply.journey, "who_leads", people=say_list(leads)) if leads else nobody
    reply.say("who_does_what", leading=leading, summary="\n".join(lines))


def line_of_owner(reply: Reply, key: str) -> str:
    """Who looks after a step, or was asked to, or is reminded while nobody has said so."""
    now, step = reply.assignments.get(key, Assignment(key)), reply.journey.step(key)
    reminded = who_is_reminded(reply, key)
    if now.owner:
        name, person = "who_line", reply.name_of(now.owner)
    elif now.offered_to:
        name, person = "who_line_offered", reply.name_of(now.offered_to)
    elif now.waits_for:
        name, person = "who_line_waits", now.waits_for
    elif reply.progress.done(key):
        name, person = "who_line_done", ""
    elif reminded is not None and (now.not_for or reminded.role == step.owner):
        name, person = "who_line_reminded", reminded.name
    else:
        name, person = "who_line_nobody", ""
    return text_of(reply.journey, name, step=step.title, person=escape(person))


def who_is_reminded(reply: Reply, key: str) -> Person | None:
    """Who hears of a step when it is due, as things stand in this turn."""
    now = replace(reply.context, assignments=tuple(reply.assignments.values()))
    return responsible(now, reply.journey.step(key))


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
    return "; ".join(filter(None, [line, count, *beside]))


def evidence_line(reply: Reply, step: Step) -> str:
    """What is known of a step, in half a sentence. Board matters stay out of shared places."""
    facts = reply.facts_by_name
    parts = []
    for part in step.summary.split(", "):
        names = _FACT.findall(part)
        questions = [q for n in names if (q := reply.question(n)) and (reply.in_private_place or not q.private)]
        if len(questions) == len(names) and all(n in facts for n in names):
            parts.append(_FACT.sub(lambda m: _say(reply, facts[m[1]]), part))
    return first_upper(", ".join(parts)) if parts else _short_facts(reply, step)


def _say(reply: Reply, fact: Fact) -> str:
    return say_value(reply.question(fact.name), fact.value, words=fact.words)


_FACT = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")


def _short_facts(reply: Reply, step: Step) -> str:
    """For a step without a summary line: the values of its first facts."""
    shown = [
        say_value(q, f.value, words=f.words)
        for f in reply.progress.of(step.key).facts
        if (q := reply.question(f.name)) and (reply.in_private_place or not q.private)
    ]
    return say_list(shown[:3])


def summary_line(reply: Reply) -> str:
    """Where things stand, in one line: for somebody who comes back after days."""
    done = [s.step.title for s in reply.progress.steps if s.state is State.DONE]
    left = [s.step.title for s in reply.progress.pending]
    parts = (("summary_done", done), ("summary_left", left))
    said = [text_of(reply.journey, phrase, steps=say_list(steps)) for phrase, steps in parts if steps]
    return first_upper("; ".join(said))


def menu(reply: Reply) -> list[Choice]:
    """The buttons for when nothing particular is asked; without "What is next?" where nothing is."""
    known = reply.context.person is not None and reply.context.adopter is not None
    following = [] if known and reply.next_step(()) is None else [reply.button("next", "do", "next")]
    return [
        *following,
        reply.button("status", "do", "status"),
        reply.button("guidance", "do", "guidance"),
        reply.button("person", "do", "person"),
    ]
