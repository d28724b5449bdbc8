"""What a page of the console looks like only at times: something wrong in a form, a page for another role, a case that is kept close,
a file that cannot be saved, a hand-over that a colleague has. At 400 % zoom too, nothing stands in anybody's way."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.axe import assert_accessible_to_all
from tests.web.console.desk import a_case
from tests.web.console.office import Office, enter
from tests.web.console.test_in_a_browser import PATIENCE_MS, chat

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def entered(office: Office, browser: Any) -> Iterator[Any]:
    """entered(login): their page."""
    pages = []

    def as_(login: str) -> Any:
        pages.append(enter(office, browser, login))
        return pages[-1]

    yield as_
    for page in pages:
        page.context.close()


def test_signing_in_wrongly_and_with_another_code(office: Office, browser: Any) -> None:
    page = browser.new_context(base_url=office.address).new_page()
    page.goto("/sign-in")
    page.locator("main button").first.click()
    for login, password in (("nobody", "wrong wrong wrong"), ("ben", "seven green bicycles")):
        assert_accessible_to_all(page)
        page.fill("#login", login)
        page.fill("#password", password)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert_accessible_to_all(page)
    page.fill("#code", "000000")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "not right" in page.inner_text("main")
    assert_accessible_to_all(page)
    page.context.close()


def test_a_page_of_another_role_a_form_of_yesterday_and_passwords_that_differ(office: Office, entered: Any) -> None:
    page = entered("rita")
    page.goto(f"{office.address}/people")
    assert "not for your role" in page.inner_text("main")
    assert_accessible_to_all(page)
    page.goto(f"{office.address}/password")
    for name, value in (("old", "seven green bicycles"), ("new", "eleven quiet lighthouses"), ("again", "others")):
        page.fill(f"#{name}", value)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "not the same" in page.inner_text("main")
    assert_accessible_to_all(page)
    page.goto(f"{office.address}/password")
    for name in ("old", "new", "again"):
        page.fill(f"#{name}", "eleven quiet lighthouses")
    page.evaluate("document.querySelector('main input[name=csrf]').value = 'of yesterday'")
    with page.expect_navigation():
        page.locator("main button").first.click()
    assert "too old" in page.inner_text("main")
    assert_accessible_to_all(page)


def test_a_case_that_is_kept_close_and_one_whose_message_is_shown_first(office: Office, entered: Any) -> None:
    with office.signed_in("olga") as client:
        close = a_case(client, queue="sensitive")
        open_ = a_case(client, queue="reports", stage="submitted")
    page = entered("olga")
    page.goto(f"{office.address}/cases/{close}")
    if page.locator(f"form[action='/cases/{close}/why']").count():
        assert_accessible_to_all(page)
        page.fill("#reason", "-")
        with page.expect_navigation():
            page.locator("main button").first.click()
        assert_accessible_to_all(page)
    page.goto(f"{office.address}/cases/{open_}")
    page.select_option("#n-event", "please_call")
    page.click("#notice-preview")
    page.locator("#shown-notice > *").first.wait_for()
    assert_accessible_to_all(page)


def test_a_call_back_that_is_kept_close_in_its_list_and_opened_with_a_reason(office: Office, entered: Any) -> None:
    call = f"call-{uuid.uuid4().hex[:8]}"
    ticket = office.hand_over(need="sexual_assault", call_id=call)
    name = office.call_back(ticket, call_id=call, need="sexual_assault")
    page = entered("olga")
    page.goto(f"{office.address}/call-backs")
    assert_accessible_to_all(page)
    page.locator(f"a[href='/call-backs/{name}']").click()
    assert_accessible_to_all(page)
    page.fill("#reason", "I ring her now")
    with page.expect_navigation():
        page.click("#open")
    page.get_by_role("button", name="not reached").wait_for()
    assert_accessible_to_all(page)


def test_a_file_that_cannot_be_read_and_one_that_would_change(office: Office, entered: Any) -> None:
    page = entered("sam")
    for words, said in (("\nnonsense: [1\n", ".usa-alert--error"), ("\n# a remark\n", ".usa-alert--success")):
        page.goto(f"{office.address}/settings/files/agency.yml")
        page.fill("#text", page.input_value("#text") + words)
        with page.expect_navigation():
            page.click("#look")
        page.locator(said).first.wait_for()
        assert page.locator(".diff__in").count()
        assert_accessible_to_all(page)


def test_a_hand_over_that_a_colleague_has_and_a_notice_that_is_not_taken(office: Office, entered: Any) -> None:
    ticket = office.hand_over(wish="to be taken by a colleague")
    mine, page = entered("ben"), entered("sam")
    mine.goto(f"{office.address}/handovers/{ticket}")
    with mine.expect_navigation():
        mine.get_by_role("button", name="Take it").click()
    page.goto(f"{office.address}/handovers/{ticket}")
    assert "ben has it" in page.inner_text("main")
    assert_accessible_to_all(page)
    page.goto(f"{office.address}/settings")
    page.locator("summary", has_text="A new notice").click()
    page.fill("#notice-id", "broken_hours")
    page.fill("#notice-say", "The line is down.")
    page.fill("#notice-starts", "2026-12-02T10:00")
    page.fill("#notice-ends", "2026-12-01T10:00")
    with page.expect_navigation():
        page.get_by_role("button", name="Add it").click()
    assert_accessible_to_all(page)


def test_a_chat_that_is_followed_and_one_that_is_taken_over(office: Office, browser: Any, entered: Any) -> None:
    caller, page = chat(office, browser), entered("ana")
    caller.wait_for_selector("#transcript li", timeout=PATIENCE_MS)
    page.goto(f"{office.address}/live")
    page.locator("tbody a").first.click(timeout=PATIENCE_MS)
    page.wait_for_selector("#take", timeout=PATIENCE_MS)
    assert_accessible_to_all(page)
    with page.expect_navigation():
        page.click("#take")
    page.wait_for_selector("#say", timeout=PATIENCE_MS)
    assert_accessible_to_all(page)
    page.click("#end")
    page.wait_for_url("**/live")
    caller.context.close()
