"""What a hand-over says: the person, the step, and what is missing of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.lexicon import Lexicon
from bot.core.language.marks import Mark
from bot.core.language.words import Word
from bot.core.model.reading import Open, Understood
from bot.core.understanding.facts.said import Scene
from bot.core.understanding.owners.giving import given_to
from bot.core.understanding.owners.leading import taken_by_me, who_leads


def hand_over(
    words: Sequence[Word], marks: Sequence[Mark], scene: Scene, lexicon: Lexicon
) -> tuple[list[Understood], list[Open]] | None:
    """The person and the step of a hand-over, what is missing of them, or None when this is none."""
    leaving = [m for m in marks if m.kind == "leaving"]
    tried = (who_leads(words, marks, lexicon), given_to(words, marks, lexicon), taken_by_me(words, marks))
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


def _of_the_same_sentence(words: Sequence[Word], marks: Sequence[Mark]) -> Sequence[Mark]:
    """The marks of the sentences that hand over, where those name a step or point at none: "Takes me back to the
    tenant compacts. Anyway, I finish on 30 June" is about no step."""
    numbers, number = [], 0
    for word in words:
        number += bool(set(word.gap) & set(".!?\n;"))
        numbers.append(number)
    told = {numbers[m.start] for m in marks if m.kind in ("lead", "hand", "leaving")}
    near = [m for m in marks if numbers[m.start] in told]
    pointing = any(w.text in _POINTING for w, n in zip(words, numbers, strict=True) if n in told)
    return marks if pointing and not any(m.kind == "step" for m in near) else near


_POINTING = frozenset({"this", "that", "it", "them", "both", "these", "those"})


def _steps(words: Sequence[Word], marks: Sequence[Mark], scene: Scene, lexicon: Lexicon) -> list[str]:
    marks = _of_the_same_sentence(words, marks)
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
