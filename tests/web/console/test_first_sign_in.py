"""The first day of a colleague, in a browser: password, app by its QR code, recovery codes, then a password of their own."""

from __future__ import annotations

import io
import re
from typing import Any

import pyotp
import pytest
import segno

from tests.fakes.axe import assert_accessible_to_all
from tests.web.console.office import Office, enter

pytestmark = pytest.mark.timeout(180)
OWN = "eleven quiet lighthouses"


def drawn(address: str) -> str:
    """The lines of the QR code of an address, as a picture has them."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=5, border=2)
    found = re.search(r'\bd="([^"]+)"', picture.getvalue().decode())
    assert found
    return found[1]


def test_a_new_colleague_is_in_on_the_first_day_and_with_their_own_password_on_the_second(
    office: Office, browser: Any
) -> None:
    ada = enter(office, browser, "ada")
    ada.goto(f"{office.address}/people")
    for closed in ada.locator("details").all():
        closed.evaluate("one => one.open = true")
    form = ada.locator("form[action='/people']")
    form.locator("input[name=login]").fill("nina.first")
    form.locator("input[name=name]").fill("Nina First")
    form.locator("label", has_text="call").first.click()
    form.get_by_role("button").click()
    password = ada.locator("code.key").inner_text()
    assert_accessible_to_all(ada)
    ada.context.close()

    nina = browser.new_context().new_page()
    nina.goto(f"{office.address}/sign-in")
    nina.fill("#login", "nina.first")
    nina.fill("#password", password)
    nina.keyboard.press("Enter")
    nina.wait_for_url("**/sign-in/app")
    key = nina.locator("code.key").inner_text()
    address = nina.locator("input[name=address]").get_attribute("value")
    assert f"secret={key}" in address
    assert nina.locator(".qr-box path").last.get_attribute("d") == drawn(address)  # what a camera reads is that address
    nina.fill("#code", "000000")
    nina.keyboard.press("Enter")
    nina.get_by_text("not right").first.wait_for()
    assert_accessible_to_all(nina)
    assert nina.locator("code.key").inner_text() == key  # whoever scanned it goes on with it
    nina.fill("#code", pyotp.TOTP(key).now())
    nina.keyboard.press("Enter")
    nina.locator(".codes").wait_for()
    recovery = nina.locator(".codes code").all_inner_texts()
    assert len(set(recovery)) == 10
    assert_accessible_to_all(nina)
    nina.get_by_role("link", name="I have them").click()
    nina.wait_for_url("**/password")
    nina.goto(f"{office.address}/live")
    assert nina.url.endswith("/password")  # nothing before the password is their own
    for name, value in (("old", password), ("new", OWN), ("again", OWN)):
        nina.fill(f"#{name}", value)
    nina.keyboard.press("Enter")
    nina.wait_for_url("**/live")
    nina.context.close()

    again = browser.new_context().new_page()
    again.goto(f"{office.address}/sign-in")
    again.fill("#login", "nina.first")
    again.fill("#password", OWN)
    again.keyboard.press("Enter")
    again.wait_for_url("**/sign-in/code")
    again.fill("#code", recovery[0])
    again.keyboard.press("Enter")
    again.wait_for_url("**/live")
    again.context.close()
