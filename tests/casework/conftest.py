"""A running casework on a free loopback port, with a redactor and a hasher that tests can look into."""

from __future__ import annotations

import shutil
import socket
import threading
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from sanic import Sanic

from agencies.loader import AGENCIES
from casework.app import Services, build_services, create_app
from casework.models import Case
from casework.settings import CONTRACTS, Settings

TOKEN = "a-service-token-for-tests"
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
            session.add(Case(number=number, access_code=code, pin_hash=self.hasher.hash(pin), **(row | fields)))


@pytest.fixture
def agencies_root(tmp_path: Path) -> Path:
    """A copy of the agencies that a test may change."""
    shutil.copytree(AGENCIES / "denver", tmp_path / "agencies" / "denver")
    return tmp_path / "agencies"


@pytest.fixture
def make_settings(tmp_path: Path, agencies_root: Path) -> Callable[..., Settings]:
    def make(**changed: object) -> Settings:
        return Settings(
            service_token=TOKEN,
            var=tmp_path / "var",
            agencies_root=agencies_root,
            contracts=CONTRACTS,
            database_url=None,
            **changed,  # type: ignore[arg-type]
        )

    return make


@pytest.fixture
async def casework(make_settings: Callable[..., Settings], agencies_root: Path) -> AsyncIterator[Running]:
    hasher = CountingHasher()
    settings = make_settings()
    services = build_services(settings, hasher, FakeRedactor())
    app = create_app(settings, services, f"casework-{uuid.uuid4().hex}")
    async with (
        running(app) as address,
        httpx.AsyncClient(
            base_url=address, headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False, timeout=20
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
    import os

    for name in list(os.environ):
        if name.startswith("CIVICLINE_"):
            monkeypatch.delenv(name)
