"""Checks of what the bot says: every phrase that the Python says is there, and only placeholders that are filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.content.draft import Draft
from bot.content.phrases import placeholders
from bot.content.problems import Problem, Rule
from bot.content.reading import did_you_mean
from bot.core.model.journey import Question

ESSENTIAL = frozenset({"facts", "before", "question", "offers", "expects", "steps", "hint", "good", "ends", "code"})
"""Placeholders without which a phrase says nothing: every variant must have them, where the phrase fills them."""


def phrase_problems(draft: Draft, needed: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """Phrases that are missing, never said, or that use the wrong placeholders."""
    if ("phrases",) not in draft.places and not draft.phrases:
        return  # The file itself is missing or cannot be read, and that was reported.
    for name in needed:
        if ("phrase", name) not in draft.places:
            yield draft.problem(Rule.PHRASE_MISSING, ("phrases",), name=name)
    for name, variants in draft.phrases.items():
        if name not in needed:
            yield draft.problem(Rule.PHRASE_UNUSED, ("phrase", name), name=name)
            continue
        for number, text in enumerate(variants):
            place = ("phrase", name, str(number))
            yield from _unknown(draft, place, text, needed[name])
            for word in sorted(needed[name] & ESSENTIAL - set(placeholders(text))):
                yield draft.problem(Rule.PLACEHOLDER_MISSING, place, name=word)


def _unknown(draft: Draft, place: tuple[str, ...], text: str, known: frozenset[str]) -> Iterator[Problem]:
    for word in placeholders(text):
        if word not in known:
            yield draft.problem(
                Rule.PLACEHOLDER_UNKNOWN, place, name=word, suggestion=did_you_mean(word, sorted(known))
            )


def placeholder_problems(draft: Draft) -> Iterator[Problem]:
    """Placeholders in every other text: of steps, questions, options, briefings and answers."""
    for text in draft.texts:
        if text.placeholders is None:
            continue
        for word in placeholders(text.text):
            if word not in text.placeholders:
                suggestion = did_you_mean(word, sorted(text.placeholders))
                yield Rule.PLACEHOLDER_UNKNOWN.at(text.file, text.line, name=word, suggestion=suggestion)
    for step in draft.steps:
        facts = frozenset(q.key for q in step.questions)
        yield from _unknown(draft, ("step", step.key, "summary"), step.summary, facts)
        for question in step.questions:
            if _says_value(question) and "value" not in placeholders(question.say):
                yield draft.problem(Rule.PLACEHOLDER_MISSING, ("question", question.key, "say"), name="value")


def _says_value(question: Question) -> bool:
    """Whether `say` is used for some value: not when every option says itself."""
    return bool(question.say) and not (question.options and all(o.say for o in question.options))
