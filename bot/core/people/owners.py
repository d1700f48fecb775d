"""Who looks after a step. Somebody named is asked first; a step moves when they accept. What is said about it is kept
as facts as well (`owner.person`, `owner.step`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import process, utils

from bot.core.model import Assignment, Choice, Mention, Person
from bot.core.model.journey import Step
from bot.core.model.reading import Reading
from bot.core.record.assignments import active
from bot.core.record.working_days import CLOSED, WINDOWS, open_hours_for, working_days
from bot.core.turn.assigning import heard, keep, let_go
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.understand import steps_in, understand
from bot.core.turn.wording import NO, YES, escape, say_list


def hand_over(reply: Reply, reading: Reading) -> None:
    """Somebody else does this step, or several people each one."""
    shared_out = pairs(reply)
    if not shared_out and _COVERS.search(reply.turn.text):
        _which_is_covered(reply)
        return
    if len(shared_out) > 1 or any(who == ME for _, who in shared_out):
        before, reply.more_to_come = reply.more_to_come, True
        for step, named in shared_out:
            offer(reply, step, find_person(reply, named), named)
        reply.more_to_come = before
        ask_again(reply)
        return
    said = {f.name: str(f.value) for f in reading.facts}
    named = said.get("owner.person", "") or _colleague_in(reply) or _named_first(reply)
    step = said.get("owner.step", "")
    if not named and not step:
        _which_of_mine(reply)
    elif not named:
        reply.set(confirming=f"who:{step}")
        reply.say("hand_over_who", choices=colleague_choices(reply, step), step=reply.journey.step(step).title)
    elif not step:
        _which(reply, named)
    else:
        offer(reply, step, find_person(reply, named), named)


ME = "me"
_COVERS = re.compile(
    r"\b(?:i'?m|i’m|i am|i'?ll be|i have been|i'?ve been|been asked to|asked to) (?:\w+ )?"
    r"(?:cover(?:ing)?|stand(?:ing)? in|step(?:ping)? in|fill(?:ing)? in|tak(?:e|ing) over) (?:for|from) ",
    re.IGNORECASE,
)
"""The speaker stands in for somebody, who takes nothing."""
_SELF = re.compile(
    r"\W*(?:and |but |so )?(?:i|i'll|i’ll|i will|i'm|i’m|i am) "
    r"(?:take|taking|keep|keeping|do|doing|have|lead|leading)\b",
    re.IGNORECASE,
)


def _which_is_covered(reply: Reply) -> None:
    """Somebody stands in for a colleague: for which steps?"""
    pending = [s.step for s in reply.progress.pending]
    choices = [reply.choice(s.title, "owner", s.key, reply.person.id) for s in pending]
    reply.say("cover_which", choices)


_BETWEEN = re.compile(r"\s*[,;.]\s*(?:and\s+)?|\s+and\s+|\s*&\s*", re.IGNORECASE)
_NAMED = re.compile(r"\W*([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)\b")
_ONLY_STEP = 4
"""So few words beside a step name nobody else: "Priya takes residents and the staff bit"."""


def pairs(reply: Reply) -> list[tuple[str, str]]:
    """Which step goes to whom, where the words hand over several: "Priya takes residents and Tom the staff bit"."""
    found: dict[str, str] = {}
    named = ""
    for text in _BETWEEN.split(reply.turn.text):
        reading = understand(reply.programme, text, reply.reading_context())
        told = {f.name: str(f.value) for f in reading.facts}
        steps = set(steps_in(reply.programme, text, reply.reading_context()))
        if any(not name.startswith("owner.") for name in told if told) and "owner.person" not in told:
            continue
        leading = _NAMED.match(text)
        others = leading[1] if named and leading and may_be_name(reply, leading[1]) else ""
        if _SELF.match(text) and steps:
            others = ME
        named = others or told.get("owner.person", "") or (named if len(text.split()) <= _ONLY_STEP else "")
        if named and len(steps) == 1:
            found.setdefault(steps.pop(), named)
    return list(found.items())


def may_be_name(reply: Reply, word: str) -> bool:
    """ "Reopen it", "Save that": a verb with its object is nobody."""
    does = re.search(rf"\b{re.escape(word)} (?:it|that|them|everything)\b", reply.turn.text)
    calls = re.search(rf"[\"“]{re.escape(word)}[\"”]", reply.turn.text)  # "Reopen" is not a person.
    return does is None and calls is None and not _is_step(reply, word)


def _is_step(reply: Reply, word: str) -> bool:
    return bool(steps_in(reply.programme, word, reply.reading_context()))


def _which_of_mine(reply: Reply) -> None:
    """ "Somebody else should do this": the step in hand, or which?"""
    asked = reply.journey.step_of_question.get(reply.dialogue.asked)
    mine = [asked.key] if asked is not None else [s.step.key for s in reply.progress.pending]
    if len(mine) == 1:
        reply.set(confirming=f"who:{mine[0]}")
        reply.say("hand_over_who", choices=colleague_choices(reply, mine[0]), step=reply.journey.step(mine[0]).title)
        return
    choices = [reply.choice(reply.journey.step(k).title, "nudge", "else", k) for k in mine]
    reply.say("which_one", choices=choices)


def _colleague_in(reply: Reply) -> str:
    """The one colleague whose first name stands in the words, however it is written."""
    words = set(utils.default_process(reply.turn.text).split())
    found = [p.name for p in others(reply) if p.name.split()[0].casefold() in words]
    return found[0] if len(found) == 1 else ""


_TAKES = re.compile(
    r"\W*(?!(?:Some|Any|No|Every)(?:body|one)|Who|What|The|Our|My|We|They|It|This|That|Can|Could|Not|HR|IT)"
    r"([A-Z][a-z'’-]+)(?: (?:in|from) \w+)? (?:does|is doing|will do|has|takes|leads|looks after)\b"
)


def _named_first(reply: Reply) -> str:
    """Who stands first, before a verb of taking: "Mark in governance does the board"."""
    found = _TAKES.match(reply.turn.text)
    return found[1] if found is not None and not _is_step(reply, found[1]) else ""


def _which(reply: Reply, named: str) -> None:
    person = find_person(reply, named)
    if person is None:
        reply.say("hand_over_unknown", person=_shown(reply, named))
        return
    choices = [reply.choice(s.step.title, "owner", s.step.key, person.id) for s in reply.progress.pending]
    reply.say("hand_over_which", choices=choices, person=escape(person.name))


def colleague_choices(reply: Reply, step: str) -> list[Choice]:
    """Colleagues as buttons."""
    return [reply.choice(p.name, "owner", step, p.id) for p in others(reply)[:5]]


def others(reply: Reply) -> list[Person]:
    """Colleagues who are still there, and whom a message reaches."""
    there = [p for p in active(reply.context) if p.id != reply.person.id and p.name]
    return [p for p in there if p.id not in reply.context.unreachable]


def find_person(reply: Reply, named: str) -> Person | None:
    """The person that a name or mention stands for; None when nobody or more than one fits."""
    if named.casefold() in ("me", "myself", "i"):
        return reply.person
    mention = _mention(reply, named)
    if mention is not None:
        known = dict(reply.context.accounts).get(mention.account)
        return next((p for p in reply.context.people if p.id == known and p.left_on is None), None)
    names = {p.id: p.name for p in reply.context.people if p.left_on is None and p.name}
    found = [
        i for _, _, i in process.extract(named, names, processor=utils.default_process, score_cutoff=85, limit=3)
    ]
    first = [i for i, n in names.items() if named and n.split()[0].casefold() == named.split()[0].casefold()]
    ids = set(first or found)
    return next((p for p in reply.context.people if p.id in ids), None) if len(ids) == 1 else None


def _mention(reply: Reply, named: str) -> Mention | None:
    """Whom the channel says that a mention is; a name alone only where no mention is written so."""
    written = [m for m in reply.turn.mentions if m.raw == named]
    return next((m for m in (*written, *(m for m in reply.turn.mentions if m.name == named))), None)


def _shown(reply: Reply, named: str) -> str:
    """A name or mention as people read it."""
    mention = _mention(reply, named)
    return escape((mention.name if mention else "") or named)


def offer(reply: Reply, step_key: str, person: Person | None, named: str = "") -> None:
    """Asks the person to accept the step. Taking a step oneself needs nobody's yes."""
    offer_all(reply, [step_key], person, named)


def offer_all(reply: Reply, steps: Sequence[str], person: Person | None, named: str = "") -> None:
    """Asks the person to accept these steps, all in one message."""
    if reply.dialogue.confirming.startswith("who:"):
        reply.set(confirming="")
    if person is None or (person.id in reply.context.unreachable and person.id != reply.person.id):
        _wait_for(reply, steps, _shown(reply, named) if named else escape(person.name if person else ""))
    elif person.id == reply.person.id:
        _take_over(reply, steps)
    else:
        _ask(reply, steps, person)
    ask_again(reply)


def _take_over(reply: Reply, steps: Sequence[str]) -> None:
    """Who takes steps on needs nobody's yes; who had them hears of it."""
    had = {key: reply.assignments.get(key, Assignment(key)) for key in steps}
    for key in steps:
        _keep(reply, reply.person, key)
        moved(reply, key, reply.person.id)
    reply.say("hand_over_taken", step=_titles(reply, steps))
    for key, before in had.items():
        _tell_who_had_it(reply, before.owner or before.offered_to, reply.journey.step(key))


def _ask(reply: Reply, steps: Sequence[str], person: Person) -> None:
    """Nobody is asked twice, and who has it already is not asked."""
    now = {key: reply.assignments.get(key, Assignment(key)) for key in steps}
    has = [key for key, c in now.items() if c.owner == person.id]
    if has:
        reply.say("hand_over_has", person=escape(person.name), step=_titles(reply, has))
    asked = [key for key, c in now.items() if c.offered_to == person.id and key not in has]
    if asked:
        reply.say("hand_over_again", person=escape(person.name))
    fresh = [key for key in steps if key not in has and key not in asked]
    if not fresh:
        return
    for key in fresh:
        _keep(reply, person, key)
        let_go(reply, key)
        offered = {"offered_to": person.id, "offered_by": reply.person.id, "offered_at": reply.at}
        heard(reply, key, waits_for="", wished_by="", **offered)
    titles = _titles(reply, fresh)
    reply.say("hand_over_offer", person=escape(person.name), step=titles)
    choices = take_choices(reply, ",".join(fresh))
    tell_in_hours(reply, person.id, "hand_over_asked", choices, by=escape(reply.person.name), step=titles)


def _wait_for(reply: Reply, steps: Sequence[str], name: str) -> None:
    """Somebody named whom the bot has not met: the wish is kept, and they are asked when they say hello."""
    for key in steps:
        now = reply.assignments.get(key, Assignment(key))
        reply.save_assignment(replace(now, waits_for=name, wished_by=reply.person.id))
    reply.say("hand_over_waits", person=name, step=_titles(reply, steps))


def _titles(reply: Reply, steps: Sequence[str]) -> str:
    return say_list([reply.journey.step(key).title for key in steps])


def arrived(reply: Reply) -> bool:
    """Whoever speaks is somebody for whom steps wait: they are asked to take them. Always passes on."""
    if reply.context.person is None or not reply.person.name:
        return False
    said = escape(reply.person.name).casefold()
    mine = [
        c for c in reply.assignments.values()
        if c.waits_for and c.waits_for.casefold() in (said, said.split()[0])
    ]  # fmt: skip
    for waiting in mine:
        offered = {"offered_to": reply.person.id, "offered_by": waiting.wished_by, "offered_at": reply.at}
        heard(reply, waiting.step, waits_for="", wished_by="", **offered)
    if mine:
        keys, titles = [c.step for c in mine], say_list([reply.journey.step(c.step).title for c in mine])
        by = escape(reply.name_of(mine[0].wished_by))
        reply.say("hand_over_asked", take_choices(reply, ",".join(keys)), by=by, step=titles)
    return False


def _tell_who_had_it(reply: Reply, had: str, step: Step) -> None:
    """Who looked after a step that somebody took over hears of it."""
    there = next((p for p in reply.context.people if p.id == had and p.left_on is None), None)
    if there is not None and there.id != reply.person.id and there.id not in reply.context.unreachable:
        tell_in_hours(reply, there.id, "hand_over_gone", by=escape(reply.person.name), step=step.title)


def tell_in_hours(reply: Reply, to: str, phrase: str, choices: Sequence[Choice] = (), **words: str) -> None:
    """Passes something on to a colleague: now, or when their next working hours begin."""
    reply.tell(to, phrase, choices, **words)
    nudging = reply.journey.nudging
    days = working_days(nudging, reply.facts_by_name.get(CLOSED))
    hours = open_hours_for(nudging, reply.programme.zone, reply.context, days, to)
    reply.messages[-1] = replace(reply.messages[-1], windows=hours.windows(reply.at, WINDOWS))


def _keep(reply: Reply, person: Person, step: str) -> None:
    """The word on who looks after what, as it was said."""
    keep(reply, "owner.person", person.name or person.id)
    keep(reply, "owner.step", step)


def take_choices(reply: Reply, steps: str) -> list[Choice]:
    return [
        reply.button("take_yes", "take", steps, "yes", stamp=0, style="primary"),
        reply.button("take_no", "take", steps, "no", stamp=0),
    ]


def moved(reply: Reply, step: str, owner: str) -> None:
    """The step is theirs from now on, and its reminders begin anew."""
    not_for = tuple(p for p in reply.assignments.get(step, Assignment(step)).not_for if p != owner)
    heard(
        reply, step, owner=owner, offered_to="", offered_by="", offered_at=None, until=None, paused=False,
        waits_for="", wished_by="", not_for=not_for,
    )  # fmt: skip


_AGREES = re.compile(
    rf"(?:(?:{YES}|ok|okay|sure|of course|certainly|please|no problem|fine|happy to|glad to|will do"
    r"|i will|i can|i'?ll (?:do|take|pick) (?:it|that|this)(?: on| up)?|i'?m happy to)[ ,.!]*)+"
    r"(?:do (?:it|that|this)|take (?:it|that|this)(?: on)?|help)?"
)
_DECLINES = re.compile(
    rf"(?:(?:{NO}|sorry|not me|no thanks|no thank you|i can'?t|i cannot|i'?d rather not|i won'?t)[ ,.!]*)+"
    r"(?:do (?:it|that|this)|take (?:it|that|this)(?: on)?|i'?m afraid)?"
)
_SURELY = re.compile(r"\b(?:i will|i'?ll|happy to|glad to|will do|not me|take|rather not)\b")


def taken_in_words(reply: Reply) -> bool:
    """A typed yes or no to "would you take it on?". False when nothing is offered, or the words say something else.

    While something else waits for an answer, a bare yes or no is about that.
    """
    offered = [c.step for c in reply.assignments.values() if c.offered_to == reply.person.id]
    said = " ".join(reply.turn.text.casefold().replace("’", "'").split()).strip(" .!")
    waits = reply.dialogue.reading_back or reply.dialogue.confirming
    if not offered or not 0 < len(said) < 50 or (waits and not _SURELY.search(said)):
        return False
    answer = "yes" if _AGREES.fullmatch(said) else "no" if _DECLINES.fullmatch(said) else ""
    if answer:
        take(reply, ",".join(offered), answer)
        ask_again(reply)
    return bool(answer)


def take(reply: Reply, step_keys: str, answer: str) -> None:
    """The person who was asked says yes or no; who asked hears of it."""
    mine = [
        assignment for key in step_keys.split(",")
        if (assignment := reply.assignments.get(key)) is not None and key in reply.journey.step_by_key
        and assignment.offered_to == reply.person.id
    ]  # fmt: skip
    if not mine:
        reply.say("old_button", now="")
        return
    for assignment in mine:
        if answer == "yes":
            moved(reply, assignment.step, reply.person.id)
        else:
            heard(reply, assignment.step, offered_to="", offered_by="", offered_at=None)
    titles = say_list([reply.journey.step(c.step).title for c in mine])
    phrase = "hand_over_accepted" if answer == "yes" else "hand_over_declined"
    name = escape(reply.person.name)
    reply.say("hand_over_taken" if answer == "yes" else "hand_over_not_taken", step=titles)
    by = next((p for p in reply.context.people if p.id == mine[0].offered_by and p.left_on is None), None)
    if by is not None and by.id != reply.person.id:
        tell_in_hours(reply, by.id, phrase, person=name, step=titles)
