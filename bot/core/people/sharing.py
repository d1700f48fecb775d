"""Who does what, said in any words: somebody takes steps on, steps are not somebody's, and who has which.

"Sam in comms will do the website", "take Sam off it", "those aren't mine, I just do comms", "who has Priya got". All
that one message says of it is done in one go. What is told beside it is heard by others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.core.language.doing import ME, Doing, Says, doings
from bot.core.language.mentions import is_outside, tells_activity
from bot.core.model import Assignment, Person
from bot.core.people.owners import find_person, may_be_name, offer_all, tell_in_hours
from bot.core.people.things import left, named_in
from bot.core.record.assignments import active
from bot.core.turn import asking
from bot.core.turn.assigning import let_go
from bot.core.turn.reply import PREVIEW, WRITING, Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import text_of
from bot.core.turn.standing import line_of_owner, who_is_reminded
from bot.core.turn.understand import understand
from bot.core.turn.wording import YES, escape, say_list

MOST_LETTERS = 400
_TELLS_NOTHING = frozenset(
    ["unclear", "other", "hand_over", "skip", "thanks", "greeting", "confirm", "deny", "answer", "correct", "undo"]
)
"""Acts of a part beside who does what, which says nothing by itself where it has no facts."""


@dataclass(frozen=True, slots=True)
class Meant:
    """One thing said of who does what, with the steps that it means."""

    says: Says
    who: str = ""
    steps: tuple[str, ...] = ()
    rest: bool = False
    """The steps that are left beside what is somebody's."""


def said(reply: Reply) -> bool:
    """Does what the words say of who does what. False where they say nothing of it, or more than that."""
    agrees = reply.dialogue.reading_back and _AGREES.match(reply.turn.text)
    meant = [] if agrees or not _is_free(reply) else _meant(reply, reply.turn.text)
    if not meant:
        return False
    asked, before = reply.dialogue.asked, reply.more_to_come
    reply.more_to_come = True
    for one in meant:
        _DOES[one.says](reply, one)
    reply.more_to_come = before
    if asked and not reply.dialogue.asked and not reply.dialogue.reading_back:
        asking.ask_next(reply)
    else:
        ask_again(reply)
    return True


_AGREES = re.compile(rf"\W*(?:{YES})\b", re.IGNORECASE)
"""What was read back is saved first, and then the rest is heard."""


def _is_free(reply: Reply) -> bool:
    """Whether the words are no letter to a person, nor an answer to what somebody does or is called here."""
    return reply.dialogue.confirming not in (WRITING, PREVIEW) and reply.dialogue.joining not in ("name", "code")


def is_said(reply: Reply, text: str) -> bool:
    """Whether a part of a message says who does what, and nothing else."""
    return bool(_meant(reply, text))


# ---------------------------------------------------------------- what is meant


def _meant(reply: Reply, text: str) -> list[Meant]:
    if len(text) > MOST_LETTERS or tells_activity(text):
        return []
    names = tuple(p.name.split()[0] for p in active(reply.context) if p.name and p.id != reply.person.id)
    found: list[Meant] = []
    only: list[str] = []
    for part, candidates in doings(text, names):
        one = next((m for d in candidates if (m := _one(reply, d, found)) is not None), None)
        if one is None and not _idle(reply, part):
            return []
        if one is not None and one.says is Says.ONLY:
            only += one.steps
        elif one is not None:
            found.append(one)
    return _with_the_rest(reply, found, only)


def _with_the_rest(reply: Reply, found: list[Meant], only: Sequence[str]) -> list[Meant]:
    """ "Those aren't mine, I just do comms": what is left beside the few that are somebody's own."""
    own = [*only, *(key for m in found if m.says is Says.TAKES and m.who == ME for key in m.steps)]
    left_out = [m for m in found if m.rest]
    kept = [m for m in found if not m.rest]
    if not left_out and (not only or found):
        return kept
    rest = tuple(key for key in left(reply) if key not in own)
    asked = reply.journey.step_of_question.get(reply.dialogue.asked)
    if any(m.says is Says.LEAVES and m.who == ME for m in kept):
        return kept  # "…, ask somebody else": of those that were named.
    if not own:
        rest = (asked.key,) if asked is not None else ()
    return [*kept, Meant(Says.LEAVES, ME, rest)] if rest else kept


def _one(reply: Reply, doing: Doing, before: Sequence[Meant]) -> Meant | None:
    """What one reading of a part means; None where it names nothing that can be somebody's."""
    what = named_in(reply, doing.what)
    if doing.says is Says.ASKS_WHAT:
        return Meant(doing.says, doing.who)
    if doing.who not in ("", ME) and not may_be_name(reply, doing.who):
        return None
    if what.rest:
        return Meant(Says.LEAVES, ME, rest=True) if doing.who == ME and doing.says is Says.LEAVES else None
    if what.pointed:
        return _pointed(reply, doing, before)
    beside = doing.says is Says.ONLY or any(
        m.rest if doing.says is Says.LEAVES else m.says is Says.TAKES for m in before
    )
    if not what.pure or (doing.weak and not beside) or (what.by_role and doing.says is Says.TAKES):
        return None
    if doing.says is Says.LEAVES and not doing.who:  # "…, not the colleagues step"
        who = next((m.who for m in reversed(before) if m.says is Says.TAKES), "")
        return Meant(Says.LEAVES, who, what.steps) if who else None
    if doing.says is Says.TAKES and doing.who != ME and is_outside(reply.turn.text):
        known = find_person(reply, doing.who) is not None
        return Meant(Says.TAKES if known else Says.OUTSIDE, doing.who, what.steps)
    return Meant(doing.says, doing.who, what.steps)


def _pointed(reply: Reply, doing: Doing, before: Sequence[Meant]) -> Meant | None:
    """ "Take Sam off it", "those aren't mine", "not Priya for colleagues, it's Callum": what was spoken of."""
    if doing.says is Says.TAKES and doing.who != ME and before and before[-1].says is Says.LEAVES:
        return Meant(Says.TAKES, doing.who, before[-1].steps) if before[-1].steps else None
    if doing.says is not Says.LEAVES or doing.weak or not doing.who:
        return None
    if doing.who == ME:
        return Meant(Says.LEAVES, ME, rest=True)
    first = doing.who.split()[0].casefold()
    if any(m.says is Says.LEAVES and m.who.split()[0].casefold() == first for m in before):
        return None  # Said once already, of a step that was named.
    theirs = tuple(_steps_of(reply, doing.who))
    return Meant(Says.LEAVES, doing.who, theirs) if len(theirs) == 1 else None


def _idle(reply: Reply, part: str) -> bool:
    """Whether a part beside who does what tells and wants nothing."""
    reading = understand(reply.programme, part, reply.reading_context())
    told = [f for f in reading.facts if not f.name.startswith("owner.")]
    gaps = [o for o in reading.open if not o.name.startswith("owner.")]
    return not (told or gaps or re.search(r"[\d?]", part)) and reading.intent in _TELLS_NOTHING


# ---------------------------------------------------------------- what is done


def _takes(reply: Reply, one: Meant) -> None:
    """Somebody takes steps on; of those that are done that is said."""
    done = [s for s in one.steps if reply.progress.done(s) and not reply.journey.step(s).recurs]
    if done:
        reply.say("hand_over_done", step=_titles(reply, done))
    offer_all(reply, one.steps, find_person(reply, one.who), one.who)


def _outside(reply: Reply, one: Meant) -> None:
    reply.say("hand_over_colleagues_only", step=_titles(reply, one.steps))


def _leaves(reply: Reply, one: Meant) -> None:
    """Steps are not somebody's: nothing of them is asked of that one any more."""
    person = reply.person if one.who == ME else find_person(reply, one.who)
    name = escape(person.name if person is not None else one.who)
    if person is None or person.id != reply.person.id:
        theirs = [s for s in one.steps if _is_with(reply, s, person, one.who)]
        if not theirs and person is None:
            reply.say("not_on_it", person=name, whose=_whose(reply, one.steps))
            return
        steps: Sequence[str] = theirs or one.steps
        had = [s for s in steps if person is not None and reply.assignments.get(s, Assignment(s)).owner == person.id]
        _put_aside(reply, steps, person)
        reply.say("taken_off", person=name, step=_titles(reply, steps), whose=_whose(reply, steps))
        if had and person is not None:
            tell_in_hours(reply, person.id, "taken_off_you", by=escape(reply.person.name), step=_titles(reply, had))
        return
    said_before = any("not_yours" in m.message.phrase for m in reply.messages)
    if said_before and all(person.id in reply.assignments.get(s, Assignment(s)).not_for for s in one.steps):
        return  # "Only comms is mine, ask somebody else for the board": said in this answer.
    _put_aside(reply, one.steps, person)
    for key in one.steps:
        let_go(reply, key)
    reply.say("not_yours", step=_titles(reply, one.steps), whose=_whose(reply, one.steps))


def _put_aside(reply: Reply, steps: Sequence[str], person: Person | None) -> None:
    for key in steps:
        now = reply.assignments.get(key, Assignment(key))
        if person is None:
            reply.save_assignment(replace(now, waits_for="", wished_by=""))
            continue
        not_for = tuple(dict.fromkeys((*now.not_for, person.id)))
        if now.offered_to == person.id:
            now = replace(now, offered_to="", offered_by="", offered_at=None)
        owner = "" if now.owner == person.id else now.owner
        reply.save_assignment(replace(now, owner=owner, not_for=not_for))


def _asks_who(reply: Reply, one: Meant) -> None:
    reply.say("who_has", summary="\n".join(f"- {line_of_owner(reply, s)}" for s in one.steps))


def _asks_what(reply: Reply, one: Meant) -> None:
    """Which steps somebody looks after, and of which they were asked."""
    person = reply.person if one.who == ME else find_person(reply, one.who)
    who = one.who if person is None else person.name
    steps = _steps_of(reply, who)
    mine = person is not None and person.id == reply.person.id
    usual = [s for s in left(reply) if s not in steps and person is not None and who_is_reminded(reply, s) == person]
    phrase = ("has_mine" if mine else "has_steps") if steps or usual else ("has_none_mine" if mine else "has_none")
    lines = [f"- {line_of_owner(reply, s)}" for s in (*steps, *usual)]
    reply.say(phrase, person=escape(who), summary="\n".join(lines))


_DOES: dict[Says, Callable[[Reply, Meant], None]] = {
    Says.TAKES: _takes,
    Says.LEAVES: _leaves,
    Says.OUTSIDE: _outside,
    Says.ASKS_WHO: _asks_who,
    Says.ASKS_WHAT: _asks_what,
}


# ---------------------------------------------------------------- who has what


def _titles(reply: Reply, steps: Sequence[str]) -> str:
    return say_list([reply.journey.step(key).title for key in steps])


def _is_with(reply: Reply, step: str, person: Person | None, name: str) -> bool:
    now = reply.assignments.get(step, Assignment(step))
    if person is not None:
        return person.id in (now.owner, now.offered_to)
    return bool(now.waits_for) and now.waits_for.split()[0].casefold() == name.split()[0].casefold()


def _steps_of(reply: Reply, name: str) -> list[str]:
    """The steps that somebody looks after, was asked to, or is to be asked when they come."""
    person = find_person(reply, name)
    return [s.key for s in reply.journey.steps if _is_with(reply, s.key, person, name)]


def _whose(reply: Reply, steps: Sequence[str]) -> str:
    """Who gets these steps now, in a sentence or two: a colleague, or nobody yet."""
    heirs: dict[str, list[str]] = {}
    for key in steps:
        person = who_is_reminded(reply, key)
        heirs.setdefault(person.name if person is not None else "", []).append(key)
    found = []
    for name, keys in heirs.items():
        phrase = "whose_now" if name else "whose_nobody"
        words = {"person": escape(name), "step": _titles(reply, keys)}
        phrase += "_all" if len(heirs) == 1 else ""
        found.append(text_of(reply.journey, phrase, **words))
    return " ".join(found)
