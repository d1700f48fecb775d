"""On which day the body decided."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.dates import DatePhrase, Tense
from bot.core.understanding.facts.decision.bodies import in_condition
from bot.core.understanding.facts.decision.found import WEAK, Found
from bot.core.understanding.facts.said import Conclusion, Said, Scene
from bot.core.understanding.facts.spans import settle


def date_of(chosen: Found, saids: Sequence[Said], out: Conclusion, scene: Scene) -> None:
    """The day told with the outcome, else one of a clause near it."""
    own = _meeting_dates(chosen.said, chosen, scene)
    if not own:
        order = list(saids)
        at = order.index(chosen.said)
        for said in [*reversed(order[:at]), *order[at + 1 :]]:
            if chosen.value == "deferred" and order.index(said) > at and not said.has("move"):
                continue  # a day named after a deferral is the day to come
            if (
                said.clause.hope
                or said.clause.unreal
                or said.has("return")
                or (said.clause.tense == "plan" and order.index(said) > at)
            ):
                continue
            if said.clause.negated and not said.has("move"):
                continue
            if set(said.values("outcome")) - {chosen.value, *WEAK} and not _at_that_time(chosen, scene):
                continue
            own = _meeting_dates(said, chosen, scene)
            if order.index(said) > at and _of_something_else(said):
                own = [(phrase, tense, False) for phrase, tense, _ in own]
            if own:
                break
    if not own:
        return
    phrase, tense, sure = own[0]
    settle(out, "date", phrase, tense, scene, sure and len(own) == 1 and not chosen.conflict)


def _of_something_else(said: Said) -> bool:
    """ "…, final version in January": whether that is the meeting's day, the bot asks."""
    words = said.clause.end - said.clause.start - sum(d.end - d.start for d in said.dates)
    return words > 1 and not said.has("step", "body", "move", "outcome") and said.clause.tense == "none"


def _at_that_time(chosen: Found, scene: Scene) -> bool:
    """ "Got bumped to July, adopted then": the day that was named before."""
    place = chosen.said.clause.end
    return [w.text for w in scene.words[place : place + 1]] == ["then"] and not scene.words[place].gap


def _meeting_dates(said: Said, chosen: Found, scene: Scene) -> list[tuple[DatePhrase, Tense, bool]]:
    """The dates of the clause that may be the meeting's; a later return is not one."""
    found: list[tuple[DatePhrase, Tense, bool]] = []
    returns = [m.start for m in said.clause.kinds("return")]
    for phrase in said.dates:
        if any(r < phrase.end and r >= chosen.place - 12 for r in returns if r <= phrase.start):
            continue
        if chosen.value == "deferred" and _is_new_date(phrase, said, chosen, scene):
            continue
        if phrase.role == "until" or in_condition(phrase.start, said, scene):
            continue
        found.append((phrase, "plan" if chosen.value == "scheduled" else "past", said.sure))
    return found


def _is_new_date(phrase: DatePhrase, said: Said, chosen: Found, scene: Scene) -> bool:
    """What a thing was put off to is not the meeting that put it off."""
    words = scene.words
    lead = {words[i].text for i in range(max(phrase.start - 4, said.clause.start), phrase.start + 1)}
    if phrase.role in ("until", "by", "before", "after"):
        return True
    if said.clause is chosen.said.clause and phrase.start > chosen.place and lead & {"to", "until", "for", "into"}:
        return True
    span = None if phrase.why else phrase.find(scene.context.today, "past")
    return (
        phrase.leaning == "plan"
        or span is None
        or (said.clause.start > chosen.said.clause.start and said.clause.tense == "plan")
    )
