"""Slack's part joined to the whole bot: home pages, forms, the message shortcut, threads, private words."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Person
from bot.store.port import Tx
from tests.channels.slack.conftest import payload
from tests.channels.world import ADOPTER, CODE, LEAD, MATE, Bot, whole_bot


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path) as made:
        yield made


def text(view: object) -> str:
    return json.dumps(view, ensure_ascii=False)


# ---------------------------------------------------------------- home


async def test_the_lead_sees_the_journey_what_is_next_reminders_and_briefings(bot: Bot) -> None:
    view = text(await bot.opens_home())
    for words in (
        "Acme Homes on Together with Tenants", "Hello Priya. 0 of ", "Take the charter to your board", "Not begun",
        "Has the charter been to your board?", "Reminders", "Stop them for everybody", "Latest guidance",
        "Fill in a form", "After ",
    ):  # fmt: skip
        assert words in view, words


async def test_after_an_answer_the_home_is_published_again_with_the_change(bot: Bot) -> None:
    await bot.opens_home()
    await bot.says("went to board 3 March, they noted it")
    await bot.settled()
    assert "This is not saved yet" in text(bot.slack.views[LEAD])
    await bot.says("yes")
    await bot.settled()
    view = text(bot.slack.views[LEAD])
    assert "Noted, 3 March 2026" in view
    assert "1 of " in view
    assert '"text": "Change"' in view


async def test_a_colleagues_change_shows_on_the_leads_home_and_nothing_is_published_twice(bot: Bot) -> None:
    await bot.opens_home()
    await bot.opens_home(MATE)
    before = bot.slack.count("views.publish")
    await bot.says("we asked residents by survey in May, 60 took part", MATE)
    await bot.says("yes", MATE)
    await bot.settled()
    assert "Done, survey, May 2026" in text(bot.slack.views[LEAD])
    await bot.opens_home()
    assert bot.slack.count("views.publish") - before <= 4
    assert bot.slack.count("chat.postMessage") == 2


async def test_a_colleague_sees_their_own_steps_first(bot: Bot) -> None:
    rows = [b["text"]["text"] for b in (await bot.opens_home(MATE))["blocks"] if b["type"] == "section"]
    steps = [row.split("*")[1] for row in rows if row[:1] in "✅🟡⬜🔒"]
    assert steps[0] == "Consult residents"
    assert "Stop them for everybody" not in text(bot.slack.views[MATE])


async def test_a_button_on_the_home_is_answered_in_a_direct_message(bot: Bot) -> None:
    view = await bot.opens_home()
    value = next(
        e["value"] for b in view["blocks"] for e in b.get("elements", []) if e.get("value", "").startswith("step|")
    )
    await bot.presses(value)
    assert "Has the charter been to your board" in bot.direct(LEAD)[-1]


async def test_reminders_are_paused_and_started_from_the_home(bot: Bot) -> None:
    await bot.opens_home()
    await bot.presses(f"do|{ADOPTER}|0|pause")
    await bot.settled()
    assert "Reminders to you are off" in text(bot.slack.views[LEAD])
    await bot.presses(f"do|{ADOPTER}|0|resume")
    await bot.settled()
    assert "Reminders to you are off" not in text(bot.slack.views[LEAD])


async def test_somebody_unknown_is_told_how_to_join_and_then_sees_the_journey(bot: Bot) -> None:
    view = text(await bot.opens_home("U0NEW"))
    assert "join code from your welcome pack" in view
    assert "Acme" not in view
    await bot.presses("do||0|next", "U0NEW")
    assert "join code" in bot.direct("U0NEW")[-1]
    await bot.says(CODE, "U0NEW")
    await bot.settled()
    assert "Acme Homes on" in text(bot.slack.views["U0NEW"])


async def test_whoever_answers_questions_sees_what_waits(bot: Bot) -> None:
    await bot.app.store.write(lambda tx: tx.set_inbox_code("WXYZ-2345"))
    await bot.event("app_mention", text="<@U0BOT> WXYZ-2345", user="U0OFF", channel="C0INBOX")
    assert "Nobody waits" in text(await bot.opens_home("U0OFF"))
    await bot.says("can I talk to a person?")
    await bot.says("does our merger change what we promised?")
    await bot.says("yes")
    await bot.settled()
    view = text(bot.slack.views["U0OFF"])
    assert "does our merger change" in view
    assert "Priya at Acme Homes" in view


# ---------------------------------------------------------------- forms


async def opened(bot: Bot, step: str) -> dict[str, dict[str, object]]:
    """The form's inputs, by question."""
    body = payload("press_form")
    body["actions"][0]["value"] = f"form:{step}"
    before = len(bot.slack.opened)
    await bot.interact(body)
    async with asyncio.timeout(5):
        while len(bot.slack.opened) == before:
            await asyncio.sleep(0.01)
    return {b["block_id"]: b for b in bot.slack.opened[-1]["blocks"] if b["type"] == "input"}


async def test_a_form_has_the_steps_questions_with_what_is_known(bot: Bot) -> None:
    await bot.says("went to board 3 March, they noted it")
    await bot.says("yes")
    fields = await opened(bot, "board")
    assert list(fields) == ["board.outcome", "board.date", "board.body", "board.minute_ref"]
    assert fields["board.date"]["element"]["initial_value"] == "3 March 2026"  # type: ignore[index]
    assert fields["board.outcome"]["element"]["initial_option"]["value"] == "noted"  # type: ignore[index]


async def test_a_form_is_recorded_at_once_and_stands_in_the_export(bot: Bot) -> None:
    await bot.opens_home()
    answer = await bot.fills_in("board", outcome="adopted", date="in March", minute_ref="26/03/7.2")
    assert answer == {}
    facts = await bot.facts()
    assert facts["board.outcome"].value == "adopted"
    assert facts["board.date"].value == "2026-03-01/2026-03-31"
    assert facts["board.date"].words == "in March"
    assert facts["board.minute_ref"].value == "26/03/7.2"
    rows = await bot.app.store.read(lambda tx: {kind: list(found) for kind, found in tx.dump()})
    assert [r["name"] for r in rows["facts"]] == ["board.outcome", "board.date", "board.minute_ref"]
    assert "machine_values" not in rows
    await bot.settled()
    assert "Approved or adopted, March 2026" in text(bot.slack.views[LEAD])
    assert "Board: approved or adopted" in " ".join(bot.direct(LEAD))


async def test_a_consultation_with_its_activities(bot: Bot) -> None:
    await bot.fills_in("residents", state="done", method=["survey", "meeting"], date="2026-05-12", took_part="1,060")
    facts = await bot.facts()
    assert facts["residents.method"].value == ("survey", "meeting")
    assert facts["residents.date"].value == "2026-05-12/2026-05-12"
    assert facts["residents.took_part"].value == 1060
    await bot.fills_in("residents", state="done", method=["meeting"], date="12 May 2026", took_part="1060")
    assert (await bot.facts())["residents.method"].value == ("meeting",), "a form gives the whole list"


async def test_a_rough_number_is_rough_in_a_form_too_until_it_is_made_exact(bot: Bot) -> None:
    await bot.fills_in("residents", state="done", method=["survey"], date="May 2026", took_part="about 40")
    assert (await bot.facts())["residents.approximate"].value is True
    element = (await opened(bot, "residents"))["residents.took_part"]["element"]
    assert (element["type"], element["initial_value"]) == ("plain_text_input", "about 40")  # type: ignore[index]
    await bot.fills_in("residents", state="done", method=["survey"], date="May 2026", took_part="about 40")
    assert (await bot.facts())["residents.approximate"].value is True
    await bot.fills_in("residents", state="done", method=["survey"], date="12 May 2026", took_part="40")
    facts = await bot.facts()
    assert (facts["residents.took_part"].value, facts["residents.approximate"].value) == (40, False)
    assert (await opened(bot, "residents"))["residents.took_part"]["element"]["initial_value"] == "40"  # type: ignore[index]
    await bot.fills_in("residents", state="done", method=["survey"], date="12 May 2026", took_part="roughly 45")
    facts = await bot.facts()
    assert (facts["residents.took_part"].value, facts["residents.approximate"].value) == (45, True)


async def test_only_making_a_number_exact_is_said_in_words_and_can_be_undone(bot: Bot) -> None:
    answers: dict[str, Any] = {"state": "done", "method": ["survey"], "date": "May 2026"}
    await bot.fills_in("residents", **answers, took_part="about 40")
    await bot.fills_in("residents", **answers, took_part="40")
    said = "\n".join(bot.direct(LEAD)[-3:])
    assert "said “Residents who took part: about 40” (Priya" in said
    assert "Residents who took part: 40" in said
    await bot.says("undo")
    assert (await bot.facts())["residents.approximate"].value is True


@pytest.mark.parametrize(
    ("step", "name", "value", "says"),
    [
        ("board", "date", "30 February", "30 February"),
        ("board", "date", "whenever", "could not work out the date"),
        ("residents", "took_part", "-3", ""),
        ("commitments", "url", "our website", "whole address"),
        ("board", "minute_ref", "Mrs Patel of 14 Ash Road has dementia", "private details"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(bot: Bot, step: str, name: str, value: str, says: str) -> None:
    first = {"board": "adopted", "residents": "done", "commitments": "published"}[step]
    rest = {"outcome" if step == "board" else "state": first, name: value}
    answer = await bot.fills_in(step, **rest)
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [f"{step}.{name}"]
    assert says in answer["errors"][f"{step}.{name}"]
    assert await bot.facts() == {}


async def test_what_does_not_go_with_another_answer_is_said_beside_its_field(bot: Bot) -> None:
    answer = await bot.fills_in("board", outcome="not_yet", date="3 March 2026")
    assert "does not go with" in answer["errors"]["board.date"]
    await bot.fills_in("board", outcome="noted", date="3 March 2026")
    assert await bot.fills_in("board", outcome="not_yet", date="3 March 2026") == {}, "it was known before"


async def test_a_form_that_would_change_a_colleagues_word_is_read_back(bot: Bot) -> None:
    await bot.fills_in("board", outcome="noted", date="3 March 2026")
    await bot.fills_in("board", MATE, outcome="adopted", date="3 March 2026")
    assert (await bot.facts())["board.outcome"].value == "noted"
    assert "Priya" in bot.direct(MATE)[-1]
    await bot.says("yes", MATE)
    assert (await bot.facts())["board.outcome"].value == "adopted"


async def test_a_colleagues_rough_number_is_not_made_exact_in_silence(bot: Bot) -> None:
    answers: dict[str, Any] = {"state": "done", "method": ["survey"], "date": "May 2026"}
    await bot.fills_in("residents", **answers, took_part="about 40")
    await bot.fills_in("residents", MATE, **answers, took_part="40")
    assert (await bot.facts())["residents.approximate"].value is True
    assert "Residents who took part: about 40" in bot.direct(MATE)[-1]
    await bot.says("yes", MATE)
    assert (await bot.facts())["residents.approximate"].value is False


async def test_distress_in_a_form_gets_help_and_nothing_is_kept(bot: Bot) -> None:
    assert await bot.fills_in("board", outcome="adopted", minute_ref="I can't go on, I want to die") == {}
    assert await bot.facts() == {}
    assert bot.direct(LEAD)
    rows = await bot.app.store.read(lambda tx: repr([(kind, list(found)) for kind, found in tx.dump()]))
    assert "want to die" not in rows


# ---------------------------------------------------------------- messages and threads


async def test_the_message_shortcut_reads_back_to_whoever_pressed_and_keeps_the_link(bot: Bot) -> None:
    body = payload("shortcut_record")
    body["message"]["text"] = "the board noted the charter on 3 March"
    await bot.interact(body)
    assert "noted" in bot.direct(LEAD)[-1]
    assert bot.slack.said("C0TEAM") == []
    await bot.says("yes")
    facts = await bot.facts()
    assert facts["board.outcome"].value == "noted"
    kept = await bot.app.store.read(lambda tx: [row for kind, rows in tx.dump() if kind == "facts" for row in rows])
    thread = "?thread_ts=1764000030.000100&cid=C0TEAM"
    assert {row["source_link"] for row in kept} == {
        f"https://acme.slack.com/archives/C0TEAM/p1764000050000100{thread}"
    }


async def test_a_thread_is_known_after_a_restart(tmp_path: Path) -> None:
    async with whole_bot(tmp_path) as bot:
        await bot.event("app_mention", text="<@U0BOT> help")
        thread = bot.slack.messages["C0TEAM"][0]["thread_ts"]
    async with whole_bot(tmp_path, lambda tx: None) as bot:
        bot.sent = 100
        await bot.event("message_channel_thread", text="help", thread_ts=thread)
        assert len(bot.slack.said("C0TEAM")) == 1
        await bot.event("message_channel_thread", text="help", thread_ts="1764009999.000100")
        assert len(bot.slack.said("C0TEAM")) == 1


SECRETS = ("noted", "3 march", "board's decision", "been to your board")


async def test_board_matters_never_show_in_a_shared_channel(bot: Bot) -> None:
    for words in ("<@U0BOT> the board noted it on 3 March", "<@U0BOT> yes", "<@U0BOT> status", "<@U0BOT> report"):
        await bot.event("app_mention", text=words)
        thread = bot.slack.ephemerals[-1].get("thread_ts", "") if bot.slack.ephemerals else ""
        await bot.event("message_channel_thread", text="undo the last one?", user=LEAD, thread_ts=thread)
    shown = text([(m["text"], m.get("blocks")) for m in bot.slack.messages["C0TEAM"]]).lower()
    assert [word for word in SECRETS if word in shown] == [], shown
    whispered = text(bot.slack.ephemerals)
    assert "3 March" in whispered
    assert {e["user"] for e in bot.slack.ephemerals} == {LEAD}


async def test_in_the_adopters_own_channel_they_are_said_to_all(bot: Bot) -> None:
    await bot.event("app_mention", text="<@U0BOT> use this channel")
    await bot.event("app_mention", text="<@U0BOT> the board noted it on 3 March")
    assert "3 March" in text(bot.slack.said("C0TEAM"))


# ---------------------------------------------------------------- what machines and operators see


async def test_figures_and_readiness_have_the_door(bot: Bot) -> None:
    await bot.says("hello")
    async with bot.http.get("/metrics") as answer:
        assert 'charter_bot_events{channel="slack",what="kept"} 1.0' in await answer.text()
    async with bot.http.get("/readyz") as answer:
        assert answer.status == 200
        assert (await answer.json())["channels"] == {"slack": {"connected": True, "trouble": ""}}


async def test_tokens_are_in_no_export(bot: Bot) -> None:
    from bot.compose.channels import StoredValues

    keep = StoredValues(bot.app.store)
    await keep.set("slack installation T0TEAM", "sealed-token")
    assert await keep.get("slack installation T0TEAM") == "sealed-token"

    def look(tx: Tx) -> str:
        return repr([(kind, list(found)) for kind, found in tx.dump()])

    assert "sealed-token" not in await bot.app.store.read(look)
    await keep.set("slack installation T0TEAM", None)
    assert await keep.get("slack installation T0TEAM") is None


async def test_a_finished_home_says_so_and_offers_nothing_that_is_next(bot: Bot) -> None:
    for told in (
        "the board noted it on 3 March", "we surveyed residents in January, 40 replied",
        "staff were consulted at team meetings in February, 62 took part", "way forward was agreed on 20 March",
        "commitments are up: https://acme.example.org/ours",
        "oversight page is live at https://acme.example.org/oversight, quarterly KPIs go to a resident panel",
        "we send updates every quarter, last one went out on 1 November",
    ):  # fmt: skip
        await bot.says(told)
        await bot.says("yes")
    ending = bot.direct(LEAD)[-1]
    assert "All 7 steps are done" in ending and "Take the charter to your board: Noted, 3 March 2026" in ending
    view = text(await bot.opens_home())
    assert "7 of 7 steps are done" in view
    assert "All done" in view and "Give regular updates, due again on 1 February 2027" in view
    assert "nothing waiting for you" not in view
    assert "What is next?" not in view


async def test_somebody_without_a_name_is_greeted_without_a_gap(bot: Bot) -> None:
    await bot.says("hello")
    nameless = Person("p-priya", ADOPTER, "", "lead")
    await bot.app.store.write(lambda tx: tx.save_person(nameless))
    view = text(await bot.opens_home())
    assert "Hello. 0 of 7" in view
    assert "Hello ." not in view


async def test_pause_for_everybody_asks_first(bot: Bot) -> None:
    await bot.opens_home()
    await bot.presses(f"nudge|{ADOPTER}|0|pause_all")
    await bot.settled()
    assert "Shall I stop reminders to everybody at Acme Homes (Priya and Sam)" in bot.direct(LEAD)[-1]
    assert "Reminders are off for everybody" not in text(bot.slack.views[LEAD])


# ---------------------------------------------------------------- settings


async def test_the_settings_are_a_window_from_the_home_and_what_is_sent_shows_there(bot: Bot) -> None:
    home = json.dumps(await bot.opens_home())
    assert '"form:settings"' in home and "Sign out everywhere" in home
    await bot.presses("form:settings")
    await asyncio.sleep(0.2)
    (window,) = [call.args["view"] for call in bot.slack.calls if call.method == "views.open"]
    labels = [block["label"]["text"] for block in window["blocks"] if block["type"] == "input"]
    assert labels[:3] == ["What shall I call you?", "What is your role?", "Shall I remind you?"]
    wrong = await bot.fills_in("settings", name="Priya N", leave_from="21 December", leave_until="")
    assert wrong["response_action"] == "errors" and list(wrong["errors"]) == ["settings.leave_until"]
    await bot.fills_in("settings", name="Priya N", reminders="off", leave_from="21 December", leave_until="4 January")
    await bot.settled()
    assert "Reminders to you are off" in json.dumps(await bot.opens_home())
