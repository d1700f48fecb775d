"""Reads a whole programme from its folder. Every problem of every file is found in one run.

journey.yaml  identity.yaml  phrases.yaml  papers.yaml  badge.yaml  confirm.yaml  steps/KEY.yaml  briefings/*.md
pages/*.md  answers.yaml  synonyms.yaml  whom_to_call.yaml  danger_words.yaml
trouble_words.yaml        -> Journey
facts.yaml  links.yaml    -> checks of what they state; addresses where their keys stand
understanding/            -> lexicon.py
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.content.answers import read_answers, read_requests
from bot.content.badge import read_badge
from bot.content.briefings import read_briefings, read_pages
from bot.content.check_wording import spoken
from bot.content.checks import Limit, all_problems, soon_due
from bot.content.confirm import read_confirm
from bot.content.draft import Draft, Head, Text
from bot.content.facts import read_facts
from bot.content.gatherings import read_gathering_words
from bot.content.glossary import read_glossary
from bot.content.identity import read_identity
from bot.content.links import read_links
from bot.content.nudging import read_nudging
from bot.content.papers import read_papers
from bot.content.peers import read_peers
from bot.content.phrases import read_phrases
from bot.content.problems import Problem, Rule
from bot.content.reading import Node
from bot.content.safety import read_safety
from bot.content.steps import read_step
from bot.content.synonyms import read_synonyms
from bot.core.model.journey import Hours, Journey, Role, Shared, Step, TopicGroup, make_journey
from bot.core.turn.saying import PHRASES

HEAD_KEYS = (
    "key",
    "name",
    "organisation",
    "officer",
    "home",
    "roles",
    "offers",
    "expects",
    "reminders",
    "shared",
    "begins",
    "topic_groups",
    "steps",
)

ROLE_KEYS = ("key", "label", "also", "begins")

WORDING = frozenset({Rule.TEXT_WORDY.name, Rule.TEXT_HARD.name, Rule.TERM_OTHER.name, Rule.WORD_AVOIDED.name})
"""Problems of how something is said: it can be said all the same."""
MILD = WORDING | frozenset({Rule.CHECK_OVERDUE.name, Rule.TEXT_TOO_LONG.name, Rule.TOO_MANY_CHOICES.name,
                  Rule.PHRASE_MISSING.name, Rule.PHRASE_UNUSED.name, Rule.FILE_UNKNOWN.name,
                  Rule.LINK_UNUSED.name})  # fmt: skip
"""Problems with which a journey can still be built, for tests and tools."""
FORGIVEN = WORDING | {Rule.CHECK_OVERDUE.name}
"""Problems of content that may be served."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came out of a folder: the journey, when one could be built, and everything to mend."""

    journey: Journey | None
    problems: list[Problem]
    soon: list[Problem] = field(default_factory=list)
    """What will be due for a check soon: named, and no problem yet."""
    spoken: tuple[Text, ...] = ()
    """What the bot says by itself, to be counted."""

    @property
    def sound(self) -> bool:
        """The bot may serve this. A check that is overdue is said to readers, and stops nothing; nor does wording."""
        return self.journey is not None and all(p.code in FORGIVEN for p in self.problems)


def load(
    folder: Path,
    today: date | None = None,
    limits: Sequence[Limit] = (),
    phrases: Mapping[str, frozenset[str]] = PHRASES,
) -> Loaded:
    """Reads and checks a folder. Overdue checks are reported when `today` is given, sizes when `limits` are."""
    draft = Draft(folder)
    draft.links = read_links(draft)
    draft.steps = _read_head(draft)
    draft.phrases = read_phrases(draft)
    draft.answers = read_answers(draft)
    draft.requests = read_requests(draft)
    draft.facts = read_facts(draft)
    draft.synonyms = read_synonyms(draft)
    draft.safety = read_safety(draft)
    draft.briefings = read_briefings(draft)
    draft.pages = read_pages(draft)
    draft.papers = read_papers(draft)
    draft.badge = read_badge(draft)
    draft.confirm = read_confirm(draft)
    draft.gatherings = read_gathering_words(draft)
    draft.peers = read_peers(draft)
    draft.glossary = read_glossary(draft)
    draft.identity = read_identity(draft)
    problems = sorted(set(draft.problems + all_problems(draft, phrases, today, limits)))
    usable = all(p.code in MILD for p in problems)
    soon = sorted(soon_due(draft, today)) if today else []
    return Loaded(_make(draft) if usable else None, problems, soon, tuple(spoken(draft)))


def _read_head(draft: Draft) -> list[Step]:
    node = draft.read("journey.yaml")
    if node is None or not node.is_map("journey.yaml"):
        return []
    node.known(*HEAD_KEYS)
    head = Head(
        key=node.text("key"),
        name=node.text("name"),
        organisation=node.text("organisation"),
        home_url=_home(node, draft),
        offers=node.texts("offers"),
        expects=node.texts("expects"),
    )
    officer = node.need("officer")
    if officer is not None and officer.is_map("officer"):
        officer.known("name", "email", "hours")
        head.officer_name, head.officer_email = officer.text("name"), officer.text("email")
        head.hours = _hours(officer.get("hours"))
    head.nudging = read_nudging(node.get("reminders"))
    roles: list[Role] = []
    node.need("roles")
    draft.place(node, "head", "roles", key="roles")
    for item in node.list_of("roles"):
        if item.is_map("roles"):
            item.known(*ROLE_KEYS)
            label = draft.text(item, "label", kind="label")
            roles.append(Role(item.text("key"), label, item.texts("also"), item.texts("begins")))
    head.roles = tuple(roles)
    head.shared = _shared(node, draft)
    head.topic_groups = _topic_groups(node, draft)
    head.begins = node.texts("begins")
    draft.place(node, "head", "begins", key="begins")
    draft.head = head
    steps: list[Step] = []
    node.need("steps")
    for item in node.list_of("steps"):
        step = _listed_step(str(item.value), item.line, draft)
        if step is not None:
            steps.append(step)
        else:
            draft.unread.add(str(item.value))
    return steps


def _topic_groups(node: Node, draft: Draft) -> tuple[TopicGroup, ...]:
    """Under which headings the briefings stand on the first page of guidance, by their topics."""
    found = []
    draft.place(node, "head", "topic_groups", key="topic_groups")
    for item in node.list_of("topic_groups"):
        if item.is_map("topic_groups"):
            item.known("title", "topics")
            found.append(TopicGroup(draft.text(item, "title", kind="title"), item.texts("topics")))
    return tuple(found)


def _home(node: Node, draft: Draft) -> str:
    """The address of the programme's pages, which stands with the other links."""
    key = node.text("home")
    link = draft.link(key, node.source.name, node.line_of("home")) if key else None
    return link.address if link else ""


def _shared(node: Node, draft: Draft) -> tuple[Shared, ...]:
    """Steps that people tell of in the same words, and how it is asked which of them is meant."""
    block = node.get("shared")
    draft.place(node, "head", "shared", key="shared")
    if block is None:
        return ()
    found = []
    for name, item, _ in block.pairs():
        if item.is_map(name):
            item.known("ask", "steps", "both")
            steps = item.need("steps")
            labels = tuple((key, str(label.value)) for key, label, _ in steps.pairs()) if steps is not None else ()
            found.append(Shared(name, draft.text(item, "ask"), labels, draft.text(item, "both", "", kind="label")))
    return tuple(found)


def _hours(node: Node | None) -> Hours:
    """When people at the programme answer; the usual hours where nothing is said."""
    if node is None or not node.is_map("hours"):
        return Hours()
    usual = Hours()
    node.known("opens", "closes", "reply_days")
    return Hours(
        node.number("opens", usual.opens),
        node.number("closes", usual.closes),
        node.number("reply_days", usual.reply_days),
    )


def _listed_step(key: str, line: int, draft: Draft) -> Step | None:
    file = str(draft.folder / "journey.yaml")
    if ("listed", key) in draft.places:
        other = f"line {draft.places['listed', key][1]}"
        draft.problems.append(Rule.DUPLICATE_NAME.at(file, line, what="step", name=key, other=other))
        return None
    draft.places["listed", key] = (file, line)
    if not (draft.folder / "steps" / f"{key}.yaml").exists():
        draft.problems.append(Rule.FILE_MISSING.at(file, line, name=f"steps/{key}.yaml"))
        return None
    return read_step(key, draft)


def _make(draft: Draft) -> Journey:
    head = draft.head
    return make_journey(
        key=head.key,
        name=head.name,
        organisation=head.organisation,
        officer_name=head.officer_name,
        officer_email=head.officer_email,
        home_url=head.home_url,
        steps=tuple(draft.steps),
        roles=head.roles,
        phrases=draft.phrases,
        offers=head.offers,
        expects=head.expects,
        briefings=tuple(draft.briefings),
        pages=tuple(draft.pages),
        answers=tuple(draft.answers),
        requests=draft.requests,
        synonyms=draft.synonyms,
        safety=draft.safety,
        hours=head.hours,
        nudging=head.nudging,
        shared=head.shared,
        papers=tuple(draft.papers),
        begins=head.begins,
        topic_groups=head.topic_groups,
        badge=draft.badge,
        confirm=draft.confirm,
        identity=draft.identity,
        gatherings=draft.gatherings,
        peers=draft.peers,
    )
