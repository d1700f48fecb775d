"""What somebody does, as a whole message: "policy officer", "i work in housing, income officer". Pure."""

from __future__ import annotations

import re

_BEFORE = (
    r"(?:(?:hi|hiya|hello|hey|ok|so|well|im|i'm|i am|me|my (?:job|role|title) is|i work (?:in|for|as)|just|only|the|a"
    r"|an|your|our|new)\b[\s,.!]*)*"
)
_WHERE = r"(?:[a-z]+(?: and [a-z]+)?(?: team| department)?[,–-]+ ?(?:i'?m )?(?:the |a |an )?)?"
_POST = re.compile(
    rf"{_BEFORE}{_WHERE}"
    r"(?P<post>(?:(?!board\b|charter\b)[a-z&/-]+ ){1,4}(?:officer|manager|assistant|administrator|admin|adviser"
    r"|advisor|analyst|co-?ordinator|partner|surveyor|director|worker|specialist|apprentice|trainee|supervisor"
    r"|lead|executive)"
    r"|head of [a-z]+(?: [a-z]+){0,2}|(?:pa|ea) to [a-z ]{3,30})"
    r"(?: (?:here|speaking|innit|by the way|btw))*[\s.!,]*"
)
_NO_POST = re.compile(
    r"\b(?:is|are|was|will|has|have|did|do|does|needs?|wants?|who|what|no|not|ask|with|by|from|for)\b"
)
MOST_WORDS = 12


def post_in(text: str) -> str:
    """The post, where the message says that and nothing else; empty otherwise."""
    said = " ".join(text.casefold().replace("’", "'").split())
    found = _POST.fullmatch(said) if len(said.split()) <= MOST_WORDS else None
    post = found["post"] if found is not None else ""
    return "" if _NO_POST.search(post.removeprefix("head of ")) else post
