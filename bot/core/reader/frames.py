"""Clauses to frames: what kind of thing each clause tells of, and which step owns what is said in it.

A frame owns its clause: dates and numbers in it belong to it, never to the question asked. Only a clause without a
predicate, a body, an activity or a thing of its own is a fragment, which the frame before it or the question may
read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.core.reader.beside import own_business, sentences_beside
from bot.core.reader.carrying import carried, fragment
from bot.core.reader.frame import Frame
from bot.core.reader.holders import Held, day_fits
from bot.core.reader.model import Clause, Context, Looked, Span
from bot.core.reader.naming import advises, bodies_of, groups_of, methods_of, taken_to
from bot.core.reader.things import aside, asked_about, at_an_address, chosen_by, things_in, told_of
from bot.core.reader.vocabulary import Vocabulary

_FAR = 4
"""Clauses behind "at its meeting" in which the body may be named."""
_SHORT = 8
"""Words of a message so short that a value in it is of the record."""


_CONSULTED_BY = ("method", "activity", "consult_noun", "send", "respond", "preparing", "called_off")


def frames_of(looked: Looked, context: Context, vocabulary: Vocabulary, held: Held) -> tuple[Frame, ...]:
    """The frames of a message, clause by clause; carried on from one to the next where a clause has none of its
    own."""
    out: list[Frame] = []
    before: list[Frame] = []
    beside = sentences_beside(looked, vocabulary)
    for place, clause in enumerate(looked.clauses):
        if clause.sentence in beside or own_business(clause) or _hands_over(clause) or _of_leave(looked, place):
            continue
        if _listed_behind_agreed(looked, place):
            continue
        found = _own(looked, clause, place, context, vocabulary, before, out)
        if not found and not before:
            found = _recorded(looked, place, context, vocabulary, held) or _ahead(looked, place, context, vocabulary)
        if not found:
            found = carried(looked, place, before, context, vocabulary)
        if _only_told(looked, place):
            found = [f for f in found if f.shape != "consultation"]
        out += found
        if found:
            before = found
    return tuple(out)


def _of_leave(looked: Looked, place: int) -> bool:
    """ "I'm on leave from the 7th, back on the 21st": a return from leave is of no meeting."""
    clause = looked.clauses[place]
    before = looked.clauses[place - 1] if place else None
    gone = before is not None and before.sentence == clause.sentence and before.has("away")
    beside = ("decision", "method", "body", "step", "count")
    away = clause.has("away", "reminder_word", "one_more") or looked.tokens[clause.start].text in ("off", "away")
    return (away or (gone and clause.has("return", "date"))) and not clause.has(*beside)


def _hands_over(clause: Clause) -> bool:
    """ "Kirsty is picking up the resident consultation": who does a step, and nothing of how far it is."""
    lead = clause.has("lead") and clause.progressive and clause.has("person")
    return lead and not clause.has("method", "count", "date", "send", "decision")


def _recorded(looked: Looked, place: int, context: Context, vocabulary: Vocabulary, held: Held) -> list[Frame]:
    """A correction that names no step: that of the record which holds the value put right, or of the only one that
    can."""
    clause = looked.clauses[place]
    values = [s for s in clause.spans if s.kind in ("count", "date", "reference", "counted", "url", "frequency")]
    short = context.asked == "confirm" or len(looked.tokens) <= _SHORT
    if (
        not context.known
        or not values
        or not (short or held.repairs or held.picks or clause.has("correct_to", "rough_word", "minute_word"))
    ):
        return []
    old = {s.number for s in looked.spans if s.kind == "count" and held.is_old(s)}
    every = {s.number for s in looked.spans if s.kind == "count"}
    hits = {r.step for r in context.known if old & {v for v in r.facts.values() if type(v) is int}}
    hits = hits or {r.step for r in context.known if every & {v for v in r.facts.values() if type(v) is int}}
    if clause.has("frequency"):
        hits = {r.step for r in context.known if "frequency" in r.facts}
    if clause.has("url"):
        if context.asked_field == "url" and not held.repairs:
            return []  # An address in reply to the question for one.
        hits = {r.step for r in context.known if "url" in r.facts}
    if not hits and any(s.kind == "count" for s in values):
        hits = {r.step for r in context.known if vocabulary.shape_of.get(r.step) == "consultation"}
    if not hits and clause.has("reference", "minute_word"):
        hits = {vocabulary.of_shape("decision")}
    if not hits and clause.has("date"):
        named = [s for s in looked.spans if s.kind == "date" and (held.is_old(s) or held.picks_by(s))]
        hits = {
            r.step
            for r in context.known
            if any(day_fits(looked, s, r.facts.get("date"), context.today) for s in named)
        }
        hits = hits or {r.step for r in context.known if "date" in r.facts}
    if len(hits) != 1:
        return []
    step = next(iter(hits))
    return [Frame(vocabulary.shape_of.get(step, ""), step, place, False, "record")]


def _ahead(looked: Looked, place: int, context: Context, vocabulary: Vocabulary) -> list[Frame]:
    """A day in front of what it is of: "On 3 March, the board …", "both in October: a survey and a workshop"."""
    clause = looked.clauses[place]
    counted = clause.has("count") and clause.has("respond", "date")
    if not counted and (not clause.has("date", "body") or not fragment(clause)):
        return []
    for after in range(place + 1, min(place + 6 if counted else place + 3, len(looked.clauses))):
        nxt = looked.clauses[after]
        if nxt.sentence != clause.sentence and not counted:
            return []
        own = _own(looked, nxt, after, context, vocabulary, [])
        if own:
            return [Frame(own[0].shape, own[0].step, place, False, "ahead")]
    return []


def _own(
    looked: Looked, clause: Clause, place: int, context: Context, vocabulary: Vocabulary, before: Sequence[Frame],
    earlier: Sequence[Frame] = (),
) -> list[Frame]:  # fmt: skip
    """The frames of a clause's own words: a choice, a thing, a body's meeting, an activity."""
    rhythm = next((f.step for f in earlier if f.shape == "rhythm"), "")
    chosen = chosen_by(clause, context, vocabulary, rhythm)
    if chosen:
        return [Frame(vocabulary.shape_of[chosen], chosen, place, False, "asked")]
    if not before and _when_agreed(clause, context, vocabulary):
        return [Frame(vocabulary.shape_of[context.asked_step], context.asked_step, place, False, "asked")]
    things = _things_told(looked, clause, place, vocabulary, before)
    if things:
        return [Frame(vocabulary.shape_of[t], t, place, True, "thing") for t in things]
    if before and _of_the_plan(looked, clause, before[-1]):
        return [Frame(before[-1].shape, before[-1].step, place, False, "carried")]
    bodies = [b for b in bodies_of(clause, vocabulary) if not advises(looked, b)]
    by_panel = not bodies and _panel_acts(looked, place, vocabulary)
    methods = _methods(clause, bodies, before, context, vocabulary, by_panel)
    named = _Named(clause, bodies, groups_of(clause, vocabulary), methods, by_panel)
    meeting = _the_meeting(looked, named, place, before, context, vocabulary)
    if meeting:
        return [meeting]
    if bodies and clause.has("off_subject") and not clause.has("charter", "decision", "return"):
        return []  # "board on 12 February only did rents"
    boarded, consulted = _told_of_which(named, before, earlier, context, vocabulary)
    board = vocabulary.of_shape("decision")
    frames = [Frame("decision", board, place, True, "body" if bodies else "decision")] if boarded else []
    if consulted and (named.methods or not boarded):
        steps = list(dict.fromkeys(g.value for g in named.groups)) or [""]
        why = "method" if named.methods else "group"
        frames += [Frame("consultation", step, place, True, why) for step in steps]
    return frames or ([] if consulted else _asking(clause, place, before, context, vocabulary))


def _when_agreed(clause: Clause, context: Context, vocabulary: Vocabulary) -> bool:
    """ "Exec, Tuesday of this week", asked when the plan was agreed: where it was, and no decision on the charter."""
    if vocabulary.shape_of.get(context.asked_step) != "agreement":
        return False
    ways = {m.value for m in methods_of(clause)}
    if clause.has("charter", "return", "count", "reference") or not ways <= {"meeting"}:
        return False
    first = any(s.start <= clause.start + 1 for s in clause.of("agreement"))
    if first and not ways and not bodies_of(clause, vocabulary):
        return True  # "Agreed with residents on 3 March": the plan, with whomever.
    settles = context.asked_field == "state" and bool(ways) and clause.tense != "past"
    return clause.has("date") and not groups_of(clause, vocabulary) and (settles or fragment(clause))


def _of_the_plan(looked: Looked, clause: Clause, last: Frame) -> bool:
    """ "Next steps agreed, they were nodded through at EMT": said of the plan, wherever that was."""
    same = looked.clauses[last.clause].sentence == clause.sentence
    passive = any(g.passive for g in clause.groups)
    first = looked.tokens[clause.start].text
    return (
        last.shape == "agreement" and same and passive and first in ("they", "it", "both") and clause.has("decision")
    )


class _Named(NamedTuple):
    """What a clause names: bodies, groups of people, ways of asking."""

    clause: Clause
    bodies: list[Span]
    groups: list[Span]
    methods: list[Span]
    by_panel: bool
    """Whether what is decided in it is decided by people who were asked."""


def _things_told(
    looked: Looked, clause: Clause, place: int, vocabulary: Vocabulary, before: Sequence[Frame]
) -> list[str]:
    """The steps of later shapes of which a clause says something."""
    things = things_in(clause, vocabulary)
    if not things and not any(f.named for f in before) and at_an_address(looked, place, vocabulary):
        things = [vocabulary.of_shape("publication")]
    return [
        t
        for t in things
        if told_of(clause, t, vocabulary)
        and not aside(looked, clause, before)
        and not asked_about(looked, clause, t, vocabulary)
    ]


def _methods(
    clause: Clause, bodies: Sequence[Span], before: Sequence[Frame], context: Context, vocabulary: Vocabulary,
    by_panel: bool,
) -> list[Span]:  # fmt: skip
    """The ways of asking of a clause, where they are none of a body's meetings and no place on the web."""
    group = groups_of(clause, vocabulary)
    methods = [m for m in methods_of(clause) if not (bodies and m.value == "meeting")]
    if clause.has("decision") and not by_panel and (bodies or not group):
        methods = [m for m in methods if m.value not in ("meeting", "panel")]
    online = all(m.value == "online" for m in methods)
    return [] if online and not _online_asks(clause, bool(group), before, context, vocabulary) else methods


def _panel_acts(looked: Looked, place: int, vocabulary: Vocabulary) -> bool:
    """ "Our voice panel, 11 people, went through it", "the panel met, they agreed a report": who goes through
    something is a panel of those who are asked, and no body of ours."""
    clause = looked.clauses[place]
    verb = next((d.start for d in clause.of("decision")), clause.start)
    before = [s for s in clause.of("method", "person", "ours") if s.start < verb]
    if before:
        return before[-1].kind == "method" and before[-1].value == "panel"
    if clause.start != verb and looked.tokens[clause.start].text not in _GOES_ON:
        return False
    for earlier in looked.before_in_sentence(place):
        if bodies_of(earlier, vocabulary):
            return False
        if earlier.has("method"):
            return "panel" in earlier.values("method")
    return False


def _only_told(looked: Looked, place: int) -> bool:
    """ "The slides went to all managers", "a piece in the newsletter to 5,200 homes": people were told, and nobody
    was asked, unless somebody answered."""
    clause = looked.clauses[place]
    if not clause.has("one_way") or not clause.has("send", "group", "count") or clause.has(*_ASKED_BY):
        return False
    return not any(c.has(*_ASKED_BY) for c in looked.clauses if 0 <= c.sentence - clause.sentence <= 1)


_ASKED_BY = ("respond", "consult_noun")


def _listed_behind_agreed(looked: Looked, place: int) -> bool:
    """ "They agreed a yearly report, mystery shoppers and a panel": what was agreed goes on in a list, and is
    no way in which people were asked."""
    clause = looked.clauses[place]
    if not clause.has("method") or clause.has("count", "date", "respond", "consult_noun") or not fragment(clause):
        return False
    told = next((c for c in looked.before_in_sentence(place) if not fragment(c)), None)
    if told is None:
        return False
    agreed = [s.start for s in told.of("decision") if s.value.startswith("adopted")]
    return bool(agreed) and told.end - agreed[-1] > 1 and looked.tokens[agreed[-1] + 1].text in _ARTICLES


_ARTICLES = frozenset(["a", "an", "some", "three", "two", "four"])
_GOES_ON = frozenset(["they", "who", "which", "and", "all", "both"])
"""Words in front of a verb that stand for people named before."""


def _decided_there(looked: Looked, place: int, vocabulary: Vocabulary) -> bool:
    """ "At its meeting held on 26 March the Board resolved …": the body whose meeting it was is told behind."""
    sentence = looked.clauses[place].sentence
    behind = [c for c in looked.clauses[place + 1 : place + _FAR] if c.sentence == sentence]
    return any(bodies_of(c, vocabulary) and c.has("decision") for c in behind)


def _the_meeting(
    looked: Looked, named: _Named, place: int, before: Sequence[Frame], context: Context, vocabulary: Vocabulary
) -> Frame | None:
    """ "The meeting was on Thursday": a body's, where one was asked or told of."""
    meets = bool(named.methods) and all(m.value == "meeting" for m in named.methods) and not named.groups
    public = any(m.width > 1 for m in named.methods) and not named.clause.has("occasion")  # "an open meeting"
    if not meets or public or named.clause.has("respond", "count", "consult_noun"):
        return None
    if before and before[-1].shape == "agreement":
        return Frame("agreement", before[-1].step, place, False, "carried")  # "… a meeting in May to thrash it out"
    board = vocabulary.of_shape("decision")
    if not before and _held_meeting(context, vocabulary):
        return Frame("decision", board, place, False, "record")
    if not before and _decided_there(looked, place, vocabulary):
        return Frame("decision", board, place, False, "ahead")
    if context.asked_step == board and not before:
        return Frame("decision", board, place, False, "asked")
    return Frame("decision", board, place, False, "carried") if before and before[-1].shape == "decision" else None


def _told_of_which(
    named: _Named, before: Sequence[Frame], earlier: Sequence[Frame], context: Context, vocabulary: Vocabulary
) -> tuple[bool, bool]:
    """Whether a clause tells of a body's meeting, of an activity, or of both."""
    clause, bodies, group, methods, by_panel = named
    board = vocabulary.of_shape("decision")
    boarded = (
        bool(bodies)
        or (
            clause.has("decision")
            and not by_panel
            and _decides(clause, before, context, vocabulary, bool(group or methods))
        )
        or (clause.has("return", "recommend") and any(f.step == board for f in (*before, *earlier)))
        or (clause.has("reference") and clause.has("minute_word") and not methods)
        or (clause.has("charter") and clause.has("date") and not (methods or group) and _now_or_later(clause))
    )
    consulted = bool(methods) or bool(group and _asked(clause, context)) or clause.has("preparing")
    if not boarded:
        return False, consulted
    if bodies and consulted and not clause.has("decision") and _only_role(clause, bodies, methods, vocabulary):
        return False, consulted
    if bodies and (taken_to(clause, vocabulary) or clause.has("attend")) and not clause.has("respond", "count"):
        consulted = False  # "the panel's review has gone to the committee"
    counted = group and clause.has("count") and clause.has("consult_noun", "respond", "method")
    if counted and not clause.has("decision", "return"):
        return False, consulted  # "the staff consultation figure reported to Board was 88"
    if consulted and clause.has("decision") and not methods:
        consulted = _asks_group(clause)
    return True, consulted


def _now_or_later(clause: Clause) -> bool:
    return clause.present or clause.tense == "plan"


def _asking(
    clause: Clause, place: int, before: Sequence[Frame], context: Context, vocabulary: Vocabulary
) -> list[Frame]:
    """People were asked or came, in words that name neither whom nor how."""
    if not (clause.has("activity", "send", "respond", "consult_noun") and clause.has("count", "date")):
        return []
    held = [f for f in before if f.shape == "consultation"]
    if held:
        return [Frame("consultation", held[-1].step, place, False, "activity")]
    if context.asked_step in vocabulary.consulted or clause.has("consult_noun"):
        return [Frame("consultation", "", place, True, "activity")]
    return []


def _held_meeting(context: Context, vocabulary: Vocabulary) -> bool:
    """Only a body's meetings are recorded: "the meeting" is one of them."""
    held = {vocabulary.shape_of.get(r.step) for r in context.known}
    return "decision" in held and "consultation" not in held


def _online_asks(
    clause: Clause, group: bool, before: Sequence[Frame], context: Context, vocabulary: Vocabulary
) -> bool:
    """A web site is a way of asking only beside somebody asked or something asked."""
    if clause.has("publication", "url"):
        return False
    if group or clause.has("activity", "respond", "consult_noun", "count", "send"):
        return True
    return context.asked_step in vocabulary.consulted or any(f.shape == "consultation" for f in before)


def _decides(clause: Clause, before: Sequence[Frame], context: Context, vocabulary: Vocabulary, other: bool) -> bool:
    """A decision without a body named: somebody's own, unless the clause is of something else."""
    board = vocabulary.of_shape("decision")
    held = before[-1] if before else None
    if clause.has("off_subject", "other_thing") and not clause.has("body"):
        return False
    if clause.has("counted") and clause.has("count"):
        return False  # "305 responses were received"
    if held is not None and held.step not in ("", board) and held.shape in ("agreement", "publication", "oversight"):
        return False
    if held is None and vocabulary.shape_of.get(context.asked_step) in (
        "agreement",
        "publication",
        "oversight",
        "choice",
    ):
        return False
    if all(s.value.startswith("disc") for s in clause.of("decision")):
        return not other and (not clause.has("activity") or board in (context.asked_step, held and held.step))
    return True


def _asked(clause: Clause, context: Context) -> bool:
    """A group is named and something is said of asking it, or of how far that is."""
    return (
        clause.has(
            *_CONSULTED_BY,
            "yes",
            "done",
            "finished",
            "running",
            "to_do",
            "plan",
            "hope",
            "count",
            "date",
            "no_words",
            "url",
        )
        or clause.denied
        or clause.tense != "none"
        or clause.end - clause.start <= 4
    )


def _asks_group(clause: Clause) -> bool:
    return clause.has("activity", "send") and not clause.has("body")


def _only_role(clause: Clause, bodies: Sequence[Span], methods: Sequence[Span], vocabulary: Vocabulary) -> bool:
    """A body beside an activity, of which nothing else is said: "a board member came to the workshop"."""
    if taken_to(clause, vocabulary):
        return False
    return (
        bool(methods)
        and not clause.has("attend", "return", "recommend", "plan")
        and bodies[0].start > methods[0].start
    )
