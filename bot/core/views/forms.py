"""Forms: the questions of a step, or of one entry of it, on one page, where that is kinder than a dialogue. Pure.

What is shown, and what is wrong with what came back. What a form then does is `submitting.py`.
"""

from __future__ import annotations

from datetime import datetime

from bot.core.model import Account, Address, Fact, Kind, Turn, TurnContext
from bot.core.model.journey import Question
from bot.core.model.reading import Value, values_of_list
from bot.core.model.views import Field, Form, is_settings, parse_form_key
from bot.core.safety.danger import KINDS
from bot.core.safety.details import has_details
from bot.core.safety.look import first_look
from bot.core.turn import heard
from bot.core.turn.person_words import asks_for_person
from bot.core.turn.reply import Programme, Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import say_span
from bot.core.views.fields import Fields, fill, needed, options_of
from bot.core.views.settings_form import check_settings, settings_form
from bot.core.views.sheets import Sheet, sheet_of


def filling(programme: Programme, context: TurnContext, at: datetime) -> Reply:
    """A reply for looking only: what forms are made and checked with."""
    account: Account = context.account
    where = Address(account.channel, account.workspace, account.user)
    return Reply(programme, context, Turn("form", Kind.FORM, account, where, at))


# ---------------------------------------------------------------- what is shown


def form_of(reply: Reply, key: str) -> Form | None:
    """The form of that key, with what is known filled in. None for somebody unknown, for what is no form, and for an
    entry that is gone; one that goes while its form is open becomes one more."""
    parsed, known = parse_form_key(key), reply.context.person is not None and reply.context.adopter is not None
    if known and is_settings(key):
        return settings_form(reply)
    sheet = sheet_of(reply, parsed) if parsed is not None and known else None
    if sheet is None or parsed is None or (sheet.gone and parsed.stamp < 0):
        return None
    rough = heard.rough_among(sheet.known) is not None
    fields = tuple(_field(reply, q, sheet.known.get(q.key), rough) for q in sheet.questions)
    intro = sheet.step.purpose if sheet.key.whole else sheet.step.title
    if sheet.gone:
        intro = text_of(reply.journey, "form_entry_gone", entry=called(sheet))
    send, close = (text_of(reply.journey, f"button_{name}") for name in ("send", "close"))
    return Form(str(sheet.key), sheet.title(reply), fields, intro, submit=send, cancel=close)


def called(sheet: Sheet) -> str:
    """What one entry is called in a sentence."""
    return sheet.step.entries.name if sheet.step.entries is not None else sheet.step.title


def _field(reply: Reply, question: Question, known: Fact | None, rough: bool) -> Field:
    """One question."""
    options = options_of(reply, question)
    value = _shown(question, known.value, rough) if known else ""
    kinds = {"choices": "choices", "number": "number", "text": "long"}
    kind = kinds.get(question.kind, "choice" if options else "text")
    return Field(question.key, question.ask, kind, options, value, question.good, not needed(question))  # type: ignore[arg-type]


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
    fields = answers_in(reply, fields)
    if is_settings(key) and reply.context.person is not None:
        return {} if needs_more(reply, fields) else check_settings(reply, fields)
    sheet = sheet_for(reply, key)
    if sheet is None or needs_more(reply, fields):
        return {}  # Whoever is not known (any more) is told so by the engine, like anybody who writes.
    private = dict.fromkeys(private_in(reply, fields), text_of(reply.journey, "form_private"))
    found = {**fill(reply, sheet, fields).wrong, **private}
    return {q.key: found[q.key] for q in sheet.questions if q.key in found}


def needs_more(reply: Reply, fields: Fields) -> bool:
    """Whether words need help more than a form: then the engine answers them, and nothing is kept. Trouble told with
    somebody's private details stays in the form: it says beside the field why that is not kept, and what to do."""
    fields = list(fields)
    kind = first_look((text for _, text in fields), reply.journey.safety)
    return kind in KINDS or (bool(kind) and not private_in(reply, fields))


def private_in(reply: Reply, fields: Fields) -> list[str]:
    """The fields that hold somebody's private details."""
    names = [*(p.name for p in reply.context.people), reply.turn.name]
    return [name for name, text in fields if has_details(text, names)]


def answers_in(reply: Reply, fields: Fields) -> list[tuple[str, str]]:
    """The fields without those that ask for a human being, which is no answer."""
    return [f for f in fields if not asks_for_person(f[1], [reply.journey.officer_name])]


def sheet_for(reply: Reply, key: str) -> Sheet | None:
    """What the form of that key is about; None for somebody unknown, and for what is no form."""
    parsed = parse_form_key(key)
    if parsed is None or reply.context.person is None or reply.context.adopter is None:
        return None
    return sheet_of(reply, parsed)


def given(reply: Reply, sheet: Sheet, fields: Fields) -> tuple[tuple[str, str], ...]:
    """What was filled in, as rows to show."""
    filled = {name: text.strip() for name, text in fields if text.strip()}
    rows = []
    for question in sheet.questions:
        if text := filled.get(question.key):
            picked = {part.strip() for part in text.split(",")}
            labels = [label for label, value in options_of(reply, question) if value in picked]
            rows.append((question.ask, ", ".join(labels) or text))
    return tuple(rows)
