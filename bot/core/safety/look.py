"""One look at a text: is a life in danger, is somebody in trouble, may it be so? Pure, before anything is kept.

Danger comes first, because it decides whom to call. Then trouble: by its patterns, by all of its words together, by
the reader. What names the work rather than a case (a finding, a policy, figures) is none of these. What these rules
say is weighed against an opinion that was learned (`opinion.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.model.reading import Reading
from bot.core.safety.danger import KINDS, Sighting, danger, sighting, without_idioms
from bot.core.safety.distress import in_distress, may_be_trouble
from bot.core.safety.opinion import READ_CLEARED, opinion, weighed
from bot.core.safety.plain import Plain
from bot.core.safety.trouble import Trouble, about_work, names_work, something_wrong, trouble
from bot.core.safety.vocabulary import Spot
from bot.core.safety.words import MAYBE, RESIDENT, TROUBLE, Safety

FACTLESS = ("other", "unclear", "answer", "help")
"""Intents of words which, without any fact in them, may be somebody's trouble said in a way that nobody knows."""
PLAIN = frozenset(["confirm", "deny", "thanks", "greeting", "hand_over", "snooze", "pause"])
"""Intents that are told surely: what only may be trouble does not hold them up."""
_A_RESIDENT = re.compile(
    r"\b(?:i'?m|i am|we'?re|we are) (?:just )?(?:a|an|one of your|council|housing association|social) (?:\w+ )?"
    r"(?:tenants?|residents?|leaseholders?)\b(?! (?:board|panel|rep|member|director|trustee|engagement|involvement|"
    r"liaison|officer|services?|voice|scrutiny|participation|inspector|chair))"
    r"(?!(?:,? and)?(?: i| also| who)* ?(?:am |sits? |serves? )?on (?:the|our|your|its) (?:\w+ )?"
    r"(?:board|panel|committee))"
    r"|\bmy landlord\b",
    re.IGNORECASE,
)
_ON_THE_BOT = re.compile(
    r"\b(?:on|onto|in|into|join|use) (?:to )?(?:here|this|it|(?:the|this) (?:bot|app|chat|thing)|slack|teams)\b",
    re.IGNORECASE,
)
_COMPLAINS = re.compile(r"\b(?:complain\w*|compensation|sue|evict\w*|repairs?)\b", re.IGNORECASE)
_ASKS = re.compile(r"\?|\b(?:how|what|why|where|when|who|which|does|do|can|could|is|will|should)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A text with all that safety finds in it before anything is decided."""

    text: str
    rest: str
    """The text without figures of speech and without the names of work against a danger."""
    told: Plain
    danger: Sighting
    trouble: Sequence[Spot]


def look(text: str, safety: Safety) -> str:
    """The danger or trouble that the words tell of by themselves; empty when they tell of none. They are taken for
    the answer that was asked for."""
    seen = _see(text, safety)
    return _weigh(_sure(seen), seen, safety, told_surely=True)


def look_with(text: str, reading: Reading, safety: Safety) -> str:
    """The same with what the reader made of the words: also what only may be trouble."""
    seen = _see(text, safety)
    told_surely = any(f.sure for f in reading.facts) or reading.intent in PLAIN
    kind = _by_rules(seen, reading, told_surely)
    only_read = kind == TROUBLE and _sure(seen) != TROUBLE
    return _weigh(kind, seen, safety, told_surely, only_read)


def first_look(texts: Iterable[str], safety: Safety) -> str:
    """The first that any of several texts tells of, danger before trouble."""
    found = [kind for text in texts if (kind := look(text, safety))]
    return min(found, key=(*KINDS, TROUBLE, MAYBE).index, default="")


def _see(text: str, safety: Safety) -> _Seen:
    told, rest = without_idioms(text, safety.danger, safety.spelling)
    return _Seen(text, rest, told, sighting(told, safety.danger), safety.trouble.find(told.words))


def _weigh(kind: str, seen: _Seen, safety: Safety, told_surely: bool, only_read: bool = False) -> str:
    """What the rules say, weighed against the opinion that was learned, where one was. `only_read`: no rule of
    safety's own says so, but what the reader made of the words."""
    if told_surely and not kind and _is_on_the_bot(seen):
        return ""
    thought = opinion(seen.told, seen.danger, seen.trouble, safety.chances)
    if thought is not None and only_read and thought.innocent >= READ_CLEARED:
        return ""
    return kind if thought is None else weighed(kind, thought, told_surely)


def _is_on_the_bot(seen: _Seen) -> bool:
    """Whether the words are of who is on the bot, with no sign of danger, harm or a fault: "Neil has residents, he
    isn't on the bot, how do I get him on here". Likeness to other words alone is then no alarm."""
    return _ON_THE_BOT.search(seen.text) is not None and not (seen.danger.signs or something_wrong(seen.trouble))


def _by_rules(seen: _Seen, reading: Reading, told_surely: bool) -> str:
    kind, text = _sure(seen), seen.text
    asks = _A_RESIDENT.search(text) and _ASKS.search(text) and not reading.facts and not _COMPLAINS.search(text)
    if kind in ("", TROUBLE) and asks and not something_wrong(seen.trouble):
        return RESIDENT
    if kind:
        return kind
    if reading.intent == "signpost" and seen.rest == text and not about_work(seen.trouble):
        return TROUBLE
    if told_surely:
        return ""
    if reading.intent in FACTLESS and may_be_trouble(seen.rest) and not names_work(seen.trouble):
        return MAYBE
    return MAYBE if trouble(seen.told, seen.trouble) is Trouble.MAYBE else ""


def _sure(seen: _Seen) -> str:
    if kind := danger(seen.danger):
        return kind
    if in_distress(seen.rest) or trouble(seen.told, seen.trouble) is Trouble.SURE:
        return TROUBLE
    return ""
