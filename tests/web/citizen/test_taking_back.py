"""Why a report is taken back is free text by somebody who may be in danger, or made to do it: asked about before anything is taken back."""

from __future__ import annotations

import httpx
import pytest

from tests.web.citizen.conftest import Desk, sends

ADDRESS = "/v1/agencies/denver/cases/mine/withdrawal"
WHY = "I found it under the stairs"


@pytest.fixture
def signed_in(person: httpx.Client) -> httpx.Client:
    found = sends(person, "/case/sign-in", reference="12345", pin="4711")
    assert found.headers["location"] == "/case", found.text
    return person


@pytest.mark.parametrize(
    "why",
    [
        "he is standing behind me with a knife",
        "He is back with a gun, he is breaking in right now",
        f"{'I found it. ' * 50}Now he is breaking in with a gun",
    ],
    ids=["made to", "in danger", "at the end of a long text"],
)
def test_danger_in_the_reason_is_asked_about_before_the_report_is_taken_back(
    signed_in: httpx.Client, desk: Desk, why: str
) -> None:
    page = sends(signed_in, "/case/take-back", why=why)
    assert page.status_code == 422
    assert "tel:911" in page.text
    assert why in page.text
    assert 'name="safe" value="yes"' in page.text
    assert desk.sent == []


def test_whoever_says_that_it_is_over_takes_it_back(signed_in: httpx.Client, desk: Desk) -> None:
    why = "He had a gun, he is breaking in right now"
    assert sends(signed_in, "/case/take-back", why=why).status_code == 422
    sent = sends(signed_in, "/case/take-back", why=why, safe="yes", form="abc123")
    assert sent.headers["location"] == "/case"
    assert [(path, body["why"], key) for path, body, key in desk.sent] == [(ADDRESS, why, "abc123")]


def test_a_reason_without_danger_and_none_at_all_take_it_back_at_once(signed_in: httpx.Client, desk: Desk) -> None:
    for why in (WHY, ""):
        assert sends(signed_in, "/case/take-back", why=why).headers["location"] == "/case"
    assert [path for path, _, _ in desk.sent] == [ADDRESS, ADDRESS]


def test_a_reason_that_is_too_long_is_not_cut_and_what_cannot_be_taken_back_keeps_it(
    signed_in: httpx.Client, desk: Desk
) -> None:
    page = sends(signed_in, "/case/take-back", why="a" * 501)
    assert page.status_code == 422
    assert "a" * 501 in page.text
    assert desk.sent == []
    desk.refuses = True
    page = sends(signed_in, "/case/take-back", why=WHY)
    assert page.status_code == 409
    assert WHY in page.text
