"""Where the words name a person. A month's name is a person's where it acts: "June ran the survey"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.language.dates.names import MONTHS, SEASONS, WEEKDAYS
from bot.core.reader.model import Span, Token
from bot.core.reader.names import CALENDAR, WORDS_TOO, acts
from bot.core.reader.verbs import tags_of
from bot.core.reader.vocabulary import Vocabulary

_ME = frozenset({"me", "myself"})
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "cllr"])
_NEVER = bag(
    """
    i we you he she they it the a an and or but so then also our your my their his her its this that these those
    no yes ok okay hi hello hey thanks please sorry all both not now just still already well right oh ah um just
    dear kind regards best cheers morning afternoon evening board residents tenants staff colleagues customers
    chair exec committee council survey workshop there here what who when where why how which done noted agreed
    adopted approved deferred yes
    """
)


def people_in(tokens: Sequence[Token], found: Sequence[Span], vocabulary: Vocabulary) -> list[Span]:
    """The people named: mentions, "me", and words with a capital that are no other words."""
    covered = {p for s in found if s.kind in _THINGS for p in range(s.start, s.end)}
    out: list[Span] = []
    i = 0
    while i < len(tokens):
        end = _name(tokens, i, covered, vocabulary)
        if end is None:
            i += 1
            continue
        raw = _joined(tokens, i, end)
        value = "me" if tokens[i].text in _ME else tokens[i].raw if tokens[i].kind == "mention" else raw
        out.append(Span(i, end, "person", value))
        i = end
    return out


_SOME_PEOPLE = bag("tenants residents customers leaseholders staff colleagues households homes")
_PLACING = frozenset({"in", "near", "at", "around", "across", "outside"})
_THINGS = frozenset({"body", "step", "method", "foreign", "elsewhere", "team", "order"})


def _name(tokens: Sequence[Token], i: int, covered: set[int], vocabulary: Vocabulary) -> int | None:
    token = tokens[i]
    if token.kind == "mention" or token.text in _ME:
        return i + 1
    if token.text in _TITLES and i + 1 < len(tokens) and tokens[i + 1].capital and not tokens[i + 1].gap.strip(" ."):
        return i + 2
    if (
        token.kind not in ("word", "name")
        or token.text in _NEVER
        or i in covered
        or not token.raw.lower().startswith(token.text)
    ):
        return None
    whole = _with_surname(tokens, i, covered, vocabulary)
    if whole and token.text in CALENDAR | WORDS_TOO:
        return whole
    if token.text in CALENDAR:
        return i + 1 if acts(tokens, i) else None
    if not token.capital or token.raw.isupper() or token.mended or not token.raw[0].isupper():
        return None
    if token.text in MONTHS or token.text in WEEKDAYS or token.text in SEASONS:
        return None
    if i and tokens[i - 1].text in _PLACING and not token.gap.strip():
        return None  # "near Leeds"
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and after.text in _SOME_PEOPLE and not after.gap.strip() and not after.capital:
        return None  # "Sheltered tenants", "Harrow Lane residents"
    if token.text in WORDS_TOO:
        first = i == 0 or tokens[i].gap.strip(" ,-'") != ""
        if first and not acts(tokens, i) and len(tokens) > 2:
            return None
    elif token.kind == "name" and token.text in vocabulary.given_names:
        pass
    elif _is_word(token.text, i == 0, vocabulary) or tags_of(token.text):
        return None
    end = i + 1
    while (
        end < min(i + 3, len(tokens))
        and tokens[end].capital
        and not tokens[end].gap.strip("-'")
        and not tokens[end].raw.isupper()
    ):
        nxt = tokens[end].text
        if nxt in _NEVER or nxt in MONTHS or nxt in WEEKDAYS or end in covered or tags_of(nxt):
            break
        end += 1
    return end


def _with_surname(tokens: Sequence[Token], i: int, covered: set[int], vocabulary: Vocabulary) -> int | None:
    """ "Will Hargreaves", "April Dutton": the name behind tells that the first is one."""
    if i + 1 >= len(tokens) or not tokens[i].capital or tokens[i + 1].gap.strip(" "):
        return None
    after = tokens[i + 1]
    if not after.capital or after.raw.isupper() or after.kind != "word" or i + 1 in covered or after.text in _NEVER:
        return None
    if _is_word(after.text, False, vocabulary) or after.text in MONTHS or after.text in WEEKDAYS:
        return None
    return i + 2


def _is_word(text: str, first: bool, vocabulary: Vocabulary) -> bool:
    speller = vocabulary.speller
    return text in speller.known or (first and text in speller.ordinary)


def _joined(tokens: Sequence[Token], i: int, end: int) -> str:
    """The name as written: "Sally-Ann Cole"."""
    out = _bare(tokens[i].raw)
    for at in range(i + 1, end):
        if tokens[at].start != tokens[at - 1].start:
            out += ("-" if tokens[at].joined else " ") + _bare(tokens[at].raw)
    return out


def _bare(raw: str) -> str:
    for ending in ("'s", "’s", "'ll", "’ll", "'d"):
        raw = raw.removesuffix(ending)
    return raw
