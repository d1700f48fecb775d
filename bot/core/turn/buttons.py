"""The buttons of a question: which choices are offered at once, and which stand behind a button."""

from __future__ import annotations

from bot.core.model import Ability, Choice
from bot.core.model.journey import Group, Option, Question, Step
from bot.core.model.reading import values_of_list
from bot.core.model.views import form_choice
from bot.core.record.entries import is_kept
from bot.core.turn.entries import entry_to_ask, in_hand
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of

NOT_KEPT = 10**12
"""Ids of facts that this turn makes begin here: the store gives them others."""
FLAGS = (("yes", "true"), ("no", "false"))


# ---------------------------------------------------------------- which of its choices are offered


def offered(question: Question, group: str = "") -> list[Option | Group]:
    """What stands in a group of the question, or in none: choices, and a button for each group inside, where the
    first of what is behind it would stand."""
    groups = {g.key: g for g in question.groups}
    found: dict[str, Option | Group] = {}
    for option in question.options:
        inside, shown = option.behind, (option.value, option)
        while inside != group and inside in groups:
            shown = (f"#{inside}", groups[inside])  # type: ignore[assignment]
            inside = groups[inside].behind
        if inside == group:
            found.setdefault(*shown)
    return list(found.values())


def open_group(reply: Reply, question: Question) -> Group | None:
    """The group of this question that was opened last, while the question is in hand."""
    key, _, name = reply.dialogue.group.partition("#")
    return next((g for g in question.groups if g.key == name and question.key == key), None)


def yes_group(question: Question) -> str:
    """The group that a yes to the question opens; empty where there is none."""
    return next((g.key for g in question.groups if g.yes), "")


def show_group(reply: Reply, question: Question, group: str) -> None:
    """From here on the choices of this group are the question's; of none, those that stand there at first."""
    reply.set(group=f"{question.key}#{group}" if group else "")


def wording(reply: Reply, question: Question) -> str:
    """What is asked: the question, or what its open group asks."""
    group = open_group(reply, question)
    return group.ask if group is not None else question.ask


def labels_of(reply: Reply, question: Question) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(value, label) of each choice as shown (a group's value is `#GROUP`), and of those that stand elsewhere."""
    group = open_group(reply, question)
    shown = offered(question, group.key if group else "")
    here: list[tuple[str, str]] = []
    for one in shown:
        here += [(f"#{one.key}", one.label)] if isinstance(one, Group) else buttons_of(one)
    return here, [pair for o in question.options if o not in shown for pair in buttons_of(o)]


def buttons_of(option: Option) -> list[tuple[str, str]]:
    """(value, label) of a choice; of one with words of its own for it, of each of these, as `VALUE/WORD`."""
    words = [(f"{option.value}/{w.word}", w.label) for w in option.words if w.label]
    return words or [(option.value, option.label)]


# ---------------------------------------------------------------- as buttons


def choices_of(reply: Reply, question: Question) -> tuple[Choice, ...]:
    """The buttons of a question. They carry the id of what is known now, so that an old one can be told. Where they
    would stand before everybody and the question is private, the answer is hushed."""
    reply.note_private(question)
    step = reply.journey.step_of_question[question.key]
    entry = in_hand(reply, step) or entry_to_ask(reply, step) if step.has_entries(question.key) else ""
    ticked = heard_list(reply, question.key, entry) if question.kind == "choices" else ()
    buttons = _options(reply, question, step, entry, ticked)
    if ticked:
        buttons.append(reply.button("that_is_all", "do", "that_is_all", style="primary"))
    elif question.optional or not buttons:
        buttons.append(reply.button("skip", "do", "skip", question.key))
    return tuple(buttons)


def options_of(reply: Reply, question: Question, entry: str) -> list[Choice]:
    """Only its choices, where it has some of which one is chosen: for an answer that is given anew."""
    if question.kind == "choices":
        return []
    return _options(reply, question, reply.journey.step_of_question[question.key], entry, ())


def _options(reply: Reply, question: Question, step: Step, entry: str, ticked: tuple[str, ...]) -> list[Choice]:
    stamp, of = _stamp(reply, question, step, entry), (entry,) if entry else ()
    if question.kind == "flag":
        return [reply.button(name, "pick", question.key, value, stamp=stamp) for name, value in FLAGS]
    verb, group = "tick" if question.kind == "choices" else "pick", open_group(reply, question)
    buttons = []
    for shown in offered(question, group.key if group else ""):
        if isinstance(shown, Group):
            buttons.append(reply.choice(shown.label, "open", question.key, shown.key, *of, stamp=stamp))
        elif shown.value not in ticked:
            for value, label in buttons_of(shown):
                buttons.append(reply.choice(label, verb, question.key, value, *of, stamp=stamp))
    return buttons


def _stamp(reply: Reply, question: Question, step: Step, entry: str) -> int:
    """What is known there now."""
    if entry and not is_kept(entry):
        return newest_of(reply, step)
    recorded = reply.recorded(step, entry) if entry else None
    known = recorded.facts.get(question.key) if recorded else None if entry else reply.facts_by_name.get(question.key)
    return known.id if known is not None and known.id < NOT_KEPT else 0


def newest_of(reply: Reply, step: Step) -> int:
    """The newest fact about the step's entries: a button for one more is old when a colleague told of one since."""
    return max((e.newest for e in reply.progress.of(step.key).entries if e.newest < NOT_KEPT), default=0)


def heard_list(reply: Reply, name: str, entry: str = "") -> tuple[str, ...]:
    """What was already ticked of a question with several answers."""
    held = (u for u in reply.dialogue.heard if (u.name, u.entry) == (name, entry))
    return next((values_of_list(u.value) for u in held), ())


def role_choices(reply: Reply) -> list[Choice]:
    """What somebody may do at an adopter."""
    return [reply.choice(r.label, "role", r.key) for r in reply.journey.roles]


def more_choices(reply: Reply, step: Step) -> tuple[Choice, ...]:
    """Whether there were other entries."""
    return (
        reply.button("add_another", "entry", "add", step.key),
        reply.button("that_was_all", "entry", "all", step.key),
    )


def form_instead(reply: Reply, step: Step) -> list[Choice]:
    """The step's form, where the channel has forms and there is more than one thing to fill in."""
    there = Ability.FORM in reply.turn.can and len(step.questions) > 1
    return [form_choice(step, text_of(reply.journey, "button_form_instead"))] if there else []
