"""A step that asks a group of people. Counts, methods and dates belong to the group that they were said of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.understanding.bags import bag
from bot.core.understanding.dates import DatePhrase, Tense
from bot.core.understanding.facts.said import Conclusion, Said, Scene
from bot.core.understanding.facts.spans import could_be_soon, plan_edge, settle, since
from bot.core.understanding.numbers import Count
from bot.core.understanding.wordforms import is_past

_NUMBER_FIELDS = ("invited", "took_part")


def conclude(step: str, saids: Sequence[Said], scene: Scene) -> Conclusion:
    out = Conclusion(step)
    saids = [s for s in saids if not s.idle]
    states: list[tuple[str, bool]] = []
    methods: dict[str, bool] = {}
    before: Said | None = None
    for said in saids:
        state = _state(said, scene, before)
        if state == "hope":
            if scene.asked_field in _NUMBER_FIELDS and said.counts and not said.named:
                _numbers(said, out, scene, sure=False)
            else:
                out.ask("state", "hope")
            continue
        if state:
            adrift = not said.named and out.step != scene.asked_step and not states
            states.append((state, said.sure and not adrift and not _thin(said, scene)))
        if state != "not_yet":
            for value in said.values("method") or _same_again(said, scene):
                if not _denied_value(said, value, scene):
                    methods[value] = methods.get(value, True) and said.sure
            _numbers(said, out, scene, planned=state == "planned")
            if _none_of_them_came(said, scene) and not out.has("took_part"):
                out.fact("took_part", 0, said.sure)
            _dates(said, state, state or _last(states), out, scene)
        before = said
    _settle_state(states, out)
    _still_running(out, scene)
    if methods:
        spoken = bool(states) or scene.asked_step == step or out.has("took_part") or scene.correcting
        out.fact("method", tuple(sorted(methods)), all(methods.values()) and spoken)
    return out


def _same_again(said: Said, scene: Scene) -> list[str]:
    """ "A workshop with 18 staff and another with 25 tenants": the method of the clause before."""
    clause, words = said.clause, scene.words
    if clause.link not in ("and", "&", ",", "then", "plus") or said.clause_before is None:
        return []
    first = clause.start + (words[clause.start].text in ("and", "then", "plus", "also"))
    texts = [w.text for w in words[first : first + 3]]
    again = texts[:1] == ["another"] or texts[:2] in (["the", "other"], ["a", "second"], ["a", "separate"])
    if not again or said.clause_before.sentence != clause.sentence:
        return []
    return said.clause_before.values("method")


def _still_running(out: Conclusion, scene: Scene) -> None:
    """ "Letters went out on 2 November, 73 replies so far": whether the date is that day or goes on, the bot asks."""
    if not any(f.name == f"{out.step}.state" and f.value == "under_way" for f in out.facts):
        return
    today = scene.context.today.isoformat()
    out.facts = [
        replace(f, sure=False) if f.name == f"{out.step}.date" and str(f.value).partition("/")[2] < today else f
        for f in out.facts
    ]


def _last(states: list[tuple[str, bool]]) -> str:
    return states[-1][0] if states else ""


# Which state


def _state(said: Said, scene: Scene, before: Said | None) -> str:
    clause = said.clause
    if clause.unreal or clause.hope:
        return "hope"
    if _to_be_confirmed(said, scene):
        return "hope"
    if clause.negated or said.has("to_do"):
        if said.has("running") and "still" in _texts(said, scene):
            return "under_way"
        return "not_yet" if _denies_all(said, scene) else ""
    if "deferred" in said.values("outcome") or said.has("moved_meeting"):
        return "planned" if said.dates else ""
    if said.has("running") and clause.tense != "plan":
        return "under_way"
    if said.has("only_end") and clause.tense != "past" and not said.has("start", "plan"):
        return "under_way"
    if clause.tense == "plan":
        return "planned" if said.has("plan") or said.dates else ""
    ending = [d for d in said.dates if d.role == "until"]
    if ending and clause.tense != "past" and (said.named or said.has("method", "respond", "activity")):
        return "under_way" if any(_coming(d, scene) or could_be_soon(d, "none", scene) for d in ending) else ""
    to_come = any(_coming(d, scene) for d in said.dates)
    if clause.tense != "past" and said.has("start") and to_come:
        return "planned"
    if said.has("start") and not said.has("finish"):
        return "under_way"
    if clause.progressive and said.has("activity", "method", "invite", "respond"):
        later = to_come or any(d.role == "after" or could_be_soon(d, "none", scene) for d in said.dates)
        return "planned" if later else "under_way"
    if said.has("finish", "done"):
        return "done"
    if said.inherited and before is not None and not said.has("activity", "method", "respond"):
        if any(_coming(d, scene) for d in said.dates) and said.clause.tense == "none":
            return "planned"
        return _state(before, scene, None) if before is not said else ""
    if said.leans_on is not None and not to_come and not said.has("activity", "method", "respond"):
        return _state(Said(said.leans_on), scene, None)
    return _by_tense(said, scene)


def _to_be_confirmed(said: Said, scene: Scene) -> bool:
    """ "Residents TBC" in a list of steps: that step's state is open."""
    texts = _texts(said, scene)
    short = bool({"tbc", "tbd", "confirmed", "determined", "unsure"} & set(texts)) and len(texts) <= 5
    return (
        short and (said.named or len(texts) == 1) and not said.dates and not said.has("method", "outcome", "respond")
    )


def _by_tense(said: Said, scene: Scene) -> str:
    clause = said.clause
    if said.counts and all(c.of is not None and _of_a_mixed_whole(c, said, scene) for c in said.counts):
        return ""
    coming = any(_coming(d, scene) for d in said.dates)
    if clause.tense == "past":
        if _only_an_idea(said, scene):
            return ""
        if said.has("activity", "method", "respond", "invite") or said.counts or (said.named and said.dates):
            return "done"
        if scene.asked_step and not said.named and (said.dates or "did" in _texts(said, scene)):
            return "done"
        return ""
    if coming and (said.named or clause.present or scene.asked_field == "state"):
        return "planned"
    today = scene.context.today
    spans = [d.find(today, "none") for d in said.dates if not d.why]
    if clause.present and said.named and any(s and s[0] <= today <= s[1] and s[0] != s[1] for s in spans):
        return "under_way"
    counting = any(_role(c, said, scene) for c in said.counts)
    if clause.present and said.dates and said.named and not said.has("respond") and not counting:
        return "planned"
    whole = any(c.of is not None for c in said.counts)
    if said.named and said.counts and (whole or said.has("method", "respond", "activity") or said.dates):
        return "done"
    if said.named and said.has("method", "activity") and said.dates and not clause.present:
        return "done"
    return ""


_ABOUT = frozenset({"of", "about", "for", "on", "before", "by", "without", "to"})


def _only_an_idea(said: Said, scene: Scene) -> bool:
    """ "Staff loved the idea of consulting tenants": the only activity is talked about, not done."""
    acts = said.clause.kinds("activity", "method", "respond", "invite")
    if not acts or said.counts:
        return False
    words = scene.words
    return all(words[m.start].text.endswith("ing") and words[m.start - 1].text in _ABOUT and m.start for m in acts)


def _thin(said: Said, scene: Scene) -> bool:
    """A reply to a question for something else that names no activity says little about the state."""
    asked = scene.asked_field
    acted = said.named and said.has("activity")
    if asked == "method" and not said.dates and not acted and not said.has("finish", "done", "running"):
        return True
    return (
        not said.named
        and asked not in ("", "state", "confirm", "method", "date")
        and not said.has("finish", "done", "activity", "running")
    )


def _texts(said: Said, scene: Scene) -> list[str]:
    return [w.text for w in scene.words[said.clause.start : said.clause.end]]


def _coming(phrase: DatePhrase, scene: Scene) -> bool:
    if phrase.leaning == "plan":
        return True
    span = None if phrase.why else phrase.find(scene.context.today, "none")
    return bool(span and span[0] > scene.context.today)


def _denies_all(said: Said, scene: Scene) -> bool:
    """ "Not a survey" denies a method, "nothing back" an answer, "nothing done with staff" the step."""
    if not said.has("to_do") and (_nothing_came(said, scene) or _none_of_them_came(said, scene)):
        return False
    if said.has("to_do"):
        return True
    texts = _texts(said, scene)
    if _UNABLE & set(texts) and "yet" not in texts:
        return False
    for neg in said.clause.kinds("negation"):
        after = [scene.words[i].text for i in range(neg.end, min(neg.end + 3, said.clause.end))]
        if neg.value == "contrast" or (after[:1] in (["a"], ["an"], ["the"]) and texts[0] == "not"):
            return False
        if any(c.start == neg.end for c in said.counts) or any(d.start == neg.end for d in said.dates):
            return False
    short = len(texts) <= SHORT and not _OTHERS & set(texts)
    return said.named or said.has(*_OF_THE_STEP) or short or bool(_SO_FAR & set(texts))


SHORT = 3
"""A denial of so few words is about what was asked, whatever it says: "no we haven't"."""
_OTHERS = frozenset({"ours", "they", "she", "he", "it", "me", "him", "her", "others", "mine"})
_UNABLE = frozenset({"can", "cannot", "cant", "could", "couldnt", "said", "says", "told", "felt", "thought"})
"""Of what people cannot do, or have said: "everyone said they can't get hold of repairs"."""
_SO_FAR = frozenset({"yet", "started", "begun", "nothing"})
_OF_THE_STEP = ("activity", "method", "invite", "respond", "done", "finish", "running", "start", "people")


def _none_of_them_came(said: Said, scene: Scene) -> bool:
    """ "No tenants turned up"."""
    marks = said.clause.marks
    for neg in said.clause.kinds("negation"):
        groups = [m for m in marks if m.kind in ("step", "people") and m.start == neg.end]
        came = [m for m in marks if m.kind == "respond" and groups and 0 <= m.start - groups[0].end <= 1]
        if scene.words[neg.start].text == "no" and came:
            return True
    return False


def _nothing_came(said: Said, scene: Scene) -> bool:
    negs = [m for m in said.clause.kinds("negation") if scene.words[m.start].text in ("nothing", "no", "none")]
    groups = [m for m in said.clause.kinds("step") if scene.words[m.start - 1].text != "from"]
    if any(m.start > n.end for n in negs for m in groups):
        return False  # "no one has spoken to staff"
    return any(r.start <= n.end + 1 and r.end > n.end for n in negs for r in said.clause.kinds("respond"))


def _denied_value(said: Said, value: str, scene: Scene) -> bool:
    for mark in said.clause.kinds("method"):
        if mark.value != value:
            continue
        for neg in said.clause.kinds("negation"):
            if neg.end <= mark.start <= neg.end + 2:
                return True
    return False


def _settle_state(states: list[tuple[str, bool]], out: Conclusion) -> None:
    if not states:
        return
    values = [state for state, _ in states]
    kinds = set(values)
    if kinds == {"not_yet", "done"}:
        out.ask("state", "contradiction")
        return
    for state in ("under_way", "planned", "done", "not_yet"):
        if state in kinds:
            if state == "planned" and "done" in kinds:
                state = "done"
            sure = [s for value, s in states if value == state]
            out.fact("state", state, any(sure) and (len(kinds) == 1 or all(sure)))
            break
    out.opens = [o for o in out.opens if not o.name.endswith(".state")]


# Which numbers


def _numbers(said: Said, out: Conclusion, scene: Scene, sure: bool = True, planned: bool = False) -> None:
    sure = sure and said.sure and not planned
    for count in said.counts:
        role = _role(count, said, scene)
        if role == "took_part" and planned and not said.has("respond"):
            role = "invited"  # nobody has taken part in what is still to come
        if not role or _a_part(count, said, scene, out):
            continue
        if count.why:
            out.ask(role, count.why)
            continue
        if count.of is not None and not _of_a_mixed_whole(count, said, scene):
            _number(out, "invited", count.of, False, sure)
            _number(out, "took_part", count.value, count.rough, sure)
            continue
        if _with_others(count, scene):
            out.ask("took_part", "vague")
            _number(out, "took_part", count.value, count.rough, False)
            continue
        _number(out, role, count.value, count.rough, sure and not _may_be_either(count, said, scene))


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


def _a_part(count: Count, said: Said, scene: Scene, out: Conclusion) -> bool:
    """ "187 came back, of which 20 were leaseholders": a part of a number that is known already."""
    texts = [w.text for w in scene.words[max(count.start - 3, 0) : count.start]]
    part = "including" in texts or "includes" in texts or "whom" in texts or ("which" in texts and "of" in texts)
    return part and out.has("took_part")


def _with_others(count: Count, scene: Scene) -> bool:
    """ "Came along with about 15 other tenants": 15 or 16, so the bot asks."""
    words = scene.words
    after = [w.text for w in words[count.end : count.end + 2]]
    return "other" in after or "others" in after


def _of_a_mixed_whole(count: Count, said: Said, scene: Scene) -> bool:
    """ "13 of the 23 were residents": 23 counts others too, and was not the number invited."""
    words, end = scene.words, said.clause.end
    for i in range(count.end, min(count.end + 8, end)):
        if words[i].text in ("were", "was", "being", "are"):
            return any(m.kind == "step" and i < m.start <= i + 3 for m in said.clause.marks)
        if words[i].text in ("who", "that"):
            return False
    return False


def _role(count: Count, said: Said, scene: Scene) -> str:
    """Invited or took part: by the nearest word that says so, else by what was asked."""
    words, clause = scene.words, said.clause
    after = words[count.end].text if count.end < len(words) else ""
    if _labels_before(count, scene) or (count.of is None and not _counts_people(count, said, scene)):
        return ""
    nouns = [m for m in clause.kinds("sent_thing") if count.end <= m.start <= count.end + 2]
    if (
        nouns
        and clause.tense == "none"
        and not clause.has("invite", "respond", "method", "running")
        and scene.asked_field != "invited"
        and not (said.leans_on is not None and said.leans_on.has("invite"))
    ):
        return ""
    if nouns and any(m.end == count.start for m in clause.kinds("respond")):
        return "took_part"  # "spoken to 90 households"
    if nouns:
        replied = [m for m in clause.kinds("respond") if m.start >= nouns[0].end]
        return "took_part" if replied and not clause.has("invite") else "invited"
    best, role = 99, ""
    for mark in clause.kinds("invite", "respond"):
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
    if _out_of(count, scene):
        return "" if _of_those_there(count, said, scene) else "invited"
    if role:
        return role
    leaned = said.leans_on
    of_them = [w.text for w in words[count.end : count.end + 2]] in (["of", "them"], ["in", "all"], ["in", "total"])
    if leaned is None and of_them and said.clause_before is not None and clause.tense == "none":
        leaned = said.clause_before
    if (
        leaned is not None
        and leaned.has("invite")
        and not leaned.has("respond")
        and not clause.has("respond", "method")
    ):
        return "invited"  # "we emailed all staff (about 300)", "we asked 50 staff and 200 tenants"
    if scene.asked_field in _NUMBER_FIELDS and scene.asked_step and not said.named:
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
            return any(w.text in _GROUP_WORDS for w in words[i + 1 : i + 3])
    return False


_GROUP_WORDS = bag(
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


_UNITS = bag(
    """
    week weeks day days month months year years hour hours minute minutes am pm times time
    percent stages phases briefings pages words questions options themes points steps
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


def _counts_people(count: Count, said: Said, scene: Scene) -> bool:
    """A number counts people when a word for people, an answer or nothing at all follows it."""
    words, clause = scene.words, said.clause
    if count.why == "share":
        return True
    i = count.end
    if count.value == 0 and not count.why and count.of is None:
        return said.has("respond", "people", "invite") or scene.asked_field in _NUMBER_FIELDS

    if count.why == "vague" and i < len(words) and words[i].text == "of":
        i += 1
    if i >= len(words) or set(words[i].gap) & set(".,;:!?\n)(–—"):
        return not _labels_before(count, scene)
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
        return not _labels_before(count, scene)
    if words[i].text in _FUNCTION or words[i].text.endswith("ly"):
        return not _labels_before(count, scene)
    return False


def _labels_before(count: Count, scene: Scene) -> bool:
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


# Which dates


def _dates(said: Said, own: str, state: str, out: Conclusion, scene: Scene) -> None:
    """`own` is the state that this clause tells, `state` what is known of the step so far."""
    clause = said.clause
    several = len(said.dates) > 1
    for phrase in said.dates:
        if out.has("date"):
            if phrase.why or state == "under_way":
                continue
            return
        if said.has("return"):
            continue
        if phrase.role == "since" and not phrase.why:
            since(out, "date", phrase, scene.context.today, said.sure)
            continue
        if said.has("only_end") or (state == "under_way" and phrase.role in ("until", "by", "before")):
            out.ask("date", "vague")
            continue
        if said.has("start") and not said.has("finish"):
            if phrase.kind == "range":
                settle(out, "date", phrase, "plan" if state == "planned" else "past", scene, said.sure)
                continue
            exact = phrase.kind in ("day", "day_of_month", "figures", "weekday") and state == "under_way"
            if exact and not phrase.why:
                since(out, "date", phrase, scene.context.today, said.sure)
            else:
                out.ask("date", "vague")
            continue
        if state == "planned" and plan_edge(out, "date", phrase, scene):
            continue
        if phrase.role == "after" or (not state and clause.tense != "past" and phrase.role in ("before", "by")):
            if not plan_edge(out, "date", phrase, scene):
                out.ask("date", "vague")
            continue
        if phrase.role == "until" and state != "done":
            out.ask("date", "vague")
            continue
        tense = _tense(clause.tense, state, phrase)
        settle(
            out,
            "date",
            phrase,
            tense,
            scene,
            said.sure and not several and not _unclear_year(phrase, tense, own, scene),
        )


def _unclear_year(phrase: DatePhrase, tense: Tense, state: str, scene: Scene) -> bool:
    """Under way, and a day that may be the end to come: the bot asks."""
    return could_be_soon(phrase, "none" if state in ("under_way", "") else tense, scene)


def _tense(tense: Tense, state: str, phrase: DatePhrase) -> Tense:
    if state == "planned":
        return "plan"
    if state in ("done", "under_way"):
        return "past"
    return tense if tense != "none" else phrase.leaning
