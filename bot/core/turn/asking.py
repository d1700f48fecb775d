"""Putting questions: which one comes next, how it is asked, why, and putting it aside.

One thing is asked at a time. A question in the middle of a question is answered, and the bot comes back to it.
"""

from __future__ import annotations

from bot.core.calendar import span_of
from bot.core.model import Choice, Message
from bot.core.model.journey import LEAD, EntryKind, Question, Step
from bot.core.model.presses import UnknownButtonError
from bot.core.model.reading import Open
from bot.core.record.entries import Entry, is_kept
from bot.core.record.progress import FINISHED, counts
from bot.core.turn import drafting
from bot.core.turn.buttons import choices_of, form_instead, more_choices, show_group, wording, yes_group
from bot.core.turn.choosing import steps_named
from bot.core.turn.entries import (
    MORE,
    as_aside,
    entries_now,
    entry_to_ask,
    facts_about,
    fresh,
    in_hand,
    next_of,
    take_in_hand,
    title_of,
)
from bot.core.turn.putting import may_put, note_put
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.standing import menu
from bot.core.turn.which import ask_which
from bot.core.turn.wording import escape, readable, say_list, say_span

STATE = "state"
"""The fact of an activity whose words tell of all of it."""
BEGIN = "begin"
"""What `DialogueState.asked` is while it is asked where to begin."""


def ask(reply: Reply, question: Question, begin: bool = True, entry: str = "", group: str = "") -> None:
    """Puts one question, of an entry where it has them, with its choices, or those of one of its groups; the step is
    introduced when this is the first that is heard of it."""
    if reply.more_to_come:
        reply.asks_on = reply.journey.step_of_question[question.key].key
        return
    reply.new_stamp()
    reply.set(asked=question.key, reading_back=False)
    if not reply.dialogue.heard:
        reply.set(confirming="")
    step = reply.journey.step_of_question[question.key]
    about = entry or entry_to_ask(reply, step) if step.has_entries(question.key) else ""
    show_group(reply, question, group or (yes_group(question) if _is_over(reply, step, about) else ""))
    if about:
        take_in_hand(reply, step, about)
        if not is_kept(about) and not reply.dialogue.heard:
            reply.set(known_up_to=max((f.id for f in reply.context.facts), default=0))
        say_which(reply, step, about, came_between=not _just_said(reply, step))
    note_put(reply, as_aside(reply, question))
    choices = choices_of(reply, question)
    if begin and step.begins_with and not reply.progress.of(step.key).facts and question is step.questions[0]:
        reply.say("step_begins", step=step.title, purpose=step.begins_with)
        choices = (*choices, *form_instead(reply, step))
    reply.add(Message(wording(reply, question), question.key, choices))


def _is_over(reply: Reply, step: Step, about: str) -> bool:
    """Whether its day is past: it took place, so that is not asked."""
    known = facts_about(reply, step, about)
    days = [str(known[q.key].value) for q in step.questions if q.kind == "date" and q.key in known]
    return any(span_of(day)[1] < reply.today for day in days)


def ask_role(reply: Reply) -> None:
    """What the person does at the adopter; optional, and never in the way of an answer. They type it, or choose from
    a list; what the programme offers and expects is a button away."""
    reply.set(joining="role")
    reply.say("ask_role", [
        reply.button("roles", "do", "roles"),
        reply.button("offers", "do", "offers"),
        reply.button("expects", "do", "expects"),
    ])  # fmt: skip


def ask_next(reply: Reply, prefer: Step | None = None) -> None:
    """Puts the next question: of the step in hand first, then of the step that comes next."""
    if reply.more_to_come:
        reply.asks_on = prefer.key if prefer is not None else ""
        return
    if reply.dialogue.shared and asks_whose(reply):
        ask_whose(reply)
        return
    if prefer is not None:
        question, entry = next_of(reply, prefer)
        of_entry = question is not None and prefer.has_entries(question.key)
        if not of_entry and _asks_beside(reply, prefer):
            return
        if question is not None:
            ask(reply, question, entry=entry)
        if question is not None or _ask_together(reply, prefer):
            return
    if ask_for_draft(reply) or ask_where(reply):
        return
    step = reply.next_step()
    if step is not None and _is_left_to_others(reply, step):
        _say_own_done(reply)
        return
    question, entry = next_of(reply, step) if step else (None, "")
    if question is None:
        reply.set(asked="", reading_back=False)
        if not any(fact.name == FINISHED for fact in reply.facts):  # the card of the end has said it
            say_nothing_next(reply)
    else:
        ask(reply, question, entry=entry)


def _is_left_to_others(reply: Reply, step: Step) -> bool:
    """Whether this person has steps of their own, by their role or because they took them on, and this is none."""
    owners = {s.owner for s in reply.journey.steps if counts(s)} - {LEAD}
    has_own = bool(reply.my_steps) or reply.person.role in owners
    is_own = step.key in reply.my_steps or step.owner == reply.person.role
    return has_own and reply.person.role != LEAD and not is_own


def _say_own_done(reply: Reply) -> None:
    """Nothing of theirs is left to ask: what else is open, and a way to it for who knows."""
    left = [s.step for s in reply.progress.pending if s.step.key not in reply.steps_of_others]
    reply.set(asked="", reading_back=False)
    choices = [reply.choice(s.title, "step", s.key) for s in left]
    reply.say("own_done", [*choices, reply.button("status", "do", "status")], steps=say_list([s.title for s in left]))


def _asks_beside(reply: Reply, step: Step) -> bool:
    """Once nothing is left of the entry in hand: what a draft lacks, then whether there were others; of a list,
    whether there is more of it, then what a draft lacks."""
    if step.entries is not None and not step.entries.state:
        return ask_more(reply, step) or ask_for_draft(reply)
    return ask_for_draft(reply) or ask_more(reply, step)


def ask_for_draft(reply: Reply) -> bool:
    """Asks for what the draft in hand lacks; once nothing is left, offers it again. False when none is in hand."""
    paper = drafting.drafted(reply)
    if paper is None:
        return False
    question, entry = next(drafting.missing(reply, paper), (None, ""))
    if question is None:
        reply.set(drafting="", asked="")
        reply.say("draft_complete", [reply.choice(paper.name, "paper", paper.key)])
        return True
    step = reply.journey.step_of_question[question.key]
    ask(reply, question, begin=False, entry=entry or fresh(reply, step))
    return True


def say_nothing_next(reply: Reply) -> None:
    """There is nothing to ask this person: because questions were put aside, because what is open is with
    colleagues or has nothing left to ask, or because nothing is."""
    others = [s.step.title for s in reply.progress.pending if s.step.key in reply.steps_of_others]
    still = [s.step.title for s in reply.progress.pending]
    if reply.next_step(()) is not None and reply.dialogue.skipped:
        reply.say("nothing_next_skipped", menu(reply))
    elif others:
        reply.say("nothing_next_others", menu(reply), steps=say_list(others))
    elif still:
        reply.say("still_open", menu(reply), steps=say_list(still))
    else:
        reply.say("nothing_next", menu(reply))


# ---------------------------------------------------------------- where to begin


def ask_where(reply: Reply, begin: bool = True) -> bool:
    """Asks where to begin, as long as nothing is known; of one step alone, its question. False when it does not."""
    steps = where_to_begin(reply)
    if len(steps) == 1 and not steps[0].gives:
        question, entry = next_of(reply, steps[0])
        assert question is not None, steps[0].key
        ask(reply, question, begin, entry)
    elif steps:
        reply.new_stamp()
        reply.set(asked=BEGIN, reading_back=False)
        reply.say("talk_of_which" if reply.progress.told else "begin_where", [_begin_button(reply, s) for s in steps])
    return bool(steps)


def _begin_button(reply: Reply, step: Step) -> Choice:
    about = ("do", step.gives) if step.gives else ("step", step.key)
    return reply.choice(step.short or step.title, *about)


def where_to_begin(reply: Reply) -> list[Step]:
    """The steps among which this person may choose while nothing is known; none once something is, nor for who has
    steps of their own."""
    if reply.progress.told or reply.my_steps:
        return _steps_to_choose(reply) if reply.dialogue.asked == BEGIN else []
    keys = (reply.role.begins if reply.role is not None else ()) or reply.journey.begins
    return [s for key in keys if key not in reply.steps_of_others and _may_begin(reply, s := reply.journey.step(key))]


def _steps_to_choose(reply: Reply) -> list[Step]:
    """What else there is to speak of: what is open, not with a colleague, and not put aside."""
    pending = [s for s in reply.progress.pending if s.step.key not in reply.steps_of_others]
    return [s.step for s in pending if s.to_ask(reply.facts_by_name, reply.dialogue.skipped) is not None]


def ask_which_step(reply: Reply) -> None:
    """Asks what to speak of instead of what was put aside."""
    reply.say("of_course")
    reply.set(asked=BEGIN, reading_back=False)
    if not ask_where(reply):
        reply.set(asked="")
        say_nothing_next(reply)


def _may_begin(reply: Reply, step: Step) -> bool:
    """Whether there is something to ask about it, or to give."""
    return bool(step.gives) or next_of(reply, step)[0] is not None


def begin_step(reply: Reply, step: Step) -> None:
    """Goes to a step that was chosen: its next question, or, when all are answered, the first one again. Who was just
    asked where to begin has read enough before it. Raises UnknownButtonError for a step that asks nothing."""
    if not step.questions:
        raise UnknownButtonError(step.key)
    question, entry = next_of(reply, step)
    ask(reply, question or step.questions[0], reply.dialogue.asked != BEGIN, entry)


def _just_said(reply: Reply, step: Step) -> bool:
    """Whether an entry of this step is what was just told or asked of, so that nothing came between."""
    told = reply.dialogue.heard or any(reply.step_of(f.name) is step for f in reply.facts)
    return bool(told) or reply.journey.step_of_question.get(reply.context.dialogue.asked) is step


def say_which(reply: Reply, step: Step, entry: str, came_between: bool = False) -> None:
    """Where there are several, or something else came between, a question says which one it is about."""
    now = entries_now(reply, step)
    mine = next((e for e in now if e.id == entry), None)
    if (len(now) > 1 or came_between) and mine is not None:
        reply.say("about_entry", entry=title_of(reply, step, mine))


# ---------------------------------------------------------------- whether there were others, and which is meant


def ask_more(reply: Reply, step: Step) -> bool:
    """Asks once, after an entry was kept that has taken place: were there others? False when it is not asked."""
    kind = step.entries
    if kind is None or not kind.more or not kind.several or step.key in reply.dialogue.more_asked:
        return False
    told = reply.facts_by_name.get(kind.all_told)
    recorded = reply.recorded(step, in_hand(reply, step))
    if recorded is None or (kind.state and not _took_place(reply, step, kind, recorded)):
        return False
    if told is not None and told.value is True:
        return False
    reply.set(more_asked=(*reply.dialogue.more_asked, step.key))
    put_more(reply, step)
    return True


def _took_place(reply: Reply, step: Step, kind: EntryKind, entry: Entry) -> bool:
    return str(entry.value(kind.state)) in kind.held and reply.progress.done(step.key)


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


def asks_whose(reply: Reply) -> bool:
    """Whether it is asked now of which step something was."""
    shared = reply.journey.shared_of(reply.dialogue.shared[0].name) if reply.dialogue.shared else None
    return shared is not None and may_put(reply, shared.question)


def ask_whose(reply: Reply, phrase: str = "") -> None:
    """Asks of which step it was, where the words do not tell; all that was said waits for that one answer. Asked
    again, it is a `phrase` with the same buttons."""
    shared = reply.journey.shared_of(reply.dialogue.shared[0].name)
    assert shared is not None, reply.dialogue.shared
    reply.new_stamp()
    note_put(reply, shared.question)
    reply.set(asked=shared.question, reading_back=False)
    choices = [reply.choice(label, "whose", shared.name, key) for key, label in shared.steps]
    if shared.both:
        choices.append(reply.choice(shared.both, "whose", shared.name, *(key for key, _ in shared.steps)))
    if phrase:
        reply.say(phrase, choices)
        return
    named = [readable(u.words) for u in reply.dialogue.shared if u.name.endswith(f".{STATE}")]
    told = dict.fromkeys(words for words in named if any(letter.isalnum() for letter in words))
    quoted = text_of(reply.journey, "whose_words", words=escape("”, “".join(told))) if told else ""
    reply.add(Message("\n\n".join(filter(None, (quoted, shared.ask))), shared.question, tuple(choices)))


def put_more(reply: Reply, step: Step) -> None:
    """The question whether there were others."""
    kind = step.entries
    assert kind is not None, step.key
    reply.new_stamp()
    reply.set(asked=f"{step.key}{MORE}", reading_back=False)
    reply.add(Message(kind.more, f"{step.key}{MORE}", more_choices(reply, step)))


def say_next(reply: Reply) -> None:
    """Answers "what should we do now": names the step and why, then asks. Where something was just told, it names
    what comes after that, and asks once it is kept. What was asked before and not answered is asked anew."""
    reply.set(put=())
    if reply.more_to_come and (reply.dialogue.heard or reply.dialogue.shared):
        _say_after(reply)
        return
    if reply.dialogue.shared:
        ask_whose(reply)
        return
    if ask_where(reply):
        return
    named = [reply.journey.step_by_key[key] for key in steps_named(reply)]
    step = named[0] if len(named) == 1 and next_of(reply, named[0])[0] is not None else reply.next_step()
    if step is None and reply.dialogue.skipped:
        reply.set(skipped=())  # Asking what is next brings back what was put aside.
        step = reply.next_step(())
    if step is not None:
        reply.say("next_step", step=step.title, why=step.purpose)
        question, entry = next_of(reply, step)
        if question is not None:
            ask(reply, question, begin=False, entry=entry)
            return
    say_nothing_next(reply)


def _say_after(reply: Reply) -> None:
    """Which step comes after those that were just told of."""
    told = {reply.step_of(fact.name) for fact in reply.dialogue.heard}
    if reply.dialogue.shared:
        return  # Of which step that was is asked first.
    others = [s.step for s in reply.progress.pending if s.step not in told]
    if others:
        reply.say("next_after", step=others[0].title, why=others[0].purpose)


MOST_QUOTED = 60
"""Characters of somebody's words that are said back to them: a whole message is no quotation."""
OPEN_PHRASES = {
    "vague": "ask_vague_date",
    "impossible_date": "ask_impossible_date",
    "share": "ask_share",
}


def ask_open(reply: Reply, gap: Open) -> None:
    """Asks about something that the words touched and left open, in a way that fits why."""
    note_put(reply, gap.name)
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
        say_which(reply, step, gap.entry)
    reply.note_private(question)
    if gap.reason == "quarter":
        reply.say("ask_quarter", words=gap.words, choices=[
            reply.button("quarters_financial", "quarters", "financial"),
            reply.button("quarters_calendar", "quarters", "calendar"),
        ])  # fmt: skip
        return
    show_group(reply, question, _group_of(question, gap))
    asked = wording(reply, question)
    choices = choices_of(reply, question)
    if gap.reason == "no_address":
        reply.say("ask_no_address", choices=choices)
    elif gap.reason in OPEN_PHRASES and 0 < len(gap.words) <= MOST_QUOTED:
        reply.say(OPEN_PHRASES[gap.reason], choices=choices, words=gap.words)
    elif gap.reason == "emptied":
        unknown = reply.button("not_known", "do", "skip", question.key)
        reply.say("ask_emptied", choices=[*choices, unknown], value=gap.words, question=asked)
    elif gap.reason == "contradiction":
        reply.say("ask_contradiction", choices=choices, question=asked)
    else:
        reply.say("ask_hope" if gap.reason == "hope" else "ask_open", choices=choices, question=asked)


def _group_of(question: Question, gap: Open) -> str:
    """The group of choices that is asked about: words that leave open how it went tell that it took place."""
    return yes_group(question) if gap.reason in TOLD_OPEN else ""


TOLD_OPEN = ("missing", "contradiction")
"""Why something is open that the words tell of as having happened."""


def ask_same_date(reply: Reply, question: Question) -> None:
    """After a plan came true: was it on the day that was planned?"""
    step = reply.journey.step_of_question[question.key]
    fact = facts_about(reply, step, in_hand(reply, step))[question.key]
    reply.new_stamp()
    reply.set(asked=question.key, reading_back=False)
    reply.note_private(question)
    reply.say(
        "same_date",
        choices=[reply.button("yes", "do", "same_date"), reply.button("skip", "do", "skip", question.key)],
        date=say_span(str(fact.value)),
    )
