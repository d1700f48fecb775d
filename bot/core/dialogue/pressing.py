"""What a pressed button does. Old buttons say kindly what has changed; those of another adopter are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core.casework import letters
from bot.core.dialogue import joining, my_answers, reminder_presses, verdicts
from bot.core.gatherings import pressed as gatherings
from bot.core.guidance import about
from bot.core.guidance import briefings as guidance
from bot.core.model import Fact, SaveAdopter
from bot.core.model.journey import Step
from bot.core.model.presses import Press, UnknownButtonError, parse_press
from bot.core.model.views import FORM, ONE_MORE, OWN, FormKey, parse_form_key
from bot.core.peers import pressed as peers
from bot.core.people import erasing, owners, rights
from bot.core.record.entries import is_kept
from bot.core.record.progress import next_question
from bot.core.reminders import settings as reminders
from bot.core.turn import answered, answers, asking, buttons, heard, recording, returning, standing
from bot.core.turn.entries import ENTRY
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.turn.understand import understand
from bot.core.views import badge, confirm, settings
from bot.core.views import report as evidence
from bot.core.views.papers import asking as papers


def press(reply: Reply) -> None:
    """Answers one press."""
    pressed = parse_press(reply.turn.press)
    form = parse_form_key(reply.turn.press.removeprefix(FORM)) if reply.turn.press.startswith(FORM) else None
    if form is not None and form.step in reply.journey.step_by_key:
        _instead_of_form(reply, form)
    elif pressed is None:
        reply.say("unknown_button", choices=standing.menu(reply))
    elif pressed.adopter not in ("", reply.adopter.key):
        reply.say("foreign_button")
    else:
        if reply.dialogue.paper:
            reply.set(paper="")
        if reply.dialogue.peering and pressed.verb != "peer":
            reply.set(peering=())
        if reply.dialogue.reflecting and pressed.verb != "gathering":
            reply.set(reflecting=())
        place = answered.settled(reply, pressed)
        try:
            VERBS[pressed.verb](reply, pressed)
            if place is not None and "old_button" not in {m.message.phrase.partition(" ")[0] for m in reply.messages}:
                reply.messages.insert(0, place)
        except UnknownButtonError:
            reply.start_over()
            reply.say("unknown_button", choices=standing.menu(reply))


def _instead_of_form(reply: Reply, form: FormKey) -> None:
    """A form's button where no form could be opened: what the form is about, in the dialogue."""
    step = reply.journey.step(form.step)
    if step.entries is not None and form.entry == ONE_MORE:
        my_answers.add(reply, step)
    elif step.entries is not None and form.entry == OWN:
        my_answers.show_step(reply, step.key)
    elif step.entries is not None and form.entry:
        my_answers.show_entry(reply, step.key, form.entry)
    else:
        asking.ask(reply, next_question(step, reply.facts_by_name, ()) or step.questions[0])


def _stale(reply: Reply, now: str = "") -> None:
    reply.say("old_button", now=now)
    returning.ask_again(reply)


def _yes(reply: Reply, pressed: Press) -> None:
    if reply.dialogue.reading_back and pressed.stamp == reply.dialogue.stamp:
        answers.confirm(reply)
    else:
        _stale(reply)


def _no(reply: Reply, pressed: Press) -> None:
    if reply.dialogue.reading_back and pressed.stamp == reply.dialogue.stamp:
        answers.deny(reply)
    else:
        _stale(reply)


def _line(reply: Reply, pressed: Press) -> None:
    """A line of what was read back: given anew, left out; or, where each is asked about, kept or left out."""
    act = pressed.part(0, ("change", "out", "keep", "drop"))
    key = pressed.part(1, reply.journey.question_by_key), pressed.part(2)
    told = next((u for u in reply.dialogue.heard if heard.key_of(u) == key), None)
    confirming = reply.dialogue.confirming
    denied = act == "change" and confirming == answers.DENIED
    waits = confirming == heard.CORRECTING if act == "out" else reply.dialogue.reading_back or denied
    if told is None or not waits or pressed.stamp != reply.dialogue.stamp:
        _stale(reply)
    elif act == "change":
        answers.change_line(reply, told)
    elif act == "out":
        answers.leave_out(reply, lambda u: u == told)
    else:
        verdicts.of_line(reply, told, right=act == "keep")


def _pick(reply: Reply, pressed: Press) -> None:
    key, value = pressed.part(0, reply.journey.question_by_key), pressed.part(1)
    question = reply.journey.question_by_key[key]
    step = reply.journey.step_of_question[key]
    entry = pressed.part(2) if len(pressed.about) > 2 and step.has_entries(key) else ""
    if entry and not ENTRY.fullmatch(entry):
        raise UnknownButtonError(entry)
    known = _known(reply, step, key, entry)
    new = bool(entry) and not is_kept(entry)
    if (buttons.newest_of(reply, step) if new else known.id if known else 0) != pressed.stamp:
        reply.note_private(question)
        _stale(reply, heard.line_of(reply, known) if known else "")
        return
    if entry and _gone(reply, step, entry):
        reply.note_private(question)
        _stale(reply, text_of(reply.journey, "entry_gone", entry=step.entries.name if step.entries else ""))
        return
    if pressed.verb == "open":
        if value not in {g.key for g in question.groups}:
            raise UnknownButtonError(value)
        asking.ask(reply, question, begin=False, entry=entry, group=value)
        return
    value, _, word = value.partition("/")
    option = next((o for o in question.options if o.value == value), None)
    if question.options and (option is None or word not in ("", *(w.word for w in option.words))):
        raise UnknownButtonError(value)
    if pressed.verb == "tick":
        answers.tick(reply, question, value, entry)
    else:
        answers.pick(reply, question, value, entry, word)


def _known(reply: Reply, step: Step, key: str, entry: str) -> Fact | None:
    """What is recorded there; of a new entry, what somebody told meanwhile of the step."""
    if not entry:
        return reply.facts_by_name.get(key)
    if is_kept(entry):
        recorded = reply.recorded(step, entry)
        return recorded.facts.get(key) if recorded is not None else None
    return reply.facts_by_name.get(key)


def _gone(reply: Reply, step: Step, entry: str) -> bool:
    """The entry was taken back since the button was shown."""
    return is_kept(entry) and reply.recorded(step, entry) is None


def _do(reply: Reply, pressed: Press) -> None:
    if pressed.part(0) == "skip":
        returning.skip(reply, *pressed.about[1:2])
    else:
        DOING[pressed.part(0, DOING)](reply)


def _that_is_all(reply: Reply) -> None:
    if reply.dialogue.heard:
        answers.confirm(reply)
    else:
        _stale(reply)


def _forget(reply: Reply) -> None:
    heard.forget(reply)
    reply.set(asked="")
    reply.say("not_kept")
    asking.ask_next(reply)


def _step(reply: Reply, pressed: Press) -> None:
    """Goes to a step."""
    asking.begin_step(reply, reply.journey.step(pressed.part(0, reply.journey.step_by_key)))


def _role(reply: Reply, pressed: Press) -> None:
    joining.set_role(reply, pressed.part(0, {r.key for r in reply.journey.roles}))


def _again(reply: Reply, pressed: Press) -> None:
    if reply.dialogue.confirming == returning.START_AGAIN:
        returning.start_again(reply, pressed.part(0) == "yes")
    else:
        _stale(reply)


def _whose(reply: Reply, pressed: Press) -> None:
    """Of which step what was told is."""
    shared = reply.journey.shared_of(pressed.part(0))
    steps = pressed.about[1:]
    if shared is None or not steps or not set(steps) <= {key for key, _ in shared.steps}:
        raise UnknownButtonError(str(pressed))
    if reply.dialogue.shared and pressed.stamp == reply.dialogue.stamp:
        answers.whose(reply, steps)
    else:
        _stale(reply)


def _quarters(reply: Reply, pressed: Press) -> None:
    """What the organisation means by a quarter: remembered, and the words that asked for it read again."""
    meaning = pressed.part(0, ("financial", "calendar"))
    adopter = replace(reply.adopter, quarters=meaning)  # type: ignore[arg-type]
    reply.context = replace(reply.context, adopter=adopter)
    reply.changes.append(SaveAdopter(adopter))
    reply.say("quarters_noted", meaning=f"{meaning} year")
    gap = next((o for o in reply.dialogue.open if o.reason == "quarter"), None)
    if gap is None:
        returning.ask_again(reply)
        return
    reading = understand(reply.programme, gap.words, reply.reading_context(gap.name))
    reply.set(open=tuple(o for o in reply.dialogue.open if o.reason != "quarter"))
    answers.hear(reply, [f for f in reading.facts if f.name == gap.name])


def _owner(reply: Reply, pressed: Press) -> None:
    step = pressed.part(0, reply.journey.step_by_key)
    here = {p.id: p for p in reply.context.people if p.left_on is None}
    owners.offer(reply, step, here[pressed.part(1, here)])


DOING: dict[str, Callable[[Reply], None]] = {
    "next": asking.say_next,
    "badge": badge.badge,
    "roles": joining.list_roles,
    "sign_out": settings.sign_out,
    "offers": joining.say_offers,
    "expects": joining.say_expects,
    "status": returning.status,
    "help": guidance.help_text,
    "person": letters.ask_what,
    "guidance": guidance.latest,
    "report": evidence.report,
    "undo": recording.undo,
    "forget": _forget,
    "that_is_all": _that_is_all,
    "answers": my_answers.show,
    "same_date": recording.same_date,
    "held": rights.held,
    "pause": reminders.pause,
    "resume": reminders.resume,
}

VERBS: dict[str, Callable[[Reply, Press], None]] = {
    "yes": _yes,
    "no": _no,
    "line": _line,
    "pick": _pick,
    "tick": _pick,
    "open": _pick,
    "do": _do,
    "step": _step,
    "role": _role,
    "again": _again,
    "quarters": _quarters,
    "read": guidance.read_part,
    "file": guidance.hand_over_file,
    "useful": guidance.useful,
    "more": guidance.more,
    "topic": guidance.on_topic,
    "say": about.say_answer,
    "person": letters.pressed,
    "workspace": lambda reply, pressed: joining.workspace_answer(reply, pressed.part(0)),
    "owner": _owner,
    "take": lambda reply, pressed: owners.take(reply, pressed.part(0), pressed.part(1)),
    "nudge": reminder_presses.press,
    "entry": my_answers.press,
    "whose": _whose,
    "paper": papers.pressed,
    "confirm": confirm.pressed,
    "erase": erasing.pressed,
    "handed": papers.handed,
    "gathering": gatherings.pressed,
    "peer": peers.pressed,
}
