"""What all candidates share: dates worked out by the tense of their clause, and features that name shapes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.core.language.bags import bag
from bot.core.language.dates.names import WEEKDAYS
from bot.core.language.dates.phrase import DatePhrase, Tense
from bot.core.model.reading import Value
from bot.core.reader.frame import Frame
from bot.core.reader.holders import Held
from bot.core.reader.model import Ask, Candidate, Clause, Context, Looked, Span
from bot.core.reader.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a shape's rules may look at."""

    looked: Looked
    context: Context
    vocabulary: Vocabulary
    held: Held
    frames: tuple[Frame, ...]
    cache: dict[int, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Features by clause, and of the whole message, worked out once."""
    bags: dict[int, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def text(self, i: int) -> str:
        return self.looked.tokens[i].text if 0 <= i < len(self.looked.tokens) else ""

    def words(self, clause: Clause) -> frozenset[str]:
        """The words of a clause."""
        held = self.bags.get(clause.start)
        if held is None:
            tokens = self.looked.tokens
            held = self.bags[clause.start] = frozenset(tokens[p].text for p in range(clause.start, clause.end))
        return held

    def asked(self, step: str, field_: str = "") -> bool:
        return self.context.asked_step == step and (not field_ or self.context.asked_field == field_)


@dataclass(slots=True)
class Conclusion:
    """Candidates and open questions of one shape, as they are gathered."""

    candidates: list[Candidate] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)

    def ask(self, name: str, reason: str, span: Span | None = None) -> None:
        if all(a.name != name for a in self.asks):
            self.asks.append(Ask(name, reason, span.start if span else 0, span.end if span else 0))


def iso(days: tuple[object, object]) -> str:
    """A span of days as the value of a fact."""
    return f"{days[0]}/{days[1]}"


def day_range(span: Span, scene: Scene, tense: Tense) -> str:
    """The days of a date span, as text, or nothing where it stays open."""
    phrase = span.date
    if phrase is None or span.why:
        return ""
    if tense == "none" and phrase.leaning != "none":
        tense = phrase.leaning
    found = _nearer(phrase, scene, span, tense)
    weekday = _weekday(scene, span)
    if found and weekday is not None and found[0] == found[1] and found[0].weekday() != weekday:
        other = phrase.find(scene.context.today, "past" if tense == "plan" else "plan")
        found = other if other and other[0].weekday() == weekday else found
    return iso(found) if found else ""


_ALONE = 3
"""Words of a message that is only a day."""
_FAR_BEHIND, _FAR_AHEAD, _SOON, _LATELY = 300, 240, 65, 125
"""Days. A day of a year that nobody named, so far away while it comes round so near, was meant to be the near one."""


def _nearer(phrase: DatePhrase, scene: Scene, span: Span, tense: Tense) -> tuple[date, date] | None:
    """The days that a tense gives, or those of the other year where the words give no year, no verb of their own says
    which is meant, and the other is very much nearer: "27 January", said on the 5th."""
    today = scene.context.today
    found = phrase.find(today, tense)
    if found is None or phrase.leaning != "none" or phrase.role or _has_verb(scene, span, tense):
        return found
    if len(scene.looked.tokens) <= _ALONE:
        return found  # "Mid-Feb", asked when that was.
    other = phrase.find(today, "past" if tense == "plan" else "plan")
    if other is None or other == found:
        return found
    if tense == "plan":
        near = (found[0] - today).days > _FAR_AHEAD and (today - other[1]).days < _LATELY
    else:
        near = (today - found[1]).days > _FAR_BEHIND and (other[0] - today).days < _SOON
    return other if near else found


def _has_verb(scene: Scene, span: Span, tense: Tense) -> bool:
    """Whether the clause of a day says by a verb of its own when that was."""
    clause = scene.looked.clause_at(span.start)
    return clause is not None and tense != "none" and clause.tense == tense and any(not g.bare for g in clause.groups)


def _weekday(scene: Scene, span: Span) -> int | None:
    """The weekday named beside a day and month: "Thursday 21 January" fits one year only."""
    if span.value != "day":
        return None
    named = [WEEKDAYS[t] for p in range(max(span.start - 1, 0), span.end) if (t := scene.text(p)) in WEEKDAYS]
    digits = any(scene.text(p)[:1].isdecimal() for p in range(span.start, span.end))
    return named[0] if named and digits else None


def is_ahead(value: str, scene: Scene) -> bool:
    """Whether all of a range of days is still to come."""
    return value[:10] > scene.context.today.isoformat()


def is_gone(value: str, scene: Scene) -> bool:
    return value[-10:] < scene.context.today.isoformat()


def features(scene: Scene, frame: Frame, clause: Clause, *more: str) -> tuple[str, ...]:
    """The shape of what speaks for a candidate: of the message, of its clause, of its frame."""
    asked = scene.context.asked_step
    relation = "none" if not asked else "same" if asked == frame.step else "other"
    if asked == "confirm":
        relation = "confirm"
    own = (
        f"shape:{frame.shape}", f"frame:{frame.why}", f"frame:{frame.shape}/{frame.why}", f"asked:{relation}",
        f"asked:{relation}/{frame.why}", f"tense:{clause.tense}/{frame.why}",
    )  # fmt: skip
    return (*_of_message(scene), *_of_clause(scene, clause), *own, *more)


def _of_message(scene: Scene) -> tuple[str, ...]:
    """The same for every candidate of a message, so it is worked out once."""
    if scene.cache.get(-1) is None:
        looked, context = scene.looked, scene.context
        framed = {f.clause for f in scene.frames}
        loose = [c for n, c in enumerate(looked.clauses) if n not in framed and any(not g.bare for g in c.groups)]
        kinds = {s.kind for s in looked.spans}
        out = [
            f"length:{bucket(len(looked.tokens))}", f"shapes:{min(len({f.shape for f in scene.frames}), 3)}",
            f"loose:{min(len(loose), 3)}", f"sentences:{min(len({c.sentence for c in looked.clauses}), 4)}",
            f"clauses:{bucket(len(looked.clauses))}",
        ]  # fmt: skip
        flags = {
            "repair": scene.held.repairs, "known": bool(context.known), "mark?": "?" in looked.tail,
            "off-message": bool(kinds & _BESIDE), "some-asks": any(c.asks for c in looked.clauses),
            "some-hedge": "hedge" in kinds, "old": bool(scene.held.old), "contrast": scene.held.contrast,
        }  # fmt: skip
        out += [name for name, on in flags.items() if on]
        out += [
            f"has:{k}" for k in ("order", "sarcasm", "signpost", "leaving", "person", "record", "then") if k in kinds
        ]
        scene.cache[-1] = tuple(out)
    return scene.cache[-1]


_BESIDE = frozenset({"off_subject", "third_party", "elsewhere"})
_FEW = ("date", "count", "method", "decision")


def _of_clause(scene: Scene, clause: Clause) -> tuple[str, ...]:
    """The same for every candidate of a clause."""
    if scene.cache.get(clause.start) is None:
        left = _left_over(scene, clause)
        own = any(not g.bare for g in clause.groups)
        out = [
            f"tense:{clause.tense}",
            f"holder:{clause.holder}",
            f"left:{bucket(left)}",
            f"own:{own}/{bucket(left)}",
        ]
        out += [f"{kind}s:{min(sum(s.kind == kind for s in clause.spans), 3)}" for kind in _FEW]
        flags = {
            "hedged": clause.hedged, "hoped": clause.hoped, "denied": clause.denied, "asks": clause.asks,
            "item": clause.list_item, "present": clause.present, "progressive": clause.progressive,
            "off": clause.has("off_subject", "third_party", "other_thing"), "intent": clause.has("intent"),
            "condition": clause.has("condition"), "plan": clause.has("plan"), "charter": clause.has("charter"),
            "odd": any(t.mended for t in scene.looked.tokens[clause.start : clause.end]),
        }  # fmt: skip
        scene.cache[clause.start] = tuple(out) + tuple(name for name, on in flags.items() if on)
    return scene.cache[clause.start]


_BUCKETS = (0, 1, 2, 3, 5, 8, 12, 20, 40)


def bucket(number: int, buckets: Sequence[int] = _BUCKETS) -> int:
    """The largest of some sizes that a number reaches."""
    return buckets[bisect_right(buckets, number) - 1]


_LITTLE = bag(
    """
    the a an of to in on at by for with and but or it they we i you he she that this was were is are be been has
    have had our their its us them me my your his her so then just only also all there from as out up back did
    do
    """
)


def _left_over(scene: Scene, clause: Clause) -> int:
    """Words of a clause that nothing explains."""
    explained = {p for s in clause.spans for p in range(s.start, s.end)}
    heads = {g.head for g in clause.groups}
    return sum(
        1 for p in range(clause.start, clause.end)
        if p not in explained and p not in heads and scene.looked.tokens[p].text not in _LITTLE
    )  # fmt: skip


def vetoes(scene: Scene, clause: Clause) -> tuple[str, ...]:
    """What no weight can buy off."""
    out = []
    if clause.holder in ("other", "condition", "command"):
        out.append(f"held by {clause.holder}")
    if clause.asks and clause.end and _asking(scene, clause):
        out.append("asked, not told")
    return tuple(out)


def _asking(scene: Scene, clause: Clause) -> bool:
    """A question in words; a mark alone behind a statement only makes it doubtful."""
    return clause.asks and not _statement(scene, clause)


_ASKING = bag(
    """
    what when where who why how which is was were do does did can could will would should has have are am shall
    any anyone anybody
    """
)


def _statement(scene: Scene, clause: Clause) -> bool:
    first = scene.text(clause.start)
    if first in ("and", "so", "but", "also", "then") and clause.end - clause.start > 1:
        first = scene.text(clause.start + 1)
    return first not in _ASKING


_NO_I_MEAN = bag("no nay sorry mean rather wait")


def corrects_itself(scene: Scene, span: Span) -> bool:
    """ "The 19th, no, the 20th": the words in front take back what was said."""
    return bool(_NO_I_MEAN & {scene.text(p) for p in range(max(span.start - 4, 0), span.start)})


_SIGNS = ("how:", "role:", "date:", "number:", "state:", "value:", "joined:", "verb:", "outcome:", "fits:")


def _either(scene: Scene, span: Span) -> bool:
    """ "The 25th, or 26th", "11 or 12": one of two is no more than a guess."""
    if span.kind not in ("date", "count"):
        return False
    ors = (span.start - 1, span.end)
    return any(
        scene.text(p) == "or" and any(s.kind == span.kind and p in (s.end, s.start - 1) and s != span for s in spans)
        for p in ors
        for spans in (scene.looked.spans,)
    )


def candidate(
    scene: Scene, frame: Frame, clause: Clause, name: str, value: Value, span: Span | None, *more: str,
    step: str = "", entry: int | str = 1, hedged: bool = False,
) -> Candidate:  # fmt: skip
    """A candidate with the shapes that made it."""
    marked = clause.asks and _statement(scene, clause)
    signs = "/".join(m for m in more if m.startswith(_SIGNS))
    more = (*more, f"sign:{frame.shape}/{name}/{frame.why}/{signs}", f"sign:{name}/{clause.tense}/{signs}")
    rough = span is not None and span.kind == "date" and span.rough
    return Candidate(
        step or frame.step, name, value, entry,
        span.start if span else clause.start, span.end if span else clause.end,
        features(scene, frame, clause, f"name:{name}", f"name:{frame.shape}/{name}", *more,
        *(["rough"] if rough else [])),
        vetoes(scene, clause), clause.hedged or hedged or marked or (span is not None and _either(scene, span)),
    )  # fmt: skip
