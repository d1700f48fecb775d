"""Gives each clause to its step, with those of its numbers and dates that belong there."""

from __future__ import annotations

from bot.core.language.lexicon import Lexicon
from bot.core.language.numbers import Count
from bot.core.understanding.clauses.clause import PREDICATES, Clause
from bot.core.understanding.facts.said import Said, Scene
from bot.core.understanding.scope.naming import stands_towards, steps_of


def share_out(clauses: list[Clause], scene: Scene, lexicon: Lexicon) -> dict[str, list[Said]]:
    """Each step's clauses, in the order in which they were said."""
    shared: dict[str, list[Said]] = {}
    last: list[str] = [scene.asked_step] if scene.asked_step in lexicon.shape_of else []
    asked = list(last)
    waiting: list[Clause] = []
    few = 1 if scene.correcting else 2
    headed: list[str] = []
    for place, clause in enumerate(clauses):
        named = steps_of(clause, scene, lexicon, last)
        if named and _only_companions(clause, clauses[place + 1 : place + 2], scene, lexicon):
            continue
        targets = named or _carried(clause, last, asked)
        if _page_of_another(clause) or (not named and _of_a_page(clause, targets, lexicon)):
            targets = []
        if not named and _of_the_next(clause, clauses[place + 1 : place + 2], targets, lexicon):
            targets = []
        before = clauses[place - 1] if place else None
        if headed and clause.has("mechanism") and _lists_ways(headed, clause, before, lexicon):
            targets = headed
        leaning = bool(named) and before is not None and before.sentence == clause.sentence and _leans(clause, before)
        if leaning and last and lexicon.shape_of[last[0]] in ("agreement", "publication"):
            targets = last  # "agreed by residents and board": who agreed, not a step of its own
        if not targets and _may_wait(clause, place):
            waiting.append(clause)
        elif targets and waiting and place <= few and _is_dated(targets[0], waiting[0], clause, lexicon):
            shared.setdefault(targets[0], []).append(Said(waiting[0], [], list(waiting[0].dates), False))
            waiting = []
        elif len(targets) == 1 and lexicon.shape_of[targets[0]] == "consultation":
            told = [c for c in waiting if _asks_people(c) or c.sentence == clause.sentence]
            shared.setdefault(targets[0], []).extend(Said(c, list(c.counts), list(c.dates), False) for c in told)
            waiting = []
        if leaning and before is not None and before.tense == "plan" and clause.tense == "none":
            clause.tense = "plan"
        same = before is not None and before.sentence == clause.sentence
        heading = _heading(before, clause) or (bool(headed) and same and (not named or targets == headed))
        headed = targets if heading else _heads(clause, named, lexicon)
        for key in targets:
            said = _said(key, clause, bool(named) or heading, leaning, before, lexicon)
            shared.setdefault(key, []).append(said)
        if targets:
            last = targets
    _share_back(shared, clauses)
    _share_page(shared, clauses, scene, lexicon)
    return shared


def _said(key: str, clause: Clause, named: bool, leaning: bool, before: Clause | None, lexicon: Lexicon) -> Said:
    """The clause, as far as it is about one step."""
    leans_on = before if leaning or clause.link.startswith("(") else None
    counts = _counts_for(key, clause, lexicon)
    return Said(clause, counts, list(clause.dates), named, leaning, leans_on, before)


def _of_the_next(clause: Clause, after: list[Clause], targets: list[str], lexicon: Lexicon) -> bool:
    """Behind words on the board, "we'll do open meetings and a postal survey for tenants" is about the tenants."""
    decided = bool(targets) and lexicon.shape_of[targets[0]] == "decision"
    group = bool(after) and after[0].sentence == clause.sentence and after[0].link in ("and", "&", "plus")
    group = group and any(lexicon.shape_of.get(m.value) == "consultation" for m in after[0].kinds("step"))
    return decided and group and clause.has("method") and not clause.has("outcome", "decide", "move", "body")


def _is_dated(key: str, first: Clause, clause: Clause, lexicon: Lexicon) -> bool:
    """ "11 May: board agreed the action plan": the day before the colon is its own. "The gala is on the 15th. Board
    agreed" tells of another day."""
    near = first.sentence == clause.sentence or first.end - first.start <= _FEW_WORDS
    return bool(first.dates) and near and lexicon.shape_of[key] in ("decision", "agreement")


_FEW_WORDS = 5


def _may_wait(clause: Clause, place: int) -> bool:
    """It names no step, but the clause after it may say of which it was."""
    told = not (clause.question or clause.command or clause.foreign)
    return told and (_asks_people(clause) or (place == 0 and bool(clause.dates)))


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
        and all(stands_towards(m, scene, clause) for m in groups)
    )


def _heads(clause: Clause, named: list[str], lexicon: Lexicon) -> list[str]:
    """ "Oversight: …": the name alone, before what is listed under it."""
    alone = len(named) == 1 and clause.end - clause.start <= 3 and not clause.has(*PREDICATES)
    return named if alone and lexicon.shape_of[named[0]] == "oversight" else []


def _lists_ways(headed: list[str], clause: Clause, before: Clause | None, lexicon: Lexicon) -> bool:
    """ "Oversight: tenant panel plus KPIs": the panel is a way of overseeing here, and nobody who was asked."""
    under = before is not None and before.sentence == clause.sentence
    return under and lexicon.shape_of[headed[0]] == "oversight" and not clause.has("respond", "invite", "activity")


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
    places = {id(clause): place for place, clause in enumerate(clauses)}
    for saids in shared.values():
        for said in saids:
            place = places[id(said.clause)]
            after = clauses[place + 1] if place + 1 < len(clauses) else None
            if (
                after is not None and not said.dates and after.sentence == said.clause.sentence and after.dates
                and after.link in ("and", "&") and _leans(after, said.clause) and after.end - after.start <= 7
            ):  # fmt: skip
                said.dates = list(after.dates)


_BOTH = frozenset({"both", "one", "same", "together", "single", "joint", "combined"})
_PAGES = frozenset({"page", "link", "address", "place", "document", "site", "website", "url"})


def _share_page(shared: dict[str, list[Said]], clauses: list[Clause], scene: Scene, lexicon: Lexicon) -> None:
    """ "One page has both the commitments and the oversight on it (https://…)": the address is that of both."""
    keys = [key for key in shared if lexicon.shape_of[key] in ("publication", "oversight")]
    pages = [clause for clause in clauses if clause.urls]
    if len(keys) < 2 or len(pages) != 1 or len(pages[0].urls) != 1 or not _one_for_both(scene):
        return
    told = [said.clause for key in keys for said in shared[key]] + pages
    if any(
        c.negated or c.hope or c.unreal or c.question or c.command or c.foreign or c.tense == "plan"
        or {"planned", "not_yet"} & set(c.values("publication"))
        for c in told
    ):  # fmt: skip
        return
    for key in keys:
        shared[key] = [s for s in shared[key] if s.clause is not pages[0]] + [Said(pages[0])]


def _one_for_both(scene: Scene) -> bool:
    """Words say so; "the oversight one" does not."""
    texts = [w.text for w in scene.words]
    both = {t for i, t in enumerate(texts) if t != "one" or _PAGES & set(texts[i + 1 : i + 3])}
    return bool(_BOTH & both)


def _carried(clause: Clause, last: list[str], asked: list[str]) -> list[str]:
    if clause.foreign or clause.question:
        return []
    return list(last or asked)


def _page_of_another(clause: Clause) -> bool:
    """ "The annual report is up at https://…": a page, and none that was asked about."""
    return bool(clause.urls) and clause.has("other_thing") and not clause.has("step")


def _of_a_page(clause: Clause, targets: list[str], lexicon: Lexicon) -> bool:
    """ "It's on the website since 2 March", when a board was asked about: of no meeting."""
    decided = bool(targets) and lexicon.shape_of[targets[0]] == "decision"
    return decided and clause.has("publication") and not clause.has("outcome", "decide", "move", "body", "plan")


def _counts_for(key: str, clause: Clause, lexicon: Lexicon) -> list[Count]:
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
