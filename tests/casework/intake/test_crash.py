"""kill -9 in the middle of intakes: no answer that was acknowledged is lost, none is there twice, every report is filed once.

A real process on a real port; the people repeat what was not answered, with the same turn, as the bot does.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from casework.database import Database
from casework.intake.tables import Report, ReportAnswer
from casework.models import Case, StatusEvent

TOKEN = "a-service-token-for-tests"
INTAKES, AT_ONCE, KILLS = 200, 12, 3
SAID = [
    ("suspect_present", False),
    ("in_danger", False),
    ("where", "14th Ave & Pearl St"),
    ("surface", "wall"),
    ("hateful", False),
    ("when", "yesterday"),
    ("what_happened", "large blue letters"),
    ("anonymous", True),
]


@dataclass
class Served:
    """The process, and how to start it again at the same place."""

    var: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0

    def start(self) -> None:
        settings = {
            "CIVICLINE_SERVICE_TOKEN": TOKEN,
            "CIVICLINE_VAR": str(self.var),
            "CIVICLINE_CASEWORK_PORT": str(self.port),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "casework", "serve"],
            env=os.environ | settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)
        self.kills += 1


@dataclass
class Acknowledged:
    """What the service said that it has."""

    answers: dict[tuple[str, str], object] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    service = Served(tmp_path / "var", port)
    service.start()
    yield service
    if service.process and service.process.poll() is None:
        service.process.kill()
        service.process.wait(20)


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_killed_in_the_middle_of_intakes_nothing_acknowledged_is_lost_and_nothing_is_there_twice(
    served: Served,
) -> None:
    known = Acknowledged()
    gate = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{served.port}",
        headers={"Authorization": f"Bearer {TOKEN}"},
        trust_env=False,
        timeout=20,
        limits=httpx.Limits(max_keepalive_connections=0),
    ) as client:
        killer = asyncio.create_task(_kill_now_and_then(served, known))
        await asyncio.gather(*(_intake(client, number, known, gate) for number in range(INTAKES)))
        await killer
    served.kill()
    _check(Database(f"sqlite:///{served.var / 'casework.db'}"), known)
    assert served.kills == KILLS + 1


async def _kill_now_and_then(served: Served, known: Acknowledged) -> None:
    """Each time after another quarter of the answers, so in the middle whatever the machine's speed."""
    for quarter in range(1, KILLS + 1):
        while len(known.answers) < quarter * INTAKES * len(SAID) // (KILLS + 1):
            await asyncio.sleep(0.02)
        await asyncio.to_thread(served.kill)
        served.start()


async def _intake(client: httpx.AsyncClient, number: int, known: Acknowledged, gate: asyncio.Semaphore) -> None:
    async with gate:
        dice = random.Random(number)
        begin = {"agency": "denver", "kind": "graffiti", "channel": "voice", "call_id": f"call-{number}", "pin": "7391"}
        made = await _until_answered(client, "/v1/reports", begin, f"begin-{number}")
        report = str(made["report"])
        known.codes[report] = str(made["access_code"])
        said = SAID[:]
        dice.shuffle(said)
        for question, value in said:
            body = {"question": question, "channel": "voice", "turn": f"turn-{question}"}
            body["text" if isinstance(value, str) else "value"] = value  # type: ignore[assignment]
            await _until_answered(client, f"/v1/reports/{report}/answers", body)
            known.answers[report, question] = value
        filed = await _until_answered(client, f"/v1/reports/{report}/submit", {"turn": "file"})
        known.cases[report] = int(str(filed["case"]))
        assert filed["access_code"] == known.codes[report]


async def _until_answered(
    client: httpx.AsyncClient, path: str, body: dict[str, object], key: str = ""
) -> dict[str, object]:
    """Sends the same until there is an answer."""
    ends = time.monotonic() + 400
    while time.monotonic() < ends:
        try:
            sent = await client.post(path, json=body, headers={"Idempotency-Key": key} if key else {})
        except httpx.TransportError:
            await asyncio.sleep(0.1)
            continue
        if sent.status_code < 500:
            assert sent.status_code in (200, 201), sent.text
            return dict(sent.json())
        await asyncio.sleep(0.1)
    raise AssertionError("the service did not come back")


def _check(database: Database, known: Acknowledged) -> None:
    with database.reading() as session:
        rows = session.execute(
            select(ReportAnswer.report_id, ReportAnswer.question, func.count()).group_by(
                ReportAnswer.report_id, ReportAnswer.question
            )
        ).all()
        stored = {(report, question): count for report, question, count in rows}
        assert set(known.answers) <= set(stored), "an answer that was acknowledged is lost"
        assert set(stored.values()) == {1}, "an answer is there twice"
        assert len(stored) == INTAKES * len(SAID)
        assert session.scalar(select(func.count()).select_from(Report)) == INTAKES
        cases = dict(session.execute(select(Case.report_id, Case.id)).tuples().all())
        assert cases == known.cases
        assert {case.report_id: case.access_code for case in session.scalars(select(Case))} == known.codes
        assert session.scalar(select(func.count()).select_from(StatusEvent)) == INTAKES
    database.close()
