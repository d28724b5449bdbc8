"""A call-taker finds the case of whoever is on the line, however they name it; on both databases, and by indexes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from casework.cases import changes, messages
from casework.cases.queues import Wanted, page
from casework.cases.tables import Case
from casework.database import Database
from casework.notifications.contacts import save_contact
from casework.trail.actors import Actor
from tests.casework.console import Console

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.fixture
def city(database: Database, file_report: Callable[..., int]) -> dict[str, int]:
    """Three cases of three people, one of them of another agency."""
    made = {}
    for who, name, phone, agency, place in (
        ("ada", "Ada Lovelace", "303 555 0199", "denver", "14th Avenue and Pearl Street"),
        ("adam", "Adam Smith", "303 555 0143", "denver", "1437 Bannock Street"),
        ("elsewhere", "Ada Lovelace", "303 555 0199", "lakewood", "14th Avenue and Pearl Street"),
    ):
        with database.writing() as session:
            contact = save_contact(
                session, agency, None, name=name, phone=phone, email=f"{who}@example.org", language="en", wants=[]
            )
        made[who] = file_report(agency=agency, contact_id=contact, place=place)
    with database.writing() as session:
        session.get_one(Case, made["ada"]).number = "2026-417702"
        session.get_one(Case, made["ada"]).access_code = "40417"
    return made


def found(database: Database, **wanted: object) -> list[int]:
    with database.reading() as session:
        return [case.id for case in page(session, "denver", Wanted(**wanted))[0]]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "q",
    [
        "2026-417702", "2026 417702", "2026417702", "40417", "303-555-0199", "+13035550199", "ada@example.org",
        "ADA@example.org", "ada lovelace", "Ada L", "pearl & 14th", "14th avenue and pearl street",
    ],
)  # fmt: skip
def test_however_the_caller_names_it_their_case_is_found_and_nobody_else_s(
    database: Database, city: dict[str, int], q: str
) -> None:
    assert found(database, q=q) == [city["ada"]]


def test_the_beginning_of_a_name_finds_everybody_whose_name_begins_so(database: Database, city: dict[str, int]) -> None:
    assert found(database, q="ada") == [city["ada"], city["adam"]]


@pytest.mark.parametrize("q", ["%", "__", "zz top", "' OR 1=1 --", "99999", "ad"])
def test_what_fits_nothing_finds_nothing(database: Database, city: dict[str, int], q: str) -> None:
    assert found(database, q=q) == []


def test_closed_cases_are_found_by_what_was_typed_but_not_in_the_queue(
    database: Database, city: dict[str, int]
) -> None:
    with database.writing() as session:
        session.get_one(Case, city["ada"]).closed_at = NOW
    assert found(database, q="40417") == [city["ada"]]
    assert found(database, q="40417", state="open") == []
    assert found(database) == [city["adam"]]


def test_cases_with_a_message_that_nobody_has_read(database: Database, city: dict[str, int]) -> None:
    with database.writing() as session:
        case = changes.held(session, city["adam"], "denver")
        number = messages.write(session, case, Actor("by-web", "citizen"), "hello", "k", NOW)
    assert found(database, unread=True) == [city["adam"]]
    with database.writing() as session:
        messages.read(session, changes.held(session, city["adam"]), Actor("o-7", "officer"), number, NOW)
    assert found(database, unread=True) == []


def test_by_the_time_of_opening(database: Database, city: dict[str, int]) -> None:
    with database.writing() as session:
        session.get_one(Case, city["ada"]).opened_at = NOW - timedelta(days=3)
        session.get_one(Case, city["adam"]).opened_at = NOW
    assert found(database, opened_from=NOW - timedelta(days=1)) == [city["adam"]]
    assert found(database, opened_to=NOW - timedelta(days=1)) == [city["ada"]]


def test_what_is_typed_is_looked_up_in_indexes(database: Database, city: dict[str, int]) -> None:
    """Every part of the search; a scan of cases or contacts would take seconds at a million."""
    plan = planned(database, "ada lovelace")
    assert not [line for line in plan if "SCAN cases" in line or "SCAN contacts" in line or "Seq Scan" in line], plan


def planned(database: Database, q: str) -> list[str]:
    from casework.cases import searching

    with database.reading() as session:
        query = searching.select(Case.id).where(Case.agency == "denver", searching.typed("denver", q))
        sql = str(query.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
        return _explained(session, sql)


def _explained(session: Session, sql: str) -> list[str]:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off"))
        return [row[0] for row in session.execute(text("EXPLAIN " + sql.replace(":", r"\\:")))]
    return [row[3] for row in session.execute(text("EXPLAIN QUERY PLAN " + sql.replace(":", r"\\:")))]


async def test_the_console_searches_over_http(console: Console) -> None:
    case = console.file(access_code="90417")
    console.file(access_code="90418")
    lines = (await console.get("/cases", q="90417")).json()["cases"]
    assert [line["case"] for line in lines] == [case]
    assert (await console.get("/cases", q="x")).status_code == 400
    assert (await console.get("/cases", unread="true")).json()["cases"] == []
