"""Checks of the content as a whole: functions from what was read to Problems. None of them stops at the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

from dateutil.relativedelta import relativedelta

from bot.content.badge import PICTURES
from bot.content.check_briefings import briefing_problems
from bot.content.check_facts import fact_problems
from bot.content.check_phrases import phrase_problems, placeholder_problems
from bot.content.check_steps import step_problems
from bot.content.check_wording import wording_problems
from bot.content.draft import NO_DAY, Draft
from bot.content.identity import FOLDER as IDENTITY
from bot.content.identity import identity_problems
from bot.content.problems import Problem, Rule
from bot.core.model.identity import PICTURES as LOGO

STEP_MONTHS = 12
FACT_MONTHS = 6
PAGE_MONTHS = 12
"""How long a step, a fact or a link, or a page may stand unchecked. A briefing and an answer say so themselves."""
SOON = 30
"""Days before something is due for a check, from which on it is named."""
PAGES = ("privacy.md", "terms.md")
"""The pages about the bot itself, each at an address of its own."""


KNOWN_FILES = frozenset(
    {
        "journey.yaml",
        "identity.yaml",
        "phrases.yaml",
        "answers.yaml",
        "requests.yaml",
        "facts.yaml",
        "links.yaml",
        "papers.yaml",
        "badge.yaml",
        "confirm.yaml",
        "gatherings.yaml",
        "peers.yaml",
        "synonyms.yaml",
        "glossary.yaml",
        "whom_to_call.yaml",
        "danger_words.yaml",
        "danger_weights.json",
        "trouble_words.yaml",
        "README.md",
    }
)


class Limit(Protocol):
    """The most that a channel shows of something. `bot/channels/limits.py` keeps such a table."""

    @property
    def channel(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def most(self) -> int: ...


TEXT_LIMITS = {
    "message": ("message.text", "section.text", "card.fallback"),
    "label": ("button.text", "option.text", "button.title"),
    "title": ("header.text",),
    "bot_name": ("manifest.name", "manifest.bot.name", "manifest.name.short"),
    "bot_short": ("manifest.description.short",),
    "bot_description": ("manifest.description", "manifest.agent.description"),
}
CHOICE_LIMITS = ("select.options",)
"""Which rows of a channel's table hold for which texts; other rows are the channel's own affair."""


def all_problems(
    draft: Draft,
    phrases: Mapping[str, frozenset[str]],
    today: date | None = None,
    limits: Sequence[Limit] = (),
) -> list[Problem]:
    """Every problem that needs more than one value, the day, or a channel's limits, to be seen."""
    return [
        *file_problems(draft),
        *step_problems(draft),
        *phrase_problems(draft, phrases),
        *placeholder_problems(draft),
        *briefing_problems(draft),
        *answer_problems(draft),
        *fact_problems(draft),
        *link_problems(draft),
        *identity_problems(draft),
        *size_problems(draft, limits),
        *wording_problems(draft),
        *(overdue_problems(draft, today) if today else ()),
    ]


def file_problems(draft: Draft) -> Iterator[Problem]:
    """Files that nothing reads, and step files that the journey does not list."""
    for path in sorted(draft.folder.rglob("*")):
        parts = path.relative_to(draft.folder).parts
        if path.is_dir() or any(p.startswith(".") for p in parts) or parts[0] == "understanding":
            continue
        if len(parts) == 2 and parts[0] == "steps" and path.suffix == ".yaml":
            if ("listed", path.stem) not in draft.places:
                yield Rule.STEP_UNREACHABLE.at(path, 1, name=path.stem)
        elif not _is_known(parts):
            yield Rule.FILE_UNKNOWN.at(path, 1, name="/".join(parts))


def _is_known(parts: tuple[str, ...]) -> bool:
    if len(parts) == 1:
        return parts[0] in KNOWN_FILES
    if len(parts) == 2 and parts[0] == "pages":
        return parts[1] in PAGES
    if len(parts) == 2 and parts[0] == "badge":
        return parts[1] in PICTURES
    if len(parts) == 2 and parts[0] == IDENTITY:
        return parts[1] in LOGO
    return len(parts) == 2 and parts[0] == "briefings" and parts[1].endswith(".md")


def answer_problems(draft: Draft) -> Iterator[Problem]:
    """One way of asking that belongs to two answers."""
    seen: dict[str, str] = {}
    for answer in draft.answers:
        for question in (*answer.questions, *answer.also):
            words = " ".join(question.lower().rstrip("?").split())
            if words in seen:
                name = ("answer", answer.key, question if question in answer.questions else "also")
                yield draft.problem(
                    Rule.DUPLICATE_NAME, name, what="question", name=question, other=f"the answer '{seen[words]}'"
                )
            seen.setdefault(words, answer.key)


def link_problems(draft: Draft) -> Iterator[Problem]:
    """Links that nothing leads to: somebody would look at them for nothing."""
    for key in draft.links:
        if key not in draft.links_used:
            yield draft.problem(Rule.LINK_UNUSED, ("link", key), name=key)


def size_problems(draft: Draft, limits: Iterable[Limit]) -> Iterator[Problem]:
    """Texts, labels and choices that a channel would refuse or cut."""
    for limit in limits:
        for text in draft.texts:
            if limit.what in TEXT_LIMITS[text.kind] and len(text.text) > limit.most:
                yield Rule.TEXT_TOO_LONG.at(
                    text.file,
                    text.line,
                    length=len(text.text),
                    channel=limit.channel,
                    limit=limit.most,
                    where=limit.what,
                )
        if limit.what in CHOICE_LIMITS:
            for step in draft.steps:
                for question in step.questions:
                    count = len(question.options)
                    if count > limit.most:
                        name = ("question", question.key, "options")
                        yield draft.problem(
                            Rule.TOO_MANY_CHOICES, name, count=count, channel=limit.channel, limit=limit.most
                        )


def overdue_problems(draft: Draft, today: date) -> Iterator[Problem]:
    """What was not looked at for longer than it may stand."""
    for name, last, months in _checked(draft):
        if _months_between(last, today) >= months:
            yield draft.problem(Rule.CHECK_OVERDUE, name, date=last.isoformat(), months=months)


def soon_due(draft: Draft, today: date) -> Iterator[Problem]:
    """What will be due for a look within some days: nothing is wrong with it yet."""
    for name, last, months in _checked(draft):
        if _months_between(last, today) < months <= _months_between(last, today + timedelta(days=SOON)):
            due = last + relativedelta(months=months)
            yield draft.problem(Rule.CHECK_SOON, name, date=due.isoformat())


def _checked(draft: Draft) -> list[tuple[tuple[str, ...], date, int]]:
    """Everything that says when it was last looked at: (its place, the day, for how many months it may stand)."""
    checked = [
        *((("step", s.key, "last_checked"), s.last_checked, STEP_MONTHS) for s in draft.steps),
        *((("briefing", b.key, "checked"), b.last_checked, b.check_after_months) for b in draft.briefings
          if b.status != "superseded"),
        *((("answer", a.key, "checked"), a.last_checked, a.check_after_months) for a in draft.answers),
        *((("page", p.key, "checked"), p.last_checked, PAGE_MONTHS) for p in draft.pages),
        *((("fact", f.key, "checked"), f.last_checked, FACT_MONTHS) for f in draft.facts),
        *((("link", k.key, "checked"), k.last_checked, FACT_MONTHS) for k in draft.links.values()),
        *((("help", kind, "checked"), h.last_checked, FACT_MONTHS) for kind, h in draft.safety.help.items()),
    ]  # fmt: skip
    return [(name, last, months) for name, last, months in checked if last != NO_DAY]


def _months_between(start: date, end: date) -> int:
    """Whole months; the day after a month is full counts as the next."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day <= start.day)
