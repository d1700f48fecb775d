"""Evidence for people: what is recorded, who said it and when, in a form that a board secretary can paste."""

from __future__ import annotations

from bot.core.turn.asking import menu
from bot.core.turn.heard import rough_of
from bot.core.turn.reply import Reply
from bot.core.turn.wording import say_value


def report(reply: Reply) -> None:
    """The summary of everything recorded, step by step, with whose word it is."""
    lines: list[str] = []
    for progress in reply.progress.steps:
        rough, shown = rough_of(reply, progress.step.key) is not None, []
        for fact in progress.facts:
            question = reply.question(fact.name)
            if question is None:
                continue
            reply.note_private(question)
            who = f"{reply.name_of(fact.person)}, {reply.say_when(fact.at)}"
            shown.append(f"- {question.label}: {say_value(question, fact.value, rough)} ({who})")
        if shown:
            lines += [f"**{progress.step.title}**", *shown, ""]
    if not lines:
        reply.say("report_empty", choices=menu(reply))
        return
    reply.say("report", choices=menu(reply), adopter=reply.adopter.name, summary="\n".join(lines).strip())
