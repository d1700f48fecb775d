"""Both locks have the same versions; that of `.ci/run` has hashes for each. What an audit finds is said."""

from __future__ import annotations

import re

import pytest

from tests.audit import UNREACHABLE, judged
from tests.locked import BUILD_LOCK, LOCK, VERSIONS, pinned
from tests.process import ROOT

RUN = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_what_ci_installs_are_the_versions_of_everybody() -> None:
    assert pinned(LOCK.read_text(encoding="utf-8")) == pinned(VERSIONS.read_text(encoding="utf-8")), "make lock"
    assert {"setuptools"} == set(pinned(BUILD_LOCK.read_text(encoding="utf-8")))


@pytest.mark.parametrize("lock", [LOCK, BUILD_LOCK], ids=lambda lock: lock.name)
def test_each_of_them_has_a_hash(lock: object) -> None:
    text = LOCK.read_text(encoding="utf-8") if lock == LOCK else BUILD_LOCK.read_text(encoding="utf-8")
    entries = re.findall(r"(?m)^(\S+)==\S+((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", text)
    assert len(entries) == len(pinned(text)) > 0


def test_ci_takes_nothing_without_a_hash() -> None:
    installs = [line for line in RUN.splitlines() if line.strip().startswith("$install ")]
    assert len(installs) == 3
    assert RUN.count("pip install") == 1
    assert [line for line in installs if "--require-hashes" not in line and "--no-deps" not in line] == []


def of(name: str, *vulns: str) -> dict[str, object]:
    return {"name": name, "version": "1.0", "vulns": [{"id": v, "fix_versions": ["1.1"]} for v in vulns]}


def test_a_known_vulnerability_fails_the_audit_and_says_what_mends_it() -> None:
    code, told = judged(
        {"dependencies": [of("aiohttp", "CVE-2026-1"), of("jinja2"), {"name": "x", "skip_reason": "?"}]}
    )
    assert code == 1
    assert told.splitlines() == [
        "aiohttp 1.0: CVE-2026-1, mended in 1.1", "not audited: x", "2 packages audited, 1 known vulnerabilities.",
    ]  # fmt: skip


def test_where_nobody_can_be_asked_it_says_that_nothing_was_audited() -> None:
    assert judged({"dependencies": [{"name": "x", "skip_reason": "not found"}]}) == (0, UNREACHABLE)
    assert judged({"dependencies": [of("aiohttp")]})[0] == 0
