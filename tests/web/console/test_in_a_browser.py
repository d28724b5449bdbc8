"""The console in a real browser: live without reloading, two at one ticket, a chat taken over, by keyboard alone, and WCAG."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.casework.bot_models.test_bot_models import REGISTRY
from tests.casework.reviews.records import danger, record, said
from tests.fakes.axe import ZOOMED, problems
from tests.web.console.office import Office, enter
from tests.web.console.test_models import Machine
from tests.web.console.test_review import alike, becomes, explained

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


def test_a_chat_is_taken_answered_and_ended_by_keyboard_alone(office: Office, browser: Any, ben: Any) -> None:
    caller = chat(office, browser)
    _write(caller, "by keys alone, a dog barks")
    ben.goto(f"{office.address}/live")
    row = ben.locator("tbody tr", has_text="by keys alone, a dog barks").locator("a")
    row.wait_for(timeout=PATIENCE_MS)
    _tab_to(ben, str(row.get_attribute("id")))
    with ben.expect_navigation():
        ben.keyboard.press("Enter")
    _tab_to(ben, "take")
    with ben.expect_navigation():
        ben.keyboard.press("Enter")
    _tab_to(ben, "say")
    ben.keyboard.type("I am Ben, and I have no mouse.")
    ben.keyboard.press("Control+Enter")
    caller.wait_for_selector("text=I have no mouse", timeout=PATIENCE_MS)
    _tab_to(ben, "end")
    ben.keyboard.press("Enter")
    ben.wait_for_url("**/live", timeout=PATIENCE_MS)
    caller.context.close()


def test_storm_mode_and_a_caller_who_is_handed_in_by_keyboard_alone(office: Office, browser: Any) -> None:
    sam = enter(office, browser, "sam")
    sam.goto(f"{office.address}/settings")
    for mode in ("true", "false"):
        _tab_until(sam, "document.activeElement.name === 'on'")
        with sam.expect_navigation():
            sam.keyboard.press("Enter")
        assert f"storm_mode: {mode}" in (office.agencies / "denver" / "agency.yml").read_text("utf-8")
    sam.goto(f"{office.address}/hand-in")
    for field, words in (("kind", "theft"), ("where", "1437 Bannock St"), ("story", "By keys alone, a bike is gone.")):
        _tab_to(sam, field)
        sam.keyboard.type(words)
    _tab_until(sam, "document.activeElement.type === 'submit'")
    with sam.expect_navigation():
        sam.keyboard.press("Enter")
    assert "The report is begun" in sam.inner_text("main")
    sam.context.close()


def test_a_case_is_looked_at_moved_on_and_written_to_by_keyboard_alone(office: Office, browser: Any) -> None:
    olga = enter(office, browser, "olga")
    olga.goto(f"{office.address}/cases?queue=reports&stage=submitted")
    first = olga.locator("table a[href^='/cases/']").first.get_attribute("href")
    olga.goto(f"{office.address}{first}")
    _tab_to(olga, "open-review")
    olga.keyboard.press("Enter")
    _tab_to(olga, "preview-review")
    olga.keyboard.press("Enter")
    olga.wait_for_selector("#shown-review > *", timeout=PATIENCE_MS)
    olga.keyboard.press("Shift+Tab")
    assert olga.evaluate("document.activeElement.id") == "do-review", "what was shown did not take the focus away"
    with olga.expect_navigation():
        olga.keyboard.press("Enter")
    assert "Begin to review: done." in olga.inner_text("main")
    _tab_to(olga, "message")
    olga.keyboard.type("We have your report, by keys alone.")
    olga.keyboard.press("Tab")
    with olga.expect_navigation():
        olga.keyboard.press("Enter")
    assert "by keys alone" in olga.inner_text("main .talk")
    olga.context.close()


def _tab_to(page: Any, id: str) -> None:
    _tab_until(page, f"document.activeElement.id === '{id}'")


def _tab_until(page: Any, there: str) -> None:
    """As somebody without a mouse: the key until the focus is there. The live page must not take it away."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(there):
            return
    raise AssertionError(f"no way by keyboard to where {there}")


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
    "ana": ("/live", "/call-backs", "/cases", "/password", "/sessions", "/handovers?state=all", "/hand-in"),
    "sam": (
        "/cases/1",
        "/numbers",
        "/numbers/demand",
        "/numbers/expected",
        "/settings",
        "/settings/files",
        "/settings/files/lookups.yml",
        "/quality",
        "/models",
        "/cases/map?queue=reports",
        "/cases/2/compare/3",
    ),
    "ada": ("/people",),
    "rita": (
        "/reviews",
        "/reviews/groups",
        "/reviews/groups/1",
        "/reviews/examples",
        "/calls",
        "/calls/call-of-the-axe",
    ),
}


def strange(n: int) -> dict[str, Any]:
    """Like no example; the last with danger in the air."""
    return record(
        said(f"scooters lie here {n}", nearest=0.3, danger=danger(n - 9.0 if n < 3 else 0.9)), call_id=f"call-new-{n}"
    )


@pytest.mark.parametrize("login", sorted(PAGES))
def test_no_page_breaks_wcag(office: Office, browser: Any, login: str) -> None:
    office.hand_over()
    office.file(record(said("smoke, I think", danger=danger(6.0)), call_id="call-of-the-axe"))
    about = {"file": "data/nlu/fire.yml", "line": 12, "intent": "noise_ongoing", "danger": True}
    explained(office, "call-of-the-axe", nearest=[{**about, "text": "there is smoke", "cosine": 0.871}])
    office.file(record(said("the bass next door shakes my walls"), call_id="call-of-the-walls"))
    becomes(office, "call-of-the-walls", {"verdict": "need", "needs": ["noise_ongoing"]})
    alike(office, *(office.file(strange(n)) for n in range(4)))
    Machine(office).tells(REGISTRY)
    page = enter(office, browser, login)
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    for path in PAGES[login]:
        page.goto(office.address + path)
        for closed in page.locator("details").all():
            closed.evaluate("one => one.open = true")
        for size in (ZOOMED, {"width": 1280, "height": 900}):
            page.set_viewport_size(size)
            found += problems(page)
    page.context.close()
    assert found == []


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
