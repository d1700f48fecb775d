"""Who does a step from now on: "Priya is leading on residents", "I'm leaving on Friday"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.understanding.bags import bag
from bot.core.understanding.dates.names import PEOPLE
from bot.core.understanding.facts.said import Scene
from bot.core.understanding.lexicon import Lexicon
from bot.core.understanding.marks import Mark
from bot.core.understanding.model import Open, Understood
from bot.core.understanding.words import Word

_PRONOUNS = bag(
    """
    i we you he she they it this that these those there one who everyone nobody somebody what
    """
)
_NOT_NAMES = bag(
    """
    the a an our my your their his her its all some any no yes ok and but so then now also
    please thanks hi hello hey board residents tenants staff colleagues customers everyone
    actually sorry can could would will should who what when where how why is are was were do
    does did not just still already new next last first from by as for to of on in at with up
    out over it them us we me i you he she they someone somebody anyone nobody team manager boss
    chair ceo officer lead step bit side part thing stuff charter bot
    """
)
_ROLES = bag(
    """
    chair ceo director manager officer head lead boss successor replacement secretary
    """
)
_ACTING = bag(
    """
    taking take takes took taken leading lead leads led picking pick picks picked looking look
    looks handling handles handle dealing deals owns own owning doing does running runs run
    covering covers cover heading heads stepping steps sorting fronting managing manages
    coordinating driving spearheading responsible charge holding assigned the
    """
)
_WEAK = bag(
    """
    doing does do got has on run running runs sorting sorts is own with hold holding
    """
)


def hand_over(
    words: Sequence[Word], marks: Sequence[Mark], scene: Scene, lexicon: Lexicon
) -> tuple[list[Understood], list[Open]] | None:
    """The person and the step of a hand-over, what is missing of them, or None when this is none."""
    leaving = [m for m in marks if m.kind == "leaving"]
    tried = (_leads(words, marks, lexicon), _gives(words, marks, lexicon), _me(words, marks))
    found = next((name for name in tried if name), "" if "" in tried else None)
    if found is None and not leaving:
        return None
    steps = _steps(words, marks, scene, lexicon)
    if found is None or found == "":
        if not leaving and not steps and found is None:
            return None
        facts = [Understood("owner.step", steps[0], True)] if len(steps) == 1 else []
        opens = [Open("owner.person", "missing")] + ([] if facts else [Open("owner.step", "missing")])
        return facts, opens
    person = found
    if not steps and not leaving and not _hand_words(marks):
        return None
    facts = [Understood("owner.person", person, True)]
    if len(steps) == 1:
        return [*facts, Understood("owner.step", steps[0], True)], []
    return facts, [Open("owner.step", "missing" if not steps else "contradiction")]


def _hand_words(marks: Sequence[Mark]) -> bool:
    return any(m.kind == "intent" and m.value == "hand_over" for m in marks)


def _steps(words: Sequence[Word], marks: Sequence[Mark], scene: Scene, lexicon: Lexicon) -> list[str]:
    named = list(dict.fromkeys(m.value for m in marks if m.kind == "step"))
    if named:
        teams = {m.start for m in marks if m.kind == "team"}
        better = [m.value for m in marks if m.kind == "step" and m.start not in teams]
        return list(dict.fromkeys(better)) or named
    if any(m.kind == "body" for m in marks):
        return list(lexicon.of_shape("decision")[:1])
    texts = {w.text for w in words}
    if scene.asked_step in lexicon.shape_of and texts & {"this", "that", "it"}:
        return [scene.asked_step]
    return []


def _name_at(words: Sequence[Word], i: int, lexicon: Lexicon, loose: bool = False) -> tuple[int, str] | None:
    """(end, the name as written): a mention, or words with a capital that are no other words."""
    if i >= len(words):
        return None
    if words[i].kind == "mention":
        return i + 1, words[i].raw
    if words[i].text in ("me", "myself"):
        return i + 1, "me"
    if not _may_be_name(words[i], lexicon, loose):
        return None
    end = i + 1
    while (
        end < len(words)
        and end < i + 3
        and words[end].capital
        and not words[end].gap.strip("-'")
        and _may_be_name(words[end], lexicon, False)
    ):
        end += 1
    return end, " ".join(_bare(w.raw) for w in words[i:end])


def any_name(words: Sequence[Word], lexicon: Lexicon) -> str | None:
    """The first name in a short correction, unless it is denied ("not me")."""
    for i, word in enumerate(words):
        before = words[i - 1].text if i else ""
        if before == "not" or (word.text in ("me", "myself") and before not in ("is", "to", "it")):
            continue
        found = _name_at(words, i, lexicon)
        if found:
            return found[1]
    return None


def _bare(raw: str) -> str:
    for ending in ("'s", "’s"):
        raw = raw.removesuffix(ending)
    return raw


_SHARED_NAMES = bag(
    """
    will mark may grace faith hope joy rose dawn bill pat sue art grant frank
    """
)


def _may_be_name(word: Word, lexicon: Lexicon, loose: bool) -> bool:
    if word.kind != "word" or word.text in _NOT_NAMES or word.text in _PRONOUNS or word.mended:
        return False
    if (word.text in _SHARED_NAMES and word.capital) or (word.text in PEOPLE and (word.capital or loose)):
        return True
    known = word.text in lexicon.speller.known
    if word.capital:
        return not known
    return loose and not known and word.text not in ("there", "really")


def _is_team(words: Sequence[Word], i: int, marks: Sequence[Mark]) -> bool:
    place = i
    while place < len(words) and words[place].text in ("the", "our", "my", "a", "over"):
        place += 1
    return any(m.kind == "team" and place <= m.start <= place + 1 for m in marks) or (
        place < len(words) and any(w.text in ("team", "department", "dept") for w in words[place : place + 3])
    )


_BEFORE_LEAD = bag(
    """
    am
    is are were was will be now also has have been to going kindly actually would can agreed
    offered the new our happy just
    """
)


def _before_from(words: Sequence[Word], i: int) -> int:
    """ "Fatima from comms is …": the name stands before "from"."""
    for place in range(i, max(i - 3, 0), -1):
        if words[place].text in ("from", "in", "at") and words[place - 1].capital:
            return place - 1
    return i


def _leads(words: Sequence[Word], marks: Sequence[Mark], lexicon: Lexicon) -> str | None:
    """ "Priya is leading on residents"; "" where a team leads."""
    for lead in [m for m in marks if m.kind == "lead"]:
        at = lead.start
        while at > 0 and words[at - 1].text in _BEFORE_LEAD:
            at -= 1
        if lead.end - lead.start == 1 and words[lead.start].text in _WEAK and not _step_follows(marks, lead.end):
            continue
        if at == 0:
            continue
        first = at - 1
        if words[first].text == "i" and _takes_step(words, marks, lead):
            return "me"
        if words[first].text == "i" and not (first and words[first - 1].text in ("that", "where", "what")):
            if _step_follows(marks, lead.end) or any(
                w.text in ("this", "that", "it") for w in words[lead.start : lead.end + 2]
            ):
                return "me" if words[lead.start].text in _ACTING and _future_or_now(words, first, lead) else None
            continue
        start = first
        while (
            start > 0
            and start > first - 2
            and words[start - 1].capital
            and words[start].capital
            and not words[start].gap
        ):
            start -= 1
        start = _before_from(words, start)
        loose = (
            start == 0
            or bool(words[start].gap)
            or words[start - 1].text in ("so", "and", "but", "now", "hi", "hello", "yes", "no", "that", "sorry")
        )
        name = _name_at(
            words, start, lexicon, loose and (_step_follows(marks, lead.end) or words[lead.start].text not in _WEAK)
        )
        if name and name[1] != "me":
            return name[1]
        if words[first].text in ("team", "department", "comms", "governance", "someone", "somebody", "they", "we"):
            weak = words[lead.start].text in _WEAK and any(
                m.kind in ("method", "activity") and m.start >= lead.end for m in marks
            )
            if _step_follows(marks, lead.end) and not weak and words[first].text not in ("we", "they"):
                return ""
    return None


def _takes_step(words: Sequence[Word], marks: Sequence[Mark], lead: Mark) -> bool:
    """ "I'll do commitments", "I've got the residents bit": the step and nothing after it."""
    if words[lead.start].text not in ("do", "doing", "take", "taking", "got", "have", "cover", "covering", "own"):
        return False
    for mark in marks:
        if mark.kind == "step" and lead.end <= mark.start <= lead.end + 1:
            after = words[mark.end].text if mark.end < len(words) and not words[mark.end].gap else ""
            return after in ("", "bit", "step", "part", "side", "one", "myself", "now", "from", "then")
    return False


def _future_or_now(words: Sequence[Word], i: int, lead: Mark) -> bool:
    return words[lead.start].text not in (
        "do",
        "did",
        "has",
        "got",
        "took",
        "led",
        "ran",
        "run",
        "running",
        "doing",
    ) or (i + 1 < len(words) and words[i + 1].text in ("will", "am"))


def _step_follows(marks: Sequence[Mark], end: int) -> bool:
    return any(m.kind in ("step", "body") and end <= m.start <= end + 3 for m in marks)


_NOT_TO_ME = frozenset({"speak", "talk", "ask", "contact", "send", "give"})


def _gives(words: Sequence[Word], marks: Sequence[Mark], lexicon: Lexicon) -> str | None:
    """ "Hand residents over to Priya", "give the board step to Tom", "board is now with <@U1>"."""
    steps = [m for m in marks if m.kind in ("step", "body")]
    for hand in [m for m in marks if m.kind == "hand"]:
        later = [
            i
            for i in range(hand.end, min(hand.end + 9, len(words)))
            if words[i].text in ("to", "with", "for", "over", "onto")
        ]
        places = [i + 1 for i in later] + [hand.end]
        for place in places:
            while place < len(words) and words[place].text in ("to", "with", "the", "our", "my", "for", "over", "on"):
                place += 1
            name = _name_at(words, place, lexicon)
            if name and (steps or any(w.text in ("this", "it", "that", "everything", "mine") for w in words)):
                to_me = words[hand.start].text == "give" and steps
                if name[1] == "me" and words[hand.start].text in _NOT_TO_ME and not to_me:
                    continue
                return name[1]
            if (
                (
                    steps
                    and hand.end - hand.start >= 1
                    and place < len(words)
                    and _is_team(words, place, marks)
                    and words[hand.start].text.startswith(
                        (
                            "hand",
                            "pass",
                            "give",
                            "gave",
                            "mov",
                            "transfer",
                            "assign",
                            "over",
                            "goes",
                            "now",
                            "sits",
                            "is",
                            "belongs",
                            "shift",
                            "reassign",
                        )
                    )
                )
                and any(words[p].text in ("to", "with", "over") for p in range(hand.start, place))
                and not any(
                    m.start <= place < m.end and m.kind == "step" and m.value == steps[0].value and len(steps) == 1
                    for m in marks
                )
            ):
                return ""
    return _named_for_step(words, marks, lexicon)


def _named_for_step(words: Sequence[Word], marks: Sequence[Mark], lexicon: Lexicon) -> str | None:
    """ "Lead for residents is Priya", "residents: Priya", "owner = Tom"."""
    for mark in [m for m in marks if m.kind in ("lead", "hand")]:
        if words[mark.start].text not in ("lead", "owner", "the", "best", "contact", "person", "change"):
            continue
        for i in range(mark.end, min(mark.end + 8, len(words))):
            if words[i].gap.strip() in (":", "-", "=", "–"):
                name = _name_at(words, i, lexicon)
                if name:
                    return name[1]
            if words[i].text in ("is", "to", "will", "now"):
                name = _name_at(words, i + 1 + (i + 1 < len(words) and words[i + 1].text in ("now", "be")), lexicon)
                if name:
                    return name[1]
    return None


def _me(words: Sequence[Word], marks: Sequence[Mark]) -> str | None:
    """ "Put me down for board", "I've got residents", "leave the board to me"."""
    texts = " ".join(w.text for w in words)
    for phrase in (
        "put me down",
        "put me in",
        "i will do the",
        "i have got the",
        "leave it to me",
        "count me in for",
        "i have taken",
        "i have picked up",
        "assign me",
        "that is me",
        "it is me",
        "i am on",
        "i am your",
    ):
        if f" {phrase} " in f" {texts} " and any(m.kind == "step" for m in marks):
            return "me"
    return None
