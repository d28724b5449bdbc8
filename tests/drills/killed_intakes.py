"""kill -9 in the middle of intakes: no answer that was acknowledged is lost, none is there twice, every report is filed once.

A real process on a real port; the people repeat what was not answered, with the same turn, as the bot does.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import func, select

from casework.cases.tables import Case, StatusEvent
from casework.database import Database
from casework.intake.tables import Report, ReportAnswer
from launcher.temporary import free_port
from tests.drills.patience import MOST_S

TOKEN = "a-service-token-for-tests"
PIN_KEY = "a-key-for-the-pins-of-the-drill-of-intakes"
AT_ONCE = 12
SAID = [
    ("any_concern", False),
    ("where", "14th Ave & Pearl St"),
    ("surface", "wall"),
    ("hateful", False),
    ("when", "yesterday"),
    ("what_happened", "large blue letters"),
    ("anonymous", True),
]


@dataclass
class Served:
    """The process, and how to start it again at the same place. `more`: what else stands in its environment."""

    var: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0
    more: dict[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        return self.var.parent / "intakes.log"

    def start(self) -> None:
        settings = {
            "CIVICLINE_SERVICE_TOKEN": TOKEN,
            "CIVICLINE_ONE_TOKEN": "1",
            "CIVICLINE_PIN_KEYS": PIN_KEY,
            "CIVICLINE_VAR": str(self.var),
            "CIVICLINE_CASEWORK_PORT": str(self.port),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "casework", "serve"],
                env=os.environ | settings | self.more,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        assert self.process is not None
        assert self.process.poll() is None, "the service stopped by itself"
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()  # nothing outlives SIGKILL; a busy machine takes a while to bury it
        self.kills += 1

    def last_words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-2_000:]


@dataclass
class Acknowledged:
    """What the service said that it has."""

    answers: dict[tuple[str, str], object] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    repeated: int = 0


async def intakes(var: Path, count: int, kills: int, database: str = "") -> str:
    """Takes so many reports at once while the service is killed; a line with figures. Raises AssertionError.

    `database`: the address of an empty PostgreSQL; without one it is SQLite in `var`.
    """
    # a port of those for outgoing connections could be taken by one of our own callers while the service is away
    more = {"CIVICLINE_DATABASE_URL": database} if database else {}
    served, known, started = Served(var, free_port(), more=more), Acknowledged(), time.monotonic()
    served.start()
    try:
        await _all(served, known, count, kills)
    except AssertionError as wrong:
        raise AssertionError(f"{wrong}; the service's last words: {served.last_words()}") from wrong
    finally:
        served.kill()
    _check(database_at(var, database), known, count)
    took_s = time.monotonic() - started
    assert served.kills == kills + 1
    on = "PostgreSQL" if database else "SQLite"
    return (
        f"{count} intakes, {kills} kills ({on}): {len(known.answers)} answers acknowledged, 0 lost, 0 twice; "
        f"{len(known.cases)} cases, each once; {known.repeated} requests repeated; {took_s:.0f} s"
    )


def database_at(var: Path, database: str) -> Database:
    return Database(database.replace("postgresql:", "postgresql+psycopg:") or f"sqlite:///{var / 'casework.db'}", 1)


async def _all(served: Served, known: Acknowledged, count: int, kills: int) -> None:
    gate = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{served.port}",
        headers={"Authorization": f"Bearer {TOKEN}"},
        trust_env=False,
        timeout=60,
        limits=httpx.Limits(max_keepalive_connections=0),
    ) as client:
        killer = asyncio.create_task(_kill_now_and_then(served, known, count, kills))
        await asyncio.gather(*(_intake(client, number, known, gate) for number in range(count)))
        await killer


async def _kill_now_and_then(served: Served, known: Acknowledged, count: int, kills: int) -> None:
    """Each time after another part of the answers, so in the middle whatever the machine's speed."""
    for part in range(1, kills + 1):
        while len(known.answers) < part * count * len(SAID) // (kills + 1):
            await asyncio.sleep(0.02)
        await asyncio.to_thread(served.kill)
        served.start()


async def _intake(client: httpx.AsyncClient, number: int, known: Acknowledged, gate: asyncio.Semaphore) -> None:
    async with gate:
        dice = random.Random(number)
        begin = {"agency": "denver", "kind": "graffiti", "channel": "voice", "call_id": f"call-{number}", "pin": "7391"}
        made = await _until_answered(client, known, "/v1/reports", begin, f"begin-{number}")
        report = str(made["report"])
        known.codes[report] = str(made["access_code"])
        said = SAID[:]
        dice.shuffle(said)
        for question, value in said:
            body = {"question": question, "channel": "voice", "turn": f"turn-{question}"}
            body["text" if isinstance(value, str) else "value"] = value  # type: ignore[assignment]
            await _until_answered(client, known, f"/v1/reports/{report}/answers", body)
            known.answers[report, question] = value
        filed = await _until_answered(client, known, f"/v1/reports/{report}/submit", {"turn": "file"})
        known.cases[report] = int(str(filed["case"]))
        assert filed["access_code"] == known.codes[report]


async def _until_answered(
    client: httpx.AsyncClient, known: Acknowledged, path: str, body: dict[str, object], key: str = ""
) -> dict[str, object]:
    """Sends the same until there is an answer."""
    ends = time.monotonic() + MOST_S
    while time.monotonic() < ends:
        try:
            sent = await client.post(path, json=body, headers={"Idempotency-Key": key} if key else {})
        except httpx.TransportError:
            known.repeated += 1
            await asyncio.sleep(0.1)
            continue
        if sent.status_code < 500:
            assert sent.status_code in (200, 201), sent.text
            return dict(sent.json())
        await asyncio.sleep(0.1)
    raise AssertionError("the service did not come back")


def _check(database: Database, known: Acknowledged, count: int) -> None:
    with database.reading() as session:
        rows = session.execute(
            select(ReportAnswer.report_id, ReportAnswer.question, func.count()).group_by(
                ReportAnswer.report_id, ReportAnswer.question
            )
        ).all()
        stored = {(report, question): number for report, question, number in rows}
        assert set(known.answers) <= set(stored), "an answer that was acknowledged is lost"
        assert set(stored.values()) == {1}, "an answer is there twice"
        assert len(stored) == count * len(SAID)
        assert session.scalar(select(func.count()).select_from(Report)) == count
        cases = {row.report_id: row.id for row in session.execute(select(Case.report_id, Case.id))}
        assert cases == known.cases
        assert {case.report_id: case.access_code for case in session.scalars(select(Case))} == known.codes
        assert session.scalar(select(func.count()).select_from(StatusEvent)) == count
    database.close()
