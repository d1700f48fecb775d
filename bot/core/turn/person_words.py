"""Asking for a human being, in whatever words, whatever is open. Pure.

Only a whole message (or a clause that stands beside nothing else of weight) asks: "a resident wants to talk to a
person" and "talk to residents" do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_GREET = r"(?:(?:hi|hello|hey|ok|okay|sorry|please|no|just|actually|right|so|look|and|but|thanks|oh|um|erm)[,! ]+)*"
_SOME = r"(?:(?:a|an|the|some|any|another|your|real|actual|live|proper|other|human|one of the|one of your)\s+)*"
_HUMAN = (
    r"(?:person|persons|people|human being|humans|human|someone|somebody|anyone|anybody|operator|agent|adviser|"
    r"advisor|representative|rep|member of staff|staff member|member of the team|colleague of yours|helpdesk|"
    r"help desk|customer service|being|manager|supervisor|programme|office|team|officer|programme officer|"
    r"programme team|support team)"
)
_ELSE = (
    r"(?:\s+(?:real|human|there|else|instead|alive|in person|in charge|please|now|today|directly|properly|again|"
    r"at (?:the )?(?:programme|office|your end)|from (?:the )?(?:programme|office|team)|on the (?:phone|team)|"
    r"by phone|here|who (?:can|could) help(?: me)?|who knows|who understands|"
    r"(?:i|we) can (?:talk|speak) (?:to|with)|not a (?:bot|machine|robot)|rather than (?:a|this) (?:bot|machine)))*"
)
_WISH = (
    r"(?:(?:can|could|may|might) (?:i|we) (?:please |just |maybe |perhaps )?|"
    r"(?:i|we)(?:'d| would|d)? (?:really |just |much )?(?:want|like|need|prefer|rather|sooner|wish|have)(?: to)? |"
    r"(?:i|we)(?:'d| would|d) (?:really |much )?(?:rather|sooner|like to|prefer to) |let me |let us |"
    r"how (?:do|can) (?:i|we) |"
    r"is (?:it|there) (?:possible|a way|any way|any chance)(?: (?:to|i can|of))? |want to |wanna |need to |"
    r"would it be possible to |please |who(?:m)? (?:can|could|do|should) (?:i|we) )"
)
_TALK = (
    r"(?:talk(?:ing)?|speak(?:ing)?|chat(?:ting)?|get (?:hold of|in touch|through)|reach(?: out)?|contact|ring|call|"
    r"phone|message|write|email|deal|ask|have a (?:word|chat|call)|be put (?:through|in touch)|"
    r"be connected)(?: (?:to|with))?"
)
_ABOUT = r"(?:\s+(?:about|regarding|concerning|because|on|re|to ask)\b.*)?"
_END = r"[\s.!?]*$"
_BARE = re.compile(
    rf"^{_GREET}{_SOME}(?:person|human|human being|humans|operator|agent|real person|real human|actual person|"
    rf"(?:somebody|someone) (?:real|human|else)|(?:talk|speak|chat) to (?:a )?(?:person|human)){_ELSE}{_END}"
)
_SOMEONE = re.compile(rf"^{_GREET}(?:someone|somebody|anyone|anybody)(?: please)?{_END}")
_WISHES = re.compile(rf"^{_GREET}{_WISH}?{_TALK} {_SOME}{_HUMAN}{_ELSE}{_ABOUT}{_END}")
_WHO_CAN = re.compile(
    rf"^{_GREET}(?:who(?:m)? (?:can|could|do|should) (?:i|we)|"
    r"(?:is there )?(?:anyone|anybody|someone|somebody)(?: there)? (?:i|we) can)"
    rf" (?:talk|speak|chat|ring|ask|call)(?: (?:to|with))?(?: here| at the programme)?{_END}"
)
_GIVE = re.compile(
    rf"^{_GREET}(?:{_WISH})?(?:get|give|find|fetch|connect|transfer|put|pass|hand|send|have|want|need|prefer)"
    rf"(?: me| us)?(?: on| over| through| across)?(?: to| with)? {_SOME}(?:person|human being|human|humans|operator|"
    rf"agent|real person|someone|somebody|adviser|advisor|member of staff){_ELSE}{_END}"
)
_WANTS_ONE = re.compile(
    rf"^{_GREET}(?:i|we)(?:'d| would|d)? (?:really |just )?(?:want|need|like|prefer) {_SOME}(?:person|human being|"
    rf"human|operator|agent){_ELSE}{_END}"
)
_IS_THERE = re.compile(
    rf"^{_GREET}(?:is|are) (?:there )?{_SOME}(?:person|people|human being|human|humans|someone|somebody|anyone|"
    rf"anybody){_ELSE}(?: (?:available|about|around|to (?:talk|speak) (?:to|with)|who can (?:help|talk)(?: me)?|"
    rf"behind this|out there|(?:i|we) (?:can|could) (?:talk|speak|chat) (?:to|with)|i can ask))*{_END}"
)
_CALL_ME = re.compile(
    rf"^{_GREET}(?:(?:can|could|would|will) )?{_SOME}(?:someone|somebody|anyone|person|human|officer)(?: please)? "
    r"(?:call|ring|phone|contact|email|help|talk to|speak to|get back to|get in touch with|write to) (?:me|us)"
    rf"(?: back)?{_ELSE}{_ABOUT}{_END}"
)
_ASKING = re.compile(
    "|".join(
        pattern.pattern for pattern in (_BARE, _SOMEONE, _WISHES, _WHO_CAN, _GIVE, _WANTS_ONE, _IS_THERE, _CALL_ME)
    )
)
"""Any of these, looked for at once."""
_TO_NAME = re.compile(
    rf"^{_GREET}(?P<wish>{_WISH})?(?:talk|speak|chat)(?:ing)? (?:to|with) (?P<name>[\w'’-]+(?: [\w'’-]+)?)"
    rf"(?: please| now| instead)*(?P<about>{_ABOUT}){_END}"
)
_NOT_NAMES = frozenset(
    [
        "residents", "tenants", "leaseholders", "customers", "colleagues", "staff", "board", "committee", "panel",
        "landlord", "council", "them", "him", "her", "you", "us", "it", "chair", "secretary", "everyone", "everybody",
        "people", "more", "each", "other", "others", "neighbours", "members", "directors", "trustees", "executive",
        "the", "our", "my", "all", "those", "some", "this", "that", "teams", "families", "managers", "ourselves",
        "about", "a", "an", "your", "their", "his", "its",
    ]
)  # fmt: skip
_A_BOT = r"(?:a |an |the |just |only |really |actually |some |one |real |live |actual |proper |kind of )*"
_THING = (
    r"(?:bot|robot|chatbot|chat bot|machine|computer|program|software|ai|artificial intelligence|chatgpt|algorithm|"
    r"automated|human being|human|person|real|man|woman|somebody|someone)"
)
_REAL = re.compile(
    rf"^{_GREET}(?:wait|hang on|hold on)?[,. ]*(?:(?:are|r) (?:you|u)|is (?:this|that|it|there)|was that|"
    rf"am i (?:talking|speaking|chatting|writing|messaging) (?:to|with)|you(?:'re| are)|"
    rf"who am i (?:talking|speaking) to|do you work for|have i got) {_A_BOT}{_THING}"
    rf"(?: (?:or|and|,|not) {_A_BOT}{_THING})*(?: (?:person|being|human|behind this|there|answering|"
    r"then|here|right|really|at all|talking to me|"
    r"i'm talking to))*"
    rf"[\s,.!?]*(?:right|yes|no|then|really)?{_END}"
    rf"|^{_GREET}(?:bot|robot|machine|human|person) or (?:a )?(?:bot|robot|machine|human|person){_END}"
    rf"|^{_GREET}who (?:am i|are we) (?:talking|speaking|chatting|writing) (?:to|with){_END}"
)
_CLAUSES = re.compile(r"[.!?;,\n]+\s*")
LONGEST = 300
"""Characters in which the words are looked for."""
FEW = 7
"""Words beside the asking clause at most: more are something of their own."""


def asks_for_person(text: str, names: Iterable[str] = ()) -> bool:
    """Whether the words, as a whole, ask for a human being. `names`: the officer's and the people's."""
    if len(text) > LONGEST:
        return False
    known = {part.casefold() for name in names for part in (name, *name.split()) if part}
    if _asks(text, known):
        return True
    clauses = [c for c in _CLAUSES.split(text) if c.strip()]
    asking = [c for c in clauses if _asks(c, known)]
    beside = sum(len(c.split()) for c in clauses) - sum(len(c.split()) for c in asking)
    return bool(asking) and len(clauses) > 1 and beside <= FEW and not any(c.isdigit() for c in text)


def asks_if_bot(text: str) -> bool:
    """ "Are you a real person?", "am I talking to a machine"."""
    return len(text) <= LONGEST and _REAL.match(_plain(text)) is not None


def _asks(text: str, known: set[str]) -> bool:
    said = _plain(text)
    if _ASKING.match(said):
        return True
    found = _TO_NAME.match(said)
    if found is None:
        return False
    name = found.group("name").removesuffix(" please")
    if name in known or name.split()[0] in known:
        return True
    if found.group("wish") is None and found.group("about"):
        return False  # "Speak to Nadia about the residents step": she has it, and nobody is asked for
    if name.split()[0] in _NOT_NAMES or name.split()[-1] in _NOT_NAMES:
        return False
    capital = re.search(rf"\b{re.escape(name.split()[0])}", text.replace("’", "'"), re.IGNORECASE)
    return found.group("wish") is not None or (capital is not None and capital.group()[0].isupper())


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())
