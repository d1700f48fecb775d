"""Where the words name a person: a mention, "me", or words with a capital that are no other words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.language.dates.names import PEOPLE
from bot.core.language.lexicon import Lexicon
from bot.core.language.words import Word

_PRONOUNS = bag(
    """
    i we you he she they it this that these those there one who everyone nobody somebody what
    """
)
_NOT_NAMES = bag(
    """
    the a an our my your their his her its all some any no yes ok and but so then now also
    please thanks hi hello hey board residents tenants staff colleagues customers everyone
    actually sorry can could would will should who what when where how why is are was were do
    does did not just still already new next last first from by as for to of on in at with up
    out over it them us we me i you he she they someone somebody anyone nobody team manager boss
    chair ceo officer lead step bit side part thing stuff charter bot
    """
)


def name_at(words: Sequence[Word], i: int, lexicon: Lexicon, loose: bool = False) -> tuple[int, str] | None:
    """(end, the name as written): a mention, or words with a capital that are no other words."""
    if i >= len(words):
        return None
    if words[i].kind == "mention":
        return i + 1, words[i].raw
    if words[i].text in ("me", "myself"):
        return i + 1, "me"
    if not _may_be_name(words[i], lexicon, loose):
        return None
    end = i + 1
    while (
        end < len(words)
        and end < i + 3
        and words[end].capital
        and not words[end].gap.strip("-'")
        and _may_be_name(words[end], lexicon, False)
    ):
        end += 1
    return end, " ".join(_bare(w.raw) for w in words[i:end])


def any_name(words: Sequence[Word], lexicon: Lexicon) -> str | None:
    """The first name in a short correction, unless it is denied ("not me")."""
    for i, word in enumerate(words):
        before = words[i - 1].text if i else ""
        if before == "not" or (word.text in ("me", "myself") and before not in ("is", "to", "it")):
            continue
        found = name_at(words, i, lexicon)
        if found:
            return found[1]
    return None


def _bare(raw: str) -> str:
    for ending in ("'s", "’s"):
        raw = raw.removesuffix(ending)
    return raw


_SHARED_NAMES = bag(
    """
    will mark may grace faith hope joy rose dawn bill pat sue art grant frank
    """
)


def _may_be_name(word: Word, lexicon: Lexicon, loose: bool) -> bool:
    if word.kind != "word" or word.text in _NOT_NAMES or word.text in _PRONOUNS or word.mended:
        return False
    if (word.text in _SHARED_NAMES and word.capital) or (word.text in PEOPLE and (word.capital or loose)):
        return True
    known = word.text in lexicon.speller.known
    if word.capital:
        return not known
    return loose and not known and word.text not in ("there", "really")
