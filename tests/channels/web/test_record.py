"""The record's pages over real HTTP, without a script, and the whole bot behind them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from bot.runtime.residents import ResidentAnswers
from tests.channels.web.record_world import HTML, SURVEY, WORKSHOP, Office, form_on, links_on, office_in
from tests.programmes import together


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path) as office:
        await office.enter("priya")
        yield office


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


async def changed(office: Office, key: str, **answers: str) -> str:
    """A change, with the yes to what it would do. The page that follows."""
    changes: dict[str, str | list[str]] = {f"residents.{name}": text for name, text in answers.items()}
    _, page = await office.send(await office.form(key), changes)
    if "Check this change" in page:
        _, page = await office.send(page, do="agree")
    return page


# ---------------------------------------------------------------- read


async def test_an_empty_record_says_where_to_begin(office: Office) -> None:
    page = await office.page("/record")
    assert "Nothing is recorded yet." in page
    assert {"key": "residents#new"} in links_on(page)
    assert 'href="/record"' in await office.page("/")
    assert 'href="/privacy"' in await office.page("/")


async def test_each_entry_says_what_who_and_when_and_what_was_before(office: Office) -> None:
    await office.tell(SURVEY)
    await office.enter("tom")
    await changed(office, "residents#e1", took_part="215")
    page = await office.page("/record")
    words = text_of(page)
    assert "What Meadow Homes has told" in words
    assert "Survey and online, May 2026, 215 residents took part" in words
    assert (
        "Residents who took part 215 Tom Okafor, 24 November 2026 Earlier answers: Residents who took part 212"
        in (words)
    )
    assert "212 Priya Nair, 24 November 2026" in words
    assert "&lt;b&gt;Older&lt;/b&gt;" in page, "people's words are words"
    assert {"step": "residents", "entry": "e1"} in links_on(page)


async def test_many_entries_are_ten_a_page(office: Office) -> None:
    for n in range(1, 13):
        await office.tell(WORKSHOP | {"residents.took_part": str(100 + n)})
    page = await office.page("/record")
    assert page.count('<article class="entry"') == 10
    assert "Show all 12" in page
    first, second = await office.page("/record/residents"), await office.page("/record/residents?page=2")
    assert (first.count("<article"), second.count("<article")) == (10, 2)
    assert "112 residents took part" in second
    assert "?page=1" in second
    assert "Page 2 of 2" in await office.page("/record/residents?page=99999")


# ---------------------------------------------------------------- added


async def test_an_entry_is_added_and_stands_in_the_chat_too(office: Office) -> None:
    await office.tell(SURVEY)
    facts = await office.facts()
    assert facts["residents.method", "e1"].value == ("survey", "online")
    assert facts["residents.took_part", "e1"].person == "priya"
    chat = text_of(await office.page("/"))
    assert "Form: New activity" in chat
    assert "Took part: 212" in chat


async def test_what_is_wrong_stands_beside_its_field_and_above_with_a_link(office: Office) -> None:
    form = await office.form("residents#new")
    status, page = await office.send(
        form, {"residents.date": "soonish", "residents.findings": "Call Bob on 07700 900123"}
    )
    assert status == 422
    assert "<title>Error: New activity" in page
    summary = page[page.index('<div class="summary"') : page.index("</ul>")]
    links = re.findall(r'href="#([^"]+)">([^<]+)<', summary)
    asks = "Have you consulted residents about the charter?"
    assert links[0][1] == f"{asks} Please answer this one.", "it says which"
    assert len(links) == 3
    for target, text in links:
        assert f'id="{target}"' in page
        error = re.search(rf'id="{target.removesuffix("-0")}-error"><span[^>]*>Error: </span>([^<]+)</p>', page)
        assert error, target
        assert text.endswith(f" {error[1]}"), "the same words beside the field"
    assert 'value="soonish"' in page, "nothing typed is lost"
    assert 'aria-describedby="f-residents-date-hint f-residents-date-error" aria-invalid="true"' in page
    assert await office.facts() == {}


async def test_the_same_form_sent_twice_is_one(office: Office) -> None:
    form = await office.form("residents#new")
    for _ in range(2):
        status, page = await office.send(form, SURVEY)
        assert (status, "That is saved." in page) == (303, True)
        assert {entry for _, entry in await office.facts()} == {"e1"}


async def test_two_colleagues_who_add_the_same_are_asked_and_lose_nothing(office: Office) -> None:
    form = await office.form("residents#new")
    await office.enter("tom")
    await office.tell(SURVEY)
    await office.enter("priya")
    status, page = await office.send(form, SURVEY | {"residents.invited": "900"})
    assert (status, "Is it one of these?" in page) == (200, True)
    status, again = await office.send(page, do="which")
    assert (status, "Choose one of these." in again) == (422, True)
    key = re.findall(r'name="entry" value="(residents#e1[^"]*)"', page)[0]
    _, form = await office.send(page, {"entry": key}, do="which")
    assert ("residents.invited", "900") in form_on(form)[1]
    assert "Recorded now: nothing" in form
    _, page = await office.send(form)
    assert "That is saved." in page
    facts = await office.facts()
    assert {entry for _, entry in facts} == {"e1"}
    assert (facts["residents.invited", "e1"].person, facts["residents.took_part", "e1"].person) == ("priya", "tom")


async def test_one_that_is_another_after_all_is_added(office: Office) -> None:
    await office.tell(SURVEY)
    _, page = await office.send(await office.form("residents#new"), SURVEY)
    status, page = await office.send(page, {"entry": "another"}, do="which")
    assert (status, "That is saved." in page) == (303, True)
    assert {entry for _, entry in await office.facts()} == {"e1", "e2"}


async def test_words_that_need_help_more_than_a_form_get_it_and_are_not_kept(office: Office) -> None:
    words = "One of them said: I want to kill myself."
    status, page = await office.send(await office.form("residents#new"), SURVEY | {"residents.findings": words})
    assert status == 303
    assert "This is not saved" in page
    assert "999" in page
    assert words not in page + await office.page("/")
    assert await office.facts() == {}


# ---------------------------------------------------------------- changed


async def test_a_change_is_shown_with_its_before_and_after_and_both_are_buttons(office: Office) -> None:
    await office.tell(SURVEY)
    await office.tell(WORKSHOP)
    status, page = await office.send(await office.form("residents#e2"), {"residents.took_part": "21"})
    assert status == 200
    assert "Recorded now 19 Priya Nair Your change 21" in text_of(page)
    assert re.search(r'<button[^>]*value="agree">Keep the change: 21</button>', page)
    assert re.search(r'<a class="choice" href="/record">Leave it: 19</a>', page)
    assert (await office.facts())["residents.took_part", "e2"].value == 19
    _, form = await office.send(page, do="edit")
    assert ("residents.took_part", "21") in form_on(form)[1]
    status, page = await office.send(page, do="agree")
    assert (status, "That is saved." in page) == (303, True)
    facts = await office.facts()
    assert (facts["residents.took_part", "e1"].value, facts["residents.took_part", "e2"].value) == (212, 21)


async def test_what_is_emptied_is_shown_and_taken_out(office: Office) -> None:
    await office.tell(SURVEY)
    _, page = await office.send(await office.form("residents#e1"), {"residents.findings": ""})
    assert "Your change Nothing" in text_of(page)
    await office.send(page, do="agree")
    facts = await office.facts()
    assert ("residents.findings", "e1") not in facts
    assert ("residents.took_part", "e1") in facts


async def test_what_a_colleague_changed_meanwhile_stands_beside_what_was_typed(office: Office) -> None:
    await office.tell(SURVEY)
    form = await office.form("residents#e1")
    await office.enter("tom")
    await changed(office, "residents#e1", took_part="230", findings="Letters, please.")
    await office.enter("priya")
    status, page = await office.send(form, {"residents.took_part": "215"})
    assert status == 409
    assert "Tom Okafor changed this activity while your form was open." in page
    assert "Recorded now: 230" in page
    fields = dict(form_on(page)[1])
    assert (fields["residents.took_part"], fields["residents.findings"]) == ("215", "Letters, please.")
    _, page = await office.send(page)
    assert "Recorded now 230 Tom Okafor Your change 215" in text_of(page)
    await office.send(page, do="agree")
    facts = await office.facts()
    assert facts["residents.took_part", "e1"].value == 215
    assert facts["residents.findings", "e1"].value == "Letters, please."


async def test_a_change_that_was_shown_before_a_colleague_changed_it_too_is_not_kept(office: Office) -> None:
    await office.tell(SURVEY)
    _, check = await office.send(await office.form("residents#e1"), {"residents.took_part": "215"})
    await office.enter("tom")
    await changed(office, "residents#e1", took_part="230")
    await office.enter("priya")
    status, page = await office.send(check, do="agree")
    assert (status, "Recorded now: 230" in page) == (409, True)
    assert (await office.facts())["residents.took_part", "e1"].value == 230


async def test_a_form_of_one_that_was_taken_back_says_so_and_keeps_what_was_typed(office: Office) -> None:
    await office.tell(SURVEY)
    form = await office.form("residents#e1")
    await office.send(await office.page("/record/take-back?step=residents&entry=e1"))
    status, page = await office.send(form, {"residents.took_part": "215"})
    assert status == 409
    assert "This activity was taken back while your form was open." in page
    assert ("residents.took_part", "215") in form_on(page)[1]
    _, page = await office.send(page)
    assert "That is saved." in page
    assert (await office.facts())["residents.took_part", "e2"].value == 215


async def test_what_is_of_no_entry_and_a_step_without_any_can_be_changed(office: Office) -> None:
    await office.tell({"way_forward.state": "in_progress"}, "way_forward")
    changes = {"way_forward.state": "agreed", "way_forward.date": "3 June 2026"}
    _, page = await office.send(await office.form("way_forward"), changes)
    words = text_of(page)
    assert "Recorded now In progress Priya Nair Your change Agreed And new Way forward dated 3 June 2026" in words
    assert "Keep the change Leave it as it was" in words, "a button names one change only where that is all"
    await office.send(page, do="agree")
    assert (await office.facts())["way_forward.state", ""].value == "agreed"


# ---------------------------------------------------------------- gone back to, and sent again


async def test_a_form_that_was_kept_says_so_when_it_is_gone_back_to(office: Office) -> None:
    async with office.client.get("/record/form?key=residents%23new", headers=HTML) as answer:
        address, form = answer.url.raw_path_qs, await answer.text()
    status, wrong = await office.send(form, SURVEY | {"residents.date": "soonish"})
    errors = office.at
    assert (status, await office.page(errors)) == (422, wrong), "it can be looked at again"
    await office.send(wrong, SURVEY)
    for page in (await office.page(address), await office.page(errors)):
        assert "This form is saved already" in page
        assert 'href="/record"' in page
    for page in (form, wrong):
        status, page = await office.send(page, SURVEY | {"residents.took_part": "30"})
        assert (status, "This form is saved already" in page) == (200, True)
    assert {entry for _, entry in await office.facts()} == {"e1"}
    await office.tell(SURVEY | {"residents.took_part": "30"})
    assert {entry for _, entry in await office.facts()} == {"e1", "e2"}, "a new form is another"


async def test_a_change_that_was_kept_says_so_when_its_check_is_gone_back_to(office: Office) -> None:
    await office.tell(SURVEY)
    form = await office.form("residents#e1")
    _, check = await office.send(form, {"residents.took_part": "215"})
    asked = office.at
    await office.send(check, do="agree")
    assert "This form is saved already" in await office.page(asked)
    _, page = await office.send(form, {"residents.took_part": "216"})
    assert "This form is saved already" in page
    assert (await office.facts())["residents.took_part", "e1"].value == 215


async def test_a_form_whose_words_were_not_kept_can_be_mended_and_sent(office: Office) -> None:
    form = await office.form("residents#new")
    _, page = await office.send(form, SURVEY | {"residents.findings": "One of them said: I want to kill myself."})
    assert "This is not saved" in page
    _, page = await office.send(form, SURVEY)
    assert "That is saved." in page


async def test_a_page_that_answered_is_its_own_persons_and_soon_gone(office: Office) -> None:
    _, page = await office.send(await office.form("residents#new"), {"residents.findings": "Lifts, mostly."})
    assert "Lifts, mostly." in page
    errors = office.at
    await office.enter("tom")
    assert "This page is not open any more" in await office.page(errors)
    await office.enter("priya")
    assert "Lifts, mostly." in await office.page(errors)
    office.now += timedelta(hours=2)
    assert "This page is not open any more" in await office.page(errors)


# ---------------------------------------------------------------- what is not taken


async def test_private_words_are_left_out_and_the_rest_stays_in_the_form(office: Office) -> None:
    for words in ("Mrs Patel in Block C says the boiler is broken and nobody came", "Call Bob on 07700 900123"):
        form = await office.form("residents#new")
        status, page = await office.send(form, SURVEY | {"residents.findings": words})
        assert status == 422
        assert "This is not saved: it looks as if it has somebody's private details" in unescape(page)
        assert words not in page + await office.page("/"), "neither shown again nor kept"
        fields = dict(form_on(page)[1])
        assert (fields["residents.took_part"], fields["residents.date"]) == ("212", "May 2026")
        assert fields["residents.findings"] == ""
        assert await office.facts() == {}
    _, page = await office.send(page, {"residents.findings": "Repairs came up most."})
    assert "That is saved." in page


async def test_danger_told_with_a_name_is_answered_at_once(office: Office) -> None:
    words = "Mrs Patel says there is a fire in her flat right now and she cannot get out"
    status, page = await office.send(await office.form("residents#new"), SURVEY | {"residents.findings": words})
    assert (status, "999" in page, words in page) == (303, True, False)


async def test_a_web_address_stands_as_it_was_typed(office: Office) -> None:
    await office.tell(
        {"commitments.state": "published", "commitments.url": "https://example.org/our-promise"}, "commitments"
    )
    page = await office.page("/record")
    assert "https://example.org/our-promise" in page
    assert "Https" not in page


# ---------------------------------------------------------------- taken back


async def test_an_entry_is_taken_back_after_a_page_that_asks(office: Office) -> None:
    await office.tell(SURVEY)
    ask = await office.page("/record/take-back?step=residents&entry=e1")
    assert "Take this back?" in ask
    assert "212" in ask
    status, page = await office.send(ask)
    assert (status, "That is taken back." in page) == (303, True)
    assert await office.facts() == {}
    assert "That is taken back." in (await office.send(ask))[1], "pressed twice"
    assert "That is not in the record any more" in await office.page("/record/take-back?step=residents&entry=e1")


async def test_an_entry_that_was_changed_since_the_page_asked_stays(office: Office) -> None:
    await office.tell(SURVEY)
    ask = await office.page("/record/take-back?step=residents&entry=e1")
    await office.enter("tom")
    await changed(office, "residents#e1", took_part="230")
    await office.enter("priya")
    _, page = await office.send(ask)
    assert "This is not saved yet" in page
    assert (await office.facts())["residents.took_part", "e1"].value == 230


# ---------------------------------------------------------------- who may


async def test_nobody_comes_in_without_a_link(office: Office) -> None:
    await office.tell(SURVEY)
    form, ask = await office.form("residents#e1"), await office.page("/record/take-back?step=residents&entry=e1")
    office.client.session.cookie_jar.clear()
    for path in (
        "/record",
        "/record/residents",
        "/record/form?key=residents%23e1",
        "/record/take-back?step=residents&entry=e1",
    ):
        async with office.client.get(path, headers=HTML) as answer:
            assert (answer.status, "Survey" in await answer.text()) == (403, False)
    for page in (form, ask):
        assert (await office.send(page))[0] == 403
    assert ("residents.took_part", "e1") in await office.facts()


async def test_another_organisations_record_is_never_reached(office: Office) -> None:
    await office.tell(SURVEY)
    form, ask = await office.form("residents#e1"), await office.page("/record/take-back?step=residents&entry=e1")
    await office.enter("olga")
    for path in ("/record", "/record/residents", "/record/take-back?step=residents&entry=e1"):
        assert "212" not in await office.page(path)
    assert "That is not in the record any more" in await office.form("residents#e1")
    await office.tell(WORKSHOP)
    for page, changes in ((form, {"residents.took_part": "1"}), (ask, {})):
        _, answer = await office.send(page, changes)
        assert "That is saved." not in answer
        assert "212" not in answer
    assert (await office.facts("olga"))["residents.took_part", "e1"].value == 19
    assert (await office.facts("priya"))["residents.took_part", "e1"].value == 212


async def test_another_site_cannot_send_a_form(office: Office) -> None:
    action, pairs = form_on(await office.form("residents#new"))
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        async with office.client.post(action, data=[*pairs, ("residents.state", "done")], headers=headers) as answer:
            assert answer.status == 403
    assert await office.facts() == {}


@pytest.mark.parametrize(
    "key",
    ["", "nonsense", "residents#e9", "nowhere#new", "residents#e1@1:other-homes", "way_forward#new", "a" * 3000],
)
async def test_a_form_that_is_none_is_a_page_that_says_so(office: Office, key: str) -> None:
    async with office.client.get("/record/form", params={"key": key}, headers=HTML) as answer:
        assert answer.status == 404
        assert "That is not in the record any more" in await answer.text()


# ---------------------------------------------------------------- what stands in a list


async def test_a_commitment_is_added_and_changed_and_the_step_keeps_its_own_form(office: Office) -> None:
    promise = "Every repair call is answered within two working days."
    form = await office.form("commitments#new")
    assert "commitments.url" not in form
    status, page = await office.send(form, {
        "commitments.promise": promise, "commitments.theme": "quality", "commitments.owner": "Head of repairs",
    })  # fmt: skip
    assert status == 303
    assert promise in page
    known = {"commitments.promise": promise, "commitments.theme": "quality", "commitments.owner": "Head of repairs"}
    assert {name: f.value for (name, entry), f in (await office.facts()).items() if entry == "e1"} == known
    own = await office.form("commitments")
    assert "commitments.promise" not in own
    await office.send(own, {"commitments.state": "published"})
    _, page = await office.send(await office.form("commitments#e1"), {"commitments.overseen": "The scrutiny panel"})
    facts = await office.facts()
    assert facts["commitments.state", ""].value == "published"
    assert facts["commitments.overseen", "e1"].value == "The scrutiny panel"


async def test_what_residents_answered_can_be_read_and_not_changed(office: Office) -> None:
    answers = ResidentAnswers(office.store, together)
    await answers.take("confirm:1", "meadow-homes", "Our commitment: calls are answered.", "no", "", office.now)
    page = await office.page("/record")
    assert "Our commitment: calls are answered." in page
    assert "residents, by a link" in page
    assert "step=confirmed" not in page
    assert "key=confirmed" not in page
