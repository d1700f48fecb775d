"""What came back in a form's fields: understood, and what is wrong with the others. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.model import Fact
from bot.core.model.journey import Question
from bot.core.model.reading import Understood, Value
from bot.core.record.done_when import asked_of
from bot.core.turn import heard
from bot.core.turn.buttons import FLAGS
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.understand import understand
from bot.core.turn.wording import first_upper, say_value
from bot.core.views.sheets import Sheet

MOST_TEXT = 1000
OPEN_PHRASES = {"vague": "ask_vague_date", "impossible_date": "ask_impossible_date", "quarter": "ask_quarter"}
Fields = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form says."""

    told: Sequence[Understood]
    """What is new in it: neither known already, nor left as it was shown."""
    wrong: Mapping[str, str]
    """What is wrong, by the question's key."""
    cleared: Sequence[Fact] = ()
    """What was shown, and was emptied."""


def options_of(reply: Reply, question: Question) -> tuple[tuple[str, str], ...]:
    """(label, value) of what may be chosen; none where it is typed."""
    if question.kind == "flag":
        return tuple((text_of(reply.journey, f"button_{name}"), value) for name, value in FLAGS)
    return tuple((o.label, o.value) for o in question.options)


class Wrong(str):
    """Why a field cannot be taken."""

    __slots__ = ()


def fill(reply: Reply, sheet: Sheet, fields: Fields) -> Filled:
    """What the fields say that is news, what is wrong with others, and what was emptied."""
    given = {name: text.strip() for name, text in fields}
    found: dict[str, Understood] = {}
    wrong: dict[str, str] = {}
    cleared = []
    for question in sheet.questions:
        known = sheet.known.get(question.key)
        if text := given.get(question.key):
            value = _value(reply, question, text)
            if isinstance(value, Wrong):
                wrong[question.key] = str(value)
            else:
                found.update({u.name: u for u in value})
        elif needed(question) and (question.key in given or known is None):
            wrong[question.key] = text_of(reply.journey, "form_needed")
        elif question.key in given and known is not None and question.key in sheet.shown:
            cleared.append(known)
    news = _fitting(reply, sheet, found, wrong)
    impossible = _impossible(reply, sheet, news)
    wrong = {**impossible, **wrong}
    news = [u for u in news if u.name not in impossible]
    right = [u for name, u in found.items() if name not in wrong]
    return Filled((*news, *_roughness(sheet, right)), wrong, cleared)


def needed(question: Question) -> bool:
    """Whether a form must answer it, whatever else it says."""
    return not (question.optional or question.only_if or question.may_wait or question.unasked)


def _fitting(reply: Reply, sheet: Sheet, found: dict[str, Understood], wrong: dict[str, str]) -> list[Understood]:
    """Those that are news. What goes with another answer than the one given is wrong, unless it was known before."""
    facts: Mapping[str, Fact] = {
        **sheet.around, **{u.name: heard.as_fact(reply, u, n) for n, u in enumerate(found.values())}
    }  # fmt: skip
    news = []
    for question in sheet.questions:
        understood, known = found.get(question.key), sheet.known.get(question.key)
        shown = sheet.shown.get(question.key)
        if understood is None or (known is not None and heard.same(known.value, understood.value)):
            continue
        if shown is not None and heard.same(shown, understood.value):
            continue  # Left as it was; somebody changed it meanwhile, and that stands.
        if asked_of(question, facts):
            news.append(understood)
        elif not any(c.fact in wrong for c in question.only_if):
            wrong[question.key] = text_of(reply.journey, "form_not_with")
    return news


def _impossible(reply: Reply, sheet: Sheet, news: Sequence[Understood]) -> dict[str, str]:
    """What cannot be true beside the rest, if either is new: held on a day to come, more than there are."""
    told = {u.name for u in news}
    values = {name: fact.value for name, fact in sheet.around.items()} | {u.name: u.value for u in news}
    found = {}
    for question in sheet.questions:
        state = _held_though_to_come(reply, sheet, question, values)
        if state and {question.key, state} & told:
            said = first_upper(say_value(reply.question(state), values[state]))
            found[question.key] = text_of(reply.journey, "form_day_to_come", state=said)
        value, most = values.get(question.key), values.get(question.at_most)
        apart = any(values.get(c.fact) in c.values for c in question.at_most_unless)
        more = not apart and isinstance(value, int) and isinstance(most, int) and value > most
        if more and most is not None and {question.key, question.at_most} & told:
            found[question.key] = text_of(reply.journey, "form_more_than", most=say_value(None, most))
    return found


def _held_though_to_come(reply: Reply, sheet: Sheet, question: Question, values: Mapping[str, Value]) -> str:
    """The fact that says that the entry was held, where the answer is its day and that is still to come."""
    kind, day = sheet.step.entries, values.get(question.key)
    if kind is None or question.kind != "date" or question.key not in kind.named_by or not isinstance(day, str):
        return ""
    to_come = day.partition("/")[0] > reply.today.isoformat()
    return kind.state if to_come and values.get(kind.state) in kind.held else ""


def _roughness(sheet: Sheet, found: Sequence[Understood]) -> list[Understood]:
    """Whether the numbers are rough, where that is news: the form shows each as it is known."""
    step = sheet.step.key
    numbers, name = heard.numbers_of(found, step), f"{step}.{heard.APPROXIMATE}"
    rough, was = any(u.name == name for u in found), heard.rough_among(sheet.known) is not None
    if not numbers or rough == was or (was and not heard.made_exact(sheet.known, {u.name for u in numbers})):
        return []
    return [Understood(name, rough, True, numbers[0].words)]


# ---------------------------------------------------------------- one field


def _value(reply: Reply, question: Question, text: str) -> tuple[Understood, ...] | Wrong:
    """One field, read; beside a number that is rough, that it is."""
    kind = question.kind
    value: Value | None = None
    if kind in ("choice", "choices"):
        value = _chosen(question, text)
    elif kind == "flag":
        value = {"true": True, "false": False}.get(text)
    elif kind == "text":
        value = " ".join(text.split())[:MOST_TEXT]
    elif kind == "date":
        value = _day(text)
    elif kind == "number" and (digits := text.replace(",", "").replace(" ", "")).isdecimal() and len(digits) < 10:
        value = int(digits)
    if value is None and kind in ("date", "number", "address") and not text.startswith("-"):
        return _read(reply, question, text)
    if value is None:
        return Wrong(_hint(question))
    return (Understood(question.key, value, True, _words(question, text)),)


def _chosen(question: Question, text: str) -> Value | None:
    picked = tuple(part.strip() for part in text.split(",")) if question.kind == "choices" else (text,)
    if not set(picked) <= {o.value for o in question.options}:
        return None
    return picked if question.kind == "choices" else text


def _day(text: str) -> str | None:
    """`2026-11-03`, or `2026-11-01/2026-11-30`."""
    try:
        first, _, last = text.partition("/")
        days = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return None
    return f"{days[0].isoformat()}/{days[1].isoformat()}" if days[0] <= days[1] else None


def _read(reply: Reply, question: Question, text: str) -> tuple[Understood, ...] | Wrong:
    """Words in a field for a date, a number, an address: understood as an answer to that question."""
    context = replace(
        reply.reading_context(question.key), known=()
    )  # Which entry it is, the form says, not the words.
    reading = understand(reply.programme, text, context)
    rough = f"{question.key.partition('.')[0]}.{heard.APPROXIMATE}"
    found = tuple(Understood(f.name, f.value, f.sure, text) for f in reading.facts if f.name in (question.key, rough))
    if any(f.name == question.key for f in found):
        return found
    gap = next((o for o in reading.open if o.name == question.key and o.reason in OPEN_PHRASES), None)
    if gap is not None and question.kind == "date":
        return Wrong(text_of(reply.journey, OPEN_PHRASES[gap.reason], words=gap.words or text))
    return Wrong(_hint(question))


def _hint(question: Question) -> str:
    return question.not_understood or question.good or question.ask


def _words(question: Question, text: str) -> str:
    """What is kept as the words: labels for choices, else what was typed."""
    picked = [o.label for o in question.options if o.value in {p.strip() for p in text.split(",")}]
    return first_upper(", ".join(picked)) if picked else text
