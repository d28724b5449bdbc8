"""One's own report, clicked through beside the officer's console: dates, who looked, another look, taking back and deleting."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casework.cases.tables import Case
from casework.database import Database
from tests.e2e.pages.filling import ANSWERS, answers_until, begins
from tests.fakes.axe import assert_accessible
from tests.web.console.office import enter
from tests.web.whole.conftest import DESK, PHONE, ZOOMED, City, Opens, english_on

pytestmark = pytest.mark.timeout(300)
WHEN = (datetime.now() + timedelta(days=12)).strftime("%Y-%m-%dT10:30")


def filed(opens: Opens, kind: str = "theft", **how: Any) -> tuple[Any, str]:
    """The page of a report that was just filed in it, and its code."""
    page = opens("/report", **how)
    begins(page, "1437 Bannock St", kind)
    answers_until(page)
    page.locator("form[action='/report/submit'] button").click()
    code = re.sub(r"\D", "", page.locator(".code__number").inner_text())
    page.goto("/case")
    return page, code


@pytest.fixture
def olga(city: City, browser: Any) -> Any:
    page = enter(city.office, browser, "olga")
    yield page
    page.context.close()


def opened(city: City, officer: Any, code: str) -> Any:
    officer.goto(f"{city.office.address}/cases?q={code}")
    officer.locator("table a[href^='/cases/']").first.click()
    return officer


def tells(officer: Any, event: str, when: str = "", place: str = "") -> None:
    officer.select_option("#n-event", event)
    officer.fill("#n-when", when)
    officer.fill("#n-place", place)
    with officer.expect_navigation():
        officer.click("#notice-send")


def moves(officer: Any, move: str, **fields: str) -> None:
    form = officer.locator(f"#form-{move}")
    officer.locator("details", has=form).locator("summary").first.click()
    for name, value in fields.items():
        form.locator(f"[name={name}]").select_option(value)
    with officer.expect_navigation():
        form.locator("button").first.click()


def test_a_date_of_the_agency_is_on_the_page_and_in_the_calendar_and_the_person_sees_who_looked(
    city: City, opens: Opens, olga: Any
) -> None:
    page, code = filed(opens, size=PHONE, script=False)
    opened(city, olga, code)
    tells(olga, "appointment_made", WHEN, "1331 Cherokee Street")
    tells(olga, "court_date", WHEN.replace("10:30", "14:00"), "520 West Colfax Avenue")
    tells(olga, "property_as_evidence")
    page.goto("/case")
    dates = page.inner_text("#dates")
    assert "10:30" in dates
    assert "1331 Cherokee Street" in dates
    assert "needed as evidence" in dates
    with page.expect_download() as kept:
        page.get_by_role("link", name="Put this into my calendar").click()
    calendar = kept.value.path().read_text("utf-8")
    assert calendar.count("BEGIN:VEVENT") == 2
    assert not re.search("court|police|theft|LOCATION|Cherokee|Colfax", calendar, re.IGNORECASE)
    page.get_by_role("link", name="Who looked at my report").click()
    assert "An officer: " in page.inner_text("main")
    assert "read the report (4 times)" in page.inner_text("main")
    assert "Olga" not in page.inner_text("main"), "nobody is named"
    tells(olga, "appointment_cancelled")
    page.goto("/case")
    assert "1331 Cherokee Street" not in page.inner_text("#dates")
    assert "The appointment was cancelled" in page.inner_text("#dates")


def test_a_message_is_marked_as_read_once_an_officer_has(city: City, opens: Opens, olga: Any) -> None:
    page, code = filed(opens)
    page.fill("#text", "I found the receipt.")
    with page.expect_navigation():
        page.locator("form[action='/case/message'] button").click()
    assert "not read yet" in page.inner_text("#messages")
    opened(city, olga, code)
    page.goto("/case")
    assert "not read yet" not in page.inner_text("#messages")
    assert "· read" in page.inner_text("#messages")


def test_a_decision_is_looked_at_again_where_the_person_asks_and_the_officer_reads_why(
    city: City, opens: Opens, olga: Any
) -> None:
    page, code = filed(opens, script=False)
    assert page.get_by_role("link", name="Ask for another look").count() == 0
    page.goto("/case/review")
    assert page.url.endswith("/case"), "nothing was decided yet"
    opened(city, olga, code)
    moves(olga, "review")
    moves(olga, "accept")
    moves(olga, "close", reason="no_leads")
    page.goto("/case")
    page.get_by_role("link", name="Ask for another look").click()
    page.fill("#why", "There is a camera at the corner. <b>Look</b>")
    page.get_by_role("button", name="Ask for another look").click()
    assert "Another look was asked for" in page.inner_text("main")
    opened(city, olga, code)
    assert "There is a camera at the corner. <b>Look</b>" in olga.inner_text("main")
    assert "ask review" in olga.inner_text("main")


def a_week_passes(city: City, code: str) -> None:
    """Since the report with this code was taken back."""
    database = Database(f"sqlite:///{city.office.agencies.parent / 'var' / 'casework.db'}", 1)
    with database.writing() as session:
        session.query(Case).filter_by(access_code=code).one().closed_at = datetime.now(UTC) - timedelta(days=8)
    database.close()


def test_what_was_taken_back_is_deleted_and_its_code_opens_nothing(city: City, opens: Opens) -> None:
    page, code = filed(opens, size=PHONE, script=False)
    page.get_by_role("link", name="Take my report back").click()
    page.get_by_role("button", name="Take it back").click()
    a_week_passes(city, code)
    page.get_by_role("link", name="Delete my report").click()
    page.get_by_role("button", name="Delete it for good").click()
    assert "Your report is deleted" in page.inner_text("main")
    assert "is kept for 400 days" in page.inner_text("main"), "what stays of it is said"
    page.goto("/case")
    assert page.url.endswith("/case/sign-in")
    page.fill("#reference", code)
    page.fill("#pin", ANSWERS["pin"])
    page.locator("main form.usa-form button.usa-button").click()
    assert "do not belong together" in page.inner_text("main")


def test_what_the_law_keeps_is_asked_for_and_the_wish_stands_among_the_messages(opens: Opens) -> None:
    page, _ = filed(opens)
    page.get_by_role("link", name="Delete my report").click()
    page.get_by_role("button", name="Send this wish").click()
    assert "Your wish was sent" in page.inner_text("main")
    assert "to be erased" in page.inner_text("#messages")


@pytest.mark.parametrize(("kind", "rights"), [("theft", True), ("dumping", False)])
def test_rights_of_victims_stand_beside_a_crime_and_not_beside_a_dumped_fridge(
    opens: Opens, kind: str, rights: bool
) -> None:
    page, _ = filed(opens, kind)
    shown = page.inner_text("aside")
    assert ("Your rights as a victim of crime" in shown) is rights
    assert ("Office for Victims of Crime" in shown) is rights
    assert (page.locator("aside a[href='tel:211']").count() == 1) is rights
    assert ("It was not your fault" in shown) is rights


@pytest.mark.parametrize("size", [PHONE, DESK, ZOOMED], ids=["phone", "desk", "400 %"])
def test_everybody_can_use_each_page_of_one_s_own_report_in_both_languages(
    city: City, opens: Opens, olga: Any, size: dict[str, int]
) -> None:
    page, code = filed(opens, size=size)
    opened(city, olga, code)
    tells(olga, "appointment_made", WHEN, "1331 Cherokee Street")
    tells(olga, "property_ready")
    moves(olga, "review")
    moves(olga, "accept")
    moves(olga, "close", reason="no_leads")
    for language in ("en", "es"):
        page.goto("/case")
        if language == "es":
            page.click("button[name=to][value=es]")
            page.wait_for_selector("html[lang=es]")
            assert "Fechas y novedades" in page.inner_text("main")
        for path in ("/case", "/case/seen", "/case/review", "/case/delete"):
            page.goto(path)
            assert page.url.endswith(path)
            assert_accessible(page)
            assert language == "en" or english_on(page) == []
