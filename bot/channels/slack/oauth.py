"""Installing by a link, in any workspace or a whole organisation: /slack/install and /slack/oauth_redirect.

The state is random, signed, ten minutes old at most, and bound to the browser by a cookie: nobody can make somebody
else's browser end an installation that it did not begin. https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import hmac
import html
import logging
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from bot.channels.passes import SecretKey, keys_of
from bot.channels.slack import manifest
from bot.channels.slack.api import Api
from bot.channels.slack.installs import Installation, ManyWorkspaces, introduce
from bot.channels.slack.payloads import Json, text_at
from bot.channels.slack.rotation import dated

if TYPE_CHECKING:
    from itsdangerous import URLSafeTimedSerializer

log = logging.getLogger("bot.slack")

COOKIE = "slack_install"
TEN_MINUTES = 600
STYLE = "body{font:1.1rem/1.5 system-ui;max-width:34rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class OAuthSettings:
    """What installing needs."""

    client_id: str
    client_secret: str
    secret_key: SecretKey
    public_url: str
    assistant: bool = False


class OAuth:
    """The two pages."""

    def __init__(
        self,
        settings: OAuthSettings,
        api: Api,
        installs: ManyWorkspaces,
        counts: Counter[str],
        now: Callable[[], datetime],
    ) -> None:
        self.settings = settings
        self.api = api
        self.installs = installs
        self.counts = counts
        self.now = now

    @property
    def signer(self) -> URLSafeTimedSerializer:
        """Signs with the key that is the first now, and reads what any valid one signed."""
        from itsdangerous import URLSafeTimedSerializer

        return URLSafeTimedSerializer([*reversed(keys_of(self.settings.secret_key))], salt="slack install")

    def routes(self) -> list[web.RouteDef]:
        """GET only."""
        return [
            web.get("/slack/install", self.begin),
            web.get("/slack/oauth_redirect", self.end),
        ]

    async def begin(self, request: web.Request) -> web.Response:
        """Sends the browser to Slack."""
        state = secrets.token_urlsafe(24)
        asked = {
            "client_id": self.settings.client_id,
            "scope": ",".join(sorted(manifest.scopes(self.settings.assistant))),
            "redirect_uri": self._redirect_uri(),
            "state": state,
        }
        to = urlsplit(self.api.url)
        response = web.Response(
            status=302,
            headers={**HEADERS, "Location": f"{to.scheme}://{to.netloc}/oauth/v2/authorize?{urlencode(asked)}"},
        )
        response.set_cookie(
            COOKIE,
            str(self.signer.dumps(state)),
            max_age=TEN_MINUTES,
            path="/slack/",
            httponly=True,
            samesite="Lax",
            secure=self.settings.public_url.startswith("https://"),
        )
        return response

    async def end(self, request: web.Request) -> web.Response:
        """Slack sends the browser back, with a code that is exchanged for a token once."""
        if request.query.get("error"):
            return self._page(400, "Not installed", "Slack says that the installation was not allowed.")
        if not self._began_here(request):
            self.counts["refused_oauth_state"] += 1
            log.warning("slack: refused an installation that this browser did not begin")
            return self._page(
                403, "Not installed", "This installation was not begun in this browser, or too long ago."
            )
        asked = {
            "code": request.query.get("code", ""),
            "client_id": self.settings.client_id,
            "client_secret": self.settings.client_secret,
            "redirect_uri": self._redirect_uri(),
        }
        answer = await self.api.form("oauth.v2.access", "", asked)
        made = await self._made(answer.data) if answer.ok else answer.error or f"HTTP {answer.status}"
        if isinstance(made, str):
            log.error("slack: an installation failed: %s", made)
            return self._page(502, "Not installed", f"Slack did not give a token ({made}). Please begin again.")
        await self.installs.save(made)
        self.counts["installed"] += 1
        response = self._page(200, "Installed", "You can close this page and open the bot in Slack.")
        response.del_cookie(COOKIE, path="/slack/")
        return response

    async def _made(self, data: Json) -> Installation | str:
        token = text_at(data, "access_token")
        if not token:
            return "no token"
        scopes = tuple(text_at(data, "scope").split(","))
        made = await introduce(self.api, token, scopes)
        if isinstance(made, str):
            return made
        refresh, expires = dated(data, self.now().timestamp())
        if expires and not refresh:
            return "a token that ends, and nothing to renew it with"
        made = replace(made, refresh=refresh, expires=expires)
        enterprise = text_at(data, "enterprise", "id")
        if data.get("is_enterprise_install") is True:
            return replace(made, workspace="", enterprise=enterprise)
        return replace(made, workspace=text_at(data, "team", "id") or made.workspace, enterprise=enterprise)

    def _began_here(self, request: web.Request) -> bool:
        from itsdangerous import BadData

        try:
            state = str(self.signer.loads(request.cookies.get(COOKIE, ""), max_age=TEN_MINUTES))
        except BadData:
            return False
        return hmac.compare_digest(state.encode(), request.query.get("state", "").encode())

    def _redirect_uri(self) -> str:
        return self.settings.public_url.rstrip("/") + "/slack/oauth_redirect"

    def _page(self, status: int, title: str, text: str) -> web.Response:
        page = (
            "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
            f"<title>{html.escape(title)}</title><style>{STYLE}</style><main><h1>{html.escape(title)}</h1>"
            f"<p>{html.escape(text)}</p></main></html>"
        )
        return web.Response(status=status, text=page, content_type="text/html", headers=HEADERS)
