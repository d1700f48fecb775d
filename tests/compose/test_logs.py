"""The log: one format, time and level on each line, no words, no raw requests, no secrets; repeats are counted."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import pytest
import structlog

from bot.compose.logs import FAILURES, CountingHandler, set_up_logs
from bot.compose.masking import masked, secrets_of
from bot.compose.settings import SettingsError, read_settings


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_lines_and_libraries_lines_have_one_format(stream: io.StringIO) -> None:
    set_up_logs("info", stream=stream)
    structlog.get_logger("bot.one").info("kept", delivery=7)
    logging.getLogger("bot.slack").warning("slack: refused a request: %s", "bad_signature")
    logging.getLogger("aiohttp.server").error("Error handling request from %s", "10.0.0.1")
    found = lines(stream)
    assert [line["event"] for line in found] == [
        "kept", "slack: refused a request: bad_signature", "Error handling request from 10.0.0.1",
    ]  # fmt: skip
    assert [line["level"] for line in found] == ["info", "warning", "error"]
    assert all(line["timestamp"].endswith("Z") and line["logger"] for line in found)
    assert found[0]["delivery"] == 7


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_columns(stream: io.StringIO) -> None:
    terminal = Terminal()
    set_up_logs("info", stream=terminal)
    structlog.get_logger("bot.two").info("kept", delivery=7)
    assert "kept" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")


def test_the_level_is_the_operators(stream: io.StringIO) -> None:
    set_up_logs("error", stream=stream)
    structlog.get_logger("bot.three").warning("passed over")
    logging.getLogger("bot.slack").warning("passed over too")
    structlog.get_logger("bot.three").error("written")
    assert [line["event"] for line in lines(stream)] == ["written"]
    with pytest.raises(SettingsError, match="LOG_LEVEL: should be debug, info, warning or error"):
        read_settings(log_level="loud")


def test_of_an_exception_there_is_its_kind_and_place_and_no_word(stream: io.StringIO) -> None:
    set_up_logs("debug", stream=stream)
    try:
        raise ValueError("GET /join/abc HTTP/1.1 Asha's words")
    except ValueError as error:
        structlog.get_logger("bot.four").exception("outbox.channel_raised")
        logging.getLogger("aiohttp.server").exception("Error handling request")
        logging.getLogger("asyncio").error("Task failed\nfuture: %r", error)
    assert "Asha" not in stream.getvalue()
    assert "/join/" not in stream.getvalue()
    assert [line.get("error") for line in lines(stream)] == ["ValueError", "ValueError", None]
    assert lines(stream)[0]["where"][-1].startswith("test_logs.py:")


def test_secrets_are_masked_in_every_line(stream: io.StringIO) -> None:
    settings = read_settings(
        slack_signing_secret="0123456789abcdef", database_url="postgresql://bot:p%40ssword@db/bot",
    )  # fmt: skip
    set_up_logs("info", secrets_of(settings), stream)
    structlog.get_logger("bot.five").error(
        "store", url=settings.database_url, password="p@ssword", signing="0123456789abcdef", token="xoxb-1-2-abc"
    )
    for secret in ("p%40ssword", "p@ssword", "0123456789abcdef", "xoxb-1"):
        assert secret not in stream.getvalue()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://bot:word@db/bot", "postgresql://bot:***@db/bot"),
        ("postgresql://bot@db/bot?password=word&x=1", "postgresql://bot@db/bot?password=***&x=1"),
        ("host=db password=word", "host=db password=***"),
        ("Authorization: Bearer abc.def-g", "Authorization: Bearer ***"),
        ("xapp-1-A0-2-abc failed", "*** failed"),
        ("https://bot.example.org/join/abc.def", "https://bot.example.org/join/***"),
        ("https://bot.example.org:3000/guidance", "https://bot.example.org:3000/guidance"),
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def record(at: float, msg: dict[str, Any], level: int = logging.WARNING) -> logging.LogRecord:
    made = logging.makeLogRecord({"name": "bot", "levelno": level, "levelname": "WARNING", "msg": msg})
    made.created = at
    return made


def test_a_trouble_is_written_at_once_and_its_repeats_are_counted(stream: io.StringIO) -> None:
    handler = CountingHandler(stream, window=60)
    handler.setFormatter(logging.Formatter("%(message)s"))
    down = {"event": "outbox.not_sent", "channel": "slack", "error": "HTTP 503"}
    for second in range(50):
        handler.handle(record(second, {**down, "delivery": second}))
    handler.handle(record(50, {**down, "channel": "teams"}))
    assert len(stream.getvalue().splitlines()) == 2, "the first of each, as it happens"
    handler.handle(record(61, {"event": "kept"}, logging.INFO))
    written = stream.getvalue().splitlines()
    assert "'repeated': 49" in written[2]
    assert "'delivery': 49" in written[2]
    assert len(written) == 4
    for second in (70, 80):
        handler.handle(record(second, down))
    handler.close()
    assert "'repeated': 2" in stream.getvalue().splitlines()[-1]


def test_each_message_that_is_given_up_is_written(stream: io.StringIO) -> None:
    handler = CountingHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s"))
    for delivery in range(3):
        handler.handle(record(1, {"event": "outbox.given_up", "delivery": delivery}, logging.ERROR))
    assert len(stream.getvalue().splitlines()) == 3


def test_troubles_are_counted_by_kind_however_often_they_are_written(stream: io.StringIO) -> None:
    set_up_logs("info", stream=stream)
    before = FAILURES.copy()
    for _ in range(3):
        structlog.get_logger("bot.counted").error("turn_failed", turn="0123456789ab")
        logging.getLogger("bot.slack").warning("slack: refused a request: %s", "bad_signature")
    structlog.get_logger("bot.counted").info("answered")
    assert FAILURES - before == {("error", "turn_failed"): 3, ("warning", "bot.slack"): 3}
    assert len(lines(stream)) == 3


def test_a_line_names_the_turn_in_which_it_was_written_and_one_that_was_counted_no_other(stream: io.StringIO) -> None:
    set_up_logs("info", stream=stream)
    log = logging.getLogger("bot.slack")
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, CountingHandler)
    with structlog.contextvars.bound_contextvars(turn="first"):
        for _ in range(2):
            log.warning("slack: refused a request: %s", "bad_signature")
    with structlog.contextvars.bound_contextvars(turn="second"):
        handler.close()
    assert [(line.get("turn"), line.get("repeated")) for line in lines(stream)] == [("first", None), (None, 1)]
