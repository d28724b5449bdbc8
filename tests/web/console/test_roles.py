"""Who may open what: every role at every page, and nobody without a session."""

from __future__ import annotations

import pytest

from tests.web.console.office import PASSWORD, PEOPLE, Office
from tests.web.serving import token_in
from web.console.roles import PAGES

WORK = {"/live", "/call-backs", "/cases", "/handovers", "/calls", "/reviews", "/hand-in"}
MAY = {
    "ana": WORK,
    "olga": WORK,
    "sam": WORK | {"/numbers", "/settings"},
    "ada": {"/people", "/settings"},
    "rita": {"/calls", "/reviews"},
}
PATHS = sorted({page.path for page in PAGES})
# an address below it that is there for whoever may see it
EXAMPLE = {"/handovers": "/handovers/no-such-ticket"}


@pytest.mark.parametrize("login", sorted(MAY))
def test_a_role_opens_its_own_pages_and_no_others(office: Office, login: str) -> None:
    with office.signed_in(login) as client:
        told = {path: client.get(EXAMPLE.get(path, path)).status_code for path in PATHS}
        first = client.get("/", follow_redirects=True)
    opened = {path for path, status in told.items() if status in (200, 404)}
    assert opened == MAY[login]
    assert {status for path, status in told.items() if path not in opened} <= {403}
    assert first.status_code == 200


@pytest.mark.parametrize("path", [*PATHS, "/", "/live/stream", "/cases/1", "/password"])
def test_nobody_opens_anything_without_a_session(office: Office, path: str) -> None:
    with office.visitor() as client:
        answer = client.get(path)
    assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/sign-in")


def test_a_password_alone_opens_nothing(office: Office) -> None:
    with office.visitor() as client:
        token = token_in(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={"csrf": token, "login": "ben", "password": PASSWORD})
        assert answer.headers["location"] == "/sign-in/code"
        assert client.get("/live").headers["location"] == "/sign-in/code"


def test_a_wrong_password_and_an_unknown_login_are_told_the_same(office: Office) -> None:
    told = []
    for login in ("ben", "nobody"):
        with office.visitor() as client:
            token = token_in(client.get("/sign-in").text)
            answer = client.post("/sign-in", data={"csrf": token, "login": login, "password": "wrong wrong wrong"})
        told.append((answer.status_code, answer.text.replace(token, "").replace(login, "")))
    assert told[0] == told[1]
    assert told[0][0] == 422


def test_who_signs_out_is_out_also_with_the_old_cookie(office: Office) -> None:
    with office.signed_in("rita") as client:
        cookies = dict(client.cookies)
        client.post("/sign-out", data={"csrf": token_in(client.get("/password").text)})
        assert client.get("/").headers["location"] == "/sign-in"
        client.cookies.update(cookies)
        assert client.get("/").headers["location"] == "/sign-in"


def test_everybody_in_the_table_works_here() -> None:
    assert set(MAY) <= set(PEOPLE)
