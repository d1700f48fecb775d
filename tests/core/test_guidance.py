"""Briefings and answers in conversation: found, read, dated, pointed on, remembered when missing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.model import Kind
from bot.core.model.journey import Briefing
from bot.core.turn.reply import Programme
from tests.guidance.world import World, phrases, programme, texts


def with_briefings(*briefings: Briefing) -> Programme:
    """The shipped content with other briefings."""
    return replace(programme(), journey=replace(programme().journey, briefings=briefings))


def briefing(key: str, **changes: object) -> Briefing:
    made = Briefing(
        key, key.replace("-", " ").capitalize(), "A line.", "Text.", ("pets",), ("board",), ("everyone",),
        date(2026, 11, 1), date(2026, 11, 1), "The source", "Officer",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


async def opened(tmp_path: Path, content: Programme | None = None) -> World:
    return await World(tmp_path, content).open()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await opened(tmp_path)
    yield made
    await made.close()


async def test_a_topic_gives_at_most_three_with_buttons_to_read(world: World) -> None:
    said = await world.says("what's new on complaints?")
    assert phrases(said)[0] == "guidance_list"
    assert said[0].choices[0].label == "Read: Know the complaint times, and promise what goes beyond"
    assert said[0].text.count("\n- ") == 3


async def test_more_goes_on(world: World) -> None:
    first = await world.says("latest guidance")
    second = await world.presses("More briefings")
    assert phrases(second) == ["guidance_list"]
    assert first[0].choices[0].label != second[0].choices[0].label


async def test_reading_ends_with_source_useful_and_back(world: World) -> None:
    await world.says("", kind=Kind.OPEN)
    await world.presses("Board")
    await world.says("what's new on complaints?")
    said = await world.presses("Read: Know the complaint times, and promise what goes beyond")
    assert "in force since 1 April 2024" in said[0].text
    assert "|" not in said[0].text
    while any(c.label == "Read on" for c in said[0].choices):
        said = await world.presses("Read on")
    assert phrases(said)[:2] == ["briefing", "briefing_useful"]
    assert phrases(said)[2].startswith("back_to")
    assert "Source: Housing Ombudsman" in said[0].text
    assert phrases(await world.presses("Yes, useful")) == ["useful_thanks"]
    counts = await world.store.read(lambda tx: tx.briefing_counts())
    assert counts["complaint-handling-code"] == {"shown": 1, "read": 1, "useful": 1}


async def test_a_long_one_comes_in_parts(tmp_path: Path) -> None:
    body = "\n\n".join(f"## Part {n}\n\n{'Long text. ' * 60}" for n in range(6))
    world = await opened(tmp_path, with_briefings(briefing("all-about-pets", body=body)))
    await world.says("guidance on pets")
    parts = [await world.presses("Read: All about pets")]
    while any(c.label == "Read on" for c in parts[-1][0].choices):
        parts.append(await world.presses("Read on"))
    assert len(parts) > 2
    assert all(len(said[0].text) < 2500 for said in parts)
    assert sum(said[0].text.count("**Part") for said in parts) == 6
    assert "Source: The source" in parts[-1][0].text
    await world.close()


async def test_past_its_check_date_it_says_so(tmp_path: Path) -> None:
    old = briefing("all-about-pets", last_checked=date(2025, 3, 1))
    world = await opened(tmp_path, with_briefings(old))
    said = await world.says("guidance on pets")
    assert "last checked on 1 March 2025" in texts(said)
    assert "last checked on 1 March 2025" in texts(await world.presses("Read: All about pets"))
    await world.close()


async def test_a_replaced_one_points_on(tmp_path: Path) -> None:
    old = briefing("old-pets", status="superseded")
    new = briefing("new-pets", supersedes="old-pets")
    world = await opened(tmp_path, with_briefings(old, new))
    said = await world.says("guidance on old pets")
    assert "Read: New pets" in {c.label for m in said for c in m.choices}
    assert "Read: Old pets" not in {c.label for m in said for c in m.choices}
    said = await world.says("", kind=Kind.PRESS, press="read||0|old-pets|0")
    assert 'The newer one is "New pets"' in texts(said)
    assert "Read: New pets" in {c.label for c in said[0].choices}
    await world.close()


async def test_one_replaced_twice_points_to_the_newest(tmp_path: Path) -> None:
    """Whoever reads the first of three is sent to the third, and not to the second, which was replaced too."""
    first = briefing("first-pets", status="superseded")
    second = briefing("second-pets", status="superseded", supersedes="first-pets")
    third = briefing("third-pets", supersedes="second-pets")
    world = await opened(tmp_path, with_briefings(first, second, third))
    said = await world.says("", kind=Kind.PRESS, press="read||0|first-pets|0")
    assert 'The newer one is "Third pets"' in texts(said)
    assert "Second pets" not in texts(said)
    await world.close()


async def test_one_about_another_nation_says_so(tmp_path: Path) -> None:
    world = await opened(tmp_path, with_briefings(briefing("all-about-pets", nation="Wales")))
    assert "about Wales, not England" in texts(await world.says("guidance on pets"))
    await world.close()


@pytest.mark.parametrize(
    ("dates", "piece"),
    [
        ({"in_force_from": date(2026, 11, 24)}, "in force since 24 November 2026"),
        ({"in_force_from": date(2026, 11, 25)}, "not in force yet. It comes into force on 25 November 2026"),
        ({"announced_on": date(2026, 1, 5)}, "announced on 5 January 2026. I have no sure date"),
        ({"topics": ("pets", "law")}, "I have no sure date"),
    ],
)
async def test_in_force_is_answered_from_the_dates(tmp_path: Path, dates: dict[str, object], piece: str) -> None:
    lying = briefing("law-on-pets", body="This has been in force since 1999.", **dates)
    world = await opened(tmp_path, with_briefings(lying))
    said = await world.says("is the law on pets in force yet?")
    assert phrases(said)[0] == "in_force_answer"
    assert piece in texts(said)
    assert "1999" not in texts(said)
    await world.close()


async def test_one_that_is_not_out_yet_is_not_shown(tmp_path: Path) -> None:
    world = await opened(tmp_path, with_briefings(briefing("all-about-pets", published=date(2026, 12, 1))))
    assert phrases(await world.says("guidance on pets"))[0] == "guidance_none"
    await world.close()


async def test_nothing_found_is_said_and_remembered_without_a_name(world: World) -> None:
    said = await world.says("have you got a briefing about Priya's hamsters in 2024?")
    assert phrases(said)[0] == "guidance_none"
    assert any(c.label == "Ask a person" for c in said[0].choices)
    unmet_searches = await world.store.read(lambda tx: tx.unmet_searches())
    assert [(w.words, w.times) for w in unmet_searches] == [("hamsters", 1)]
    await world.says("any guidance on hamsters")
    unmet_searches = await world.store.read(lambda tx: tx.unmet_searches())
    assert [(w.words, w.times) for w in unmet_searches] == [("hamsters", 2)]


async def test_what_looks_like_query_syntax_is_text(world: World) -> None:
    for text in (
        'guidance on "',
        "guidance on title:board OR *",
        "guidance NEAR(mould, 2)",
        "guidance on mould AND NOT",
    ):
        assert "sorry" not in phrases(await world.says(text))


async def test_since_last_time(tmp_path: Path) -> None:
    old, new = briefing("old-pets"), briefing("new-pets", published=date(2026, 11, 26))
    world = await opened(tmp_path, with_briefings(old, new))
    assert phrases(await world.says("anything new since I was last here?"))[0] == "guidance_first"
    world.clock.move(timedelta(days=2))
    said = await world.says("anything new since I was last here?")
    assert phrases(said)[0] == "guidance_since"
    assert "New pets" in texts(said)
    assert "Old pets" not in texts(said)
    world.clock.move(timedelta(days=1))
    assert phrases(await world.says("what's new?"))[0] == "guidance_nothing_new"
    await world.close()


async def test_somebody_back_after_weeks_who_never_looked(tmp_path: Path) -> None:
    old, new = briefing("old-pets"), briefing("new-pets", published=date(2026, 12, 1))
    world = await opened(tmp_path, with_briefings(old, new))
    await world.says("status")
    world.clock.move(timedelta(days=20))
    said = await world.says("anything new since I was last here?")
    assert "guidance_since" in phrases(said)
    assert "Old pets" not in texts(said)
    await world.close()


async def test_a_briefing_is_offered_once_when_a_step_was_begun_and_is_not_done(world: World) -> None:
    await world.says("the board meets on 12 January")
    said = await world.says("yes")
    assert "This short briefing may help" in texts(said)
    assert "Read: Take the charter to your board: paper, questions, ask" in {c.label for m in said for c in m.choices}
    await world.says("the board has moved to 26 January")
    assert "This short briefing may help" not in texts(await world.says("yes"))


async def test_a_welsh_provider_hears_it_first(world: World) -> None:
    said = await world.says("we're in Wales, any guidance on consulting residents?")
    assert phrases(said)[:2] == ["guidance_nation", "guidance_list"]


async def test_an_answer_has_its_source_and_returns_to_the_question(world: World) -> None:
    await world.says("", kind=Kind.OPEN)
    await world.presses("Board")
    said = await world.says("is this compulsory?")
    assert phrases(said) == ["answer", "back_to", "board.outcome"]
    assert "voluntary" in texts(said)
    assert (
        "Why you should adopt the charter. Checked on 29 November 2026 by its author, against a stored copy"
        in texts(said)
    )


async def test_an_answer_long_unchecked_says_so(world: World) -> None:
    world.clock.move(timedelta(days=500))
    assert "its next check is overdue" in texts(await world.says("is this compulsory?"))


async def test_unsure_offers_two_and_a_person(world: World) -> None:
    said = await world.says("what are the time limits here?")
    assert phrases(said)[0] == "answer_unsure"
    assert len(said[0].choices) == 3
    said = await world.presses("What are the complaint times?")
    assert phrases(said)[0] == "answer"
    assert "working days" in texts(said)


async def test_a_question_without_answer_goes_to_a_person_with_its_words(world: World) -> None:
    said = await world.says("do we need to tell our funders about the charter?")
    assert any(c.label == "Ask a person" for m in said for c in m.choices)
    said = await world.presses("Ask a person")
    assert phrases(said) == ["person_preview"]
    assert "tell our funders" in texts(said)


async def test_words_that_wait_for_a_person_do_not_wait_longer(world: World) -> None:
    await world.says("do we need to tell our funders about the charter?")
    await world.says("status")
    dialogue = (await world.store.read(lambda tx: tx.context_of("riverside-homes", "p-asha"))).dialogue
    assert dialogue.pending == ""


async def test_a_button_of_a_briefing_that_is_gone(world: World) -> None:
    said = await world.says("", kind=Kind.PRESS, press="read||0|never-was|0")
    assert phrases(said)[0] == "unknown_button"
    said = await world.says("", kind=Kind.PRESS, press="read||0|complaint-handling-code|99")
    assert phrases(said)[0] == "unknown_button"
