"""Caddy and nginx as in deploy/, each before a real bot: a link is opened, answers stream, figures stay inside."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pwd
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.process import ROOT, command, free_port, serving
from tests.programs import program

DEPLOY = ROOT / "deploy"


@contextlib.asynccontextmanager
async def running(*args: str, **env: str) -> AsyncIterator[None]:
    """A program while the block runs."""
    process = await asyncio.create_subprocess_exec(
        *args, env={**os.environ, **env}, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


@contextlib.asynccontextmanager
async def caddy(folder: Path, port: int, upstream: int) -> AsyncIterator[None]:
    sample = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    file = folder / "Caddyfile"
    file.write_text(
        "{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n" + sample
    )
    env = {"SITE": f"https://localhost:{port}", "UPSTREAM": f"127.0.0.1:{upstream}", "XDG_DATA_HOME": str(folder)}
    args = ("--config", str(file), "--adapter", "caddyfile")
    validate, known = [program("caddy"), "validate", *args], {**os.environ, **env}
    check = await asyncio.to_thread(subprocess.run, validate, env=known, capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stderr
    async with running(program("caddy"), "run", *args, **env):
        yield


@contextlib.asynccontextmanager
async def nginx(folder: Path, port: int, upstream: int) -> AsyncIterator[None]:
    key, certificate = folder / "proxy.key", folder / "proxy.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    await asyncio.to_thread(
        subprocess.run, [*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    sample = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for ours, here in (
        ("127.0.0.1:3000", f"127.0.0.1:{upstream}"),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("listen 80", f"listen 127.0.0.1:{free_port()}"),
        ("bot.example.org", "localhost"),
        ("/etc/ssl/certs/charter-bot.pem", str(certificate)),
        ("/etc/ssl/private/charter-bot.key", str(key)),
    ):
        assert ours in sample
        sample = sample.replace(ours, here)
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(
        f"{user}daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;\n"
        f"events {{}}\nhttp {{ access_log off; {paths}\n{sample}\n}}\n"
    )
    check = await asyncio.to_thread(
        subprocess.run, [program("nginx"), "-t", "-c", str(file)], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stderr
    async with running(program("nginx"), "-c", str(file)):
        yield


@pytest.mark.parametrize("proxy", [caddy, nginx])
async def test_behind_the_proxy_people_come_in_answers_stream_and_figures_stay_inside(
    tmp_path: Path, proxy: object
) -> None:
    outside, name = free_port(), getattr(proxy, "__name__", "")
    public = {"PUBLIC_URL": f"https://localhost:{outside}", "BOT_SECRET_KEY": "k" * 40}
    await command(tmp_path, "adopters", "add", "Riverside Homes", **public)
    code, link, err = await command(tmp_path, "invite", "--adopter", "riverside-homes", "--name", "Priya", **public)
    assert code == 0, err
    link = next(word for word in link.split() if word.startswith("https://"))
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    async with (
        serving(tmp_path, **public) as (inside, _),
        {"caddy": caddy, "nginx": nginx}[name](tmp_path, outside, urlsplit(inside).port or 0),
        aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), connector=aiohttp.TCPConnector(ssl=trusting)
        ) as session,
    ):
        address = public["PUBLIC_URL"]
        async with asyncio.timeout(60):
            while not await _alive(session, address):
                await asyncio.sleep(0.1)
        for page in ("/metrics", "/readyz"):
            async with session.get(address + page) as answer:
                assert answer.status == 404, page
        from_here = {"Origin": address, "Sec-Fetch-Site": "same-origin"}
        async with session.get(link) as answer:
            assert "Priya" in await answer.text()
        async with session.post(link, headers=from_here) as answer:
            assert answer.status == 200
        async with session.get(f"{address}/api/stream") as stream, asyncio.timeout(20):
            assert stream.headers["Content-Type"].startswith("text/event-stream")
            said = {"id": "m1-proxied0", "text": "Board approved it on 3 March"}
            async with session.post(f"{address}/api/chat", json=said, headers=from_here) as answer:
                assert answer.status == 202
            seen = ""
            while "3 March" not in seen.partition("Is this right")[2]:
                seen += (await stream.content.readany()).decode(errors="replace")
        large = {"id": "m2-proxied0", "text": "x" * 1_200_000}
        async with session.post(f"{address}/api/chat", json=large, headers=from_here) as answer:
            assert answer.status in (413, 502), "refused: by the proxy, or by the bot in the middle of it"


async def _alive(session: aiohttp.ClientSession, address: str) -> bool:
    with contextlib.suppress(aiohttp.ClientError):
        async with session.get(f"{address}/healthz") as answer:
            return answer.status == 200
    return False
