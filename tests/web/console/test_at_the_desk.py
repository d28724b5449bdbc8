"""What is done at the console beside moving cases on: people at risk flagged, cases merged, the assistant helped, numbers taken away."""

from __future__ import annotations

import csv
import io
import itertools
import re
from datetime import date, timedelta

import pytest

from tests.casework.reviews.records import record
from tests.web.console.desk import a_case, a_chat, at_the_desk
from tests.web.console.office import Office
from tests.web.serving import token_in

QUIET_WEEK = date(2024, 5, 6)  # of which no other test files anything


def test_a_flag_of_a_person_at_risk_is_set_with_a_reason_and_taken_off_again(office: Office) -> None:
    with office.signed_in("olga") as client:
        case = a_case(client, queue="reports")
        page = client.get(f"/cases/{case}").text
        token, flag = token_in(page), {"flag": "repeat_caller"}
        client.post(f"/cases/{case}/flags/set", data={"csrf": token, **flag, "reason": " "})
        assert "Say in a few words why" in client.get(f"/cases/{case}").text
        client.post(f"/cases/{case}/flags/set", data={"csrf": token, **flag, "reason": "the third time this week"})
        page = client.get(f"/cases/{case}").text
        assert "The flag stands" in page
        assert 'id="do-unflag"' in page
        assert "the third time this week" in page, "in the trail"
        client.post(f"/cases/{case}/flags/removals", data={"csrf": token, **flag, "reason": "it was somebody else"})
        page = client.get(f"/cases/{case}").text
    assert "The flag is off" in page
    assert 'id="do-unflag"' not in page


def test_a_call_taker_may_set_a_flag_and_not_take_it_off(office: Office) -> None:
    with office.signed_in("ana") as client:
        case = a_case(client, queue="reports")
        page = client.get(f"/cases/{case}").text
        told = {"csrf": token_in(page), "flag": "at_risk_person", "reason": "she said so on the telephone"}
        client.post(f"/cases/{case}/flags/set", data=told)
        page = client.get(f"/cases/{case}", follow_redirects=True).text
        assert 'id="do-unflag"' not in page
        client.post(f"/cases/{case}/flags/removals", data={**told, "reason": "a mistake of mine"})
    with office.signed_in("sam") as client:
        again = client.get(f"/cases/{case}").text
        if "kept close" in again:
            client.post(f"/cases/{case}/why", data={"csrf": token_in(again), "reason": "to see what stands"})
            again = client.get(f"/cases/{case}").text
    assert "at risk person" in again.lower()


def test_two_cases_stand_side_by_side_and_are_made_one(office: Office) -> None:
    with office.signed_in("olga") as client:
        listed = client.get("/cases", params={"queue": "reports", "state": "open"}).text
        cases = list(dict.fromkeys(re.findall(r'href="/cases/(\d+)"', listed)))
        for first, second in itertools.pairwise(cases):
            page = client.get(f"/cases/{first}/compare/{second}")
            if page.status_code == 200 and "/moves/merge" in page.text:
                break
        assert f"/cases/{first}/moves/merge" in page.text
        client.post(
            f"/cases/{first}/moves/merge", data={"csrf": token_in(page.text), "into": second, "why": "one bicycle"}
        )
        merged, kept = client.get(f"/cases/{first}").text, client.get(f"/cases/{second}").text
    assert f'Merged into <a href="/cases/{second}">' in merged
    assert f'href="/cases/{first}"' in kept


async def test_what_a_call_taker_whispers_the_assistant_acts_on_and_the_caller_does_not_read(office: Office) -> None:
    async with at_the_desk(office, "ben") as console, a_chat(office, console) as chat:
        there = f"/live/calls/{chat.call_id}"
        csrf = token_in((await console.get(there)).text)
        empty = await console.post(f"{there}/whisper", data={"csrf": csrf, "text": " "}, headers={"HX-Request": "true"})
        assert "Write something first" in empty.text
        await console.post(f"{there}/whisper", data={"csrf": csrf, "text": "there is a loud party"})
        said = await chat.until("said")
        assert (said["who"], said["text"]) == ("assistant", "Is it happening right now?")
        assert "there is a loud party" in (await console.get(there)).text


def test_numbers_come_as_a_table_a_chart_and_a_file_beside_the_period_before(office: Office) -> None:
    for week, calls in ((0, 3), (7, 1)):
        for n in range(calls):
            at = f"{QUIET_WEEK - timedelta(days=week)}T18:00:0{n}Z"
            office.file(record(call_id=f"numbers-{week}-{n}", started_at=at, ended_at=at, channel="web"))
    period = {"first": str(QUIET_WEEK), "last": str(QUIET_WEEK + timedelta(days=6))}
    with office.signed_in("sam") as client:
        page = client.get("/numbers", params=period).text
        sheet = client.get("/numbers/tables/channels/csv", params=period)
        chart = client.get("/numbers/tables/channels/chart", params=period)
    assert "By how they came" in page, "how it is counted"
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert rows[0][1:] == ["2024-05-06 to 2024-05-12", "2024-04-29 to 2024-05-05"]
    assert ["chat", "3", "1"] in [[one[0].lower(), *one[1:]] for one in rows[1:]]
    assert sheet.headers["content-disposition"].startswith("attachment")
    assert chart.headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize("path", ["/numbers", "/numbers/tables/channels/csv"])
def test_numbers_are_the_supervisor_s(office: Office, path: str) -> None:
    with office.signed_in("ana") as client:
        assert client.get(path).status_code == 403
