"""The inbox of a reviewer: ranked, by pages, labelled by one or two, taken back; gone with the call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from casework.retention import delete_expired
from casework.reviews.tables import LoggedTurn, TurnLabel
from tests.casework.conftest import trail
from tests.casework.reviews.records import danger, record, said

TURNS = "/v1/agencies/denver/turns"
NOISE = {"verdict": "need", "needs": ["noise_ongoing"]}


def acting(who: str = "officer-7", role: str = "officer") -> dict[str, str]:
    return {"Civicline-Actor": who, "Civicline-Role": role}


async def file(casework, *turns: dict[str, Any], **changed: Any) -> None:
    body = record(*turns, **changed)
    assert (await casework.client.put(f"/v1/calls/{body['call_id']}", json=body)).status_code == 204


async def inbox(casework, **asked: Any) -> dict[str, Any]:
    answer = await casework.client.get(TURNS, params=asked, headers=acting())
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def label(casework, body: dict[str, Any], who: str = "officer-7", call: str = "call-0001", n: int = 0):
    return await casework.client.put(f"{TURNS}/{call}/{n}/label", json=body, headers=acting(who))


async def test_what_teaches_most_comes_first(casework) -> None:
    await file(casework, said("loud music"), call_id="call-sure-1")
    await file(casework, said("there is smoke, maybe", danger=danger(0.8)), call_id="call-near-1")
    await file(casework, said("er the thing", intent="nlu_fallback"), call_id="call-miss-1")
    found = (await inbox(casework))["turns"]
    assert [one["call_id"] for one in found] == ["call-near-1", "call-miss-1", "call-sure-1"]
    assert found[0]["reasons"] == ["danger_near"]
    assert found[0]["understood"]["model"] == "m1"


async def test_balanced_it_shows_danger_and_then_every_need_in_turn(casework) -> None:
    unsure = {"confidence": 0.3}
    for n in range(3):
        await file(casework, said("noise", intent="noise_ongoing", **unsure), call_id=f"call-noise-{n}")
    await file(casework, said("a dog", intent="barking_dog"), call_id="call-dog-1")
    await file(casework, said("smoke, maybe", intent="noise_ongoing", danger=danger(0.8)), call_id="call-near-1")
    page = await inbox(casework, balanced="true")
    shown = [one["call_id"].rsplit("-", 1)[0] for one in page["turns"]]
    assert shown[0] == "call-near"
    assert shown.index("call-dog") <= 2, "one need does not fill the page"
    assert "next" not in page


async def test_pages_follow_each_other_without_a_gap_or_a_repeat(casework) -> None:
    for n in range(7):
        await file(casework, said("eh", intent="nlu_fallback" if n % 2 else "noise_ongoing"), call_id=f"call-000{n}")
    seen, cursor = [], {}
    while True:
        page = await inbox(casework, limit=2, **cursor)
        seen += [one["call_id"] for one in page["turns"]]
        if "next" not in page:
            break
        cursor = {"cursor": page["next"]}
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize(
    "cursor", ["0558.2.753 call-1 0", ".76..7 call-1 0", "1. call-1 0", "1 a\0b 0", "1 call-1 99999"]
)
async def test_a_cursor_of_ones_own_making_is_refused(casework, cursor: str) -> None:
    assert (await casework.client.get(TURNS, params={"cursor": cursor}, headers=acting())).status_code == 400


async def test_the_inbox_is_asked_by_state_reason_intent_and_time(casework) -> None:
    await file(casework, said("eh", intent="nlu_fallback"), said("loud music", 9000))
    assert [one["n"] for one in (await inbox(casework, reason="not_sure"))["turns"]] == [0]
    assert [one["n"] for one in (await inbox(casework, intent="noise_ongoing"))["turns"]] == [1]
    assert (await inbox(casework, state="settled"))["turns"] == []
    assert (await inbox(casework, since="2026-11-21T00:00:00Z"))["turns"] == []


async def test_one_label_settles_a_routine_turn(casework) -> None:
    await file(casework, said("loud music"))
    assert (await label(casework, NOISE)).json() == {"state": "settled"}
    assert (await inbox(casework, state="settled"))["turns"][0]["labels"][0]["needs"] == ["noise_ongoing"]


async def test_danger_takes_two_reviewers_who_agree(casework) -> None:
    await file(casework, said("he has a gun", danger=danger(6.0)))
    assert (await label(casework, NOISE | {"danger": True}, "a")).json() == {"state": "second"}
    assert (await label(casework, NOISE | {"danger": True}, "b")).json() == {"state": "settled"}


async def test_danger_that_the_model_judged_takes_two_to_deny(casework) -> None:
    await file(casework, said("a gun in a film", danger=danger(6.0)))
    assert (await label(casework, NOISE, "a")).json() == {"state": "second"}


async def test_two_who_differ_leave_it_disputed_until_one_gives_way(casework) -> None:
    await file(casework, said("loud music"))
    await label(casework, NOISE, "a")
    assert (await label(casework, {"verdict": "out_of_scope"}, "b")).json() == {"state": "disputed"}
    assert (await label(casework, NOISE, "b")).json() == {"state": "settled"}


async def test_a_label_is_taken_back_by_whoever_gave_it(casework) -> None:
    await file(casework, said("loud music"))
    await label(casework, NOISE, "a")
    other = await casework.client.delete(f"{TURNS}/call-0001/0/label", headers=acting("b"))
    assert other.status_code == 404
    own = await casework.client.delete(f"{TURNS}/call-0001/0/label", headers=acting("a"))
    assert own.json() == {"state": "open"}


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "need"},
        {"verdict": "two_needs", "needs": ["noise_ongoing"]},
        {"verdict": "two_needs", "needs": ["noise_ongoing", "noise_ongoing"]},
        {"verdict": "out_of_scope", "needs": ["noise_ongoing"]},
        {"verdict": "need", "needs": ["noise_ongoing"], "text": "words that nobody said"},
        {"verdict": "pizza"},
    ],
)
async def test_a_label_that_does_not_fit_is_refused(casework, body: dict[str, Any]) -> None:
    await file(casework, said("loud music at the Smiths"))
    assert (await label(casework, body)).status_code == 400


async def test_a_reviewer_may_take_more_out_of_the_words(casework) -> None:
    await file(casework, said("loud music at the Smiths again"))
    assert (await label(casework, NOISE | {"text": "loud music at the [name] again"})).status_code == 200


async def test_a_turn_of_two_needs_is_split_into_words_that_were_said(casework) -> None:
    await file(casework, said("loud music and a dog that barks"))
    both = {"verdict": "two_needs", "needs": ["noise_ongoing", "animal"]}
    for parts in (["loud music"], ["loud music", "a cat"], ["loud music", ""]):
        assert (await label(casework, {**both, "parts": parts})).status_code == 400, parts
    assert (await label(casework, {**NOISE, "parts": ["loud music"]})).status_code == 400
    assert (await label(casework, {**both, "parts": ["loud music", "a dog that barks"]})).status_code == 200
    (turn,) = (await inbox(casework, state="settled"))["turns"]
    assert turn["labels"][0]["parts"] == ["loud music", "a dog that barks"]


async def test_agreement_is_reckoned_beyond_chance(casework) -> None:
    for n in range(4):
        await file(casework, said("words"), call_id=f"call-000{n}")
        await label(casework, NOISE, "a", f"call-000{n}")
        await label(casework, NOISE if n < 3 else {"verdict": "out_of_scope"}, "b", f"call-000{n}")
    await label(casework, {"verdict": "out_of_scope"}, "a", "call-0002")
    await label(casework, {"verdict": "out_of_scope"}, "b", "call-0002")
    found = (await casework.client.get(f"{TURNS}/agreement", headers=acting())).json()
    assert (found["turns"], found["agree"]) == (4, 0.75)
    assert found["kappa"] == pytest.approx(0.5)


async def test_a_record_sent_again_keeps_its_labels_and_drops_turns_that_it_lost(casework) -> None:
    await file(casework, said("loud music"), said("and dogs", 9000))
    await label(casework, NOISE)
    await file(casework, said("loud music"))
    found = (await inbox(casework))["turns"]
    assert [(one["n"], one["state"]) for one in found] == [(0, "settled")]


async def test_another_agency_and_a_citizen_see_nothing(casework, second_agency: str) -> None:
    await file(casework, said("loud music"))
    answer = await casework.client.get("/v1/agencies/lakewood/turns", headers=acting())
    assert answer.json() == {"turns": []}
    answer = await casework.client.put("/v1/agencies/lakewood/turns/call-0001/0/label", json=NOISE, headers=acting())
    assert answer.status_code == 404
    assert (await casework.client.get(TURNS, headers=acting("c", "citizen"))).status_code in (403, 409)


async def test_looking_and_labelling_are_in_the_trail(casework) -> None:
    await file(casework, said("loud music"))
    await inbox(casework)
    await label(casework, NOISE)
    assert [(what, who) for what, who, *_ in trail(casework)] == [
        ("see_turns", "officer-7"),
        ("label_turn", "officer-7"),
    ]


async def test_turns_and_labels_go_with_their_call(casework) -> None:
    await file(casework, said("loud music"))
    await label(casework, NOISE)
    database = casework.services.database
    delete_expired(database, casework.services.directory, datetime.now(UTC) + timedelta(days=4000))
    with database.reading() as session:
        assert [session.scalar(select(func.count()).select_from(one)) for one in (LoggedTurn, TurnLabel)] == [0, 0]


async def outcomes(casework) -> list[dict[str, Any]]:
    answer = await casework.client.get(f"{TURNS}/outcomes", params={"since": "2026-11-20T00:00:00Z"}, headers=acting())
    assert answer.status_code == 200, answer.text
    return list(answer.json()["models"])


async def test_calls_are_counted_by_the_model_that_understood_them(casework) -> None:
    miss = {"intent": "nlu_fallback", "model": "new"}
    await file(casework, said("eh", **miss), said("eh", 9000, **miss), call_id="call-miss-1")
    await file(casework, said("smoke", model="new", danger=danger(0.5, ask=True)), call_id="call-asked-1")
    await file(casework, said("a gun", danger=danger(5.0)), call_id="call-danger-1", disposition="911")
    await file(casework, said("a person"), call_id="call-person-1", reason="asked_for_person")
    await file(casework, said("noise"), said("more", 9000, model="new"), call_id="call-both-01")
    by = {one["model"]: one for one in await outcomes(casework)}
    assert {name: one["calls"] for name, one in by.items()} == {"m1": 2, "new": 2}, "a call of both counts for none"
    assert (by["new"]["missed"], by["new"]["danger_asked"], by["new"]["danger_at_once"]) == (1, 1, 0)
    assert (by["new"]["asked_back"], by["new"]["troubled"]) == (1, 1), (
        "danger that is asked about is no trouble of the model's"
    )
    assert (by["m1"]["danger_at_once"], by["m1"]["person_wanted"], by["m1"]["danger_asked"]) == (1, 1, 0)


async def handed_over(casework, call_id: str) -> str:
    body = {"agency": "denver", "call_id": call_id, "channel": "voice", "reason": "asked_for_person"}
    answer = await casework.client.post("/v1/handovers", json=body, headers={"Idempotency-Key": call_id})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["ticket"])


async def done(casework, ticket: str, **found: Any) -> None:
    path = f"/v1/agencies/denver/handovers/{ticket}/done"
    body = {"outcome": "helped"} | found
    answer = await casework.client.post(path, json=body, headers=acting("ana", "call_taker"))
    assert answer.status_code == 200, answer.text


async def test_where_the_call_taker_found_another_need_the_first_turn_comes_up(casework) -> None:
    await file(casework, said("they play it all night"), said("my street", 9000, asked="where"))
    await done(casework, await handed_over(casework, "call-0001"), need="fireworks")
    first, second = (await inbox(casework))["turns"]
    assert (first["n"], first["reasons"], first["found_need"]) == (0, ["call_taker_differs"], "fireworks")
    assert second["reasons"] == [], "an answer to a question is not what the call was about"


async def test_danger_that_only_the_call_taker_heard_comes_before_everything(casework) -> None:
    await file(casework, said("there is smoke, maybe", danger=danger(0.8)), call_id="call-near-1")
    ticket = await handed_over(casework, "call-late-1")
    await done(casework, ticket, need="noise_ongoing", danger=True)
    await file(
        casework, said("they are at it again"), call_id="call-late-1"
    )  # the record came after the call-taker's word
    first = (await inbox(casework))["turns"][0]
    assert (first["call_id"], first["reasons"]) == ("call-late-1", ["danger_missed"])


async def test_a_call_taker_who_agrees_teaches_nothing(casework) -> None:
    await file(casework, said("loud music"))
    await done(casework, await handed_over(casework, "call-0001"), need="noise_ongoing", danger=False)
    assert (await inbox(casework))["turns"][0]["reasons"] == []
