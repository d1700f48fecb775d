"""Every setting, once: name, default, what it is for. Read from the environment or a `.env` file."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.compose.defaults import ENV_FILE, default_content, default_database
from bot.core.model.errors import ToldError
from bot.store.ageing import FOR_EVER, KEEPS, LEAST


class SettingsError(ToldError):
    """A setting is wrong. The text names it and says what to do."""


_WORDS = {"hourly": "1h", "daily": "1d", "weekly": "7d"}
_SPAN = re.compile(r"(\d{1,3})([hd])")


def _kept(what: str) -> str:
    return f"Days for which is kept: {KEEPS[what].what}; 0: for ever"


class Settings(BaseSettings):
    """The settings. Names are the environment variables' names in small letters."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore", frozen=True)

    database_url: str = Field(default_factory=default_database, description="Where the database is")
    port: int = Field(3000, ge=0, le=65535, description="The port that `serve` listens on")
    host: str = Field("127.0.0.1", description="The address that `serve` listens on; 0.0.0.0 for all")
    worker_port: int = Field(3001, ge=0, le=65535, description="The port of a worker's health and figures; 0: none")
    public_url: str = Field("", description="Where people reach this bot; links that leave the machine need it")
    bot_content: Path = Field(default_factory=default_content, description="The folder of the programme's content")
    bot_timezone: str = Field("Europe/London", description="The time zone in which days are counted")
    slack_signing_secret: SecretStr = Field(SecretStr(""), description="Slack: proves that an event is Slack's")
    slack_bot_token: SecretStr = Field(SecretStr(""), description="Slack: one workspace's bot token (xoxb-)")
    slack_app_token: SecretStr = Field(SecretStr(""), description="Slack: Socket Mode's token (xapp-)")
    slack_client_id: str = Field("", description="Slack: many workspaces (OAuth)")
    slack_client_secret: SecretStr = Field(SecretStr(""), description="Slack: many workspaces (OAuth)")
    slack_assistant: bool = Field(False, description="Slack: the app is among Slack's agents")
    slack_api_url: str = Field("https://slack.com/api/", description="Slack: where its Web API is")
    microsoft_app_id: str = Field("", description="Teams: the bot's application id")
    microsoft_app_password: SecretStr = Field(SecretStr(""), description="Teams: the application's secret")
    microsoft_app_tenant_id: str = Field("", description="Teams: the bot's home tenant")
    microsoft_app_type: str = Field("SingleTenant", description="Teams: SingleTenant, UserAssignedMSI or MultiTenant")
    microsoft_app_tenants: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Teams: tenants whose people may talk to the bot, beside the home tenant"
    )
    teams_emulator: bool = Field(False, description="Teams: unauthenticated events, from this machine only")
    bot_secret_key: SecretStr = Field(SecretStr(""), description="Signs cookies and links, encrypts tokens")
    bot_secret_key_file: Path | None = Field(None, description="The file that has the key, where it is to be rotated")
    log_level: str = Field("info", description="From which level on the log is written: debug, info, warning, error")
    health_pages: str = Field("", description="Who may read /readyz and /metrics: `open`, or `local` (this machine)")
    backup_dir: Path | None = Field(None, description="The folder in which the worker keeps backups")
    backup_every: timedelta = Field(timedelta(days=1), description="How often: daily, hourly, weekly, or like 6h, 2d")
    backup_keep: int = Field(14, ge=1, description="How many backups are kept")
    retention_events: int = Field(KEEPS["events"].days, ge=0, description=_kept("events"))
    retention_messages: int = Field(KEEPS["messages"].days, ge=0, description=_kept("messages"))
    retention_history: int = Field(KEEPS["history"].days, ge=0, description=_kept("history"))
    retention_cases: int = Field(KEEPS["cases"].days, ge=0, description=_kept("cases"))
    retention_reminders: int = Field(KEEPS["reminders"].days, ge=0, description=_kept("reminders"))
    retention_wishes: int = Field(KEEPS["wishes"].days, ge=0, description=_kept("wishes"))
    retention_strangers: int = Field(KEEPS["strangers"].days, ge=0, description=_kept("strangers"))
    retention_leavers: int = Field(KEEPS["leavers"].days, ge=0, description=_kept("leavers"))
    bot_officers: Annotated[tuple[str, ...], NoDecode] = Field((), description="Who may act on the programme's pages")
    bot_viewers: Annotated[tuple[str, ...], NoDecode] = Field((), description="Who may see the programme's pages")
    oidc_issuer: str = Field("", description="Where officers sign in (OpenID Connect): the issuer's address")
    oidc_client_id: str = Field("", description="OpenID Connect: the bot's client id there")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="OpenID Connect: its secret")
    oidc_people: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="OpenID Connect: NAME=ID of each officer"
    )

    @field_validator("bot_officers", "bot_viewers", "oidc_people", "microsoft_app_tenants", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(p.strip() for p in value.split(",") if p.strip()) if isinstance(value, str) else value

    @field_validator("backup_dir", "bot_secret_key_file", mode="before")
    @classmethod
    def _none_when_empty(cls, value: object) -> object:
        return value or None

    @field_validator("backup_every", mode="before")
    @classmethod
    def _span(cls, value: object) -> object:
        found = _SPAN.fullmatch(_WORDS.get(str(value), str(value)))
        if isinstance(value, timedelta):
            return value
        if found is None or not int(found[1]):
            raise ValueError("should be daily, hourly or weekly, or like 6h or 2d")
        return timedelta(hours=int(found[1])) if found[2] == "h" else timedelta(days=int(found[1]))

    @field_validator(*(f"retention_{what}" for what in KEEPS))
    @classmethod
    def _long_enough(cls, value: int) -> int:
        if value != FOR_EVER and value < LEAST:
            raise ValueError(f"should be 0 (for ever), or at least {LEAST} days")
        return value

    @field_validator("public_url")
    @classmethod
    def _whole_address(cls, value: str) -> str:
        value = value.strip()
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or " " in value):
            raise ValueError("is not a whole address; write it like https://bot.example.org")
        return value.rstrip("/")

    @field_validator("oidc_people")
    @classmethod
    def _named_ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            name, mark, id_ = one.partition("=")
            if not (mark and name.strip() and id_.strip()):
                raise ValueError(f"{one!r} is no NAME=ID; write it like Evelyn Williams=U0123ABCD")
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in logging.getLevelNamesMapping():
            raise ValueError("should be debug, info, warning or error")
        return value.lower()

    @field_validator("health_pages")
    @classmethod
    def _known_reach(cls, value: str) -> str:
        if value not in ("", "open", "local"):
            raise ValueError("should be open or local")
        return value

    @field_validator("bot_timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("is not a time zone; write it like Europe/London") from error
        return value

    @field_validator("microsoft_app_tenants")
    @classmethod
    def _tenant_ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for tenant in value:
            try:
                UUID(tenant)
            except ValueError:
                raise ValueError(
                    f"{tenant!r} is no tenant id; copy it from Entra, Overview (8-4-4-4-12 digits)"
                ) from None
        return tuple(str(UUID(tenant)) for tenant in value)

    @field_validator("microsoft_app_type")
    @classmethod
    def _known_type(cls, value: str) -> str:
        if value not in ("MultiTenant", "SingleTenant", "UserAssignedMSI"):
            raise ValueError("should be MultiTenant, SingleTenant or UserAssignedMSI")
        return value

    @property
    def retention(self) -> dict[str, int]:
        """For each kind of what is kept for a time, how many days."""
        return {what: getattr(self, f"retention_{what}") for what in KEEPS}

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.bot_timezone)

    @property
    def slack(self) -> bool:
        """Slack's credentials are there."""
        events = bool(self.slack_signing_secret.get_secret_value()) or bool(self.slack_app_token.get_secret_value())
        return events and bool(self.slack_bot_token.get_secret_value() or self.slack_client_id)

    @property
    def teams(self) -> bool:
        """Teams' credentials are there, or the emulator may speak."""
        return bool(self.microsoft_app_id) or self.teams_emulator

    @property
    def address(self) -> str:
        """Where this bot is reached, as far as the settings know."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 (nothing is bound here)
        return self.public_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def health_is_local(self) -> bool:
        """Only this machine may read /readyz and /metrics."""
        return self.health_pages == "local" or bool(self.public_url and not self.health_pages)

    @property
    def demo(self) -> bool:
        """No credentials at all: the web chat is open, with a demo adopter, on this machine."""
        return not (self.slack or self.teams or self.public_url)


def read_settings(**given: object) -> Settings:
    """The settings in force. Raises SettingsError with one line a setting that is wrong."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(_lines(error).values())) from None


def read_what_is_right() -> tuple[Settings, list[str]]:
    """The settings, with the default for each that is wrong, and a line for each of those: for `doctor`."""
    try:
        return Settings(), []  # type: ignore[call-arg]
    except ValidationError as error:
        lines = _lines(error)
        fields = Settings.model_fields
        usual = {name: fields[name].get_default(call_default_factory=True) for name in lines}
        return Settings(**usual), list(lines.values())


def _lines(error: ValidationError) -> dict[str, str]:
    """What is wrong with each setting, by its name. The value is not repeated: it may be a secret."""
    return {
        str(e["loc"][0]): f"{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}"
        for e in error.errors()
    }
