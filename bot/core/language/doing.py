"""Who does what, as people say it: who takes something on, whose it is not, and who has it. Pure.

"Sam in comms will do the website", "take Sam off it", "those aren't mine, I just do comms", "who has Priya got". Here
only the grammar of such words is known; what the thing named is, and who the person is, others find out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bot.core.language.dates.names import MONTHS, WEEKDAYS
from bot.core.language.mentions import OUTSIDER, WHOLE_NAME

ME = "me"


class Says(StrEnum):
    TAKES = "somebody does it"
    LEAVES = "somebody does not do it"
    ONLY = "they do this, and nothing else"
    ASKS_WHO = "who does it"
    ASKS_WHAT = "what somebody does"
    OUTSIDE = "somebody who is no colleague is to do it"


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing said of who does what."""

    says: Says
    who: str = ""
    """A name as it was written, or `me`; empty: nobody in particular."""
    what: str = ""
    """The words for what it is; empty or "it": what was spoken of."""
    weak: bool = False
    """It means this only beside something else that does."""


_LEAD = (
    r"(?:(?:yes|yep|yeah|no|nope|nah|ok|okay|and|but|so|well|actually|sorry|also|oh|plus|please|pls|right|hi|hello"
    r"|thanks|then|save|btw|fyi|fine|sure|just|cos|because|as i said|i think|i said|for info|now|it'?s)\b"
    r"[\s,.!:–—-]*)*"
)
_NO_NAME = (
    r"(?!(?:I|It|He|She|They|We|You|That|This|These|Those|There|The|Our|My|Your|Who|What|Which|How|Not|No|Nobody|Yes"
    r"|Some(?:body|one)|Any(?:body|one)|Every(?:body|one)|And|But|So|All|Can|Could|Please|HR|IT"
    r"|Take|Consult|Agree|Publish|Give|Join|Show|Tell|Send|Save|Remove|Put|Ask|Leave|Add|Change|Set|Get|Do|Make|Let"
    r"|Start|Stop|Skip|Open|Reopen|Keep|Have|Has|Is|Are|Was|Were|Did|Does|When|Where|Why|Both|Only|Just|None|Everyone"
    r"|Residents?|Tenants?|Customers?|Staff|Colleagues?|Board|Committee|Done|Approved|Adopted|Noted|"
    rf"{'|'.join(d.capitalize() for d in (*MONTHS, *WEEKDAYS))})(?:'\w+)?\b)"
)
_NAME = rf"(?P<who>{_NO_NAME}[A-Z][a-z'-]+(?:[ -](?!In|From|Will|Is|Does|Has|Can)[A-Z][\w'-]+)?|\bme\b|{{names}})"
_POST = r"(?:officer|manager|lead|secretary|assistant|director|adviser|advisor|coordinator|person|team)"
_OF = (
    r"(?:,? \(?(?:in|from|at|who works in|over in|my colleague in) (?:our |the )?(?:\w+ ){0,3}?\w+\)?,?"
    rf"|,? (?:our|the) (?:new )?(?:\w+ ){{1,3}}{_POST},?| \(\w+(?: \w+)?\))?"
)
"""Where a colleague works, or as what."""
_BEFORE = (
    r"(?i:(?:(?:my|our|a) (?:new )?(?:colleague|manager|boss|line manager|team ?mate)?,? ?"
    r"|(?:can|could|would|will|should) )?)"
)
_DOES = (
    r"(?:do|take(?: on| over| care of)?|look after|lead(?: on)?|handle|run|deal with|sort(?: out)?|cover|manage|own"
    r"|pick up|keep|have|see to)"
)
_DOES_NOW = (
    r"(?:does|takes(?: on| over| care of)?|looks after|leads(?: on)?|handles|runs|deals with|sorts(?: out)?|covers"
    r"|manages|owns|has got|has|picks up|sees to|took (?:on|over)|took)"
)
_DOING = (
    r"(?:doing|taking(?: on| over| care of)?|looking after|leading(?: on)?|handling|running|dealing with"
    r"|sorting(?: out)?|covering|managing|picking up|responsible (?:for|of)|in charge of|the lead (?:on|for)"
    r"|the (?:person|contact|one) for|down for|on)"
)
_WILL = (
    r"(?:will|'ll|is going to|is gonna|can|could|should|would|shall|has agreed to|agreed to|is happy to"
    r"|has offered to|offered to|said (?:that )?(?:she|he|they)(?:'ll| will| can| would|'d)|asked to|has asked to"
    r"|wants to|would like to|is to|ought to|needs to)"
)
_TAKES = (
    rf"(?:{_WILL} (?:please |now |also |probably )?(?:be {_DOING}|{_DOES})|(?:now |also )?{_DOES_NOW}"
    rf"|(?:is|'s)(?: now| also)? {_DOING}|(?:'s|has) got|please {_DOES}|{_DOES})"
)
_NO_MORE = r"(?:any ?more|any longer|now|after all|at all|either|please|pls|thanks|myself)"
_OBJECT = rf"(?P<what>.*?)(?: {_NO_MORE})*"
_NOT = (
    r"(?:isn'?t|is not|ain'?t|won'?t(?: be)?|will not(?: be)?|doesn'?t|does not|can'?t|cannot|is no longer|no longer)"
)
_ELSE = r"(?:someone|somebody|anyone|anybody|some one) else"
_AREA = r"my (?:job|area|thing|bit|part|steps?|department|remit|role|work|responsibility|call|patch)"
_MINE = (
    r"(?:(?:is|are|was|'s)(?: really| just)? (?:not|nothing)|isn'?t|aren'?t|ain'?t|wasn'?t|not)(?: really| all)? "
    rf"(?:mine|{_AREA}|(?:down )?to me|(?:anything )?to do with (?:me|my team|us)|for me|with me"
    r"|in my (?:remit|area|job|patch|role)|part of my (?:job|role)|me)"
)
_NOT_MINE = rf"(?:not (?:really )?{_AREA}|nothing to do with me)(?: that| those| this| these)?"
_TEAM = (
    r"(?:engagement|involvement|comms|communications|governance|hr|it|policy|marketing|digital|finance|repairs"
    r"|housing|the \w+ team|a \w+ (?:thing|job|matter))(?:'s)?(?: job| thing| team| lot)?"
)

_APPOSED = re.compile(
    rf"\b(?:(?:one|some) of )?(?:our|the|an?|my) (?:\w+ )?{OUTSIDER},? (?={WHOLE_NAME})"
    rf"|(?<=\w)(?:,|,? who is|,? who's) (?:an?|our|the|one of (?:our|the)) {OUTSIDER}\b,?(?= )"
    r"|(?<=[a-z]),(?= (?:will|does|is|can|takes|has) )"
)
"""Who an outsider is, beside the name."""
_ASIDE = re.compile(
    r"(?:^|,? )(?:as|like) (?:(?:our|my) \w+ )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? "
    r"(?:has |had |just )?(?:asked|told|said|wanted|suggested|mentioned|explained)(?: me| us)?(?: to(?: do)?)?,?\s*"
)
"""Who told the speaker to write: "as Margaret asked me"."""


class _Rule(NamedTuple):
    """What words of one shape say."""

    says: Says
    who: str
    pattern: re.Pattern[str]
    weak: bool


@lru_cache(64)
def doings(text: str, names: tuple[str, ...] = ()) -> tuple[tuple[str, tuple[Doing, ...]], ...]:
    """Each part of the words, with what it says of who does what; a part that says nothing of it has none.

    `names` are the first names of colleagues, who may be written small.
    """
    said = _APPOSED.sub("", _ASIDE.sub(" ", text.replace("’", "'"))).strip()
    rules = _rules(names)
    out: list[tuple[str, tuple[Doing, ...]]] = []
    for part in _parts(said, names):
        found = _said(part, rules)
        out.append((part, found))
    return tuple(out)


_BEGINS = (
    r"(?:i|i'm|im|i'll|ill|it's|its|they|those|these|this|that|she|he|we|can|could|please|pls|ask|don'?t|dont|do not"
    r"|stop|not|nothing|none|nor|no|take|remove|who|whos|who's|how|what|which|have you|just|only|dunno|sorry"
    r"|the rest)\b(?! (?:of|n|and)\b)"
)
_NAME_ACTS = (
    r"(?-i:[A-Z][a-z'-]+(?: [A-Z][\w'-]+)?)(?:'s)? (?:in|from|will|does|is|has|can|could|the|should|takes?|for|said"
    r"|isn't|won't|doesn't|looks|leads|handles|got)\b"
)
"""What begins a part of its own; a list of steps goes on in any other word."""


def _parts(text: str, names: Collection[str]) -> list[str]:
    known = "".join(rf"|{re.escape(n)}\b" for n in names)
    between = re.compile(
        r"\s*(?:[;!?…\n]+|\.+(?=\s|$)|(?:,|\s[–—-]\s|:|\band\b|\bn\b|\bbut\b|\bso\b|\bcos\b|\bbecause\b)\s*"
        rf"(?:and |but |so |then )?(?=\s*(?:{_BEGINS}|{_NAME_ACTS}{known}|residents (?:is|are)\b)))\s*",
        re.IGNORECASE,
    )
    return [p.strip(" ,") for p in between.split(text) if p and p.strip(" ,.")]


_ONES = r"(?: ones?| steps?| bits?| parts?)?"
_RULES: tuple[tuple[Says, str, bool, str], ...] = (
    (Says.ASKS_WHAT, ME, False,
     rf"(?i:(?:which|what){_ONES} (?:is|are|do|have)(?: the)?{_ONES} ?(?:mine|with me|i have|i've got|i got"
     r"|i do|i on)(?P<what>))"),
    (Says.ASKS_WHAT, ME, False, rf"(?i:(?:what|which){_ONES}(?: have| do) i (?:got|have|do)(?: to do)?(?P<what>))"),
    (Says.ASKS_WHAT, "", False,
     rf"(?i:who|what|which){_ONES}(?i: has| have| is| does|'s) {_NAME}"
     r"(?i: got| doing| have| on| do| looking after| down for| responsible for)(?i: to do| on)?(?P<what>)"),
    (Says.ASKS_WHAT, "", False,
     rf"(?i:is) {_NAME}(?i: (?:down for|doing|on|looking after) (?:anything|something)(?P<what>))"),
    (Says.ASKS_WHAT, "", False, rf"(?i:what|which){_ONES} (?i:are|is) {_NAME}'s(?P<what>)"),
    (Says.ASKS_WHO, "", False,
     rf"(?i:who(?:'?s| is| are|'ll| will)? (?:you |u )?(?:do you have |have you got |have you |you got )?"
     rf"(?:currently |now |actually )?(?:{_DOING}|{_DOES_NOW}|{_DOES}|down for|got|have|for|at|with) (?P<what>.+?))"),
    (Says.ASKS_WHO, "", False, r"(?i:who (?:do|have) (?:you|u) (?:have|got|put)(?: down)? (?:for|on) (?P<what>.+?))"),
    (Says.ASKS_WHO, "", False,
     r"(?i:(?:have|do|did) you (?:got|have|find)? ?(?:anyone|anybody|someone|somebody|a name)(?: down)? for "
     r"(?P<what>.+?)(?: yet)?)"),
    (Says.ASKS_WHO, "", False,
     rf"(?i:is (?:anyone|anybody|someone|somebody) {_DOING} (?P<what>.+?)(?: yet| already)?)"),
    (Says.LEAVES, "", False,
     rf"(?i:(?:can you |could you )?(?:please )?(?:take|remove|get|drop)) {_NAME}"
     rf"(?i: off| from| away from| out of) {_OBJECT}"),
    (Says.LEAVES, "", False,
     rf"(?i:(?:can you |could you )?(?:please )?(?:take|move|get)) (?P<what>.+?)(?i: away)?"
     rf"(?i: off| from| away from) {_NAME}(?: {_NO_MORE})*"),
    (Says.LEAVES, "", False, rf"{_NAME}{_OF}(?i: {_NOT} (?:be )?(?:{_DOING}|{_DOES_NOW}|{_DOES})) {_OBJECT}"),
    (Says.LEAVES, ME, False,
     r"(?i:(?:please )?(?:don'?t|do not|stop|no need to)(?: keep)? ask(?:ing)? me(?: again)?(?: about| on| for)) "
     rf"{_OBJECT}"),
    (Says.LEAVES, ME, False,
     rf"(?i:(?:can|could|would|will) (?:you|u) (?:please )?ask {_ELSE}|(?:please )?ask {_ELSE}"
     rf"|{_ELSE} (?:does|should do|needs to do|will do|is doing|has|would know about|deals with|looks after))"
     rf"(?i: for| about| on| to do)?(?: {_OBJECT})?"),
    (Says.LEAVES, ME, False, rf"{_OBJECT} ?(?i:{_MINE})(?: {_NO_MORE})*"),
    (Says.LEAVES, ME, False, rf"(?i:(?P<what>that|it|this)'?s (?:really )?not (?:mine|{_AREA}|for me))"),
    (Says.LEAVES, ME, False,
     rf"(?i:(?:none|not (?:all|any)|neither) of (?P<what>.+?) (?:is|are) "
     rf"(?:mine|{_AREA}|to do with me|for me|with me))"),
    (Says.LEAVES, ME, False, rf"(?i:i have nothing to do with|nothing to do with|nor (?:is|are)) {_OBJECT}"),
    (Says.LEAVES, ME, False, rf"(?i:(?:i'?m |i am )?(?:the )?wrong person for) {_OBJECT}"),
    (Says.LEAVES, ME, False,
     rf"{_OBJECT}(?i: (?:should|must|has to|have to|needs? to) (?:go|be (?:sent|put)) to {_ELSE})"),
    (Says.LEAVES, ME, False, rf"(?i:{_NOT_MINE})(?:,? {_OBJECT})?"),
    (Says.LEAVES, ME, False,
     rf"(?i:(?:i'?m|i am) (?:not|no longer) (?:the )?(?:right |one |person |one who does )*"
     rf"(?:{_DOING}|involved (?:in|with)|for|doing))(?: {_OBJECT})"),
    (Says.LEAVES, ME, False,
     rf"(?i:i (?:don'?t|do not|no longer)(?: really| actually)? "
     rf"(?:{_DOES}|have anything to do with|work on|deal with|get involved in)) {_OBJECT}"),
    (Says.LEAVES, ME, True,
     rf"(?i:(?:i )?(?:don'?t|do not|can'?t|cannot|won'?t)(?: really)? (?:{_DOES}|know (?:anything )?about|know)) "
     rf"{_OBJECT}"),
    (Says.LEAVES, ME, True, rf"(?P<what>.+?)(?i: (?:is|are|'s)(?: for| with| down to)? {_TEAM})"),
    (Says.LEAVES, "", False, rf"(?i:not) {_NAME}(?i: for| on| doing) {_OBJECT}"),
    (Says.LEAVES, "", False, r"(?i:not|and not) (?P<what>.+?)"),
    (Says.ONLY, ME, False, rf"(?i:i (?:just|only)(?: really)? {_DOES}) {_OBJECT}"),
    (Says.ONLY, ME, True, rf"(?i:(?:i'?m|i am)(?: (?:just|only))+(?: {_DOING})?) {_OBJECT}(?: (?i:me))?"),
    (Says.ONLY, ME, False,
     rf"(?i:(?:it'?s )?(?:only|just)) {_OBJECT}(?i: me| for me| i do| that i do| is mine| is me| with me| is)"),
    (Says.TAKES, ME, False,
     rf"(?i:i(?:'?ll| will| am going to|'?m going to| can| could)? (?:{_DOES}|be {_DOING})|(?:i'?m|i am) {_DOING}"
     rf"|i'?ve got|i got) {_OBJECT}(?: (?i:no need.*))?"),
    (Says.TAKES, ME, False, r"(?P<what>.+?)(?i: (?:is|are)(?: all)? (?:mine|with me|my job|my area|me|down to me))"),
    (Says.TAKES, ME, False,
     rf"(?i:(?:i'?m|i am|i'?d be|i would be) happy to {_DOES}|i'?d (?:rather|like to) {_DOES}) {_OBJECT}"),
    (Says.TAKES, ME, False, r"(?i:leave) (?P<what>.+?)(?i: (?:with|to) me)"),
    (Says.TAKES, "", False, rf"{_BEFORE}{_NAME}{_OF}(?i: ?{_TAKES}) {_OBJECT}"),
    (Says.TAKES, "", False,
     rf"{_NAME},?(?i: (?:can|could|would|will|please) (?:you|u) (?:please )?{_DOES}) {_OBJECT}"),
    (Says.TAKES, "", False,
     rf"(?i:(?:i|we)(?:'d| would)? (?:like|want|need|prefer)) {_NAME}{_OF}(?i: to {_DOES}) {_OBJECT}"),
    (Says.TAKES, "", False, rf"(?P<what>.+?)(?i: (?:goes?|belongs?|falls?|sits?) (?:to|with)) {_NAME}{_OF}"),
    (Says.TAKES, "", False,
     rf"(?i:(?:please )?(?:put|assign|have)) {_NAME}{_OF}(?i: down)?"
     rf"(?i: for| on| to| as the lead (?:for|on)| do| as lead (?:for|on)) {_OBJECT}"),
    (Says.TAKES, "", False,
     rf"(?i:(?:please )?(?:give|hand|pass|assign|move|transfer)(?: over)?) (?P<what>.+?)(?i: over)?(?i: to) "
     rf"{_NAME}{_OF}"),
    (Says.TAKES, "", False,
     rf"(?P<what>.+?)(?i: (?:is|are|'s)(?: all| now)?(?: with| down to| for| by)?) {_NAME}(?:'s)?"
     rf"(?i: job| area| bit| thing| part| responsibility| baby)?{_OF}(?: {_NO_MORE})*"),
    (Says.TAKES, "", True, rf"{_NAME} (?i:the|for) {_OBJECT}"),
    (Says.TAKES, "", False, rf"(?i:(?:it is|rather|instead) )?{_NAME}"),
)  # fmt: skip
"""What is said, of whom (`me`, or the one named), whether it means it only beside something else, and how."""


@lru_cache(32)
def _rules(names: tuple[str, ...]) -> tuple[_Rule, ...]:
    known = "|".join(rf"\b(?i:{re.escape(n)})\b" for n in names) or "(?!)"

    def pattern(text: str) -> re.Pattern[str]:
        return re.compile(rf"^\W*(?i:{_LEAD}){text.replace('{names}', known)}[\s.!?,]*$")

    return tuple(_Rule(says, who, pattern(text), weak) for says, who, weak, text in _RULES)


_CLOSING = re.compile(
    r"(?:\s*,?\s*\b(?:please|pls|thanks|thank you|ta|sorry|if that'?s ok|ok|for us|for me|for now|from now on|instead"
    r"|then|with us|innit|not me|tho|though|i think|i guess|as well|too))+\W*$",
    re.IGNORECASE,
)


def _said(part: str, rules: tuple[_Rule, ...]) -> tuple[Doing, ...]:
    bare = _CLOSING.sub("", part).strip(" ,.!?")
    found: list[Doing] = []
    for rule in rules:
        match = rule.pattern.match(bare)
        if match is None:
            continue
        groups = match.groupdict()
        named = rule.who or (groups.get("who") or "").removesuffix("'s")
        who = ME if named.casefold() in (ME, "myself") else named
        found.append(Doing(rule.says, who, (groups.get("what") or "").strip(" ,.!?"), rule.weak))
    return tuple(found)
