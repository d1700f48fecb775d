"""Who takes a step: handing over, taking on, leaving."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.reader.model import Ask, Candidate, Clause, Span
from bot.core.reader.shapes import Scene
from bot.core.understanding.bags import bag

PERSON, STEP = "person", "step"
_OWNER = "owner"
_SELF = frozenset(["i", "i'll", "i've", "we"])
_TAKES = bag(
    """
    take lead pick own handle cover run manage look deal head do sort field front steer
    """
)
_GIVES = bag(
    """
    hand pass give assign transfer move switch reassign delegate put make change swap send
    """
)
_TAKERS = frozenset(["to", "with", "for", "over"])
_THIS = frozenset(["this", "that", "it"])


@dataclass(frozen=True, slots=True)
class Handed:
    """Who is to take which step, as far as the words tell."""

    candidates: tuple[Candidate, ...] = ()
    asks: tuple[Ask, ...] = ()
    leaving: bool = False


def handed_over(scene: Scene) -> Handed:
    """What the words say of who does a step."""
    looked, context = scene.looked, scene.context
    if context.asked in ("owner.person", "owner.step"):
        return _replied(scene)
    for place, clause in enumerate(looked.clauses):
        if clause.holder in ("other", "condition"):
            continue
        person = _taker(scene, clause)
        if person is None:
            continue
        steps = _steps(scene, place)
        made = [_made(person.value, PERSON, person, scene, clause, "named")]
        if steps:
            made.append(_made(steps[0][0], STEP, steps[0][1], scene, clause, steps[0][2]))
            return Handed(tuple(made))
        return Handed(tuple(made), (Ask(f"{_OWNER}.{STEP}", "missing"),))
    team = _team(scene)
    if team is not None:
        return team
    if looked.has("leaving"):
        return Handed((), (Ask(f"{_OWNER}.{PERSON}", "missing"), Ask(f"{_OWNER}.{STEP}", "missing")), True)
    return Handed()


def _made(value: str, name: str, span: Span | None, scene: Scene, clause: Clause, how: str) -> Candidate:
    return Candidate(
        _OWNER, name, value, 1, span.start if span else clause.start, span.end if span else clause.end,
        (f"owner:{name}", f"owner:{how}", f"asked:{scene.context.asked_step == _OWNER}",
        f"mention:{value.startswith('<')}", f"me:{value == 'me'}"),
        (), clause.hedged,
    )  # fmt: skip


def _replied(scene: Scene) -> Handed:
    """In reply to who leads a step, or which step somebody takes."""
    looked = scene.looked
    made: list[Candidate] = []
    people = [s for s in looked.spans if s.kind == "person"]
    whole = looked.clauses[0] if looked.clauses else Clause(0, 0, 0, (), ())
    if scene.context.asked == "owner.person":
        people = people or _lower_name(scene)
        wanted = [p for p in people if scene.text(p.start - 1) != "not"]
        if wanted:
            made.append(_made(wanted[0].value, PERSON, wanted[0], scene, whole, "reply"))
        elif any(t.text in ("i", "i'll") for t in looked.tokens[:2]):
            made.append(_made("me", PERSON, None, scene, whole, "reply"))
    steps = [s for s in looked.spans if s.kind == "step"]
    if steps:
        made.append(_made(steps[0].value, STEP, steps[0], scene, whole, "reply"))
    if not made and looked.has("team"):
        return Handed((), (Ask(f"{_OWNER}.{PERSON}", "missing"),))
    return Handed(tuple(made))


def _lower_name(scene: Scene) -> list[Span]:
    """ "priya", typed small: a word that is none of the language's, alone or before "from …"."""
    known = scene.vocabulary.lexicon.speller
    for i, token in enumerate(scene.looked.tokens[:3]):
        if token.kind == "word" and not known.is_known(token.text) and not token.mended and len(token.text) > 2:
            return [Span(i, i + 1, "person", token.raw)]
    return []


def _taker(scene: Scene, clause: Clause) -> Span | None:
    """The person who takes something over in a clause."""
    people = list(clause.of("person"))
    looked = scene.looked
    for span in people:
        before, after = scene.text(span.start - 1), scene.text(span.end)
        if before == "off" or after in ("said", "says", "thinks", "told", "reckons", "wants"):
            continue
        if (
            _gives_before(scene, clause, span)
            or _takes_behind(scene, clause, span)
            or _is_the_lead(scene, clause, span)
        ):
            return span
    if _self_takes(scene, clause):
        return Span(clause.start, clause.start + 1, "person", "me")
    del looked
    return None


def _gives_before(scene: Scene, clause: Clause, span: Span) -> bool:
    """ "Hand residents to Priya", "put Sam down for it", "tell Priya to do the survey", "speak to Priya about it"."""
    texts = [scene.text(p) for p in range(clause.start, span.start)]
    near = scene.text(span.start - 1)
    heads = {g.lemma for g in clause.groups if g.head < span.start}
    behind = [scene.text(p) for p in range(span.end, clause.end)]
    stepped = clause.has("step") or bool(_THIS & set(texts + behind)) or clause.has("hand")
    if heads & _GIVES and (near in _TAKERS or "lead" in behind or "down" in behind or "charge" in behind) and stepped:
        return span.value != "me" or "to" in texts
    if heads & {"tell", "ask", "get"} and behind[:1] == ["to"] and clause.has("step", "method"):
        return True
    if (
        heads & {"speak", "talk", "contact", "email", "chase", "ask", "send", "nudge", "remind", "direct"}
        and clause.has("step")
        and ("instead" in behind or near == "to" or "about" in behind)
    ):
        return "about" in behind or "instead" in behind or "to" in texts
    return False


def _takes_behind(scene: Scene, clause: Clause, span: Span) -> bool:
    """ "Priya is leading on residents", "can Sam take it on", "Lauren's got this one"."""
    verbs = [g for g in clause.groups if 0 <= g.head - span.end <= 4]
    if not verbs:
        return False
    first = verbs[0]
    if first.denied:
        return False
    ongoing = (
        first.aspect == "progressive"
        or first.modality in ("plan", "may")
        or first.tense in ("present", "future")
        or (first.aspect == "perfect")
    )
    texts = {scene.text(p) for p in range(span.end, clause.end)}
    stepped = clause.has("step") or bool(_THIS & texts)
    if first.lemma in _TAKES or any(g.lemma in _TAKES for g in verbs):
        taking = first.lemma in (
            "take",
            "lead",
            "pick",
            "own",
            "handle",
            "cover",
            "look",
            "head",
            "deal",
            "manage",
            "front",
            "steer",
        ) or any(g.lemma in ("lead", "look", "take") for g in verbs)
        past = first.tense == "past" and first.aspect != "perfect"
        if past and not texts & {"over", "on"}:
            return False
        if clause.has("method", "count") and not taking:
            return False
        return (stepped and (taking or ongoing)) or bool(texts & {"over"} and taking)
    if first.lemma == "be" and (texts & {"lead", "owner", "contact", "charge", "responsible", "person"}):
        return True
    return (
        first.lemma in ("get", "have")
        and stepped
        and bool(texts & {"this", "that", "it", "bit", "step", "side"})
        and not clause.has("count", "date")
    )


def _is_the_lead(scene: Scene, clause: Clause, span: Span) -> bool:
    """ "Residents is Priya", "lead for staff: Sam", "oversight → Joe"."""
    before = [scene.text(p) for p in range(clause.start, span.start)]
    steps = [s for s in clause.of("step") if s.end <= span.start]
    if (
        steps
        and span.start - steps[-1].end <= 2
        and set(before[steps[-1].end - clause.start :])
        <= {"is", "to", "for", "be", "should", "goes", "with", "lead", "leads"}
    ):
        return clause.end - span.end <= 3
    owns = scene.looked.tokens[span.end - 1].raw.lower().endswith("'s") and scene.text(span.start - 1) == "is"
    if owns and (steps or bool(_THIS & set(before))):
        return True
    return bool({"lead", "owner", "leads", "contact"} & set(before)) and "is" in before


def _self_takes(scene: Scene, clause: Clause) -> bool:
    first = scene.text(clause.start)
    at = clause.start + (first in ("so", "and", "ok", "but", "then"))
    if scene.text(at) not in _SELF or scene.text(at) == "we":
        return False
    verbs = [g for g in clause.groups if g.head - at <= 5]
    if not verbs or verbs[0].denied or verbs[0].modality in ("unreal", "must", "hope"):
        return False
    texts = {scene.text(p) for p in range(at, clause.end)}
    taking = any(
        (g.lemma in ("take", "pick") and texts & {"on", "over", "up"})
        or g.lemma in ("lead", "own", "cover", "handle")
        or (g.lemma == "look" and "after" in texts)
        for g in verbs
    )
    return taking and (clause.has("step") or bool(_THIS & texts)) and not clause.has("method")


def _steps(scene: Scene, place: int) -> list[tuple[str, Span | None, str]]:
    clauses = scene.looked.clauses
    here = list(clauses[place].of("step"))
    if here:
        return [(here[0].value, here[0], "here")]
    texts = {scene.text(p) for p in range(clauses[place].start, clauses[place].end)}
    step = scene.context.asked_step
    if texts & _THIS and step in scene.vocabulary.shape_of:
        return [(step, None, "asked")]
    near = [s for c in clauses for s in c.of("step")]
    if len({s.value for s in near}) == 1:
        return [(near[0].value, near[0], "near")]
    return []


def _team(scene: Scene) -> Handed | None:
    """ "HR are doing this one": a team is no person."""
    for clause in scene.looked.clauses:
        teams = clause.of("team")
        if not teams or clause.asks:
            continue
        verbs = [
            g
            for g in clause.groups
            if g.head > teams[0].start
            and g.lemma in _TAKES
            and (g.aspect == "progressive" or g.tense in ("present", "future"))
        ]
        texts = {scene.text(p) for p in range(teams[0].end, clause.end)}
        if (
            verbs
            and not clause.has("method", "count", "date")
            and (texts & _THIS or clause.has("lead"))
            and teams[0].start - clause.start <= 3
        ):
            step = scene.context.asked_step
            steps = [s for s in clause.of("step") if s.start > verbs[0].head]
            value = steps[0].value if steps else step if step in scene.vocabulary.shape_of and texts & _THIS else ""
            made = (_made(value, STEP, steps[0] if steps else None, scene, clause, "team"),) if value else ()
            return Handed(
                made,
                (Ask(f"{_OWNER}.{PERSON}", "missing"), *(() if value else (Ask(f"{_OWNER}.{STEP}", "missing"),))),
            )
    return None
