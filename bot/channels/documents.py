"""Links to documents: signed, one person's own, for seven days. And the links as choices of a message.

What a link opens is inside what is signed, so that nobody can make one lead to somebody else's record.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.passes import Pass, PassKind, SecretKey, make_pass, read_pass
from bot.core.model import Choice, Enclosed, Message
from bot.core.model.papers import FILES_ONLY
from bot.core.views.badge import PAGES, PICTURES

PATH, CONFIRM, CALENDARS = "/papers/", "/confirm/", "/events/calendar/"
LABELS = {
    "docx": "Word",
    "pdf": "PDF",
    "csv": "Spreadsheet (CSV)",
    "json": "JSON",
    "txt": "Text",
    "ics": "Calendar file",
}
"""The forms of a file, as people call them."""


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """What a link to a document says."""

    signed: Pass
    enclosed: Enclosed


def link_to(secret_key: SecretKey, site: str, enclosed: Enclosed, now: datetime, round_: int) -> str:
    """A link to the document; without a site one that works in the web chat alone. The badge's is public, and
    that of residents is for whoever has it."""
    if enclosed.kind == "badge":
        return f"{site.rstrip('/')}{PAGES}/{enclosed.adopter}"
    if enclosed.kind == "confirm":
        claim = json.dumps([enclosed.adopter, enclosed.purpose])
        return f"{site.rstrip('/')}{CONFIRM}{make_pass(secret_key, PassKind.CONFIRM, claim, now)}"
    if enclosed.kind == "calendar":
        signed = make_pass(secret_key, PassKind.CALENDAR, enclosed.person, now, round_)
        return f"{site.rstrip('/')}{CALENDARS}{signed}.ics"
    parts = [enclosed.kind, enclosed.key, enclosed.name, enclosed.adopter, enclosed.person, enclosed.purpose]
    subject = json.dumps([*parts, list(enclosed.files)])
    return f"{site.rstrip('/')}{PATH}{make_pass(secret_key, PassKind.DOCUMENT, subject, now, round_)}"


def read_link(secret_key: SecretKey, text: str) -> DocumentLink | None:
    """What the link says; None when it was not made here. Whether it is over is not asked."""
    signed = read_pass(secret_key, PassKind.DOCUMENT, text)
    if signed is None:
        return None
    kind, key, name, adopter, person, purpose, files = json.loads(signed.subject)
    return DocumentLink(signed, Enclosed(kind, key, name, adopter, person, tuple(files), purpose))


def links_of(enclosed: Enclosed) -> tuple[tuple[str, str], ...]:
    """The ways to have a document on this very site, as (label, address)."""
    if enclosed.kind == "badge":
        return (
            ("Your public page", f"{PAGES}/{enclosed.adopter}"),
            *((f, f"{PICTURES}/{f}") for f in enclosed.files),
        )
    if enclosed.kind == "confirm":
        return ((enclosed.name, CONFIRM + enclosed.link.rpartition(CONFIRM)[2]),)
    if enclosed.kind == "calendar":
        return ((enclosed.name, CALENDARS + enclosed.link.rpartition(CALENDARS)[2]),)
    link = PATH + enclosed.link.rpartition(PATH)[2]
    read = () if set(enclosed.files) <= set(FILES_ONLY) else (("Read it here", link),)
    return (*read, *((LABELS[form], f"{link}/{form}") for form in enclosed.files if form in LABELS))


def with_links(message: Message) -> Message:
    """The message with a choice for each document that has a whole address: for channels whose buttons open it."""
    links = tuple(Choice(_label(e), url=e.link) for e in message.encloses if e.link.startswith("http"))
    return replace(message, choices=(*message.choices, *links)) if links else message


def _label(enclosed: Enclosed) -> str:
    return "Your public page" if enclosed.kind == "badge" else f"Open: {enclosed.name}"


def picture_of(enclosed: Enclosed, look: str = "light") -> str:
    """Where a picture of the badge is, beside its link; empty for what is no picture."""
    name = next((f for f in enclosed.files if f.startswith(look) and f.endswith(".png")), "")
    if enclosed.kind != "badge" or not name or not enclosed.link:
        return ""
    return f"{enclosed.link.rpartition(PAGES)[0]}{PICTURES}/{name}"
