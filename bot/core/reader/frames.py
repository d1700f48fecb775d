"""Clauses to frames: what kind of thing each clause tells of, and which step owns what is said in it.

A frame owns its clause: dates and numbers in it belong to it, never to the question asked. Only a clause without a
predicate, a body, an activity or a thing of its own is a fragment, which the frame before it or the question may
read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.reader.beside import sentences_beside
from bot.core.reader.holders import Held, day_fits
from bot.core.reader.model import Clause, Context, Looked, Span
from bot.core.reader.naming import bodies_of, groups_of, methods_of, taken_to
from bot.core.reader.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Frame:
    """What one clause tells of: the kind of step, and how sure it is that the clause is about it."""

    shape: str
    step: str
    clause: int
    named: bool = True
    """The words name it; else it carries on what was said before, or answers what was asked."""
    why: str = ""


THINGS = ("agreement", "publication", "oversight", "rhythm", "choice")


_SHORT = 8
"""Words of a message so short that a value in it is of the record."""


_CONSULTED_BY = ("method", "activity", "consult_noun", "send", "respond", "preparing", "called_off")


_BOARDED_BY = ("decision", "attend", "recommend", "return", "body")


def frames_of(looked: Looked, context: Context, vocabulary: Vocabulary, held: Held) -> tuple[Frame, ...]:
    """The frames of a message, clause by clause; carried on from one to the next where a clause has none of its
    own."""
    out: list[Frame] = []
    before: list[Frame] = []
    beside = sentences_beside(looked, vocabulary)
    for place, clause in enumerate(looked.clauses):
        if clause.sentence in beside or _hands_over(clause) or _of_leave(looked, place):
            continue
        found = _own(looked, clause, place, context, vocabulary, before, out)
        if not found and not before:
            found = _recorded(looked, place, context, vocabulary, held) or _ahead(looked, place, context, vocabulary)
        if not found:
            found = _carried(looked, place, before, context, vocabulary)
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
    if not counted and (not clause.has("date", "body") or not _fragment(clause)):
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
    rhythm = next((f.step for f in earlier if f.shape == "rhythm"), "")
    chosen = _chosen(clause, context, vocabulary, rhythm)
    if chosen:
        return [Frame(vocabulary.shape_of[chosen], chosen, place, False, "asked")]
    things = _things(clause, vocabulary)
    if not things and not any(f.named for f in before) and _at_an_address(looked, place, vocabulary):
        things = [vocabulary.of_shape("publication")]
    frames = [
        Frame(vocabulary.shape_of[t], t, place, True, "thing")
        for t in things
        if _told_of(clause, t, vocabulary)
        and not _aside(looked, clause, before)
        and not _asked_about(looked, clause, t, vocabulary)
    ]
    if frames:
        return frames
    board, group = vocabulary.of_shape("decision"), groups_of(clause, vocabulary)
    bodies = [b for b in bodies_of(clause, vocabulary) if not _recommends(looked, b)]
    methods = [m for m in methods_of(clause) if not (bodies and m.value == "meeting")]
    if clause.has("decision") and not frames:
        methods = [m for m in methods if m.value not in ("meeting", "panel")] if not group or bodies else methods
    if (
        methods
        and all(m.value == "online" for m in methods)
        and not _online_asks(clause, bool(group), before, context, vocabulary)
    ):
        methods = []
    meets = bool(methods) and all(m.value == "meeting" for m in methods) and not group
    if meets and not clause.has("respond", "count", "consult_noun"):
        if not before and _held_meeting(context, vocabulary):
            return [Frame("decision", board, place, False, "record")]
        if context.asked_step == board and not before:
            return [Frame("decision", board, place, False, "asked")]  # "the meeting was on Thursday"
        if before and before[-1].shape == "decision":
            return [Frame("decision", board, place, False, "carried")]
    boarded = bool(bodies) or (
        clause.has("decision") and _decides(clause, before, context, vocabulary, bool(group or methods))
    )
    boarded = boarded or (clause.has("return", "recommend") and any(f.step == board for f in (*before, *earlier)))
    boarded = boarded or (clause.has("reference") and clause.has("minute_word") and not methods)
    if bodies and clause.has("off_subject") and not clause.has("charter", "decision", "return"):
        return []  # "board on 12 February only did rents"
    if (
        clause.has("charter")
        and clause.has("date")
        and not (methods or group or frames)
        and (clause.present or clause.tense == "plan")
    ):
        boarded = True
    consulted = bool(methods) or bool(group and _asked(clause, context)) or (clause.has("preparing"))
    if (
        consulted
        and boarded
        and bodies
        and not clause.has("decision")
        and _only_role(clause, bodies, methods, vocabulary)
    ):
        boarded = False
    if (
        boarded
        and consulted
        and bodies
        and (taken_to(clause, vocabulary) or clause.has("attend"))
        and not clause.has("respond", "count")
    ):
        consulted = False  # "the panel's review has gone to the committee"
    if (
        boarded
        and group
        and clause.has("count")
        and clause.has("consult_noun", "respond", "method")
        and not clause.has("decision", "return")
    ):
        boarded = False  # "the staff consultation figure reported to Board was 88"
    if boarded and consulted and clause.has("decision") and not methods:
        consulted = _asks_group(clause)
    if boarded and not frames:
        frames.append(Frame("decision", board, place, True, "body" if bodies else "decision"))
    if (consulted and not frames) or (consulted and boarded and methods):
        steps = list(dict.fromkeys(g.value for g in group)) or [""]
        why = "method" if methods else "group"
        frames += [Frame("consultation", step, place, True, why) for step in steps]
    if (
        not frames
        and not consulted
        and clause.has("activity", "send", "respond", "consult_noun")
        and clause.has("count", "date")
    ):
        held = [f for f in before if f.shape == "consultation"]
        if held:
            frames.append(Frame("consultation", held[-1].step, place, False, "activity"))
        elif context.asked_step in vocabulary.consulted or clause.has("consult_noun"):
            frames.append(Frame("consultation", "", place, True, "activity"))
    return frames


def _held_meeting(context: Context, vocabulary: Vocabulary) -> bool:
    """Only a body's meetings are recorded: "the meeting" is one of them."""
    held = {vocabulary.shape_of.get(r.step) for r in context.known}
    return "decision" in held and "consultation" not in held


def _recommends(looked: Looked, body: Span) -> bool:
    """ "On the executive's recommendation": the body that decided is another."""
    after = looked.tokens[body.end].text if body.end < len(looked.tokens) else ""
    return after in ("recommendation", "recommendations", "advice", "paper")


def _online_asks(
    clause: Clause, group: bool, before: Sequence[Frame], context: Context, vocabulary: Vocabulary
) -> bool:
    """A web site is a way of asking only beside somebody asked or something asked."""
    if clause.has("publication", "url"):
        return False
    if group or clause.has("activity", "respond", "consult_noun", "count", "send"):
        return True
    return context.asked_step in vocabulary.consulted or any(f.shape == "consultation" for f in before)


def _chosen(clause: Clause, context: Context, vocabulary: Vocabulary, named: str) -> str:
    """What answers a question of choices in its own words belongs to that question, whoever is named in it."""
    joined = {p for s in clause.of("chosen") for p in range(s.start, s.end)} if clause.has("choice") else set()
    decided = any(not joined & set(range(s.start, s.end)) for s in clause.of("decision", "respond"))
    if decided or (clause.of("step") and _things(clause, vocabulary)):
        return ""
    rhythm = vocabulary.of_shape("rhythm")
    if clause.has("frequency") and not clause.has("method", "body") and rhythm in (context.asked_step, named):
        return rhythm
    if rhythm == context.asked_step and clause.has("send", "sent") and not clause.has("method", "count", "respond"):
        return rhythm  # "nothing sent to tenants yet"
    if context.asked_field == "choice" and clause.has("choice"):
        return context.asked_step
    if context.asked_field == "mechanism" and clause.has("mechanism") and not clause.has("date", "send"):
        return context.asked_step
    if clause.has("choice") and clause.has("chosen") and not clause.has("method", "count"):
        return vocabulary.of_shape("choice")
    return ""


def _things(clause: Clause, vocabulary: Vocabulary) -> list[str]:
    """Steps of later shapes that a clause names, in order."""
    named = [s.value for s in clause.of("step") if vocabulary.shape_of.get(s.value, "") in THINGS]
    return list(dict.fromkeys(named))


def _told_of(clause: Clause, step: str, vocabulary: Vocabulary) -> bool:
    """Whether a clause says something of the thing that it names."""
    shape = vocabulary.shape_of[step]
    if (
        shape in ("publication", "oversight")
        and clause.has("decision")
        and bodies_of(clause, vocabulary)
        and not clause.has("publication", "url", "draft", "mechanism")
    ):
        return False  # "the board accepted all eight commitments"
    if shape == "rhythm":
        return clause.has("frequency", "sent", "date", "last_one", "to_do") or clause.denied or len(clause.spans) < 3
    return True


def _at_an_address(looked: Looked, place: int, vocabulary: Vocabulary) -> bool:
    """ "Our charter is at https://…", "you can find our charter here: https://…"."""
    clause = looked.clauses[place]
    near = looked.clauses[max(place - 1, 0) : place + 1]
    return clause.has("url") and any(c.has("charter") for c in near) and not bodies_of(clause, vocabulary)


def _asked_about(looked: Looked, clause: Clause, step: str, vocabulary: Vocabulary) -> bool:
    """ "Emailed 1,900 tenants a survey on the draft pledges": what people were asked about."""
    if not (methods_of(clause) and (groups_of(clause, vocabulary) or clause.has("count", "respond"))):
        return False
    spans = [s for s in clause.of("step") if s.value == step]
    before = {looked.tokens[p].text for s in spans for p in range(max(s.start - 4, clause.start), s.start)}
    return bool(before & {"on", "about", "over", "regarding"}) and not clause.has("url", "mechanism", "frequency")


def _aside(looked: Looked, clause: Clause, before: Sequence[Frame]) -> bool:
    """ "…, after an amendment to the second commitment, approved it": a thing named inside of a decision."""
    last = before[-1] if before else None
    return (
        last is not None
        and last.shape == "decision"
        and looked.tokens[clause.start].text in ("after", "with", "subject", "following", "bar", "except")
        and not clause.has("publication", "url", "agreement", "mechanism", "frequency", "to_do", "draft")
        and looked.clauses[last.clause].sentence == clause.sentence
    )


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
    return not other or any(not s.value.startswith("disc") for s in clause.of("decision"))


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


def _carried(
    looked: Looked, place: int, before: Sequence[Frame], context: Context, vocabulary: Vocabulary
) -> list[Frame]:
    """A clause without a frame of its own carries on the one before, or answers the question asked."""
    clause = looked.clauses[place]
    if before:
        last = before[-1]
        near = place - last.clause
        same = looked.clauses[last.clause].sentence == clause.sentence
        if near <= 4 and (same or _fragment(clause) or _goes_on(looked, clause, last)):
            return [Frame(last.shape, last.step, place, False, "carried")]
        if not _fragment(clause):
            return []
    step = context.asked_step
    shape = vocabulary.shape_of.get(step, "")
    if not shape and step == "consultation":
        shape, step = "consultation", ""
    others = {g.value for g in groups_of(clause, vocabulary)} - {step}
    if shape and _answers(looked, clause, shape) and not (others and shape == "consultation" and step):
        return [Frame(shape, step, place, False, "asked")]
    if not shape and not before:
        if clause.has("decision"):
            return [Frame("decision", vocabulary.of_shape("decision"), place, True, "decision")]
        if clause.has("choice") and clause.has("chosen"):
            return [Frame("choice", vocabulary.of_shape("choice"), place, True, "choice")]
    return []


_OWN_AFFAIRS = ("off_subject", "leaving", "elsewhere", "third_party", "signpost")


def _of_it(looked: Looked, clause: Clause) -> bool:
    """Said of "it" or "them", and of nothing else by name: "it went in March"."""
    return looked.tokens[clause.start].text in ("it", "they", "that", "this", "went", "been", "was", "its")


def _answers(looked: Looked, clause: Clause, shape: str) -> bool:
    beside = _OWN_AFFAIRS if shape in ("decision", "consultation") else _OWN_AFFAIRS[1:]
    if clause.has(*beside):
        return False
    if shape == "decision":
        return (
            _fragment(clause)
            or clause.denied
            or clause.has(*_BOARDED_BY, "plan", "to_do", "not_yet_words", "reference", "running", "hope", "charter")
            or _of_it(looked, clause)
        )
    return _fragment(clause) or not clause.has("decision") or shape in ("agreement", "publication", "oversight")


def _fragment(clause: Clause) -> bool:
    """No subject and predicate of its own: "31", "noted, 3 March", "about 40, mostly online"."""
    return not any(not g.bare for g in clause.groups)


def _dates_it(looked: Looked, clause: Clause) -> bool:
    """ "That was on 12 March", "it was the 4th"."""
    first, second = (looked.tokens[p].text if p < clause.end else "" for p in (clause.start, clause.start + 1))
    return first in ("that", "it", "this", "they", "both") and second in ("was", "were")


def _goes_on(looked: Looked, clause: Clause, last: Frame) -> bool:
    """A sentence that goes on with what was told: "they approved it", "41 came", "it's back in June"."""
    if clause.has(*_OWN_AFFAIRS):
        return False
    if clause.has("date") and not clause.has("method", "step") and _dates_it(looked, clause):
        return True
    if last.shape == "decision":
        return clause.has("decision", "return", "attend", "reference")
    if last.shape == "consultation":
        return clause.has("respond", "send", "count", "finished", "running", "done", "activity")
    return clause.has("url", "publication", "agreement", "frequency", "mechanism", "sent", "date")
