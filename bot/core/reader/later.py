"""The steps behind a decision and a consultation: an agreement, publications, ways of oversight, a rhythm, a
choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.core.language.dates.phrase import Tense
from bot.core.reader.frame import Frame
from bot.core.reader.model import Candidate, Clause, Span
from bot.core.reader.shapes import Conclusion, Scene, candidate, day_range, is_ahead, vetoes

_ROLES_OPEN = frozenset({"by", "before", "until", "after", "since"})
_MEANS = frozenset(["via", "through", "by", "using", "with", "plus", "and"])
_UNSETTLED = frozenset({"tbc", "tbd"})


@dataclass(slots=True)
class _Step:
    """What is gathered of one step: one candidate a name, the last said."""

    step: str
    found: dict[str, Candidate] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)

    def put(self, given: Candidate) -> None:
        self.found[given.name] = given

    def value(self, name: str) -> object:
        return self.found[name].value if name in self.found else None


def later_steps(scene: Scene) -> Conclusion:
    """Candidates of all later steps."""
    result = Conclusion()
    steps: dict[str, _Step] = {}
    for frame in scene.frames:
        reader = _READERS.get(frame.shape)
        if reader is None:
            continue
        clause = scene.looked.clauses[frame.clause]
        if vetoes(scene, clause):
            continue
        held = steps.setdefault(frame.step, _Step(frame.step))
        reader(scene, frame, clause, held, result)
    _shared_page(scene, steps)
    for held in steps.values():
        recorded = [r.facts for r in scene.context.of(held.step)]
        for c in held.found.values():
            if not any(_same(f.get(c.name), c.value) for f in recorded):
                changes = any(c.name in f for f in recorded)
                result.candidates.append(replace(c, features=(*c.features, "entry:changes")) if changes else c)
    return result


def _same(old: object, new: object) -> bool:
    if isinstance(old, tuple) and isinstance(new, tuple):
        return set(old) == set(new)
    return old == new


def _shared_page(scene: Scene, steps: dict[str, _Step]) -> None:
    """One page for two steps, named together: its address and state are of both."""
    both = [s for s in steps.values() if scene.vocabulary.shape_of.get(s.step) in ("publication", "oversight")]
    if len(both) != 2:
        return
    words = {t.text for t in scene.looked.tokens}
    if not words & {"both", "same", "and", "too"}:
        return
    for one, other in ((both[0], both[1]), (both[1], both[0])):
        for name in ("url", "state"):
            if (
                name in one.found
                and name not in other.found
                and (words & {"both", "same"} or _same_clause(scene, one, other))
            ):
                source = one.found[name]
                other.put(
                    Candidate(
                        other.step,
                        name,
                        source.value,
                        1,
                        source.start,
                        source.end,
                        (*source.features, "shared"),
                        source.vetoes,
                        source.hedged,
                    )
                )


def _same_clause(scene: Scene, one: _Step, other: _Step) -> bool:
    first = {f.clause for f in scene.frames if f.step == one.step}
    return bool(first & {f.clause for f in scene.frames if f.step == other.step})


def _unsettled(scene: Scene, clause: Clause) -> bool:
    return bool(scene.words(clause) & _UNSETTLED)


def _not_yet(scene: Scene, frame: Frame, clause: Clause) -> bool:
    """Denied, or refused in a list of steps ("staff: no")."""
    if clause.has("not_yet_words") and (frame.why != "thing" or not clause.has("agreement")):
        return True
    return clause.denied and not clause.has("running")


def _agreement(scene: Scene, frame: Frame, clause: Clause, held: _Step, result: Conclusion) -> None:
    name = f"{frame.step}.state"
    state, how = _agreement_state(scene, frame, clause)
    if state == "hope":
        result.ask(name, "hope")
        return
    if state:
        old = held.value("state")
        if old and old != state and not scene.looked.has("repair", "then"):
            if {old, state} == {"agreed", "not_yet"}:
                held.found.pop("state")
                result.ask(name, "contradiction")
                return
            if frame.why == "carried" and old == "agreed":
                state = ""
        if state:
            held.put(
                candidate(
                    scene,
                    frame,
                    clause,
                    "state",
                    state,
                    None,
                    f"how:{how}",
                    f"state:{state}",
                    f"how:{how}/{frame.why}",
                )
            )
    now = state or held.value("state")
    if now == "not_yet":
        return
    for span in clause.of("date"):
        if scene.held.is_old(span) or "date" in held.found or span.date is None:
            continue
        _one_date(
            scene,
            frame,
            clause,
            held,
            result,
            "date",
            span,
            "plan" if now == "in_progress" else "past" if now else "none",
            now,
        )


def _agreement_state(scene: Scene, frame: Frame, clause: Clause) -> tuple[str, str]:
    values = [s.value for s in clause.of("agreement") if not scene.held.is_old(s) and not _gone_by(scene, s)]
    draft = any(not _gone_by(scene, s) for s in clause.of("draft"))
    decided = [s.value for s in clause.of("decision") if not scene.held.is_old(s)]
    if frame.named and _unsettled(scene, clause) and not decided:
        return "hope", "tbc"
    progressive = any(g.aspect == "progressive" for g in clause.groups)
    if clause.denied and frame.why == "asked" and clause.end - clause.start <= 3:
        return "not_yet", "denied"  # "not begun"
    if (
        clause.denied
        and (frame.named or frame.why == "asked")
        and not clause.has("running")
        and "in_progress" not in values
    ):
        return "not_yet", "denied"
    if clause.has("not_yet_words") and frame.why == "asked":
        return "not_yet", "denied"
    if "in_progress" in values or (clause.has("running") and frame.why != "carried") or draft:
        return "in_progress", "running"
    if clause.hoped:
        return "hope", "hope"
    if clause.tense == "plan" or progressive:
        return (
            ("in_progress", "plan")
            if clause.has("agreement", "decision", "plan", "date") or progressive
            else ("", "")
        )
    if any(v in ("adopted", "approved_with_changes") for v in decided) or "agreed" in values:
        return "agreed", "told"
    if clause.has("finished", "done"):
        return "agreed", "done"
    if clause.has("yes") and frame.why == "asked" and not values:
        return "", ""
    return "", ""


_AFTER = frozenset({"after", "despite", "following"})


def _gone_by(scene: Scene, span: Span) -> bool:
    """ "Agreed after much toing and froing", "after three drafts": over and done with."""
    return bool(_AFTER & {scene.text(p) for p in range(max(span.start - 3, 0), span.start)})


def _one_date(
    scene: Scene,
    frame: Frame,
    clause: Clause,
    held: _Step,
    result: Conclusion,
    name: str,
    span: Span,
    tense: Tense,
    now: object,
) -> None:
    if span.why:
        result.ask(f"{frame.step}.{name}", span.why, span)
        return
    role = span.date.role if span.date else ""
    if role in _ROLES_OPEN and not (role == "by" and now == "agreed"):
        return
    value = day_range(span, scene, tense)
    if not value or (now == "agreed" and is_ahead(value, scene)):
        return
    if now == "in_progress" and not (clause.tense == "plan" or is_ahead(value, scene) or clause.present):
        return
    held.put(
        candidate(
            scene,
            frame,
            clause,
            name,
            value,
            span,
            f"date:{span.value}",
            f"state:{now}",
            f"date/{frame.why}:{bool(now)}",
        )
    )


def _publication(scene: Scene, frame: Frame, clause: Clause, held: _Step, result: Conclusion) -> None:
    name = f"{frame.step}.state"
    urls = [s for s in clause.of("url") if not scene.held.is_old(s)]
    for span in urls[:1]:
        if "url" not in held.found or scene.held.repairs:
            held.put(candidate(scene, frame, clause, "url", span.value, span, f"url/{frame.why}"))
    if not urls and "url" not in held.found and _bare_address(scene, clause):
        result.ask(f"{frame.step}.url", "no_address")
    if scene.context.asked_field in ("mechanism", "frequency", "last") and not frame.named:
        return
    state, how = _publication_state(scene, frame, clause, bool(urls))
    if state == "hope":
        result.ask(name, "hope")
        return
    if not state:
        return
    old = held.value("state")
    if old and old != state and not scene.held.repairs:
        if old == "published" and frame.why == "carried":
            return
        if {old, state} == {"published", "not_yet"}:
            held.found.pop("state")
            result.ask(name, "contradiction")
            return
    held.put(
        candidate(
            scene, frame, clause, "state", state, None, f"how:{how}", f"state:{state}", f"how:{how}/{frame.why}"
        )
    )


def _publication_state(scene: Scene, frame: Frame, clause: Clause, urls: bool) -> tuple[str, str]:
    values = [s.value for s in clause.of("publication") if not scene.held.is_old(s)]
    progressive = any(g.aspect == "progressive" and g.tense == "present" for g in clause.groups)
    if frame.named and _unsettled(scene, clause):
        return "hope", "tbc"
    if clause.hoped and not (values and clause.tense == "past"):
        return "hope", "hope"
    if (
        clause.denied and not ("planned" in values and clause.has("to_do") and values != ["published"])
    ) or "not_yet" in values:
        return "not_yet", "denied"
    if clause.has("not_yet_words") and frame.why == "asked":
        return "not_yet", "denied"
    if (
        clause.tense == "plan"
        or progressive
        or clause.has("draft")
        or ("planned" in values and "published" not in values)
    ):
        return "planned", "plan"
    if "intranet" in scene.words(clause):
        return "", ""  # Where only colleagues see it, nothing is published.
    if "published" in values:
        return ("planned", "date ahead") if _date_ahead(scene, clause) else ("published", "told")
    if _is_up(scene, clause) or (clause.has("done", "finished") and (frame.named or frame.why == "asked")):
        return "published", "done"
    if urls and not clause.asks and (frame.named or any(f.step == frame.step and f.named for f in scene.frames)):
        return "published", "url"
    if clause.has("date") and _date_ahead(scene, clause) and frame.named:
        return "planned", "date ahead"
    return "", ""


def _is_up(scene: Scene, clause: Clause) -> bool:
    """ "Up!", "yep, up as of lunchtime", "it's up": a page, in reply to the question for it."""
    first = [scene.text(p) for p in range(clause.start, min(clause.start + 3, clause.end))]
    due = any(d.date is not None and d.date.role in ("by", "before", "until") for d in clause.of("date"))
    return (
        "up" in first
        and not due
        and not _date_ahead(scene, clause)
        and not any(g.lemma not in ("be", "up") for g in clause.groups)
    )


def _date_ahead(scene: Scene, clause: Clause) -> bool:
    for span in clause.of("date"):
        if span.date is not None and not span.why:
            value = day_range(span, scene, "none")
            if span.date.leaning == "plan" or (value and is_ahead(value, scene)):
                return True
    return False


def _bare_address(scene: Scene, clause: Clause) -> bool:
    texts = [scene.text(p) for p in range(clause.start, clause.end)]
    return "www" in texts or bool({"uk", "org", "com", "coop"} & set(texts[1:]))


def _oversight(scene: Scene, frame: Frame, clause: Clause, held: _Step, result: Conclusion) -> None:
    _publication(scene, frame, clause, held, result)
    if clause.hoped or clause.denied:
        return
    values = held.lists.setdefault("mechanism", [])
    first: Span | None = None
    for span in clause.of("mechanism"):
        if scene.held.is_old(span):
            continue
        if span.value == "communications" and scene.context.asked_field != "mechanism" and not _by_means(scene, span):
            continue
        if frame.why == "carried" and clause.has("off_subject"):
            continue
        if span.value == "communications" and values and _printed_there(scene, clause, span):
            continue
        if (
            any(
                s.kind == "step" and s.value == frame.step and s.start <= span.start and span.end <= s.end
                for s in clause.spans
            )
            and span.width == 1
        ):
            continue
        first = first or span
        if span.value not in values:
            values.append(span.value)
    if first is not None:
        held.put(
            candidate(
                scene,
                frame,
                clause,
                "mechanism",
                tuple(sorted(values)),
                first,
                f"many:{len(values)}",
                f"mechanism/{frame.why}",
                f"word:{first.value}",
            )
        )


def _printed_there(scene: Scene, clause: Clause, span: Span) -> bool:
    """ "KPIs on the website", "KPI posters": where another way of overseeing is merely printed."""
    before = [scene.text(p) for p in range(max(span.start - 2, clause.start), span.start)]
    joined = any(s.end == span.start for s in clause.of("mechanism") if s.value != span.value)
    return joined or bool({"on", "in"} & set(before))


def _by_means(scene: Scene, span: Span) -> bool:
    return any(scene.text(p) in _MEANS for p in range(max(span.start - 3, 0), span.start))


def _rhythm(scene: Scene, frame: Frame, clause: Clause, held: _Step, result: Conclusion) -> None:
    name = f"{frame.step}.frequency"
    if clause.hoped:
        result.ask(name, "hope")
        return
    if frame.named and _unsettled(scene, clause):
        result.ask(name, "tbc")
    values = [s for s in clause.of("frequency") if not scene.held.is_old(s) and not _denied_here(scene, s)]
    kinds = list(dict.fromkeys(s.value for s in values))
    if (
        kinds == ["yearly"]
        and len(values) == 2
        and "and" in [scene.text(p) for p in range(values[0].end, values[1].start)]
    ):
        kinds = ["six_monthly"]  # "each January and each July"
    if len(kinds) == 1:
        old = held.value("frequency")
        if old and old != kinds[0] and not scene.looked.has("repair", "then"):
            held.found.pop("frequency")
            result.ask(name, "contradiction")
        else:
            held.put(
                candidate(
                    scene,
                    frame,
                    clause,
                    "frequency",
                    kinds[0],
                    values[0],
                    f"frequency/{frame.why}",
                    f"word:{kinds[0] == 'other'}",
                )
            )
    elif len(kinds) > 1:
        widest = max(values, key=lambda s: s.width)
        held.put(
            candidate(scene, frame, clause, "frequency", widest.value, widest, "several", f"frequency/{frame.why}")
        )
    last = clause.has("last_one", "sent") or scene.asked(frame.step, "last") or clause.tense == "past"
    if not last or clause.tense == "plan" or "last" in held.found:
        return
    for span in clause.of("date"):
        if scene.held.is_old(span) or span.date is None or _next(scene, clause, span):
            continue
        if span.why:
            result.ask(f"{frame.step}.last", span.why, span)
            continue
        if span.date.role not in ("", "by") or span.date.leaning == "plan":
            continue
        value = day_range(span, scene, "past")
        if value and not is_ahead(value, scene):
            held.put(
                candidate(
                    scene,
                    frame,
                    clause,
                    "last",
                    value,
                    span,
                    f"date:{span.value}",
                    f"last/{frame.why}",
                    f"word:{clause.has('last_one')}",
                )
            )
            return


def _next(scene: Scene, clause: Clause, span: Span) -> bool:
    return any(s.end <= span.start for s in clause.of("next_one"))


def _denied_here(scene: Scene, span: Span) -> bool:
    return any(scene.text(p) == "not" for p in range(max(span.start - 2, 0), span.start))


def _choice(scene: Scene, frame: Frame, clause: Clause, held: _Step, result: Conclusion) -> None:
    name = f"{frame.step}.choice"
    values = [s for s in clause.of("choice") if not scene.held.is_old(s)]
    if not values:
        return
    if clause.hoped and not any(g.told and not g.bare for g in clause.groups):
        result.ask(name, "hope")
        return
    if clause.denied:
        return
    picked = held.lists.setdefault("choice", [])
    chosen = (
        clause.has("chosen")
        or clause.tense in ("past", "plan")
        or scene.asked(frame.step, "choice")
        or bool(picked)
        or clause.progressive
    )
    if not chosen:
        return
    for span in _outermost(values):
        if span.value not in picked:
            picked.append(span.value)
    held.put(
        candidate(
            scene,
            frame,
            clause,
            "choice",
            tuple(sorted(picked)),
            values[0],
            f"chosen:{clause.has('chosen')}",
            f"choice/{frame.why}",
            f"many:{len(picked)}",
        )
    )


def _outermost(spans: Sequence[Span]) -> list[Span]:
    return [
        s
        for s in spans
        if not any(o is not s and o.start <= s.start and s.end <= o.end and o.width > s.width for o in spans)
    ]


_READERS = {
    "agreement": _agreement, "publication": _publication, "oversight": _oversight, "rhythm": _rhythm, "choice":
    _choice,
}  # fmt: skip
