"""Private details are told from what only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.safety.details import has_details
from bot.core.safety.distress import in_distress

PRIVATE = (
    "Mrs Khan said she never gets a reply",
    "Jean Brown in flat 3 could not come",
    "John Price of 22 Orchard Close",
    "the resident at number 8 was upset",
    "ring 07700 900123",
    "j.smith@example.com wants the minutes",
    "she has dementia and needs large print",
    "a resident called Deborah Mills",
    "SE15 3AB",
    "aged 82, lives alone",
    "born 4 May 1961",
    "the woman with MS",
)
INNOCENT = (
    "Mr Chair approved it",
    "Dr Patel chairs our board and she signed it off",
    "Mrs Nair took the minutes",
    "residents aged 65 and over",
    "people aged 18 to 24",
    "minute no. 14",
    "agenda item number 7",
    "we met at 12 High Street community hub",
    "in room 4 of the town hall",
    "write to info@example.org",
    "the Resident Scrutiny Panel and the Tenant Voice Forum",
    "13 of the 23 were residents",
    "disabled residents and people with English as a second language",
    "the idea was born out of the survey",
    "£1,200 for the drop-ins in 2024",
    "Tenant Satisfaction Measures went out in May 2026",
    "published at https://www.example.org/charter-2026",
)


@pytest.mark.parametrize("text", PRIVATE)
def test_private(text: str) -> None:
    assert has_details(text, ("Priya Nair",))


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent(text: str) -> None:
    assert not has_details(text, ("Priya Nair",))


@given(st.text(max_size=600))
def test_any_text_has_an_answer(text: str) -> None:
    has_details(text)
    in_distress(text)


def test_long_text_is_looked_at_quickly() -> None:
    for text in ("a " * 2000, "Mr " * 1300, "my my boiler " * 300, "1 2 3 " * 600, "no hot " * 570):
        has_details(text)
        in_distress(text)
