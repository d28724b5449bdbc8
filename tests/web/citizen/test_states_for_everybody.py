"""What a page looks like only at times: a chat that is over, sleeps or breaks off, a form with something wrong, every kind of trouble.
In English and Spanish, at 400 % zoom too, nothing stands in anybody's way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.axe import assert_accessible_to_all
from tests.web.citizen.conftest import Desk, Line
from tests.web.serving import served

pytestmark = pytest.mark.timeout(180)
WORDS = "My car was towed"
ENDED: dict[str, Any] = {"type": "ended"}
SAID: dict[str, Any] = {
    "type": "said",
    "who": "assistant",
    "text": "Call 303 555 0100 or read https://example.org/towed.",
}
TRANSFER: dict[str, Any] = {"type": "transfer", "name": "Impound desk", "phone": "+13035550100", "ticket": "t-1"}
EMERGENCY: dict[str, Any] = {"type": "decision", "disposition": "911", "reason": "emergency"}
TURN: dict[str, Any] = {"type": "listening"}
# what the assistant answers -> where the state is to be seen then
CHATS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "choices": ([SAID, {**TURN, "asking": "wish", "choices": ["now", "online", "call_back"]}], ".chat__choices"),
    "yes or no": ([SAID, {**TURN, "asking": "hurt", "kind": "yes_no"}], ".chat__choices"),
    "emergency": ([{**SAID, "safety": True}, EMERGENCY, TURN], ".chat__emergency"),
    "a person is asked": ([SAID, TRANSFER], ".chat__end h2"),
    "nobody could come": ([SAID, TRANSFER, ENDED], ".chat__over"),
    "a person came": ([TRANSFER, {**SAID, "who": "person", "name": "Ana Alvarez"}, ENDED], ".chat__over"),
    "over": ([SAID, ENDED], "#how"),
    "trouble": (
        [{"type": "error", "code": "busy", "message": "Nobody can answer now. Call 303 555 0100."}],
        ".chat__end",
    ),
    "quiet": ([SAID, {"type": "error", "code": "idle"}], ".chat__over"),
}
LANGUAGES = ("en-US", "es-MX")
Opens = Callable[..., Any]


@pytest.fixture
def opens(pages: str, browser: Any, desk: Desk, line: Line) -> Iterator[Opens]:
    """opens(path, language="en-US", at=pages): a page in a browser of its own."""
    contexts = []

    def open_(path: str, language: str = "en-US", at: str = pages) -> Any:
        contexts.append(browser.new_context(base_url=at, locale=language, viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.set_default_timeout(45_000)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


def writes(page: Any, words: str = WORDS) -> None:
    page.fill("#text", words)
    page.locator("#say button").click()
    page.locator(".chat__line--you").first.wait_for()


def sends(page: Any, action: str, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"form[action='{action}'] [name={name}]", value)
    with page.expect_navigation():
        page.locator(f"form[action='{action}'] button").first.click()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", CHATS)
def test_each_state_of_a_chat_can_be_used_by_everybody(opens: Opens, line: Line, state: str, language: str) -> None:
    line.then, shown = CHATS[state]
    page = opens("/chat", language)
    writes(page)
    page.locator(shown).first.wait_for()
    assert_accessible_to_all(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chat_that_was_over_and_is_judged_says_that_the_answer_was_kept(
    opens: Opens, line: Line, language: str
) -> None:
    line.then = CHATS["over"][0]
    page = opens("/chat", language)
    writes(page)
    page.locator("#how button[value=no]").click()
    page.locator("#how [role=status]").wait_for()
    assert_accessible_to_all(page)


def test_a_chat_that_sleeps_asks_whether_somebody_is_there(opens: Opens, line: Line) -> None:
    line.then, line.idle_s = [SAID, TURN], 0.02
    page = opens("/chat")
    writes(page)
    page.goto("/chat?again")
    page.locator(".chat__drowsy").wait_for()
    assert_accessible_to_all(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_in_a_form_of_the_chat_stands_beside_its_field(opens: Opens, line: Line, language: str) -> None:
    line.then = CHATS["nobody could come"][0]
    page = opens("/chat", language)
    writes(page)
    page.locator("#number").wait_for()
    sends(page, "/chat/call-back", number="12")
    assert page.locator("#number").get_attribute("aria-invalid") == "true"
    assert_accessible_to_all(page)
    page = opens("/chat", language)
    page.fill("#text", "a" * 16_001)
    with page.expect_navigation():
        page.locator("#say button").click()
    page.locator("#say-problem [role=alert]").wait_for()
    assert_accessible_to_all(page)
    page.goto("/chat/code")
    sends(page, "/chat/code", code="12")
    assert page.locator("#code").get_attribute("aria-invalid") == "true"
    assert_accessible_to_all(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_asks_whether_it_helped_and_how_somebody_signs_in_wrongly_is_told(
    opens: Opens, desk: Desk, language: str
) -> None:
    desk.asks_how = True
    page = opens("/case/sign-in", language)
    sends(page, "/case/sign-in", reference="12345", pin="4711")
    page.locator("#how").wait_for()
    assert_accessible_to_all(page)
    desk.private = True
    page.goto("/case")
    assert page.locator("#messages").count() == 0
    assert_accessible_to_all(page)
    desk.private = False
    page.goto("/case/review")
    sends(page, "/case/review", why="He is breaking in right now with a gun")
    page.locator("main a[href='tel:911']").first.wait_for()
    assert_accessible_to_all(page)
    page.goto("/case/take-back")
    sends(page, "/case/take-back", why="He is breaking in right now with a gun")
    page.locator("main a[href='tel:911']").first.wait_for()
    assert_accessible_to_all(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_that_invites_and_forms_without_an_answer(opens: Opens, language: str) -> None:
    page = opens(f"/in/{'k' * 43}", language)
    assert page.url.endswith("/in")
    assert_accessible_to_all(page)
    for path, fields in (
        ("/report/resume", {"code": "", "pin": ""}),
        ("/case/lost-pin", {"reference": "no digits"}),
        ("/case/lost-pin", {"reference": "12345"}),
    ):
        page.goto(path)
        sends(page, path, **fields)
        assert_accessible_to_all(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_trouble_has_a_page_that_everybody_can_use(
    opens: Opens, lonely: str, tmp_path: Path, language: str
) -> None:
    page = opens("/case/sign-in", language)
    page.evaluate("document.querySelector('main input[name=csrf]').value = 'of yesterday'")
    sends(page, "/case/sign-in", reference="12345", pin="4711")
    assert_accessible_to_all(page)
    away = opens("/report", language, lonely)
    sends(away, "/report/what", where="1437 Bannock St")
    assert_accessible_to_all(away)
    chat = opens("/chat", language, lonely)
    sends(chat, "/chat/say", text=WORDS)
    assert chat.locator("main a[href^='tel:']").count() >= 1
    assert_accessible_to_all(chat)
    few = {"CIVICLINE_SIGN_INS_AN_HOUR": "1", "CIVICLINE_CASEWORK_URL": "http://127.0.0.1:9"}
    with served("web.citizen", "CIVICLINE_CITIZEN_PORT", tmp_path, **few) as address:
        often = opens("/case/lost-pin", language, address)
        for _ in range(2):
            often.goto("/case/lost-pin")
            sends(often, "/case/lost-pin", reference="12345")
        assert_accessible_to_all(often)


def test_trouble_in_a_frame_leads_back_to_the_chat_in_the_frame(opens: Opens) -> None:
    """The first page would be refused there, and the frame would stay empty."""
    page = opens("/widget/chat")
    page.evaluate("document.querySelector('#say input[name=csrf]').value = 'of yesterday'")
    sends(page, "/widget/chat/say", text=WORDS)
    assert_accessible_to_all(page)
    inside = [one.get_attribute("href") for one in page.locator("a[href^='/']").all()]
    assert inside
    assert all(address.startswith("/widget/") for address in inside), inside
    assert page.locator("form[action='/language']").count() == 0
    page.locator("main a[href^='/widget/']").click()
    page.locator("#say").wait_for()
