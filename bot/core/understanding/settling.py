"""Which of the facts and open questions that the rules found stand in the answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.language.lexicon import Lexicon
from bot.core.model.reading import Open, Understood
from bot.core.understanding.facts import Scene
from bot.core.understanding.facts.decision.minute_refs import minute_ref, names_reference
from bot.core.understanding.facts.said import Said
from bot.core.understanding.intents.best import best_intent
from bot.core.understanding.seen import Seen

_NO_FACT_INTENTS = bag(
    """
    guidance help person learning report badge snooze pause resume undo
    """
)


def reference_alone(shared: dict[str, list[Said]], scene: Scene, lexicon: Lexicon) -> list[Understood]:
    """ "Our minute reference is 7.1" needs no board to be named."""
    steps = lexicon.of_shape("decision")
    if not steps or steps[0] in shared or not names_reference(scene.text) or "?" in scene.text:
        return []
    found = minute_ref(scene, steps[0], about=True)
    return [Understood(f"{steps[0]}.minute_ref", found, True)] if found else []


def one_each(facts: list[Understood], opens: list[Open]) -> tuple[list[Understood], list[Open]]:
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


def worth_asking(seen: Seen, opens: list[Open]) -> bool:
    """Open questions make an answer, unless they only come from a wish that is a request to the bot."""
    if not opens:
        return False
    if any(o.reason != "hope" for o in opens):
        return True
    if seen.context.asked in {o.name for o in opens}:
        return True
    best = best_intent(seen)
    long = any(m.kind == "intent" and m.value in _NO_FACT_INTENTS and m.end - m.start >= 2 for m in seen.marks)
    return not (best in _NO_FACT_INTENTS and long)


def only_named(facts: list[Understood], seen: Seen) -> list[Understood]:
    """A correction records what its words name; what only the question would lend it is left to the read-back."""
    named = seen.values("step")
    held = seen.context.held_step
    if held and sum(f.name.partition(".")[0] == held for f in facts) > 1:
        named.add(held)  # one value alone is what `retarget` is for
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
    if not others and not explicit:
        return []  # "you've got staff invited wrong" tells no state
    if others and not explicit:
        return others
    if (
        others
        and any(f.name.endswith(".state") and f.value == "done" for f in kept)
        and not seen.has("finish", "done")
    ):
        return others
    return kept


def still_open(opens: list[Open], facts: list[Understood], last: Sequence[Understood] = ()) -> list[Open]:
    """The open questions, each once, less those that a sure fact answers, or that was just read back."""
    known = {f.name for f in (*facts, *last) if f.sure}
    out: list[Open] = []
    for item in opens:
        if item.name in known and item.reason in ("hope", "missing", "vague"):
            continue
        if item.name not in {o.name for o in out}:
            out.append(item)
    return out
