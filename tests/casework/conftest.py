"""A running casework on a free loopback port, with a redactor and a hasher that tests can look into."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import threading
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from sanic import Sanic
from sqlalchemy import select

from agencies.loader import AGENCIES, agency_ids, load_agency
from agencies.messages.files import load_messages
from casework.app import Services, build_services, create_app
from casework.cases.tables import Case
from casework.database import Database
from casework.directory import directory
from casework.migrate import upgrade
from casework.notifications import catalogue
from casework.settings import CONTRACTS, Settings
from casework.trail.tables import AuditEntry
from tests.casework.console import (  # noqa: F401  # fixtures
    console,
    database,  # fixtures
    file_report,
)
from tests.casework.databases import either_database, migrated_database, postgres_template, postgres_url  # noqa: F401  # fixtures
from tests.patience import DATABASE_WAIT_S

TOKEN = "a-service-token-for-tests"
PIN_KEY = "a-key-for-the-pins-of-tests-32-characters"
NOW = datetime.now(UTC)


class FakeRedactor:
    """Replaces the one name and number that the tests use."""

    def redact(self, text: str) -> str:
        if "break the redactor" in text:
            raise RuntimeError("broken on purpose")
        return text.replace("Ada Lovelace", "[name]").replace("303 555 0199", "[number]")


@dataclass
class CountingHasher:
    """Real Argon2id with the cheapest parameters; remembers how often it worked."""

    inner: PasswordHasher = field(default_factory=lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    verified: list[str] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)

    def hash(self, password: str) -> str:
        return self.inner.hash(password)

    def verify(self, hash: str, password: str) -> bool:
        self.verified.append(hash)
        self.threads.add(threading.current_thread().name)
        return self.inner.verify(hash, password)


@dataclass
class Running:
    """What a test needs of a running service."""

    client: httpx.AsyncClient
    services: Services
    hasher: CountingHasher
    root: Path
    app: Sanic  # type: ignore[type-arg]

    def add_case(self, number: str = "2026-417702", code: str = "40417", pin: str = "2468", **fields: object) -> None:
        """Stores a case; by default a theft that is being worked on."""
        row = {
            "agency": "denver",
            "need": "theft_cold",
            "stage": "under_investigation",
            "opened_at": NOW,
            "updated_at": NOW,
        }
        with self.services.database.writing() as session:
            session.add(Case(number=number, access_code=code, pin_hash=self.services.pins.hash(pin), **(row | fields)))


@pytest.fixture
def agencies_root(tmp_path: Path) -> Path:
    """A copy of the agencies that a test may change."""
    shutil.copytree(AGENCIES / "denver", tmp_path / "agencies" / "denver")
    return tmp_path / "agencies"


@pytest.fixture
def second_agency(agencies_root: Path) -> str:
    """A neighbour that is set up as well, so that a 404 is not for the lack of it."""
    shutil.copytree(agencies_root / "denver", agencies_root / "lakewood")
    path = agencies_root / "lakewood" / "agency.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: denver", "id: lakewood"), encoding="utf-8")
    return "lakewood"


def trail(casework: Running) -> list[tuple[str, str, str, dict[str, object]]]:
    """(what, who, in which role, details) of every entry of the audit trail."""
    with casework.services.database.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(one.action, one.actor_id, one.actor_role, one.details) for one in entries]


@pytest.fixture
def database_url() -> str | None:
    """None: SQLite in casework's folder. A room whose conftest.py puts `either_database` here is tried on PostgreSQL as well."""
    return None


@pytest.fixture
def make_settings(tmp_path: Path, agencies_root: Path, database_url: str | None) -> Callable[..., Settings]:
    def make(**changed: object) -> Settings:
        return Settings(
            service_token=TOKEN,
            one_token=True,
            pin_keys=PIN_KEY,
            var=tmp_path / "var",
            agencies_root=agencies_root,
            contracts=CONTRACTS,
            database_wait_s=DATABASE_WAIT_S,
            database_url=database_url,
            **changed,  # type: ignore[arg-type]
        )

    return make


@pytest.fixture(scope="session", autouse=True)
def _a_busy_machine_is_waited_for() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("casework.database.WAIT_S", DATABASE_WAIT_S)
        yield


_read_before: dict[tuple[object, ...], object] = {}


@pytest.fixture(autouse=True)
def _the_same_files_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading and checking an agency and its messages takes most of a second; unchanged files give the same (frozen) ones."""

    def once(load: Callable[[str, Path], object]) -> Callable[..., object]:
        def read(agency: str, root: Path = AGENCIES) -> object:
            if agency not in agency_ids(root):
                return load(agency, root)
            key = (load, agency, _digest(root / agency))
            if key not in _read_before:
                _read_before[key] = load(agency, root)
            return _read_before[key]

        return read

    monkeypatch.setattr(catalogue, "load_messages", once(load_messages))
    monkeypatch.setattr(directory, "load_agency", once(load_agency))


def _digest(folder: Path) -> str:
    """Of every name, and of what is in the files that are read."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes() if path.suffix in (".yml", ".txt") else b"")
    return digest.hexdigest()


@pytest.fixture(scope="session")
def migrated_casework(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the newest schema, copied for each test: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated-casework") / "casework.db"
    empty = Database(f"sqlite:///{path}")
    upgrade(empty.engine)
    empty.close()
    return path


@pytest.fixture
async def casework(
    make_settings: Callable[..., Settings], agencies_root: Path, migrated_casework: Path
) -> AsyncIterator[Running]:
    hasher = CountingHasher()
    settings = make_settings()
    settings.var.mkdir(parents=True, exist_ok=True)
    if not (settings.var / "casework.db").exists():
        shutil.copy(migrated_casework, settings.var / "casework.db")
    services = build_services(settings, hasher, FakeRedactor())
    app = create_app(settings, services, f"casework-{uuid.uuid4().hex}")
    async with (
        running(app) as address,
        httpx.AsyncClient(
            base_url=address, headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False, timeout=90
        ) as client,
    ):
        yield Running(client, services, hasher, agencies_root, app)


class running:
    """Serves an app on a free loopback port of this event loop."""

    def __init__(self, app: Sanic) -> None:  # type: ignore[type-arg]
        self._app = app

    async def __aenter__(self) -> str:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self._app.config.TOUCHUP = False  # rewrites Sanic itself, which works once in a process
        self._server = await self._app.create_server(sock=listener, return_asyncio_server=True)
        await self._server.startup()
        await self._server.after_start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    async def __aexit__(self, *_: object) -> None:
        await self._server.before_stop()
        await self._server.close()
        await self._server.after_stop()
        Sanic.unregister_app(self._app)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("CIVICLINE_"):
            monkeypatch.delenv(name)
