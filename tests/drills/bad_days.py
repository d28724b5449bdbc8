"""Days on which the machine is at fault: the disk is full or read-only, the database is locked, two processes share one.

A real process on a real port. What was acknowledged is there afterwards; what could not be done is said so and works when it is over.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

from casework.cases.tables import Case
from casework.database import Database
from casework.intake.tables import Report, ReportAnswer
from launcher.temporary import free_port
from tests.drills.killed_intakes import SAID, TOKEN, Served, database_at
from tests.drills.patience import MOST_S, STALLED_S, run, until

NO_MOUNT = "a disk of our own cannot be made here (mount needs root): full and read-only disks were not tried"
SMALL_DISK_MB = 48


class NoDisk(Exception):
    """This machine lets nobody mount."""


@contextlib.contextmanager
def small_disk(place: Path, *options: str) -> Iterator[Path]:
    """A disk in memory that is quickly full; raises NoDisk."""
    place.mkdir(parents=True, exist_ok=True)
    how = ",".join((f"size={SMALL_DISK_MB}m", *options))
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", how, "tmpfs", str(place)], capture_output=True, check=False)
    if done.returncode:
        raise NoDisk(NO_MOUNT)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


@contextlib.contextmanager
def served(var: Path, more: dict[str, str] | None = None) -> Iterator[tuple[Served, httpx.Client]]:
    """Casework with this folder; stopped as a machine that is switched off stops it."""
    var.mkdir(parents=True, exist_ok=True)
    one = Served(var, free_port(), more=more or {})
    one.start()
    headers = {"Authorization": f"Bearer {TOKEN}"}
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{one.port}", headers=headers, trust_env=False, timeout=STALLED_S
        ) as client:
            _ready(one, client)
            yield one, client
    finally:
        if one.process is not None and one.process.poll() is None:
            one.process.send_signal(signal.SIGKILL)
            one.process.wait()


def full_disk(folder: Path) -> str:
    """Nothing is acknowledged while there is no room, it says that it is not ready, and goes on when there is room again."""
    with small_disk(folder) as disk, served(disk / "var") as (one, client):
        report = begin(client, "full")
        taken = [answer(client, report, *SAID[0])]
        fill = disk / "something-else"
        with contextlib.suppress(OSError), fill.open("wb", buffering=0) as stream:
            while True:
                stream.write(b"\0" * 65_536)
        refused = [answer(client, report, *SAID[1]), answer(client, report, *SAID[2])]
        assert client.get("/readyz").status_code == 503, "a full disk is not ready"
        assert one.process is not None
        assert one.process.poll() is None, f"it stopped: {one.last_words()}"
        fill.unlink()
        taken += [answer(client, report, *SAID[1]), answer(client, report, *SAID[2])]
        assert client.get("/readyz").status_code == 200
        assert taken == [200] * 3, taken
        assert set(refused) <= {200, 503, 507}, refused
        acknowledged = 3
        one.kill()
        assert count(disk / "var", ReportAnswer) >= acknowledged
    return f"full disk: {sum(code != 200 for code in refused)} of 2 refused with a sentence, none lost, it went on by itself"


def read_only_disk(folder: Path) -> str:
    """It does not start on a disk that cannot be written to, and says so in one sentence."""
    with small_disk(folder, "ro") as disk:
        names = {"CIVICLINE_SERVICE_TOKEN": TOKEN, "CIVICLINE_PIN_KEYS": "x" * 32, "CIVICLINE_VAR": str(disk)}
        port = {"CIVICLINE_CASEWORK_PORT": str(free_port())}
        done = run(["-m", "casework", "serve"], names | port)
        said = (done.stdout + done.stderr).strip().splitlines()
        assert done.returncode == 1, done.returncode
        assert len(said) == 1, said
        assert said[0].startswith("casework: "), said
    return f"read-only disk: not started; said: {said[0]}"


def locked_database(var: Path) -> str:
    """Somebody else holds the write lock: reads go on, writes are refused with 503, and work the moment it is over."""
    with served(var) as (_one, client):
        report = begin(client, "locked")
        other = sqlite3.connect(var / "casework.db", isolation_level=None, timeout=30)
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        refused, waited = answer(client, report, *SAID[0]), time.monotonic() - started
        read = client.get("/v1/agencies/denver").status_code, client.get("/readyz").status_code
        other.execute("ROLLBACK")
        other.close()
        again = _again_while_busy(partial(_put, client, report, *SAID[0])).status_code
        assert (refused, read, again) == (503, (200, 200), 200), (refused, read, again)
    return f"locked database: 503 after {waited:.1f} s, reads went on, the same answer was taken afterwards"


def two_processes(var: Path, reports: int, address: str = "") -> str:
    """Two of casework on one database: each turn of a report goes to the other one; nothing is lost, nothing twice.

    `address`: of an empty PostgreSQL; without one it is SQLite in `var`.
    """
    more = {"CIVICLINE_DATABASE_URL": address} if address else None
    with served(var, more) as (_, first), served(var, more) as (_, second):
        asyncio.run(_alternating([first, second], reports))
    database = database_at(var, address)
    with database.reading() as session:
        codes = list(session.scalars(select(Case.access_code)))
        twice = (
            select(ReportAnswer.report_id)
            .group_by(ReportAnswer.report_id, ReportAnswer.question)
            .having(func.count() > 1)
        )
        assert not session.scalars(twice).all()
        assert len(codes) == len(set(codes)) == reports
        assert session.scalar(select(func.count()).select_from(Report)) == reports
    database.close()
    on = "PostgreSQL" if address else "SQLite"
    return f"two processes ({on}): {reports} reports whose turns alternated, each filed once, no code twice"


async def _alternating(clients: list[httpx.Client], reports: int) -> None:
    def one(number: int) -> None:
        report = begin(clients[number % 2], f"two-{number}")
        for turn, (question, value) in enumerate(SAID):
            answered = _again_while_busy(partial(_put, clients[(number + turn) % 2], report, question, value))
            assert answered.status_code == 200, answered.text
        for client in clients:
            filed = _again_while_busy(partial(client.post, f"/v1/reports/{report}/submit", json={"turn": "submit"}))
            assert filed.status_code == 200, filed.text

    await asyncio.gather(*(asyncio.to_thread(one, number) for number in range(reports)))


def begin(client: httpx.Client, call: str) -> str:
    body = {"agency": "denver", "kind": "graffiti", "channel": "voice", "call_id": call, "pin": "7391"}
    made = _again_while_busy(lambda: client.post("/v1/reports", json=body, headers={"Idempotency-Key": call}))
    assert made.status_code in (200, 201), made.text
    return str(made.json()["report"])


def answer(client: httpx.Client, report: str, question: str, value: Any) -> int:
    """The status: 200 is the acknowledgement."""
    return _put(client, report, question, value).status_code


def _put(client: httpx.Client, report: str, question: str, value: Any) -> httpx.Response:
    body = {"question": question, "channel": "voice", "turn": f"turn-{question}"}
    body["text" if isinstance(value, str) else "value"] = value
    return client.post(f"/v1/reports/{report}/answers", json=body)


def _again_while_busy(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """The same again while the database is busy, as the bot does."""
    end = time.monotonic() + MOST_S
    while (answered := ask()).status_code == 503 and time.monotonic() < end:
        time.sleep(0.2)
    return answered


def count(var: Path, table: Any) -> int:
    database = Database(f"sqlite:///{var / 'casework.db'}", threads=1)
    with database.reading() as session:
        found = session.scalar(select(func.count()).select_from(table)) or 0
    database.close()
    return found


def _ready(one: Served, client: httpx.Client) -> None:
    def is_ready() -> bool:
        with contextlib.suppress(httpx.TransportError):
            return client.get("/readyz").status_code == 200
        return False

    assert one.process is not None
    try:
        until(is_ready, one.process, "casework gets ready")
    except AssertionError as wrong:
        raise AssertionError(f"{wrong}; its last words: {one.last_words()}") from wrong
