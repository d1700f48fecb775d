"""What somebody asks about gatherings, and does: what is on, sign up, not coming, the calendar. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.core.gatherings import finding, record
from bot.core.gatherings.places import state_for
from bot.core.model import Choice, Enclosed
from bot.core.model.gatherings import (
    COMES,
    GiveUpPlace,
    Places,
    PlacesNotHeldError,
    RenewCalendar,
    SignUp,
    SignUpFor,
)
from bot.core.model.presses import UnknownButtonError
from bot.core.turn.gathering_words import (
    coming,
    line_of,
    say_left,
    say_link,
    say_when,
    say_where,
    show_button,
    title_of,
)
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import message, text_of
from bot.core.turn.wording import escape

LISTED = 5
"""So many are listed; each has a button."""
CALENDAR = ("ics",)


def asked(reply: Reply) -> bool:
    """Somebody asks what is on, signs up, cannot come, or wants it in the calendar, in words of the content. False
    when they want nothing of the kind, or there is nothing of the kind."""
    if not reply.context.gatherings.all:
        return False
    there = coming(reply)
    act, about = finding.wanted(reply.journey, reply.turn.text, there)
    if not act or (act == "not_coming" and not _mine(reply)) or (act != "whats_on" and not there):
        return False
    do(reply, act, about)
    return True


def do(reply: Reply, act: str, about: str = "") -> None:
    """Does what is wanted; where several may be meant, asks which."""
    there = coming(reply)
    if not there:
        reply.say("gathering_none", officer_email=reply.journey.officer_email)
    elif act == "whats_on":
        _whats_on(reply, there, about)
        return
    elif act == "calendar_renew":
        renew(reply)
        return
    else:
        found = _which(reply, act, about, there)
        if len(found) == 1:
            DOING[act](reply, found[0].gathering.key)
            return
        _ask_which(reply, act, found)
    ask_again(reply)


def say_next(reply: Reply) -> None:
    """The next gathering, in a line; nothing where there is none."""
    if there := coming(reply):
        soonest = there[0].gathering
        reply.say("gathering_on", title=title_of(soonest), when=say_when(soonest))


def _mine(reply: Reply) -> list[str]:
    """The keys of what the person comes to, or waits for."""
    signed = reply.context.gatherings.sign_ups
    return [s.gathering for s in signed if s.person == reply.person.id and s.state in COMES]


def _which(reply: Reply, act: str, about: str, there: list[Places]) -> list[Places]:
    """The gatherings that may be meant: those named, else the one just shown, else, of one's own, all of them."""
    mine = _mine(reply)
    fitting = [p for p in there if act == "sign_up" or p.gathering.key in mine] or there
    named = finding.meant(reply.journey, about, fitting)
    if named:
        return named
    shown = [p for p in fitting if p.gathering.key in reply.dialogue.gatherings]
    return shown if len(shown) == 1 else shown or fitting


def _ask_which(reply: Reply, act: str, found: list[Places]) -> None:
    verb = {"sign_up": "join", "not_coming": "leave", "calendar": "calendar"}[act]
    choices = [replace(show_button(reply, p.gathering), value=_value(reply, verb, p)) for p in found[:LISTED]]
    reply.set(gatherings=tuple(p.gathering.key for p in found[:LISTED]))
    reply.say("gathering_which", choices)


def _value(reply: Reply, verb: str, places: Places) -> str:
    return reply.choice("", "gathering", verb, places.gathering.key).value


def _whats_on(reply: Reply, there: list[Places], about: str) -> None:
    found = finding.meant(reply.journey, about, there)
    if len(found or there) == 1:
        show(reply, (found or there)[0].gathering.key)
        return
    lines = "\n".join(f"- {line_of(reply, one)}" for one in (found or there)[:LISTED])
    choices = [show_button(reply, one.gathering) for one in (found or there)[:LISTED]]
    reply.set(gatherings=tuple(one.gathering.key for one in (found or there)[:LISTED]))
    reply.say("gathering_list", choices, lines=lines)
    ask_again(reply)


# ---------------------------------------------------------------- one gathering


def show(reply: Reply, key: str) -> None:
    """All that somebody may know of one gathering, with what they can do."""
    places = _known(reply, key)
    one, mine = places.gathering, _sign_up(reply, key)
    parts = [escape(one.about)]
    if one.audience:
        parts.append(text_of(reply.journey, "gathering_for", audience=escape(one.audience)))
    parts.append(say_left(reply, places))
    if mine is not None and mine.state in COMES:
        parts[-1] = text_of(reply.journey, "gathering_you_in" if mine.state == "in" else "gathering_you_wait")
        parts.append(say_link(reply, one, mine))
    if one.off:
        parts.append(text_of(reply.journey, "gathering_off", title=title_of(one)))
    reply.set(gatherings=(key,))
    reply.say(
        "gathering", _choices(reply, places, mine),
        title=title_of(one), when=say_when(one), where=say_where(reply, one), more="\n\n".join(filter(None, parts)),
    )  # fmt: skip
    ask_again(reply)


def _choices(reply: Reply, places: Places, mine: SignUp | None) -> list[Choice]:
    one = places.gathering
    if one.off or one.ends <= reply.at:
        return []
    if mine is None or mine.state not in COMES:
        return [reply.button("sign_up", "gathering", "join", one.key, style="primary"), to_calendar(reply, one.key)]
    return [to_calendar(reply, one.key), reply.button("not_coming", "gathering", "leave", one.key)]


def to_calendar(reply: Reply, key: str) -> Choice:
    return reply.button("to_calendar", "gathering", "calendar", key)


def _known(reply: Reply, key: str) -> Places:
    """Raises UnknownButtonError for one that is none."""
    found = reply.context.gatherings.find(key)
    if found is None:
        raise UnknownButtonError(key)
    return found


def _sign_up(reply: Reply, key: str) -> SignUp | None:
    return reply.context.gatherings.sign_up(key, reply.person.id)


def _held(reply: Reply, key: str) -> Places:
    """The same, while nobody else can take a place of it. Raises PlacesNotHeldError where somebody could."""
    found = _known(reply, key)
    if reply.context.gatherings.held != key:
        raise PlacesNotHeldError(key)
    return found


def join(reply: Reply, key: str) -> None:
    """Signs up: with a place, or to wait for one."""
    places = _held(reply, key)
    one, mine = places.gathering, _sign_up(reply, key)
    reply.set(gatherings=(key,))
    if one.off or one.ends <= reply.at:
        reply.say("gathering_off" if one.off else "gathering_over", title=title_of(one))
    elif mine is not None and mine.state in COMES:
        show(reply, key)
        return
    else:
        state = state_for(places)
        signed = SignUp(key, reply.person.id, state, 0, reply.at)
        reply.changes.append(SignUpFor(key, state))
        words = {"title": title_of(one), "when": say_when(one), "where": say_where(reply, one)}
        buttons = [to_calendar(reply, key), reply.button("not_coming", "gathering", "leave", key)]
        if state == "in":
            reply.say("gathering_in", buttons, **words, link=say_link(reply, one, signed))
            record.joined(reply, one)
        else:
            reply.say("gathering_waiting", buttons[1:], **words, number=places.waiting + 1)
        _name_clashes(reply, places)
    ask_again(reply)


def _name_clashes(reply: Reply, places: Places) -> None:
    """What the person signed up for that is at the same time."""
    one, mine = places.gathering, _mine(reply)
    for other in (p.gathering for p in coming(reply) if p.gathering.key in mine):
        if other.key != one.key and other.starts < one.ends and one.starts < other.ends:
            reply.say("gathering_clash", [show_button(reply, other)], title=title_of(other), when=say_when(other))


def leave(reply: Reply, key: str) -> None:
    """The person does not come. Whoever waits longest moves up, and is told."""
    places, mine = _held(reply, key), _sign_up(reply, key)
    one = places.gathering
    if mine is None or mine.state not in COMES:
        reply.say("gathering_not_signed", title=title_of(one))
    else:
        reply.changes.append(GiveUpPlace(key))
        reply.say("gathering_given_up", title=title_of(one))
    ask_again(reply)


# ---------------------------------------------------------------- the calendar


def calendar(reply: Reply, key: str) -> None:
    """The gathering as a file for the person's calendar; and the address of their own calendar."""
    one = _known(reply, key).gathering
    reply.set(gatherings=(key,))
    file = Enclosed("gathering", key, title_of(one), reply.adopter.key, reply.person.id, CALENDAR)
    said = message(reply.journey, "gathering_calendar", _renewing(reply), 0, title=title_of(one))
    reply.add(replace(said, encloses=(file, *_own(reply))))
    ask_again(reply)


def renew(reply: Reply) -> None:
    """A new address for the person's own calendar; the one before ends."""
    if not reply.in_private_place:
        reply.hush = True
    reply.changes.append(RenewCalendar())
    reply.add(replace(message(reply.journey, "gathering_renewed"), encloses=_own(reply)))
    ask_again(reply)


def _own(reply: Reply) -> tuple[Enclosed, ...]:
    """The address of the person's own calendar; none where there is no site, or others would see it."""
    if not reply.programme.site or not (reply.turn.address.private or reply.hush):
        return ()
    name = text_of(reply.journey, "gathering_own_calendar")
    return (Enclosed("calendar", "mine", name, reply.adopter.key, reply.person.id),)


def _renewing(reply: Reply) -> tuple[Choice, ...]:
    return (reply.button("renew_calendar", "gathering", "renew", ""),) if _own(reply) else ()


DOING = {"sign_up": join, "not_coming": leave, "calendar": calendar}
