"""What a person can set: when they are reminded, what they are called and do, where they are known. Pure.

Shown on Slack's Home, on the web's page of settings, and in the dialogue to whoever asks.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.calendar import span_of
from bot.core.model import WHOLE, Ability, Choice, EndAccess, Message, SavePerson
from bot.core.model.journey import LEAD
from bot.core.record.assignments import gone_quiet
from bot.core.record.working_days import held_until
from bot.core.turn import answered
from bot.core.turn.assigning import often, whether
from bot.core.turn.reply import PREVIEW, WRITING, Reply
from bot.core.turn.returning import ask_again
from bot.core.turn.saying import text_of
from bot.core.turn.wording import escape, first_upper, say_day, say_list, say_span, say_weekdays
from bot.core.views.checklist import is_mine
from bot.core.views.settings_form import FORM_OF_SETTINGS, check_settings, said_in, settings_form, take_settings

_CALLED = re.compile(
    r"(?:please )?(?:call me|my name is(?: now| really| actually)?(?: spel(?:t|led))?|change my name to)"
    r"\s+([^\W\d_][\w'’.\- ]{0,39})[.!]?",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:about|after|any|anytime|asap|at|back|before|directly|if|in|instead|later|maybe|(?:mon|tues|wednes|thurs|fri)day"
    r"|next|now|on|please|soon|straight|then|this|today|tomorrow|tonight|when|whenever|with)\b",
    re.IGNORECASE,
)
"""Who says one of these wants a call, and says no name."""
MOST_NAMES = 4
"""More words are no name."""


def settings(reply: Reply) -> None:
    """All of it, to whoever asks."""
    of_reminders, of_account = reminders(reply), account(reply)
    site = reply.programme.site
    privacy = [Choice(text_of(reply.journey, "button_privacy"), url=f"{site}/privacy")] if site else []
    text = f"{of_reminders.text}\n\n{of_account.text}"
    choices = (*of_reminders.choices, *filter(None, (_here(reply, c) for c in of_account.choices)), *privacy)
    reply.add(Message(text, "settings", choices, title=text_of(reply.journey, "settings")))


def _here(reply: Reply, choice: Choice) -> Choice | None:
    """The button as it works where it is shown: a form is a page where the channel has none of its own."""
    if choice.value != FORM_OF_SETTINGS or Ability.FORM in reply.turn.can:
        return choice
    return replace(choice, value="", url=f"{reply.programme.site}/settings") if reply.programme.site else None


def set_up(reply: Reply) -> None:
    """The form of the settings was sent: what holds now, or what is wrong."""
    wrong = check_settings(reply, reply.turn.fields)
    if wrong:
        shown = {field.key: field.label for field in settings_form(reply).fields}
        key, hint = next(iter(wrong.items()))
        reply.say("form_wrong", question=shown[key], hint=hint)
        return
    take_settings(reply, reply.turn.fields)
    answered.sent(reply, text_of(reply.journey, "settings"), said_in(reply, reply.turn.fields))
    reply.say("settings_saved")
    settings(reply)


def sign_out(reply: Reply) -> None:
    """Every link and session of the person in the web chat is over, on whatever device."""
    reply.changes.append(EndAccess())
    reply.say("signed_out")


def account(reply: Reply, elsewhere: bool = True) -> Message:
    """What the person is called and does, and where they are known. `elsewhere`: it is shown in another place than
    the web chat, which has a button of its own that signs out."""
    role = reply.role.label if reply.role is not None else ""
    names = {"name": escape(reply.person.name), "role": role[:1].lower() + role[1:]}
    channels = dict.fromkeys(a.channel for a, who in reply.context.accounts if who == reply.person.id)
    places = say_list([text_of(reply.journey, f"place_{channel}") for channel in channels])
    lines = [text_of(reply.journey, "settings_you" if role else "settings_name", **names)]
    lines += [text_of(reply.journey, "settings_places", places=places)] if places else []
    signs_out = (reply.button("sign_out", "do", "sign_out"),) if elsewhere else ()
    change = Choice(text_of(reply.journey, "button_change_settings"), FORM_OF_SETTINGS)
    return Message(
        "\n\n".join(lines),
        choices=(change, *signs_out, reply.button("erase_ask", "erase", "ask")),
        title=text_of(reply.journey, "settings_title_you"),
    )


def renamed(reply: Reply) -> bool:
    """ "Call me Sam": what the bot calls them from now on. False when the words say something else."""
    found = _CALLED.fullmatch(" ".join(reply.turn.text.split()))
    name = found[1].strip(" .") if found else ""
    writes = reply.dialogue.confirming in (WRITING, PREVIEW)
    if not name or len(name.split()) > MOST_NAMES or _WHEN.search(name) or writes:
        return False
    person = replace(reply.person, name=name)
    reply.changes.append(SavePerson(person))
    reply.context = replace(reply.context, person=person)
    reply.say("name_noted", name=escape(name))
    ask_again(reply)
    return True


def reminders(reply: Reply, held: str = "") -> Message:
    """When this person hears from the bot, and how to change that."""
    assignment = reply.state_of(reply.person.id)
    whole = reply.assignments.get(WHOLE)
    off = assignment.paused or (assignment.until is not None and assignment.until > reply.today)
    lines = [whether(reply)]
    if not off:
        lines += _reminded_of(reply)
    if assignment.hours:
        lines.append(text_of(reply.journey, "home_hours", hours=assignment.hours.replace("-", " to ")))
    if assignment.days:
        lines.append(text_of(reply.journey, "home_days", days=say_weekdays(assignment.days)))
    if assignment.gap:
        lines.append(f"{first_upper(often(reply, assignment.gap))}.")
    if assignment.slower > 1:
        lines.append(text_of(reply.journey, "home_slower"))
    ahead = [say_span(s) for s in sorted(assignment.leave) if span_of(s)[1] >= reply.today]
    if away := ahead if off else ahead[1:]:  # Otherwise the nearest is said above.
        lines.append(text_of(reply.journey, "home_away", dates=say_list(away)))
    stopped = whole is not None and (whole.paused or (whole.until is not None and whole.until > reply.today))
    if stopped:
        lines.append(text_of(reply.journey, "home_all_paused", adopter=escape(reply.adopter.name)))
    if held == "paused":
        lines.append(text_of(reply.journey, "home_held"))
    elif (until := held_until(held)) is not None and until > reply.today:
        lines.append(text_of(reply.journey, "home_held_until", date=say_day(until)))
    buttons = [reply.button("resume", "do", "resume") if off else reply.button("pause_mine", "do", "pause")]
    if stopped:
        buttons.append(reply.button("resume_all", "nudge", "resume_all"))
    elif reply.person.role == LEAD:
        buttons.append(reply.button("pause_all", "nudge", "pause_all"))
    lines.append(text_of(reply.journey, "home_reminders_how"))
    return Message("\n".join(lines), choices=tuple(buttons), title=text_of(reply.journey, "home_title_reminders"))


def _reminded_of(reply: Reply) -> list[str]:
    """What is with this person, and of what of it the bot has stopped reminding since nothing came back."""
    mine = [p.step for p in reply.progress.pending if is_mine(reply, p)]
    quiet = [
        s.title for s in mine if s.key in reply.assignments and gone_quiet(reply.progress, reply.assignments[s.key])
    ]
    lines = [text_of(reply.journey, "home_reminded", steps=say_list([s.title for s in mine]))] if mine else []
    return [*lines, text_of(reply.journey, "home_quiet", steps=say_list(quiet))] if quiet else lines
