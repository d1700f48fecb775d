"""Who has adopted: asked by anybody, answered from the public list. Pure."""

from __future__ import annotations

import re

from bot.core.model import Kind
from bot.core.turn.reply import Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.wording import escape, say_day, say_list

PAGES = "/adopters"
NAMED = 12
"""So many are named; of more it is said how many there are."""
LONGEST = 200
"""Characters of a question that are looked at."""
_HELLO = r"^(?:(?:hi|hello|please|so|and|ok|okay),? )*"
_ORGANISATIONS = r"(?:organisations?|associations?|landlords?|providers?)"
_WHO = re.compile(
    rf"{_HELLO}(?:who(?:'s| has| have| else has| else have| are| all has)? (?:else )?"
    r"(?:adopted|signed up|(?:the |your |all the )?(?:other )?adopters)"
    rf"|which (?:other )?{_ORGANISATIONS} (?:has|have|are) (?:adopted|signed up|adopters)"
    rf"|how many (?:adopters|{_ORGANISATIONS} have (?:adopted|signed up))"
    r"|(?:show|list|give|send) (?:me |us )?(?:a |the )?(?:list of )?(?:all )?(?:the )?adopters|list of adopters)\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"{_HELLO}(?:is|are|has|have|did) (?P<name>\S.{{1,80}}?) (?:(?:already|also|yet|really|actually) )?"
    r"(?:(?:an? |one of (?:the|your) )?adopters?|adopt(?:ed)?(?: it| the charter| this)?"
    r"|signed up(?: to it| to the charter)?|on (?:the|your) list(?: of adopters)?)"
    r"(?: yet| already| now| too| as well)?[?.! ]*$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:we|i|you|they|it|this|that|us|anyone|anybody|someone|somebody|.*\b(?:board|committee|exec\w*|team|panel|"
    r"residents?|tenants?|colleagues?|staff|landlord|council|badge|charter|who|our|my)\b.*)",
    re.IGNORECASE,
)


def asks_who(text: str) -> bool:
    """Whether the words ask who has adopted: then the turn is given the public list."""
    text = text.strip()
    return len(text) <= LONGEST and bool(_WHO.match(text) or _name_in(text))


def asked(reply: Reply) -> bool:
    """Answers who has adopted, or whether one organisation has. False when that is not asked."""
    text = reply.turn.text.strip()
    if reply.turn.kind is not Kind.TEXT or not asks_who(text):
        return False
    name = _name_in(text)
    if name and not _say_one(reply, name):
        return False
    if not name:
        _say_all(reply)
    if reply.context.person is not None:
        ask_again(reply)
    return True


def _name_in(text: str) -> str:
    found = _ONE.match(text)
    return "" if found is None or _NOBODY.fullmatch(found["name"]) else found["name"].strip()


def _say_one(reply: Reply, name: str) -> bool:
    """Whether they are listed. False for what may be no organisation at all."""
    told = _plain(name)
    found = [a for a in reply.context.listed if told == _plain(a.name)]
    found = found or [a for a in reply.context.listed if told in _plain(a.name)]
    if not found:
        if not any(word[:1].isupper() for word in name.split()):
            return False
        reply.say("adopter_not_listed", name=escape(name), page=_page(reply))
    elif len(found) == 1:
        since = found[0].joined_on
        phrase = "adopter_listed" if since is not None else "adopter_listed_undated"
        day = say_day(since) if since is not None else ""
        reply.say(phrase, name=escape(found[0].name), date=day, page=f"{_page(reply)}/{found[0].key}")
    else:
        names = say_list([escape(a.name) for a in found[:NAMED]])
        reply.say("adopters_like", count=len(found), names=names, page=_page(reply))
    return True


def _say_all(reply: Reply) -> None:
    listed = reply.context.listed
    newest = sorted(listed, key=lambda a: (a.joined_on is not None, str(a.joined_on)), reverse=True)
    names = say_list([escape(a.name) for a in newest[:NAMED]])
    reply.say("adopters_all", count=len(listed), names=names, page=_page(reply))


def _page(reply: Reply) -> str:
    return f"{reply.programme.site}{PAGES}"


def _plain(name: str) -> str:
    """A name without what people leave out of it."""
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    return " ".join(word for word in words if word not in ("the", "ltd", "limited", "group", "plc"))
