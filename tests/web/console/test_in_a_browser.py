"""The console in a real browser: live without reloading, two at one ticket, a chat taken over, by keyboard alone, and WCAG."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.casework.reviews.records import danger, record, said
from tests.web.console.office import Office, enter

pytestmark = pytest.mark.timeout(180)
WORDS = "my bike is gone"

PATIENCE_MS = 45_000  # two suites run at a time


@pytest.fixture(scope="module")
def ana(office: Office, browser: Any) -> Iterator[Any]:
    page = enter(office, browser, "ana")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def ben(office: Office, browser: Any) -> Iterator[Any]:
    page = enter(office, browser, "ben")
    yield page
    page.context.close()


def chat(office: Office, browser: Any) -> Any:
    """Somebody who writes at the connector's own page."""
    page = browser.new_context().new_page()
    page.goto(office.line)
    _write(page, "hello")
    return page


def test_two_call_takers_at_one_ticket_one_has_it_and_the_other_reads_who(office: Office, ana: Any, ben: Any) -> None:
    ana.goto(f"{office.address}/live")
    ben.goto(f"{office.address}/live")
    ticket = office.hand_over(wish="my bike, please")
    for page in (ana, ben):  # it comes by itself, without reloading
        page.wait_for_selector(f"#ticket-{ticket}", timeout=PATIENCE_MS)
    with ben.expect_navigation():
        with ana.expect_navigation():
            ana.evaluate(f"document.getElementById('take-{ticket}').click()")
        ben.evaluate(f"document.getElementById('take-{ticket}')?.click() ?? location.assign('/handovers/{ticket}')")
    assert "yours" in ana.inner_text("main")
    assert "ana has it" in ben.inner_text("main")
    assert not ben.get_by_role("button", name="Take it").count()


def test_a_ticket_is_taken_and_closed_by_keyboard_alone(office: Office, ana: Any) -> None:
    ticket = office.hand_over(reason="emergency", wish="by keys alone")
    ana.goto(f"{office.address}/live")
    ana.wait_for_selector(f"#take-{ticket}", timeout=PATIENCE_MS)
    _tab_to(ana, f"take-{ticket}")
    with ana.expect_navigation():
        ana.keyboard.press("Enter")
    _tab_to(ana, "outcome-helped")
    ana.keyboard.press("Space")
    _tab_to(ana, "done")
    with ana.expect_navigation():
        ana.keyboard.press("Enter")
    assert "Done." in ana.inner_text("main")


def _tab_to(page: Any, id: str) -> None:
    """As somebody without a mouse: the key until the focus is there. The live page must not take it away."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == id:
            return
    raise AssertionError(f"no way by keyboard to {id}")


def test_a_chat_is_followed_taken_answered_and_ended(office: Office, browser: Any, ana: Any) -> None:
    caller = chat(office, browser)
    caller.wait_for_selector("#transcript li", timeout=PATIENCE_MS)
    ana.goto(f"{office.address}/live")
    ana.wait_for_selector("tbody a", timeout=PATIENCE_MS)
    with ana.expect_navigation():
        ana.click("tbody a")
    _write(caller, "a loud party next door")
    ana.wait_for_selector("text=a loud party next door", timeout=PATIENCE_MS)
    with ana.expect_navigation():
        ana.click("#take")
    ana.wait_for_selector("#say", timeout=PATIENCE_MS)
    ana.fill("#say", "Hello, this is <b>Ana</b>.")
    ana.click("#send")
    caller.wait_for_selector("text=Hello, this is <b>Ana</b>.", timeout=PATIENCE_MS)
    _write(caller, WORDS)
    ana.wait_for_selector(f"text={WORDS}", timeout=PATIENCE_MS)
    assert ana.input_value("#say") == ""
    ana.click("#end")
    ana.wait_for_selector("text=The chat is over", timeout=PATIENCE_MS)
    assert ana.url.endswith("/live")
    caller.context.close()


def _write(page: Any, text: str) -> None:
    box = page.locator("input[type=text], textarea").first
    box.fill(text)
    box.press("Enter")


PAGES = {
    "ana": ("/live", "/call-backs", "/cases", "/password"),
    "sam": ("/cases/1", "/numbers", "/numbers/demand", "/settings"),
    "ada": ("/people",),
    "rita": ("/reviews", "/calls", "/calls/call-of-the-axe"),
}


@pytest.mark.parametrize("login", sorted(PAGES))
def test_no_page_breaks_wcag(office: Office, browser: Any, login: str) -> None:
    axe_module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    office.hand_over()
    office.file(record(said("smoke, I think", danger=danger(6.0)), call_id="call-of-the-axe"))
    page = enter(office, browser, login)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    for path in PAGES[login]:
        page.goto(office.address + path)
        for closed in page.locator("details").all():
            closed.evaluate("one => one.open = true")
        found = axe_module.Axe().run(page).response["violations"]
        problems += [
            f"{path}: {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]
        ]  # fmt: skip
    page.context.close()
    assert problems == []


def test_storm_mode_is_one_switch_and_one_step_back(office: Office, browser: Any) -> None:
    page = enter(office, browser, "sam")
    page.goto(f"{office.address}/settings")
    with page.expect_navigation():
        page.click("text=Switch it on")
    assert "It counts within seconds" in page.inner_text("main")
    assert "storm_mode: true" in (office.agencies / "denver" / "agency.yml").read_text("utf-8")
    with page.expect_navigation():
        page.click("text=Undo")
    assert "storm_mode: false" in (office.agencies / "denver" / "agency.yml").read_text("utf-8")
    page.context.close()
