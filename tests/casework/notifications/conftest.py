"""A database, the agency's messages with test changes, people to tell, and a worker that runs when the test says so."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from agencies.loader import AGENCIES
from casework.cases.at_risk import of_events
from casework.database import Database
from casework.directory.directory import Directory
from casework.intake.store import places_of
from casework.migrate import upgrade
from casework.notifications import leases
from casework.notifications.catalogue import Catalogue
from casework.notifications.contacts import save_contact
from casework.notifications.delivery import Deliverer
from casework.notifications.outbox import Happened, tell
from casework.notifications.planning import Planner
from casework.notifications.settings import NotifySettings
from casework.notifications.tables import Notification, NotificationEvent
from casework.notifications.vendors.base import Accepted, Outgoing
from casework.notifications.worker import Notifier
from tests.casework.notifications.steps import TWILIO_TOKEN

NOON = datetime(2026, 11, 20, 19, tzinfo=UTC)  # twelve o'clock in Denver


@dataclass
class Script:
    """A vendor that does what the test wrote down: `answers` are taken one by one, the last one stays."""

    name: str = "console"
    channels: frozenset[str] = frozenset({"sms", "email", "voice"})
    idempotent: bool = False
    searchable: bool = False
    answers: list[Any] = field(default_factory=lambda: [Accepted("ref")])
    found: Accepted | None = None
    sent: list[Outgoing] = field(default_factory=list)
    looked: int = 0

    async def __aenter__(self) -> Script:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def send(self, message: Outgoing) -> Accepted:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        self.sent.append(message)
        return answer

    async def find(self, message: Outgoing) -> Accepted | None:
        self.looked += 1
        return self.found


class Told:
    """Tells, plans and delivers on a clock of its own."""

    def __init__(self, notifier: Notifier, now: datetime = NOON) -> None:
        self.notifier, self.now = notifier, now
        self.vendors: dict[str, Script] = {}
        self.deliverer = Deliverer(
            notifier.database, notifier.planner, self.vendor, timedelta(seconds=180), clock=lambda: self.now
        )

    def vendor(self, name: str = "console") -> Script:
        return self.vendors.setdefault(name, Script(name))

    def person(self, **fields: Any) -> int:
        known = {"phone": "+13035550199", "email": "ada@example.org", "wants": ["sms"], "language": "en"}
        with self.notifier.database.writing() as session:
            return save_contact(session, "denver", None, **(known | fields))

    def tell(
        self, event: str = "report_received", contact: int | None = None, key: str | None = None, **fields: Any
    ) -> None:
        known = {"case_id": None, "report_id": None, "need": "theft_cold", "values": {}, "at": self.now}
        known |= {"key": key or f"{event} {contact} {fields}"}
        with self.notifier.database.writing() as session:
            tell(session, Happened(agency="denver", event=event, contact_id=contact, **(known | fields)))

    def plan(self) -> None:
        with self.notifier.database.writing() as session:
            self.notifier.planner.plan(session, self.now)

    def hand_out(self) -> tuple[str, list[str]]:
        with self.notifier.database.writing() as session:
            return leases.hand_out(session, self.now, 100, timedelta(seconds=180))

    def deliver(self) -> int:
        """One round of the worker: how many were taken by a vendor."""
        self.plan()
        return self.deliverer.deliver(*self.hand_out())

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def rows(self) -> list[Notification]:
        with self.notifier.database.reading() as session:
            return list(session.query(Notification).order_by(Notification.created_at, Notification.channel))

    def row(self) -> Notification:
        (row,) = self.rows()
        return row

    def events(self) -> list[NotificationEvent]:
        with self.notifier.database.reading() as session:
            return list(session.query(NotificationEvent).order_by(NotificationEvent.id))


def change_rules(root: Path, **changed: Any) -> None:
    """Writes some keys of the agency's rules.yml anew."""
    path = root / "denver" / "messages" / "rules.yml"
    rules = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(rules | changed), encoding="utf-8")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, copied for each test: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "told.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database.engine)
    database.close()
    return path


@pytest.fixture
def make_told(tmp_path: Path, agencies_root: Path, migrated: Path) -> Iterator[Callable[..., Told]]:
    opened: list[Database] = []

    def make(url: str | None = None, **rules: Any) -> Told:
        change_rules(agencies_root, **rules)
        directory, catalogue = Directory(agencies_root), Catalogue(agencies_root)
        directory.load_all()
        catalogue.load_all()
        shutil.copy(migrated, tmp_path / "told.db")
        database = Database(url or f"sqlite:///{tmp_path / 'told.db'}")
        if url:
            upgrade(database.engine)
        opened.append(database)
        settings = NotifySettings(
            service_token="a-service-token-for-tests", var=tmp_path / "var", public_url="https://calls.example.gov"
        )
        notifier = Notifier.__new__(Notifier)  # without the check that every vendor is set up: tests bring their own
        notifier.database, notifier.catalogue, notifier.settings = database, catalogue, settings
        notifier.planner = Planner(
            catalogue, directory, settings.signing_key, partial(of_events, places_of=places_of), settings.base_url
        )
        return Told(notifier)

    yield make
    for database in opened:
        database.close()


@pytest.fixture
def told(make_told: Callable[..., Told]) -> Told:
    return make_told()


@pytest.fixture
def messages_root(tmp_path: Path) -> Path:
    """A copy of the agencies that a test may break."""
    shutil.copytree(AGENCIES / "denver", tmp_path / "broken" / "denver")
    return tmp_path / "broken"


@pytest.fixture
def at_any_hour(monkeypatch: pytest.MonkeyPatch, agencies_root: Path, _no_settings_from_outside: None) -> None:
    """A service that is known to Twilio, and whose worker does not wait for the morning."""
    monkeypatch.setenv("CIVICLINE_TWILIO_AUTH_TOKEN", TWILIO_TOKEN)
    monkeypatch.setenv("CIVICLINE_PUBLIC_URL", "https://calls.example.gov")
    monkeypatch.setenv("CIVICLINE_DEV_MESSAGES", "true")
    rules = agencies_root / "denver" / "messages" / "rules.yml"
    quiet = 'quiet_hours: {begin: "21:00", end: "08:00"}'
    text = rules.read_text(encoding="utf-8")
    assert quiet in text
    rules.write_text(text.replace(quiet, "quiet_hours: null"), encoding="utf-8")
