"""Whether a number counts people at all."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.language.numbers import Count
from bot.core.language.wordforms import is_past
from bot.core.understanding.facts.said import Said, Scene

NUMBER_FIELDS = ("invited", "took_part")
_UNITS = bag(
    """
    week weeks day days month months year years hour hours minute minutes am pm times time
    page percent stages phases briefings pages words questions options themes points steps
    commitments promises kpis measures reasons sessions areas estates schemes sites blocks
    events rounds days' stories miles pounds quid versions drafts o'clock oclock % bedrooms
    floors storeys working different separate more months'
    """
)
_FUNCTION = bag(
    """
    please thanks thank cheers pls
    and or but so in on at by to from with for of out were was are is did do had have has who
    that which they we it of i all so then not yet both only mostly mainly altogether overall
    total each came there this last over across between during after before since until because
    as if when where while though plus too also online actually really just still now back been
    being be so we've what will would could though responded up through including
    """
)


def counts_people(count: Count, said: Said, scene: Scene) -> bool:
    """A number counts people when a word for people, an answer or nothing at all follows it."""
    words, clause = scene.words, said.clause
    if count.why == "share":
        return True
    i = count.end
    if count.value == 0 and not count.why and count.of is None:
        return said.has("respond", "people", "invite") or scene.asked_field in NUMBER_FIELDS
    if count.why == "vague" and i < len(words) and words[i].text == "of":
        i += 1
    if i >= len(words) or set(words[i].gap) & set(".,;:!?\n)(–—"):
        return not labels_before(count, scene)
    if words[i].text in _UNITS:
        return False
    near = [
        m
        for m in clause.marks
        if m.kind in ("people", "step", "respond", "sent_thing", "invite") and i <= m.start <= i + 2
    ]
    methods = [m for m in clause.marks if m.kind == "method" and i <= m.start <= i + 1]
    sent = any(m.kind == "sent_thing" for m in near)
    if methods and not sent and not (near and near[0].start < methods[0].start):
        return False
    follow = [m for m in clause.marks if near and m.kind == "method" and m.start == near[0].end]
    if follow and near[0].kind == "step" and not is_past(words[follow[0].start].text):
        return False  # "two tenant workshops"
    if near:
        return not labels_before(count, scene)
    if words[i].text in _FUNCTION or words[i].text.endswith("ly"):
        return not labels_before(count, scene)
    return False


def labels_before(count: Count, scene: Scene) -> bool:
    """ "Phase 2", "question 4", "£90": a label or a sum, and no number of people."""
    before = scene.words[count.start - 1].text if count.start else ""
    gap = scene.words[count.start].gap
    if gap.strip("-"):
        return "£" in gap
    return before in (
        "phase", "stage", "step", "item", "question", "minute", "minutes", "ref", "para", "number", "no", "version",
        "page", "section", "flat", "option", "appendix", "room", "floor", "block", "level", "tier", "part", "agenda",
        "theme", "principle", "commitment", "standard",
        "session", "workshop", "event", "meeting", "round", "week", "day", "wave", "group", "survey",
    ) or "£" in gap  # fmt: skip
