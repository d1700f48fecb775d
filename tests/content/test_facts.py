"""What is stated about law and the programme: whole answers, dated law, honest checks, and a table of all of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.content.draft import Fact
from bot.content.facts import LAW
from bot.content.journey import load
from bot.core.guidance.questions import match
from bot.core.model.journey import Briefing, Journey, QuestionAndAnswer
from tests.content.facts_page import PAGE, facts, page
from tests.content.pledge import CONVERSATIONS

FIRST_COMPARED = date(2026, 11, 29)
"""Nobody compared anything with a source before that day."""


@pytest.fixture(scope="module")
def journey() -> Journey:
    found = load(CONVERSATIONS).journey
    assert found is not None
    return found


def test_the_table_is_that_of_the_content() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.content.facts_page"


def test_everything_says_when_it_was_compared_and_with_what(journey: Journey) -> None:
    stated: list[Fact | QuestionAndAnswer | Briefing] = [*facts(), *journey.answers, *journey.briefings]
    assert [s.key for s in stated if s.last_checked < FIRST_COMPARED] == []
    assert [s.key for s in stated if not s.checked_against] == []


def test_no_answer_is_checked_later_than_the_law_it_rests_on(journey: Journey) -> None:
    """Words compared with a fact are no fresher than the fact."""
    law = {f.key: f for f in facts() if f.about == LAW}
    assert law
    said: list[QuestionAndAnswer | Briefing] = [*journey.answers, *journey.briefings]
    for stated in said:
        for key in set(stated.facts) & law.keys():
            assert stated.last_checked <= law[key].last_checked, (stated.key, key)


def test_no_answer_can_be_given_with_an_opening_of_another(journey: Journey) -> None:
    """A yes or a no belongs to one question; none stands before an answer that several questions share."""
    opening = re.compile(r"(?:yes|no|never|of course|certainly|sure)\b", re.IGNORECASE)
    assert [a.key for a in journey.answers if opening.match(a.answer)] == []


@pytest.mark.parametrize(
    ("question", "says", "never"),
    [
        ("Do we still have to do tenant satisfaction measures?", "duty for every registered provider", "not a duty"),
        ("Does it replace the TSMs?", "duty for every registered provider", "replaces"),
        ("Does it have to be at a meeting?", "need not be a meeting", "has to be"),
        ("Does a written resolution count?", "written resolution", "does not count"),
        ("The board only noted it, is that enough?", "is enough for it", "is not enough"),
        ("Does the board have to approve it?", "not approval", "has to approve"),
        ("When does the clock start for a stage 1 complaint?", "of the acknowledgement", "of receipt"),
        ("Is the Complaint Handling Code statutory?", "statutory since 1 April 2024", "expected of you"),
        ("Can people check our badge?", "a public page, to which the badge leads", "a mark of quality"),
        ("Can you put us in touch with others?", "before you have both said yes", "will introduce"),
    ],
)
def test_what_was_said_wrongly_is_said_rightly(journey: Journey, question: str, says: str, never: str) -> None:
    answer = match(journey, question).answer
    assert answer is not None
    assert says in answer.answer
    assert never not in answer.answer


def test_law_is_spoken_of_only_where_a_source_stands_with_it() -> None:
    """Phrases and steps show no source, so they name no law."""
    names = [name for f in facts() if f.about == LAW for name in f.names]
    files = [
        CONVERSATIONS / "phrases.yaml",
        CONVERSATIONS / "journey.yaml",
        *(CONVERSATIONS / "steps").glob("*.yaml"),
    ]
    found = [(file.name, name) for file in files for name in names if _has(file, name)]
    assert found == []


def _has(file: Path, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", file.read_text("utf-8"), re.IGNORECASE) is not None


def test_nothing_is_promised_that_does_not_exist(journey: Journey) -> None:
    """No introduction is promised: there is one only after two yeses."""
    said = [text for texts in journey.phrases.values() for text in texts]
    said += [b.body for b in journey.briefings] + [a.answer for a in journey.answers]
    said += [text for s in journey.steps for q in s.questions for text in (q.why, q.ask)]
    promise = re.compile(r"put you in touch|will introduce", re.IGNORECASE)
    assert [text for text in said if promise.search(text)] == []


def test_gas_and_danger_come_before_the_repairs_line(journey: Journey) -> None:
    """Where a briefing sends hazards to repairs, it first says what to do when somebody is in danger."""
    for briefing in journey.briefings:
        if re.search(r"\bhazard that comes up\b|hazard, a repair or a complaint", briefing.body):
            assert "999" in briefing.body, briefing.key
            assert "0800 111 999" in briefing.body, briefing.key
