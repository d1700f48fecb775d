"""Residents confirm: a link that shows one claim and takes an answer; nothing of who they are is kept."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Browser

from bot.channels.documents import link_to
from bot.channels.passes import PassKind, make_pass
from bot.core.model import Enclosed
from bot.core.model.confirm import MOST_ANSWERS, RESIDENTS
from bot.http.confirm import ConfirmPages
from bot.http.guidance import GuidancePages
from bot.runtime.residents import ResidentAnswers
from bot.store.port import Store
from tests.browser import axe_violations, browser
from tests.programmes import together
from tests.store.factories import new_store

__all__ = ["browser"]
Client = TestClient[web.Request, web.Application]
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
KEY = "a secret of more than thirty-two bytes, for tests"
CLAIM = 'We have committed to this: <b>every call</b> is "answered" & \u0645\u062c\u0644\u0633 \U0001f600 {adopter}.'


class Clock:
    now = NOW


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with new_store(tmp_path) as made:
        await made.write(lambda tx: tx.add_adopter("Riverside Homes", "CODE-2342", NOW))
        yield made


@pytest.fixture
async def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(store: Store, clock: Clock) -> AsyncIterator[Client]:
    answers = ResidentAnswers(store, together)
    pages = ConfirmPages(KEY, lambda: together().journey, answers.name_of, answers.take, lambda: clock.now)

    async def nothing(words: str, limit: int) -> list[str]:
        return []

    styles = GuidancePages(lambda: together().journey, nothing, lambda: NOW.date(), "")
    application = web.Application()
    application.add_routes([*pages.routes(), *styles.routes()])
    async with TestClient(TestServer(application)) as made:
        yield made


def link(claim: str = CLAIM, adopter: str = "riverside-homes") -> str:
    enclosed = Enclosed("confirm", "1", "Link for residents", adopter, "asha", purpose=claim)
    return link_to(KEY, "", enclosed, NOW, 0)


async def kept(store: Store) -> list[dict[str, object]]:
    """The answers, as they are recorded."""
    facts = (await store.read(lambda tx: tx.context_of("riverside-homes"))).facts
    found: dict[str, dict[str, object]] = {}
    for fact in facts:
        assert (fact.person, fact.confirmed_by, fact.words) == (RESIDENTS, RESIDENTS, "")
        found.setdefault(fact.entry, {})[fact.name] = fact.value
    return list(found.values())


async def answer(client: Client, to: str, **fields: str) -> tuple[int, str]:
    page = await (await client.get(to)).text()
    (mark,) = re.findall(r'name="mark" value="([^"]+)"', page)
    response = await client.post(to, data={"mark": mark, **fields})
    return response.status, await response.text()


async def test_the_page_shows_one_claim_and_nothing_else_of_the_record(client: Client) -> None:
    response = await client.get(link())
    page = await response.text()
    assert response.status == 200
    assert "Riverside Homes" in page
    assert "&lt;b&gt;every call&lt;/b&gt;" in page
    assert "<b>every call" not in page
    assert "{adopter}." in page
    assert "<script" not in page
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("said", "words"), [("yes", ""), ("no", ""), ("other", "Most calls are, and not at weekends.")]
)
async def test_an_answer_is_evidence_and_says_nothing_of_who(
    client: Client, store: Store, said: str, words: str
) -> None:
    status, page = await answer(client, link(), answer=said, words=words)
    assert (status, "Your answer is in the record of Riverside Homes." in page) == (200, True)
    expected = {"confirmed.claim": CLAIM, "confirmed.answer": said}
    assert await kept(store) == [{**expected, "confirmed.words": words} if words else expected]


async def test_each_answer_is_its_own_and_a_form_sent_twice_is_one(client: Client, store: Store) -> None:
    to = link()
    for said in ("yes", "no"):
        await answer(client, to, answer=said)
    for _ in range(2):
        await client.post(to, data={"mark": "the-same", "answer": "yes"})
    assert [e["confirmed.answer"] for e in await kept(store)] == ["yes", "no", "yes"]


async def test_a_link_that_ran_out_says_so_and_keeps_nothing(client: Client, store: Store, clock: Clock) -> None:
    to = link()
    clock.now = NOW + timedelta(days=21)
    for response in (await client.get(to), await client.post(to, data={"answer": "yes"})):
        assert response.status == 410
        assert "This link has ended" in await response.text()
    assert await kept(store) == []


async def test_a_link_that_was_not_made_here_opens_nothing(client: Client, store: Store) -> None:
    other = make_pass("another secret, of more than thirty-two bytes", PassKind.CONFIRM, json.dumps(["x", "y"]), NOW)
    document = make_pass(KEY, PassKind.DOCUMENT, json.dumps(["riverside-homes", CLAIM]), NOW)
    for token in (other, document, link().rpartition("/")[2][:-3], "nonsense"):
        assert (await client.get(f"/confirm/{token}")).status == 410
    assert (await client.get(link(adopter="nobody"))).status == 410
    assert await kept(store) == []


async def test_details_of_a_person_are_not_kept(client: Client, store: Store) -> None:
    status, page = await answer(
        client, link(), answer="no", words="I am Ellen Parker, 14 Mill Road, and I have asthma"
    )
    assert status == 400
    assert "Nothing was saved" in page
    assert "Parker" not in page
    assert await kept(store) == []


async def test_somebody_in_danger_is_pointed_to_help_and_nothing_is_kept(client: Client, store: Store) -> None:
    _, page = await answer(client, link(), answer="no", words="I am going to kill myself tonight")
    assert "116 123" in page
    assert await kept(store) == []


@pytest.mark.parametrize("fields", [{}, {"answer": "maybe"}, {"answer": "other"}, {"answer": "other", "words": "  "}])
async def test_nothing_chosen_is_asked_again(client: Client, store: Store, fields: dict[str, str]) -> None:
    status, page = await answer(client, link(), **fields)
    assert (status, "Please choose an answer." in page) == (400, True)
    assert await kept(store) == []


async def test_five_thousand_characters_are_cut_and_hostile_words_stay_words(client: Client, store: Store) -> None:
    words = "=1+1 <script>x</script> \u202emelb " + "a" * 5000
    status, _ = await answer(client, link(), answer="other", words=words)
    assert status == 200
    (told,) = await kept(store)
    assert len(str(told["confirmed.words"])) == 1000
    assert str(told["confirmed.words"]).startswith("=1+1 <script>x</script>")


async def test_of_one_claim_so_many_answers_are_kept_and_no_more(client: Client, store: Store) -> None:
    to = link()
    for n in range(MOST_ANSWERS + 1):
        response = await client.post(to, data={"mark": f"m{n}", "answer": "yes"})
    assert "as many answers" in await response.text()
    assert len(await kept(store)) == MOST_ANSWERS


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
async def test_in_a_browser(client: Client, browser: Browser, width: int, scheme: str) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(str(client.make_url(link())))
    assert await axe_violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    await page.get_by_label("Yes", exact=True).check()
    await page.get_by_role("button", name="Send the answer").click()
    assert (
        await page.get_by_role("heading").inner_text()
        == "Thank you. Your answer is in the record of Riverside Homes."
    )
    await context.close()
