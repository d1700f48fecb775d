""" "Who changed it?": what was changed in the record, by whom and when, with what it was before. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.model.record_page import RecordPage, RecordRow
from bot.core.turn.reply import Reply
from bot.core.turn.saying import text_of
from bot.core.views.record import record_of

ASKED = re.compile(
    r"\bwho (?:changed|said|recorded|told you|entered|put|added) (?:it|that|this|what|those|them)\b"
    r"|\bwho (?:has |have )?(?:changed|recorded|entered) (?:our|the)\b|\bwhat (?:was|has been) changed\b"
    r"|\bwhat (?:was|did) (?:it|that) (?:say )?before\b",
    re.IGNORECASE,
)
MOST_WORDS = 12
"""Longer messages tell something, whatever they ask."""
MOST = 10
"""Changes that are said at once, the latest."""
Changed = tuple[str, RecordRow]
"""How the entry (or the step) is named, and what of it was changed."""


def asked_in(text: str) -> bool:
    """Whether words ask for what was before."""
    return len(text.split()) <= MOST_WORDS and ASKED.search(text) is not None


def shown(reply: Reply) -> bool:
    """Says what was changed of the entry in hand, or else of all; the latest first. False when nothing was."""
    reply.need_history()
    page = record_of(reply)
    key, _, entry = reply.dialogue.entry.partition("#")
    found = list(_changed(page, key, entry) if entry else ()) or list(_changed(page))
    if not found:
        return False
    found.sort(key=lambda changed: -changed[1].told)
    lines = [_line(reply, *changed) for changed in found[:MOST]]
    if len(found) > MOST:
        lines.append(text_of(reply.journey, "record_more", count=len(found) - MOST))
    reply.say("record_changes", [reply.button("show_all", "do", "answers")], summary="\n".join(lines))
    return True


def _changed(page: RecordPage, key: str = "", entry: str = "") -> Iterable[Changed]:
    for step in page.steps:
        if key and step.key != key:
            continue
        for one in step.entries:
            if entry in ("", one.id):
                yield from ((one.title, row) for row in one.rows if row.earlier)
        if not entry:
            yield from ((step.title, row) for row in step.rows if row.earlier)


def _line(reply: Reply, title: str, row: RecordRow) -> str:
    before = "; ".join(f"{e.said} ({e.person}, {e.when})" for e in row.earlier)
    now = f"{row.said} ({row.person}, {row.when})"
    return "- " + text_of(reply.journey, "record_change", title=title, label=row.label, now=now, before=before)
