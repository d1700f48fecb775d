"""The record as pages of the web chat: read, changed, added to, taken back. Everything works without a script.

    GET  /record             every step           GET  /record/STEP       all entries of one, page by page
    GET  /record/form        a form (?key=)       POST /record/form       what was filled in: checked, shown, kept
    GET  /record/take-back   asks first           POST /record/take-back  takes an entry back
    GET  /record/shown       a page that answers what was sent, for a while

What changes something is shown with its before and after, and sent on a yes. What is sent is a turn like any other;
what the bot said to it stands above the record. Whatever is sent is answered by a redirect, and a form has one id
from its first page to its last: going back and sending it again adds nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.channels.views import FORM, Form, Outlook, RecordViews
from bot.channels.web.filling import Fields, added_by, changes_of, fields_of, kept_typed, shown
from bot.channels.web.held import HeldPages
from bot.channels.web.pages import Pages, onward
from bot.channels.web.reading import once, read_answers, refuse_foreign
from bot.channels.web.rendering import words_html
from bot.channels.web.sent import SentBefore
from bot.channels.web.sign_in import Gate, Guest, or_unavailable
from bot.core.model import Account, Kind, Person
from bot.core.model.papers import Paper
from bot.core.model.record_page import RecordEntry, RecordPage, RecordStep
from bot.core.model.views import ONE_MORE, is_settings, parse_form_key

A_PAGE = 10
"""Entries of a step that stand on one page."""
ANOTHER = "another"
NOTHING_CHOSEN = "Choose one of these."
Downloads = Sequence[tuple[Paper, Sequence[tuple[str, str]]]]
"""Each paper with its forms and their labels."""
Give = Callable[[Person, str, Kind, str, str, Fields], Awaitable[int]]
"""Gives a turn of a person to the turn handler: the made id, the kind, its words, its press, its fields. Answers 202
where it was kept."""


@dataclass(frozen=True, slots=True)
class FilledIn:
    """What a form's page sent."""

    person: Person
    form_id: str
    made: str
    key: str
    form: Form
    fields: Fields

    @property
    def typed(self) -> dict[str, str]:
        return dict(self.fields)


class RecordPages:
    """The pages. `let_in` says whose browser it is; `give` hands on what was sent; `troubles` are the words for what
    was not taken."""

    def __init__(
        self,
        pages: Pages,
        gate: Gate,
        views: RecordViews,
        let_in: Callable[[web.Request], Awaitable[Guest | None]],
        give: Give,
        public_url: str,
        troubles: Mapping[int, str],
        held: HeldPages,
        downloads: Callable[[], Downloads] = list,
    ) -> None:
        self._pages, self._gate, self._views = pages, gate, views
        self._let_in, self._give, self._public_url, self._troubles = let_in, give, public_url, troubles
        self._held, self._before, self._downloads = held, SentBefore(gate), downloads

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/record", self._record),
            web.get("/record/form", self._form),
            web.post("/record/form", self._sent),
            web.get("/record/take-back", self._ask_take_back),
            web.post("/record/take-back", self._take_back),
            web.get("/record/shown", self._shown),
            web.get("/record/{step}", self._step),
        ]

    # ------------------------------------------------------------ read

    async def _record(self, request: web.Request) -> web.StreamResponse:
        guest = await self._let_in(request)
        if guest is None:
            return self._pages.show("refused.html", 403, why="none")
        page = await self._page(guest.person)
        said = await self._before.said(guest.person, request.query.get("said", ""))
        steps = [(step, step.entries[:A_PAGE]) for step in page.steps]
        response = self._show(
            "record.html",
            steps=steps,
            others=page.nothing_yet,
            said=said,
            alone=False,
            adopter=page.adopter,
            downloads=self._downloads() if page.steps else (),
        )
        self._gate.remember(response, guest)
        return response

    async def _step(self, request: web.Request) -> web.StreamResponse:
        """One step's entries, ten at a time."""
        person = (await self._gate.known(request)).person
        step = (await self._page(person)).step(request.match_info["step"])
        if step is None:
            raise web.HTTPNotFound
        asked = request.query.get("page", "1")
        last = max(1, -(-len(step.entries) // A_PAGE))
        number = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
        entries = step.entries[(number - 1) * A_PAGE : number * A_PAGE]
        return self._show(
            "record.html",
            steps=[(step, entries)],
            others=(),
            said=None,
            alone=True,
            number=number,
            last=last,
            downloads=(),
        )

    async def _page(self, person: Person) -> RecordPage:
        page = await or_unavailable(self._views.record(account_of(person)))
        return page if page is not None else RecordPage()

    async def _shown(self, request: web.Request) -> web.StreamResponse:
        """A page that answered what was sent."""
        person = (await self._gate.known(request)).person
        page = self._held.find(person.id, request.query.get("page", ""))
        if page is None:
            advice = "What you had not saved there is gone. What you saved is in the record."
            return self._pages.show("problem.html", 404, title="This page is not open any more", advice=advice)
        if await self._before.is_kept(person, page.form_id):
            return self._show("record_sent.html", again="")
        return self._pages.again(page.text, page.status)

    def _show(self, template: str, status: int = 200, form_id: str = "", **values: Any) -> web.Response:
        form_id = form_id or secrets.token_urlsafe(12)
        return self._pages.show(template, status, form_id=form_id, href=form_address, **values)

    # ------------------------------------------------------------ forms

    async def _form(self, request: web.Request) -> web.StreamResponse:
        person = (await self._gate.known(request)).person
        key, form_id = request.query.get("key", ""), request.query.get("id", "")
        if await self._before.is_kept(person, form_id):
            return self._show("record_sent.html", again=key)
        form = await or_unavailable(self._views.form(account_of(person), key))
        if form is None:
            return self._gone()
        if not form_id:
            return onward(f"{form_address(key)}&id={secrets.token_urlsafe(12)}")
        return self._show_form(form, form_id)

    def _gone(self) -> web.Response:
        return self._pages.show("record_gone.html", 404)

    def _show_form(
        self,
        form: Form,
        form_id: str,
        typed: Mapping[str, str] | None = None,
        wrong: Mapping[str, str] | None = None,
        notice: str = "",
        compared: bool = False,
        status: int = 200,
    ) -> web.Response:
        fields = shown(form, typed or {}, wrong or {}, compared)
        intro = words_html(form.intro)
        return self._show(
            "record_form.html", status, form_id, form=form, fields=fields, intro=intro, notice=notice,
            of_settings=is_settings(form.key),
        )  # fmt: skip

    async def _sent(self, request: web.Request) -> web.StreamResponse:
        """A form came back."""
        refuse_foreign(request, self._public_url)
        person = (await self._gate.known(request)).person
        answers = await read_answers(request)
        response = await self._answer(person, answers)
        return response if response.status == 303 else self._held.hold(person.id, _id_in(answers), response)

    async def _answer(self, person: Person, answers: Mapping[str, Sequence[str]]) -> web.Response:
        """By the button that was pressed."""
        key, do = answers.get("key", [""])[0], answers.get("do", ["send"])[0]
        form = await or_unavailable(self._views.form(account_of(person), key))
        if form is None:
            return self._gone()
        fields = fields_of(form, answers)
        form_id = _id_in(answers)
        made = once(form_id, form.key, do, *(part for field in fields for part in field))
        sent = FilledIn(person, form_id, made, form.key, form, fields)
        if await self._before.said(person, made) is not None:
            return _back_from(form.key, made)  # Pressed twice, or sent again by a reload.
        if await self._before.is_kept(person, form_id):
            return self._show("record_sent.html", again="")
        if do == "edit":
            return self._show_form(form, form_id, sent.typed)
        if do == "which":
            return await self._which(sent, answers.get("entry", [""])[0])
        return await self._consider(sent, agreed=do == "agree")

    async def _consider(self, sent: FilledIn, agreed: bool) -> web.Response:
        """Shows what is wrong, asked or changed by it; else, or once that was seen, hands it on."""
        looked = await self._look(sent.person, sent.key, sent.fields)
        if looked.wrong:
            typed = {name: text for name, text in sent.fields if name not in looked.private}
            return self._show_form(sent.form, sent.form_id, typed, dict(looked.wrong), status=422)
        if looked.meanwhile:
            return await self._show_anew(sent, looked)
        if looked.among:
            return self._show_which(sent, looked)
        if changes_of(looked.read_back) and not agreed:
            return self._show_change(sent, looked)
        return await self._hand_on(sent, sent.key)

    async def _look(self, person: Person, key: str, fields: Fields) -> Outlook:
        return await or_unavailable(self._views.outlook(account_of(person), key, fields))

    async def _show_anew(self, sent: FilledIn, looked: Outlook) -> web.Response:
        """Somebody changed the entry, or took it back, while the form was open: the form as of now, with what was
        typed in it."""
        key = parse_form_key(sent.key)
        assert key is not None, sent.key
        about = f"{key.step}#{key.entry}{'+' if key.whole else ''}"
        form = await or_unavailable(self._views.form(account_of(sent.person), about))
        typed = kept_typed(sent.form, sent.fields, looked.told)
        if form is None:
            form = await or_unavailable(self._views.form(account_of(sent.person), f"{key.step}#{ONE_MORE}"))
            typed = sent.typed
        if form is None:
            return self._gone()
        return self._show_form(form, sent.form_id, typed, notice=looked.meanwhile, compared=True, status=409)

    def _show_which(self, sent: FilledIn, looked: Outlook, error: str = "") -> web.Response:
        status = 422 if error else 200
        return self._show(
            "record_which.html", status, sent.form_id, sent=sent, among=looked.among, another=ANOTHER, error=error
        )

    async def _which(self, sent: FilledIn, entry: str) -> web.Response:
        """Whether what was told is one of these, or another."""
        if entry == ANOTHER:
            parsed = parse_form_key(sent.key)
            assert parsed is not None, sent.key
            fresh = await or_unavailable(self._views.form(account_of(sent.person), f"{parsed.step}#{ONE_MORE}"))
            return await self._hand_on(sent, fresh.key) if fresh is not None else self._gone()
        looked = await self._look(sent.person, sent.key, sent.fields)
        form = await or_unavailable(self._views.form(account_of(sent.person), entry)) if entry else None
        if form is None:
            return self._show_which(sent, looked, NOTHING_CHOSEN) if looked.among else self._gone()
        typed = {name: text for name, text in sent.fields if text}
        notice = "What you wrote stands here with what is recorded. Check it, then save it."
        return self._show_form(form, sent.form_id, typed, notice=notice, compared=True)

    def _show_change(self, sent: FilledIn, looked: Outlook) -> web.Response:
        changes = changes_of(looked.read_back)
        return self._show(
            "record_check.html", form_id=sent.form_id, sent=sent, changes=changes, added=added_by(looked.read_back),
            keep=looked.keep, leave=looked.leave,
        )  # fmt: skip

    async def _hand_on(self, sent: FilledIn, key: str) -> web.Response:
        """The form is sent, as one whose changes were seen."""
        parsed = parse_form_key(key)
        assert parsed is not None, key
        press = f"{FORM}{key if is_settings(key) else replace(parsed, agreed=True)}"
        status = await self._give(sent.person, sent.made, Kind.FORM, f"Form: {sent.form.title}", press, sent.fields)
        if status in self._troubles:
            return self._show_form(sent.form, sent.form_id, sent.typed, notice=self._troubles[status], status=status)
        return _back_from(key, sent.made)

    # ------------------------------------------------------------ taken back

    async def _ask_take_back(self, request: web.Request) -> web.StreamResponse:
        person = (await self._gate.known(request)).person
        found = _entry_in(await self._page(person), request.query.get("step", ""), request.query.get("entry", ""))
        if found is None:
            return self._gone()
        step, entry = found
        return self._show("record_back.html", step=step, entry=entry, trouble="")

    async def _take_back(self, request: web.Request) -> web.StreamResponse:
        refuse_foreign(request, self._public_url)
        person = (await self._gate.known(request)).person
        answers = await read_answers(request)
        response = await self._take_it_back(person, {name: values[0] for name, values in answers.items()})
        return response if response.status == 303 else self._held.hold(person.id, _id_in(answers), response)

    async def _take_it_back(self, person: Person, sent: Mapping[str, str]) -> web.Response:
        press, step, entry = sent.get("press", ""), sent.get("step", ""), sent.get("entry", "")
        made = once(sent.get("id", ""), press)
        if await self._before.said(person, made) is not None:
            return _back_to_record(made)
        found = _entry_in(await self._page(person), step, entry)
        if found is None:
            return self._gone()
        status = await self._give(person, made, Kind.PRESS, f"Take back: {found[1].title}", press, ())
        if status in self._troubles:
            trouble = self._troubles[status]
            return self._show("record_back.html", status, step=found[0], entry=found[1], trouble=trouble)
        return _back_to_record(made)


def _id_in(answers: Mapping[str, Sequence[str]]) -> str:
    """The id of the form that was sent."""
    return answers.get("id", [""])[0]


def account_of(person: Person) -> Account:
    """The account that a person has on the web."""
    return Account("web", "web", person.id)


def _back_from(key: str, made: str) -> web.Response:
    """To where the form was opened from, with what came of what was sent."""
    return onward(f"/settings?said={quote(made)}") if is_settings(key) else _back_to_record(made)


def _back_to_record(made: str) -> web.Response:
    """To the record, with what came of what was sent."""
    return onward(f"/record?said={quote(made)}")


def form_address(form: str) -> str:
    """Where a form is, by the value of the button that opens it."""
    return f"/record/form?key={quote(form.removeprefix(FORM), safe='')}"


def _entry_in(page: RecordPage, key: str, entry: str) -> tuple[RecordStep, RecordEntry] | None:
    step = page.step(key)
    found = next((e for e in step.entries if e.id == entry and e.form), None) if step is not None else None
    return (step, found) if step is not None and found is not None else None
