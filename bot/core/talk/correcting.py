"""Corrections: of what waits for a yes, or of what was recorded last."""

from __future__ import annotations

from dataclasses import replace

from bot.core.model import Choice
from bot.core.reply import CONFIRM, Reply
from bot.core.talk import answers, recording
from bot.core.understanding import retarget
from bot.core.understanding.model import Reading, Understood


def correct(reply: Reply, reading: Reading) -> None:
    """Changes what waits for a yes, or what was recorded last."""
    facts = reading.facts
    if not facts:
        last = reply.talk.heard or _last_recorded(reply)
        context = replace(reply.context(CONFIRM), last=last)
        facts = retarget(reply.turn.text, context, reply.programme.lexicon)
        if any(f.value == "" for f in facts):
            _take_back(reply, {f.name for f in facts if f.value == ""})
            return
        if facts and not reply.talk.heard:
            reply.set(heard_words="")
        if facts and reply.talk.heard:
            _drop_retargeted(reply, facts)
    if facts or reading.open:
        answers.hear(reply, facts, reading.open, reply.turn.text, correcting=True)
    elif reply.talk.heard:
        answers.deny(reply)
    else:
        reply.say("which_one", choices=_steps_with_facts(reply))


def _take_back(reply: Reply, names: set[str]) -> None:
    """ "Scrap the last bit": part of what waits for a yes goes; or else the last thing recorded is taken back."""
    kept = tuple(u for u in reply.talk.heard if u.name not in names)
    if kept and len(kept) < len(reply.talk.heard):
        reply.set(heard=kept)
        answers.read_back(reply)
    else:
        recording.undo(reply)


def _drop_retargeted(reply: Reply, facts: tuple[Understood, ...]) -> None:
    """What was heard for one step and meant for another leaves the first ("that was residents, not colleagues")."""
    kinds = {f.name.partition(".")[2] for f in facts}
    names = {f.name for f in facts}
    kept = [
        u for u in reply.talk.heard
        if u.name in names or u.name.partition(".")[2] not in kinds
    ]  # fmt: skip
    reply.set(heard=tuple(kept))


def _last_recorded(reply: Reply) -> tuple[Understood, ...]:
    return tuple(
        Understood(f.name, f.value, f.sure, f.words)
        for f in reply.scene.recent
        if f.id in reply.talk.last and not f.withdrawn
    )


def _steps_with_facts(reply: Reply) -> list[Choice]:
    return [reply.choice(s.step.title, "step", s.step.key) for s in reply.progress.steps if s.facts][:5]
