"""The section of a paper on what residents confirmed through a link: what was shown, and what came back. Pure."""

from __future__ import annotations

from bot.core.model.confirm import ANSWER, CLAIM, WORDS
from bot.core.model.document import Block, Items, line
from bot.core.record.entries import Entry
from bot.core.turn.wording import say_day
from bot.core.views.papers.making import Making


def confirmed(making: Making) -> list[Block]:
    """Each claim with how many said yes and no; then their own words. Answers are counted, and not people."""
    asking = making.reply.journey.confirm
    if asking is None:
        return making.say("empty")
    claims: dict[str, list[Entry]] = {}
    for entry in making.reply.progress.of(asking.step).entries:
        claims.setdefault(str(entry.value(asking.fact(CLAIM))), []).append(entry)
    if not claims:
        return making.say("empty")
    word, rows, said = making.word, [], []
    for claim, entries in claims.items():
        answers = [str(e.value(asking.fact(ANSWER))) for e in entries]
        facts = [f for e in entries for f in e.facts.values()]
        last = max(f.at for f in facts).astimezone(making.reply.programme.zone).date()
        cells = (claim, str(answers.count("yes")), str(answers.count("no")), say_day(last))
        rows.append((*map(line, cells), making.sources.of(*facts)))
        said += [making.shown(e.facts.get(asking.fact(WORDS))) for e in entries if asking.fact(WORDS) in e.facts]
    header = [word("claim"), word("yes"), word("no"), word("last"), word("sources")]
    table = making.table(word("caption"), header, rows, 48, 10, 10, 20, 12)
    words: list[Block] = [*making.say("said"), Items(tuple(line(s) for s in said))] if said else []
    return [table, *words]
