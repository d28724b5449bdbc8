"""What a person sees of their own case beside its state: dates, who looked, another look at a decision, and that it is erased."""

# ruff: noqa: F811  # the fixture of another file

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from casework.call_backs.tables import CallBack
from casework.calls.tables import CallSurvey
from casework.cases.tables import Case, CaseMessage
from casework.intake.tables import Report
from casework.notifications.contacts import save_contact
from casework.notifications.tables import Contact
from casework.records_system import events
from casework.rights.tables import LegalHold
from casework.staff_accounts.tables import StaffAccount
from casework.webhooks.tables import WebhookDelivery
from tests.casework.conftest import trail
from tests.casework.console import Console
from tests.casework.intake.conftest import Person
from tests.casework.person_sessions.test_person_sessions import Citizen, case  # noqa: F401  # a fixture

WEEK_AGO = datetime.now(UTC) - timedelta(days=7, minutes=1)
WHEN = (datetime.now(UTC) + timedelta(days=9)).replace(microsecond=0).isoformat()


@pytest.fixture
async def citizen(console: Console, case: int) -> Citizen:
    citizen = Citizen(console.casework)
    await citizen.sign_in()
    return citizen


async def asks(citizen: Citizen, what: str) -> list[dict[str, Any]]:
    return list((await citizen.ask("GET", f"/v1/person-session/{what}")).json()[what])


def changed(console: Console, case: int, **fields: Any) -> None:
    with console.casework.services.database.writing() as session:
        row = session.get_one(Case, case)
        for name, value in fields.items():
            setattr(row, name, value)


async def test_a_date_that_the_agency_told_is_seen_with_its_place(
    console: Console, case: int, citizen: Citizen
) -> None:
    values = {"when": WHEN, "place": "1331 Cherokee Street"}
    told = await console.post(f"/cases/{case}/notices", "officer", event="appointment_made", values=values)
    assert told.status_code == 200, told.text
    (line,) = await asks(citizen, "told")
    assert (line["event"], line["place"]) == ("appointment_made", "1331 Cherokee Street")
    assert datetime.fromisoformat(line["when"]) == datetime.fromisoformat(WHEN)


@pytest.mark.parametrize("flag", ["domestic_violence", "at_risk_person", "do_not_contact"])
async def test_of_a_case_that_no_machine_may_tell_of_no_date_is_shown(
    console: Console, case: int, citizen: Citizen, flag: str
) -> None:
    await console.post(f"/cases/{case}/notices", "officer", event="court_date", values={"when": WHEN})
    assert await asks(citizen, "told")
    changed(console, case, flags=[flag])
    assert await asks(citizen, "told") == []


@pytest.mark.parametrize("how", ["the agency's own need", "its person", "the agency's list", "the other's person"])
async def test_no_date_is_shown_where_none_would_be_sent(
    console: Console, case: int, citizen: Citizen, how: str
) -> None:
    await console.post(f"/cases/{case}/notices", "officer", event="court_date", values={"when": WHEN})
    assert await asks(citizen, "told")
    marked = case
    if how == "the agency's own need":
        path = console.casework.root / "denver" / "needs.yml"
        text, need = path.read_text("utf-8"), "  theft_cold:\n"
        path.write_text(text.replace(need, f"{need}    properties: {{never_told: true}}\n", 1), "utf-8")
        console.casework.services.directory.load_all()
    if how == "the other's person":
        marked = console.file(access_code="90421")
        await console.move(case, "merge", into=marked)
    with console.casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, name="Ada", phone="+13035550142", wants=[])
        if how.endswith("person"):
            session.get_one(Contact, contact).flags = ["at_risk_person"]
        session.get_one(Case, marked).contact_id = contact
    if how == "the agency's list":
        changed(console, case, stage="closed_no_leads", closed_at=datetime.now(UTC))
        entry = {"flag": "at_risk_address", "match": "phone", "value": "303 555 0142"}
        listed = await console.post("/flags", "supervisor", until=WHEN, **entry)
        assert listed.status_code < 300, listed.text
    assert await asks(citizen, "told") == []


async def test_of_the_case_that_it_was_merged_into_only_what_came_since_is_shown(
    console: Console, case: int, citizen: Citizen
) -> None:
    into = console.file(access_code="90421")
    await console.move(into, "review")
    await console.post(f"/cases/{into}/notices", "officer", event="court_date", values={"when": WHEN})
    await console.get(f"/cases/{into}", "supervisor")
    await console.get(f"/cases/{case}", "call_taker")
    await console.move(case, "merge", into=into)
    assert await asks(citizen, "told") == []
    assert [one["role"] for one in await asks(citizen, "seen")] == ["call_taker"]
    history = (await citizen.ask("GET", "/v1/person-session")).json()["history"]
    assert [one["stage"] for one in history] == ["submitted"], "the review was of the other"
    await console.post(f"/cases/{into}/notices", "officer", event="property_found", values={})
    await console.get(f"/cases/{into}", "officer")
    await console.move(into, "accept", number="2026-417702")
    assert [one["event"] for one in await asks(citizen, "told")] == ["property_found"]
    assert sorted(one["role"] for one in await asks(citizen, "seen")) == ["call_taker", "officer"]
    history = (await citizen.ask("GET", "/v1/person-session")).json()["history"]
    assert [one["stage"] for one in history] == ["submitted", "accepted"]


async def test_what_went_into_a_matter_for_a_person_only_is_told_by_a_person_only(
    console: Console, case: int, citizen: Citizen
) -> None:
    into = console.file(access_code="90421", need="harassment_threats")
    await console.move(case, "merge", "supervisor", into=into)
    await console.get(f"/cases/{case}", "officer")
    assert await asks(citizen, "seen") == []
    told = (await citizen.ask("GET", "/v1/person-session")).json()
    assert (told["in_person_only"], told.get("history", [])) == (True, [])


async def test_what_was_passed_on_was_not_decided(console: Console, case: int, citizen: Citizen) -> None:
    changed(console, case, stage="redirected", closed_at=datetime.now(UTC))
    assert not (await citizen.ask("GET", "/v1/person-session")).json()["decided"]
    why = {"why": "I want it to stay here."}
    assert (await citizen.ask("POST", "/v1/person-session/review", json=why)).status_code == 409


async def test_who_looked_is_told_by_role_and_day_and_nobody_is_named(
    console: Console, case: int, citizen: Citizen
) -> None:
    assert await asks(citizen, "seen") == []
    for _ in range(2):
        await console.get(f"/cases/{case}", "officer")
    await console.get(f"/cases/{case}/messages", "call_taker")
    await console.post(f"/cases/{case}/flags", "officer", flag="at_risk_person", why="she said so")
    seen = await asks(citizen, "seen")
    assert sorted((one["role"], one["did"], one["times"]) for one in seen) == [
        ("call_taker", "messages", 1), ("officer", "read", 2),
    ]  # fmt: skip
    assert all(set(one) == {"day", "role", "did", "times"} for one in seen)


async def test_a_decision_is_looked_at_again_once_there_is_one(console: Console, case: int, citizen: Citizen) -> None:
    why = {"why": "There is a camera at the corner."}
    assert (await citizen.ask("POST", "/v1/person-session/review", json=why)).status_code == 409
    assert not (await citizen.ask("GET", "/v1/person-session")).json()["decided"]
    changed(console, case, stage="closed_no_leads", closed_at=datetime.now(UTC))
    assert (await citizen.ask("GET", "/v1/person-session")).json()["decided"]
    for _ in range(2):  # the same form twice is once
        assert (await citizen.ask("POST", "/v1/person-session/review", json=why)).status_code == 201
    with console.casework.services.database.reading() as session:
        (text,) = session.scalars(select(CaseMessage.text)).all()
    assert text.endswith("There is a camera at the corner.")
    asked = [one for one in trail(console.casework) if one[0] == "ask_review"]
    assert [(who, role) for _, who, role, _ in asked] == [("by-web", "citizen")]


async def test_whether_they_got_what_they_needed_is_asked_where_the_agency_wants_it(
    console: Console, case: int, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(console, case, call_id="call-0001")
    no = {"helped": False}
    assert (await citizen.ask("PUT", "/v1/person-session/helped", json=no)).status_code == 409
    assert not (await citizen.ask("GET", "/v1/person-session")).json()["asks_how"]
    info = console.casework.services.directory.get("denver").info
    monkeypatch.setitem(info.__dict__, "asks_how_it_went", True)
    told = (await citizen.ask("GET", "/v1/person-session")).json()
    assert (told["asks_how"], told.get("helped")) == (True, None)
    assert (await citizen.ask("PUT", "/v1/person-session/helped", json=no)).status_code == 204
    assert (await citizen.ask("GET", "/v1/person-session")).json()["helped"] is False
    with console.casework.services.database.reading() as session:
        assert session.get_one(CallSurvey, "call-0001").helped is False, "kept with the call in which it was begun"


async def test_what_was_taken_back_a_week_ago_is_erased_at_once_and_the_session_with_it(
    console: Console, case: int, citizen: Citizen
) -> None:
    assert (await citizen.ask("POST", "/v1/agencies/denver/cases/mine/withdrawal", json={}, key="w")).status_code == 200
    assert not (await citizen.ask("GET", "/v1/person-session")).json().get("erasable"), "whoever has the PIN could"
    asked = (await citizen.ask("POST", "/v1/person-session/erasure", key="too soon")).json()
    assert asked["outcome"] == "asked"
    changed(console, case, closed_at=WEEK_AGO)
    assert (await citizen.ask("GET", "/v1/person-session")).json()["erasable"]
    assert (await citizen.ask("POST", "/v1/person-session/erasure")).json() == {
        "outcome": "erased",
        "call_days": console.casework.services.directory.get("denver").info.retention_days,
        "log_days": console.casework.services.directory.get("denver").info.trail_days,
    }, "what stays is told"
    with console.casework.services.database.reading() as session:
        assert session.get(Case, case) is None
    assert (await citizen.ask("GET", "/v1/person-session")).status_code == 401
    ((_, _, role, details),) = [one for one in trail(console.casework) if one[0] == "erase"]
    assert (role, details["erased"]) == ("citizen", [case])


@pytest.mark.parametrize("flag", ["domestic_violence", "at_risk_person"])
@pytest.mark.parametrize("where", ["case", "person"])
async def test_where_somebody_is_at_risk_nothing_goes_by_a_pin_alone(
    console: Console, case: int, citizen: Citizen, flag: str, where: str
) -> None:
    changed(console, case, stage="closed_withdrawn", closed_at=WEEK_AGO)
    with console.casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, name="Ada", phone="+13035550142", wants=[])
        session.get_one(Contact, contact).flags = [flag] if where == "person" else []
        row = session.get_one(Case, case)
        row.contact_id, row.flags = contact, [flag] if where == "case" else []
    assert not (await citizen.ask("GET", "/v1/person-session")).json().get("erasable")
    assert (await citizen.ask("POST", "/v1/person-session/erasure")).json()["outcome"] == "asked"
    with console.casework.services.database.reading() as session:
        assert session.get(Contact, contact) is not None
        assert session.get(Case, case) is not None


@pytest.mark.parametrize("need", ["order_violation", "child_abuse", "harassment_threats", "missing_person"])
async def test_of_matters_for_a_person_only_the_agency_is_asked(
    console: Console, case: int, citizen: Citizen, need: str
) -> None:
    changed(console, case, stage="closed_withdrawn", closed_at=WEEK_AGO, need=need)
    assert (await citizen.ask("POST", "/v1/person-session/erasure")).json()["outcome"] == "asked"


async def test_the_agencys_systems_hear_that_a_case_was_erased(console: Console, case: int, citizen: Citizen) -> None:
    await console.post("/webhooks", "supervisor", url="https://rms.example.org/changes")
    changed(console, case, stage="closed_withdrawn", closed_at=WEEK_AGO)
    await citizen.ask("POST", "/v1/person-session/erasure")
    with console.casework.services.database.reading() as session:
        (sent,) = session.scalars(select(WebhookDelivery).where(WebhookDelivery.event == "erased"))
        assert json.loads(sent.body)["data"] == {"case": case, "agency": "denver", "number": None}
        told = events.events(session, "denver", 0, 100, datetime.now(UTC) + timedelta(minutes=1)).events
    assert [(one.case, one.event) for one in told] == [(case, "erase")]


async def test_what_belongs_to_a_report_goes_with_it_and_what_does_not_stays(
    console: Console, case: int, citizen: Citizen
) -> None:
    changed(console, case, stage="closed_withdrawn", closed_at=WEEK_AGO)
    now = datetime.now(UTC)
    with console.casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, name="Ada", phone="+13035550142", wants=[])
        session.get_one(Case, case).contact_id = contact
        for name, done in (("rung", now), ("waited for", None)):
            session.add(
                CallBack(
                    id=name, agency="denver", call_id=name, number="+13035550142", best_time="morning",
                    created_at=now, done_at=done,
                )
            )  # fmt: skip
    assert (await citizen.ask("POST", "/v1/person-session/erasure")).json()["outcome"] == "erased"
    with console.casework.services.database.reading() as session:
        assert session.get(Contact, contact) is None
        assert list(session.scalars(select(CallBack.id))) == ["waited for"]


@pytest.mark.parametrize(
    ("call", "number", "rung", "stays"),
    [
        ("her-chat", "+13035550142", False, False),  # her own, in the chat of the report
        ("her-chat", "+13035550177", False, True),  # his, left at her device: somebody waits to be rung
        ("her-chat", "+13035550177", True, True),
        ("his-call", "+13035550142", True, False),  # at her number, and nobody else has it
        ("his-call", "+13035550142", False, True),  # a promise of another call is kept
    ],
)
async def test_who_erases_their_report_takes_nobody_else_s_call_back_along(
    console: Console, citizen: Citizen, case: int, call: str, number: str, rung: bool, stays: bool
) -> None:
    await of_a_chat(console, case, "her-chat")
    rings(console, call, number, rung)
    assert (await citizen.ask("POST", "/v1/person-session/erasure")).json()["outcome"] == "erased"
    assert left(console) == ([f"{call} {number}"] if stays else [])


async def test_where_a_telephone_is_two_people_s_what_was_asked_for_in_another_call_stays(
    console: Console, citizen: Citizen, case: int
) -> None:
    await of_a_chat(console, case, "her-chat")
    with console.casework.services.database.writing() as session:
        save_contact(session, "denver", None, name="Ben", phone="+13035550142", wants=[])
    for call in ("her-chat", "his-call"):
        rings(console, call, "+13035550142", rung=True)
    assert (await citizen.ask("POST", "/v1/person-session/erasure")).json()["outcome"] == "erased"
    assert left(console) == ["his-call +13035550142"]


async def test_where_two_reported_in_one_call_its_call_backs_stay(
    console: Console, citizen: Citizen, case: int
) -> None:
    await of_a_chat(console, case, "their-call")
    await Person(console.casework.client).begin("two", call_id="their-call")
    rings(console, "their-call", "+13035550142", rung=False)
    assert (await citizen.ask("POST", "/v1/person-session/erasure")).json()["outcome"] == "erased"
    assert left(console) == ["their-call +13035550142"]


async def of_a_chat(console: Console, case: int, chat: str) -> None:
    """The case is Ada's, was begun in this chat, and may go at her wish."""
    hers = Person(console.casework.client)
    await hers.begin(call_id=chat)
    with console.casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, name="Ada", phone="+13035550142", wants=[])
        report = session.get_one(Report, hers.report)
        report.case_id, report.state, report.contact_id = case, "submitted", contact
        session.get_one(Case, case).contact_id = contact
    changed(console, case, stage="closed_withdrawn", closed_at=WEEK_AGO)


def rings(console: Console, call: str, number: str, rung: bool) -> None:
    now = datetime.now(UTC)
    row = CallBack(
        id=f"{call} {number}", agency="denver", call_id=call, number=number, best_time="morning", created_at=now
    )
    row.done_at = now if rung else None
    with console.casework.services.database.writing() as session:
        session.add(row)


def left(console: Console) -> list[str]:
    with console.casework.services.database.reading() as session:
        return list(session.scalars(select(CallBack.id)))


async def test_how_to_reach_its_person_stays_while_another_report_of_theirs_needs_it(
    console: Console, case: int, citizen: Citizen
) -> None:
    changed(console, case, stage="closed_withdrawn", closed_at=WEEK_AGO)
    draft = Person(console.casework.client)
    await draft.begin()
    with console.casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, name="Ada", phone="+13035550142", wants=[])
        session.get_one(Case, case).contact_id = session.get_one(Report, draft.report).contact_id = contact
    assert (await citizen.ask("POST", "/v1/person-session/erasure")).json()["outcome"] == "erased"
    with console.casework.services.database.reading() as session:
        assert session.get(Case, case) is None
        assert session.get_one(Report, draft.report).contact_id == contact


@pytest.mark.parametrize("held", ["open", "numbered", "legal_hold"])
async def test_what_the_agency_must_decide_about_is_asked_and_nothing_goes(
    console: Console, case: int, citizen: Citizen, held: str
) -> None:
    if held != "open":
        changed(console, case, stage="closed_withdrawn", closed_at=WEEK_AGO)
    if held == "numbered":
        changed(console, case, number="2026-417702")
    if held == "legal_hold":
        with console.casework.services.database.writing() as session:
            session.add(LegalHold(case_id=case, agency="denver", by="sam", why="a court asked", at=datetime.now(UTC)))
    told = (await citizen.ask("POST", "/v1/person-session/erasure")).json()
    assert told["outcome"] == "asked"
    with console.casework.services.database.reading() as session:
        assert session.get(Case, case) is not None
        assert session.get_one(CaseMessage, told["message"]).side == "citizen"


async def test_who_works_on_it_is_named_only_where_the_agency_shows_it(
    console: Console, case: int, citizen: Citizen
) -> None:
    changed(console, case, stage="under_investigation", assigned_to="olga")
    with console.casework.services.database.writing() as session:
        session.add(
            StaffAccount(
                id="olga", agency="denver", login="olga", name="Officer Reyes, badge 4417", roles=["officer"],
                password_hash="x", must_change=False, created_at=datetime.now(UTC), created_by="tests",
            )
        )  # fmt: skip
    assert (await citizen.ask("GET", "/v1/person-session")).json().get("officer_name") is None
    path = console.casework.root / "denver" / "agency.yml"
    path.write_text(path.read_text("utf-8") + "show_officer: true\n", "utf-8")
    console.casework.services.directory.load_all()
    assert (await citizen.ask("GET", "/v1/person-session")).json()["officer_name"] == "Officer Reyes, badge 4417"


@pytest.mark.parametrize("path", ["told", "seen"])
async def test_nothing_of_it_is_told_without_a_session(console: Console, case: int, path: str) -> None:
    assert (await Citizen(console.casework).ask("GET", f"/v1/person-session/{path}")).status_code == 401
