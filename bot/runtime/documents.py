"""Documents made from the store: the record is read, the core makes the document, a file is written of it.

Writing takes a tenth of a second or more, so it happens beside the loop.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.channels.port import Links, MadeFile
from bot.core.model import Enclosed, TurnContext
from bot.core.model.badge import FORMS, LOOKS
from bot.core.model.document import Document
from bot.core.model.identity import Identity
from bot.core.model.journey import Journey
from bot.core.model.papers import DATA, FILES_ONLY, Paper
from bot.core.turn.reply import Programme, Reply
from bot.core.views import forms
from bot.core.views.papers.paper import paper_of
from bot.documents import WORD, data, html, pdf
from bot.documents import badge as drawing
from bot.documents.markdown import ready_to_use
from bot.runtime.gatherings import Gatherings, sender_of
from bot.runtime.person_files import CONTENT_TYPES, person_file
from bot.store.port import Store, Tx


class StoredDocuments:
    """Makes documents for whoever may have them: somebody who is there, of their own organisation."""

    def __init__(self, store: Store, programme: Callable[[], Programme], now: Callable[[], datetime]) -> None:
        self._store, self._programme, self._now = store, programme, now

    @property
    def forms(self) -> frozenset[str]:
        """What can be made here."""
        return frozenset({"docx", PAGE, *FILES_ONLY, *(("pdf",) if pdf.can_write() else ())})

    async def make(self, enclosed: Enclosed, form: str, links: Links = ()) -> MadeFile | None:
        """The document in that form; None where there is none such, or its person is not there any more."""
        if enclosed.kind == "badge":
            return await asyncio.to_thread(picture, self._programme().journey, form)
        if enclosed.kind == "held":
            return await self._held(enclosed, form)
        if enclosed.kind == "gathering":
            return await self._invitation(enclosed, form)
        if enclosed.kind == "briefing":
            return await self._ready_to_use(enclosed, form, links)
        papers = self._programme().journey.papers
        paper = next((p for p in papers if (enclosed.kind, p.key) == ("paper", enclosed.key)), None)
        if paper is None or form not in self.forms & set(paper.files):
            return None
        now = self._now()
        context = await self._store.read(partial(_known_of, enclosed))
        if context is None or context.person is None or context.person.left_on is not None:
            return None
        reply = forms.filling(self._programme(), context, now)
        if form == PAGE:
            return await asyncio.to_thread(_page, reply, paper, enclosed.purpose, links)
        return await asyncio.to_thread(_file, reply, paper, enclosed.purpose, form, now)

    async def _held(self, enclosed: Enclosed, form: str) -> MadeFile | None:
        """Everything that is held about whoever asked; of somebody who is gone there is nothing."""
        if form not in CONTENT_TYPES:
            return None
        held = await self._store.read(lambda tx: tx.held_about(enclosed.person))
        return person_file(enclosed.name, held, form, self._now()) if held else None

    async def _invitation(self, enclosed: Enclosed, form: str) -> MadeFile | None:
        """A gathering for its person's calendar, as it is now."""
        from bot.documents import calendar  # Large: loaded when the first is asked for.

        found = await Gatherings(self._store, self._now).invitation(enclosed.key, enclosed.person)
        if found is None or form != "ics":
            return None
        gathering, mine, name = found
        made = calendar.invitation(sender_of(self._programme()), gathering, mine, name, self._now())
        return MadeFile(f"{gathering.key}.ics", calendar.CONTENT_TYPE, made)

    async def _ready_to_use(self, enclosed: Enclosed, form: str, links: Links) -> MadeFile | None:
        """What a briefing has for everybody: whose link it is does not matter."""
        journey, now = self._programme().journey, self._now()
        briefing = next((b for b in journey.briefings if b.key == enclosed.key and b.download), None)
        if briefing is None or form not in self.forms & {PAGE, *enclosed.files}:
            return None
        return await asyncio.to_thread(
            _written, ready_to_use(briefing), briefing.key, form, now, journey.identity, links
        )


def _known_of(enclosed: Enclosed, tx: Tx) -> TurnContext | None:
    """All that is known of the adopter, for a person of theirs."""
    person = tx.person(enclosed.person)
    accounts = tx.accounts_of(enclosed.person)
    if person is None or person.adopter != enclosed.adopter or not accounts:
        return None
    return tx.context(accounts[0])


def _file(reply: Reply, paper: Paper, purpose: str, form: str, now: datetime) -> MadeFile:
    name = _name(f"{reply.adopter.name} {paper.name} {reply.today.isoformat()}")
    if form in DATA:
        written = data.csv_file(reply) if form == "csv" else data.json_file(reply)
        return MadeFile(f"{name}.{form}", data.CONTENT_TYPES[form], written)
    return _written(paper_of(reply, paper, purpose), name, form, now, reply.programme.journey.identity)


def _page(reply: Reply, paper: Paper, purpose: str, links: Links) -> MadeFile:
    identity = reply.programme.journey.identity
    return _written(paper_of(reply, paper, purpose), paper.key, PAGE, reply.at, identity, links)


def _written(
    document: Document, name: str, form: str, now: datetime, identity: Identity, links: Links = ()
) -> MadeFile:
    """The document in that form, as a file of that name."""
    if form == PAGE:
        return MadeFile(
            f"{name}.html", html.CONTENT_TYPE, html.html_file(document, links, identity), html.style_source(identity)
        )
    if form == "pdf":
        return MadeFile(f"{name}.pdf", pdf.CONTENT_TYPE, pdf.pdf_file(document, now, identity))
    from bot.documents import word  # Large: loaded when the first is asked for.

    return MadeFile(f"{name}.docx", WORD, word.word_file(document, now, identity))


PAGE = "html"


def picture(journey: Journey, form: str) -> MadeFile | None:
    """A picture of the badge by its name: `light.svg`, `dark-320.png`. None where there is none such."""
    badge = journey.badge
    if badge is None:
        return None
    stem, _, kind = form.rpartition(".")
    look, _, width = stem.partition("-")
    if look not in LOOKS or kind not in FORMS or (kind == "png") != bool(width):
        return None
    if kind == "svg":
        return MadeFile(f"badge-{form}", drawing.CONTENT_TYPES[kind], drawing.svg(badge, look, journey.identity))
    if width not in map(str, badge.sizes):
        return None
    from bot.documents.badge_png import png  # Large: loaded when the first picture is drawn.

    return MadeFile(f"badge-{form}", drawing.CONTENT_TYPES[kind], png(badge, look, int(width), journey.identity))


_NO_NAME = re.compile(r"[^\w.-]+")


def _name(words: str) -> str:
    """A file's name that every machine takes."""
    return _NO_NAME.sub("-", words.encode("ascii", "ignore").decode()).strip("-.") or "document"
