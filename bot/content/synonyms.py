"""Reads `synonyms.yaml`: words that mean the same when briefings are looked for, and words that only ask."""

from __future__ import annotations

from bot.content.draft import Draft
from bot.content.problems import Rule
from bot.core.guidance.search import plain_words
from bot.core.model.journey import Synonyms


def read_synonyms(draft: Draft) -> Synonyms:
    """The file may be missing: then a word means only itself. A word that stands in two groups means both."""
    if not (draft.folder / "synonyms.yaml").exists():
        return Synonyms()
    node = draft.read("synonyms.yaml")
    if node is None or not node.is_map("synonyms.yaml"):
        return Synonyms()
    node.known("same", "ignored")
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
    return Synonyms(
        same={word: tuple(others) for word, others in groups.items()},
        ignored=ignored,
        longest=max((len(word.split()) for word in groups), default=1),
        words=tuple(sorted(single)),
    )
