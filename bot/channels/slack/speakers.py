"""Which installation a payload is for, and who speaks in it. Pure.

Which installation: as bolt reads it (`extract_team_id`: the view's, the team's, the first of `authorizations`). Who
speaks: the user's id with `user_team` (events) or `user.team_id` (presses, forms); where Slack says that this
workspace is one of an Enterprise Grid organisation, the organisation, since there a person has one id in all of its
workspaces, and payloads name now the one, now the other.
https://docs.slack.dev/apis/slack-connect · https://docs.slack.dev/enterprise
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.channels.slack.payloads import Json, dict_at, text_at

ORGANISATION = "E"
"""Begins the id of an Enterprise Grid organisation; a workspace's begins with T."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The installation that a payload is for. No workspace: one for a whole organisation."""

    team: str = ""
    enterprise: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Where somebody's account is."""

    workspace: str
    """The workspace, or the organisation, that their id belongs to."""
    home: str
    """The workspace that they come from; empty where the payload does not say."""


def said_of(event: Json) -> str:
    """The workspace or organisation that an event names for whoever wrote it; empty when it names none."""
    return text_at(event, "user_team") or text_at(event, "team")


def speaker(body: Json, given: str, installed: Installed) -> Speaker:
    """Where the account of a payload's person is. `given`: what the payload says of them by name."""
    pairs = list(_pairs(body))
    if not given and not shared(body):
        given = text_at(body, "team_id") or text_at(body, "team", "id") or installed.team or installed.enterprise
    if not given:
        return Speaker(installed.enterprise or installed.team, "")
    if given.startswith(ORGANISATION):
        return Speaker(given, next((team for team, org in pairs if org == given and _is_workspace(team)), ""))
    organisation = next((org for team, org in pairs if team == given and org), "")
    if not organisation and body.get("event") and not shared(body):
        organisation = installed.enterprise  # another workspace of the same organisation
    return Speaker(organisation or given, given)


def shared(body: Json) -> bool:
    """Whether people of other organisations are in the channel that an event comes from."""
    return body.get("is_ext_shared_channel") is True


def _pairs(body: Json) -> Iterator[tuple[str, str]]:
    """(workspace, its organisation) as the payload puts them together. For an organisation-wide installation `team`
    may be null: then the person's own workspace is one of that organisation."""
    yield text_at(body, "team_id"), text_at(body, "enterprise_id")
    yield text_at(body, "context_team_id"), text_at(body, "context_enterprise_id")
    organisation = text_at(body, "enterprise", "id")
    yield text_at(body, "team", "id"), organisation or text_at(body, "team", "enterprise_id")
    if not dict_at(body, "team"):
        yield text_at(body, "user", "team_id"), organisation


def _is_workspace(team: str) -> bool:
    return bool(team) and not team.startswith(ORGANISATION)
