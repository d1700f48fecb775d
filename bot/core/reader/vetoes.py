"""What no weight can buy off: somebody's distress, an order, a wish, a question, what is somebody else's.

A clause that is held by somebody else makes no candidates (`shapes.vetoes`). Here the whole sentence is looked at:
what stands in front of a clause may take the speaker's word from it as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from bot.core.language.bags import bag
from bot.core.reader.model import Candidate, Clause, Looked, Span

_ONE = bag(
    """
    my her his she he mum baby lady woman man tenant resident someone somebody family child children son daughter
    elderly who flat gentleman lass lad neighbour sister brother
    """
)
_MANY = bag("people those residents tenants customers anyone anybody households colleagues staff")
_OF_RESIDENTS = bag(
    """
    survey surveys panel panels board boards satisfaction scrutiny voice association engagement involvement led forum
    group groups chair committee
    """
)
"""After "tenant" or "resident": what residents have or sit on, not one of them."""
_BODIES = bag("board committee group forum")
_ASKING = bag("what when which how has have does do is are can where should would could will did was were who why")
_OWN = bag("i me us here still coming my")
_WISHING = bag("hope hoping hopefully wish wishing pray praying")
_SAYS = bag("says claims reckons insists swears thinks believes claimed reckoned insisted")
_OURS = bag("we i our us you it this that which minute minutes")
_LATER = bag("when once until till after")
_PLANNED = frozenset({"will", "shall"})
_OPENING = bag("and so but also please then ok")
_LONG = 30
"""Words of a message in which a sign of trouble alone, with nobody spoken of, is what it is about."""
_RAMBLING = 40
"""Words of a sentence in which "if" at its head no longer holds what is behind an "and"."""
_FRAGMENT = 6
"""Words of a clause in front that says only where or by whom."""


def is_case(looked: Looked) -> bool:
    """Distress, danger, disrepair or a complaint of somebody's: always pointed to help. A theme of a consultation, a
    policy's name and a question about the law are none of these."""
    marks = [
        s for s in looked.spans
        if s.kind == "signpost" and s.value == ""
        and not any(o.kind == "signpost_theme" and o.value == "work" and o.start == s.end for o in looked.spans)
        and not (s.end < len(looked.tokens) and looked.tokens[s.end].text in _BODIES)
    ]  # fmt: skip
    near = [(m, [c for c in looked.clauses if c.sentence == _sentence(looked, m.start)]) for m in marks]
    if any(_speaks_of_one(looked, clauses) or _of_themselves(looked, m) for m, clauses in near):
        return True
    if looked.has("signpost_theme", "method", "activity") or len(looked.tokens) > _LONG:
        return False
    if any(s.kind == "intent" and s.value == "guidance" for s in looked.spans):
        return False
    return any(m.width > 1 and not any(_asks_how(looked, c) for c in clauses) for m, clauses in near)


def _of_themselves(looked: Looked, mark: Span) -> bool:
    """ "I can't go on", "I don't feel safe here"."""
    return mark.width > 1 and any(looked.tokens[p].text == "i" for p in (max(mark.start - 1, 0), mark.start))


def _sentence(looked: Looked, place: int) -> int:
    clause = looked.clause_at(place)
    return clause.sentence if clause is not None else -1


def _speaks_of_one(looked: Looked, clauses: Sequence[Clause]) -> bool:
    tokens = looked.tokens
    for place in range(clauses[0].start, clauses[-1].end) if clauses else ():
        token = tokens[place]
        if token.text not in _ONE:
            continue
        before = tokens[place - 1].text if place else ""
        after = tokens[place + 1].text if place + 1 < len(tokens) else ""
        if not (token.text == "who" and before in _MANY) and after not in _OF_RESIDENTS:
            return True
    return False


def _asks_how(looked: Looked, clause: Clause) -> bool:
    """A question about how things are done, in which nobody speaks of themselves."""
    words = [t.text for t in looked.tokens[clause.start : clause.end]]
    return words[0] in _ASKING and not _OWN & set(words)


def vetoed(candidates: Sequence[Candidate], looked: Looked) -> list[Candidate]:
    """The candidates, with what takes the speaker's word from them."""
    if not candidates:
        return []
    whole = _of_all(looked)
    if whole:
        return [replace(c, vetoes=(*c.vetoes, whole)) for c in candidates]
    against = _of_places(looked)
    if not against:
        return list(candidates)
    return [_held_back(c, against) for c in candidates]


def _held_back(c: Candidate, against: Sequence[tuple[int, int, str]]) -> Candidate:
    for start, end, why in against:
        if start < c.end and c.start < end and not (why == _ASKED and c.step == "owner"):
            return replace(c, hedged=True) if why == _SAID else replace(c, vetoes=(*c.vetoes, why))
    return c


_SAID, _ASKED, _ORDER, _OTHERS = (
    "said by somebody else", "asked, not told", "an order to the machine", "held by other",
)  # fmt: skip


def _of_all(looked: Looked) -> str:
    if looked.has("signpost") and is_case(looked):
        return "somebody's distress"
    if looked.has("sarcasm"):
        return "sarcasm"
    return "a wish that all be ticked off" if looked.has("wish_all") else ""


def _of_places(looked: Looked) -> list[tuple[int, int, str]]:
    """Stretches of words that the speaker does not tell, and why."""
    out: list[tuple[int, int, str]] = []
    before: Clause | None = None
    for _, group in itertools.groupby(looked.clauses, key=lambda c: c.sentence):
        clauses = list(group)
        start, end = clauses[0].start, clauses[-1].end
        out += [(s.start, end, _ORDER) for s in looked.spans if s.kind == "order" and start <= s.start < end]
        if before is not None and ":" in looked.tokens[start].gap:
            out += [(start, end, why) for why in _before_colon(before)]
        out += _of_sentence(looked, start, end)
        if end - start <= _RAMBLING:
            out += _behind(looked, clauses)
        before = clauses[-1]
    return out


def _before_colon(clause: Clause) -> list[str]:
    """ "Repeat after me: …", "our neighbours: …"."""
    return [_ORDER] if clause.has("order") else [_OTHERS] if clause.holder == "other" else []


def _of_sentence(looked: Looked, start: int, end: int) -> list[tuple[int, int, str]]:
    words = [t.text for t in looked.tokens[start:end]]
    while len(words) > 1 and words[0] in _OPENING:
        words = words[1:]
    tail = looked.tokens[end].gap if end < len(looked.tokens) else looked.tail
    if "?" in tail and words[0] in _ASKING:
        return [(start, end, _ASKED)]
    wishes = words[0] in _WISHING - {"hope"} or (words[0] in ("i", "we") and words[1:2] and words[1] in _WISHING)
    if (wishes or words[:2] == ["fingers", "crossed"]) and "but" not in words:
        return [(start, end, "a wish")]
    if words[0] == "according":
        return [(start, end, _SAID)]
    says = [p for p in range(start + 1, end) if looked.tokens[p].text in _SAYS]
    told = [p for p in says if not _OURS & {t.text for t in looked.tokens[max(start, p - 3) : p]}]
    return [(told[0], end, _SAID)] if told else []


def _behind(looked: Looked, clauses: Sequence[Clause]) -> list[tuple[int, int, str]]:
    """What hangs on a condition, on something to come, or on somebody else named in front."""
    out = []
    tokens, end = looked.tokens, clauses[-1].end
    for before, clause in itertools.pairwise(clauses):
        first, gap = tokens[clause.start].text, tokens[clause.start].gap
        if before.holder == "condition" and first in ("and", "or") and "," not in gap:
            out.append((clause.start, clause.end, "held by condition"))
        fragment = before is clauses[0] and before.end - before.start <= _FRAGMENT and not before.groups
        if before.holder == "other" and fragment and "," in gap and first not in ("but", "so"):
            out.append((clause.start, end, _OTHERS))
    planned = next((p for p in range(clauses[0].start, end) if tokens[p].text in _PLANNED), end)
    later = [p for p in range(planned + 1, end) if tokens[p].text in _LATER and not tokens[p].gap.strip(" ")]
    out += [(p, end, "held by condition") for p in later[:1] if _tells(looked, p, end)]
    return out


def _tells(looked: Looked, start: int, end: int) -> bool:
    return any(g.told for c in looked.clauses for g in c.groups if start < g.head < end)
