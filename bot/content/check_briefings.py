"""Checks of the briefings: steps and briefings that they name, what replaces what, and Markdown without HTML."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt

from bot.content.draft import Draft
from bot.content.problems import Problem, Rule
from bot.content.reading import did_you_mean
from bot.core.guidance.briefing_text import section
from bot.core.model.journey import Briefing
from bot.core.turn.offering import LABEL

MOST_SENTENCES = 2
MOST_TITLE = LABEL - len("Read: ")
"""Characters of a title that a button to read it shows."""
EVERYONE = "everyone"
"""Stands in `audience` for all roles."""


def briefing_problems(draft: Draft) -> Iterator[Problem]:
    """Everything that can be wrong between briefings, and in their text."""
    by_key = {b.key: b for b in draft.briefings}
    steps = [*(s.key for s in draft.steps), *draft.unread]
    readers = [*(r.key for r in draft.head.roles), EVERYONE]
    for answer in draft.answers:
        yield from _dead(draft, ("answer", answer.key, "briefings"), answer.briefings, "briefing", sorted(by_key))
    for briefing in draft.briefings:
        here = ("briefing", briefing.key)
        yield from _dead(draft, (*here, "steps"), briefing.steps, "step", steps)
        yield from _dead(draft, (*here, "audience"), briefing.audience, "role", readers)
        if len(briefing.title) > MOST_TITLE and briefing.status == "current":
            yield draft.problem(Rule.BRIEFING_TITLE, (*here, "title"), count=len(briefing.title), most=MOST_TITLE)
        if _sentences(briefing.summary) > MOST_SENTENCES:
            yield draft.problem(
                Rule.BRIEFING_SUMMARY, (*here, "summary"), count=_sentences(briefing.summary), most=MOST_SENTENCES
            )
        yield from _dead(draft, (*here, "next"), briefing.next, "briefing", sorted(by_key.keys() - {briefing.key}))
        if briefing.download and not section(briefing.body, briefing.download):
            yield draft.problem(Rule.BRIEFING_DOWNLOAD, (*here, "download"), heading=briefing.download)
        yield from _replacing(draft, briefing, by_key)
        yield from _html(draft, briefing)
        yield from _tables(draft, briefing)
    used = sorted({topic.casefold() for b in draft.briefings for topic in b.topics})
    for group in draft.head.topic_groups:
        topics = tuple(topic.casefold() for topic in group.topics)
        yield from _dead(draft, ("head", "topic_groups"), topics, "topic", used)
    yield from _doubles(draft)


def _doubles(draft: Draft) -> Iterator[Problem]:
    """A briefing that stands there twice under two names would go out twice."""
    seen: dict[tuple[str, str], str] = {}
    for briefing in draft.briefings:
        if briefing.status != "current":
            continue
        words = (("title", briefing.title.casefold()), ("body", " ".join(briefing.body.split())))
        for part, text in words:
            first = seen.setdefault((part, text), briefing.key)
            if first != briefing.key:
                yield draft.problem(
                    Rule.DUPLICATE_NAME, ("briefing", briefing.key, part), what="briefing", name=briefing.title,
                    other=f"'{first}'",
                )  # fmt: skip
                break


def _dead(
    draft: Draft, place: tuple[str, ...], values: tuple[str, ...], what: str, known: list[str]
) -> Iterator[Problem]:
    for value in values:
        if value not in known:
            suggestion = did_you_mean(value, known)
            yield draft.problem(Rule.REFERENCE_DEAD, place, value=value, what=what, suggestion=suggestion)


def _sentences(text: str) -> int:
    ends = [i for i, c in enumerate(text) if c in ".?!" and (i + 1 == len(text) or text[i + 1].isspace())]
    return len(ends) or 1


def _replacing(draft: Draft, briefing: Briefing, by_key: dict[str, Briefing]) -> Iterator[Problem]:
    """What a briefing replaces exists, and says that it is replaced; and what is replaced has a follower."""
    here = ("briefing", briefing.key)
    if briefing.supersedes:
        old = by_key.get(briefing.supersedes)
        if old is None:
            yield draft.problem(
                Rule.REFERENCE_DEAD, (*here, "supersedes"), value=briefing.supersedes, what="briefing",
                suggestion=did_you_mean(briefing.supersedes, sorted(by_key)),
            )  # fmt: skip
        elif old.status != "superseded":
            yield draft.problem(
                Rule.BRIEFING_STATUS, ("briefing", old.key, "status"), why=f"'{briefing.key}' replaces it",
                wanted="superseded",
            )  # fmt: skip
    if briefing.status == "superseded" and all(b.supersedes != briefing.key for b in by_key.values()):
        yield draft.problem(Rule.BRIEFING_STATUS, (*here, "status"), why="no briefing replaces it", wanted="current")
    seen = [briefing.key]
    while (following := by_key.get(by_key[seen[-1]].supersedes)) is not None and following.key not in seen:
        seen.append(following.key)
    if following is not None and following.key == briefing.key == min(seen):
        names = " and ".join(f"'{key}'" for key in sorted(seen))
        yield draft.problem(Rule.BRIEFING_CYCLE, (*here, "supersedes"), names=names)


def _html(draft: Draft, briefing: Briefing) -> Iterator[Problem]:
    """A problem for each piece of HTML; code and `<https://…>` are none."""
    if "<" not in briefing.body:
        return
    file, first = draft.at("briefing", briefing.key, "body")
    for token in MarkdownIt("commonmark").parse(briefing.body):
        line = first + (token.map[0] if token.map else 0)
        if token.type == "html_block" or any(child.type == "html_inline" for child in token.children or ()):
            yield Rule.BRIEFING_HTML.at(file, line)


def _tables(draft: Draft, briefing: Briefing) -> Iterator[Problem]:
    """A problem for each table with a column that has no heading."""
    if "|" not in briefing.body:
        return
    file, first = draft.at("briefing", briefing.key, "body")
    tokens = MarkdownIt("commonmark").enable("table").parse(briefing.body)
    for token, words in pairwise(tokens):
        if token.type == "th_open" and not words.content.strip():
            yield Rule.BRIEFING_TABLE.at(file, first + (token.map or words.map or [0])[0])
