"""How often a question is put: once, and again only when somebody's words are about it.

One rule for every question that could come back without end. What nobody answers is put aside: it is under "next",
and what was told and waited for it is kept as a note, if it tells anything by itself.
"""

from __future__ import annotations

from bot.core.model import Kind
from bot.core.model.journey import Question
from bot.core.model.reading import Open, Understood
from bot.core.record.placing import OPEN
from bot.core.turn.choosing import steps_named
from bot.core.turn.entries import as_aside, placed
from bot.core.turn.heard import BETWEEN_MESSAGES
from bot.core.turn.notes import made, text_name
from bot.core.turn.reply import Reply
from bot.core.turn.wording import readable

AGAIN = 2
"""So often is a question put that the words are about, and one of a step where the talk comes back to it."""
REMEMBERED = 40
FEWEST_WORDS = 4
"""Fewer words tell nothing by themselves, once nobody knows what they were about."""
STATE = ".state"
"""The end of the name of the fact whose words tell of all of an activity."""


def note_put(reply: Reply, name: str) -> None:
    """The question of this name is put now."""
    reply.set(put=(*reply.dialogue.put, name)[-REMEMBERED:])


def may_put(reply: Reply, name: str) -> bool:
    """Whether a question about what was told is put: for the first time, or once more to words that are about it."""
    times = reply.dialogue.put.count(name)
    return times == 0 or (times < AGAIN and _is_about(reply, name.partition(".")[0]))


def may_come_back(reply: Reply, question: Question) -> bool:
    """Whether a question of a step is put once more after something else."""
    times = reply.dialogue.put.count(as_aside(reply, question))
    return times < AGAIN or _is_about(reply, question.key.partition(".")[0])


def _is_about(reply: Reply, step: str) -> bool:
    """Whether this turn's words are about a step. A press always is about what stands above it."""
    if reply.turn.kind is not Kind.TEXT:
        return True
    read = reply.reading
    names = [f.name for f in read.facts] + [o.name for o in read.open] if read is not None else []
    return any(name.partition(".")[0] == step for name in names) or step in steps_named(reply)


def forget_put(reply: Reply, name: str) -> None:
    """The question is answered, or something new is told that it asks about."""
    reply.set(put=tuple(n for n in reply.dialogue.put if n != name))


# ---------------------------------------------------------------- what waits for an answer that does not come


def let_go_of_shared(reply: Reply) -> None:
    """Nobody said of which step it was, and something else was told: the words are kept as a note."""
    told = [readable(u.words) for u in reply.dialogue.shared if u.name.endswith(STATE) and u.words]
    told = told or [max((readable(u.words) for u in reply.dialogue.shared), key=len, default="")]
    shared = reply.journey.shared_of(reply.dialogue.shared[0].name)
    reply.set(shared=())
    if shared is not None:
        forget_put(reply, shared.question)
    for words in dict.fromkeys(told):
        _note(reply, words)


def let_go_of(reply: Reply, gap: Open) -> None:
    """A question about what was told is put aside. Where it was which entry is meant, what waited for that is no
    fact, and its words are a note."""
    reply.set(open=tuple(o for o in reply.dialogue.open if o.name != gap.name))
    if gap.reason != "which":
        reply.set(skipped=(*reply.dialogue.skipped, f"{gap.name}#{gap.entry}" if gap.entry else gap.name))
        return
    step = gap.name.partition(".")[0]

    def waits(understood: Understood) -> bool:
        return understood.entry == OPEN and understood.name.partition(".")[0] == step

    reply.set(
        heard=tuple(u for u in reply.dialogue.heard if not waits(u)),
        open=tuple(o for o in reply.dialogue.open if o.entry != OPEN or o.name.partition(".")[0] != step),
        asked="",
    )
    _note(reply, gap.words, step)


def _note(reply: Reply, words: str, about: str = "") -> None:
    """Holds words as a note, for the read-back that comes."""
    noted_already = [str(u.value) for u in reply.dialogue.heard if u.name == text_name(reply.journey)]
    for known in noted_already:
        words = words.replace(known, " ")
    words = " ".join(readable(words).split()).strip(" ,;:.")
    if len(words.split()) < FEWEST_WORDS:
        return
    noted, _ = placed(reply, made(reply.journey, words, about, 1), words, False)
    before = reply.dialogue.heard_words
    reply.set(
        heard=(*reply.dialogue.heard, *noted),
        heard_words=before if words in before else BETWEEN_MESSAGES.join(filter(None, (before, words)))[-2000:],
        said_by=reply.dialogue.said_by or reply.person.id,
    )
