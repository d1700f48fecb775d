"""What somebody says about peers: find me somebody, tell them, that helped; and who is put forward. Pure."""

from __future__ import annotations

import re

from bot.core.language.clean import without_controls
from bot.core.model.peers import AskPeer, Introduction, Peer, PeersNeededError, Wanted
from bot.core.peers import introducing, sharing
from bot.core.peers.finding import limits_of, to_pass_on, wanted_act, wanted_of, who_asks
from bot.core.peers.scoring import best_for, may_meet, topic_of
from bot.core.peers.sharing import known
from bot.core.peers.wording import line_of, names_of, place_of, role_of
from bot.core.turn.reply import PREVIEW, WRITING, Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.shortcuts import command_in
from bot.core.turn.wording import NO, YES, escape, plain

MOST_WAITING = 3
"""So many asks of one person may wait for an answer."""
AWAITED = (introducing.WRITE, introducing.ADDRESS, sharing.GROUP)
_YES = re.compile(rf"(?:{YES}|ok|okay|sure)(?:,? (?:please|do|fine|happy to|introduce us))*")
_NO = re.compile(rf"(?:{NO}|not now)(?:,? (?:thanks|thank you|not now))*")


def waits(reply: Reply) -> bool:
    """Whether words to pass on, an address or a group's name are awaited."""
    return reply.dialogue.peering[:1] != () and reply.dialogue.peering[0] in AWAITED


def hush(reply: Reply) -> None:
    """All of it is between two people: nobody else in a shared place sees it."""
    reply.hush = reply.hush or not reply.turn.address.private


def answered(reply: Reply) -> bool:
    """Takes the words for what is awaited. False for one of the bot's own words: then it is let go."""
    text = without_controls(reply.turn.text).strip()
    what, *of = reply.dialogue.peering
    if command_in(text) is not None:
        reply.set(peering=())
        return False
    hush(reply)
    if what == sharing.GROUP:
        sharing.group_said(reply, text)
    elif what == introducing.WRITE:
        introducing.pass_on(reply, int(of[0]), text)
    else:
        introducing.address_given(reply, int(of[0]), text)
    return True


def asked(reply: Reply) -> bool:
    """Somebody wants something of peers, in words of the content. False when they want nothing of the kind."""
    if not reply.journey.peers.themes or _said_to_somebody_else(reply):
        return False
    text = without_controls(reply.turn.text).strip()
    if _passes_on(reply, text) or _answers(reply, text):
        return True
    act, named = wanted_act(reply.journey, text)
    if not act:
        return False
    if act in ABOUT_ONE:
        return _about_one(reply, act)
    hush(reply)
    match act:
        case "peer_find":
            find(reply, text, named)
        case "peer_help":
            sharing.help_others(reply)
        case "peer_stop":
            sharing.stop(reply)
        case "peer_profile":
            sharing.show(reply)
        case _:
            sharing.rounds(reply, act == "peer_rounds")
    return True


def _said_to_somebody_else(reply: Reply) -> bool:
    """The words are a letter to the officer, or what somebody learned."""
    return reply.dialogue.confirming in (WRITING, PREVIEW) or bool(reply.dialogue.reflecting)


def _passes_on(reply: Reply, text: str) -> bool:
    """ "Tell them …": to the one they are introduced to, or the one who is named."""
    going = [one for one in known(reply).of(reply.person.id) if one.state == "open"]
    fitting = [(one, words) for one in going
               if (words := to_pass_on(reply.journey, text, one.other(reply.person.id).name))]  # fmt: skip
    if not fitting:
        return False
    hush(reply)
    if len(fitting) > 1:
        _which(reply, [one for one, _ in fitting], introducing.WRITE)
    else:
        introducing.pass_on(reply, fitting[0][0].id, fitting[0][1])
    return True


def _answers(reply: Reply, text: str) -> bool:
    """A typed yes or no to "may I introduce you", where nothing else waits for one."""
    me = reply.person.id
    open_asks = [one for one in known(reply).of(me)
                 if one.state == "asked" and not one.party(me).said and f"asked:{me}" in one.told]  # fmt: skip
    if len(open_asks) != 1 or not (_nothing_else(reply) or _asked_last(reply)):
        return False
    bare = plain(text)
    if not (_YES.fullmatch(bare) or _NO.fullmatch(bare)):
        return False
    hush(reply)
    introducing.answer(reply, open_asks[0].id, bool(_YES.fullmatch(bare)))
    return True


def _nothing_else(reply: Reply) -> bool:
    return not (reply.in_hand or reply.dialogue.confirming)


def _asked_last(reply: Reply) -> bool:
    """The ask came since they were last here, and was no reminder: of what the bot starts there is one a day."""
    last, here = reply.state_of(reply.person.id).last_nudge, reply.last_here
    if last is None or (here is not None and last <= here):
        return False
    return all(assignment.last_nudge != last for assignment in reply.assignments.values())


ABOUT_ONE = {
    "peer_close": "close", "peer_address": introducing.ADDRESS, "peer_helped": "helped", "peer_not_helped": "not",
}  # fmt: skip
"""What is said of one introduction, and the button for it."""


def _about_one(reply: Reply, act: str) -> bool:
    """What is said of the introduction that goes on; False where there is none: then other things are meant."""
    me, what = reply.person.id, ABOUT_ONE[act]
    if what in introducing.OUTCOMES:
        there = [
            one for one in known(reply).introductions if one.has(me) and one.opened and not one.party(me).outcome
        ]
    elif what == "close":
        there = known(reply).of(me)
    else:
        there = [one for one in known(reply).of(me) if one.state == "open"]
    if not there or reply.dialogue.confirming:  # "It was useful" may answer what was asked of a briefing.
        return False
    hush(reply)
    if len(there) > 1 and what not in introducing.OUTCOMES:
        _which(reply, there, what)
    else:
        do(reply, what, there[0].id)
    return True


def do(reply: Reply, what: str, number: int) -> None:
    """Does one thing about one introduction, by the name of its button."""
    if what in introducing.OUTCOMES:
        introducing.came_of_it(reply, number, what)
    elif what == "close":
        introducing.close(reply, number)
    elif what in ("yes", "no"):
        introducing.answer(reply, number, what == "yes")
    else:
        introducing.begin(reply, number, what)


def _which(reply: Reply, there: list[Introduction], what: str) -> None:
    choices = [reply.choice(name, "peer", what, str(one.id)) for one, name in names_of(reply, there)]
    reply.say("peer_whom", choices)


# ---------------------------------------------------------------- find me somebody


def find(reply: Reply, text: str, named: bool) -> None:
    """Puts the best few forward; where something was named that the content does not know, asks what it is about."""
    wanted = wanted_of(reply.journey, text)
    if named and wanted == Wanted():
        themes = reply.journey.peers.themes
        reply.say("peer_which", [reply.choice(theme.label, "peer", "find", theme.key) for theme in themes])
        return
    search(reply, wanted)


def search(reply: Reply, wanted: Wanted) -> None:
    """The best two or three, each with one line why. Nobody is named, and nobody is asked yet."""
    peers = known(reply)
    if peers.pool is None:
        raise PeersNeededError
    seed = f"{reply.person.id}:{reply.today}"
    found = best_for(who_asks(reply), peers.pool, wanted, peers.met, limits_of(reply.journey), reply.today, seed)
    if not found:
        reply.say("peer_none", [reply.button("peer_help", "peer", "help")], officer_email=reply.journey.officer_email)
        ask_again(reply)
        return
    lines = "\n".join(line_of(reply, number, match) for number, match in enumerate(found, 1))
    choices = [
        reply.button("peer_ask", "peer", "ask", match.peer.person, topic_of(match), number=str(number))
        for number, match in enumerate(found, 1)
    ]
    reply.say("peer_list", choices, lines=lines)


def ask(reply: Reply, helper: str, topic: str) -> None:
    """Somebody is to be asked, by the bot in their own place. Nobody else asks them at the same moment."""
    if not sharing.takes_part(reply, "ask", helper, topic):
        return
    peers, me = known(reply), reply.person.id
    if peers.pool is None or helper not in peers.held:
        raise PeersNeededError(helper=helper)
    waiting = [one for one in peers.of(me) if one.state == "asked" and one.first.person == me]
    peer = next((p for p in peers.pool if p.person == helper), None)
    if len(waiting) >= MOST_WAITING:
        reply.say("peer_enough")
    elif peer is None or not may_meet(who_asks(reply), peer, peers.met, limits_of(reply.journey)):
        reply.say("peer_not_free")
    else:
        reply.changes.append(AskPeer(helper, topic))
        reply.say("peer_asking", who=escape(_who(reply, peer)))
    ask_again(reply)


def _who(reply: Reply, peer: Peer) -> str:
    return ", ".join(filter(None, (role_of(reply, peer.role), place_of(reply, peer.organisation))))
