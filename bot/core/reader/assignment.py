"""Who takes a step: handing over, taking on, leaving."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.language.bags import bag
from bot.core.reader.model import Ask, Candidate, Clause, Span
from bot.core.reader.shapes import Scene

PERSON, STEP = "person", "step"
_OWNER = "owner"
_TAKES = bag(
    "take lead pick own handle cover run manage look deal head do sort field front steer get have inherit sit "
    "keep hold"
)
_TELLS = bag("tell ask get speak talk contact email chase nudge remind direct want need")
_SAYING = bag("said says thinks told reckons wants noted confirmed")
_HEADINGS = bag("step bit lead owner residents colleagues staff board")
_LINKING = bag("is are to for be should goes with lead leads step bit side now")
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


_UNSURE = 0.5
"""How likely it is that who and what a hand-over names are the ones meant, where its grammar was not understood."""
_TAKING = bag("take pick do own lead inherit replace look handle cover run manage")
_LEAVING = bag("from replacing off not where")
"""Before somebody who had a step and has it no more."""
_MOST_WORDS = 24
"""A longer message names people for other reasons too."""


def named_at_all(scene: Scene) -> list[Candidate]:
    """Of words that hand something over in a way that no rule knows, the one person and the one step that they name;
    never surely ("residents - ask Priya", "Asha said I should pick up residents")."""
    looked = scene.looked
    people = [s for s in looked.spans if s.kind == "person" and s.value != "me"]
    takers = [s for s in people if scene.text(s.end) not in _SAYING and scene.text(s.start - 1) not in _LEAVING]
    if len(looked.tokens) > _MOST_WORDS:
        return []
    steps = {s.value: s for s in looked.spans if s.kind == "step"}
    made: list[tuple[str, str, Span]] = []
    if len({s.value for s in takers}) == 1:
        made.append((takers[0].value, PERSON, takers[0]))
    elif not takers and _i_take(scene):
        made.append(("me", PERSON, Span(0, 1, "person", "me")))
    if len(steps) == 1:
        made += [(value, STEP, span) for value, span in steps.items()]
    whole = Clause(0, 0, len(looked.tokens), (), (), hedged=True)
    return [replace(_made(value, name, span, scene, whole, "named"), score=_UNSURE) for value, name, span in made]


def _i_take(scene: Scene) -> bool:
    """Whether the speaker is told to do something, or says that they do."""
    heads = {g.head: g.lemma for c in scene.looked.clauses for g in c.groups}
    return any(
        t.text == "i" and any(heads.get(at) in _TAKING for at in range(place + 1, place + 5))
        for place, t in enumerate(scene.looked.tokens)
    )


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
    known = scene.vocabulary.speller
    for i, token in enumerate(scene.looked.tokens[:3]):
        if token.kind == "word" and not known.is_known(token.text) and not token.mended and len(token.text) > 2:
            return [Span(i, i + 1, "person", token.raw)]
    return []


def _taker(scene: Scene, clause: Clause) -> Span | None:
    """The person who takes something over in a clause."""
    stepped = clause.has("step") or bool(_THIS & _texts(scene, clause.start, clause.end))
    people = clause.of("person")
    joined = _joined(scene) if people else ""
    not_me = "not me" in joined or "instead of me" in joined or "off me" in joined
    for span in people:
        before, after = scene.text(span.start - 1), scene.text(span.end)
        if before in ("off", "not", "from") or after in _SAYING:
            continue
        if span.value != "me" and not_me and not clause.has("method", "count", "decision"):
            return span
        takes = _takes_behind(scene, clause, span, stepped) or _given(scene, clause, span, stepped)
        if takes or _is_the_lead(scene, clause, span):
            return span
    if _self_takes(scene, clause, stepped):
        return Span(clause.start, clause.start + 1, "person", "me")
    return None


def _texts(scene: Scene, start: int, end: int) -> set[str]:
    return {scene.text(p) for p in range(start, end)}


def _joined(scene: Scene) -> str:
    return " ".join(t.text for t in scene.looked.tokens)


def _takes_behind(scene: Scene, clause: Clause, span: Span, stepped: bool) -> bool:
    """ "Priya is leading on residents", "can Sam take it on", "Lauren's got this one", "Drew will do this bit"."""
    verbs = [g for g in clause.groups if 0 <= g.head - span.end <= 4]
    if not verbs or verbs[0].denied:
        return False
    texts = _texts(scene, span.end, clause.end)
    first = next((g for g in verbs if g.lemma in _TAKES), verbs[0])
    if "over" in texts and first.lemma == "take":
        return True
    going_on = (
        first.aspect in ("progressive", "perfect")
        or first.tense in ("present", "future")
        or first.modality in ("plan", "may")
    )
    going_on = going_on or (first.tense == "none" and scene.text(clause.start) in ("can", "could", "will", "would"))
    if first.lemma == "be":
        return bool(texts & {"lead", "owner", "contact", "charge", "responsible", "person"}) or (
            scene.text(first.head + 1) == "on" and stepped and not clause.has("date")
        )
    if first.lemma not in _TAKES or not going_on or clause.has("count", "decision"):
        return False
    if first.lemma in ("get", "have") and first.aspect == "perfect":
        return False
    return (stepped or bool(texts & {"everything", "lot"})) and (
        not clause.has("method") or "from" in texts or clause.has("step")
    )


def _given(scene: Scene, clause: Clause, span: Span, stepped: bool) -> bool:
    """ "Hand residents to Priya", "put Sam down for it", "tell Priya to do the survey", "ask Olive about
    residents"."""
    near = _texts(scene, max(span.start - 2, clause.start), span.start)
    heads = {g.lemma for g in clause.groups if g.head < span.start}
    behind = _texts(scene, span.end, clause.end)
    if heads & _GIVES and (near & _TAKERS or behind & {"lead", "down", "charge"}) and (stepped or clause.has("hand")):
        return True
    if heads & _TELLS and (clause.has("step", "method") or stepped) and not heads & _GIVES:
        asked_to = scene.text(span.end) == "to" or behind & {"instead", "about", "for"} or near & {"to", "want"}
        return bool(asked_to) and span.value != "me"
    return False


def _is_the_lead(scene: Scene, clause: Clause, span: Span) -> bool:
    """ "Residents is Priya", "lead for staff: Sam", "newsletters are Bill's again"; not "I was not at the board
    meeting myself"."""
    behind = next((s for s in scene.looked.spans if s.kind == "person" and s.start == clause.end), None)
    if clause.denied or (behind is not None and "," in scene.looked.tokens[behind.start].gap):
        return False  # "Staff is me, Sue and Pete": all that they are.
    before = [scene.text(p) for p in range(clause.start, span.start)]
    steps = [s for s in clause.of("step") if s.end <= span.start]
    linked = set(before[steps[-1].end - clause.start :]) if steps else set()
    if steps and span.start - steps[-1].end <= 3 and linked <= _LINKING and clause.end - span.end <= 3:
        return True

    headed = clause.start == span.start and clause.start and ":" in scene.looked.tokens[clause.start].gap
    if not steps and headed and clause.end - span.end <= 1:
        return scene.text(clause.start - 1) in _HEADINGS
    return bool({"lead", "owner", "leads", "contact"} & set(before)) and bool({"is", "are"} & set(before))


def _self_takes(scene: Scene, clause: Clause, stepped: bool) -> bool:
    texts = _texts(scene, clause.start, clause.end)
    joined = " ".join(scene.text(p) for p in range(clause.start, clause.end))
    if stepped and any(
        p in joined for p in ("put me down", "put us down", "is mine", "are mine", "on to me", "to me now")
    ):
        return True
    if joined.startswith("taking over from"):
        return True
    at = clause.start
    while at < clause.end and scene.text(at) in ("so", "and", "ok", "but", "then", "no", "longer"):
        at += 1
    if scene.text(at) != "i" or clause.has("method"):
        return False
    verbs = [g for g in clause.groups if g.head - at <= 5]
    if not verbs or verbs[0].denied or verbs[0].modality in ("unreal", "must", "hope"):
        return False
    taking = any(
        (g.lemma in ("take", "pick") and texts & {"on", "over", "up"})
        or (g.lemma in ("lead", "own", "cover", "handle") and g.tense != "past")
        or (g.lemma == "look" and "after" in texts)
        for g in verbs
    )
    return taking and stepped


def _steps(scene: Scene, place: int) -> list[tuple[str, Span | None, str]]:
    clauses = scene.looked.clauses
    here = list(clauses[place].of("step"))
    if here:
        return [(here[0].value, here[0], "here")]
    texts = {scene.text(p) for p in range(clauses[place].start, clauses[place].end)}
    step = scene.context.asked_step
    if (texts & _THIS or "not me" in _joined(scene) or "instead" in texts) and step in scene.vocabulary.shape_of:
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
