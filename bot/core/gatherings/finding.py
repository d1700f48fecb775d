"""What somebody wants of gatherings, and which are meant. The ways of asking are content. Pure.

In a way of asking, `…` stands for what the gathering is about: "anything on …".
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from bot.core.model.gatherings import Places
from bot.core.model.journey import Journey
from bot.core.turn.requesting import SLOT, slot_in, words_of

ACTS = ("not_coming", "calendar_renew", "calendar", "sign_up", "whats_on")
"""What is wanted, as `requests.yaml` calls it; of two that fit the first counts."""
LONGEST = 160
"""Characters of a message that is looked at."""
_NOTHING = frozenset(
    words_of(
        "a an the any on in at for of to about around near and or with from by next new more other another is are"
        " there this that these those coming up me my our us we i soon please what which when some something anything"
        " one ones"
    ).split()
)
"""Words that say nothing of what a gathering is about."""
SHORTEST_STEM = 4


def wanted(journey: Journey, text: str, coming: Sequence[Places]) -> tuple[str, str]:
    """(what is wanted, the words for which gathering); empty where the words are no such thing."""
    if len(text) > LONGEST:
        return "", ""
    words, ways = words_of(text), dict(journey.requests)
    for act in ACTS:
        for way in ways.get(act, ()):
            about = slot_in(way, words)
            if about is None:
                continue
            if SLOT not in way or meant(journey, about, coming) or names_one(journey, words):
                return act, about
    return "", ""


def names_one(journey: Journey, words: str) -> bool:
    """Whether the words say "session", "event", or what else gatherings are called."""
    return bool(set(words_of(words).split()) & set(journey.gatherings.called))


def meant(journey: Journey, about: str, coming: Sequence[Places]) -> list[Places]:
    """The gatherings that all these words fit; none where the words say nothing."""
    told = [w for w in words_of(about).split() if w not in _NOTHING]
    asked = [w for w in told if w not in journey.gatherings.called]
    if not asked:  # "The networking session": of what all of them are called, what stands in a title.
        titles = frozenset().union(*(_of(one.gathering.title) for one in coming))
        return [one for one in coming if (named := titles.intersection(told)) and named <= _of(one.gathering.title)]
    return [one for one in coming if asked and all(_stands_in(w, _words(journey, one)) for w in asked)]


def _stands_in(word: str, there: Collection[str]) -> bool:
    stem = word[: max(SHORTEST_STEM, len(word) - 3)]
    return any(w.startswith(stem) if len(word) >= SHORTEST_STEM else w == word for w in there)


def _words(journey: Journey, places: Places) -> frozenset[str]:
    one = places.gathering
    steps = (journey.step_by_key[key].title for key in one.steps if key in journey.step_by_key)
    return _of(" ".join((one.title, one.about, one.audience, one.place, one.area, *one.themes, *steps)))


@lru_cache(256)
def _of(text: str) -> frozenset[str]:
    return frozenset(words_of(text).split())
