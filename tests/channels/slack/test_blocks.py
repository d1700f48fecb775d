"""How messages look: rendered examples kept as files, and every limit held for anything that anybody may say.

To write the examples anew after a change that is meant: RENDER=1 pytest tests/channels/slack/test_blocks.py, then
look at the difference before you commit it.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.limits import LIMITS, limit
from bot.channels.slack import blocks, mrkdwn
from bot.core.model import Choice, Message
from bot.core.model.read_back import ReadEntry
from tests.channels.examples import FINISH, OFFICER, READ_BACK_TABLE
from tests.stubs.slack_limits import trouble_with_message

RENDERED = Path(__file__).parents[1] / "rendered" / "slack"

EXAMPLES = {
    "question": Message(
        "**When did your board commit to the charter?**\n\nA date is enough: *3 November 2026*, or *last Tuesday*.",
        choices=(Choice("Not yet", "board.committed=no|4"), Choice("Why do you ask?", "why|4")),
    ),
    "read_back": Message(
        "Have I got this right?",
        choices=(Choice("Yes, record it", "yes|5", "primary"), Choice("No, change it", "no|5")),
        facts=(("Board committed on", "3 November 2026"), ("Said by", "Priya <Lead> & team")),
    ),
    "read_back_table": READ_BACK_TABLE,
    "officer": OFFICER,
    "finish": FINISH,
    "checklist": Message(
        "Three steps are done. **Next: residents.**\n\n"
        "1. Board: done\n2. Residents: *open*\n   - 40 people came\n3. Badge",
        title="Where you stand",
        choices=(Choice("Show guidance", url="https://example.org/guidance?a=1&b=2"),),
    ),
    "many_choices": Message("Which of these?", choices=tuple(Choice(f"Choice {n}", f"c={n}|6") for n in range(1, 9))),
    "many_long_values": Message(
        "Which?", choices=tuple(Choice(f"Choice {n}", f"c={n}|" + "v" * 200) for n in range(7))
    ),
    "long_labels": Message(
        "Which commitment?",
        choices=(
            Choice(
                "We will publish what residents told us and what we changed because of it, within three months", "a|1"
            ),
            Choice("None of these", "b|1"),
        ),
    ),
    "hostile": Message(
        "You said: <!channel> <@U0MATE> <https://evil.example|click> "
        "*bold?* _so_ `code` ~gone~ & [x](javascript:alert(1))",
        facts=(("*Name*", "<!here> @everyone <script>"),),
        choices=(Choice("<!channel>", "<!channel>"),),
    ),
    "decided": Message("Recorded: the board committed on **3 November 2026**. _Confirmed by Priya._", replaces="1.2"),
    "long_text": Message("\n\n".join(f"Paragraph {n}. " + "Words and more words. " * 40 for n in range(1, 8))),
    "far_too_long": Message("word " * 12_000, choices=(Choice("Go on", "go|1"),)),
    "right_to_left": Message("مرحبا **بكم** في 🏠 الميثاق", facts=(("תאריך", "3/11/2026"),)),
}


def names(user: str) -> str:
    return {"U0MATE": "Sam"}.get(user, "")


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_message_looks_as_its_kept_example(name: str) -> None:
    path = RENDERED / f"{name}.json"
    shown = json.dumps(blocks.render(EXAMPLES[name], names), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("RENDER"):
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_slack_takes_every_example(name: str) -> None:
    assert trouble_with_message(blocks.render(EXAMPLES[name], names)) == ""


def test_no_example_is_left_without_its_message() -> None:
    assert {path.stem for path in RENDERED.glob("*.json") if not path.stem.startswith("_")} >= set(EXAMPLES)


def test_every_limit_says_where_it_comes_from() -> None:
    assert all(row.most > 0 and (row.source.startswith("https://") or "our own" in row.source) for row in LIMITS)
    assert len({(row.channel, row.what) for row in LIMITS}) == len(LIMITS)


WORDS = st.text(alphabet=st.sampled_from("ab <>&*_~`|@!#[]()\n-1.😀é\u202eمZ"), max_size=60)
LONG = st.integers(0, 9000).map(lambda size: "ab & <b> " * (size // 9))
MESSAGES = st.builds(
    Message,
    text=WORDS | LONG,
    title=st.just("") | WORDS,
    choices=st.lists(
        st.builds(
            Choice,
            label=WORDS.filter(str.strip) | st.just("long label " * 12),
            value=st.text("abc|=", min_size=1, max_size=180),
            url=st.just("") | st.just("https://example.org/?a=1"),
        ),
        max_size=30,
    ).map(tuple),
    facts=st.lists(st.tuples(WORDS, WORDS | LONG), max_size=25).map(tuple),
).filter(lambda one: bool(one.text.strip() or one.title.strip()))


@given(MESSAGES)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_said_keeps_to_the_limits_and_calls_nobody(message: Message) -> None:
    shown = blocks.render(message)
    assert trouble_with_message(shown) == ""
    assert len(shown["text"]) <= limit("slack", "message.text")
    for text in [shown["text"], *_texts(shown["blocks"])]:
        assert "<!" not in text
        assert "<@" not in text
        assert "<#" not in text


def _texts(shown: list[blocks.Block]) -> list[str]:
    found = [block["text"]["text"] for block in shown if block.get("text", {}).get("type") == "mrkdwn"]
    return found + [field["text"] for block in shown for field in block.get("fields", [])]


def test_every_choice_is_there_once_with_its_value() -> None:
    for count in (1, 5, 6, 30, 100, 101, 120):
        message = Message("Which?", choices=tuple(Choice(f"Number {n}", f"v={n}") for n in range(count)))
        shown = blocks.render(message)
        elements = [one for block in shown["blocks"] if block["type"] == "actions" for one in block["elements"]]
        values = [one["value"] for one in elements if "value" in one]
        values += [option["value"] for one in elements for option in one.get("options", [])]
        assert values == [f"v={n}" for n in range(count)]
        assert trouble_with_message(shown) == ""


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("**bold** and *italic*", "*bold* and _italic_"),
        ("in**side**word", f"in{mrkdwn.GAP}*side*{mrkdwn.GAP}word"),
        ("[the pack](https://x.org/a?b=1&c=2)", "<https://x.org/a?b=1&amp;c=2|the pack>"),
        ("[a|b](https://x.org/|>)", "<https://x.org/%7C%3E|a¦b>"),
        ("[x](javascript:alert)", "[x](javascript:alert)"),
        ("[x](data:text/html,1)", "[x](data:text/html,1)"),
        ("- one\n- two\n  1. deep", "• one\n• two\n    1. deep"),
        ("3. three\n4. four", "3. three\n4. four"),
        ("> said\n> so", "> said\n> so"),
        ("# Head **line**\ntext", "*Head line*\n\ntext"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("&lt;!channel&gt;", "&lt;!channel&gt;"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("<b>html</b>", "&lt;b&gt;html&lt;/b&gt;"),
        (r"\*not bold\*", f"*{mrkdwn.GAP}not bold*"),
        ("snake_case_name", "snake_case_name"),
        ("**", "**"),
        ("`a<b`", "`a&lt;b`"),
        ("![picture](https://x.org/a.png)", "picture"),
        ("line one\nline two", "line one\nline two"),
        ("", ""),
    ],
)
def test_markdown_becomes_mrkdwn(markdown: str, shown: str) -> None:
    assert mrkdwn.render(markdown) == shown


def test_a_name_is_somebodys_words_too() -> None:
    shown = mrkdwn.render("ask <@U1>", lambda user: "[x](https://evil.example) <!here> *b*")
    assert "<https" not in shown
    assert "<!" not in shown


@given(st.text(st.sampled_from("ab &<>|\n"), max_size=400), st.integers(12, 80))
def test_pieces_keep_every_word(text: str, most: int) -> None:
    found = blocks.pieces(mrkdwn.escape(text), most)
    assert all(len(piece) <= most for piece in found)
    assert "".join("".join(found).split()) == "".join(mrkdwn.escape(text).split())
    assert all("&" not in piece.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "") for piece in found)


def test_a_quote_is_one_on_screen_and_in_quotation_marks_where_it_is_read_out() -> None:
    shown = blocks.render(Message("I would pass this on:\n\n> What about us?\n> And them?\n\nShall I?"))
    assert "> What about us?\n> And them?" in shown["blocks"][0]["text"]["text"]
    assert "“What about us?\nAnd them?”" in shown["text"]
    assert "&gt;" not in shown["text"]


def test_a_read_back_of_very_many_lines_is_text_and_a_few_are_lines_with_buttons() -> None:
    few = EXAMPLES["read_back_table"]
    assert few.read_back is not None
    line = few.read_back.lines[0]
    many = replace(few, read_back=replace(few.read_back, entries=(ReadEntry("", "", (line,) * 40),)))
    pressed = [b["accessory"]["value"] for b in blocks.render(few, names)["blocks"] if "accessory" in b]
    assert pressed == [one.change for one in few.read_back.lines]
    shown = blocks.render(many, names)["blocks"]
    assert [b for b in shown if "accessory" in b] == []
    assert "Minute: 4.2" in json.dumps(shown)
