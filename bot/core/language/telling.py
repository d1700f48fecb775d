"""Words that tell something, and words that only talk: which clauses somebody may want to see kept as they said them.

English, and nothing of this one programme. What a clause tells is for the reader; here is what it is not: talk with
the machine, a request, a verdict on what was read back, a feeling. And what announces ("please note that"), doubts
("don't quote me") or leaves to somebody else ("but my manager decides") what stands beside it.
"""

from __future__ import annotations

import re

_FILLER = (
    r"(?:and|but|so|also|then|plus|oh|ok|okay|well|right|now|yes|yeah|yep|no(?=\s*[,.;:!–-])|nope|nah|sorry|actually|btw"
    r"|fyi|um+|er+m*"
    r"|haha|lol|hi|hello|heyy*|please|pls|thanks|thank you|good (?:morning|afternoon|evening)|by the way|anyway"
    r"|to be (?:clear|honest|fair)|just so you know|for the record|for info(?:rmation)?|secondly|first(?:ly)? of all"
    r"|one more thing|another thing|the other thing is|thing is)"
)
JOINING = re.compile(rf"^[\W_]*(?:{_FILLER}\b[\W_]*)*", re.IGNORECASE)
"""In front of what is told, and no part of it."""

_TO_NOTE = r"(?:note|record|put down|write down|mention|add|say|jot down|log|keep a note|make a note|remember|keep)"
_PLEASE = (
    r"(?:please|can you|could you|would you|will you|i should|i want to|i would like to|i'd like to|let me|you can)"
)
_ANNOUNCED = re.compile(
    rf"^\W*(?:(?:and|also|so|but|oh|anyway)\W+)*(?:(?:(?:{_PLEASE}|just|also|to|i (?:have|need"
    rf"|ought) to)\s+)+{_TO_NOTE}"
    rf"|(?:note|record|put down|write down|mention))\b(?:\s*(?:please|also|down|of it"
    rf"|too)\b)*\s*(?:,?\s*that\b|:)?\s*",
    re.IGNORECASE,
)
_ANNOUNCED_BEHIND = re.compile(
    rf"[\s,;.–-]+(?:(?:please|pls|can you|could you|so)\s+)*{_TO_NOTE}\s+(?:that|this|it)(?: down| please"
    rf"| too)*[\s.!]*$",
    re.IGNORECASE,
)


def announced(text: str) -> str:
    """What "please note that …" or "…, please note that" is about; empty where nothing is announced so."""
    front, behind = _ANNOUNCED.match(text), _ANNOUNCED_BEHIND.search(text)
    if behind is not None:
        return text[: behind.start()].strip()
    return text[front.end() :].strip() if front is not None else ""


_DISCLAIMED = re.compile(
    r"\b(?:do not|don'?t|dont|not to be|please don'?t|never) (?:quote|quoted|hold) (?:me|us|it|that|on)?"
    r"|\b(?:could|would|can)(?: ?no?t|n'?t) (?:really )?swear\b"
    r"|\b(?:i|we) (?:honestly |really |actually |just |truly )*(?:do not|don'?t|dont) (?:really "
    r"|actually |honestly )*"
    r"know(?: for (?:sure|certain))?(?= *(?:$|[,.;!]|so\b|tbh\b|sorry\b))"
    r"|(?:^|[,;] *|\bbut )(?:i'?m |i am |we'?re )?(?:not|n't) (?:at all |entirely |really |too |100% )?"
    r"(?:sure|certain)\b(?= *(?:$|[,.;!]|but\b))"
    r"|\bnot? (?:100|hundred) ?(?:%|per ?cent)(?: sure| certain)?\b|\bonly (?:a guess|guessing|think)\b"
    r"|\bcould be wrong\b|\bmay be wrong\b|\bmight be wrong\b|\btake (?:it|that) with a pinch of salt\b",
    re.IGNORECASE,
)
"""Whoever speaks does not stand by it."""
_GUESSED = re.compile(
    r"\b(?:prob|probs|probably|prolly|likely|maybe|perhaps|possibly|presumably|i think|i guess|i reckon|i believe"
    r"|i suppose|might|may be|should be|i'?d say|i would say|we think|sort of|hopefully)\b",
    re.IGNORECASE,
)
_LEFT_TO = re.compile(
    r"\b(?:but|though|although|only) (?:\w+ ){0,4}?(?:decides?|(?:has|have|gets?) (?:the )?(?:final"
    r"|last) (?:word|say)"
    r"|(?:has|have|needs?|still (?:has|have|needs?)) to (?:decide|agree|confirm|approve|sign|say|ok)"
    r"|will (?:decide|confirm|have the (?:final|last) (?:word|say))|is (?:still )?(?:to be"
    r"|being) (?:decided|confirmed)"
    r"|is up to|(?:it is|it's|its) up to|not (?:decided|confirmed|agreed|settled)(?: yet)?)\b",
    re.IGNORECASE,
)


def disclaimed(sentence: str) -> bool:
    """ "I think they agreed it but I honestly don't know", "probably quarterly but my manager decides": no fact."""
    text = sentence.replace("’", "'")
    if _DISCLAIMED.search(text):
        return True
    return _LEFT_TO.search(text) is not None and _GUESSED.search(text) is not None


_BARELY = re.compile(r"\b(?:hardly|barely|scarcely|seldom|rarely|under-?represented)\b", re.IGNORECASE)


def only_few(text: str) -> bool:
    """ "Were hardly heard": of how much there was, and no denial that there was any."""
    return _BARELY.search(text) is not None


_YOU = r"(?:you|u|ur|your|yours|you'?(?:ve|re|ll|d)|yourself|urself|ya|the bot|this bot|chat ?bot|bot)"
_TALK = re.compile(
    rf"\b{_YOU}\b"
    # What is said of the talk itself: its questions, lines, buttons and messages.
    r"|\b(?:button|app|log ?in|password|wi-?fi|my (?:phone|laptop|screen)|reminders?"
    r"|(?:the|this|that|last|previous|same) (?:question|message|line|answer)|read ?back"
    r"|option \d|line \d|number \d|(?:the )?(?:first|second|third|last|other|right|wrong) (?:one|line|two)|"
    r"(?:msg|messag|text|email|remind|nudg|chas)(?:e|es|ed|ing)? me)\b"
    # Verdicts, and what somebody meant.
    r"|\b(?:wrong|incorrect|mistaken?|mistake|meant|misunderst\w+|that'?s (?:right|it|all|fine|correct|not)"
    r"|(?:is|are|was|were|all|both|quite|not) (?:right|correct|fine|ok|okay)\b(?! (?:to|for|in|with|on)\b)"
    r"|(?:already|just) (?:said|told|answered|given|mentioned)|i (?:have )?(?:said|told|answered|asked)"
    r"|like i said|as i said|told (?:u|ya)|makes? no sense|muddle|that is not what)\b"
    # Feelings and courtesies.
    r"|\b(?:useless|stupid|rubbish|annoy\w*|frustrat\w*|confus\w*|stress\w*|worr(?:y|ied|ies|ying)|anxious|scared"
    r"|afraid|fed up|sick of|tired|exhausted|hate|sorry|apolog\w*|overwhelm\w*|panic\w*|upset|cry(?:ing)?"
    r"|struggling|cheers|thanks?|thank|helpful|great|perfect|brilliant|lovely|love)\b",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(?:no idea|no clue|dunno|not that i know|(?:do not|don'?t|dont) (?:know|understand|get|remember|mind|care"
    r"|have time|want|need)"
    r"|not (?:my|our|really my) (?:thing|job|area|bit|department|patch|role|call|one)|(?:aren'?t|isn'?t|not) mine"
    r"|nothing to do with me|some(?:one|body) else (?:does|is|will|has)|above my pay|off my patch|not sure what"
    r"|(?:ask|asked|asking|come|comes) (?:me )?(?:later|again|another time)|none of (?:them|those|these)|neither"
    r"|(?:off|on) (?:sick|leave|holiday|maternity|annual)|unwell|poorly|in hospital|bereave\w*"
    r"|skip|never ?mind|forget|let'?s (?:\w+)|start (?:again|over|with)|hang on|wait|hold on|one (?:sec"
    r"|moment|minute)"
    r"|bear with (?:me|us)|can(?:no|')?t (?:see|find|open) (?:it|that|this|them)|not me\b|that'?s (?:for|with) \w+"
    r"|(?:what )?(?:i'?m|im) (?:asking|saying|telling)|nobody (?:asked|is complaining|said anything)|i'?d call"
    r"|(?:that|this|the odd|which) note\b|nothing (?:is )?(?:broken|wrong)"
    r"|is (?:that|it|this) (?:bad|ok|okay|a problem)"
    r"|in a (?:hurry|rush|minute|meeting)|half a minute|got to go|gotta go|talk too much)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^\W*(?:(?:and|but|so|also|then|ok|okay|well|now|er+m*|um+|sorry|oh|btw)\b\W*)*"
    r"(?:(?:who|what|wot|when|where|why|how|which|whose)(?:'?s|'?re|s)?\b(?! (?:ever|we did))"
    r"|(?:can|could|do|does|did|is|are|was|were|will|would|should|shall|may|has|have|am|isn'?t|aren'?t"
    r"|don'?t|doesn'?t)"
    r" (?:i|we|you|u|it|this|that|there|they|he|she|the|our|my|a|any|some|anybody|anyone|somebody|what|\d+)\b)",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^\W*(?:(?:and|but|so|also|then|ok|okay|please|pls|just|now|yes|no|kindly|actually|oh|well|only)\b\W*)*"
    r"(?:show|send|give|gimme|tell|find|list|draft|help|explain|remind|point|share|forward|read|remove"
    r"|delete|take|put"
    r"|add|change|correct|skip|leave|save|keep|start|go|drop|scrap|forget|undo|stop|pause|do(?: not|n'?t)"
    r"|dont|let|lets"
    r"|make|try|ask|use|open|close|call|ring|message|msg|email|ping|chase|nudge|wait|hold|hang|look|see|check|note"
    r"|record|set|move|cancel|throw|begin|come|get|print|download|repeat|mark|replace|switch|turn|pass|connect|talk"
    r"|assume|ignore|strike|cross|rub|clear|quote|bring|write|update)"
    r"\b(?! (?:\w+ )?(?:is|are|was|were|has|have|went|ran|took|got|came)\b)",
    re.IGNORECASE,
)
_MINE = re.compile(
    r"^\W*(?:(?:and|but|so|also|then|well|now|actually|because|since|though|when|where|who)\b\W*)*"
    r"(?:i|im|i'?m|ive|i'?ve|i'?ll|i'?d|me|myself|my (?!(?:manager|boss|director|team|chief|colleagues?"
    r"|line)\b)|mine)\b",
    re.IGNORECASE,
)
_MY_WORK = re.compile(
    r"\b(?:i|i'?ve|i have|ive) (?:also |have |then |only |just )*(?:sent|emailed|e-mailed|presented"
    r"|briefed|ran|held|met"
    r"|spoke|posted|put|showed|shown|took|taken|printed|handed|invited|phoned|rang|visited|published"
    r"|circulated|shared"
    r"|trained|translated|interviewed|wrote|written)\b(?! (?:you|u|it down|that down|this down)\b)"
    r"|\bi (?:heard|hear|gather|understand|think|believe|reckon|guess) (?!so\b|not\b|that'?s\b|it'?s\b)\w+",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:we|i) (?:really |just |still |also |only )*(?:need|want|wanted|would like|'d like|wish|wonder|hope)\b"
    r"|\bwe(?:'ll| can| could| will| should| might) (?:\w+ )?(?:discuss|check|look|talk|see|ask|do|try|come back)\b"
    r"|\bwonder(?:ing)?\b|\b(?:wants?|would like|needs?) to know\b"
    r"|\b(?:we|i)'d (?:like|love|prefer)\b|\bi(?:'?ll| will| am going to|'?m going to|'?m gonna)\b"
    r"|^\W*(?:will|would) (?:do|be|have|look|try)\b",
    re.IGNORECASE,
)
_PLEASE_BEHIND = re.compile(r"\b(?:please|pls|plz)\W*$", re.IGNORECASE)
_POINTS = re.compile(
    r"^\W*(?:(?:and|but|so|also|then|because|no|yes)\b\W*)*(?:that|this|those|these|thats|both"
    r"|all of (?:it|that|them))"
    r"(?:'?s)? (?:is|are|was|were|isn'?t|wasn'?t|not|should|one|ones|will|can|would|did|had|has|bit|line|date)?\b",
    re.IGNORECASE,
)
_ITS = re.compile(r"^\W*(?:it|its|it'?s|they|they'?re|there)\b", re.IGNORECASE)
_LONG_ENOUGH = 5
"""Of fewer words behind a pronoun nobody knows later what they are about."""


def asks(text: str) -> bool:
    """Words that ask something."""
    return text.rstrip(" )\"'”’").endswith("?") or _ASKING.match(text) is not None


def wants(text: str) -> bool:
    """Words that want something done, by the machine or at all."""
    return _ORDER.match(text) is not None or _WISH.search(text) is not None or _PLEASE_BEHIND.search(text) is not None


def talks(text: str) -> bool:
    """Words about the talk, a verdict, a feeling, that somebody does not know or does not want to answer."""
    text = text.replace("’", "'")
    return _TALK.search(text) is not None or _LOST.search(text) is not None


def talks_of_talk(text: str) -> bool:
    """Words to the machine, or about what it said."""
    return re.search(rf"\b{_YOU}\b", text.replace("’", "'"), re.IGNORECASE) is not None


def to_the_machine(text: str) -> bool:
    """Words that order the machine about, or say what was said to it or by it: nobody's view, no answer to keep."""
    text = text.replace("’", "'")
    return _ORDERS_IT.match(text) is not None or _TOLD_IT.search(text) is not None


_ORDERS_IT = re.compile(
    r"^\W*(?:(?:and|but|so|also|then|ok|okay|please|pls|just|now|yes|no|actually|oh|well)\b\W*)*"
    r"(?:(?:delete|remove|undo|save|record|scrap|cancel|skip|correct)\b"
    r"|(?:take|put|turn|switch) (?:the|that|this|it|them|my)\b.{0,30}\b(?:on|off|out|back|down)\b)",
    re.IGNORECASE,
)
_TOLD_IT = re.compile(
    rf"\b(?:ask|asked|tell|told|telling|asking) {_YOU}\b|\b{_YOU} (?:just |keep |already )*"
    r"(?:said|asked|told|saved|put|asking|saying|turned|sent|wrote|recorded)\b",
    re.IGNORECASE,
)


def of_oneself(text: str) -> bool:
    """Words about whoever speaks, and nothing that they did at work."""
    text = text.replace("’", "'")
    return _MINE.match(text) is not None and _MY_WORK.search(text) is None


def hangs(text: str) -> bool:
    """Words that say more of what stands before them, and nothing by themselves: "who never answer surveys"."""
    return _HANGS.match(text) is not None


_HANGS = re.compile(
    r"\W*(?:who|whom|whose|which|that|because|when|where|while|if|unless|than|until)\b", re.IGNORECASE
)


def of_all(text: str) -> bool:
    """ "We have 14,000 homes", "our chair retires at Christmas": what they are like, and no part of a step."""
    return _OF_ALL.match(text) is not None


_OF_ALL = re.compile(
    r"(?:we|our|us|\d[\d,.]* (?:homes|tenants|properties|units|staff|employees|members))\b", re.IGNORECASE
)


def only_points(text: str) -> bool:
    """Words about something that only their place in the talk names: "that was not in May"."""
    text = text.replace("’", "'")
    return _POINTS.match(text) is not None or (_ITS.match(text) is not None and len(text.split()) < _LONG_ENOUGH)
