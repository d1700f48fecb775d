"""One look at a text: is a life in danger, is somebody in trouble, may it be so? Pure, before anything is kept.

Danger comes first, because it decides whom to call. Then trouble: by its patterns, by all of its words together, by
the reader. What names the work rather than a case (a finding, a policy, figures) is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.model.reading import Reading
from bot.core.safety.danger import danger, without_idioms
from bot.core.safety.distress import in_distress, may_be_trouble
from bot.core.safety.plain import Plain
from bot.core.safety.trouble import Trouble, about_work, names_work, something_wrong, trouble
from bot.core.safety.words import MAYBE, RESIDENT, TROUBLE, Safety

FACTLESS = ("other", "unclear", "answer", "help")
"""Intents of words which, without any fact in them, may be somebody's trouble said in a way that nobody knows."""
PLAIN = frozenset(["confirm", "deny", "thanks", "greeting", "hand_over", "snooze", "pause"])
"""Intents that are told surely: what only may be trouble does not hold them up."""
_A_RESIDENT = re.compile(
    r"\b(?:i'?m|i am|we'?re|we are) (?:just )?(?:a|an|one of your|council|housing association|social) (?:\w+ )?"
    r"(?:tenants?|residents?|leaseholders?)\b(?! (?:board|panel|rep|member|director|trustee|engagement|involvement|"
    r"liaison|officer|services?|voice|scrutiny|participation|inspector|chair))|\bmy landlord\b",
    re.IGNORECASE,
)
_COMPLAINS = re.compile(r"\b(?:complain\w*|compensation|sue|evict\w*|repairs?)\b", re.IGNORECASE)
_ASKS = re.compile(r"\?|\b(?:how|what|why|where|when|who|which|does|do|can|could|is|will|should)\b", re.IGNORECASE)


def look(text: str, safety: Safety) -> str:
    """The danger or trouble that the words tell of by themselves; empty when they tell of none."""
    told, rest = without_idioms(text, safety.danger, safety.spelling)
    return _sure(told, rest, safety)


def look_with(text: str, reading: Reading, safety: Safety) -> str:
    """The same with what the reader made of the words: also what only may be trouble."""
    told, rest = without_idioms(text, safety.danger, safety.spelling)
    kind = _sure(told, rest, safety)
    asks = _A_RESIDENT.search(text) and _ASKS.search(text) and not reading.facts and not _COMPLAINS.search(text)
    if kind in ("", TROUBLE) and asks and not something_wrong(told, safety.trouble):
        return RESIDENT
    if kind:
        return kind
    if reading.intent == "signpost" and rest == text and not about_work(told, safety.trouble):
        return TROUBLE
    if reading.facts or reading.intent in PLAIN:
        return ""
    if reading.intent in FACTLESS and may_be_trouble(rest) and not names_work(told, safety.trouble):
        return MAYBE
    return MAYBE if trouble(told, safety.trouble) is Trouble.MAYBE else ""


def first_look(texts: Iterable[str], safety: Safety) -> str:
    """The first that any of several texts tells of, danger before trouble."""
    found = [kind for text in texts if (kind := look(text, safety))]
    return min(found, key=lambda kind: kind == TROUBLE, default="")


def _sure(told: Plain, rest: str, safety: Safety) -> str:
    if kind := danger(told, safety.danger):
        return kind
    if in_distress(rest) or trouble(told, safety.trouble) is Trouble.SURE:
        return TROUBLE
    return ""
