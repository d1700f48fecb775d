"""A correction that names no fact of its own looks at the last read-back: "no, the 13th", "yes but it was 24"."""

from __future__ import annotations

from dataclasses import replace

from bot.core.language import clean
from bot.core.language.dates import DatePhrase
from bot.core.language.lexicon import Lexicon
from bot.core.model.reading import Context, Understood, as_read
from bot.core.understanding import owners
from bot.core.understanding.checks import STATES
from bot.core.understanding.facts.said import iso
from bot.core.understanding.looking import look
from bot.core.understanding.seen import Seen

_COUNTS = ("took_part", "invited")
_TAKEN_BACK = ("scrap", "scratch", "delete", "drop", "remove", "lose", "forget", "ignore", "strike", "undo")
_LAST_PART = ("last", "bit", "part", "end")


def retarget(text: str, context: Context, lexicon: Lexicon) -> tuple[Understood, ...]:
    """The last read-back as the correction makes it: only the facts that change; empty when it cannot be told.

    A fact that is taken back has the value "" and so names what to withdraw.
    """
    if not context.last:
        return ()
    seen, _, _ = look(clean.strip_markup(as_read(text)), context, lexicon)
    if not seen.words:
        return ()
    for rule in (_taken_back, _person, _moved_to_group, _dates, _counts, _methods, _words_of_value):
        found = rule(seen, context, lexicon)
        if found:
            return found
    return ()


def _field(fact: Understood) -> str:
    return fact.name.partition(".")[2]


def _step(fact: Understood) -> str:
    return fact.name.partition(".")[0]


def _taken_back(seen: Seen, context: Context, lexicon: Lexicon) -> tuple[Understood, ...]:
    """ "Scrap the last bit": the last thing read back goes."""
    texts = [word.text for word in seen.words]
    if not (set(texts[:4]) & set(_TAKEN_BACK) and set(texts) & set(_LAST_PART)):
        return ()
    last = context.last[-1]
    same = [f for f in context.last if _step(f) == _step(last)]
    gone = same if len(same) < len(context.last) else [last]
    return tuple(replace(f, value="", sure=True) for f in gone)


def _person(seen: Seen, context: Context, lexicon: Lexicon) -> tuple[Understood, ...]:
    """ "Sorry, Priya's the lead, not me"."""
    held = [f for f in context.last if f.name == "owner.person"]
    if not held:
        return ()
    name = owners.any_name(seen.words, lexicon)
    return (replace(held[0], value=name, sure=True),) if name and name != held[0].value else ()


def _moved_to_group(seen: Seen, context: Context, lexicon: Lexicon) -> tuple[Understood, ...]:
    """ "That was residents, not colleagues": every fact of the one step becomes a fact of the other."""
    named = [m.value for m in seen.marks if m.kind == "step"]
    steps = {_step(f) for f in context.last if _step(f) in lexicon.shape_of}
    if not named or len(steps) != 1:
        return ()
    old, new = next(iter(steps)), named[0]
    if new == old or lexicon.shape_of.get(new) != lexicon.shape_of.get(old):
        return ()
    return tuple(replace(f, name=f"{new}.{_field(f)}", sure=True) for f in context.last if _step(f) == old)


def _only(context: Context, seen: Seen, fields: tuple[str, ...]) -> Understood | None:
    """The one fact of such a field that was read back, or the one of the step that the words name."""
    held = [f for f in context.last if _field(f) in fields]
    named = {m.value for m in seen.marks if m.kind == "step"}
    chosen = [f for f in held if _step(f) in named] or held
    if len(chosen) > 1 and "took_part" in fields:
        chosen = [f for f in chosen if _field(f) == ("invited" if _says_invited(seen) else "took_part")] or chosen
    return chosen[0] if len(chosen) == 1 else None


def _says_invited(seen: Seen) -> bool:
    return any(m.kind in ("invite", "sent_thing") for m in seen.marks)


def _dates(seen: Seen, context: Context, lexicon: Lexicon) -> tuple[Understood, ...]:
    correcting = [d for c in seen.clauses if c.has("correct", "self_correct") for d in c.dates]
    phrases = correcting[:1] or [d for c in seen.clauses for d in c.dates]
    held = _only(context, seen, ("date", "last"))
    if len(phrases) != 1 or phrases[0].why or held is None:
        return ()
    value = _in_its_month(phrases[0], held, context)
    return (replace(held, value=value, sure=not phrases[0].rough),) if value else ()


def _in_its_month(phrase: DatePhrase, held: Understood, context: Context) -> str | None:
    """ "The 13th" stays in the month that was read back; anything else is read as it stands."""
    first = str(held.value).partition("/")[0]
    if phrase.kind == "day_of_month" and first:
        try:
            day = phrase.number
            moved = f"{first[:8]}{day:02d}"
            from datetime import date

            date.fromisoformat(moved)
        except ValueError:
            return None
        return f"{moved}/{moved}"
    future = first > context.today.isoformat()
    span = phrase.find(context.today, "plan" if future else "past")
    return iso(span) if span else None


def _counts(seen: Seen, context: Context, lexicon: Lexicon) -> tuple[Understood, ...]:
    counts = [c for clause in seen.clauses for c in clause.counts if not c.why]
    held = _only(context, seen, _COUNTS)
    if len(counts) != 1 or held is None or any(c.dates for c in seen.clauses):
        return ()
    changed = [replace(held, value=counts[0].value, sure=True)]
    if counts[0].rough:
        changed.append(Understood(f"{_step(held)}.approximate", True, True))
    return tuple(changed)


def _methods(seen: Seen, context: Context, lexicon: Lexicon) -> tuple[Understood, ...]:
    """ "Both of those were drop-ins"."""
    values = tuple(sorted({m.value for c in seen.clauses for m in c.marks if m.kind == "method"}))
    held = [f for f in context.last if _field(f) == "method"]
    both = any(word.text in ("both", "all") for word in seen.words)
    steps = {_step(f) for f in context.last if lexicon.shape_of.get(_step(f)) == "consultation"}
    if not values:
        return ()
    if held and (len(held) == 1 or both):
        return tuple(replace(f, value=values, sure=True) for f in held)
    if not held and (len(steps) == 1 or both):
        return tuple(Understood(f"{step}.method", values, True) for step in sorted(steps))
    return ()


_FIELD_KINDS = {
    "outcome": "outcome", "frequency": "frequency", "choice": "choice", "mechanism": "mechanism", "body": "body",
}  # fmt: skip


def _words_of_value(seen: Seen, context: Context, lexicon: Lexicon) -> tuple[Understood, ...]:
    """ "Not done, only planned": the words of a value, where one fact of that kind was read back."""
    marks = [m for c in seen.clauses for m in c.marks]
    for field, kind in _FIELD_KINDS.items():
        held = [f for f in context.last if _field(f) == field]
        values = list(dict.fromkeys(m.value for m in marks if m.kind == kind))
        if len(held) == 1 and len(values) == 1:
            value = (values[0],) if isinstance(held[0].value, tuple) else values[0]
            return (replace(held[0], value=value, sure=True),)
    states = [f for f in context.last if _field(f) == "state"]
    if len(states) != 1:
        return ()
    words = {"planned": ("plan",), "under_way": ("running",), "done": ("finish", "done"), "not_yet": ("to_do",)}
    for value, kinds in words.items():
        if any(m.kind in kinds for m in marks) and any(value in known for known in STATES.values()):
            return (replace(states[0], value=value, sure=True),) if value != states[0].value else ()
    return ()


__all__ = ["retarget"]
