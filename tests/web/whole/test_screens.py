"""Every page looks as it did, at the width of a desk and of a telephone, and axe-core finds nothing on it, also at 400 % zoom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.casework.bot_models.test_bot_models import REGISTRY
from tests.casework.reviews.records import danger, record, said
from tests.e2e.pages.filling import ANSWERS, answers, asked, begins
from tests.web.console.office import Office, enter, open_office
from tests.web.console.test_models import Machine
from tests.web.serving import served
from tests.web.whole.conftest import City, citizen_of
from tests.web.whole.screens import KEPT, PATIENCE_MS, RENEW, SIZES, Screens

pytestmark = pytest.mark.timeout(580)
MAP = "[data-map][data-ready]"
AHEAD = (datetime.now() + timedelta(days=12)).strftime("%Y-%m-%dT10:30")
WITHOUT_TRAIL = (
    "[...document.querySelectorAll('h2')].find(one => one.textContent.trim() === 'Trail').parentElement.remove()"
)
FAR_WEEK = "2024-03"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A city that no other test has changed."""
    with (
        open_office(tmp_path_factory.mktemp("town")) as office,
        served(
            "web.citizen", "CIVICLINE_CITIZEN_PORT", tmp_path_factory.mktemp("town-citizen"), **citizen_of(office)
        ) as address,
    ):
        yield City(office, address)


@pytest.fixture
def screens() -> Iterator[Screens]:
    taken = Screens()
    yield taken
    assert taken.unusable == []
    assert taken.different == []


@pytest.fixture
def citizen(town: City, browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=SIZES["desk"], base_url=town.citizen, locale="en-US")
    page = context.new_page()
    yield page
    context.close()


def at(page: Any, path: str) -> Any:
    page.set_default_timeout(PATIENCE_MS)
    page.goto(path)
    if page.locator("[data-map]").count():
        page.wait_for_selector(MAP)
    return page


def begun(page: Any, place: str) -> None:
    begins(page, place, "theft")
    page.wait_for_selector("input[name=question]", state="attached")


def answered(page: Any) -> None:
    """A click alone does not wait for the page that it leads to."""
    with page.expect_navigation():
        answers(page)


def test_the_citizens_first_pages(citizen: Any, screens: Screens) -> None:
    for path, name in (
        ("/", "home"), ("/chat", "chat-first"), ("/report", "report-where"), ("/report/map", "report-map"),
        ("/report/resume", "report-resume"),
        ("/case/sign-in", "case-sign-in"), ("/case/lost-pin", "case-lost-pin"), ("/privacy", "privacy"),
        ("/accessibility", "accessibility"), ("/chat/code", "chat-code"),
        ("/nowhere", "not-found"), ("/widget/chat", "widget"),
    ):  # fmt: skip
        screens.take(at(citizen, path), name)


def test_a_report_from_the_first_question_to_the_case(citizen: Any, screens: Screens) -> None:
    at(citizen, "/report")
    citizen.fill("#where", "Colfax and Havana, Aurora")
    citizen.locator("main form.usa-form button.usa-button").first.click()
    citizen.wait_for_selector("form input[name=ours]", state="attached")
    screens.take(citizen, "report-elsewhere")
    at(citizen, "/report")
    citizen.fill("#where", "somebody is breaking in with a gun right now")
    citizen.locator("main form.usa-form button.usa-button").first.click()
    citizen.wait_for_selector("main a[href^='tel:']")
    screens.take(citizen, "report-alarm")
    at(citizen, "/report")
    citizen.fill("#where", "11th and Grant")
    citizen.locator("main form.usa-form button.usa-button").first.click()
    citizen.wait_for_selector("#kind-theft", state="attached")
    screens.take(citizen, "report-what")
    at(citizen, "/report")
    begun(citizen, "11th and Grant")
    seen: set[str] = set()
    while (open_ := asked(citizen)) is not None:
        if open_[1] not in seen:  # one picture of each kind of question
            screens.take(citizen, f"report-question-{open_[1]}")
            at(citizen, "/report/now")
        seen.add(open_[1])
        answered(citizen)
    assert {"yes_no", "text", "when", "pin"} <= seen
    screens.take(citizen, "report-review")
    at(citizen, "/report/change/where")
    screens.take(citizen, "report-correct")
    at(citizen, "/report/now")
    citizen.get_by_role("button", name="Send the report").click()
    citizen.wait_for_selector(".code__number")
    code = re.sub(r"\D", "", citizen.inner_text(".code__number"))
    screens.take(citizen, "report-receipt")
    at(citizen, "/case/sign-in")
    citizen.fill("#reference", code)
    citizen.fill("#pin", ANSWERS["pin"])
    citizen.keyboard.press("Enter")
    citizen.wait_for_url("**/case")
    screens.take(citizen, "case")
    for page in ("take-back", "seen", "delete"):
        screens.take(at(citizen, f"/case/{page}"), f"case-{page}")


def test_a_report_that_is_left(citizen: Any, screens: Screens) -> None:
    at(citizen, "/report")
    begun(citizen, "11th and Grant")
    for _ in range(2):
        answered(citizen)
    with citizen.expect_navigation():
        citizen.get_by_role("button", name="Stop here").click()
    screens.take(citizen, "report-leaving")
    at(citizen, "/report/now")
    with citizen.expect_navigation():
        citizen.get_by_role("button", name="Stop here").click()
    citizen.fill("#value", ANSWERS["pin"])
    with citizen.expect_navigation():
        citizen.locator(".report__ways button").first.click()
    screens.take(citizen, "report-left")


def test_in_spanish(citizen: Any, screens: Screens) -> None:
    at(citizen, "/")
    citizen.click("button[name=to][value=es]")
    citizen.wait_for_selector("html[lang=es]")
    screens.take(citizen, "es-home")
    at(citizen, "/report")
    begun(citizen, "11th y Grant")
    screens.take(citizen, "es-question")


@pytest.fixture(scope="module")
def work(town: City) -> dict[str, str]:
    """What the people of the agency find on their desks."""
    office: Office = town.office
    told = office.hand_over(reason="emergency", wish="a man is at my window", facts={"where": "14th Ave & Pearl St"})
    office.hand_over(wish="my bike, please")
    call = record(said("loud music at nine oh two"), call_id="call-screens-1", started_at="2026-11-20T15:00:00+00:00")
    office.file(call)
    gone = {"channel": "web", "gateway": "browser", "ended_by": "caller", "disposition": "abandoned"}
    missed = office.hand_over(call_id="chat-screens-3", channel="web", need="noise_ongoing", wish="is somebody there")
    office.file(
        record(said("is somebody there"), call_id="chat-screens-3", started_at="2026-11-20T15:10:00+00:00",
               ended_at="2026-11-20T15:12:00+00:00", **gone)
    )  # fmt: skip
    office.file(
        record(
            said("he is hitting her", danger=danger(6.0)),
            call_id="call-screens-2",
            started_at="2026-11-20T15:05:00+00:00",
        )
    )
    return {"ticket": told, "call": "call-screens-1", "missed": missed}


def test_the_console_of_those_who_answer(town: City, work: dict[str, str], browser: Any, screens: Screens) -> None:
    sam, address = enter(town.office, browser, "sam"), town.office.address
    case = "/cases/2"
    for path, name in (
        ("/live", "live"), (f"/handovers/{work['ticket']}", "handover"), ("/call-backs", "call-backs"), ("/hand-in", "hand-in"),
        ("/cases", "cases"), ("/cases/map?queue=reports", "cases-map"), (f"{case}/compare/3", "compare"),
        ("/calls", "calls"),
        (f"/calls/{work['call']}", "call"), ("/numbers/demand", "demand"),
        ("/numbers/expected", "expected"), ("/settings", "settings"),
        ("/handovers?state=all&days=31", "handovers"), (f"/handovers/{work['missed']}", "handover-missed"),
        ("/settings/files", "files"), ("/settings/files/lookups.yml", "file-new"), ("/password", "password"), ("/nowhere", "not-found"),
    ):  # fmt: skip
        screens.take(at(sam, f"{address}{path}"), f"console-{name}")
    at(sam, f"{address}/handovers/{work['ticket']}").click("text=Take it")
    sam.wait_for_selector("text=What became of it?")
    screens.take(sam, "console-handover-mine")
    sam.context.close()


def test_the_console_of_those_who_review_and_administer(
    town: City, work: dict[str, str], browser: Any, screens: Screens
) -> None:
    rita, address = enter(town.office, browser, "rita"), town.office.address
    screens.take(at(rita, f"{address}/reviews"), "console-reviews")
    rita.context.close()
    ada = enter(town.office, browser, "ada")
    screens.take(at(ada, f"{address}/people"), "console-people")
    machine = Machine(town.office)
    machine.tells(REGISTRY)
    at(ada, f"{address}/models").locator("summary").first.click()
    screens.take(ada, "console-models")
    at(ada, f"{address}/models").get_by_role("button", name="Promote").first.click()
    ada.wait_for_selector("text=Take it back")
    screens.take(ada, "console-models-asked")
    machine.says("refused", "the pictures are taken")
    screens.take(at(ada, f"{address}/settings/files/notices.yml"), "console-file")
    ada.context.close()


def test_a_case_at_the_desk_and_what_its_person_sees_of_it(
    town: City, citizen: Any, browser: Any, screens: Screens
) -> None:
    at(citizen, "/report")
    begun(citizen, "17th and Humboldt")  # where no other report of these tests is
    while asked(citizen) is not None:
        answered(citizen)
    citizen.get_by_role("button", name="Send the report").click()
    citizen.wait_for_selector(".code__number")
    code = re.sub(r"\D", "", citizen.inner_text(".code__number"))
    olga = enter(town.office, browser, "olga")
    at(olga, f"{town.office.address}/cases?q={code}").locator("table a[href^='/cases/']").first.click()
    olga.wait_for_selector(MAP)
    case = olga.url
    olga.evaluate(WITHOUT_TRAIL)  # who looked, in whatever order the parts of the page asked
    screens.take(olga, "console-case")
    at(olga, case)
    for event, place in (("appointment_made", "1331 Cherokee Street"), ("property_ready", "2100 Larimer Street")):
        olga.select_option("#n-event", event)
        olga.fill("#n-when", AHEAD if event == "appointment_made" else "")
        olga.fill("#n-place", place)
        with olga.expect_navigation():
            olga.click("#notice-send")
    for move, reason in (("review", ""), ("accept", ""), ("close", "no_leads")):
        form = olga.locator(f"#form-{move}")
        olga.locator("details", has=form).locator("summary").first.click()
        if reason:
            form.locator("[name=reason]").select_option(reason)
        with olga.expect_navigation():
            form.locator("button").first.click()
    olga.context.close()
    screens.take(at(citizen, "/case"), "case-closed-with-dates")
    screens.take(at(citizen, "/case/review"), "case-review")


def test_the_numbers_of_a_week(town: City, browser: Any, screens: Screens) -> None:
    """Of a week in which nothing moves: the made-up city's days are other ones."""
    calls = (
        ("theft_cold", "self_service_report", 9), ("noise_ongoing", "transfer", 9), ("towed_vehicle", "info", 14),
        ("theft_cold", "abandoned", 20),
    )  # fmt: skip
    for number, (need, end, hour) in enumerate(calls):
        begins_at = f"{FAR_WEEK}-0{5 + number}T{hour:02d}"
        town.office.file(
            record(
                said("words"), call_id=f"call-numbers-{number}", need=need, disposition=end,
                started_at=f"{begins_at}:00:00+00:00", ended_at=f"{begins_at}:02:00+00:00",
            )
        )  # fmt: skip
    sam = enter(town.office, browser, "sam")
    at(sam, f"{town.office.address}/numbers?first={FAR_WEEK}-04&last={FAR_WEEK}-10")
    charts = sam.locator("img.chart")
    assert charts.count() >= 5
    for one in charts.all():  # each is loaded when it comes into view
        one.scroll_into_view_if_needed()
        one.evaluate("chart => chart.decode()")
    screens.take(sam, "console-numbers", hide=("img[src*='/stages/']",))  # of this moment, not of that week
    sam.context.close()


def test_signing_in(town: City, browser: Any, screens: Screens) -> None:
    context = browser.new_context(viewport=SIZES["desk"])
    page = at(context.new_page(), f"{town.office.address}/sign-in")
    screens.take(page, "console-sign-in")
    context.close()


def test_the_kept_pictures_are_small_and_each_belongs_to_a_page() -> None:
    kept = list(KEPT.glob("*.png"))
    assert len(kept) >= 60
    assert sum(path.stat().st_size for path in kept) < 3_000_000


@pytest.mark.skipif(RENEW, reason="the changed page would be kept")
def test_a_page_that_looks_different_is_told(town: City, citizen: Any) -> None:
    at(citizen, "/")
    citizen.evaluate("document.querySelector('main').style.marginTop = '3rem'")
    tried = Screens()
    tried.take(citizen, "home")
    assert any(one.startswith("home-desk") for one in tried.different)
    assert httpx.get(town.citizen, trust_env=False).status_code == 200
