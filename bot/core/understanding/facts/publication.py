"""A step that is published, and one about how people hold the organisation to account."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.understanding.facts.said import Conclusion, Said, Scene, is_denied, usable


def publication(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    """Published, promised or being written, or not there."""
    out = Conclusion(step)
    for said in usable(saids):
        clause = said.clause
        state = ""
        values = said.values("publication")
        for url in clause.urls:
            if not out.has("url"):
                out.fact("url", url, said.sure)
        if clause.hope or clause.unreal or _to_be_confirmed(said, scene):
            out.ask("state", "hope")
            continue
        if is_denied(said) or "not_yet" in values:
            state = "not_yet"
        elif (
            clause.tense == "plan"
            or "planned" in values
            or (clause.tense == "none" and any(d.leaning == "plan" or d.role in ("by", "before") for d in said.dates))
            or (said.has("hedge") and clause.tense == "none" and bool(said.dates))  # "should be live mid January"
            or said.has("draft")
            or clause.progressive
        ):
            state = "planned"
        elif "published" in values or said.has("done", "finish") or (clause.urls and said.named):
            state = "published"
        named = any(m.value == step for m in said.clause.kinds("step"))
        if state and (named or scene.asked_field not in ("mechanism", "frequency", "last")):
            _state(out, step, state, said)
    if not out.has("url") and any(_bare_address(s, scene) for s in usable(saids)):
        out.ask("url", "no_address")
    return out


def _to_be_confirmed(said: Said, scene: Scene) -> bool:
    """ "Scrutiny arrangements: TBC", in a list of steps."""
    return {w.text for w in scene.words[said.clause.start : said.clause.end]} <= {"tbc", "tbd"}


def _bare_address(said: Said, scene: Scene) -> bool:
    words = scene.words[said.clause.start : said.clause.end]
    return any(w.text == "www" for w in words) or bool(_DOMAIN & {w.text for w in words})


_DOMAIN = frozenset({"uk", "org", "com", "coop"})


def _state(out: Conclusion, step: str, state: str, said: Said) -> None:
    old = next((f for f in out.facts if f.name == f"{step}.state"), None)
    if old is None:
        out.fact("state", state, said.sure)
    elif old.value != state:
        out.facts.remove(old)
        if (old.value, state) == ("published", "planned") and not said.has("self_correct"):
            out.fact("state", old.value, False)
            out.ask("state", "contradiction")
        elif {old.value, state} == {"published", "planned"} or said.has("self_correct"):
            out.fact("state", state, said.sure)
        elif {old.value, state} == {"not_yet", "planned"}:
            out.fact("state", "planned", said.sure and old.sure)
        else:
            out.ask("state", "contradiction")


def oversight(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    """A publication about how people hold the organisation to account, and the ways in which they do."""
    out = publication(step, saids, scene)
    found: dict[str, bool] = {}
    for said in usable(saids):
        if said.clause.hope or said.clause.unreal or said.clause.negated:
            continue
        for value in said.values("mechanism"):
            if value == "communications" and scene.asked_field != "mechanism" and not _by_means_of(said, scene):
                continue
            found[value] = found.get(value, True) and said.sure
    if found:
        out.fact("mechanism", tuple(sorted(found)), all(found.values()))
    return out


def _by_means_of(said: Said, scene: Scene) -> bool:
    """ "Through the newsletter": a way of overseeing; where something is merely printed is none."""
    words = scene.words
    return any(
        words[i].text in ("via", "through", "by", "using", "with")
        for m in said.clause.kinds("mechanism")
        for i in range(max(m.start - 3, said.clause.start), m.start)
    )
