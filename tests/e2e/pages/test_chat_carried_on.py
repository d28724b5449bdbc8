"""A chat goes on on another device by a code; a file goes to the report that is taken in it; what was tapped stands as it read."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.pages.conftest import DESK, PHONE, Opens, said_in
from tests.e2e.pages.test_chat import writes, your_turn
from tests.fakes.axe import assert_accessible
from tests.fakes.pictures import PNG

MENU = "Continue on another device"


def code_of(page: Any) -> str:
    page.get_by_role("button", name=MENU).click()
    return str(page.locator(".code__number").inner_text())


def enters(page: Any, code: str) -> None:
    page.goto("/chat/code")
    page.fill("#code", code)
    page.get_by_role("button", name="Continue here").click()


@pytest.mark.parametrize(("script", "size"), [(True, DESK), (False, PHONE)], ids=["desk", "phone-no-script"])
def test_a_chat_goes_on_on_another_device_and_its_code_opens_it_once(
    opens: Opens, script: bool, size: dict[str, int]
) -> None:
    one = opens("/chat", script=script, size=size)
    writes(one, "my bike was stolen last night")
    code = code_of(one)
    if script:
        assert_accessible(one)
    other = opens("/chat", script=script, size=PHONE)
    other.get_by_role("link", name="Continue a chat from another device").click()
    if script:
        assert_accessible(other)
    enters(other, code)
    other.locator(".chat__line").nth(2).wait_for()
    assert said_in(other) == said_in(opens_again(one))
    writes(other, "no")
    assert said_in(opens_again(one))[3:] == said_in(other)[3:], "both devices are at the same chat"
    third = opens("/chat/code", script=False)
    enters(third, code)
    assert "leads nowhere" in third.inner_text("main")


def opens_again(page: Any) -> Any:
    page.goto("/chat?again")
    return page


@pytest.mark.parametrize("guess", ["12", "", "nonsense", "00000000", "99999999999"])
def test_a_guessed_code_opens_nothing(opens: Opens, guess: str) -> None:
    page = opens("/chat/code", script=False)
    enters(page, guess)
    assert page.locator(".chat__line").count() == 0
    assert page.url.endswith("/chat/code")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_picture_goes_to_the_report_that_is_taken_in_the_chat(opens: Opens, script: bool) -> None:
    page = opens("/chat", script=script)
    writes(page, "my bike was stolen last night")
    adding = page.locator("#file-form")
    for _ in range(8):
        if (tap := page.get_by_role("button", name="Take the report now")).count():
            break
        assert not adding.is_visible(), "nothing is taken yet"
        writes(page, "no")
    before = page.locator(".chat__line").count()
    tap.click()
    your_turn(page, before + 2)
    assert said_in(page)[before] == "Take the report now", "what was tapped, not what it stands for"
    adding.wait_for()
    adding.locator("summary").click()
    page.set_input_files("#file", {"name": "program.exe", "mimeType": "image/png", "buffer": b"MZ" + b"\0" * 200})
    page.get_by_role("button", name="Add this file").click()
    page.locator("#file-error").wait_for()
    page.set_input_files("#file", {"name": "bike.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("button", name="Add this file").click()
    page.locator(".chat__line", has_text="Added to the report: bike.png").wait_for()
    if script:
        assert_accessible(page)
