"""Residents confirm: somebody asks for a link that shows one claim; what came back through it becomes evidence. Pure.

The link shows the claim as it is recorded now, and nothing else. What is said through it passes safety as everything
does that is typed; nothing is kept of who said it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.model import Enclosed, NewFact, Outcome
from bot.core.model.confirm import (
    ANSWER,
    ANSWERS,
    CLAIM,
    LONGEST_CLAIM,
    LONGEST_WORDS,
    MOST_ANSWERS,
    RESIDENTS,
    WORDS,
)
from bot.core.model.confirm import Confirm as Asking
from bot.core.model.papers import Paper, Section
from bot.core.model.presses import Press
from bot.core.record.entries import next_id
from bot.core.safety.details import has_details
from bot.core.safety.look import first_look
from bot.core.turn.reply import Reply
from bot.core.turn.requesting import asks_for
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import message, text_of
from bot.core.turn.wording import escape
from bot.core.views.papers import drafts
from bot.core.views.papers.making import Making
from bot.core.views.papers.sources import Sources

MOST_OFFERED = 5
LONGEST_LABEL = 60


def by_name(reply: Reply) -> bool:
    """Somebody asks for a link for residents: which claim, where there are several. False when they do not."""
    asking = reply.journey.confirm
    if asking is None or not asks_for(reply.turn.text, asking.asked):
        return False
    found = claims(reply, asking)
    if not found:
        reply.say("confirm_nothing")
        ask_again(reply)
    elif len(found) == 1:
        _give(reply, found[0])
    else:
        newest = sorted(found, key=lambda c: -c.fact)[:MOST_OFFERED]
        reply.say("confirm_which", [reply.choice(_short(c.words), "confirm", str(c.fact)) for c in newest])
    return True


def pressed(reply: Reply, press: Press) -> None:
    """A claim was chosen. Raises UnknownButtonError for one that is recorded no more."""
    asking = reply.journey.confirm
    found = {str(c.fact): c for c in claims(reply, asking)} if asking is not None else {}
    _give(reply, found[press.part(0, found)])


@dataclass(frozen=True, slots=True)
class Claim:
    """What can be shown: the sentence, and the fact that it is made of."""

    words: str
    fact: int


def claims(reply: Reply, asking: Asking) -> list[Claim]:
    """Everything recorded that residents can be asked about."""
    paper = Paper("", "", "", "", "")
    section = Section("sentences", sentences=asking.claims, words={"withheld": ""})
    making = Making(reply, paper, section, Sources(reply, paper))
    made = [Claim(told.words, told.facts[0].id) for told in drafts.made(making)]
    return [claim for claim in made if len(claim.words) <= LONGEST_CLAIM]


def _give(reply: Reply, claim: Claim) -> None:
    name = text_of(reply.journey, "confirm_link")
    enclosed = Enclosed("confirm", str(claim.fact), name, reply.adopter.key, reply.person.id, purpose=claim.words)
    said = message(reply.journey, "confirm_ready", (), reply.variant_of("confirm_ready"), claim=escape(claim.words))
    reply.add(replace(said, encloses=(enclosed,)))
    ask_again(reply)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_LABEL else f"{words[: LONGEST_LABEL - 1].rstrip()}…"


# ---------------------------------------------------------------- what came back


@dataclass(frozen=True, slots=True)
class Heard:
    """What an answer leads to: something to keep, or why nothing is."""

    outcome: Outcome | None = None
    trouble: str = ""
    """The kind of danger or trouble that the words tell of."""
    why: str = ""
    """Else the text of the page that says why nothing is kept."""


def heard(reply: Reply, claim: str, answer: str, words: str) -> Heard:
    """An answer through a link: nothing of it is kept where it tells of trouble, or of who somebody is."""
    asking = reply.journey.confirm
    words = " ".join(words.split())[:LONGEST_WORDS]
    if asking is None:
        return Heard(why="over")
    if kind := first_look([words], reply.journey.safety):
        return Heard(trouble=kind)
    if has_details(words, [p.name for p in reply.context.people]):
        return Heard(why="details")
    if answer not in ANSWERS or (answer == "other" and not words):
        return Heard(why="nothing")
    entries = reply.progress.of(asking.step).entries
    if sum(e.value(asking.fact(CLAIM)) == claim for e in entries) >= MOST_ANSWERS:
        return Heard(why="full")
    entry = next_id(entries, dict(reply.context.entries_ever).get(asking.step, 0))
    told = [(CLAIM, claim), (ANSWER, answer), *([(WORDS, words)] if words else [])]
    step = reply.journey.step(asking.step)
    facts = tuple(
        NewFact(
            asking.fact(name), value, "", True, RESIDENTS, RESIDENTS, step=step.key, step_version=step.version,
            entry=entry,
        )
        for name, value in told
    )  # fmt: skip
    return Heard(Outcome((), facts))
