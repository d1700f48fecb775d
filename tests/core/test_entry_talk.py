"""Entries in the dialogue where a transcript cannot look: other words for them, many of them, old buttons, ids."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channels.slack.blocks import render
from bot.content.journey import load
from bot.core.engine import respond
from bot.core.model import Account, Address, Choice, Fact, Kind, Message, Outcome, Person, Turn
from bot.core.model.reading import EarlyReading, Open, Reading, Understood
from bot.core.reader import Vocabulary
from bot.core.safety.guard import asked_of
from bot.core.turn.reply import Programme, Reply
from bot.store.port import Store, Tx
from tests.content.pledge import TINY
from tests.programmes import LONDON, together
from tests.store.factories import new_store

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


@dataclass
class Talk:
    """One person's dialogue on a real store."""

    store: Store
    programme: Programme
    events: int = 0
    said: list[Message] = field(default_factory=list)

    async def turn(self, kind: Kind, text: str = "", press: str = "", reading: Reading | None = None) -> Message:
        self.events += 1
        account = Account("web", "w", "ivy")
        place = Address("web", "w", "ivy")
        turn = Turn(f"e{self.events}", kind, account, place, NOW + timedelta(minutes=self.events), text, press)

        def answer(tx: Tx) -> Outcome:
            context = tx.context(account, text, turn.at, place)
            early = None
            if reading is not None:
                reply = Reply(self.programme, context, turn)
                early = EarlyReading(text, reply.reading_context(asked_of(reply)), reading, "")
            outcome = respond(self.programme, context, turn, early)
            tx.keep(turn, context, outcome)
            return outcome

        outcome = await self.store.write(answer)
        self.said = [going.message for going in outcome.messages]
        return self.said[-1]

    async def says(self, text: str, reading: Reading | None = None) -> Message:
        return await self.turn(Kind.TEXT, text, reading=reading)

    async def presses(self, label: str, of: Message | None = None) -> Message:
        return await self.turn(Kind.PRESS, press=self.button(label, of).value)

    def button(self, label: str, of: Message | None = None) -> Choice:
        choices = (of or self.said[-1]).choices
        found = [c for c in choices if c.label == label]
        assert found, f"{label}: {[c.label for c in choices]}"
        return found[0]

    async def facts(self) -> dict[tuple[str, str], Fact]:
        return await self.store.read(
            lambda tx: {(f.name, f.entry): f for f in tx.context(Account("web", "w", "ivy")).facts}
        )


async def talk_with(store: Store, programme: Programme) -> Talk:
    def people(tx: Tx) -> None:
        adopter = tx.add_adopter("Mill Lane", "MILL-2345", NOW)
        tx.save_person(Person("", adopter.key, "Ivy", programme.journey.roles[-1].key), Account("web", "w", "ivy"))

    await store.write(people)
    return Talk(store, programme)


def told(*facts: tuple[str, object, str]) -> Reading:
    """What a reader gives that tells entries apart: (name, value, entry)."""
    return Reading("answer", tuple(Understood(n, v, True, entry=e) for n, v, e in facts))  # type: ignore[arg-type]


async def test_another_programme_has_entries_by_other_words(tmp_path: Path) -> None:
    journey = load(TINY).journey
    assert journey is not None
    async with new_store(tmp_path) as store:
        talk = await talk_with(store, Programme(journey, Vocabulary(), LONDON))
        for way in ("card", "chat"):
            await talk.says(f"we asked by {way}", told(("visitors.state", "done", ""), ("visitors.way", (way,), "")))
            await talk.presses("Yes, save it")
        facts = await talk.facts()
        assert facts["visitors.way", "e1"].value == ("card",)
        assert facts["visitors.way", "e2"].value == ("chat",)
        more = await talk.says("skip")
        assert more.text.endswith("Did you ask anybody else?")
        await talk.presses("That was all", more)
        assert (await talk.facts())["visitors.all", ""].value is True


async def test_several_of_one_message_are_read_back_as_a_list(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        talk = await talk_with(store, together())
        reading = told(
            ("residents.state", "done", "1"), ("residents.method", ("drop_in",), "1"),
            ("residents.took_part", 41, "1"),
            ("residents.state", "done", "2"), ("residents.method", ("survey",), "2"),
            ("residents.took_part", 212, "2"),
        )  # fmt: skip
        back = await talk.says("41 at the coffee mornings, 212 to the survey", reading)
        assert back.read_back is not None
        assert [entry.title for entry in back.read_back.entries] == [
            "Drop-in, 41 residents took part",
            "Survey, 212 residents took part",
        ]
        assert all(entry.new for entry in back.read_back.entries)
        assert "1. " in back.text
        assert "2. " in back.text
        changed = await talk.says("the second was 219", Reading("unclear"))
        assert changed.read_back is not None
        assert [entry.title for entry in changed.read_back.entries][1] == "Survey, 219 residents took part"
        await talk.presses("Yes, save it")
        facts = await talk.facts()
        assert facts["residents.took_part", "e1"].value == 41
        assert facts["residents.took_part", "e2"].value == 219


async def test_what_would_change_says_what_it_was(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        talk = await talk_with(store, together())
        await talk.says("survey", told(("residents.state", "done", ""), ("residents.took_part", 212, "")))
        await talk.presses("Yes, save it")
        back = await talk.says("no, 215", told(("residents.took_part", 215, "e1")))
        assert back.read_back is not None
        (line,) = back.read_back.changes
        assert (line.before, line.value) == ("212", "215")


async def test_whose_it_was_is_asked_and_everything_waits(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        talk = await talk_with(store, together())
        reading = Reading(
            "answer",
            (
                Understood("board.outcome", "noted", True),
                Understood("consultation.method", ("drop_in",), True),
                Understood("consultation.took_part", 41, True),
            ),
            (Open("consultation.group", "missing"),),
        )
        asked = await talk.says("noted at board, and 41 came to the coffee mornings", reading)
        assert [c.label for c in asked.choices] == ["Residents", "Colleagues", "Both"]
        assert await talk.facts() == {}
        await talk.presses("Both", asked)
        await talk.presses("Yes, save it")
        kept = {(f.name, f.value) for f in (await talk.facts()).values()}
        assert ("residents.took_part", 41) in kept
        assert ("colleagues.took_part", 41) in kept
        assert ("board.outcome", "noted") in kept
        again = await talk.turn(Kind.PRESS, press=asked.choices[0].value)
        assert "old_button" in again.phrase


async def test_words_put_right_while_it_is_asked_whose_they_were(tmp_path: Path) -> None:
    """Nothing else waits for a yes, and still nothing of them is recorded: they are understood anew."""
    async with new_store(tmp_path) as store:
        talk = await talk_with(store, together())
        told_first = Reading("answer", (Understood("consultation.took_part", 41, True),))
        asked = await talk.says("41 came", told_first)
        assert [c.label for c in asked.choices] == ["Residents", "Colleagues", "Both"]
        again = await talk.turn(
            Kind.EDIT,
            "41 residents came",
            reading=told(("residents.state", "done", ""), ("residents.took_part", 41, "")),
        )
        assert "read_back" in again.phrase, f"the edit was answered with {again.text}"
        await talk.presses("Yes, save it")
        assert {(f.name, f.value) for f in (await talk.facts()).values()} >= {("residents.took_part", 41)}


async def test_fifty_entries_are_shown_in_pages(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        talk = await talk_with(store, together())
        await fifty(talk)
        record = await talk.says("edit my answers")
        assert "and 40 more" in record.text
        page = await talk.presses("Consult residents", record)
        seen = 0
        while True:
            shown = [c for c in page.choices if c.label[0].isdigit()]
            assert shown, "'Show more' led to an empty page"
            seen += len(shown)
            assert len(page.text) < 3000
            assert len(page.choices) <= 25
            if not any(c.label == "Show more" for c in page.choices):
                break
            page = await talk.presses("Show more", page)
        assert seen == 50


async def fifty(talk: Talk) -> None:
    """Fifty activities, of 1, 2, … 50 people."""
    numbers = range(1, 51)
    facts = [(f"residents.{name}", v, str(n)) for n in numbers for name, v in (("state", "done"), ("took_part", n))]
    await talk.says("fifty of them", told(*facts))
    await talk.presses("Yes, save it")


async def pages(talk: Talk, page: Message) -> tuple[list[str], Message]:
    """The labels on all pages from this one on, and the last page."""
    seen = [c.label for c in page.choices]
    while any(c.label == "Show more" for c in page.choices):
        page = await talk.presses("Show more", page)
        assert len(page.choices) <= 25
        seen += [c.label for c in page.choices]
    return [label for label in seen if "took part" in label], page


async def test_of_fifty_the_one_that_is_meant_is_a_press_away(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        talk = await talk_with(store, together())
        await fifty(talk)
        page = await talk.says("it was 99", told(("residents.took_part", 99, "?")))
        seen, last = await pages(talk, page)
        assert len(seen) == len(set(seen)) == 50
        assert "Another activity" in {c.label for c in last.choices}
        read_back = await talk.presses("50 residents took part", last)
        assert "99" in read_back.text
        await talk.presses("Change it to: 99")
        facts = await talk.facts()
        assert facts["residents.took_part", "e50"].value == 99
        assert facts["residents.took_part", "e1"].value == 1
        await talk.presses("Show more", page)
        assert "old_button" in talk.said[0].phrase


async def test_of_fifty_the_one_to_join_with_is_a_press_away(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        talk = await talk_with(store, together())
        await fifty(talk)
        await talk.says("edit my answers")
        step = await talk.presses("Consult residents")
        await talk.presses(step.choices[0].label, step)
        seen, last = await pages(talk, await talk.presses("Same as another"))
        assert len(seen) == 49
        await talk.presses("50 residents took part", last)
        await talk.presses("Yes, one")
        facts = await talk.facts()
        assert facts["residents.took_part", "e1"].value == 50
        assert ("residents.took_part", "e50") not in facts


async def test_a_report_of_fifty_fits_one_message(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        talk = await talk_with(store, together())
        await fifty(talk)
        report = await talk.says("report")
        assert [f"{n}. {n} residents took part" in report.text for n in (2, 25, 50)] == [True, True, True]
        shown = json.dumps(render(report)["blocks"])
        assert "50. 50 residents took part" in shown
        assert "was too long" not in shown


async def test_the_button_of_an_entry_that_has_changed_says_so(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        talk = await talk_with(store, together())
        await talk.says("survey", told(("residents.state", "done", ""), ("residents.took_part", 212, "")))
        await talk.presses("Yes, save it")
        await talk.says("edit my answers")
        step = await talk.presses("Consult residents")
        entry = await talk.presses("1. 212 residents took part", step)
        await talk.says("no, 215", told(("residents.took_part", 215, "e1")))
        await talk.presses("Change it to: 215")
        await talk.presses("Take this back", entry)
        assert "old_button" in talk.said[0].phrase
        assert "215" in talk.said[0].text
        await talk.presses("Change: Residents who took part", entry)
        assert "old_button" in talk.said[0].phrase
        assert (await talk.facts())["residents.took_part", "e1"].value == 215


async def test_an_id_is_never_used_again(tmp_path: Path) -> None:
    async with new_store(tmp_path) as store:
        talk = await talk_with(store, together())
        for _ in range(3):
            await talk.says("survey", told(("residents.state", "done", "1"), ("residents.took_part", 5, "1")))
            await talk.presses("Yes, save it")
            await talk.says("edit my answers")
            step = await talk.presses("Consult residents")
            await talk.presses(step.choices[0].label, step)
            await talk.presses("Take this back")
            await talk.presses("Take it back")
            assert await talk.facts() == {}
        ever = await store.read(lambda tx: {f.entry for f in tx.facts()})
        assert ever == {"e1", "e2", "e3"}
