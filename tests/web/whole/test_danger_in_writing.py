"""Words that sound of danger are asked about; whoever says that it is over loses nothing of what they wrote, and is asked once."""

from __future__ import annotations

import httpx
import pytest

from tests.e2e.pages.filling import answers, answers_until, asked, begins
from tests.fakes.axe import assert_accessible_to_all
from tests.web.whole.conftest import City, Opens
from tests.web.whole.test_after_the_end import sent

pytestmark = pytest.mark.timeout(180)
DANGER = "He is in my kitchen right now with a gun, he is going to shoot me"
OVER = "It is over"


def test_a_place_that_sounds_of_danger_goes_on_once_nobody_is_in_danger(opens: Opens) -> None:
    page = opens("/report", script=False)
    page.fill("#where", f"{DANGER}, Aurora")
    page.locator("main form.usa-form button.usa-button").first.click()
    assert page.locator("main a[href='tel:911']").count() == 1
    page.get_by_role("button", name=OVER).click()
    page.get_by_role("button", name="It happened here").click()
    assert page.locator("main a[href='tel:911']").count() == 0, "it is asked about once"
    assert page.locator("#kind-theft").count() == 1
    assert page.locator("input[name=where]").get_attribute("value") == f"{DANGER}, Aurora"


def test_an_answer_that_is_corrected_is_the_corrected_one_after_the_question_about_danger(opens: Opens) -> None:
    page = opens("/report", script=False)
    begins(page, "1437 Bannock St", "theft")
    answers_until(page)
    page.locator("a[href='/report/change/what_happened']").click()
    page.fill("#value", f"{DANGER}.\nIt was last week.")
    page.locator(".report__ways button").first.click()
    assert page.locator("main a[href='tel:911']").count() == 1
    page.get_by_role("button", name=OVER).click()
    assert "in my kitchen right now" in page.locator(".answers").inner_text()


def test_a_pin_on_the_map_stays_with_a_place_that_was_asked_about(city: City) -> None:
    with httpx.Client(base_url=city.citizen, trust_env=False, follow_redirects=True) as page:
        pin = {"where": DANGER, "lat": "39.73921", "lon": "-104.99025", "by": "pin"}
        asked = sent(page, "/report/what", "/report", data=pin).text
        assert all(f'name="{name}" value="{value}"' in asked for name, value in pin.items())
        kinds = sent(page, "/report/what", "/report", data=pin | {"safe": "yes"}).text
        assert 'value="39.73921"' in kinds


@pytest.mark.parametrize("language", ["en-US", "es-MX"])
def test_what_is_wrong_in_a_report_and_how_it_ends_in_danger_can_be_read_by_everybody(
    opens: Opens, language: str
) -> None:
    page = opens("/report", language=language)
    with page.expect_navigation():
        page.locator("main form.usa-form button.usa-button").first.click()
    assert page.locator("#where").get_attribute("aria-invalid") == "true"
    assert_accessible_to_all(page)
    page.fill("#where", "1437 Bannock St")
    for _ in range(2):  # to the kinds, and on without one
        with page.expect_navigation():
            page.locator("main form.usa-form button.usa-button").first.click()
    page.locator("#kind-error").wait_for()
    assert_accessible_to_all(page)
    page.goto("/report")
    begins(page, "1437 Bannock St", "theft")
    page.locator("input[name=question]").wait_for(state="attached")
    with page.expect_navigation():
        page.locator(".report__ways button").first.click()
    page.locator("#value-error").wait_for()
    assert_accessible_to_all(page)
    page.goto("/report/now")
    while asked(page) is not None:
        with page.expect_navigation():
            answers(page, "yes")
    assert page.locator("main a[href^='tel:']").count() >= 1
    assert_accessible_to_all(page)
