"""A local Bot Connector: keys and tokens of our own making, the provider's limits enforced, misbehaving on demand.

It plays, in one small server, the OpenID metadata and keys (so that real JWTs are really checked), the OAuth token
endpoint, and the conversations API: https://learn.microsoft.com/en-us/azure/bot-service/rest-api/
bot-framework-rest-connector-api-reference
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.channels.limits import limit

APP_ID = "00000000-aaaa-4bbb-8ccc-000000000001"
TENANT = "00000000-dddd-4eee-8fff-000000000002"
PASSWORD = "an invented secret"
ISSUER = "https://api.botframework.com"

_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_FOREIGN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
KID = "test-key-1"


@dataclass(frozen=True)
class Fault:
    """One thing to go wrong, used up by the next call on the conversations API."""

    status: int = 0
    code: str = ""
    retry_after: str = ""
    slow: float = 0.0
    drop: str = ""
    """"before": the line drops and nothing was delivered; "after": it was delivered, and then the line drops."""


@dataclass
class Delivered:
    """A call that the connector carried out."""

    method: str
    conversation: str
    activity: dict[str, Any]
    id: str


@dataclass
class Connector:
    """The stub. `async with Connector() as connector`."""

    faults: deque[Fault] = field(default_factory=deque)
    """For the conversations API."""
    token_faults: deque[Fault] = field(default_factory=deque)
    delivered: list[Delivered] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    asked_for_tokens: list[str] = field(default_factory=list)
    """Which tenant was asked for each token; empty for the address without one."""
    opened_in: list[str] = field(default_factory=list)
    """The tenant of each personal chat that was opened."""
    expires_in: int = 3600
    token_delay: float = 0.0
    keys_broken: bool = False
    anyone: bool = False
    """Take messages without a valid token too (the bench's bare handler has none)."""
    removed: list[str] = field(default_factory=list)
    """Activity ids that were taken away."""
    uploads: dict[str, bytes] = field(default_factory=dict)
    """What each upload session has; one that is whole is over."""
    sessions: dict[str, int] = field(default_factory=dict)
    """How many bytes each session that was begun waits for, once it is known."""
    upload_faults: deque[Fault] = field(default_factory=deque)
    """For the bytes of files. `drop`: "before": nothing arrived; "half": half did; "after": all did."""
    gone: set[str] = field(default_factory=set)
    """Activity ids that are no more; nothing can be said in their threads."""
    url: str = ""
    on_delivered: Callable[[Delivered], None] = lambda _delivered: None
    """Told of each delivery at once (the bench waits on it)."""
    _valid: set[str] = field(default_factory=set)
    _runner: web.AppRunner | None = None
    _number: int = 0

    async def __aenter__(self) -> Connector:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.add_routes(
            [
                web.get("/openid", self._openid),
                web.get("/keys", self._keys),
                web.post("/token", self._token),
                web.post("/{tenant}/oauth2/v2.0/token", self._token),
                web.get("/identity", self._identity),
                web.post("/v3/conversations", self._create),
                web.post("/v3/conversations/{conversation}/activities", self._post),
                web.put("/v3/conversations/{conversation}/activities/{activity}", self._put),
                web.delete("/v3/conversations/{conversation}/activities/{activity}", self._delete),
                web.get("/v3/conversations/{conversation}/pagedmembers", self._members),
                web.put("/drive/{session}", self._upload),
                web.get("/drive/{session}", self._uploaded),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    # ------------------------------------------------------------ what the tests say

    def expire_tokens(self) -> None:
        """Every token given so far is refused from now on."""
        self._valid.clear()

    def posts(self) -> list[dict[str, Any]]:
        """The activities delivered as new messages, in order."""
        return [each.activity for each in self.delivered if each.method == "POST"]

    # ------------------------------------------------------------ identity

    async def _openid(self, _request: web.Request) -> web.Response:
        self.calls["openid"] += 1
        if self.keys_broken:
            return web.Response(status=500)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _request: web.Request) -> web.Response:
        self.calls["keys"] += 1
        key = json.loads(RSAAlgorithm.to_jwk(_KEY.public_key()))
        return web.json_response({"keys": [{**key, "kid": KID, "use": "sig", "endorsements": ["msteams"]}]})

    async def _token(self, request: web.Request) -> web.StreamResponse:
        self.calls["token"] += 1
        self.asked_for_tokens.append(request.match_info.get("tenant", ""))
        await asyncio.sleep(self.token_delay)
        if self.token_faults:
            fault = self.token_faults.popleft()
            return web.json_response({"error": fault.code}, status=fault.status)
        form = await request.post()
        if form.get("client_id") != APP_ID or form.get("client_secret") != PASSWORD:
            return web.json_response({"error": "invalid_client"}, status=401)
        return self._new_token()

    async def _identity(self, request: web.Request) -> web.StreamResponse:
        self.calls["identity"] += 1
        if request.headers.get("Metadata") != "true" or request.query.get("client_id") != APP_ID:
            return web.json_response({"error": "invalid_request"}, status=400)
        return self._new_token()

    def _new_token(self) -> web.Response:
        self._number += 1
        token = f"token-{self._number}"
        self._valid.add(token)
        return web.json_response({"token_type": "Bearer", "expires_in": self.expires_in, "access_token": token})

    # ------------------------------------------------------------ conversations

    async def _create(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if body.get("isGroup"):
            channel = body["channelData"]["channel"]["id"]
            return await self._deliver(request, channel, body["activity"], "POST", begins_a_thread=True)
        faulty = await self._faulty(request)
        if faulty is not None:
            return faulty
        self.calls["opened"] += 1
        self.opened_in.append(str(body.get("tenantId")))
        return web.json_response({"id": "a:opened-with-" + str(body["members"][0]["id"])}, status=201)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        return await self._deliver(request, request.match_info["conversation"], await request.json(), "POST")

    async def _put(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["activity"] in self.gone:
            return _error(404, "ActivityNotFoundInConversation")
        return await self._deliver(request, request.match_info["conversation"], await request.json(), "PUT")

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        faulty = await self._faulty(request)
        if faulty is not None:
            return faulty
        self.removed.append(request.match_info["activity"])
        return web.Response(status=200)

    async def _members(self, request: web.Request) -> web.StreamResponse:
        self.calls["members"] += 1
        faulty = await self._faulty(request)
        return faulty if faulty is not None else web.json_response({"members": []})

    # ------------------------------------------------------------ files

    def new_upload(self) -> str:
        """The address of a new upload session, as Teams gives one with somebody's yes."""
        self._number += 1
        self.uploads[f"session-{self._number}"] = b""
        self.sessions[f"session-{self._number}"] = -1
        return f"{self.url}/drive/session-{self._number}"

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """Bytes from where the session waits for them; it ends with the last one."""
        session = request.match_info["session"]
        fault = self.upload_faults.popleft() if self.upload_faults else Fault()
        self.calls["upload"] += 1
        if fault.status:
            return web.Response(status=fault.status)
        if session not in self.sessions:
            return web.Response(status=404)
        assert "Authorization" not in request.headers, "the bot's token goes to the connector alone"
        data = await request.read()
        first, _, rest = request.headers["Content-Range"].removeprefix("bytes ").partition("-")
        last, _, whole = rest.partition("/")
        assert int(last) == int(first) + len(data) - 1
        if int(first) != len(self.uploads[session]):
            return web.Response(status=416)
        if fault.drop != "before":
            self.sessions[session] = int(whole)
            self.uploads[session] += data[: len(data) // 2] if fault.drop == "half" else data
        done = len(self.uploads[session]) == self.sessions[session]
        if done:
            del self.sessions[session]
        if fault.drop:
            return _dropped(request)
        return web.json_response({"id": session}, status=201 if done else 202)

    async def _uploaded(self, request: web.Request) -> web.StreamResponse:
        """What a session still waits for; one that is over is no more."""
        session = request.match_info["session"]
        self.calls["upload asked"] += 1
        if session not in self.sessions:
            return web.json_response({"error": {"code": "itemNotFound"}}, status=404)
        return web.json_response({"nextExpectedRanges": [f"{len(self.uploads[session])}-"]})

    async def _faulty(self, request: web.Request) -> web.StreamResponse | None:
        """What goes wrong before anything is delivered."""
        self.calls[request.method] += 1
        fault = self.faults[0] if self.faults else None
        if fault and fault.drop != "after":
            self.faults.popleft()
            if fault.slow:
                await asyncio.sleep(fault.slow)
            elif fault.drop:
                return _dropped(request)
            else:
                return _error(fault.status, fault.code, fault.retry_after)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self._valid and not self.anyone:
            self.calls["unauthorized"] += 1
            return _error(401, "Unauthorized")
        return None

    async def _deliver(
        self,
        request: web.Request,
        conversation: str,
        activity: dict[str, Any],
        method: str,
        begins_a_thread: bool = False,
    ) -> web.StreamResponse:
        faulty = await self._faulty(request)
        if faulty is not None:
            return faulty
        if conversation.partition(";messageid=")[2] in self.gone:
            return _error(404, "ActivityNotFoundInConversation")
        if not activity.get("from", {}).get("id"):
            return _error(400, "BadArgument")
        if len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le")) > limit("teams", "message.bytes") * 1.1:
            return _error(413, "MessageSizeTooBig")
        self._number += 1
        own = request.match_info.get("activity") or f"16{self._number:011}"
        self.delivered.append(Delivered(method, conversation, activity, own))
        self.on_delivered(self.delivered[-1])
        if self.faults and self.faults[0].drop == "after":
            self.faults.popleft()
            return _dropped(request)
        if begins_a_thread:
            answer = {"id": f"{conversation};messageid={own}", "activityId": own, "serviceUrl": f"{self.url}/"}
            return web.json_response(answer, status=201)
        return web.json_response({"id": own}, status=200 if method == "PUT" else 201)


def _dropped(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def _error(status: int, code: str = "", retry_after: str = "") -> web.Response:
    headers = {"Retry-After": retry_after} if retry_after else {}
    body = {"error": {"code": code, "message": "made up"}} if code else {}
    return web.json_response(body, status=status, headers=headers)


def signed(service_url: str, foreign: bool = False, kid: str = KID, **claims: Any) -> str:
    """The Authorization header of an event from Teams, signed by the test key (or by a stranger's)."""
    now = int(time.time())
    payload: dict[str, Any] = {
        "serviceurl": service_url,
        "nbf": now - 60,
        "exp": now + 3600,
        "iss": ISSUER,
        "aud": APP_ID,
        **claims,
    }
    payload = {key: value for key, value in payload.items() if value is not None}
    key = _FOREIGN_KEY if foreign else _KEY
    return "Bearer " + jwt.encode(payload, key, algorithm="RS256", headers={"kid": kid})
