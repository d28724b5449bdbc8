"""One's own report: signed in by code and PIN, seen, written to, kept, taken back; and never anybody else's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.pages.conftest import DESK, PHONE, Opens, digits, picture
from tests.e2e.pages.filling import ANSWERS, answers_until, begins, leaves
from tests.fakes.axe import assert_accessible

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060600000"
    "00050001a5f645400000000049454e44ae426082"
)


def reported(page: Any) -> str:
    """A theft, filed; its code."""
    begins(page, "1437 Bannock St", "theft")
    answers_until(page)
    page.locator("form[action='/report/submit'] button").click()
    return digits(page.locator(".code__number").inner_text())


def signs_in(page: Any, code: str, pin: str = ANSWERS["pin"]) -> None:
    page.goto("/case/sign-in")
    page.fill("#reference", code)
    page.fill("#pin", pin)
    page.locator("main form.usa-form button.usa-button").click()


@pytest.mark.parametrize(("script", "size"), [(False, PHONE), (True, DESK)], ids=["phone-no-script", "desk"])
def test_who_reported_sees_where_it_is_writes_and_keeps_a_copy(
    opens: Opens, script: bool, size: dict[str, int]
) -> None:
    code = reported(opens("/report", script=False))
    page = opens("/case", script=script, size=size)
    signs_in(page, code)
    assert page.locator(".way__step--now").inner_text().startswith("Received")
    assert code in page.locator(".facts").inner_text()
    page.fill("#text", "I found the receipt.\n<b>It has the serial number.</b>")
    page.set_input_files("#file", {"name": "receipt.png", "mimeType": "image/png", "buffer": PNG})
    page.locator("form[action='/case/message'] button").click()
    assert "<b>It has the serial number.</b>" in page.locator("#messages").inner_text()
    assert "receipt.png" in page.locator("#messages").inner_text()
    if script:
        assert_accessible(page)
        picture(page, "case")
    with page.expect_download() as kept:
        page.locator("a[href='/case/copy']").click()
    copy = kept.value.path().read_text("utf-8")
    assert code in copy
    assert "Ana Lopez" in copy
    assert "I found the receipt." in copy


def test_how_to_be_told_is_chosen_and_stays_chosen(opens: Opens) -> None:
    page = opens("/report", script=False)
    code = reported(page)
    signs_in(page, code)
    page.locator("label[for=stop]").click()
    page.locator("form[action='/case/contact'] button").click()
    assert page.is_checked("#stop")
    page.locator("label[for=stop]").click()
    page.locator("label[for=by_email]").click()
    page.select_option("#often", "important")
    page.select_option("#language", "es")
    page.locator("form[action='/case/contact'] button").click()
    assert not page.is_checked("#stop")
    assert page.input_value("#often") == "important"
    assert page.input_value("#language") == "es"


def test_who_has_just_reported_follows_it_without_the_code(opens: Opens) -> None:
    page = opens("/report", script=False)
    code = reported(page)
    page.get_by_role("link", name="Follow my report").click()
    assert code in page.locator(".facts").inner_text()


def test_a_report_is_taken_back_after_a_question(opens: Opens) -> None:
    page = opens("/report", script=False)
    signs_in(page, reported(page))
    page.get_by_role("link", name="Take my report back").click()
    page.fill("#why", "I found it.")
    page.get_by_role("button", name="Take it back").click()
    assert "Taken back by you" in page.locator("main").inner_text()


def test_a_wrong_pin_opens_nothing_and_after_some_tries_nothing_at_all(opens: Opens) -> None:
    code = reported(opens("/report", script=False))
    page = opens("/case", script=False, expects=429)
    for _ in range(4):
        signs_in(page, code, "1111")
        assert (
            "do not belong together" in page.locator("main").inner_text()
            or "Too many" in page.locator("main").inner_text()
        )
    signs_in(page, code)
    assert "Too many wrong tries" in page.locator("main").inner_text()


def test_nobody_sees_the_case_or_the_files_of_somebody_else(opens: Opens) -> None:
    mine = opens("/report", script=False)
    signs_in(mine, reported(mine))
    mine.fill("#text", "for my eyes")
    mine.set_input_files("#file", {"name": "mine.png", "mimeType": "image/png", "buffer": PNG})
    mine.locator("form[action='/case/message'] button").click()
    address = mine.locator("a[href^='/case/file/']").get_attribute("href")
    stranger = opens("/case", script=False)
    assert stranger.url.endswith("/case/sign-in")
    signs_in(stranger, reported(opens("/report", script=False)))
    assert "for my eyes" not in stranger.locator("main").inner_text()
    assert stranger.request.get(address).status == 404


def test_after_signing_out_the_back_button_shows_nothing(opens: Opens) -> None:
    page = opens("/report", script=False)
    signs_in(page, reported(page))
    page.get_by_role("button", name="Sign out").click()
    page.goto("/case")
    assert page.url.endswith("/case/sign-in")


def test_danger_that_is_written_to_the_agency_is_asked_about_first(opens: Opens) -> None:
    page = opens("/report", script=False)
    signs_in(page, reported(page))
    page.fill("#text", "He is back right now with a gun and is going to shoot me")
    page.locator("form[action='/case/message'] button").click()
    assert page.locator("#messages a[href='tel:911']").count() == 1
    assert page.input_value("#text").startswith("He is back")


def test_a_report_that_is_not_finished_is_gone_on_with(opens: Opens) -> None:
    page = opens("/report", script=False)
    begins(page, "1437 Bannock St", "theft")
    answers_until(page, "name")
    signs_in(page, leaves(page))
    assert page.url.endswith("/report/now")
