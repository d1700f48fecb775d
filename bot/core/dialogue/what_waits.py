"""What waits for a yes, part by part and line by line, and which of it some words name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.dialogue.naming import fits
from bot.core.dialogue.out_words import A_NUMBER, FROM, labels_in, notes_meant
from bot.core.model.reading import Understood
from bot.core.turn.heard import APPROXIMATE
from bot.core.turn.notes import apart, is_about, text_name
from bot.core.turn.reading_back import Group, groups_of
from bot.core.turn.reply import Reply
from bot.core.turn.understand import Naming, naming


@dataclass(frozen=True, slots=True)
class Waiting:
    """The parts of a read-back, each with what is said in one with it; and the lines in which they stand."""

    parts: tuple[tuple[Understood, ...], ...]
    groups: tuple[Group, ...]
    lines: tuple[frozenset[int], ...]
    """The parts of each line, where there are several."""

    def of(self, chosen: frozenset[int]) -> list[Understood]:
        """What these parts hold."""
        return [u for n in sorted(chosen) for u in self.parts[n]]


def waiting(reply: Reply) -> Waiting:
    """What waits in this conversation. A number and that it is rough, a note and what it is about, are one part."""
    told, noted = apart(reply.journey, reply.dialogue.heard)
    groups = (*groups_of(reply, told), *groups_of(reply, noted))
    parts: list[tuple[Understood, ...]] = []
    lines: list[frozenset[int]] = []
    for _, _, line in groups:
        first = len(parts)
        for understood in line:
            goes_with = understood.name.endswith(f".{APPROXIMATE}") or is_about(reply.journey, understood.name)
            if goes_with and len(parts) > first:
                parts[-1] = (*parts[-1], understood)
            else:
                parts.append((understood,))
        lines.append(frozenset(range(first, len(parts))))
    return Waiting(tuple(parts), groups, tuple(lines) if len(lines) > 1 else ())


def parts_named(reply: Reply, waits: Waiting, what: str) -> frozenset[int]:
    """The parts that these words name."""
    told = named_in(reply, what, reply.dialogue.heard)
    return frozenset(n for n, part in enumerate(waits.parts) if any(u in told for u in part))


def named_in(reply: Reply, what: str, heard: Sequence[Understood]) -> list[Understood]:
    """What these words name of what waits: a value by its label or in its own words, an entry, all of a step."""
    of = naming(reply, what)
    labels = labels_in(reply, what)
    by_label = [u for u in heard if u.name in labels and _of_step(u, of)]
    by_words = [u for u in heard if isinstance(u.value, str) and len(u.value) > 3 and u.value in what]
    if not (by_words or of.steps) and (notes := [u for u in heard if u.name == text_name(reply.journey)]):
        meant = notes_meant(what, [str(u.value) for u in notes])
        by_words = [u for u in notes if u.value in meant]
    numbers = [u for u in heard if type(u.value) is int and u.value in of.numbers]
    if by_label or by_words or A_NUMBER.fullmatch(FROM.split(what)[0]):
        return by_label or by_words or numbers
    groups = [(step, told) for step, _, told in groups_of(reply, heard) if step is not None]
    steps = [g for g in groups if not of.steps or g[0].key in of.steps]
    fitting = [told for step, told in steps if fits(of, step, {u.name: u.value for u in told})]
    if fitting:
        return [u for told in fitting for u in told]
    if of.narrow:
        return []
    return [u for _, told in steps for u in told] if of.steps else []


def _of_step(told: Understood, of: Naming) -> bool:
    return not of.steps or told.name.partition(".")[0] in of.steps
