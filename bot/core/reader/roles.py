"""Whether a number counts who was asked or who came, what it counts, and whether it counts anybody."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.reader.activity import Activity
from bot.core.reader.frame import Frame
from bot.core.reader.model import Clause, Span
from bot.core.reader.shapes import Scene

_GROUP_NOUNS = frozenset(["residents", "tenants", "customers", "staff", "colleagues", "leaseholders"])


_SMALL_ONE = bag(
    """
    one a an two three four both couple first second
    """
)


def group_behind(scene: Scene, clause: Clause, span: Span) -> str:
    """ "4 were staff", "8 tenants": the group that a number counts."""
    near = [
        s for s in clause.of("step")
        if s.value in scene.vocabulary.consulted and 0 <= s.start - span.end <= 1
        and (s.start == span.end or scene.text(span.end) in ("were", "was", "x"))
    ]  # fmt: skip
    return near[0].value if near else ""


def who_came(scene: Scene, clause: Clause, span: Span) -> bool:
    """ "31 of the 44 tenants who came want …": 44 came."""
    texts = [scene.text(p) for p in range(span.end, span.end + 4)]
    return "who" in texts and any(
        s.kind == "respond" and s.start <= span.end + 4 for s in scene.looked.spans if s.start >= span.end
    )


def of_them(scene: Scene, clause: Clause, span: Span) -> bool:
    """ "22 people there, 15 of them residents": those of the group took part in its consultation."""
    texts = [scene.text(p) for p in range(max(span.start - 2, clause.start), min(span.end + 5, clause.end))]
    return (
        "of" in texts
        and bool(set(texts) & {"them", "whom", "those", "which", "these"})
        and bool(set(texts) & _GROUP_NOUNS)
    )


def verb_of(clause: Clause) -> str:
    for kind in ("respond", "send", "activity"):
        if clause.has(kind):
            return kind
    return "none"


def part_of_people(scene: Scene, span: Span) -> bool:
    """ "13 of the 23 were residents": the other number counts no one who was asked."""
    after = {scene.text(p) for p in range(span.end, span.end + 3)}
    return bool(after & {"were", "was", "being"}) and bool(after & _GROUP_NOUNS)


def role_of(scene: Scene, clause: Clause, span: Span) -> str:
    """Whether a number counts who was asked, or who came."""
    if counted_as(scene, clause, span) in ("responses", "attendances"):
        return "took_part"
    if _sent_to(scene, clause, span):
        return "invited"
    behind = [s for s in clause.spans if s.kind in ("send", "respond", "sent_noun") and s.end <= span.start]
    ahead = [s for s in clause.spans if s.kind in ("send", "respond", "sent_noun") and s.start >= span.end]
    nouns = [s for s in ahead if s.kind == "sent_noun" and s.start - span.end <= 2]
    if nouns and not any(s.kind == "respond" and s.start == nouns[0].end for s in ahead):  # "3 letters back"
        return "invited"
    if (
        ahead
        and ahead[0].start - span.end <= 4
        and not any(c.kind == "count" and span.end <= c.start < ahead[0].start for c in clause.spans)
    ):
        first = _best(scene, ahead, ahead[0].start)
        if first.kind == "respond":
            return "took_part"
        if first.kind == "send" and scene.text(first.start) in (
            "sent",
            "invited",
            "invites",
            "invitations",
            "were",
            "went",
            "emailed",
            "written",
            "contacted",
        ):
            return "invited"
    if (
        scene.text(span.start - 1) == "of"
        and span.start - clause.start <= 2
        and any(s.kind == "count" and s.start >= span.end for s in clause.spans)
    ):
        return "invited"  # "of 17 tenants 11 came"
    if behind:
        last = _best(scene, behind, behind[-1].start)
        if last.kind in ("send", "sent_noun") and span.start - last.end <= 6:
            return "invited"
        return "took_part"
    if (scene.context.asked_field == "invited" or _after_invited(scene, clause)) and not ahead:
        return "invited"
    surveyed = [s for s in clause.spans if s.kind in ("method", "activity") and s.end <= span.start and s.head >= 0]
    if (
        surveyed
        and scene.text(surveyed[-1].start) in ("surveyed", "polled", "consulted", "asked", "balloted", "canvassed")
        and span.start - surveyed[-1].end <= 3
    ):
        return "invited" if scene.text(surveyed[-1].start) != "consulted" else "took_part"
    return "took_part"


def _after_invited(scene: Scene, clause: Clause) -> bool:
    """ "The number invited was wrong: 460": of whom a number alone is, the words in front of the colon say."""
    if ":" not in scene.looked.tokens[clause.start].gap or clause.groups or clause.end - clause.start > _ALONE:
        return False
    before = next((c for c in scene.looked.clauses if c.end == clause.start), None)
    return before is not None and before.has("send") and not before.has("respond", "date", "count")


_ALONE = 2
"""Words of a clause that is a number and no more."""


def _sent_to(scene: Scene, clause: Clause, span: Span) -> bool:
    """ "A text survey to 1,204 tenants", "letters (1,100 out, 90 back)"."""
    asked = any(s.end <= span.start and s.value in _SENT for s in clause.of("method"))
    if scene.text(span.start - 1) == "to" and asked and not clause.has("respond"):
        return True
    before = [scene.text(p) for p in range(max(span.start - 3, clause.start), span.start)]
    if before[-1:] and before[-1] in _REACHING:
        return True  # "rang 90 tenants"
    whole = unit_of(scene, clause, span) in ("people", "step", "sent_noun") and scene.text(span.end) != "of"
    came = any(s.kind == "respond" and 0 <= s.start - span.end <= _NEAR for s in clause.spans) or any(
        g.told and not g.passive and 0 < g.head - span.end < _NEAR for g in clause.groups
    )  # "all six staff talked about it"
    if before[-1:] == ["all"] and whole and not came and before[-2:-1] != ["in"]:
        return True  # "e-mailed all 140 staff"
    if before[-3:] == ["open", "to", "all"] or before[-2:] == ["open", "to"]:
        return True  # "open to all 2,310 leaseholders"
    return scene.text(span.end) == "out" and span.end + 1 >= clause.end


_NEAR = 4
_REACHING = bag("rang phoned telephoned emailed e-mailed texted mailed invited leafleted")
_SENT = frozenset({"survey", "letter", "online", "phone"})


def _best(scene: Scene, spans: Sequence[Span], start: int) -> Span:
    here = [s for s in spans if s.start == start]
    widest = max(s.width for s in here)
    order = {"sent_noun": 0, "send": 1, "respond": 2}
    return min((s for s in here if s.width == widest), key=lambda s: order[s.kind])


def counts_people(scene: Scene, frame: Frame, clause: Clause, span: Span) -> bool:
    """Numbers of activities, of things and of hours count nobody."""
    after = scene.text(span.end)
    if scene.looked.tokens[span.end].gap.strip(" ") if span.end < len(scene.looked.tokens) else False:
        after = ""
    if _counts_activities(scene, clause, span) or _stands_for_a_word(scene, span):
        return False
    if scene.text(span.end) == "of" and scene.text(span.end + 1) == "us" and clause.has("activity"):
        return False  # "four of us ran a drop-in"
    if _whole_of_later(scene, clause, span):
        return False
    if any(s.kind in ("not_counted", "clock") and s.start == span.end for s in clause.spans):
        return False
    if scene.text(span.start) == "one" and span.width == 1 and after in ("", "one", "of", "at"):
        return False
    if span.number <= 3 and scene.text(span.start) in _SMALL_ONE and after in ("of", "at", "more") and not span.of:
        return False
    if scene.held.picks_by(span):
        return False
    before = scene.text(span.start - 1)
    if scene.looked.tokens[span.start].joined and before.isalpha():
        return False  # "the under-25s"
    if scene.looked.tokens[span.start].gap.strip():
        before = ""
    return not (before in ("#", "no", "number", "age", "aged") and after != "people")


def _stands_for_a_word(scene: Scene, span: Span) -> bool:
    """ "Sent 2 1100 homes": a digit typed for "to" or "for"."""
    after = scene.looked.tokens[span.end] if span.end < len(scene.looked.tokens) else None
    digit = scene.text(span.start) in ("2", "4") and span.width == 1
    return digit and after is not None and after.kind == "number" and not after.gap.strip()


def _whole_of_later(scene: Scene, clause: Clause, span: Span) -> bool:
    """ "Of the 28 who attended, 19 were tenants": the 28 are not all residents."""
    if scene.text(clause.start) != "of" or span.start - clause.start > 3:
        return False
    later = [s for s in scene.looked.spans if s.kind == "count" and s.start > span.end]
    return any(scene.text(s.end) == "were" for s in later)


def _counts_activities(scene: Scene, clause: Clause, span: Span) -> bool:
    """ "Three drop-ins", "two of the workshops"."""
    if span.why or span.number > 30:
        return False
    named = [
        s
        for s in clause.spans
        if s.kind in ("method", "consult_noun") and s.value not in _ONE_EACH and 0 <= s.start - span.end <= 1
    ]
    many = any(scene.text(s.end - 1).endswith("s") and scene.text(s.end - 1) != "was" for s in named)
    return many or (span.number == 1 and bool(named))  # "1 open meeting", "1 staff survey"


_ONE_EACH = frozenset({"phone", "doorstep", "letter"})
"""Ways of asking one person or home at a time: their number is one of people."""


def unit_of(scene: Scene, clause: Clause, span: Span) -> str:
    for kind in ("counted", "people", "sent_noun", "step"):
        if any(s.kind == kind and 0 <= s.start - span.end <= 2 for s in clause.spans):
            return kind
    if span.end >= clause.end:
        return "end"
    return "other"


def counted_as(scene: Scene, clause: Clause, span: Span) -> str:
    near = [s for s in clause.of("counted") if 0 <= s.start - span.end <= 2]
    if near:
        return near[0].value
    if scene.text(span.end) == "x":
        return ""
    return ""


def shared_noun(scene: Scene, clause: Clause, spans: Sequence[Span]) -> str:
    """ "12, 9 and 17 people": a noun shared by a list goes to all of it."""
    if len(spans) < 2:
        return ""
    last = counted_as(scene, clause, spans[-1])
    close = all(b.start - a.end <= 1 for a, b in itertools.pairwise(spans))
    return last if close else ""


def _told_apart(scene: Scene, span: Span, clause: Clause) -> bool:
    """ "8 at one and 11 at the other"."""
    return any(
        scene.text(p) in ("other", "second", "another") for p in range(span.end, min(span.end + 4, clause.end))
    )


def is_series(scene: Scene, clause: Clause, spans: Sequence[Span], targets: Sequence[Activity]) -> bool:
    """ "Three drop-ins: 12, 9 and 17": one number each."""
    usable = [s for s in spans if not s.why]
    if len(targets) != 1 or len(usable) < 2:
        return False
    between = {scene.text(p) for a, b in itertools.pairwise(usable) for p in range(a.end, b.start)}
    if (
        targets[0].methods
        and len(usable) == 2
        and _told_apart(scene, usable[1], clause)
        and ("and" in between or "then" in between)
    ):
        return True
    return all(b.start - a.end <= 1 for a, b in itertools.pairwise(usable)) and targets[0].several == len(usable)
