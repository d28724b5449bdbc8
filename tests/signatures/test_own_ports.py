"""Ports that are ours alone take what shows the credential, and nothing that a page of a foreign site can send."""

from __future__ import annotations

import pytest

from signatures.own_ports import refusal

TOKEN = "0123456789abcdef0123456789abcdef"
HEALTH = frozenset({"/health"})
OURS = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json; charset=utf-8"}


def status(method: str = "POST", path: str = "/webhook", token: str = TOKEN, **headers: str) -> int | None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    found = refusal(method, path, named, token, HEALTH)
    return found.status if found else None


def test_whoever_shows_the_credential_comes_in_and_anybody_sees_that_the_service_lives() -> None:
    assert refusal("POST", "/webhook", OURS, TOKEN, HEALTH) is None
    assert status("GET", "/health") is None
    assert status("HEAD", "/health/") is None


@pytest.mark.parametrize(
    "shown", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer \u0430"]
)
def test_nobody_else_does_from_this_machine_either(shown: str) -> None:
    assert status(authorization=shown, content_type="application/json") == 401
    assert status("GET", "/actions", authorization=shown) == 401


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:5005", "null"])
def test_a_page_does_not_even_with_the_credential(origin: str) -> None:
    assert status(origin=origin, authorization=OURS["authorization"], content_type="application/json") == 403
    assert status("GET", "/health", origin=origin) == 403


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"]
)
def test_what_a_form_can_send_is_not_taken(kind: str) -> None:
    assert status(authorization=OURS["authorization"], content_type=kind) == 415


def test_a_line_without_a_credential_lets_nobody_in() -> None:
    for token in ("", "short"):
        assert status(token=token, authorization=f"Bearer {token}", content_type="application/json") == 401
