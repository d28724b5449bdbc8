"""By keyboard alone: Tab leads to everything that can be pressed or filled on a page, in both apps, and away from it again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.reviews.records import danger, record, said
from tests.web.console.office import enter
from tests.web.console.test_in_a_browser import PAGES
from tests.web.whole.conftest import DESK, PHONE, City, Opens

pytestmark = pytest.mark.timeout(300)
CITIZENS = ("/", "/chat", "/report", "/report/map", "/report/resume", "/case/sign-in", "/case/lost-pin", "/privacy")
# of radio buttons that belong together Tab leads to one, and arrow keys to the others
_MARK = """() => {
    const groups = new Set(), all = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    let number = 0;
    for (const one of document.querySelectorAll(all)) {
        if (one.disabled || one.type === "hidden" || !one.checkVisibility({ visibilityProperty: true })) continue;
        if (one.type === "radio") {
            if (groups.has(one.name)) continue;
            groups.add(one.name);
        }
        one.dataset.tabStop = one.type === "radio" ? one.name : `k${number++}`;
    }
    window.reached = new Set();
    document.addEventListener("focusin", (event) => {
        window.reached.add(event.target.type === "radio" ? event.target.name : event.target.dataset.tabStop);
    });
    return document.querySelectorAll("[data-tab-stop]").length;
}"""
_LEFT = """() => [...document.querySelectorAll("[data-tab-stop]")].filter((one) => !window.reached.has(one.dataset.tabStop))
    .map((one) => one.outerHTML.slice(0, 120))"""
_SPARE = 12  # a date has a field for each of its parts


def unreachable(page: Any) -> list[str]:
    """What no Tab leads to."""
    page.wait_for_load_state("load")
    for _ in range(2 * page.evaluate(_MARK) + _SPARE):
        page.keyboard.press("Tab")
    return [f"{page.url}: {one}" for one in page.evaluate(_LEFT)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_everything_of_the_citizens_pages_is_reached_by_tab(opens: Opens, size: dict[str, int]) -> None:
    page = opens("/", size=size)
    found: list[str] = []
    for path in CITIZENS:
        page.goto(path)
        found += unreachable(page)
    assert found == []


@pytest.mark.parametrize("login", sorted(PAGES))
def test_everything_of_the_console_s_pages_is_reached_by_tab(city: City, browser: Any, login: str) -> None:
    city.office.hand_over()
    city.office.file(record(said("smoke, I think", danger=danger(6.0)), call_id="call-of-the-axe"))
    page, found = enter(city.office, browser, login), []
    for path in PAGES[login]:
        page.goto(city.office.address + path)
        found += unreachable(page)
    page.context.close()
    assert found == []
