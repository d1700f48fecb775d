"""Who holds a clause true: the speaker, somebody else, a condition, the record."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language.bags import bag
from bot.core.reader.model import Holder, Span, Token
from bot.core.reader.pieces import Piece


def _others_body(tokens: Sequence[Token], spans: Sequence[Span]) -> bool:
    """ "The Shepton trustees": a body with a name of its own is somebody else's."""
    named = {s.end for s in spans if s.kind == "person" and s.start and tokens[s.start - 1].text == "the"}
    return any(
        s.start in named
        and (
            (s.kind == "body" and s.value == "board")
            or (s.kind == "step" and tokens[s.start].text in ("board", "trustees"))
        )
        for s in spans
    )


def holder_of(tokens: Sequence[Token], piece: Piece, spans: Sequence[Span], kinds: set[str]) -> Holder:
    if "quote_other" in kinds:
        return "other"
    if _others_body(tokens, spans):
        return "other"
    if any(s.kind in ("elsewhere", "third_party") and not _in_company(tokens, s) for s in spans):
        own = {s.start for s in spans if s.kind == "ours" and tokens[s.start].text not in ("we", "our")}
        if not own:
            return "other"
    if _requests(tokens, piece):
        return "command"
    if any(s.kind == "condition" and s.start <= piece.start + 2 for s in spans):
        return "condition"
    if "record" in kinds:
        return "record"
    return "speaker"


def _in_company(tokens: Sequence[Token], span: Span) -> bool:
    """ "A group with two other landlords": with whom, and not whose."""
    return any(t.text in ("with", "alongside") for t in tokens[max(span.start - 2, 0) : span.start])


_REQUESTS = bag(
    """
    show send give tell find list draft write help explain remind point share forward fetch read
    """
)


_PLEASE = bag(
    """
    please just can you could ok so and then also
    """
)


def _requests(tokens: Sequence[Token], piece: Piece) -> bool:
    """ "Show me …", "please send …": asked for, not told."""
    at = piece.start
    while at < piece.end - 1 and tokens[at].text in _PLEASE:
        at += 1
    following = tokens[at + 1].text if at + 1 < piece.end else ""
    if [t.text for t in tokens[piece.start : piece.start + 2]] in (["you", "can"], ["you", "could"]):
        return False  # "you can find our charter here"
    if [t.text for t in tokens[at : at + 3]] == ["tell", "a", "lie"]:
        return False
    return tokens[at].text in _REQUESTS and following in ("me", "us", "a", "an", "the", "some", "any", "my", "our")
