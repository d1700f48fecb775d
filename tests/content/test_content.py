"""The two real programmes load without a problem, and the first is what the charter's welcome pack says."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.channels.limits import LIMITS
from bot.content.checks import CHOICE_LIMITS, TEXT_LIMITS
from bot.content.journey import load
from bot.content.phrases import placeholders
from bot.core.model.journey import Journey
from bot.core.turn.saying import PHRASES
from tests.content.facts_page import facts
from tests.content.fill import filled
from tests.content.pledge import CONVERSATIONS, TINY

WELCOME_PACK = date(2026, 11, 24)


@pytest.fixture(scope="module")
def journey() -> Journey:
    loaded = load(CONVERSATIONS)
    assert loaded.journey is not None, "\n".join(map(str, loaded.problems))
    return loaded.journey


@pytest.mark.parametrize("folder", [CONVERSATIONS, TINY], ids=["the charter", "the pledge"])
def test_loads_without_a_problem(folder: Path) -> None:
    loaded = load(folder, limits=LIMITS)
    assert [str(p) for p in loaded.problems] == [], "new phrases for the pledge: python -m tests.content.fill"
    assert loaded.sound


def test_every_row_of_limits_that_is_looked_for_exists() -> None:
    wanted = {name for names in TEXT_LIMITS.values() for name in names} | set(CHOICE_LIMITS)
    assert wanted <= {row.what for row in LIMITS}


def test_an_overdue_check_is_reported_and_stops_nothing() -> None:
    loaded = load(CONVERSATIONS, today=WELCOME_PACK + timedelta(days=400))
    assert {p.code for p in loaded.problems} == {"CHECK_OVERDUE"}
    assert loaded.sound


def test_the_programmes_share_no_step() -> None:
    """What works for both knows neither."""
    charter, pledge = load(CONVERSATIONS).journey, load(TINY).journey
    assert charter and pledge
    assert not {s.key for s in charter.steps} & {s.key for s in pledge.steps}


def test_steps_in_the_order_of_the_welcome_pack(journey: Journey) -> None:
    assert {s.key: s.opens_after for s in journey.steps} == {
        "welcome": (),
        "board": (),
        "residents": (),
        "colleagues": (),
        "way_forward": ("board", "residents", "colleagues"),
        "commitments": ("way_forward",),
        "oversight": ("way_forward",),
        "updates": ("commitments", "oversight"),
        "learning": (),
        "notes": (),
        "confirmed": (),
        "badge": (),
    }
    assert {s.key for s in journey.steps if s.optional} == {"welcome", "learning", "notes", "confirmed", "badge"}
    assert {s.key for s in journey.steps if s.recurs} == {"updates"}


def test_values_are_those_of_understanding(journey: Journey) -> None:
    """The names and values that the words are turned into (docs: understanding)."""
    values = {q.key: {o.value for o in q.options} for q in journey.question_by_key.values() if q.options}
    consulted = ("not_yet", "planned", "under_way", "done")
    methods = (
        "survey", "meeting", "panel", "focus_group", "workshop", "drop_in", "doorstep", "phone", "online", "letter",
        "other",
    )  # fmt: skip
    published = ("not_yet", "planned", "published")
    expected = {
        "board.outcome": (
            "not_yet", "scheduled", "noted", "discussed", "approved_in_principle", "adopted", "approved_with_changes",
            "deferred", "delegated", "not_agreed",
        ),
        "board.body": ("board", "committee", "resident_board", "executive", "other"),
        "residents.state": consulted,
        "residents.method": methods,
        "residents.counted": ("people", "responses", "attendances", "unknown"),
        "colleagues.state": consulted,
        "colleagues.method": methods,
        "colleagues.counted": ("people", "responses", "attendances", "unknown"),
        "way_forward.state": ("not_yet", "in_progress", "agreed"),
        "commitments.state": published,
        "commitments.theme": (
            "relationships", "communication", "voice", "accountability", "quality", "things_go_wrong",
        ),
        "badge.details": ("shown", "hidden"),
        "confirmed.answer": ("yes", "no", "other"),
        "oversight.state": published,
        "oversight.mechanism": ("kpi_reporting", "governance_structure", "communications", "other"),
        "updates.frequency": ("monthly", "quarterly", "six_monthly", "yearly", "other"),
        "learning.choice": ("peer_network", "learning_opportunities", "partnership_group", "other"),
    }  # fmt: skip
    assert values == {key: set(of) for key, of in expected.items()}


def test_taken_to_the_board_is_not_approved(journey: Journey) -> None:
    outcome = journey.question_by_key["board.outcome"]
    says = {o.value: o.say for o in outcome.options}
    assert "not the same as approving" in says["noted"]
    assert not [v for v in ("scheduled", "discussed", "deferred", "delegated") if "approv" in says[v]]
    assert all(q.private for q in journey.step("board").questions)
    done = journey.step("board").done_when
    assert done is not None
    assert set(done.values) == {o.value for o in outcome.options} - {"not_yet", "scheduled", "deferred"}


def test_not_understood_has_variants_that_each_offer_something(journey: Journey) -> None:
    variants = journey.phrases["not_understood"]
    assert len(set(variants)) >= 3
    assert all('"' in v for v in variants)
    assert len(set(journey.phrases["not_understood_question"])) >= 2


def _all_texts(journey: Journey) -> list[str]:
    texts = [t for variants in journey.phrases.values() for t in variants]
    for step in journey.steps:
        texts += [step.title, step.purpose, step.begins_with, step.ends_with]
        for q in step.questions:
            texts += [q.ask, q.why, q.good, q.not_understood, q.label, q.say, *(o.say for o in q.options)]
    texts += [a.answer for a in journey.answers]
    return texts + [t for b in journey.briefings for t in (b.title, b.summary, b.body)]


SCOLDING = re.compile(
    r"\byou (must|should have|failed|have failed|need to)\b|\b(invalid|incorrect|illegal)\b", re.IGNORECASE
)
AMERICAN = re.compile(r"\b\w+(ization|izing|ized)\b|\b(color|organize\w*|center|program)\b", re.IGNORECASE)


@pytest.mark.parametrize("pattern", [SCOLDING, AMERICAN], ids=["scolding", "american"])
def test_tone(journey: Journey, pattern: re.Pattern[str]) -> None:
    """The charter is voluntary: nobody is told what they must do. And the words are British."""
    assert [m.group() for text in _all_texts(journey) for m in pattern.finditer(text)] == []


def test_messages_fit_a_phone(journey: Journey) -> None:
    """A phrase is a few lines; a button is a few words."""
    long = [name for name, variants in journey.phrases.items() for v in variants if len(v) > 420 and name != "help"]
    assert long == []
    labels = [o.label for q in journey.question_by_key.values() for o in q.options]
    assert [label for label in labels if len(label) > 35] == []


def test_every_question_has_all_its_words(journey: Journey) -> None:
    for key, q in journey.question_by_key.items():
        assert all((q.ask, q.why, q.good, q.not_understood, q.label, q.say)), key
        assert len(q.ask) <= 200, key


def test_summaries_say_only_what_a_done_step_knows(journey: Journey) -> None:
    for step in journey.steps:
        optional = {q.key for q in step.questions if q.optional}
        assert not optional & set(placeholders(step.summary)), step.key


def test_no_sentence_is_copied_from_the_source(journey: Journey) -> None:
    """Runs of eight words that stand in the programme's own page (its facts are used, not its sentences)."""
    words = re.findall(r"[a-z]+", SOURCE_RUNS.lower())
    runs = {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}
    for text in _all_texts(journey):
        own = re.findall(r"[a-z]+", text.lower())
        copied = [r for i in range(len(own) - 7) if (r := " ".join(own[i : i + 8])) in runs]
        assert copied == []


SOURCE_RUNS = """
put residents at the heart of strategic decision-making, strengthen our accountability, and work together to deliver
positive change. provide opportunities for adopters to share challenges, advice and practice as you work through the
plan. publish regular briefings and updates covering the most common challenges experienced by early adopters, as
well as ideas for how to go further with the plan and content produced by and for residents. arrange and facilitate
opportunities for adopters to reflect on your progress and consider the future of resident and landlord
relationships. create space for adopters to learn from each other, from residents, and from other sectors. an
adopter badge for you to use on your website and email signature, to demonstrate your organisation's commitment to
building a stronger relationship with residents. establish meaningful resident engagement in decision making. work
collaboratively with residents to design mechanisms for oversight. support residents to hold your organisation to
account. be open to the challenges that all of this brings. publicise their adopter commitments and publicise how
residents will oversee the commitments made, with regular updates. joining a peer network, signing up to our
learning opportunities, establishing a new partnership group, or another method.
"""


# ---------------------------------------------------------------- briefings and answers


@pytest.mark.parametrize(
    ("key", "in_force"),
    [
        ("awaabs-law-first-phase", date(2025, 10, 27)),
        ("awaabs-law-later-phases", None),
        ("complaint-handling-code", date(2024, 4, 1)),
        ("consumer-standards", date(2024, 4, 1)),
        ("access-to-information-publishing", date(2026, 10, 1)),
        ("access-to-information-requests", date(2027, 4, 1)),
        ("tenant-satisfaction-measures", date(2023, 4, 1)),
        ("competence-and-conduct-standard", None),
    ],
)
def test_dates_of_law_are_those_that_are_sure(journey: Journey, key: str, in_force: date | None) -> None:
    assert next(b for b in journey.briefings if b.key == key).in_force_from == in_force


def test_briefings_for_every_step_that_asks_something(journey: Journey) -> None:
    current = [b for b in journey.briefings if b.status == "current"]
    assert len(current) >= 12
    assert {s.key for s in journey.steps if any(not q.unasked for q in s.questions)} <= {
        step for b in current for step in b.steps
    }


def test_each_year_in_a_briefing_is_in_its_source_or_in_a_fact_that_it_rests_on(journey: Journey) -> None:
    """A date of law that nobody checked cannot slip into the text."""
    year = re.compile(r"\b20\d\d\b")
    stated = {f.key: f"{f.fact} {f.source} {f.in_force_from} {f.announced_on}" for f in facts()}
    for briefing in journey.briefings:
        said = re.sub(r"\]\([^)]*\)", "]", f"{briefing.title} {briefing.summary} {briefing.body}")
        known = " ".join([briefing.source, *(stated[key] for key in briefing.facts)])
        assert set(year.findall(said)) <= set(year.findall(known)), briefing.key


def test_answers_know_several_ways_of_asking(journey: Journey) -> None:
    assert len(journey.answers) >= 20
    assert [a.key for a in journey.answers if len(a.questions) < 4] == []


def test_every_phrase_of_the_engine_is_there(journey: Journey) -> None:
    assert set(journey.phrases) == set(PHRASES)


def test_filling_the_pledge_adds_and_takes_away_and_changes_nothing_else() -> None:
    text = filled((TINY / "phrases.yaml").read_text(encoding="utf-8"))
    assert filled(text) == text
    without = re.sub(r"^thanks:.*\n", "", text, flags=re.MULTILINE)
    assert "\nthanks:" not in without
    assert "\nthanks:" in filled(without)
    assert filled(text + 'gone: "Gone."\n') == text
    assert "{gone}" not in filled(text.replace('thanks: "', 'thanks: "{gone} '))
