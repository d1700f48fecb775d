"""Words that say, after an alarm, that it was none: what is left without them. Pure."""

from __future__ import annotations

import re

from bot.core.language.sentences import sentences_of

WORDS_OF_A_CALL = 2
_NOBODY = r"(?:no ?body|no ?bodies|no one|none of (?:us|them))(?:['’]?s)?"
_DENIES = re.compile(
    rf"\b{_NOBODY} (?:is |are |was |were )?(?:actually |really )?(?:in |at )?(?:any )?"
    r"(?:danger|risk|harm|hurt|dying|injured)\b"
    r"|\b(?:not|isn['’]?t|aren['’]?t) (?:actually |really )?in (?:any )?danger\b"
    r"|\b(?:there(?:['’]?s| is) )?no (?:danger|emergency)\b"
    r"|\b(?:not|isn['’]?t) (?:really )?(?:an|any|in an) (?:emergency|crisis)\b|\bfalse alarm\b",
    re.IGNORECASE,
)


def denies_danger(text: str) -> bool:
    """ "Nobody is in danger", "it's not an emergency"."""
    return _DENIES.search(text) is not None


def without_denial(text: str) -> str:
    """The words with only the denial taken out, to look at for danger: what stands beside it is looked at whole."""
    return " ".join(_DENIES.sub(" ", text).split())


def told_beside(text: str) -> str:
    """The sentences that deny nothing: what is told beside it. A word or two tell nothing."""
    found = (s.strip() for s in sentences_of(text) if not denies_danger(s))
    return " ".join(s for s in found if len(s.split()) > WORDS_OF_A_CALL)
