"""Forms: a step's questions on one page, where that is kinder than a dialogue. Pure.

A form is the person's own word, like a pressed button: what it says is recorded at once. Where it would change what
a colleague recorded of a step that is done, it is read back first, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.core.model import Account, Address, Fact, Kind, Turn, TurnContext
from bot.core.model.journey import Question, Step
from bot.core.model.reading import Understood, Value, values_of_list
from bot.core.model.views import FORM, Field, Form
from bot.core.record.done_when import asked_of
from bot.core.record.progress import next_question
from bot.core.safety.details import has_details
from bot.core.safety.look import first_look
from bot.core.turn import answered, answers, heard, recording
from bot.core.turn.asking import ask, menu
from bot.core.turn.person_words import asks_for_person
from bot.core.turn.reply import Programme, Reply
from bot.core.turn.saying import text_of
from bot.core.turn.understand import understand
from bot.core.turn.wording import first_upper, say_span

FLAGS = (("Yes", "true"), ("No", "false"))
MOST_TEXT = 1000
OPEN_PHRASES = {"vague": "ask_vague_date", "impossible_date": "ask_impossible_date", "quarter": "ask_quarter"}
Fields = Iterable[tuple[str, str]]


def filling(programme: Programme, context: TurnContext, at: datetime) -> Reply:
    """A reply for looking only: what forms are made and checked with."""
    account: Account = context.account
    place = Address(account.channel, account.workspace, account.user)
    return Reply(programme, context, Turn("form", Kind.FORM, account, place, at))


# ---------------------------------------------------------------- what is shown


def form_of(reply: Reply, key: str) -> Form | None:
    """The form of a step, with what is known filled in. None for somebody unknown, or a step that is none."""
    step = reply.journey.step_by_key.get(key)
    if step is None or not step.questions or reply.context.person is None or reply.context.adopter is None:
        return None
    rough = heard.rough_among(known_of(reply, step)) is not None
    fields = tuple(_field(q, reply.facts_by_name.get(q.key), rough) for q in step.questions)
    return Form(key, step.title, fields, step.purpose)


def known_of(reply: Reply, step: Step) -> dict[str, Fact]:
    """What is recorded of the step: of the entry that speaks for it, and of the step as a whole."""
    return {name: f for name, f in reply.facts_by_name.items() if name.partition(".")[0] == step.key}


def _field(question: Question, known: Fact | None, rough: bool) -> Field:
    """One question. What only makes sense after certain answers may stay empty."""
    options = tuple((o.label, o.value) for o in question.options) or (FLAGS if question.kind == "flag" else ())
    value = _shown(question, known.value, rough) if known else ""
    optional = question.optional or bool(question.only_if)
    kind = {"choices": "choices", "number": "number"}.get(question.kind, "choice" if options else "text")
    return Field(question.key, question.ask, kind, options, value, question.good, optional)  # type: ignore[arg-type]


def _shown(question: Question, value: Value, rough: bool) -> str:
    """A value as it stands in a field; a rough number as "about 40", which is read as rough again."""
    if question.kind == "date" and isinstance(value, str):
        return say_span(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if rough and heard.is_number(value):
        return f"about {value}"
    return ", ".join(values_of_list(value))


# ---------------------------------------------------------------- what came back


def check(reply: Reply, key: str, fields: Fields) -> dict[str, str]:
    """What is wrong, by the question's key. Words that need help more than a form are let through to it."""
    if reply.context.person is None:
        return {}  # Whoever is not known (any more) is told so by the engine, like anybody who writes.
    fields = [f for f in fields if not asks_for_person(f[1], [reply.journey.officer_name])]
    if first_look((text for _, text in fields), reply.journey.safety):
        return {}
    names = [*(p.name for p in reply.context.people), reply.turn.name]
    private = {name: text_of(reply.journey, "form_private") for name, text in fields if has_details(text, names)}
    return {**_understand(reply, key, fields)[1], **private}


def submit(reply: Reply) -> None:
    """Takes a form that was sent."""
    key = reply.turn.press.removeprefix(FORM)
    if key not in reply.journey.step_by_key:
        reply.say("unknown_button", choices=menu(reply))
        return
    facts, wrong = _understand(reply, key, reply.turn.fields)
    answered.sent(reply, key, given(reply, key, reply.turn.fields))
    if wrong and not facts:
        question = reply.journey.question_by_key[next(iter(wrong))]
        reply.say("form_wrong", question=question.ask, hint=next(iter(wrong.values())))
        return
    facts = [replace(f, entry=reply.entry_for(f)) for f in facts]
    said = {heard.key_of(f) for f in facts}
    waiting = [u for u in reply.dialogue.heard if heard.key_of(u) not in said]
    if waiting or any(heard.disputed_by(reply, f) for f in facts):
        reply.set(asked="")
        answers.hear(reply, facts, correcting=True)
    else:
        heard.forget(reply)
        recording.record(reply, facts, "", replacing=True)


def given(reply: Reply, key: str, fields: Fields) -> tuple[tuple[str, str], ...]:
    """What was filled in, as rows to show."""
    filled = {name: text.strip() for name, text in fields if text.strip()}
    rows = []
    for question in reply.journey.step(key).questions:
        if text := filled.get(question.key):
            options = [*((o.label, o.value) for o in question.options), *(FLAGS if question.kind == "flag" else ())]
            picked = {part.strip() for part in text.split(",")}
            labels = [label for label, value in options if value in picked]
            rows.append((question.ask, ", ".join(labels) or text))
    return tuple(rows)


def open_instead(reply: Reply) -> None:
    """A form's button where no form could be opened: the step's next question is asked."""
    step = reply.journey.step(reply.turn.press.removeprefix(FORM))
    ask(reply, next_question(step, reply.facts_by_name, ()) or step.questions[0])


def _understand(reply: Reply, key: str, fields: Fields) -> tuple[list[Understood], dict[str, str]]:
    """What the fields say that is not known already, and what is wrong with the others."""
    step = reply.journey.step_by_key.get(key)
    if step is None:
        return [], {}
    given = {name: text.strip() for name, text in fields if text.strip()}
    found: dict[str, Understood] = {}
    wrong: dict[str, str] = {}
    for question in step.questions:
        if question.key in given:
            value = _value(reply, question, given[question.key])
            if isinstance(value, _Wrong):
                wrong[question.key] = value.text
            else:
                found.update({u.name: u for u in value})
    news = _fitting(reply, step, found, wrong)
    return [*news, *_roughness(reply, step, [u for name, u in found.items() if name not in wrong])], wrong


def _fitting(reply: Reply, step: Step, found: dict[str, Understood], wrong: dict[str, str]) -> list[Understood]:
    """Those that are news. What goes with another answer than the one given is wrong, unless it was known before."""
    facts: Mapping[str, Fact] = {
        **reply.facts_by_name, **{u.name: heard.as_fact(reply, u, n) for n, u in enumerate(found.values())}
    }  # fmt: skip
    news = []
    for question in step.questions:
        understood, known = found.get(question.key), reply.facts_by_name.get(question.key)
        if understood is None or (known is not None and heard.same(known.value, understood.value)):
            continue
        if asked_of(question, facts):
            news.append(understood)
        else:
            wrong[question.key] = text_of(reply.journey, "form_not_with")
    return news


def _roughness(reply: Reply, step: Step, found: list[Understood]) -> list[Understood]:
    """Whether the step's numbers are rough, where that is news: the form shows each as it is known."""
    numbers, name = heard.numbers_of(found, step.key), f"{step.key}.{heard.APPROXIMATE}"
    known = known_of(reply, step)
    rough, was = any(u.name == name for u in found), heard.rough_among(known) is not None
    if not numbers or rough == was or (was and not heard.made_exact(known, {u.name for u in numbers})):
        return []
    return [Understood(name, rough, True, numbers[0].words)]


class _Wrong(str):
    """Why a field cannot be taken."""

    __slots__ = ()

    @property
    def text(self) -> str:
        return str(self)


def _value(reply: Reply, question: Question, text: str) -> tuple[Understood, ...] | _Wrong:
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
        return _Wrong(_hint(question))
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


def _read(reply: Reply, question: Question, text: str) -> tuple[Understood, ...] | _Wrong:
    """Words in a field for a date, a number, an address: understood as an answer to that question."""
    reading = understand(reply.programme, text, reply.reading_context(question.key))
    rough = f"{question.key.partition('.')[0]}.{heard.APPROXIMATE}"
    found = tuple(Understood(f.name, f.value, f.sure, text) for f in reading.facts if f.name in (question.key, rough))
    if any(f.name == question.key for f in found):
        return found
    gap = next((o for o in reading.open if o.name == question.key and o.reason in OPEN_PHRASES), None)
    if gap is not None:
        return _Wrong(text_of(reply.journey, OPEN_PHRASES[gap.reason], words=gap.words or text))
    return _Wrong(_hint(question))


def _hint(question: Question) -> str:
    return question.not_understood or question.good or question.ask


def _words(question: Question, text: str) -> str:
    """What is kept as the words: labels for choices, else what was typed."""
    picked = [o.label for o in question.options if o.value in {p.strip() for p in text.split(",")}]
    return first_upper(", ".join(picked)) if picked else text
