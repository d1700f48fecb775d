"""Briefings in conversation: the latest, the new ones, on a topic; reading in parts; was it useful; in force or not.

After every answer the bot comes back to the question in hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from rapidfuzz import fuzz, process

from bot.core.guidance import briefing_text as texts
from bot.core.guidance.requests import nameless, nation_in, unmet_search_of, without_asking, without_nation
from bot.core.guidance.search import best_first
from bot.core.model import Choice, Enclosed, SavePersonState
from bot.core.model.casework import NoteBriefing, NoteUnmetSearch
from bot.core.model.journey import Briefing, newest_first
from bot.core.model.presses import Press, UnknownButtonError
from bot.core.model.reading import Reading
from bot.core.model.search import Found
from bot.core.record.progress import State
from bot.core.turn.offering import LABEL, page_button, read_button
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import message, text_of
from bot.core.turn.standing import menu
from bot.core.turn.understand import yes_or_no
from bot.core.turn.wording import escape, first_upper, say_day, say_list

AT_ONCE = 3
"""Briefings in one list."""
MOST_FOUND = 12
USEFUL = "useful"
"""What `DialogueState.confirming` begins with while "was it useful?" is the last that was asked."""
FILES = ("docx", "pdf")
"""The forms of what is ready to use."""
VISIT = timedelta(hours=1)
HALF = 0.5
"""When fewer of the words than this are known to the briefings, what was found is not what was looked for."""


def help_text(reply: Reply) -> None:
    """What the bot can do."""
    reply.say("help", choices=menu(reply), programme=reply.journey.name)


def learning(reply: Reply) -> None:
    """Events, the peer network, reflections."""
    reply.say("learning", officer_email=reply.journey.officer_email)
    ask_again(reply)


# ---------------------------------------------------------------- what was asked for


def guidance(reply: Reply, reading: Reading) -> None:
    """Briefings: the latest, what is new, on a topic, or whether something is in force."""
    text = without_nation(reply.turn.text)
    unmet_search = unmet_search_of(text, reply.today, reply.journey.synonyms.ignored)
    if (nation := nation_in(reply.turn.text)) and unmet_search.kind != "since":
        reply.say("guidance_nation", nation=nation)
    if unmet_search.kind == "force" and _in_force(reply, look(reply, without_asking(text))):
        pass
    elif unmet_search.kind == "since":
        since(reply, unmet_search.since)
    elif unmet_search.kind == "latest" and not newest(reply):
        reply.say("guidance_empty")
    elif unmet_search.kind == "latest":
        _list(reply, "guidance_latest", newest(reply))
        _seen(reply)
    else:
        topic(reply, text)
    ask_again(reply)


def latest(reply: Reply) -> None:
    """The button "Guidance": for the steps in hand first, then the latest."""
    steps = [s.step.key for s in reply.progress.steps if s.state in (State.OPEN, State.BEGUN)]
    everything = newest_first(reply.briefings)
    _list(reply, "guidance_list", sorted(everything, key=lambda b: not set(b.steps) & set(steps)))
    ask_again(reply)


def newest(reply: Reply) -> list[Briefing]:
    """The newest first; of one day, those for the step in hand."""
    step = reply.step_of(reply.dialogue.asked)
    here = step.key if step else ""
    found = newest_first(reply.briefings)
    return sorted(found, key=lambda b: (-b.published.toordinal(), here not in b.steps))


def look(reply: Reply, text: str) -> Found:
    """Looks for briefings; without an index nothing is found."""
    return reply.programme.look_up(text, MOST_FOUND) if reply.programme.look_up else Found()


def since(reply: Reply, day: date | None) -> None:
    """What is new since a day, or since the person last asked."""
    before = reply.state_of(reply.person.id).guidance_seen or _last_visit(reply)
    start = day or (before.astimezone(reply.programme.zone).date() if before else None)
    if start is None:
        _list(reply, "guidance_first", newest(reply))
    elif new := [b for b in newest(reply) if b.published > start]:
        _list(reply, "guidance_since", new, date=say_day(start))
    else:
        choices = [reply.button("latest", "more", "0", ""), *near_topics(reply, "")[:2]]
        reply.say("guidance_nothing_new", choices, date=say_day(start))
    _seen(reply)


def _last_visit(reply: Reply) -> datetime | None:
    """When the person was here before; None when they never were, or when this is the same visit."""
    last = reply.last_here
    return last if last is not None and reply.at - last > VISIT else None


def _seen(reply: Reply) -> None:
    state = replace(reply.state_of(reply.person.id), guidance_seen=reply.at)
    reply.changes = [c for c in reply.changes if not isinstance(c, SavePersonState) or c.state.person != state.person]
    reply.changes.append(SavePersonState(state))


def finds(reply: Reply, text: str) -> list[Briefing]:
    """The best briefings on a topic."""
    found = look(reply, text)
    known = found.words and (found.every or found.known >= HALF)
    return best_first(found.keys, reply.briefings) if known else []


def topic(reply: Reply, text: str) -> bool:
    """The best briefings on a topic. When there are none: says so, remembers the wish, and gives False."""
    found, briefings = look(reply, text), finds(reply, text)
    if not briefings:
        nothing(reply, found, text)
        return False
    if found.mended:
        taken = say_list([f'"{escape(typed)}" as "{meant}"' for typed, meant in found.mended])
        reply.say("guidance_mended", words=taken)
    briefings = _pointed_on(reply, briefings)
    _list(reply, "guidance_list" if found.every else "guidance_nearest", briefings, about=" ".join(found.words))
    return True


def _pointed_on(reply: Reply, briefings: Sequence[Briefing]) -> list[Briefing]:
    """A briefing that was replaced gives its place to the newer one."""
    everything = reply.briefings
    return list(dict.fromkeys(texts.newer_of(b, everything) or b for b in briefings))


def nothing(reply: Reply, found: Found, text: str) -> None:
    """Nothing was found: says so, offers what is near, and keeps the wish without anybody's name."""
    people = (*(p.name for p in reply.context.people), *(m.name for m in reply.turn.mentions), reply.adopter.name)
    if unmet_search := nameless(found.words, people):
        reply.changes.append(NoteUnmetSearch(unmet_search))
    reply.say(
        "guidance_none",
        [*near_topics(reply, text), reply.button("ask_person", "person", "ask")],
        words=escape(" ".join(found.words)[:80]) or "that",
        officer_name=reply.journey.officer_name,
    )


def near_topics(reply: Reply, text: str) -> list[Choice]:
    """Topics that come near the words; else those of the steps in hand."""
    topics = list(dict.fromkeys(t for b in newest_first(reply.briefings) for t in b.topics))
    near = [t for t, score, _ in process.extract(text, topics, scorer=fuzz.WRatio, limit=3) if score >= 75 and text]
    steps = {s.step.key for s in reply.progress.pending}
    own = [b.topics[0] for b in reply.briefings if steps & set(b.steps) and b.topics]
    chosen = list(dict.fromkeys([*near, *own]))[:3]
    return [reply.choice(first_upper(t)[:LABEL], "topic", t) for t in chosen]


def _in_force(reply: Reply, found: Found) -> bool:
    """Answers "is it in force?" from the dates of what the words are about. False when that is no law we know."""
    about = _laws(reply, found)
    if not about:
        return False
    shown = about[: 1 if _is_far_ahead(found, about) else 2]
    lines: list[str] = []
    for b in shown:
        lines.append(texts.force_line(reply.journey, b, reply.today))
        if b.in_force_from is None:  # Its date is not sure: what is known stands in its summary.
            lines.append(b.summary)
    for b in shown:
        lines += texts.warnings(reply.journey, b, reply.briefings, reply.today)
    lines.append(texts.source_line(reply.journey, shown[0]))
    reply.say("in_force_answer", [read_button(reply, b) for b in shown], lines="\n".join(dict.fromkeys(lines)))
    reply.changes += [NoteBriefing(b.key, "shown") for b in shown]
    return True


def _laws(reply: Reply, found: Found) -> list[Briefing]:
    """Briefings on law that the words are about, the best first."""
    best = best_first(found.keys[: found.whole or None], reply.briefings)
    known = found.every or found.known >= HALF
    return [b for b in best if texts.dated(b) and b.status != "superseded"] if known else []


def knows_law(reply: Reply, text: str) -> bool:
    """Whether "is it in force?" can be answered for these words, from the dates of a briefing."""
    return bool(_laws(reply, look(reply, without_asking(without_nation(text)))))


def _is_far_ahead(found: Found, about: Sequence[Briefing]) -> bool:
    """Only the first has everything that was named: it alone is meant."""
    return found.whole == 1 and found.keys[0] == about[0].key


def _list(
    reply: Reply, phrase: str, briefings: Sequence[Briefing], at: int = 0, about: str = "", **words: str
) -> None:
    """A few briefings with a line each, and buttons to read them or to see more."""
    shown = briefings[at : at + AT_ONCE]
    lines = []
    for b in shown:
        warned = texts.warnings(reply.journey, b, reply.briefings, reply.today)
        lines.append(f"- **{b.title}**: {' '.join([b.summary, *warned])}")
    choices = [read_button(reply, b) for b in shown]
    if len(briefings) > at + AT_ONCE:
        choices.append(reply.button("more_briefings", "more", str(at + AT_ONCE), about[:200]))
    reply.say(phrase, choices, lines="\n".join(lines), **words)
    reply.changes += [NoteBriefing(b.key, "shown") for b in shown]


# ---------------------------------------------------------------- buttons


def more(reply: Reply, pressed: Press) -> None:
    """The next few of a list."""
    at, about = pressed.number(0), "".join(pressed.about[1:2])
    briefings = newest_first(reply.briefings)
    if about:
        briefings = _pointed_on(reply, best_first(look(reply, about).keys, reply.briefings))
    if not briefings[at:]:
        raise UnknownButtonError(str(pressed))
    _list(reply, "guidance_list", briefings, at, about)


def on_topic(reply: Reply, pressed: Press) -> None:
    """A topic's button."""
    topic(reply, pressed.part(0))
    ask_again(reply)


def read_part(reply: Reply, pressed: Press) -> None:
    """One part of a briefing. What a reader has to know first comes first; the end asks whether it was useful."""
    briefing, number = _briefing(reply, pressed), pressed.number(1)
    parts = texts.parts_of(briefing.body)
    if number >= len(parts):
        raise UnknownButtonError(str(pressed))
    part = parts[number]
    last = number == len(parts) - 1
    head = _head(reply, briefing) if number == 0 else _goes_on(reply, briefing, number + 1, len(parts))
    lines = [head, part]
    if last:
        lines.append(texts.source_line(reply.journey, briefing))
    reply.say("briefing", _part_buttons(reply, briefing, number, last), text="\n\n".join(lines))
    if number == 0:
        reply.changes.append(NoteBriefing(briefing.key, "read"))
    if last:
        _ask_useful(reply, briefing)
        ask_again(reply)


def hand_over_file(reply: Reply, pressed: Press) -> None:
    """What is ready to use in a briefing, as a file. Raises UnknownButtonError where nothing is any more."""
    briefing = _briefing(reply, pressed)
    if not briefing.download:
        raise UnknownButtonError(str(pressed))
    give_file(reply, briefing)


def give_file(reply: Reply, briefing: Briefing) -> None:
    """What is ready to use in the briefing, as a file."""
    name, whose = briefing.download, reply.adopter.key
    enclosed = Enclosed("briefing", briefing.key, name, whose, reply.person.id, FILES)
    said = message(reply.journey, "briefing_file", (), reply.variant_of("briefing_file"), name=name)
    reply.add(replace(said, encloses=(enclosed,)))
    ask_again(reply)


def _briefing(reply: Reply, pressed: Press) -> Briefing:
    """The briefing that a button is about. Raises UnknownButtonError for one that is no longer there."""
    there = {b.key: b for b in reply.briefings}
    return there[pressed.part(0, there)]


def _head(reply: Reply, briefing: Briefing) -> str:
    dated = briefing.in_force_from is not None or briefing.announced_on is not None
    lines = [texts.force_line(reply.journey, briefing, reply.today) if dated else f"**{briefing.title}**"]
    lines += texts.warnings(reply.journey, briefing, reply.briefings, reply.today)
    if briefing.made_with_residents:
        lines.append(text_of(reply.journey, "briefing_with_residents"))
    return "\n".join(lines)


def _goes_on(reply: Reply, briefing: Briefing, number: int, parts: int) -> str:
    return text_of(reply.journey, "briefing_goes_on", title=briefing.title, number=number, count=parts)


def _part_buttons(reply: Reply, briefing: Briefing, number: int, last: bool) -> list[Choice]:
    choices = [] if last else [reply.button("read_on", "read", briefing.key, str(number + 1), style="primary")]
    newer = texts.newer_of(briefing, reply.briefings)
    if newer is not None:
        choices.append(read_button(reply, newer))
    if briefing.download and (last or not number):
        choices.append(reply.button("briefing_file", "file", briefing.key))
    return choices + page_button(reply.programme, briefing)


def _ask_useful(reply: Reply, briefing: Briefing) -> None:
    if not (reply.in_hand or reply.dialogue.confirming):  # Else a typed yes is for what is asked after it.
        reply.set(confirming=f"{USEFUL}:{briefing.key}")
    yes = reply.button("useful", "useful", briefing.key, "yes")
    no = reply.button("not_useful", "useful", briefing.key, "no")
    step = reply.step_of(reply.dialogue.asked)
    near = texts.related(briefing, reply.briefings, step.key if step else "")
    others = [read_button(reply, b) for b in near]
    reply.say("briefing_useful", [yes, no, *others])


def useful(reply: Reply, pressed: Press) -> None:
    """The buttons beneath "was it useful?"."""
    _was_useful(reply, _briefing(reply, pressed).key, pressed.part(1) == "yes")


def useful_said(reply: Reply) -> bool:
    """Typed yes or no to "was it useful?". False when the words say something else, or the briefing is gone."""
    key, yes = reply.dialogue.confirming.partition(":")[2], yes_or_no(reply)
    reply.set(confirming="")
    if yes is None or key not in {b.key for b in reply.briefings}:
        return False
    _was_useful(reply, key, yes)
    return True


def _was_useful(reply: Reply, key: str, yes: bool) -> None:
    """Counted, with nobody's name."""
    reply.changes.append(NoteBriefing(key, "useful" if yes else "not_useful"))
    if reply.dialogue.confirming == f"{USEFUL}:{key}":
        reply.set(confirming="")
    if yes:
        reply.say("useful_thanks")
    else:
        reply.say("not_useful_thanks", [reply.button("ask_person", "person", "ask")])
