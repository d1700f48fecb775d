"""A form that is shown once more before it is taken. Pure.

Where something happened to its entry while it was open, and where it would take something out of the record, the form
comes back: as of now, with what was typed in it, and with what there is to know above it. Sent again, it is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.model.read_back import ReadBack, ReadLine
from bot.core.model.views import ONE_MORE, Form, FormKey, parse_form_key
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape
from bot.core.views.fields import Fields, fill
from bot.core.views.forms import answers_in, form_of, sheet_for
from bot.core.views.submitting import outlook


def again(reply: Reply, key: str, fields: Fields) -> Form | None:
    """The form as it is shown once more; None where it can be taken as it is."""
    fields = list(fields)
    parsed, sheet = parse_form_key(key), sheet_for(reply, key)
    if parsed is None or sheet is None:
        return None
    seen = outlook(reply, key, fields)
    if seen.meanwhile:
        entry = ONE_MORE if sheet.gone else sheet.key.entry
        typed = {name: text for name, text in fields if sheet.gone or name in seen.told}
        return _filled(reply, FormKey(parsed.step, entry, parsed.whole), typed, seen.meanwhile)
    if parsed.agreed or seen.read_back is None or not fill(reply, sheet, answers_in(reply, fields)).cleared:
        return None
    about = FormKey(parsed.step, sheet.key.entry, parsed.whole)
    form = _filled(reply, about, dict(fields), _what_changes(reply, seen.read_back))
    return replace(form, key=f"{form.key}!") if form is not None else None


def _filled(reply: Reply, about: FormKey, given: Mapping[str, str], note: str) -> Form | None:
    form = form_of(reply, str(about))
    if form is None:
        return None
    return replace(form, fields=tuple(replace(f, value=given.get(f.key, f.value)) for f in form.fields), note=note)


def _what_changes(reply: Reply, back: ReadBack) -> str:
    """Every change with its before and after."""
    return text_of(reply.journey, "form_changes", summary="\n".join(_change(reply, line) for line in back.changes))


def _change(reply: Reply, line: ReadLine) -> str:
    words = {"before": line.before, "after": line.value, "person": escape(line.person)}
    return text_of(reply.journey, "form_change", label=line.label, **words)
