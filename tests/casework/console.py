"""Cases to work with: filed as intake files them, on both databases, and over HTTP as the console asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from agencies.properties import properties
from casework.cases.opening import Submitted, open_case
from casework.cases.tables import Case
from casework.database import Database

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
_numbers = count(1)


def submitted(**changed: Any) -> Submitted:
    """A theft, as intake hands it over; every one has its own report and code."""
    number = next(_numbers)
    row: dict[str, Any] = {
        "report_id": f"report-{number}",
        "agency": "denver",
        "kind": "theft",
        "need": "theft_cold",
        "answers": {"where": "14th Avenue and Pearl Street", "what_happened": "my bicycle is gone"},
        "place": "14th Avenue and Pearl Street",
        "when": NOW,
        "channel": "voice",
        "access_code": f"{number:05d}",
        "pin_hash": "x",
        "contact_id": None,
        "anonymous": False,
        "flags": frozenset(),
        "properties": properties(),
        "at": NOW,
    }
    return Submitted(**(row | changed))


@pytest.fixture
def database(migrated_database: Database) -> Database:
    """An empty, migrated database; the tests run on both kinds."""
    return migrated_database


@pytest.fixture
def file_report(database: Database) -> Callable[..., int]:
    """Files a report and gives the id of its case."""

    def file(**changed: Any) -> int:
        with database.writing() as session:
            return open_case(session, submitted(**changed)).id

    return file


@dataclass
class Console:
    """The agency's console, as a trusted service asks."""

    casework: Any
    agency: str = "denver"
    keys: Any = field(default_factory=lambda: count(1))

    def who(self, role: str = "officer", person: str = "officer-7") -> dict[str, str]:
        return {"Civicline-Actor": person, "Civicline-Role": role}

    def file(self, pin: str = "2468", **changed: Any) -> int:
        hashed = self.casework.hasher.hash(pin)
        with self.casework.services.database.writing() as session:
            return open_case(session, submitted(pin_hash=hashed, **changed)).id

    def case(self, case_id: int) -> Case:
        with self.casework.services.database.reading() as session:
            found = session.get(Case, case_id)
            session.expunge(found)
            return found

    async def get(self, path: str, role: str = "officer", **query: Any) -> Any:
        return await self.casework.client.get(f"/v1/agencies/{self.agency}{path}", params=query, headers=self.who(role))

    async def post(self, path: str, role: str = "officer", key: str | None = None, **body: Any) -> Any:
        actor = {"id": "officer-7" if role != "citizen" else "citizen", "role": role}
        return await self.casework.client.post(
            f"/v1/agencies/{self.agency}{path}",
            json={"actor": actor, **body},
            headers={"Idempotency-Key": key or f"key-{next(self.keys)}"},
        )

    async def move(self, case_id: int, move: str, role: str = "officer", **more: Any) -> Any:
        return await self.post(f"/cases/{case_id}/moves", role, move=move, **more)


@pytest.fixture
def console(casework: Any) -> Console:
    return Console(casework)
