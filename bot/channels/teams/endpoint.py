"""In from Teams: the one file that touches the Bot Framework SDK (botbuilder-core and its aiohttp integration).

The SDK checks who is speaking: `CloudAdapter` authenticates the token (signature, issuer, audience, life, endorsement
of the channel, serviceUrl) and runs our logic. What it would build for each turn and we never use (a connector client
and a token client on msrest) is replaced by nothing, through its own interfaces, and its keys are fetched by our own
session, since its own fetch blocks the loop. Replies go by the outbox.

Order: content type, who, size, JSON, token, tenant, parse, hall (commit), and only then the acknowledgement.
"""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticateRequestResult,
    AuthenticationConfiguration,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    BotFrameworkAuthenticationFactory,
    ClaimsIdentity,
    ConnectorFactory,
    PasswordServiceClientCredentialFactory,
)
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from jwt.algorithms import RSAAlgorithm

from bot.channels.port import TurnHandler
from bot.channels.teams.checks import (
    RefusedError,
    acknowledge,
    activity_in,
    body_of,
    from_here,
    is_loopback_url,
    try_again,
)
from bot.channels.teams.keys import FetchJson, Keys, KeysUnreachableError
from bot.channels.teams.parsing import Consent, MalformedError, Refresh, read
from bot.channels.teams.references import EMULATOR, tenant_of, text_of
from bot.channels.teams.values import ISSUER, SCOPE, TeamsValues
from bot.core.model.keepable import lost_ids, surely_keepable

CHANNEL = "msteams"
IDS = frozenset({"id", "tenantId", "aadObjectId", "serviceUrl", "replyToId", "aadGroupId"})
"""Keys under which an activity names places, people and messages."""
FREE = frozenset({"value", "entities", "attachments", "text"})
NEVER = "the id has half a character or a NUL, which no database keeps; Teams is told that it has arrived"
_TOKENS_KEPT = 256
_LEEWAY = 300
_STRANGE_KEPT = 10
_ID_LENGTH = 36

log = structlog.get_logger("bot.channels.teams")

Face = Callable[[Refresh], Awaitable[dict[str, Any] | None]]
"""The present face of a card; None leaves it as it is."""
Consents = Callable[[Consent], Awaitable[None]]
"""Somebody said whether a file may be put among theirs. Raises what the store raises."""


class _NoConnector(ConnectorFactory):
    """In the place of a client that the SDK would build for each turn. We never send through it."""

    async def create(self, service_url: str, audience: str | None = None) -> Any:
        return self


class _Authentication(BotFrameworkAuthentication):
    """The SDK's own check, each good token checked once (Teams sends the same one for up to an hour)."""

    def __init__(self, values: TeamsValues, fetch: FetchJson) -> None:
        self._app_id = values.app_id
        self._none = _NoConnector()
        self._good: OrderedDict[tuple[str, str], ClaimsIdentity] = OrderedDict()
        JwtTokenExtractor.metadataCache[values.openid_url] = Keys(values.openid_url, fetch, RSAAlgorithm.from_jwk)
        self._inner = BotFrameworkAuthenticationFactory.create(
            to_channel_from_bot_oauth_scope=SCOPE.removesuffix("/.default"),
            to_bot_from_channel_token_issuer=ISSUER,
            to_bot_from_channel_open_id_metadata_url=values.openid_url,
            to_bot_from_emulator_open_id_metadata_url=values.openid_url,
            credential_factory=PasswordServiceClientCredentialFactory(values.app_id, values.password),
            auth_configuration=AuthenticationConfiguration(),
        )

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        known = (auth_header, activity.channel_id)
        identity = self._good.get(known)
        if identity is None:
            identity = (await self._inner.authenticate_request(activity, auth_header)).claims_identity
            self._good[known] = identity
            if len(self._good) > _TOKENS_KEPT:
                self._good.popitem(last=False)
        self._hold(identity, activity)
        return self.result(identity)

    def _hold(self, identity: ClaimsIdentity, activity: Activity) -> None:
        """What must hold at every request, also for a token seen before."""
        claim = identity.get_claim_value
        if claim(AuthenticationConstants.ISSUER_CLAIM) != ISSUER:
            raise PermissionError("issuer")
        if claim(AuthenticationConstants.AUDIENCE_CLAIM) != self._app_id:
            raise PermissionError("audience")
        if claim(AuthenticationConstants.SERVICE_URL_CLAIM) != activity.service_url:
            raise PermissionError("serviceUrl")
        expires = claim("exp")
        if not isinstance(expires, int | float) or expires + _LEEWAY < time.time():
            raise PermissionError("expired")

    def result(self, identity: ClaimsIdentity) -> AuthenticateRequestResult:
        """What CloudAdapter goes on with."""
        result = AuthenticateRequestResult()
        result.claims_identity = identity
        result.connector_factory = self._none
        return result

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> Any:
        return None

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Any:
        raise NotImplementedError

    async def authenticate_channel_request(self, auth_header: str) -> Any:
        raise NotImplementedError

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return self._none

    def create_bot_framework_client(self) -> Any:
        raise NotImplementedError

    def get_originating_audience(self) -> str:
        return SCOPE


class Endpoint:
    """POST /api/messages."""

    def __init__(
        self, values: TeamsValues, turns: TurnHandler, clock: Callable[[], datetime], fetch: FetchJson, face: Face,
        consents: Consents,
    ) -> None:  # fmt: skip
        self._values = values
        self._turns = turns
        self._face = face
        self._consents = consents
        self._clock = clock
        self._authentication = _Authentication(values, fetch)
        self._adapter = CloudAdapter(self._authentication)
        self.counts: Counter[str] = Counter()
        self.strange: list[str] = []
        """Tenants that are not on the list and wrote all the same, the first few."""

    async def handle(self, request: web.Request) -> web.Response:
        """One event. Nothing that anybody sends gets a traceback back."""
        try:
            header = self._who(request)
            activity = activity_in(await body_of(request))
            return await self._enter(activity, header)
        except RefusedError as refused:
            self.counts[f"refused.{refused.reason}"] += 1
            log.warning("teams.refused", reason=refused.reason, status=refused.status)
            return refused.response()
        except KeysUnreachableError:
            self.counts["keys_unreachable"] += 1
            return try_again()

    def _who(self, request: web.Request) -> str:
        """The Authorization header; empty for an emulator that may come without."""
        if request.content_type != "application/json":
            raise RefusedError(415, "content_type")
        header = request.headers.get("Authorization", "")
        if header.startswith("Bearer "):
            return header
        if header or not self._values.emulator or not from_here(request):
            raise RefusedError(401, "no_token")
        return ""

    async def _enter(self, activity: dict[str, Any], header: str) -> web.Response:
        """Through the SDK's adapter, which calls `logic` once the token is good."""
        answer: list[web.Response] = []

        async def logic(_context: TurnContext) -> None:
            try:
                answer.append(await self._inside(activity, bool(header)))
            except RefusedError:
                raise
            except Exception as error:
                self.counts["broken"] += 1
                log.error("teams.broken", error=type(error).__name__, exc_info=error)
                answer.append(web.json_response({"error": "Internal Server Error"}, status=500))

        known = Activity(
            type=text_of(activity.get("type")) or "unknown",
            channel_id=text_of(activity.get("channelId")),
            service_url=text_of(activity.get("serviceUrl")),
        )
        if header:
            credentials: Any = header
        else:
            activity["channelId"] = EMULATOR
            credentials = self._authentication.result(ClaimsIdentity({}, True))
        try:
            await self._adapter.process_activity(credentials, known, logic)
        except (RefusedError, KeysUnreachableError):
            raise
        except PermissionError:
            raise RefusedError(401, "token") from None
        except Exception as error:
            # Bad tokens make the SDK and PyJWT raise whatever comes; `logic` itself raises only RefusedError.
            raise RefusedError(401, f"token_{type(error).__name__}") from None
        return answer[0]

    async def _inside(self, activity: dict[str, Any], checked: bool) -> web.Response:
        """The sender is who they say. Tenant, meaning, hall, answer."""
        self._tenant(activity, checked)
        try:
            reading = read(activity, self._clock())
        except MalformedError as error:
            raise RefusedError(400, "malformed_" + str(error).replace(" ", "_")) from None
        if not surely_keepable(activity) and (lost := next(lost_ids(activity, IDS, FREE), "")):
            # text_of would make another id of it, and another id is somebody else's.
            self.counts["never_kept"] += 1
            log.error("teams.never_kept", id=lost, activity=ascii(activity.get("id")), what=NEVER)
            return acknowledge(replace(reading, turns=(), refresh=None))
        if reading.ignored:
            self.counts[f"ignored.{reading.ignored}"] += 1
        for turn in reading.turns:
            try:
                kept = await self._turns(turn)
            except Exception as error:
                self.counts["not_kept"] += 1
                log.error("teams.not_kept", turn=turn.mark, error=type(error).__name__)
                return try_again()
            self.counts[f"taken.{turn.kind}" if kept else "never_kept"] += 1
        if reading.consent is not None and not await self._consented(reading.consent):
            return try_again()
        return acknowledge(reading, await self._face(reading.refresh) if reading.refresh else None)

    async def _consented(self, consent: Consent) -> bool:
        try:
            await self._consents(consent)
        except Exception as error:
            self.counts["not_kept"] += 1
            log.error("teams.not_kept", turn=consent.turn.event, error=type(error).__name__)
            return False
        self.counts["taken.consent"] += 1
        return True

    def _tenant(self, activity: dict[str, Any], checked: bool) -> None:
        if not checked:
            if not is_loopback_url(text_of(activity.get("serviceUrl"))):
                raise RefusedError(403, "emulator_service")
            return
        if activity.get("channelId") != CHANNEL:
            raise RefusedError(403, "channel")
        if not self._values.lets_in(tenant := tenant_of(activity)):
            self._strange(tenant)
            raise RefusedError(403, "tenant")

    def _strange(self, tenant: str) -> None:
        """People of an organisation that is not on the list wrote: the token is good, so it is a tenant's own id."""
        named = tenant[:_ID_LENGTH] or "none"
        if named not in self.strange and len(self.strange) < _STRANGE_KEPT:
            self.strange.append(named)
            log.warning("teams.unknown_tenant", tenant=named, what="add it to MICROSOFT_APP_TENANTS to let it in")
