"""The form and the checklist as cards: examples kept as files, limits, and that nobody's words become markup."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.limits import limit
from bot.channels.teams.cards import size
from bot.channels.teams.checklist import checklist_activity, is_status
from bot.channels.teams.forms import NEEDED, form_activity
from bot.channels.views import Field, Form, Home, HomeRow
from bot.core.model import Choice, Message
from bot.core.turn.wording import escape
from tests.channels.records import recorded
from tests.channels.teams.conftest import NOW
from tests.channels.teams.test_cards import HERE, RENDERED

HOSTILE = "**Ana** [x](http://y) <at>Everyone</at> & <b> {{DATE(2026-01-01T00:00:00Z)}}"
FORM = Form(
    "board",
    "Take the charter to your board",
    (
        Field("board.outcome", "What did the board do?", "choice", (("Noted", "noted"), ("Approved", "approved"))),
        Field("board.date", "Which date?", value="3 March 2026", hint='"3 March", or "in March".', optional=True),
        Field("board.who", "Who was there?", "choices", (("Residents", "r"), ("Staff", "s")), "r, s", optional=True),
        Field("board.took_part", "How many?", "number", value="60", optional=True),
        Field("board.day", "On which day?", "date", value="2026-03-03", optional=True),
        Field("board.note", "Anything else?", "long", optional=True),
    ),
    "What your **board** said.",
    submit="Send",
    cancel="Close",
)
STEP = (Choice("Begin", "step|acme|0|board"), Choice("Fill in a form", "form:board"))
HOME = Home(
    "Acme Homes on the welcome pack",
    "Hello Ana. 1 of 3 steps are done.",
    (
        HomeRow("Take it to your board", "done", "Done", escape(HOSTILE), (Choice("Change", "form:board"),)),
        HomeRow("Consult residents", "begun", "Begun, with Sam", "Survey", STEP, recorded(HOSTILE, many=12)),
        HomeRow("Publish", "waiting", "After Consult residents"),
    ),
    Message(
        "**Consult residents**\nHow many took part?", choices=(Choice("Answer in a message", "a"),), title="Next"
    ),
)
STATUS = Message("So far:\n\n- ✓ **Take it to your board**: noted", "status", (Choice("What is next?", "next"),))
WRONG = {"board.outcome": NEEDED, "board.date": f'"{HOSTILE}" is no date.', "": "Something else."}

KEPT = {
    "_form": form_activity(FORM, {}, {}, HERE),
    "_form_again": form_activity(
        replace(FORM, note=f"Sam changed this. It now says: {escape(HOSTILE)}"), {}, {}, HERE
    ),
    "_form_wrong": form_activity(FORM, {"board.date": HOSTILE, "board.note": "kept"}, WRONG, HERE),
    "_checklist": checklist_activity(HOME, STATUS, NOW, HERE),
}


@pytest.mark.parametrize("name", sorted(KEPT))
def test_rendered_as_kept(name: str) -> None:
    """To renew the files after a change that was meant: BOT_RENEW=1, and read the difference."""
    path = RENDERED / f"{name}.json"
    if os.environ.get("BOT_RENEW"):
        path.write_text(json.dumps(KEPT[name], indent=2, ensure_ascii=False) + "\n")
    assert KEPT[name] == json.loads(path.read_text())
    assert {path.stem for path in RENDERED.glob("_*.json")} == set(KEPT)


def _parts(value: Any, kind: str) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return ([value] if value.get("type") == kind else []) + [p for v in value.values() for p in _parts(v, kind)]
    return [p for v in value for p in _parts(v, kind)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", ["_form_wrong", "_form_again", "_checklist"])
def test_peoples_words_stand_only_where_no_markup_is_read(name: str) -> None:
    body = KEPT[name]["attachments"][0]["content"]["body"]
    assert "<at>" in json.dumps(body)
    assert not any("<at>" in block["text"] for block in _parts(body, "TextBlock"))


def test_peoples_words_stand_on_the_checklist_as_they_were_written() -> None:
    row = KEPT["_checklist"]["attachments"][0]["content"]["body"][2]
    shown = [run["text"].replace("\u2060", "") for run in _parts(row, "TextRun")]
    assert shown == ["✓", "Take it to your board", "  Done", HOSTILE]


def test_a_value_that_was_typed_stands_in_the_place_of_what_is_known() -> None:
    fields = {part["id"]: part for part in KEPT["_form_wrong"]["attachments"][0]["content"]["body"] if "id" in part}
    assert (fields["board.date"]["value"], fields["board.note"]["value"]) == (HOSTILE, "kept")
    assert (fields["board.who"]["value"], fields["board.took_part"]["value"]) == ("r,s", "60")


def test_a_form_with_the_longest_words_still_fits() -> None:
    filled = {field.key: "word " * 5_000 for field in FORM.fields}
    assert size(form_activity(FORM, filled, WRONG, HERE)) <= limit("teams", "message.bytes")


@pytest.mark.parametrize("count", [12, 30, 60, 400])
def test_a_long_checklist_gives_up_buttons_and_at_last_the_card(count: int) -> None:
    row = HomeRow("A step with a name of some length", "open", "Not begun", "known " * 20, STEP)
    made = checklist_activity(Home("t", rows=(row,) * count), STATUS, NOW, HERE)
    assert size(made) <= limit("teams", "message.bytes")
    assert ("form:board" in json.dumps(made)) is (count == 12)


def test_a_question_put_apart_is_not_put_on_the_checklist_too() -> None:
    apart = Message("So far: nothing", "status")
    assert "How many took part?" not in json.dumps(checklist_activity(HOME, apart, NOW, HERE))
    assert "How many took part?" in json.dumps(checklist_activity(HOME, Message("x", "status residents"), NOW, HERE))


def test_only_a_status_gives_way_to_the_checklist() -> None:
    assert is_status(STATUS)
    assert not is_status(Message("x", "status", replaces="1"))
    assert not is_status(Message("x", "status_line_done"))
    assert not is_status(Message("x"))
