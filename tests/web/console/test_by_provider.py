"""Signing in at the console by the agency's identity provider: by hand, and in a real browser with the pages' own policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import yaml

from launcher.temporary import free_port
from tests.fakes.identity_provider import CLIENT, SECRET, Provider, identity_provider
from tests.web.console.office import Office, open_office
from tests.web.serving import token_in


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with identity_provider(tmp_path_factory.mktemp("identity")) as provider:
        yield provider


@pytest.fixture(scope="module")
def house(there: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder, port = tmp_path_factory.mktemp("house"), free_port()
    (folder / "secret").write_text(SECRET)
    denver = {
        "issuer": there.issuer, "client_id": CLIENT, "client_secret_file": str(folder / "secret"),
        "redirect": f"http://127.0.0.1:{port}/sign-in/provider/done", "shown_as": "City of Denver account",
        "roles_claim": "groups", "roles": {"Desk": ["call_taker"]},
    }  # fmt: skip
    (folder / "identity.yml").write_text(yaml.safe_dump({"denver": denver}))
    with open_office(folder, port, CIVICLINE_STAFF_IDENTITY=str(folder / "identity.yml")) as office:
        yield office


@pytest.fixture
def maria(there: Provider) -> str:
    there.behaves()
    there.knows("7f3a", preferred_username="m.diaz", name="Maria Diaz", groups=["Desk"])
    return "7f3a"


def test_the_button_leads_there_and_back_to_the_page_that_was_wanted(
    house: Office, there: Provider, maria: str
) -> None:
    with house.visitor() as client:
        assert client.get("/cases").headers["location"] == "/sign-in?back=/cases"
        shown = client.get("/sign-in?back=/cases").text
        assert "Sign in with City of Denver account" in shown
        assert "Or with a password kept here" in shown
        assert 'href="/sign-in/provider?back=/cases"' in shown
        away = client.get("/sign-in/provider?back=/cases")
        assert (away.status_code, away.headers["location"].startswith(there.issuer)) == (303, True)
        brought = there.lets_in(away.headers["location"], maria)
        back = client.get("/sign-in/provider/done", params=brought)
        assert (back.status_code, back.headers["location"]) == (303, "/cases")
        page = client.get("/cases").text
        assert "Maria Diaz" in page
        assert 'href="/password"' not in page


def test_an_answer_in_another_browser_is_worth_nothing(house: Office, there: Provider, maria: str) -> None:
    with house.visitor() as mine, house.visitor() as somebody_elses:
        brought = there.lets_in(mine.get("/sign-in/provider").headers["location"], maria)
        other = somebody_elses.get("/sign-in/provider/done", params=brought)
        assert (other.status_code, "That took too long, or was used before" in other.text) == (422, True)
        somebody_elses.get("/sign-in/provider")
        again = somebody_elses.get("/sign-in/provider/done", params=brought)
        assert again.status_code == 422, "a state of one's own does not help: it is compared"
        assert somebody_elses.get("/cases").status_code == 303


def test_whoever_has_no_role_here_reads_why_and_a_password_still_works(house: Office, there: Provider) -> None:
    there.behaves()
    there.knows("b0b", preferred_username="b.ob", groups=["Bowling"])
    with house.visitor() as client:
        brought = there.lets_in(client.get("/sign-in/provider").headers["location"], "b0b")
        refused = client.get("/sign-in/provider/done", params=brought)
        assert "nobody has given you a role here" in refused.text
    there.behaves(down=["/oauth2/token"])
    with house.visitor() as client:
        brought = there.lets_in(client.get("/sign-in/provider").headers["location"], "b0b")
        assert "does not work at the moment" in client.get("/sign-in/provider/done", params=brought).text
    with house.signed_in("ana") as client:
        assert client.get("/cases").status_code == 200


def test_an_administrator_hands_an_account_over_to_the_provider(house: Office, there: Provider) -> None:
    there.behaves()
    there.knows("0ben", preferred_username="ben", name="Ben Okafor", groups=["Desk"])
    with house.signed_in("ada") as ada:
        page = ada.get("/people").text
        assert "Signs in with City of Denver account from now on" in page
        token = token_in(page)
        ada.post("/people/ben/provider", data={"csrf": token})
        assert "the password is gone" in ada.get("/people").text
        ada.post("/people/ben", data={"csrf": token, "name": "Benjamin Okafor", "roles-elsewhere": "yes"})
        assert "ben is changed" in ada.get("/people").text
    with house.visitor() as ben:
        brought = there.lets_in(ben.get("/sign-in/provider").headers["location"], "0ben")
        assert ben.get("/sign-in/provider/done", params=brought).headers["location"] == "/"
        assert "Ben Okafor" in ben.get("/cases").text


def test_in_a_browser_one_signs_in_there_and_out_of_both(
    house: Office, there: Provider, maria: str, browser: Any
) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{house.address}/cases")
    page.get_by_role("link", name="Sign in with City of Denver account").click()
    page.wait_for_url(f"{there.issuer}/**")
    page.fill("input[name=sub]", maria)
    page.locator("button:not([value=deny])").first.click()
    page.wait_for_url(f"{house.address}/cases")
    assert "Maria Diaz" in page.inner_text("header")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{there.issuer}/oauth2/end_session?**")
    wanted = dict(part.split("=", 1) for part in urlsplit(page.url).query.split("&"))
    assert wanted["client_id"] == CLIENT
    page.goto(f"{house.address}/cases")
    assert "/sign-in" in page.url
    page.context.close()


def test_without_a_provider_the_page_is_as_it_was(office: Office) -> None:
    with office.visitor() as client:
        shown = client.get("/sign-in").text
        assert "Or with a password kept here" not in shown
        assert client.get("/sign-in/provider").headers["location"] == "/sign-in"
        assert client.get("/sign-in/over").headers["location"] == "/sign-in"


def test_a_state_is_not_readable_in_the_cookie(house: Office) -> None:
    with house.visitor() as client:
        away = client.get("/sign-in/provider").headers["location"]
        state = httpx.URL(away).params["state"]
        assert state not in "".join(client.cookies.values())
