"""Another look at a decision: danger in it is asked about first, as in a message, and what was written is never lost."""

from __future__ import annotations

import httpx
import pytest

from tests.web.citizen.conftest import Desk, sends

DANGER = "He is back with a gun, he is breaking in right now"


@pytest.fixture
def signed_in(person: httpx.Client) -> httpx.Client:
    found = sends(person, "/case/sign-in", reference="12345", pin="4711")
    assert found.headers["location"] == "/case", found.text
    return person


def test_danger_in_the_words_is_asked_about_before_anything_is_sent(signed_in: httpx.Client, desk: Desk) -> None:
    page = sends(signed_in, "/case/review", why=DANGER)
    assert page.status_code == 422
    assert "tel:911" in page.text
    assert DANGER in page.text
    assert 'name="safe" value="yes"' in page.text
    assert desk.sent == []
    assert sends(signed_in, "/case/review", why=DANGER, safe="yes").headers["location"] == "/case#messages"
    assert len(desk.sent) == 1


@pytest.mark.parametrize(("page", "field"), [("review", "why"), ("take-back", "why"), ("message", "text")])
def test_danger_is_asked_about_before_anything_is_said_of_the_length(
    signed_in: httpx.Client, desk: Desk, page: str, field: str
) -> None:
    told = sends(signed_in, f"/case/{page}", **{field: "Everything was as before. " * 200 + DANGER})
    assert 'name="safe" value="yes"' in told.text
    assert desk.sent == []


def test_words_without_danger_are_sent_at_once(signed_in: httpx.Client, desk: Desk) -> None:
    sent = sends(signed_in, "/case/review", why="There is a camera at the corner", form="abc123")
    assert sent.headers["location"] == "/case#messages"
    assert desk.sent == [("/v1/person-session/review", {"why": "There is a camera at the corner"}, "abc123")]


def test_where_it_cannot_be_asked_for_the_page_says_why_and_keeps_what_was_written(
    signed_in: httpx.Client, desk: Desk
) -> None:
    desk.refuses = True
    page = sends(signed_in, "/case/review", why="There is a camera at the corner")
    assert page.status_code == 409
    assert "There is a camera at the corner" in page.text
    assert 'id="why-error"' in page.text


@pytest.mark.parametrize("form", ["é", "a b", "x\u2028y"])
@pytest.mark.parametrize("path", ["/case/review", "/case/delete"])
def test_a_token_that_no_header_could_carry_is_no_fault(
    signed_in: httpx.Client, desk: Desk, path: str, form: str
) -> None:
    assert sends(signed_in, path, why="A camera", form=form).status_code in (302, 303)
    ((_, _, key),) = desk.sent
    assert key.isascii()
