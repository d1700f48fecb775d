"""A line of the conversation as HTML. Pure: the same line gives the same text.

The bot's words are small Markdown; a person's words are text and nothing else. Whatever comes out of Markdown is
cleaned once more before it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from bot.channels.documents import links_of, picture_of
from bot.channels.web.settings import Line
from bot.core.model import NOT_KEPT, NOT_KEPT_AFTER_HELP, Choice, Enclosed, Message
from bot.core.model.read_back import ReadBack, ReadLine

NOTHING = "(an empty message)"
UNKEPT = {
    NOT_KEPT: "Not saved: it had somebody’s details in it",
    NOT_KEPT_AFTER_HELP: "Not saved",
}
"""What is shown in place of words that are not kept."""
NAMED = 60
"""So many characters of a question name the buttons beneath it."""
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "code", "blockquote"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_OFF = ["image", "heading", "lheading", "html_block", "html_inline", "fence", "code", "hr", "reference"]
_MARKED = re.compile("<li>(?=[✓◐○·✅🟡⬜🔒] )")
"""An item of a list that begins with a mark of its own needs no other."""
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|~])")
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(_OFF)


@lru_cache(1024)
def words_html(text: str) -> Markup:
    """Small Markdown as clean HTML. Most is said to many people, and shown again with every page."""
    dirty = _MARKDOWN.render(text)
    attributes = {"a": {"href"}, "ol": {"start"}}
    clean = nh3.clean(dirty, tags=_TAGS, attributes=attributes, url_schemes=_SCHEMES, link_rel="noopener noreferrer")
    return Markup(_MARKED.sub('<li class="marked">', clean))  # noqa: S704 (cleaned just above)


def plain_words(text: str) -> str:
    """A value's words without the signs that keep them from being read as Markdown."""
    return _ESCAPED.sub(r"\1", text)


def plain_html(text: str) -> Markup:
    """A person's words: escaped, their own line breaks kept."""
    return Markup("<br>").join(text.split("\n"))


def line_html(line: Line, zone: str, live: bool, form_id: str, chosen: str = "") -> Markup:
    """One line of the log. `live`: its buttons can be pressed; `chosen`: the label that was, where it is known."""
    local = line.at.astimezone(ZoneInfo(zone))
    bot = line.who == "bot"
    body = message_html(line, live, form_id, chosen) if bot else _person_html(line)
    author = line.message.author if line.message is not None else ""
    side = (
        f"from-bot{' from-somebody' if author else ''}"
        if bot
        else "from-person unkept"
        if line.text in UNKEPT
        else "from-person"
    )
    return Markup(
        '<li class="line {side}" id="line-{seq}" data-seq="{seq}" data-event="{event}" data-day="{day}"'
        ' data-day-label="{day_label}">{initials}'
        '<div class="bubble"><p class="visually-hidden">{who} </p>{body}</div>'
        '<p class="when"><time datetime="{iso}">{clock}</time></p></li>'
    ).format(
        side=side,
        seq=line.seq,
        event=line.event,
        day=local.date().isoformat(),
        day_label=day_label(local),
        who=f"{author or 'Bot'}:" if bot else "You:",
        initials=Markup('<span class="initials" aria-hidden="true">{}</span>').format(initials(author))
        if author
        else "",
        body=body,
        iso=local.isoformat(timespec="seconds"),
        clock=local.strftime("%H:%M"),
    )


def initials(name: str) -> str:
    """`HW` of Helen Williams: of the first and the last word."""
    words = [word for word in re.split(r"[\s.]+", name) if word[:1].isalpha()]
    return "".join(word[0] for word in dict.fromkeys((*words[:1], *words[-1:]))).upper()


def message_html(line: Line, live: bool, form_id: str, chosen: str = "") -> Markup:
    """What the bot said: title, words, facts, choices."""
    message = line.message or Message(line.text)
    parts = [Markup('<h2 class="title" dir="auto">{}</h2>').format(message.title)] if message.title else []
    back = message.read_back if message.read_back is not None and message.read_back.asks else None
    if back is not None:
        parts.append(read_back_html(back, f"press-{line.seq}" if live else ""))
    elif message.text:
        parts.append(_words_html(message.text))
    if message.facts:
        parts.append(facts_html(message.facts))
    parts += [_enclosed_html(enclosed) for enclosed in message.encloses if enclosed.link]
    links = tuple(choice for choice in message.choices if choice.url)
    buttons = tuple(choice for choice in message.choices if not choice.url)
    if links:
        parts.append(Markup('<p class="links">{}</p>').format(Markup(" ").join(map(_link_html, links))))
    if buttons:
        parts.append(_buttons_html(line.seq, buttons, form_id, message) if live else chosen_html(message, chosen))
    return Markup("").join(parts)


def read_back_html(back: ReadBack, form: str) -> Markup:
    """What waits for a yes as small tables, each line with its own button of that form; no form, no buttons."""
    parts = [_words_html(back.asks)]
    for entry in back.entries:
        caption = Markup("<caption>{}</caption>").format(plain_words(entry.title)) if len(back.entries) > 1 else ""
        rows = Markup("").join(_read_line_html(line, back.change, form) for line in entry.lines)
        parts.append(Markup('<table class="read-back">{}<tbody>{}</tbody></table>').format(caption, rows))
    return Markup("").join([*parts, _words_html(back.beside)] if back.beside else parts)


def _read_line_html(line: ReadLine, label: str, form: str) -> Markup:
    button = Markup('<td><button form="{}" type="submit" name="press" value="{}" aria-label="{}">{}</button></td>')
    before = " · ".join(part for part in (plain_words(line.before), line.person) if part)
    was = Markup('<br><span class="was">{}</span>').format(f"instead of {before}") if line.before else ""
    change = button.format(form, line.change, f"{label}: {line.label}", label) if form and line.change else ""
    row = Markup('<tr><th scope="row">{}</th><td dir="auto">{}{}</td>{}</tr>')
    return row.format(line.label, plain_words(line.value), was, change)


def _words_html(text: str) -> Markup:
    return Markup('<div class="words" dir="auto">{}</div>').format(words_html(text))


def _enclosed_html(enclosed: Enclosed) -> Markup:
    """A document or picture that goes with a message: the ways to have it."""
    link = Markup('<a class="choice" href="{}" rel="noopener noreferrer">{}</a>')
    links = Markup(" ").join(link.format(address, label) for label, address in links_of(enclosed))
    shown = Markup("<p>{}</p>").format(enclosed.name)
    if light := picture_of(enclosed):
        shown = Markup(
            '<p><picture><source srcset="{}" media="screen and (prefers-color-scheme: dark)">'
            '<img src="{}" alt="{}" width="320"></picture></p>'
        ).format(_here(picture_of(enclosed, "dark")), _here(light), enclosed.name)
    return Markup('<div class="enclosed">{}<p class="links">{}</p></div>').format(shown, links)


def _here(address: str) -> str:
    """An address of this very site, without its host: a page of it takes pictures from nowhere else."""
    return urlsplit(address).path


def gap_html(before: int) -> Markup:
    """Stands where lines are left out, and leads to them."""
    return Markup('<li class="gap"><a href="/?before={}">Earlier messages</a></li>').format(before)


def facts_html(facts: Sequence[tuple[str, str]]) -> Markup:
    """Rows of label and value."""
    row = Markup('<div><dt>{}</dt><dd dir="auto">{}</dd></div>')
    rows = Markup("").join(row.format(label, plain_html(value)) for label, value in facts)
    return Markup('<dl class="facts">{}</dl>').format(rows)


def chosen_html(message: Message, chosen: str) -> Markup:
    """Of choices that can no longer be pressed, the one that was; nothing where the answer was written."""
    if not any(button.label == chosen for button in message.buttons):
        return Markup("")
    mark = Markup('<span aria-hidden="true">✓ </span>')
    return Markup('<p class="chosen">{}{}<span class="visually-hidden"> (chosen)</span></p>').format(mark, chosen)


def day_label(moment: datetime) -> str:
    """`Tuesday 24 November 2026`."""
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def short_day(moment: datetime) -> str:
    """`Tue 24 Nov 2026`."""
    return f"{moment:%a} {moment.day} {moment:%b %Y}"


def _person_html(line: Line) -> Markup:
    if line.text in UNKEPT:
        return Markup('<p class="words nothing">{}</p>').format(UNKEPT[line.text])
    if not line.text.strip():
        return Markup('<p class="words nothing">{}</p>').format(NOTHING)
    return Markup('<p class="words" dir="auto">{}</p>').format(plain_html(line.text))


def _buttons_html(seq: int, choices: Sequence[Choice], form_id: str, message: Message) -> Markup:
    """Buttons that work without a script too: a plain form, named by what it answers."""
    button = Markup('<button type="submit" name="press" value="{}" class="choice {}">{}</button>')
    buttons = Markup("").join(button.format(c.value, c.style, c.label) for c in choices)
    return Markup(
        '<form class="choices" id="press-{seq}" method="post" action="/chat" aria-label="{name}"><input type="hidden"'
        ' name="id" value="{id}"><input type="hidden" name="message" value="{seq}">{buttons}</form>'
    ).format(name=_name_of(message), id=form_id, seq=seq, buttons=buttons)


def _name_of(message: Message) -> str:
    """What buttons answer: the end of what was said, where the question is."""
    said = (message.read_back.asks if message.read_back is not None else "") or message.text
    said = said.strip().split("\n\n")[-1] or message.title
    words = " ".join(str(words_html(said).striptags()).split())
    cut = words if len(words) <= NAMED else f"…{words[-NAMED:].partition(' ')[2]}"
    return f"Choices: {cut}" if cut else "Choices"


def _link_html(choice: Choice) -> Markup:
    """A choice that leads somewhere; an address that is none of ours to follow is shown as text."""
    parts = urlsplit(choice.url)
    inside = not parts.scheme and not parts.netloc and choice.url.startswith("/") and "\\" not in choice.url
    if not inside and parts.scheme not in _SCHEMES:
        return escape(choice.label)
    return Markup('<a class="choice" href="{}" rel="noopener noreferrer">{}</a>').format(choice.url, choice.label)
