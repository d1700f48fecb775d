"""Who looks after a step. Somebody named is asked first; a step moves when they accept."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import process, utils

from bot.core.model import Person, StepCare
from bot.core.reply import Reply
from bot.core.returning import ask_again
from bot.core.understanding.model import Reading
from bot.core.words import escape, say_list


def hand_over(reply: Reply, reading: Reading) -> None:
    """Somebody else does this step, or the person is leaving."""
    said = {f.name: str(f.value) for f in reading.facts}
    named, step = said.get("owner.person", ""), said.get("owner.step", "")
    if not named and not step:
        mine = [reply.journey.step(k).title for k in reply.my_steps]
        reply.say("leaving", steps=say_list(mine) or "no steps in your name")
    elif not named:
        reply.say(
            "hand_over_who",
            choices=[reply.choice(p.name, "owner", step, p.id) for p in others(reply)[:5]],
            step=reply.journey.step(step).title,
        )
    elif not step:
        person = find_person(reply, named)
        reply.say(
            "hand_over_which",
            choices=[
                reply.choice(s.step.title, "owner", s.step.key, person.id if person else "")
                for s in reply.progress.pending
            ]
            if person
            else (),
            person=escape(person.name if person else named),
        )
    else:
        offer(reply, step, find_person(reply, named), named)


def others(reply: Reply) -> list[Person]:
    """Colleagues who are still there."""
    return [p for p in reply.scene.people if p.id != reply.person.id and p.left_on is None and p.name]


def find_person(reply: Reply, named: str) -> Person | None:
    """The person that a name or mention stands for; None when nobody or more than one fits."""
    if named.casefold() in ("me", "myself", "i"):
        return reply.person
    mention = next((m for m in reply.turn.mentions if m.raw == named), None)
    if mention is not None:
        known = dict(reply.scene.accounts).get(mention.account)
        return next((p for p in reply.scene.people if p.id == known), None)
    names = {p.id: p.name for p in reply.scene.people if p.left_on is None and p.name}
    found = [
        i for _, _, i in process.extract(named, names, processor=utils.default_process, score_cutoff=85, limit=3)
    ]
    first = [i for i, n in names.items() if n.split()[0].casefold() == named.split()[0].casefold()]
    ids = set(first or found)
    return next((p for p in reply.scene.people if p.id in ids), None) if len(ids) == 1 else None


def offer(reply: Reply, step_key: str, person: Person | None, named: str = "") -> None:
    """Asks the person to accept the step. Taking a step oneself needs nobody's yes."""
    step = reply.journey.step(step_key)
    if person is None:
        reply.say("hand_over_unknown", person=escape(named))
        return
    care = reply.cares.get(step_key, StepCare(step_key))
    if person.id == reply.person.id:
        reply.save_care(replace(care, owner=person.id, offered_to="", offered_by="", offered_at=None, unanswered=0))
        reply.say("hand_over_accepted", person=escape(person.name), step=step.title)
        ask_again(reply)
        return
    reply.save_care(replace(care, offered_to=person.id, offered_by=reply.person.id, offered_at=reply.at))
    reply.say("hand_over_offer", person=escape(person.name), step=step.title)
    reply.tell(
        person.id,
        "hand_over_asked",
        choices=[
            reply.choice("Yes, I will", "take", step_key, "yes", stamp=0, style="primary"),
            reply.choice("No, not me", "take", step_key, "no", stamp=0),
        ],
        by=escape(reply.person.name),
        step=step.title,
    )
    ask_again(reply)


def take(reply: Reply, step_key: str, answer: str) -> None:
    """The person who was asked says yes or no; who asked hears of it."""
    care = reply.cares.get(step_key)
    step = reply.journey.step_by_key.get(step_key)
    if care is None or step is None or care.offered_to != reply.person.id:
        reply.say("old_button", now="")
        return
    clear = replace(care, offered_to="", offered_by="", offered_at=None)
    name = escape(reply.person.name)
    phrase = "hand_over_accepted" if answer == "yes" else "hand_over_declined"
    reply.save_care(replace(clear, owner=reply.person.id, unanswered=0) if answer == "yes" else clear)
    reply.say(phrase, person=name, step=step.title)
    if care.offered_by and care.offered_by != reply.person.id:
        reply.tell(care.offered_by, phrase, person=name, step=step.title)
