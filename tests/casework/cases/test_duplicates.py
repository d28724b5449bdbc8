"""The same matter reported twice: found by place, time and need, and merged, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from casework.cases import duplicates
from casework.cases.tables import Case
from casework.database import Database
from casework.errors import BadRequest, MoveRefused
from casework.notifications.contacts import save_contact
from casework.notifications.tables import NotificationEvent
from tests.casework.cases.moving import SUPERVISOR, do, rows
from tests.casework.console import NOW


def test_candidates_are_of_the_same_place_time_and_need(database: Database, file_report: Callable[..., int]) -> None:
    case_id = file_report()
    same = file_report(place="Pearl & 14th", when=NOW - timedelta(hours=47))
    file_report(place="Pearl & 14th", when=NOW - timedelta(hours=49))
    file_report(place="Pearl & 15th")
    file_report(need="vandalism")
    closed = file_report()
    do(database, closed, "close", reason="unfounded")
    with database.reading() as session:
        found = duplicates.candidates(session, session.get(Case, case_id))
        assert [case.id for case in found] == [same]


def test_a_merged_case_speaks_through_the_one_that_stays(database: Database, file_report: Callable[..., int]) -> None:
    first, second, third = file_report(), file_report(), file_report()
    do(database, second, "merge", into=first)
    do(database, first, "merge", into=third)
    with database.reading() as session:
        assert duplicates.survivor(session, session.get(Case, second)).id == third
    with pytest.raises(MoveRefused):
        do(database, third, "merge", into=second)
    with pytest.raises(BadRequest, match="into itself"):
        do(database, third, "merge", into=third)


def test_people_whose_reports_were_merged_hear_of_the_one_that_stays(
    database: Database, file_report: Callable[..., int]
) -> None:
    with database.writing() as session:
        contacts = [
            save_contact(session, "denver", None, name=None, phone=phone, email=None, language="en", wants=["sms"])
            for phone in ("+13035550111", "+13035550122")
        ]
    first, second = (file_report(contact_id=contact) for contact in contacts)
    do(database, second, "merge", into=first)
    do(database, first, "review")
    told = [(event.event, event.contact_id) for event in rows(database, NotificationEvent)]
    assert told[-3:] == [("merged", contacts[1]), ("under_review", contacts[0]), ("under_review", contacts[1])]


def test_a_reopened_case_stands_for_itself_again(database: Database, file_report: Callable[..., int]) -> None:
    first, second = file_report(), file_report()
    do(database, second, "merge", into=first)
    do(database, second, "reopen", SUPERVISOR)
    case = rows(database, Case, Case.id == second)[0]
    assert (case.merged_into, case.closed_at, case.stage) == (None, None, "under_review")
