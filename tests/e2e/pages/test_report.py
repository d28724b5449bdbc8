"""Report online: a whole report without script, back and forth, left and resumed, corrected; danger; files; in Spanish."""

from __future__ import annotations

import pytest

from tests.e2e.pages.conftest import DESK, PHONE, ZOOMED, Opens, digits
from tests.e2e.pages.filling import answers, answers_until, asked, begins, leaves
from tests.fakes.axe import assert_accessible

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060600000"
    "00050001a5f645400000000049454e44ae426082"
)


@pytest.mark.parametrize(("script", "size"), [(False, PHONE), (True, DESK)], ids=["phone-no-script", "desk"])
def test_a_theft_is_reported_to_the_receipt(opens: Opens, script: bool, size: dict[str, int]) -> None:
    page = opens("/report", script=script, size=size)
    begins(page, "1437 Bannock St", "theft")
    seen = answers_until(page)
    assert "where" not in seen  # it was told already
    assert "Ana Lopez" in page.locator(".answers").inner_text()
    if script:
        assert_accessible(page)
    page.set_input_files("#file", {"name": "bicycle.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("button", name="Add this file").click()
    assert "bicycle.png" in page.locator("#files").inner_text()
    page.get_by_role("button", name="Send the report").click()
    assert "received" in page.locator("h1").inner_text()
    assert len(digits(page.locator(".code__number").inner_text())) == 5
    if script:
        assert_accessible(page)


def test_every_kind_of_question_can_be_used_by_everybody(opens: Opens) -> None:
    page = opens("/report", size=ZOOMED)
    begins(page, "1437 Bannock St", "theft")
    seen: set[str] = set()
    while (open_ := asked(page)) is not None:
        if open_[1] not in seen:
            seen.add(open_[1])
            assert_accessible(page)
        answers(page)


def test_back_loses_nothing_and_an_answer_can_be_changed_at_the_end(opens: Opens) -> None:
    page = opens("/report", script=False)
    begins(page, "1437 Bannock St", "theft")
    answers_until(page, "what_happened")
    page.fill("#value", "A blue kayak is gone.")
    page.locator(".report__ways button").first.click()
    page.get_by_role("button", name="Back").click()
    assert asked(page) == ("what_happened", "text")
    assert page.input_value("#value") == "A blue kayak is gone."
    page.locator(".report__ways button").first.click()
    answers_until(page)
    page.locator("a[href='/report/change/what_happened']").click()
    assert page.input_value("#value") == "A blue kayak is gone."
    page.fill("#value", "A green kayak is gone.")
    page.locator(".report__ways button").first.click()
    assert "A green kayak is gone." in page.locator(".answers").inner_text()


def test_a_report_is_left_and_resumed_in_another_browser_by_code_and_pin(opens: Opens) -> None:
    page = opens("/report", script=False)
    begins(page, "1437 Bannock St", "theft")
    answers_until(page, "name")
    code = leaves(page)
    other = opens("/report/resume", script=False)
    for pin, told in (("0000", "do not belong together"), ("8362", "")):
        other.fill("#code", code)
        other.fill("#pin", pin)
        other.locator("main form.usa-form button.usa-button").click()
        assert told in other.locator("main").inner_text()
    assert asked(other) == ("name", "name")
    assert page.goto("/report/now").url.endswith("/report/resume")  # the first browser has forgotten it


def test_who_leaves_without_a_pin_is_told_that_nobody_can_come_back(opens: Opens) -> None:
    page = opens("/report", script=False)
    begins(page, "1437 Bannock St", "theft")
    answers_until(page, "name")
    page.get_by_role("button", name="Stop here").click()
    page.fill("#value", "1234")  # too easy to guess: asked again, and still on the way out
    page.locator(".report__ways button").first.click()
    assert page.locator("#value-error").count() == 1
    page.get_by_role("button", name="Leave without a PIN").click()
    assert "nobody can come back" in page.locator("main").inner_text()


def test_danger_in_an_answer_leads_to_the_emergency_number(opens: Opens) -> None:
    page = opens("/report", script=False)
    begins(page, "1437 Bannock St", "theft")
    answers_until(page, "any_concern")
    answers(page, "yes")
    while asked(page) is not None:
        answers(page, "yes")
    assert page.locator("main a[href='tel:911']").count() == 1
    assert "hang up" not in page.locator("main").inner_text().lower()
    page.get_by_role("link", name="That was a mistake").click()
    assert asked(page) is not None
    answers(page, "no")
    assert asked(page) is not None  # the report goes on


def test_danger_that_is_written_is_asked_about_and_the_words_are_kept(opens: Opens) -> None:
    page = opens("/report", script=False)
    begins(page, "1437 Bannock St", "theft")
    answers_until(page, "what_happened")
    page.fill("#value", "He is in my kitchen right now with a gun, he is going to shoot me")
    page.locator(".report__ways button").first.click()
    assert page.locator("main a[href='tel:911']").count() == 1
    page.get_by_role("button", name="It is over").click()
    assert asked(page) != ("what_happened", "text")


def test_what_is_not_taken_is_explained_and_stays_in_the_field(opens: Opens) -> None:
    page = opens("/report", script=False)
    begins(page, "1437 Bannock St", "theft")
    answers_until(page, "when")
    page.fill("#value", "99/99/2026")
    page.locator(".report__ways button").first.click()
    assert page.locator("#value-error").is_visible()
    assert page.input_value("#value") == "99/99/2026"


def test_a_story_that_is_too_long_is_told_and_stays_in_the_field(opens: Opens) -> None:
    page = opens("/report", script=False)
    begins(page, "1437 Bannock St", "theft")
    answers_until(page, "what_happened")
    page.fill("#value", "My bicycle was there. " * 400)
    page.locator(".report__ways button").first.click()
    assert "4,000" in page.locator("#value-error").inner_text()
    assert len(page.input_value("#value")) > 8_000


def test_nobody_reaches_a_report_without_its_code_and_pin(opens: Opens) -> None:
    stranger = opens("/report/now", script=False)
    assert stranger.url.endswith("/report/resume")
    stranger.goto("/report/receipt.txt")
    assert stranger.url.endswith("/report/resume")


def test_a_whole_report_in_spanish_holds_no_english_question(opens: Opens) -> None:
    page = opens("/report", script=False, size=PHONE, language="es-MX")
    begins(page, "1437 Bannock St", "theft")
    while asked(page) is not None:
        assert page.locator("main [lang=en]").all_inner_texts() == [], asked(page)
        answers(page)
    assert page.locator("main [lang=en]").all_inner_texts() == []
    page.get_by_role("button", name="Enviar la denuncia").click()
    assert "Hemos recibido" in page.locator("h1").inner_text()
    assert page.locator("main [lang=en]").all_inner_texts() == []
