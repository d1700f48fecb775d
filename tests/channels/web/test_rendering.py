"""Words as HTML, and which buttons are live. Pure: lines in, text out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.web.arranging import arrange, history_parts, label_of
from bot.channels.web.rendering import line_html, words_html
from bot.core.model import Choice, Message
from bot.store.port import Said
from tests.channels.web.world import QUESTION, READ_BACK, START

ZONE = "Europe/London"
MAY_STAND = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "code", "blockquote"}


def bot(seq: int, message: Message = QUESTION, event: str = "") -> Said:
    return Said(seq, "bot", message.text, START, message, event or f"web:priya:{seq}")


def person(seq: int, text: str) -> Said:
    return Said(seq, "person", text, START, None, f"web:priya:{seq}")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Bold** and *soft*", "<p><strong>Bold</strong> and <em>soft</em></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("[x](https://e.org)", '<p><a href="https://e.org" rel="noopener noreferrer">x</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("![x](https://e.org/a.png)", '<p>!<a href="https://e.org/a.png" rel="noopener noreferrer">x</a></p>'),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("# no heading", "<p># no heading</p>"),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
        (r"\*as typed\*", "<p>*as typed*</p>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("- ✓ **a**\n- b", '<ul>\n<li class="marked">✓ <strong>a</strong></li>\n<li>b</li>\n</ul>'),
    ],
)
def test_small_markdown(text: str, html: str) -> None:
    assert words_html(text).strip() == html


class Tags(HTMLParser):
    """Which elements and attributes a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes.update(name for name, _ in attrs)


@settings(deadline=None)
@given(st.text(alphabet="<>&\"'/=! \n\t*_[]()`#-:;a1javscriptonloadhref\u202e\u05d0", max_size=80))
def test_nothing_that_is_written_becomes_an_element_of_its_own(text: str) -> None:
    tags = Tags()
    tags.feed(words_html(text))
    assert tags.seen <= MAY_STAND
    assert tags.attributes <= {"href", "rel", "start"}
    tags = Tags()
    tags.feed(line_html(person(1, text), ZONE, live=False, form_id="f"))
    assert tags.seen <= {"li", "div", "p", "br", "time"}


def test_a_persons_words_are_text_only() -> None:
    html = line_html(person(1, "**no** <b>\nnext"), ZONE, live=False, form_id="f")
    assert "**no** &lt;b&gt;<br>next" in html


def test_labels_and_facts_are_escaped() -> None:
    message = Message("x", title="<i>", facts=(("<dt>", "a\n<dd>"),), choices=(Choice("<u>", '"><s>'),))
    for live in (True, False):
        html = line_html(bot(1, message), ZONE, live, form_id="f")
        assert not re.search(r"<(i|u|s)>", html)
        assert "&lt;dt&gt;" in html
        assert "a<br>&lt;dd&gt;" in html


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/x?a=1&b=2", True),
        ("/guidance/board", True),
        ("mailto:a@example.org", True),
        ("javascript:alert(1)", False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("data:text/html,x", False),
    ],
)
def test_only_plain_addresses_become_links(url: str, link: bool) -> None:
    html = line_html(bot(1, Message("x", choices=(Choice("Go", url=url),))), ZONE, live=True, form_id="f")
    assert ("<a " in html) is link
    assert "Go" in html


def test_times_are_those_of_the_place() -> None:
    summer = Said(1, "bot", "x", START.replace(month=7), None, "e")
    assert ">15:05</time>" in line_html(summer, ZONE, live=False, form_id="f")


def test_only_the_newest_buttons_are_live() -> None:
    lines = [bot(1), person(2, "Noted"), bot(3, READ_BACK), bot(4, QUESTION, event="web:priya:3")]
    assert [(shown.live, shown.chosen) for shown in arrange(lines)] == [
        (False, "Noted"),
        (False, ""),
        (True, ""),
        (True, ""),
    ]
    later = arrange([*lines, bot(5, READ_BACK, event="nudge")])
    assert [shown.live for shown in later] == [False, False, False, False, True]
    assert not any(shown.live for shown in arrange([*lines, person(5, "something")]))


def test_a_day_has_a_heading() -> None:
    html = "".join(history_parts(arrange([bot(1), person(2, "Noted")]), ZONE, form_id="f"))
    assert html.count('<li class="day">Tuesday 24 November 2026</li>') == 1


def test_the_label_of_a_press_is_that_of_its_own_message() -> None:
    lines = [bot(1), bot(2, READ_BACK)]
    assert label_of(lines, 1, "pick|noted") == "Noted"
    assert label_of(lines, 2, "pick|noted") == ""
    assert label_of(lines, None, "pick|noted") == "Noted"
