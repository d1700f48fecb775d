"""Which steps a clause is about: by their names, the body, the groups, or a value of one kind of step."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.language.lexicon import Lexicon, Shape
from bot.core.language.marks import Mark
from bot.core.language.wordforms import is_past
from bot.core.understanding.clauses import Clause
from bot.core.understanding.facts.said import Scene

_THINGS = ("agreement", "publication", "oversight", "rhythm", "choice")
_TOWARDS = bag(
    """
    with to by from of for at on about among involving including between via through
    """
)


def steps_of(clause: Clause, scene: Scene, lexicon: Lexicon, last: list[str]) -> list[str]:
    """The keys of the steps that a clause is about; none where it says nothing of its own."""
    shapes = lexicon.shape_of
    decision = lexicon.of_shape("decision")
    steps = [m for m in clause.marks if m.kind == "step" and m.value in shapes]
    bodies = clause.kinds("body")
    things = [m for m in steps if shapes[m.value] in _THINGS and not _changed(m, clause, scene)]
    groups = [m for m in steps if shapes[m.value] == "consultation"]
    boards = [m for m in steps if shapes[m.value] == "decision"] + bodies
    if _answers_by_value(clause, scene, shapes, things, boards, groups):
        return [scene.asked_step]
    if things:
        return _things(things, clause, boards, lexicon)
    decided = clause.has("outcome", "decide", "move", "return") or bool(clause.kinds("plan") and boards)
    if groups and clause.has("choice") and clause.has("chosen") and _only_with(groups, clause, scene):
        return list(lexicon.of_shape("choice")[:1])
    if boards and groups:
        return _board_or_groups(clause, scene, boards, groups, decided, decision)
    if boards and clause.has("frequency") and not clause.has("outcome") and not clause.dates:
        return []
    if boards and _agreed_it(clause, scene, last, lexicon):
        return list(last)
    if boards:
        return list(decision[:1])
    if groups:
        return _groups(groups, clause, scene, decision)
    if _people_agreed(clause):
        return [key for key in last if shapes[key] == "consultation"] or list(lexicon.of_shape("consultation")[:1])
    return _by_value(clause, scene, lexicon, last)


def _people_agreed(clause: Clause) -> bool:
    """ "Panel agreed it": those who were asked, and not the board."""
    first = next(iter(sorted(clause.kinds("outcome"), key=lambda m: m.start)), None)
    asked = [m for m in clause.kinds("method") if m.value in ("panel", "focus_group")]
    return first is not None and any(m.end == first.start for m in asked)


def _only_with(groups: list[Mark], clause: Clause, scene: Scene) -> bool:
    """ "Forming a partnership group with our tenants": the groups are whom it is done with."""
    return not clause.counts and all(stands_towards(m, scene, clause) for m in groups)


def _answers_by_value(
    clause: Clause,
    scene: Scene,
    shapes: dict[str, Shape],
    things: list[Mark],
    boards: list[Mark],
    groups: list[Mark],
) -> bool:
    """What was asked about is told by a value of its own kind, whatever else the clause names."""
    asked, shape = scene.asked_step, shapes.get(scene.asked_step)
    if shape is None:
        return False
    if shape == "oversight" and clause.has("mechanism") and not clause.has("respond", "invite"):
        if scene.asked_field == "mechanism" and not clause.has("sent", "last_one", "outcome"):
            return True
        if not any(m.value != asked for m in things):
            return True
    if shape == "rhythm" and clause.has("frequency") and not (things or boards or groups):
        return True
    if not things and not boards and _answers_publication(clause, shape):
        return True
    agrees = shape == "agreement" and clause.has("agreement") and not things and not boards
    others = clause.has("activity", "respond", "method", "invite") or not all(
        stands_towards(m, scene, clause) for m in groups
    )
    if agrees and not others:
        return True
    return shape == "choice" and clause.has("choice") and not clause.has("outcome")


def _groups(groups: list[Mark], clause: Clause, scene: Scene, decision: tuple[str, ...]) -> list[str]:
    """The groups that were asked; where an outcome is only told to them, the decision."""
    outcome_only = (
        clause.has("outcome") and not clause.has("activity", "method", "respond", "invite") and not clause.counts
    )
    talked = set(clause.values("outcome")) == {"discussed"}
    if outcome_only and not talked and all(stands_towards(m, scene, clause) for m in groups) and decision:
        return list(decision[:1])
    if _only_able(clause, scene):
        return []
    groups = _without_objects(groups, clause, scene)
    return list(dict.fromkeys(m.value for m in groups))


def _agreed_it(clause: Clause, scene: Scene, last: list[str], lexicon: Lexicon) -> bool:
    """ "The plan's drafted but the board hasn't agreed it": the plan, and not the charter."""
    if [lexicon.shape_of[key] for key in last] != ["agreement"] or clause.has("move", "plan"):
        return False
    return any(
        m.end < clause.end and "it" in [w.text for w in scene.words[m.start : m.end + 1]]
        for m in clause.kinds("agreement", "decide", "outcome")
    )


_CHANGES = bag(
    """
    amend amending amendment amendments change changes changing tweak tweaks wording reword rewording edit edits
    """
)


def _changed(mark: Mark, clause: Clause, scene: Scene) -> bool:
    """ "Approved, subject to amendment of commitment 4": the thing is only what the condition is about."""
    conditions = [m for m in clause.kinds("outcome") if m.value == "approved_with_changes"]
    if any(m.start < mark.start < m.end for m in conditions):
        return True
    texts = [w.text for w in scene.words[clause.start : mark.start]]
    if conditions and {"subject", "provided", "conditional"} & set(texts):
        return True
    told = [m.start for m in clause.kinds("outcome")]
    places = [i for i in range(max(mark.start - 4, clause.start), mark.start) if scene.words[i].text in _CHANGES]
    return bool(told and places) and min(told) < places[-1]


_RELATIVE = bag(
    """
    where which that who so for
    """
)


def _only_able(clause: Clause, scene: Scene) -> bool:
    """ "A page where residents can see how we're doing": what they may do there, and not what they were asked."""
    texts = [w.text for w in scene.words[clause.start : clause.end]]
    if (
        clause.tense == "past"
        or clause.counts
        or clause.dates
        or clause.has("invite", "running", "finish", "only_end")
    ):
        return False
    able = "can" in texts or "able" in texts or "could" in texts
    return able and (clause.link in _RELATIVE or bool(set(texts[:6]) & _RELATIVE))


def _answers_publication(clause: Clause, shape: str) -> bool:
    """ "It's in every tenant's welcome pack and on our website", when asked whether it is published."""
    published = shape in ("publication", "oversight") and clause.has("publication")
    return published and not clause.has("activity", "respond", "outcome")


def _things(things: list[Mark], clause: Clause, boards: list[Mark], lexicon: Lexicon) -> list[str]:
    keys = list(dict.fromkeys(m.value for m in things))
    shapes = lexicon.shape_of
    if len(keys) > 1:
        # "The newsletter says how residents oversee us": what is published leads, unless both are listed.
        rhythm = [k for k in keys if shapes[k] == "rhythm"]
        if rhythm and not clause.has("frequency", "sent", "last_one"):
            keys = [k for k in keys if k not in rhythm]
    if boards and not clause.has("publication", "agreement", "draft", "frequency") and clause.has("outcome"):
        agreed = [k for k in keys if shapes[k] == "agreement"]
        return agreed or list(lexicon.of_shape("decision")[:1])
    return keys


def _board_or_groups(
    clause: Clause, scene: Scene, boards: list[Mark], groups: list[Mark], decided: bool, decision: tuple[str, ...]
) -> list[str]:
    keys = list(dict.fromkeys(m.value for m in groups))
    if decided and clause.has("move") and not clause.counts and all(stands_towards(m, scene, clause) for m in boards):
        first = min(m.start for m in groups)
        if first < min(m.start for m in boards) and not any(
            m.kind == "activity" and m.start < first for m in clause.marks
        ):
            return list(decision[:1])
    groups_told = clause.has("activity", "respond", "method") or any(
        c.end <= m.start <= c.end + 2 for c in clause.counts for m in groups
    )
    if decided and (all(stands_towards(m, scene, clause) for m in groups) or not groups_told):
        return list(decision[:1])
    if all(stands_towards(m, scene, clause) for m in boards) and groups_told and not clause.has("outcome", "move"):
        return keys
    if decided and not groups_told:
        return list(decision[:1])
    return [*decision[:1], *keys] if decided else keys


def stands_towards(mark: Mark, scene: Scene, clause: Clause) -> bool:
    """ "With", "to" or "from" stands before it: whom something was done with."""
    words = scene.words
    return any(words[i].text in _TOWARDS for i in range(max(mark.start - 2, clause.start), mark.start))


def _without_objects(groups: list[Mark], clause: Clause, scene: Scene) -> list[Mark]:
    """ "Staff rang the tenants": the group that the activity is done to, not the one that does it."""
    keys = {m.value for m in groups}
    if len(keys) < 2 or clause.counts:
        return groups
    acts = [m for m in clause.marks if m.kind in ("activity", "invite", "method")]
    if not acts:
        return groups
    act = acts[0]
    before = [m for m in groups if m.end <= act.start]
    after = [m for m in groups if m.start >= act.end]
    if before and after and {m.value for m in before}.isdisjoint({m.value for m in after}):
        passive = any(
            scene.words[i].text in ("was", "were", "been", "being", "with", "for")
            for i in range(before[-1].end, act.start)
        )
        if not passive and (act.kind != "method" or is_past(scene.words[act.start].text)):
            return after
    return groups


def _by_value(clause: Clause, scene: Scene, lexicon: Lexicon, last: list[str]) -> list[str]:
    """No step is named: some values belong to one kind of step only."""
    shapes = lexicon.shape_of
    current = [shapes[key] for key in last]
    asked = scene.asked_step
    if (
        clause.has("choice")
        and lexicon.of_shape("choice")
        and (clause.has("chosen") or asked in lexicon.of_shape("choice"))
    ):
        return list(lexicon.of_shape("choice")[:1])
    if clause.has("mechanism") and asked in lexicon.of_shape("oversight"):
        return [asked]
    if clause.has("respond") and clause.counts and (not current or current[0] == "consultation"):
        return []  # "88 out of 410 sent it back"
    if clause.has("outcome", "move") and lexicon.of_shape("decision"):
        if any(shape in ("agreement", "publication", "oversight") for shape in current):
            return []
        if asked in shapes and shapes[asked] == "agreement":
            return []
        told = clause.values("outcome")
        if told == ["discussed"] and not set(last) & set(lexicon.of_shape("decision")):
            return []
        if current and current[0] == "consultation" and not told:
            return []
        return list(lexicon.of_shape("decision")[:1])
    if clause.has("frequency") and lexicon.of_shape("rhythm") and not last and _is_rhythm(clause, scene):
        return list(lexicon.of_shape("rhythm")[:1]) if scene.context.asked in (None, "confirm") else []
    return []


def _is_rhythm(clause: Clause, scene: Scene) -> bool:
    """ "Quarterly" says how often; "give it a month" does not."""
    return any(scene.words[m.start].text not in ("a", "an", "per", "one") for m in clause.kinds("frequency"))
