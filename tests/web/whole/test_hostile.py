"""Hostile people: text in every field of both apps, files of every sort, a visit planted in somebody's browser, two at one case."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from tests.e2e.pages.filling import ANSWERS, MOST_QUESTIONS, asked, begins
from tests.fakes.pictures import PNG
from tests.web.console.office import PASSWORD, enter
from tests.web.serving import token_in
from tests.web.whole.conftest import City, Opens
from tests.web.whole.test_after_the_end import PIN, reported, sent

pytestmark = pytest.mark.timeout(300)
HOSTILE = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}${7*7}"
EXE = b"MZ\x90\x00" + b"\0" * 200
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
_FITTING = {
    **ANSWERS,
    "text": HOSTILE,
    "place": HOSTILE,
    "name": HOSTILE[:100],
    "serial": HOSTILE[:60],
    "plate": "ABC123",
}


def fills(page: Any) -> None:
    """A whole theft; hostile words wherever words are taken, plain ones where only a number or an address is."""
    for _ in range(MOST_QUESTIONS):
        open_ = asked(page)
        if open_ is None:
            return
        kind = open_[1]
        if kind == "yes_no":
            page.click("label[for=value-no]")
        elif kind == "choice":
            page.locator(".usa-radio__label").first.click()
        else:
            refused = page.locator("#value-error").count()
            page.fill("#value", "yesterday" if kind == "when" else ANSWERS[kind] if refused else _FITTING[kind])
        page.locator(".report__ways button").first.click()
    raise AssertionError("the form has no end")


def quiet(page: Any) -> list[str]:
    """What a page of ours would do if a word of somebody were run."""
    ran: list[str] = []
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    page.on("pageerror", lambda error: ran.append(str(error)))
    return ran


def shown_as_text(page: Any, *, somewhere: bool = True) -> None:
    assert page.locator("img[src=x]").count() == 0, page.url
    assert page.locator("script:not([src])").count() == 0, page.url
    assert "onerror=alert(1)" in page.inner_text("main") or not somewhere, page.url
    assert "49${" not in page.inner_text("main"), page.url


def test_hostile_text_of_a_report_is_text_on_every_page_of_both_apps(city: City, opens: Opens, browser: Any) -> None:
    page = opens("/report")
    ran = quiet(page)
    page.fill("#where", HOSTILE)
    page.locator("main form.usa-form button.usa-button").first.click()
    page.click("label[for=kind-theft]")
    page.locator("main form.usa-form button.usa-button").click()
    fills(page)
    shown_as_text(page)
    page.goto("/report/change/where")
    shown_as_text(page, somewhere=False)
    assert page.input_value("#value") == HOSTILE
    page.goto("/report/now")
    page.set_input_files("#file", {"name": f"{HOSTILE[:60]}.png", "mimeType": "image/png", "buffer": PNG})
    with page.expect_navigation():
        page.get_by_role("button", name="Add this file").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Send the report").click()
    page.wait_for_selector(".code__number")
    shown_as_text(page)
    page.goto("/case")
    page.fill("#text", HOSTILE)
    page.set_input_files("#file", {"name": f"{HOSTILE[:60]}.png", "mimeType": "image/png", "buffer": PNG})
    page.locator("form[action='/case/message'] button").click()
    page.wait_for_selector("#messages li")
    shown_as_text(page)
    assert ran == []

    olga = enter(city.office, browser, "olga")
    ran = quiet(olga)
    olga.goto(f"{city.office.address}/cases?q=onerror&state=all")
    olga.locator("tbody a").first.click()
    olga.wait_for_selector("#told-title")
    shown_as_text(olga)
    case = re.findall(r"/cases/(\d+)", olga.url)[0]
    for path in (f"/cases/{case}/compare/1", "/cases/map?q=onerror&state=all", "/cases?q=onerror&state=all", "/live"):
        olga.goto(f"{city.office.address}{path}")
        olga.wait_for_load_state("load")
        shown_as_text(olga, somewhere=False)
    assert ran == []
    olga.context.close()


@pytest.mark.parametrize(
    ("name", "data", "taken"),
    [
        ("picture.png", PNG, True),
        ("picture.exe", PNG, True),  # what it is decides, not what it is called
        ("../../etc/passwd.png", PNG, True),
        ("a" * 300 + ".png", PNG, True),
        ("\u202egnp.exe", PNG, True),
        ("run.exe", EXE, False),
        ("run.png", EXE, False),
        ("drawing.svg", SVG, False),
        ("page.html", b"<!doctype html><script>alert(1)</script>", False),
        ("empty.png", b"", False),
        ("big.png", PNG + b"\0" * (10 * 1024 * 1024 + 1), False),
        ("archive.zip", b"PK\x03\x04" + b"\0" * 100, False),
        ("macro.docm", b"PK\x03\x04[Content_Types].xml", False),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)  # fmt: skip
def test_whatever_is_uploaded_is_a_kind_that_is_taken_or_is_refused_in_words(
    city: City, name: str, data: bytes, taken: bool
) -> None:
    with httpx.Client(base_url=city.citizen, trust_env=False, follow_redirects=True, timeout=30) as client:
        page = client.post(
            "/report/what", data={"csrf": token_in(client.get("/report").text), "where": "11th and Grant"}
        ).text
        token = token_in(page)
        client.post(
            "/report/begin",
            data={"csrf": token, "where": "11th and Grant", "kind": "theft", "form": f"form-{name[:20]}-{taken}"},
        )
        answer = client.post("/report/file", data={"csrf": token}, files={"file": (name, data)})
        now = client.get("/report/now")
        assert now.status_code == 200
        assert answer.status_code in ((200,) if taken else (413, 422)), answer.text[-2_000:]
        assert "etc/passwd" not in now.text
        assert "Traceback" not in answer.text


def test_a_visit_that_was_planted_is_worth_nothing_after_signing_in(city: City) -> None:
    """Session fixation: who knows the cookie and the token of a visit before its person signs in knows neither after it."""
    with (
        httpx.Client(base_url=city.office.address, trust_env=False) as attacker,
        httpx.Client(base_url=city.office.address, trust_env=False) as victim,
    ):
        planted = token_in(attacker.get("/sign-in").text)
        victim.cookies.update(attacker.cookies)
        victim.post("/sign-in", data={"csrf": planted, "login": "ben", "password": PASSWORD})
        half = token_in(victim.get("/sign-in/code").text)
        victim.post("/sign-in/code", data={"csrf": half, "code": city.office.code("ben")})
        assert victim.get("/live").status_code == 200
        assert attacker.get("/live").status_code == 303
        assert victim.cookies["civicline-console"] != attacker.cookies["civicline-console"]
        forged = victim.post("/still-here", data={"csrf": planted})
        assert forged.status_code == 403


def test_a_planted_visit_of_a_citizen_opens_no_case(city: City, opens: Opens) -> None:
    page = opens("/report")
    before = page.context.cookies()
    begins(page, "11th and Grant", "theft")
    stranger = opens("/case")
    stranger.context.add_cookies(before)
    stranger.goto("/case")
    assert stranger.url.endswith("/case/sign-in")
    stranger.goto("/report/now")
    assert stranger.url.endswith("/report/resume")


def test_a_connection_that_is_lost_in_a_report_loses_and_doubles_nothing(opens: Opens) -> None:
    page = opens("/report")
    begins(page, "11th and Grant", "theft")
    first = asked(page)
    page.click("label[for=value-no]")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.locator(".report__ways button").first.click(no_wait_after=True)
    page.context.set_offline(False)
    page.goto("/report/now")
    assert asked(page) == first
    page.click("label[for=value-no]")
    page.locator(".report__ways button").first.click()
    page.wait_for_selector(f"input[name=question]:not([value='{first[0]}'])", state="attached")
    page.click("text=Back")
    page.wait_for_selector(f"input[name=question][value='{first[0]}']", state="attached")


def test_of_two_officers_who_decide_about_one_case_the_second_is_told(city: City) -> None:
    with city.office.signed_in("olga") as olga, city.office.signed_in("sam") as sam:
        new = re.findall(r"/cases/(\d+)", olga.get("/cases?stage=submitted&state=open").text)[-1]
        pages = [client.get(f"/cases/{new}").text for client in (olga, sam)]
        done = [
            client.post(f"/cases/{new}/moves/review", data={"csrf": token_in(page), "key": f"key-{at}"})
            for at, (client, page) in enumerate(zip((olga, sam), pages, strict=True))
        ]
        assert [answer.status_code for answer in done] == [303, 303]
        assert "done." in olga.get(f"/cases/{new}").text
        second = sam.get(f"/cases/{new}").text
        assert 'role="alert"' in second
        assert "done." not in re.sub(r"<[^>]+>", " ", second).split("Trail")[0]


@pytest.mark.parametrize("token", ["a\r\nCookie: x", "\u00e9\u2603", "' OR 1=1 --", "x" * 5_000, ""])
def test_a_form_s_token_that_no_header_could_carry_is_another_one_and_no_fault(city: City, token: str) -> None:
    code = reported(city, f"token-{len(token)}")
    with httpx.Client(base_url=city.citizen, trust_env=False, follow_redirects=True) as page:
        sent(page, "/case/sign-in", "/case/sign-in", data={"reference": code, "pin": PIN})
        told = sent(page, "/case/message", "/case", data={"text": "A van was there.", "form": token})
        assert (told.status_code, "Your message was sent." in told.text) == (200, True)
        taken = sent(page, "/case/take-back", "/case/take-back", data={"why": "", "form": token})
        assert taken.status_code == 200
    with httpx.Client(base_url=city.citizen, trust_env=False, follow_redirects=True) as page:
        data = {"where": "14th Ave & Pearl St", "kind": "theft", "form": token}
        assert sent(page, "/report/begin", "/report", data=data).status_code < 500
