"""Slack's SDK is imported when the channel is built, not before: the web chat starts without it."""

from __future__ import annotations

import subprocess
import sys

SDKS = "[name for name in sys.modules if name.split('.')[0] in ('slack_bolt', 'slack_sdk')]"


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_importing_the_package_imports_no_sdk() -> None:
    code = f"import sys, bot.channels.slack, bot.channels.slack.parsing; print({SDKS})"
    assert run(code) == "[]"


def test_building_the_channel_does() -> None:
    code = (
        "import sys\nfrom bot.channels.slack import SlackChannel, SlackSettings\n"
        "SlackChannel(SlackSettings('s', 't'), None)\nprint('slack_bolt' in sys.modules)"
    )
    assert run(code) == "True"


def test_settings_of_the_environment_do_not_leak_into_the_sdk() -> None:
    code = (
        "import os, sys\nos.environ.update(SLACK_CLIENT_ID='1', SLACK_CLIENT_SECRET='2', SLACK_BOT_TOKEN='xoxb')\n"
        "from bot.channels.slack import SlackChannel, SlackSettings\n"
        "c = SlackChannel(SlackSettings('s', 't'), None)\nprint(c.bolt._token)"
    )
    assert run(code) == "None"
