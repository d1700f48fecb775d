"""Join codes: how they are made, read from what people type, and kept.

A code is eight letters and digits that cannot be taken for each other, shown as ABCD-EFGH. The store keeps only a
slow keyed hash (scrypt with the store's own salt), the same for the same code, so that an index finds it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from datetime import timedelta

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0 and O, no 1, I and L."""
LENGTH = 8
WINDOW = timedelta(hours=1)
"""Wrong codes older than this no longer count."""
WORKSPACE_SHARE = 5
"""So many wrong codes from a whole workspace weigh as one from an account: many accounts do not help a guesser."""
_IGNORED = re.compile(r"[\s\-‐-―_.·:'\"`*<>()\[\]]+")
_SHAPE = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{4}[\s\-‐-―]?[A-Z0-9]{4})(?![A-Z0-9])")


def new_code() -> str:
    """A fresh code, as it is shown to people."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{code[:4]}-{code[4:]}"


def normalise_code(text: str) -> str:
    """The code without case, spaces, dashes and quotes. Empty when the text has no letters and digits."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).upper())


def candidates(text: str) -> list[str]:
    """What in a message may be a join code, at most three, normalised. A long message has none."""
    if not text or len(text) > 300:
        return []
    whole = normalise_code(text)
    found = [whole] if 6 <= len(whole) <= 16 and whole.isalnum() and whole.isascii() else []
    for match in _SHAPE.finditer(unicodedata.normalize("NFKC", text).upper()):
        code = normalise_code(match.group(1))
        if code not in found and (any(c.isdigit() for c in code) or "-" in match.group(1)):
            found.append(code)
    return found[:3]


def hash_code(code: str, salt: str) -> str:
    """What is kept of a code. Takes about ten milliseconds on purpose. `salt` is hexadecimal."""
    return hashlib.scrypt(normalise_code(code).encode(), salt=bytes.fromhex(salt), n=2**12, r=8, p=1, dklen=24).hex()
