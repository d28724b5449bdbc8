"""What a screen reader has to tell of chat and report: the accessibility tree as the browser gives it to such programs."""

from __future__ import annotations

import re
from typing import Any

from tests.e2e.pages.conftest import PHONE, Opens
from tests.e2e.pages.filling import asked, begins
from tests.e2e.pages.test_chat import writes

MOST_KEYS = 60


def told(page: Any, part: str = "main") -> str:
    """Roles and names, one a line."""
    return str(page.locator(part).aria_snapshot())


def test_the_chat_is_a_log_with_a_named_field_and_answers_that_say_who_speaks(opens: Opens) -> None:
    page = opens("/chat")
    writes(page, "what can you do for me")
    tree = told(page)
    for wanted in (
        r'- heading "Chat" \[level=1\]',
        r'- button "Talk to a person"',
        r'- log "Conversation"',
        r'- textbox "Your message"',
        r'- button "Send"',
        r'- link "Keep this conversation as a file"',
    ):
        assert re.search(wanted, tree), (wanted, tree)
    lines = page.locator("#lines > li").all_inner_texts()
    assert lines[0].startswith("Automated assistant")
    assert lines[1].startswith("You")
    assert "img" not in tree  # pictures that only decorate are told to nobody


def test_an_emergency_in_the_chat_is_an_alert_with_a_link_that_says_what_it_does(opens: Opens) -> None:
    page = opens("/chat")
    writes(page, "someone is breaking into my house right now")
    alert = told(page, ".chat__emergency")
    assert re.search(r'- link "Call 911"', alert), alert
    assert page.locator(".chat__emergency").get_attribute("role") == "alert"


def test_a_question_of_the_report_is_one_group_whose_name_is_the_question(opens: Opens) -> None:
    page = opens("/report")
    begins(page, "1437 Bannock St", "theft")
    tree = told(page)
    question = page.locator("h1").inner_text()
    assert re.search(rf'- group "{re.escape(question)}', tree), tree
    assert len(re.findall(r'- radio "', tree)) >= 2
    assert re.search(r"- progressbar", tree), tree


def test_what_is_wrong_with_an_answer_is_told_with_its_field(opens: Opens) -> None:
    page = opens("/report", script=False)
    page.locator("main form.usa-form button.usa-button").first.click()
    field = page.locator("#where")
    error = page.locator(f"#{field.get_attribute('aria-describedby').split()[-1]}").inner_text()
    assert error
    assert field.get_attribute("aria-invalid") == "true"


def test_a_report_is_begun_and_answered_by_keyboard_alone_on_a_phones_screen(opens: Opens) -> None:
    page = opens("/report", size=PHONE)
    _tab_to(page, "where")
    page.keyboard.type("1437 Bannock St")
    page.keyboard.press("Enter")
    page.locator("#kind-theft").wait_for(state="attached")
    _tab_to(page, "", name="kind")
    page.locator("#kind-theft").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.locator("input[name=question]").wait_for(state="attached")
    first = asked(page)
    assert first is not None
    assert first[1] == "yes_no"
    _tab_to(page, "", name="value")
    page.keyboard.press("ArrowDown")
    assert page.is_checked("#value-no")
    page.keyboard.press("Enter")
    page.locator(f"input[name=question]:not([value='{first[0]}'])").wait_for(state="attached")


def _tab_to(page: Any, id_: str, name: str = "") -> None:
    """As somebody without a mouse; the focus is always to be seen."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        here = page.evaluate("[document.activeElement.id, document.activeElement.getAttribute('name')]")
        if (id_ and here[0] == id_) or (name and here[1] == name):
            return
    raise AssertionError(f"no way by keyboard to {id_ or name}")
