"""A call-taker finds the case of whoever is on the line, however they name it; on both databases, and by indexes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from casework.cases import changes, messages, words
from casework.cases.queues import Wanted, page, total
from casework.cases.tables import Case
from casework.database import Database
from casework.notifications.contacts import save_contact
from casework.rights import erasing
from casework.trail.actors import Actor
from casework.trail.guard import gate_open
from casework.trail.outliving import outlive
from tests.casework.console import Console

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.fixture
def city(database: Database, file_report: Callable[..., int]) -> dict[str, int]:
    """Three cases of three people, one of them of another agency."""
    made = {}
    for who, name, phone, agency, place in (
        ("ada", "Ada Lovelace", "+13035550199", "denver", "14th Avenue and Pearl Street"),
        ("adam", "Adam Smith", "+13035550143", "denver", "1437 Bannock Street"),
        ("elsewhere", "Ada Lovelace", "+13035550199", "lakewood", "14th Avenue and Pearl Street"),
    ):
        with database.writing() as session:
            contact = save_contact(
                session, agency, None, name=name, phone=phone, email=f"{who}@example.org", language="en", wants=[]
            )
        told = {"where": place, "what_happened": "my bicycle is gone"}
        made[who] = file_report(agency=agency, contact_id=contact, place=place, answers=told)
    with database.writing() as session:
        session.get_one(Case, made["ada"]).number = "2026-417702"
        session.get_one(Case, made["ada"]).access_code = "40417"
    return made


def found(database: Database, **wanted: object) -> list[int]:
    with database.reading() as session:
        return [case.id for case in page(session, "denver", Wanted(**{"country": "US"} | wanted))[0]]  # type: ignore[arg-type]


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


@pytest.mark.parametrize(
    ("q", "country", "is_found"),
    [
        ("07700 900123", "GB", True),
        ("+44 7700 900123", "GB", True),
        ("0044 7700 900123", "GB", True),
        ("+44 7700 900123", "US", True),
        ("011 44 7700 900123", "US", True),
        ("07700 900123", "US", False),
        ("07700 900123", None, False),
        ("+44 7700 900123", None, True),
    ],
)
def test_a_telephone_number_is_read_as_it_is_written_in_the_agency_s_country(
    database: Database, city: dict[str, int], q: str, country: str | None, is_found: bool
) -> None:
    with database.writing() as session:
        save_contact(session, "denver", session.get_one(Case, city["ada"]).contact_id, phone="+447700900123")
    assert found(database, q=q, country=country) == ([city["ada"]] if is_found else [])


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
    for q in ("ada lovelace", "ada l", "2026-417702", "303-555-0199", "ada@example.org"):
        plan = planned(database, q)
        assert not [line for line in plan if "SCAN cases" in line or "SCAN contacts" in line or "Seq Scan" in line], (
            plan
        )


def planned(database: Database, q: str) -> list[str]:
    from casework.cases import searching

    with database.reading() as session:
        known = searching.people(session, "denver", q, "US")
        assert known.whole or known.begun or not q[0].isalpha()
        cases = searching.select(Case.id).where(
            Case.agency == "denver", searching.typed("denver", q, session.get_bind().dialect.name, known)
        )
        asked = (*searching.whom("denver", q, "US"), cases)
        written = [one.compile(session.get_bind(), compile_kwargs={"literal_binds": True}) for one in asked]
        return [line for one in written for line in _explained(session, str(one))]


def test_a_number_is_found_by_indexes_where_nobody_has_a_contact_yet(database: Database) -> None:
    """A planner that knows nothing of contacts must not go through all cases: as many as a small town has, no contact at all."""
    with database.writing() as session:
        session.add_all(
            Case(
                agency="denver", number=f"2025-{n:06d}", need="theft_cold", stage="submitted", opened_at=NOW, updated_at=NOW,
                pin_hash="x",
            )
            for n in range(4000)
        )  # fmt: skip
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    from casework.cases import searching

    with database.reading() as session:
        q, dialect = "2025-001234", session.get_bind().dialect.name
        people = searching.people(session, "denver", q, "US")
        query = searching.select(Case.id).where(searching.typed("denver", q, dialect, people))
        sql = str(query.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN " if dialect == "postgresql" else "EXPLAIN QUERY PLAN "
        plan = [str(row) for row in session.connection().exec_driver_sql(explain + sql)]
    assert not [line for line in plan if "SCAN cases" in line or "Seq Scan on cases" in line], plan


def _explained(session: Session, sql: str) -> list[str]:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off"))
        return [row[0] for row in session.connection().exec_driver_sql("EXPLAIN " + sql)]
    return [row[3] for row in session.connection().exec_driver_sql("EXPLAIN QUERY PLAN " + sql)]


@pytest.fixture
def stories(database: Database, file_report: Callable[..., int]) -> dict[str, int]:
    told = {
        "bike": {"what_happened": "somebody took my red Cannondale bicycle", "name": "Zoë Móntez"},
        "bikes": {"what_happened": "two bicycles are gone", "items": [{"what": "Trek", "serial": "WTU1437"}]},
        "wall": {"what_happened": "paint on the wall", "suspects": [{"name": "Dana Quill"}]},
    }
    return {who: file_report(answers=answers) for who, answers in told.items()}


@pytest.mark.parametrize(
    ("q", "who"),
    [
        ("red bicycle", ["bike"]), ("BICYCLE, red!", ["bike"]), ("cannondale", ["bike"]), ("zoe montez", ["bike"]),
        ("bicycl", ["bike", "bikes"]), ("wtu1437", ["bikes"]), ("quill", ["wall"]), ("red wall", []), ("bicycle AND wall", []),
        ('bicycle" OR "paint', []), ("paint -wall", ["wall"]), ("pearl street paint", ["wall"]),
    ],
)  # fmt: skip
def test_words_of_the_story_of_people_and_things_find_the_case(
    database: Database, stories: dict[str, int], q: str, who: list[str]
) -> None:
    assert found(database, q=q) == sorted(stories[one] for one in who)


def test_words_of_messages_and_of_corrected_answers_count_and_those_before_do_not(
    database: Database, stories: dict[str, int]
) -> None:
    with database.writing() as session:
        case = changes.held(session, stories["wall"], "denver")
        messages.write(session, case, Actor("by-web", "citizen"), "it was turquoise", "k", NOW)
        erasing.correct(
            session, case.id, "denver", "what_happened", "ink on the door", "they said so", Actor("o", "officer"), NOW
        )
    assert found(database, q="turquoise door") == [stories["wall"]]
    assert found(database, q="paint") == []


def test_what_is_deleted_leaves_no_word_behind(database: Database, stories: dict[str, int]) -> None:
    assert "annondale" in index_of(database)  # its first letters are shared with the word before
    with database.writing() as session, gate_open(session):
        outlive(session, [stories["bike"]])
        session.execute(text("DELETE FROM cases WHERE id = :id"), {"id": stories["bike"]})
    words.tidy(database)
    assert found(database, q="cannondale") == []
    assert found(database, q="bicycles") == [stories["bikes"]]
    assert "annondale" not in index_of(database)


def index_of(database: Database) -> str:
    """What the database keeps of words, as its file has it."""
    with database.reading() as session:
        if database.engine.dialect.name == "sqlite":
            blocks = session.scalars(text("SELECT block FROM case_words_index_data")).all()
            return b"".join(blocks).decode("utf-8", "replace")
        return " ".join(session.scalars(text("SELECT words FROM case_words")))


def test_cases_of_before_the_index_are_found_after_the_start(
    database: Database, stories: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "_AT_ONCE", 2)
    with database.writing() as session:
        session.execute(text("DELETE FROM case_words"))
    assert found(database, q="cannondale") == []
    assert words.catch_up(database) == 3
    assert words.catch_up(database) == 0
    assert found(database, q="cannondale") == [stories["bike"]]


def test_the_newest_come_first_when_asked_so_and_their_pages_miss_none(
    database: Database, stories: dict[str, int]
) -> None:
    every = sorted(stories.values(), reverse=True)
    with database.reading() as session:
        first, following = page(session, "denver", Wanted(order="newest", limit=2))
        last, end = page(session, "denver", Wanted(order="newest", limit=2, after=following or 0))
        assert total(session, "denver", Wanted(limit=1)) == 3
    assert [case.id for case in (*first, *last)] == every
    assert end is None


async def test_the_console_searches_over_http(console: Console) -> None:
    case = console.file(access_code="90417")
    console.file(access_code="90418")
    lines = (await console.get("/cases", q="90417")).json()["cases"]
    assert [line["case"] for line in lines] == [case]
    assert (await console.get("/cases", q="x")).status_code == 400
    assert (await console.get("/cases", unread="true")).json()["cases"] == []
