"""Replies that are whole by themselves: yes, no, a language that is not ours; and which entry or group is meant."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.language.bags import bag
from bot.core.language.foreign import foreign
from bot.core.reader.fitting import overlaps
from bot.core.reader.model import Ask, Candidate, Context, Looked, Recorded, Told
from bot.core.reader.naming import methods_of
from bot.core.reader.shapes import Scene, day_range
from bot.core.reader.tokens import as_words
from bot.core.reader.vocabulary import Vocabulary

_POLITE = bag(
    """
    please thanks very much that is great lovely ok yes no yeah the and then so it all good you me for just a
    bit um er well now fine
    """
)
_PLACE_WORDS = {
    "first": 0,
    "1st": 0,
    "earlier": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "last": -1,
    "later": -1,
    "latest": -1,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that needs no candidates."""

    intent: str
    why: str
    facts: tuple[Told, ...] = ()
    asks: tuple[Ask, ...] = ()
    assent: bool | None = None


def short_reply(looked: Looked, context: Context, vocabulary: Vocabulary) -> Reply | None:
    """A bare yes or no, or another language."""
    if _foreign(looked):
        for value in ("greeting", "thanks"):
            if _whole(looked, "intent", value):
                return Reply(value, "a greeting in any language")
        return Reply("unclear", "another language")
    return _bare(looked, context, vocabulary)


def _foreign(looked: Looked) -> bool:
    if not looked.has("foreign") and looked.text.isascii():
        return False
    marked, english = ({s.start for s in looked.spans if s.kind == kind} for kind in ("foreign", "english"))
    return foreign(as_words(looked.tokens), marked, english, looked.text)


def _whole(looked: Looked, kind: str, value: str = "") -> bool:
    places = {
        p for s in looked.spans if s.kind == kind and (not value or s.value == value) for p in range(s.start, s.end)
    }
    return bool(places) and all(p in places or t.text in _POLITE for p, t in enumerate(looked.tokens))


def _bare(looked: Looked, context: Context, vocabulary: Vocabulary) -> Reply | None:
    if len(looked.tokens) > 6:
        return None
    yes, no = _covers(looked, "yes"), _covers(looked, "no_words")
    if not yes and not no:
        return None
    if looked.has("decision", "agreement", "date", "count", "method", "not_yet_words", "step"):
        return None
    if any(s.kind == "intent" and s.value in ("thanks", "undo", "skip", "pause") for s in looked.spans):
        return None
    if context.asked == "confirm":
        return (
            Reply("confirm", "yes to a read-back", assent=True)
            if yes and not no
            else Reply("deny", "no to a read-back", assent=False)
        )
    step, field = context.asked_step, context.asked_field
    known = step in vocabulary.shape_of or step in ("consultation", "owner")
    name = f"{step}.{field}" if field else ""
    return Reply(
        "unclear",
        "a bare yes or no with no read-back",
        (),
        (Ask(name, "missing"),) if known and name else (),
        assent=yes,
    )


def _covers(looked: Looked, kind: str) -> bool:
    places = {p for s in looked.spans if s.kind == kind for p in range(s.start, s.end)}
    return bool(places) and all(p in places or t.text in _POLITE - {"yes", "no"} for p, t in enumerate(looked.tokens))


def entry_picked(scene: Scene) -> list[Candidate]:
    """In reply to which recorded entry is meant: its id."""
    context = scene.context
    if context.asked_field != "entry":
        return []
    records = [r for r in context.of(context.asked_step) if r.id]
    found = _picked(scene, records)
    if found is None:
        return []
    return [
        Candidate(
            context.asked_step,
            "entry",
            found.id,
            1,
            0,
            len(scene.looked.tokens),
            ("reply:entry",),
            (),
            scene.looked.has("hedge"),
        )
    ]


def _picked(scene: Scene, records: list[Recorded]) -> Recorded | None:
    left = records
    methods = {m.value for c in scene.looked.clauses for m in methods_of(c)}
    bodies = {s.value for s in scene.looked.spans if s.kind == "body"}
    if methods:
        left = [r for r in left if methods & set(_as_tuple(r.facts.get("method")))] or left
    if bodies:
        left = [r for r in left if r.facts.get("body", "board") in bodies] or left
    dated = [s for s in scene.looked.spans if s.kind == "date" and s.date is not None]
    for span in dated:
        fits = [
            r for r in left if any(overlaps(day_range(span, scene, t), r.facts.get("date")) for t in ("past", "plan"))
        ]
        left = fits or left
    numbers = {s.number for s in scene.looked.spans if s.kind == "count"}
    fits = [r for r in left if numbers & {v for v in r.facts.values() if type(v) is int}]
    left = fits or left
    if len(left) == 1 and len(records) > 1:
        return left[0]
    for token in scene.looked.tokens:
        place = _PLACE_WORDS.get(token.text)
        if place is not None and -len(left) <= place < len(left) and len(left) > 1:
            ordered = (
                sorted(left, key=lambda r: str(r.facts.get("date", "")))
                if token.text in ("earlier", "later", "latest", "last", "first")
                else left
            )
            return ordered[place]
    return None


def counted_picked(scene: Scene) -> list[Candidate]:
    """In reply to what a number counted."""
    context = scene.context
    found = [s for s in scene.looked.spans if s.kind == "counted"]
    if context.asked_field != "counted" or not found:
        return []
    entry = context.asked_entry or 1
    return [
        Candidate(
            context.asked_step,
            "counted",
            found[0].value,
            entry,
            0,
            len(scene.looked.tokens),
            ("reply:counted",),
            (),
            scene.looked.has("hedge"),
        )
    ]


def _as_tuple(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),) if value else ()


def group_picked(scene: Scene) -> list[Candidate]:
    """In reply to whom an activity asked: residents, colleagues or both."""
    context = scene.context
    if context.asked != "consultation.group" or scene.looked.has("url"):
        return []
    first = scene.looked.clauses[0] if scene.looked.clauses else None
    if first is None or first.asks:
        return []
    groups = {
        s.value
        for s in scene.looked.spans
        if s.kind == "step"
        and s.value in scene.vocabulary.consulted
        and s.start < first.end + 12
        and scene.text(s.start - 1) not in ("not", "no")
    }
    value = "both" if scene.looked.has("whom") or len(groups) > 1 else next(iter(groups), "")
    if not value:
        return []
    return [
        Candidate(
            "consultation",
            "group",
            value,
            1,
            0,
            len(scene.looked.tokens),
            ("reply:group", f"reply:{value == 'both'}"),
            (),
            first.hedged,
        )
    ]
