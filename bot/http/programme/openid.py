"""Signing in by OpenID Connect: the code flow with PKCE; whoever is known by issuer and subject is let in.

    GET /programme/sign-in -> the provider -> GET /programme/sign-in/back?code=…&state=…

Nobody is known by e-mail: who controls an address may change. With Microsoft somebody is `TENANT:OBJECT`, elsewhere
the token's subject.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
import structlog
from aiohttp import web
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.channels.passes import LASTS, PassKind, make_pass, officer_subject, read_pass
from bot.http.programme.sign_in import SignIn
from bot.http.programme.site import Site, see_other

_log = structlog.get_logger("bot.http")
COOKIE, BACK = "officer-flow", "/programme/sign-in/back"
ALGORITHMS = ["RS256", "ES256", "PS256"]
LEEWAY = 120
"""Seconds by which a provider's clock may differ."""
TIMEOUT = aiohttp.ClientTimeout(total=10)
BIGGEST = 512 * 1024


@dataclass(frozen=True, slots=True)
class Provider:
    """Where officers sign in, as what this bot is known there, and who is who."""

    issuer: str
    client_id: str
    client_secret: str
    people: Mapping[str, str]
    """The name of each person, by the id that the provider has for them."""

    @property
    def host(self) -> str:
        return urlsplit(self.issuer).hostname or ""


class SignInError(Exception):
    """The provider's answer cannot be used. The text is for the log, and says nothing of anybody."""


class OpenIdSignIn:
    """The two pages of the flow."""

    def __init__(self, site: Site, sign_in: SignIn, provider: Provider, address: str) -> None:
        self._site, self._sign_in, self._provider = site, sign_in, provider
        self._back = f"{address}{BACK}"
        self._secure = address.startswith("https:")
        self._known: dict[str, Any] | None = None

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/programme/sign-in", self._begin), web.get(BACK, self._end)]

    async def _begin(self, request: web.Request) -> web.StreamResponse:
        """On to the provider; what it must bring back is kept in this browser, signed, for ten minutes."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        try:
            async with aiohttp.ClientSession(timeout=TIMEOUT) as http:
                place = (await self._discovered(http))["authorization_endpoint"]
        except (TimeoutError, SignInError, aiohttp.ClientError) as error:
            return self._failed(error, 502)
        digest = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "response_type": "code", "client_id": self._provider.client_id, "redirect_uri": self._back,
            "scope": "openid profile", "state": state, "nonce": nonce, "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        }  # fmt: skip
        response = see_other(f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}")
        kind = PassKind.OFFICER_FLOW
        kept = make_pass(self._site.secret_key, kind, " ".join((state, nonce, verifier)), self._site.clock())
        response.set_cookie(
            COOKIE, kept, max_age=int(LASTS[kind].total_seconds()), path="/programme/sign-in", httponly=True,
            samesite="Lax", secure=self._secure,
        )  # fmt: skip
        return response

    async def _end(self, request: web.Request) -> web.StreamResponse:
        """Who comes back with what was asked for is let in, once."""
        flow = read_pass(self._site.secret_key, PassKind.OFFICER_FLOW, request.cookies.get(COOKIE, ""))
        now, code = self._site.clock(), request.query.get("code", "")
        if flow is None or flow.over(now) or not code:
            return self._failed(SignInError("no flow was begun, or it was given up"), 400)
        state, nonce, verifier = flow.subject.split(" ")
        if not hmac.compare_digest(state, request.query.get("state", "")):
            return self._failed(SignInError("another state came back"), 400)
        ends = now + LASTS[PassKind.OFFICER_FLOW]
        if not await self._site.store.write(lambda tx: tx.use_link(flow.mark, now, ends)):
            return self._failed(SignInError("it was used before"), 400)
        try:
            async with aiohttp.ClientSession(timeout=TIMEOUT) as http:
                claims = await self._claims(http, code, verifier, nonce)
        except (TimeoutError, SignInError, aiohttp.ClientError) as error:
            return self._failed(error, 502)
        return await self._let_in(id_of(claims))

    async def _let_in(self, id_: str) -> web.StreamResponse:
        name = self._provider.people.get(id_, "")
        if not name or self._site.role_of(name) is None:
            _log.info("officer_unknown")
            return self._site.page("unknown.html", status=403, id=id_)
        round_ = await self._site.store.read(lambda tx: tx.access_round(officer_subject(name)))
        _log.info("officer_signed_in", by="openid")
        response = await self._sign_in.start(name, round_)
        response.del_cookie(COOKIE, path="/programme/sign-in", httponly=True, samesite="Lax", secure=self._secure)
        return response

    def _failed(self, error: Exception, status: int) -> web.Response:
        _log.warning("sign_in_failed", error=str(error) if isinstance(error, SignInError) else type(error).__name__)
        return self._site.page("failed.html", status=status)

    # ---- the provider

    async def _claims(self, http: aiohttp.ClientSession, code: str, verifier: str, nonce: str) -> dict[str, Any]:
        """What the provider says of whoever came back, checked."""
        places = await self._discovered(http)
        asked = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self._back, "code_verifier": verifier,
            "client_id": self._provider.client_id, "client_secret": self._provider.client_secret,
        }  # fmt: skip
        async with http.post(places["token_endpoint"], data=asked, allow_redirects=False) as answer:
            told = await _json(answer)
        token = told.get("id_token")
        if not isinstance(token, str):
            raise SignInError("no token came")
        async with http.get(places["jwks_uri"], allow_redirects=False) as answer:
            keys = await _json(answer)
        return self.checked(token, keys, nonce)

    def checked(self, token: str, keys: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        """The claims of a token that this provider signed for this bot, now, for this flow."""
        rules = jwt.JWTClaimsRegistry(
            now=int(self._site.clock().timestamp()), leeway=LEEWAY,
            iss={"essential": True, "value": self._provider.issuer},
            aud={"essential": True, "value": self._provider.client_id},
            nonce={"essential": True, "value": nonce}, exp={"essential": True}, iat={"essential": True},
            sub={"essential": True},
        )  # fmt: skip
        try:
            claims = dict(jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS).claims)  # type: ignore[arg-type]
            rules.validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise SignInError(f"the token is not to be trusted: {type(error).__name__}") from None
        if claims.get("azp", self._provider.client_id) != self._provider.client_id:
            raise SignInError("the token is for another")
        return claims

    async def _discovered(self, http: aiohttp.ClientSession) -> dict[str, Any]:
        """The provider's own addresses, asked once."""
        if self._known is None:
            place = f"{self._provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            async with http.get(place, allow_redirects=False) as answer:
                told = await _json(answer)
            if told.get("issuer") != self._provider.issuer:
                raise SignInError("another issuer answers there")
            scheme = urlsplit(self._provider.issuer).scheme
            names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if not all(urlsplit(str(told.get(name))).scheme == scheme for name in names):
                raise SignInError("an address of the provider is missing, or not as safe as the provider's own")
            self._known = told
        return self._known


async def _json(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    """An answer of the provider, read no further than is sensible."""
    raw = await answer.content.read(BIGGEST)
    try:
        told = json.loads(raw)
    except ValueError:
        told = None
    if answer.status != 200 or not isinstance(told, dict):
        raise SignInError(f"the provider answered {answer.status}")
    return told


def id_of(claims: Mapping[str, Any]) -> str:
    """By what somebody is known: with Microsoft tenant and object id, elsewhere the subject."""
    tenant, person = claims.get("tid"), claims.get("oid")
    return f"{tenant}:{person}" if tenant and person else str(claims["sub"])
