"""Which step each clause is about, and which of its numbers and dates belong to which step."""

from __future__ import annotations

from bot.core.understanding.bags import bag
from bot.core.understanding.clauses.clause import PREDICATES, Clause
from bot.core.understanding.facts.said import Said, Scene
from bot.core.understanding.lexicon import Lexicon
from bot.core.understanding.marks import Mark
from bot.core.understanding.numbers import Count

THINGS = ("agreement", "publication", "oversight", "rhythm", "choice")
_TOWARDS = bag(
    """
    with to by from of for at on about among involving including between via through
    """
)


def share_out(clauses: list[Clause], scene: Scene, lexicon: Lexicon) -> dict[str, list[Said]]:
    """Each step's clauses, in the order in which they were said."""
    shared: dict[str, list[Said]] = {}
    last: list[str] = [scene.asked_step] if scene.asked_step in lexicon.shape_of else []
    asked = list(last)
    waiting: list[Clause] = []
    headed: list[str] = []
    for place, clause in enumerate(clauses):
        named = _named(clause, scene, lexicon, last)
        if named and _only_companions(clause, clauses[place + 1 : place + 2], scene, lexicon):
            continue
        targets = named or _carried(clause, last, asked, lexicon)
        before = clauses[place - 1] if place else None
        leaning = bool(named) and before is not None and before.sentence == clause.sentence and _leans(clause, before)
        if leaning and last and lexicon.shape_of[last[0]] in ("agreement", "publication"):
            targets = last  # "agreed by residents and board": who agreed, not a step of its own
        if (
            not targets
            and not (clause.question or clause.command or clause.foreign)
            and (_asks_people(clause) or (place == 0 and clause.dates))
        ):
            waiting.append(clause)
        elif targets and waiting and place == 1 and lexicon.shape_of[targets[0]] == "decision" and waiting[0].dates:
            shared.setdefault(targets[0], []).append(Said(waiting[0], [], list(waiting[0].dates), False))
            waiting = []
        elif len(targets) == 1 and lexicon.shape_of[targets[0]] == "consultation":
            shared.setdefault(targets[0], []).extend(Said(c, list(c.counts), list(c.dates), False) for c in waiting)
            waiting = []
        if leaning and before is not None and before.tense == "plan" and clause.tense == "none":
            clause.tense = "plan"
        same = before is not None and before.sentence == clause.sentence
        heading = _heading(before, clause) or (bool(headed) and same and not named)
        headed = targets if heading else []
        for key in targets:
            counts = _counts_for(key, targets, clause, lexicon)
            said = Said(
                clause,
                counts,
                list(clause.dates),
                bool(named) or heading,
                leaning,
                before if leaning or clause.link.startswith("(") else None,
                before,
            )
            shared.setdefault(key, []).append(said)
        if targets:
            last = targets
    _share_back(shared, clauses)
    _share_page(shared, clauses, scene, lexicon)
    return shared


def _only_companions(clause: Clause, after: list[Clause], scene: Scene, lexicon: Lexicon) -> bool:
    """ "We sat down with the tenants' panel and settled the next steps": with whom, and not a consultation."""
    if not after or after[0].sentence != clause.sentence or after[0].link != "and" or clause.has("activity"):
        return False
    groups = [m for m in clause.kinds("step") if lexicon.shape_of.get(m.value) == "consultation"]
    things = [
        m
        for m in after[0].kinds("step")
        if lexicon.shape_of.get(m.value) in ("agreement", "publication", "oversight")
    ]
    return (
        bool(groups and things)
        and len(groups) == len(clause.kinds("step"))
        and all(_towards(m, scene, clause) for m in groups)
    )


def _heading(before: Clause | None, clause: Clause) -> bool:
    """ "Colleagues: survey, 44 replies": what follows a step's name and a colon is about that step."""
    return (
        before is not None and clause.link.startswith(":") and before.has("step") and before.end - before.start <= 3
    )


def _asks_people(clause: Clause) -> bool:
    """ "Sent the survey to 2,300 homes, …": of the group that is named right after."""
    return clause.has("method", "invite", "respond", "people")


def _leans(clause: Clause, before: Clause) -> bool:
    """ "… and staff in June": no predicate of its own."""
    own = clause.has(*(PREDICATES - {"method", "choice", "mechanism"})) or clause.tense != "none" or clause.present
    return not own and (before.tense == "past" or before.has("plan")) and before.has("step", "body")


def _share_back(shared: dict[str, list[Said]], clauses: list[Clause]) -> None:
    """ "We surveyed tenants, and staff, in May": a date said once at the end is for all that lean on it."""
    for saids in shared.values():
        for said in saids:
            place = clauses.index(said.clause)
            after = clauses[place + 1] if place + 1 < len(clauses) else None
            if (
                after is not None and not said.dates and after.sentence == said.clause.sentence and after.dates
                and after.link in ("and", "&") and _leans(after, said.clause) and after.end - after.start <= 7
            ):  # fmt: skip
                said.dates = list(after.dates)


_BOTH = frozenset({"both", "one", "same", "together", "single", "joint", "combined"})


def _share_page(shared: dict[str, list[Said]], clauses: list[Clause], scene: Scene, lexicon: Lexicon) -> None:
    """ "One page has both the commitments and the oversight on it (https://…)": the address is that of both."""
    keys = [key for key in shared if lexicon.shape_of[key] in ("publication", "oversight")]
    pages = [clause for clause in clauses if clause.urls]
    if len(keys) < 2 or len(pages) != 1 or len(pages[0].urls) != 1 or not _BOTH & {w.text for w in scene.words}:
        return
    told = [said.clause for key in keys for said in shared[key]] + pages
    if any(
        c.negated or c.hope or c.unreal or c.question or c.command or c.foreign or c.tense == "plan" for c in told
    ):
        return
    for key in keys:
        shared[key] = [s for s in shared[key] if s.clause is not pages[0]] + [Said(pages[0])]


def _named(clause: Clause, scene: Scene, lexicon: Lexicon, last: list[str]) -> list[str]:
    shapes = lexicon.shape_of
    decision = lexicon.of_shape("decision")
    steps = [m for m in clause.marks if m.kind == "step" and m.value in shapes]
    bodies = clause.kinds("body")
    things = [m for m in steps if shapes[m.value] in THINGS and not _changed(m, clause, scene)]
    groups = [m for m in steps if shapes[m.value] == "consultation"]
    boards = [m for m in steps if shapes[m.value] == "decision"] + bodies
    asked = scene.asked_step
    if (
        asked in shapes
        and shapes[asked] == "oversight"
        and clause.has("mechanism")
        and not clause.has("respond", "invite")
    ):
        if scene.asked_field == "mechanism" and not clause.has("sent", "last_one", "outcome"):
            return [asked]
        if not any(m.value != asked for m in things):
            return [asked]
    if asked in shapes and not things and not boards and _answers_publication(clause, shapes[asked]):
        return [asked]
    agrees = (
        asked in shapes and shapes[asked] == "agreement" and clause.has("agreement") and not things and not boards
    )
    others = clause.has("activity", "respond", "method", "invite") or not all(
        _towards(m, scene, clause) for m in groups
    )
    if agrees and not others:
        return [asked]
    if asked in shapes and shapes[asked] == "choice" and clause.has("choice") and not clause.has("outcome"):
        return [asked]
    if things:
        return _things(things, clause, scene, boards, lexicon)
    decided = clause.has("outcome", "decide", "move", "return") or bool(clause.kinds("plan") and boards)
    if boards and groups:
        return _board_or_groups(clause, scene, boards, groups, decided, decision)
    if boards and clause.has("frequency") and not clause.has("outcome") and not clause.dates:
        return []
    if boards and _agreed_it(clause, scene, last, lexicon):
        return list(last)
    if boards:
        return list(decision[:1])
    if groups:
        outcome_only = (
            clause.has("outcome") and not clause.has("activity", "method", "respond", "invite") and not clause.counts
        )
        talked = set(clause.values("outcome")) == {"discussed"}
        if outcome_only and not talked and all(_towards(m, scene, clause) for m in groups) and decision:
            return list(decision[:1])
        if _only_able(clause, scene):
            return []
        groups = _without_objects(groups, clause, scene)
        return list(dict.fromkeys(m.value for m in groups))
    return _by_value(clause, scene, lexicon, last)


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
    if any(m.start < mark.start < m.end and m.value == "approved_with_changes" for m in clause.kinds("outcome")):
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


def _things(things: list[Mark], clause: Clause, scene: Scene, boards: list[Mark], lexicon: Lexicon) -> list[str]:
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
    if decided and clause.has("move") and not clause.counts and all(_towards(m, scene, clause) for m in boards):
        first = min(m.start for m in groups)
        if first < min(m.start for m in boards) and not any(
            m.kind == "activity" and m.start < first for m in clause.marks
        ):
            return list(decision[:1])
    groups_told = clause.has("activity", "respond", "method") or any(
        c.end <= m.start <= c.end + 2 for c in clause.counts for m in groups
    )
    if decided and (all(_towards(m, scene, clause) for m in groups) or not groups_told):
        return list(decision[:1])
    if all(_towards(m, scene, clause) for m in boards) and groups_told and not clause.has("outcome", "move"):
        return keys
    if decided and not groups_told:
        return list(decision[:1])
    return [*decision[:1], *keys] if decided else keys


def _towards(mark: Mark, scene: Scene, clause: Clause) -> bool:
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
        if not passive and act.kind != "method":
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


def _carried(clause: Clause, last: list[str], asked: list[str], lexicon: Lexicon) -> list[str]:
    if clause.foreign or clause.question:
        return []
    return list(last or asked)


def _counts_for(key: str, targets: list[str], clause: Clause, lexicon: Lexicon) -> list[Count]:
    """Of several groups in one clause, a number belongs to the one named after it, or else before it."""
    if lexicon.shape_of.get(key) != "consultation":
        return []
    groups = [m for m in clause.kinds("step") if lexicon.shape_of.get(m.value) == "consultation"]
    keys = {m.value for m in groups}
    if len(keys) < 2:
        return list(clause.counts)
    counts = []
    for count in clause.counts:
        following = [m for m in groups if count.end <= m.start <= count.end + 6]
        following = [
            m for m in following if not any(count.end <= o.start < m.start for o in clause.counts if o is not count)
        ]
        before = [m for m in groups if m.end <= count.start]
        owner = following[0] if following else before[-1] if before else None
        if owner is not None and owner.value == key:
            counts.append(count)
    return counts
