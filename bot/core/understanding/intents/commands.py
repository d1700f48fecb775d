"""Which clauses ask the bot for something, so that nothing in them counts as told."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.understanding.clauses import Clause
from bot.core.understanding.seen import Seen

_COMMANDS = bag(
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


def is_request(seen: Seen, clause: Clause) -> bool:
    """ "Could you …", "can you please …": asks for something to be done."""
    texts = [w.text for w in seen.words[clause.start : clause.start + 4]]
    return any(a in ("can", "could", "would", "will") and b == "you" for a, b in itertools.pairwise(texts))


def mark_commands(seen: Seen, about_step: bool) -> None:
    """Marks the clauses that ask the bot for something, so that nothing in them counts as told."""
    for clause in seen.clauses:
        marks = [m for m in clause.marks if m.kind == "intent" and m.value in _COMMANDS]
        if not marks:
            continue
        first = _first_content(seen, clause)
        reach = 3 if seen.words[first].text in _REQUESTS else 1
        starts = [m for m in marks if m.start <= first + reach]
        strong = [m for m in starts if m.value in ("snooze", "pause", "resume", "undo")]
        if about_step:  # "not until January" then answers the question
            strong = [m for m in strong if seen.words[min(m.start + 1, m.end - 1)].text not in ("until", "before")]
        if strong and not _somebody_acts(seen, clause):
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


def _somebody_acts(seen: Seen, clause: Clause) -> bool:
    return seen.words[clause.start].text in ("they", "board", "it", "he", "she") or (
        clause.has("outcome") and not clause.dates
    )


_BEFORE_CONTENT = bag(
    """
    please ok so and hi hello hey can could you just but thanks yes no would i we do not then sorry is am are
    """
)


def _first_content(seen: Seen, clause: Clause) -> int:
    place = clause.start
    while place < clause.end - 1 and seen.words[place].text in _BEFORE_CONTENT:
        place += 1
    return place
