"""A person's own words in an activity, and whom they name. Pure.

Teams gives a message as text, as HTML beside it (an attachment), or as HTML alone; a reply that quotes has the quoted
words flattened into its text, and only the HTML tells them apart. Whom a mention names is what its entity's id says:
in the text it stands as `<@1|Name>`, one sign whatever the name looks like.
https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from bot.channels.teams.references import NAME, dig, tenant_of, text_of
from bot.core.model import Account, Mention

MOST_OF_A_NAME = 60
_AT = re.compile(r"<at(?:\s[^<>]*)?>([^<>]*)</at>")
_QUOTED = re.compile(r"<quoted\b[^<>]*/?>")
_REPLY = re.compile(r"<blockquote\b[^<>]*schema\.skype\.com/Reply", re.IGNORECASE)
_SAME_TWICE = re.compile(r"(<@(\d+)\|[^<>]*>)(?:\s*<@\2\|[^<>]*>)+")
_LINES = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "pre"})
_NO_PERSON = ("19:", "28:")
"""Begin the ids of channels, teams and chats, and of bots."""


def spoken(activity: Mapping[str, Any]) -> tuple[str, tuple[Mention, ...]]:
    """The words without the bot's own mention and without what they quote; other people stay where they are named."""
    named = _Named(activity)
    text, page = text_of(activity.get("text")), _html_of(activity)
    if text_of(activity.get("textFormat")) in ("xml", "html"):
        page = page or text
        text = ""
    if page and (not text.strip() or _REPLY.search(page)):
        reader = _OwnWords(named)
        reader.feed(page)
        reader.close()
        words = "".join(reader.words)
    else:
        words = html.unescape(_AT.sub(lambda found: named.write(found.group(1)), _unquoted(activity, text)))
    return _tidy(_SAME_TWICE.sub(r"\1", words)), tuple(named.mentions.values())


def _html_of(activity: Mapping[str, Any]) -> str:
    found = activity.get("attachments")
    for attachment in found if isinstance(found, list) else []:
        if text_of(dig(attachment, "contentType")) == "text/html":
            return text_of(dig(attachment, "content"))
    return ""


def _entities(activity: Mapping[str, Any], kind: str) -> Iterator[Mapping[str, Any]]:
    found = activity.get("entities")
    for entity in found if isinstance(found, list) else []:
        if isinstance(entity, Mapping) and entity.get("type") == kind:
            yield entity


def _unquoted(activity: Mapping[str, Any], text: str) -> str:
    """Text without what an entity says that it quotes, and without the sign that stands for it."""
    for entity in _entities(activity, "quotedReply"):
        preview = text_of(dig(entity, "quotedReply", "preview"))
        if preview and preview in text:
            text = text.partition(preview)[2]
    return _QUOTED.sub(" ", text)


class _Named:
    """The mentions of an activity, each to be found where it stands."""

    def __init__(self, activity: Mapping[str, Any]) -> None:
        self._bot = text_of(dig(activity, "recipient", "id"))
        self._tenant = tenant_of(activity)
        self._entities = list(_entities(activity, "mention"))
        self._left = list(range(len(self._entities)))
        self.mentions: dict[str, Mention] = {}
        """By the person's id, in order."""

    def write(self, shown: str, index: str = "") -> str:
        """What stands in the text for a mention that is shown so; `index` is its place among the entities."""
        shown = " ".join(html.unescape(shown).split())
        alike = [place for place in self._left if self._shows(place) == shown]
        place = next((p for p in alike if str(p) == index), next(iter(alike), None))
        if place is None:
            return f"@{shown}"
        self._left.remove(place)
        who = text_of(dig(self._entities[place], "mentioned", "id"))
        name = " ".join(text_of(dig(self._entities[place], "mentioned", "name")).split()) or shown
        if who == self._bot:
            return " "
        if not who or who.startswith(_NO_PERSON):
            return f"@{name}"
        if who not in self.mentions:
            plain = re.sub(r'[<>"|]', "", name.replace("’", "'"))[:MOST_OF_A_NAME].strip() or "somebody"
            raw = f"<@{len(self.mentions) + 1}|{plain}>"
            self.mentions[who] = Mention(raw, Account(NAME, self._tenant, who), name)
        return f" {self.mentions[who].raw} "

    def _shows(self, place: int) -> str:
        raw = text_of(self._entities[place].get("text"))
        return " ".join(html.unescape(re.sub(r"<[^<>]*>", "", raw)).split())


class _OwnWords(HTMLParser):
    """Reads a message's HTML: its words, with mentions, without what it quotes."""

    def __init__(self, named: _Named) -> None:
        super().__init__()
        self.words: list[str] = []
        self._named = named
        self._quotes = 0
        self._mention: tuple[str, str, list[str]] | None = None
        """The tag that the mention stands in, its place among the entities, and its words so far."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "blockquote":
            self._quotes += 1
        elif self._quotes or self._mention:
            return
        elif tag == "at" or (tag == "span" and (told.get("itemtype") or "").endswith("/Mention")):
            self._mention = (tag, told.get("itemid") or told.get("id") or "", [])
        elif tag == "img":
            self.words.append(told.get("alt") or "")
        elif tag in _LINES:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._quotes = max(self._quotes - 1, 0)
        elif self._mention and tag == self._mention[0]:
            self.words.append(self._named.write("".join(self._mention[2]), self._mention[1]))
            self._mention = None
        elif tag in _LINES and not self._quotes:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if self._mention:
            self._mention[2].append(data)
        elif not self._quotes:
            self.words.append(data)


def _tidy(text: str) -> str:
    """Hard spaces as spaces, lines without CR, and one space before and after each mention."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r"(<@\d+\|[^<>]*>) (?=[,.;:!?)'’])", r"\1", text)
    return re.sub(r" ?\n[\s]*\n?", "\n", text).strip()
