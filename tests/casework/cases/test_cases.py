"""Cases on both databases: opened by intake, moved by people, written down for good, numbered and assessed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DatabaseError

from agencies.properties import properties
from casework.cases import changes, flags, numbers, thrive
from casework.cases.opening import answered, open_case
from casework.cases.tables import Case, StatusEvent
from casework.database import Database
from casework.errors import BadRequest, Conflict, MoveRefused, NotFound
from casework.notifications.contacts import save_contact
from casework.notifications.tables import NotificationEvent
from casework.trail.guard import gate_open
from casework.trail.tables import AuditEntry
from tests.casework.cases.moving import OFFICER, SUPERVISOR, NoReports, do, rows
from tests.casework.console import NOW, submitted


def test_a_report_becomes_one_case_however_often_it_is_submitted(database: Database) -> None:
    report = submitted()
    with database.writing() as session:
        first = open_case(session, report).id
    with database.writing() as session:
        assert open_case(session, report).id == first
    case = rows(database, Case)[0]
    assert (case.stage, case.number, case.queue) == ("submitted", None, "reports")
    assert [entry.action for entry in rows(database, AuditEntry)] == ["submit"]
    assert [event.event for event in rows(database, NotificationEvent)] == ["report_received"]


def test_the_way_from_report_to_court_is_told_step_by_step(database: Database, file_report: Callable[..., int]) -> None:
    case_id = file_report()
    do(database, case_id, "review")
    do(database, case_id, "accept")
    do(database, case_id, "record")
    do(database, case_id, "allocate", SUPERVISOR, officer="officer-9", officer_name="Officer Alvarez")
    for move in ("deploy", "investigate", "send_to_forensics", "identify_suspect", "charge", "go_to_court"):
        do(database, case_id, move)
    stage = do(database, case_id, "close", reason="court_decided", why="sentence of 3 November")
    assert stage == "closed_court_decided"
    case = rows(database, Case)[0]
    assert (case.assigned_to, case.closed_at) == ("officer-9", NOW)
    assert re.fullmatch(r"2026-\d{6}", case.number)
    told = [event.event for event in rows(database, NotificationEvent)]
    assert told == [
        "report_received", "under_review", "number_issued", "allocated", "officer_deployed", "under_investigation",
        "forensics", "suspect_identified", "charged", "court", "closed_court_decided",
    ]  # fmt: skip
    allocated = next(event for event in rows(database, NotificationEvent) if event.event == "allocated")
    assert allocated.given == {"officer": "Officer Alvarez", "number": case.number}
    trail = rows(database, AuditEntry)
    assert [(entry.from_stage, entry.to_stage) for entry in trail][-1] == ("court", "closed_court_decided")
    assert trail[-1].why == "sentence of 3 November"
    assert [event.stage for event in rows(database, StatusEvent)][-1] == "closed_court_decided"


def test_a_refused_move_changes_nothing_and_tells_nobody(database: Database, file_report: Callable[..., int]) -> None:
    case_id = file_report()
    before = len(rows(database, AuditEntry)), len(rows(database, NotificationEvent))
    with pytest.raises(MoveRefused, match="cannot be moved by 'charge'"):
        do(database, case_id, "charge")
    with pytest.raises(BadRequest, match="destination does not fit"):
        do(database, case_id, "redirect", destination="the moon")
    assert (len(rows(database, AuditEntry)), len(rows(database, NotificationEvent))) == before
    assert rows(database, Case)[0].stage == "submitted"


def test_a_case_of_another_agency_is_not_there(database: Database, file_report: Callable[..., int]) -> None:
    case_id = file_report()
    with pytest.raises(NotFound), database.writing() as session:
        changes.held(session, case_id, "boulder")


# the audit trail


@pytest.mark.parametrize(
    "change",
    [
        update(AuditEntry).values(why="nothing happened"),
        delete(AuditEntry),
        text("UPDATE audit_entries SET actor_id = 'nobody'"),
        text("DELETE FROM audit_entries WHERE id = (SELECT min(id) FROM audit_entries)"),
        delete(Case),
    ],
)
def test_the_database_refuses_to_change_the_trail(
    database: Database, file_report: Callable[..., int], change: Any
) -> None:
    file_report()
    with pytest.raises(DatabaseError, match="audit trail"), database.writing() as session:
        session.execute(change)
    assert len(rows(database, AuditEntry)) == 1


def test_not_even_retention_changes_an_entry(database: Database, file_report: Callable[..., int]) -> None:
    file_report()
    with pytest.raises(DatabaseError, match="never changed"), database.writing() as session, gate_open(session):
        session.execute(update(AuditEntry).values(why="x"))


def test_the_trail_goes_with_its_case_through_the_gate_of_retention(
    database: Database, file_report: Callable[..., int]
) -> None:
    file_report()
    with database.writing() as session, gate_open(session):
        session.execute(delete(Case))
    assert rows(database, AuditEntry) == []
    file_report()
    with pytest.raises(DatabaseError), database.writing() as session:
        session.execute(delete(Case))


def test_postgresql_does_not_empty_the_trail_either(database: Database, file_report: Callable[..., int]) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    file_report()
    with pytest.raises(DatabaseError, match="never changed"), database.writing() as session:
        session.execute(text("TRUNCATE audit_entries"))


# more information


def test_answers_take_the_case_back_to_where_it_was(database: Database, file_report: Callable[..., int]) -> None:
    reports = NoReports()
    case_id = file_report()
    for move in ("review", "accept", "record", "deploy"):
        do(database, case_id, move)
    do(database, case_id, "ask_more", reports=reports, questions=["witnesses"], note="Who saw it?")
    assert reports.reopened == [(rows(database, Case)[0].report_id, ["witnesses"], "Who saw it?")]
    with database.writing() as session:
        answered(session, case_id, {"witnesses": [{"name": "a neighbour"}]}, properties(), NOW + timedelta(hours=1))
    case = rows(database, Case)[0]
    assert (case.stage, case.stage_before) == ("officer_deployed", None)
    assert rows(database, AuditEntry)[-1].details == {"changed": ["what_happened", "where", "witnesses"]}
    assert [event.event for event in rows(database, NotificationEvent)][-2:] == ["more_wanted", "answers_received"]


def test_nothing_can_be_asked_where_no_report_form_was_filled_in(
    database: Database, file_report: Callable[..., int]
) -> None:
    case_id = file_report(report_id=None)
    do(database, case_id, "review")
    with pytest.raises(BadRequest, match="write a message"):
        do(database, case_id, "ask_more", note="Who saw it?")


# numbers


async def test_numbers_given_out_at_once_are_all_different(database: Database, file_report: Callable[..., int]) -> None:
    ids = [file_report() for _ in range(12)]
    for case_id in ids:
        do(database, case_id, "review")
    await asyncio.gather(*(database.run(do, database, case_id, "accept") for case_id in ids))
    given = [case.number for case in rows(database, Case)]
    assert len(set(given)) == 12
    assert all(re.fullmatch(r"2026-\d{6}", number) for number in given)


def test_a_number_tells_nothing_of_the_one_before(database: Database) -> None:
    with database.writing() as session:
        given = [int(numbers.issue(session, "denver", 2026)[5:]) for _ in range(60)]
    assert sorted(given) != given
    assert max(given) - min(given) > 100_000  # sixty in turn would lie within sixty


def test_the_last_numbers_of_a_year_are_found_where_drawing_fails(
    database: Database, file_report: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = file_report()
    do(database, taken, "review")
    do(database, taken, "accept", number="2026-000001")
    monkeypatch.setattr("casework.cases.numbers.secrets.randbelow", lambda _below: 0)  # always 000001
    with database.writing() as session:
        assert numbers.issue(session, "denver", 2026) == "2026-000002"


def test_a_number_that_the_agency_names_is_taken_once(database: Database, file_report: Callable[..., int]) -> None:
    first, second = file_report(), file_report()
    do(database, first, "review")
    do(database, second, "review")
    do(database, first, "accept", number="2026 000002".replace(" ", ""))
    with pytest.raises(Conflict, match="has that number"):
        do(database, second, "accept", number="2026-000002")
    with pytest.raises(BadRequest, match="writes official numbers as YYYY-######"):
        do(database, second, "accept", number="C-17")
    do(database, second, "accept")
    third = file_report()
    do(database, third, "review")
    do(database, third, "accept")
    given = [case.number for case in rows(database, Case)]
    assert given[0] == "2026-000002"
    assert len(set(given)) == 3


def test_a_year_whose_numbers_are_all_given_out_says_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "_DRAWS", 0)  # as if every one that is drawn were taken
    with database.writing() as session:
        numbers._held(session, "denver", 2026).last = 999_999
        with pytest.raises(Conflict, match="All official numbers of 2026"):
            numbers.issue(session, "denver", 2026)


# assessments and flags


def test_an_assessment_shows_its_reasons(database: Database) -> None:
    items = [{"what": "a laptop", "value": 900}, {"what": "a phone", "value": 300}]
    found = thrive.prefill(
        "theft_cold", {"items": items, "video": True, "contact_by": "sms"}, ["known_vulnerability"], properties()
    )
    assert found["harm"] == {
        "level": "medium",
        "reasons": ["a loss of 1000 or more", "a loss of 100 or more"],
    }
    assert found["investigation"] == {"level": "high", "reasons": ["there may be a video"]}
    assert found["vulnerability"]["level"] == "high"
    assert found["threat"] == {"level": "none", "reasons": []}


def test_changed_answers_are_assessed_anew_and_a_decision_stays_in_the_history(
    database: Database, file_report: Callable[..., int]
) -> None:
    case_id = file_report()
    with database.writing() as session:
        case = changes.held(session, case_id)
        thrive.decide(session, case, properties(), OFFICER, dict.fromkeys(thrive.ELEMENTS, "low"), "read it twice", NOW)
    with database.writing() as session:
        answered(session, case_id, {"injured": True}, properties(), NOW)
    with database.reading() as session:
        history = thrive.history(session, case_id)
        assert [row.decided for row in history] == [False, True, False]
        assert history[0].levels["harm"]["level"] == "high"
        assert history[1].levels["harm"] == {"level": "low", "reasons": []}


def test_flags_come_from_the_agencys_own_list_only(database: Database, file_report: Callable[..., int]) -> None:
    with database.writing() as session:
        contact = save_contact(
            session, "denver", None, name="Ada", phone="+13035550199", email=None, language="en", wants=["sms"]
        )
        for _ in range(20):
            open_case(session, submitted(contact_id=contact))
    assert all(case.flags == [] for case in rows(database, Case)), "many reports alone make nobody a repeat caller"
    later = NOW + timedelta(days=90)
    with database.writing() as session:
        flags.put(session, "denver", "repeat_caller", "phone", "(303) 555-0199", None, later, SUPERVISOR, NOW)
        flags.put(session, "denver", "at_risk_address", "place", "Pearl & 14th", None, NOW, SUPERVISOR, NOW)
        flags.put(session, "boulder", "known_vulnerability", "phone", "3035550199", None, later, SUPERVISOR, NOW)
    case_id = file_report(contact_id=contact, flags=frozenset({"anonymous"}))
    assert rows(database, Case, Case.id == case_id)[0].flags == ["anonymous", "repeat_caller"]


def test_a_listed_number_is_the_contact_s_however_the_agency_s_country_writes_it(
    database: Database, file_report: Callable[..., int]
) -> None:
    with database.writing() as session:
        contact = save_contact(session, "denver", None, phone="+353861234567", wants=["sms"])
        later = NOW + timedelta(days=90)
        flags.put(session, "denver", "domestic_violence", "phone", "086 123 4567", None, later, SUPERVISOR, NOW, "IE")
    case_id = file_report(contact_id=contact)
    assert rows(database, Case, Case.id == case_id)[0].flags == ["domestic_violence"]


def test_the_list_of_flags_does_not_hold_what_it_recognises(database: Database) -> None:
    with database.writing() as session:
        flags.put(session, "denver", "repeat_caller", "phone", "303 555 0199", None, NOW, SUPERVISOR, NOW)
        stored = session.execute(text("SELECT * FROM agency_flags")).one()
    assert "5550199" not in "".join(str(value) for value in stored)


def test_what_is_too_little_to_recognise_is_not_put_on_the_list(database: Database) -> None:
    with pytest.raises(BadRequest, match="not a phone"), database.writing() as session:
        flags.put(session, "denver", "repeat_caller", "phone", "12 34", None, NOW, SUPERVISOR, NOW)


def test_every_case_counts_its_stages_in_order(database: Database, file_report: Callable[..., int]) -> None:
    case_id = file_report()
    for hours, move in enumerate(("review", "accept", "record"), 1):
        do(database, case_id, move, at=NOW + timedelta(hours=hours))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(StatusEvent)) == 4
        assert session.get(Case, case_id).updated_at == NOW + timedelta(hours=3)
