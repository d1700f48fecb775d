"""What a form does: looked at beforehand, and sent. Pure.

A form is the person's own word, like a pressed button: what it says is recorded at once. What would change a
colleague's word on a step that is done, or something that changed while the form was open, is read back first. One
more entry is placed as everywhere: what a colleague added meanwhile is completed, or it is asked which is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.model import Fact
from bot.core.model.read_back import ReadBack, ReadEntry, ReadLine
from bot.core.model.reading import Open, Understood, values_of_list
from bot.core.model.views import FORM, FormKey, Outlook, is_settings, parse_form_key
from bot.core.record.placing import NEW, OPEN, Place, Told, place, said_again
from bot.core.turn import answered, answers, heard, recording
from bot.core.turn.asking import ask_next
from bot.core.turn.entries import WHICH, facts_about, fresh, in_hand, title_of
from bot.core.turn.reading_back import in_words, value_of
from bot.core.turn.reply import Reply
from bot.core.turn.saying import message, text_of
from bot.core.turn.standing import menu
from bot.core.turn.wording import escape, first_upper, say_value
from bot.core.views.fields import Fields, Filled, fill
from bot.core.views.forms import answers_in, called, check, given, needs_more, private_in, sheet_for
from bot.core.views.settings import set_up
from bot.core.views.sheets import Sheet, newest

SHORT = 30
"""So many letters of a value fit into a button."""

# ---------------------------------------------------------------- before it is sent


def outlook(reply: Reply, key: str, fields: Fields) -> Outlook:
    """What a form would do if it were sent: for channels that show it first."""
    if is_settings(key):
        return Outlook(tuple(check(reply, key, fields).items()))
    sheet = sheet_for(reply, key)
    fields = list(fields)
    if sheet is None or needs_more(reply, fields):
        return Outlook()
    if wrong := check(reply, key, fields):
        return Outlook(tuple(wrong.items()), tuple(private_in(reply, fields)))
    filled = fill(reply, sheet, answers_in(reply, fields))
    news = (*(u.name for u in filled.told), *(f.name for f in filled.cleared))
    if sheet.gone:
        return Outlook(meanwhile=text_of(reply.journey, "form_entry_gone", entry=called(sheet)), told=news)
    if (late := _late(sheet, filled.told)) is not None:
        return Outlook(meanwhile=_say_late(reply, sheet, late), told=news)
    where = _where(reply, sheet, filled.told)
    if sheet.adds and where.entry != NEW:
        among = where.among or (where.entry,)
        return Outlook(among=tuple(_one_of(reply, sheet, entry) for entry in among), told=news)
    reply.set(confirming=heard.CORRECTING)
    back = value_of(reply, _of_entry(sheet, filled.told, where.entry))
    back = _with_cleared(reply, sheet, back, filled.cleared)
    keep, leave = _both(reply, back)
    return Outlook(
        read_back=back if back.entries else None,
        told=news,
        finished=_done(reply, sheet) and bool(_changed(reply, sheet, filled.told) or filled.cleared),
        keep=keep,
        leave=leave,
    )


def _both(reply: Reply, back: ReadBack) -> tuple[str, str]:
    """The one change and what stands now, as buttons; empty where there is more, or they are long."""
    lines = [line for entry in back.entries for line in entry.lines]
    if len(lines) != 1 or not lines[0].before or max(len(lines[0].value), len(lines[0].before)) > SHORT:
        return "", ""
    values = (("form_keep", lines[0].value), ("form_leave", lines[0].before))
    keep, leave = (text_of(reply.journey, name, value=value) for name, value in values)
    return keep, leave


def _one_of(reply: Reply, sheet: Sheet, entry: str) -> tuple[str, str]:
    known = reply.recorded(sheet.step, entry)
    assert known is not None, entry
    key = FormKey(sheet.step.key, entry, sheet.key.whole).opened(entry, newest(reply), reply.adopter.key)
    return str(key), title_of(reply, sheet.step, known)


def _with_cleared(reply: Reply, sheet: Sheet, back: ReadBack, cleared: Sequence[Fact]) -> ReadBack:
    """What would be kept, with what would be taken out."""
    lines = []
    for fact in cleared:
        question = reply.question(fact.name)
        label = question.label or question.key if question is not None else fact.name
        nothing = text_of(reply.journey, "form_cleared")
        before = first_upper(say_value(question, fact.value, words=fact.words))
        lines.append(ReadLine(label, nothing, before, reply.name_of(fact.person)))
    if not lines:
        return back
    entries = back.entries or (ReadEntry(sheet.step.title, sheet.title(reply), ()),)
    first = replace(entries[0], lines=(*entries[0].lines, *lines))
    return replace(back, entries=(first, *entries[1:]))


# ---------------------------------------------------------------- sent


def submit(reply: Reply) -> None:
    """Takes a form that was sent."""
    if is_settings(reply.turn.press.removeprefix(FORM)):
        set_up(reply)
        return
    sheet = sheet_for(reply, reply.turn.press.removeprefix(FORM))
    if sheet is None:
        key = parse_form_key(reply.turn.press.removeprefix(FORM))
        foreign = key is not None and key.adopter not in ("", reply.adopter.key)
        reply.say("foreign_button" if foreign else "unknown_button", choices=menu(reply))
        return
    filled = fill(reply, sheet, reply.turn.fields)
    answered.sent(reply, sheet.title(reply), given(reply, sheet, reply.turn.fields))
    state = sheet.step.entries.state if sheet.step.entries is not None and sheet.adds else ""
    if filled.wrong and (not filled.told or state in filled.wrong):
        question = reply.journey.question_by_key[next(iter(filled.wrong))]
        reply.say("form_wrong", question=question.ask, hint=next(iter(filled.wrong.values())))
        return
    where = _where(reply, sheet, filled.told)
    if where.entry == OPEN:
        _ask_which(reply, sheet, filled.told, where)
    else:
        _take(reply, sheet, filled, where.entry)


def _where(reply: Reply, sheet: Sheet, told: Sequence[Understood]) -> Place:
    """The entry that a form is of. One more is looked for among those that came while it was open; and where it may
    stand in the record already, it is asked, until somebody has seen that and said that it is another."""
    if not sheet.adds:
        return Place(sheet.key.entry)
    values = {u.name: u.value for u in told if sheet.step.has_entries(u.name) and not _is_roughness(u)}
    came, stood = sheet.entries_since(reply)
    kind = sheet.step.entries
    if kind is not None and not kind.several and (came or stood):
        return Place((*stood, *came)[0].id)
    where = place(sheet.step, Told(values), came, reply.today)
    if where.entry == NEW and not sheet.key.agreed:
        again = said_again(sheet.step, values, stood, reply.today)
        return Place(OPEN, again) if again else where
    return where


def _is_roughness(told: Understood) -> bool:
    return told.name.endswith(f".{heard.APPROXIMATE}")


def _of_entry(sheet: Sheet, told: Sequence[Understood], entry: str) -> list[Understood]:
    """Each fact with its entry."""
    entry = "n1" if entry == NEW else entry
    return [replace(u, entry=entry if sheet.step.has_entries(u.name) else "") for u in told]


def _ask_which(reply: Reply, sheet: Sheet, told: Sequence[Understood], where: Place) -> None:
    """What was told waits until it is known of which entry it is."""
    held = _of_entry(sheet, told, OPEN)
    waiting = (u for u in reply.dialogue.heard if heard.key_of(u) not in {heard.key_of(h) for h in held})
    gap = Open(f"{sheet.step.key}{WHICH}", "which", among=where.among)
    others = (o for o in reply.dialogue.open if o.name != gap.name)
    reply.set(
        heard=(*waiting, *held), open=(gap, *others), asked="", reading_back=False, said_by=reply.person.id,
        known_up_to=newest(reply),
    )  # fmt: skip
    answers.go_on(reply)


def _take(reply: Reply, sheet: Sheet, filled: Filled, entry: str) -> None:
    """Records what a form says; or reads it back, where that needs a yes that was not given yet."""
    joins = sheet.adds and entry != NEW
    facts = _of_entry(sheet, filled.told, fresh(reply, sheet.step) if entry == NEW else entry)
    said = {heard.key_of(f) for f in facts}
    waiting = [u for u in reply.dialogue.heard if heard.key_of(u) not in said]
    late = _late(sheet, filled.told)
    agreed = sheet.key.agreed
    if sheet.gone:
        reply.say("form_entry_gone", entry=called(sheet))
    elif late is not None:
        reply.add(message(reply.journey, "form_meanwhile", **_late_words(reply, sheet, late)))
    elif joins:
        known = reply.recorded(sheet.step, entry)
        reply.say("form_joins", entry=title_of(reply, sheet.step, known) if known is not None else "")
    others = (f for f in _changed(reply, sheet, filled.told) if f.person != reply.person.id)
    unasked = not agreed and (bool(waiting) or (_done(reply, sheet) and any(others)))
    unsure = sheet.gone or late is not None or (joins and any(heard.changed_by(reply, f) for f in facts))
    if unasked or unsure:
        reply.set(asked="")
        answers.hear(reply, facts, correcting=not joins)
        return
    if not waiting:
        heard.forget(reply)
    taken_out = _take_out(reply, filled.cleared) if agreed else False
    reply.more_to_come = True
    if facts or not taken_out:
        recording.record(reply, facts, "", replacing=not joins)
    reply.more_to_come = False
    _put_aside(reply, sheet)
    if waiting:
        answers.go_on(reply)
    elif reply.asks_on is not None:
        ask_next(reply, reply.journey.step_by_key.get(reply.asks_on))


def _put_aside(reply: Reply, sheet: Sheet) -> None:
    """What may be left out, and was left empty in the form, is not asked again of that entry."""
    entry = in_hand(reply, sheet.step)
    known = facts_about(reply, sheet.step, entry)
    empty = (q for q in sheet.questions if (q.optional or q.may_wait) and q.key not in known and not q.unasked)
    names = (f"{q.key}#{entry}" if sheet.step.has_entries(q.key) else q.key for q in empty)
    reply.set(skipped=tuple(dict.fromkeys((*reply.dialogue.skipped, *names))))


def _take_out(reply: Reply, cleared: Sequence[Fact]) -> bool:
    """What was emptied no longer counts. False when nothing was."""
    if not cleared:
        return False
    recording.take_in(reply, [w for fact in cleared for w in recording.withdrawn(reply, fact)])
    reply.say("undone", facts=in_words(reply, [recording.as_understood(f) for f in cleared]))
    return True


def _done(reply: Reply, sheet: Sheet) -> bool:
    return reply.progress.done(sheet.step.key)


def _changed(reply: Reply, sheet: Sheet, told: Sequence[Understood]) -> list[Fact]:
    """What is recorded, and the form would take the place of. A list that grows, a date that comes round, is none."""
    found = []
    for understood in told:
        known = sheet.known.get(understood.name)
        if known is None or heard.comes_round(reply, understood.name, known.value, understood.value):
            continue
        if isinstance(known.value, tuple) and set(known.value) <= set(values_of_list(understood.value)):
            continue
        found.append(known)
    return found


def _late(sheet: Sheet, told: Sequence[Understood]) -> Fact | None:
    """What somebody recorded while the form was open, and the form would change."""
    if sheet.key.stamp < 0 or sheet.adds:
        return None
    known = (sheet.known.get(u.name) for u in told)
    return next((f for f in known if f is not None and sheet.came(f)), None)


def _late_words(reply: Reply, sheet: Sheet, late: Fact) -> dict[str, str]:
    return {
        "person": escape(reply.name_of(late.person)),
        "entry": called(sheet),
        "now": heard.say_known(reply, late),
    }


def _say_late(reply: Reply, sheet: Sheet, late: Fact) -> str:
    return text_of(reply.journey, "form_meanwhile", **_late_words(reply, sheet, late))
