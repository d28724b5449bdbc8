"""The same on PostgreSQL, with two workers at once; contacts; and what is forgotten when its time is over."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select

from casework import retention
from casework.cases.tables import Case
from casework.directory.directory import Directory
from casework.errors import BadRequest, NotFound
from casework.migrate import downgrade, upgrade
from casework.notifications import leases, stops
from casework.notifications.contacts import save_contact, written_email, written_phone
from casework.notifications.tables import Contact, Notification, NotificationEvent, StoppedAddress
from casework.notifications.vendors.base import Accepted, Outgoing
from casework.notifications.vendors.console import Console


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(request: pytest.FixtureRequest, make_told: Callable):
    if request.param == "sqlite":
        yield make_told()
        return
    told = make_told(request.getfixturevalue("postgres_url").replace("postgresql://", "postgresql+psycopg://"))
    yield told
    downgrade(told.notifier.database.engine, "base")


def test_many_threads_deliver_each_message_once(anywhere) -> None:
    count = 120
    for number in range(count):
        contact = anywhere.person(phone=f"+1303555{number:04d}")
        anywhere.tell(contact=contact, key=f"k{number}")
    taken: list[str] = []

    def work() -> None:
        for _ in range(200):
            anywhere.plan()
            with anywhere.notifier.database.writing() as session:
                token, ids = leases.hand_out(session, anywhere.now, 7, timedelta(seconds=180))
            anywhere.deliverer.deliver(token, ids)
            taken.extend(ids)
            if len(set(taken)) >= count:
                return

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    sent = Counter(message.to for message in anywhere.vendor().sent)
    assert len(sent) == count
    assert max(sent.values()) == 1
    assert Counter(row.state for row in anywhere.rows()) == {"sent": count}


def test_a_day_of_one_person_is_the_same_on_both_databases(anywhere) -> None:
    contact = anywhere.person(wants=["sms", "email"], frequency="daily")
    anywhere.tell("under_review", contact)
    anywhere.tell("code_issued", contact, values={"code": "40417"})
    assert anywhere.deliver() == 2
    anywhere.wait(hours=6)
    assert anywhere.deliver() == 2
    with anywhere.notifier.database.writing() as session:
        stops.stop(session, "denver", "sms", "+13035550199", "stop", anywhere.now)
        stops.stop(session, "denver", "sms", "+13035550199", "stop", anywhere.now)
    anywhere.tell("code_issued", contact, key="again", values={"code": "40418"})
    assert anywhere.deliver() == 1, "by e-mail only"


def test_what_is_old_is_forgotten_and_what_is_needed_is_kept(told, tmp_path: Path) -> None:
    used, unused = told.person(), told.person(phone="+13035550100")
    told.tell(contact=used)
    told.tell(contact=unused)
    told.deliver()
    database = told.notifier.database
    with database.writing() as session:
        row = {"agency": "denver", "pin_hash": "x", "need": "theft_cold", "stage": "submitted"}
        session.add(Case(**row, contact_id=used, opened_at=told.now, updated_at=told.now))
        for contact in session.scalars(select(Contact)):
            contact.updated_at = told.now
        stops.stop(session, "denver", "sms", "+13035550100", "stop", told.now)
        stops.stop(session, "denver", "email", "x@example.org", "bounced", told.now)
    console = Console(tmp_path / "var", keep_texts=True)
    message = Outgoing("c" * 32, "denver", "sms", "+13035550100", "words", "en", "Denver Police")
    console._connection().execute(
        "INSERT INTO messages (id, agency, body, at) VALUES (?, ?, ?, ?)",
        (message.id, "denver", message.body, told.now.isoformat()),
    )
    later = told.now + timedelta(days=91)
    directory = Directory()
    directory.load_all()
    counts = retention.delete_expired(database, directory, later, tmp_path / "var")
    assert (counts["notification_events"], counts["contacts"], counts["stopped_addresses"]) == (2, 1, 1)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Notification)) == 0
        assert session.scalars(select(Contact.id)).all() == [used]
        assert session.scalars(select(StoppedAddress.why)).all() == ["stop"], "a stop outlives the person's data"
    assert console.kept() == []
    files = b"".join(path.read_bytes() for path in (tmp_path / "var").glob("console_messages.db"))
    assert b"words" not in files


def test_the_migration_goes_back_and_keeps_the_rest(told) -> None:
    told.tell(contact=told.person())
    engine = told.notifier.database.engine
    downgrade(engine, "0001")
    assert "contacts" not in inspect(engine).get_table_names()
    upgrade(engine)
    assert told.events() == []


def test_a_contact_is_changed_by_its_own_agency_only(told) -> None:
    contact = told.person(name="Ada")
    with told.notifier.database.writing() as session:
        assert save_contact(session, "denver", contact, email="", wants=["voice", "sms"]) == contact
        row = session.get_one(Contact, contact)
        assert (row.name, row.email, row.wants) == ("Ada", None, ["sms", "voice"])

    def from_elsewhere() -> None:
        with told.notifier.database.writing() as session:
            save_contact(session, "boulder", contact, name="Eve")

    with pytest.raises(NotFound):
        from_elsewhere()


@pytest.mark.parametrize(
    ("given", "country", "written"),
    [
        ("303 555 0199", "US", "+13035550199"),
        ("(303) 555-0199", "US", "+13035550199"),
        ("1 303 555 0199", "US", "+13035550199"),
        ("+44 20 7946 0958", "US", "+442079460958"),
        ("07700 900123", "GB", "+447700900123"),
        ("+44 (0)7700 900123", "GB", "+447700900123"),
        ("+1 303 555 0199", "GB", "+13035550199"),
        ("001 303 555 0199", "GB", "+13035550199"),
        ("0176 12345678", "DE", "+4917612345678"),
        ("+447700900123", None, "+447700900123"),
    ],
)
def test_numbers_are_written_one_way(given: str, country: str | None, written: str) -> None:
    assert written_phone(given, country) == written


def test_without_a_country_only_a_whole_number_is_one() -> None:
    for given in ("303 555 0199", "07700 900123"):
        with pytest.raises(BadRequest, match="not a telephone number"):
            written_phone(given, None)


@pytest.mark.parametrize("given", ["911", "555 0199", "three oh three", "+1", "+0123456789", "303555019900000000"])
def test_what_is_no_number_is_refused(given: str) -> None:
    for country in ("US", None):
        with pytest.raises(BadRequest, match="not a telephone number"):
            written_phone(given, country)


@pytest.mark.parametrize(
    "given",
    [
        "a@b",
        "a b@example.org",
        "a@example.org\r\nBcc: x@example.org",
        "<a@example.org>",
        "@example.org",
        "a" * 65 + "@example.org",
    ],
)
def test_what_is_no_e_mail_address_is_refused(given: str) -> None:
    with pytest.raises(BadRequest, match="not an e-mail address"):
        written_email(given)


async def test_the_console_counts_how_often_it_was_asked(tmp_path: Path) -> None:
    console = Console(tmp_path, keep_texts=False)
    message = Outgoing("c" * 32, "denver", "sms", "+13035550100", "words", "en", "Denver Police")
    assert [await console.send(message), await console.send(message)] == [Accepted("c" * 32, delivered=True)] * 2
    assert len(console.kept()) == 1


def test_events_are_planned_once_however_many_plan(told) -> None:
    told.tell(contact=told.person())
    told.plan()
    told.plan()
    assert len(told.rows()) == 1
    with told.notifier.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(NotificationEvent)) == 1
