"""Call records: stored as the connector wrote them, but redacted, replaced when sent again, refused when they break the contract."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from casework.calls.redaction import Redactors, RedactsRecords, Withholding
from casework.errors import NoRedactor
from tests.casework.conftest import trail


def record(**changed: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "call_id": "call-0001",
        "agency": "denver",
        "channel": "voice",
        "gateway": "loopback",
        "started_at": "2026-11-20T18:00:00Z",
        "ended_at": "2026-11-20T18:01:00+00:00",
        "language": "en",
        "need": "theft_cold",
        "disposition": "call_taker",
        "destination": {"id": "call_taker", "name": "Call-taker"},
        "reason": "routed",
        "turns": [{"who": "caller", "at_ms": 1200, "text": "my bike was stolen", "confidence": 0.9, "by": "speech"}],
        "ended_by": "transfer",
    } | changed


async def put(casework, body: Any, call_id: str = "call-0001"):
    return await casework.client.put(f"/v1/calls/{call_id}", json=body)


async def see(casework, agency: str = "denver", **headers: str):
    who = {"Civicline-Actor": "officer-7", "Civicline-Role": "officer"} | headers
    return await casework.client.get(f"/v1/agencies/{agency}/calls/call-0001", headers=who)


async def test_a_record_comes_back_as_it_was_written(casework) -> None:
    answer = await put(casework, record())
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await see(casework)).json() == record()


def said(*texts: str, by: str = "speech", who: str = "caller") -> dict[str, Any]:
    return record(turns=[{"who": who, "at_ms": n, "text": text, "by": by} for n, text in enumerate(texts)])


async def stored(casework) -> list[str]:
    return [turn["text"] for turn in (await see(casework)).json()["turns"]]


@pytest.mark.parametrize("who", ["caller", "assistant", "staff"])
async def test_a_record_that_comes_unredacted_is_stored_redacted(casework, who: str) -> None:
    answer = await put(casework, said("this is Ada Lovelace at 303 555 0199", "my bike was stolen", who=who))
    assert answer.status_code == 204
    assert await stored(casework) == ["this is [name] at [number]", "my bike was stolen"]


async def test_what_else_a_turn_was_heard_as_is_stored_redacted(casework) -> None:
    turn = said("it is the blue house")["turns"][0] | {"alternatives": ["this is Ada Lovelace", "it is the blue hows"]}
    assert (await put(casework, record(turns=[turn]))).status_code == 204
    (kept,) = (await see(casework)).json()["turns"]
    assert kept["alternatives"] == ["this is [name]", "it is the blue hows"]


async def test_a_redacted_record_that_comes_again_is_no_other_one(casework) -> None:
    await put(casework, said("this is Ada Lovelace"))
    await put(casework, said("this is [name]"))
    await put(casework, said("this is Ada Lovelace"))
    assert [what for what, *_ in trail(casework)] == []


async def test_keys_that_were_pressed_are_counted_and_never_kept(casework) -> None:
    await put(casework, said("2468", "[4 keys]", "", by="keys"))
    assert await stored(casework) == ["[4 keys]", "[4 keys]", ""]


async def test_a_text_that_breaks_the_redactor_is_withheld_and_the_others_are_kept(casework) -> None:
    assert (await put(casework, said("break the redactor, Ada Lovelace", "my bike"))).status_code == 204
    assert await stored(casework) == ["[withheld]", "my bike"]


async def test_without_a_redactor_a_record_is_refused_to_be_sent_again_and_nothing_is_stored(casework) -> None:
    casework.services._redactors = Redactors(Withholding())
    answer = await put(casework, said("this is Ada Lovelace"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "no_redactor")
    assert (await see(casework)).status_code == 404


async def test_a_record_that_takes_too_long_is_refused_and_finished_when_it_is_sent_again() -> None:
    asked: list[str] = []

    class Counts:
        def redact(self, text: str) -> str:
            asked.append(text)
            return text.upper()

    records = RedactsRecords(Counts())
    with pytest.raises(NoRedactor):
        await records.redacted(said("one", "two"), budget_s=0)
    assert asked == []
    await records.redacted(said("one"))
    again = await records.redacted(said("one", "two"))
    assert ([turn["text"] for turn in again["turns"]], asked) == (["ONE", "TWO"], ["one", "two"])
    assert await records.redacted(said("two", "one"), budget_s=0) == said("TWO", "ONE")  # nothing is left to do


async def test_a_record_is_redacted_away_from_the_event_loop() -> None:
    threads: list[str] = []

    class TellsThread:
        def redact(self, text: str) -> str:
            threads.append(threading.current_thread().name)
            return text

    await RedactsRecords(TellsThread()).redacted(said("one"))
    assert threads[0].startswith("redaction")


async def test_a_record_sent_again_replaces_the_first(casework) -> None:
    await put(casework, record())
    assert (await put(casework, record(disposition="abandoned"))).status_code == 204
    assert (await see(casework)).json()["disposition"] == "abandoned"


async def test_that_a_record_was_replaced_stands_in_the_trail_and_that_it_was_sent_twice_does_not(casework) -> None:
    await put(casework, record())
    await put(casework, record())
    assert "replace_call" not in [what for what, *_ in trail(casework)]
    await put(casework, record(disposition="abandoned"))
    assert [one for one in trail(casework) if one[0] == "replace_call"] == [
        ("replace_call", "civicline", "system", {"call": record()["call_id"]})
    ]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"disposition": "pizza"}, "disposition"),
        ({"caller_number": "+13035550199"}, "the record"),
        ({"audio": "x"}, "the record"),
        ({"started_at": "yesterday"}, "started_at"),
        ({"started_at": "2026-11-20T18:00:00"}, "started_at"),
        ({"started_at": "2026-11-20T19:00:00Z"}, "ended_at"),
        ({"ended_at": "9999-12-31T23:59:59Z"}, "ended_at"),
        ({"call_id": "call-0002"}, "call_id"),
        ({"turns": [{"who": "caller"}]}, "turns.0"),
        ({"version": 2}, "version"),
    ],
)
async def test_a_record_against_the_contract_is_refused_naming_the_field(
    casework, changed: dict[str, Any], named: str
) -> None:
    answer = await put(casework, record(**changed))
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(named)
    assert (await see(casework)).status_code == 404


async def test_a_refused_text_is_not_repeated(casework) -> None:
    answer = await put(casework, record(turns=[{"who": "Ada Lovelace", "at_ms": 0, "text": "303 555 0199"}]))
    assert answer.status_code == 400
    assert "Lovelace" not in answer.text
    assert "303" not in answer.text


async def test_a_record_of_an_unknown_agency_is_refused(casework) -> None:
    assert (await put(casework, record(agency="boulder"))).status_code == 404


async def test_who_looked_at_a_record_stands_in_the_trail(casework) -> None:
    await put(casework, record())
    await see(casework)
    assert trail(casework) == [("see_call", "officer-7", "officer", {"call": "call-0001"})]


@pytest.mark.parametrize(("role", "status"), [("", 400), ("citizen", 403), ("records_system", 403), ("janitor", 400)])
async def test_nobody_reads_a_call_without_saying_who_they_are(casework, role: str, status: int) -> None:
    await put(casework, record())
    assert (await see(casework, **{"Civicline-Role": role})).status_code == status
    assert trail(casework) == []


async def test_the_call_of_another_agency_is_as_one_that_there_is_not(casework, second_agency: str) -> None:
    await put(casework, record())
    theirs = await see(casework, second_agency)
    await put(casework, record(agency=second_agency, call_id="call-9"), "call-9")
    assert (theirs.status_code, theirs.json()["error"]["code"]) == (404, "not_found")
    assert trail(casework) == []


async def test_no_agency_replaces_the_record_of_anothers_call(casework, second_agency: str) -> None:
    await put(casework, record())
    assert (await put(casework, record(agency=second_agency))).status_code == 409
    assert (await see(casework)).json() == record()


async def listed(casework, **asked: Any) -> dict[str, Any]:
    who = {"Civicline-Actor": "officer-7", "Civicline-Role": "officer"}
    answer = await casework.client.get("/v1/agencies/denver/calls", params=asked, headers=who)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_calls_are_listed_newest_first_by_pages_without_a_gap_or_a_repeat(casework) -> None:
    ended = ["2026-11-20T18:01:00Z", "2026-11-20T18:05:00Z", "2026-11-20T18:05:00Z", "2026-11-21T10:00:00.250000Z"]
    for n, at in enumerate(ended):
        await put(casework, record(call_id=f"call-000{n}", ended_at=at), f"call-000{n}")
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await listed(casework, limit=1, **cursor)
        seen += [one["call_id"] for one in page["calls"]]
        if "next" not in page:
            break
        cursor = {"cursor": page["next"]}
    assert seen == ["call-0003", "call-0002", "call-0001", "call-0000"]


async def test_calls_are_listed_by_what_was_decided_and_show_no_words(casework) -> None:
    await put(casework, record())
    await put(casework, record(call_id="call-0002", channel="web", disposition="abandoned"), "call-0002")
    assert [one["call_id"] for one in (await listed(casework, disposition="abandoned"))["calls"]] == ["call-0002"]
    assert [one["call_id"] for one in (await listed(casework, channel="voice"))["calls"]] == ["call-0001"]
    assert (await listed(casework, since="2026-11-21T00:00:00Z"))["calls"] == []
    assert "bike" not in str(await listed(casework))


@pytest.mark.parametrize("cursor", ["x", "2026-11-20T18:01:00 call-0001", "2026-99-20T18:01:00+00:00 call-0001"])
async def test_a_cursor_of_ones_own_making_is_refused(casework, cursor: str) -> None:
    who = {"Civicline-Actor": "officer-7", "Civicline-Role": "officer"}
    answer = await casework.client.get("/v1/agencies/denver/calls", params={"cursor": cursor}, headers=who)
    assert answer.status_code == 400
