"""Which words of a message no mark, date, number or everyday word accounts for."""

from __future__ import annotations

from bot.core.language.bags import bag
from bot.core.language.marks import Mark
from bot.core.understanding.seen import POLITE, Seen

GRAMMAR = bag(
    """
    an the this that these those it its they them their theirs we us our ours me my mine you your yours he she his
    her who which what there here is are am was were be been being has have had having do does did doing done will
    would shall should can could may might must and or but so then also too as at by for from in into of off on
    onto out over to up with within without about after before since until during through via per than between
    among amongst around across not no yes all any both each every some most many much more less few lot lots just
    only even still already now again very really quite one two how when where while if because right well oh hi
    hello hey thanks please cheers morning afternoon evening team mate sorry actually basically btw fyi quick
    update yet anything anywhere near single other others another along mostly mainly twice once later under
    rather pretty certain fairly formally properly got get gets getting went go goes going gone come came comes
    put percent plus ago back
    """
) | {"a", "i"}
NEUTRAL = bag(
    """
    charter together tenants meeting meetings board paper item agenda minutes minute date year month week day days
    time today yesterday tomorrow people responses replies answers figures number numbers total group groups event
    events session sessions process work step bit thing things stuff ones part round housing association
    organisation new final wording line lines read night length stage unanimous unanimously votes vote chance
    comment comments refers ref chair room page confirmed confirm happy glad pleased delighted good great record
    said say told answer settle settled thrash sort least late whole idea weeks ways theme myself ourselves
    otherwise anyway sample results spent tbh cc turn office offices site sites estate estates scheme schemes
    community centre hall town village street road patch place places local area areas morning evening afternoon
    full main officers officer roughly around approx finally
    """
)
"""Words that go with any of the steps and change nothing in what is told of it."""
_SAYS_NOTHING = frozenset({"english", "foreign"})


def unexplained_in(seen: Seen) -> list[int]:
    """The places of those words."""
    known = [False] * len(seen.words)
    spans = [(m.start, m.end) for m in _all_marks(seen) if m.kind not in _SAYS_NOTHING]
    spans += [(d.start, d.end) for c in seen.clauses for d in c.dates]
    spans += [(n.start, n.end) for c in seen.clauses for n in c.counts]
    for start, end in spans:
        known[start:end] = [True] * (end - start)
    return [
        place
        for place, word in enumerate(seen.words)
        if not known[place]
        and word.kind == "word"
        and word.text not in GRAMMAR
        and word.text not in NEUTRAL
        and word.text not in POLITE
        and not _set_against(seen, place)
    ]


def _set_against(seen: Seen, place: int) -> bool:
    """ "In July rather than June": what is taken back needs no account."""
    return any(w.text in ("not", "than") for w in seen.words[max(place - 2, 0) : place])


def _all_marks(seen: Seen) -> list[Mark]:
    return [*seen.marks, *(m for c in seen.clauses for m in c.marks)]
