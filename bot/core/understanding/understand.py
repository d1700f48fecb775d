"""One message in, what it means out. The order of the steps is the order of care: safety first, guessing never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.understanding import clean, intents, languages, owners, reminders
from bot.core.understanding.bags import bag
from bot.core.understanding.clauses.clause import Clause
from bot.core.understanding.clauses.cutting import split
from bot.core.understanding.clauses.questions import own_questions
from bot.core.understanding.contrast import without_contrasts
from bot.core.understanding.dates import DatePhrase, find_dates, without_broader
from bot.core.understanding.dates.names import ALL_WORDS, MONTHS, WEEKDAYS
from bot.core.understanding.facts import RULES, Scene
from bot.core.understanding.facts.decision.minute_refs import minute_ref, names_reference
from bot.core.understanding.facts.said import Said
from bot.core.understanding.lexicon import Lexicon
from bot.core.understanding.marks import find_marks
from bot.core.understanding.model import OTHER_LANGUAGE, Context, Open, Reader, Reading, Understood
from bot.core.understanding.numbers import find_counts
from bot.core.understanding.private import private_places
from bot.core.understanding.quotes import without_foreign_quotes
from bot.core.understanding.scope import share_out
from bot.core.understanding.seasons import rhythm_marks, with_rhythms
from bot.core.understanding.selfcorrect import settle_self_corrections
from bot.core.understanding.signposts import is_signpost
from bot.core.understanding.sureness import weigh
from bot.core.understanding.trim import without_idle
from bot.core.understanding.words import Word, cut, last_gap, written_out

_STATES = ("state", "outcome")
_NO_CORRECTIONS = frozenset(
    ["status", "next", "guidance", "help", "person", "thanks", "greeting", "skip", "learning"]
)
_REQUESTS = frozenset({"guidance", "learning", "person", "report", "badge", "snooze"})
_NO_FACT_INTENTS = bag(
    """
    guidance help person learning report badge snooze pause resume undo
    """
)


def read(text: str, context: Context, lexicon: Lexicon, second: Reader | None = None) -> Reading:
    """What a message means: its intent, its facts, and what it leaves open."""
    if len(text) > clean.LONGEST:
        return Reading("unclear")
    stripped = clean.strip_markup(text)
    if not clean.has_words(stripped) and not any(char in stripped for char in "👍👎👌✅❌🙏👋💯🆗✔🙌"):
        return Reading("unclear")
    quoted = _quoted_step(text, lexicon) if context.asked is None else ""
    seen, scene, contrasted = look(stripped, context, lexicon, quoted)
    if not seen.words:
        return Reading("unclear")
    reading = _early(seen, scene, stripped) or _facts_and_intent(seen, scene, contrasted, stripped)
    if reading.intent in ("answer", "correct"):
        reading = replace(reading, facts=weigh(reading.facts, seen))
    if second is not None:
        reading = _with_second(reading, second, text, context, lexicon)
    return reading


def mend(words: list[Word], lexicon: Lexicon) -> list[Word]:
    """The words with slips mended. Words of dates and numbers count as known."""
    speller, searches = lexicon.speller, [0]
    out: list[Word] = []
    for place, word in enumerate(words):
        out.append(word)
        if word.kind != "word" or len(word.text) < 4 or word.text in ALL_WORDS:
            continue
        better = speller.mend(word.text, searches)
        if better is None or (_may_be_a_name(word, place) and better not in ALL_WORDS):
            continue
        word.doubtful = better in ALL_WORDS and bool(speller.rivals(word.text, better) & ALL_WORDS)
        word.mended = True
        first, *rest = written_out(better)
        word.text = first
        out.extend(Word(text, word.raw, word.start, word.end, mended=True) for text in rest)
    return out


def _may_be_a_name(word: Word, place: int) -> bool:
    """A capital inside a sentence: "Borad" begins one, "Lucy" may stand anywhere."""
    return word.capital and place > 0 and word.raw[1:].islower() and not word.gap


def look(text: str, context: Context, lexicon: Lexicon, quoted: str = "") -> tuple[intents.Seen, Scene, bool]:
    plain = without_foreign_quotes(text)
    words = cut(plain)
    if words and words[0].kind == "mention" and len(words) > 1 and not _mention_acts(words):
        words = words[1:]
    words = mend(words, lexicon)
    private = _private(words, plain)
    asks_rhythm = context.asked in {f"{step}.frequency" for step in lexicon.of_shape("rhythm")}
    marks = with_rhythms(find_marks(words, lexicon), rhythm_marks(words, asks_rhythm))
    dates = [d for d in find_dates(words, context.quarters) if not private & set(range(d.start, d.end))]
    taken = private | {p for d in dates for p in range(d.start, d.end)}
    counts = find_counts(words, taken)
    contrasts = without_contrasts(words, marks, dates, counts)
    marks = without_idle(words, contrasts.marks, dates, lexicon)
    tail = last_gap(plain)
    rhythms = {p for m in marks if m.kind == "frequency" for p in range(m.start, m.end)}
    told = without_broader([d for d in contrasts.dates if d.end - 1 not in rhythms], words, context.today)
    told = _with_neighbours(words, told)
    clauses = split(words, marks, told, contrasts.counts, tail)
    own_questions(clauses)
    scene = Scene(words, context, plain, quoted_step=quoted)
    seen = intents.Seen(words, marks, clauses, context, lexicon, tail)
    intents.commands(seen, scene.asked_step in lexicon.shape_of)
    return seen, scene, contrasts.found


_DATE_WORDS = frozenset({*MONTHS, *WEEKDAYS, "week", "weekend", "fortnight", "quarter", "holiday", "holidays"}) - {
    "may"
}


def _with_neighbours(words: Sequence[Word], dates: Sequence[DatePhrase]) -> list[DatePhrase]:
    """A word of time that was not understood, right beside a date, makes the date a guess."""
    taken = {p for d in dates for p in range(d.start, d.end)}
    out = []
    for phrase in dates:
        near = [
            p
            for p in (*range(phrase.start - 2, phrase.start), *range(phrase.end, phrase.end + 2))
            if 0 <= p < len(words)
        ]
        doubtful = any(words[p].doubtful for p in range(phrase.start, phrase.end))
        after = [words[p].text for p in near if p >= phrase.end][:2]
        doubtful = doubtful or after in (["of", "last"], ["of", "next"], ["of", "the"])
        left = doubtful or any(
            p not in taken and words[p].text in _DATE_WORDS and not words[p].gap.strip(",-") for p in near
        )
        out.append(replace(phrase, rough=True) if left else phrase)
    return out


def _quoted_step(text: str, lexicon: Lexicon) -> str:
    """The one step that a quoted line is about: what "not till January" answers."""
    quoted = clean.quoted_lines(text[:1000])
    if not quoted:
        return ""
    marks = find_marks(cut(quoted), lexicon)
    steps = {m.value for m in marks if m.kind == "step"}
    return steps.pop() if len(steps) == 1 else ""


_ACTS = bag(
    """
    is will leads takes owns and does can to picks covers
    """
)


def _mention_acts(words: list[Word]) -> bool:
    """ "<@U1> is taking over" is about that person; "<@U1> hasn't been to board" speaks to the bot."""
    after, third = words[1].text, words[2].text if len(words) > 2 else ""
    return (
        after in _ACTS
        or after.endswith("ing")
        or (after == "has" and third in ("taken", "got", "picked", "agreed", "offered"))
    )


def _private(words: list[Word], text: str) -> set[int]:
    spans = private_places(text)
    if not spans:
        return set()
    return {i for i, word in enumerate(words) if any(a <= word.start < b for a, b in spans)}


# What is settled before any fact is looked for


def _early(seen: intents.Seen, scene: Scene, text: str) -> Reading | None:
    asked = seen.context.asked
    if languages.foreign(seen.words, seen.marks, text):
        if intents.whole(seen, "intent", values=("greeting",)):
            return Reading("greeting")
        if intents.whole(seen, "intent", values=("thanks",)):
            return Reading("thanks")
        return Reading("unclear", topic=OTHER_LANGUAGE)
    if intents.whole(seen, "intent", values=("greeting",), allow=intents.POLITE - {"yes", "no", "ok"}):
        return Reading("greeting")
    if is_signpost(seen):
        return Reading("signpost")
    bare = _bare_yes_no(seen, asked)
    if bare is not None:
        return bare
    if "🙃" in text or "🙄" in text or seen.has("sarcasm"):
        return Reading("unclear")
    return None


def _bare_yes_no(seen: intents.Seen, asked: str | None) -> Reading | None:
    """A yes or no and nothing else: an answer to a read-back, and to nothing else."""
    yes = intents.whole(seen, "yes", allow=intents.POLITE - {"no", "sorry"})
    if not yes and asked != "confirm" and _thanks(seen) and _whole_thanks(seen):
        return Reading("thanks")
    no = intents.whole(seen, "no_words", allow=intents.POLITE - {"yes"})
    if not yes and not no:
        return None
    if asked == "confirm":
        return (
            Reading("confirm", assent=True)
            if yes and not (no and seen.words[0].text == "no" and len(seen.words) == 1)
            else Reading("deny", assent=False)
        )
    if intents.whole(seen, "intent", values=("thanks",)) and not intents.whole(seen, "yes", allow=frozenset()):
        return None
    if (
        seen.has("outcome", "agreement")
        and asked
        and asked.endswith(_STATES)
        and not intents.whole(seen, "yes", allow=frozenset({"ok", "yes"}))
    ):
        return None
    if (
        yes
        and asked
        and asked.endswith(_STATES)
        and any(m.kind in ("outcome", "agreement") for m in seen.marks)
        and seen.words[-1].text in ("agreed", "confirmed")
    ):
        return None
    if any(m.kind == "intent" and m.value in ("undo", "skip", "pause") and m.end - m.start >= 2 for m in seen.marks):
        return None
    known = asked is not None and asked.partition(".")[0] in seen.lexicon.shape_of
    if yes and _thanks(seen):
        return Reading("thanks")
    return Reading("unclear", open=(Open(str(asked), "missing"),) if known else (), assent=yes)


def _whole_thanks(seen: intents.Seen) -> bool:
    places = {
        p
        for m in seen.marks
        if m.kind == "yes" or (m.kind == "intent" and m.value in ("thanks", "greeting"))
        for p in range(m.start, m.end)
    }
    return all(i in places or w.text in intents.POLITE for i, w in enumerate(seen.words))


def _thanks(seen: intents.Seen) -> bool:
    return any(m.kind == "intent" and m.value == "thanks" for m in seen.marks)


# Facts first, then the intent


def _facts_and_intent(seen: intents.Seen, scene: Scene, contrasted: bool, text: str) -> Reading:
    lexicon = seen.lexicon
    ordered = seen.has("order")
    if ordered:
        _silence_orders(seen)
    wish = seen.has("wish_all")
    if _skips(seen, scene):
        return Reading("skip")
    correction = intents.is_correction(seen, contrasted)
    scene.correcting = correction
    snooze = _snooze(seen)
    handed = None if snooze else _handed(seen, scene)
    facts: list[Understood] = []
    opens: list[Open] = []
    if handed is None:
        shared = share_out(list(seen.clauses), scene, lexicon)
        settle_self_corrections(shared)
        for step, saids in shared.items():
            conclusion = RULES[lexicon.shape_of[step]](step, saids, scene)
            facts += conclusion.facts
            opens += [o for o in conclusion.opens if o not in opens]
        facts += _reference_alone(shared, scene, lexicon)
    if handed is not None and not facts:
        people, missing = handed
        return Reading("correct" if correction and contrasted else "hand_over", tuple(people), tuple(missing))
    not_yet = _not_yet(seen, scene, facts)
    if not_yet is not None:
        return not_yet
    if (
        wish
        and not ordered
        and not any(c.has("outcome", "method") and not c.has("wish_all") and c.tense == "past" for c in seen.clauses)
    ):
        return Reading("unclear")
    if facts and not any(f.sure for f in facts) and intents.best(seen) in _REQUESTS:
        facts, opens = [], []  # "anything short on getting younger tenants involved?" asks, and tells nothing surely
    if facts or _worth_asking(seen, opens):
        if correction:
            facts, opens = _one_each(_only_named(facts, seen), opens)
            return Reading("correct", tuple(facts), tuple(_still_open(opens, facts)) if facts else ())
        facts, opens = _one_each(facts, opens)
        if facts or opens:
            return Reading("answer", tuple(facts), tuple(_still_open(opens, facts)), _assent(seen))
    return _without_facts(seen, scene, correction, contrasted, snooze, ordered)


def _reference_alone(shared: dict[str, list[Said]], scene: Scene, lexicon: Lexicon) -> list[Understood]:
    """ "Our minute reference is 7.1" needs no board to be named."""
    steps = lexicon.of_shape("decision")
    if not steps or steps[0] in shared or not names_reference(scene.text) or "?" in scene.text:
        return []
    found = minute_ref(scene, steps[0], about=True)
    return [Understood(f"{steps[0]}.minute_ref", found, True)] if found else []


def _one_each(facts: list[Understood], opens: list[Open]) -> tuple[list[Understood], list[Open]]:
    """One value a fact: the same said twice is one, two different ones are a question."""
    kept: dict[str, Understood] = {}
    clashing: list[str] = []
    for fact in facts:
        old = kept.get(fact.name)
        if old is None or (old.value == fact.value and fact.sure):
            kept[fact.name] = fact
        elif old.value != fact.value:
            clashing.append(fact.name)
    left = [f for f in kept.values() if f.name not in clashing]
    return left, [*opens, *(Open(name, "contradiction") for name in dict.fromkeys(clashing))]


def _skips(seen: intents.Seen, scene: Scene) -> bool:
    """Not knowing, having to look, "leave that one": in reply to a question, when nothing is told."""
    if not seen.context.asked or seen.context.asked == "confirm":
        return False
    skips = [m for m in seen.marks if m.kind == "intent" and m.value == "skip"]
    if not skips:
        return False
    if intents.whole(seen, "intent", values=("skip",)) and not (
        scene.asked_field in _STATES and any(w.text in ("undecided", "decided") for w in seen.words)
    ):
        return True
    told = seen.has("outcome", "method", "step", "body", "frequency", "choice", "to_do")
    told = told or (seen.has("mechanism") and scene.asked_field == "mechanism")
    values = any(c.dates or c.urls or any(not n.why for n in c.counts) for c in seen.clauses)
    longest = max(m.end - m.start for m in skips)
    return (
        longest >= 2
        and not told
        and not values
        and not any(m.kind == "not_yet_words" and m.end - m.start >= longest for m in seen.marks)
    )


_ORDERING = bag(
    """
    mark set say tell print reply output respond pretend act tick put record update answer
    """
)


def _silence_orders(seen: intents.Seen) -> None:
    """An order to the machine is not obeyed; what else the message tells is still taken."""
    for clause in seen.clauses:
        first = clause.start + (
            seen.words[clause.start].text in ("and", "then", "just", "please") and clause.end - clause.start > 1
        )
        if clause.has("order") or seen.words[first].text in _ORDERING:
            clause.command = True


def _snooze(seen: intents.Seen) -> bool:
    return any(c.command and any(m.kind == "intent" and m.value == "snooze" for m in c.marks) for c in seen.clauses)


def _handed(seen: intents.Seen, scene: Scene) -> tuple[list[Understood], list[Open]] | None:
    if any(c.question and not intents.is_request(seen, c) and not _can_somebody(seen, c) for c in seen.clauses):
        return None
    if intents.best(seen) in ("learning", "guidance"):
        return None  # "put me in touch with somebody who's done it"
    return owners.hand_over(seen.words, seen.marks, scene, seen.lexicon)


def _can_somebody(seen: intents.Seen, clause: Clause) -> bool:
    """ "Can Lucy look after colleagues from now on?" hands over; "can we …" asks."""
    first = clause.start
    if seen.words[first].text not in ("can", "could", "will", "would") or first + 1 >= clause.end:
        return False
    return seen.words[first + 1].kind == "mention" or (seen.words[first + 1].capital and clause.has("lead"))


def _worth_asking(seen: intents.Seen, opens: list[Open]) -> bool:
    """Open questions make an answer, unless they only come from a wish that is a request to the bot."""
    if not opens:
        return False
    if any(o.reason != "hope" for o in opens):
        return True
    if seen.context.asked in {o.name for o in opens}:
        return True
    best = intents.best(seen)
    long = any(m.kind == "intent" and m.value in _NO_FACT_INTENTS and m.end - m.start >= 2 for m in seen.marks)
    return not (best in _NO_FACT_INTENTS and long)


def _only_named(facts: list[Understood], seen: intents.Seen) -> list[Understood]:
    """A correction records what its words name; what only the question would lend it is left to the read-back."""
    named = seen.values("step")
    if seen.has("body"):
        named |= set(seen.lexicon.of_shape("decision"))
    kept = []
    for fact in facts:
        step, _, field = fact.name.partition(".")
        shape = seen.lexicon.shape_of.get(step)
        own_words = (
            (shape == "decision" and field in ("outcome", "body") and seen.has("outcome", "body"))
            or (shape == "rhythm" and field == "frequency")
            or field in ("url", "minute_ref")
            or (shape == "choice")
        )
        if step in named or own_words:
            kept.append(fact)
    explicit = seen.has("finish", "done", "to_do", "plan", "running", "negation", "publication", "agreement")
    dated = {f.name.partition(".")[0] for f in kept if f.name.endswith(".date")}
    kept = [f for f in kept if not (f.name.endswith(".method") and f.name.partition(".")[0] in dated)]
    others = [f for f in kept if f.name.partition(".")[2] != "state"]
    if others and not explicit:
        return others
    if (
        others
        and any(f.name.endswith(".state") and f.value == "done" for f in kept)
        and not seen.has("finish", "done")
    ):
        return others
    return kept


def _still_open(opens: list[Open], facts: list[Understood]) -> list[Open]:
    known = {f.name for f in facts if f.sure}
    out: list[Open] = []
    for item in opens:
        if item.name in known and item.reason in ("hope", "missing", "vague"):
            continue
        if item.name not in {o.name for o in out}:
            out.append(item)
    return out


def _assent(seen: intents.Seen) -> bool | None:
    first = seen.words[0].text
    return True if first == "yes" else False if first == "no" else None


def _not_yet(seen: intents.Seen, scene: Scene, facts: list[Understood]) -> Reading | None:
    """ "Not yet" answers a question for a state; to a question for a number or a day it is "not now"."""
    if not intents.whole(seen, "not_yet_words", allow=intents.POLITE):
        return None
    step, field = scene.asked_step, scene.asked_field
    if step in seen.lexicon.shape_of and field in _STATES:
        return Reading("answer", (Understood(f"{step}.{field}", "not_yet", True),))
    if step in seen.lexicon.shape_of:
        return Reading("skip")
    if scene.context.asked == "confirm":
        return Reading("deny", assent=False)
    return Reading("unclear")


def _without_facts(
    seen: intents.Seen, scene: Scene, correction: bool, contrasted: bool, snooze: bool, ordered: bool
) -> Reading:
    context = seen.context
    best = intents.best(seen)
    if ordered:
        return Reading("other")
    if snooze and best not in ("status", "pause", "undo"):
        if context.asked and not _dated(seen) and _about_question(seen):
            return Reading("skip")
        people, missing = reminders.until(seen.words, [d for c in seen.clauses for d in c.dates], context.today)
        return Reading("snooze", tuple(people), tuple(missing))
    if best == "pause":
        people, missing = reminders.until(seen.words, [d for c in seen.clauses for d in c.dates], context.today)
        if people or any(c.dates for c in seen.clauses):
            return Reading("snooze", tuple(people), tuple(missing))
        return Reading("pause")
    if (best == "undo" and not correction) or (best == "undo" and not contrasted):
        return Reading("undo")
    if correction and best not in _NO_CORRECTIONS:
        return Reading("correct")
    if seen.has("third_party") and (best is None or _told_of_others(seen)):
        return Reading("unclear")
    if best == "skip" and context.asked is None:
        best = intents.best(seen, frozenset({"skip"})) or "unclear"
    if best in ("greeting", "thanks", "yes") and not intents.whole(seen, "intent", "yes"):
        other = intents.best(seen, frozenset({"greeting", "thanks"}))
        best = other or (best if len(seen.words) <= 6 else None)
    intent = intents.topic_intent(seen, best)
    if intent is None:
        return _nothing_fits(seen)
    return Reading(intent, topic=_topic(seen) if intent in ("guidance", "ask", "learning") else "")


def _told_of_others(seen: intents.Seen) -> bool:
    """A statement about somebody else's organisation, and no request."""
    return all(c.foreign and not c.command and not c.question for c in seen.clauses) and any(
        c.tense == "past" or c.has("outcome", "method") for c in seen.clauses
    )


def _dated(seen: intents.Seen) -> bool:
    return any(c.dates for c in seen.clauses)


def _about_question(seen: intents.Seen) -> bool:
    return any(w.text in ("one", "that", "this", "question") for w in seen.words) or any(
        m.kind == "intent" and m.value == "skip" for m in seen.marks
    )


def _nothing_fits(seen: intents.Seen) -> Reading:
    english = sum(m.kind == "english" for m in seen.marks)
    known = sum(seen.lexicon.speller.is_known(w.text) for w in seen.words)
    if (
        seen.context.asked is None
        and english >= 2
        and known >= max(4, len(seen.words) * 0.8)
        and not seen.has("step", "body", "topic")
    ):
        return Reading("other")
    asked = seen.context.asked
    known_step = asked is not None and asked.partition(".")[0] in seen.lexicon.shape_of
    missing = (Open(str(asked), "missing"),) if known_step else ()
    return Reading("unclear", open=missing, likeliest=_likeliest(seen))


def _likeliest(seen: intents.Seen) -> tuple[str, ...]:
    """Up to two readings that come closest, for the buttons of "I did not get that": steps named, then intents."""
    steps = [m.value for m in seen.marks if m.kind == "step"]
    if seen.has("body", "outcome", "move"):
        steps += seen.lexicon.of_shape("decision")[:1]
    if seen.has("method", "respond", "invite") and not steps:
        steps += seen.lexicon.of_shape("consultation")
    found = [m.value for m in sorted(seen.marks, key=lambda m: m.start - m.end) if m.kind == "intent"]
    return tuple(dict.fromkeys([*steps, *found]))[:2]


def _topic(seen: intents.Seen) -> str:
    dropped = {p for m in seen.marks if m.kind == "intent" for p in range(m.start, m.end)}
    rest = [w.text for i, w in enumerate(seen.words) if i not in dropped and w.text not in intents.POLITE]
    return " ".join(rest)


def _with_second(reading: Reading, second: Reader, text: str, context: Context, lexicon: Lexicon) -> Reading:
    """A second opinion may add what was not found; it passes the same checks and is never sure."""
    from bot.core.understanding.checks import allowed

    have = {f.name for f in reading.facts} | {o.name for o in reading.open}
    if reading.intent not in ("answer", "correct", "unclear", "other"):
        return reading
    extra = tuple(
        replace(fact, sure=False)
        for fact in second(text, context)
        if fact.name not in have and allowed(fact, lexicon)
    )
    if not extra:
        return reading
    intent = "answer" if reading.intent in ("unclear", "other") else reading.intent
    return replace(reading, intent=intent, facts=reading.facts + extra)


__all__ = ["Clause", "mend", "read"]
