"""A small Markdown (bold, italic, code, links, lists, quotes, headings) -> Slack's mrkdwn. Pure.

Three letters are escaped, always: `&`, `<`, `>`; after that no `<!channel>`, no mention and no link can come from
anybody's words, and the blocks say `verbatim`, so `@here` is not made into one either. Slack has no escape for its
own `*`, `_`, `~` and backtick: where a pair of them would format what a person wrote, an invisible space parts the
first from its word. https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

NameOf = Callable[[str], str]

SHORT = 2000
GAP = "\u200b"
_PAIR = re.compile(r"(?<![^\W_])([*_~`])(?=\S[^\n]*?\1)")
_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>")
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+.!<>|~&-])")
_MARKED = re.compile(r"[\\`*_{}\[\]<>&#~|!\n]|^\s*[-+\d]")
_MARKS = {
    "strong_open": "*",
    "strong_close": "*",
    "em_open": "_",
    "em_close": "_",
    "s_open": "~",
    "s_close": "~",
}


def nobody(user: str) -> str:
    """When no names are known."""
    return ""


def escape(text: str) -> str:
    """Slack's three letters. https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str, name_of: NameOf = nobody) -> str:
    """Somebody's words, shown as they are: nothing in them formats, links or calls anybody."""
    return _PAIR.sub(rf"\1{GAP}", escape(named(text, name_of)))


def named(text: str, name_of: NameOf = nobody) -> str:
    """`<@U123>` as a name to read: shown to others, it must not call the person a second time."""
    return _USER.sub(lambda found: "@" + (name_of(found.group(1)) or found.group(2) or "somebody"), text)


def render(markdown: str, name_of: NameOf = nobody) -> str:
    """Markdown -> mrkdwn."""
    return both(markdown, name_of)[0]


def plain(markdown: str, name_of: NameOf = nobody) -> str:
    """Markdown -> text without any formatting, not escaped: for notifications and screen readers."""
    return both(markdown, name_of)[1]


def both(markdown: str, name_of: NameOf = nobody) -> tuple[str, str]:
    """(mrkdwn, plain) from one reading. What is nothing but marks ("**", ">") is shown as it is."""
    if not _MARKED.search(markdown):
        return markdown.strip(), markdown.strip()
    # The names are other people's words too: nothing in them may be read as Markdown.
    read = named(markdown, lambda user: _PUNCTUATION.sub(r"\\\1", name_of(user)))
    shown, heard = _both(read) if len(read) <= SHORT else _both.__wrapped__(read)
    bare = markdown.strip()
    return shown or literal(bare, name_of), heard or named(bare, name_of)


@lru_cache(maxsize=1024)
def _both(markdown: str) -> tuple[str, str]:
    """Kept for a while: most of what is said are questions and phrases that were said before."""
    tokens = _parser().parse(markdown)
    return _Writer().write(tokens), _Writer(marks=False).write(tokens)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["code", "html_block", "html_inline", "lheading"])


class _Writer:
    """Walks the tokens once. Blocks become paragraphs; a list keeps its numbers and its depth."""

    def __init__(self, marks: bool = True) -> None:
        self.marks = marks
        self.out: list[str] = []
        self.lists: list[int | None] = []
        self.prefix = ""
        self.quoted = 0
        self.in_heading = False

    def write(self, tokens: Sequence[Token]) -> str:
        for token in tokens:
            handler = getattr(self, "_" + token.type, None)
            if handler is not None:
                handler(token)
        return re.sub(r"\n{3,}", "\n\n", "".join(self.out)).strip("\n")

    def _inline(self, token: Token) -> None:
        text = self._line(token.children or [])
        if self.prefix:
            text = text.replace("\n", "\n" + " " * len(self.prefix))
        text = self.prefix + text
        self.prefix = ""
        if self.quoted:  # Read aloud, and in a notification, a quote is in quotation marks.
            text = "\n".join(f"> {line}" for line in text.split("\n")) if self.marks else f"“{text}”"
        self.out.append(text)

    def _line(self, children: Sequence[Token]) -> str:
        parts: list[str] = []
        links: list[str] = []
        for token in children:
            if token.type == "link_open":
                links.append(_safe_url(str(token.attrGet("href") or "")))
                parts.append(f"<{_for_slack(links[-1])}|" if links[-1] and self.marks else "")
            elif token.type == "link_close":
                url = links.pop()
                parts.append((">" if self.marks else f" ({url})") if url else "")
            else:
                parts.append(self._piece(token, bool(links and links[-1])))
        return "".join(_spaced(parts)) if self.marks else "".join(parts)

    def _piece(self, token: Token, in_link: bool) -> str:
        if token.type in ("softbreak", "hardbreak"):
            return " " if in_link else "\n"
        if token.type in _MARKS:
            unmarked = in_link or (self.in_heading and token.type.startswith("strong"))
            return _MARKS[token.type] if self.marks and not unmarked else ""
        if token.type == "code_inline":
            return f"`{escape(token.content).replace('`', chr(39))}`" if self.marks else token.content
        if token.type == "image":
            return self._text(token.content)
        return self._text(token.content).replace("|", "¦") if in_link and self.marks else self._text(token.content)

    def _text(self, text: str) -> str:
        return literal(text) if self.marks else text

    def _paragraph_close(self, token: Token) -> None:
        self.out.append("\n" if token.hidden or self.lists else "\n\n")

    def _heading_open(self, token: Token) -> None:
        self.in_heading = True
        self.out.append("*" if self.marks else "")

    def _heading_close(self, token: Token) -> None:
        self.in_heading = False
        self.out.append("*\n\n" if self.marks else "\n\n")

    def _bullet_list_open(self, token: Token) -> None:
        self.lists.append(None)

    def _ordered_list_open(self, token: Token) -> None:
        self.lists.append(int(token.attrGet("start") or 1))

    def _list_item_open(self, token: Token) -> None:
        indent = "    " * (len(self.lists) - 1)
        number = self.lists[-1]
        self.prefix = indent + ("• " if number is None else f"{number}. ")
        if number is not None:
            self.lists[-1] = number + 1

    def _bullet_list_close(self, token: Token) -> None:
        self.lists.pop()
        self.out.append("" if self.lists else "\n")

    _ordered_list_close = _bullet_list_close

    def _blockquote_open(self, token: Token) -> None:
        self.quoted += 1

    def _blockquote_close(self, token: Token) -> None:
        self.quoted -= 1

    def _fence(self, token: Token) -> None:
        body = token.content.rstrip("\n")
        self.out.append(f"```{escape(body)}```\n\n" if self.marks else body + "\n\n")

    def _hr(self, token: Token) -> None:
        self.out.append("———\n\n")


def _spaced(parts: list[str]) -> list[str]:
    """Slack reads a mark only at the edge of a word: inside one, an invisible space outside makes the edge."""
    parts = [part for part in parts if part]
    spaced: list[str] = []
    opened: set[str] = set()
    for index, part in enumerate(parts):
        if part in ("*", "_", "~"):
            before = parts[index - 1][-1] if index else " "
            after = parts[index + 1][0] if index + 1 < len(parts) else " "
            if part not in opened and before.isalnum():
                part = GAP + part
            elif part in opened and after.isalnum():
                part = part + GAP
            opened ^= {part.strip(GAP)}
        spaced.append(part)
    return spaced


def _safe_url(url: str) -> str:
    """Only addresses that a person can follow; never anything that Slack would read as a command."""
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        return ""
    if scheme not in ("http", "https", "mailto", "tel"):
        return ""
    return url


def _for_slack(url: str) -> str:
    return url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace("&", "&amp;")
