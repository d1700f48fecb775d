"""The programme as a value: steps, questions, phrases. Read from `conversations/` by the content part.

Content holds wording, order, choices, who is asked and links. Rules are Python and named here by key (`rules.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.core.model.badge import Badge
from bot.core.model.confirm import Confirm
from bot.core.model.gatherings import GatheringWords
from bot.core.model.identity import Identity
from bot.core.model.papers import Paper
from bot.core.model.peers import PeerWords
from bot.core.model.reading import Value
from bot.core.safety.words import Safety

LEAD = "lead"
"""The role that looks after the whole journey, whatever else a programme calls its roles."""
OTHER_ROLE = "other"
"""The role of whoever does none of what the roles are named for."""
AnswerKind = Literal["choice", "choices", "date", "number", "text", "address", "flag"]


@dataclass(frozen=True, slots=True)
class OptionWord:
    """One of several words for a choice: whoever used it sees it kept, and no other."""

    word: str
    label: str = ""
    """Its own button; without one it has none."""
    forms: tuple[str, ...] = ()
    """How it stands in a sentence: "adopts", "adopted", "adoption"."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question: the value kept, the button's label, and how it is said in a read-back."""

    value: str
    label: str
    say: str = ""
    behind: str = ""
    """The group whose button opens it; without one its button stands there at once."""
    words: tuple[OptionWord, ...] = ()
    """The words that people use for it, where which one it was matters."""
    line: str = ""
    """How it stands in a line of a read-back, behind the line's name: "noted, not approved"; else its label."""


@dataclass(frozen=True, slots=True)
class Group:
    """Choices that stand behind one button, so that a few are offered at a time."""

    key: str
    label: str
    ask: str
    """What is asked once the button was pressed."""
    behind: str = ""
    """The group that its own button stands in."""
    yes: bool = False
    """The button is a yes: a yes in words opens it, and so do words that leave open how it went."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the current fact `fact` has one of `values`; where none is named, when it is known at all."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """All words of one question together."""

    key: str
    kind: AnswerKind
    ask: str
    why: str
    good: str = ""
    """What a good answer looks like."""
    not_understood: str = ""
    label: str = ""
    """The short name, for a row of facts ("Board's decision")."""
    short: str = ""
    """Its name in a read-back, among other lines of its step ("When"); else the label."""
    say: str = ""
    """How a value is said in a read-back; `{value}` stands for it."""
    options: tuple[Option, ...] = ()
    groups: tuple[Group, ...] = ()
    """Buttons that open others, where not all choices are offered at once."""
    optional: bool = False
    only_if: tuple[Condition, ...] = ()
    private: bool = False
    """Asked and shown in direct messages or the adopter's own channel only."""
    may_wait: bool = False
    """A form may leave it empty for now: the step is not done without it, and it is asked again another time."""
    unasked: bool = False
    """Never put by itself: it is recorded where something else gives it, or somebody wants to tell it."""
    each_time: bool = False
    """Of a step that recurs: it belongs to one time, and a later one lets it go ("Where can people read it?")."""
    quoted: bool = False
    """Its answer always stands in quotation marks, however short it is."""
    told_by: tuple[str, ...] = ()
    """Phrases that announce its answer in free text when nobody asked: "they said"."""
    at_most: str = ""
    """The number that this one is part of: those who took part, of those invited."""
    at_most_unless: tuple[Condition, ...] = ()
    """When it is part of no other: attendances are counted more than once."""


@dataclass(frozen=True, slots=True)
class DoneRule:
    """When a step counts as done: the name of a rule in `rules.py`, and what it looks at."""

    rule: str
    fact: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a pending step is reminded about. Days are calendar days; the day moved to is a working day."""

    first_after: int = 7
    every: int = 14
    times: int = 3
    then_tell: str = LEAD
    before_date: tuple[tuple[str, int], ...] = ()
    """(fact of a date to come, working days before it)."""
    after_date: tuple[tuple[str, int], ...] = ()
    """(fact of a date to come, days after it): ask how it went."""
    recurs_by: str = ""
    """The fact that holds the frequency at which the step comes due again."""
    recurs_from: str = ""
    """The fact that holds the date it was last done."""
    before_say: str = ""
    """What is worth doing before the date ("If the board needs a paper, now is a good time for it.")."""


@dataclass(frozen=True, slots=True)
class EntryKind:
    """What a step has several of, each with facts of its own: meetings of a body, activities, publications.

    `rule` is named in `record/entries.py` and says which entry counts for the step.
    """

    name: str
    """What one is called in a sentence: "meeting"."""
    plural: str
    facts: tuple[str, ...]
    """The facts that belong to an entry; the step's others are about the step as a whole."""
    named_by: tuple[str, ...]
    """The facts by which one is named to a person, in this order: "Survey, May, 212"."""
    rule: str
    state: str = ""
    """The fact that says how far an entry is; without one it is neither to come nor past: it stands in a list."""
    held: tuple[str, ...] = ()
    """The values of `state` of an entry that has taken place."""
    ahead: tuple[str, ...] = ()
    """The values of `state` of an entry that is still to come, or goes on."""
    body: str = ""
    """The fact that says whose entry it is, where that matters; without it, it is the step's own."""
    main: str = ""
    """The value of `body` that the step is about."""
    hands_on: tuple[str, ...] = ()
    """Values of `state` that leave it to somebody else: then that one's later entry counts."""
    elsewhere: str = ""
    """The value of `body` of an entry that came from another organisation, when two became one."""
    all_told: str = ""
    """The fact (a flag of the step) that there were no others."""
    more: str = ""
    """Asked once, after an entry was kept: were there others?"""
    several: bool = True
    """False: there is never more than one."""
    together: str = ""
    """The question about all of them together, put once there are several and no more are to come."""
    about: str = ""
    """The fact that says which step, or which entry of it (`STEP#ENTRY`), one is about: then they are notes, in
    people's own words."""
    by_link: bool = False
    """Residents tell of them, through a link (`confirm.yaml`), and nobody else does: nobody can change one."""

    @property
    def first(self) -> str:
        """The fact that an entry is first asked for by."""
        return self.state or self.named_by[0]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the journey."""

    key: str
    title: str
    purpose: str
    owner: str
    """The role that usually looks after it."""
    version: int
    valid_from: date
    last_checked: date
    questions: tuple[Question, ...] = ()
    done_when: DoneRule | None = None
    opens_after: tuple[str, ...] = ()
    optional: bool = False
    """Any time, never holds anything up, not counted as pending work before it is begun."""
    recurs: bool = False
    short: str = ""
    """Its name on a button: "Board"."""
    things: tuple[str, ...] = ()
    """Words for what belongs to it, by which people say who looks after it: "the website", "the minutes"."""
    gives: Literal["", "badge"] = ""
    """What whoever begins with it gets at once, instead of a question."""
    begins_with: str = ""
    """Said once, when the step is begun."""
    ends_with: str = ""
    """Said once, when the step is done."""
    summary: str = ""
    """One line for the status when done; placeholders are fact names of the step."""
    rhythm: Rhythm | None = None
    entries: EntryKind | None = None

    def has_entries(self, fact: str) -> bool:
        """Whether a fact of this name belongs to an entry."""
        return self.entries is not None and fact in self.entries.facts


@dataclass(frozen=True, slots=True)
class Shared:
    """Steps that are told of in the same words: which of them is meant is asked, where nobody can tell."""

    name: str
    """What stands before the dot of a fact of which nobody can tell yet: "consultation"."""
    ask: str
    steps: tuple[tuple[str, str], ...]
    """Each step's key, with the label of its button."""
    both: str = ""
    """The label of the button for all of them."""

    @property
    def question(self) -> str:
        """The name of the question, as the reader knows it."""
        return f"{self.name}.group"


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody does at an adopter."""

    key: str
    label: str
    also: tuple[str, ...] = ()
    """Other words for it, as people introduce themselves: "chief exec", "company secretary"."""
    begins: tuple[str, ...] = ()
    """The steps among which somebody with this role chooses where to begin; without any, those of the journey."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """One guidance briefing. The body is Markdown."""

    key: str
    title: str
    summary: str
    body: str
    topics: tuple[str, ...]
    steps: tuple[str, ...]
    audience: tuple[str, ...]
    published: date
    last_checked: date
    source: str
    owner: str
    checked_by: str = ""
    """Who compared it with its source on `last_checked`."""
    checked_against: str = ""
    """What its text was compared with on `last_checked`."""
    nation: str = "England"
    status: str = "current"
    made_with_residents: bool = False
    announced_on: date | None = None
    in_force_from: date | None = None
    supersedes: str = ""
    check_after_months: int = 6
    facts: tuple[str, ...] = ()
    """The facts of `facts.yaml` that it rests on."""
    download: str = ""
    """The heading of the part that is ready to be used, and can be had as a file of its own."""
    also: tuple[str, ...] = ()
    """Other words by which people look for it; they are not shown."""
    next: tuple[str, ...] = ()
    """The briefings that a reader may want after it."""
    sources: tuple[tuple[str, str], ...] = ()
    """(title, address) of the pages that its facts come from."""


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """Topics of guidance that stand together on its first page."""

    title: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page about the bot itself: privacy, terms. The body is Markdown."""

    key: str
    title: str
    body: str
    owner: str
    last_checked: date
    checked_against: str = ""


@dataclass(frozen=True, slots=True)
class QuestionAndAnswer:
    """A short answer to something people ask, with its source."""

    key: str
    questions: tuple[str, ...]
    answer: str
    source: str
    """Empty when the answer is about the bot itself."""
    last_checked: date
    checked_by: str = ""
    """Who compared it with its source on `last_checked`."""
    checked_against: str = ""
    """What it was compared with on `last_checked`."""
    check_after_months: int = 12
    facts: tuple[str, ...] = ()
    """The facts of `facts.yaml` that it rests on."""
    also: tuple[str, ...] = ()
    """More ways of asking, to find it by."""
    briefings: tuple[str, ...] = ()
    """The briefings that say more: each is offered as a button below the answer."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Words that mean the same when briefings are looked for, and words that only ask."""

    same: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Each word or phrase, in small letters, with its whole group."""
    ignored: frozenset[str] = frozenset()
    longest: int = 1
    """Words in the longest phrase."""
    words: tuple[str, ...] = ()
    """Every single word in the groups: a word of theirs is not misspelt."""
    alike: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Each word or phrase that asks for much the same as others do, with the names of its groups."""
    longest_alike: int = 1


@dataclass(frozen=True, slots=True)
class Hours:
    """When people at the programme answer, on working days, and within how many working days they usually do."""

    opens: int = 9
    closes: int = 17
    reply_days: int = 2


@dataclass(frozen=True, slots=True)
class Nudging:
    """When the programme reminds people at all."""

    opens: str = "09:00"
    closes: str = "16:30"
    country: str = "GB"
    region: str = "ENG"
    """Whose bank holidays are kept."""
    quiet_days: tuple[str, ...] = ("12-24/01-01",)
    """Spans of every year, month and day: nobody is reminded."""
    together: int = 2
    """What comes due within so many days goes out with what is due today."""
    offer_days: int = 5
    """Working days after which a step that was offered and not accepted goes back."""


@dataclass(frozen=True, slots=True)
class Journey:
    """The whole programme."""

    key: str
    name: str
    organisation: str
    """Who runs the programme."""
    officer_name: str
    officer_email: str
    home_url: str
    steps: tuple[Step, ...]
    roles: tuple[Role, ...]
    phrases: dict[str, tuple[str, ...]]
    """Each phrase with its variants; never the same failing sentence twice in a row."""
    offers: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()
    briefings: tuple[Briefing, ...] = ()
    pages: tuple[Page, ...] = ()
    answers: tuple[QuestionAndAnswer, ...] = ()
    requests: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What people say when they want something done: each act with its ways of saying so."""
    synonyms: Synonyms = field(default_factory=Synonyms)
    safety: Safety = field(default_factory=Safety)
    """What is said to somebody in danger or trouble, and the words by which that is known."""
    hours: Hours = field(default_factory=Hours)
    nudging: Nudging = field(default_factory=Nudging)
    shared: tuple[Shared, ...] = ()
    papers: tuple[Paper, ...] = ()
    begins: tuple[str, ...] = ()
    """The steps among which somebody chooses where to begin."""
    topic_groups: tuple[TopicGroup, ...] = ()
    badge: Badge | None = None
    confirm: Confirm | None = None
    """How residents are asked, by a link, whether something is so; None where they are not."""
    identity: Identity = field(default_factory=Identity)
    """What the bot is called and looks like."""
    gatherings: GatheringWords = field(default_factory=GatheringWords)
    peers: PeerWords = field(default_factory=PeerWords)
    step_by_key: dict[str, Step] = field(default_factory=dict)
    question_by_key: dict[str, Question] = field(default_factory=dict)
    step_of_question: dict[str, Step] = field(default_factory=dict)
    things: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Words for a step, for what belongs to it, or for a role, the longest first, with the steps that each names."""

    def step(self, key: str) -> Step:
        return self.step_by_key[key]

    def shared_of(self, name: str) -> Shared | None:
        """What a fact is of that may be of several steps."""
        return next((s for s in self.shared if s.name == name.partition(".")[0]), None)

    def kind_of(self, name: str) -> str:
        """The kind of a fact's question; of what may be of several steps, of the first of them. Empty for none."""
        shared = self.shared_of(name)
        if shared is not None:
            name = f"{shared.steps[0][0]}.{name.partition('.')[2]}"
        question = self.question_by_key.get(name)
        return question.kind if question is not None else ""

    def step_of_fact(self, name: str) -> Step | None:
        """The step that a fact belongs to, also for facts that no question asks for (`residents.approximate`)."""
        return self.step_of_question.get(name) or self.step_by_key.get(name.partition(".")[0])


def make_journey(**parts: object) -> Journey:
    """A Journey with its look-up tables filled."""
    journey = Journey(**parts)  # type: ignore[arg-type]
    for step in journey.steps:
        journey.step_by_key[step.key] = step
        for question in step.questions:
            journey.question_by_key[question.key] = question
            journey.step_of_question[question.key] = step
    journey.things.update(sorted(_things(journey).items(), key=lambda one: -len(one[0])))
    return journey


def _things(journey: Journey) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for step in journey.steps:
        for words in filter(None, (step.title, step.short, *step.things)):
            found[words.casefold()] = (*found.get(words.casefold(), ()), step.key)
    for role in journey.roles:
        keys = tuple(s.key for s in journey.steps if s.owner == role.key or s.key in role.begins)
        if keys and role.key != LEAD:
            for words in (role.label, *role.also):
                if words.casefold().removeprefix("the ") not in found:
                    found[words.casefold()] = keys
    return found


def values_of(value: Value) -> tuple[Value, ...]:
    """A list value's members; any other value alone."""
    return value if isinstance(value, tuple) else (value,)


def newest_first(briefings: Sequence[Briefing]) -> list[Briefing]:
    """Those in force for reading, the newest first."""
    return sorted(
        (b for b in briefings if b.status != "superseded"), key=lambda b: (-b.published.toordinal(), b.title)
    )
