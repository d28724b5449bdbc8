"""People's own data: shown, corrected, erased, kept under a hold and by kind; each with an entry in the trail."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from casework.call_backs.tables import CallBack
from casework.calls.tables import CallRecord, Handover
from casework.cases.tables import Case
from casework.intake.tables import Report, ReportAnswer
from casework.notifications.contacts import save_contact
from casework.notifications.tables import Contact
from casework.retention import delete_expired
from casework.reviews.tables import LoggedTurn, TurnLabel
from tests.casework.conftest import trail
from tests.casework.console import Console
from tests.casework.intake.conftest import Person
from tests.casework.reviews.records import danger, record, said

WHO = {"phone": "303 555 0142", "why": "they asked in writing"}


def person(casework: Any, console: Console, **changed: Any) -> int:
    with casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, name="Ada Lovelace", phone="+13035550142", wants=["sms"])
    return console.file(contact_id=contact, **changed)


def close(casework: Any, case: int, days: int = 1) -> None:
    with casework.services.database.writing() as session:
        found = session.get_one(Case, case)
        found.stage, found.closed_at = "closed_resolved", datetime.now(UTC) - timedelta(days=days)


def there(casework: Any, table: Any) -> int:
    with casework.services.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


async def test_a_person_is_given_all_that_is_held_on_them_and_no_secret(casework: Any, console: Console) -> None:
    case = person(casework, console)
    other = console.file()
    await console.post(f"/cases/{case}/messages", "officer", text="please call us about the bicycle")
    answer = await console.post("/subject-access", "supervisor", **WHO)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["contacts"][0]["name"] == "Ada Lovelace"
    assert [one["case"] for one in told["cases"]] == [case] != [other]
    assert told["cases"][0]["messages"][0]["text"] == "please call us about the bicycle"
    assert "submit" in [one["action"] for one in told["cases"][0]["trail"]]
    written = json.dumps(told)
    assert "pin_hash" not in written
    assert "access_code" not in written
    assert [one[0] for one in trail(casework) if one[0] == "subject_access"]


async def test_only_a_supervisor_may_and_one_person_is_named(casework: Any, console: Console) -> None:
    person(casework, console)
    for path in ("/subject-access", "/erasures"):
        assert (await console.post(path, "officer", **WHO)).status_code in (403, 409)
        assert (await console.post(path, "supervisor", why="x")).status_code == 400
        assert (await console.post(path, "supervisor", **WHO, case=1)).status_code == 400


@pytest.mark.parametrize("by", ["phone", "email"])
async def test_where_two_people_have_one_telephone_neither_is_told_or_loses_what_is_the_other_s(
    casework: Any, console: Console, by: str
) -> None:
    """He asks for what is held under "his" number, on which she reported him."""
    address = {"phone": "+13035550142", "email": "both@example.org"}
    cases = {}
    for name in ("Ada Lovelace", "ada  lovelace", "Ben King", None):
        with casework.services.database.writing() as session:
            contact = save_contact(session, "denver", None, name=name, wants=["sms"], **address)
        cases[name] = console.file(contact_id=contact)
        close(casework, cases[name])
    rings_back(casework, "some-call", "+13035550142")
    for path in ("/subject-access", "/erasures"):
        refused = await console.post(path, "supervisor", **{by: address[by]}, why="he asked in writing")
        assert (refused.status_code, "2 people" in refused.text) == (409, True), refused.text
        assert all(str(case) in refused.json()["error"]["message"] for case in cases.values())
    assert (there(casework, Case), there(casework, CallBack)) == (4, 1)
    his = {"case": cases["Ben King"], "why": "he asked in writing"}
    told = (await console.post("/subject-access", "supervisor", **his)).json()
    assert ([one["case"] for one in told["cases"]], told["call_backs"]) == ([cases["Ben King"]], [])
    done = (await console.post("/erasures", "supervisor", **his)).json()
    assert (done["cases"], done["contacts"], done["call_backs"], there(casework, Case)) == (1, 1, 0, 3)


async def test_erasure_takes_everything_but_what_is_open_or_held(casework: Any, console: Console) -> None:
    closed, opened, held = (person(casework, console) for _ in range(3))
    for case in (closed, held):
        close(casework, case)
    assert (await console.post(f"/cases/{held}/hold", "supervisor", on=True, why="a court asked")).status_code == 204
    done = (await console.post("/erasures", "supervisor", **WHO)).json()
    assert (done["cases"], done["contacts"]) == (1, 1)
    assert done["kept"] == {str(opened): "open", str(held): "legal_hold"}
    assert there(casework, Case) == 2
    (entry,) = [one for one in trail(casework) if one[0] == "erase"]
    assert "0142" not in json.dumps(entry[3])
    again = (await console.post("/subject-access", "supervisor", **WHO)).json()
    assert sorted(one["case"] for one in again["cases"]) == sorted([opened, held])


async def test_a_draft_goes_with_an_erasure(casework: Any, console: Console) -> None:
    ada = Person(casework.client)
    await ada.begin()
    await ada.answer("phone", "303 555 0142")
    await ada.answer("contact_by", "sms")
    done = (await console.post("/erasures", "supervisor", **WHO)).json()
    assert (done["drafts"], done["contacts"]) == (1, 1)
    assert there(casework, Report) == there(casework, Contact) == 0


async def test_the_calls_in_which_it_was_begun_go_with_an_erasure_and_so_do_their_turns_and_labels(
    casework: Any, console: Console
) -> None:
    ada = Person(casework.client)
    await ada.begin(call_id="call-of-ada")
    await ada.answer("phone", "303 555 0142")
    await ada.answer("contact_by", "sms")
    for call_id in ("call-of-ada", "somebody-else"):
        kept = record(said("my bike is gone from 14th and Pearl", danger=danger(0.5, ask=True)), call_id=call_id)
        assert (await casework.client.put(f"/v1/calls/{call_id}", json=kept)).status_code == 204
        labelled = {"verdict": "need", "needs": ["theft_cold"], "danger": False}
        who = {"Civicline-Actor": "ann", "Civicline-Role": "reviewer"}
        address = f"/v1/agencies/denver/turns/{call_id}/0/label"
        assert (await casework.client.put(address, json=labelled, headers=who)).status_code == 200
    assert (there(casework, LoggedTurn), there(casework, TurnLabel)) == (2, 2)
    done = (await console.post("/erasures", "supervisor", **WHO)).json()
    assert (done["drafts"], done["calls"]) == (1, 1)
    assert (there(casework, CallRecord), there(casework, LoggedTurn), there(casework, TurnLabel)) == (1, 1, 1)


async def conversation(casework: Any, call_id: str, *, handed_over: bool | None = None) -> None:
    """Its record; `handed_over`: and a hand-over, which is over or not."""
    kept = record(said("my bike is gone from 14th and Pearl", danger=danger(0.5, ask=True)), call_id=call_id)
    assert (await casework.client.put(f"/v1/calls/{call_id}", json=kept)).status_code == 204
    if handed_over is not None:
        with casework.services.database.writing() as session:
            told = {"facts": {}, "transcript": [], "reason": "asked_for_person", "channel": "web"}
            at = datetime.now(UTC)
            row = Handover(ticket=f"ticket of {call_id}", agency="denver", call_id=call_id, created_at=at, **told)
            row.ended_at = at if handed_over else None
            session.add(row)


def rings_back(casework: Any, call_id: str, number: str) -> None:
    with casework.services.database.writing() as session:
        about = {"agency": "denver", "best_time": "morning", "created_at": datetime.now(UTC)}
        session.add(CallBack(id=f"{call_id} {number}"[:40], call_id=call_id, number=number, **about))


async def test_a_number_left_in_anothers_chat_does_not_erase_the_chat(casework: Any, console: Console) -> None:
    """At her device he leaves his number for ringing back in her chat, then asks for the erasure of his number."""
    hers = Person(casework.client)
    await hers.begin(call_id="her-chat")
    person(casework, console)
    rings_back(casework, "her-chat", "+13035550142")
    await conversation(casework, "her-chat", handed_over=True)
    done = (await console.post("/erasures", "supervisor", **WHO)).json()
    assert (done["call_backs"], done["calls"]) == (1, 0)
    assert done["kept_calls"] == {"her-chat": "shared"}
    assert (there(casework, CallRecord), there(casework, Handover), there(casework, Report)) == (1, 1, 1)


@pytest.mark.parametrize("other", ["case", "draft", "call back", "legal hold"])
async def test_a_call_of_two_people_stays_for_the_one_who_did_not_ask(
    casework: Any, console: Console, other: str
) -> None:
    ada, ben = Person(casework.client), Person(casework.client)
    await ada.begin(call_id="their-call")
    await ada.answer("phone", "303 555 0142")
    await ada.answer("contact_by", "sms")
    if other == "call back":
        rings_back(casework, "their-call", "+13035550177")
    else:
        await ben.begin("two", call_id="their-call")
    if other in ("case", "legal hold"):
        case = console.file(report_id=ben.report)
        with casework.services.database.writing() as session:
            session.get_one(Report, ben.report).case_id = case
        close(casework, case)
    if other == "legal hold":
        await console.post(f"/cases/{case}/hold", "supervisor", on=True, why="a court asked")
    await conversation(casework, "their-call", handed_over=True)
    done = (await console.post("/erasures", "supervisor", **WHO)).json()
    assert (done["drafts"], done["calls"]) == (1, 0)
    assert done["kept_calls"] == {"their-call": "shared"}
    assert (there(casework, CallRecord), there(casework, Handover)) == (1, 1)


async def test_a_hand_over_that_has_not_ended_outlives_an_erasure_and_an_ended_one_goes(
    casework: Any, console: Console
) -> None:
    for name, over in (("live-chat", False), ("old-chat", True)):
        ada = Person(casework.client)
        await ada.begin(name, call_id=name)
        await ada.answer("phone", "303 555 0142")
        await ada.answer("contact_by", "sms")
        await conversation(casework, name, handed_over=over)
    done = (await console.post("/erasures", "supervisor", **WHO)).json()
    assert (done["drafts"], done["calls"]) == (2, 1)
    assert done["kept_calls"] == {"live-chat": "handed_over"}
    with casework.services.database.reading() as session:
        assert list(session.scalars(select(Handover.call_id))) == ["live-chat"]
        assert list(session.scalars(select(CallRecord.call_id))) == ["live-chat"]


@pytest.mark.parametrize("goes_on", [False, True])
async def test_the_record_of_an_erased_chat_that_comes_later_is_kept_only_where_something_new_was_begun_in_it(
    casework: Any, console: Console, goes_on: bool
) -> None:
    ada = Person(casework.client)
    await ada.begin(call_id="open-chat")
    await ada.answer("phone", "303 555 0142")
    await ada.answer("contact_by", "sms")
    assert (await console.post("/erasures", "supervisor", **WHO)).json()["drafts"] == 1
    if goes_on:
        await Person(casework.client).begin("two", call_id="open-chat")
    for call_id in ("open-chat", "another-chat"):
        await conversation(casework, call_id)
    with casework.services.database.reading() as session:
        kept = sorted(session.scalars(select(CallRecord.call_id)))
        assert kept == (["another-chat", "open-chat"] if goes_on else ["another-chat"])
    assert there(casework, LoggedTurn) == len(kept)


async def test_a_hold_outlives_retention_until_it_is_lifted(casework: Any, console: Console) -> None:
    case = person(casework, console)
    close(casework, case, days=900)
    services = casework.services
    await console.post(f"/cases/{case}/hold", "supervisor", on=True, why="a court asked")
    delete_expired(services.database, services.directory, datetime.now(UTC), services.var)
    assert there(casework, Case) == 1
    await console.post(f"/cases/{case}/hold", "supervisor", on=False, why="the court is done")
    said = [one[:3] for one in trail(casework) if one[0] in ("hold", "lift_hold")]
    assert said == [("hold", "officer-7", "supervisor"), ("lift_hold", "officer-7", "supervisor")]
    delete_expired(services.database, services.directory, datetime.now(UTC), services.var)
    assert there(casework, Case) == 0


async def test_cases_are_kept_by_kind(casework: Any, console: Console) -> None:
    path = casework.root / "denver" / "agency.yml"
    path.write_text(
        path.read_text(encoding="utf-8") + "\ncase_days: {theft_cold: 2000, lost_property: 30}\n", encoding="utf-8"
    )
    casework.services.directory.load_all()
    theft, lost, other = (person(casework, console, need=need) for need in ("theft_cold", "lost_property", "vandalism"))
    for case in (theft, lost, other):
        close(casework, case, days=60)
    services = casework.services
    delete_expired(services.database, services.directory, datetime.now(UTC), services.var)
    with services.database.reading() as session:
        assert sorted(session.scalars(select(Case.id))) == sorted([theft, other])


async def test_a_correction_keeps_what_was_said_first(casework: Any, console: Console) -> None:
    case = person(casework, console)
    asked = {"question": "what_happened", "value": "two bicycles are gone", "why": "they had forgotten one"}
    assert (await console.post(f"/cases/{case}/corrections", "officer", **asked)).status_code == 204
    assert console.case(case).answers["what_happened"] == "two bicycles are gone"
    told = (await console.post("/subject-access", "supervisor", **WHO)).json()["cases"][0]
    assert (told["corrections"][0]["was"], told["corrections"][0]["now"]) == (
        "my bicycle is gone",
        "two bicycles are gone",
    )
    assert (await console.post(f"/cases/{case}/corrections", "officer", **asked)).status_code == 409
    assert (
        await console.post(f"/cases/{case}/corrections", "officer", **{**asked, "question": "shoe_size"})
    ).status_code == 400
    assert (await console.post(f"/cases/{case}/corrections", "officer", **{**asked, "value": 5})).status_code == 400
    assert ("correct", "officer-7", "officer", {"question": "what_happened"}) in trail(casework)


async def test_what_was_said_first_stands_beside_what_counts_for_whoever_serves_the_case(
    casework: Any, console: Console
) -> None:
    ada = Person(casework.client)
    await ada.begin("one")
    with casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, name="Ada Lovelace", phone="+13035550142", wants=["sms"])
        for turn, words in enumerate(("a bicycle", "no, a scooter")):
            session.add(
                ReportAnswer(
                    report_id=ada.report, question="what_happened", value=words, text=words, how="said", channel="voice",
                    turn=str(turn), at=datetime.now(UTC) - timedelta(minutes=9 - turn),
                )
            )  # fmt: skip
    case = console.file(contact_id=contact, report_id=ada.report)
    asked = {"question": "what_happened", "value": "two scooters", "why": "they had forgotten one"}
    await console.post(f"/cases/{case}/corrections", "officer", **asked)
    with casework.services.database.writing() as session:
        save_contact(session, "denver", contact, phone="+13035550177")
    told = (await console.get(f"/cases/{case}/statements")).json()
    said = [(one["value"], one["by"]) for one in told["answers"] if one["question"] == "what_happened"]
    assert said[-3:] == [("a bicycle", "citizen"), ("no, a scooter", "citizen"), ("two scooters", "officer-7")]
    phones = [one["value"] for one in told["contact"] if one["question"] == "phone"]
    assert phones == ["+13035550142", "+13035550177"]
    assert ("see_statements", "officer-7") in [one[:2] for one in trail(casework)]
    mine = (await console.post("/subject-access", "supervisor", phone="303 555 0177", why="asked")).json()
    assert [one["was"] for one in mine["contacts"][0]["earlier"]] == ["+13035550142"]


async def test_a_person_deletes_their_draft_and_not_a_filed_report(casework: Any) -> None:
    ada, ben = Person(casework.client), Person(casework.client)
    await ada.begin("one")
    assert (await casework.client.delete(f"/v1/reports/{ada.report}")).status_code == 204
    assert (await casework.client.get(f"/v1/reports/{ada.report}")).status_code == 404
    assert trail(casework)[-1][:3] == ("delete_draft", "citizen", "citizen")
    await ben.begin("two")
    await ben.answer_all()
    await ben.post("submit", turn="s")
    assert (await casework.client.delete(f"/v1/reports/{ben.report}")).status_code == 409


@pytest.mark.parametrize("left", ["3035550142", "13035550142", "+13035550142"])
async def test_a_number_left_to_be_rung_back_is_its_person_s_however_it_was_written(
    casework: Any, console: Console, left: str
) -> None:
    """The chat sends what somebody typed, the telephone what was heard."""
    close(casework, person(casework, console))
    wish = {"agency": "denver", "call_id": "chat-9", "number": left}
    assert (await casework.client.post("/v1/call-backs", json=wish, headers={"Idempotency-Key": "k"})).is_success
    told = (await console.post("/subject-access", "supervisor", **WHO)).json()
    assert [one["number"] for one in told["call_backs"]] == ["+13035550142"]
    assert (await console.post("/erasures", "supervisor", **WHO)).json()["call_backs"] == 1
    assert there(casework, CallBack) == 0


async def test_whoever_left_nothing_but_a_number_to_be_rung_back_is_found_by_it(
    casework: Any, console: Console
) -> None:
    rings_back(casework, "chat-9", "+13035550142")
    rings_back(casework, "chat-8", "+13035550143")
    told = (await console.post("/subject-access", "supervisor", **WHO)).json()
    assert [one["number"] for one in told["call_backs"]] == ["+13035550142"]
    done = (await console.post("/erasures", "supervisor", **WHO)).json()
    assert (done["call_backs"], there(casework, CallBack)) == (1, 1)
