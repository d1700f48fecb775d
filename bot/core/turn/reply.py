"""The outcome of a turn while it is being made: what the parts of the engine write into.

A `Reply` holds the turn's givens and gathers messages, facts and changes. It sends nothing and keeps nothing; the
engine turns it into an `Outcome` at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Literal

from bot.core.model import (
    Ability,
    Adopter,
    Assignment,
    Change,
    Choice,
    DialogueState,
    Fact,
    Message,
    NewFact,
    Outcome,
    Outgoing,
    Person,
    PersonState,
    SaveAssignment,
    Turn,
    TurnContext,
    Wake,
)
from bot.core.model.confirm import RESIDENTS
from bot.core.model.errors import HistoryLeftOutError
from bot.core.model.journey import Briefing, Journey, Question, Role, Step
from bot.core.model.people import FORMER_COLLEAGUE
from bot.core.model.presses import Press, parse_press
from bot.core.model.reading import Context, EarlyReading, Known, Reading, Understood, Value
from bot.core.model.search import LookUp
from bot.core.record.entries import Entry
from bot.core.record.placing import OPEN
from bot.core.record.progress import Progress, next_step, progress_of
from bot.core.turn.saying import UNCLEAR, message, text_of
from bot.core.turn.together import merged
from bot.core.turn.wording import say_day, say_fact

if TYPE_CHECKING:
    from bot.core.reader.vocabulary import Vocabulary

WRITING, PREVIEW = "person_words", "person_preview"
"""What `DialogueState.confirming` is while a letter to the officer is written."""
OFFERS = ("read", "file")
"""Buttons that give a briefing, or the file of one."""
CONFIRM = "confirm"
"""The name that the reader knows the read-back by."""


Style = Literal["", "primary", "danger"]


@dataclass(frozen=True, slots=True)
class Programme:
    """What every turn is answered with: the content, the vocabulary, and the time zone days are counted in."""

    journey: Journey
    vocabulary: Vocabulary
    zone: tzinfo
    look_up: LookUp | None = None
    """Finds briefings by words. The turn handler gives it; without it, nothing is found."""
    site: str = ""
    """Where the pages are, when they can be linked to."""


@dataclass(slots=True)
class Reply:
    """One turn's outcome in the making."""

    programme: Programme
    context: TurnContext
    turn: Turn
    dialogue: DialogueState = field(init=False)
    messages: list[Outgoing] = field(default_factory=list)
    facts: list[NewFact] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    keep_text: bool = True
    hush: bool = False
    """Board matters are being said in a shared place: only the person who asked may see them."""
    _progress: tuple[int, Progress] | None = None
    _earlier: dict[int, Fact] | None = None
    _recorded: tuple[Progress, tuple[Understood, ...], tuple[Known, ...]] | None = None
    """What the reader may know of the record, and what it was worked out from."""
    current: list[Fact] = field(init=False)
    """Current facts, with those of this turn (their ids are negative until they are kept)."""
    assignments: dict[str, Assignment] = field(init=False)
    last_here: datetime | None = field(init=False, default=None)
    """When the person was here before this turn."""
    text: str | None = None
    """What is kept in place of the turn's words."""
    reading: Reading | None = None
    """What the turn's words mean, once they were read."""
    early: EarlyReading | None = None
    """What they were read as before the transaction."""
    letter_put: bool = False
    """The letter to the officer was asked for, shown, sent or let go in this turn."""
    more_to_come: bool = False
    """More of the message is still to be answered: nothing is asked, nor come back to, before that is done."""
    asks_on: str | None = None
    """What was answered before that goes on to the next question: of this step first, where it is named."""
    _varied: dict[str, int] = field(default_factory=dict)
    """Which variant of a phrase with several was said in this turn."""

    def __post_init__(self) -> None:
        self.dialogue = self.context.dialogue
        self.current = list(self.context.facts)
        self.assignments = {c.step: c for c in self.context.assignments}
        if self.context.person is not None:
            self.last_here = self.state_of(self.context.person.id).last_seen

    # ---- givens

    @property
    def journey(self) -> Journey:
        return self.programme.journey

    @property
    def briefings(self) -> tuple[Briefing, ...]:
        """Those that are out by today."""
        return tuple(b for b in self.journey.briefings if b.published <= self.today)

    @property
    def at(self) -> datetime:
        return self.turn.at

    @property
    def today(self) -> date:
        return self.turn.at.astimezone(self.programme.zone).date()

    @property
    def person(self) -> Person:
        """Who is talking. Raises ValueError for somebody unknown: the engine sends those to `joining` first."""
        if self.context.person is None:
            raise ValueError("nobody is known on this turn")
        return self.context.person

    @property
    def adopter(self) -> Adopter:
        if self.context.adopter is None:
            raise ValueError("no adopter is known on this turn")
        return self.context.adopter

    @property
    def progress(self) -> Progress:
        """Where the adopter stands, with the facts of this turn; worked out again only when there are new ones."""
        if self._progress is None or self._progress[0] != len(self.facts):
            self._progress = len(self.facts), progress_of(self.journey, self.current)
        return self._progress[1]

    @property
    def facts_by_name(self) -> Mapping[str, Fact]:
        return self.progress.facts

    def entry_for(self, understood: Understood) -> str:
        """The entry that something understood belongs to: a recorded one's id, or the number of a new one.

        Where nobody has said which, it is the one that speaks for the step. Empty for facts that belong to no entry.
        """
        step = self.step_of(understood.name)
        if step is None or not step.has_entries(understood.name):
            return ""
        leading = self.progress.of(step.key).leading
        return understood.entry or (leading.id if leading is not None else "n1")

    def recorded(self, step: Step, entry: str) -> Entry | None:
        """A recorded entry by its id."""
        return self.progress.of(step.key).entry(entry)

    def fact_for(self, understood: Understood) -> Fact | None:
        """What is recorded under the name and in the entry of something understood."""
        step, entry = self.step_of(understood.name), self.entry_for(understood)
        if step is None or not entry:
            return self.facts_by_name.get(understood.name)
        known = self.recorded(step, entry) if entry != OPEN else None
        return known.facts.get(understood.name) if known is not None else None

    @property
    def has_history(self) -> bool:
        """Whether what stood in the place of the current facts is known in this turn."""
        return self.context.earlier is not None

    def need_history(self) -> None:
        """Raises HistoryLeftOutError where this turn is without the history of the record."""
        if not self.has_history:
            raise HistoryLeftOutError

    def behind(self, fact: Fact) -> list[Fact]:
        """The facts whose place a current one took, the latest first. Raises HistoryLeftOutError where the context
        is without them: what is taken back by half would stand again."""
        if fact.replaces is not None:
            self.need_history()
        if self._earlier is None:
            self._earlier = {f.id: f for f in (*self.context.recent, *(self.context.earlier or ()))}
        found: list[Fact] = []
        replaced = fact.replaces
        while replaced is not None and (before := self._earlier.get(replaced)) is not None:
            found.append(before)
            replaced = before.replaces
        return found

    @property
    def my_steps(self) -> list[str]:
        return [c.step for c in self.assignments.values() if c.owner == self.person.id]

    @property
    def steps_of_others(self) -> list[str]:
        """The steps that are with a colleague, or that this person said are not theirs."""
        me = self.person.id
        return [c.step for c in self.assignments.values() if c.owner not in ("", me) or me in c.not_for]

    def next_step(self, skipped: Collection[str] | None = None) -> Step | None:
        """The step that this person is asked about next; `skipped` questions are those put aside if not given."""
        aside = self.dialogue.skipped if skipped is None else skipped
        return next_step(self.progress, self.my_steps, aside, self.steps_of_others, self.person.role)

    @property
    def in_private_place(self) -> bool:
        """A direct message, or the channel that the adopter made its own."""
        own = self.context.adopter.team_address if self.context.adopter else None
        return self.turn.address.private or (own is not None and own.lane == self.turn.address.lane)

    def note_private(self, question: Question) -> None:
        """What is being said concerns this question: when it is private, the answer leaves a shared place."""
        if question.private and not self.in_private_place:
            self.hush = True

    def reading_context(self, asked: str | None = None) -> Context:
        """What the reader may know."""
        step = self.journey.step_of_question.get(asked or "")
        key, _, entry = self.dialogue.entry.partition("#")
        if step is not None and step.has_entries(asked or "") and key == step.key and entry:
            asked = f"{asked}#{entry}"
        return Context(
            today=self.today,
            asked=asked,
            quarters=self.adopter.quarters if self.context.adopter else None,
            people=tuple(p.name for p in self.context.people),
            known=self._known() if self.context.adopter else (),
        )

    def _known(self) -> tuple[Known, ...]:
        """The record, entry by entry, with what waits for a yes; worked out again only when one of them changes."""
        progress, heard = self.progress, self.dialogue.heard
        if self._recorded is None or self._recorded[0] is not progress or self._recorded[1] is not heard:
            self._recorded = progress, heard, self._known_of(progress, heard)
        return self._recorded[2]

    def _known_of(self, progress: Progress, heard: tuple[Understood, ...]) -> tuple[Known, ...]:
        found: dict[tuple[str, str], dict[str, Value]] = {}
        for of in (s for s in progress.steps if not s.holds_notes):  # In a note there is nothing to read.
            for one in of.entries:
                found[of.step.key, one.id] = {n.partition(".")[2]: f.value for n, f in one.facts.items()}
            for fact in of.facts:
                if not of.step.has_entries(fact.name):
                    found.setdefault((of.step.key, ""), {})[fact.name.partition(".")[2]] = fact.value
        for held in heard:
            step = self.step_of(held.name)
            if step is not None and held.entry != "?" and not progress.of(step.key).holds_notes:
                found.setdefault((step.key, held.entry), {})[held.name.partition(".")[2]] = held.value
        return tuple(Known(step, one, tuple(facts.items())) for (step, one), facts in found.items())

    def question(self, key: str) -> Question | None:
        return self.journey.question_by_key.get(key)

    def step_of(self, name: str) -> Step | None:
        return self.journey.step_of_fact(name)

    def say_fact(self, name: str, value: Value, rough: bool = False, words: str = "") -> str:
        return say_fact(self.question(name), name, value, rough, words)

    @property
    def role(self) -> Role | None:
        """What the person does at the adopter; None where they have not said, or content has it no more."""
        return next((role for role in self.journey.roles if role.key == self.person.role), None)

    @property
    def in_hand(self) -> bool:
        """A question or a read-back waits for an answer. Not while somebody was just pointed to help."""
        if self.dialogue.calm:
            return False
        return self.dialogue.reading_back or bool(self.dialogue.asked)

    def name_of(self, person: str) -> str:
        if person == RESIDENTS:
            return text_of(self.journey, "by_residents")
        if person == FORMER_COLLEAGUE:
            return text_of(self.journey, "by_former_colleague")
        return next((p.name for p in self.context.people if p.id == person), "a colleague")

    def state_of(self, person: str) -> PersonState:
        return next((c for c in self.context.people_states if c.person == person), PersonState(person))

    def say_when(self, at: datetime) -> str:
        return say_day(at.astimezone(self.programme.zone).date())

    # ---- saying

    def say(self, phrase: str, /, choices: Iterable[Choice] = (), **words: Any) -> None:
        """Says one phrase to whoever is talking, where they are talking."""
        self.add(message(self.journey, phrase, tuple(choices), self.variant_of(phrase), **words))

    def variant_of(self, phrase: str) -> int:
        """Which variant of a phrase is said now: never the one that was said just before."""
        if phrase.startswith(UNCLEAR):
            return self.dialogue.failures
        if len(self.journey.phrases[phrase]) < 2:
            return 0
        before = dict(said.split(":") for said in self.context.dialogue.last_phrase.split())
        nth = int(before.get(phrase, -1)) + 1
        self._varied[phrase] = nth
        return nth

    def say_not_again(self, phrase: str, choices: Iterable[Choice] = ()) -> None:
        """Says a phrase at the end of an answer, unless the answer before ended with it too."""
        said = {before.partition(":")[0] for before in self.context.dialogue.last_phrase.split()}
        if phrase not in said or not self.messages:
            self.say(phrase, choices)
            self._varied[phrase] = 0

    def add(self, made: Message) -> None:
        self.messages.append(Outgoing(made, self.turn.address))

    def tell(self, somebody: str, phrase: str, /, choices: Iterable[Choice] = (), **words: Any) -> None:
        """Says one phrase to another person (an id), wherever they are reached."""
        self.messages.append(Outgoing(message(self.journey, phrase, tuple(choices), **words), None, somebody))

    def choice(self, label: str, verb: str, *about: str, stamp: int | None = None, style: Style = "") -> Choice:
        """A button, made under the dialogue's present stamp unless another is given."""
        adopter = self.context.adopter.key if self.context.adopter else ""
        return Choice(label, str(Press(verb, adopter, self.dialogue.stamp if stamp is None else stamp, about)), style)

    def button(
        self, name: str, verb: str, *about: str, stamp: int | None = None, style: Style = "", **words: str
    ) -> Choice:
        """A button whose label is the phrase `button_NAME`."""
        return self.choice(text_of(self.journey, f"button_{name}", **words), verb, *about, stamp=stamp, style=style)

    # ---- changing

    def set(self, **changes: Any) -> None:
        """Changes the dialogue."""
        self.dialogue = replace(self.dialogue, **changes)

    def new_stamp(self) -> None:
        """A new question or read-back is put: older buttons become old."""
        self.dialogue = replace(self.dialogue, stamp=self.dialogue.stamp + 1)

    def save_assignment(self, assignment: Assignment) -> None:
        self.assignments[assignment.step] = assignment
        self.changes.append(SaveAssignment(assignment))

    def start_over(self) -> None:
        """Forgets all that was said and changed so far: nothing is half-done."""
        self.messages, self.facts, self.changes = [], [], []
        self._progress = None
        self.__post_init__()

    def outcome(self) -> Outcome:
        """What the turn leads to."""
        if self._varied or self.dialogue.last_phrase:
            self.set(last_phrase=" ".join(f"{phrase}:{nth}" for phrase, nth in self._varied.items()))
        self._note_typed()
        self._note_shown()
        return Outcome(
            tuple(merged(self.messages) if not self.hush else self._hushed_all()),
            tuple(self.facts),
            self.dialogue if self.dialogue != self.context.dialogue else None,
            (*self.changes, *self._wake()),
            self.keep_text,
            self.text,
        )

    def _note_typed(self) -> None:
        """Where the question in hand takes words or a number, the message that puts it says so."""
        question = self.question(self.dialogue.asked)
        takes = question is not None and question.kind not in ("choice", "choices", "flag")
        if not takes or self.dialogue.reading_back or not self.messages or self.messages[-1].person:
            return
        last = self.messages[-1]
        self.messages[-1] = replace(last, message=replace(last.message, typed=True))

    def _note_shown(self) -> None:
        """Which briefings this answer offers to whoever speaks."""
        choices = [choice for out in self.messages if not out.person for choice in out.message.choices]
        presses = [press for choice in choices if (press := parse_press(choice.value)) is not None]
        found = tuple(dict.fromkeys(press.part(0) for press in presses if press.verb in OFFERS))
        if found != self.dialogue.shown:
            self.set(shown=found)

    def _wake(self) -> tuple[Wake, ...]:
        """What changes an adopter makes the clock plan it anew."""
        if self.context.adopter is None or not (self.facts or self.changes):
            return ()
        return (Wake(self.at),)

    def _hushed_all(self) -> list[Outgoing]:
        """What is said here goes to the one who asked; where that is in another place, a line here says so."""
        going = [self._hushed(one) for one in merged(self.messages)]
        if self.turn.address.private or Ability.WHISPER in self.turn.can:
            return going
        return [*going, Outgoing(message(self.journey, "answered_aside"), self.turn.address)]

    def _hushed(self, going: Outgoing) -> Outgoing:
        if going.address is None or going.address.lane != self.turn.address.lane:
            return going
        return replace(going, address=replace(going.address, private=True))
