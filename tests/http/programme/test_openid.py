"""Signing in by OpenID Connect, against a provider of our own over real HTTP."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from bot.http.programme.openid import Provider
from tests.guidance.world import NOW, World
from tests.http.programme.served import NAME, VIEWER, Client, serving, text_of

ID, SECRET = "bot-at-the-provider", "a-secret-of-thirty-two-characters"
TENANT, OBJECT = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHER = RSAKey.generate_key(2048, {"kid": "one"})


@dataclass
class Stub:
    """The provider. `says` changes its token's claims; `signs` is the key, or None for no signature of its own."""

    issuer: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    signs: Any = field(default_factory=lambda: KEY)
    algorithm: str = "RS256"
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "U0123"})
    asked: dict[str, str] = field(default_factory=dict)
    told_as: str = ""
    codes: int = 0
    given: int = 0
    """How many tokens it gave."""

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self.discovery)
        app.router.add_get("/authorize", self.authorize)
        app.router.add_post("/token", self.token)
        app.router.add_get("/keys", self.keys)
        return app

    async def discovery(self, request: web.Request) -> web.Response:
        at = self.issuer
        return web.json_response({
            "issuer": self.told_as or at, "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token", "jwks_uri": f"{at}/keys",
        })  # fmt: skip

    async def authorize(self, request: web.Request) -> web.Response:
        self.asked = dict(request.query)
        assert self.asked["response_type"] == "code" and self.asked["code_challenge_method"] == "S256"
        back = f"{self.asked['redirect_uri']}?code=the-code&state={self.asked['state']}"
        return web.Response(status=302, headers={"Location": back})

    async def token(self, request: web.Request) -> web.Response:
        form = await request.post()
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        right = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.asked["code_challenge"]
        if not right or form["client_secret"] != SECRET or form["code"] != "the-code":
            return web.json_response({"error": "invalid_grant"}, status=400)
        self.codes += 1
        now = int(NOW.timestamp())
        claims = {
            "iss": self.issuer, "aud": ID, "iat": now, "exp": now + 300, "nonce": self.asked["nonce"],
        } | self.claims | self.says  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "one"}
        if self.algorithm == "none":
            parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims))
            token = b".".join(parts).decode() + "."
        else:
            token = jwt.encode(header, claims, self.signs, algorithms=[self.algorithm])
        self.given += 1
        return web.json_response({"id_token": token})

    async def keys(self, request: web.Request) -> web.Response:
        return web.json_response(KeySet([KEY]).as_dict())


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    made = Stub()
    async with TestServer(made.app()) as server:
        made.issuer = str(server.make_url("")).rstrip("/")
        yield made


@pytest.fixture
async def client(world: World, stub: Stub) -> AsyncIterator[Client]:
    people = {"U0123": NAME, f"{TENANT}:{OBJECT}": VIEWER, "U0999": "Somebody Else"}
    async with serving(world, provider=Provider(stub.issuer, ID, SECRET, people)) as made:
        yield made


async def go_there(client: Client) -> str:
    """Presses the button and signs in at the provider. Returns where it leads back to."""
    assert 'href="/programme/sign-in"' in await text_of(client, "/programme", 403)
    async with client.get("/programme/sign-in", allow_redirects=False) as answer:
        assert answer.status == 303
        place = answer.headers["Location"]
    async with aiohttp.ClientSession() as http, http.get(place, allow_redirects=False) as answer:
        back = urlsplit(answer.headers["Location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == "http://bot.test/programme/sign-in/back"
    return f"{back.path}?{back.query}"


async def test_somebody_who_is_known_is_let_in_as_what_they_are(world: World, client: Client, stub: Stub) -> None:
    answer = await client.get(await go_there(client))
    assert (answer.status, answer.url.path) == (200, "/programme/overview")
    assert NAME in await answer.text()
    assert parse_qs(f"s={stub.asked['scope']}")["s"] == ["openid profile"]
    assert [one.act for one in await world.store.read(lambda tx: tx.acts(officer=NAME))] == ["signed in"]


async def test_with_microsoft_it_is_the_tenant_and_the_object_that_count(client: Client, stub: Stub) -> None:
    stub.claims = {"sub": "pairwise", "tid": TENANT, "oid": OBJECT, "email": "evelyn@example.org"}
    answer = await client.get(await go_there(client))
    assert f"{VIEWER}, who may look" in " ".join((await answer.text()).split())


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "U0000", "email": "evelyn@example.org", "name": NAME},
        {"sub": "U0123", "tid": "other", "oid": OBJECT},
        {"sub": "U0999"},
    ],
)  # fmt: skip
async def test_a_name_or_an_address_lets_nobody_in(client: Client, stub: Stub, claims: dict[str, Any]) -> None:
    stub.claims = claims
    page = await (await client.get(await go_there(client))).text()
    assert "not known here" in page and str(claims["sub"] if "tid" not in claims else f"other:{OBJECT}") in page
    await text_of(client, "/programme", 403)


@pytest.mark.parametrize(
    "says",
    [
        {"aud": "another"}, {"aud": None}, {"iss": "https://evil.example"}, {"nonce": "another"}, {"nonce": None},
        {"exp": int(NOW.timestamp()) - 600}, {"exp": None}, {"iat": int(NOW.timestamp()) + 600}, {"sub": None},
        {"aud": [ID, "another"], "azp": "another"},
    ],
    ids=str,
)  # fmt: skip
async def test_a_token_for_another_time_place_or_flow_lets_nobody_in(
    client: Client, stub: Stub, says: dict[str, Any]
) -> None:
    stub.says = says
    await text_of(client, await go_there(client), 502)
    await text_of(client, "/programme", 403)


@pytest.mark.parametrize(
    ("algorithm", "key"), [("RS256", OTHER), ("HS256", OctKey.import_key(SECRET)), ("none", KEY)],
    ids=["another key", "the secret as a key", "no signature"],
)  # fmt: skip
async def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(
    client: Client, stub: Stub, algorithm: str, key: Any
) -> None:
    stub.algorithm, stub.signs = algorithm, key
    await text_of(client, await go_there(client), 502)
    assert stub.given == 1, "it was the token that was refused"
    await text_of(client, "/programme", 403)


async def test_what_comes_back_is_taken_once_in_the_browser_that_began_soon(
    world: World, client: Client, stub: Stub
) -> None:
    back = await go_there(client)
    await text_of(client, back.replace("state=", "state=x"), 400)
    kept = client.session.cookie_jar.filter_cookies(client.make_url("/programme/sign-in"))["officer-flow"].value
    client.session.cookie_jar.clear()
    await text_of(client, back, 400)
    client.session.cookie_jar.update_cookies({"officer-flow": kept}, client.make_url("/programme/sign-in/"))
    await text_of(client, back)
    client.session.cookie_jar.clear()
    client.session.cookie_jar.update_cookies({"officer-flow": kept}, client.make_url("/programme/sign-in/"))
    await text_of(client, back, 400)
    assert stub.codes == 1
    later = await go_there(client)
    world.clock.move(timedelta(minutes=10))
    await text_of(client, later, 400)
    await text_of(client, "/programme/sign-in/back", 400)


async def test_a_provider_that_is_another_or_gone_is_said_kindly(client: Client, stub: Stub) -> None:
    stub.told_as = "https://evil.example"
    assert "Signing in did not work" in await text_of(client, "/programme/sign-in", 502)


async def test_where_none_is_set_there_is_no_such_page(world: World) -> None:
    async with serving(world) as client:
        await text_of(client, "/programme/sign-in", 404)
        assert "sign-in" not in await text_of(client, "/programme", 403)
