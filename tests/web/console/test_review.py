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
from web.console.review.examples import difference
from web.console.review.labels import NotALabel, Pressed, agreed, danger_is_open, label

NEEDS = ("noise_ongoing", "animal", "theft_cold")


def turn(text: str = "loud music at nine oh two", reasons: tuple[str, ...] = (), **judged: Any) -> Answer:
    understood = said(text, **judged)["understood"]
    parts = {name: Answer(one) if isinstance(one, dict) else one for name, one in understood.items()}
    return Answer(text=text, understood=Answer(parts), reasons=list(reasons))


def pressed(act: str, danger: str = "no", *needs: str, text: str = "", parts: tuple[str, str] = ("", "")) -> Pressed:
    return Pressed(act, danger, needs, text, parts)


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
        (turn(), pressed("two_needs", "no", "animal", "theft_cold", parts=("loud", "music")),
         {"verdict": "two_needs", "needs": ["animal", "theft_cold"], "danger": False, "parts": ["loud", "music"]}),
        (turn(), pressed("need", "no", "animal", parts=("loud", "")),
         {"verdict": "need", "needs": ["animal"], "danger": False}),
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
        (turn(), pressed("two_needs", "no", "animal", "theft_cold", parts=("loud", ""))),
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


def explained(office: Office, call: str, **what: Any) -> None:
    """As the machine that has the training data tells it."""
    body = {"turns": [{"call_id": call, "n": 0, **what}]}
    address = f"{office.casework}/v1/agencies/denver/turns/explained"
    bearer = {"Authorization": f"Bearer {office.tokens['trainer']}"}
    answer = httpx.put(address, json=body, headers=bearer, trust_env=False, timeout=30)
    assert answer.status_code == 204, answer.text


def test_the_examples_that_a_turn_is_heard_by_stand_beside_it(office: Office) -> None:
    call = filed(office, said("smoke in the bin, <i>perhaps</i>", danger=danger(0.9)))
    about = {"file": "data/nlu/fire.yml", "line": 12, "intent": "noise_ongoing", "danger": True}
    explained(office, call, nearest=[{**about, "text": "there is smoke in the <b>bin</b>", "cosine": 0.871}])
    with office.signed_in("rita") as rita:
        page = rita.get("/reviews?reason=danger_near").text
        assert call in page
        assert "there is smoke in the &lt;b&gt;bin&lt;/b&gt;" in page
        assert "cosine 0.87, data/nlu/fire.yml:12" in page


def becomes(office: Office, call: str, label: dict[str, Any] | None = None) -> None:
    """That the settled turn of `call` becomes an example of a file; `label`: settles it first."""
    turns = f"{office.casework}/v1/agencies/denver/turns"
    asked: dict[str, Any] = {
        "headers": {"Authorization": f"Bearer {office.tokens['trainer']}"},
        "trust_env": False,
        "timeout": 30,
    }
    if label is not None:
        assert httpx.put(f"{turns}/{call}/0/label", json=label, **asked).status_code == 200
    listed = httpx.get(turns, params={"state": "settled", "limit": 200}, **asked).json()["turns"]
    (own,) = [one for one in listed if one["call_id"] == call]
    place = {"file": "data/nlu/noise.yml", "line": 7, "behind": "barking all day", "intent": "noise_ongoing"}
    told = {"what": "training", "labelled_at": own["labels"][0]["at"], "text": own["text"], **place}
    explained(office, call, becomes=[told])


def test_what_a_label_becomes_is_read_as_a_difference_before_it_is_data(office: Office) -> None:
    call = filed(office, said("the bass next door shakes my walls"))
    with office.signed_in("rita") as rita:
        page = rita.get(f"/reviews/{call}/0?at=2026-11-20T18:00:01Z").text
        address, at, _ = shown(page)
        press(rita, address, at, page, act="need", need="noise_ongoing", danger="no")
        assert "not looked at yet where the data are" in rita.get("/reviews/examples").text
        becomes(office, call)
        page = rita.get("/reviews/examples").text
        behind = page.index("- barking all day")
        assert page.index("data/nlu/noise.yml") < behind < page.index("+ - the bass next door shakes my walls")
        again = rita.get(f"{address}?at={at.replace('+', '%2B')}").text
        assert "behind <q>barking all day</q>" in again
        press(rita, address, at, again, act="out_of_scope", danger="no")
        assert "+ - the bass next door" not in rita.get("/reviews/examples").text, "another label, another example"


def test_a_turn_of_two_needs_is_split_into_the_words_of_each(office: Office) -> None:
    call = filed(office, said("my car was towed and the dog next door barks"))
    with office.signed_in("rita") as rita:
        page = rita.get(f"/reviews/{call}/0?at=2026-11-20T18:00:01Z").text
        address, at, _ = shown(page)
        both = {"act": "two_needs", "need": "towed_impound", "second": "animal", "danger": "no"}
        wrong = press(rita, address, at, page, **both, part_1="my car was stolen", part_2="the dog next door barks")
        assert (wrong.status_code, "may only leave out" in wrong.text) == (422, True)
        assert 'value="my car was stolen"' in wrong.text, "what was written is not lost"
        good = press(rita, address, at, page, **both, part_1="my car was towed", part_2="the dog next door barks")
        assert good.status_code == 303


def made(what: str, **further: Any) -> Answer:
    return Answer(text="x", labels=[Answer()], becomes=[Answer(what=what, danger=False, intent="animal", **further)])


def test_the_difference_is_by_file_and_line_and_counts_what_is_left() -> None:
    later = {"file": "data/nlu/b.yml", "behind": "a dog", "text": "y"}
    turns = [
        made("training", line=30, **later), made("training", line=9, **later), made("training", line=30, **later),
        made("training", **{**later, "file": "data/nlu/a.yml"}, line=2), made("kept_apart", text="y"),
        made("conflict", text="y", why="bees"), made("left_out", why="no words"), made("left_out", why="no words"),
        Answer(text="x"),
    ]  # fmt: skip
    found = difference(turns)
    assert {name: [(block.line, len(block.examples)) for block in blocks] for name, blocks in found.files.items()} == {
        "data/nlu/a.yml": [(2, 1)],
        "data/nlu/b.yml": [(9, 1), (30, 2)],
    }
    assert list(found.files) == sorted(found.files)
    assert (found.added, len(found.apart), len(found.conflicts), dict(found.left), found.untold) == (
        4,
        1,
        1,
        {"no words": 2},
        1,
    )


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


def test_what_else_the_recogniser_heard_stands_beside_the_words(office: Office) -> None:
    heard = {"confidence": 0.41, "alternatives": ["my <b>car</b> was toad"]}
    call = filed(office, said("my cart was towed") | heard)
    with office.signed_in("rita") as rita:
        page = rita.get(f"/reviews/{call}/0?at=2026-11-20T18:00:01Z").text
        assert "41 % sure of the words" in page
        assert "my &lt;b&gt;car&lt;/b&gt; was toad" in page
        assert "or: my &lt;b&gt;car&lt;/b&gt; was toad" in rita.get(f"/calls/{call}").text


def test_what_came_of_the_call_stands_beside_the_words(office: Office) -> None:
    ended = {"disposition": "call_taker", "reason": "low_confidence", "ended_by": "transfer"}
    turn_ = said("they put my <b>car</b> on a truck", intent="theft_cold")
    body = record(turn_, call_id=f"call-{uuid.uuid4().hex[:8]}", **ended, transfer={"outcome": "not_answered"})
    call = office.file(body)
    ticket = office.hand_over(call_id=call)
    with office.signed_in("ana") as ana, office.signed_in("rita") as rita:
        token = token_in(ana.get("/live").text)
        ana.post(f"/handovers/{ticket}/claim", data={"csrf": token})
        found = {"csrf": token, "outcome": "passed_on", "need": "towed_impound", "danger": "yes"}
        assert ana.post(f"/handovers/{ticket}/done", data=found).status_code == 303
        page = rita.get(f"/reviews/{call}/0?at=2026-11-20T18:00:01Z").text
    came_of_it = re.sub(r"<[^>]+>|\s+", " ", page[page.index("What came of the call") :][:1500])
    for words in ("call-taker", "the assistant was not sure", "not answered", "found: ", " danger ", "passed on"):
        assert words in came_of_it
    assert "within 48 hours" not in page


def alike(office: Office, *calls: str) -> None:
    """That these turns are one group, the most typical first, as the machine that has the training data tells it."""
    address = f"{office.casework}/v1/agencies/denver/turns/groups"
    bearer = {"Authorization": f"Bearer {office.tokens['trainer']}"}
    told = {"turns": [{"call_id": call, "n": 0, "group": 1} for call in calls]}
    answer = httpx.put(address, json=told, headers=bearer, trust_env=False, timeout=30)
    assert answer.status_code == 204, answer.text


def scooters(office: Office) -> list[str]:
    """Three that nobody knew, and one of them with danger in the air."""
    texts = ("scooters <b>block</b> my door", "a scooter lies on the sidewalk", "scooters all over the sidewalk")
    strange: dict[str, Any] = {"nearest": 0.3}
    calls = [filed(office, said(text, **strange)) for text in texts]
    calls.append(filed(office, said("a scooter burns", danger=danger(0.9), **strange)))
    alike(office, *calls)
    return calls


def group_of(page: str) -> str:
    found = re.search(r'href="(/reviews/groups/\d+)"', page)
    assert found
    return found[1]


def test_what_nobody_knew_is_labelled_together_and_danger_is_looked_at_by_itself(office: Office) -> None:
    calls = scooters(office)
    with office.signed_in("rita") as rita:
        assert "Unlike all training data: " in rita.get("/reviews").text
        page = rita.get("/reviews/groups").text
        assert "4 turns alike" in page
        assert "scooters &lt;b&gt;block&lt;/b&gt; my door" in page
        address = group_of(page)
        page = rita.get(address).text
        assert [f'value="{call} 0"' in page for call in calls] == [True, True, True, False], "no box beside danger"
        assert f"/reviews/{calls[3]}/0?at=" in page
        fields = {"csrf": token_in(page), "turn": [f"{call} 0" for call in calls[:2]]}
        refused = rita.post(address, data=fields | {"act": "need"})
        assert (refused.status_code, "Choose the need" in refused.text) == (422, True)
        assert refused.text.count(" checked") == 2, "what was ticked stays ticked"
        assert rita.post(address, data={"csrf": token_in(page), "act": "new_need"}).status_code == 422
        kept = rita.post(address, data=fields | {"act": "new_need"}, follow_redirects=True).text
        assert "Kept for 2 turns." in kept
        assert "Take my labels of this group back" in kept
        again = rita.post(f"{address}/undo", data={"csrf": token_in(kept)}, follow_redirects=True).text
        assert "Taken back: your labels of 2 turns." in again
        assert [f'value="{call} 0"' in again for call in calls[:3]] == [True] * 3


def test_what_somebody_labelled_meanwhile_is_said(office: Office) -> None:
    calls = scooters(office)
    with office.signed_in("rita") as rita, office.signed_in("olga") as olga:
        address = group_of(rita.get("/reviews/groups").text)
        page = rita.get(address).text
        theirs = olga.get(address).text
        one = {"csrf": token_in(theirs), "turn": f"{calls[0]} 0", "act": "need", "need": "animal"}
        olga.post(address, data=one)
        both = {"csrf": token_in(page), "turn": [f"{call} 0" for call in calls[:2]], "act": "out_of_scope"}
        told = rita.post(address, data=both, follow_redirects=True).text
        assert "Kept for 1 turns." in told
        assert "1 were labelled by somebody meanwhile" in told


def test_those_of_a_group_come_one_at_a_time(office: Office) -> None:
    calls = scooters(office)
    with office.signed_in("rita") as rita:
        number = group_of(rita.get("/reviews/groups").text).rsplit("/", 1)[1]
        seen = []
        while "Nothing waits here" not in (page := rita.get(f"/reviews?alike={number}").text):
            address, at, _ = shown(page)
            seen.append(address.split("/")[2])
            assert (
                press(rita, address, at, page, act="out_of_scope", danger="no", in_alike=number)
                .headers["location"]
                .endswith(f"alike={number}")
            )
        assert sorted(seen) == sorted(calls)
        assert rita.get("/reviews?alike=nonsense").status_code == 200
        assert rita.get("/reviews/groups/99999999999").status_code == 404


def test_who_does_not_review_sees_no_group(office: Office) -> None:
    with office.signed_in("ada") as other:
        assert other.get("/reviews/groups").status_code == 403
