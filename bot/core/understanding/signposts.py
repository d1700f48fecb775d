"""Whether words are somebody's case, to be pointed to help, or a theme of the work: a survey, a policy, a figure."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.understanding.seen import Seen

_PERSON = bag(
    """
    my her his she he mum baby lady woman man tenant resident someone family child children son daughter elderly who
    flat
    """
)
_ONE_OF_THEM = bag("my her his she he")
_PEOPLE = bag("people those residents tenants customers anyone anybody households colleagues staff")
"""Before "who": many, not one."""
_OF_RESIDENTS = bag(
    """
    survey surveys panel panels board boards satisfaction scrutiny voice association engagement involvement led forum
    group groups chair committee
    """
)
"""After "tenant" or "resident": what residents have or sit on, not one of them."""
_BODIES = bag("board committee group forum")
_ASKING = bag("what when which how has have does do is are can where should")


def is_signpost(seen: Seen) -> bool:
    """Distress, danger, disrepair or a complaint, always first; a theme of a consultation is none of these."""
    marks = [m for m in seen.marks if m.kind == "signpost" and not _names_work(seen, m.end)]
    if not marks:
        return False
    theme = seen.has("signpost_theme") or seen.has("method", "activity")
    person = _speaks_of_one(seen)
    asks = _asks(seen)
    law = bool(seen.values("topic") & {"law"}) and any(c.question for c in seen.clauses)
    if not person and (asks or law):
        return False
    if any(m.kind == "intent" and m.value == "guidance" and m.end - m.start >= 1 for m in seen.marks) and not any(
        w.text in _ONE_OF_THEM for w in seen.words
    ):
        return False
    strong = [m for m in marks if m.value == "" and not (m.end - m.start == 1 and theme and not person)]
    return bool(strong) and not (theme and not person)


def _names_work(seen: Seen, end: int) -> bool:
    """ "Domestic abuse policy", "suicide prevention lead": a name of work, not a case."""
    if end < len(seen.words) and seen.words[end].text in _BODIES:
        return True
    return any(m.kind == "signpost_theme" and m.value == "work" and m.start == end for m in seen.marks)


def _speaks_of_one(seen: Seen) -> bool:
    for place, word in enumerate(seen.words):
        if word.text not in _PERSON:
            continue
        before = seen.words[place - 1].text if place else ""
        after = seen.words[place + 1].text if place + 1 < len(seen.words) else ""
        many = word.text == "who" and before in _PEOPLE
        body = word.text in ("tenant", "resident", "family", "children") and after in _OF_RESIDENTS
        if not many and not body:
            return True
    return False


_WRITING = (["wrote"], ["mentioned"], ["noted"], ["recorded"])
"""What somebody who asks about their own note did: "is it ok that I mentioned damp?"."""


def _asks(seen: Seen) -> bool:
    """A question about how things are done: the sentence begins as one, and nobody says "I", "me" or "us" in it."""
    marked = {c.sentence for c in seen.clauses for m in c.marks if m.kind == "signpost"}
    clauses = [c for c in seen.clauses if c.sentence in marked] or seen.clauses
    words = [w.text for c in clauses for w in seen.words[c.start : c.end]]
    first = next((w.text for c in clauses for w in seen.words[c.start : c.end] if w.kind == "word"), "")
    own = [at for at, text in enumerate(words) if text in ("i", "me", "us", "here", "still", "coming")]
    return first in _ASKING and all(words[at] == "i" and words[at + 1 : at + 2] in _WRITING for at in own)
