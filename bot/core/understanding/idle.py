"""Marks that their neighbours make idle: each rule looks at one mark and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.language.bags import bag
from bot.core.language.lexicon import Lexicon
from bot.core.language.marks import Mark
from bot.core.language.words import Word
from bot.core.understanding.clauses.questions import ASKING_WORDS


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a mark."""

    words: Sequence[Word]
    marks: Sequence[Mark]
    lexicon: Lexicon
    online: frozenset[int]
    """Places of phrases such as "Teams call"."""

    def text(self, mark: Mark) -> str:
        """Its own first word."""
        return self.words[mark.start].text

    def before(self, mark: Mark) -> str:
        """The word before it; nothing at the start."""
        return self.words[mark.start - 1].text if mark.start else ""

    def after(self, mark: Mark) -> str:
        """The word behind it, where no punctuation stands between."""
        return (
            self.words[mark.end].text if mark.end < len(self.words) and not self.words[mark.end].gap.strip() else ""
        )

    def is_group(self, mark: Mark) -> bool:
        """It names people who can be asked."""
        return self.lexicon.shape_of.get(mark.value) == "consultation"


def standing(words: Sequence[Word], marks: Sequence[Mark], lexicon: Lexicon) -> list[Mark]:
    """The marks that no rule finds idle."""
    calls = [m for m in marks if m.kind == "method" and m.value == "online" and m.end - m.start > 1]
    beside = Beside(words, marks, lexicon, frozenset(p for m in calls for p in range(m.start, m.end)))
    return [m for m in marks if not any(idle(m, beside) for idle in _RULES.get(m.kind, ()))]


_ONE = bag("a an one another this that each")


def _one_person(mark: Mark, beside: Beside) -> bool:
    """ "I spoke to a tenant": one person is no consultation; "a tenant survey" is."""
    if not beside.is_group(mark) or mark.end - mark.start > 1:
        return False
    text, before = beside.text(mark), beside.before(mark)
    if text.endswith("s") or text in ("staff", "workforce", "personnel"):
        return False
    if before not in _ONE and not (before in ("my", "our", "the") and text == "colleague"):
        return False
    kinds = ("method", "activity", "people", "step", "body")
    named = any(m.start == mark.end and m.kind in kinds for m in beside.marks)
    return not named and beside.after(mark) not in ("group", "session", "event")


def _on_teams(mark: Mark, beside: Beside) -> bool:
    """ "The Teams call" is held online, and by no team."""
    return mark.end - 1 in beside.online


HELPING = bag("helped help ran organised organized led facilitated hosted delivered staffed volunteered each")
"""What those who hold a session do."""


def _helps(mark: Mark, beside: Beside) -> bool:
    """ "Nine officers helped run the focus groups": who held it, and nobody who was asked."""
    return beside.is_group(mark) and beside.after(mark) in HELPING


def _has_to_do(mark: Mark, beside: Beside) -> bool:
    """ "Decided to do a survey": what was decided; "still to do" is what is left."""
    alone = [w.text for w in beside.words[mark.start : mark.end]] == ["to", "do"]
    return alone and beside.after(mark) in _OBJECTS


_OBJECTS = bag("a an the some our it this that one another two")


def _there_is(mark: Mark, beside: Beside) -> bool:
    """ "There were 14 complaints": nobody was there."""
    there = beside.text(mark) == "there" and mark.end == mark.start + 1
    return there and beside.after(mark) in ("is", "are", "was", "were", "will", "has", "have")


def _reminds_of(mark: Mark, beside: Beside) -> bool:
    """ "Remind me what we told you": asks what is recorded, and for no reminder."""
    if mark.value != "snooze" or beside.text(mark) != "remind":
        return False
    return any(w.text in ASKING_WORDS for w in beside.words[mark.start + 2 : mark.start + 3])


_SENT = bag("wrote written mailed posted emailed turned came reached missed handed gave given put")


def _sent_out(mark: Mark, beside: Beside) -> bool:
    """ "Wrote out to 640 households", "forty turned out for it": done, and not "out" with them still."""
    return beside.text(mark) == "out" and beside.before(mark) in _SENT


def _long_ago(mark: Mark, beside: Beside) -> bool:
    """ "Approved it back in the summer": when it was, and nothing that comes back."""
    if beside.words[mark.end - 1].text != "in":
        return False
    told = [m for m in beside.marks if m.kind == "outcome" and m.start < mark.start <= m.end <= mark.start + 1]
    return any(m.value != "deferred" for m in told)


_ASKING = bag("ask asks asked asking")
_OF_A_QUESTION = frozenset(["", "if", "whether", "me", "about", "for", "what", "when", "how"])
_SOMEBODY = bag("she he she's he's shes hes they're theyre who who's")


def _somebody_asks(mark: Mark, beside: Beside) -> bool:
    """ "She's asking", "he asked if": a colleague with a question, and no consultation."""
    if beside.text(mark) not in _ASKING:
        return False
    before = {w.text for w in beside.words[max(mark.start - 2, 0) : mark.start]}
    return bool(_SOMEBODY & before) and beside.after(mark) in _OF_A_QUESTION


Rule = Callable[[Mark, Beside], bool]
_RULES: dict[str, tuple[Rule, ...]] = {
    "step": (_one_person, _on_teams, _helps),
    "to_do": (_has_to_do,),
    "return": (_long_ago,),
    "activity": (_somebody_asks,),
    "running": (_sent_out,),
    "intent": (_reminds_of,),
    "respond": (_there_is,),
}
"""The rules by the kind of mark that each is about."""
