"""What a message tells beside its facts, clause by clause, in the person's own words. Pure, and of no programme.

A clause that tells something and of which nothing was taken is worth a note. So is a sentence that whoever speaks
does not stand by ("I think they agreed it, don't quote me"): what was read in it is no fact then. And so are scraps:
a way or a body by itself, never surely, in words that tell of something else.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.language import telling
from bot.core.model.journey import Journey
from bot.core.model.reading import Context, Open, Reading, Understood
from bot.core.turn.reply import Programme
from bot.core.turn.understand import Clause, clauses_of

FEWEST, FEWEST_LISTED, FEWEST_DOUBTED = 3, 5, 6
"""So many words tell something: with a predicate, as a list, as a sentence that is not stood by."""
LONGEST = 500
MOST = 5
"""So many notes of one message."""
NOT_YET = "not_yet"
_ENDS_AS_A_VERB = re.compile(r"\w{3}ed\b")
"""A verb that no table has: "boycotted"."""


@dataclass(frozen=True, slots=True)
class Untaken:
    """Words worth a note, and what they are about."""

    text: str
    steps: tuple[str, ...] = ()
    """The steps that they name."""
    beside: Understood | None = None
    """The fact of the same message that they stand nearest to."""
    of_all: bool = False
    """They tell what whoever speaks for is like, whatever is being talked of."""


@dataclass(frozen=True, slots=True)
class SortedOut:
    """A message's facts that stay, what of it stays open, and what is told beside them."""

    facts: tuple[Understood, ...]
    open: tuple[Open, ...]
    untaken: tuple[Untaken, ...]


@dataclass(slots=True)
class _Message:
    """A message while it is sorted out."""

    text: str
    clauses: tuple[Clause, ...]
    places: dict[int, int]
    """Where each fact was read: its place in the reading, with that of its clause."""
    facts: tuple[Understood, ...]

    def of(self, clause: Clause) -> str:
        return self.text[clause.start : clause.end]


def sort_out(programme: Programme, text: str, context: Context, reading: Reading) -> SortedOut:
    """What of a message stays a fact, and what is worth a note."""
    typed, clauses = clauses_of(programme, text, context)
    message = _Message(typed, clauses, _places(typed, clauses, reading.facts), reading.facts)
    if len(message.places) < len(reading.facts):
        return SortedOut(reading.facts, reading.open, ())  # Of what was it read? Then what is left nobody knows.
    scraps = _scraps(programme.journey, context, reading.facts)
    gone = {n for n, f in enumerate(reading.facts) if f in scraps or _denies_nothing(message, context, n)}
    found: list[tuple[int, str, tuple[str, ...]]] = []
    sentences = _sentences(message)
    for at, sentence in enumerate(sentences):
        said = typed[sentence[0].start : sentence[-1].end]
        behind = sentences[at + 1] if at + 1 < len(sentences) else ()
        if _not_stood_by(message, sentence, said, behind):
            gone |= {n for n, place in message.places.items() if clauses[place] in sentence}
            found.append((sentence[0].start, said, _steps(sentence)))
        else:
            found += _runs(message, sentence, said, {p for n, p in message.places.items() if n not in gone})
    kept = [n for n in range(len(reading.facts)) if n not in gone]
    facts = tuple(reading.facts[n] for n in kept)
    names = {f.name.partition(".")[0] for f in facts}
    left = tuple(o for o in reading.open if not gone or o.name.partition(".")[0] in names)
    notes = tuple(
        Untaken(said, steps, _nearest(message, kept, start), telling.of_all(said))
        for start, words, steps in found[:MOST]
        if (said := _trimmed(words))
    )
    return SortedOut(facts, left, notes)


def _places(text: str, clauses: Sequence[Clause], facts: Sequence[Understood]) -> dict[int, int]:
    """The clause in which each fact was read, as far as its words say."""
    found: dict[int, int] = {}
    said = [text[c.start : c.end].casefold() for c in clauses]
    for n, fact in enumerate(facts):
        words = fact.words.casefold()
        places = [p for p, clause in enumerate(said) if words and (words in clause or clause in words)]
        used = {found[m] for m in found if facts[m].name == fact.name}
        place = next((p for p in places if p not in used), places[0] if places else None)
        if place is not None:
            found[n] = place
    return found


def _sentences(message: _Message) -> list[tuple[Clause, ...]]:
    """The clauses, sentence by sentence; three dots end none."""
    found: list[list[Clause]] = []
    for clause in message.clauses:
        last = found[-1][-1] if found else None
        gap = message.text[last.end : clause.start] if last is not None else ""
        if last is not None and (clause.sentence == last.sentence or ".." in gap or "…" in gap):
            found[-1].append(clause)
        else:
            found.append([clause])
    return [tuple(sentence) for sentence in found]


def _scraps(journey: Journey, context: Context, facts: Sequence[Understood]) -> list[Understood]:
    """A way or a body that was never surely read, of an activity of which nothing else is told, and of a step that
    nobody asked about and of which nothing is known. A day or a number is worth a question."""
    found: list[Understood] = []
    known = {k.step for k in context.known if k.id}
    groups: dict[tuple[str, str], list[Understood]] = {}
    for fact in facts:
        groups.setdefault((fact.name.partition(".")[0], fact.entry), []).append(fact)
    for (key, _), told in groups.items():
        state = _state_of(journey, key)
        if not state or key == context.asked_step or key in known or any(f.sure for f in told):
            continue
        kinds = {journey.kind_of(f.name) for f in told if f.name != state}
        shared = key not in journey.step_by_key
        if kinds <= {"choice", "choices"} and (shared or all(f.name != state for f in told)):
            found += told
    return found


def _state_of(journey: Journey, key: str) -> str:
    """The fact that says how far an entry of the step is; of steps that are told of in the same words, theirs."""
    step = journey.step_by_key.get(key)
    if step is not None:
        return step.entries.state if step.entries is not None else ""
    return f"{key}.state" if any(s.name == key for s in journey.shared) else ""


def _denies_nothing(message: _Message, context: Context, n: int) -> bool:
    """ "Under-30s were hardly heard", "tenants have not got internet": a "not yet" that was never surely read, and no
    word says of what, or only how much there was."""
    fact, place = message.facts[n], message.places.get(n)
    if fact.value != NOT_YET or fact.sure or place is None or context.asked_step == fact.name.partition(".")[0]:
        return False
    clause = message.clauses[place]
    return not clause.activity or telling.only_few(message.of(clause))


def _not_stood_by(message: _Message, sentence: Sequence[Clause], said: str, behind: Sequence[Clause]) -> bool:
    """Whether the sentence tells something that whoever speaks does not stand by, in itself or in a few words behind
    it ("Please don't quote me.")."""
    after = message.text[behind[0].start : behind[-1].end] if behind else ""
    doubted = telling.disclaimed(said) or (len(after.split()) < FEWEST_DOUBTED and telling.disclaimed(after))
    read = any(message.clauses[p] in sentence for p in message.places.values())
    long = len(said.split()) >= FEWEST_DOUBTED + 2
    return doubted and (read or long) and not telling.asks(said) and not telling.talks_of_talk(said)


def _runs(
    message: _Message, sentence: Sequence[Clause], said: str, taken: set[int]
) -> list[tuple[int, str, tuple[str, ...]]]:
    """The stretches of a sentence that tell something of which nothing was taken."""
    behind = message.text[sentence[-1].end : sentence[-1].end + 3]
    if telling.asks(said + behind.strip()[:1]):
        return []
    about = telling.announced(said)
    start = message.text.index(about, sentence[0].start) if about else sentence[0].start
    stop = start + len(about) if about else sentence[-1].end
    free = [
        c.end > start and c.start < stop and message.clauses.index(c) not in taken and _tells(message, c, bool(about))
        for c in sentence
    ]
    out = []
    for is_free, group in itertools.groupby(zip(free, sentence, strict=True), key=lambda pair: pair[0]):
        run = [clause for _, clause in group]
        if not is_free:
            continue
        at = sentence.index(run[0])
        if at and not about and telling.hangs(message.of(run[0])):
            run = [sentence[at - 1], *run]  # What it says more of is part of it.
        words = _trimmed(message.text[max(run[0].start, start) : min(run[-1].end, stop)])
        if _is_enough(run, words) and (about or not telling.only_points(words)):
            out.append((run[0].start, words, _steps(run)))
    return out


def _tells(message: _Message, clause: Clause, announced: bool) -> bool:
    words = message.of(clause)
    if telling.talks(words) and not announced:
        return False
    if announced:
        return True
    return clause.ours and not telling.wants(words) and not telling.of_oneself(words)


def _is_enough(run: Sequence[Clause], words: str) -> bool:
    """Whether the words tell something by themselves."""
    count = len(words.split())
    if (any(c.predicate for c in run) or _ENDS_AS_A_VERB.search(words)) and count >= FEWEST:
        return True
    if any(c.counts for c in run) and count > 1 and any(w.isalpha() and len(w) > FEWEST for w in words.split()):
        return True
    return len(run) > 1 and count >= FEWEST_LISTED


def _trimmed(words: str) -> str:
    """The words without what joins them to others."""
    return " ".join(telling.JOINING.sub("", words, count=1).split()).strip(" ,;:.-–")[:LONGEST]


def _steps(clauses: Iterable[Clause]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step for clause in clauses for step in clause.steps))


def _nearest(message: _Message, kept: Sequence[int], start: int) -> Understood | None:
    """The fact that was read last before a place; else the first behind it."""
    placed = [(message.clauses[message.places[n]].start, n) for n in kept if n in message.places]
    before = [pair for pair in placed if pair[0] <= start]
    chosen = max(before, default=None) or min(placed, default=None)
    return message.facts[chosen[1]] if chosen is not None else None
