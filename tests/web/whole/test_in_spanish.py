"""Every kind of report in Spanish, from the place to the case: the page says nothing in English, and is called Spanish."""

from __future__ import annotations

import pytest

from agencies.loader import load_agency
from tests.e2e.pages.filling import answers, asked, begins
from tests.web.whole.conftest import PHONE, Opens, english_on

pytestmark = pytest.mark.timeout(300)
KINDS = sorted(load_agency("denver").reports.kinds)


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_report_is_spanish(opens: Opens, kind: str) -> None:
    page = opens("/report", script=False, size=PHONE, language="es-MX")
    found = english_on(page)
    begins(page, "1437 Bannock St", kind)
    while asked(page) is not None:
        found += english_on(page)
        assert page.locator("main [lang=en]").all_inner_texts() == [], asked(page)
        answers(page)
    found += english_on(page)
    send = page.locator("form[action='/report/submit'] button")
    if send.count():  # the others ended with a person
        send.click()
        found += english_on(page)
        page.goto("/case")
        found += english_on(page)
    assert page.locator("main [lang=en]:not(option)").all_inner_texts() == []
    assert found == []
