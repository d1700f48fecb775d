"""Makes the table of what is stated: `python -m tests.content.facts_page` writes docs/facts.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.content.draft import Draft, Fact, Link
from bot.content.facts import read_facts
from bot.content.journey import load
from bot.content.links import read_links
from bot.core.model.journey import Briefing, QuestionAndAnswer
from bot.core.turn.wording import say_day
from tests.content.pledge import CONVERSATIONS

PAGE = CONVERSATIONS.parent / "docs" / "facts.md"
HEAD = """# What is stated, where it comes from, and when it was checked

Made from `conversations/` by `python -m tests.content.facts_page`, and held by `tests/content/test_facts.py`.
"Checked" means that somebody compared the words with what is named, on that day, and no more: most of it was stored
copies of public pages. Nobody at a regulator, an ombudsman or a law firm has read it.
"""
TITLES = {"law": "Law", "charter": "The charter and the programme", "help": "Where to get help"}


def facts() -> list[Fact]:
    """All facts of the shipped content."""
    draft = Draft(CONVERSATIONS)
    draft.links = read_links(draft)
    return read_facts(draft)


def page() -> str:
    """The whole page."""
    journey = load(CONVERSATIONS).journey
    assert journey is not None
    parts = [HEAD]
    for about, title in TITLES.items():
        rows = [_fact(f) for f in facts() if f.about == about]
        parts.append(_table(title, ("fact", "applies", "source", *CHECKED), rows))
    parts.append(_table("Answers", STATED, [_stated(a.questions[0], a) for a in journey.answers]))
    parts.append(_table("Briefings", STATED, [_stated(b.title, b) for b in journey.briefings]))
    links = read_links(Draft(CONVERSATIONS)).values()
    parts.append(_table("Links", ("page", "whose", *CHECKED), map(_link, links)))
    return "\n".join(parts)


CHECKED = ("checked against", "by", "on")
STATED = ("about", "rests on", "source", *CHECKED)


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return f"## {title}\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _fact(fact: Fact) -> tuple[str, ...]:
    source = f"[{fact.source}]({fact.link})" if fact.link else fact.source
    return fact.fact, _applies(fact), source, *_checked(fact)


def _link(link: Link) -> tuple[str, ...]:
    return f"[{link.title}]({link.address})", link.owner, *_checked(link)


def _checked(of: Fact | Link | QuestionAndAnswer | Briefing) -> tuple[str, str, str]:
    return of.checked_against, of.checked_by, say_day(of.last_checked)


def _applies(fact: Fact) -> str:
    where = "" if fact.nation == "England" else f"{fact.nation}, "
    if fact.in_force_from:
        return f"{where}in force from {say_day(fact.in_force_from)}"
    if fact.announced_on:
        return f"{where}announced on {say_day(fact.announced_on)}, not stated as in force"
    return "no law"


def _stated(title: str, of: QuestionAndAnswer | Briefing) -> tuple[str, ...]:
    rests = ", ".join(f"`{key}`" for key in of.facts) or "no fact of law"
    return title, rests, of.source or "the bot itself", *_checked(of)


def written(path: Path = PAGE) -> None:
    """Writes the page."""
    path.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    written()
