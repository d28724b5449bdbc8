"""The chat: by keyboard, without script, on a phone; danger, a person, long and hostile text, coming back, a copy to keep."""

from __future__ import annotations

from typing import Any

import pytest

from launcher.stack import Stack
from tests.e2e.pages.conftest import DESK, PHONE, Opens, picture, said_in
from tests.fakes.axe import assert_accessible


def your_turn(page: Any, lines: int) -> None:
    """Waits until so many lines stand there and no answer is being written. (A page of ours lets nobody evaluate text.)"""
    page.locator(".chat__line").nth(lines - 1).wait_for()
    page.locator(".chat__typing").wait_for(state="detached")


def writes(page: Any, words: str) -> None:
    """One message, and the answer to it, with script or without."""
    before = page.locator(".chat__line").count()
    page.fill("#text", words)
    page.get_by_role("button", name="Send").click()
    your_turn(page, before + 2)


def test_a_chat_by_keyboard_alone_is_answered_and_choices_are_taken(opens: Opens) -> None:
    page = opens("/chat")
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    page.keyboard.type("my bike was stolen last night")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    your_turn(page, 3)
    assert "automated assistant" in said_in(page)[0]
    assert said_in(page)[1] == "my bike was stolen last night"
    for _ in range(6):
        if page.locator(".chat__choices a[href='/report']").count():
            break
        before = page.locator(".chat__line").count()
        page.keyboard.type("no")
        page.keyboard.press("Enter")
        your_turn(page, before + 2)
    assert page.locator(".chat__choices a[href='/report']").count() == 1  # "online" is our own page
    assert page.locator("#log").get_attribute("aria-live") == "polite"
    assert_accessible(page)
    picture(page, "chat")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_without_script_an_emergency_is_told_with_a_link_that_dials(opens: Opens, size: dict[str, int]) -> None:
    page = opens("/chat", script=False, size=size)
    page.fill("#text", "someone is breaking into my house right now")
    page.get_by_role("button", name="Send").click()
    assert "911" in said_in(page)[-1]
    assert page.locator(".chat__emergency a").get_attribute("href") == "tel:911"
    assert "hang up" not in page.locator("main").inner_text().lower()


def test_a_person_is_always_one_key_away_and_can_be_called(opens: Opens) -> None:
    page = opens("/chat", script=False)
    page.get_by_role("button", name="Talk to a person").first.click()
    assert page.locator(".chat__end a[href^='tel:']").count() == 1
    page.fill("#number", "720 555")
    page.get_by_role("button", name="Have me called").click()
    assert "whole telephone number" in page.locator("#number-error").inner_text()
    page.fill("#number", "(720) 555-0143")
    page.get_by_role("button", name="Have me called").click()
    assert "will call you back" in page.locator("main").inner_text()


def test_a_long_text_with_line_breaks_is_taken_whole_and_its_end_is_read(opens: Opens) -> None:
    page = opens("/chat", script=False)
    story = "There is a big pothole in front of my house.\n\n" + "It has been there for weeks and nobody came. " * 90
    page.fill("#text", story + "\nAnd now my chest hurts and I cannot breathe.")
    page.get_by_role("button", name="Send").click()
    assert said_in(page)[1].endswith("I cannot breathe.")
    assert "\n\n" in page.locator(".chat__line--you .chat__text").inner_text()
    assert page.locator(".chat__emergency").count() == 1


def test_what_is_too_long_is_told_and_nothing_of_it_is_lost(opens: Opens) -> None:
    page = opens("/chat", script=False)
    page.fill("#text", "a" * 16_001)
    page.get_by_role("button", name="Send").click()
    assert "longer than 16,000" in page.get_by_role("alert").inner_text()
    assert page.input_value("#text") == "a" * 16_001


def test_hostile_text_is_shown_as_text(opens: Opens) -> None:
    page = opens("/chat")
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script> {{ 7*7 }} my car was towed"
    writes(page, hostile)
    assert said_in(page)[1] == hostile
    assert page.locator(".chat__log img, .chat__log script").count() == 0


def test_the_chat_is_there_again_after_a_reload_and_can_be_kept(opens: Opens) -> None:
    page = opens("/chat")
    writes(page, "where can i get my towed car")
    before = said_in(page)
    page.reload()
    assert said_in(page)[: len(before)] == before
    with page.expect_download() as kept:
        page.get_by_role("link", name="Keep this conversation").click()
    text = kept.value.path().read_text("utf-8")
    assert "where can i get my towed car" in text
    assert "Automated assistant" in text


def test_nobody_sees_the_chat_of_somebody_else(opens: Opens) -> None:
    mine, other = opens("/chat"), opens("/chat")
    writes(mine, "my name is secret and my car was towed")
    other.reload()
    assert said_in(other) == []


def test_in_spanish_the_page_is_spanish_and_a_person_is_called(opens: Opens) -> None:
    page = opens("/chat", script=False, language="es-MX")
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.get_by_role("button", name="Hablar con una persona").is_visible()
    page.fill("#text", "Quiero hablar con alguien porque me robaron la bicicleta ayer")
    page.get_by_role("button", name="Enviar").click()
    assert page.locator(".chat__end, .chat__choices").count() >= 1


def test_three_times_escape_leaves_at_once(opens: Opens, pages: str) -> None:
    page = opens("/chat")
    page.route("**/leave", lambda route: route.fulfill(status=200, body="left"))
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/leave")
    page.go_back()
    assert page.url != f"{pages}/chat"


def test_a_connection_that_is_cut_loses_nothing_and_doubles_nothing(opens: Opens) -> None:
    page = opens("/chat")
    writes(page, "my bike was stolen last night")
    before = page.locator(".chat__line").count()
    page.context.set_offline(True)
    page.fill("#text", "it was a blue one")
    page.get_by_role("button", name="Send").click()
    page.locator("#offline:not([hidden])").wait_for()
    assert page.input_value("#text") == "it was a blue one"
    page.context.set_offline(False)
    page.get_by_role("button", name="Send").click()
    your_turn(page, before + 2)
    assert said_in(page).count("it was a blue one") == 1
    assert page.locator("#offline").is_hidden()


def test_after_a_restart_of_the_pages_the_chat_goes_on_where_it_was(stack: Stack, opens: Opens) -> None:
    page = opens("/chat")
    writes(page, "my bike was stolen last night")
    before = said_in(page)
    stack.terminate_one("citizen", 15)
    stack.start_one("citizen")
    page.reload()
    assert said_in(page) == before
    writes(page, "what was the question")
    assert said_in(page)[: len(before)] == before
    assert not page.locator("#gone").count()


def test_the_connector_killed_in_mid_chat_is_told_and_then_the_chat_goes_on_by_itself(
    stack: Stack, opens: Opens
) -> None:
    page = opens("/chat")
    writes(page, "my bike was stolen last night")
    before = said_in(page)
    stack.kill_one("connector")
    page.fill("#text", "it was a blue one")
    page.get_by_role("button", name="Send").click()
    page.locator("#away").wait_for()
    assert "What you wrote is kept" in page.locator("#away").inner_text()
    assert_accessible(page)
    stack.start_one("connector")
    your_turn(page, len(before) + 2)
    assert said_in(page)[: len(before) + 1] == [*before, "it was a blue one"]
    assert not page.locator("#away").count()
