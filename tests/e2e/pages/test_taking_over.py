"""A person takes over a citizen's chat, tried from both ends: the citizen's browser and the call-taker's, at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from launcher.stack import Stack
from tests.e2e.pages.conftest import Opens, picture, said_in
from tests.e2e.pages.desk import NAMES, signs_in
from tests.fakes.axe import assert_accessible
from tests.fakes.cable import Cable, cable

ANA = NAMES["sample.call-taker"]


@pytest.fixture(scope="module")
def to_the_console(stack: Stack) -> Iterator[Cable]:
    with cable(stack.settings.url("console")) as laid:
        yield laid


@pytest.fixture(scope="module")
def signed_in(chromium: Any, stack: Stack, to_the_console: Cable) -> Iterator[Any]:
    page = signs_in(chromium, stack, address=to_the_console.address)
    yield page
    page.context.close()


@pytest.fixture
def ana(signed_in: Any) -> Iterator[Any]:
    """At her live page, and chats wait for her; at the end she has none left."""
    signed_in.goto("/live")
    if (here := signed_in.get_by_role("button", name="I take chats")).count():
        here.click()
    signed_in.get_by_role("button", name="I am away").wait_for()
    yield signed_in
    signed_in.goto("/live")
    while (mine := signed_in.locator("article.ticket--mine", has_text="still here")).count():
        mine.first.get_by_role("link").click()
        with signed_in.expect_navigation():
            signed_in.locator("#end").click()
        signed_in.goto("/live")


def asks_for_a_person(page: Any, words: str) -> None:
    page.fill("#text", words)
    page.get_by_role("button", name="Send").click()
    page.locator(".chat__line--assistant").nth(1).wait_for()
    page.locator(".chat__typing").wait_for(state="detached")
    page.get_by_role("button", name="Talk to a person").first.click()


def tickets(ana: Any) -> list[str]:
    """That stand on her page."""
    return [one.get_attribute("data-ticket") for one in ana.locator("article[data-ticket]").all()]


def takes(ana: Any, words: str, before: list[str]) -> None:
    """Whoever came since; the console goes to the chat itself."""
    known = "".join(f":not([data-ticket='{one}'])" for one in before)
    fresh = ana.locator(f"article[data-ticket]{known}").filter(has_text="still here").first
    fresh.wait_for()
    fresh.get_by_role("button", name="Take").click()
    ana.wait_for_url("**/live/calls/**")
    ana.locator("#talk").get_by_text(words).first.wait_for()


def writes(ana: Any, words: str) -> None:
    ana.fill("#say", words)
    ana.keyboard.press("Control+Enter")
    ana.locator("#talk").get_by_text(words).wait_for()


def test_a_chat_is_taken_answered_both_ways_and_ended(opens: Opens, ana: Any) -> None:
    before, citizen = tickets(ana), opens("/chat")
    asks_for_a_person(citizen, "where can i get my towed car")
    citizen.get_by_text("A person has been asked to come here").wait_for()
    takes(ana, "towed car", before)
    citizen.get_by_text(ANA).first.wait_for()
    writes(ana, "Good evening. Which <b>lot</b> was it?")
    citizen.get_by_text("Which <b>lot</b> was it?").wait_for()
    citizen.fill("#text", "the one at West 10th\nI think")
    citizen.get_by_role("button", name="Send").click()
    ana.locator("#talk").get_by_text("I think").wait_for()
    assert_accessible(citizen)
    picture(citizen, "chat-person")
    ana.locator("#end").click()
    citizen.locator(".chat__over").wait_for()
    assert not citizen.get_by_text("Nobody could join").count()
    with citizen.expect_download() as kept:
        citizen.get_by_role("link", name="Keep this conversation").click()
    assert f"{ANA}:" in kept.value.path().read_text("utf-8")


def test_without_script_the_person_is_read_after_looking_again(opens: Opens, ana: Any) -> None:
    before, citizen = tickets(ana), opens("/chat", script=False)
    citizen.fill("#text", "a pothole swallowed my wheel")
    with citizen.expect_navigation():
        citizen.get_by_role("button", name="Send").click()
    citizen.get_by_role("button", name="Talk to a person").first.click()
    takes(ana, "pothole", before)
    writes(ana, "Is anybody hurt?")
    citizen.get_by_role("link", name="Look for new answers").click()
    assert "Is anybody hurt?" in said_in(citizen)
    citizen.fill("#text", "nobody, only the wheel")
    citizen.get_by_role("button", name="Send").click()
    ana.locator("#talk").get_by_text("only the wheel").wait_for()
    ana.locator("#end").click()


def test_nobody_takes_chats_and_the_citizen_leaves_a_number_that_the_agency_rings(opens: Opens, ana: Any) -> None:
    ana.get_by_role("button", name="I am away").click()
    ana.get_by_role("button", name="I take chats").wait_for()
    citizen = opens("/chat", script=False)
    with citizen.expect_navigation():
        citizen.get_by_role("button", name="Talk to a person").first.click()
    for words in ("yes", "720 555 0188", "yes", "any time"):  # the offer is taken, the number read back
        citizen.fill("#text", words)
        with citizen.expect_navigation():  # else the next words may be written on the page that goes
            citizen.get_by_role("button", name="Send").click()
    assert not citizen.get_by_text("A person has been asked to come here").count()
    with citizen.expect_navigation():
        citizen.get_by_role("button", name="End the chat").click()
    ana.goto("/call-backs")
    assert "0188" in ana.locator("main").inner_text()


def test_a_call_taker_whose_connection_is_lost_is_told_and_sees_everything_again(
    opens: Opens, ana: Any, to_the_console: Cable
) -> None:
    before, citizen = tickets(ana), opens("/chat")
    asks_for_a_person(citizen, "where can i get my towed car")
    takes(ana, "towed car", before)
    to_the_console.pull()
    ana.locator("#live-lost").wait_for(state="visible")
    citizen.fill("#text", "are you still there")
    citizen.get_by_role("button", name="Send").click()
    citizen.locator(".chat__line--you").last.get_by_text("are you still there").wait_for()
    to_the_console.put_in()
    ana.locator("#talk").get_by_text("are you still there").wait_for()
    ana.locator("#live-lost").wait_for(state="hidden")
    ana.locator("#end").click()
    citizen.locator(".chat__over").wait_for()
