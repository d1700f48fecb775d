"""Whether words that deny say that the thing itself has not happened.

"Not been to the board", "we haven't asked staff" say so. A contrast ("trustees, not board"), what is nobody's job
("not mine"), an order ("don't ask me about the board"), something else that there is none of ("no other meeting") and
people who stayed away ("leaseholders didn't show") deny as well, and say nothing of how far the step is.
"""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.reader.model import Clause, Span
from bot.core.reader.shapes import Scene

_OWNED = bag("mine yours hers theirs")
_WHOSE = bag("my your his her their our")
_DUTIES = bag("job area remit part bit role patch responsibility department side business problem concern")
_TO_A_DUTY = 2
_ORDERED = bag("ask say save record put write tell remind send change count mention show nag chase bother call keep")
_OPENING = bag("please and but so no yes just also ok")
_ABOUT = bag("about for of the just only our on to with")
_CAME = bag("come show attend turn reply respond answer join engage participate")
_SENT_BACK = bag("write fill return ring phone volunteer bother send")
_INFORMED = frozenset({"inform", "notify", "tell"})
_MET = bag("go be meet sit see come get reach happen hear look receive take have")
_PRESENT = bag("be attend go make come")
_NOBODY = bag("nobody no-one noone one body")
_BETWEEN = bag("has have had really actually even ever at all")
_YET = frozenset({"yet"})
_SO_FAR = frozenset({"yet", "far"})
_FROM = frozenset({"from", "of", "in", "with", "who"})


def did_not_happen(scene: Scene, clause: Clause) -> bool:
    """Whether a clause that denies says that the step's own meeting or consultation has not taken place."""
    return not (
        _nobodys_job(scene, clause) or _ordered(scene, clause) or _set_aside(scene, clause)
        or _no_other(scene, clause) or _speaker_absent(scene, clause)
    )  # fmt: skip


def denies_meeting(clause: Clause) -> bool:
    """ "Hasn't been", "did not meet": the meeting itself is denied, and not only what it might have decided."""
    return clause.has("to_do") or any(g.denied and g.lemma in _MET for g in clause.groups)


def stayed_away(clause: Clause) -> bool:
    """ "Leaseholders didn't show": who came, and not whether it took place."""
    denied = [g for g in clause.groups if g.denied]
    return bool(denied) and all(g.lemma in _CAME for g in denied) and clause.has("respond")


def only_informed(scene: Scene, clause: Clause) -> bool:
    """ "They were informed by e-mail, not consulted": what was sent is no consultation."""
    denied = any(g.denied and g.lemma == "consult" for g in clause.groups)
    before = [g.lemma for c in scene.looked.clauses if c.start < clause.start for g in c.groups if not g.denied]
    return denied and bool(_INFORMED & set(before))


def only_told(clause: Clause) -> bool:
    """ "We told staff on 3 October": who is told something is not asked."""
    verbs = [g for g in clause.groups if not g.bare]
    return bool(verbs) and all(g.lemma in _INFORMED for g in verbs) and not clause.has(*_ASKED_BY)


_ASKED_BY = ("method", "respond", "send", "count", "consult_noun", "plan", "to_do")


def nobody_came(scene: Scene, clause: Clause, span: Span) -> bool:
    """Whether a 0 in words is of the whole activity: "nobody came", and not "nobody from leasehold came", "nobody
    said that", "no one took part yet"."""
    words = {scene.text(span.start), scene.text(span.end - 1)}
    if span.number or span.why or span.of is not None or not _NOBODY & words:
        return True
    at = span.end
    while at < clause.end and scene.text(at) in _BETWEEN:
        at += 1
    if scene.context.asked_field == "took_part" and not clause.groups:
        return scene.text(at) not in _FROM
    ends = at >= clause.end and scene.text(at) not in _FROM  # "Nobody / from leasehold came" may be cut in two.
    came = any(s.start <= at < s.end for s in clause.of("respond"))
    came = came or any(g.head == at and g.lemma in _CAME | _SENT_BACK for g in clause.groups)
    return (ends or came) and not scene.words(clause) & _YET


def _speaker_absent(scene: Scene, clause: Clause) -> bool:
    """ "I wasn't at the board myself": who was not there, and not whether it met."""
    verbs = [g for g in clause.groups if not g.bare]
    return bool(verbs) and all(scene.text(g.start - 1) == "i" and g.lemma in _PRESENT for g in verbs)


def _nobodys_job(scene: Scene, clause: Clause) -> bool:
    if any(g.denied and g.lemma != "be" for g in clause.groups):
        return False
    if scene.words(clause) & _OWNED:
        return True
    texts = [scene.text(p) for p in range(clause.start, clause.end)]
    return any(
        word in _WHOSE and _DUTIES & set(texts[at + 1 : at + 1 + _TO_A_DUTY]) for at, word in enumerate(texts)
    )  # fmt: skip


def _ordered(scene: Scene, clause: Clause) -> bool:
    """ "Don't ask me about the board", "please do not save that"."""
    at = clause.start
    while at < clause.end and scene.text(at) in _OPENING:
        at += 1
    return [scene.text(at), scene.text(at + 1)] == ["do", "not"] and scene.text(at + 2) in _ORDERED


def _set_aside(scene: Scene, clause: Clause) -> bool:
    """ "Not board", "not about colleagues": no verb is denied, and "not" stands before the name."""
    said = [scene.words(c) for c in scene.looked.clauses if c.sentence == clause.sentence]
    yet = clause.has("not_yet_words", "to_do") or any(words & _SO_FAR for words in said)
    if yet or any(g.denied for g in clause.groups):
        return False
    for place in range(clause.start, clause.end):
        if scene.text(place) != "not":
            continue
        at = place + 1
        while at < clause.end and scene.text(at) in _ABOUT:
            at += 1
        if any(s.start <= at < s.end for s in clause.of("step", "body", "people")):
            return True
    return False


def _no_other(scene: Scene, clause: Clause) -> bool:
    """ "No other meeting", "no minute reference"."""
    if any(g.denied for g in clause.groups):
        return False
    return any(
        scene.text(p) == "no" and (scene.text(p + 1) in ("other", "further", "more") or _minute(clause, p + 1))
        for p in range(clause.start, clause.end)
    )


def _minute(clause: Clause, place: int) -> bool:
    return any(s.start <= place < s.end for s in clause.of("minute_word"))
