"""The main thing that a message does, once it is known what it records."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.understanding.bags import bag
from bot.core.understanding.clauses.clause import Clause
from bot.core.understanding.lexicon import Lexicon
from bot.core.understanding.marks import Mark
from bot.core.understanding.model import Context
from bot.core.understanding.words import Word

POLITE = bag(
    """
    please thanks thank you cheers hi hello hey mate hiya there all team morning afternoon good
    ok so well just bot now and then um oh ah right love everyone really very much sorry lol
    haha again for this that it no yes is a the to me us i we my our again
    """
)
COMMANDS = bag(
    """
    snooze pause resume undo person report badge guidance learning hand_over help status next
    """
)
_REQUESTS = bag(
    """
    send show give tell get export download print find book sign put match pair list explain
    share email forward remind nudge chase prod ping please pls need want looking after any
    anything can could would like got wondering where how what who why when is are do does which
    whats stop start pause resume snooze leave hold try skip undo scrap delete forget ignore
    remove cancel turn switch mute unmute connect introduce help tips ideas examples
    advice guidance briefing html badge logo link summary status point link register reserve add
    join come check ask
    """
)
_ORDER = (
    "undo", "snooze", "pause", "resume", "hand_over", "person", "report", "badge", "learning", "guidance", "status",
    "next", "help", "skip", "ask", "thanks", "greeting", "other",
)  # fmt: skip
_LENGTH_FREE = frozenset({"badge", "report", "learning", "guidance", "person"})


@dataclass(slots=True)
class Seen:
    """What the intent rules look at."""

    words: Sequence[Word]
    marks: Sequence[Mark]
    clauses: Sequence[Clause]
    context: Context
    lexicon: Lexicon
    tail: str = ""

    def has(self, *kinds: str) -> bool:
        return any(m.kind in kinds for m in self.marks)

    def values(self, kind: str) -> set[str]:
        return {m.value for m in self.marks if m.kind == kind}


def is_request(seen: Seen, clause: Clause) -> bool:
    """ "Could you …", "can you please …": asks for something to be done."""
    texts = [w.text for w in seen.words[clause.start : clause.start + 4]]
    return any(a in ("can", "could", "would", "will") and b == "you" for a, b in itertools.pairwise(texts))


def whole(seen: Seen, *kinds: str, allow: frozenset[str] = POLITE, values: tuple[str, ...] = ()) -> bool:
    """True where marks of these kinds, and polite words, are all that is said."""
    if not seen.words:
        return False
    covered = [False] * len(seen.words)
    hit = False
    for mark in seen.marks:
        if mark.kind in kinds and (not values or mark.value in values):
            hit = True
            for place in range(mark.start, mark.end):
                covered[place] = True
    return hit and all(done or word.text in allow for done, word in zip(covered, seen.words, strict=True))


def _denied_anything(seen: Seen, mark: Mark) -> bool:
    """ "We've not done anything on this" asks for nothing."""
    before = {w.text for w in seen.words[max(mark.start - 3, 0) : mark.start]}
    return seen.words[mark.start].text in ("anything", "something") and bool(before & {"not", "never"})


def best(seen: Seen, leave_out: frozenset[str] = frozenset()) -> str | None:
    """The intent whose phrases say most: the longest phrase, the earliest at equal length."""
    found: dict[str, tuple[float, int]] = {}
    for mark in seen.marks:
        if mark.kind != "intent" or mark.value in leave_out or _denied_anything(seen, mark):
            continue
        length = float(mark.end - mark.start)
        if mark.value in _LENGTH_FREE and not (
            mark.value == "report" and seen.words[0].text in ("how", "why", "who")
        ):
            length += 1.6
        if mark.value == "report" and length < 4 and {"how", "why", "who"} & {seen.words[0].text}:
            length -= 2.6
        if mark.value == "ask":
            length -= 0.5
            if seen.words[mark.end - 1].text == "you" and mark.end - mark.start == 2:
                length = 0.5
        old = found.get(mark.value)
        if old is None or length > old[0]:
            found[mark.value] = (length, -mark.start)
    if not found:
        return None
    return max(found, key=lambda value: (found[value][0], -_ORDER.index(value) if value in _ORDER else -99))


def commands(seen: Seen, about_step: bool) -> None:
    """Marks the clauses that ask the bot for something, so that nothing in them counts as told."""
    for clause in seen.clauses:
        marks = [m for m in clause.marks if m.kind == "intent" and m.value in COMMANDS]
        if not marks:
            continue
        first = _first_content(seen, clause)
        reach = 3 if seen.words[first].text in _REQUESTS else 1
        starts = [m for m in marks if m.start <= first + reach]
        strong = [m for m in starts if m.value in ("snooze", "pause", "resume", "undo")]
        if about_step:  # "not until January" then answers the question
            strong = [m for m in strong if seen.words[min(m.start + 1, m.end - 1)].text not in ("until", "before")]
        if strong and not _somebody_acts(seen, clause, first):
            clause.command = True
        elif seen.words[first].text in _REQUESTS and starts and clause.tense != "past":
            clause.command = not _answers_with_choice(seen, clause)
    _follow_commands(seen.clauses)


def _answers_with_choice(seen: Seen, clause: Clause) -> bool:
    """ "Peer network please", in reply to the question for a choice, chooses."""
    return (seen.context.asked or "").startswith(seen.lexicon.of_shape("choice")) and clause.has("choice")


def _follow_commands(clauses: Sequence[Clause]) -> None:
    """ "Tips for consulting residents who aren't online": the rest of a request tells nothing either."""
    for before, clause in itertools.pairwise(clauses):
        if (
            before.command
            and before.sentence == clause.sentence
            and clause.link
            in ("who", "which", "when", "if", "because", "where", "and", "after", "before", "once", "until")
        ):
            clause.command = clause.command or clause.link != "and" or not clause.has("outcome", "method")


def _somebody_acts(seen: Seen, clause: Clause, first: int) -> bool:
    return seen.words[clause.start].text in ("they", "board", "it", "he", "she") or (
        clause.has("outcome") and not clause.dates
    )


def _first_content(seen: Seen, clause: Clause) -> int:
    place = clause.start
    while place < clause.end - 1 and seen.words[place].text in (
        "please",
        "ok",
        "so",
        "and",
        "hi",
        "hello",
        "hey",
        "can",
        "could",
        "you",
        "just",
        "but",
        "thanks",
        "yes",
        "no",
        "would",
        "i",
        "we",
        "do",
        "not",
        "then",
        "sorry",
        "is",
        "am",
        "are",
    ):
        place += 1
    return place


def is_correction(seen: Seen, contrasted: bool) -> bool:
    """A correction of what was said before: it says so at its start, or sets one value against another."""
    if all(c.question for c in seen.clauses):
        return False
    if (seen.context.asked or "").endswith(("state", "outcome")) and _denies_at_once(seen):
        return False
    starts = [m for m in seen.marks if m.kind == "correct"]
    first = _opening(seen)
    if any(m.start <= first + 1 or (m.start <= first + 3 and _owns_up(seen, m)) for m in starts):
        return True
    weak = [m for m in seen.marks if m.kind == "retarget"]
    asked = seen.context.asked
    opened = first > 0 and seen.words[0].text != "not"
    if (contrasted or _code_for_code(seen)) and (opened or asked in (None, "confirm")):
        return True
    texts = " ".join(w.text for w in seen.words)
    if "after all" in texts and not seen.context.asked:
        return True
    if seen.context.asked in (None, "confirm") and _retargets(seen, weak, first):
        return True
    said = any(f" {phrase} " in f" {texts} " for phrase in _SAID_BEFORE)
    if said and (contrasted or {"but", "should", "only", "actually"} & set(texts.split())):
        return True
    should = any(f" {phrase}" in f" {texts}" for phrase in _SHOULD) or _should_be_value(seen)
    if seen.context.asked in (None, "confirm") and should:
        return True
    if seen.context.asked == "confirm" and _restates(seen):
        return True
    if (
        seen.context.asked == "confirm"
        and (first > 0 or weak)
        and seen.words[0].text in ("no", "yes", "nearly", "almost", "not", "sorry", "actually", "close", "but")
    ):
        return seen.words[0].text != "yes" or any(
            w.text in ("but", "except", "only", "apart", "make") for w in seen.words
        )
    return False


def _denies_at_once(seen: Seen) -> bool:
    """ "No, it's still not been near the board", when asked what it decided, answers."""
    if seen.words[0].text not in ("no", "nope", "not", "sorry"):
        return False
    clauses = [c for c in seen.clauses if c.sentence == seen.clauses[0].sentence]
    denied = any(c.negated or c.has("not_yet_words", "to_do") for c in clauses)
    return denied and not any(c.dates or c.counts or c.has("outcome") for c in clauses)


def _code_for_code(seen: Seen) -> bool:
    """ "7.1, not 7.2", said of a reference."""
    texts = [w.text for w in seen.words]
    codes = [i for i, t in enumerate(texts) if t[0].isdecimal() and any(mark in t for mark in "./-")]
    return (
        len(codes) == 2
        and "not" in texts[codes[0] + 1 : codes[1]]
        and bool({"minute", "ref", "reference"} & set(texts))
    )


_SAID_BEFORE = (
    "i said", "we said", "i put", "i told you", "you have got", "you have us", "got that wrong", "i meant", "we put",
)  # fmt: skip
_SHOULD = (
    "that should be", "it should be", "this should be", "that should have been", "it should have been",
    "outcome should be", "date should be", "should say", "should read", "should have said", "number should be",
    "which should have been", "those should be", "figure should be", "should be the", "should have been",
)  # fmt: skip


def _should_be_value(seen: Seen) -> bool:
    """ "The number of residents should be 42"."""
    for i in range(1, len(seen.words) - 2):
        if (
            seen.words[i].text == "should"
            and seen.words[i + 1].text == "be"
            and seen.words[i - 1].text not in _PEOPLE
        ):
            values = [
                m
                for m in seen.marks
                if m.kind in ("outcome", "frequency", "method", "mechanism") and m.start == i + 2
            ]
            spans = [(d.start, d.end) for c in seen.clauses for d in c.dates]
            spans += [(n.start, n.end) for c in seen.clauses for n in c.counts]
            dated = any(start <= i + 2 < end for start, end in spans)
            if values or dated:
                return True
    return False


_PEOPLE = frozenset({"we", "they", "i", "you", "it", "he", "she", "which"})


_POINTING = frozenset({"that", "those", "both", "these", "it", "the", "wait"})
_OWNING = frozenset({"wrong", "mistake", "muddled", "mixed", "incorrect", "error", "typo"})


def _restates(seen: Seen) -> bool:
    """ "It was 24", to a read-back, changes it."""
    opening = [w.text for w in seen.words[:2]]
    said = opening in (
        ["it", "was"],
        ["it", "is"],
        ["that", "was"],
        ["they", "were"],
        ["there", "were"],
        ["it", "should"],
    )
    return said and not any(c.question for c in seen.clauses)


def _owns_up(seen: Seen, mark: Mark) -> bool:
    """ "That's the wrong way round": the words of a mistake count a little later too."""
    return any(w.text in _OWNING for w in seen.words[mark.start : mark.end])


def _retargets(seen: Seen, weak: list[Mark], first: int) -> bool:
    """ "Both of those were drop-ins", "those 23 were staff": says of what was read back what it really was."""
    pointing = [m for m in weak if seen.words[m.start].text in _POINTING]
    if not any(m.start <= first + 1 for m in pointing) or any(c.question for c in seen.clauses):
        return False
    clause = seen.clauses[0]
    return clause.has("step", "body", "method", "outcome", "frequency") or bool(clause.dates or clause.counts)


def _opening(seen: Seen) -> int:
    place = 0
    while place < len(seen.words) - 1 and seen.words[place].text in (
        "hi",
        "hello",
        "hey",
        "oh",
        "ah",
        "um",
        "sorry",
        "no",
        "yes",
        "ok",
        "and",
        "but",
        "so",
        "oops",
        "wait",
        "just",
        "actually",
        "apologies",
        "well",
        "not",
        "nope",
        "hmm",
        "also",
        "quick",
        "a",
    ):
        place += 1
    return place


def topic_intent(seen: Seen, intent: str | None) -> str | None:
    """The law goes to briefings; the charter and its steps are questions; the rest is off the subject."""
    question = "?" in seen.tail or any(c.question for c in seen.clauses) or any("?" in w.gap for w in seen.words)
    topics = seen.values("topic")
    opening = [w.text for w in seen.words[:5]]
    asks = opening[0] in ("does", "is", "do", "will", "can", "are") or opening[:2] in (["how", "is"], ["how", "does"])
    if intent == "guidance" and asks and "charter" in opening:
        return "ask"
    if intent in ("ask", None) and question:
        charter = any(
            w.text
            in (
                "charter",
                "adopt",
                "adopting",
                "adopter",
                "adopters",
                "programme",
                "join",
                "joining",
                "step",
                "steps",
            )
            for w in seen.words
        )
        specific = any(m.kind == "intent" and m.value == "ask" and m.end - m.start >= 3 for m in seen.marks)
        if "law" in topics and not charter and not (specific and intent == "ask"):
            return "guidance"
        own = "own" in topics or seen.has("step", "body", "method")
        if "other" in seen.values("intent") and not charter and not seen.has("step", "body"):
            return "other"
        if not own and intent == "ask" and not specific:
            return "ask" if len(seen.words) <= 2 else "other"
        if own and intent is None:
            return "ask"
        return intent or "other"
    return intent
