"""From the second that somebody is at risk nothing automatic leaves: what waits, drafts, cases of before, their other reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from agencies.properties import properties
from casework.cases import at_risk, flags
from casework.cases.opening import open_case
from casework.cases.tables import Case
from casework.errors import BadRequest, MoveRefused
from casework.intake.tables import Report, ReportAnswer
from casework.trail.actors import Actor
from casework.trail.tables import AuditEntry
from tests.casework.console import submitted
from tests.casework.notifications.conftest import Told

CALL_TAKER, OFFICER, SUPERVISOR = (
    Actor("taker-1", "call_taker"),
    Actor("officer-7", "officer"),
    Actor("lead-2", "supervisor"),
)
AT_RISK = ["domestic_violence", "stalking", "at_risk_address", "do_not_contact", "shared_phone"]


@pytest.fixture
def case(told: Told) -> Callable[..., int]:
    def make(contact: int, **changed: Any) -> int:
        with told.notifier.database.writing() as session:
            return open_case(session, submitted(contact_id=contact, at=told.now, **changed)).id

    return make


def mark(told: Told, case_id: int, flag: Any, actor: Actor = CALL_TAKER) -> Any:
    with told.notifier.database.writing() as session:
        return at_risk.mark_case(
            session, session.get_one(Case, case_id), properties(), actor, flag, "she told the officer", told.now
        )


def listed(told: Told, flag: Any, what: Any, value: str) -> None:
    with told.notifier.database.writing() as session:
        until = told.now + timedelta(days=30)
        flags.put(session, "denver", flag, what, value, None, until, SUPERVISOR, told.now)


@pytest.mark.parametrize("flag", AT_RISK)
def test_a_flag_set_by_hand_stops_what_waits_and_what_comes(told: Told, case: Callable[..., int], flag: str) -> None:
    person = told.person(wants=["sms", "voice"])
    opened = case(person)
    told.plan()
    mark(told, opened, flag)
    assert told.deliver() == 0
    told.tell("under_review", person, case_id=opened)
    assert told.deliver() == 0
    assert told.vendor().sent == []
    with told.notifier.database.reading() as session:
        entry = session.query(AuditEntry).filter_by(action="flag").one()
        assert (entry.actor_id, entry.why, entry.details) == ("taker-1", "she told the officer", {"flag": flag})


def test_what_waits_is_held_back_in_the_same_transaction(told: Told, case: Callable[..., int]) -> None:
    opened = case(told.person(wants=["sms", "email"]))
    told.plan()
    held = mark(told, opened, "stalking")
    assert (held.held_back, held.on_their_way) == (2, 0)
    assert {(row.state, row.error) for row in told.rows()} == {("skipped", "domestic_violence")}


def test_the_list_reaches_cases_that_were_opened_before(told: Told, case: Callable[..., int]) -> None:
    person = told.person()
    opened = case(person, place="1437 Bannock St")
    told.plan()
    listed(told, "at_risk_address", "place", "1437 Bannock Street")
    told.tell("under_review", person, case_id=opened)
    assert told.deliver() == 0
    with told.notifier.database.reading() as session:
        assert session.get_one(Case, opened).flags == ["at_risk_address"], "and whoever opens the case sees it"


def test_a_telephone_on_the_list_reaches_cases_and_drafts_alike(told: Told, case: Callable[..., int]) -> None:
    person = told.person(phone="+13035550142")
    opened = case(person)
    told.tell("code_issued", person, report_id="draft-1", values={"code": "40417"})
    told.plan()
    listed(told, "domestic_violence", "phone", "303 555 0142")
    told.tell("report_saved", person, report_id="draft-1", values={"code": "40417", "days": "14"})
    assert told.deliver() == 0
    assert all(row.state == "skipped" for row in told.rows())
    with told.notifier.database.reading() as session:
        assert "domestic_violence" in session.get_one(Case, opened).flags


def test_a_draft_at_a_listed_address_gets_no_code_by_text(told: Told) -> None:
    listed(told, "at_risk_address", "place", "1437 Bannock St")
    with told.notifier.database.writing() as session:
        row = {"agency": "denver", "kind": "theft", "state": "draft", "channel": "voice", "call_id": "c"}
        session.add(Report(id="draft-7", created_at=told.now, updated_at=told.now, wanted=[], **row))
        session.flush()
        said = {"value": "1437 Bannock Street", "how": "given", "channel": "voice", "turn": "t", "at": told.now}
        session.add(ReportAnswer(report_id="draft-7", question="where", **said))
    told.tell("code_issued", told.person(), report_id="draft-7", values={"code": "40417"})
    assert told.deliver() == 0
    assert told.events()[0].why == "at_risk_address"


def test_another_report_of_the_same_person_is_silent_too(told: Told, case: Callable[..., int]) -> None:
    first, second = told.person(email=""), told.person(email="")  # each report has a contact of its own
    opened, other = case(first), case(second)
    mark(told, opened, "do_not_contact")
    told.tell("under_review", second, case_id=other)
    assert told.deliver() == 0


def test_a_neighbour_is_told_as_before(told: Told, case: Callable[..., int]) -> None:
    opened = case(told.person())
    neighbour = told.person(phone="+13035550177", email="")
    mark(told, opened, "domestic_violence")
    told.tell("under_review", neighbour, case_id=case(neighbour))
    assert told.deliver() == 1


def test_a_flag_taken_off_by_an_officer_lets_the_next_message_go(told: Told, case: Callable[..., int]) -> None:
    person = told.person()
    opened = case(person)
    mark(told, opened, "do_not_contact")
    with told.notifier.database.writing() as session:
        found = session.get_one(Case, opened)
        with pytest.raises(MoveRefused):
            at_risk.unmark_case(session, found, properties(), CALL_TAKER, "do_not_contact", "x", told.now)
        at_risk.unmark_case(
            session, found, properties(), OFFICER, "do_not_contact", "she called and asked for it", told.now
        )
        with pytest.raises(BadRequest):
            at_risk.unmark_case(session, found, properties(), OFFICER, "do_not_contact", "again", told.now)
    told.plan()
    told.tell("under_review", person, case_id=opened)
    assert told.deliver() >= 1


def test_what_an_agency_itself_says_is_never_told_is_not_told_even_while_it_waits(
    told: Told, agencies_root: Path
) -> None:
    person = told.person(wants=["sms", "email"])
    told.tell("report_received", person, key="before")
    told.plan()
    path = agencies_root / "denver" / "needs.yml"
    text, need = path.read_text("utf-8"), "\n  theft_cold:\n"
    assert need in text
    path.write_text(text.replace(need, f"{need}    properties: {{never_told: true}}\n", 1), "utf-8")
    told.notifier.planner.directory.load_all()
    told.tell("under_review", person, key="after")
    assert told.deliver() == 0
    assert {(row.state, row.error) for row in told.rows()} == {("skipped", "never_told")}
    assert [event.why for event in told.events()] == [None, "never_told"]
