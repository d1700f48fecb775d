"""The small Markdown of `Message.text`, read into runs that say what is bold and what is a link. Pure.

Teams gets runs or escaped HTML, never Markdown of ours with people's words in it: what is not markup in the runs
cannot become markup on a screen.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline", "code"])
_SAFE = ("https://", "http://", "mailto:", "tel:")
_MARKS = tuple("✓◐○·✅🟡⬜🔒")
"""Signs of how far a step is. A line of a list that begins with one has its mark already."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, or an item of a list (`marker` is "•", "1.", or the mark that it begins with)."""

    runs: tuple[Run, ...]
    marker: str = ""
    depth: int = 0
    heading: bool = False
    quoted: bool = False
    """Somebody's words, shown again."""

    @property
    def plain(self) -> str:
        """Its words alone."""
        return "".join(run.text for run in self.runs)


@lru_cache(maxsize=512)
def blocks_of(text: str) -> tuple[Block, ...]:
    """Reads Markdown. Whatever it is, something readable comes back."""
    return tuple(block for block in _blocks(_MARKDOWN.parse(text)) if block.runs)


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    counters: list[int] = []
    marker, heading, quoted = "", False, 0
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                counters.append(-1)
            case "ordered_list_open":
                counters.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                counters.pop()
            case "list_item_open":
                marker = "•" if counters[-1] < 0 else f"{counters[-1]}."
                counters[-1] += counters[-1] >= 0
            case "blockquote_open" | "blockquote_close":
                quoted += token.nesting
            case "heading_open" | "heading_close":
                heading = token.type == "heading_open"
            case "inline":
                yield _marked(Block(tuple(_runs(token.children or [])), marker, len(counters), heading, quoted > 0))
                marker = ""
            case "fence" | "code_block":
                yield Block((Run(token.content.rstrip("\n")),), depth=len(counters))
            case _:
                pass


def _marked(block: Block) -> Block:
    """An item that begins with a mark of its own is marked by that."""
    first = block.runs[0].text if block.runs else ""
    if block.marker != "•" or not first.startswith(_MARKS) or first[1:2] != " ":
        return block
    rest = replace(block.runs[0], text=first[2:])
    return replace(block, marker=first[0], runs=(rest, *block.runs[1:]) if rest.text else block.runs[1:])


def _runs(tokens: list[Token]) -> Iterator[Run]:
    bold = italic = 0
    link, text = "", ""
    for token in tokens:
        before = (bold > 0, italic > 0, link)
        piece = ""
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                target = str(token.attrGet("href") or "")
                link = target if target.lower().startswith(_SAFE) else ""
            case "link_close":
                link = ""
            case "softbreak" | "hardbreak":
                piece = "\n"
            case _:
                piece = token.content
        if before != (bold > 0, italic > 0, link) and text:
            yield Run(text, *before)
            text = ""
        text += piece
    if text:
        yield Run(text, bold > 0, italic > 0, link)


def plain(text: str) -> str:
    """For notifications, screen readers and clients that show no card."""
    return "\n".join(_plain_line(block) for block in blocks_of(text))


def _plain_line(block: Block) -> str:
    words = f"“{block.plain}”" if block.quoted else block.plain
    return f"{'  ' * (block.depth - 1)}{block.marker} {words}" if block.marker else words


def to_html(text: str) -> str:
    """For a message without a card (textFormat xml): everything that people wrote is escaped."""
    out: list[str] = []
    lists: list[str] = []
    for block in blocks_of(text):
        wanted = "ul" if block.marker == "•" else "ol"
        marked = block.marker.startswith(_MARKS)
        level = block.depth if block.marker and not marked else 0
        while len(lists) > level or (len(lists) == level > 0 and lists[-1] != wanted):
            out.append(f"</{lists.pop()}>")
        while len(lists) < level:
            lists.append(wanted)
            out.append(f"<{wanted}>")
        inner = "".join(_tag(run) for run in block.runs)
        inner = f"<strong>{inner}</strong>" if block.heading else inner
        inner = f"{block.marker} {inner}" if marked else inner
        inner = f"<li>{inner}</li>" if level else f"<p>{inner}</p>"
        out.append(f"<blockquote>{inner}</blockquote>" if block.quoted else inner)
    out.extend(f"</{kind}>" for kind in reversed(lists))
    return "".join(out)


def _tag(run: Run) -> str:
    text = html.escape(run.text).replace("\n", "<br>")
    if run.link:
        text = f'<a href="{html.escape(run.link)}">{text}</a>'
    if run.italic:
        text = f"<em>{text}</em>"
    return f"<strong>{text}</strong>" if run.bold else text


def shorten(text: str, most: int) -> str:
    """At most so many characters, cut between words."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ", most // 2)
    return (cut[:space] if space > 0 else cut).rstrip() + "…"
