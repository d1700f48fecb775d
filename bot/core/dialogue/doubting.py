"""Doubts about what is saved: "dont quote me on the board one", "I can't be sure that the drop-in was ever held", or
only "it's wrong". What is doubted is offered to be taken out; of what is only wrong, each line can be changed.
"""

from __future__ import annotations

import re

from bot.core.dialogue import my_answers
from bot.core.dialogue.naming import Named, entries_named, every_entry
from bot.core.record.entries import is_kept
from bot.core.safety.guard import reading_of
from bot.core.turn.entries import in_hand
from bot.core.turn.reply import Reply
from bot.core.turn.wording import plain

_DOUBT = re.compile(
    r"\b(?:do(?:n't| not)|dont) (?:you )?(?:quote|hold) me\b"
    r"|\b(?:not|isn'?t|aren'?t|can'?t be|cannot be|can not be|never)"
    r" (?:so |really |entirely |completely |quite |too |100 ?% |a hundred percent |at all |even |actually )*"
    r"(?:sure|certain|positive|convinced)\b|\bnot 100 ?%"
    r"|\b(?:do(?:n't| not)|dont) (?:actually |really |honestly )*know (?:that|if|whether|for sure|they|it|we)\b"
    r"|\bonly (?:think|guess|assumed?|suppose)\b|\b(?:have|having|'ve) (?:my |some |second )?(?:doubts?|thoughts)\b"
    r"|\bmay(?:be)? (?:not|never) have\b|\bmight (?:not|never) have\b|"
    r"\b(?:i )?(?:just )?(?:guessed|made (?:(?:that|it) )?up)\b"
    r"|\b(?:may|might) (?:well )?have (?:got|had|put|told|said) (?:that|it|this|you) wrong\b",
    re.IGNORECASE,
)
_ON_THAT = re.compile(
    r"\b(?:quote|hold) me (?:on|to) (?:that|it|this)\b|\b(?:what|that) i (?:just )?(?:told|said|gave)\b",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"(?:(?:no|sorry|wait|hang on|hold on|oh|actually|but|hey|um+|er+m*|yes|that|this|it)\b[ ,.!]*)*"
    r"(?:(?:that|this|it|you|the (?:record|entry|line|last one)|which)(?:'s| is| are| was|s|'ve got that|'ve got it)?"
    r" )?(?:is |all |just |still |completely |totally )*"
    r"(?:wrong|incorrect|not (?:quite )?(?:right|correct|true)|(?:isn'?t|wasn'?t) (?:right|correct|true)|a mistake)"
    r"(?:[ ,!.]+(?:sorry|actually|mate|bruv|love|please|now|that|that one|though|again|all of it))*"
)
_IS_WRONG = re.compile(
    r"\b(?:wrong|incorrect|(?:not|isn'?t|wasn'?t) (?:quite )?(?:right|correct|true))\b",
    re.IGNORECASE,
)
MOST_WORDS, FEW_WORDS = 24, 9


def doubted(reply: Reply) -> bool:
    """Offers to take out what is doubted, or shows what is wrong, line by line. False for anything else, and where
    the words tell something."""
    if reply.dialogue.heard or reply.dialogue.confirming or len(reply.turn.text.split()) > MOST_WORDS:
        return False
    if _WRONG.fullmatch(plain(reply.turn.text)):
        return _show(reply, _talked_of(reply))
    doubts, wrong = _DOUBT.search(reply.turn.text), _says_only_wrong(reply)
    if not (doubts or wrong) or reading_of(reply).facts:
        return False
    meant = entries_named(reply, reply.turn.text) or entries_named(reply, reply.turn.text, counting=False)
    named = [one for one in meant if is_kept(one[1].id)]
    if not named and doubts and _ON_THAT.search(reply.turn.text):
        named = _talked_of(reply)
    if len(named) != 1:
        return False
    if not doubts:
        return _show(reply, named)
    my_answers.ask_take_back(reply, named[0][0], named[0][1].id)
    return True


def _says_only_wrong(reply: Reply) -> bool:
    """ "The drop-in one isn't right": that, and nothing of what it should be."""
    text = reply.turn.text
    few = len(text.split()) <= FEW_WORDS and not re.search(r"\d", text)
    return few and reading_of(reply).intent == "correct" and _IS_WRONG.search(text) is not None


def _talked_of(reply: Reply) -> list[Named]:
    """The entry that the talk is about, else the one told of last."""
    every = [one for one in every_entry(reply) if is_kept(one[1].id)]
    mine = [one for one in every if in_hand(reply, one[0]) == one[1].id]
    return mine or sorted(every, key=lambda one: max(f.id for f in one[1].facts.values()))[-1:]


def _show(reply: Reply, found: list[Named]) -> bool:
    """What is said of the entry, each with a button that changes it."""
    if len(found) == 1:
        my_answers.show_entry(reply, found[0][0].key, found[0][1].id)
    return len(found) == 1
