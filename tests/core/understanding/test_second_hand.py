"""What a blind set by another hand showed to be missing: one small test for each reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.core.model.reading import Reading

See = Callable[..., Reading]


def gist(reading: Reading) -> dict[str, Any]:
    return {f.name: f.value for f in reading.facts}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("each April and October", "six_monthly"), ("April and October", "six_monthly"),
        ("in March, June, September and December", "quarterly"), ("Jan, May and Sept", "other"),
        ("every spring and autumn", "six_monthly"), ("every spring", "yearly"),
    ],
)  # fmt: skip
def test_months_and_seasons_name_a_rhythm(understood: See, text: str, value: str) -> None:
    assert gist(understood(text, "updates.frequency")) == {"updates.frequency": value}


def test_months_of_a_survey_are_no_rhythm(understood: See) -> None:
    assert "updates.frequency" not in gist(understood("we surveyed tenants in April and October"))


def test_what_residents_can_see_is_no_consultation(understood: See) -> None:
    facts = gist(understood("a page where residents can see how we're doing", "oversight.mechanism"))
    assert facts == {"oversight.mechanism": ("communications",)}


def test_open_until_a_day_to_come_is_under_way(understood: See) -> None:
    reading = understood("residents can fill it in online until 12 December")
    assert gist(reading)["residents.state"] == "under_way"
    assert "residents.date" in reading.asks


@pytest.mark.parametrize("text", ["fun day for tenants on 10 July", "we held an open day for tenants in July"])
def test_a_fun_day_is_another_method(understood: See, text: str) -> None:
    assert gist(understood(text))["residents.method"] == ("other",)


def test_another_one_is_of_the_same_kind(understood: See) -> None:
    facts = gist(understood("ran a workshop with 18 staff and another with 25 tenants"))
    assert facts["residents.method"] == facts["colleagues.method"] == ("workshop",)
    assert (facts["residents.took_part"], facts["colleagues.took_part"]) == (25, 18)


def test_private_details_do_not_hide_a_meeting(understood: See) -> None:
    reading = understood("Mrs Okafor of 14 Elm Court has asthma. We had 31 residents at the public meeting.")
    assert reading.intent == "answer"
    assert gist(reading)["residents.took_part"] == 31


@pytest.mark.parametrize(
    "text", ["her asthma is getting worse with the mould", "his chest is bad because of the cold"]
)
def test_illness_at_home_is_pointed_to_help(understood: See, text: str) -> None:
    assert understood(text).intent == "signpost"


@pytest.mark.parametrize(
    ("text", "asked", "intent", "facts"),
    [
        ("no, it's still not been near the board", "board.outcome", "answer", {"board.outcome": "not_yet"}),
        ("no, it was the 13th", "board.date", "correct", {}),
        ("No - approved with amendments, not adopted outright", "confirm", "correct",
         {"board.outcome": "approved_with_changes"}),
        ("Forget that, the board date was 12 October", None, "correct", {"board.date": "2026-10-12/2026-10-12"}),
        ("forget that", None, "undo", {}),
        ("The link I gave was the old one. Commitments are at https://x.example/c", None, "correct",
         {"commitments.url": "https://x.example/c"}),
        ("Our minute reference is 7.1, not 7.2", None, "correct", {"board.minute_ref": "7.1"}),
        ('Minute 2026/88: "Members APPROVED the Charter, subject to amendment of commitment 4"', None, "answer",
         {"board.outcome": "approved_with_changes", "board.minute_ref": "2026/88"}),
        ("AGM voted it in on 22 September", None, "answer",
         {"board.outcome": "adopted", "board.date": "2026-09-22/2026-09-22", "board.body": "other"}),
        ("action plan not agreed", None, "answer", {"way_forward.state": "not_yet"}),
        ("sometime in 2025", "board.date", "answer", {"board.date": "2025-01-01/2025-12-31"}),
        ("got a briefing on reaching residents who never reply?", None, "guidance", {}),
        ("will the regulator see our answers?", None, "ask", {}),
        ("I'd like to write up a reflection on how it went", None, "learning", {}),
        ("can you send me the embed code for the badge", None, "badge", {}),
    ],
)  # fmt: skip
def test_intents_and_values(
    understood: See, text: str, asked: str | None, intent: str, facts: dict[str, Any]
) -> None:
    reading = understood(text, asked)
    assert reading.intent == intent
    assert gist(reading) == facts


def test_one_page_for_both_steps_fills_both(understood: See) -> None:
    facts = gist(understood("One page has both the commitments and the oversight on it (https://x.example/a)"))
    assert facts["commitments.state"] == facts["oversight.state"] == "published"
    assert facts["commitments.url"] == facts["oversight.url"] == "https://x.example/a"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Way forward agreed. We are still thrashing it out.", "way_forward.state"),
        ("Commitments are on our site. The page is being written.", "commitments.state"),
    ],
)
def test_published_and_then_only_planned_is_asked_about(understood: See, text: str, name: str) -> None:
    reading = understood(text)
    assert name in reading.asks
    assert not [f for f in reading.facts if f.name == name and f.sure]


@pytest.mark.parametrize(
    ("text", "asked", "facts"),
    [
        ("Approved! Subject only to us dropping the parking bit.", "board.outcome",
         {"board.outcome": "approved_with_changes"}),
        ("1. board approved 2. no oversight page yet", None,
         {"board.outcome": "adopted", "oversight.state": "not_yet"}),
        ("the exec approved it back in the summer", None,
         {"board.outcome": "adopted", "board.body": "executive", "board.date": "2026-06-01/2026-08-31"}),
        ("how tenants hold us to account is set out at https://x.example/o", None,
         {"oversight.state": "published", "oversight.url": "https://x.example/o"}),
        ("board said come back when you've talked to residents", None, {"board.outcome": "deferred"}),
        ("14 residents & 3 staff came", None,
         {"residents.state": "done", "residents.took_part": 14, "colleagues.state": "done",
          "colleagues.took_part": 3}),
        ("we have spoken to 90 households", None, {"residents.state": "done", "residents.took_part": 90}),
        ("colleagues have all been emailed, 240 of them", None,
         {"colleagues.state": "done", "colleagues.method": ("online",), "colleagues.invited": 240}),
        ("should be surveying residents in February", None,
         {"residents.state": "planned", "residents.method": ("survey",), "residents.date": "2027-02-01/2027-02-28"}),
        ("late September into early October", "residents.date", {"residents.date": "2026-09-21/2026-10-10"}),
    ],
)  # fmt: skip
def test_what_a_thirteenth_set_showed(understood: See, text: str, asked: str | None, facts: dict[str, Any]) -> None:
    assert gist(understood(text, asked)) == facts


def test_not_a_decision_is_open(understood: See) -> None:
    assert "board.outcome" not in gist(understood("not a decision as such", "board.outcome"))


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("the board hasn't approved it", {"board.outcome": "not_yet"}),
        ("board have not adopted it yet", {"board.outcome": "not_yet"}),
        ("the board haven't formally adopted it, they noted it in May",
         {"board.outcome": "noted", "board.date": "2026-05-01/2026-05-31"}),
        ("They've adopted it but with commitment 3 reworded", {"board.outcome": "approved_with_changes"}),
        ("way forward settled and the board agreed it in May",
         {"way_forward.state": "agreed", "way_forward.date": "2026-05-01/2026-05-31"}),
        ("we have 2,400 tenants and 90 leaseholders", {}),
        ("tenants were consulted on the rent policy in May", {}),
    ],
)  # fmt: skip
def test_what_a_fourteenth_set_showed(understood: See, text: str, facts: dict[str, Any]) -> None:
    assert gist(understood(text)) == facts


def test_what_follows_the_decision_does_not_date_it(understood: See) -> None:
    reading = understood("Board agreed it in principle, final version in Jan")
    assert "board.date" not in {f.name for f in reading.facts if f.sure}
