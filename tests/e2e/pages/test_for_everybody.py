"""Every page that needs no sign-in: nothing that axe-core finds, at desk and phone size and at 400 % zoom, in both languages."""

from __future__ import annotations

import pytest

from tests.e2e.pages.conftest import DESK, PHONE, ZOOMED, Opens
from tests.fakes.axe import assert_accessible

PATHS = (
    "/",
    "/chat",
    "/widget/chat",
    "/report",
    "/report/resume",
    "/case/sign-in",
    "/case/lost-pin",
    "/privacy",
    "/accessibility",
)


@pytest.mark.parametrize("language", ["en-US", "es-MX"])
@pytest.mark.parametrize("size", [DESK, PHONE, ZOOMED], ids=["desk", "phone", "zoomed"])
def test_pages_can_be_used_by_everybody(opens: Opens, size: dict[str, int], language: str) -> None:
    page = opens("/", size=size, language=language)
    for path in PATHS:
        page.goto(path)
        assert_accessible(page)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_one_heading_of_the_first_level_and_a_skip_link(opens: Opens, path: str) -> None:
    page = opens(path, script=False)
    assert page.locator("h1").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate is not None
    assert page.locator("a.usa-skipnav").get_attribute("href") == "#main"
