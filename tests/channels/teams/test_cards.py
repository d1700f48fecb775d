"""What Teams shows: examples kept as files, limits, and that nobody's words become markup."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.channels.limits import limit
from bot.channels.teams.cards import activity_of, card, escape, size, summary
from bot.channels.teams.references import Reference
from bot.channels.teams.words import blocks_of, plain, shorten, to_html
from bot.core.model import Choice, Message
from tests.channels.examples import FINISH, OFFICER, READ_BACK_TABLE
from tests.channels.teams.valid import cards_in, complaints

RENDERED = Path(__file__).parents[1] / "rendered" / "teams"
HERE = Reference("https://smba.trafficmanager.net/uk", "msteams", "personal", "28:bot", "29:1fakeANA", "a:1", "t")
CHANNEL = Reference("https://smba.trafficmanager.net/uk", "msteams", "channel", "28:bot", "29:1fakeANA", "19:1", "t")

EXAMPLES = {
    "words": Message("Hello **Ana**. There are _three_ parts:\n\n1. the board\n2. the residents\n\n- any order\n"),
    "link": Message("Read the [guide](https://example.org/guide?a=1&b=2), or [not this](javascript:alert(1))."),
    "question": Message(
        "Has your board approved the charter?\n\nIt is asked because *the board* signs.",
        title="The board",
        choices=(Choice("Yes", "board:yes:3", "primary"), Choice("Not yet", "board:no:3"), Choice("Help", "help:3")),
    ),
    "read_back": Message(
        "Is this right?",
        facts=(("Approved on", "13 October 2026"), ("Minutes", "Item 7, *draft* [x](http://y)"), ("By", "The board")),
        choices=(Choice("Yes", "ok:4", "primary"), Choice("No, take it away", "no:4", "danger")),
    ),
    "read_back_table": READ_BACK_TABLE,
    "officer": OFFICER,
    "finish": FINISH,
    "many_choices": Message(
        "Which region?",
        choices=(
            *(Choice(f"Region {n}", f"region:{n}:5") for n in range(1, 9)),
            Choice("A map", url="https://a.b/c"),
        ),
    ),
    "nudge_digest": Message(
        "There are 4 things that could move on. One at a time is fine:\n\n"
        "**Take the charter to your board**: You told me that the board meets on 12 January 2027. How did it go?\n\n"
        "- **Consult residents**: This has been open since 24 November 2026.\n"
        "- **Consult colleagues**: Sam told me that colleagues are asked in December 2026.\n\n"
        "**Publish your commitments** is with Priya and I have not heard back. I wanted you to know.",
        "nudge_digest nudge",
        tuple(
            Choice(label, f"nudge|acme|7|{verb}|board", "primary" if verb == "done" else "")
            for label, verb in (
                ("Done", "done"),
                ("Not yet", "not_yet"),
                ("Remind me…", "later"),
                ("Someone else", "else"),
                ("Pause", "pause"),
            )
        ),
    ),
    "long_labels": Message(
        "The latest briefings:",
        choices=(
            Choice("Read: Access to information for tenants: publishing", "read|acme|0|a"),
            Choice("Read: Access to information for tenants: requests", "read|acme|0|b"),
            Choice("More", "guidance|acme|0"),
            Choice("Skip", "skip|acme|0"),
        ),
    ),
    "answered": Message("**Approved on 13 October.** Ana answered this.", replaces="1700000000050"),
    "markup": Message(
        "You said: \\*\\*not bold\\*\\* <b>tag</b> <at>Everyone</at> &amp; <script>alert(1)</script>",
        title="*Not* [bold](http://x) <b>",
        facts=(("**Label**", "1. not a list\n# no heading"),),
    ),
}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_rendered_as_kept(name: str) -> None:
    """To renew the files after a change that was meant: BOT_RENEW=1, and read the difference."""
    path = RENDERED / f"{name}.json"
    rendered = activity_of(EXAMPLES[name], HERE)
    if os.environ.get("BOT_RENEW"):
        path.write_text(json.dumps(rendered, indent=2, ensure_ascii=False) + "\n")
    assert rendered == json.loads(path.read_text())


def test_every_kept_example_is_made() -> None:
    assert {path.stem for path in RENDERED.glob("[!_]*.json")} == set(EXAMPLES)


@pytest.mark.parametrize("path", sorted(RENDERED.glob("*.json")), ids=lambda path: path.stem)
def test_valid_by_the_published_schema_of_the_version_it_names(path: Path) -> None:
    assert [complaints(made) for made in cards_in(json.loads(path.read_text()))] in ([], [[]])


SPOILT: dict[str, dict[str, Any]] = {
    "a part nobody knows": {"type": "TextBlok", "text": "x"},
    "a property nobody knows": {"type": "TextBlock", "text": "x", "colour": "Good"},
    "a value nobody knows": {"type": "TextBlock", "text": "x", "weight": "Fat"},
    "what it cannot do without": {"type": "TextBlock"},
    "a part newer than the card": {"type": "Table"},
    "a property newer than the card": {"type": "Input.Text", "id": "x", "label": "x"},
    "an action that is none": {"type": "ActionSet", "actions": [{"type": "Action.Say", "title": "x"}]},
}


@pytest.mark.parametrize("why", sorted(SPOILT))
def test_the_schema_finds_what_is_wrong(why: str) -> None:
    made = card(EXAMPLES["question"])
    assert complaints(made) == []
    assert len(complaints({**made, "body": [*made["body"], SPOILT[why]]})) == 1
    assert len(complaints({**made, "colour": "Good"})) == 1


def test_a_plain_answer_is_a_plain_message() -> None:
    activity = activity_of(Message("Noted."), HERE)
    assert "attachments" not in activity
    assert activity["recipient"] == {"id": "29:1fakeANA"}
    assert "recipient" not in activity_of(Message("Noted."), CHANNEL)


def test_six_buttons_are_buttons_and_seven_a_select() -> None:
    six = card(Message("?", choices=tuple(Choice(str(n), str(n)) for n in range(6))))
    seven = card(Message("?", choices=tuple(Choice(str(n), str(n)) for n in range(7))))
    assert len(six["actions"]) == 6
    assert [action["title"] for action in seven["actions"]] == ["Choose"]
    assert [option["value"] for option in seven["body"][-1]["choices"]] == [str(n) for n in range(7)]
    links = card(Message("?", choices=tuple(Choice(str(n), url="https://a.b") for n in range(9))))
    assert len(links["actions"]) <= limit("teams", "card.actions")


def test_nested_lists_keep_their_depth() -> None:
    blocks = blocks_of("- a\n  - b\n    more\n- c\n")
    assert [(b.marker, b.depth, b.plain) for b in blocks] == [("•", 1, "a"), ("•", 2, "b\nmore"), ("•", 1, "c")]
    assert to_html("- a\n  - b\n- c") == "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>"
    assert plain("3. a\n4. b") == "3. a\n4. b"


def test_a_line_with_a_mark_of_its_own_gets_no_second_one() -> None:
    text = "So far:\n\n- ✓ **The board**: noted\n- ○ **Residents**: ready\n- plain"
    assert plain(text) == "So far:\n✓ The board: noted\n○ Residents: ready\n• plain"
    assert "<p>✓ <strong>The board</strong>: noted</p>" in to_html(text)
    assert "• ✓" not in json.dumps(card(Message(text, title="x")), ensure_ascii=False)


def _runs(rendered: dict[str, Any]) -> str:
    return "".join(run["text"] for block in rendered["body"] for run in block.get("inlines", ()))


SPECIAL = st.text(alphabet=st.sampled_from("*_[]()<>&#`~\\!|-+.1 \n\"'x:/@😀\u202e{}"), max_size=60)


@settings(max_examples=300, deadline=None)
@given(SPECIAL)
def test_escaped_words_show_as_they_are(words: str) -> None:
    """The title and the facts are Markdown in Teams: read by a Markdown reader, the escaped words are the words."""
    line = " ".join(words.split())
    for before in ("", "7", "x "):
        tokens = MarkdownIt("commonmark", {"html": False}).parse(escape(before + line))
        assert [token.type for token in tokens if token.type.endswith("_open")] in (["paragraph_open"], [])
        inline = next((token.children or [] for token in tokens if token.type == "inline"), [])
        assert {token.type for token in inline} <= {"text", "text_special"}
        assert "".join(token.content for token in inline) == (before + line).rstrip()


@settings(max_examples=300, deadline=None)
@given(SPECIAL)
def test_no_tag_but_ours_in_a_plain_message(words: str) -> None:
    made = to_html(words)
    ours = r"</?(p|ul|ol|li|strong|em|br|blockquote)>|<a href=\"(https?://|mailto:|tel:)[^\"<>]*\">|</a>"
    assert re.sub(ours, "", made).count("<") == 0


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.lists(st.tuples(st.text(max_size=30), st.text(max_size=60)), max_size=5))
def test_whatever_the_words_something_is_rendered(text: str, facts: list[tuple[str, str]]) -> None:
    activity = activity_of(Message(text, facts=tuple(facts), choices=(Choice("Yes", "y"),)), HERE)
    json.dumps(activity)
    assert activity["attachments"]


@pytest.mark.parametrize(
    "message",
    [
        Message("word " * 40_000),
        Message("x" * 200_000),
        Message("**a** b " * 20_000, title="t"),
        Message("🙂" * 50_000, facts=(("a", "b"),)),
        Message("hello", facts=tuple((f"label {n}", "word " * 400) for n in range(60))),
        Message("- a\n" * 5_000, choices=(Choice("x" * 300, "v"),)),
    ],
)
def test_the_largest_still_fits(message: Message) -> None:
    activity = activity_of(message, HERE)
    assert size(activity) <= limit("teams", "message.bytes")
    assert len(activity.get("summary", "")) <= limit("teams", "summary")
    for attachment in activity.get("attachments", ()):
        assert all(
            len(a["title"]) <= limit("teams", "button.title") for a in attachment["content"].get("actions", ())
        )


def test_shortened_between_words() -> None:
    assert shorten("one two three", 9) == "one two…"
    assert shorten("one", 9) == "one"
    assert len(shorten("x" * 50, 10)) == 10


PREVIEW = "I would pass this on:\n\n> What about **leaseholders**?\n\nShall I?"


def test_a_quote_is_seen_to_be_one() -> None:
    """In a card in a shaded part, in a plain message as a quote, in a notification in quotation marks."""
    made = card(Message(PREVIEW, choices=(Choice("Pass it on", "yes"),)))
    assert [part["type"] for part in made["body"][:3]] == ["RichTextBlock", "Container", "RichTextBlock"]
    assert made["body"][1]["style"] == "emphasis"
    assert to_html(PREVIEW).count("<blockquote><p>What about <strong>leaseholders</strong>?</p></blockquote>") == 1
    assert plain(PREVIEW) == "I would pass this on:\n“What about leaseholders?”\nShall I?"
    assert ">" not in summary(Message(PREVIEW))
