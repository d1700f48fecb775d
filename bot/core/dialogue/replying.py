"""What the plain acts lead to: something told, a yes, a no, a greeting, words that cannot be told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.core.dialogue import notes, own_answers, parts
from bot.core.dialogue.correcting import correct
from bot.core.guidance.about import may_be_answered
from bot.core.guidance.briefings import guidance
from bot.core.guidance.requests import wants_briefing
from bot.core.language import mentions, telling
from bot.core.language.choices import matches
from bot.core.language.doing import ME
from bot.core.model import Choice
from bot.core.model.journey import Step
from bot.core.model.reading import OTHER_LANGUAGE, TELLING, Reading, Understood
from bot.core.people import leaving, owners
from bot.core.reminders import settings as reminders
from bot.core.reminders import words as words_on
from bot.core.safety.guard import reading_of
from bot.core.turn import answers, asking, buttons, confirming, returning, standing
from bot.core.turn.assigning import FROM, UNTIL
from bot.core.turn.choosing import steps_named
from bot.core.turn.heard import forget
from bot.core.turn.reply import Reply
from bot.core.turn.requesting import has_phrase, words_of
from bot.core.turn.shortcuts import command_in
from bot.core.turn.understand import understand
from bot.core.turn.wording import REFUSES, escape

_MAY_BE_OWN = frozenset(["unclear", "other", "answer", "skip"])
"""Acts of words that may answer the question in hand in a way that only it knows."""
_MAY_CHOOSE = frozenset(["unclear", "other", "answer", "next"])
"""Acts of words that may name the step to begin with."""
FEWEST_WORDS_TOLD = 4
"""So many words tell something, rather than answer the question in hand badly."""
_MAY_WANT_BRIEFING = frozenset(["status", "other", "unclear", "help", "ask"])


def command_of(reply: Reply) -> str | None:
    """Which of the bot's own words this is."""
    return command_in(reply.turn.text)


def leave_denied(reply: Reply) -> bool:
    """A no has ended it, and nothing is said instead: it is not asked about again. Always passes on."""
    reading = reading_of(reply)
    if not reading.facts and reading.intent != "correct":
        forget(reply)
    return False


def lone_number(reply: Reply) -> bool:
    """A number of one figure, while something waits for a yes: the number of a choice or a line that is none here.
    Taken as how many took part it would be false, so what waits is put again."""
    if not re.fullmatch(r"\W*\d\W*", reply.turn.text):
        return False
    confirming.read_back(reply)
    return True


def chooses_where(reply: Reply) -> bool:
    """A step chosen in words, as the one to begin with. False when the words are something else."""
    reading = reading_of(reply)
    if reading.facts or reading.intent not in _MAY_CHOOSE or len(reply.turn.text.split()) > own_answers.A_SENTENCE:
        return False
    steps = {s.key: s for s in asking.where_to_begin(reply) if not s.gives}
    found = matches(reply.turn.text, [(s.key, s.short or s.title) for s in steps.values()])
    if len(found) == 1:
        asking.begin_step(reply, steps[found[0]])
    return len(found) == 1


def opens_choices(reply: Reply) -> bool:
    """A button's label or a yes in words, where more choices stand behind it. What is told beside that yes is still
    heard: then this passes on."""
    reading, question = reading_of(reply), reply.question(reply.dialogue.asked)
    group = own_answers.group_named(reply, reading, question) if question is not None else None
    if question is None or group is None:
        return False
    buttons.show_group(reply, question, group.key)
    if reading.facts:
        return False
    asking.ask(reply, question, begin=False, group=group.key)
    return True


def in_own_words(reply: Reply) -> bool:
    """Words that answer the question in hand in a way that only it knows are read so. Always passes on."""
    reading, question = reading_of(reply), reply.question(reply.dialogue.asked)
    chooses = question is not None and question.kind in ("choice", "choices")
    puts_nothing_right = reading.intent == "correct" and not reading.facts and chooses  # "No, it was the full board."
    may_be = reading.intent in _MAY_BE_OWN or puts_nothing_right
    if may_be and (own := own_answers.own_answer(reply, reading)):
        reply.reading = own
    return False


def told_already(reply: Reply) -> bool:
    """What the record says already is told once more: that is said, and the question is put again."""
    if not own_answers.told_already(reply, reading_of(reply)):
        return False
    reply.say("nothing_changed")
    asking.ask_next(reply, reply.journey.step_of_question.get(reply.dialogue.asked))
    return True


def handed_over(reply: Reply, reading: Reading) -> None:
    """Somebody is away until a day, and who stands in may be named; or they leave, or hand over a step."""
    named = next((str(f.value) for f in reading.facts if f.name == "owner.person"), "")
    if _hands_nothing_over(reply, named):
        told(reply, replace(reading, intent="answer", facts=tuple(f for f in reading.facts if f.name not in OWNING)))
        return
    said = {f.name for f in reading.facts}
    if not said & {FROM, UNTIL}:
        leaving.leave_or_hand_over(reply, reading)
        return
    reminders.snooze(reply, reading)
    if said & {"owner.person", "owner.step"}:
        owners.hand_over(reply, reading)


def _hands_nothing_over(reply: Reply, named: str) -> bool:
    """Whether somebody is named, and takes nothing: who asked for something, who does something once, who sits on the
    board; or the speaker says what they did not do."""
    text = reply.turn.text
    if not named:
        return False
    if named == ME and mentions.denies(text):
        return True
    nobody = owners.find_person(reply, named) is None and not owners.may_be_name(reply, named)
    once = mentions.tells_activity(text) or mentions.only_mentioned(text, named)
    return nobody or once or mentions.is_outside(text) or _SITS.search(text) is not None


def rested(reply: Reply, reading: Reading) -> None:
    """Reminders later; or the record put right, where nothing is of reminders: "undo the June thing"."""
    if words_on.is_of_the_record(reply.turn.text):
        correct(reply, replace(reading, intent="correct", facts=(), open=()))
    else:
        reminders.snooze(reply, reading)


def undone(reply: Reply, reading: Reading) -> None:
    """Takes back what was said last. After a wish on reminders, words with none of them are of the record."""
    text, said = reply.turn.text, {f.id: f.name for f in reply.context.recent}
    last = [said.get(i, "") for i in reply.dialogue.last]
    of_reminders = bool(last) and all(name.startswith("reminders.") for name in last)
    if of_reminders and len(text.split()) >= FEWEST_WORDS_TOLD and words_on.is_of_the_record(text):
        correct(reply, replace(reading, intent="correct", facts=(), open=()))
    else:
        reminders.undo(reply)


OWNING = ("owner.person", "owner.step")
_SITS = re.compile(
    r"\b(?:(?:i am|i'?m|i’m|(?:she|he) is|(?:she|he)['’]?s|am|is) (?:also |both )?(?:a |the )?"
    r"(?:member of|on|chair of)"
    r"|(?:i|she|he) (?:also )?(?:sits?|serves?|chairs?)(?: on)?) (?:the|our) \w+(?! (?:step|bit|part|item|paper))\b",
    re.IGNORECASE,
)
"""Who somebody is: being on the board is no wish to look after its step."""


def briefing_wanted(reply: Reply) -> bool:
    """Words that ask for a briefing, whatever else they may be."""
    reading = reading_of(reply)
    if reading.intent not in _MAY_WANT_BRIEFING or not wants_briefing(reply.turn.text):
        return False
    guidance(reply, reading)
    return True


# ---------------------------------------------------------------- by what the words mean


def told(reply: Reply, reading: Reading) -> None:
    """Something to record."""
    if _tells_nothing(reading):
        reading = _read_alone(reply) or replace(reading, open=())
    reading = notes.beside(reply, reading)
    if reply.dialogue.confirming == answers.DENIED and reading.facts:
        parts.let_go_of_denied(reply, reading.facts)
    elif reply.dialogue.reading_back and reading.facts:  # A guess that was passed over is not carried along.
        reply.set(heard=_not_guessed(reply))
    if reading.facts or any(reply.question(o.name) for o in reading.open):
        answers.hear(reply, reading.facts, reading.open, reply.turn.text)
    else:
        unclear(reply, reading)


def _not_guessed(reply: Reply) -> tuple[Understood, ...]:
    """What was surely understood or answers the question put, and what stands beside it in the same entry: no part of
    an entry by itself."""
    heard, asked = reply.dialogue.heard, reply.dialogue.asked
    sure = {(u.name.partition(".")[0], u.entry) for u in heard if u.sure or u.name == asked}
    return tuple(
        u for u in heard
        if u.sure or u.name == asked or (u.entry and (u.name.partition(".")[0], u.entry) in sure)
    )  # fmt: skip


def _tells_nothing(reading: Reading) -> bool:
    """Words that seem to tell something, of which nothing can be recorded as the answer to the question put."""
    return not reading.facts and all(o.reason == "unanswered" for o in reading.open)


def _read_alone(reply: Reply) -> Reading | None:
    """The words by themselves: "we ran a survey" is no minute reference, and tells something. Never surely; what the
    record says already is no news."""
    found = understand(reply.programme, reply.turn.text, replace(reply.reading_context(), asked=None))
    if found.intent not in TELLING or all(own_answers.is_recorded(reply, f) for f in found.facts):
        return None
    return replace(found, facts=tuple(replace(f, sure=False) for f in found.facts))


def _not_taken(reply: Reply) -> bool:
    """Says that nothing was kept of a sentence about another step, and leads there. False where it names none."""
    asked = reply.journey.step_of_question.get(reply.dialogue.asked)
    named = [*steps_named(reply), *(s.key for s in reply.journey.steps if _names_way_of(reply, s))]
    steps = [s for s in reply.journey.steps if s.key in named and s.questions and s is not asked]
    if not steps or reply.dialogue.reading_back or len(reply.turn.text.split()) < FEWEST_WORDS_TOLD:
        return False
    reply.say("not_taken", [reply.choice(s.title, "step", s.key) for s in steps[:2]], step=steps[0].title)
    returning.ask_again(reply)
    return True


def _names_way_of(reply: Reply, step: Step) -> bool:
    """Whether the words name one of several ways that are recorded of this step ("the survey was online as well")."""
    for fact in reply.context.facts:
        question = reply.question(fact.name) if reply.step_of(fact.name) is step else None
        if question is None or not isinstance(fact.value, tuple):
            continue
        labels = [o.label for o in question.options if o.value in fact.value]
        if any(has_phrase(words_of(reply.turn.text), words_of(label)) for label in labels):
            return True
    return False


def confirmed(reply: Reply, reading: Reading) -> None:
    """A yes to what was read back. Words that say no yes keep nothing."""
    if reading.assent is None:
        unclear(reply, reading)
        return
    answers.confirm(reply)


def denied(reply: Reply, reading: Reading) -> None:
    """A no to what was read back. A question is none: it is answered, and what was read back waits."""
    if _ASKING.match(reply.turn.text) and reading.assent is None:
        waits = _ASKS_ON.search(reply.turn.text)
        returning.ask_again(reply) if waits else unclear(reply, replace(reading, intent="ask"))
        return
    if reading.assent is None and not REFUSES.search(reply.turn.text):
        unclear(reply, reading)
        return
    answers.deny(reply)


_ASKING = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay)\s+)*(?:is|are|was|do|does|did|can|could|what|who|when|where|why|how|which|anything)\b",
    re.IGNORECASE,
)
_ASKS_ON = re.compile(r"\b(?:anything|something|what) (?:else|more|next)\b", re.IGNORECASE)


def unclear(reply: Reply, reading: Reading) -> None:
    """Asks instead of guessing: the question again with its hint, the likeliest readings as buttons, never the same
    sentence twice in a row. A bare yes or no, while something is held and not yet read back, is about that."""
    if reading.assent is not None and reply.dialogue.heard and reply.dialogue.confirming != answers.DENIED:
        reply.set(open=())
        confirming.read_back(reply) if reading.assent else answers.deny(reply)
        return
    if reading.topic == OTHER_LANGUAGE:
        _other_language(reply)
        return
    if (answer := own_answers.yes_or_no(reply, reading)) is not None:
        answers.hear(reply, [answer], words=reply.turn.text)
        return
    if reading.assent is True and not reading.facts and _nothing_is_asked(reply):
        reply.say("nothing_waits", standing.menu(reply))
        return
    if may_be_answered(reply, tells=reading.intent in TELLING):
        return
    if noted(reply, reading):
        return
    question = reply.question(reply.dialogue.asked)
    if _not_taken(reply):
        pass
    elif question is not None and not reply.dialogue.reading_back:
        hint = question.not_understood or question.good or question.ask
        reply.say("not_understood_question", [*buttons.choices_of(reply, question), *_ways_out(reply)], hint=hint)
    else:
        likeliest = _likeliest(reply, reading)
        others = [] if likeliest or reply.in_hand else standing.menu(reply)
        returning.not_understood(reply, [*likeliest, *(others or _ways_out(reply))])
        return
    reply.set(failures=reply.dialogue.failures + 1)


def and_noted(reply: Reply, reading: Reading, act: Callable[[Reply, Reading], object]) -> object:
    """Answers words that were taken for a question or a wish; where they ask for nothing, what they tell is read back
    too: "the badge is not up yet". Gives back what the act does."""
    wanted = telling.asks(reply.turn.text) or telling.wants(reply.turn.text)
    told_so = None if wanted or reply.more_to_come else notes.alone(reply, reading)
    if told_so is None:
        return act(reply, reading)
    text, reply.more_to_come = reply.turn.text, True
    done = act(reply, reading)
    reply.more_to_come = False
    if done is not False:
        answers.hear(reply, told_so.facts, words=text)
    return done


def noted(reply: Reply, reading: Reading) -> bool:
    """Reads back in their own words what somebody told and nothing was taken of. False where they told nothing."""
    told_so = notes.alone(reply, reading)
    if told_so is None:
        return False
    answers.hear(reply, told_so.facts, words=reply.turn.text)
    return True


def _nothing_is_asked(reply: Reply) -> bool:
    """Nothing that a yes could be an answer to: it is a nod to what the bot said."""
    dialogue = reply.dialogue
    return not (dialogue.asked or dialogue.confirming or dialogue.pending or dialogue.shared or dialogue.joining)


def _ways_out(reply: Reply) -> list[Choice]:
    """After two failures in a row: the step's form, where there is one, or a person."""
    if reply.dialogue.failures == 0:
        return []
    step = reply.journey.step_of_question.get(reply.dialogue.asked)
    form = buttons.form_instead(reply, step) if step is not None else []
    return [*form, reply.button("person", "do", "person")]


def _other_language(reply: Reply) -> None:
    """Words that are not English are never guessed at: one kind line, with buttons."""
    reply.say("other_language", choices=() if reply.in_hand else standing.menu(reply))
    returning.ask_again(reply)
    reply.set(failures=reply.dialogue.failures + 1)


def _likeliest(reply: Reply, reading: Reading) -> list[Choice]:
    """The two readings that come closest, as buttons."""
    labels = {choice.value.rsplit("|", 1)[-1]: choice for choice in standing.menu(reply)}
    steps = reply.journey.step_by_key
    chosen = []
    for name in reading.likeliest[:2]:
        if name in steps:
            chosen.append(reply.choice(steps[name].title, "step", name))
        elif name in labels:
            chosen.append(labels[name])
    return chosen


def other(reply: Reply, reading: Reading) -> None:
    """Something off the subject."""
    if may_be_answered(reply) or noted(reply, reading):
        return
    reply.say("other", choices=() if reply.in_hand else standing.menu(reply))
    returning.ask_again(reply)


def greeted(reply: Reply, reading: Reading) -> None:
    """A hello."""
    reply.say("greeting", name=escape(reply.person.name))
    returning.carry_on(reply)


def thanked(reply: Reply, reading: Reading) -> None:
    """A thank you."""
    reply.say("thanks")
    returning.ask_again(reply)
