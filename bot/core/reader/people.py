"""Where the words name a person. A month's name is a person's where it acts: "June ran the survey"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.reader.model import Span, Token
from bot.core.reader.verbs import tags_of
from bot.core.reader.vocabulary import Vocabulary
from bot.core.understanding.dates.names import MONTHS, SEASONS, WEEKDAYS

_ME = frozenset({"me", "myself"})
_NAMES = frozenset("jan april may june august summer autumn".split())
"""Names of people that are words of the calendar too."""
_WORDS_TOO = frozenset("will mark grace faith hope joy rose dawn bill pat sue art grant frank dean dale glen cliff rob jack".split())
_TIMELY = frozenset(
    "in of since until by early mid late last next this during from to before after end over throughout through around "
    "about on for and between or til till the our every each start beginning middle".split()
)
_TO_SOMEBODY = frozenset("with ask asked asking tell told thank thanks chase chased nudge remind email emailed cc and or".split())
_ACTING = frozenset(
    "is has was will can could would might said says thinks reckons wants runs leads does from".split()
)
_AGENT = frozenset("by and".split())
_NEVER = frozenset(
    "i we you he she they it the a an and or but so then also our your my their his her its this that these those no yes "
    "ok okay hi hello hey thanks please sorry all both not now just still already well right oh ah um just dear kind regards "
    "best cheers morning afternoon evening board residents tenants staff colleagues customers chair exec committee council "
    "survey workshop there here what who when where why how which done noted agreed adopted approved deferred yes".split()
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
        raw = " ".join(_bare(t.raw) for t in tokens[i:end])
        value = "me" if tokens[i].text in _ME else tokens[i].raw if tokens[i].kind == "mention" else raw
        out.append(Span(i, end, "person", value))
        i = end
    return out


_THINGS = frozenset({"body", "step", "method", "foreign", "elsewhere", "team", "order"})


def _name(tokens: Sequence[Token], i: int, covered: set[int], vocabulary: Vocabulary) -> int | None:
    token = tokens[i]
    if token.kind == "mention" or token.text in _ME:
        return i + 1
    if token.kind != "word" or token.text in _NEVER or i in covered:
        return None
    if token.text in _NAMES:
        return i + 1 if _acts(tokens, i) else None
    if not token.capital or token.raw.isupper() or token.mended or not token.raw[0].isupper():
        return None
    if token.text in MONTHS or token.text in WEEKDAYS or token.text in SEASONS:
        return None
    if token.text in _WORDS_TOO:
        if i == 0 and not _acts(tokens, i):
            return None
    elif vocabulary.lexicon.speller.is_known(token.text) or tags_of(token.text):
        return None
    end = i + 1
    while end < min(i + 3, len(tokens)) and tokens[end].capital and not tokens[end].gap.strip("-'") and not tokens[end].raw.isupper():
        nxt = tokens[end].text
        if nxt in _NEVER or nxt in MONTHS or nxt in WEEKDAYS or end in covered or tags_of(nxt):
            break
        end += 1
    return end


def _acts(tokens: Sequence[Token], i: int) -> bool:
    """A name of the calendar that does something, or to whom something is done."""
    before = tokens[i - 1].text if i and not tokens[i].gap.strip("-") else ""
    after = tokens[i + 1].text if i + 1 < len(tokens) and not tokens[i + 1].gap.strip("'") else ""
    if after.isdecimal() or after[:1].isdecimal() or after in MONTHS or (before[:1].isdecimal()):
        return False
    if before in _TO_SOMEBODY and tokens[i].capital and before not in ("and", "or"):
        return True
    if before in _TIMELY or before in ("mid", "early", "late"):
        return before in _AGENT and after in _ACTING
    tags = {tag for _, tag in tags_of(after)}
    doing = after in _ACTING or bool(tags & {"past", "s"}) and after not in ("meeting", "meetings", "board", "survey")
    if after == "is" and i + 2 < len(tokens) and tokens[i + 2].text in ("when", "the", "fine", "good", "our", "next"):
        return tokens[i + 2].text in ("our",)
    if tokens[i].raw[-2:].lower() == "'s" and tokens[i].capital:
        return after in ("leading", "doing", "on", "off", "got", "taking", "running", "our", "away")
    return tokens[i].capital and doing


def _bare(raw: str) -> str:
    for ending in ("'s", "’s"):
        raw = raw.removesuffix(ending)
    return raw
