"""One message in, what it means out. All candidates compete in one resolution; what may never be is vetoed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.language.clean import LONGEST
from bot.core.reader.activity import UNKNOWN
from bot.core.reader.acts import acts_of
from bot.core.reader.assignment import Handed, handed_over, named_at_all
from bot.core.reader.beside import own_business
from bot.core.reader.certainty import weighed
from bot.core.reader.consultation import activities
from bot.core.reader.decision import meetings
from bot.core.reader.entries import place_activities, place_meetings
from bot.core.reader.frames import frames_of
from bot.core.reader.holders import held_in, undenied
from bot.core.reader.intents import features_of
from bot.core.reader.later import later_steps
from bot.core.reader.looking import look
from bot.core.reader.model import Ask, Candidate, Context, EntryKey, Looked, Reading, Told
from bot.core.reader.replies import Reply, short_reply
from bot.core.reader.rests import anothers, rest_beside, rests, rests_between, wakes, wished
from bot.core.reader.shapes import Scene
from bot.core.reader.verbs import tag_set
from bot.core.reader.vetoes import is_case, vetoed
from bot.core.reader.vocabulary import Vocabulary
from bot.core.reader.weights import Weights

_TELLING = frozenset({"answer", "correct"})
_TAKEN_OVER = frozenset({"answer", "correct", "ask", "unclear", "skip", "status", "next", "snooze", "pause"})
_RESTED_BESIDE = _TELLING | {"hand_over"}
_RESTING = frozenset({"snooze", "pause"})
_SURE, _ASK = 0.85, 0.35
_A_WORD_OR_TWO, _ANSWERED = 3, 0.6
_ONE_VALUE = 0.25
"""From which chance on the only value of a correction is asked about."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in a message before anything is decided."""

    looked: Looked
    scene: Scene
    candidates: tuple[Candidate, ...]
    asks: tuple[Ask, ...]
    handed: Handed
    features: tuple[str, ...] = ()


def read(text: str, context: Context, vocabulary: Vocabulary) -> Reading:
    """What a message means: its intent, its facts by entry, and what it leaves open."""
    if len(text) > LONGEST:
        return Reading("unclear", because=("longer than 4,000 characters",))
    found = findings(text, context, vocabulary)
    if not found.looked.tokens:
        return Reading("unclear", because=("no words",))
    reply = short_reply(found.looked, context, vocabulary)
    return resolve(found, reply, context, vocabulary)


def findings(text: str, context: Context, vocabulary: Vocabulary) -> Findings:
    """All stages up to the candidates."""
    looked = look(_set_apart(text) if context.asked == "confirm" else text, context, vocabulary)
    held = held_in(looked)
    if context.asked == "confirm" and looked.tokens and looked.tokens[0].text == "no":
        held = replace(held, repairs=True)  # "No, the 13th": what was read back is put right.
    looked = undenied(looked, held)
    frames = frames_of(looked, context, vocabulary, held)
    scene = Scene(looked, context, vocabulary, held, frames)
    told, first = meetings(scene)
    asked, second = activities(scene)
    third = later_steps(scene)
    placed_meetings, more = place_meetings(scene, told)
    placed_activities, still = place_activities(scene, asked)
    candidates = [replace(c, entry=p.key) for p in (*placed_meetings, *placed_activities) for c in p.candidates]
    candidates += third.candidates
    reply = picked_entry(scene)
    candidates += reply
    asks = [*first.asks, *second.asks, *third.asks, *more, *still]
    if not any(p.step == UNKNOWN for p in placed_activities):
        asks = [a for a in asks if not a.name.startswith(f"{UNKNOWN}.")]
    handed = handed_over(scene)
    candidates = [c for c in candidates if not _of_the_owner(c, handed, candidates)]
    scored = tuple(_with_company(vetoed([*candidates, *handed.candidates], looked), vocabulary.weights))
    opened = tuple(_wanted(scored, asks))
    features = tuple(features_of(scene, scored, [a.name for a in (*opened, *handed.asks)]))
    return Findings(looked, scene, scored, opened, handed, features)


_NO_AND_VALUE = re.compile(r"(?P<no>no|nope|nah) (?P<value>[\w']+)(?: [\w']+)?[ .!]*", re.IGNORECASE)


def _set_apart(text: str) -> str:
    """ "No noted", with a read-back waiting, is "no, noted": the value is put right, and not denied."""
    found = _NO_AND_VALUE.fullmatch(text.strip())
    if found is None or not (tag_set(found["value"].casefold()) & _DONE or found["value"].isdecimal()):
        return text
    return f"{found['no']}, {text.strip()[found.end('no') :].strip()}"


_DONE = frozenset({"participle"})


def _of_the_owner(c: Candidate, handed: Handed, candidates: Sequence[Candidate]) -> bool:
    """ "Autumn took over the tenants' part": who does a step says nothing of how far it is."""
    person = next((o for o in handed.candidates if o.name == "person" and o.start < o.end), None)
    alone = not any(o.step == c.step and o.entry == c.entry and o.name != c.name for o in candidates)
    return person is not None and c.name == "state" and alone and abs(c.start - person.start) <= 8


def picked_entry(scene: Scene) -> list[Candidate]:
    """In reply to which entry or which group is meant."""
    from bot.core.reader.replies import counted_picked, entry_picked, group_picked

    return [*entry_picked(scene), *group_picked(scene), *counted_picked(scene)]


def _with_company(candidates: Sequence[Candidate], weights: Weights) -> list[Candidate]:
    """Each candidate with its score: what stands beside it in its entry bears it out."""
    beside: dict[tuple[str, EntryKey], list[str]] = {}
    for c in candidates:
        beside.setdefault((c.step, c.entry), []).append(c.name)
    several = Counter(step for step, _ in beside)
    out = []
    for c in candidates:
        names = sorted(set(beside[c.step, c.entry]))
        extra = [f"beside:{n}" for n in names if n != c.name]
        extra += [f"entries:{min(several[c.step], 4)}", f"pending:{len(names) == 1}/{c.name}"]
        features = (*c.features, *extra)
        score = 0.0 if c.vetoes else weights.of_fact(features) if weights.facts else 0.9
        out.append(replace(c, features=features, score=score))
    return out


def _wanted(candidates: Sequence[Candidate], asks: Sequence[Ask]) -> list[Ask]:
    """Open questions that nothing in the message answers, each once."""
    out: list[Ask] = []
    for ask in asks:
        told = any(c.full == ask.name and not c.vetoes for c in candidates)
        if any(o.name == ask.name for o in out) or (told and ask.reason in ("missing", "hope", "vague")):
            continue
        if ask.reason == "hope" and any(_has_met(c, ask) for c in candidates):
            ask = replace(ask, reason="missing")  # That it happened is told: only how it went is open.
        out.append(ask)
    return out


def _has_met(c: Candidate, ask: Ask) -> bool:
    return c.name == "date" and c.step == ask.name.partition(".")[0] and "tense:past" in c.features and not c.vetoes


def resolve(found: Findings, reply: Reply | None, context: Context, vocabulary: Vocabulary) -> Reading:
    """The one place in which the readings of a message compete."""
    if reply is not None:
        return Reading(
            reply.intent,
            reply.facts,
            reply.asks,
            acts_of(found.looked, reply.intent, ()),
            assent=reply.assent,
            because=(reply.why,),
            candidates=found.candidates,
        )
    if found.looked.has("signpost") and is_case(found.looked):
        return Reading(
            "signpost", acts=acts_of(found.looked, "signpost", ()), because=("somebody's distress",),
            candidates=found.candidates,
        )  # fmt: skip
    chances = vocabulary.weights.of_intents(found.features) or _without_weights(found)
    ranked = sorted(chances, key=lambda i: (-chances[i], i))
    if ranked[0] == "correct" and _only_new(found, context):
        chances = {**chances, "answer": chances["correct"] + chances.get("answer", 0.0), "correct": 0.0}
        ranked = ["answer", *(i for i in ranked if i != "answer")]
    intent = ranked[0] if chances[ranked[0]] >= _LIKELY else "unclear"
    facts: tuple[Told, ...] = ()
    asks: tuple[Ask, ...] = ()
    if intent in _TAKEN_OVER and _names_owner(found) and not (intent in _RESTING and anothers(found.looked)):
        intent = "hand_over"
    if intent in _TELLING and wished(found.looked) and not any(c.score >= _SURE for c in found.candidates):
        intent = "snooze"
    if intent in _RESTING and all(own_business(c) for c in found.looked.clauses):
        intent = "unclear"  # "You asked me that on Monday": a day of the past, and no wish.
    if intent == "hand_over" and (wanted := _to_be_shown(found) or _done_by_somebody(found)):
        intent = wanted
    if intent == "confirm" and (wanted := _asked_for(found.looked)):
        intent = wanted  # "Latest guidance", with a read-back waiting: a wish, and no yes.
    if intent == "pause" and not anothers(found.looked) and rests_between(found.looked, context):
        intent = "snooze"  # "Off reminders in December": they come again in January.
    if intent == "skip" and chances[intent] < _LEFT_OUT and not _says(found.looked, "skip"):
        intent = "unclear"  # Nothing is left out on a guess: "erm neither, I just want to know what it is for".
    if intent == "skip" and wakes(found.looked, context):
        intent = "snooze"  # "Not now, ask me in the new year": put off until a day, and not left out.
    if intent in _TELLING or intent == "hand_over":
        found = replace(found, candidates=weighed(found.candidates, found.scene, chances, vocabulary.weights))
    if intent in _TELLING:
        facts, asks = _told(found, vocabulary, intent == "correct" and bool(context.known))
        asks = _still_open(asks, facts, intent)
        if intent == "correct" and not (facts or asks or found.scene.held.repairs) and chances[intent] < _CERTAIN:
            intent = "unclear"  # Nothing is put right, and no word says that something is wrong.
        if not facts and not asks and intent == "answer":
            if chances[intent] < _CERTAIN:
                intent = _next_best(ranked, chances)
            elif context.asked_step in vocabulary.shape_of and context.asked_field:
                asks = (Ask(f"{context.asked_step}.{context.asked_field}", "unanswered"),)
    if intent in _RESTING or (intent in _RESTED_BESIDE and rest_beside(found.looked)):
        made, opened = rests(found.looked, context, intent in _RESTED_BESIDE)
        if intent != "pause" and not anothers(found.looked):
            own = [c for c in vetoed(made, found.looked) if not c.vetoes]
            plain = intent in _RESTED_BESIDE or sum(chances.get(i, 0.0) for i in _RESTING) >= _PLAINLY
            facts += tuple(_tell(c, found.looked, 0.9 if plain and not c.hedged else 0.6) for c in own)
            asks += tuple(opened) if intent == "snooze" else ()
    if intent == "hand_over":
        beside, _ = _told(found, vocabulary)
        limits = vocabulary.weights.thresholds
        owned = [c for c in found.candidates if c.step == "owner"] or named_at_all(found.scene)
        facts += tuple(_tell(c, found.looked, c.score, _sure_from(c, limits, found.scene)) for c in owned) + beside
        asks = found.handed.asks if any(c.step == "owner" for c in found.candidates) else _owner_missing(facts)
    acts = acts_of(found.looked, intent, facts)
    return Reading(
        intent, facts, asks, acts, likeliest=tuple(ranked[:2]) if intent == "unclear" else (),
        assent=_assent(found.looked),
        because=tuple(f"{i} {chances[i]:.2f}" for i in ranked[:3]), candidates=found.candidates,
    )  # fmt: skip


_WISHES = frozenset({"guidance", "status", "next", "report", "badge", "person", "help", "learning"})


_SO = frozenset({"ok", "okay", "right", "fine", "well", "so"})
"""Before a wish these only lead to it: "ok guidance" is no yes."""


def _says(looked: Looked, intent: str) -> bool:
    return any(s.kind == "intent" and s.value == intent for s in looked.spans)


def _done_by_somebody(found: Findings) -> str:
    """ "Jan has surveyed the staff": what somebody did is told, and nothing handed over."""
    live = [c for c in found.candidates if not c.vetoes]
    told = any(c.name == "state" and "how:told" in c.features and c.score >= _SAID for c in live)
    return "answer" if told and not any(c.step == "owner" for c in live) else ""


def _to_be_shown(found: Findings) -> str:
    """ "Show me an example of published commitments": asked for, and nothing handed over."""
    owned = any(c.step == "owner" for c in found.candidates)
    if owned or not all(c.holder == "command" for c in found.looked.clauses):
        return ""
    return next((s.value for s in found.looked.spans if s.kind == "intent" and s.value in _WISHES), "")


def _asked_for(looked: Looked) -> str:
    """What is wished for, where no word says yes."""
    if any(s.kind == "yes" and looked.tokens[s.start].raw.casefold() not in _SO for s in looked.spans):
        return ""
    return next((s.value for s in looked.spans if s.kind == "intent" and s.value in _WISHES), "")


def _only_new(found: Findings, context: Context) -> bool:
    """Something is recorded, and the words tell of steps of which nothing is: there is nothing to put right, whatever
    the words look like ("the staff survey is done, it was in June")."""
    if not context.known or found.scene.held.repairs or context.asked == "confirm":
        return False
    steps = {c.step for c in found.candidates if not c.vetoes and c.score >= _SAID}
    return bool(steps) and UNKNOWN not in steps and not any(context.of(step) for step in steps)


def _names_owner(found: Findings) -> bool:
    """A named new owner and their step: it is a hand-over, whatever else is told."""
    sure = {c.name for c in found.candidates if c.step == "owner" and c.score >= _OWNED and not c.vetoes}
    return sure == {"person", "step"}


def _still_open(asks: Sequence[Ask], facts: Sequence[Told], intent: str) -> tuple[Ask, ...]:
    """Without what a correction leaves as it was, and without "whom?" where nothing of an activity was told."""
    told = any(f.name.startswith(f"{UNKNOWN}.") for f in facts)
    out = [a for a in asks if told or a.name != f"{UNKNOWN}.group"]
    return tuple(a for a in out if intent != "correct" or a.reason != "missing" or a.name == f"{UNKNOWN}.group")


_CERTAIN = 0.6
_PLAINLY = 0.6
"""From which chance on a message that asks for rest is one: a day in other words is asked about."""
_LIKELY = 0.24
_LEFT_OUT = 0.35
"""From which chance on a question is left out, where no word says so."""
_FEW_WORDS = 5
_LIKELIER_RIGHT = 0.5
_NEXT = 0.4

_OWNED = 0.6
_SAID = 0.5


def _next_best(ranked: Sequence[str], chances: Mapping[str, float]) -> str:
    """Nothing is told after all: the likeliest of the other things, if it is likely then."""
    best = next((i for i in ranked if i not in ("answer", "hand_over", "snooze")), "unclear")
    others = 1 - sum(chances.get(i, 0.0) for i in ("answer", "hand_over", "snooze"))
    return best if chances.get(best, 0.0) >= _NEXT * others else "unclear"


def _without_weights(found: Findings) -> dict[str, float]:
    if any(c.step == "owner" for c in found.candidates):
        return {"hand_over": 0.6, "answer": 0.4}
    live = [c for c in found.candidates if not c.vetoes]
    if live or found.asks:
        return {"correct" if found.scene.held.repairs else "answer": 1.0}
    return {"unclear": 1.0}


def _told(
    found: Findings, vocabulary: Vocabulary, corrects: bool = False
) -> tuple[tuple[Told, ...], tuple[Ask, ...]]:
    limits = vocabulary.weights.thresholds
    ask = limits.get("ask_pasted" if found.looked.pasted else "ask", _ASK)
    if corrects and sum(not c.vetoes for c in found.candidates) == 1:
        ask = min(ask, _ONE_VALUE)  # "The second was 219": the only value there is to put right.
    best: dict[tuple[str, int | str], float] = {}
    for c in found.candidates:
        best[c.step, c.entry] = max(best.get((c.step, c.entry), 0.0), 0.0 if c.vetoes else c.score)
    facts = []
    for c in found.candidates:
        short = _words_around(found.looked, c) <= _FEW_WORDS
        if not corrects and not short and best[c.step, c.entry] < _LIKELIER_RIGHT:
            continue  # Of an entry nothing of which is likelier right than wrong: noted in their words.
        plain = c.name == "date" and short  # "residents survey is June"
        least = min(ask, _ONE_VALUE) if plain or (c.name == "state" and "how:told" in c.features) else ask
        if c.step == "owner" or c.vetoes or c.score < least:
            continue  # A verb that tells that something was done is worth a question sooner.
        facts.append(_tell(c, found.looked, c.score, _sure_from(c, limits, found.scene)))
    facts += _named_beside(found, facts)
    facts = _entries_left_out(_without_orphans(facts))
    given = {f.name for f in facts}
    asks = [a for a in found.asks if not (a.name in given and a.reason in ("missing", "hope"))]
    return tuple(facts), tuple(asks)


def _words_around(looked: Looked, c: Candidate) -> int:
    """How many words the clause has in which a candidate was read."""
    clause = looked.clause_at(c.start)
    return clause.end - clause.start if clause is not None else len(looked.tokens)


_NAMING, _COUNTING = "method", frozenset({"took_part", "invited"})


def _named_beside(found: Findings, facts: Sequence[Told]) -> list[Told]:
    """What an activity was, where its number is told: never surely, and never lost. After "a survey went to 640, 212
    back" nobody is asked what it was."""
    counted = {(f.name.partition(".")[0], f.entry) for f in facts if f.name.partition(".")[2] in _COUNTING}
    given = {(f.name, f.entry) for f in facts}
    left = [c for c in found.candidates if c.name == _NAMING and not c.vetoes and (c.full, c.entry) not in given]
    return [_tell(c, found.looked, c.score, _NEVER) for c in left if (c.step, c.entry) in counted]


_NEVER = 1.1
"""No score is that high."""


def _sure_from(c: Candidate, limits: Mapping[str, float], scene: Scene) -> float:
    """From which score on a candidate is sure: values with few examples and pasted text take a stricter one, a word
    or two that answer the question a milder one."""
    sure = limits.get(f"sure:{c.name}", limits.get("sure", _SURE))
    if c.step == "owner" and _names_colleague(scene):
        return min(sure, _ANSWERED)
    if scene.context.asked_step == c.step and _is_short_and_plain(scene.looked):
        return min(sure, _ANSWERED)
    return max(sure, limits.get("pasted", sure)) if scene.looked.pasted else sure


def _names_colleague(scene: Scene) -> bool:
    """Whether somebody is named whom the bot knows: then a name is no other word."""
    known = {part.casefold() for name in scene.context.people for part in (name, name.partition(" ")[0])}
    return any(s.kind == "person" and s.value.casefold() in known for s in scene.looked.spans)


def _is_short_and_plain(looked: Looked) -> bool:
    """A word or two, all of them understood: "done", "last winter", and not "happy Friday"."""
    understood = {p for s in looked.spans for p in range(s.start, s.end)}
    return len(looked.tokens) <= _A_WORD_OR_TWO and len(understood) == len(looked.tokens)


def _without_orphans(facts: list[Told]) -> list[Told]:
    """`approximate` and `counted` say something of a number: without it they say nothing."""
    out = []
    for fact in facts:
        step, _, name = fact.name.partition(".")
        if name == "approximate" and not any(
            f.entry == fact.entry and f.name in (f"{step}.took_part", f"{step}.invited") for f in facts
        ):
            continue
        out.append(fact)
    return out


def _entries_left_out(facts: list[Told]) -> list[Told]:
    """New entries are numbered anew by what is left of them."""
    out: list[Told] = []
    numbers: dict[tuple[str, int], int] = {}
    for fact in facts:
        step = fact.name.partition(".")[0]
        if isinstance(fact.entry, str):
            out.append(fact)
            continue
        key = (step, fact.entry)
        if key not in numbers:
            numbers[key] = 1 + sum(s == step for s, _ in numbers)
        out.append(replace(fact, entry=numbers[key]))
    return out


def _tell(c: Candidate, looked: Looked, score: float, sure: float = _SURE) -> Told:
    against = [
        *(("the words doubt it",) if c.hedged else ()),
        *((f"{score:.2f} is below {sure:.2f}",) if score < sure else ()),
    ]
    return Told(
        c.full,
        c.value,
        score >= sure and not c.hedged,
        c.entry,
        looked.words(c.start, c.end),
        because_of(c),
        tuple(against),
    )


_SAYING = ("frame:", "how:", "tense:", "asked:", "entry:", "date:", "role:", "number:", "hedged", "rough", "return")


def because_of(c: Candidate) -> tuple[str, ...]:
    """The shapes that made a candidate, those that a reader of the explanation wants first."""
    return tuple(f for f in c.features if f.startswith(_SAYING) and "/" not in f)


def _owner_missing(facts: Sequence[Told]) -> tuple[Ask, ...]:
    have = {f.name for f in facts}
    return tuple(Ask(n, "missing") for n in ("owner.person", "owner.step") if n not in have)


def _assent(looked: Looked) -> bool | None:
    first = looked.tokens[0].text if looked.tokens else ""
    return True if first == "yes" else False if first == "no" else None
