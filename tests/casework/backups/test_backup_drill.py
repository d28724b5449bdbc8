"""A drill: backed up while others write, restored elsewhere; nothing is missing, the trail is whole, no key is in it. On both databases."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select

from casework.access.pins import PinKeys, Pins, hasher, key_id
from casework.access.tables import PersonSession
from casework.backups import manifest, restoring, taking
from casework.backups.restoring import Restored
from casework.cases.opening import open_case
from casework.cases.tables import Case
from casework.database import Database
from casework.errors import BadSetting, CaseworkError
from casework.files import digest, keep
from casework.intake.tables import Evidence, Report
from casework.notifications import switch
from casework.stores.on_disk import OnDisk
from casework.trail.sealing import keep_sealing, verify
from casework.trail.tables import AuditEntry
from tests.casework.console import submitted

NOW = datetime.now(UTC)
KEY = "the-key-of-pins-that-must-never-be-in-a-backup"
PICTURE = b"\x89PNG\r\n\x1a\n a window"


@pytest.fixture
def elsewhere(database: Database, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the same kind, on another machine as it were."""
    if database.engine.dialect.name == "sqlite":
        yield f"sqlite:///{tmp_path / 'elsewhere' / 'casework.db'}"
        return
    name, server = f"elsewhere_{uuid.uuid4().hex}", database.engine.url.set(drivername="postgresql")
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield database.engine.url.set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def pins() -> Iterator[Pins]:
    made = Pins(hasher(1, 8), 1, PinKeys([KEY]))
    yield made
    made.close()


@pytest.fixture
def city(database: Database, pins: Pins, tmp_path: Path) -> Database:
    """A case with a PIN, a file of a report, somebody who is signed in, and a sealed trail."""
    keep(tmp_path / "var" / "evidence" / "ab" / "cd", PICTURE)
    with database.writing() as session:
        case = open_case(session, submitted(pin_hash=pins.hash("2468")))
        report = Report(
            id="draft", agency="denver", kind="theft", channel="web", language="en", access_code="40417",
            call_id="", state="draft", created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        session.add(report)
        session.flush()
        session.add(
            Evidence(
                id="picture", report_id="draft", name="window.png", media_type="image/png", size=len(PICTURE),
                sha256=digest(PICTURE), file="ab/cd", at=NOW,
            )
        )  # fmt: skip
        session.add(
            PersonSession(
                digest="d" * 64, agency="denver", case_id=case.id, acts_as="citizen", way="pin", created_at=NOW, seen_at=NOW,
                expires_at=NOW + timedelta(hours=1),
            )
        )  # fmt: skip
    keep_sealing(database, None, NOW + timedelta(hours=1))
    return database


@contextmanager
def written_to(database: Database, threads: int = 3) -> Iterator[Callable[[], set[str]]]:
    """Files reports all the while. Gives what says which of them were acknowledged so far."""
    acknowledged: set[str] = set()
    stop, under_way = threading.Event(), threading.Semaphore(0)

    def file_reports() -> None:
        for number in count():
            if stop.is_set():
                return
            report = f"{threading.get_ident()}-{number}"
            with database.writing() as session:
                open_case(session, submitted(report_id=report))
            acknowledged.add(report)
            under_way.release()

    writers = [threading.Thread(target=file_reports) for _ in range(threads)]
    for one in writers:
        one.start()
    for _ in range(20):
        assert under_way.acquire(timeout=30)
    yield lambda: set(acknowledged)
    stop.set()
    for one in writers:
        one.join()


def back(made: Path, url: str, tmp_path: Path, keys: tuple[str, ...] = (KEY,)) -> Restored:
    return restoring.restore(made, url, OnDisk(tmp_path / "elsewhere" / "var"), keys, ["denver"], datetime.now(UTC))


def reports(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(Case.report_id)))


async def test_what_was_acknowledged_before_a_backup_under_load_is_back_and_its_trail_is_whole(
    city: Database, elsewhere: str, pins: Pins, tmp_path: Path
) -> None:
    with written_to(city) as acknowledged:
        before = acknowledged()
        made = taking.take(city, OnDisk(tmp_path / "var"), tmp_path / "backups", NOW)
        keep_sealing(city, None, datetime.now(UTC) + timedelta(hours=1))
    done = back(made, elsewhere, tmp_path)
    assert (done.faults, done.missing_keys) == ([], [])
    assert (tmp_path / "elsewhere" / "var" / "evidence" / "ab" / "cd").read_bytes() == PICTURE
    with closing(Database(elsewhere)) as restored:
        assert before <= reports(restored) <= reports(city)
        with restored.reading() as session:
            assert verify(session, [], NOW).faults == []
            cases, entries = (session.scalar(select(func.count()).select_from(one)) for one in (Case, AuditEntry))
            pin_hash = session.scalars(select(Case.pin_hash).where(Case.pin_hash != "x")).one()
        assert cases == done.manifest.rows["cases"]
        assert entries >= cases  # opening a case stands in the trail, and no case came without its entry
        assert (await pins.check(pin_hash, "2468")).fits


def test_a_backup_holds_no_key_and_says_which_one_is_needed(city: Database, elsewhere: str, tmp_path: Path) -> None:
    made = taking.take(city, OnDisk(tmp_path / "var"), tmp_path / "backups", NOW)
    assert [path for path in made.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()] == []
    done = back(made, elsewhere, tmp_path, ("another-key-of-at-least-thirty-two-characters",))
    assert done.missing_keys == [key_id(KEY)]
    assert "CIVICLINE_PIN_KEYS" in restoring.said(done)


def test_after_a_restore_nobody_is_told_old_news_and_nobody_is_signed_in(
    city: Database, elsewhere: str, tmp_path: Path
) -> None:
    back(taking.take(city, OnDisk(tmp_path / "var"), tmp_path / "backups", NOW), elsewhere, tmp_path)
    with closing(Database(elsewhere)) as restored, restored.reading() as session:
        assert not switch.is_on(session, "denver")
        assert session.scalar(select(func.count()).select_from(PersonSession)) == 0
        said = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert set(said) == {"restored", "messages_off"}


def test_a_place_that_is_not_empty_is_not_written_over(city: Database, elsewhere: str, tmp_path: Path) -> None:
    made = taking.take(city, OnDisk(tmp_path / "var"), tmp_path / "backups", NOW)
    here = city.engine.url.render_as_string(hide_password=False)
    with pytest.raises(BadSetting, match="empty one only"):
        back(made, here, tmp_path)
    OnDisk(tmp_path / "elsewhere" / "var").keep("attachments/ab/cd", PICTURE)
    with pytest.raises(BadSetting, match="empty folder or bucket only"):
        back(made, elsewhere, tmp_path)


@pytest.mark.parametrize("broken", ["database", "file", "manifest"])
def test_a_backup_that_was_changed_or_broke_off_is_refused(
    city: Database, elsewhere: str, tmp_path: Path, broken: str
) -> None:
    made = taking.take(city, OnDisk(tmp_path / "var"), tmp_path / "backups", NOW)
    chosen = {
        "database": next(made.glob("casework.*")),
        "file": made / "evidence/ab/cd",
        "manifest": made / "manifest.json",
    }
    chosen[broken].write_bytes(chosen[broken].read_bytes()[:-9])
    with pytest.raises(CaseworkError):
        back(made, elsewhere, tmp_path)
    assert not (tmp_path / "elsewhere" / "var").exists()


def test_a_restore_that_lost_a_row_says_so(city: Database, elsewhere: str, tmp_path: Path) -> None:
    made = taking.take(city, OnDisk(tmp_path / "var"), tmp_path / "backups", NOW)
    told = json.loads((made / "manifest.json").read_text())
    told["rows"]["cases"] += 1
    (made / "manifest.json").write_text(json.dumps(told))
    done = back(made, elsewhere, tmp_path)
    assert done.faults == ["cases has 1 rows, not 2"]
    with pytest.raises(CaseworkError, match="not whole"):
        restoring.said(done)


def test_a_file_that_is_gone_though_its_row_is_there_stops_the_backup(city: Database, tmp_path: Path) -> None:
    (tmp_path / "var" / "evidence" / "ab" / "cd").unlink()
    with pytest.raises(CaseworkError, match="evidence/ab/cd"):
        taking.take(city, OnDisk(tmp_path / "var"), tmp_path / "backups", NOW)
    assert list((tmp_path / "backups").iterdir()) == []


def test_only_the_newest_backups_are_kept_when_told_so(city: Database, tmp_path: Path) -> None:
    for hours in range(3):
        taking.take(city, OnDisk(tmp_path / "var"), tmp_path / "backups", NOW + timedelta(hours=hours))
    assert len(taking.thin_out(tmp_path / "backups", 2)) == 1
    left = sorted((tmp_path / "backups").iterdir())
    assert [manifest.read(one).made_at for one in left] == [NOW + timedelta(hours=1), NOW + timedelta(hours=2)]
    assert {oct(path.stat().st_mode)[-3:] for path in left} == {"700"}
    assert {oct(path.stat().st_mode)[-3:] for path in left[0].rglob("*") if path.is_file()} == {"600"}
