"""Who may open what: every role at every page, and nobody without a session."""

from __future__ import annotations

import re

import pytest
import yaml

from launcher.paths import ROOT
from tests.web.console.office import PASSWORD, PEOPLE, Office
from tests.web.serving import token_in
from web.console.roles import PAGES, may, menu

WORK = {"/live", "/call-backs", "/cases", "/handovers", "/calls", "/reviews", "/reviews/examples", "/hand-in"}
MAY = {
    "ana": WORK,
    "olga": WORK,
    "sam": WORK | {"/numbers", "/quality", "/settings", "/models"},
    "ada": {"/people", "/settings", "/models"},
    "rita": {"/calls", "/reviews", "/reviews/examples", "/models"},
}
PATHS = sorted({page.path for page in PAGES})
ACTS: dict[str, list[str]] = yaml.safe_load((ROOT / "casework" / "trail" / "roles.yml").read_text("utf-8"))["acts"]
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


@pytest.mark.parametrize("path", [*PATHS, "/", "/live/stream", "/cases/1", "/password", "/sessions"])
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


def acts_of(role: str) -> frozenset[str]:
    return frozenset(act for act, roles in ACTS.items() if role in roles)


@pytest.mark.parametrize(("role", "pages"), [("designer", {"/models", "/reviews/examples"}), ("auditor", set())])
def test_a_role_without_a_menu_opens_what_is_linked_from_its_first_page_and_no_more(role: str, pages: set[str]) -> None:
    assert menu(acts_of(role)) == []
    assert {path for path in PATHS if may(path, acts_of(role))} == pages


def test_the_administrators_guide_says_what_each_role_opens() -> None:
    guide = (ROOT / "docs" / "guides" / "administrator.md").read_text("utf-8")
    table = re.search(r"^\| role \| pages \|\n.*?\n(.*?)\n\n", guide, re.MULTILINE | re.DOTALL)
    assert table
    told, above = {}, ""
    for role, pages in re.findall(r"^\| ([a-z-]+) \| (.+?) \|$", table[1], re.MULTILINE):
        above = above or pages
        named = re.sub(r" \((\[.*?\]\(.*?\)|[^)]*)\)", "", pages.replace("the same", above))
        told[role.replace("-", "_")] = {one.strip() for one in named.split(",")}
    with_menu = {role for role in told if menu(acts_of(role))}
    assert {"call_taker", "officer", "supervisor", "administrator", "reviewer"} <= with_menu
    for role in with_menu:
        models = {"models"} if may("/models", acts_of(role)) else set()
        assert told[role] == {page.name.lower() for page in menu(acts_of(role))} | models, role
