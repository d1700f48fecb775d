"""Whether words ask something, and whether they ask how a thing is done: that is never an order to do it. Pure."""

from __future__ import annotations

import re

_BEFORE = (
    r"(?:(?:and|but|so|ok|okay|also|then|well|right|hi|hiya|hello|sorry|please|just|thanks|yes|no|er+m*|um+|oh|btw"
    r"|by the way|wait|hang on|good (?:morning|afternoon|evening))\b\W*)*"
)
_WH = r"(?:who|whose|whom|wh?at|wot|wh?ats|wots|which|when|wen|where|why|how)(?:['’]?s|['’]re|['’]d|['’]ll)?"
_WH_IS = r"(?:who|wh?at|wot|when|where|why|how)['’]?(?:s|re|d|ll)"
_NOW = r"(?:is|are|am|do|does|can|could|should|shall|shud|will|would|wud|must|may|might)"
_THEN = r"(?:was|were|did|has|have)"
_VERB = r"(?:is|are|am|was|were|do|does|did|has|have|had|can|could|should|shall|shud|will|would|wud|must|may|might)"
_US = r"(?:i|we|you|u|they|he|she|any\w*|somebody|someone)"
"""Of what was, only these make a question: "did the away day on 9 October" is told."""
_ME = (
    r"(?:i|we|you|u|ya|it|this|that|these|they|he|she|there|the|our|my|your|any\w*|somebody|someone"
    r"|residents|tenants)"
)
_WISH = (
    r"(?:(?:can|could|cud|would|will|may) (?:you|u|ya|i|we) (?:please |pls |just |also )*(?:send|give|gimme|show|tell"
    r"|get|have|see|write|suggest|recommend|point)"
    r"|(?:please |pls )?(?:send|give|show|get) (?:me|us)|gimme|please (?:explain|tell)"
    r"|(?:(?:i|we)(?: still| just| really| only)* (?:need|want)|(?:i|we)(?:'d| would) like|i'?m looking for"
    r"|i'?m after|need|looking for|after) (?:the|a|an|some|any|a few|your)\b"
    r"|(?:have you |you |u )?got (?:any\w*|a|an|some|words)|any (?:other |better |good )?(?:ideas?|ways?|tips|advice"
    r"|suggestions|examples?|chance|questions))\b"
)
_QUESTION = re.compile(
    rf"(?:^|[,.;:!–-] ?|\b(?:and|but|or|know|tell me|understand|wonder(?:ing)?|question) )"
    rf"(?:{_WH}|is|are|do|does|did|can|could|should|would|will|must|may|am i)\b"
    r"|\bis (?:that|this|it) (?:ok|okay|all ?right|enough|fine|allowed)\b"
    r"|^(?:and |but |so )?(?:have|has|(?:are|is|do|does|did|have|has|wo|ca|could|should|would)n[’']?t)"
    r" (?:i|we|you|it|this|that|they|there|any(?:one|body|thing))\b"  # "Aren't we doing this for the regulator?"
    r"|^any(?:thing|body|one) (?:i|we|you|that|who) (?:can|could|should|have)\b"
)
_HOW = re.compile(rf"\W*{_BEFORE}(?:{_WH} {_VERB}\b|{_WH_IS}\b|how (?:long|much|many|often|soon)\b)", re.IGNORECASE)
_OPENS = re.compile(
    rf"\W*{_BEFORE}(?:{_WH}\b|{_NOW} {_ME}\b|{_THEN} {_US}\b|{_NOW}\b[^?]*\?\s*$|{_WISH})", re.IGNORECASE
)
_WISHES = re.compile(rf"\W*{_BEFORE}{_WISH}", re.IGNORECASE)
_INSIDE = re.compile(rf"\b(?:{_WH} (?:{_VERB} (?:i|we|you|u)|to)|{_WISH})\b", re.IGNORECASE)


_LEADS = re.compile(
    rf"\W*{_BEFORE}(?:(?:can|could|may) (?:i|we|you|u) (?:just |also |please |even )*"
    r"(?:ask|check|tell me|help|explain)(?: (?:you|u|me|us|something|one thing|a (?:quick )?question|this|that))*"
    r"|tell me|one (?:more )?(?:question|thing)|(?:another|quick|a) (?:quick )?question)\W*",
    re.IGNORECASE,
)


def only_leads(text: str) -> bool:
    """Whether the words only lead to a question: "can I ask"."""
    return _LEADS.fullmatch(text) is not None


def asks(text: str) -> bool:
    """Whether the words ask something, anywhere in them."""
    return "?" in text or _QUESTION.search(text.casefold()) is not None


def asks_how(text: str) -> bool:
    """Whether they ask how, when, where or by whom a thing is done ("how do I get Neil on here"): no order."""
    return _HOW.match(text) is not None


def opens_asking(text: str) -> bool:
    """Whether a sentence begins as a question, or as a wish to be given something."""
    return _OPENS.match(text) is not None


def asks_for(text: str) -> bool:
    """Whether a sentence begins as a wish to be given something."""
    return _WISHES.match(text) is not None


def wants(text: str) -> bool:
    """Whether somebody asks to be given or told something, in a sentence that goes on ("… wot do i ask them")."""
    return _INSIDE.search(text) is not None
