"""A call-taker begins a report for a caller; the caller goes on by the link, in their own browser, and the call-taker sees it come."""

from __future__ import annotations

from typing import Any

import pytest

from launcher.stack import Stack
from tests.e2e.pages.conftest import PHONE, Opens
from tests.e2e.pages.desk import signs_in
from tests.e2e.pages.filling import answers_until
from tests.e2e.pages.test_case import PNG
from tests.fakes.axe import assert_accessible

STORY = "A red bicycle was taken from the rack in front of the library, the lock was cut."


@pytest.fixture(scope="module")
def supervisor(chromium: Any, stack: Stack) -> Any:
    page = signs_in(chromium, stack, "sample.supervisor")
    yield page
    page.context.close()


def begins(page: Any) -> None:
    page.goto("/hand-in")
    page.select_option("#kind", "theft")
    page.fill("#where", "1437 Bannock St")
    page.fill("#day", "2026-11-20")
    page.fill("#story", STORY)
    page.fill("#name", "Ana Lopez")
    page.get_by_role("button", name="Begin the report").click()
    page.locator("#dial").wait_for()


def arrives(opens: Opens, link: str, **how: Any) -> Any:
    """The person opens the link that they were given."""
    return opens(f"/in/{link.rsplit('/', 1)[-1]}", **how)


def test_what_was_told_is_not_asked_again_and_what_is_done_on_the_web_is_seen_at_the_desk(
    opens: Opens, supervisor: Any
) -> None:
    begins(supervisor)
    assert supervisor.locator("#dial").inner_text().startswith("77")
    assert STORY in supervisor.locator("#hand-in-state").inner_text()
    assert_accessible(supervisor)
    person = arrives(opens, supervisor.input_value("#link"), script=False, size=PHONE)
    assert person.url.endswith("/in")  # the address holds nothing
    person.get_by_role("button", name="Open my report").click()
    assert person.url.endswith("/report/now")
    seen = answers_until(person)
    assert not {"where", "when", "what_happened", "name"} & set(seen)
    person.set_input_files("input[type=file]", {"name": "rack.png", "mimeType": "image/png", "buffer": PNG})
    person.locator("form[action='/report/file'] button").click()
    supervisor.locator("#hand-in-state").get_by_text("rack.png").wait_for(timeout=45_000)


def test_a_link_opens_once_and_new_ways_end_the_old_ones(opens: Opens, supervisor: Any) -> None:
    begins(supervisor)
    first = supervisor.input_value("#link")
    person = arrives(opens, first, script=False)
    person.get_by_role("button", name="Open my report").click()
    assert person.url.endswith("/report/now")
    other = arrives(opens, first, script=False)
    other.get_by_role("button", name="Open my report").click()
    assert "used already" in other.locator("main").inner_text()
    assert other.locator("#reference").count() == 1
    supervisor.get_by_role("button", name="New digits and a new link").click()
    supervisor.wait_for_load_state()
    assert supervisor.input_value("#link") != first
