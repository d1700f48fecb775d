"""Where the bot talks: the channel that an adopter makes its own, and the same person in two places.

A person is linked by their own word: a code shown in the one place is typed in the other. Codes are made and looked
up by the store; here it is only said what follows.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.model import (
    LinkAccount,
    NewLinkCode,
    Person,
    SaveAdopter,
    SaveAssignment,
    SavePerson,
    UnbindWorkspace,
    UsedLinkCode,
    WrongCode,
)
from bot.core.model.journey import LEAD
from bot.core.people.codes import MOST_WRONG_CODES, WAIT_MINUTES, link_in
from bot.core.record.assignments import active, with_role
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.standing import menu
from bot.core.turn.wording import escape, plain

MINUTES = 15
"""How long a linking code works."""
_HERE = re.compile(
    r"(?:please )?use this (?:channel|place|room|space|chat|conversation)(?: for us| as ours)?(?: please)?"
)
_NOT_HERE = re.compile(
    r"(?:please )?(?:stop using|don'?t use|do not use) this (?:channel|place|room|space|chat)(?: please)?"
)
_LINK = re.compile(
    r"(?:please )?link(?: (?:me|my account|my accounts|accounts|slack|teams|my slack|my teams|the web chat|up))*"
    r"(?: please)?"
    r"|(?:i'?m|i am|i use you|i talk to you) (?:also )?(?:in|on) (?:slack|teams|the web chat) (?:too|as well)"
)

_FOR_CODE = re.compile(
    r"(?:please )?(?:ask (?:(?:newcomers|new people|new colleagues|people|colleagues|everybody|everyone|others) )?"
    r"for (?:the|a|our) (?:join )?code(?: again)?"
    r"|stop letting (?:people|everybody|everyone|anybody|anyone|colleagues) in(?: without (?:the|a) (?:join )?code)?"
    r"|(?:this|our|the) workspace is(?: not|n'?t) only ours(?: any ?more)?"
    r"|(?:this|our|the) workspace is shared(?: with others)?)(?: please)?"
)


def asks_for_code(text: str) -> bool:
    """Whether somebody wants to be known in another place too."""
    return len(text) < 100 and _LINK.fullmatch(plain(text)) is not None


def said(reply: Reply) -> bool:
    """Takes words on places. False when the text says something else."""
    text = plain(reply.turn.text)
    if link_in(reply.turn.text):
        link(reply)
    elif asks_for_code(text):
        show_code(reply)
    elif _HERE.fullmatch(text):
        use_channel(reply)
    elif _NOT_HERE.fullmatch(text):
        _stop_using(reply)
    elif _FOR_CODE.fullmatch(text):
        _let_workspace_go(reply)
    else:
        return False
    return True


# ---------------------------------------------------------------- the adopter's own channel


def use_channel(reply: Reply) -> None:
    """Reminders and digests come here from now on, and board matters may be said here."""
    place = reply.turn.address
    if place.private:
        reply.say("team_private")
    elif reply.context.others_here:
        reply.say("team_shared")
    else:
        adopter = replace(reply.adopter, team_address=replace(place, thread=""))
        reply.context = replace(reply.context, adopter=adopter)
        reply.changes.append(SaveAdopter(adopter))
        reply.say("team_here", adopter=escape(adopter.name))
        ask_again(reply)


def _stop_using(reply: Reply) -> None:
    place = reply.adopter.team_address
    if place is None or place.lane != reply.turn.address.lane:
        reply.say("nothing_changed", choices=menu(reply))
        return
    adopter = replace(reply.adopter, team_address=None)
    reply.context = replace(reply.context, adopter=adopter)
    reply.changes.append(SaveAdopter(adopter))
    reply.say("team_off")


def _let_workspace_go(reply: Reply) -> None:
    """Whoever comes to this workspace from now on needs the code again: for the lead to say."""
    turn, bound = reply.turn, reply.context.workspace_adopter
    if bound is None or bound.key != reply.adopter.key:
        reply.say("workspace_not_ours", choices=menu(reply), adopter=escape(reply.adopter.name))
        return
    if reply.person.role != LEAD:
        lead = with_role(active(reply.context), LEAD)
        reply.say("workspace_lead_only", lead=escape(lead.name) if lead and lead.name else "them")
        return
    reply.changes.append(UnbindWorkspace(turn.account.channel, turn.home or turn.account.workspace))
    reply.say("workspace_let_go", adopter=escape(reply.adopter.name))
    ask_again(reply)


# ---------------------------------------------------------------- one person, two places


def show_code(reply: Reply) -> None:
    """A code to be typed in the other place. Never shown where others read along."""
    code, hashed = reply.context.fresh_code, reply.context.fresh_code_hash
    if not reply.turn.address.private:
        reply.hush = True
    reply.changes.append(NewLinkCode(hashed, reply.person.id, MINUTES))
    reply.say("link_code", code=f"LINK-{code}", minutes=MINUTES)


def link(reply: Reply) -> None:
    """Somebody known here types a code that was shown elsewhere: from now on they are one person."""
    found, known = reply.context.link_person, reply.context.person
    if reply.context.code_tries >= MOST_WRONG_CODES:
        reply.say("slow_down", minutes=WAIT_MINUTES)
        return
    if found is None or (known is not None and found.adopter != known.adopter):
        if found is None:
            reply.changes.append(WrongCode(reply.turn.account))
        reply.say("link_wrong")
        return
    if known is not None and known.id == found.id:
        reply.say("link_self")
        return
    reply.changes += [LinkAccount(reply.turn.account, found.id), UsedLinkCode(found.id)]
    if known is not None:
        _fold_in(reply, known, found)
    reply.say("link_done", name=escape(found.name))


def _fold_in(reply: Reply, old: Person, into: Person) -> None:
    """Who was two people is one: the steps go along; what the first recorded stays under the first's name."""
    others = [a for a, p in reply.context.accounts if p == old.id and a != reply.turn.account]
    if others:
        return
    reply.changes.append(SavePerson(replace(old, left_on=reply.today)))
    for assignment in reply.assignments.values():
        if assignment.owner == old.id or assignment.offered_to == old.id:
            owner = into.id if assignment.owner == old.id else assignment.owner
            offered = into.id if assignment.offered_to == old.id else assignment.offered_to
            reply.changes.append(SaveAssignment(replace(assignment, owner=owner, offered_to=offered)))


def link_unknown(reply: Reply) -> bool:
    """Somebody unknown types a linking code. False when the text is none."""
    if not link_in(reply.turn.text):
        return False
    link(reply)
    return True
