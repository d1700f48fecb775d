"""Whether a number counts those who were invited, those who took part, or neither."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.language.marks import Mark
from bot.core.language.numbers import Count
from bot.core.understanding.facts.consultation.people import NUMBER_FIELDS, counts_people, labels_before
from bot.core.understanding.facts.said import Said, Scene
from bot.core.understanding.idle import HELPING


def role_of(count: Count, said: Said, scene: Scene) -> str:
    """Invited or took part: by the nearest word that says so, else by what was asked."""
    words, clause = scene.words, said.clause
    after = words[count.end].text if count.end < len(words) else ""
    if labels_before(count, scene) or (count.of is None and not counts_people(count, said, scene)):
        return ""
    if _counts_events(count, said, scene) or _counts_helpers(count, scene):
        return ""
    things = _things_after(count, said)
    if things:
        return _role_of_things(things, count, said, scene)
    role = _nearest_role(count, said)
    if _out_of(count, scene):
        return "" if _of_those_there(count, said, scene) else "invited"
    if role:
        return role
    if _leans_on_asking(count, said, scene):
        return "invited"  # "we emailed all staff (about 300)", "we asked 50 staff and 200 tenants"
    if scene.asked_field in NUMBER_FIELDS and scene.asked_step and not said.named:
        return scene.asked_field
    if (
        clause.present
        and clause.tense == "none"
        and not clause.has("method", "activity")
        and not _tells_share(count, scene)
    ):
        return ""
    if clause.tense == "none" and said.named and not said.dates and _says_something_else(count, said):
        return ""
    if _of_a_stock(said):
        return ""
    return "took_part" if after != "invited" else "invited"


def _counts_helpers(count: Count, scene: Scene) -> bool:
    """ "Nine officers helped run it", "our 12 scheme managers each ran something"."""
    after = [w.text for w in scene.words[count.end : count.end + 3]]
    return bool(HELPING & set(after[1:])) and after[:1] != ["of"]


def _counts_events(count: Count, said: Said, scene: Scene) -> bool:
    """ "Staff briefings done, 4 of them": so many briefings."""
    after = [w.text for w in scene.words[count.end : count.end + 2]]
    if after not in (["of", "them"], ["of", "em"]) or said.has("respond") or said.clause_before is None:
        return False
    return any(scene.words[m.end - 1].text.endswith("s") for m in said.clause_before.kinds("method"))


def _things_after(count: Count, said: Said) -> list[Mark]:
    """ "200 letters": things that are sent to people, right after the number."""
    return [m for m in said.clause.kinds("sent_thing") if count.end <= m.start <= count.end + 2]


def _role_of_things(things: list[Mark], count: Count, said: Said, scene: Scene) -> str:
    clause = said.clause
    if (
        clause.tense == "none"
        and not clause.has("invite", "respond", "method", "running")
        and scene.asked_field != "invited"
        and not (said.leans_on is not None and said.leans_on.has("invite"))
    ):
        return ""
    if any(m.end == count.start for m in clause.kinds("respond")):
        return "took_part"  # "spoken to 90 households"
    replied = [m for m in clause.kinds("respond") if m.start >= things[0].end]
    return "took_part" if replied and not clause.has("invite") else "invited"


def _nearest_role(count: Count, said: Said) -> str:
    """By the nearest word for asking or answering; one behind another number is far."""
    best, role = 99, ""
    for mark in said.clause.kinds("invite", "respond"):
        gap = mark.start - count.end if mark.start >= count.end else count.start - mark.end
        blocked = any(
            other is not count and min(mark.start, count.start) < other.start < max(mark.start, count.start)
            for other in said.counts
        )
        gap += 20 if blocked else 0
        if mark.kind == "respond" and mark.start >= count.end and not blocked:
            gap -= 2
        if gap < best:
            best, role = gap, "invited" if mark.kind == "invite" else "took_part"
    return role


def _leans_on_asking(count: Count, said: Said, scene: Scene) -> bool:
    """The clause before asked people, and this one only says how many."""
    words, clause, leaned = scene.words, said.clause, said.leans_on
    of_them = [w.text for w in words[count.end : count.end + 2]] in (["of", "them"], ["in", "all"], ["in", "total"])
    if leaned is None and of_them and said.clause_before is not None and clause.tense == "none":
        leaned = said.clause_before
    return (
        leaned is not None
        and leaned.has("invite")
        and not leaned.has("respond")
        and not clause.has("respond", "method")
    )


def _says_something_else(count: Count, said: Said) -> bool:
    """ "350 tenants live on that estate" tells of no consultation; "13 residents" may."""
    telling = said.inherited or said.has("method", "activity", "respond", "invite", "running", "finish", "done")
    return not telling and said.clause.end - said.clause.start > count.end - count.start + 3


_TELLING = ("method", "activity", "respond", "invite", "running", "finish", "done", "sent_thing")


def _of_a_stock(said: Said) -> bool:
    """ "We have 2,400 tenants and 90 leaseholders": how many there are, and not how many came."""
    clause, before = said.clause, said.clause_before
    if before is None or before.sentence != clause.sentence or clause.link not in ("and", "&", ",", "plus"):
        return False
    still = before.present and before.tense == "none" and bool(before.counts) and before.has("step")
    return still and clause.tense == "none" and not clause.has(*_TELLING) and not before.has(*_TELLING)


def _tells_share(count: Count, scene: Scene) -> bool:
    """ "13 are residents": a number with its people, said in the present."""
    after = [w.text for w in scene.words[count.end : count.end + 1]]
    return after in (["are"], ["is"])


_THERE = bag(
    """
    in on there attendees participants respondents responses replies attended came present turned returned completed
    """
)


def _of_those_there(count: Count, said: Said, scene: Scene) -> bool:
    """ "Of the 14 in the room, 8 were tenants": 14 came, of all kinds, and nobody says how many were invited."""
    words = scene.words
    after = []
    for word in words[count.end : count.end + 4]:
        if word.gap.strip():
            break
        after.append(word.text)
    if said.has("invite", "sent_thing") or any(w in ("invited", "asked", "sent", "contacted") for w in after):
        return False
    if set(after[:3]) & _THERE or after[:1] == ["who"]:
        return True
    for i in range(count.end, min(count.end + 10, len(words) - 1)):
        if words[i].gap and set(words[i].gap) & set(".!?;\n"):
            return False
        if words[i].text in ("were", "was", "are"):
            return any(w.text in GROUP_WORDS for w in words[i + 1 : i + 3])
    return False


GROUP_WORDS = bag(
    """
    tenants residents customers leaseholders staff colleagues tenant resident customer employees officers
    """
)


def _out_of(count: Count, scene: Scene) -> bool:
    """ "Out of 140", "of the 80 we invited": the whole. "Shy of 200", "a total of 40" are no wholes."""
    place = count.start - 1
    if place >= 0 and scene.words[place].text in ("the", "our", "those", "these"):
        place -= 1
    if place < 0 or scene.words[place].text != "of":
        return False
    return place == 0 or bool(scene.words[place].gap) or scene.words[place - 1].text in _BEFORE_WHOLE


_BEFORE_WHOLE = bag(
    """
    out and but so then that some many half most few two three four five six seven eight nine ten all
    """
)
