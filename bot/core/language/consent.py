"""A yes or a no to something that was offered, in whatever words: "ye change it", "ok do that", "swap it", "go on
then", "leave it as it is". A small grammar: courtesies, a nod or a shake of the head, the offered act with what it is
done to, and where the answer ends and something else begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.language.bags import bag

CHANGING = bag(
    """
    change swap switch replace correct update amend fix alter edit make put set
    changed swapped switched replaced corrected updated amended fixed altered
    """
)
TAKING_BACK = bag(
    """
    take remove delete scrap bin drop lose withdraw strike clear cross get erase
    taken removed deleted scrapped binned dropped withdrawn cleared erased
    """
)
JOINING = bag("join merge combine")
"""What may be offered, by its verbs."""


@dataclass(frozen=True, slots=True)
class Consent:
    """An answer to an offer, and what is said behind it."""

    yes: bool
    rest: str = ""


_WORD = re.compile(r"[^\W_][\w’']*|[^\w\s]|\n", re.UNICODE)
_ENDS = bag(". ! ? ; , : - – — … \n") | bag("and but also btw plus though")
"""Where an answer may end, and something else begin."""
_COURTESY = bag(
    """
    please pls plz kindly thanks thx ta cheers then now mate love bruv lol just well oh ah um er erm so actually
    really too i think guess suppose would like want you to can could again quickly for me us and sorry that's thats
    that it's its it is this yes's i'd id
    """
)


def _phrases(text: str) -> frozenset[str]:
    return bag(text.replace("\n", "|"), "|")


_NODS = _phrases(
    """
    yes|yess|yesss|yep|yeps|yeah|yea|yeh|ye|yh|yup|ya|y|aye|sure|absolutely|definitely|certainly|exactly|correct|agreed
    of course|go on|go ahead|go for it|carry on|by all means|why not|that's right|thats right|that is right
    that's correct|thats correct|that's it|thats it|that's fine|thats fine|that is fine|i do|i would|please do|do it
    do that|do this|do so|do please|do|that's what i want|thats what i want|that is what i want|that's what i said
    thats what i said|that's what i meant|thats what i meant|what i said|it is|spot on|perfect|great|happy with that
    you can|you should|you may|please|i am sure|i'm sure|im sure|quite sure|
    that'd be great|thatd be great|that'd be good|thatd be good|that'd be lovely
    thatd be lovely|that would be great|that would be good|that would be lovely|that would be helpful|that would help
    if you would|if you could|if you can|yes that one|that's the one|thats the one|that one
    """
)
_WEAK = _phrases("ok|okay|okey|k|kk|right|alright|all right|fine|good|please")
"""Nods that a no behind them takes back."""
_SHAKES = _phrases(
    """
    no|nope|nah|na|never|never mind|nevermind|no thanks|no thank you|no way|please don't|don't|dont|do not|better not
    forget it|forget that|cancel|cancel that|i'd rather not|id rather not
    leave it|leave that|leave this|leave them|leave both|leave it alone|leave it be|leave it as it is
    leave it as it was|leave it like that|leave it as is|leave as is|leave as it is|keep it|keep that|keep them
    keep both|keep this|keep it as it is|keep it as it was|keep that one|leave that one|it stays|that stays|stays|stay
    it can stay|let it stay|it should stay|it stays as it is|let it be|as it is|as it was|nothing changes
    """
)
_NOT = frozenset(
    ["don't", "dont", "do not", "never", "not", "please don't", "no need to", "you don't", "you must not"]
)
_OBJECTS = _phrases(
    """
    it|that|this|them|those|these|that one|this one|the one|both|all|all of it|it all|all of that|the lot
    the whole lot|the whole thing|the entry|that entry|this entry|the line|that line|it please|that please
    """
)
_PARTICLES = _phrases("back|off|out|away|over|rid of it|right|down|completely|altogether")
_DETERMINERS = bag("the that this our my one entry line bit")
_DONE = ("ed", "en")
_LONGEST = 5


def consent(
    text: str, verbs: frozenset[str] = frozenset(), yes: str = "", no: str = "", names: Iterable[str] = ()
) -> Consent | None:
    """What the words say to an offer to do something by these `verbs`; `yes` and `no`: what would stand then, which
    may be named ("make it 8", "it stays 417"); `names`: words by which that goes to which it would be done ("yes take
    the workshop out"). None where they are no answer to it.

    >>> consent("ye change it", CHANGING), consent("dont change it", CHANGING), consent("the survey was 215")
    (Consent(yes=True, rest=''), Consent(yes=False, rest=''), None)
    >>> consent("yes take it back. Neil has the residents", TAKING_BACK)
    Consent(yes=True, rest='Neil has the residents')
    """
    found = _Answer(text, verbs, yes, no, frozenset(names))
    found.read()
    return found.result()


class _Answer:
    """An answer while it is read, from left to right."""

    def __init__(self, text: str, verbs: frozenset[str], yes: str, no: str, names: frozenset[str]) -> None:
        self.text = text.replace("’", "'")
        self.tokens = [(m.group().casefold(), m.start()) for m in _WORD.finditer(self.text)]
        self.verbs, self.names = verbs, names
        self.values = {True: _words(yes), False: _words(no)}
        self.at = 0
        self.end: int | None = None
        """Where the answer ends: at the last end of a clause, or behind all."""
        self.acts: list[bool] = []
        self.nods: list[tuple[bool, bool]] = []
        """Yes or no, and whether it is a weak one."""
        self.kept: tuple[list[bool], list[tuple[bool, bool]]] = ([], [])

    def read(self) -> None:
        """Takes in as much as is an answer."""
        self._close()
        while self.at < len(self.tokens):
            if self.tokens[self.at][0] in _ENDS:
                self._close()
                self.at += 1
            elif not (self._act() or self._value() or self._nod() or self._courtesy()):
                return
        self._close()

    def result(self) -> Consent | None:
        acts, nods = self.kept
        strong = [yes for yes, weak in nods if not weak] or [yes for yes, _ in nods]
        said = acts[-1:] or (strong[:1] if len(set(strong)) == 1 else [])
        if not said or self.end is None:
            return None
        rest = self.text[self.tokens[self.end][1] :] if self.end < len(self.tokens) else ""
        return Consent(said[0], re.sub(r"^(?:[\W_]|(?:and|but|also|plus|btw|though)\b)+", "", rest).strip())

    def _close(self) -> None:
        """What was read up to here is whole by itself."""
        self.end, self.kept = self.at, (list(self.acts), list(self.nods))

    def _phrase(self, among: frozenset[str], at: int) -> int:
        """How many words from there are one of these; the longest counts."""
        for length in range(min(_LONGEST, len(self.tokens) - at), 0, -1):
            if " ".join(word for word, _ in self.tokens[at : at + length]) in among:
                return length
        return 0

    def _act(self) -> bool:
        """The offered act: "take it back", "dont change it", "swap it", "get rid of it", "make it 8"."""
        at, refused = self.at, False
        if length := self._phrase(_NOT, at):
            at, refused = at + length, True
        before = self._phrase(_OBJECTS, at)  # "I'd like that changed"
        if before and at + before < len(self.tokens) and self.tokens[at + before][0].endswith(_DONE):
            at += before
        if at >= len(self.tokens) or self.tokens[at][0] not in self.verbs:
            return False
        at += 1
        for among in (_PARTICLES, _phrases("rid of|rid")):
            at += self._phrase(among, at)
        at += self._phrase(_OBJECTS, at) or self._by_name(at)
        at += self._phrase(_PARTICLES, at)
        if at < len(self.tokens) and self.tokens[at][0] in ("to", "as", "into"):
            at += 1
        yes = not refused
        for said in (True, False):
            if length := self._named(said, at):
                at, yes = at + length, said is not refused
        if at < len(self.tokens) and self.tokens[at - 1][0] in ("to", "as", "into"):
            return False  # To something else than was offered.
        self.acts.append(yes)
        self.at = at
        return True

    def _by_name(self, at: int) -> int:
        """How many words from there name what was offered."""
        length = 0
        while at + length < len(self.tokens) and self.tokens[at + length][0] in self.names | _DETERMINERS:
            length += 1
        return length

    def _value(self) -> bool:
        """What would stand, named alone or behind a word of staying: "8", "it stays 417", "keep 417"."""
        for said in (True, False):
            at = self.at
            if not said and self.tokens[at][0] in ("it", "keep", "leave", "stays", "stay"):
                at += self._phrase(_SHAKES, at) or 1
                at += at < len(self.tokens) and self.tokens[at][0] in ("at", "as", "with")
            if length := self._named(said, at):
                self.acts.append(said)
                self.at = at + length
                return True
        return False

    def _named(self, said: bool, at: int) -> int:
        value = self.values[said]
        there = [word for word, _ in self.tokens[at : at + len(value)]]
        return len(value) if value and there == value else 0

    def _nod(self) -> bool:
        for among, yes in ((_SHAKES, False), (_NODS | _WEAK, True)):
            if length := self._phrase(among, self.at):
                phrase = " ".join(word for word, _ in self.tokens[self.at : self.at + length])
                longer = self._phrase(_NODS | _WEAK, self.at) if not yes else length
                if longer > length:
                    continue
                decides = not yes and length > 1 and phrase not in ("no thanks", "no thank you", "no way")
                if decides:
                    self.acts.append(False)
                else:
                    self.nods.append((yes, phrase in _WEAK))
                self.at += length
                return True
        return False

    def _courtesy(self) -> bool:
        if self.tokens[self.at][0] not in _COURTESY:
            return False
        self.at += 1
        return True


def _words(value: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(value.replace("’", "'"))]
