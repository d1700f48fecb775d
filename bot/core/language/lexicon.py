"""The vocabulary as a value: which steps there are, of which shape, and which words stand for what.

Nothing here knows a programme. `conversations/understanding/` says which steps exist and how people talk about
them; this module turns those phrases into one index of words, so that a message is looked through once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, Literal

from bot.core.language.dates.names import ALL_WORDS
from bot.core.language.spelling import Speller
from bot.core.language.wordforms import forms
from bot.core.language.words import SHORT_FORMS, normal_words

Shape = Literal["decision", "consultation", "agreement", "publication", "oversight", "rhythm", "choice"]
SHAPES: tuple[Shape, ...] = (
    "decision", "consultation", "agreement", "publication", "oversight", "rhythm", "choice",
)  # fmt: skip

KINDS: tuple[str, ...] = (
    "outcome", "decide", "move", "body", "not_until", "moved_meeting", "other_thing",
    "method", "activity", "invite", "respond", "people", "sent_thing", "occasion",
    "agreement", "publication", "draft", "mechanism", "frequency", "sent", "last_one", "next_one", "choice", "chosen",
    "plan", "hope", "condition", "hedge", "negation", "to_do", "running", "start", "only_end", "finish", "done",
    "return", "self_correct", "sequence", "third_party", "aside", "ours", "told", "minutes_of", "sarcasm", "shadow",
    "idiom",
    "lead", "hand", "leaving", "team", "intent", "yes", "no_words", "not_yet_words", "topic", "reminder_word",
    "order", "wish_all", "signpost", "signpost_theme", "correct", "retarget", "foreign", "english",
)  # fmt: skip
"""What words can stand for. A file of the vocabulary may use these keys, and `steps` and `examples`."""

END = ""
GAP = "*"
MOST_GAP = 5
MOST_WAYS = 5000
"""Word sequences that one pattern may stand for: all are kept in memory, and each optional word doubles them."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the journey as far as understanding goes: its key and what kind of thing it is."""

    key: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand for one value of one kind, and where they are written."""

    words: str
    kind: str
    value: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of the content with what it must give; `bot check` holds the vocabulary to it."""

    text: str
    today: str
    asked: str | None
    intent: str
    facts: tuple[tuple[str, Any], ...] = ()
    asks: tuple[str, ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Lexicon:
    """All that is known about words. Frozen; its index is built when it is first used."""

    steps: tuple[Step, ...] = ()
    phrases: tuple[Phrase, ...] = field(default=(), repr=False)
    ordinary: frozenset[str] = field(default=frozenset(), repr=False)
    examples: tuple[Example, ...] = field(default=(), repr=False)

    @cached_property
    def shape_of(self) -> dict[str, Shape]:
        return {step.key: step.shape for step in self.steps}

    def of_shape(self, *shapes: Shape) -> tuple[str, ...]:
        return tuple(step.key for step in self.steps if step.shape in shapes)

    @cached_property
    def index(self) -> dict[str, Any]:
        """A trie of words; the values of a phrase stand under `END` at its last word."""
        root: dict[str, Any] = {}
        for phrase in self.phrases:
            for words in expand(phrase.words):
                node = root
                for word in words:
                    node = node.setdefault(word, {})
                kinds = node.setdefault(END, [])
                if (phrase.kind, phrase.value) not in kinds:
                    kinds.append((phrase.kind, phrase.value))
        return root

    @cached_property
    def speller(self) -> Speller:
        """Knows all words of the vocabulary and of dates; a word in more phrases is the likelier one meant."""
        weight: dict[str, int] = dict.fromkeys((*ALL_WORDS, *SHORT_FORMS), _DATE_WEIGHT)
        stack = [self.index]
        while stack:
            node = stack.pop()
            for word, child in node.items():
                if word == END:
                    continue
                if word != GAP:
                    weight[word] = weight.get(word, 0) + 1
                stack.append(child)
        return Speller(weight, self.ordinary)


_DATE_WEIGHT = 5
_SPECIAL = frozenset("()[]|*+")
_PIECE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(\S+)")


def expand(pattern: str) -> list[tuple[str, ...]]:
    """All word sequences of a pattern.

    `(a|b)` is a choice, `[a|b]` may be left out, `*` stands for up to five words, and `word+` for all forms of a
    word (approve+: approve, approves, approved, approving).
    """
    found = {sum(parts, ()) for parts in product(*_choices(pattern))}
    return sorted(words for words in found if words and words[0] != GAP and words[-1] != GAP)


def ways(pattern: str) -> int:
    """How many word sequences `expand` would write out at most, counted without writing them."""
    return prod(map(len, _choices(pattern)))


def _choices(pattern: str) -> list[list[tuple[str, ...]]]:
    """The pieces of a pattern in order, each as what may stand there."""
    if not _SPECIAL & set(pattern):
        return [_sequences(pattern)]
    choices: list[list[tuple[str, ...]]] = []
    for match in _PIECE.finditer(pattern):
        either, optional, plain = match.groups()
        options: list[tuple[str, ...]] = [()] if optional is not None else []
        for text in (either or optional or plain or "").split("|"):
            options.extend(_sequences(text))
        choices.append(options)
    return choices


def _sequences(text: str) -> list[tuple[str, ...]]:
    if not _SPECIAL & set(text):
        return [tuple(normal_words(text))]
    parts: list[list[tuple[str, ...]]] = []
    for word in text.split():
        if word == GAP:
            parts.append([(GAP,)])
        elif word.endswith("+"):
            parts.append([tuple(normal_words(form)) for form in forms(word[:-1])])
        else:
            parts.append([tuple(normal_words(word))])
    return [sum(chosen, ()) for chosen in product(*parts)]
