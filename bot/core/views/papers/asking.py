"""A paper is asked for: which one, what it is for, and then it goes with the answer. Pure.

It is made when it is sent or opened. What it holds is private: it never goes to a place where others are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.core.model import Enclosed, Message
from bot.core.model.papers import Paper, Purpose
from bot.core.model.presses import Press
from bot.core.turn import drafting
from bot.core.turn.asking import ask_for_draft
from bot.core.turn.reply import Reply
from bot.core.turn.requesting import asks_for, has_phrase, words_of
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import message
from bot.core.turn.shortcuts import command_in
from bot.core.turn.wording import say_list
from bot.core.views.report import report

OPEN = "open"
"""In the place of a purpose: it is left open."""
MOST_WORDS = 8
"""An answer to what a paper is for has no more."""


def asked_for(reply: Reply) -> None:
    """Somebody wants what was told: as a paper, where the words say which, or as a summary in the chat."""
    words = words_of(reply.turn.text)
    paper = _meant(reply.journey.papers, words)
    if paper is None or not (reply.progress.told or paper.asks):
        report(reply)
    else:
        _ask_or_give(reply, paper, _purpose_in(paper, words))


def by_name(reply: Reply) -> bool:
    """A paper is asked for by one of its names, in a sentence that does nothing else. False when it is not."""
    if not names_one(reply, reply.turn.text):
        return False
    asked_for(reply)
    return True


def names_one(reply: Reply, text: str) -> bool:
    """Whether a sentence asks for a paper by one of its names, and does nothing else."""
    names = [phrase for paper in reply.journey.papers for phrase in paper.asked]
    purposes = [phrase for paper in reply.journey.papers for purpose in paper.purposes for phrase in purpose.asked]
    return asks_for(text, names, purposes)


def pressed(reply: Reply, press: Press) -> None:
    """The button of a paper, or of what it is for. Raises UnknownButtonError for one that is no more."""
    papers = {paper.key: paper for paper in reply.journey.papers}
    paper = papers[press.part(0, papers)]
    chosen = press.part(1, {OPEN, *(p.key for p in paper.purposes)}) if len(press.about) > 1 else ""
    reply.set(paper="")
    if not (reply.progress.told or paper.asks):
        report(reply)
    elif chosen:
        give(reply, paper, paper.purpose(chosen))
    else:
        _ask_or_give(reply, paper, None)


def purpose_said(reply: Reply) -> bool:
    """An answer to what a paper is for, in words; False when it is something else, and the question is let go."""
    paper = next((p for p in reply.journey.papers if p.key == reply.dialogue.paper), None)
    reply.set(paper="")
    words = words_of(reply.turn.text)
    if paper is None or len(words.split()) > MOST_WORDS:
        return False
    purpose = _purpose_in(paper, words)
    if purpose is None and command_in(reply.turn.text) != "skip":
        return False
    give(reply, paper, purpose)
    return True


def give(reply: Reply, paper: Paper, purpose: Purpose | None) -> None:
    """The paper, with the answer."""
    if not reply.in_private_place:
        reply.hush = True
    enclosed = Enclosed(
        "paper", paper.key, paper.name, reply.adopter.key, reply.person.id, paper.files,
        purpose.key if purpose is not None else "",
    )  # fmt: skip
    phrase = "draft_ready" if paper.asks else "paper_ready"
    said = message(reply.journey, phrase, (), reply.variant_of(phrase), name=_in_a_sentence(paper), after=paper.after)
    reply.add(replace(said, encloses=(enclosed,)))
    if not _ask_what_lacks(reply, paper):
        ask_again(reply)


HANDED = ("declined", "failed", "over")
"""What can become of a file that was offered, beside that it is there: nobody wanted it, it did not arrive, or the
offer had ended."""


def handed(reply: Reply, press: Press) -> None:
    """What became of a file that a channel offered to put among the person's own. What was asked still stands."""
    reply.say(f"file_{press.part(0, HANDED)}")


def _ask_what_lacks(reply: Reply, paper: Paper) -> bool:
    """Of a draft that lacks something, the first is asked for, where nothing waits for a yes. False otherwise."""
    if not paper.asks or reply.dialogue.reading_back or reply.dialogue.heard:
        return False
    drafting.begin(reply, paper)
    lacks = dict.fromkeys(q.label or q.key for q, _ in drafting.missing(reply, paper))
    if not lacks:
        reply.set(drafting="")
        return False
    reply.say("draft_lacks", what=say_list([label[:1].lower() + label[1:] for label in lacks]))
    return ask_for_draft(reply)


def _ask_or_give(reply: Reply, paper: Paper, purpose: Purpose | None) -> None:
    if purpose is not None or not paper.purposes:
        give(reply, paper, purpose)
        return
    reply.set(paper=paper.key)
    buttons = [reply.choice(p.label, "paper", paper.key, p.key) for p in paper.purposes]
    buttons.append(reply.button("leave_open", "paper", paper.key, OPEN))
    reply.add(Message(paper.question, "paper_for", tuple(buttons)))


def _meant(papers: Iterable[Paper], words: str) -> Paper | None:
    """The paper that the words ask for: the one of their longest phrase."""
    found = [(len(phrase), paper) for paper in papers for phrase in paper.asked if has_phrase(words, phrase)]
    return max(found, key=lambda f: f[0])[1] if found else None


def _purpose_in(paper: Paper, words: str) -> Purpose | None:
    """What the words say that it is for."""
    found = [
        (len(phrase), purpose) for purpose in paper.purposes for phrase in purpose.asked if has_phrase(words, phrase)
    ]
    return max(found, key=lambda f: f[0])[1] if found else None


def _in_a_sentence(paper: Paper) -> str:
    return paper.name[:1].lower() + paper.name[1:]
