"""One introduction, from the answer to the ask until it is closed: what each says, writes, and thinks of it. Pure.

Each of the two is in their own place, and the bot passes on what they write. Whatever changes an introduction does so
while it is held: the other may say something at the same moment.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.language.clean import without_controls
from bot.core.model import PASSED_ON, Choice
from bot.core.model.peers import Introduction, NotePeerTold, Outcome, SaveIntroduction, SayToPeer
from bot.core.model.presses import UnknownButtonError
from bot.core.peers.sharing import held, known
from bot.core.peers.telling import MET, SWAPPED
from bot.core.peers.wording import buttons_of, called, topic_of
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.wording import escape

MOST = 1500
"""Characters of a message that are passed on."""
LONGEST_ADDRESS = 200
OUTCOMES: dict[str, Outcome] = {"helped": "helped", "not": "not", "unspoken": "unspoken"}
WRITE, ADDRESS = "write", "address"
"""What `DialogueState.peering` begins with while words to pass on, or an address, are awaited."""


def one_of(reply: Reply, number: int) -> Introduction:
    """The introduction, while nobody else can change it. Raises UnknownButtonError for one that is not theirs."""
    found = known(reply).find(number)
    if found is None or not found.has(reply.person.id):
        raise UnknownButtonError(str(number))
    held(reply, number)
    return found


def _name(reply: Reply, one: Introduction) -> str:
    return escape(called(reply, one.other(reply.person.id)))


def _over(reply: Reply, one: Introduction, *wanted: str) -> bool:
    """Whether it is no longer so far; then that is said."""
    if one.state in wanted:
        return False
    reply.say("peer_over")
    ask_again(reply)
    return True


def answer(reply: Reply, number: int, says_yes: bool) -> None:
    """Yes or no to being introduced. After the second yes each knows who the other is."""
    one, me = one_of(reply, number), reply.person.id
    if one.state == "open":
        say_open(reply, one)
        return
    if _over(reply, one, "asked"):
        return
    said = one.with_party(replace(one.party(me), said="yes" if says_yes else "no"))
    if not says_yes:
        reply.changes.append(SaveIntroduction(replace(said, state="declined", ended_by=me)))
        reply.say("peer_declined_by_you", [reply.button("peer_never", "peer", "never")])
    elif said.other(me).said == "yes":
        said = replace(said, state="open", opened=reply.at)
        reply.changes += [SaveIntroduction(said), NotePeerTold(number, me, MET)]
        say_open(reply, said)
        return
    else:
        reply.changes.append(SaveIntroduction(said))
        reply.say("peer_yes_waits")
    ask_again(reply)


def say_open(reply: Reply, one: Introduction) -> None:
    """Who the other is, and how to write to them."""
    choices = list(buttons_of(reply, one.id, (WRITE, ADDRESS, "close")))
    reply.say("peer_open", choices, name=_name(reply, one), about=topic_of(reply.journey, one.topic))
    ask_again(reply)


# ---------------------------------------------------------------- what is passed on


def begin(reply: Reply, number: int, what: str) -> None:
    """The next message is passed on, or is the address that is given."""
    one = one_of(reply, number)
    if _over(reply, one, "open"):
        return
    reply.set(peering=(what, str(number)))
    reply.say(f"peer_ask_{what}", [reply.button("peer_drop", "peer", "drop")], name=_name(reply, one))


def drop(reply: Reply) -> None:
    """Nothing is passed on."""
    reply.set(peering=())
    reply.say("peer_dropped")
    ask_again(reply)


def pass_on(reply: Reply, number: int, text: str) -> None:
    """Words for the other. They are kept nowhere but on their way."""
    one = one_of(reply, number)
    reply.set(peering=())
    if _over(reply, one, "open"):
        return
    words = without_controls(text).strip()
    reply.changes.append(SayToPeer(number, "words", words[:MOST]))
    reply.text = PASSED_ON
    if len(words) > MOST:
        reply.say("peer_passed_on_part", name=_name(reply, one), most=MOST)
    else:
        reply.say("peer_passed_on", list(_more(reply, one)), name=_name(reply, one))
    ask_again(reply)


def _more(reply: Reply, one: Introduction) -> list[Choice]:
    return list(buttons_of(reply, one.id, (WRITE, ADDRESS, "close")))


def address_given(reply: Reply, number: int, text: str) -> None:
    """An address, which the other gets when they give theirs."""
    one, me = one_of(reply, number), reply.person.id
    reply.set(peering=())
    if _over(reply, one, "open"):
        return
    mine = " ".join(without_controls(text).split())[:LONGEST_ADDRESS]
    reply.text = PASSED_ON
    if not one.address_of(me):
        reply.changes.append(SayToPeer(number, "address", mine))
    theirs = one.address_of(one.other(me).person)
    if theirs:
        reply.changes.append(NotePeerTold(number, me, SWAPPED))
        reply.say(
            "peer_swapped", list(buttons_of(reply, number, ("close",))), name=_name(reply, one), words=escape(theirs)
        )
    else:
        reply.say("peer_address_kept", name=_name(reply, one))
    ask_again(reply)


# ---------------------------------------------------------------- its end


def close(reply: Reply, number: int) -> None:
    """Either ends it, whenever they like."""
    one, me = one_of(reply, number), reply.person.id
    if _over(reply, one, "asked", "open"):
        return
    reply.set(peering=())
    if one.state == "asked":
        reply.changes.append(SaveIntroduction(replace(one, state="declined", ended_by=me)))
        reply.say("peer_withdrawn")
        ask_again(reply)
        return
    reply.changes.append(SaveIntroduction(replace(one, state="closed", ended_by=me)))
    asks = () if one.party(me).outcome else OUTCOMES
    reply.say("peer_closed_by_you", list(buttons_of(reply, number, asks)), name=_name(reply, one))


def came_of_it(reply: Reply, number: int, outcome: str) -> None:
    """Whether they spoke, and whether it was useful."""
    one = one_of(reply, number)
    said = one.with_party(replace(one.party(reply.person.id), outcome=OUTCOMES[outcome]))
    if one.opened is None:
        raise UnknownButtonError(str(number))
    reply.changes.append(SaveIntroduction(said))
    goes_on = (WRITE, "close") if one.state == "open" else ()
    reply.say(f"peer_thanks_{outcome}", list(buttons_of(reply, number, goes_on)), name=_name(reply, one))
    ask_again(reply)
