"""A join code is nobody's private detail, whatever it looks like."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.engine import respond
from bot.core.model import Account, Address, Kind, Turn, TurnContext
from bot.core.people.codes import MOST_WRONG_CODES
from tests.programmes import together


@pytest.mark.parametrize("code", ["D79K7-S93FF", "KWDP9-F74RC", "HPVP4-D68VN"])
def test_a_code_like_a_postcode_is_only_slowed_down(code: str) -> None:
    account = Account("web", "w", "mal")
    turn = Turn(
        "e1", Kind.TEXT, account, Address("web", "w", "mal"), datetime(2026, 11, 24, 10, tzinfo=UTC), text=code
    )
    outcome = respond(together(), TurnContext(account, code_tries=MOST_WRONG_CODES), turn)
    assert [m.message.phrase for m in outcome.messages] == ["slow_down"]
