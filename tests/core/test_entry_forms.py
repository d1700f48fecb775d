"""Forms of one entry: they change that one, or add one, whatever colleagues do while they are open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.content.journey import load
from bot.core.engine import respond
from bot.core.model import Account, Address, Fact, Kind, Message, Outcome, Person, Turn, TurnContext
from bot.core.model.presses import Press
from bot.core.model.views import FORM, Form, Outlook, form_choice, parse_form_key
from bot.core.reader import Vocabulary
from bot.core.turn.reply import Programme
from bot.core.views.forms import check, filling, form_of
from bot.core.views.record import record_of
from bot.core.views.submitting import outlook
from bot.store.port import Store, Tx
from tests.content.pledge import TINY
from tests.programmes import LONDON, together
from tests.store.factories import new_store

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
SURVEY = {"state": "done", "method": "survey", "date": "May 2026", "took_part": "212"}
WORKSHOP = {"state": "done", "method": "workshop", "date": "June 2026", "took_part": "19"}


@dataclass
class Office:
    """Colleagues at one adopter, on a real store, who fill in forms."""

    store: Store
    programme: Programme = field(default_factory=together)
    events: int = 0
    said: list[Message] = field(default_factory=list)

    async def context(self, who: str) -> TurnContext:
        return await self.store.read(lambda tx: tx.context(Account("web", "w", who)))

    async def opens(self, about: str, who: str = "ivy") -> Form:
        form = form_of(filling(self.programme, await self.context(who), NOW), about)
        assert form is not None, about
        return form

    async def takes(self, kind: Kind, press: str, fields: tuple[tuple[str, str], ...], who: str) -> list[str]:
        self.events += 1
        account, place = Account("web", "w", who), Address("web", "w", who, private=True)
        at = NOW + timedelta(minutes=self.events)
        turn = Turn(f"e{self.events}", kind, account, place, at, press=press, fields=fields)

        def answer(tx: Tx) -> Outcome:
            context = tx.context(account, "", turn.at, place)
            outcome = respond(self.programme, context, turn)
            tx.keep(turn, context, outcome)
            return outcome

        outcome = await self.store.write(answer)
        self.said = [going.message for going in outcome.messages]
        return " ".join(m.phrase for m in self.said).split()

    async def sends(self, form: Form | str, who: str = "ivy", **changes: str) -> list[str]:
        """Sends the form with what it shows, but for these fields. Returns the phrases that are said."""
        fields = filled(form, changes)
        key = form.key if isinstance(form, Form) else form
        return await self.takes(Kind.FORM, FORM + key, fields, who)

    async def presses(self, label: str, who: str = "ivy") -> list[str]:
        found = [c for m in self.said for c in m.choices if label == c.label or f"{label.lower()}|" in c.value]
        assert found, f"{label}: {[c.label for m in self.said for c in m.choices]}"
        return await self.takes(Kind.PRESS, found[0].value, (), who)

    async def takes_back(self, entry: str, who: str = "tom") -> None:
        context = await self.context(who)
        assert context.adopter is not None
        newest = max(f.id for f in context.facts if f.entry == entry)
        press = str(Press("entry", context.adopter.key, newest, ("gone", "residents", entry)))
        await self.takes(Kind.PRESS, press, (), who)

    async def looks(self, form: Form, who: str = "ivy", **changes: str) -> Outlook:
        return outlook(filling(self.programme, await self.context(who), NOW), form.key, filled(form, changes))

    async def facts(self) -> dict[tuple[str, str], Fact]:
        context = await self.context("ivy")
        return {(f.name.partition(".")[2], f.entry): f for f in context.facts}

    async def values(self, name: str) -> dict[str, object]:
        """The values of one fact, by entry."""
        return {entry: fact.value for (of, entry), fact in (await self.facts()).items() if of == name}


def filled(form: Form | str, changes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    if isinstance(form, str):
        return tuple((f"residents.{name}", text) for name, text in changes.items())
    step = form.fields[0].key.partition(".")[0]
    shown = {field.key: field.value for field in form.fields}
    return tuple((shown | {f"{step}.{name}": text for name, text in changes.items()}).items())


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with new_store(tmp_path) as store:
        adopter = await store.write(lambda tx: tx.add_adopter("Mill Lane", "MILL-2345", NOW))
        for key, name in (("ivy", "Ivy"), ("tom", "Tom")):
            person = Person(key, adopter.key, name, "lead")
            await store.write(lambda tx, p=person, k=key: tx.save_person(p, Account("web", "w", k)))  # type: ignore[misc]
        yield Office(store)


async def with_two(office: Office) -> None:
    """A survey (e1) and a workshop (e2)."""
    await office.sends(await office.opens("residents#new"), **SURVEY)
    await office.sends(await office.opens("residents#new"), **WORKSHOP)
    assert await office.values("method") == {"e1": ("survey",), "e2": ("workshop",)}


async def test_a_form_asks_for_nothing_that_its_words_let_people_skip(office: Office) -> None:
    form = await office.opens("updates")
    assert {field.key: field.optional for field in form.fields} == {
        "updates.frequency": False, "updates.last": True, "updates.url": True,
    }  # fmt: skip
    assert (await office.sends(form, frequency="quarterly"))[0] == "recorded"
    assert {name for name, _ in await office.facts()} == {"frequency"}


@pytest.mark.parametrize(
    "text",
    [
        "residents",
        "residents#e2",
        "residents#new",
        "residents#own",
        "residents#e12+@17",
        "residents#new@0!",
        "a#e1@4:mill-lane!",
    ],
)
def test_a_form_is_known_by_its_key(text: str) -> None:
    assert str(parse_form_key(text)) == text


@pytest.mark.parametrize("text", ["", "#e1", "residents#", "residents#x1", "residents#e0", "residents@", "a#e1@1!!"])
def test_what_is_no_key_is_none(text: str) -> None:
    assert parse_form_key(text) is None


async def test_a_form_of_one_entry_shows_and_changes_that_one(office: Office) -> None:
    await with_two(office)
    form = await office.opens("residents#e1")
    assert form.title == "Survey, May 2026, 212 residents took part"
    assert {f.key: f.value for f in form.fields}["residents.took_part"] == "212"
    assert "residents.not_heard" not in {f.key for f in form.fields}, "that is of no activity"
    await office.sends(form, took_part="215")
    assert await office.values("took_part") == {"e1": 215, "e2": 19}


async def test_a_form_opened_before_another_entry_came_still_changes_its_own(office: Office) -> None:
    await office.sends(await office.opens("residents#new"), **SURVEY)
    whole = await office.opens("residents")
    await office.sends(await office.opens("residents#new", "tom"), "tom", **WORKSHOP)
    await office.sends(whole, took_part="215")
    assert await office.values("took_part") == {"e1": 215, "e2": 19}


async def test_what_is_of_no_entry_has_a_form_of_its_own(office: Office) -> None:
    await with_two(office)
    form = await office.opens("residents#own")
    assert {f.key for f in form.fields} == {"residents.overall", "residents.all", "residents.not_heard"}
    await office.sends(form, not_heard="younger tenants")
    assert (await office.values("not_heard")) == {"": "younger tenants"}


async def test_a_new_entry_needs_what_says_how_far_it_is(office: Office) -> None:
    form = await office.opens("residents#new")
    fields = filled(form, {"method": "survey"})
    wrong = check(filling(office.programme, await office.context("ivy"), NOW), form.key, fields)
    assert wrong == {"residents.state": "Please answer this one."}
    assert await office.sends(form, method="survey") == ["form_wrong"]
    assert await office.facts() == {}


async def test_each_wrong_field_has_its_own_error_in_the_order_of_the_form(office: Office) -> None:
    form = await office.opens("residents#new")
    looked = await office.looks(form, state="planned", date="soonish", took_part="a few", method="survey")
    assert [name for name, _ in looked.wrong] == ["residents.date", "residents.took_part"]
    assert all(text.endswith((".", "?", '".')) for _, text in looked.wrong)


async def test_what_was_done_was_not_on_a_day_to_come(office: Office) -> None:
    form = await office.opens("residents#new")
    ahead = {"date": "12 March 2027", "took_part": ""}
    wrong = dict((await office.looks(form, **SURVEY | ahead)).wrong)
    assert set(wrong) == {"residents.date"}
    assert wrong["residents.date"].startswith("This day is still to come, but above it says “Done”.")
    for fields in (SURVEY | ahead | {"state": "planned"}, SURVEY | {"date": "24 November 2026"},
                   SURVEY | {"date": "November 2026"}):  # fmt: skip
        assert (await office.looks(form, **fields)).wrong == (), fields


async def test_what_was_planned_and_is_said_to_be_done_needs_a_day_that_came(office: Office) -> None:
    await office.sends(await office.opens("residents#new"), state="planned", method="survey", date="12 March 2027")
    looked = await office.looks(await office.opens("residents#e1"), state="done", took_part="3")
    assert [name for name, _ in looked.wrong] == ["residents.date"]


async def test_no_more_took_part_than_were_invited(office: Office) -> None:
    form = await office.opens("residents#new")
    looked = await office.looks(form, **SURVEY | {"invited": "200"})
    assert [name for name, _ in looked.wrong] == ["residents.took_part"]
    assert looked.wrong[0][1].startswith("This is more than the 200 invited. Please check both numbers.")
    assert (await office.looks(form, **SURVEY | {"invited": "212"})).wrong == ()
    assert (await office.looks(form, **SURVEY | {"invited": "200", "counted": "attendances"})).wrong == ()
    await office.sends(form, **SURVEY)
    looked = await office.looks(await office.opens("residents#e1"), invited="100")
    assert [name for name, _ in looked.wrong] == ["residents.took_part"], "beside what is recorded, too"


async def test_two_who_add_the_same_make_one(office: Office) -> None:
    mine, theirs = await office.opens("residents#new"), await office.opens("residents#new", "tom")
    await office.sends(theirs, "tom", **SURVEY)
    looked = await office.looks(mine, **SURVEY, findings="Repairs came up most.")
    assert looked.among == (
        (f"residents#e1@{max(f.id for f in (await office.facts()).values())}:mill-lane",
         "Survey, May 2026, 212 residents took part"),
    )  # fmt: skip
    assert (await office.sends(mine, **SURVEY, findings="Repairs came up most."))[0] == "form_joins"
    facts = await office.facts()
    assert {entry for _, entry in facts} == {"e1"}
    assert facts["findings", "e1"].person == "ivy"
    assert facts["took_part", "e1"].person == "tom", "who told it first is who said it"


async def test_two_who_add_the_same_with_other_numbers_are_asked(office: Office) -> None:
    mine, theirs = await office.opens("residents#new"), await office.opens("residents#new", "tom")
    await office.sends(theirs, "tom", **SURVEY)
    assert await office.sends(mine, **SURVEY | {"took_part": "215"}) == ["which_entry"]
    assert await office.values("took_part") == {"e1": 212}, "nothing is kept before the answer"
    await office.presses("Survey, May 2026, 212 residents took part")
    assert office.said[-1].read_back is not None
    await office.presses("Yes, change it")
    assert await office.values("took_part") == {"e1": 215}


async def test_two_who_add_different_ones_make_two(office: Office) -> None:
    mine, theirs = await office.opens("residents#new"), await office.opens("residents#new", "tom")
    await office.sends(theirs, "tom", **SURVEY)
    await office.sends(mine, **WORKSHOP)
    assert await office.values("took_part") == {"e1": 212, "e2": 19}


async def test_exactly_what_stands_in_the_record_is_asked_about_until_it_was_seen(office: Office) -> None:
    await office.sends(await office.opens("residents#new"), **SURVEY)
    form = await office.opens("residents#new")
    assert [title for _, title in (await office.looks(form, **SURVEY)).among] == [
        "Survey, May 2026, 212 residents took part"
    ]
    assert await office.sends(form, **SURVEY) == ["which_entry"]
    assert await office.values("took_part") == {"e1": 212}
    await office.sends(f"{form.key}!", **SURVEY)
    assert await office.values("took_part") == {"e1": 212, "e2": 212}


async def test_what_may_stand_in_the_record_in_other_words_is_asked_about(office: Office) -> None:
    await office.sends(await office.opens("residents#new"), **SURVEY | {"method": "survey, online"})
    assert await office.sends(await office.opens("residents#new", "tom"), "tom", **SURVEY) == ["which_entry"]
    other_number = await office.looks(await office.opens("residents#new"), **SURVEY | {"took_part": "30"})
    other_month = await office.looks(await office.opens("residents#new"), **SURVEY | {"date": "June 2026"})
    assert (other_number.among, other_month.among) == ((), ())


async def test_what_was_left_empty_and_may_be_is_not_asked_again(office: Office) -> None:
    said = await office.sends(await office.opens("residents#new"), **SURVEY)
    assert "residents.invited" not in said
    said = await office.sends(await office.opens("residents#new"), state="done", method="workshop", date="")
    assert "residents.date" in said, "what counts is asked all the same"


async def test_what_a_colleague_changed_meanwhile_is_never_changed_back_by_a_form_left_as_it_was(
    office: Office,
) -> None:
    await with_two(office)
    mine, theirs = await office.opens("residents#e1"), await office.opens("residents#e1", "tom")
    await office.sends(f"{theirs.key}!", "tom", took_part="230")
    assert (await office.values("took_part"))["e1"] == 230
    await office.sends(mine, findings="Repairs came up most.")
    facts = await office.facts()
    assert (facts["took_part", "e1"].value, facts["findings", "e1"].value) == (230, "Repairs came up most.")


@pytest.mark.parametrize("agreed", ["", "!"])
async def test_what_both_changed_is_said_and_asked(office: Office, agreed: str) -> None:
    await with_two(office)
    mine, theirs = await office.opens("residents#e1"), await office.opens("residents#e1", "tom")
    await office.sends(f"{theirs.key}!", "tom", took_part="230")
    looked = await office.looks(mine, took_part="215")
    assert looked.meanwhile.startswith(
        "Tom changed this activity while your form was open. It now says “Residents who took part: 230”"
    )
    assert (await office.sends(mine.key + agreed, took_part="215"))[0] == "form_meanwhile"
    assert (await office.values("took_part"))["e1"] == 230
    await office.presses("Change it to: 215")
    assert (await office.values("took_part"))["e1"] == 215


async def test_a_form_of_an_entry_that_was_taken_back_says_so_and_loses_nothing(office: Office) -> None:
    await with_two(office)
    form = await office.opens("residents#e1")
    await office.takes_back("e1")
    again = form_of(filling(office.programme, await office.context("ivy"), NOW), form.key)
    assert again is not None
    assert again.intro.startswith("This activity was taken back while your form was open.")
    looked = await office.looks(form, took_part="215")
    assert looked.meanwhile == again.intro
    assert (await office.sends(form, took_part="215"))[0] == "form_entry_gone"
    assert await office.values("took_part") == {"e2": 19}
    await office.presses("Yes, save it")
    assert await office.values("took_part") == {"e2": 19, "e3": 215}, "no id is used again"
    assert (await office.values("method"))["e3"] == ("survey",)


async def test_a_button_for_a_form_of_an_entry_that_is_gone_opens_none(office: Office) -> None:
    await with_two(office)
    await office.takes_back("e1")
    assert form_of(filling(office.programme, await office.context("ivy"), NOW), "residents#e1") is None
    assert (await office.takes(Kind.PRESS, "form:residents#e1", (), "ivy"))[0] == "old_button"


async def test_what_a_colleague_said_of_a_step_that_is_done_is_read_back_with_before_and_after(
    office: Office,
) -> None:
    await with_two(office)
    form = await office.opens("residents#e1", "tom")
    looked = await office.looks(form, "tom", took_part="215")
    assert looked.finished
    assert looked.read_back is not None
    assert [(c.before, c.value) for c in looked.read_back.changes] == [("212", "215")]
    assert await office.sends(form, "tom", took_part="215") == ["contradiction"]
    assert (await office.values("took_part"))["e1"] == 212
    await office.sends(f"{form.key}!", "tom", took_part="216")
    assert (await office.values("took_part"))["e1"] == 216, "it was shown, and a yes given"


async def test_a_way_left_out_is_a_change(office: Office) -> None:
    await office.sends(await office.opens("residents#new"), **SURVEY | {"method": "survey, online"})
    form = await office.opens("residents#e1", "tom")
    await office.sends(form, "tom", method="survey")
    assert (await office.values("method"))["e1"] == ("survey", "online"), "not before it was asked"
    await office.presses("Change it to: survey", "tom")
    assert (await office.values("method"))["e1"] == ("survey",)


async def test_what_was_emptied_is_taken_out_once_that_was_seen(office: Office) -> None:
    await office.sends(await office.opens("residents#new"), **SURVEY | {"findings": "Repairs came up most."})
    form = await office.opens("residents#e1")
    looked = await office.looks(form, findings="")
    assert looked.read_back is not None
    assert [(c.label, c.value) for c in looked.read_back.changes] == [("What people said", "Nothing")]
    await office.sends(form, findings="")
    assert (await office.values("findings")) == {"e1": "Repairs came up most."}, "nobody has seen what it would do"
    await office.sends(f"{form.key}!", findings="")
    assert await office.values("findings") == {}
    assert (await office.values("took_part")) == {"e1": 212}


async def test_what_waits_for_a_yes_still_does_after_a_form_that_was_agreed_to(office: Office) -> None:
    await with_two(office)
    first = await office.opens("residents#e1", "tom")
    await office.sends(first, "tom", took_part="215")
    second = await office.opens("residents#e2", "tom")
    said = await office.sends(f"{second.key}!", "tom", took_part="20")
    assert said[-1] == "contradiction"
    assert await office.values("took_part") == {"e1": 212, "e2": 20}
    await office.presses("Change it to: 215", "tom")
    assert await office.values("took_part") == {"e1": 215, "e2": 20}


async def test_where_no_form_can_be_opened_its_button_goes_on_in_the_dialogue(office: Office) -> None:
    await with_two(office)
    residents = office.programme.journey.step("residents")
    add = form_choice(residents, "Add", "new").value
    assert (await office.takes(Kind.PRESS, add, (), "ivy"))[-1] == "residents.state"
    assert (await office.takes(Kind.PRESS, form_choice(residents, "Change", "e2").value, (), "ivy"))[-1] == (
        "record_entry"
    )


async def test_forms_of_another_programme_are_in_its_own_words(tmp_path: Path) -> None:
    journey = load(TINY).journey
    assert journey is not None
    programme = Programme(journey, Vocabulary(), LONDON)
    async with new_store(tmp_path) as store:
        adopter = await store.write(lambda tx: tx.add_adopter("Mill Lane", "MILL-2345", NOW))
        person = Person("ivy", adopter.key, "Ivy", journey.roles[-1].key)
        await store.write(lambda tx: tx.save_person(person, Account("web", "w", "ivy")))
        office = Office(store, programme)
        form = await office.opens("visitors#new")
        assert form.title == "New round"
        await office.sends(form, state="done", way="card", took_part="7")
        await office.sends(await office.opens("visitors#new"), state="done", way="chat", took_part="9")
        assert await office.values("took_part") == {"e1": 7, "e2": 9}
        page = record_of(filling(programme, await office.context("ivy"), NOW))
        (step,) = [s for s in page.steps if s.key == "visitors"]
        assert step.form is not None
        assert (step.form.label, step.form.value) == ("Add another round", "form:visitors#new")
        assert [e.form.value for e in step.entries if e.form] == ["form:visitors#e1", "form:visitors#e2"]


async def test_a_form_of_one_organisation_changes_nothing_of_another(office: Office) -> None:
    await with_two(office)
    form = await office.opens("residents#e1")
    other = await office.store.write(lambda tx: tx.add_adopter("Other Homes", "OTHR-2345", NOW))
    moved = Person("ivy", other.key, "Ivy", "lead")
    await office.store.write(lambda tx: tx.save_person(moved, Account("web", "w", "ivy")))
    await office.sends(await office.opens("residents#new"), **WORKSHOP)
    assert form_of(filling(office.programme, await office.context("ivy"), NOW), form.key) is None
    assert await office.sends(form, took_part="215") == ["foreign_button"]
    assert await office.values("took_part") == {"e1": 19}
