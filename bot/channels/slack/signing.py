"""Slack's request signature, over the raw bytes, before anything is parsed.

Not slack_sdk's verifier: it decodes the body first, raises on a timestamp that is no number, and bolt's middleware
around it logs the signature with the whole body. https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hashlib
import hmac

TOLERANCE_SECONDS = 5 * 60


def sign(secret: str, timestamp: str, raw: bytes) -> str:
    """The signature that Slack would send."""
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + raw, hashlib.sha256)
    return "v0=" + digest.hexdigest()


def trouble_with(secret: str, timestamp: str, signature: str, raw: bytes, now: float) -> str:
    """Why this request is refused: "unsigned", "stale", "forged"; empty when it is Slack's."""
    if not secret or not signature or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        return "unsigned"
    if abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        return "stale"
    if not hmac.compare_digest(sign(secret, timestamp, raw).encode(), signature.encode(errors="replace")):
        return "forged"
    return ""
