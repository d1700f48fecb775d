"""A home stays right, whatever changes it: the clock, another channel, another process, new content, a restart."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.slack import SlackChannel, homes, opened
from bot.channels.slack.opened import Opened
from bot.compose.app import open_app
from bot.compose.channels import StoredValues, slack_settings
from bot.core.model import Account, Address, Kind, Turn
from tests.channels.world import CODE, LEAD, MATE, NOW, ROOT, Bot, whole_bot
from tests.process import environment
from tests.stubs.slack import Fault

PRIYA = Account("slack", "T0TEAM", LEAD)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds that a test need not wait for."""
    monkeypatch.setattr(homes, "ROUND_SECONDS", 0.05)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with whole_bot(tmp_path) as made:
        yield made


def home(bot: Bot, user: str = LEAD) -> str:
    return json.dumps(bot.slack.views.get(user, {}), ensure_ascii=False)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


async def rounds(bot: Bot) -> None:
    """Long enough for several rounds over all homes."""
    await asyncio.sleep(0.5)
    await bot.settled()


# ---------------------------------------------------------------- the clock


async def test_a_snooze_that_ends_is_seen(bot: Bot) -> None:
    await bot.says("remind me on 1 December")
    await bot.opens_home()
    assert "start again on 1 December" in home(bot)
    bot.app.clock.move(timedelta(days=7))
    await until(lambda: "start again on" not in home(bot))


async def test_an_offer_that_the_clock_takes_back_is_seen(bot: Bot) -> None:
    await bot.says("hello", MATE)
    await bot.says("can Sam do the staff step?")
    await bot.opens_home()
    assert "Not begun, offered to Sam" in home(bot)
    await bot.app.turns.sweep(bot.app.clock.move(timedelta(days=8, hours=1)))
    await until(lambda: "offered to Sam" not in home(bot))


async def test_reminders_that_go_quiet_are_seen(bot: Bot) -> None:
    await bot.says("hello")
    await bot.opens_home()
    for _ in range(60):
        await bot.app.turns.sweep(bot.app.clock.move(timedelta(days=1, minutes=7)))
    await until(lambda: "I have stopped asking about this" in home(bot))
    await bot.says("the board noted it on 3 March")
    await bot.says("yes")
    await until(lambda: "I had no answer: Take the charter" not in home(bot))


# ---------------------------------------------------------------- other channels, other processes


async def test_a_colleagues_turn_at_the_web_is_seen(bot: Bot) -> None:
    await bot.opens_home()
    ann = Account("web", "web", "ann")
    await bot.takes(CODE, ann, Address("web", "web", "ann", private=True))
    await bot.takes("the board noted it on 3 March", ann, Address("web", "web", "ann", private=True))
    await bot.takes("yes", ann, Address("web", "web", "ann", private=True))
    await until(lambda: "Noted, 3 March 2026" in home(bot))


async def test_what_another_process_records_is_seen(bot: Bot) -> None:
    await bot.opens_home()
    place = Address("slack", "T0TEAM", "D0MATE", private=True)
    async with open_app(bot.app.settings, bot.app.clock) as other:
        for number, words in enumerate(("we surveyed residents in May, 60 took part", "yes")):
            turn = Turn(f"other{number}", Kind.TEXT, Account("slack", "T0TEAM", MATE), place, NOW, text=words)
            await other.turns.take(turn)
    await until(lambda: "Done, survey, May 2026" in home(bot))


async def command(folder: Path, *words: str) -> None:
    """The command line, in a process of its own on the same store."""
    made = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=folder, env=environment(folder), stdout=asyncio.subprocess.DEVNULL
    )
    assert await made.wait() == 0


async def test_the_operators_word_on_all_reminders_is_seen(bot: Bot, tmp_path: Path) -> None:
    await bot.opens_home()
    await command(tmp_path, "sweep", "--pause")
    await until(lambda: "Nobody in the programme gets reminders for now" in home(bot))
    await command(tmp_path, "sweep", "--pause", "2027-01-04")
    await until(lambda: "Nobody in the programme gets reminders before 4 January 2027" in home(bot))
    await command(tmp_path, "sweep", "--resume")
    await until(lambda: "Nobody in the programme" not in home(bot))


async def test_new_content_is_seen(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "conversations", content)
    async with whole_bot(tmp_path, content=content) as bot:
        await bot.opens_home()
        phrases = content / "phrases.yaml"
        changed = phrases.read_text("utf-8").replace("home_open: Not begun", "home_open: Still to come")
        phrases.write_text(changed, "utf-8")
        assert bot.app.content.reload_if_changed()
        await until(lambda: "Still to come" in home(bot))


# ---------------------------------------------------------------- after a restart


async def test_who_had_opened_their_home_before_a_restart_sees_it_fresh_after_it(tmp_path: Path) -> None:
    async with whole_bot(tmp_path) as bot:
        await bot.opens_home()
    async with whole_bot(tmp_path, lambda tx: None) as bot:
        await rounds(bot)
        assert bot.slack.count("views.publish") == 0, "what they see has not changed"
        bot.sent = 100
        await bot.says("we surveyed residents in May, 60 took part", MATE)
        await bot.says("yes", MATE)
        await until(lambda: "Done, survey, May 2026" in home(bot))
        assert MATE not in bot.slack.views


async def test_it_is_known_after_a_kill_too(tmp_path: Path) -> None:
    async with whole_bot(tmp_path) as bot:
        await bot.opens_home()
        keep = StoredValues(bot.app.store)
        async with asyncio.timeout(5):
            while LEAD not in (await keep.get(opened.KEY) or ""):
                await asyncio.sleep(0.01)


async def test_only_the_latest_are_kept_and_only_when_they_are_others() -> None:
    class Counting:
        kept: str | None = None
        sets = 0

        async def get(self, key: str) -> str | None:
            return self.kept

        async def set(self, key: str, value: str | None) -> None:
            self.kept, self.sets = value, self.sets + 1

    keep = Counting()
    seen = Opened(keep)
    await seen.recall()
    for number in range(opened.MOST_KEPT + 7):
        seen.add(Account("slack", "T0TEAM", f"U{number}"), "", "print")
    for _ in range(3):
        await seen.remember()
    after = Opened(keep)
    await after.recall()
    assert (keep.sets, len(after.accounts())) == (1, opened.MOST_KEPT)
    assert after.accounts()[-1].user == f"U{opened.MOST_KEPT + 6}"


# ---------------------------------------------------------------- and no more than that


async def test_rounds_publish_nothing_that_has_not_changed_and_nobodys_home_who_has_not_opened_it(bot: Bot) -> None:
    await bot.opens_home()
    await rounds(bot)
    assert bot.slack.count("views.publish") == 1
    assert list(bot.slack.views) == [LEAD]


async def test_a_home_that_slack_refuses_is_tried_again_only_when_it_is_another(bot: Bot) -> None:
    bot.slack.fail("views.publish", Fault(error="invalid_arguments"))
    await bot.event("app_home_home", user=LEAD, view={})
    await rounds(bot)
    assert bot.slack.count("views.publish") == 1
    await bot.says("the board noted it on 3 March")
    await until(lambda: "This is not saved yet" in home(bot))


async def test_a_round_over_many_homes_takes_longer_and_looks_no_more_often(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Account] = []

    async def look(account: Account, member_of: str) -> None:
        looked.append(account)

    monkeypatch.setattr(bot.channel.homes, "home_of", look)
    for number in range(200):
        bot.channel.homes.seen.add(Account("slack", "T0TEAM", f"U{number}"), "", "")
    await asyncio.sleep(1)
    assert 5 <= len(looked) <= 1 / homes.BETWEEN_SECONDS + 2
    assert len(set(looked)) == len(looked)


async def test_where_the_app_was_taken_out_nobodys_home_is_looked_at_any_more(bot: Bot) -> None:
    await bot.opens_home()
    await bot.event("app_uninstalled")
    await until(lambda: PRIYA not in bot.channel.homes.seen)


async def test_a_process_that_only_sends_keeps_nobodys_home_fresh(bot: Bot) -> None:
    await bot.opens_home()
    keep = StoredValues(bot.app.store)
    await bot.channel.homes.seen.remember()
    for events in (False, True):
        worker = SlackChannel(slack_settings(bot.app.settings, events), bot.app.turns.take, keep=keep)
        await worker.start()
        await asyncio.sleep(0.3)
        assert (PRIYA in worker.homes.seen) is events
        await worker.close()


async def test_somebody_who_was_deleted_is_kept_nowhere(bot: Bot) -> None:
    """The home's own list of who has opened theirs would bring their id back."""
    await bot.says("hello")
    await bot.opens_home()
    await rounds(bot)
    assert LEAD in str(await bot.app.store.read(lambda tx: tx.value(opened.KEY)))
    for words in ("delete my data", "yes", "yes"):
        await bot.says(words)
        await bot.settled()
    await until(lambda: "Delete what is held" not in home(bot))
    await rounds(bot)
    assert LEAD not in str(await bot.app.store.read(lambda tx: tx.value(opened.KEY)))
