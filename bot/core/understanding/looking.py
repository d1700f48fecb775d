"""Looks a message through: words, marks, dates, counts and clauses, before anything is concluded from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.language import clean
from bot.core.language.bags import bag
from bot.core.language.dates import DatePhrase, find_dates, without_broader
from bot.core.language.dates.names import MONTHS, WEEKDAYS
from bot.core.language.lexicon import Lexicon
from bot.core.language.marks import find_marks
from bot.core.language.mending import mend
from bot.core.language.numbers import find_counts
from bot.core.language.private import absences, private_places
from bot.core.language.words import Word, cut, last_gap
from bot.core.model.reading import Context
from bot.core.understanding.clauses import own_questions, split
from bot.core.understanding.contrast import without_contrasts
from bot.core.understanding.facts import Scene
from bot.core.understanding.intents.commands import mark_commands
from bot.core.understanding.quotes import without_foreign_quotes
from bot.core.understanding.seasons import rhythm_marks, with_rhythms
from bot.core.understanding.seen import Seen
from bot.core.understanding.trim import without_idle


def look(text: str, context: Context, lexicon: Lexicon, quoted: str = "") -> tuple[Seen, Scene, bool]:
    """All that is seen in a message, what its rules may ask for, and whether it takes something back."""
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
    seen = Seen(words, marks, clauses, context, lexicon, tail)
    mark_commands(seen, scene.asked_step in lexicon.shape_of)
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


def quoted_step(text: str, lexicon: Lexicon) -> str:
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
        or (after == "has" and third in ("taken", "got", "picked", "agreed", "offered", "the", "our"))
    )


def _private(words: list[Word], text: str) -> set[int]:
    spans = private_places(text) + absences(text)
    if not spans:
        return set()
    return {i for i, word in enumerate(words) if any(a <= word.start < b for a, b in spans)}
