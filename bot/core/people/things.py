"""Which steps somebody's words name when they say who does what: by the step, by a thing that belongs to it, by a
role that looks after it, or all that are left."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.language.bags import bag
from bot.core.record.progress import State, counts
from bot.core.turn.reply import Reply
from bot.core.turn.understand import step_words

_POINTS = re.compile(
    r"(?:to |for |about |on )?(?:it|this|that|those|these|them|they|he|she"
    r"|(?:this|that) (?:one|step|bit|part|question)|(?:these|those) (?:ones|steps|bits|parts|questions)"
    r"|all (?:this|that|of it|of them|of those|these|those))?"
)
_REST = re.compile(
    r"(?:all |any |some )?(?:of )?(?:the )?(?:rest|others?|other (?:steps|ones|bits|things|parts|stuff)"
    r"|everything else|anything else|remaining (?:steps|ones))(?: of (?:it|them|this|the steps))?"
)
_ALL = re.compile(r"(?:it all|everything|all of it|the lot|all (?:of )?(?:the |my )?steps|the whole (?:thing|lot))")
_FILLER = bag(
    """
    the our my your its any of and n nor or bit bits part parts step steps stuff side thing things work one ones job
    piece all both too also as well only just for us on about with to in charter please that this these those whole
    matters up section questions question end end's now then really going regards again here at team people's
    """
)


@dataclass(frozen=True, slots=True)
class Named:
    """What words name, if they name nothing else."""

    steps: tuple[str, ...] = ()
    pointed: bool = False
    """ "It", "those": what was spoken of."""
    rest: bool = False
    """All that is left beside what is named elsewhere."""
    by_role: bool = False
    """Some are named by a role that looks after them: "comms"."""
    pure: bool = True
    """Nothing stands beside it that could mean something else."""


def named_in(reply: Reply, text: str) -> Named:
    """The steps that the words name."""
    said = " ".join(text.casefold().replace("’", "'").split()).strip(" .,!?-")
    if _POINTS.fullmatch(said):
        return Named(pointed=True)
    if _REST.fullmatch(said):
        return Named(rest=True)
    if _ALL.fullmatch(said):
        return Named(tuple(left(reply)))
    found: list[tuple[int, str]] = []
    roles = {words.casefold() for role in reply.journey.roles for words in (role.label, *role.also)}
    roles -= {words for step in reply.journey.steps for words in step.things}
    rest, by_role = said, False
    for words, keys in reply.journey.things.items():
        for match in re.finditer(rf"\b{re.escape(words)}(?:'?s)?\b", rest):
            found += [(match.start(), key) for key in keys]
            by_role = by_role or words in roles
        rest = re.sub(rf"\b{re.escape(words)}(?:'?s)?\b", lambda m: " " * len(m.group()), rest)
    for key, words in step_words(reply.programme, text, reply.reading_context()):
        at = rest.find(words.casefold())
        if at >= 0:
            found.append((at, key))
            rest = f"{rest[:at]}{' ' * len(words)}{rest[at + len(words) :]}"
    beside = [w for w in re.findall(r"[\w']+", rest) if w not in _FILLER]
    steps = tuple(dict.fromkeys(key for _, key in sorted(found, key=lambda f: f[0])))
    return Named(steps, by_role=by_role, pure=bool(steps) and not beside)


def left(reply: Reply) -> list[str]:
    """The steps that count and are not done."""
    return [s.step.key for s in reply.progress.steps if counts(s.step) and s.state is not State.DONE]
