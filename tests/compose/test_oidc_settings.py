"""Settings of signing in elsewhere: half of them is said, and so is a name that may do nothing."""

from __future__ import annotations

import pytest

from bot.compose.settings import Settings, SettingsError, read_settings
from bot.compose.settings_check import oddities


def said(**given: object) -> list[str]:
    return [line for line in oddities(Settings(**given)) if line.startswith("OIDC_")]  # type: ignore[arg-type]


def test_half_is_said_and_whole_is_not() -> None:
    assert said() == []
    assert "without OIDC_CLIENT_ID" in said(oidc_issuer="https://slack.com")[0]
    lines = said(oidc_client_id="x", oidc_people="Evelyn=U1")
    assert ["without OIDC_ISSUER" in lines[0], "OIDC_CLIENT_SECRET" in lines[1], "names Evelyn" in lines[2]] == [
        True
    ] * 3
    whole = {"oidc_issuer": "https://slack.com", "oidc_client_id": "x", "oidc_client_secret": "s"}
    assert said(**whole, oidc_people="Evelyn = U1, Vic=T:O", bot_officers="Evelyn", bot_viewers="Vic") == []


@pytest.mark.parametrize("value", ["Evelyn", "=U1", "Evelyn=", "Evelyn=U1, =x"])
def test_what_is_no_name_with_an_id_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="OIDC_PEOPLE"):
        read_settings(oidc_people=value)
