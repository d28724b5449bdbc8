"""Files put to a report, and that everything about a person is gone when its time is over: rows and files."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from casework.base import Base
from casework.cases.tables import Case
from casework.intake.tables import Evidence, Report, ReportAnswer
from casework.notifications.tables import Contact, NotificationEvent
from casework.retention import delete_expired

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 50
NOW = datetime.now(UTC)


async def put(casework, report: str, body: bytes = PNG, name: str = "window.png"):
    return await casework.client.post(f"/v1/reports/{report}/evidence", files={"file": (name, body)})


async def test_a_picture_is_kept_once_and_listed_with_the_report(casework, person) -> None:
    ada = person(channel="web")
    await ada.begin()
    first = await put(casework, ada.report)
    assert (first.status_code, first.json()["media_type"], first.json()["name"]) == (201, "image/png", "window.png")
    assert (await put(casework, ada.report, name="again.png")).json() == first.json()
    assert (await ada.whole())["evidence"] == [{name: value for name, value in first.json().items() if name != "also"}]
    stored = [path for path in (casework.services.var / "evidence").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in stored] == [PNG]
    assert oct(stored[0].stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize(
    ("body", "name", "status"),
    [
        (b"<html><script>alert(1)</script>", "photo.png", 415),
        (b"MZ\x90\x00 program", "photo.jpg", 415),
        (b"", "photo.jpg", 400),
        (PNG + b"x" * (10 * 1024 * 1024), "large.png", 413),
    ],
)
async def test_a_file_that_is_not_taken_says_why(casework, person, body: bytes, name: str, status: int) -> None:
    ada = person()
    await ada.begin()
    answer = await put(casework, ada.report, body, name)
    assert answer.status_code == status
    assert answer.json()["error"]["message"].endswith(".")
    assert not list((casework.services.var / "evidence").rglob("*"))


async def test_a_name_is_never_a_path(casework, person) -> None:
    ada = person()
    await ada.begin()
    named = (await put(casework, ada.report, name="../../etc/pass\u202ewd<b>.png")).json()["name"]
    assert named == "pass_wd_b_.png"


async def test_a_file_without_a_form_around_it_is_refused(casework, person) -> None:
    ada = person()
    await ada.begin()
    sent = await casework.client.post(f"/v1/reports/{ada.report}/evidence", content=PNG)
    assert sent.status_code == 400


async def test_a_draft_that_nobody_went_on_with_is_gone_from_every_table_and_file(casework, person) -> None:
    ada, ben = person(), person()
    for one in (ada, ben):
        await one.begin(f"begin-{id(one)}")
        await one.answer("phone", "303 555 0199")
        await one.answer("contact_by", "sms")
        await put(casework, one.report)
    database, directory, var = casework.services.database, casework.services.directory, casework.services.var
    with database.writing() as session:
        old = NOW - timedelta(days=31)
        session.execute(update(Report).where(Report.id == ada.report).values(updated_at=old))
        session.execute(
            update(NotificationEvent)
            .where(NotificationEvent.report_id == ada.report)
            .values(at=old - timedelta(days=90))
        )
        first = session.get(Report, ada.report).contact_id
        session.execute(update(Contact).where(Contact.id == first).values(updated_at=old - timedelta(days=90)))
    counts = delete_expired(database, directory, NOW, var)
    assert (counts["reports"], counts["evidence_files"]) == (1, 1)
    assert holding(database, ada.report) == set()
    assert "reports" in holding(database, ben.report)
    with database.reading() as session:
        assert session.get(Contact, first) is None
    left = [path for path in (var / "evidence").rglob("*") if path.is_file()]
    assert [path.parent.name for path in left] == [ben.report]


async def test_a_filed_report_goes_with_its_case_and_not_before(casework, person) -> None:
    ada = person("graffiti")
    await ada.begin()
    await put(casework, ada.report)
    await ada.answer_all(anonymous=True)
    await ada.post("submit", turn="s")
    database, directory, var = casework.services.database, casework.services.directory, casework.services.var
    with database.writing() as session:
        session.execute(update(Report).values(updated_at=NOW - timedelta(days=400)))
    delete_expired(database, directory, NOW, var)
    assert "report_answers" in holding(database, ada.report)
    with database.writing() as session:
        session.execute(update(Case).values(closed_at=NOW - timedelta(days=91)))
    delete_expired(database, directory, NOW, var)
    with database.reading() as session:
        for table in (Case, Report, ReportAnswer, Evidence):
            assert session.scalar(select(func.count()).select_from(table)) == 0
    assert not list((var / "evidence").rglob("*"))


async def test_a_file_whose_write_was_cut_off_is_swept_after_an_hour(casework, person) -> None:
    ada = person()
    await ada.begin()
    folder = casework.services.var / "evidence" / ada.report
    folder.mkdir(parents=True)
    young, old = folder / "young.part", folder / "old.part"
    for path in (young, old):
        path.write_bytes(b"half")
    hours_ago = NOW.timestamp() - 7200
    os.utime(old, (hours_ago, hours_ago))
    delete_expired(casework.services.database, casework.services.directory, NOW, casework.services.var)
    assert young.exists()
    assert not old.exists()


def holding(database, report: str) -> set[str]:
    """The tables in which the report's id still stands anywhere."""
    with database.reading() as session:
        return {
            table.name
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
            if report in str(tuple(row)) and table.name != "idempotency_keys"
        }
