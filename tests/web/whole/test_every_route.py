"""Every address of both apps, drawn from their routers: the headers on each answer, no form without its token, no page for who may not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.web.console.test_roles import MAY
from tests.web.serving import token_in
from tests.web.whole.conftest import City
from web.citizen.app import build as citizen_app
from web.citizen.settings import CitizenSettings
from web.console.app import build as console_app
from web.console.roles import OF_EVERYBODY, OPEN
from web.console.settings import ConsoleSettings
from web.shared.app import FRAMED

_HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin"}
_WIDGET = "/widget.js"  # other sites load it: that is what it is for
_PICTURES = re.compile(r"/look/seal|/numbers/.*/?chart")  # they have colours of their own, and run and load nothing
_OF_PICTURES = "default-src 'none'; style-src 'unsafe-inline'"
_COUNTED = "/metrics"  # for the operator's tools, with a credential; no page
_PART = re.compile(r"<(\w+):(?:(int|str|path)|\((\w+)(?:\|\w+)*\))>")


@dataclass(frozen=True)
class Address:
    """`path`: with something in the place of every name."""

    method: str
    path: str


def _filled(found: re.Match[str]) -> str:
    return found[3] or {"int": "1", "str": "nobody", "path": "nothing.yml"}[found[2]]


def addresses(app: Any) -> list[Address]:
    app.finalize()
    found = {
        Address(method, _PART.sub(_filled, f"/{route.path}"))
        for route in app.router.routes
        for method in route.methods
        if method in ("GET", "POST")
    }
    assert not [one for one in found if "<" in one.path], "a kind of address that is not filled in here"
    return sorted(found, key=lambda one: (one.path, one.method))


CITIZEN = addresses(citizen_app(CitizenSettings(), "every-route-citizen"))
CONSOLE = addresses(console_app(ConsoleSettings(), "every-route-console"))


def answer(client: httpx.Client, one: Address, **data: str) -> httpx.Response:
    """What it says, and of a stream its beginning."""
    with client.stream(one.method, one.path, data=data or None) as told:
        if "text/event-stream" not in told.headers.get("content-type", ""):
            told.read()
        return told


def wrong(one: Address, told: httpx.Response) -> list[str]:
    """What is missing among the headers."""
    headers = told.headers
    policy, framed = headers.get("content-security-policy", ""), one.path.startswith(f"{FRAMED}/")
    missing = [name for name, value in _HEADERS.items() if headers.get(name) != value]
    if "default-src 'none'" not in policy:
        missing.append("a policy")
    picture = bool(_PICTURES.fullmatch(one.path)) and policy == _OF_PICTURES
    if "unsafe" in policy and not picture:
        missing.append("a policy that is safe")
    if not framed and (headers.get("x-frame-options") != "DENY"):
        missing.append("no frame around it")
    if not framed and not picture and "frame-ancestors 'none'" not in policy:
        missing.append("no frame around it, by the policy")
    kept = headers.get("cache-control", "")
    if kept != "no-store" and not (kept.startswith("public") and "set-cookie" not in headers):
        missing.append("not kept by anybody")
    if told.status_code >= 500:
        missing.append(f"an answer without trouble of ours ({told.status_code})")
    return [f"{one.method} {one.path}: {name}" for name in missing]


def test_every_answer_to_a_stranger_has_the_headers_that_keep_strangers_out(city: City) -> None:
    found: list[str] = []
    for base, all_of_them in ((city.citizen, CITIZEN), (city.office.address, CONSOLE)):
        for one in all_of_them:
            if one.path not in (_WIDGET, _COUNTED):
                with httpx.Client(base_url=base, trust_env=False) as stranger:
                    found += wrong(one, answer(stranger, one))
    assert found == []


@pytest.mark.parametrize("login", sorted(MAY))
def test_every_page_of_the_console_has_them_for_who_is_signed_in(city: City, login: str) -> None:
    with city.office.signed_in(login) as client:
        found = [
            told
            for one in CONSOLE
            if one.method == "GET" and one.path != _COUNTED
            for told in wrong(one, answer(client, one))
        ]
    assert found == []


def test_no_form_of_either_app_does_anything_without_its_token(city: City) -> None:
    open_: list[Address] = []
    with httpx.Client(base_url=city.citizen, trust_env=False) as visitor:
        visitor.get("/")
        open_ += [one for one in CITIZEN if one.method == "POST" and answer(visitor, one, text="x").status_code != 403]
    with city.office.signed_in("sam") as client:
        open_ += [one for one in CONSOLE if one.method == "POST" and answer(client, one, text="x").status_code != 403]
    assert open_ == []


def test_who_is_not_signed_in_is_sent_to_sign_in_by_every_address_of_the_console(city: City) -> None:
    open_: list[tuple[Address, int]] = []
    with city.office.visitor() as stranger:
        csrf = token_in(stranger.get("/sign-in").text)
        for one in CONSOLE:
            if not one.path.startswith((*OPEN, _COUNTED)):
                told = answer(stranger, one, **({"csrf": csrf} if one.method == "POST" else {}))
                if not told.headers.get("location", "").startswith("/sign-in"):
                    open_.append((one, told.status_code))
    assert open_ == []


@pytest.mark.parametrize("login", sorted(MAY))
def test_a_role_reaches_no_address_below_a_page_that_is_not_its_own(city: City, login: str) -> None:
    """Also with the token of its own forms."""
    foreign = [
        one
        for one in CONSOLE
        if not one.path.startswith((*OPEN, _COUNTED))
        and one.path not in OF_EVERYBODY
        and not _below(one.path, MAY[login])
    ]
    assert foreign, "a role that may do everything"
    with city.office.signed_in(login) as client:
        csrf = token_in(client.get("/sessions").text)
        reached = [
            one
            for one in foreign
            if answer(client, one, **({"csrf": csrf} if one.method == "POST" else {})).status_code != 403
        ]
        assert client.get("/sessions").status_code == 200
    assert reached == []


def _below(path: str, pages: set[str]) -> bool:
    """By the longest page that it is below of: what the labels become has a right of its own."""
    every = set().union(*MAY.values())
    own = [page for page in every if path == page or path.startswith(f"{page}/")]
    return bool(own) and max(own, key=len) in pages
