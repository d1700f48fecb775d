"""One message in, what it means out. The order of the steps is the order of care: safety first, guessing never."""

from __future__ import annotations

from dataclasses import replace

from bot.core.language import clean, foreign
from bot.core.language.lexicon import Lexicon
from bot.core.language.private import private_places
from bot.core.model.reading import OTHER_LANGUAGE, Context, Open, Reader, Reading, Understood, as_read
from bot.core.understanding import owners
from bot.core.understanding.checks import allowed
from bot.core.understanding.clauses import Clause
from bot.core.understanding.facts import RULES, Scene
from bot.core.understanding.intents.best import best_intent
from bot.core.understanding.intents.commands import is_request
from bot.core.understanding.intents.corrections import is_correction
from bot.core.understanding.intents.orders import asks_for_rest, silence_orders
from bot.core.understanding.intents.short_replies import assent_of, bare_not_yet, bare_yes_no, is_skip
from bot.core.understanding.intents.without_facts import nothing_fits, without_facts
from bot.core.understanding.looking import look, quoted_step
from bot.core.understanding.scope import share_out
from bot.core.understanding.seen import POLITE, Seen, whole
from bot.core.understanding.selfcorrect import settle_self_corrections
from bot.core.understanding.settling import one_each, only_named, reference_alone, still_open, worth_asking
from bot.core.understanding.signposts import is_signpost
from bot.core.understanding.sureness import weigh
from bot.core.understanding.whose import whose

_REQUESTS = frozenset({"status", "guidance", "learning", "person", "report", "badge"})


def read(text: str, context: Context, lexicon: Lexicon, second: Reader | None = None) -> Reading:
    """What a message means: its intent, its facts, and what it leaves open."""
    text = as_read(text)
    stripped = clean.strip_markup(text)
    if not clean.has_words(stripped) and not any(char in stripped for char in "👍👎👌✅❌🙏👋💯🆗✔🙌"):
        return Reading("unclear")
    quoted = quoted_step(text, lexicon) if context.asked is None else ""
    seen, scene, contrasted = look(stripped, context, lexicon, quoted)
    if not seen.words:
        return Reading("unclear")
    reading = _early(seen, stripped) or _facts_and_intent(seen, scene, contrasted)
    if reading.intent in ("answer", "correct"):
        weighed = weigh(reading.facts, seen)
        beside = bool(reading.facts) and not weighed and not reading.open
        reading = nothing_fits(seen) if beside else replace(reading, facts=weighed)
    if second is not None:
        reading = _with_second(reading, second, text, context, lexicon)
    if private_places(stripped):
        return reading  # What is told of a person says whom it was with, in words that are not looked at.
    return whose(reading, seen, lambda again: read(text, again, lexicon))


def _early(seen: Seen, text: str) -> Reading | None:
    if foreign.foreign(seen.words, seen.marks, text):
        if whole(seen, "intent", values=("greeting",)):
            return Reading("greeting")
        if whole(seen, "intent", values=("thanks",)):
            return Reading("thanks")
        return Reading("unclear", topic=OTHER_LANGUAGE)
    if whole(seen, "intent", values=("greeting",), allow=POLITE - {"yes", "no", "ok"}):
        return Reading("greeting")
    if is_signpost(seen):
        return Reading("signpost")
    bare = bare_yes_no(seen, seen.context.asked)
    if bare is not None:
        return bare
    if "🙃" in text or "🙄" in text or seen.has("sarcasm"):
        return Reading("unclear")
    return None


def _facts_and_intent(seen: Seen, scene: Scene, contrasted: bool) -> Reading:
    lexicon = seen.lexicon
    ordered = seen.has("order")
    if ordered:
        silence_orders(seen)
    wish = seen.has("wish_all")
    if is_skip(seen, scene):
        return Reading("skip")
    correction = is_correction(seen, contrasted)
    scene.correcting = correction
    snooze = asks_for_rest(seen)
    handed = None if snooze else _handed(seen, scene)
    facts: list[Understood] = []
    opens: list[Open] = []
    if handed is None or _leaves_beside(handed, seen):
        shared = share_out(list(seen.clauses), scene, lexicon)
        settle_self_corrections(shared)
        for step, saids in shared.items():
            conclusion = RULES[lexicon.shape_of[step]](step, saids, scene)
            facts += conclusion.facts
            opens += [o for o in conclusion.opens if o not in opens]
        facts += reference_alone(shared, scene, lexicon)
    if handed is not None and not facts:
        people, missing = handed
        return Reading("correct" if correction and contrasted else "hand_over", tuple(people), tuple(missing))
    not_yet = bare_not_yet(seen, scene)
    if not_yet is not None:
        return not_yet
    if (
        wish
        and not ordered
        and not any(c.has("outcome", "method") and not c.has("wish_all") and c.tense == "past" for c in seen.clauses)
    ):
        return Reading("unclear")
    if facts and not any(f.sure for f in facts) and best_intent(seen) in _REQUESTS and _asks(seen):
        facts, opens = [], []  # "anything short on getting younger tenants involved?" asks, and tells nothing surely
    if facts or worth_asking(seen, opens):
        if correction:
            facts, opens = one_each(only_named(facts, seen), opens)
            return Reading(
                "correct", tuple(facts), tuple(still_open(opens, facts, seen.context.last)) if facts else ()
            )
        facts, opens = one_each(facts, opens)
        if facts or opens:
            return Reading(
                "answer", tuple(facts), tuple(still_open(opens, facts, seen.context.last)), assent_of(seen)
            )
    return without_facts(seen, correction, contrasted, snooze, ordered)


def _asks(seen: Seen) -> bool:
    """Somebody asks for something: a question, or "anything on …", "put me …"."""
    return any(c.question or c.command for c in seen.clauses) or seen.words[0].text in ("anything", "any", "put")


def _leaves_beside(handed: tuple[list[Understood], list[Open]], seen: Seen) -> bool:
    """ "Board ratified it on 26 Feb. Joanne starts her maternity leave": somebody leaves, in a sentence of its own,
    which tells nothing else."""
    leaving = {c.sentence for c in seen.clauses if c.has("leaving")}
    if handed[0] or not leaving or len({c.sentence for c in seen.clauses}) == len(leaving):
        return False
    for clause in seen.clauses:
        clause.command = clause.command or clause.sentence in leaving
    return True


def _handed(seen: Seen, scene: Scene) -> tuple[list[Understood], list[Open]] | None:
    if any(c.question and not is_request(seen, c) and not _can_somebody(seen, c) for c in seen.clauses):
        return None
    if best_intent(seen) == "learning" and any(w.text == "touch" for w in seen.words):
        return None  # "put me in touch with somebody who's done it"
    return owners.hand_over(seen.words, seen.marks, scene, seen.lexicon)


def _can_somebody(seen: Seen, clause: Clause) -> bool:
    """ "Can Lucy look after colleagues from now on?" hands over; "can we …" asks."""
    first = clause.start
    if seen.words[first].text not in ("can", "could", "will", "would") or first + 1 >= clause.end:
        return False
    return seen.words[first + 1].kind == "mention" or (seen.words[first + 1].capital and clause.has("lead"))


def _with_second(reading: Reading, second: Reader, text: str, context: Context, lexicon: Lexicon) -> Reading:
    """A second opinion may add what was not found; it passes the same checks and is never sure."""
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
