"""No secret lies in the repository: no private key, no credential of ours or of a vendor, in any file that git knows."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.architecture.imports import ROOT

# what whoever issues them writes them like; those of ours: casework/http/callers.py
SHAPES = {
    "a private key": re.compile(rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}"),
    "a credential of casework": re.compile(rb"\bcivicline_[a-z_]+_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"),
    "a key of a cloud": re.compile(rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token of a code host": re.compile(
        rb"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,}|glpat-[A-Za-z0-9_-]{20})\b"
    ),
    "a token of a registry": re.compile(rb"\b(?:pypi-AgE[A-Za-z0-9_-]{50,}|npm_[A-Za-z0-9]{36})\b"),
    "a token of a chat": re.compile(rb"\bxox[baprs]-[A-Za-z0-9-]{20,}"),
    "a secret of a carrier": re.compile(rb"(?i)auth_?token['\"]?\s*[:=]\s*['\"][0-9a-f]{32}['\"]"),
}
MADE_UP = {"tests/architecture/test_no_secrets.py"}


def known() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no clone: git does not list its files")
    return [name for name in listed.stdout.decode().split("\0") if name and name not in MADE_UP]


def test_no_file_holds_a_secret() -> None:
    found = []
    for name in known():
        path = ROOT / name
        body = path.read_bytes() if path.is_file() and path.stat().st_size < 5_000_000 else b""
        found += [f"{name}: {what}" for what, shape in SHAPES.items() if shape.search(body)]
    assert found == []


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("a private key", b"-----BEGIN RSA PRIVATE KEY-----\n" + b"A" * 64),  # pragma: allowlist secret
        ("a credential of casework", b"token = civicline_bot_" + b"a" * 43),
        ("a key of a cloud", b"AKIA" + b"A" * 16),
        ("a token of a code host", b"ghp_" + b"a" * 36),
        ("a secret of a carrier", b'auth_token = "' + b"0a" * 16 + b'"'),
    ],
)
def test_a_secret_would_be_seen(what: str, body: bytes) -> None:
    assert SHAPES[what].search(body)
