"""A local Slack: the Web API as far as this bot uses it, over real HTTP, with Slack's limits and errors.

    async with SlackStub() as slack:
        slack.fail("chat.postMessage", Fault(status=429, retry_after=2))
        ...  # SLACK_API_URL is slack.api_url
        assert slack.said("D0LEAD") == ["Hello"]

It misbehaves on demand: 429 with Retry-After, 500 (before or after delivery), slow, a line dropped before or after
delivery, `ok: false` with any error, an expired token, a missing scope. Every call is recorded.
Made from https://docs.slack.dev/reference/methods; the limits are those of bot/channels/limits.py.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.stubs.slack_limits import trouble_with_message, trouble_with_view

Json = dict[str, Any]

TOKEN = "xoxb-stub-token"
SCOPES = frozenset(
    {"chat:write", "im:history", "channels:history", "groups:history", "mpim:history", "users:read", "im:write"}
    | {"files:write"}
)
NEEDS = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.postEphemeral": "chat:write",
    "conversations.history": "channels:history",
    "conversations.replies": "channels:history",
    "conversations.open": "im:write",
    "users.info": "users:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
}


@dataclass(frozen=True)
class Fault:
    """One misbehaviour, used up by one call."""

    status: int = 200
    error: str = ""
    retry_after: float | None = None
    delay: float = 0.0
    drop: str = ""
    """"before" or "after": the line is cut before, or after, the call was carried out."""
    deliver: bool = False
    """The call is carried out although the answer says that it was not (a 500 after delivery)."""
    raw: str = ""
    """Answered as it is: something that is not JSON."""


@dataclass(frozen=True)
class Call:
    """What came."""

    method: str
    token: str
    args: Json


@dataclass
class SlackStub:
    """The stub and what it holds."""

    team: str = "T0TEAM"
    bot_user: str = "U0BOT"
    bot_id: str = "B0BOT"
    strict: bool = True
    calls: list[Call] = field(default_factory=list)
    messages: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    ephemerals: list[Json] = field(default_factory=list)
    responses: list[Json] = field(default_factory=list)
    views: dict[str, Json] = field(default_factory=dict)
    opened: list[Json] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    """Name -> time zone, where somebody has set one."""
    marks: dict[str, Json] = field(default_factory=dict)
    """User -> what else `users.info` says of them (`is_restricted`, `team_id`, …)."""
    selves: dict[str, Json] = field(default_factory=dict)
    """Token -> what else `auth.test` says of it, where it is another workspace's."""
    tokens: dict[str, frozenset[str]] = field(default_factory=lambda: {TOKEN: SCOPES})
    expired: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    """Channels that the bot is not in."""
    outside: dict[str, set[str]] = field(default_factory=dict)
    """Token -> channels that this installation is not in."""
    codes: dict[str, Json] = field(default_factory=dict)
    """OAuth codes and what they are exchanged for."""
    renewers: set[str] = field(default_factory=set)
    """What renews a token, each once."""
    renewed: int = 0
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    acknowledged: list[Json] = field(default_factory=list)
    socket_times: list[float] = field(default_factory=list)
    """When each of them was opened."""
    closes_with: str = ""
    """Each connection is greeted and closed at once, for this reason of Slack's."""
    faults: dict[str, deque[Fault | None]] = field(default_factory=lambda: defaultdict(deque))
    uploaded: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """By a file's id: its name, and what was put there."""
    shared: list[tuple[str, str, str]] = field(default_factory=list)
    """(channel, a file's name, its title), in order."""
    _clock: int = 0
    _server: TestServer | None = None

    # ------------------------------------------------------------ for tests

    def fail(self, method: str, *faults: Fault | None, channel: str = "") -> None:
        """The next calls of this method (about this channel) go wrong, in this order; None: this one goes well."""
        self.faults[f"{method} {channel}".strip()].extend(faults)

    def _next_fault(self, method: str, channel: str) -> Fault | None:
        waiting = self.faults[f"{method} {channel}".strip()] or self.faults[method]
        return waiting.popleft() if waiting else None

    def said(self, channel: str) -> list[str]:
        """The texts in a channel, oldest first."""
        return [str(message["text"]) for message in self.messages[channel]]

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(call.method == method for call in self.calls)

    @property
    def api_url(self) -> str:
        """For SLACK_API_URL."""
        assert self._server is not None
        return str(self._server.make_url("/api/"))

    @property
    def response_url(self) -> str:
        """For payloads with a `response_url`."""
        assert self._server is not None
        return str(self._server.make_url("/response/1"))

    async def __aenter__(self) -> SlackStub:
        self._server = TestServer(self.app())
        await self._server.start_server()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        for socket in list(self.sockets):
            await socket.close()
        assert self._server is not None
        await self._server.close()

    def app(self) -> web.Application:
        """The stub as an application, for a server of one's own."""
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_post("/api/{method}", self._handle)
        app.router.add_post("/response/{id}", self._response)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_get("/socket", self._socket)
        return app

    async def push(self, envelope: Json) -> None:
        """Sends one Socket Mode envelope to the newest connection."""
        await self.sockets[-1].send_str(json.dumps(envelope))

    # ------------------------------------------------------------ the intake of a call

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        args = await _arguments(request)
        self.calls.append(Call(method, token, args))
        fault = self._next_fault(method, str(args.get("channel", "")))
        if fault is None:
            headers = {"X-OAuth-Scopes": ",".join(sorted(self.tokens.get(token, ())))}
            return web.json_response(self._answer(request, method, token, args), headers=headers)
        await asyncio.sleep(fault.delay)
        if fault.drop == "before":
            return _cut(request)
        good = not fault.error and fault.status == 200
        answer = self._answer(request, method, token, args) if good or fault.deliver else {}
        if fault.drop == "after":
            return _cut(request)
        if fault.raw:
            return web.Response(status=fault.status, text=fault.raw)
        headers = {} if fault.retry_after is None else {"Retry-After": f"{fault.retry_after:g}"}
        if not good:
            answer = {"ok": False, "error": fault.error or "internal_error"}
        return web.json_response(answer, status=fault.status, headers=headers)

    def _answer(self, request: web.Request, method: str, token: str, args: Json) -> Json:
        handler = getattr(self, "_do_" + method.replace(".", "_").lower(), None)
        if handler is None:
            return _no("unknown_method")
        if method not in ("oauth.v2.access", "apps.connections.open") and (why := self._refused(method, token)):
            return why
        if str(args.get("channel", "")) in self.outside.get(token, ()):
            return _no("channel_not_found")
        answer: Json = handler(args)
        if method == "auth.test":
            answer |= self.selves.get(token, {})
        if method == "files.getUploadURLExternal" and answer["ok"]:
            answer["upload_url"] = str(request.url.with_path(f"/upload/{answer['file_id']}"))
        if method == "apps.connections.open" and answer["ok"]:
            answer["url"] = str(request.url.with_path("/socket").with_scheme("ws"))
        return answer

    def _refused(self, method: str, token: str) -> Json:
        if not token:
            return _no("not_authed")
        if token in self.expired:
            return _no("token_expired")
        if token not in self.tokens:
            return _no("invalid_auth")
        needed = NEEDS.get(method, "")
        if needed and needed not in self.tokens[token]:
            return {**_no("missing_scope"), "needed": needed, "provided": ",".join(sorted(self.tokens[token]))}
        return {}

    # ------------------------------------------------------------ methods

    def _do_auth_test(self, args: Json) -> Json:
        return {
            "ok": True,
            "url": "https://acme.slack.com/",
            "team_id": self.team,
            "user_id": self.bot_user,
            "bot_id": self.bot_id,
            "is_enterprise_install": False,
        }

    def _do_chat_postmessage(self, args: Json) -> Json:
        channel = str(args.get("channel", ""))
        if why := self._unpostable(channel, args):
            return _no(why)
        if channel.startswith(("U", "W")):
            channel = "D" + channel[1:]
        return {"ok": True, "channel": channel, **self._keep(channel, args)}

    def _keep(self, channel: str, args: Json) -> Json:
        self._clock += 1
        message: Json = {
            "type": "message",
            "ts": f"1764000000.{self._clock:06d}",
            "user": self.bot_user,
            "bot_id": self.bot_id,
            **{key: args[key] for key in ("text", "blocks", "metadata", "thread_ts") if key in args},
        }
        self.messages[channel].append(message)
        return {"ts": message["ts"], "message": message}

    def _unpostable(self, channel: str, args: Json) -> str:
        if not channel or channel in self.absent:
            return "channel_not_found"
        return trouble_with_message(args) if self.strict else ""

    def _do_chat_postephemeral(self, args: Json) -> Json:
        if why := self._unpostable(str(args.get("channel", "")), args):
            return _no(why)
        if not args.get("user"):
            return _no("user_not_in_channel")
        self.ephemerals.append(args)
        return {"ok": True, "message_ts": "1764000000.900000"}

    def _do_chat_update(self, args: Json) -> Json:
        if why := self._unpostable(str(args.get("channel", "")), args):
            return _no(why)
        for message in self.messages[str(args["channel"])]:
            if message["ts"] == args.get("ts"):
                message.update({key: args[key] for key in ("text", "blocks", "metadata") if key in args})
                return {"ok": True, "channel": args["channel"], "ts": message["ts"]}
        return _no("message_not_found")

    def _do_conversations_history(self, args: Json) -> Json:
        roots = [
            one for one in self.messages[str(args.get("channel"))] if one.get("thread_ts", one["ts"]) == one["ts"]
        ]
        return self._page(list(reversed(roots)), args)

    def _do_conversations_replies(self, args: Json) -> Json:
        wanted = str(args.get("ts"))
        found = [one for one in self.messages[str(args.get("channel"))] if one.get("thread_ts", one["ts"]) == wanted]
        return self._page(found, args) if found else _no("thread_not_found")

    def _page(self, found: list[Json], args: Json) -> Json:
        start, most = int(args.get("cursor") or 0), int(args.get("limit") or 100)
        page = found[start : start + most]
        if args.get("include_all_metadata") not in (True, "true"):
            page = [{key: value for key, value in one.items() if key != "metadata"} for one in page]
        more = start + most < len(found)
        cursor = str(start + most) if more else ""
        return {"ok": True, "messages": page, "has_more": more, "response_metadata": {"next_cursor": cursor}}

    def _do_users_info(self, args: Json) -> Json:
        name = self.people.get(str(args.get("user")), "")
        if not name:
            return _no("user_not_found")
        user = {"id": args["user"], "team_id": self.team, "name": name.lower(), "profile": {"display_name": name}}
        user |= {"tz": self.zones[name]} if name in self.zones else {}
        return {"ok": True, "user": user | self.marks.get(str(args["user"]), {})}

    def _do_files_getuploadurlexternal(self, args: Json) -> Json:
        if not args.get("filename") or int(args.get("length") or 0) < 1:
            return _no("invalid_arguments")
        id_ = f"F{len(self.uploaded) + 1}"
        self.uploaded[id_] = (str(args["filename"]), b"")
        return {"ok": True, "file_id": id_}

    def _do_files_completeuploadexternal(self, args: Json) -> Json:
        files = json.loads(args.get("files") or "[]")
        if any(not self.uploaded.get(one["id"], ("", b""))[1] for one in files):
            return _no("file_not_found")
        channel = str(args.get("channel_id", ""))
        if not channel.startswith(("C", "D", "G")):
            return _no("channel_not_found")
        self.shared += [(channel, self.uploaded[one["id"]][0], one["title"]) for one in files]
        return {"ok": True, "files": files}

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        self.calls.append(Call("upload", "", {}))
        fault = self._next_fault("upload", "")
        if fault is not None:
            return _cut(request) if fault.drop else web.Response(status=fault.status)
        name, _ = self.uploaded[request.match_info["id"]]
        self.uploaded[request.match_info["id"]] = (name, await request.read())
        return web.Response(text="OK")

    def _do_conversations_open(self, args: Json) -> Json:
        return {"ok": True, "channel": {"id": "D" + str(args.get("users", "U"))[1:]}}

    def _do_views_publish(self, args: Json) -> Json:
        if why := trouble_with_view(args.get("view"), "home"):
            return _no(why)
        self.views[str(args.get("user_id"))] = args["view"]
        return {"ok": True, "view": {**args["view"], "id": "V0HOME", "hash": "h1"}}

    def _do_views_open(self, args: Json) -> Json:
        if not args.get("trigger_id"):
            return _no("invalid_trigger_id")
        if why := trouble_with_view(args.get("view"), "modal"):
            return _no(why)
        self.opened.append(args["view"])
        return {"ok": True, "view": {**args["view"], "id": f"V{len(self.opened)}"}}

    def _do_apps_connections_open(self, args: Json) -> Json:
        return {"ok": True, "url": ""}

    def _do_oauth_v2_access(self, args: Json) -> Json:
        if args.get("grant_type") == "refresh_token":
            return self._renew(str(args.get("refresh_token")))
        return self.codes.pop(str(args.get("code")), _no("invalid_code"))

    def _renew(self, renewer: str) -> Json:
        """https://docs.slack.dev/authentication/using-token-rotation: what renewed a token is used up."""
        if renewer not in self.renewers:
            return _no("invalid_refresh_token")
        self.renewers.remove(renewer)
        self.renewed += 1
        token, again = f"xoxe.xoxb-{self.renewed}", f"xoxe-{self.renewed}"
        self.tokens[token] = SCOPES
        self.renewers.add(again)
        return {"ok": True, "access_token": token, "token_type": "bot", "refresh_token": again, "expires_in": 43200}

    def _do_auth_revoke(self, args: Json) -> Json:
        return {"ok": True, "revoked": True}

    def _do_assistant_threads_setsuggestedprompts(self, args: Json) -> Json:
        return {"ok": True} if len(args.get("prompts", [])) <= 4 else _no("invalid_arguments")

    def _do_assistant_threads_setstatus(self, args: Json) -> Json:
        return {"ok": True}

    def _do_assistant_threads_settitle(self, args: Json) -> Json:
        return {"ok": True}

    # ------------------------------------------------------------ other roads

    async def _response(self, request: web.Request) -> web.StreamResponse:
        args = await _arguments(request)
        self.calls.append(Call("response_url", "", args))
        fault = self.faults["response_url"].popleft() if self.faults["response_url"] else None
        if fault is not None:
            await asyncio.sleep(fault.delay)
            return _cut(request) if fault.drop else web.Response(status=fault.status, text=fault.error)
        self.responses.append(args)
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        self.socket_times.append(time.monotonic())
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        if self.closes_with:
            await socket.send_str(json.dumps({"type": "disconnect", "reason": self.closes_with}))
            await socket.close()
        async for frame in socket:
            if frame.type == WSMsgType.TEXT:
                self.acknowledged.append(json.loads(frame.data))
        return socket


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        found = await request.json()
        return found if isinstance(found, dict) else {}
    return {key: value for key, value in (await request.post()).items() if isinstance(value, str)}


def _no(error: str) -> Json:
    return {"ok": False, "error": error}


def _cut(request: web.Request) -> web.StreamResponse:
    """The line drops: no answer, no end."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response(status=500)
