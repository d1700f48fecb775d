"""The last look at what was understood: `sure` means that the words are well explained, not only that a rule fired.

The rules of each step say what a message can mean; this pass asks whether something in it speaks against that, or was
left out of the account. It never adds, changes or drops a fact. It only lowers `sure`, so that the bot asks "Do you
mean …?" where it would have said "Noted". Asking costs a person one tap; a wrong record costs trust.

Each doubt is a small function of its own, with its reason. They know grammar, kinds of marks and kinds of values, no
sentences. What they cost and what they save was weighed on the outputs of earlier readers for texts that those
readers had not been tuned on (`docs/understanding.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from bot.core.understanding.bags import bag
from bot.core.understanding.clauses.clause import Clause
from bot.core.understanding.intents import POLITE, Seen
from bot.core.understanding.marks import Mark
from bot.core.understanding.model import Understood

_GRAMMAR = bag(
    """
    an the this that these those it its they them their theirs we us our ours me my mine you your yours he she his
    her who which what there here is are am was were be been being has have had having do does did doing done will
    would shall should can could may might must and or but so then also too as at by for from in into of off on
    onto out over to up with within without about after before since until during through via per than between
    among amongst around across not no yes all any both each every some most many much more less few lot lots just
    only even still already now again very really quite one two how when where while if because right well oh hi
    hello hey thanks please cheers morning afternoon evening team mate sorry actually basically btw fyi quick
    update yet anything anywhere near single other others another along mostly mainly twice once later under
    rather pretty certain fairly formally properly got get gets getting went go goes going gone come came comes
    put percent plus ago back
    """
) | {"a", "i"}
_NEUTRAL = bag(
    """
    charter together tenants meeting meetings board paper item agenda minutes minute date year month week day days
    time today yesterday tomorrow people responses replies answers figures number numbers total group groups event
    events session sessions process work step bit thing things stuff ones part round housing association
    organisation new final wording line lines read night length stage unanimous unanimously votes vote chance
    comment comments refers ref chair room page confirmed confirm happy glad pleased delighted good great record
    said say told answer settle settled thrash sort least late whole idea weeks ways theme myself ourselves
    otherwise anyway sample results spent tbh cc turn office offices site sites estate estates scheme schemes
    community centre hall town village street road patch place places local area areas morning evening afternoon
    full main officers officer roughly around approx finally
    """
)
"""Words that go with any of the steps and change nothing in what is told of it."""
_SAYS_NOTHING = frozenset({"english", "foreign"})
_SHORT_REPLY = 6
_SOON = 240
"""Days: a day without a tense further back than this is likelier to be the one that is coming."""
_DECIDED = bag(
    """
    noted discussed approved_in_principle adopted approved_with_changes deferred delegated not_agreed
    """
)
_EVIDENCE: dict[str, tuple[str, ...]] = {
    "method": ("method",),
    "mechanism": ("mechanism",),
    "choice": ("choice",),
    "frequency": ("frequency",),
    "state": (
        "activity", "method", "publication", "agreement", "finish", "done", "running", "respond", "invite", "to_do",
        "negation", "plan", "draft", "start",
    ),
}  # fmt: skip
_UNDECIDED = ("decide", "move", "plan", "negation", "to_do", "not_until")


@dataclass(slots=True)
class Case:
    """One fact, the clauses that it came from, and everything beside it."""

    fact: Understood
    clauses: Sequence[Clause]
    seen: Seen
    unexplained: Sequence[int]
    """Places of the words, in the whole message, that nothing accounts for."""
    values: dict[str, object]
    """All that the message was taken to say."""

    @property
    def step(self) -> str:
        return self.fact.name.partition(".")[0]

    @property
    def field(self) -> str:
        return self.fact.name.partition(".")[2]

    @property
    def shape(self) -> str:
        return self.seen.lexicon.shape_of.get(self.step, "")

    @property
    def answers(self) -> bool:
        """It is what was asked for."""
        return self.seen.context.asked == self.fact.name

    @property
    def texts(self) -> list[str]:
        return [w.text for c in self.clauses for w in self.seen.words[c.start : c.end]]

    def has(self, *kinds: str) -> bool:
        return any(c.has(*kinds) for c in self.clauses)

    def left_over(self) -> list[int]:
        return [p for p in self.unexplained if any(c.start <= p < c.end for c in self.clauses)]


def weigh(facts: Sequence[Understood], seen: Seen) -> tuple[Understood, ...]:
    """The facts, those made unsure whose words are not well explained."""
    unexplained = _unexplained(seen)
    values: dict[str, object] = {f.name: f.value for f in facts}
    found: dict[str, list[str]] = {}
    for fact in facts:
        if fact.sure and fact.name.partition(".")[0] in seen.lexicon.shape_of:
            found[fact.name] = doubts(Case(fact, _origin(fact, seen), seen, unexplained, values))
    for name in [n for n in found if n.endswith(".outcome") and _WHOSE & set(found[n])]:
        date_too = name.replace(".outcome", ".date")
        if date_too in found:
            found[date_too] = found[date_too] + ["as_the_outcome"]
    return tuple(replace(f, sure=False) if found.get(f.name) else f for f in facts)


_WHOSE = frozenset({"no_one_decides", "other_object", "weakened"})
"""Doubts about who decided, or on what: the day is then as doubtful as the outcome."""


def doubts(case: Case) -> list[str]:
    """The names of what speaks against being sure; none for a fact that stands."""
    found = [name for name, doubt in ALWAYS.items() if doubt(case)]
    return found if _short(case) else found + [name for name, doubt in AT_LENGTH.items() if doubt(case)]


def _short(case: Case) -> bool:
    """A reply of a few words, greetings and thanks not counted."""
    words, clauses = case.seen.words, case.seen.clauses
    told = [c for c in clauses if any(words[p].text not in POLITE for p in range(c.start, c.end))]
    length = sum(w.text not in POLITE and w.text not in _GRAMMAR for w in words)
    return length <= _SHORT_REPLY - 2 and (case.answers or len(told) == 1)


def _unexplained(seen: Seen) -> list[int]:
    known = [False] * len(seen.words)
    spans = [(m.start, m.end) for m in _marks(seen) if m.kind not in _SAYS_NOTHING]
    spans += [(d.start, d.end) for c in seen.clauses for d in c.dates]
    spans += [(n.start, n.end) for c in seen.clauses for n in c.counts]
    for start, end in spans:
        known[start:end] = [True] * (end - start)
    return [
        place
        for place, word in enumerate(seen.words)
        if not known[place]
        and word.kind == "word"
        and word.text not in _GRAMMAR
        and word.text not in _NEUTRAL
        and word.text not in POLITE
        and not _set_against(seen, place)
    ]


def _set_against(seen: Seen, place: int) -> bool:
    """ "In July rather than June": what is taken back needs no account."""
    return any(w.text in ("not", "than") for w in seen.words[max(place - 2, 0) : place])


def _marks(seen: Seen) -> list[Mark]:
    return [*seen.marks, *(m for c in seen.clauses for m in c.marks)]


def _origin(fact: Understood, seen: Seen) -> Sequence[Clause]:
    """The clauses that a fact can have come from; the whole message where none can be told."""
    step, _, field = fact.name.partition(".")
    clauses = seen.clauses
    found: list[Clause] = []
    if field == "outcome":
        found = [c for c in clauses if any(m.kind == "outcome" and m.value == fact.value for m in c.marks)]
        found = found or [c for c in clauses if c.has(*_UNDECIDED)]
    elif field in ("date", "last"):
        found = _dated(fact, seen)
    elif field in ("took_part", "invited"):
        found = [c for c in clauses if any(n.value == fact.value for n in c.counts)]
        found = found or [c for c in clauses if c.counts]
    elif field == "url":
        found = [c for c in clauses if c.urls]
    elif field in _EVIDENCE:
        found = [c for c in clauses if c.has(*_EVIDENCE[field])]
        found = [c for c in found if any(m.kind == "step" and m.value == step for m in c.marks)] or found
    return found or clauses


def _dated(fact: Understood, seen: Seen) -> list[Clause]:
    dated = [c for c in seen.clauses if c.dates]
    if len(dated) < 2:
        return dated
    today = seen.context.today
    hits = []
    for clause in dated:
        spans = [d.find(today, t) for d in clause.dates if not d.why for t in ("past", "plan", "none")]
        if any(s and f"{s[0].isoformat()}/{s[1].isoformat()}" == fact.value for s in spans):
            hits.append(clause)
    return hits or dated


# Doubts that hold however short the message is


def _two_outcomes(case: Case) -> bool:
    """ "RESOLVED … that it be received for information": two words for what was decided, and no correction."""
    if case.field != "outcome" or case.seen.has("self_correct", "sequence"):
        return False
    told = {m.value: c for c in case.seen.clauses for m in c.kinds("outcome")}
    told.pop("discussed", None)  # "considered it and resolved to adopt it"
    if "approved_with_changes" in told or "delegated" in told:
        told.pop("adopted", None)  # the closer word says more of the same
    return len(told) > 1 and not all(_has_board(c, case) for c in told.values())


def _has_board(clause: Clause, case: Case) -> bool:
    return any(m.kind == "body" or _is_decision(m, case) for m in clause.marks)


def _is_decision(mark: Mark, case: Case) -> bool:
    return mark.kind == "step" and case.seen.lexicon.shape_of.get(mark.value) == "decision"


def _denied_and_told(case: Case) -> bool:
    """ "Isn't agreed, still in progress": what is denied is not all that was meant."""
    if case.fact.value not in ("not_agreed", "not_yet"):
        return False
    texts = case.texts
    if case.fact.value == "not_agreed":
        return "not" in texts and (bool({"has", "have"} & set(texts)) or case.seen.has("self_correct", "running"))
    flat = any(a in ("is", "was") and b == "not" for a, b in pairwise(texts))
    more = len(case.seen.clauses) > 1 or case.has("running")
    return case.shape == "agreement" and flat and "yet" not in texts and more


def _out_of_time(case: Case) -> bool:
    """A plan for a day gone by, or a deed on a day to come: one of the two was misread."""
    when = case.values.get(f"{case.step}.date")
    if case.field not in ("date", "outcome", "state") or not isinstance(when, str):
        return False
    first, last = (date.fromisoformat(part) for part in when.split("/"))
    told = case.values.get(f"{case.step}.outcome") or case.values.get(f"{case.step}.state")
    today = case.seen.context.today
    if told in ("scheduled", "planned"):
        return last < today
    if told in _DECIDED or told in ("done", "agreed"):
        return first > today
    return told == "under_way" and last < today and case.field == "date"


def _long_past_without_tense(case: Case) -> bool:
    """ "Main board looks at it on 21 January": no past tense, and long ago if it is not to come."""
    when = case.values.get(f"{case.step}.date")
    told = case.field == "date" or (case.fact.value in (*_DECIDED, "done") and any(c.dates for c in case.clauses))
    if case.answers or not told or not isinstance(when, str) or any(c.tense != "none" for c in case.clauses):
        return False
    today = case.seen.context.today
    phrases = [d for c in case.clauses for d in c.dates if not d.why]
    if all(d.leaning != "none" or d.find(today, "past") == d.find(today, "plan") for d in phrases):
        return False
    first, last = (date.fromisoformat(part) for part in when.split("/"))
    return (today - last).days > _SOON and (last - first).days < 31


def _two_dates(case: Case) -> bool:
    """Of two days in one clause, which is which was guessed."""
    return case.field == "date" and any(len(c.dates) > 1 for c in case.clauses)


def _with_a_condition(case: Case) -> bool:
    """ "Approved! Subject only to …", "but with commitment 3 reworded": a plain yes may not be all."""
    if case.fact.value != "adopted":
        return False
    texts = [w.text for w in case.seen.words]
    return bool(_CONDITIONS & set(texts)) or ("but", "with") in pairwise(texts)


_CONDITIONS = bag(
    """
    subject condition conditions conditional provided except reworded rewording tweak tweaks tweaked changes amended
    amendment amendments caveat caveats proviso minus
    """
)


def _denied_state(case: Case) -> bool:
    """ "Haven't started on …": in a clause that denies, only what is not done yet is plain."""
    if case.field not in ("state", "outcome") or case.fact.value in _DENIALS_LEAVE:
        return False
    return all(c.negated for c in case.clauses)


_DENIALS_LEAVE = bag("not_yet not_agreed planned scheduled")


def _weakened(case: Case) -> bool:
    """ "Almost adopted", "pretend they approved it"."""
    if case.field not in ("outcome", "state", "date"):
        return False
    return bool(_WEAK & set(case.texts))


_WEAK = bag(
    """
    almost pretend imagine unlike supposedly allegedly meant supposed
    """
)


def _hoped_for(case: Case) -> bool:
    """ "… fingers crossed": what is hoped for is said before or after it."""
    told = case.fact.value in ("scheduled", "planned") or (case.field == "date" and case.seen.context.asked is None)
    hoped = case.seen.has("hope", "condition") and not case.seen.has("moved_meeting")
    return told and hoped and all(c.tense == "plan" for c in case.clauses)


def _mere_number(case: Case) -> bool:
    """ "We have 2,400 tenants and 90 leaseholders": a number of people, and nothing that they did."""
    if case.field not in ("took_part", "invited") or case.seen.context.asked == case.fact.name:
        return False
    asked = case.seen.context.asked or ""
    if asked == "confirm" or case.step == asked.partition(".")[0] or case.seen.has("correct"):
        return False
    if any(n.of is not None for c in case.clauses for n in c.counts):
        return False
    return not case.seen.has("respond", "invite", "method", "activity", "people", "sent_thing", "running", "contrast")


def _numbered(case: Case) -> bool:
    """ "Session 2 of 4", "phase 1": which one, and not how many."""
    if case.field not in ("took_part", "invited"):
        return False
    words = case.seen.words
    return any(
        n.value == case.fact.value and n.start > 0 and words[n.start - 1].text in _ORDERED
        for c in case.clauses
        for n in c.counts
    )


_ORDERED = bag(
    """
    session phase stage version part question section commitment item round step number no priority theme
    """
)


# Doubts that a short reply to the question does not raise


def _not_explained(case: Case) -> bool:
    """Two or more words of the clause that nothing accounts for; what is denied stays denied."""
    return case.field != "minute_ref" and case.fact.value != "not_yet" and len(set(_texts(case))) >= 2


def _texts(case: Case) -> list[str]:
    return [case.seen.words[p].text for p in case.left_over()]


def _other_object(case: Case) -> bool:
    """ "Approved the budget", "came through the door": what was decided on is something unknown."""
    outcome = case.values.get(f"{case.step}.outcome")
    if case.shape != "decision" or case.field not in ("outcome", "date") or outcome not in _OF_SOMETHING:
        return False
    return _followed(case, ("outcome", "decide"), _OBJECT_KNOWN)


_OF_SOMETHING = bag("adopted noted discussed scheduled approved_in_principle")
_OBJECT_KNOWN = bag(
    """
    it them this that charter everything all at in on by with without when after before for and but so
    """
)


def _other_subject(case: Case) -> bool:
    """ "Consulted on the rent policy": asked, but about something else."""
    if case.shape != "consultation" or case.fact.value == "not_yet":
        return False
    about = {"on", "regarding"} if case.has("method") else {"on", "regarding", "about"}
    words = case.seen.words
    for place in case.left_over():
        before = place - 1
        while before > 0 and words[before].text in _DETERMINERS:
            before -= 1
        if words[before].text in about and case.has("activity", "method", "invite"):
            return True
    return False


_DETERMINERS = bag("the our their his her its new next draft")


def _share_beside(case: Case) -> bool:
    """ "Surveyed 2,000, response rate 11 %": with a share beside it, a number may be the whole."""
    shares = any(n.why == "share" for c in case.seen.clauses for n in c.counts)
    return case.field == "took_part" and shares and not case.answers and not case.has("respond")


def _bare_reference(case: Case) -> bool:
    """ "Minutes of 10 November": a small number is no reference until somebody asked for one."""
    return case.field == "minute_ref" and str(case.fact.value).isdigit() and not case.answers


def _followed(case: Case, kinds: tuple[str, ...], known: frozenset[str]) -> bool:
    left = set(case.unexplained)
    for clause in case.clauses:
        for mark in clause.kinds(*kinds):
            for place in range(mark.end, min(mark.end + 4, clause.end)):
                word = case.seen.words[place]
                if word.gap or word.text in known:
                    break
                if place in left:
                    return True
    return False


def _put_off(case: Case) -> bool:
    """ "Staff session postponed to 11 January": another day, and not done."""
    if case.shape == "decision" or case.field not in ("state", "date") or case.fact.value == "planned":
        return False
    return any(m.kind == "moved_meeting" or m.value == "deferred" for c in case.clauses for m in c.marks)


def _only_asked(case: Case) -> bool:
    """ "All been emailed, 240 of them": those who were asked, taken for those who took part."""
    return case.field == "took_part" and case.has("invite") and not case.seen.has("respond") and not case.answers


def _no_one_decides(case: Case) -> bool:
    """An outcome with no body, no charter and no question, and a word left over: somebody else's doing."""
    if case.field != "outcome" or case.seen.context.asked or case.seen.has("body"):
        return False
    return not any(_is_decision(m, case) for m in case.seen.marks) and bool(case.left_over())


def _someone_told(case: Case) -> bool:
    """ "One of my colleagues told me …": said by somebody else."""
    texts = [w.text for w in case.seen.words]
    return any((a in ("told", "tells", "telling") and b == "me") or a in _REPORTS for a, b in pairwise(texts))


_REPORTS = bag(
    """
    reckons claims claimed rumour rumours mentioned according
    """
)


def _two_bodies(case: Case) -> bool:
    """ "The committee recommended it to the board": which of them it is was guessed."""
    if case.field != "body":
        return False
    bodies = {m.value for m in case.seen.marks if m.kind == "body"}
    return len(bodies) + any(_is_decision(m, case) for m in case.seen.marks) > 1


def _someones_task(case: Case) -> bool:
    """ "Comms team will be doing the commitments": who does it, and not how far it is."""
    if case.field != "state" or case.fact.value != "planned" or any(c.dates for c in case.clauses):
        return False
    return case.has("lead", "team", "hand") and not {"we", "us", "our", "being"} & set(case.texts)


def _part_of_a_list(case: Case) -> bool:
    """ "Residents sit on our committee and we've a dashboard": a list of which one member was not understood."""
    if case.field != "mechanism" or not isinstance(case.fact.value, tuple) or len(case.fact.value) > 1:
        return False
    first = case.clauses[0].start
    for clause in case.seen.clauses:
        listed = clause.start < first or clause.link in ("and", "plus", "&", ",")
        if listed and not clause.has(case.field) and clause.has("step", "body"):
            return True
    return len(case.left_over()) > 1


def _unproved_state(case: Case) -> bool:
    """A state of consulting without any word for asking, meeting or answering."""
    if case.shape != "consultation" or case.field != "state" or case.fact.value not in ("done", "under_way"):
        return False
    return not case.seen.has("activity", "method", "respond", "invite", "finish", "done", "running", "people")


def _very_long(case: Case) -> bool:
    """Nobody writes so long a clause about one thing."""
    return any(c.end - c.start > 22 for c in case.clauses)


def _one_word_over(case: Case) -> bool:
    """One word that nothing accounts for, beside what was decided, how far it is or when."""
    if case.field not in ("outcome", "state", "date") or case.fact.value == "not_yet":
        return False
    asked = (case.seen.context.asked or "").partition(".")[0]
    return asked != case.step and bool(case.left_over())


def _beside_the_question(case: Case) -> bool:
    """Asked about one step, and told of another in the same breath: it may only have been mentioned."""
    asked = (case.seen.context.asked or "").partition(".")[0]
    if asked not in case.seen.lexicon.shape_of or asked == case.step or case.shape == "decision":
        return False
    beside = any(c.has("outcome", "move", "mechanism", "hope") for c in case.seen.clauses)
    return beside and all(c.sentence == 0 for c in case.clauses)


def _state_by_the_way(case: Case) -> bool:
    """Asked how or how many, the state was concluded and not told."""
    asked = case.seen.context.asked or ""
    if case.shape != "consultation" or case.field != "state" or case.answers or asked.partition(".")[0] != case.step:
        return False
    return not case.has("finish", "done", "running", "to_do", "negation", "plan")


def _not_plainly_denied(case: Case) -> bool:
    """ "Not a single member voted against": a "not" that denies something else."""
    if case.field != "outcome" or case.fact.value != "not_yet" or case.has("to_do", "not_yet_words"):
        return False
    return not _DENYING & set(case.texts)


_DENYING = bag("yet has have had nothing never no still did none nowt")


def _among_questions(case: Case) -> bool:
    """ "Do staff meetings count, we had three of those": told to ask something."""
    words = case.seen.words
    asking = {c.sentence for c in case.seen.clauses if c.question and words[c.start].text in _YES_OR_NO}
    return bool(asking) and all(c.sentence in asking for c in case.clauses)


_YES_OR_NO = bag("do does did can could should is are was were would will has have")


def _page_to_come(case: Case) -> bool:
    """A page that is planned, with no day and no word of writing it: its title may have been read as a plan."""
    if case.shape not in ("publication", "oversight") or case.fact.value != "planned" or case.answers:
        return False
    return not case.has("draft") and not any(c.dates for c in case.clauses)


def _nobody_answered(case: Case) -> bool:
    """A number of those who took part, in words without coming, answering or being there."""
    if case.field != "took_part" or case.seen.context.asked or case.seen.has("correct", "contrast", "self_correct"):
        return False
    if any(n.of is not None for c in case.clauses for n in c.counts):
        return False
    return not case.has("respond", "people", "running", "method")


Doubt = Callable[[Case], bool]
ALWAYS: dict[str, Doubt] = {
    f.__name__.strip("_"): f
    for f in (
        _two_outcomes, _denied_and_told, _out_of_time, _long_past_without_tense, _two_dates, _with_a_condition,
        _denied_state, _weakened, _hoped_for, _mere_number, _numbered, _part_of_a_list, _put_off, _only_asked,
        _someones_task, _unproved_state, _share_beside, _bare_reference,
        _someone_told, _other_subject, _other_object,
        _beside_the_question, _not_plainly_denied, _among_questions, _page_to_come,
    )
}  # fmt: skip
AT_LENGTH: dict[str, Doubt] = {
    f.__name__.strip("_"): f
    for f in (
        _not_explained, _no_one_decides, _two_bodies, _very_long,
        _one_word_over, _state_by_the_way, _nobody_answered,
    )
}  # fmt: skip
