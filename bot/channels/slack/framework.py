"""The one file that imports slack_bolt: an AsyncApp with a single catch-all listener into our own road.

What of bolt is used: reading a payload's context (workspaces, shared channels, org-wide installs), authorisation,
`ssl_check` and `url_verification`, and the Socket Mode adapter. What is not, and why:
  - its signature check: ours runs on the raw bytes before parsing, and does not log bodies (signing.py);
  - its listeners: events would be acknowledged before anything is kept;
  - its self-event filter: ours also stops other bots, and reads malformed events without falling over (parsing.py).
The listener is a middleware object, which bolt calls without building its dictionary of thirty arguments.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.channels.slack.payloads import Json
from bot.channels.slack.replies import Reply
from bot.channels.slack.speakers import Installed

Take = Callable[[Json, Installed], Awaitable[Reply]]


class CatchAll(AsyncMiddleware):
    """Every payload, whatever it is."""

    def __init__(self, take: Take) -> None:
        self.take = take

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        team, enterprise = req.context.team_id, req.context.enterprise_id
        installed = Installed(_id(team), _id(enterprise))
        reply = await self.take(req.body, installed)
        return BoltResponse(status=reply.status, body=reply.body)


def _id(found: object) -> str:
    """bolt gives what stands there, whatever it is."""
    return found if isinstance(found, str) else ""


def build(take: Take) -> AsyncApp:
    """The app. It holds no token: who may speak where is asked by the intake, when it is needed."""
    logger = logging.getLogger("bot.slack.bolt")
    logger.setLevel(logging.CRITICAL)

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)

    app = AsyncApp(
        name="charter-bot",
        logger=logger,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.use(CatchAll(take))
    app.error(_misread)
    return app


async def _misread(error: Exception) -> BoltResponse:
    """bolt reads some fields before our road does, and trusts their shape. The road itself never raises."""
    return BoltResponse(status=400, body={"error": "the body is not one of Slack's payloads"})


async def dispatch(app: AsyncApp, body: dict[str, Any]) -> BoltResponse:
    """A payload that is read already: no second parsing, as bolt's Socket Mode does it."""
    return await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
