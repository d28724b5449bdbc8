"""What reviewers press becomes the label that casework keeps; danger takes two who do not see each other's word."""

from __future__ import annotations

import re
import sqlite3
import uuid
from typing import Any

import httpx
import pytest

from casework_client.staff import Answer
from tests.casework.reviews.records import danger, record, said
from tests.web.console.office import Office, enter
from tests.web.serving import token_in
from web.console.review.labels import NotALabel, Pressed, agreed, danger_is_open, label

NEEDS = ("noise_ongoing", "animal", "theft_cold")


def turn(text: str = "loud music at nine oh two", reasons: tuple[str, ...] = (), **judged: Any) -> Answer:
    understood = said(text, **judged)["understood"]
    parts = {name: Answer(one) if isinstance(one, dict) else one for name, one in understood.items()}
    return Answer(text=text, understood=Answer(parts), reasons=list(reasons))


def pressed(act: str, danger: str = "no", *needs: str, text: str = "") -> Pressed:
    return Pressed(act, danger, needs, text)


@pytest.mark.parametrize(
    ("one", "press", "wanted"),
    [
        (turn(), pressed("agree"), {"verdict": "need", "needs": ["noise_ongoing"], "danger": False}),
        (turn(danger=danger(6.0)), pressed("agree"), {"verdict": "need", "needs": ["noise_ongoing"], "danger": True}),
        (turn(intent="affirm", asked="hurt"), pressed("agree"), {"verdict": "answer", "needs": [], "danger": False}),
        (turn(), pressed("pick_2"), {"verdict": "need", "needs": ["animal"], "danger": False}),
        (turn(), pressed("need", "yes", "theft_cold"), {"verdict": "need", "needs": ["theft_cold"], "danger": True}),
        (turn(), pressed("two_needs", "no", "animal", "theft_cold"),
         {"verdict": "two_needs", "needs": ["animal", "theft_cold"], "danger": False}),
        (turn(danger=danger(0.5)), pressed("discard", ""), {"verdict": "discard", "needs": [], "danger": False}),
        (turn(), pressed("need", "no", "animal", text="loud music at [address]"),
         {"verdict": "need", "needs": ["animal"], "danger": False, "text": "loud music at [address]"}),
    ],
)  # fmt: skip
def test_a_key_becomes_the_label_that_it_says(one: Answer, press: Pressed, wanted: dict[str, Any]) -> None:
    assert label(one, press, NEEDS) == wanted


@pytest.mark.parametrize(
    ("one", "press"),
    [
        (turn(intent="nlu_fallback"), pressed("agree")),
        (turn(), pressed("need")),
        (turn(), pressed("two_needs", "no", "animal", "animal")),
        (turn(), pressed("pick_3")),
        (turn(), pressed("something_else")),
        (turn(danger=danger(6.0)), pressed("need", "", "animal")),
        (turn(reasons=("danger_near",)), pressed("out_of_scope", "")),
    ],
)
def test_what_is_no_label_is_refused_with_a_reason(one: Answer, press: Pressed) -> None:
    with pytest.raises(NotALabel):
        label(one, press, NEEDS)


def test_where_danger_was_in_the_air_nothing_is_chosen_beforehand() -> None:
    assert danger_is_open(turn(danger=danger(6.0)))
    assert danger_is_open(turn(danger=danger(0.0, ask=True)))
    assert not danger_is_open(turn())
    assert agreed(turn(intent="nlu_fallback"), NEEDS) is None


def filed(office: Office, *turns: dict[str, Any]) -> str:
    return office.file(record(*turns, call_id=f"call-{uuid.uuid4().hex[:8]}"))


def shown(page: str) -> tuple[str, str, str]:
    """(address of the form, when it was said, what was said)"""
    form = re.search(r'action="(/reviews/[^"]+/\d+)"', page)
    at = re.search(r'name="at" value="([^"]+)"', page)
    text = re.search(r'id="said">([^<]+)<', page)
    assert form
    assert at
    assert text, page[:3000]
    return form[1], at[1], text[1]


def press(client: httpx.Client, address: str, at: str, page: str, **fields: str) -> httpx.Response:
    return client.post(address, data={"csrf": token_in(page), "at": at, **fields})


def test_danger_goes_to_a_second_reviewer_who_does_not_see_what_the_first_said(office: Office) -> None:
    call = filed(office, said("there is smoke in the hall, I think", danger=danger(6.0), intent="theft_cold"))
    with office.signed_in("rita") as rita, office.signed_in("olga") as olga:
        page = rita.get("/reviews").text
        address, at, text = shown(page)
        assert (address, text) == (f"/reviews/{call}/0", "there is smoke in the hall, I think")
        assert press(rita, address, at, page, act="need", need="animal").status_code == 422  # danger was not decided
        press(rita, address, at, page, act="agree")
        assert call not in rita.get("/reviews").text
        second = olga.get(f"{address}?at={at.replace('+', '%2B')}").text
        assert "rita said" not in second
        press(olga, address, at, second, act="out_of_scope", danger="no")
        disputed = rita.get("/reviews?state=disputed").text
        assert "olga said: out of scope" in disputed
        undone = olga.post("/reviews/undo", data={"csrf": token_in(second)}, follow_redirects=True).text
        assert "taken back" in undone
        assert call in undone
        press(olga, address, at, undone, act="agree")
        settled = olga.get("/reviews?state=settled").text
    assert call in settled
    assert "Two reviewers agreed on" in settled


def test_words_are_taken_out_and_never_put_in(office: Office) -> None:
    call = filed(office, said("my neighbour Bob Stone plays drums", intent="nlu_fallback"))
    with office.signed_in("rita") as rita:
        page = rita.get("/reviews?reason=not_sure").text
        address, at, _ = shown(page)
        assert call in address
        wrong = press(
            rita, address, at, page, act="out_of_scope", danger="no", text="my neighbour Bob Hill plays drums"
        )
        assert (wrong.status_code, "may only leave out" in wrong.text) == (422, True)
        good = press(rita, address, at, page, act="out_of_scope", danger="no", text="my neighbour [name] plays drums")
        assert good.status_code == 303


def test_calls_are_found_and_read_with_what_was_made_of_each_turn(office: Office) -> None:
    call = filed(office, said("loud music <b>now</b>"))
    with office.signed_in("rita") as rita:
        assert call in rita.get("/calls?disposition=info").text
        assert call not in rita.get("/calls?disposition=911").text
        assert call not in rita.get("/calls?last=2020-01-01").text
        told = rita.get(f"/calls/{call}").text
        assert "loud music &lt;b&gt;now&lt;/b&gt;" in told
        assert "95 %" in told
        assert rita.get("/calls/no-such-call").status_code == 404
        assert rita.get("/calls?cursor=nonsense").status_code == 200


def test_a_turn_is_reviewed_by_one_key(office: Office, browser: Any) -> None:
    for n in range(3):
        filed(office, said(f"er, the thing number {n}", intent="nlu_fallback"))
    page = enter(office, browser, "rita")
    page.goto(f"{office.address}/reviews?reason=not_sure")
    first = page.inner_text("#said")
    page.keyboard.press("d")
    assert page.is_checked("#danger-yes")
    page.keyboard.press("f")
    with page.expect_navigation():
        page.keyboard.press("o")
    assert page.inner_text("#said") != first
    with page.expect_navigation():
        page.keyboard.press("u")
    assert page.inner_text("#said") == first
    page.keyboard.press("p")
    page.keyboard.type("animal")
    page.select_option("#need", index=5)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    second = page.inner_text("#said")
    page.locator("label[for=by-keys]").click()
    page.keyboard.press("x")
    assert page.inner_text("#said") == second
    page.locator("label[for=by-keys]").click()
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "text"
    page.context.close()


def test_what_the_call_taker_found_is_kept_with_the_hand_over(office: Office) -> None:
    ticket = office.hand_over(need="theft_cold")
    with office.signed_in("ana") as ana:
        token = token_in(ana.get("/live").text)
        ana.post(f"/handovers/{ticket}/claim", data={"csrf": token})
        page = ana.get(f"/handovers/{ticket}").text
        assert "As the assistant heard" in page
        found = {"csrf": token_in(page), "outcome": "helped", "need": "towed_impound", "danger": "yes"}
        assert ana.post(f"/handovers/{ticket}/done", data=found).status_code == 303
    with sqlite3.connect(office.agencies.parent / "var" / "casework.db") as kept:
        row = kept.execute("SELECT found_need, found_danger FROM handovers WHERE ticket = ?", (ticket,)).fetchone()
    assert row == ("towed_impound", 1)
