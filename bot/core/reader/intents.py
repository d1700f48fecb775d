"""What a person does with a message: features of the words and of the frames found in them, for one linear model."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from bot.core.reader.model import Candidate, Context, Looked, Token
from bot.core.reader.shapes import Scene, bucket

_MOST_WORDS, _FEW_WORDS = 60, 24
_MARKS = (
    "intent",
    "topic",
    "yes",
    "no_words",
    "not_yet_words",
    "order",
    "wish_all",
    "signpost",
    "signpost_theme",
    "sarcasm",
    "leaving",
    "retarget",
    "repair",
    "record",
    "hope",
    "hedge",
    "elsewhere",
    "third_party",
    "lead",
    "hand",
    "reminder_word",
    "team",
    "correct_to",
)
_TELLING = (
    "decision",
    "method",
    "body",
    "date",
    "count",
    "url",
    "person",
    "frequency",
    "mechanism",
    "choice",
    "step",
    "whom",
    "attend",
    "respond",
    "plan",
    "to_do",
    "running",
    "finished",
)


def features_of(scene: Scene, candidates: Sequence[Candidate], asks: Iterable[str]) -> list[str]:
    """Named features of a message."""
    looked, context = scene.looked, scene.context
    tokens = looked.tokens[:_MOST_WORDS]
    out = [f"f:length:{bucket(len(looked.tokens), _BUCKETS)}", f"f:asked:{_asked(context)}"]
    kinds = {(s.kind, s.value) for s in looked.spans if s.kind in _MARKS}
    out += [f"f:mark:{kind}:{value}" for kind, value in sorted(kinds)]
    covered = _covered(looked)
    out += [f"f:most:{kind}" for kind in covered]
    out += [f"f:has:{kind}" for kind in sorted({s.kind for s in looked.spans} & set(_TELLING))]
    out += _facts(candidates, asks, context)
    out += _held(scene)
    out += _mood(looked)
    out += _words(
        tokens, {p for s in looked.spans if s.kind == "person" and s.value != "me" for p in range(s.start, s.end)}
    )
    return out


def _asked(context: Context) -> str:
    if not context.asked:
        return "none"
    if context.asked == "confirm":
        return "confirm"
    if context.asked_step in ("owner", "reminders"):
        return context.asked_step
    return context.asked_field or "step"


def _covered(looked: Looked) -> list[str]:
    """What makes up most of a short message."""
    if len(looked.tokens) > 14 or not looked.tokens:
        return []
    out = []
    for kind in ("yes", "no_words", "not_yet_words", "intent"):
        for value in {s.value for s in looked.spans if s.kind == kind}:
            places = {p for s in looked.spans if s.kind == kind and s.value == value for p in range(s.start, s.end)}
            if len(places) * 3 >= len(looked.tokens) * 2:
                out.append(f"{kind}:{value}")
    return sorted(out)


def _facts(candidates: Sequence[Candidate], asks: Iterable[str], context: Context) -> list[str]:
    live = [c for c in candidates if not c.vetoes]
    out = []
    best = max((c.score for c in live), default=0.0)
    total = sum(c.score for c in live)
    out.append(f"f:facts:{min(len(live), 4)}")
    out.append(f"f:best:{int(best * 10)}")
    out.append(f"f:sum:{min(int(total), 5)}")
    names = {c.full if c.step in ("owner", "reminders") else c.name for c in live if c.score >= 0.5}
    out += [f"f:fact:{name}" for name in sorted(names)]
    if any("entry:changes" in c.features for c in live):
        out.append("f:changes")
    if any("entry:moves on" in c.features for c in live):
        out.append("f:moves-on")
    if any("entry:fills" in c.features for c in live):
        out.append("f:fills")
    out += [f"f:ask:{name.partition('.')[2]}" for name in sorted(set(asks))]
    if context.known:
        out.append("f:known")
    return out


def _held(scene: Scene) -> list[str]:
    """Whether values are set against others, or against the record."""
    held = scene.held
    out = [
        f"f:{name}"
        for name, on in (
            ("repairs", held.repairs),
            ("contrast", held.contrast),
            ("old", bool(held.old)),
            ("picks", bool(held.picks)),
        )
        if on
    ]
    recorded = {v for r in scene.context.known for v in r.facts.values() if type(v) is int}
    counts = {s.number for s in scene.looked.spans if s.kind == "count"}
    if recorded & counts:
        out.append("f:names-recorded")
    out += [f"f:frame:{shape}" for shape in sorted({f.shape for f in scene.frames if f.named})]
    if scene.context.known:
        out += [f"f:known/{x[2:]}" for x in out]
    if scene.context.asked == "confirm":
        out += [f"f:confirm/{x[2:]}" for x in out if not x.startswith("f:known/")]
    return out


def _mood(looked: Looked) -> list[str]:
    out = []
    clauses = looked.clauses
    if clauses:
        out.append(f"f:asks:{sum(c.asks for c in clauses) and (2 if all(c.asks for c in clauses) else 1)}")
    if "?" in looked.tail:
        out.append("f:mark?")
    if any(c.denied for c in clauses):
        out.append("f:denied")
    groups = [g for c in clauses for g in c.groups]
    if any(g.told and not g.bare for g in groups):
        out.append("f:told")
    if groups and groups[0].head == 0 and groups[0].tense == "none":
        out.append("f:imperative")
    if any(c.tense == "plan" for c in clauses):
        out.append("f:plan")
    return out


def _words(tokens: Sequence[Token], names: set[int]) -> list[str]:
    texts = ["name" if place in names else _word(t) for place, t in enumerate(tokens)]
    out = [f"w:{text}" for text in dict.fromkeys(texts)]
    ends = ["^", *texts, "$"]
    out += [f"b:{a} {b}" for a, b in dict.fromkeys(itertools.pairwise(ends))]
    if len(texts) <= _FEW_WORDS:
        out += [f"c:{text[:4]}" for text in dict.fromkeys(texts) if len(text) > 4]
    return out


def _word(token: Token) -> str:
    if token.kind in ("number", "url", "mention"):
        return token.kind
    return token.text


_BUCKETS = (0, 1, 2, 3, 5, 8, 12, 20, 40, 80)
