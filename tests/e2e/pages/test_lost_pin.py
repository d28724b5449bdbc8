"""Who lost the PIN comes in by six digits that go to the contact on record, and chooses another one; without script, in Spanish."""

from __future__ import annotations

import re
import sqlite3
import time

import httpx
import pytest

from launcher.stack import Stack
from tests.e2e.pages.conftest import PHONE, Opens
from tests.e2e.pages.filling import ANSWERS
from tests.e2e.pages.test_case import reported, signs_in

_SIX = re.compile(r"\b(\d{6})\b")
SENT_WITHIN_S = 90


def digits_sent(stack: Stack, after: int) -> str:
    """Of the newest message with digits, once there are more than `after`."""
    until = time.monotonic() + SENT_WITHIN_S
    while time.monotonic() < until:
        found = _all_sent(stack)
        if len(found) > after:
            return found[0]
        time.sleep(0.2)
    raise AssertionError("no digits were sent")


def _all_sent(stack: Stack) -> list[str]:
    try:
        with sqlite3.connect(stack.settings.var / "console_messages.db") as kept:
            rows = kept.execute("SELECT body FROM messages ORDER BY at DESC").fetchall()
    except sqlite3.OperationalError:  # nothing was sent yet
        return []
    return [found[1] for (body,) in rows if "sign-in code" in body and (found := _SIX.search(body))]


def test_who_lost_the_pin_comes_in_by_digits_that_are_sent_once_and_chooses_another(
    stack: Stack, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("contact", "email"):  # an address gets so many messages an hour, and the other tests share theirs
        monkeypatch.setitem(ANSWERS, kind, "ana.lopez@example.org")
    code = reported(opens("/report", script=False))
    page = opens("/case/sign-in", script=False, size=PHONE, language="es-MX")
    page.get_by_role("link", name="¿Perdió su PIN?").click()
    before = len(_all_sent(stack))
    page.fill("#reference", code)
    page.locator("main form button").click()
    six = digits_sent(stack, before)
    page.fill("#code", "000000" if six != "000000" else "111111")
    page.locator("main form button").click()
    assert "No son los dígitos" in page.locator("[role=alert]").inner_text()
    page.fill("#code", six)
    page.locator("main form button").click()
    page.fill("#pin", "1234")
    page.locator("main form button").click()
    assert "fácil de adivinar" in page.locator("[role=alert]").inner_text()
    page.fill("#pin", "7305")
    page.locator("main form button").click()
    assert "otro PIN" in page.locator("[role=status]").first.inner_text()
    with httpx.Client(base_url=page.url.split("/case")[0], trust_env=False) as stranger:
        assert stranger.get("/case/new-pin").status_code == 303  # whoever is not in chooses nothing
    other = opens("/case", script=False)
    signs_in(other, code, "7305")
    assert code in other.locator(".facts").inner_text()


def test_whether_there_is_such_a_report_is_not_told(opens: Opens) -> None:
    page = opens("/case/lost-pin", script=False)
    page.fill("#reference", "99999 <b>")
    page.locator("main form button").click()
    assert "If there is a report with the code or number 99999 <b>" in page.locator("main").inner_text()
    assert page.locator("#code").get_attribute("autocomplete") == "one-time-code"  # telephones offer them by themselves
    page.goto("/case/new-pin")
    assert page.url.endswith("/case/sign-in")
