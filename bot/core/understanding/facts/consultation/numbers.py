"""Which numbers of people are told, and of whom they are only a part."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.language.numbers import Count
from bot.core.language.words import Word
from bot.core.understanding.facts.consultation.roles import GROUP_WORDS, role_of
from bot.core.understanding.facts.said import Conclusion, Said, Scene


def numbers_of(said: Said, out: Conclusion, scene: Scene, sure: bool = True, planned: bool = False) -> None:
    """Writes what a clause's numbers say of those invited and those who took part."""
    sure = sure and said.sure and not planned
    for count in said.counts:
        role = role_of(count, said, scene)
        if role == "took_part" and planned and not said.has("respond"):
            role = "invited"  # nobody has taken part in what is still to come
        if not role or _a_part(count, scene, out):
            continue
        if count.why:
            out.ask(role, count.why)
            continue
        if count.of is not None and not of_a_mixed_whole(count, said, scene):
            _number(out, "invited", count.of, False, sure)
            _number(out, "took_part", count.value, count.rough, sure)
            continue
        if _with_others(count, scene):
            out.ask("took_part", "vague")
            _number(out, "took_part", count.value, count.rough, False)
            continue
        if role == "took_part" and _of_this_group(count, said, scene):
            out.facts = [f for f in out.facts if f.name != f"{out.step}.took_part"]
        _number(out, role, count.value, count.rough, sure and not _may_be_either(count, said, scene))


def _of_this_group(count: Count, said: Said, scene: Scene) -> bool:
    """ "31 in the room, 14 of them tenants": 14 of this group, whoever the others were."""
    words = [w.text for w in scene.words[count.end : count.end + 3]]
    at = count.end + (3 if words[2:] in (["were"], ["being"]) else 2)
    return words[:2] == ["of", "them"] and any(m.kind == "step" and m.start == at for m in said.clause.marks)


def _number(out: Conclusion, role: str, value: int, rough: bool, sure: bool) -> None:
    name = f"{out.step}.{role}"
    others = [f for f in out.facts if f.name == name and f.value != value]
    if others:
        out.facts = [f for f in out.facts if f.name != name]
        out.ask(role, "contradiction")
        return
    if any(f.name == name for f in out.facts):
        return
    out.fact(role, value, sure)
    if rough and not out.has("approximate"):
        out.fact("approximate", True, sure)


def _may_be_either(count: Count, said: Said, scene: Scene) -> bool:
    """ "Surveyed 2,000 customers": asked, or answered."""
    before = [scene.words[i].text for i in range(max(count.start - 2, said.clause.start), count.start)]
    return bool({"surveyed", "polled", "canvassed"} & set(before)) and not said.has("invite")


def _a_part(count: Count, scene: Scene, out: Conclusion) -> bool:
    """ "187 came back, of which 20 were leaseholders": a part of a number that is known already."""
    texts = [w.text for w in scene.words[max(count.start - 3, 0) : count.start]]
    part = "including" in texts or "includes" in texts or "whom" in texts or ("which" in texts and "of" in texts)
    return part and out.has("took_part")


def _with_others(count: Count, scene: Scene) -> bool:
    """ "Came along with about 15 other tenants": 15 or 16, so the bot asks."""
    words = scene.words
    after = [w.text for w in words[count.end : count.end + 2]]
    return "other" in after or "others" in after


def of_a_mixed_whole(count: Count, said: Said, scene: Scene) -> bool:
    """ "13 of the 23 were residents": 23 counts others too, and was not the number invited."""
    words = scene.words
    for i in range(count.end, min(count.end + 8, len(words))):
        if set(words[i].gap) & set(".!?;,\n"):
            return False
        if words[i].text in ("were", "was", "being", "are"):
            return bool(GROUP_WORDS & {w.text for w in words[i + 1 : i + 4]})
        if words[i].text in ("who", "that") and not _came(words, i + 1):
            return False
    return False


def _came(words: Sequence[Word], i: int) -> bool:
    """ "17 of the 29 who came were tenants"."""
    return i < len(words) and words[i].text in _CAME


_CAME = bag("came attended turned replied responded joined took")
