"""Tokens to spans: vocabulary, dates, clock times, counts, addresses, references, people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.language.bags import bag
from bot.core.language.dates import without_broader
from bot.core.language.dates.names import TENS, UNITS
from bot.core.language.private import absences, private_places
from bot.core.reader.clocks import clocks_in
from bot.core.reader.dated import (
    comes_back,
    counts_things,
    date_span,
    dates_in,
    days_apart,
    long_ago,
    of_another_thing,
    only_as_of,
    wished_well,
)
from bot.core.reader.figures import counts_in
from bot.core.reader.model import Context, Span, Token
from bot.core.reader.names import may_happen
from bot.core.reader.people import people_in
from bot.core.reader.references import references_in
from bot.core.reader.tokens import as_words
from bot.core.reader.verbs import is_state, tag_set
from bot.core.reader.vocabulary import Vocabulary, find

_WIDE = ("outcome",)


def spans_of(
    tokens: Sequence[Token], text: str, context: Context, vocabulary: Vocabulary
) -> tuple[tuple[Span, ...], frozenset[int]]:
    """All spans of a message in order, and the places of private details, in which nothing was looked for."""
    words = as_words(tokens)
    found = _longest(find(tokens, vocabulary.index))
    private = _private(tokens, text)
    clocks = clocks_in(tokens)
    references = references_in(tokens, text, context, found)
    taken = set(private) | {p for s in (*clocks, *references) for p in range(s.start, s.end)}
    rhythm = {p for s in found if s.kind == "frequency" for p in range(s.start, s.end)} if _rhythmic(found) else set()
    people = [s for s in people_in(tokens, found, vocabulary) if not private & set(range(s.start, s.end))]
    named = {p for s in people for p in range(s.start, s.end)}
    dates = [d for d in dates_in(words, context) if not (taken | named) & set(range(d.start, d.end))]
    dates = [
        d
        for d in dates
        if not counts_things(tokens, d) and not wished_well(tokens, d) and not may_happen(tokens, d.start)
    ]
    dates = without_broader(dates, words, context.today)
    dates = [d for d in dates if not only_as_of(tokens, d) and not of_another_thing(tokens, d, found)]
    days = [
        s for d in dates if not set(range(d.start, d.end)) <= rhythm for s in days_apart(date_span(d, tokens), tokens)
    ]
    taken |= {p for s in days for p in range(s.start, s.end)}
    found = _outside(tokens, [s for s in found if s.kind == "team" or not (s.width == 1 and s.start in named)], days)
    counts = [s for s in counts_in(words, tokens, taken | rhythm) if not named & set(range(s.start, s.end))]
    decided = [s for s in found if s.kind == "decision"]
    found = [s for s in found if not long_ago(tokens, s, decided)]
    found += [Span(d.start - 1, d.start, "return") for d in days if comes_back(tokens, d, counts)]
    urls = [Span(i, i + 1, "url", t.text) for i, t in enumerate(tokens) if t.kind == "url"]
    every = [*found, *clocks, *references, *people, *days, *counts, *urls]
    every = [s for s in every if not private & set(range(s.start, s.end)) or s.kind in ("signpost", "intent", "away")]
    return tuple(sorted(every, key=lambda s: (s.start, -s.end, s.kind, s.value))), frozenset(private)


_ACTIONS = bag(
    """
    decision activity send respond attend return recommend running finished only_end done
    """
)


_NAMING = frozenset({"method", "body"})


_GRAMMAR = bag(
    """
    condition hope plan running only_end finished done again then to_do vague_start correct_to respond
    not_counted each whole team
    """
)


_CONTENT = bag(
    """
    frequency method step body decision hedge plan to_do record return mechanism running not_yet_words hope done
    """
)


_BEFORE_NOUN = bag(
    """
    a an the our their its this that another two three four five six seven eight nine ten several some any no
    staff tenant tenants resident residents customer customers online postal web phone text every each next last
    first second third of open public team big own estate board full pulse paper quick short annual new old
    whole joint evening morning
    """
)


_BEFORE_BASE = bag(
    """
    to will would did do does not may might should can could must shall i we they you board trustees exec
    committee members please and or them lets let us people tenants residents staff
    """
)


def _there_is(tokens: Sequence[Token], span: Span) -> bool:
    """ "There are three residents on the committee": nobody was there."""
    after = tokens[span.end].text if span.end < len(tokens) else ""
    return tokens[span.start].text == "there" and span.width == 1 and after in ("is", "are", "was", "were", "will")


def _outside(tokens: Sequence[Token], found: Sequence[Span], days: Sequence[Span]) -> list[Span]:
    """Without what only seems to be said: words inside of a date, an activity's or a body's name; nouns taken for
    verbs."""
    dated = {p for s in days for p in range(s.start, s.end)}
    named = {p for s in found if s.kind in _NAMING and s.width > 1 for p in range(s.start, s.end)}
    nouns = {p for s in found if s.kind in _NAMING for p in range(s.start, s.end) if is_noun(tokens, p)}
    over = _over(found)
    subjects = {s.end for s in found if s.kind in ("body", "step", "person")}
    shown = {s.start for s in found if s.kind == "publication" and s.width > 1}
    ways = {(s.start, s.end) for s in found if s.kind == "method"}
    out = []
    for span in found:
        if span.kind == "decision" and (span.start, span.end) in ways:
            continue  # "Stalls at two markets": a verb by its form, and here what was held.
        above = over.get(span.start)
        if above and _hidden(span, [c for c in above if c.end >= span.end and c is not span], over):
            continue
        places = set(range(span.start, span.end))
        if span.kind == "running" and span.width > 1 and places & dated:
            continue  # "in the middle of December"
        if places & dated and span.kind not in _BESIDE_DATES and (span.width == 1 or places <= dated):
            continue
        if span.kind == "plan" and span.end - 1 in shown:
            continue  # "the commitments are on the website"
        if span.kind in _ACTIONS and (places <= named or places <= nouns):
            continue
        if span.kind == "respond" and _there_is(tokens, span):
            continue
        if span.kind in _ACTIONS and span.head >= 0 and not _verbal(tokens, span, subjects):
            continue
        out.append(span)
    return out


_BESIDE_DATES = bag("plan running only_end frequency vague_start return to_do decision foreign english")


_COVERS = _CONTENT | bag("aside not_said respond send running")


def _over(found: Sequence[Span]) -> dict[int, list[Span]]:
    """By place, the spans that may hide what lies in them."""
    over: dict[int, list[Span]] = {}
    for span in found:
        if span.kind in _COVERS and (span.width > 1 or span.kind in ("aside", "not_said")):
            for place in range(span.start, span.end):
                over.setdefault(place, []).append(span)
    return over


def _hidden(span: Span, covering: Sequence[Span], over: Mapping[int, Sequence[Span]]) -> bool:
    """Whether a longer span says what these words mean here."""
    wider = {c.kind for c in covering if c.width > span.width}
    if span.kind != "aside" and any(c.kind == "aside" for c in covering):
        return True
    if span.kind == "method" and any(
        c.kind == "not_said" and c.value == span.value for c in over.get(span.start, ())
    ):
        return True
    if span.kind in _GRAMMAR and wider & _CONTENT:
        return True
    if span.kind == "decision" and wider & {"respond", "send"}:
        return True  # "got through to 21"
    if span.kind == "step" and "plan" in wider:
        return True
    return span.kind == "plan" and any(
        c.kind == "running" and c.start < span.start < c.end < span.end for c in over.get(span.start, ())
    )  # "got it going in February"


def is_noun(tokens: Sequence[Token], p: int) -> bool:
    """A word that may be a verb, where it stands as a noun: "a survey", "the open meeting"."""
    tags = tag_set(tokens[p].text)
    if not tags or (tags & {"past", "participle"} and "base" not in tags):
        return not tags
    if tokens[p].text.endswith("s") and "s" in tags and p and tokens[p - 1].text in _BEFORE_NOUN:
        return True
    before = tokens[p - 1].text if p and not tokens[p].gap.strip(" -") else ""
    return not before or before in _BEFORE_NOUN or (before not in _BEFORE_BASE and "ing" not in tags)


def _verbal(tokens: Sequence[Token], span: Span, subjects: set[int]) -> bool:
    """Whether the verb of a span stands as one: "back on 11 March" does not back anything."""
    tags = tag_set(tokens[span.head].text)
    if tags & {"past", "participle", "ing"}:
        return True
    before = tokens[span.head - 1].text if span.head and not tokens[span.head].gap.strip(" -") else ""
    if is_state(tokens, span.head):
        return True
    if tokens[span.head].text in ("back", "present") and span.width == 1:
        return span.kind == "respond" and (before.isdecimal() or before in UNITS or before in TENS or before == "odd")
    if before in _BEFORE_NOUN and before not in ("board", "tenants", "residents", "staff", "that"):
        return False
    if span.width - (span.head - span.start) > 1 or (span.head in subjects and not tokens[span.head].gap.strip()):
        return True
    return before in _BEFORE_BASE or ("s" in tags and not before.isdecimal())


def _rhythmic(found: Sequence[Span]) -> bool:
    return any(s.kind == "frequency" for s in found)


def _longest(found: list[Span]) -> list[Span]:
    """Of spans of one kind that overlap, the longest; what a longer idiom covers is hidden."""
    ordered = sorted(found, key=lambda s: (-s.width, s.start))
    taken: dict[str, set[int]] = {}
    idiom: dict[int, int] = {}
    kept: list[Span] = []
    for span in ordered:
        places = range(span.start, span.end)
        family = _FAMILY.get(span.kind, span.kind)
        if family in _APART:
            family = f"{family}:{span.value}"
        held = taken.get(family)
        if held is not None and not held.isdisjoint(places):
            continue
        hidden = min((idiom.get(p, 0) for p in places), default=0) if idiom else 0
        if hidden >= span.width and span.kind not in ("intent", "signpost", "topic"):
            continue
        if held is None:
            taken[family] = set(places)
        else:
            held.update(places)
        if span.kind == "shadow":
            idiom |= dict.fromkeys(places, span.width)
        kept.append(span)
    return kept


_APART = frozenset({"method", "mechanism", "intent", "choice"})
"""Kinds of which different values may lie over each other."""
_FAMILY = {"body": "body", "attend": "attend"}


def _private(tokens: Sequence[Token], text: str) -> set[int]:
    places = private_places(text) + absences(text)
    if not places:
        return set()
    return {i for i, t in enumerate(tokens) if any(a <= t.start < b for a, b in places)}
