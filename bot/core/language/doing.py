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
    r"|Some(?:body|one)|Any(?:body|one)|Every(?:body|one)|And|But|So|All|Can|Could|Please|HR|IT|"
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
    rf"(?:mine|{_AREA}|(?:down )?to me|(?:anything )?to do with (?:me|my team|us)|for me|with me|me)"
)
_NOT_MINE = rf"(?:not (?:really )?{_AREA}|nothing to do with me)(?: that| those| this| these)?"
_TEAM = (
    r"(?:engagement|involvement|comms|communications|governance|hr|it|policy|marketing|digital|finance|repairs"
    r"|housing|the \w+ team|a \w+ (?:thing|job|matter))(?:'s)?(?: job| thing| team| lot)?"
)

_OUTSIDER = (
    r"(?:resident|tenant|leaseholder|customer|board member|trustee|chair(?:man|woman|person)?|vice[- ]chair"
    r"|councillor|volunteer|panel member|committee member|non[- ]exec(?:utive)?|neighbour)s?"
)
_WHOLE_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?"
_OUTSIDE = re.compile(
    rf"\b(?:our|the|a|an|my|one of (?:our|the)|some of (?:our|the)) (?:\w+ )?{_OUTSIDER}"
    rf"(?: (?:called|named|representatives?|reps?))?,? [A-Z]"
    rf"|{_WHOLE_NAME},? (?:who is |who's |who’s |is )?(?:a|an|our|the|one of (?:our|the)) {_OUTSIDER}\b"
    rf"|{_WHOLE_NAME},? (?:who is |who's )?(?:from|on|of) (?:the|our) (?:\w+ )?"
    r"(?:board|panel|association|committee|scrutiny)\b(?! (?:step|bit|part))"
    r"|\b(?:Cllr|Councillor) [A-Z]"
)
"""A resident or a member of the board: no colleague."""
_APPOSED = re.compile(
    rf"\b(?:(?:one|some) of )?(?:our|the|an?|my) (?:\w+ )?{_OUTSIDER},? (?={_WHOLE_NAME})"
    rf"|(?<=\w)(?:,|,? who is|,? who's) (?:an?|our|the|one of (?:our|the)) {_OUTSIDER}\b,?(?= )"
    r"|(?<=[a-z]),(?= (?:will|does|is|can|takes|has) )"
)
"""Who an outsider is, beside the name."""
_ASIDE = re.compile(
    r"(?:^|,? )(?:as|like) (?:(?:our|my) \w+ )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? "
    r"(?:has |had |just )?(?:asked|told|said|wanted|suggested|mentioned|explained)(?: me| us)?(?: to(?: do)?)?,?\s*"
)
"""Who told the speaker to write: "as Margaret asked me"."""
_ACTIVITY = re.compile(
    r"\b(?:do|does|doing|did|run|runs|running|ran|hold|holds|holding|held|organis\w+|hosts?|hosting|wants? to do|lead"
    r"|leads|leading|led|plan(?:s|ning)?) (?:a|an|another|some|two|three|four|\d+)\b"
    r"|\b(?:taking|take|takes|bring|brings|bringing|present|presents|presenting) (?:the|our|a|it|this)"
    r"(?: \w+){0,2} (?:to|at) (?:the|our)\b",
    re.IGNORECASE,
)
"""Something that somebody does once, and no step that they look after: "a briefing in January", "the paper to the
board"."""


def tells_activity(text: str) -> bool:
    """ "Callum is doing a drop-in next week", "Dan is taking the charter to the board": an activity, and no step."""
    return _ACTIVITY.search(text) is not None


def is_outside(text: str) -> bool:
    """Whether the words name a resident, or a member of the board, by name."""
    return _OUTSIDE.search(text) is not None


_MENTIONS = (
    r"(?:as|like|according to|thanks to|spoke to|spoken to|talked to|met|emailed|from) (?:my \w+ |our \w+ )?{name}\b"
    r"|\b{name}(?: \w+)? (?:(?:has |had |just )?(?:asked|told|said|says|tells|wanted|wants|suggested|mentioned|thinks"
    r"|reckons|emailed|sent|forwarded) (?:me|us|that|the|it|to me|i|we)\b)"
)


def only_mentioned(text: str, name: str) -> bool:
    """Whether somebody is named only as who said or asked something: "Margaret told me to write here"."""
    word = re.escape(name.split()[0]) if name.split() else ""
    whole = len(re.findall(rf"\b{word}\b", text)) if word else 0
    return bool(whole) and len(re.findall(_MENTIONS.format(name=word), text, re.IGNORECASE)) >= whole


_DENIED = re.compile(r"\b(?:not|never|no)\b|n['’]?t\b", re.IGNORECASE)


def denies(text: str) -> bool:
    return _DENIED.search(text) is not None


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
    r"|stop|not|nothing|no|who|whos|who's|how|what|which|have you|just|only|dunno|sorry"
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
    (Says.LEAVES, "", False, rf"{_NAME}{_OF}(?i: {_NOT} (?:be )?(?:{_DOING}|{_DOES})) {_OBJECT}"),
    (Says.LEAVES, ME, False,
     r"(?i:(?:please )?(?:don'?t|do not|stop|no need to)(?: keep)? ask(?:ing)? me(?: again)?(?: about| on| for)) "
     rf"{_OBJECT}"),
    (Says.LEAVES, ME, False,
     rf"(?i:(?:can|could|would|will) (?:you|u) (?:please )?ask {_ELSE}|(?:please )?ask {_ELSE}"
     rf"|{_ELSE} (?:does|should do|needs to do|will do|is doing|has|would know about|deals with|looks after))"
     rf"(?i: for| about| on| to do)?(?: {_OBJECT})?"),
    (Says.LEAVES, ME, False, rf"{_OBJECT} ?(?i:{_MINE})(?: {_NO_MORE})*"),
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
    (Says.LEAVES, "", False, r"(?i:not|and not) (?P<what>.+?)"),
    (Says.ONLY, ME, False, rf"(?i:i (?:just|only)(?: really)? {_DOES}) {_OBJECT}"),
    (Says.ONLY, ME, True, rf"(?i:(?:i'?m|i am)(?: (?:just|only))+(?: {_DOING})?) {_OBJECT}(?: (?i:me))?"),
    (Says.ONLY, ME, False,
     rf"(?i:(?:it'?s )?(?:only|just)) {_OBJECT}(?i: me| for me| i do| that i do| is mine| is me| with me)"),
    (Says.TAKES, ME, False,
     rf"(?i:i(?:'?ll| will| am going to|'?m going to| can| could)? (?:{_DOES}|be {_DOING})|(?:i'?m|i am) {_DOING}"
     rf"|i'?ve got|i got) {_OBJECT}(?: (?i:no need.*))?"),
    (Says.TAKES, ME, False, r"(?P<what>.+?)(?i: (?:is|are)(?: all)? (?:mine|with me|my job|my area|me|down to me))"),
    (Says.TAKES, "", False, rf"{_BEFORE}{_NAME}{_OF}(?i: ?{_TAKES}) {_OBJECT}"),
    (Says.TAKES, "", False,
     rf"(?i:(?:please )?(?:put|assign|have)) {_NAME}{_OF}(?i: down)?"
     rf"(?i: for| on| to| as the lead (?:for|on)| do| as lead (?:for|on)) {_OBJECT}"),
    (Says.TAKES, "", False,
     rf"(?i:(?:please )?(?:give|hand|pass|assign|move|transfer)(?: over)?) (?P<what>.+?)(?i: over)?(?i: to) "
     rf"{_NAME}{_OF}"),
    (Says.TAKES, "", False,
     rf"(?P<what>.+?)(?i: (?:is|are|'s)(?: all| now)?(?: with| down to| for| by)?) {_NAME}(?:'s)?"
     rf"(?i: job| area| bit| thing| part| responsibility| baby)?{_OF}(?: {_NO_MORE})*"),
    (Says.TAKES, "", False, rf"{_NAME} (?i:the|for) {_OBJECT}"),
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
    r"|then|with us|innit|not me|tho|though|i think|i guess))+\W*$",
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
