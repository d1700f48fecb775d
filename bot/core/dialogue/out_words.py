"""Words that want something out, and what they name: "remove the board line", "the minute is false, take it out"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.language.bags import bag
from bot.core.model.journey import Question
from bot.core.turn.reply import Reply
from bot.core.turn.understand import naming

_ASKED = (
    r"(?:please|pls|can (?:you|we)|could you|would you|will you|and|but|just|then|now|so|yes|no|also|wait"
    r"|i(?:'d| would) like (?:you )?to|i (?:want|need|wish)(?: you)? to)"
)
_FRONT = rf"(?:(?:^|[.,;:!?\n\"”])\s*|\b{_ASKED}[ ,]+)"
_VERB = (
    r"(?:remove|delete|scrap|withdraw|strike(?: out)?|get rid of|cross out|undo"
    r"|drop(?= (?:the|that|this|it|my|our)\b))"
)
_END = r"(?=\W*(?:$|[.,;!?\n]|(?:please|pls|of|from|again|and|then|but|completely|altogether)\b))"
_GONE = (
    r"(?:(?:be )?(?:taken (?:out|off|away|back)|removed|deleted|scrapped|withdrawn|struck out)"
    r"|(?:to )?(?:go|come) off|(?:be )?(?:gone|off (?:there|the record|the list)|out of there))"
)
_ORDERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_FRONT}{_VERB} (?P<what>[^.,;!?\n]+)",
        rf"{_FRONT}take (?P<what>[^.,;!?\n]+?) (?:out|off){_END}",
        rf"{_FRONT}(?:take (?:out|off)|leave out) (?P<what>[^.,;!?\n]+)",
        rf"{_FRONT}leave (?P<what>[^.,;!?\n]+?) (?:out|blank|empty){_END}",
        rf"{_FRONT}(?:don'?t|do not) ask (?:me |us )?about (?P<what>[^.,;!?\n]+)",
        rf"\bi(?:'ve| have) taken (?P<what>[^.,;!?\n]+?) out{_END}",
        rf"(?:^|[.,;:!?\n])\s*(?P<what>[^.,;:!?\n]{{3,60}}?)"
        rf" (?:should|must|needs?(?: to)?|has to|ought to|can) {_GONE}\b",
        rf"\bi(?:'d| would)? (?:want|need|like) (?P<what>[^.,;!?\n]{{3,60}}?) {_GONE}\b",
        r"\b(?P<what>the \d+ (?:is|was) (?:just |only )?(?:one of th(?:em|ose|ese)|not extra|counted twice))\b",
    )
)
"""Words that want something out, and what that is. Reported ("they asked us to remove it") they want nothing."""
_NO_ASIDE = re.compile(r"(?:don'?t|do not) ask|leave .* (?:out|blank|empty)", re.IGNORECASE)
"""Of something that nobody has told of, these only say that it is not to be asked."""
_LAST_ONE = re.compile(r"undo (?:it|that|this)?\W*(?:please)?\W*", re.IGNORECASE)
_OTHER_THINGS = re.compile(
    r"\b(?:remind\w*|briefings?|calendar|badge|letter|account|link|event|about me|my (?:name|data|details)|photo"
    r"|off (?:me|my|us|our|him|his|her|their|the hands?)\b|(?:off|from|out of) [^.!?]*\b(?:methods?|ways?|list)\b)",
    re.IGNORECASE,
)
"""What is no part of the record goes in its own way; so does one of the values of a list."""
NOT_NAMED = re.compile(
    r"\W*(?:it|this|that|them|those|these|(?:that|this|the)(?: extra| wrong| other)? (?:one|line|entry|bit|part))"
    r"(?:\W+(?:its|it'?s|is|wrong|please|pls|off|out|again|now|too|altogether|completely))*\W*",
    re.IGNORECASE,
)
ONE_OF_THE_RECORD = re.compile(r"\b(?:one|line|entry|bit|part)\b", re.IGNORECASE)
A_NUMBER = re.compile(r"\W*(?:the |that )?\d[\d,]*\W*", re.IGNORECASE)
FROM = re.compile(r"\s+(?:from|in|of|on)\s+", re.IGNORECASE)
_BOUND = re.compile(r"\s+(?:and|but|because|as|since|with)\s+(?!.*\b(?:line|entry)\b)", re.IGNORECASE)
"""Where what goes ends, and something else begins."""
CLAUSE = re.compile(r"[.,;:!?\n]+")
_FALSE = re.compile(r"\b(?:wrong|false|incorrect|not right|n[o']t|isnt|wasnt|never|mistake)\b|n'?t\b", re.IGNORECASE)
REST = re.compile(
    r"\b(?:save|keep|record|log) (?:all )?(?:the )?(?:rest|others?|remainder|everything else)\b(?: of it)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to go, in its words, and what else the message says."""

    what: str
    rest: str
    only_not_asked: bool = False
    """It may only say that something is not to be asked."""

    @property
    def only_a_number(self) -> bool:
        """Only that number goes, and not what it is a number of."""
        return A_NUMBER.fullmatch(FROM.split(self.what)[0]) is not None

    @property
    def rest_is_kept(self) -> bool:
        return REST.search(self.rest) is not None


def order_in(reply: Reply, text: str) -> Order | None:
    """What the words want out, if anything."""
    found = next((m for pattern in _ORDERS if (m := pattern.search(text))), None)
    if found is None or _LAST_ONE.fullmatch(found[0].strip(" .,;:!?")):
        return None
    what, start, end = found["what"], found.start(), found.end()
    if _OTHER_THINGS.search(found[0] + CLAUSE.split(text[end:], maxsplit=1)[0]):
        return None
    bound = _BOUND.search(what)
    if bound is not None:
        what, end = what[: bound.start()], found.start("what") + bound.start()
    if NOT_NAMED.fullmatch(what):
        before = [c for c in CLAUSE.split(text[:start]) if naming(reply, c).anything or labels_in(reply, c)]
        wrong = [c for c in before if _FALSE.search(c)]
        named = next(reversed(wrong or before), "")
        start = text.index(named) if named else start
        what = named or what
    front, *behind = re.split(r"\s+from\s+", what, maxsplit=1)
    if behind and not (naming(reply, front).anything or labels_in(reply, what) or '"' in front):
        return None  # "Remove Dan from the board step"
    rest = " ".join(part.strip(" ,;") for part in (text[:start], text[end:])).strip()
    return Order(what, rest, _NO_ASIDE.search(found[0]) is not None)


def labels_in(reply: Reply, what: str) -> frozenset[str]:
    """The questions whose label the words name. How a step went is named by its step, and no label."""
    words = f" {re.sub(r'[^a-z0-9’]+', ' ', what.casefold())} "
    found: set[str] = set()
    for question in reply.journey.question_by_key.values():
        step = reply.journey.step_of_question[question.key]
        state = step.entries.state if step.entries is not None else step.questions[0].key
        if question.key != state and any(f" {name} " in words for name in _names_of(question)):
            found.add(question.key)
    return frozenset(found)


def _names_of(question: Question) -> set[str]:
    names = {question.label} | ({question.short} if question.kind in ("text", "number") else set())
    return {n.casefold() for n in names if n} | ({"date"} if question.kind == "date" else set())


_A_NOTE = re.compile(r"\b(?:note[sd]?|(?:line|bit|part|one|thing) (?:about|on|with|saying))\b", re.IGNORECASE)
_NAMING_NOTHING = bag(
    """
    the a an that this these those my our your note notes noted line lines bit part one thing words about on of with
    for from and it its in to at is was are were please saying says said where what which
    """
)
FEWEST_OF_A_NOTE = 2


def notes_meant(what: str, texts: Iterable[str]) -> list[str]:
    """The notes that the words name: all of their own words stand in it. Where nothing says that a note is meant, one
    word is too little; where that alone is said, it is the only one there is."""
    texts, said = list(texts), _words(what)
    own = said - _NAMING_NOTHING
    of_notes = _A_NOTE.search(what) is not None
    if of_notes and not own:
        return texts if len(texts) == 1 else []
    if len(own) < (1 if of_notes else FEWEST_OF_A_NOTE):
        return []
    return [text for text in texts if all(any(_alike(a, b) for b in _words(text)) for a in own)]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9][a-z0-9'-]*", text.casefold().replace("’", "'")))


def _alike(one: str, other: str) -> bool:
    """The same word, or one with another ending."""
    return one == other or (min(len(one), len(other)) > 3 and one.rstrip("s") == other.rstrip("s"))
