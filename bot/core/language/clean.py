"""Takes away what is not the speaker's own words: markup of Slack and Teams, quoted lines, control characters."""

from __future__ import annotations

import html
import re

LONGEST = 4000

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0f\U0001f3fb-\U0001f3ff]"
)
_QUOTED_LINE = re.compile(r"^[ \t]*(?:>|&gt;)[^\n]*$", re.MULTILINE)
_BLOCKQUOTE = re.compile(r"<blockquote[^<>]{0,200}>[^<]{0,2000}</blockquote>", re.IGNORECASE)
_LINE_TAG = re.compile(r"</?(?:p|div|br|li|ul|ol|tr)\b[^<>]{0,200}>", re.IGNORECASE)
_ANCHOR = re.compile(
    r"<a\b[^<>]{0,200}?href=[\"'](https?://[^\"'<>]{1,500})[\"'][^<>]{0,200}>[^<]{0,300}</a>", re.IGNORECASE
)
_TAG = re.compile(r"</?(?!at\b)[a-zA-Z][a-zA-Z0-9]{0,12}(?:\s[^<>]{0,300})?/?>")
_SLACK_LINK = re.compile(r"<((?:https?://|mailto:)[^<>|\s]{1,1000})(?:\|[^<>]{0,300})?>")
_SLACK_PLACE = re.compile(r"<[#!][^<>]{1,80}>")
_MARKDOWN_LINK = re.compile(r"\[[^\[\]]{0,200}\]\((https?://[^()\s]{1,1000})\)")
_EMOJI = re.compile(r":([a-z][a-z0-9_+-]{1,40}|\+1|-1)(?:::skin-tone-\d)?:")
_STRUCK = re.compile(r"(?<![\w~])~(?=[^\s\d~])([^~\n]{1,200}?)(?<=\S)~(?![\w~])")
_STARS = re.compile(r"(?<!\w)[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?!\w)")

_SMILES = {
    "thumbsup": "👍", "+1": "👍", "thumbsdown": "👎", "-1": "👎", "upside_down_face": "🙃",
    "face_with_rolling_eyes": "🙄",
    "rolling_eyes": "🙄", "eyeroll": "🙄", "white_check_mark": "✅", "heavy_check_mark": "✅", "ok_hand": "👌",
    "pray": "🙏", "wave": "👋", "unamused": "😒", "facepalm": "🤦", "x": "❌",
}  # fmt: skip
_OTHER_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "\u00a0": " ", "“": '"', "”": '"'})


def without_controls(text: str) -> str:
    """The text without what cannot be seen and does something: control characters, what turns text around."""
    return _CONTROL.sub("", text)


_WROTE = re.compile(r"^On [^\n]{5,100} wrote:[ \t]*$", re.MULTILINE)
"""The line that mail programs put above what they quote."""


def strip_markup(text: str) -> str:
    """The message as a person reads it: no markup, no quoted lines, links as plain addresses.

    A mention is kept as written: it may name who takes over a step.
    """
    text = _CONTROL.sub("", text)
    text = _QUOTED_LINE.sub("", _WROTE.sub("", text))
    if "<" in text:
        text = _BLOCKQUOTE.sub(" ", text)
        text = _ANCHOR.sub(r" \1 ", text)
        text = _LINE_TAG.sub("\n", text)
        text = _SLACK_LINK.sub(_link, text)
        text = _SLACK_PLACE.sub(" ", text)
        text = _TAG.sub("", text)
        text = _QUOTED_LINE.sub("", text)
    if "&" in text:
        text = html.unescape(text)
        text = _QUOTED_LINE.sub("", text)
    text = text.translate(_OTHER_APOSTROPHES)
    if "](" in text:
        text = _MARKDOWN_LINK.sub(r" \1 ", text)
    if ":" in text:
        text = _EMOJI.sub(lambda m: " " + _SMILES.get(m.group(1), "") + " ", text)
    text = _STRUCK.sub(" ", text)
    text = _STARS.sub("", text)
    return text.strip()


def _link(match: re.Match[str]) -> str:
    address = match.group(1)
    return " " if address.startswith("mailto:") else f" {address} "
