"""The message of a nudge: what it says and why it came, with buttons to answer it where it stands.

A nudge puts its step's question to the person, so that three words are an answer; it never interrupts a read-back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.calendar import Hours
from bot.core.model import Address, Choice, Fact, Kind, Message, Outcome, Outgoing, Reminded, Turn, TurnContext
from bot.core.model.journey import Question, Step
from bot.core.model.papers import Paper
from bot.core.model.reading import Value
from bot.core.record.assignments import OFFICER, TEAM
from bot.core.record.entries import Entry
from bot.core.record.progress import next_question
from bot.core.record.working_days import WINDOWS
from bot.core.reminders.plan import Item, Tell, changes_of, marks_of
from bot.core.turn.entries import aside, facts_about, next_of, take_in_hand, title_of
from bot.core.turn.reply import Programme, Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape, say_day

OWN = ("before", "after", "recurs", "asked", "rhythm")
"""Items that ask something of the person."""


def outcome_of(programme: Programme, context: TurnContext, tell: Tell, turn: Turn, hours: Hours) -> Outcome:
    """Everything that one message of the clock leads to; `context` is that of whom the first item concerns."""
    reply = Reply(programme, context, turn)
    made = message_of(reply, tell)
    _put_question(reply, tell.items[0])
    answerable = all(item.kind in (*OWN, "quiet") for item in tell.items)
    team = place_of(context, tell.to)
    key = context.adopter.key if context.adopter else ""
    marks: tuple[Reminded, ...] = marks_of(key, tell, made.phrase)
    going = Outgoing(
        made, team, "" if team else tell.to, marks[0].key,
        " ".join(dict.fromkeys(i.step for i in tell.items)) if answerable else "",
        hours.windows(turn.at, WINDOWS),
    )  # fmt: skip
    dialogue = reply.dialogue if reply.dialogue != context.dialogue else None
    return Outcome((going,), (), dialogue, (*changes_of(context, tell, turn.at), *marks))


def place_of(context: TurnContext, to: str) -> Address | None:
    """The place that a message goes to; None for a person, who is found where they were last met."""
    if to == OFFICER:
        return context.casework.inbox
    return context.adopter.team_address if context.adopter is not None and to == TEAM else None


def clock_turn(event: str, context: TurnContext, at: datetime) -> Turn:
    """The turn that time takes, as the making of messages sees it."""
    return Turn(event, Kind.OPEN, context.account, Address("", "", ""), at)


def message_of(reply: Reply, tell: Tell) -> Message:
    """One thing as it is; several with the first in full and a line for each of the others."""
    head, *others = tell.items
    parts = [_text(reply, head)]
    phrase = f"{PHRASES[head.kind]}"
    if others:
        count = len(tell.items)
        parts = [text_of(reply.journey, "nudge_digest", count=count), *parts, *_lines(reply, others)]
        phrase = f"nudge_digest {phrase}"
    text = "\n\n".join(parts)
    if tell.to == TEAM:
        text = text_of(reply.journey, "nudge_named", person=escape(reply.name_of(head.person)), text=text)
    return Message(text, phrase, tuple(_choices(reply, head, bool(others))))


PHRASES: dict[str, str] = {
    "before": "nudge_before", "after": "nudge", "recurs": "nudge", "asked": "nudge", "rhythm": "nudge",
    "quiet": "nudge_quiet", "tell": "nudge_tell_lead", "returned": "hand_over_returned",
    "escalate": "nudge_escalated",
}  # fmt: skip


def _lines(reply: Reply, items: list[Item]) -> list[str]:
    """What comes together with the first: a line each, or a sentence where it asks nothing."""
    lines = [
        text_of(reply.journey, "nudge_also", step=title_for(reply, i), why=why(reply, i))
        for i in items
        if i.kind in OWN
    ]
    return [*(["\n".join(lines)] if lines else []), *(_text(reply, i) for i in items if i.kind not in OWN)]


def _text(reply: Reply, item: Item) -> str:
    """One item in full."""
    step = reply.journey.step(item.step)
    person = escape(reply.name_of(item.person))
    say = step.rhythm.before_say if step.rhythm and item.kind == "before" else ""
    question, _ = asked_of_nudge(reply, step, item)
    return text_of(
        reply.journey, PHRASES[item.kind],
        step=title_for(reply, item), person=person, say=say, adopter=escape(reply.adopter.name),
        why=why(reply, item) if item.kind in OWN else "", ask=question.ask if question else "",
    )  # fmt: skip


def title_for(reply: Reply, item: Item) -> str:
    """What it is about: the step; where that has several entries, with the one that is meant."""
    step, entry = reply.journey.step(item.step), _entry(reply, item)
    if entry is None or len(reply.progress.of(step.key).entries) < 2:
        return step.title
    return text_of(reply.journey, "nudge_entry", step=step.title, entry=title_of(reply, step, entry))


def _entry(reply: Reply, item: Item) -> Entry | None:
    return reply.progress.of(item.step).entry(item.entry) if item.entry else None


def _date_of(reply: Reply, item: Item) -> Fact | None:
    """The date that it is about, as its own entry has it."""
    entry = _entry(reply, item)
    return entry.facts.get(item.fact) if entry is not None else reply.facts_by_name.get(item.fact)


def why(reply: Reply, item: Item) -> str:
    """Why it comes: in the words of what the adopter said itself, where it said something."""
    journey = reply.journey
    rhythm = journey.step(item.step).rhythm
    fact = _date_of(reply, item)
    if item.kind == "asked":
        return text_of(journey, "nudge_why_asked")
    if item.kind == "recurs" and rhythm is not None:
        return text_of(
            journey, "nudge_why_recurs", last=_said(reply, rhythm.recurs_from), rhythm=_said(reply, rhythm.recurs_by)
        )
    if fact is not None:
        said = reply.say_fact(fact.name, fact.value, words=fact.words)
        if fact.person == item.person:
            return text_of(journey, "nudge_why_you", fact=said)
        return text_of(journey, "nudge_why_told", person=escape(reply.name_of(fact.person)), fact=said)
    known = any(f.name.partition(".")[0] == item.step for f in reply.current)
    last = rhythm is not None and item.count >= rhythm.times - 1
    nth = 2 if last else min(item.count, 1)
    date = say_day(item.since or reply.today)
    return text_of(journey, "nudge_why_since" if known else "nudge_why_open", nth, date=date)


def _said(reply: Reply, name: str) -> str:
    fact = reply.facts_by_name.get(name)
    value: Value = fact.value if fact is not None else ""
    return reply.say_fact(name, value)


def asked_of_nudge(reply: Reply, step: Step, item: Item) -> tuple[Question | None, str]:
    """The question that the nudge puts, and the entry that it is of: what comes next of the step; after a date, or
    when only its outcome is missing, how it went."""
    if item.kind not in OWN or item.kind == "before":
        return None, ""
    if step.rhythm is not None and item.kind == "recurs":
        return reply.question(step.rhythm.recurs_from), ""
    if item.entry:
        following = next_question(step, facts_about(reply, step, item.entry), aside(reply, step, item.entry))
    else:
        following, _ = next_of(reply, step)
    outcome = reply.question(step.done_when.fact) if step.done_when else None
    if not item.entry and reply.progress.done(step.key) and step.rhythm is not None and step.rhythm.recurs_from:
        return reply.question(step.rhythm.recurs_from), ""
    if item.kind == "after" or following is None or following.optional:
        return outcome or following, item.entry
    return following, item.entry


def _put_question(reply: Reply, head: Item) -> None:
    """The person's talk waits for the answer, unless it waits for something else."""
    reply.set(calm="")
    dialogue = reply.dialogue
    if (
        dialogue.reading_back
        or dialogue.heard
        or dialogue.open
        or dialogue.joining
        or dialogue.confirming
        or dialogue.case
    ):
        return
    step = reply.journey.step(head.step)
    if head.kind == "before":
        take_in_hand(reply, step, head.entry)
        reply.set(asked="", confirming=f"ready:{head.step}", failures=0)
        return
    question, entry = asked_of_nudge(reply, step, head)
    if question is not None:
        reply.new_stamp()
        reply.set(asked=question.key, failures=0)
        take_in_hand(reply, step, entry)


def _papers(reply: Reply, item: Item) -> list[Paper]:
    """The papers that may be wanted for a meeting to come, or for what comes round again."""
    wanted = {"before": lambda p: p.before, "recurs": lambda p: p.due}.get(item.kind)
    return [p for p in reply.journey.papers if wanted is not None and wanted(p) == item.step]


def _choices(reply: Reply, item: Item, among: bool) -> list[Choice]:
    """Answers where it stands. The buttons carry what is known of the step now, so that an old one can be told; among
    several steps the first says which it is about."""
    about = f"{item.step}#{item.entry}" if item.entry else item.step
    stamp = newest(reply, about)

    def button(name: str, *about: str) -> Choice:
        return reply.button(name, "nudge", *about, stamp=stamp)

    if item.kind == "quiet":
        return [reply.button("reminders_again", "do", "resume")]
    if item.kind == "escalate":
        return []
    if item.kind in ("tell", "returned"):
        ask = [button("tell_programme", "escalate", item.step)] if item.kind == "tell" else []
        return [
            button("someone_else", "else", item.step),
            button("leave_it", "leave", item.step),
            *(ask if not reply.adopter.escalate else []),
        ]
    name, act = ("in_hand", "ready") if item.kind == "before" else ("done", "done")
    first = replace(button(name, act, about), style="primary")
    if among:
        label = text_of(reply.journey, "button_of_several", answer=first.label, title=title_for(reply, item))
        first = replace(first, label=label)
    return [
        first,
        *([] if item.kind == "before" else [button("not_yet", "not_yet", about)]),
        button("remind_me", "later", about),
        button("someone_else", "else", about),
        button("pause", "pause", about),
        *(reply.choice(p.name, "paper", p.key) for p in _papers(reply, item)),
    ]


def newest(reply: Reply, about: str) -> int:
    """The id of the newest fact of a step, or of one entry of it (`STEP#ENTRY`); 0 when there is none."""
    return max((f.id for f in facts_of(reply, about)), default=0)


def facts_of(reply: Reply, about: str) -> list[Fact]:
    """What is known of a step, or of one entry of it (`STEP#ENTRY`)."""
    key, _, entry = about.partition("#")
    if entry:
        of = reply.progress.of(key).entry(entry)
        return list(of.facts.values()) if of is not None else []
    return [f for f in reply.current if f.name.partition(".")[0] == key]
