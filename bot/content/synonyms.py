"""Reads `synonyms.yaml`: words that mean the same, words that only ask, and words that ask for much the same."""

from __future__ import annotations

from bot.content.draft import Draft
from bot.content.problems import Rule
from bot.content.reading import Node
from bot.core.guidance.asked import words_of
from bot.core.guidance.search import plain_words
from bot.core.model.journey import Synonyms


def read_synonyms(draft: Draft) -> Synonyms:
    """The file may be missing: then a word means only itself. A word that stands in two groups means both."""
    if not (draft.folder / "synonyms.yaml").exists():
        return Synonyms()
    node = draft.read("synonyms.yaml")
    if node is None or not node.is_map("synonyms.yaml"):
        return Synonyms()
    node.known("same", "ignored", "alike")
    groups: dict[str, dict[str, None]] = {}
    for item in node.list_of("same"):
        words = [" ".join(plain_words(str(n.value))) for n in item.items("same") if n._is(str, "same", "text")]
        if len(words) == 1:
            item.source.problem(Rule.TYPE_WRONG, item.line, key="same", wanted="two words or more", got="one word")
        if not all(words):
            item.source.problem(Rule.VALUE_EMPTY, item.line, key="same")
        for word in filter(None, words):
            groups.setdefault(word, {}).update(dict.fromkeys(filter(None, words)))
    single = {part for word in groups for part in word.split()}
    ignored = frozenset(w for text in node.texts("ignored") for w in plain_words(text))
    alike = _alike(node)
    return Synonyms(
        same={word: tuple(others) for word, others in groups.items()},
        ignored=ignored,
        longest=max((len(word.split()) for word in groups), default=1),
        words=tuple(sorted(single)),
        alike=alike,
        longest_alike=max((len(phrase.split()) for phrase in alike), default=1),
    )


def _alike(node: Node) -> dict[str, tuple[str, ...]]:
    """Words and phrases that ask for much the same, each with the names of its groups."""
    block = node.get("alike")
    if block is None or not block.is_map("alike"):
        return {}
    found: dict[str, dict[str, None]] = {}
    for name, item, _ in block.pairs():
        if not isinstance(item.value, str):
            item.source.problem(
                Rule.TYPE_WRONG, item.line, key=name, wanted="words with commas", got="something else"
            )
            continue
        for phrase in item.value.split(","):
            if words := " ".join(words_of(phrase)):
                found.setdefault(words, {})[name] = None
    return {phrase: tuple(names) for phrase, names in found.items()}
