"""What of a question's words is compared: words, parts of words, neighbours, pairs, and what they are alike to. Pure.

The words alone know nothing of each other: "any hidden fees?" and "what will it set us back" share none with "what
does it cost". So a question also has the groups of `alike` (content) that its words belong to, and each group with
each other word: what is done (cost, write, see) with what (the badge, the minutes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.core.guidance.search import forms, plain_words
from bot.core.model.journey import Synonyms

PART, NEIGHBOURS, PAIR, GROUP, GROUP_WITH = 0.4, 0.7, 0.7, 1.0, 0.7
"""How much a part of a word, two neighbours, two words near each other, a group of words alike, and such a group with
a word beside it count, where a word counts 1."""
PART_LETTERS = (3, 4)
NEAR = 3
"""Words that tell something, from one of a pair to the other at most."""
MOST_WORDS = 60
NUMBER = "#"
"""Stands for every number: seven people and twelve people ask the same."""

_SHORT = {
    "what's": "what is", "whats": "what is", "wots": "what is", "who's": "who is", "where's": "where is",
    "wheres": "where is", "how's": "how is", "when's": "when is", "it's": "it is", "i'm": "i am", "we're": "we are",
    "we've": "we have", "i've": "i have", "don't": "do not", "dont": "do not", "doesn't": "does not",
    "didn't": "did not", "can't": "can not", "cannot": "can not", "isn't": "is not", "aren't": "are not",
    "won't": "will not", "haven't": "have not", "you're": "you are", "they're": "they are", "that's": "that is",
    "we'd": "we would", "i'd": "i would", "who'll": "who will", "d'you": "do you", "owt": "anything",
}  # fmt: skip
_LITTLE = frozenset(
    plain_words(
        "a an the of to in on at by is are be been was were it its this that these those i me my we us our you your"
        " he she they them their and or but so if for with as from there here do does did have has had can could will"
        " would shall should may might must am please pls just any some"
    )
)
"""Words that tell little beside others."""
_NUMBERS = frozenset(
    plain_words(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen twenty thirty forty fifty sixty eighty ninety hundred thousand dozen"
    )
)
_OPENING = re.compile(
    r"^(?:\W*(?:(?:hi|hiya|hello|hey|sorry|thanks|ok|okay|so|and|but|also|well|right|erm|um|oh|now then|btw|please"
    r"|by the way|(?:just )?(?:a )?(?:quick|silly|stupid|first|another|one) (?:question|one|thing|q)|tell me|one more"
    r"|(?:just )?wondering|(?:can|may|could) i (?:just )?ask(?: you)?|i (?:wonder|wanted to ask|want to know)"
    r"|(?:before|while|since) (?:i|we|i'm|we're)(?: \w+){0,4}(?=\W*[,:;])|hold that thought|while i'm here"
    r"|not sure but)\b\W*))+"
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_DIGITS = re.compile(r"\d[\d,]*")
_ENDS: Sequence[str] = ("ing", "ed", "es", "s", "e", "ly")


def words_of(text: str) -> list[str]:
    """The words of a question, in small letters and written out ("what's" is "what is"), without its opening."""
    found: list[str] = []
    plain = text.replace("’", "'").casefold()
    for match in _WORD.finditer(_without_opening(plain)):
        word = match.group()
        found += _SHORT.get(word, word.removesuffix("'s")).split()
        if len(found) >= MOST_WORDS:
            break
    return found


def _without_opening(text: str) -> str:
    """The question without the words that only lead to it ("quick one before I answer: …"), where more follows."""
    rest = _OPENING.sub("", text, count=1)
    return rest if len(rest.split()) > 1 else text


def parts_of(words: Sequence[str], synonyms: Synonyms) -> Mapping[str, float]:
    """What is compared, with how much each counts."""
    meant = [_meant(word, synonyms) for word in words]
    telling = [word for word in meant if word not in _LITTLE]
    parts: dict[str, float] = {}
    for word in meant:
        marked = f"<{word}>"
        parts.update(
            (f"part {marked[at : at + length]}", PART)
            for length in PART_LETTERS
            for at in range(len(marked) - length + 1)
        )
        parts[f"word {word}"] = 1.0
    for one, other in zip(["^", *meant], [*meant, "$"], strict=True):
        parts[f"next {one} {other}"] = NEIGHBOURS
    for at, one in enumerate(telling):
        parts.update((f"pair {min(one, x)} {max(one, x)}", PAIR) for x in telling[at + 1 : at + 1 + NEAR])
    for group in set(_groups(words, synonyms)):
        parts[f"group {group}"] = GROUP
        parts.update((f"with {group} {word}", GROUP_WITH) for word in telling)
    return parts


def _groups(words: Sequence[str], synonyms: Synonyms) -> Iterator[str]:
    """The groups of words alike that are in the question, by phrases of one word or more."""
    for at in range(len(words)):
        for length in range(1, min(synonyms.longest_alike, len(words) - at) + 1):
            yield from synonyms.alike.get(" ".join(words[at : at + length]), ())


def _meant(word: str, synonyms: Synonyms) -> str:
    """One word for all that mean the same, and for all endings of it."""
    if word in _NUMBERS or _DIGITS.fullmatch(word):
        return NUMBER
    for form in forms(word):
        if (same := synonyms.same.get(form)) is not None:
            return same[0]
    return next((word[: -len(end)] for end in _ENDS if word.endswith(end) and len(word) > len(end) + 2), word)
