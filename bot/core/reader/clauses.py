"""Spans to clauses: where one ends, its verb groups, its tense, and who holds it true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.reader.model import Clause, Holder, Span, Token, VerbGroup
from bot.core.reader.verbs import group_at, is_verb, tags_of

_HARD = frozenset(".!?;\n")
_SOFT = frozenset(",():/–—…\"")
_JOINS = frozenset(
    "and but then so because while whereas although though which who where when after before if as since plus also "
    "or whose unless until once than".split()
)
_ALONE = frozenset("and or plus then after before since until than as also once".split())
"""Conjunctions that divide only where a predicate of its own follows."""
_WHOLE = frozenset(
    "date body method step decision frequency mechanism choice agreement publication intent count clock shadow return "
    "person plan hope hedge record shadow idiom to_do finished running whom only_end order correct_to".split()
)
"""Nothing is cut inside of these."""
_QUESTION = frozenset("what when where who why how which is are was were do does did can could will would should has have shall".split())
_SUBJECT = frozenset("i we you they he she it there this that the our board residents tenants staff anyone anybody someone".split())
_FREE_DENIALS = frozenset("not never nothing none neither nor nobody no without nowhere".split())
_EXCUSED = ("decision", "hedge", "shadow", "idiom", "count", "record", "running", "to_do", "correct_to", "no_words", "repair")
_RUNNING_START = frozenset("begin start launch".split())


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    sentence: int
    lead: str
    list_item: bool


def clauses_of(tokens: Sequence[Token], spans: Sequence[Span], tail: str) -> tuple[Clause, ...]:
    """The clauses of a message, in order; a fragment takes tense and doubt from the clause that it leans on."""
    out: list[Clause] = []
    for piece in _pieces(tokens, spans):
        inside = tuple(s for s in spans if piece.start <= s.start and s.end <= piece.end)
        clause = _clause(tokens, piece, inside)
        out.append(clause)
    out = _with_questions(tokens, out, tail)
    return tuple(_leaning(tokens, out))


def _pieces(tokens: Sequence[Token], spans: Sequence[Span]) -> list[_Piece]:
    closed = {p for s in spans if s.kind in _WHOLE for p in range(s.start + 1, s.end)}
    out: list[_Piece] = []
    start, sentence, lead = 0, 0, ""
    for i in range(1, len(tokens) + 1):
        cut = i == len(tokens)
        hard = False
        if not cut:
            gap = tokens[i].gap
            hard = bool(_HARD & set(gap)) and not (i in closed and "\n" not in gap)
            dash = "-" in gap and not tokens[i].joined and tokens[i].start - tokens[i - 1].end > 1
            soft = (bool(_SOFT & set(gap)) and not tokens[i].joined) or dash
            joins = tokens[i].text in _JOINS and i > start
            cut = hard or (i not in closed and (soft or (joins and _divides(tokens, spans, i))))
        if cut:
            out.append(_Piece(start, i, sentence, lead, _is_item(tokens, start)))
            lead = tokens[i].text if i < len(tokens) and tokens[i].text in _JOINS else ""
            start = i
            sentence += hard
    return [p for p in out if p.start < p.end]


def _is_item(tokens: Sequence[Token], start: int) -> bool:
    gap = tokens[start].gap
    return "\n" in gap or gap.strip() in ("*", "-", "•")


def _divides(tokens: Sequence[Token], spans: Sequence[Span], i: int) -> bool:
    """A conjunction that begins a clause of its own."""
    if tokens[i].text in ("as", "than", "since", "until", "or") and any(s.start <= i < s.end for s in spans):
        return False
    if tokens[i].text not in _ALONE:
        return True
    for j in range(i + 1, min(i + 14, len(tokens))):
        if _HARD & set(tokens[j].gap) or (_SOFT & set(tokens[j].gap) and not tokens[j].joined):
            return False
        if tokens[j].text in _JOINS and j > i + 1 and tokens[j].text not in ("also", "then"):
            return False
        if _finite(tokens, j, i + 1):
            return True
        if any(s.start == j and s.kind in ("method", "decision", "body") for s in spans) and tokens[i].text in ("and", "then", "plus"):
            return True
    return False


def _finite(tokens: Sequence[Token], j: int, first: int) -> bool:
    text = tokens[j].text
    if text in ("is", "are", "was", "were", "has", "have", "had", "will", "would", "did", "do", "does", "can", "could", "should", "might"):
        return True
    tags = {tag for _, tag in tags_of(text)}
    return "past" in tags or ("base" in tags and j > first and tokens[j - 1].text in _SUBJECT)


def _clause(tokens: Sequence[Token], piece: _Piece, spans: tuple[Span, ...]) -> Clause:
    groups = tuple(_groups(tokens, piece))
    kinds = {s.kind for s in spans}
    excused = {p for s in spans if s.kind in _EXCUSED and (s.kind != "running" or s.width > 1) for p in range(s.start, s.end)}
    denied = any(g.denied and g.head not in excused and not set(range(g.start, g.head)) & excused for g in groups)
    denied = denied or any(
        tokens[p].text in _FREE_DENIALS and p not in excused and not _harmless(tokens, p) for p in range(piece.start, piece.end)
    )
    denied = denied or "to_do" in kinds
    return Clause(
        piece.start, piece.end, piece.sentence, spans, groups,
        holder=_holder(tokens, piece, spans, kinds),
        denied=denied,
        hedged="hedge" in kinds,
        hoped="hope" in kinds,
        tense=_tense(groups, kinds, denied),
        progressive=any(g.aspect == "progressive" and g.tense == "present" for g in groups),
        present=any(g.tense == "present" for g in groups),
        list_item=piece.list_item,
    )  # fmt: skip


_HARMLESS_AFTER = frozenset("problem problems worries bother issues rush fuss need doubt surprise one longer thanks idea reply wonder bad only just far sure long least".split())


def _harmless(tokens: Sequence[Token], p: int) -> bool:
    after = tokens[p + 1].text if p + 1 < len(tokens) else ""
    if tokens[p].text == "no" and (p == 0 or tokens[p].gap.strip()) and (p + 1 >= len(tokens) or tokens[p + 1].gap.strip()):
        return True  # "no, …" answers
    if tokens[p].text == "no" and p == 0 and after in ("it", "that", "they", "we", "the", "i"):
        return True
    return after in _HARMLESS_AFTER or (tokens[p].text == "not" and after in ("quite", "that", "many", "much", "as", "all", "everyone"))


def _groups(tokens: Sequence[Token], piece: _Piece) -> list[VerbGroup]:
    out: list[VerbGroup] = []
    for i in range(piece.start, piece.end):
        text = tokens[i].text
        if not is_verb(text) or not tags_of(text):
            continue
        following = tokens[i + 1].text if i + 1 < piece.end else ""
        if text in ("is", "are", "was", "were", "am", "be", "been", "being", "has", "have", "had", "do", "does", "did", "having") and (
            _helps(tokens, i, piece.end)
        ):
            continue
        if text == "to" or (text == "going" and following == "to"):
            continue
        out.append(group_at(tokens, i, piece.start))
    return out


def _helps(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether a form of be, have or do helps a verb behind it."""
    for j in range(i + 1, min(i + 5, end)):
        if tokens[j].gap.strip(" -"):
            return False
        tags = {tag for _, tag in tags_of(tokens[j].text)}
        if tags & {"participle", "ing"} or ("base" in tags and tokens[i].text in ("do", "does", "did")):
            return tokens[j].text not in ("meeting", "meetings", "briefing", "been") or tokens[j].text == "been"
        if tags:
            return False
        if tokens[j].text in ("a", "the", "our", "an", "on", "in", "at", "to", "for"):
            return False
    return False


def _tense(groups: Sequence[VerbGroup], kinds: set[str], denied: bool) -> str:  # type: ignore[return]
    """Past, plan or none: what happened, what is to come, or nothing said of when."""
    future = any(g.tense == "future" and g.modality == "plan" for g in groups)
    told = [g for g in groups if g.told and g.lemma not in ("plan", "book", "schedule", "arrange", "pencil", "slot")]
    if "plan" in kinds and not any(g.told and not g.bare and g.lemma not in _PLANNING for g in groups):
        return "plan"
    if future and not [g for g in told if not g.bare]:
        return "plan"
    if told:
        return "past"
    return "plan" if future or "plan" in kinds else "none"


_PLANNING = frozenset("plan book schedule arrange pencil slot set list tee line slate earmark be have get fix diarise put reschedule confirm decide organise go timetable".split())


def _holder(tokens: Sequence[Token], piece: _Piece, spans: Sequence[Span], kinds: set[str]) -> Holder:
    if "quote_other" in kinds:
        return "other"
    if "elsewhere" in kinds or "third_party" in kinds:
        own = {s.start for s in spans if s.kind == "ours" and tokens[s.start].text not in ("we", "our")}
        if not own:
            return "other"
    if any(s.kind == "condition" and s.start <= piece.start + 2 for s in spans):
        return "condition"
    if "record" in kinds:
        return "record"
    return "speaker"


def _with_questions(tokens: Sequence[Token], clauses: list[Clause], tail: str) -> list[Clause]:
    """Marks the clauses of a sentence that asks."""
    out = []
    for place, clause in enumerate(clauses):
        last = place + 1 == len(clauses) or clauses[place + 1].sentence != clause.sentence
        following = tokens[clause.end].gap if clause.end < len(tokens) else tail
        if last and "?" in following:
            out.append(replace(clause, asks=True))
        else:
            out.append(replace(clause, asks=_turned_round(tokens, clause)))
    for place in range(len(out) - 2, -1, -1):
        if out[place].sentence == out[place + 1].sentence and out[place + 1].asks and not _own_predicate(out[place + 1]):
            out[place] = replace(out[place], asks=True)
    return out


def _turned_round(tokens: Sequence[Token], clause: Clause) -> bool:
    first = tokens[clause.start].text
    at = clause.start
    if first in ("and", "so", "but", "also", "ok", "right", "hi", "please", "then") and at + 1 < clause.end:
        at += 1
        first = tokens[at].text
    second = tokens[at + 1].text if at + 1 < clause.end else ""
    if first in ("what", "when", "where", "who", "why", "how", "which"):
        return not (clause.start > 0 and not tokens[clause.start].gap) and second not in ("a", "we", "came") or second in ("is", "do", "does")
    return first in _QUESTION and second in _SUBJECT


def _own_predicate(clause: Clause) -> bool:
    return any(not g.bare for g in clause.groups)


def _leaning(tokens: Sequence[Token], clauses: list[Clause]) -> list[Clause]:
    """Fragments lean on the clause before in their sentence, or, at its beginning, on the one behind."""
    out: list[Clause] = []
    for place, clause in enumerate(clauses):
        before = out[place - 1] if place and out[place - 1].sentence == clause.sentence else None
        after = clauses[place + 1] if place + 1 < len(clauses) and clauses[place + 1].sentence == clause.sentence else None
        if _has_own_say(clause):
            if before is not None and before.hedged and not clause.hedged and before.end - before.start <= 4 and not _anchored(before):
                clause = replace(clause, hedged=True)  # "I think, …"
            out.append(clause)
            continue
        lean = before if before is not None else after
        if lean is not None:
            same = before is not None
            clause = replace(
                clause,
                tense=clause.tense if clause.tense != "none" else lean.tense,
                holder=lean.holder if clause.holder == "speaker" and (same and lean.holder in ("other", "condition")) else clause.holder,
                hedged=clause.hedged or lean.hedged,
                hoped=clause.hoped or (same and lean.hoped),
                asks=clause.asks or lean.asks,
                progressive=clause.progressive or lean.progressive,
            )
        out.append(clause)
    return out


def _has_own_say(clause: Clause) -> bool:
    return any(not g.bare or g.told for g in clause.groups) or clause.has("decision")


def _anchored(clause: Clause) -> bool:
    return clause.has("decision", "method", "body", "count", "date", "step")
