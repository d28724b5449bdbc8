"""A citizen's session: for their own report and case, not for long, and the only way in which role citizen does anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from casework.access.tables import PersonKey, PersonSession
from casework.cases.tables import Case
from casework.notifications.contacts import save_contact
from casework.trail.tables import AuditEntry
from tests.casework.conftest import trail
from tests.casework.console import Console
from tests.casework.intake.conftest import Person
from tests.casework.staff import colleague, credential

CODE, PIN = "90417", "2468"


class Citizen:
    """Somebody at the pages for citizens."""

    def __init__(self, casework: Any, session: str = "") -> None:
        self.casework, self.session = casework, session
        self.bearer = {"Authorization": f"Bearer {credential(casework, 'portal')}"}

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        headers = self.bearer | ({"Civicline-Person-Session": self.session} if self.session else {})
        headers |= {"Idempotency-Key": more.pop("key", "k"), **more.pop("headers", {})}
        return await self.casework.client.request(method, path, headers=headers, **more)

    async def sign_in(self, code: str = CODE, pin: str = PIN, source: str = "a page") -> Any:
        body = {"agency": "denver", "access_code": code, "pin": pin, "call_id": f"page {source}", "source": source}
        answer = (await self.ask("POST", "/v1/person-sessions", json=body)).json()
        self.session = answer.get("session", "")
        return answer


@pytest.fixture
async def case(console: Console) -> int:
    return console.file(access_code=CODE, pin=PIN)


async def test_code_and_pin_begin_a_session_for_that_case(console: Console, case: int) -> None:
    citizen = Citizen(console.casework)
    begun = await citizen.sign_in()
    assert begun["outcome"] == "signed_in"
    assert begun["filed"]
    told = (await citizen.ask("GET", "/v1/person-session")).json()
    assert (told["access_code"], told["filed"], told["unread"]) == (CODE, True, 0)
    assert told["status"]["stage"] == "submitted"


async def test_how_it_is_going_is_said_in_the_language_that_the_person_chose(console: Console, case: int) -> None:
    folder = console.casework.root / "denver" / "status"
    folder.mkdir()
    (folder / "es.yml").write_text("stages: {submitted: {spoken: 'Recibimos su denuncia.', next: null}}\n", "utf-8")
    console.casework.services.directory.load_all()
    citizen = Citizen(console.casework)
    await citizen.sign_in()

    async def told() -> str:
        return str((await citizen.ask("GET", "/v1/person-session")).json()["status"]["spoken"])

    assert (await told()).startswith("Your report of a theft has been received"), "English, while nothing was chosen"
    with console.casework.services.database.writing() as session:
        contact = save_contact(session, "denver", None, phone="+13035550143", language="es", wants=["sms"])
        session.execute(update(Case).where(Case.id == case).values(contact_id=contact))
    assert await told() == "Recibimos su denuncia."


async def test_who_left_no_contact_is_told_in_the_language_of_their_report(console: Console) -> None:
    folder = console.casework.root / "denver" / "status"
    folder.mkdir()
    (folder / "es.yml").write_text("stages: {submitted: {spoken: 'Recibimos su denuncia.', next: null}}\n", "utf-8")
    console.casework.services.directory.load_all()
    person = Person(console.casework.client)
    await person.begin(language="es")
    await person.answer_all("contact")
    await person.answer("contact", how="skipped")
    await person.answer_all()
    await person.post("submit", turn="file it")
    citizen = Citizen(console.casework)
    await citizen.sign_in(person.code, person.pin)
    assert (await citizen.ask("GET", "/v1/person-session")).json()["status"]["spoken"] == "Recibimos su denuncia."


async def test_the_person_sees_the_stages_with_their_days_and_who_has_it_but_no_officer_s_name(
    console: Console, case: int
) -> None:
    citizen = Citizen(console.casework)
    await citizen.sign_in()
    told = (await citizen.ask("GET", "/v1/person-session")).json()
    assert told["handled_by"] == "desk"
    assert [one["stage"] for one in told["history"]] == ["submitted"]
    await console.move(case, "review")
    told = (await citizen.ask("GET", "/v1/person-session")).json()
    assert [one["stage"] for one in told["history"]] == ["submitted", "under_review"]
    assert datetime.fromisoformat(told["history"][1]["at"]).tzinfo is not None


async def test_the_pages_may_promise_to_ring_back(console: Console) -> None:
    wish = {"agency": "denver", "call_id": "chat 1", "number": "7205550143"}
    made = await Citizen(console.casework).ask("POST", "/v1/call-backs", json=wish, key="call-back-1")
    assert made.status_code == 201


async def test_messages_are_written_and_read_by_the_session_alone(console: Console, case: int) -> None:
    citizen = Citizen(console.casework)
    await citizen.sign_in()
    mine = "/v1/agencies/denver/cases/mine/messages"
    assert (await citizen.ask("POST", mine, json={"text": "I found the receipt."})).status_code == 201
    await console.post(f"/cases/{case}/messages", text="Thank you.")
    seen = (await citizen.ask("GET", mine)).json()["messages"]
    assert [(one["side"], one["text"]) for one in seen] == [
        ("citizen", "I found the receipt."),
        ("agency", "Thank you."),
    ]
    assert (await citizen.ask("POST", mine + "/read", json={"up_to": seen[-1]["message"]})).json() == {"read": 1}
    assert (await citizen.ask("GET", f"/v1/agencies/denver/cases/{case}/messages")).status_code == 200, (
        "its own id as well"
    )


async def test_nothing_of_another_persons_is_there(console: Console, case: int) -> None:
    other, citizen = console.file(access_code="90418"), Citizen(console.casework)
    await citizen.sign_in()
    for path in (f"cases/{other}/messages", f"cases/{other}/attachments/1", "cases/999999/messages", "contacts/1"):
        assert (await citizen.ask("GET", f"/v1/agencies/denver/{path}")).status_code == 404, path
    assert (await citizen.ask("POST", f"/v1/agencies/denver/cases/{other}/withdrawal", json={})).status_code == 404
    assert (await citizen.ask("GET", "/v1/agencies/lakewood/cases/mine/messages")).status_code == 404


@pytest.mark.parametrize(
    "path", ["cases", "cases/mine", "cases/mine/audit", "cases/mine/evidence", "queues", "export", "flags", "accounts"]
)
async def test_what_is_the_agencys_stays_shut(console: Console, case: int, path: str) -> None:
    citizen = Citizen(console.casework)
    await citizen.sign_in()
    assert (await citizen.ask("GET", f"/v1/agencies/denver/{path}")).status_code == 403


async def test_without_a_session_nobody_is_a_citizen(console: Console, case: int) -> None:
    citizen = Citizen(console.casework)
    claims = {"Civicline-Actor": "citizen", "Civicline-Role": "citizen"}
    for headers in ({}, claims, {"Civicline-Person-Session": "civicline_person_made-up"}):
        answer = await citizen.ask("GET", f"/v1/agencies/denver/cases/{case}/messages", headers=headers)
        assert answer.status_code == 401, headers
    body = {"actor": {"id": "citizen", "role": "citizen"}, "text": "hello"}
    assert (await citizen.ask("POST", f"/v1/agencies/denver/cases/{case}/messages", json=body)).status_code == 401


@pytest.mark.parametrize(
    "values",
    [
        {"seen_at": datetime.now(UTC) - timedelta(minutes=16)},
        {"expires_at": datetime.now(UTC) - timedelta(seconds=1)},
    ],
    ids=["not used", "an hour is over"],
)
async def test_a_session_does_not_live_long(console: Console, case: int, values: dict[str, datetime]) -> None:
    citizen = Citizen(console.casework)
    await citizen.sign_in()
    with console.casework.services.database.writing() as session:
        session.execute(update(PersonSession).values(**values))
    assert (await citizen.ask("GET", "/v1/person-session")).status_code == 401


async def test_signing_out_ends_it(console: Console, case: int) -> None:
    citizen = Citizen(console.casework)
    await citizen.sign_in()
    assert (await citizen.ask("DELETE", "/v1/person-session")).status_code == 204
    assert (await citizen.ask("GET", "/v1/person-session")).status_code == 401


async def test_wrong_pins_count_as_for_a_case_status_and_say_the_same_of_a_case_that_there_is_not(
    console: Console, case: int
) -> None:
    citizen = Citizen(console.casework)
    assert await citizen.sign_in(pin="1357") == {"outcome": "not_found", "tries_left": 2}
    assert await citizen.sign_in(code="90499", source="another") == {"outcome": "not_found", "tries_left": 2}
    await citizen.sign_in(pin="1357")
    await citizen.sign_in(pin="1357")
    assert (await citizen.sign_in())["outcome"] == "locked"


async def test_an_invitation_opens_the_case_once(console: Console, case: int) -> None:
    diaz, citizen = colleague(console.casework, "call_taker"), Citizen(console.casework)
    await diaz.sign_in()
    made = await diaz.ask("POST", f"/v1/agencies/denver/cases/{case}/invitations")
    assert made.status_code == 201
    body = {"agency": "denver", "invitation": made.json()["invitation"], "source": "a page"}
    outcomes = [(await citizen.ask("POST", "/v1/person-sessions/by-invitation", json=body)).json() for _ in range(2)]
    assert [one["outcome"] for one in outcomes] == ["signed_in", "over"]
    citizen.session = outcomes[0]["session"]
    assert (await citizen.ask("GET", "/v1/person-session")).json()["access_code"] == CODE


async def test_an_invitation_is_over_after_a_day_and_when_another_one_is_made(console: Console, case: int) -> None:
    diaz, citizen = colleague(console.casework, "call_taker"), Citizen(console.casework)
    await diaz.sign_in()
    first, second = [
        (await diaz.ask("POST", f"/v1/agencies/denver/cases/{case}/invitations")).json()["invitation"] for _ in range(2)
    ]
    with console.casework.services.database.writing() as session:
        session.execute(update(PersonKey).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    for one in (first, second):
        body = {"agency": "denver", "invitation": one, "source": "a page"}
        assert (await citizen.ask("POST", "/v1/person-sessions/by-invitation", json=body)).json() == {"outcome": "over"}


async def test_whoever_fills_in_a_report_goes_on_to_the_case_that_it_becomes(console: Console) -> None:
    citizen = Citizen(console.casework)
    begin = {"agency": "denver", "kind": "theft", "channel": "web", "call_id": "page", "pin": PIN}
    report = (await citizen.ask("POST", "/v1/reports", json=begin)).json()["report"]
    begun = (await citizen.ask("POST", "/v1/person-sessions/by-report", json={"report": report})).json()
    citizen.session = begun["session"]
    assert not begun["filed"]
    assert (await citizen.ask("GET", "/v1/reports/mine")).json()["report"] == report
    assert (await citizen.ask("GET", "/v1/agencies/denver/cases/mine/messages")).status_code == 404
    console.file(report_id=report, access_code="90420")
    assert (await citizen.ask("GET", "/v1/agencies/denver/cases/mine/messages")).status_code == 200


async def test_a_merged_case_tells_how_the_one_goes_that_it_is_in_now(console: Console, case: int) -> None:
    into, citizen = console.file(access_code="90421"), Citizen(console.casework)
    await console.move(case, "merge", into=into)
    await console.move(into, "review")
    await citizen.sign_in()
    assert (await citizen.ask("GET", "/v1/person-session")).json()["status"]["stage"] == "under_review"


async def test_a_wrong_pin_stands_in_the_trail_of_the_case_and_the_pin_does_not(console: Console, case: int) -> None:
    citizen = Citizen(console.casework)
    await citizen.sign_in(pin="1357")
    await citizen.sign_in(code="90499", pin="1357", source="another")
    wrong = [one for one in trail(console.casework) if one[0] == "wrong_pin"]
    assert wrong == 2 * [("wrong_pin", "somebody", "citizen", {"way": "page"})], "the same for a case that there is not"
    with console.casework.services.database.reading() as session:
        cases = session.scalars(
            select(AuditEntry.case_id).where(AuditEntry.action == "wrong_pin").order_by(AuditEntry.id)
        )
        assert list(cases) == [case, None]
