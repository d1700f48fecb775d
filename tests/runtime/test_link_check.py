"""Asking the addresses of the content, against a server on this machine: what is said of each, and the manners."""

from __future__ import annotations

import shutil
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from time import monotonic

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.runtime.link_check import NAME, State, ask_all
from tests.content.pledge import TINY
from tests.process import command, free_port

PAUSE = 0.05


@dataclass(slots=True)
class Site:
    """A web site that keeps what it was asked, and by whom."""

    address: str = ""
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """(method, path, who asked)"""
    at: list[float] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.method, request.path, request.headers["User-Agent"]))
        self.at.append(monotonic())
        match request.path:
            case "/moved":
                raise web.HTTPMovedPermanently("/there")
            case "/for-now":
                raise web.HTTPFound("/there")
            case "/round":
                raise web.HTTPFound("/round")
            case "/busy":
                return web.Response(status=429)
            case "/no-programs":
                return web.Response(status=403)
            case "/no-heads" if request.method == "HEAD":
                return web.Response(status=405)
            case "/there" | "/no-heads":
                return web.Response(text="here")
        return web.Response(status=404)


@asynccontextmanager
async def site(tls: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    made, port = Site(), free_port()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, ssl_context=tls).start()
    made.address = f"http{'s' if tls else ''}://127.0.0.1:{port}"
    try:
        yield made
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("path", "state", "detail"),
    [
        ("/there", State.THERE, ""),
        ("/for-now", State.THERE, ""),
        ("/no-heads", State.THERE, ""),
        ("/moved", State.MOVED, "/there"),
        ("/gone", State.GONE, "404"),
        ("/no-programs", State.REFUSED, "403"),
        ("/busy", State.BUSY, "429"),
        ("/round", State.UNREACHABLE, ""),
    ],
)
async def test_what_is_said_of_an_address(path: str, state: State, detail: str) -> None:
    async with site() as there:
        (asked,) = await ask_all([there.address + path], PAUSE)
    assert asked.state is state
    assert detail in asked.detail


async def test_a_server_that_is_not_there() -> None:
    (asked,) = await ask_all([f"http://127.0.0.1:{free_port()}/"], PAUSE)
    assert asked.state is State.UNREACHABLE


async def test_a_host_is_asked_one_at_a_time_by_name_and_for_heads_alone() -> None:
    async with site() as there:
        await ask_all([f"{there.address}/there", f"{there.address}/busy", f"{there.address}/there"], PAUSE)
    assert [(method, path) for method, path, _ in there.asked] == [("HEAD", "/there"), ("HEAD", "/busy")]
    assert {who for *_, who in there.asked} == {NAME}
    assert there.at[1] - there.at[0] >= PAUSE


# ---------------------------------------------------------------- the command


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of this machine's own, for as long as the test takes."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    public, both = folder / "public.pem", folder / "both.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    both.write_bytes(private + public.read_bytes())
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(both)
    return public, tls


def pledge_that_leads_to(folder: Path, address: str) -> Path:
    content = folder / "pledge"
    shutil.copytree(TINY, content, dirs_exist_ok=True)
    links = content / "links.yaml"
    links.write_text((TINY / "links.yaml").read_text("utf-8").replace("https://halls.example", address), "utf-8")
    return content


async def test_the_command_names_each_link_and_fails_for_one_that_is_gone(tmp_path: Path) -> None:
    public, tls = certificate(tmp_path)
    async with site(tls) as there:
        good = pledge_that_leads_to(tmp_path, f"{there.address}/there")
        code, out, err = await command(tmp_path, "links", str(good), SSL_CERT_FILE=str(public))
        assert (code, err) == (0, "")
        assert out == f"circle: there  {there.address}/there\n1 link: 1 there.\n"
        gone = pledge_that_leads_to(tmp_path, f"{there.address}/gone")
        code, out, _ = await command(tmp_path, "links", str(gone), SSL_CERT_FILE=str(public))
        assert code == 1
        assert "circle: is gone (answered 404)" in out


async def test_the_command_asks_only_over_https(tmp_path: Path) -> None:
    async with site() as there:
        code, _, err = await command(tmp_path, "links", str(pledge_that_leads_to(tmp_path, there.address)))
    assert code == 1
    assert "LINK_NOT_HTTPS" in err
    assert there.asked == []
