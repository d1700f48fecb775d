"""Cuts a message into clauses and says how each is meant: told, planned, hoped, denied, somebody else's.

A value is only a fact in the clause that tells it, so hopes and negations must not leak into their neighbours, and
must not be lost where the same sentence goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.core.understanding.bags import bag
from bot.core.understanding.dates import DatePhrase, Tense
from bot.core.understanding.marks import Mark
from bot.core.understanding.numbers import Count
from bot.core.understanding.wordforms import is_past
from bot.core.understanding.words import Word

SENTENCE_ENDS = frozenset(".!?;\n…")
_SOFT = frozenset(",():–—")
_SPLITTERS = bag(
    """
    but then so while whereas although though however because which who when once if unless plus
    where except
    """
)
_TIME_LINKS = frozenset({"after", "before", "until", "since"})
_UNREAL_LINKS = bag(
    """
    if unless when once whether assuming provided until
    """
)
_SUPPOSING = frozenset(["if", "suppose", "supposing", "say", "imagine", "assuming"])
_SAYING = bag(
    """
    said says say told tells asked asks reckons thinks wrote complained claims claimed commented
    """
)
_SUBJECTS = bag(
    """
    i we they it he she you there that this
    """
)
_PREPOSITIONS = bag(
    """
    with to by from of for at in on about among amongst via through between all our the
    """
)
_AUXILIARIES = bag(
    """
    is are am was were be been has have had do does did will would can
    """
)
PREDICATES = bag(
    """
    outcome decide move activity method respond invite agreement publication frequency sent
    chosen choice plan hope negation to_do running start finish done mechanism draft
    """
)


@dataclass(slots=True)
class Clause:
    """A stretch of words[start:end] with what was found in it and how it is meant."""

    start: int
    end: int
    sentence: int
    link: str = ""
    """The word or punctuation that ties it to the clause before."""
    marks: list[Mark] = field(default_factory=list)
    dates: list[DatePhrase] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    tense: Tense = "none"
    present: bool = False
    progressive: bool = False
    negated: bool = False
    hope: bool = False
    hedge: bool = False
    doubted: bool = False
    """A statement with a question mark."""
    question: bool = False
    command: bool = False
    """Asks the bot to do something: nothing in it is told."""
    foreign: bool = False
    """About somebody else's organisation."""
    unreal: bool = False
    """A condition or a "when …" that has not happened."""

    def kinds(self, *kinds: str) -> list[Mark]:
        return [m for m in self.marks if m.kind in kinds]

    def has(self, *kinds: str) -> bool:
        return any(m.kind in kinds for m in self.marks)

    def values(self, kind: str) -> list[str]:
        return list(dict.fromkeys(m.value for m in self.marks if m.kind == kind))


def split(
    words: Sequence[Word], marks: Sequence[Mark], dates: Sequence[DatePhrase], counts: Sequence[Count], tail: str
) -> list[Clause]:
    """The clauses of a message, each with its marks, dates and counts."""
    whole = [False] * (len(words) + 1)
    spans = [(d.start, d.end) for d in dates] + [(c.start, c.end) for c in counts] + [(m.start, m.end) for m in marks]
    for start, end in spans:
        for place in range(start + 1, end):
            whole[place] = True
    linkless = {m.start for m in marks if m.kind == "frequency"} | {d.start for d in dates if d.role}
    clauses = _cut(words, whole, linkless)
    _fill(clauses, words, marks, dates, counts)
    clauses = _split_at_new_steps(clauses, words)
    clauses = _merge_bare(clauses, words)
    _ends(clauses, words, tail)
    _mid_corrections(clauses, words)
    for clause in clauses:
        _maybe_a_number(clause)
    for clause in clauses:
        _features(clause, words)
    _carry(clauses, words)
    return clauses


def _cut(words: Sequence[Word], whole: Sequence[bool], linkless: set[int]) -> list[Clause]:
    clauses: list[Clause] = []
    start, sentence, link = 0, 0, ""
    for i in range(1, len(words) + 1):
        if i == len(words):
            break
        gap, text = words[i].gap, words[i].text
        ends = bool(SENTENCE_ENDS & set(gap))
        spaced = bool(gap.strip("\n")) and gap in ("-", "--") and words[i].start - words[i - 1].end > len(gap)
        soft = bool(_SOFT & set(gap)) or spaced or ("/" in gap and text in ("and", "or"))
        conj = (
            text in _SPLITTERS
            or text in ("and", "&")
            or "&" in gap
            or (text in _TIME_LINKS and not whole[i] and i + 1 < len(words))
        )
        if text == "so" and i + 1 < len(words) and words[i + 1].text in ("far", "that", "many"):
            conj = False
        conj = conj and i not in linkless
        if ends or ((soft or conj) and not whole[i]):
            if i > start:
                clauses.append(Clause(start, i, sentence, link))
            sentence += ends
            joint = "&" if "&" in gap else text
            start, link = i, (joint if conj else gap.strip() or ".") if not ends else "."
    if words:
        clauses.append(Clause(start, len(words), sentence, link))
    return clauses


def _maybe_a_number(clause: Clause) -> None:
    """ "Maybe 50" doubts the number; it hopes for nothing."""
    for place, mark in enumerate(clause.marks):
        if mark.kind == "hope" and any(mark.end <= c.start <= mark.end + 1 for c in clause.counts):
            clause.marks[place] = Mark(mark.start, mark.end, "hedge", mark.value)


def _mid_corrections(clauses: list[Clause], words: Sequence[Word]) -> None:
    """ "In May, no, June": a "no" or "sorry" in the middle takes back what stood before it."""
    for place in range(1, len(clauses) - 1):
        clause, after = clauses[place], clauses[place + 1]
        inside = [w.text for w in words[clause.start : clause.end]]
        if len(inside) <= 2 and set(inside) <= _TAKING_BACK and after.sentence == clause.sentence:
            after.marks.append(Mark(after.start, after.start, "self_correct", ""))


_TAKING_BACK = frozenset({"no", "sorry", "wait", "actually", "oops", "rather"})


def _fill(
    clauses: list[Clause],
    words: Sequence[Word],
    marks: Sequence[Mark],
    dates: Sequence[DatePhrase],
    counts: Sequence[Count],
) -> None:
    owner: list[Clause] = []
    for clause in clauses:
        owner.extend([clause] * (clause.end - clause.start))
        clause.urls = [w.text for w in words[clause.start : clause.end] if w.kind == "url"]
    for mark in marks:
        owner[mark.start].marks.append(mark)
    for date in dates:
        owner[_date_place(date, words)].dates.append(date)
    for count in counts:
        owner[count.start].counts.append(count)


def _date_place(date: DatePhrase, words: Sequence[Word]) -> int:
    return min(date.end - 1, len(words) - 1)


def _split_at_new_steps(clauses: list[Clause], words: Sequence[Word]) -> list[Clause]:
    """Speech without punctuation: a new step's name after a finished statement begins a new clause."""
    out: list[Clause] = []
    for clause in clauses:
        place = _new_step_at(clause, words)
        while place is not None:
            first = _part(clause, clause.start, place, clause.link)
            clause = _part(clause, place, clause.end, ",")
            out.append(first)
            place = _new_step_at(clause, words)
        out.append(clause)
    return out


def _part(clause: Clause, start: int, end: int, link: str) -> Clause:
    part = Clause(start, end, clause.sentence, link)
    part.marks = [m for m in clause.marks if start <= m.start < end]
    part.dates = [d for d in clause.dates if start <= d.end - 1 < end]
    part.counts = [c for c in clause.counts if start <= c.start < end]
    part.urls = clause.urls if start <= clause.start or end == clause.end else []
    return part


def _new_step_at(clause: Clause, words: Sequence[Word]) -> int | None:
    nouns = sorted((m for m in clause.marks if m.kind in ("step", "body")), key=lambda m: m.start)
    for first, later in pairwise(nouns):
        if later.value == first.value or later.start <= first.end:
            continue
        place = later.start
        while place > first.end and (words[place - 1].text in ("the", "our", "all", "then", "also", "some", "my")):
            place -= 1
        before = words[place - 1].text
        if before in _PREPOSITIONS or before in _SPLITTERS or place - 1 <= first.start:
            continue
        told = [
            m
            for m in clause.marks
            if m.end <= place and m.kind in ("outcome", "finish", "done", "agreement", "publication", "to_do")
        ]
        after = [m for m in clause.marks if m.start >= later.end and m.kind in PREDICATES]
        dated = any(d.end <= place for d in clause.dates)
        followed = after or any(d.start >= later.end for d in clause.dates)
        if (told or dated) and followed and not is_past(before) and before not in _AUXILIARIES:
            return place
    return None


def _merge_bare(clauses: list[Clause], words: Sequence[Word]) -> list[Clause]:
    """ "12 tenants and 5 staff at the workshop": what has no predicate of its own belongs to what follows."""
    out: list[Clause] = []
    for clause in clauses:
        before = out[-1] if out else None
        if (
            before
            and before.sentence == clause.sentence
            and clause.link in (",", "and", "&", "/", "then")
            and not before.link.startswith("(")
            and not _listed(out)
            and _bare(before, words)
        ) and (clause.has("step", "body") or clause.counts or not before.has("step", "body")):
            before.end = clause.end
            before.marks += clause.marks
            before.dates += clause.dates
            before.counts += clause.counts
            before.urls += clause.urls
            continue
        out.append(clause)
    return out


def _listed(out: list[Clause]) -> bool:
    """ "We asked 50 staff and 200 tenants, …": the second of a list belongs to what stands before it."""
    return len(out) > 1 and out[-1].link in ("and", "&") and out[-2].sentence == out[-1].sentence


def _bare(clause: Clause, words: Sequence[Word]) -> bool:
    if not (clause.has("step", "body") or clause.counts) or clause.dates or clause.urls:
        return False
    if clause.has(*PREDICATES):
        return False
    inside = words[clause.start : clause.end]
    return not any(is_past(w.text) or w.text in _AUXILIARIES for w in inside)


def _ends(clauses: list[Clause], words: Sequence[Word], tail: str) -> None:
    """Questions, and statements with a question mark."""
    last_of: dict[int, Clause] = {}
    first_of: dict[int, Clause] = {}
    for clause in clauses:
        last_of[clause.sentence] = clause
        first_of.setdefault(clause.sentence, clause)
    for number, last in last_of.items():
        gap = words[last.end].gap if last.end < len(words) else tail
        marked = "?" in gap
        asking = opens_question(words, first_of[number].start) or _supposes(
            words, first_of[number].start, last.end, marked
        )
        asking = asking or (marked and _elliptic(words, first_of[number].start))
        for clause in clauses:
            if clause.sentence != number:
                continue
            own = opens_question(words, clause.start) and (
                clause.link in (",", "so", "and", "but", "-", "then") or clause.start == first_of[number].start
            )
            if _shown(clause, words) and not marked:
                continue
            if own or (asking and (marked or clause.start == first_of[number].start)):
                clause.question = True
            elif marked and last_of[number] is clause:
                clause.doubted = True
        if marked and not asking and not any(c.question for c in clauses if c.sentence == number):
            for clause in clauses:
                clause.doubted = clause.doubted or clause.sentence == number


def _elliptic(words: Sequence[Word], i: int) -> bool:
    """ "Got a briefing on that?", "any news?"."""
    while i < len(words) - 1 and words[i].text in _LEAD_IN:
        i += 1
    after = words[i + 1].text if i + 1 < len(words) else ""
    return words[i].text in ("any", "anything") or (
        words[i].text == "got" and after in ("a", "any", "anything", "some", "anyone", "anybody")
    )


def _shown(clause: Clause, words: Sequence[Word]) -> bool:
    """ "How we are held to account is explained on https://…" tells where something stands."""
    return bool(clause.urls) and words[clause.start].text == "how" and clause.end - clause.start > 5


def _supposes(words: Sequence[Word], start: int, end: int, marked: bool) -> bool:
    """ "If we survey tenants in March does that leave enough time": a question that begins with its condition."""
    if words[start].text not in _SUPPOSING:
        return False
    asks = any(
        words[i].text in _INVERTING and words[i + 1].text in _AFTER_INVERTED
        for i in range(start, end - 1)
        if words[i].text not in ("have", "had", "was", "were")
    )
    return marked or asks


_WH = bag(
    """
    what who whom whose which where why how when whats
    """
)
_INVERTING = bag(
    """
    is are am was were do does did has have had can could will would should shall may might must
    """
)
_AFTER_INVERTED = bag(
    """
    we i you they it he she the our there this that anyone anybody someone any a an my these
    those your residents tenants staff colleagues board phase stairs awaab awaabs tsms everyone
    everybody
    """
)
_LEAD_IN = bag(
    """
    and so but ok hi hello hey also please then just quick question right well yes no
    """
)


_GROUPS = frozenset({"tenants", "residents", "customers", "staff", "colleagues", "leaseholders", "people"})


def opens_question(words: Sequence[Word], i: int) -> bool:
    """True where a question begins: "what …", "do we …", "is it …" (not "is done", not "when we met")."""
    while i < len(words) and words[i].text in _LEAD_IN:
        i += 1
    if i >= len(words):
        return False
    text = words[i].text
    after = words[i + 1].text if i + 1 < len(words) else ""
    if text in ("where", "how", "why") and (after in _SUBJECTS or after in _GROUPS):
        return False  # "so where we are is …", "how tenants will oversee them"
    if text in ("what", "who", "where", "why", "how", "whose", "whom"):
        return True
    if text == "which" or (text == "anything" and after not in ("but", "else")):
        return True
    if text == "when":
        return after in _INVERTING
    if text in _INVERTING:
        if text in ("have", "had", "has", "is", "was", "were", "are", "did", "do") and not after:
            return False
        return after in _AFTER_INVERTED and not (
            text in ("did", "had", "have", "was")
            and after in ("the", "it", "a", "our", "that", "some", "this", "an", "these", "those")
            and not _marked_question(words, i)
        )
    return False


def _marked_question(words: Sequence[Word], i: int) -> bool:
    """ "Did it at team meetings" tells; "did it go to board?" asks: there a bare verb follows the subject."""
    rest = [w.text for w in words[i + 2 : i + 6]]
    return any(
        w
        in (
            "go",
            "count",
            "get",
            "have",
            "say",
            "approve",
            "agree",
            "happen",
            "need",
            "been",
            "seen",
            "done",
            "approved",
            "agreed",
            "noted",
            "adopted",
            "had",
            "matter",
            "change",
            "mean",
        )
        for w in rest
    )


def _to_do_so(clause: Clause, words: Sequence[Word]) -> Mark | None:
    """ "Board to consider in January" plans, with no verb but the one to come."""
    for noun in clause.kinds("step", "body"):
        verbs = [m for m in clause.kinds("decide", "move", "activity") if m.start == noun.end + 1]
        if verbs and noun.end < clause.end and words[noun.end].text == "to" and noun.start <= clause.start + 2:
            return Mark(noun.end, noun.end + 1, "plan", "")
    return None


def _features(clause: Clause, words: Sequence[Word]) -> None:
    inside = range(clause.start, clause.end)
    texts = [words[i].text for i in inside]
    planned = {p for m in clause.kinds("plan") for p in range(m.start, m.end)}
    past = [i for i in inside if is_past(words[i].text) and i not in planned]
    past += [
        i
        for i in inside
        if words[i].text in ("put", "set", "read", "let", "cut")
        and words[i - 1].text in ("was", "were", "has", "have", "we", "they", "i")
        and i > clause.start
    ]
    clause.hope = clause.has("hope")
    clause.hedge = clause.has("hedge")
    idle = [m for m in clause.kinds("negation") if _no_denial(m, clause, words)]
    clause.negated = len(idle) < len(clause.kinds("negation"))
    clause.marks = [m for m in clause.marks if m not in idle or m.value == "contrast"]
    clause.present = bool(
        {
            "is",
            "are",
            "am",
            "has",
            "have",
            "goes",
            "go",
            "meets",
            "meet",
            "sits",
            "sit",
            "does",
            "do",
            "see",
            "sees",
            "get",
            "gets",
        }
        & set(texts)
    )
    acting = {p for m in clause.marks if m.kind in PREDICATES for p in range(m.start, m.end)}
    clause.progressive = any(
        words[i].text in ("is", "are", "am")
        and any(
            j in acting and words[j].text.endswith("ing") and len(words[j].text) > 4
            for j in range(i + 1, min(i + 4, clause.end))
        )
        for i in inside
    )
    to_do_so = _to_do_so(clause, words)
    if to_do_so is not None:
        clause.marks.append(to_do_so)
    if clause.has("plan"):
        clause.tense = "plan"
        if any(words[i].text in ("was", "were", "had") for i in past):
            clause.hedge = True
    elif past or (("have" in texts or "has" in texts) and any(t in ("been", "done", "gone", "had") for t in texts)):
        clause.tense = "past"
    if clause.tense == "none" and any(
        texts[k : k + 2] == ["should", "be"] and texts[k + 2].endswith("ing") for k in range(len(texts) - 2)
    ):
        clause.tense = "plan"
    first = clause.start
    while first < clause.end - 1 and words[first].text in _POLITE:
        first += 1
    rhythmic = any(m.start == first for m in clause.kinds("frequency"))
    link = clause.link if clause.link in _UNREAL_LINKS else "" if rhythmic else words[first].text
    if clause.link == "before" and clause.tense == "plan":
        clause.unreal = True
    if clause.tense == "plan" and [w.text for w in words[first : first + 2]] == ["subject", "to"]:
        clause.unreal = True
    clause.unreal = clause.unreal or ((link in _UNREAL_LINKS or clause.has("condition")) and clause.tense != "past")
    if clause.link in _ONCE and _perfect(texts):
        clause.unreal = True
    if link in ("if", "unless", "whether", "until") or clause.has("condition"):
        clause.unreal = True
    clause.foreign = any(
        m.start == 0 or words[m.start - 1].text not in ("with", "alongside", "like", "than", "unlike", "for", "as")
        for m in clause.kinds("third_party")
    )
    if _someone_says(clause, words):
        clause.foreign = True


_ONCE = frozenset({"when", "once", "after", "before", "until"})


def _perfect(texts: list[str]) -> bool:
    """ "When you've talked to residents": not yet."""
    return bool({"have", "has"} & set(texts[1:4])) and not {"was", "were", "had", "did"} & set(texts)


_POLITE = frozenset({"please", "hi", "hello", "hey", "thanks", "so", "ok", "well", "morning", "good"})
_AFTER_PARTICLE = bag(
    """
    it that they we i the he she this those these actually sorry make wait just hang our my its
    there was is yes not no only should
    """
)


def _no_denial(neg: Mark, clause: Clause, words: Sequence[Word]) -> bool:
    """True for a "no" that answers ("no, it was 31") and for nobody as a number ("nobody turned up")."""
    zero = any(c.start == neg.start and not c.why for c in clause.counts)
    done_to = any(m.kind == "step" and m.start > neg.end for m in clause.marks)
    short = clause.end - clause.start <= 3
    if zero and not done_to and (short or clause.has("respond", "people", "method")):
        return True
    if neg.value == "contrast":
        return True
    if words[neg.start].text == "no" and neg.end - neg.start == 1 and neg.start == clause.start:
        after = words[neg.end] if neg.end < len(words) else None
        return after is None or "," in after.gap or after.text in _AFTER_PARTICLE or neg.end >= clause.end
    return False


_SPEAKERS = bag(
    """
    tenant resident customer leaseholder neighbour tenants residents customers
    """
)


def own_questions(clauses: list[Clause]) -> None:
    """ "Tenants been asked yet? Nope": a speaker who answers their own question tells something."""
    alone = Counter(clause.sentence for clause in clauses)
    for asking, reply in pairwise(clauses):
        if alone[reply.sentence] > 1:
            continue
        if reply.sentence == asking.sentence or not (asking.doubted or asking.question):
            continue
        no = reply.has("no_words", "not_yet_words") or reply.negated
        yes = reply.has("yes") and not no
        if reply.end - reply.start > 3 or not (yes or no) or reply.has("outcome", "step", "method"):
            continue
        asking.doubted = asking.question = False
        if no:
            asking.negated, asking.tense = True, "past"


def _someone_says(clause: Clause, words: Sequence[Word]) -> bool:
    """What a resident says the board did is no fact; nor is what somebody asks us ("asked how it is going")."""
    for i in range(clause.start, clause.end - 1):
        after = words[i + 1].text
        if words[i].text in _SPEAKERS and after in _SAYING and i - clause.start <= 3:
            return True
        if words[i].text in ("asked", "asking", "asks", "wondered", "wonders", "wants") and (
            after in ("how", "if", "whether", "when", "what", "why")
            or (
                after in ("me", "us")
                and words[min(i + 2, clause.end - 1)].text in ("how", "if", "whether", "when", "what", "why")
            )
        ):
            return True
    return False


def _carry(clauses: list[Clause], words: Sequence[Word]) -> None:
    """Hopes, hedges and other people's doings last until the sentence turns."""
    for before, clause in pairwise(clauses):
        if before.sentence != clause.sentence:
            continue
        if before.question and clause.link in ("who", "which", "when", "if", "because", "whether", "where", "once"):
            clause.question = True
        if before.question and "why" in [w.text for w in words[clause.start : clause.start + 2]]:
            clause.question = True  # "did Sam leave notes, like why the board only noted it?"
        turns = clause.link in ("but", "though", "although", "whereas", "while", "however")
        own = clause.has("ours") or (clause.has("step", "body") and not turns)
        if before.kinds("third_party") and clause.link in ("who", "which", "that", "whose"):
            clause.foreign = True
        if before.foreign and not clause.has("ours", "step", "body") and not _says_we(clause, words):
            clause.foreign = True
        if (
            before.hope
            and not turns
            and clause.tense != "past"
            and clause.link in ("and", ",", "then", "&")
            and not clause.has("plan", "to_do", "negation")
        ):
            new_subject = words[clause.start + (clause.link == "and")].text in _SUBJECTS and clause.progressive
            clause.hope = clause.hope or (not new_subject and (not own or clause.tense == "none"))
        if before.hedge and not turns and clause.tense == before.tense and not clause.has("step", "body"):
            clause.hedge = True
        if turns and clause.has("hedge") and not clause.has("step", "body", "outcome", "method"):
            for earlier in clauses:
                if earlier.sentence == clause.sentence and earlier.start < clause.start:
                    earlier.hedge = True
        elif (
            clause.has("hedge")
            and not clause.has("step", "body", "outcome", "method", "activity")
            and not clause.dates
            and not clause.counts
        ):
            before.hedge = True


def _says_we(clause: Clause, words: Sequence[Word]) -> bool:
    return any(w.text in ("we", "our", "ours", "us", "i") for w in words[clause.start : clause.end])
