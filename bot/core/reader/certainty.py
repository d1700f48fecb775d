"""How certain a candidate is, once it is known what the message does: shapes around it, for one linear model.

What the ranking of candidates saw is seen again; added is what it could not know: what the message does, how much of
it nothing explains, how the words stand around a value, and whether a value is likely at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.core.language.bags import bag
from bot.core.reader.model import Candidate, Clause, Span
from bot.core.reader.shapes import Scene, bucket
from bot.core.reader.weights import Weights, log_odds

_TURNS = bag(
    """
    if or but not never no would should could might only except unless until because though although than either
    neither both other another instead still again so just maybe perhaps about think said says told they
    """
)
_SMALL = bag(
    """
    of to in on at by for with from out than and or but the a an our their all some each every another other about
    over under up only just was were is are has had have did it they we i you he she that this who which
    """
)
_NEARBY = frozenset({"method", "decision", "body", "respond", "step", "activity"})
_PLACED = frozenset({"date", "took_part", "invited", "minute_ref", "body", "counted"})
_PEOPLE = ("took_part", "invited")
_MONTHS = (0, 1, 2, 3, 5, 7, 9, 11, 14, 20)
_DAYS = (0, 1, 6, 10, 28, 32, 90, 200, 360)
_TOLD_WHEN = frozenset({("ago", "past"), ("ahead", "plan")})
_SIZES = (0, 1, 2, 3, 4, 6, 10, 20, 50, 100, 300, 1000, 1900, 2040)
_LONG = 12
"""A candidate of more words stands for its clause, and leaves nothing around it to look at."""


def weighed(
    candidates: Sequence[Candidate], scene: Scene, chances: Mapping[str, float], weights: Weights
) -> tuple[Candidate, ...]:
    """The candidates, each with how likely it is to be right now that the intent is known."""
    live = [c for c in candidates if not c.vetoes]
    if not weights.sure or not live:
        return tuple(candidates)
    beside_ours = elsewhere(scene)
    of_all = weights.sum_of_sure(signs_of_message(scene, chances, beside_ours))
    names = Counter(c.name for c in live)
    entries = beside(live)
    out = []
    for c in candidates:
        if not c.vetoes:
            own = signs_of(c, scene, names, entries[c.step, c.entry], beside_ours)
            c = replace(c, score=weights.of_sure(of_all, c.features, own))
        out.append(c)
    return tuple(out)


def all_signs(live: Sequence[Candidate], scene: Scene, chances: Mapping[str, float]) -> list[tuple[str, ...]]:
    """What is seen of each candidate beside what the ranking saw, for training."""
    beside_ours = elsewhere(scene)
    of_all = signs_of_message(scene, chances, beside_ours)
    names, entries = Counter(c.name for c in live), beside(live)
    return [(*of_all, *signs_of(c, scene, names, entries[c.step, c.entry], beside_ours)) for c in live]


def beside(live: Sequence[Candidate]) -> dict[tuple[str, int | str], list[Candidate]]:
    """The candidates of each entry."""
    out: dict[tuple[str, int | str], list[Candidate]] = {}
    for c in live:
        out.setdefault((c.step, c.entry), []).append(c)
    return out


def signs_of_message(scene: Scene, chances: Mapping[str, float], beside_ours: int) -> list[str]:
    """What is the same for every candidate: what the message does, and how much of it is explained."""
    looked = scene.looked
    tokens, text = looked.tokens, looked.text
    explained = {p for s in looked.spans for p in range(s.start, s.end)}
    left = len(tokens) - len(explained)
    answer, correct = chances.get("answer", 0.0), chances.get("correct", 0.0)
    out = [
        f"all:left:{bucket(left)}", f"all:part:{10 * left // max(len(tokens), 1)}",
        f"all:tells:{log_odds(answer + correct) // 2}", f"all:answers:{log_odds(answer) // 2}",
        f"all:corrects:{log_odds(correct) // 2}", f"all:top:{log_odds(max(chances.values())) // 2}",
        f"all:lines:{bucket(text.count(chr(10)))}", f"all:elsewhere:{beside_ours}",
    ]  # fmt: skip
    out += [f"all:{sign}" for sign in ('"', "(", ":") if sign in text]
    return out


def elsewhere(scene: Scene) -> int:
    """Sentences that tell of nothing that the reader knows."""
    looked = scene.looked
    told = {looked.clauses[f.clause].sentence for f in scene.frames}
    return min(len({c.sentence for c in looked.clauses}) - len(told), 4)


def signs_of(
    c: Candidate, scene: Scene, names: Mapping[str, int], mates: Sequence[Candidate], beside_ours: int
) -> list[str]:
    """What stands around one candidate."""
    known = "known" if scene.context.known else "new"
    key = "new" if isinstance(c.entry, int) else "open" if c.entry == "?" else "recorded"
    pages = min(scene.looked.text.count("\n"), 3)
    out = [
        f"rivals:{c.name}:{min(names[c.name] - 1, 3)}", f"in:{c.name}:{key}:{known}", f"lines:{c.name}:{pages}",
        f"elsewhere:{c.name}:{min(beside_ours, 2)}", f"reply:{c.name}:{_reply(c, scene)}",
    ]  # fmt: skip
    clause = scene.looked.clause_at(c.start)
    if clause is not None:
        out += [f"turn:{word}" for word in sorted(_TURNS & scene.words(clause))]
        out += _group(c, clause)
        if c.name in _PLACED and c.end - c.start < _LONG:
            out += _around(c, clause, scene)
    if isinstance(c.value, str) and c.value[4:5] == "-" and "/" in c.value:
        out += _day(c, mates, scene.context.today, clause.tense if clause is not None else "none")
    elif c.name in _PEOPLE and isinstance(c.value, int):
        out += _size(c, mates)
    return out


def _reply(c: Candidate, scene: Scene) -> str:
    asked = scene.context.asked
    if not asked:
        return "none"
    if asked.partition("#")[0] == c.full:
        return "same"
    return "step" if scene.context.asked_step == c.step else "other"


def _group(c: Candidate, clause: Clause) -> list[str]:
    if not clause.groups:
        return [f"group:{c.name}:none"]
    g = min(clause.groups, key=lambda group: abs(group.head - c.start))
    return [f"group:{c.name}:{g.tense}/{g.aspect}/{g.modality}/{g.denied}/{g.bare}/{g.passive}"]


def _around(c: Candidate, clause: Clause, scene: Scene) -> list[str]:
    """How far the nearest word for what happened is, and which small words stand at its sides."""
    after = scene.text(c.end) or "$"
    out = [f"after:{c.name}:{after if after in _SMALL or after == '$' else '-'}"]
    near = [s for s in clause.spans if s.kind in _NEARBY and (s.start >= c.end or s.end <= c.start)]
    if not near:
        return [*out, f"near:{c.name}:none"]
    nearest = min(near, key=lambda s: _gap(c, s))
    side = "after" if nearest.start >= c.end else "before"
    return [*out, f"near:{c.name}:{nearest.kind}:{side}:{min(_gap(c, nearest), 4)}"]


def _gap(c: Candidate, span: Span) -> int:
    return max(span.start - c.end, c.start - span.end)


def _day(c: Candidate, mates: Sequence[Candidate], today: date, tense: str) -> list[str]:
    """How long ago or ahead a day is, and whether that fits what is said to have happened. Where the verb says which
    of two years is meant, how long ago that is says nothing more."""
    first, last = date.fromisoformat(str(c.value)[:10]), date.fromisoformat(str(c.value)[-10:])
    days = (first - today).days
    way = "ahead" if days > 0 else "ago"
    months = bucket(abs(days) // 30, _MONTHS)
    plan = any(m.name in ("state", "outcome") and m.value in ("planned", "scheduled") for m in mates)
    told = any(m.name in ("state", "outcome") for m in mates)
    stage = "plan" if plan else "told" if told else "none"
    wide = f"wide:{bucket((last - first).days, _DAYS)}"
    if (way, tense) in _TOLD_WHEN:
        return [f"off:{way}:{stage}", f"off:{way}:{tense}", wide]
    return [f"off:{way}:{months}", f"off:{way}:{stage}", f"off:{way}:{months}:{plan}", wide]


def _size(c: Candidate, mates: Sequence[Candidate]) -> list[str]:
    both = {m.name: m.value for m in mates if m.name in _PEOPLE and isinstance(m.value, int)}
    out = [f"size:{c.name}:{bucket(int(str(c.value)), _SIZES)}"]
    if len(both) == len(_PEOPLE):
        out.append(f"fewer:{c.name}:{int(both['took_part']) <= int(both['invited'])}")
    return out
