"""A person is always one word away: whatever is open, in whatever words. And a letter goes on a plain yes only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.engine import respond
from bot.core.model import Account, Address, Adopter, DialogueState, Kind, Outcome, Person, Turn, TurnContext
from bot.core.model.casework import OpenCase
from bot.core.model.reading import Open, Understood
from bot.core.turn.entries import MORE
from bot.core.turn.person_words import asks_for_person, asks_if_bot
from tests.guidance.world import NOW, programme

ASHA = Person("p-asha", "riverside", "Asha", "lead")
PRIYA = Person("p-priya", "riverside", "Priya", "resident_engagement")
HEARD = (Understood("board.outcome", "noted", True, "noted"), Understood("board.date", "2026-03-03/2026-03-03", True))
LETTER = "May we use last year's survey?"

ASKING = (
    "person", "human", "a person please", "can I talk to someone", "speak to evelyn", "I'd like to speak to a human",
    "get me a real person", "is there somebody I can talk to?", "can someone call me", "Speak to Priya",
    "this is no use, can I talk to someone?", "HUMAN!!",
)  # fmt: skip

OPEN = {
    "nothing": DialogueState(),
    **{f"question {key}": DialogueState(asked=key) for key in programme().journey.question_by_key},
    **{
        f"any more of {step.key}": DialogueState(asked=f"{step.key}{MORE}")
        for step in programme().journey.steps
        if step.entries is not None
    },
    "take one back": DialogueState(confirming="back:residents#e1"),
    "join two": DialogueState(confirming="join:residents#e1#e2"),
    "read-back": DialogueState(
        stamp=4, heard=HEARD, reading_back=True, heard_words="noted, 3 March", said_by="p-asha"
    ),
    "a detail": DialogueState(heard=HEARD[:1], open=(Open("board.date", "quarter", "Q2"),), asked="board.date"),
    "denied": DialogueState(heard=HEARD, confirming="denied", asked="board.outcome"),
    "correcting": DialogueState(heard=HEARD, confirming="correcting", reading_back=True),
    "start again": DialogueState(confirming="start_again"),
    "a reminder's question": DialogueState(confirming="ready:board"),
    "who does it": DialogueState(confirming="who:board"),
    "until when": DialogueState(confirming="snooze:board"),
    "leaving": DialogueState(confirming="leaving:2026-12-18"),
    "joining: name": DialogueState(joining="name"),
    "joining: role": DialogueState(joining="role"),
    "joining: workspace": DialogueState(joining="workspace"),
    "an answer of several": DialogueState(pending="what's the minimum"),
    "letter: its words": DialogueState(confirming="person_words"),
    "letter: its yes": DialogueState(confirming="person_preview", pending=LETTER),
    "letter: parked": DialogueState(heard=HEARD, reading_back=True, pending=LETTER, parked=True),
    "just pointed to help": DialogueState(calm="suicide", asked="board.outcome"),
}
"""Every state in which a dialogue can wait for something."""


def says(dialogue: DialogueState, text: str, known: bool = True, kind: Kind = Kind.TEXT) -> Outcome:
    account = Account("web", "w", "asha")
    context = TurnContext(account, dialogue=dialogue)
    if known:
        named = replace(ASHA, name="") if dialogue.joining == "name" else ASHA
        adopter = Adopter("riverside", "Riverside", date(2026, 11, 1))
        context = replace(context, adopter=adopter, person=named, people=(named, PRIYA))
    turn = Turn("e1", kind, account, Address("web", "w", "asha"), NOW, text=text, name="Asha")
    return respond(programme(), context, turn)


def said(outcome: Outcome) -> list[str]:
    return " ".join(m.message.phrase for m in outcome.messages).split()


@pytest.mark.parametrize("state", OPEN)
def test_a_person_is_one_word_away_whatever_is_open(state: str) -> None:
    for text in ASKING:
        outcome = says(OPEN[state], text)
        shown = "person_preview" if OPEN[state].pending == LETTER else "person_what"
        assert said(outcome)[0] == shown, text
        assert not outcome.facts
        now = outcome.dialogue or OPEN[state]
        assert (now.asked, now.heard, now.joining) == (OPEN[state].asked, OPEN[state].heard, OPEN[state].joining), (
            text
        )


@pytest.mark.parametrize("state", OPEN)
def test_it_says_that_it_is_a_bot_and_offers_a_person(state: str) -> None:
    for text in ("are you a real person", "am I talking to a bot?", "is this a human"):
        outcome = says(OPEN[state], text)
        assert said(outcome)[0] == "am_bot", text
        assert "Talk to a person" in [c.label for m in outcome.messages for c in m.message.choices]
        assert not outcome.facts


@pytest.mark.parametrize("text", [*ASKING[:9], "are you a real person"])
@pytest.mark.parametrize("joining", ["", "code"])
def test_somebody_not_known_yet_hears_whom_to_write_to(text: str, joining: str) -> None:
    outcome = says(DialogueState(joining=joining), text, known=False)
    assert said(outcome)[-1] == "person_unknown"
    assert programme().journey.officer_email in outcome.messages[-1].message.text


@pytest.mark.parametrize(
    "text",
    [
        "we spoke to 40 people", "talk to residents", "a resident wants to talk to a person", "13 people", "manager",
        "somebody else does residents", "we should talk to the board", "Speak to residents", "call me next week",
        "the board noted it on 3 March. can I talk to someone?", "Speak to Nadia about the residents step",
    ],
)  # fmt: skip
def test_what_asks_for_nobody(text: str) -> None:
    assert not asks_for_person(text, ["Evelyn Williams"])
    assert not asks_if_bot(text)


PREVIEW = OPEN["letter: its yes"]


@pytest.mark.parametrize("text", ["yes", "yes please", "ok", "pass it on", "send it please", "fine", "go ahead"])
def test_a_plain_yes_sends_the_letter(text: str) -> None:
    assert [c for c in says(PREVIEW, text).changes if isinstance(c, OpenCase)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("fine. is this compulsory?", "answer"),
        ("ok, is it compulsory?", "answer"),
        ("is this compulsory?", "answer"),
        ("thanks", "thanks"),
        ("status", "status"),
        ("help", "help"),
        ("next", "begin_where"),
        ("undo", "nothing_to_undo"),
        ("latest guidance", "guidance_latest"),
        ("hello", "greeting"),
        ("mumble mumble", "not_understood"),
    ],
)
def test_what_is_said_in_between_is_what_it_is_and_the_letter_waits(text: str, first: str) -> None:
    outcome = says(PREVIEW, text)
    assert said(outcome)[0] == first
    assert said(outcome)[-1] == "person_waiting"
    assert not [c for c in outcome.changes if isinstance(c, OpenCase)]
    now = outcome.dialogue or PREVIEW
    assert (now.confirming, now.pending) == ("person_preview", LETTER)
    assert [c for c in says(now, "yes").changes if isinstance(c, OpenCase)]


def test_a_question_behind_a_word_of_consent_sends_nothing() -> None:
    alone, behind = says(DialogueState(), "whats the minimum"), says(PREVIEW, "fine. whats the minimum")
    assert said(behind) == [*said(alone), "person_waiting"]
    assert not [c for c in behind.changes if isinstance(c, OpenCase)]


@pytest.mark.parametrize("text", ["thanks", "status", "help", "hello", "yes"])
def test_before_its_words_are_written_too(text: str) -> None:
    outcome = says(OPEN["letter: its words"], text)
    assert said(outcome)[-1] == "person_still"
    now = outcome.dialogue or OPEN["letter: its words"]
    assert now.confirming == "person_words"
    assert said(says(now, LETTER)) == ["person_preview"]


def test_a_yes_to_a_read_back_in_between_is_no_yes_to_the_letter() -> None:
    told = says(PREVIEW, "the board noted it on 3 March 2026")
    assert said(told) == ["read_back"]
    assert told.dialogue is not None
    assert (told.dialogue.parked, told.dialogue.pending) == (True, LETTER)
    kept = says(told.dialogue, "yes")
    assert {f.name for f in kept.facts} == {"board.outcome", "board.date"}
    assert not [c for c in kept.changes if isinstance(c, OpenCase)]
    assert said(kept)[-1] == "person_waiting"
    assert kept.dialogue is not None
    assert [c for c in says(kept.dialogue, "yes").changes if isinstance(c, OpenCase)]


def test_letting_go_comes_back_to_what_was_open() -> None:
    asked = says(OPEN["read-back"], "person")
    assert asked.dialogue is not None
    dropped = says(asked.dialogue, "leave it")
    assert said(dropped) == ["person_dropped", "read_back_waits"]


def test_a_field_of_a_form_that_asks_for_a_person_is_no_answer() -> None:
    account = Account("web", "w", "asha")
    adopter = Adopter("riverside", "Riverside", date(2026, 11, 1))
    context = TurnContext(account, adopter=adopter, person=ASHA, people=(ASHA, PRIYA))
    fields = (("residents.not_heard", "can I talk to someone?"), ("residents.state", "done"))
    turn = Turn("e1", Kind.FORM, account, Address("web", "w", "asha"), NOW, press="form:residents", fields=fields)
    outcome = respond(programme(), context, turn)
    assert {f.name for f in outcome.facts} == {"residents.state"}
    assert said(outcome)[-1] == "person_what"
