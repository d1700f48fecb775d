"""Which part of the record a form is about: its step and entry, what is known of that, what it showed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.model import Fact
from bot.core.model.journey import Question, Step
from bot.core.model.reading import Value
from bot.core.model.views import ONE_MORE, OWN, FormKey
from bot.core.record.entries import Entry
from bot.core.turn.entries import title_of
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form beside the record as it stands now."""

    key: FormKey
    """With its entry and the fact as of which it was opened."""
    step: Step
    questions: tuple[Question, ...]
    known: Mapping[str, Fact]
    """What is recorded now of its questions, and of what goes with them."""
    shown: Mapping[str, Value]
    """What it showed when it was opened."""
    around: Mapping[str, Fact]
    """What conditions look at."""
    entry: Entry | None = None
    gone: bool = False
    """The entry was taken back while the form was open, or before."""

    @property
    def adds(self) -> bool:
        """It tells of an entry that is not in the record, or no longer."""
        return self.gone or self.key.entry == ONE_MORE

    def title(self, reply: Reply) -> str:
        """What stands above it."""
        kind = self.step.entries
        if self.key.whole or kind is None or self.key.entry == OWN:
            return self.step.title
        if self.entry is not None:
            return title_of(reply, self.step, self.entry)
        return text_of(reply.journey, "form_title_new", entry=kind.name)

    def came(self, fact: Fact) -> bool:
        """Whether something was recorded after the form was opened."""
        return fact.id > self.key.stamp

    def entries_since(self, reply: Reply) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """The step's entries that came while the form was open, and those that stood before."""
        entries = reply.progress.of(self.step.key).entries
        new = tuple(e for e in entries if self._is_new(reply, e))
        return new, tuple(e for e in entries if e not in new)

    def _is_new(self, reply: Reply, entry: Entry) -> bool:
        return all(self.came(f) for fact in entry.facts.values() for f in (fact, *reply.behind(fact)))


def newest(reply: Reply) -> int:
    """The newest fact that is recorded."""
    return max((f.id for f in reply.context.facts), default=0)


def sheet_of(reply: Reply, key: FormKey) -> Sheet | None:
    """What a form is about; None for a step that is none or has no such thing, and for another adopter's form."""
    step = reply.journey.step_by_key.get(key.step)
    if step is None or not step.questions or (step.entries is not None and step.entries.by_link):
        return None
    entry = _entry_of(reply, step, key)
    whose = reply.adopter.key
    if (step.entries is None and entry != OWN) or key.adopter not in ("", whose):
        return None
    if key.stamp < 0:
        key = key.opened(entry, newest(reply), whose)
    key = replace(key, entry=entry)
    recorded = reply.recorded(step, entry)
    questions = tuple(q for q in step.questions if _stands_in(step, key, q))
    around = {n: f for n, f in reply.facts_by_name.items() if entry == OWN or not step.has_entries(n)}
    around |= dict(recorded.facts) if recorded is not None else {}
    known = {name: f for name, f in around.items() if reply.step_of(name) is step}
    shown = {name: v for name, fact in known.items() if (v := _as_of(reply, fact, key.stamp)) is not None}
    gone = entry not in (ONE_MORE, OWN) and recorded is None
    return Sheet(key, step, questions, known, shown, around, recorded, gone)


def _entry_of(reply: Reply, step: Step, key: FormKey) -> str:
    """The entry that a form is of. That of a whole step is of the entry that speaks for it, or of the next one."""
    if key.entry or step.entries is None or not step.entries.state:
        return key.entry or OWN
    progress = reply.progress.of(step.key)
    return ONE_MORE if progress.leading is None or progress.wants_new else progress.leading.id


def _stands_in(step: Step, key: FormKey, question: Question) -> bool:
    of_entry = step.has_entries(question.key)
    if step.entries is not None and step.entries.about == question.key:
        return False  # What a note is about nobody fills in.
    if key.whole and step.entries is not None and not step.entries.state:
        return not of_entry  # What stands in a list has forms of its own.
    return key.whole or of_entry == (key.entry != OWN)


def _as_of(reply: Reply, fact: Fact, stamp: int) -> Value | None:
    """What was recorded there when a form was opened."""
    return next((f.value for f in (fact, *reply.behind(fact)) if f.id <= stamp), None)
