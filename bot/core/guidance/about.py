"""Questions about the charter, its steps and the programme: a short answer with its source, or "not sure"."""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz import fuzz

from bot.core.guidance import briefing_text as texts
from bot.core.guidance.briefings import finds, guidance, knows_law, look, topic
from bot.core.guidance.questions import Match, far_from, is_own, match
from bot.core.guidance.requests import nameless, unmet_search_of, wants_briefing
from bot.core.language.asking import asks, asks_for, asks_how, opens_asking, wants
from bot.core.language.choices import matches
from bot.core.model import Choice
from bot.core.model.casework import NoteUnmetSearch
from bot.core.model.journey import QuestionAndAnswer
from bot.core.model.presses import Press
from bot.core.model.reading import Reading
from bot.core.turn.offering import LABEL, read_button
from bot.core.turn.person_words import asks_for_person
from bot.core.turn.reply import PREVIEW, WRITING, Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import text_of
from bot.core.turn.wording import say_day

_TO_READ = re.compile(r"\b(?:any|anything|owt|something|new|newest|latest|read|reading|tips?|docs?)\b")
_TELLS = re.compile(
    r"https?://|^\W*(?:our|we(?:'ve|’ve| have| had| did| are| were)?|i(?:'ve|’ve| have| did)) \w+", re.IGNORECASE
)
"""Words that tell of oneself, or have an address: without a question they ask for no answer."""
OF_THEIR_OWN = frozenset(["signpost", "confirm", "deny", "undo", "hand_over", "pause", "resume", "snooze", "correct"])
"""What is never taken for a question, however like one it sounds, unless it asks how that is done."""
WISHED = frozenset(["owner", "reminders"])
"""Of whom and what an order is, by the beginnings of facts."""
ORDERS = frozenset(["hand_over", "pause", "resume", "snooze", "undo", "correct"])
SOUNDS_LIKE = frozenset(
    ["report", "learning", "badge", "help", "next", "person", "other", "unclear", "guidance", *ORDERS]
)
"""What a word in a question makes it sound like: then an answer that is close enough is given too."""
ASKING = frozenset(["ask", "learning", "badge"])
"""What is a question by itself, without the words of one."""
MAY_BE_REQUESTS = frozenset(["ask", "unclear", "other", "help"])
"""What may turn out to want something done."""
DONE = frozenset(
    ["status", "next", "report", "help", "held", "erase", "whats_on", "sign_up", "not_coming", "calendar"]
)
"""Of what people want done, that which needs no more than to be asked for."""
A_QUESTION = 4
"""In so many words something is asked to which there may be no answer here."""
ALIKE = 80
"""Of 100: how alike the words must be to an offered question to choose it. A number of one or two words will do."""


def about(reply: Reply, reading: Reading) -> None:
    """A question about the charter, a step or the programme."""
    found = found_for(reply)
    answered(reply, found)
    if found.answer is None and not found.nearest:
        _without_answer(reply)
    if found.given is not None or not found.nearest:
        ask_again(reply)


def found_for(reply: Reply) -> Match:
    """What the words come to, with the step in mind that was just told of, or is in hand."""
    names = [reply.dialogue.asked, *(f.name for f in reply.dialogue.heard)]
    step = next((step for name in reversed(names) if (step := reply.step_of(name)) is not None), None)
    return match(reply.journey, reply.turn.text, step.title if step is not None else "")


def answered(reply: Reply, found: Match) -> None:
    """Gives the answer that fits, or the one that is close enough with the next one beside it, or offers the nearest
    two. What is offered is asked about before anything else."""
    if found.answer is not None:
        give(reply, found.answer)
    elif found.near:
        give(reply, found.nearest[0], beside=found.nearest[1])
    elif found.nearest:
        reply.set(pending=reply.turn.text)
        reply.say("answer_unsure", [*(_ask_button(reply, a) for a in found.nearest), _person(reply)])


def not_for_a_person(reply: Reply) -> bool:
    """What only sounds like a wish for a human being and has an answer here: "can I send you a photo?"."""
    reading, names = reply.reading, [reply.journey.officer_name, *(p.name for p in reply.context.people)]
    if reading is None or reading.intent != "person" or reading.facts or asks_for_person(reply.turn.text, names):
        return False
    found = found_for(reply)
    if found.given is None or reply.dialogue.confirming in (WRITING, PREVIEW):
        return False
    answered(reply, found)
    ask_again(reply)
    return True


def chosen(reply: Reply) -> bool:
    """One of the offered questions was meant, by its number or its words. False when none was offered or is meant."""
    if not reply.dialogue.pending or reply.dialogue.confirming:
        return False
    offered = match(reply.journey, reply.dialogue.pending).nearest
    text = reply.turn.text
    found = matches(text, [(a.key, a.questions[0]) for a in offered])
    if len(found) != 1:
        return False
    wanted = next(a for a in offered if a.key == found[0])
    if len(text.split()) > 2 and fuzz.ratio(text.casefold(), wanted.questions[0].casefold()) < ALIKE:
        return False
    reply.set(pending="")
    give(reply, wanted)
    ask_again(reply)
    return True


def may_be_answered(reply: Reply, tells: bool = False) -> bool:
    """For words that the reader could not tell: an answer that surely fits or, to a question, the nearest ones. What
    `tells` something is answered only where it asks."""
    text = reply.turn.text
    asking, tells = asks(text) or opens_asking(text), tells or _TELLS.search(text) is not None
    if tells and not asking and not is_own(reply.journey, text):
        return False  # Looking for what comes near costs more than reading did.
    found = found_for(reply)
    if found.answer is None and not asking:
        return False
    answered(reply, found)
    if not (found.answer or found.nearest) and not tells and opens_asking(text) and len(text.split()) >= A_QUESTION:
        _without_answer(reply)
        ask_again(reply)
        return True
    if found.given is not None:
        ask_again(reply)
    return found.answer is not None or bool(found.nearest)


def outright(reply: Reply, reading: Reading) -> bool:
    """A question that the content answers is answered, whatever a word in it sounds like by the way: the badge, a
    report, what is next, something told that nobody could be sure of. In the content's own words, whatever else they
    may be read as."""
    text = reply.turn.text
    if not (asks(text) or wants(text)) and reading.intent not in ASKING:
        return False  # Looking for the answer costs more than reading did.
    found = found_for(reply)
    given = found.given if reading.intent in SOUNDS_LIKE and opens_asking(text) else found.answer
    if given is None or not ((found.exact and asks(text)) or _is_question(reply, reading)):
        return False
    answered(reply, found)
    ask_again(reply)
    return True


def _is_question(reply: Reply, reading: Reading) -> bool:
    """Whether words that have a sure answer ask for it, and neither tell something nor want something else."""
    text, how = reply.turn.text, asks_how(reply.turn.text)
    facts = [f for f in reading.facts if f.sure and not (how and f.name.partition(".")[0] in WISHED)]
    no_order = how or (asks_for(text) and not reading.facts)
    if (
        (reading.intent in OF_THEIR_OWN and not (no_order and reading.intent in ORDERS))
        or facts
        or wants_briefing(text)
    ):
        return False
    wanted = unmet_search_of(text, reply.today, reply.journey.synonyms.ignored)
    if wanted.kind == "force" and knows_law(reply, text):
        return False
    if reading.intent == "guidance" and _TO_READ.search(text.casefold()):  # "Anything on STAIRs?"
        return asks(text.replace("?", ""))
    return reading.intent in ASKING or asks(text) or wants(text)


def as_requested(reply: Reply, reading: Reading) -> Reading:
    """What sounds like a question and wants something done ("who is doing the staff step?") is that request; what
    sounds like a request for the status and asks something else ("what's the point?") is a question."""
    text = reply.turn.text
    if reading.intent == "status" and not reading.facts and asks(text) and far_from(reply.journey, text, "status"):
        return replace(reading, intent="ask")
    if reading.intent not in MAY_BE_REQUESTS or reading.facts:
        return reading
    request = found_for(reply).request
    return replace(reading, intent=request) if request in DONE else reading


def guided(reply: Reply, reading: Reading) -> None:
    """Briefings; where none has all that was asked for, the answers that come near."""
    text = reply.turn.text
    wanted = unmet_search_of(text, reply.today, reply.journey.synonyms.ignored)
    if wanted.kind in ("topic", "force") and asks(text) and not finds(reply, text) and not knows_law(reply, text):
        found = found_for(reply)
        if found.nearest:
            answered(reply, found)
            return
    guidance(reply, reading)


def give(reply: Reply, answer: QuestionAndAnswer, beside: QuestionAndAnswer | None = None) -> None:
    """The answer with its source, and the briefings that say more as buttons. One that was not checked for long says
    so; what the bot says of itself has no source. With another `beside` it, it says which question it answers, and
    the other is a button."""
    lines = [answer.answer]
    if texts.overdue(answer, reply.today):
        lines.append(text_of(reply.journey, "briefing_overdue", date=say_day(answer.last_checked)))
    if answer.source:
        lines.append(texts.source_line(reply.journey, answer))
    there = {briefing.key: briefing for briefing in reply.briefings}
    more = [read_button(reply, there[key]) for key in answer.briefings if key in there]
    if beside is None:
        reply.say("answer", more, text="\n\n".join(lines))
        return
    if not reply.in_hand:
        reply.set(pending=reply.turn.text)  # For a person to answer, where it was none of these.
    choices = [_ask_button(reply, beside), *more, _person(reply)]
    reply.say("answer_near", choices, question=answer.questions[0], text="\n\n".join(lines))


def _ask_button(reply: Reply, answer: QuestionAndAnswer) -> Choice:
    return reply.choice(answer.questions[0][:LABEL], "say", answer.key)


def _person(reply: Reply) -> Choice:
    return reply.button("ask_person", "person", "ask")


def _without_answer(reply: Reply) -> None:
    """No answer: a briefing that surely has it, or a person."""
    text = reply.turn.text
    found = look(reply, text)
    if found.every and len(found.words) > 1:
        topic(reply, text)
        return
    people = (*(p.name for p in reply.context.people), reply.adopter.name)
    if unmet_search := nameless(found.words, people):
        reply.changes.append(NoteUnmetSearch(unmet_search))
    reply.set(pending=text)
    reply.say(
        "about_charter",
        [_person(reply)],
        programme=reply.journey.name,
        officer_name=reply.journey.officer_name,
        officer_email=reply.journey.officer_email,
    )


def say_answer(reply: Reply, pressed: Press) -> None:
    """One of the offered questions was meant."""
    there = {a.key: a for a in reply.journey.answers}
    give(reply, there[pressed.part(0, there)])
    ask_again(reply)
