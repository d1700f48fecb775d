"""Spans to clauses: where one ends, its verb groups, its tense, and who holds it true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.core.reader.model import Clause, Holder, Span, Token, VerbGroup
from bot.core.reader.verbs import group_at, have_done, is_verb, tag_set, tags_of
from bot.core.understanding.bags import bag

Telling = Literal["past", "plan", "none"]
_HARD = frozenset(".!?;\n")
_SOFT = frozenset(',():/–—…"')
_JOINS = bag(
    """
    and but then so because while whereas although though which who where when after before if as since plus
    also or whose unless until once than
    """
)
_ALONE = bag(
    """
    and or plus then after before since until than as also once
    """
)
"""Conjunctions that divide only where a predicate of its own follows."""
_WHOLE = bag(
    """
    reference date body method step decision frequency mechanism choice agreement publication intent count clock
    shadow
    return person plan hope hedge record shadow idiom to_do finished running whom only_end order correct_to
    """
)
"""Nothing is cut inside of these."""
_QUESTION = bag(
    """
    what when where who why how which is are was were do does did can could will would should has have shall
    """
)
_SUBJECT = bag(
    """
    i we you they he she it there this that the our board residents tenants staff anyone anybody someone
    """
)
_FREE_DENIALS = bag(
    """
    not never nothing none neither nor nobody no without nowhere zero nil nowt
    """
)
_EXCUSED = ("decision", "hedge", "shadow", "idiom", "count", "record", "running", "to_do", "correct_to", "repair")
_RUNNING_START = frozenset(["begin", "start", "launch"])


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    sentence: int
    begin: int
    """Where its predicate begins, behind a heading ("Board: going in May")."""
    list_item: bool


def clauses_of(tokens: Sequence[Token], spans: Sequence[Span], tail: str) -> tuple[Clause, ...]:
    """The clauses of a message, in order; a fragment takes tense and doubt from the clause that it leans on."""
    out: list[Clause] = []
    at = 0
    for piece in _pieces(tokens, spans):
        while at < len(spans) and spans[at].start < piece.start:
            at += 1
        last = at
        while last < len(spans) and spans[last].start < piece.end:
            last += 1
        inside = tuple(s for s in spans[at:last] if s.end <= piece.end)
        clause = _clause(tokens, piece, inside)
        out.append(clause)
    if any(c.has("quote_other") for c in out):
        out = [replace(c, holder="other") for c in out]  # "repeat after me: the board adopted it"
    items = {c.sentence for c in out if c.list_item}
    out = _with_questions(tokens, out, tail)
    out = [replace(c, list_item=True) if not c.list_item and c.sentence in items else c for c in out]
    return tuple(_leaning(tokens, out))


def _pieces(tokens: Sequence[Token], spans: Sequence[Span]) -> list[_Piece]:
    closed = {p for s in spans if s.kind in _WHOLE for p in range(s.start + 1, s.end)}
    headed = _headings(tokens, spans)
    closed |= _listed(tokens, spans) | headed
    out: list[_Piece] = []
    start, sentence = 0, 0
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
            begin = next((p for p in range(start, min(start + 5, i)) if p in headed), start)
            out.append(_Piece(start, i, sentence, begin, _is_item(tokens, start)))
            start = i
            sentence += hard
    return [p for p in out if p.start < p.end]


def _listed(tokens: Sequence[Token], spans: Sequence[Span]) -> set[int]:
    """Between the numbers of a list ("12, 9 and 17") nothing is cut."""
    return _listed_of("count", tokens, spans) | _listed_of("reference", tokens, spans)


def _listed_of(kind: str, tokens: Sequence[Token], spans: Sequence[Span]) -> set[int]:
    counts = [s for s in spans if s.kind == kind]
    ends = {s.end for s in counts} | {
        s.end + 1 for s in counts if s.end < len(tokens) and tokens[s.end].text == "and"
    }
    return {
        p
        for s in counts
        for p in (s.start, s.start - 1)
        if s.start in ends and "\n" not in tokens[s.start].gap and p > 0
    }


def _headings(tokens: Sequence[Token], spans: Sequence[Span]) -> set[int]:
    """Places behind a heading that names a step or a body: "Staff: nothing yet", "board - hasn't been"."""
    out = set()
    for span in spans:
        if span.kind not in ("step", "body") or span.end >= len(tokens):
            continue
        first = span.start - (span.start > 0 and tokens[span.start - 1].text in ("the", "for", "on"))
        begins = not first or bool((_HARD | set(",•*")) & set(tokens[first].gap)) or _is_item(tokens, first)
        if begins and tokens[span.end].gap.strip() in (":", "-", "–", "—", "*:"):
            out.add(span.end)
    return out


def _is_item(tokens: Sequence[Token], start: int) -> bool:
    gap = tokens[start].gap
    return "\n" in gap or gap.strip() in ("*", "-", "•")


def _divides(tokens: Sequence[Token], spans: Sequence[Span], i: int) -> bool:
    """A conjunction that begins a clause of its own."""
    if tokens[i].text in ("as", "than", "since", "until", "or") and any(s.start <= i < s.end for s in spans):
        return False
    if tokens[i].text not in _ALONE:
        return True
    if tokens[i].text == "then" and any(s.end == i and s.kind in _DOERS for s in spans):
        return False  # "the board then considered it"
    for j in range(i + 1, min(i + 14, len(tokens))):
        if _HARD & set(tokens[j].gap) or (_SOFT & set(tokens[j].gap) and not tokens[j].joined):
            return False
        if tokens[j].text in _JOINS and j > i + 1 and tokens[j].text not in ("also", "then"):
            return False
        if _finite(tokens, j, i + 1):
            return True
        if tokens[i].text == "and" and j <= i + 3 and _pair_of_groups(tokens, spans, i, j):
            return True
        if any(s.start == j and s.kind in ("method", "decision", "body") for s in spans) and tokens[i].text in (
            "and",
            "then",
            "plus",
        ):
            return True
    return False


_DOERS = frozenset({"count", "body", "step", "person"})


def _pair_of_groups(tokens: Sequence[Token], spans: Sequence[Span], i: int, j: int) -> bool:
    """ "The staff reps 10 Nov and the tenant reps 17 Nov": each side has a group and a value."""
    if not any(s.kind == "step" and s.start == j for s in spans):
        return False
    behind = any(s.kind in ("date", "count") and i - 6 <= s.start < i for s in spans)
    return behind and any(s.kind in ("date", "count") and j < s.start <= j + 6 for s in spans)


def _finite(tokens: Sequence[Token], j: int, first: int) -> bool:
    text = tokens[j].text
    if text in _FINITE_HELPERS:
        return True
    tags = tag_set(text)
    return "past" in tags or ("base" in tags and j > first and tokens[j - 1].text in _SUBJECT)


_FINITE_HELPERS = bag("is am are was were has have had will would did do does can could should might")


def _clause(tokens: Sequence[Token], piece: _Piece, spans: tuple[Span, ...]) -> Clause:
    groups = tuple(_groups(tokens, piece, spans))
    kinds = {s.kind for s in spans}
    excused = {
        p for s in spans if s.kind in _EXCUSED and (s.kind != "running" or s.width > 1) for p in range(s.start, s.end)
    }
    excused |= _covered_denials(tokens, spans)
    denied = any(g.denied and g.head not in excused and not set(range(g.start, g.head)) & excused for g in groups)
    values = {s.start for s in spans if s.kind in ("count", "date", "body", "clock")}
    denied = denied or any(
        tokens[p].text in _FREE_DENIALS
        and p not in excused
        and not _harmless(tokens, p)
        and not values & {p + 1, p + 2}
        for p in range(piece.start, piece.end)
    )
    denied = denied or "to_do" in kinds
    return Clause(
        piece.start, piece.end, piece.sentence, spans, groups,
        holder=_holder(tokens, piece, spans, kinds),
        denied=denied,
        hedged="hedge" in kinds,
        hoped="hope" in kinds,
        tense=_tense(tokens, groups, spans, kinds),
        progressive=any(g.aspect == "progressive" and g.tense == "present" for g in groups),
        present=any(g.tense == "present" for g in groups),
        list_item=piece.list_item,
        kinds=frozenset(kinds),
    )  # fmt: skip


def _covered_denials(tokens: Sequence[Token], spans: Sequence[Span]) -> set[int]:
    """Denials inside of what is said of a meeting: "wasn't keen"."""
    held = [s for s in spans if s.kind == "attend" and any(tokens[p].text == "not" for p in range(s.start, s.end))]
    return {p for s in held for p in range(s.start, s.end)}


_HARMLESS_AFTER = bag(
    """
    problem problems worries bother issues rush fuss need doubt surprise one longer thanks idea reply wonder bad
    only just far sure long least
    """
)


def _harmless(tokens: Sequence[Token], p: int) -> bool:
    after = tokens[p + 1].text if p + 1 < len(tokens) else ""
    if (
        tokens[p].text == "no"
        and (p == 0 or tokens[p].gap.strip() or tokens[p - 1].text in ("no", "oh", "hmm", "well", "um"))
        and (p + 1 >= len(tokens) or tokens[p + 1].gap.strip())
    ):
        return True  # "no, …" answers
    if tokens[p].text == "no" and p == 0 and after in ("it", "that", "they", "we", "the", "i"):
        return True
    return after in _HARMLESS_AFTER or (
        tokens[p].text == "not" and after in ("quite", "that", "many", "much", "as", "all", "everyone")
    )


def _groups(tokens: Sequence[Token], piece: _Piece, spans: Sequence[Span]) -> list[VerbGroup]:
    named = {p for s in spans if s.kind == "method" for p in range(s.start, s.end)}
    out: list[VerbGroup] = []
    for i in range(piece.start, piece.end):
        text = tokens[i].text
        if not is_verb(text) or not tags_of(text) or tokens[i].kind == "name":
            continue
        following = tokens[i + 1].text if i + 1 < piece.end else ""
        if text in (
            "is",
            "are",
            "was",
            "were",
            "am",
            "be",
            "been",
            "being",
            "has",
            "have",
            "had",
            "do",
            "does",
            "did",
            "having",
        ) and (_helps(tokens, i, piece.end)):
            continue
        if text == "to" or (text == "going" and following == "to"):
            continue
        if text not in _FINITE and (_is_noun(tokens, i) or (i in named and _names_a_method(tokens, i))):
            continue
        out.append(group_at(tokens, i, piece.begin if i >= piece.begin else piece.start))
    return out


_FINITE = bag(
    """
    is are was were am be been being has have had do does did
    """
)


def _names_a_method(tokens: Sequence[Token], i: int) -> bool:
    """ "Phone day, 11 November": a way of asking, and nobody phones."""
    before = tokens[i - 1].text if i else ""
    return "past" not in tag_set(tokens[i].text) and before not in _ASKERS


_ASKERS = bag("we i they to will you can could should would might did do staff board")


def _is_noun(tokens: Sequence[Token], i: int) -> bool:
    tags = tag_set(tokens[i].text)
    if tags & {"past", "participle"}:
        return False
    if tags == {"ing"} or "ing" in tags:
        return tokens[i].text in ("meeting", "briefing", "training", "wording", "landing") or (
            i > 0 and tokens[i - 1].text in _ARTICLES
        )
    before = tokens[i - 1].text if i and not tokens[i].gap.strip(" -") else ""
    return before in _ARTICLES


_ARTICLES = bag(
    """
    a an the our their its this another two three four five six seven eight nine ten several some any no online
    postal web every each next last first second of in on at with by from for as resident tenant customer open
    public team staff
    """
)


def _helps(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether a form of be, have or do helps a verb behind it."""
    for j in range(i + 1, min(i + 5, end)):
        if tokens[j].gap.strip(" -"):
            return False
        tags = tag_set(tokens[j].text)
        plain = "base" in tags and (tokens[i].text in ("do", "does", "did") or have_done(tokens, i, j))
        if tags & {"participle", "ing"} or plain:
            return tokens[j].text not in ("meeting", "meetings", "briefing", "been") or tokens[j].text == "been"
        if tags:
            return False
        if tokens[j].text in ("a", "the", "our", "an", "on", "in", "at", "to", "for"):
            return False
    return False


def _tense(tokens: Sequence[Token], groups: Sequence[VerbGroup], spans: Sequence[Span], kinds: set[str]) -> Telling:
    """Past, plan or none: what happened, what is to come, or nothing said of when."""
    planned = {p for s in spans if s.kind in ("plan", "aside") for p in range(s.start, s.end)}
    groups = [g for g in groups if g.head not in planned and not (g.infinitive and g.lemma in _TELLING)]
    future = any(g.tense == "future" and g.modality == "plan" for g in groups)
    first = groups[0] if groups else None
    if first is not None and first.bare and first.tense == "none" and not first.infinitive:
        doing = tokens[first.head].text.endswith("ing") and "date" in kinds
        future = future or first.lemma in _GOING or doing
    future = future or ("date" in kinds and "running" not in kinds and any(_going(tokens, g) for g in groups))
    told = [g for g in groups if g.told and g.lemma not in ("plan", "book", "schedule", "arrange", "pencil", "slot")]
    if {"return", "date"} <= kinds and not told and spans[0].start:
        return "plan"  # "back on 30 September"
    if "plan" in kinds and not any(g.told and not g.bare and g.lemma not in _PLANNING for g in groups):
        return "plan"
    if future and not [g for g in told if not g.bare]:
        return "plan"
    if told:
        return "past"
    return "plan" if future or "plan" in kinds else "none"


def _going(tokens: Sequence[Token], group: VerbGroup) -> bool:
    """ "It goes on 16 September", "it's back on 9 June", "coming back on the 27th"."""
    back = group.lemma == "be" and tokens[group.head + 1 : group.head + 2] and tokens[group.head + 1].text == "back"
    return (
        group.tense == "present"
        and not group.denied
        and (bool(back) or group.lemma in _GOES)
        and group.aspect != "perfect"
    )


_GOES = frozenset({"go", "return", "come", "sit", "reconvene", "resume"})
_TELLING = bag("record report add say tell confirm check follow mention note let update respond reply")
_GOING = frozenset({"go", "return"})
_PLANNING = bag(
    """
    plan book schedule arrange pencil slot set list tee line slate earmark be have get fix diarise put
    reschedule confirm decide organise go timetable
    """
)


def _others_body(tokens: Sequence[Token], spans: Sequence[Span]) -> bool:
    """ "The Shepton trustees": a body with a name of its own is somebody else's."""
    named = {s.end for s in spans if s.kind == "person" and s.start and tokens[s.start - 1].text == "the"}
    return any(
        s.start in named
        and (
            (s.kind == "body" and s.value == "board")
            or (s.kind == "step" and tokens[s.start].text in ("board", "trustees"))
        )
        for s in spans
    )


def _holder(tokens: Sequence[Token], piece: _Piece, spans: Sequence[Span], kinds: set[str]) -> Holder:
    if "quote_other" in kinds:
        return "other"
    if _others_body(tokens, spans):
        return "other"
    if any(s.kind in ("elsewhere", "third_party") and not _in_company(tokens, s) for s in spans):
        own = {s.start for s in spans if s.kind == "ours" and tokens[s.start].text not in ("we", "our")}
        if not own:
            return "other"
    if _requests(tokens, piece):
        return "command"
    if any(s.kind == "condition" and s.start <= piece.start + 2 for s in spans):
        return "condition"
    if "record" in kinds:
        return "record"
    return "speaker"


def _in_company(tokens: Sequence[Token], span: Span) -> bool:
    """ "A group with two other landlords": with whom, and not whose."""
    return any(t.text in ("with", "alongside") for t in tokens[max(span.start - 2, 0) : span.start])


_REQUESTS = bag(
    """
    show send give tell find list draft write help explain remind point share forward fetch read
    """
)
_PLEASE = bag(
    """
    please just can you could ok so and then also
    """
)


def _requests(tokens: Sequence[Token], piece: _Piece) -> bool:
    """ "Show me …", "please send …": asked for, not told."""
    at = piece.start
    while at < piece.end - 1 and tokens[at].text in _PLEASE:
        at += 1
    following = tokens[at + 1].text if at + 1 < piece.end else ""
    if [t.text for t in tokens[piece.start : piece.start + 2]] in (["you", "can"], ["you", "could"]):
        return False  # "you can find our charter here"
    return tokens[at].text in _REQUESTS and following in ("me", "us", "a", "an", "the", "some", "any", "my", "our")


def _with_questions(tokens: Sequence[Token], clauses: list[Clause], tail: str) -> list[Clause]:
    """Marks the clauses of a sentence that asks."""
    out = []
    for place, clause in enumerate(clauses):
        last = place + 1 == len(clauses) or clauses[place + 1].sentence != clause.sentence
        following = tokens[clause.end].gap if clause.end < len(tokens) else tail
        if last and "?" in following:
            out.append(replace(clause, asks=True))
        else:
            out.append(replace(clause, asks=True) if _turned_round(tokens, clause) else clause)
    for place in range(len(out) - 2, -1, -1):
        if (
            out[place].sentence == out[place + 1].sentence
            and out[place + 1].asks
            and not _own_predicate(out[place + 1])
        ):
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
        if clause.start and not _HARD & set(tokens[clause.start].gap):
            return second in ("is", "do", "does")  # ", which was noted" tells
        return second not in ("a", "we", "came")
    return first in _QUESTION and second in _SUBJECT


def _own_predicate(clause: Clause) -> bool:
    return any(not g.bare for g in clause.groups)


def _leaning(tokens: Sequence[Token], clauses: list[Clause]) -> list[Clause]:
    """Fragments lean on the clause before in their sentence, or, at its beginning, on the one behind."""
    out: list[Clause] = []
    for place, clause in enumerate(clauses):
        before = out[place - 1] if place and out[place - 1].sentence == clause.sentence else None
        after = (
            clauses[place + 1]
            if place + 1 < len(clauses) and clauses[place + 1].sentence == clause.sentence
            else None
        )
        if _has_own_say(clause):
            if (
                before is not None
                and before.hedged
                and not clause.hedged
                and before.end - before.start <= 4
                and not _anchored(before)
            ):
                clause = replace(clause, hedged=True)  # "I think, …"
            out.append(clause)
            continue
        lean = before if before is not None else after
        if lean is not None:
            same = before is not None
            clause = replace(
                clause,
                tense=clause.tense if clause.tense != "none" else lean.tense,
                holder=lean.holder
                if clause.holder == "speaker" and (same and lean.holder in ("other", "condition"))
                else clause.holder,
                hedged=clause.hedged or lean.hedged,
                hoped=clause.hoped or (same and lean.hoped and ":" not in tokens[clause.start].gap),
                asks=clause.asks or lean.asks,
                progressive=clause.progressive or lean.progressive,
                present=clause.present or lean.present,
            )
        out.append(clause)
    return out


def _has_own_say(clause: Clause) -> bool:
    return any(not g.bare or g.told for g in clause.groups) or clause.has("decision")


def _anchored(clause: Clause) -> bool:
    return clause.has("decision", "method", "body", "count", "date", "step")
