"""What a denial denies: the whole step, a method, or only that anybody came."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.understanding.facts.said import Said, Scene


def texts_of(said: Said, scene: Scene) -> list[str]:
    """The words of a clause."""
    return [w.text for w in scene.words[said.clause.start : said.clause.end]]


def denies_all(said: Said, scene: Scene) -> bool:
    """ "Not a survey" denies a method, "nothing back" an answer, "nothing done with staff" the step."""
    if not said.has("to_do") and (_nothing_came(said, scene) or none_of_them_came(said, scene)):
        return False
    if said.has("to_do"):
        return True
    texts = texts_of(said, scene)
    if texts[0] in ("no", "well") and len(texts) > 1:
        texts = texts[1:]
    if texts[:3] in (["that", "is", "not"], ["this", "is", "not"]) and not {"yet", "done", "started"} & set(texts):
        return False  # "that's not residents' consultation": what something was not
    if _UNABLE & set(texts) and "yet" not in texts:
        return False
    for neg in said.clause.kinds("negation"):
        after = [scene.words[i].text for i in range(neg.end, min(neg.end + 3, said.clause.end))]
        if neg.value == "contrast" or (after[:1] in (["a"], ["an"], ["the"]) and texts[0] == "not"):
            return False
        if any(c.start == neg.end for c in said.counts) or any(d.start == neg.end for d in said.dates):
            return False
    short = len(texts) <= _SHORT and not _OTHERS & set(texts)
    return said.named or said.has(*_OF_THE_STEP) or short or bool(_SO_FAR & set(texts))


_SHORT = 3
"""A denial of so few words is about what was asked, whatever it says: "no we haven't"."""
_OTHERS = frozenset({"ours", "they", "she", "he", "it", "me", "him", "her", "others", "mine"})
_UNABLE = bag("know remember recall can cannot cant could couldnt said says told felt thought")
"""Of what people cannot do, or have said: "everyone said they can't get hold of repairs"."""
_SO_FAR = frozenset({"yet", "started", "begun", "nothing"})
_OF_THE_STEP = ("activity", "method", "invite", "respond", "done", "finish", "running", "start", "people")


def none_of_them_came(said: Said, scene: Scene) -> bool:
    """ "No tenants turned up"."""
    marks = said.clause.marks
    for neg in said.clause.kinds("negation"):
        groups = [m for m in marks if m.kind in ("step", "people") and m.start == neg.end]
        came = [m for m in marks if m.kind == "respond" and groups and 0 <= m.start - groups[0].end <= 1]
        came = [m for m in came if scene.words[m.start].text not in _DONE_TO_THEM]
        if scene.words[neg.start].text == "no" and came:
            return True
    return False


_DONE_TO_THEM = frozenset({"consulted", "engaged", "involved", "met", "interviewed", "listened"})
"""Of these, "no residents consulted" denies the asking."""


def _nothing_came(said: Said, scene: Scene) -> bool:
    came = {r.start for r in said.clause.kinds("respond")}
    if any(n.end in came and scene.words[n.start].text == "nobody" for n in said.clause.kinds("negation")):
        return True  # "nobody came to the drop-in"
    negs = [m for m in said.clause.kinds("negation") if scene.words[m.start].text in ("nothing", "no", "none")]
    groups = [m for m in said.clause.kinds("step") if scene.words[m.start - 1].text != "from"]
    if any(m.start > n.end for n in negs for m in groups):
        return False  # "no one has spoken to staff"
    came_back = [r for r in said.clause.kinds("respond") if scene.words[r.start].text not in _DONE_TO_THEM]
    return any(r.start <= n.end + 1 and r.end > n.end for n in negs for r in came_back)
